"""Where people who were named in full stand again, in full or by their surname alone."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import itemgetter

from ahocorasick_rs import AhoCorasick
from msgspec import Struct, field

from generator.model import Evidence
from generator.recognition.names import PARTICLES, Name
from generator.recognition.passages import Passage
from generator.recognition.tables import PeopleWords

_Place = tuple[int, int]

_LAST_WORD = re.compile(r"([^\W\d_][^\s]*) $")
_TITLED = re.compile(
    r"\.$|^(?:Brigadier|Chancellor|Congressman|Congresswoman|Emir|Judge|King|Major|Marshal|Mayor|"
    r"Premier|Prince|Princess|Queen|Speaker)$"
)
"""The last word of a title before a surname; an abbreviation is taken for one."""


class Named(Struct):
    """One person while an article is being read.

    ``short`` are the names that mean this person later, ``full`` the forms of the whole name,
    ``rules`` tells at which (paragraph, offset) an office stood beside it, and ``at`` where the
    whole name stands.
    """

    name: Name
    short: tuple[str, ...]
    full: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    rules: dict[_Place, str] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    at: list[_Place] = field(default_factory=list)

    def is_whole(self, other: Name) -> bool:
        """Return whether this name has the first name that another begins with."""
        return self.name.words[0] == other.words[0]


def is_same(one: Name, other: Name) -> bool:
    """Return whether two names differ in middle names, or one has what the other leaves out.

    "López Obrador" is the end of a longer name, "Mohammed bin Salman" the beginning of one.
    """
    first, second = one.words, other.words
    if (first[0], first[-1]) == (second[0], second[-1]):
        return True
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter] or first[-shorter:] == second[-shorter:]


def short_names(name: Name, words: PeopleWords) -> tuple[str, ...]:
    """Return what somebody is called later: "von der Leyen", "Sisi", "Xi"."""
    parts = name.words
    if parts[0] in words.family_first and (len(parts) == 3 or "-" in parts[-1]):
        return (parts[0],)
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in PARTICLES:
        at -= 1
    last = " ".join(parts[at:])
    short = [last, last[:1].upper() + last[1:]]
    if parts[-1][:1].islower() and "-" in parts[-1]:
        short.append(parts[-1].partition("-")[2])
    if parts[0] in words.family_first:
        short.append(parts[0])
    return tuple(dict.fromkeys(short))


def add_mentions(people: Iterable[Named], passages: Iterable[Passage], words: PeopleWords) -> None:
    """Give each person the evidence of an article: whole names first, then surnames.

    The time is linear in the length of the article, however many people and names it has.
    """
    listed, parts = tuple(people), tuple(passages)
    whole = {form: one for one in reversed(listed) for form in one.full}
    names, taken = _Forms(whole), {}
    for passage in parts:
        taken[passage.paragraph] = bytearray(len(passage.text))
        for place, form in names.places(passage, taken[passage.paragraph]):
            one, at = whole[form], (passage.paragraph, place[0])
            one.at.append(at)
            one.evidence.append(passage.evidence(place, one.rules.get(at, "full name")))
    owners = {short: _Owners(listed, short) for one in listed for short in one.short}
    shorts = _Forms(owners)
    for passage in parts:
        in_capitals = passage.in_capitals
        for place, short in shorts.places(passage, taken[passage.paragraph]):
            owner = owners[short].at((passage.paragraph, place[0]))
            if owner and (in_capitals or _stands_alone(passage.text, place, (owner, words))):
                owner.evidence.append(passage.evidence(place, "surname"))


class _Forms:
    """Finds names in passages, all at once; in capitals where all of a passage is."""

    def __init__(self, forms: Iterable[str]) -> None:
        listed = tuple(dict.fromkeys(forms))
        self._plain = (AhoCorasick(list(listed)), listed)
        # Of two names with the same capitals the first is meant.
        upper = {form.upper(): form for form in reversed(listed)}
        self._upper = (AhoCorasick(list(upper)), tuple(upper.values()))

    def places(self, passage: Passage, taken: bytearray) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield where names stand whole and outside of what is taken, the longest first."""
        search, forms = self._upper if passage.in_capitals else self._plain
        text = passage.text
        found = [
            (start - end, forms[number], start)
            for number, start, end in search.find_matches_as_indexes(text, overlapping=True)
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        ]
        for length, form, start in sorted(found):
            end = start - length
            if 1 not in taken[start:end]:
                taken[start:end] = b"\x01" * -length
                yield (start, end), form


class _Owners:
    """Whom a surname means at a place: who was named in full last, before it."""

    def __init__(self, people: Iterable[Named], short: str) -> None:
        named = [one for one in people if short in one.short]
        self._only = named[0] if len(named) == 1 else None
        places = sorted(((at, one) for one in named for at in one.at), key=itemgetter(0))
        self._at = [at for at, _ in places]
        self._whose = [one for _, one in places]

    def at(self, place: _Place) -> Named | None:
        """Return the owner; in the headline, the only one who is named in full later."""
        if place[0] < 0:
            return self._only
        before = bisect_left(self._at, place)
        return self._whose[before - 1] if before else None


def _stands_alone(text: str, place: tuple[int, int], whose: tuple[Named, PeopleWords]) -> bool:
    """Return whether no other name's word touches a surname ("Julia Scholz", "Scholz Park")."""
    start, end = place
    owner, words = whose
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    if after.isupper() and text[end + 2 : end + 3] != " ":
        return False
    if not before or not before[1][0].isupper() or before[1] in owner.name.words:
        return True
    return (
        before[1] in words.capitals or before[1] in words.forms or bool(_TITLED.search(before[1]))
    )

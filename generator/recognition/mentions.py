"""Where people who were named in full stand again, in full or by their surname alone."""

import re
from collections.abc import Iterable, Iterator

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
    """Give each person the evidence of an article: whole names first, then surnames."""
    listed, parts = tuple(people), tuple(passages)
    spans = {passage.paragraph: list(_full(listed, passage)) for passage in parts}
    for passage in parts:
        for place, owner in _short(listed, passage, spans[passage.paragraph]):
            if _stands_alone(passage.text, place, (owner, words)):
                owner.evidence.append(_evidence(passage, place, "surname"))


def _full(people: tuple[Named, ...], passage: Passage) -> Iterator[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    forms = [(form, one) for one in people for form in one.full if _holds(passage, form)]
    for form, one in sorted(forms, key=lambda pair: (-len(pair[0]), pair[0])):
        for start, end in _places(passage, form, taken):
            place = (passage.paragraph, start)
            one.at.append(place)
            one.evidence.append(_evidence(passage, (start, end), one.rules.get(place, "full name")))
            taken.append((start, end))
            yield start, end


def _short(
    people: tuple[Named, ...], passage: Passage, taken: list[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], Named]]:
    """Yield where surnames stand outside of what is taken, and whose they are."""
    shorts = {short for one in people for short in one.short if _holds(passage, short)}
    for short in sorted(shorts, key=lambda one: (-len(one), one)):
        for place in _places(passage, short, taken):
            if owner := _owner(people, short, (passage.paragraph, place[0])):
                taken.append(place)
                yield place, owner


def _holds(passage: Passage, words: str) -> bool:
    """Return, fast, whether words may stand in a passage."""
    return words in passage.text or words.upper() in passage.text


def _places(
    passage: Passage, words: str, taken: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield where words stand whole and outside of what is taken, in capitals where all is."""
    text = passage.text
    sought = words.upper() if passage.in_capitals else words
    start = text.find(sought)
    while start >= 0:
        end = start + len(sought)
        is_whole = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        if is_whole and not any(begin < end and start < stop for begin, stop in taken):
            yield start, end
        start = text.find(sought, end)


def _owner(people: tuple[Named, ...], short: str, place: _Place) -> Named | None:
    """Return whom a surname means at a place: who was named in full last, before it."""
    named = [one for one in people if short in one.short]
    if place[0] < 0:
        return named[0] if len(named) == 1 else None
    before = [(max(seen), one) for one in named if (seen := [at for at in one.at if at < place])]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _stands_alone(text: str, place: tuple[int, int], whose: tuple[Named, PeopleWords]) -> bool:
    """Return whether no other name's word touches a surname ("Julia Scholz", "Scholz Park")."""
    start, end = place
    owner, words = whose
    if text.isupper():
        return True
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    if after.isupper() and text[end + 2 : end + 3] != " ":
        return False
    if not before or not before[1][0].isupper() or before[1] in owner.name.words:
        return True
    return (
        before[1] in words.capitals or before[1] in words.forms or bool(_TITLED.search(before[1]))
    )


def _evidence(passage: Passage, place: tuple[int, int], rule: str) -> Evidence:
    start, end = place
    return Evidence(
        words=passage.text[start:end],
        field=passage.field,
        paragraph=passage.paragraph,
        start=start,
        rule=rule,
        weight=passage.weight,
    )

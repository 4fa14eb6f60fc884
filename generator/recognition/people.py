"""Who holds which office in an article, and why a name is taken for a person's.

A person is somebody whose full name stands beside an office or rank.  Everything else that looks
like a name is left alone: a page about the wrong person is worse than none.
"""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from msgspec import Struct

from generator.model import Field, Person, TermId
from generator.recognition.gazetteer import Gazetteer
from generator.recognition.mentions import Named, add_mentions, is_same, short_names
from generator.recognition.names import Name, name_after, name_before
from generator.recognition.passages import Passage
from generator.recognition.phrases import NOTHING
from generator.recognition.spelling import without_owner
from generator.recognition.tables import PeopleWords
from generator.recognition.titles import Title

MOST = 8
MOST_NAMES = 200
"""So many names are looked for again in an article; later ones are of nobody who is told of."""
MOST_ROLES = 8

_AGE = re.compile(r", (?:aged )?\d\d$")
_BEHIND = re.compile(r"(?: (?:of|for|at|in) [^,.;:()“”\"]{2,60})?, ")
"""What may stand between an office and the name after it: "the head of the agency, NAME,"."""

_OF = re.compile(" of (?:the )?")
_CLOSED = re.compile(r",|\.?$|\.\s| (?:said|told|says|added|warned|announced|and|who|has|had)\b")
_ROLE_END = re.compile(
    r"[,;:—–“”\"](?=\s|$)|(?<=[A-Za-z]{2})\.(?=\s|$)| \(|"
    r"\s(?:said|says|told|stated|who|that|which|when|after|and said|was|is|has|had)\b"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|across|outside|around|of|[Ii]n|[Aa]t|[Nn]ear) $")
_ARTICLES = re.compile(r"^(?:the|a|an|its|his|her|their|then|now) ", re.IGNORECASE)
_NO_ROLE = re.compile(r"the|an?|its|his|her|their|then|now|and|of", re.IGNORECASE)
_ROLE_LENGTH = 80


class _Introduction(Struct, frozen=True):
    """A full name beside an office: ``rule`` says where the office stands."""

    name: Name
    role: str
    rule: str


def find_people(passages: Iterable[Passage], gazetteer: Gazetteer) -> tuple[Person, ...]:
    """Return at most eight people whose office an article names, the most prominent first.

    A surname alone counts for the person of that name who was named in full last; in the headline,
    for the only one who is named in full later.
    """
    parts = tuple(passages)
    people: list[Named] = []
    by_name: dict[str, Named] = {}
    for passage in parts:
        if not _is_in_title_case(passage):
            for one in _introductions(passage.text, gazetteer):
                if one.name.text not in by_name:
                    if len(by_name) == MOST_NAMES:
                        continue
                    by_name[one.name.text] = _person(people, one.name, gazetteer.people)
                _introduce(by_name[one.name.text], one, passage.paragraph)
    if not people:
        return ()
    add_mentions(people, parts, gazetteer.people)
    found = [
        Person(
            name=one.name.text,
            score=sum(evidence.weight for evidence in one.evidence),
            evidence=tuple(sorted(one.evidence, key=attrgetter("paragraph", "start"))),
            role="; ".join(one.roles),
            organisation=_organisation(one.roles, gazetteer),
        )
        for one in people
    ]
    return tuple(sorted(found, key=attrgetter("score"), reverse=True))[:MOST]


def _person(people: list[Named], name: Name, words: PeopleWords) -> Named:
    """Return the person who has a name, whom it may also be the first to tell of."""
    known = next((one for one in people if is_same(one.name, name)), None)
    if not known:
        known = Named(name, short_names(name, words))
        people.append(known)
    elif len(name.words) > len(known.name.words) and not known.is_whole(name):
        known.name, known.short = name, short_names(name, words)
    known.full.add(name.text)
    return known


def _introduce(known: Named, found: _Introduction, paragraph: int) -> None:
    known.rules.setdefault((paragraph, found.name.start), found.rule)
    if found.role and found.role not in known.roles and len(known.roles) < MOST_ROLES:
        known.roles.append(found.role)


def _is_in_title_case(passage: Passage) -> bool:
    """Return whether capitals tell nothing in a passage, as in many headlines."""
    if passage.field is not Field.HEADLINE:
        return passage.in_capitals
    words = [word for word in passage.text.split() if len(word) > 3 and word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return small * 3 < len(words) and len(words) > 3


# --- offices beside names -----------------------------------------------------------------------


def _introductions(text: str, gazetteer: Gazetteer) -> Iterator[_Introduction]:
    hits = list(gazetteer.titles.longest(text))
    at = 0
    while at < len(hits):
        start, end, title = hits[at]
        at += 1
        if title is Title.NONE:
            continue
        end = _with_portfolio(text, end, gazetteer)
        is_office = title is Title.OFFICE
        while at < len(hits) and _is_joined(text[end : hits[at][0]], hits[at][2]):
            end = _with_portfolio(text, hits[at][1], gazetteer)
            is_office |= hits[at][2] is Title.OFFICE
            at += 1
        yield from _beside(text, (start, end), gazetteer, is_office=is_office)


def _beside(
    text: str, place: tuple[int, int], gazetteer: Gazetteer, *, is_office: bool
) -> Iterator[_Introduction]:
    """Yield whoever is named directly after a title, behind a comma, or before one."""
    start, end = place
    words = gazetteer.people
    if name := name_after(text, _after_forms(text, end, gazetteer), words):
        if not _is_ship(text, start, name, words) and _is_personal(name, gazetteer):
            role = text[_role_start(text, start, gazetteer) : end]
            yield _Introduction(name, role, "office before the name")
    elif is_office and (apposed := _before_comma(text, place, gazetteer)):
        yield apposed
    elif is_office and (behind := _BEHIND.match(text, end)):
        name = name_after(text, _after_forms(text, behind.end() - 1, gazetteer), words)
        if name and _CLOSED.match(text, name.end) and _is_personal(name, gazetteer):
            role = text[_role_start(text, start, gazetteer) : behind.end() - 2]
            yield _Introduction(name, role, "office before the name")


def _before_comma(text: str, place: tuple[int, int], gazetteer: Gazetteer) -> _Introduction | None:
    """Return the person of "NAME, the former head of the agency"."""
    start, end = place
    words = gazetteer.people
    comma = text.rfind(", ", max(0, start - 70), start)
    if comma < 0 or text[end : end + 2].rstrip().lstrip(" ")[:1].isupper():
        return None
    if not all(_may_modify(word, words) for word in text[comma + 2 : start].split()):
        return None
    age = _AGE.search(text, max(0, comma - 10), comma)
    name = name_before(text, age.start() if age else comma, words)
    if not name or not _is_personal(name, gazetteer):
        return None
    if _PLACE_BEFORE.search(text, max(0, name.start - 10), name.start):
        return None
    close = _ROLE_END.search(text, end, end + _ROLE_LENGTH)
    role = text[comma + 2 : close.start() if close else end]
    return _Introduction(name, _ARTICLES.sub("", role, count=1), "office after the name")


def _may_modify(word: str, words: PeopleWords) -> bool:
    plain = without_owner(word)
    return plain.lower() in words.modifiers or plain[:1].isupper() or "-" in plain


def _is_joined(between: str, title: Title) -> bool:
    return between == " " or (between == ", " and title is Title.RANK)


def _with_portfolio(text: str, end: int, gazetteer: Gazetteer) -> int:
    """Return where an office ends whose portfolio, and perhaps country, follows."""
    found = gazetteer.portfolio().match(text, end)
    if not found:
        return end
    end = found.end()
    of = _OF.match(text, end)
    if not of:
        return end
    window = text[of.end() : of.end() + 60]
    start, stop, place = next(gazetteer.places.longest(window), (1, 0, None))
    return of.end() + stop if start == 0 and place and place.rule == "name" else end


def _after_forms(text: str, end: int, gazetteer: Gazetteer) -> int:
    """Return where a name may begin after a title: behind a space and "Dr." or "Sir"."""
    found = gazetteer.forms().match(text, end)
    end = found.end() if found else end
    return end + 1 if text[end : end + 1] == " " else len(text)


def _role_start(text: str, start: int, gazetteer: Gazetteer) -> int:
    """Return where a role begins whose office stands at an offset: "former US Navy | Secretary"."""
    low = max(0, start - 60)
    before = text[low:start]
    ends = {end + low: at + low for at, end, _ in gazetteer.places.longest(before)}
    ends |= {end + low: at + low for at, end, _ in gazetteer.organisations.longest(before)}
    while text[start - 1 : start] == " ":
        opens = text.rfind(" ", low, start - 1) + 1
        word = without_owner(text[opens : start - 1])
        stop = opens + len(word)
        if stop in ends:
            start = ends[stop]
        elif word.lower() in gazetteer.people.modifiers and not _NO_ROLE.fullmatch(word):
            start = opens
        else:
            break
    return start


def _is_ship(text: str, start: int, name: Name, words: PeopleWords) -> bool:
    before = text[max(0, start - 20) : start].split()[-1:]
    is_class = name.text.endswith("-class") or text.startswith(" class", name.end)
    return is_class or bool(words.ships & set(before))


def _is_personal(name: Name, gazetteer: Gazetteer) -> bool:
    """Return whether no place and no organisation bears a name."""
    text = name.text
    places = [
        (start, end)
        for start, end, place in gazetteer.places.longest(text)
        if place.rule not in ("leader", "metonym")
    ]
    bodies = [(start, end) for start, end, _ in gazetteer.organisations.longest(text)]
    return not any(" " in text[start:end] for start, end in (*places, *bodies))


def _organisation(roles: list[str], gazetteer: Gazetteer) -> TermId:
    for role in roles:
        for _, _, subject in gazetteer.organisations.longest(role):
            if subject != NOTHING and subject.strong:
                return subject.term
    return TermId("")

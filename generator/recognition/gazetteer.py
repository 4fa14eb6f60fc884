"""The gazetteer: every phrase that recognition knows, in automata that find them all at once.

Names are searched leftmost-longest, so that "Papua New Guinea" is never Guinea and a mask
("South China Sea") hides the name inside it.  The phrases of tags and organisations may overlap,
for "NATO summit" is evidence of both.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick
from msgspec import Struct
from msgspec.structs import replace

from generator.model import TermId
from generator.recognition.tables import City, Country, Derived, Phrases, Tables

T = TypeVar("T")

# Smaller cities than these are read in datelines only: in running text their names are more
# often something else (measured: see docs/recognition.md).
CITY_THOUSANDS = 100
CITY_THOUSANDS_IN_CAPITALS = 300

# The terms of words of defence news that make no tag of their own, and of phrases in which the
# words of a tag mean nothing.
CONTEXT = TermId("")
MASKED = TermId("-")

_MASK = "mask"
_PLURAL_ENDINGS = (*"nikbtdro", "de", "le", "ne")
_HYPHENS = "-", "‑"


class Place(Struct, frozen=True):
    """What a name may mean: the countries in order of likelihood (none for a mask).

    ``namesakes`` are the countries of much smaller places of the same name.
    """

    rule: str
    countries: tuple[TermId, ...]
    namesakes: tuple[TermId, ...] = ()


class Subject(Struct, frozen=True):
    """What a phrase suggests: a term, strongly or weakly, or strongly in a headline only.

    Words that are not ``firm`` are no sign of defence news by themselves.  ``half`` is the number
    of a pair and the side of it that the phrase is; it means nothing without the other side.
    """

    term: TermId
    strong: bool = True
    headline: bool = False
    firm: bool = True
    half: tuple[int, int] | None = None


class Additions(Struct, frozen=True):
    """What an editor adds to the tables.

    Phrases under a known id are added to it; an unknown id makes a new term.  A country's
    phrases are its names.  ``masks`` are phrases in which names and words mean nothing;
    ``withdrawn`` phrases are read as nothing, whichever table has them.
    """

    countries: tuple[Phrases, ...] = ()
    tags: tuple[Phrases, ...] = ()
    organisations: tuple[Phrases, ...] = ()
    masks: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


class Automaton(Struct, Generic[T], frozen=True):
    """Finds phrases on word boundaries; ``targets`` says what each of them stands for."""

    search: AhoCorasick
    targets: tuple[tuple[T, ...], ...]

    def find(self, text: str) -> list[tuple[int, int, tuple[T, ...]]]:
        """Return (start, end, targets) of each phrase, by start, of one start the longest first."""
        found = [
            (start, -end, number)
            for number, start, end in self.search.find_matches_as_indexes(text, overlapping=True)
            if _is_word(text, start, end)
        ]
        found.sort()
        return [(start, -end, self.targets[number]) for start, end, number in found]

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Yield phrases that do not overlap: always the first, and of those the longest.

        Phrases that end within a word hide nothing, hence not the automaton's own longest match.
        """
        last = 0
        for start, end, targets in self.find(text):
            if start >= last:
                last = end
                yield start, end, targets[0]


class Gazetteer(Struct, frozen=True):
    """All that recognition knows, ready for use; make it with ``build_gazetteer``.

    ``towns`` are the places a dateline may name, case-folded; ``loose`` the tags that need
    a sign of defence news beside them; ``yields`` and ``derived`` are what ``Phrases`` says;
    ``given``, ``before_surnames`` and ``institutions`` are words that tell persons from places.
    """

    places: Automaton[Place]
    capitals: Automaton[Place]
    towns: Mapping[str, Place]
    tags: Automaton[Subject]
    tags_in_capitals: Automaton[Subject]
    folded_tags: Automaton[Subject]
    organisations: Automaton[Subject]
    organisations_in_capitals: Automaton[Subject]
    tag_order: Mapping[TermId, int]
    loose: frozenset[TermId]
    yields: Mapping[TermId, tuple[TermId, ...]]
    derived: Mapping[TermId, Derived]
    given: frozenset[str]
    before_surnames: frozenset[str]
    institutions: frozenset[str]
    currencies: frozenset[str]


def build_gazetteer(tables: Tables, additions: Additions | None = None) -> Gazetteer:
    """Return the gazetteer of the tables with an editor's additions."""
    added = additions or Additions()
    withdrawn = frozenset(added.withdrawn)
    names = _names(tables, added)
    masks = Phrases(MASKED, strong=(*tables.masks, *added.masks))
    tags = (*_merged(tables.tags, added.tags), Phrases(CONTEXT, strong=tables.context), masks)
    marked = _subjects(tags, withdrawn, folded=False)
    organisations = _subjects(
        _merged(tables.organisations, added.organisations), withdrawn, folded=None
    )
    return Gazetteer(
        places=_places_automaton(_texts(names, tables, CITY_THOUSANDS), withdrawn),
        capitals=_places_automaton(_capitals(names, tables), withdrawn),
        towns=_towns(names, tables.cities),
        tags=_automaton(marked),
        tags_in_capitals=_automaton(_upper(marked)),
        folded_tags=_automaton(_subjects(tags, withdrawn, folded=True)),
        organisations=_automaton(organisations),
        organisations_in_capitals=_automaton(_upper(organisations)),
        tag_order={tag.id: number for number, tag in enumerate(tags)},
        loose=frozenset(tag.id for tag in tags if tag.loose),
        yields={tag.id: tag.yields for tag in tags if tag.yields},
        derived={tag.id: tag.derived for tag in tags if tag.derived},
        given=_set(tables, "given"),
        before_surnames=_set(tables, "given") | _set(tables, "title"),
        institutions=_set(tables, "institution"),
        currencies=_set(tables, "currency"),
    )


def _set(tables: Tables, kind: str) -> frozenset[str]:
    return frozenset(phrase for _, phrase in tables.words.get(kind, ()))


# --- names of places --------------------------------------------------------------------------


def _names(tables: Tables, added: Additions) -> dict[str, Place]:
    """Return all names but those of cities.tsv; of two meanings the earlier rule wins."""
    names: dict[str, Place] = dict.fromkeys(added.masks, Place(_MASK, ()))
    for row in added.countries:
        names |= {phrase: Place("name", (row.id,)) for phrase in row.strong}
    for _, phrase in tables.words.get(_MASK, ()):
        names.setdefault(phrase, Place(_MASK, ()))
    for phrase, place in _CONTESTED.items():
        names.setdefault(phrase, place)
    for country in tables.countries:
        for phrase in (country.name, *country.aliases):
            names.setdefault(phrase, Place("name", (country.id,)))
        for phrase in _with_plurals(country):
            names.setdefault(phrase, Place("demonym", (country.id,)))
    elsewhere = {city.name: city.countries + city.namesakes for city in tables.cities}
    for kind in _KINDS:
        for code, phrase in tables.words.get(kind, ()):
            others = tuple(other for other in elsewhere.get(phrase, ()) if other != code)
            names.setdefault(phrase, Place(kind, (code,), others))
    return names


_KINDS = "state", "abbreviation", "base", "capital", "city", "region", "metonym", "leader"

# Names that two countries share, or a country and a state; the first is meant in doubt.
_CONTESTED = {
    "Georgia": Place("name", (TermId("GE"), TermId("US"))),
    "Congo": Place("name", (TermId("CD"), TermId("CG"))),
    "Congolese": Place("demonym", (TermId("CD"), TermId("CG"))),
    "Korea": Place("name", (TermId("KR"), TermId("KP"))),
    "Korean": Place("demonym", (TermId("KR"), TermId("KP"))),
    "Koreans": Place("demonym", (TermId("KR"), TermId("KP"))),
    "Tripoli": Place("capital", (TermId("LY"), TermId("LB"))),
}


def _with_plurals(country: Country) -> Iterator[str]:
    for demonym in country.demonyms:
        yield demonym
        if demonym.endswith(_PLURAL_ENDINGS):
            yield demonym + "s"


def _texts(names: Mapping[str, Place], tables: Tables, thousands: int) -> dict[str, Place]:
    blocked = _set(tables, "block")
    cities = (c for c in tables.cities if c.thousands >= thousands and c.name not in blocked)
    return {**_city_places(cities), **names}


def _capitals(names: Mapping[str, Place], tables: Tables) -> dict[str, Place]:
    blocked = _set(tables, "capitals")
    phrases = _texts(names, tables, CITY_THOUSANDS_IN_CAPITALS)
    upper = {phrase.upper(): place for phrase, place in reversed(phrases.items())}
    return {phrase: place for phrase, place in upper.items() if phrase not in blocked}


def _city_places(cities: Iterable[City]) -> dict[str, Place]:
    return {city.name: Place("city", city.countries, city.namesakes) for city in cities}


def _towns(names: Mapping[str, Place], cities: Iterable[City]) -> dict[str, Place]:
    known = {name: place for name, place in names.items() if place.rule in _DATELINE_RULES}
    return {name.casefold(): place for name, place in {**_city_places(cities), **known}.items()}


_DATELINE_RULES = frozenset(("name", *_KINDS[:-2]))


def _places_automaton(places: Mapping[str, Place], withdrawn: frozenset[str]) -> Automaton[Place]:
    kept = {phrase: (place,) for phrase, place in places.items() if phrase not in withdrawn}
    return _automaton(kept)


# --- phrases of tags and organisations --------------------------------------------------------


def _merged(rows: Iterable[Phrases], added: Iterable[Phrases]) -> Iterator[Phrases]:
    merged = {row.id: row for row in rows}
    for row in added:
        known = merged.get(row.id, Phrases(row.id))
        merged[row.id] = replace(
            known,
            strong=known.strong + row.strong,
            headline=known.headline + row.headline,
            weak=known.weak + row.weak,
            together=known.together + row.together,
            loose=known.loose if row.loose is None else row.loose,
        )
    yield from merged.values()


def _subjects(
    rows: Iterable[Phrases], withdrawn: frozenset[str], *, folded: bool | None
) -> dict[str, tuple[Subject, ...]]:
    """Return the subjects of each phrase: without capitals, with them, or (None) of both kinds."""
    subjects: dict[str, tuple[Subject, ...]] = {}
    for row in rows:
        for subject, phrase in _suggestions(row):
            is_wanted = folded is None or (phrase == phrase.lower()) is folded
            if is_wanted and phrase not in withdrawn:
                for form in _forms(phrase):
                    subjects[form] = (*subjects.get(form, ()), subject)
    return subjects


def _suggestions(row: Phrases) -> Iterator[tuple[Subject, str]]:
    """Yield each phrase of a row with what it suggests."""
    for subject, phrases in (
        (Subject(row.id), row.strong),
        (Subject(row.id, strong=False, headline=True, firm=False), row.headline),
        (Subject(row.id, strong=False), row.weak),
    ):
        for phrase in phrases:
            yield subject, phrase
    for number, pair in enumerate(row.together):
        for side, words in enumerate(pair.split("+")):
            half = Subject(row.id, half=(number, side))
            for phrase in words.split("|"):
                yield half, phrase.strip()


def _upper(phrases: Mapping[str, T]) -> dict[str, T]:
    return {phrase.upper(): target for phrase, target in phrases.items()}


def _forms(phrase: str) -> tuple[str, ...]:
    """Return a phrase and, for designations ("F-16", "UAV"), its plural."""
    last = phrase[-1:]
    return (phrase, phrase + "s") if last.isdigit() or last.isupper() else (phrase,)


# --- automata ---------------------------------------------------------------------------------


def _automaton(phrases: Mapping[str, tuple[T, ...]]) -> Automaton[T]:
    """Return an automaton that also reads typographic apostrophes and hyphens."""
    typed = {
        phrase.replace("'", "’").replace("-", hyphen): targets
        for phrase, targets in phrases.items()
        if "'" in phrase or "-" in phrase
        for hyphen in _HYPHENS
    }
    both = {phrase: targets for phrase, targets in {**typed, **phrases}.items() if phrase}
    return Automaton(
        search=AhoCorasick(list(both), store_patterns=False),
        targets=tuple(both.values()),
    )


def _is_word(text: str, start: int, end: int) -> bool:
    """Return whether no letter or digit touches a piece of text, but the "A" of an F-35A."""
    before = start == 0 or not text[start - 1].isalnum()
    return before and (_ends(text, end) or (_is_variant(text, end) and _ends(text, end + 1)))


def _ends(text: str, end: int) -> bool:
    return end >= len(text) or not text[end].isalnum()


def _is_variant(text: str, end: int) -> bool:
    return text[end - 1].isdigit() and text[end].isupper()

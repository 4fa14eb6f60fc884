"""The gazetteer: every phrase that recognition knows, in automata that find them all at once.

Names are searched leftmost-longest, so that "Papua New Guinea" is never Guinea and a mask
("South China Sea") hides the name inside it.  The phrases of tags may overlap with each other and
with names, for "NATO summit" is evidence of both.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.model import TermId
from generator.recognition.automata import Deferred, deferred
from generator.recognition.tables import Cities, Country, Derived, PeopleWords, Phrases, Tables
from generator.recognition.titles import Title, form_pattern, portfolio_pattern, title_phrases

T = TypeVar("T")

# Smaller cities than these are read in datelines only: in running text their names are more
# often something else (measured: see docs/recognition.md).
CITY_THOUSANDS = 100
CITY_THOUSANDS_IN_CAPITALS = 300

# The terms of words of defence news that make no tag of their own, and of phrases in which the
# words of a tag mean nothing.
CONTEXT = TermId("")
MASKED = TermId("-")

_PLURAL_ENDINGS = (*"nikbtdro", "de", "le", "ne", "ie")


class Place(Struct, frozen=True):
    """What a name may mean: the countries in order of likelihood (none for a mask).

    ``namesakes`` are the countries of much smaller places of the same name; ``terms`` the first
    and last years in which a leader held office, a last year of 0 being open.
    """

    rule: str
    countries: tuple[TermId, ...]
    namesakes: tuple[TermId, ...] = ()
    terms: tuple[tuple[int, int], ...] = ()


_MASK = "mask"
_HIDDEN = Place(_MASK, ())


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


NOTHING = Subject(TermId(""))
"""What a phrase stands for that hides the name of an organisation in it."""


class Additions(Struct, frozen=True):
    """What an editor adds to the tables.

    Phrases under a known id are added to it; an unknown id makes a new term.  A country's
    phrases are its names.  ``masks`` are phrases in which names and words mean nothing;
    ``withdrawn`` phrases are read as nothing, whichever table has them.
    ``disputed`` says as which countries the names of a disputed place are read, instead of what
    the table says.
    """

    countries: tuple[Phrases, ...] = ()
    tags: tuple[Phrases, ...] = ()
    organisations: tuple[Phrases, ...] = ()
    masks: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    disputed: Mapping[str, tuple[TermId, ...]] = {}


class Gazetteer(Struct, frozen=True):
    """All that recognition knows, ready for use; make it with ``build_gazetteer``.

    ``towns`` are the places a dateline may name, case-folded; ``loose`` the tags that need
    a sign of defence news beside them; ``yields`` and ``derived`` are what ``Phrases`` says;
    ``given``, ``before_surnames`` and ``institutions`` are words that tell persons from places.
    What is not needed for every article is made when the first one needs it.
    """

    places: Deferred[Place]
    capitals: Deferred[Place]
    towns: Callable[[], Mapping[str, Place]]
    tags: Deferred[Subject]
    tags_in_capitals: Deferred[Subject]
    folded_tags: Deferred[Subject]
    organisations: Deferred[Subject]
    organisations_in_capitals: Deferred[Subject]
    titles: Deferred[Title]
    people: PeopleWords
    portfolio: Callable[[], re.Pattern[str]]
    forms: Callable[[], re.Pattern[str]]
    tag_order: Mapping[TermId, int]
    loose: frozenset[TermId]
    yields: Mapping[TermId, tuple[TermId, ...]]
    derived: Mapping[TermId, Derived]
    given: frozenset[str]
    before_surnames: frozenset[str]
    institutions: frozenset[str]
    currencies: frozenset[str]
    events: frozenset[str]
    surnames: frozenset[str]


def build_gazetteer(tables: Tables, additions: Additions | None = None) -> Gazetteer:
    """Return the gazetteer of the tables with an editor's additions."""
    added = additions or Additions()
    withdrawn = frozenset(added.withdrawn)
    names = _names(tables, added)
    masks = Phrases(MASKED, strong=(*tables.masks, *added.masks))
    tags = (*_merged(tables.tags, added.tags), Phrases(CONTEXT, strong=tables.context), masks)
    organisations = tuple(_merged(tables.organisations, added.organisations))
    hidden = dict.fromkeys((*tables.no_organisations, *added.masks), (NOTHING,))
    marked = partial(_subjects, tags, withdrawn, folded=False)

    def named() -> dict[str, tuple[Subject, ...]]:
        return {**_subjects(organisations, withdrawn, folded=None), **hidden}

    return Gazetteer(
        places=deferred(lambda: _places(_texts(names, tables, CITY_THOUSANDS), withdrawn)),
        capitals=deferred(lambda: _capitals(names, tables, withdrawn)),
        towns=cache(lambda: _towns(names, tables.cities, withdrawn)),
        tags=deferred(marked),
        tags_in_capitals=deferred(lambda: _upper(marked())),
        folded_tags=deferred(partial(_subjects, tags, withdrawn, folded=True)),
        organisations=deferred(named),
        organisations_in_capitals=deferred(lambda: _upper(named())),
        titles=deferred(lambda: title_phrases(tables.people)),
        people=tables.people,
        portfolio=cache(lambda: portfolio_pattern(tables.people)),
        forms=cache(lambda: form_pattern(tables.people)),
        tag_order={tag.id: number for number, tag in enumerate(tags)},
        loose=frozenset(tag.id for tag in tags if tag.loose),
        yields={tag.id: tag.yields for tag in tags if tag.yields},
        derived={tag.id: tag.derived for tag in tags if tag.derived},
        given=_set(tables, "given"),
        # "Georgia Russia talks" are no talks of a Miss Russia.
        before_surnames=(_set(tables, "given") | _set(tables, "title")) - _names_of(tables),
        institutions=_set(tables, "institution"),
        currencies=_set(tables, "currency"),
        events=_set(tables, "event"),
        surnames=_set(tables, "surname"),
    )


def _set(tables: Tables, kind: str) -> frozenset[str]:
    return frozenset(phrase for _, phrase in tables.words.get(kind, ()))


# --- names of places --------------------------------------------------------------------------


def _names_of(tables: Tables) -> frozenset[str]:
    return frozenset(country.name for country in tables.countries)


def _names(tables: Tables, added: Additions) -> dict[str, Place]:
    """Return all names but those of cities.tsv; of two meanings the earlier rule wins."""
    names: dict[str, Place] = dict.fromkeys(added.masks, _HIDDEN)
    for row in added.countries:
        names |= {phrase: Place("name", (row.id,)) for phrase in row.strong}
    for meanings in (disputed_names(tables, added), _masks(tables), _CONTESTED, _countries(tables)):
        names = {**meanings, **names}
    elsewhere: dict[str, tuple[TermId, ...]] = {}
    for cities in tables.cities:
        elsewhere |= dict.fromkeys(cities.names, cities.countries + cities.namesakes)
    for kind in _KINDS:
        for code, phrase in tables.words.get(kind, ()):
            others = tuple(other for other in elsewhere.get(phrase, ()) if other != code)
            names.setdefault(phrase, Place(kind, (code,), others))
    return {**leaders(tables), **names}


_PLACES = "state", "abbreviation", "base", "capital", "city", "region"
_KINDS = (*_PLACES, "service", "ship", "combining", "metonym", "sign")

# Names that two countries share, or a country and a state; the first is meant in doubt.
_CONTESTED = {
    "Georgia": Place("name", (TermId("GE"), TermId("US"))),
    "Congo": Place("name", (TermId("CD"), TermId("CG"))),
    "Congolese": Place("demonym", (TermId("CD"), TermId("CG"))),
    "Korea": Place("name", (TermId("KR"), TermId("KP"))),
    "Korean": Place("demonym", (TermId("KR"), TermId("KP"))),
    "Koreans": Place("demonym", (TermId("KR"), TermId("KP"))),
    "Tripoli": Place("capital", (TermId("LY"), TermId("LB"))),
    "St. John's": Place("city", (TermId("CA"), TermId("AG"))),
    # Ships of India and of Israel.
    "INS": Place("ship", (TermId("IN"), TermId("IL"))),
}


def _masks(tables: Tables) -> dict[str, Place]:
    """Return the phrases that hide a name, also as a sentence begins with them."""
    phrases = [phrase for _, phrase in tables.words.get(_MASK, ())]
    return dict.fromkeys((*phrases, *(f"{one[0].upper()}{one[1:]}" for one in phrases)), _HIDDEN)


def disputed_countries(tables: Tables, added: Additions) -> dict[str, tuple[TermId, ...]]:
    """Return what each disputed place is read as: what the editor says, else the table."""
    return {one.id: added.disputed.get(one.id, one.read_as) for one in tables.disputed}


def disputed_place(rule: str, countries: tuple[TermId, ...]) -> Place:
    """Return what a name of a disputed place means; it hides names if it is read as nothing."""
    return Place(rule, countries) if countries else _HIDDEN


def disputed_names(tables: Tables, added: Additions) -> dict[str, Place]:
    """Return the English names of disputed places and of their people."""
    meant = disputed_countries(tables, added)
    names: dict[str, Place] = {}
    for one in tables.disputed:
        for rule, phrases in (("disputed", one.names), ("demonym", one.demonyms)):
            names |= dict.fromkeys(phrases, disputed_place(rule, meant[one.id]))
    return names


def _countries(tables: Tables) -> dict[str, Place]:
    names: dict[str, Place] = {}
    for country in tables.countries:
        for phrase in (country.name, *country.aliases):
            names.setdefault(phrase, Place("name", (country.id,)))
        for phrase in _with_plurals(country):
            names.setdefault(phrase, Place("demonym", (country.id,)))
    return names


def leaders(tables: Tables) -> dict[str, Place]:
    """Return the names of leaders; one who held office twice has both terms."""
    names: dict[str, Place] = {}
    for one in tables.leaders:
        for name in one.names:
            before = names[name].terms if name in names else ()
            names[name] = Place("leader", (one.country,), terms=(*before, (one.opens, one.closes)))
    return names


def _with_plurals(country: Country) -> Iterator[str]:
    for demonym in country.demonyms:
        yield demonym
        if demonym.endswith(("man", "men")) and " " not in demonym:
            yield f"{demonym[:-3]}wo{demonym[-3:]}"
        elif demonym.endswith(_PLURAL_ENDINGS):
            yield demonym + "s"


def _texts(names: Mapping[str, Place], tables: Tables, thousands: int) -> dict[str, Place]:
    places = _city_places(one for one in tables.cities if one.thousands >= thousands)
    for phrase in _set(tables, "block"):
        places.pop(phrase, None)
    return {**places, **names}


def _capitals(
    names: Mapping[str, Place], tables: Tables, withdrawn: frozenset[str]
) -> dict[str, tuple[Place]]:
    blocked = _set(tables, "capitals") | withdrawn
    phrases = _places(_texts(names, tables, CITY_THOUSANDS_IN_CAPITALS), withdrawn)
    upper = {phrase.upper(): place for phrase, place in reversed(phrases.items())}
    return {phrase: place for phrase, place in upper.items() if phrase not in blocked}


def _city_places(cities: Iterable[Cities]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for one in cities:
        places |= dict.fromkeys(one.names, Place("city", one.countries, one.namesakes))
    return places


def _towns(
    names: Mapping[str, Place], cities: Iterable[Cities], withdrawn: frozenset[str]
) -> dict[str, Place]:
    known = {name: place for name, place in names.items() if place.rule in _DATELINE_RULES}
    towns = {name.casefold(): place for name, place in {**_city_places(cities), **known}.items()}
    for phrase in withdrawn:
        towns.pop(phrase.casefold(), None)
    return towns


_DATELINE_RULES = frozenset(("name", "disputed", *_PLACES))


def _places(places: Mapping[str, Place], withdrawn: frozenset[str]) -> dict[str, tuple[Place]]:
    return {phrase: (place,) for phrase, place in places.items() if phrase not in withdrawn}


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

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

from generator.model import TermId
from generator.recognition.automata import Deferred, deferred
from generator.recognition.phrases import (
    CONTEXT,
    MASKED,
    NOTHING,
    Subject,
    merged,
    subjects_of,
)
from generator.recognition.spelling import Withdrawn
from generator.recognition.spelling import withdrawn as withdrawn_of
from generator.recognition.tables import Cities, Country, Derived, PeopleWords, Phrases, Tables
from generator.recognition.titles import Title, form_pattern, portfolio_pattern, title_phrases

T = TypeVar("T")

# Smaller cities than these are read in datelines only: in running text their names are more
# often something else (measured: see docs/recognition.md).
CITY_THOUSANDS = 100
CITY_THOUSANDS_IN_CAPITALS = 300

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
    withdrawn = withdrawn_of(added.withdrawn)
    names = _names(tables, added)
    gone = withdrawn_names(added)
    masks = Phrases(MASKED, strong=(*tables.masks, *added.masks))
    context = Phrases(CONTEXT, strong=tables.context)
    tags = (*merged((*tables.tags, context, masks), added.tags, withdrawn),)
    organisations = (*merged(tables.organisations, added.organisations, withdrawn, alone=True),)
    hidden = dict.fromkeys((*tables.no_organisations, *as_written(added.masks)), (NOTHING,))
    marked = partial(subjects_of, tags, folded=False)

    def named() -> dict[str, tuple[Subject, ...]]:
        return {**subjects_of(organisations, folded=None), **hidden}

    return Gazetteer(
        places=deferred(lambda: _places(_texts(names, tables, CITY_THOUSANDS), gone)),
        capitals=deferred(lambda: _capitals(names, tables, gone)),
        towns=cache(lambda: _towns(names, tables.cities, gone)),
        tags=deferred(marked),
        tags_in_capitals=deferred(lambda: _upper(marked())),
        folded_tags=deferred(partial(subjects_of, tags, folded=True)),
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
    names: dict[str, Place] = dict.fromkeys(as_written(added.masks), _HIDDEN)
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
    return dict.fromkeys(as_written(one for _, one in tables.words.get(_MASK, ())), _HIDDEN)


def as_written(masks: Iterable[str]) -> tuple[str, ...]:
    """Return phrases that hide a name, also as a sentence begins with them."""
    phrases = tuple(masks)
    return (*phrases, *(f"{one[:1].upper()}{one[1:]}" for one in phrases))


def withdrawn_names(added: Additions) -> Withdrawn:
    """Return the phrases that name no place, save those that the editor gives to countries."""
    own = {phrase for row in added.countries for phrase in row.strong}
    return withdrawn_of(one for one in added.withdrawn if one not in own)


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
    names: Mapping[str, Place], tables: Tables, withdrawn: Withdrawn
) -> dict[str, tuple[Place]]:
    blocked = _set(tables, "capitals") | withdrawn.phrases
    phrases = _places(_texts(names, tables, CITY_THOUSANDS_IN_CAPITALS), withdrawn)
    upper = {phrase.upper(): place for phrase, place in reversed(phrases.items())}
    return {phrase: place for phrase, place in upper.items() if phrase not in blocked}


def _city_places(cities: Iterable[Cities]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for one in cities:
        places |= dict.fromkeys(one.names, Place("city", one.countries, one.namesakes))
    return places


def _towns(
    names: Mapping[str, Place], cities: Iterable[Cities], withdrawn: Withdrawn
) -> dict[str, Place]:
    known = {name: place for name, place in names.items() if place.rule in _DATELINE_RULES}
    towns = {name.casefold(): place for name, place in {**_city_places(cities), **known}.items()}
    for phrase in withdrawn.phrases:
        towns.pop(phrase.casefold(), None)
    return towns


_DATELINE_RULES = frozenset(("name", "disputed", *_PLACES))


def _places(places: Mapping[str, Place], withdrawn: Withdrawn) -> dict[str, tuple[Place]]:
    if withdrawn.phrases:
        places = {one: place for one, place in places.items() if not withdrawn.holds(one)}
    return {phrase: (place,) for phrase, place in places.items()}


def _upper(phrases: Mapping[str, T]) -> dict[str, T]:
    return {phrase.upper(): target for phrase, target in phrases.items()}

"""The tables that recognition reads names and phrases from, as they lie in ``generator/data``."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.model import TermId

DATA = Path(__file__).parent.parent / "data"


class Country(Struct, frozen=True):
    """A country's names; of a row of countries.toml only what recognition needs."""

    id: TermId
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


class Phrases(Struct, frozen=True):
    """The phrases that suggest a tag or name an organisation or country.

    ``weak`` phrases only add weight to a strong one.  A ``loose`` tag is given only in an
    article that is defence news by other signs.  Phrases without a capital letter are read
    in any case.
    """

    id: TermId
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    loose: bool = False


class City(Struct, frozen=True):
    """A city's name, the countries it may lie in, and those of much smaller namesakes."""

    name: str
    thousands: int
    countries: tuple[TermId, ...]
    namesakes: tuple[TermId, ...] = ()


class PeopleWords(Struct, frozen=True):
    """The words of people.toml, which says what each list is for."""

    ranks: tuple[str, ...]
    offices: tuple[str, ...]
    portfolios: tuple[str, ...]
    modifiers: frozenset[str]
    forms: tuple[str, ...]
    capitals: frozenset[str]
    institutions: frozenset[str]
    ships: frozenset[str]
    masks: tuple[str, ...]
    family_first: frozenset[str]


class Tables(Struct, frozen=True):
    """All tables; ``words`` are the rows of places.tsv by kind, as (country, phrase).

    ``context`` are words of defence news that make no tag but let a loose one stand.
    ``no_organisations`` are phrases in which the name of an organisation means none.
    """

    countries: tuple[Country, ...]
    cities: tuple[City, ...]
    words: Mapping[str, tuple[tuple[TermId, str], ...]]
    tags: tuple[Phrases, ...]
    context: tuple[str, ...]
    organisations: tuple[Phrases, ...]
    people: PeopleWords
    no_organisations: tuple[str, ...] = ()


class _TagGroup(Struct, frozen=True):
    tag: tuple[Phrases, ...]


class _Organisation(Struct, frozen=True):
    id: TermId
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class _Toml(Struct, frozen=True):
    """The shapes of the three TOML files in one."""

    country: tuple[Country, ...] = ()
    context: tuple[str, ...] = ()
    group: tuple[_TagGroup, ...] = ()
    organisation: tuple[_Organisation, ...] = ()
    masks: tuple[str, ...] = ()


def load_tables(folder: Path = DATA) -> Tables:
    """Read the tables that ship with the package.

    Raises:
        OSError: a table is missing.
        msgspec.ValidationError: a table has another shape; both are bugs of ours.
    """
    tags = _toml(folder, "tags")
    organisations = _toml(folder, "organisations")
    people = (folder / "people.toml").read_bytes()
    return Tables(
        countries=_toml(folder, "countries").country,
        cities=_cities((folder / "cities.tsv").read_text(encoding="utf-8")),
        words=_words((folder / "places.tsv").read_text(encoding="utf-8")),
        tags=tuple(tag for group in tags.group for tag in group.tag),
        context=tags.context,
        organisations=tuple(
            Phrases(one.id, strong=(one.name, *one.aliases), weak=one.weak)
            for one in organisations.organisation
        ),
        people=msgspec.toml.decode(people, type=PeopleWords),
        no_organisations=organisations.masks,
    )


def _toml(folder: Path, name: str) -> _Toml:
    return msgspec.toml.decode((folder / f"{name}.toml").read_bytes(), type=_Toml)


def _cities(text: str) -> tuple[City, ...]:
    # Few combinations of countries occur, thousands of times each: split each of them once.
    known: dict[str, tuple[TermId, ...]] = {"": ()}

    def codes(column: str) -> tuple[TermId, ...]:
        if column not in known:
            known[column] = tuple(map(TermId, column.split(",")))
        return known[column]

    rows = (line.split("\t") for line in text.split("\n") if line and line[0] != "#")
    return tuple(
        City(name, int(thousands), codes(countries), codes(namesakes))
        for name, thousands, countries, namesakes in rows
    )


def _words(text: str) -> Mapping[str, tuple[tuple[TermId, str], ...]]:
    words: dict[str, tuple[tuple[TermId, str], ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, country, phrases = line.split("\t")
            pairs = tuple((TermId(country), phrase) for phrase in phrases.split(" | "))
            words[kind] = words.get(kind, ()) + pairs
    return words

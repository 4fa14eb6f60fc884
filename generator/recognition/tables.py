"""The tables that recognition reads names and phrases from, as they lie in ``generator/data``."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.model import TermId
from generator.prepared import Prepared, load_prepared, read_table

DATA = Path(__file__).parent.parent / "data"


class Country(Struct, frozen=True):
    """A country's names; of a row of countries.toml only what recognition needs."""

    id: TermId
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


class Derived(Struct, frozen=True):
    """When a tag follows from others: beside one of these, in an article about countries.

    The article is about ``least`` of the ``countries`` (of any, if none are listed), and has
    none of the tags ``unless``.
    """

    beside: tuple[TermId, ...]
    countries: tuple[TermId, ...] = ()
    least: int = 1
    unless: tuple[TermId, ...] = ()


class Phrases(Struct, frozen=True):
    """The phrases that suggest a tag or name an organisation or country.

    ``headline`` phrases are strong in a headline, and weak elsewhere; ``weak`` ones only add
    weight to a strong one.  Those ``together`` ("warplanes|jets + hit|bombed") are strong if one
    of each side stands in the same sentence.  Phrases without a capital letter are read in any
    case.  A ``loose`` tag is given only in an article that is defence news by other signs, and a
    tag that ``yields`` to others not beside one that scores as much.  For an editor's addition
    to a known tag, ``loose`` that is not said leaves it as it is.
    """

    id: TermId
    strong: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    loose: bool | None = None
    yields: tuple[TermId, ...] = ()
    derived: Derived | None = None


class Cities(Struct, frozen=True):
    """Names of cities that may lie in the same countries, and have much smaller namesakes.

    All have so many thousands of inhabitants at least.
    """

    thousands: int
    countries: tuple[TermId, ...]
    namesakes: tuple[TermId, ...]
    names: tuple[str, ...]


class Disputed(Struct, frozen=True):
    """A disputed place, its names, and the countries that they are read as.

    Of several countries the one that an article names otherwise is meant, else the first; with
    none the names are read as no country.
    """

    id: str
    read_as: tuple[TermId, ...]
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()


class Leader(Struct, frozen=True):
    """A holder of an office: years are inclusive, a ``closes`` of 0 is open."""

    country: TermId
    opens: int
    closes: int
    names: tuple[str, ...]


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

    ``context`` are words of defence news that make no tag but let a loose one stand;
    ``masks`` are phrases in which the words of a tag mean nothing, ``no_organisations`` those in
    which the name of an organisation does.
    """

    countries: tuple[Country, ...]
    cities: tuple[Cities, ...]
    words: Mapping[str, tuple[tuple[TermId, str], ...]]
    tags: tuple[Phrases, ...]
    context: tuple[str, ...]
    masks: tuple[str, ...]
    organisations: tuple[Phrases, ...]
    people: PeopleWords
    disputed: tuple[Disputed, ...] = ()
    leaders: tuple[Leader, ...] = ()
    no_organisations: tuple[str, ...] = ()


class _TagGroup(Struct, frozen=True):
    tag: tuple[Phrases, ...]


class _Organisation(Struct, frozen=True):
    id: TermId
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class _Toml(Struct, frozen=True):
    """The shapes of the TOML files in one."""

    country: tuple[Country, ...] = ()
    context: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    group: tuple[_TagGroup, ...] = ()
    organisation: tuple[_Organisation, ...] = ()
    place: tuple[Disputed, ...] = ()


def load_tables(folder: Path = DATA) -> Tables:
    """Read the tables that ship with the package.

    Raises:
        OSError: a table is missing.
        msgspec.ValidationError: a table has another shape; both are bugs of ours.
    """
    prepared = load_prepared(folder)
    tags = _toml(folder, "tags", prepared)
    organisations = _toml(folder, "organisations", prepared)
    return Tables(
        countries=_toml(folder, "countries", prepared).country,
        cities=tuple(_cities((folder / "cities.tsv").read_text(encoding="utf-8"))),
        words=_words((folder / "places.tsv").read_text(encoding="utf-8")),
        tags=tuple(tag for group in tags.group for tag in group.tag),
        context=tags.context,
        masks=tags.masks,
        organisations=tuple(
            Phrases(one.id, strong=(one.name, *one.aliases), weak=one.weak)
            for one in organisations.organisation
        ),
        people=read_table(folder / "people.toml", PeopleWords, prepared),
        disputed=_toml(folder, "disputed", prepared).place,
        leaders=tuple(_leaders((folder / "leaders.tsv").read_text(encoding="utf-8"))),
        no_organisations=organisations.masks,
    )


def _toml(folder: Path, name: str, prepared: Prepared) -> _Toml:
    return read_table(folder / f"{name}.toml", _Toml, prepared)


def _rows(text: str) -> Iterable[list[str]]:
    return [line.split("\t") for line in text.split("\n") if line and line[0] != "#"]


def _leaders(text: str) -> Iterable[Leader]:
    for country, opens, closes, _, names in _rows(text):
        yield Leader(TermId(country), int(opens), int(closes or 0), _split(names))


def _cities(text: str) -> Iterable[Cities]:
    for thousands, countries, namesakes, names in _rows(text):
        yield Cities(int(thousands), _codes(countries), _codes(namesakes), _split(names))


def _codes(column: str) -> tuple[TermId, ...]:
    return tuple(map(TermId, column.split(","))) if column else ()


def _split(column: str) -> tuple[str, ...]:
    return tuple(column.split(" | "))


def _words(text: str) -> Mapping[str, tuple[tuple[TermId, str], ...]]:
    words: dict[str, tuple[tuple[TermId, str], ...]] = {}
    for kind, country, phrases in _rows(text):
        pairs = tuple((TermId(country), phrase) for phrase in _split(phrases))
        words[kind] = words.get(kind, ()) + pairs
    return words

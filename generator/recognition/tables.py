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


class City(Struct, frozen=True):
    """A city's name, the countries it may lie in, and those of much smaller namesakes."""

    name: str
    thousands: int
    countries: tuple[TermId, ...]
    namesakes: tuple[TermId, ...] = ()


class Tables(Struct, frozen=True):
    """All tables; ``words`` are the rows of places.tsv by kind, as (country, phrase).

    ``context`` are words of defence news that make no tag but let a loose one stand;
    ``masks`` are phrases in which the words of a tag mean nothing.
    """

    countries: tuple[Country, ...]
    cities: tuple[City, ...]
    words: Mapping[str, tuple[tuple[TermId, str], ...]]
    tags: tuple[Phrases, ...]
    context: tuple[str, ...]
    masks: tuple[str, ...]
    organisations: tuple[Phrases, ...]


class _TagGroup(Struct, frozen=True):
    tag: tuple[Phrases, ...]


class _Organisation(Struct, frozen=True):
    id: TermId
    name: str
    aliases: tuple[str, ...] = ()


class _Toml(Struct, frozen=True):
    """The shapes of the three TOML files in one."""

    country: tuple[Country, ...] = ()
    context: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    group: tuple[_TagGroup, ...] = ()
    organisation: tuple[_Organisation, ...] = ()


def load_tables(folder: Path = DATA) -> Tables:
    """Read the tables that ship with the package.

    Raises:
        OSError: a table is missing.
        msgspec.ValidationError: a table has another shape; both are bugs of ours.
    """
    tags = _toml(folder, "tags")
    organisations = _toml(folder, "organisations").organisation
    return Tables(
        countries=_toml(folder, "countries").country,
        cities=_cities((folder / "cities.tsv").read_text(encoding="utf-8")),
        words=_words((folder / "places.tsv").read_text(encoding="utf-8")),
        tags=tuple(tag for group in tags.group for tag in group.tag),
        context=tags.context,
        masks=tags.masks,
        organisations=tuple(Phrases(o.id, strong=(o.name, *o.aliases)) for o in organisations),
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

"""Names of countries and towns in other languages than English, with their inflected forms.

Two tables make a language: one made from the CLDR, one written by hand, which also holds the
classes of endings that nouns and adjectives are declined by.  All forms are written out and
searched as they are, so what an article is about is scored as it is in English.  Endings that a
word does not take make forms that no text has, which costs nothing.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import product
from math import prod
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.model import TermId
from generator.recognition.automata import deferred
from generator.recognition.gazetteer import (
    Additions,
    Gazetteer,
    Place,
    as_written,
    disputed_countries,
    disputed_names,
    disputed_place,
    leaders,
    withdrawn_names,
)
from generator.recognition.tables import DATA, Tables

LANGUAGES = frozenset("de fr es pl uk ru tr lt".split())
"""The languages that names are known in besides English."""

_CYRILLIC = frozenset(("uk", "ru"))

# The cities of cities.tsv are spelled as in English; the largest are mostly the same elsewhere.
CITY_THOUSANDS = 500
# Kinds of places.tsv that are written alike in all languages of the Latin alphabet.
_ALIKE = "base", "city", "service", "ship", "metonym"

# A name in more forms than these is three words or more, and few of them are declined.
_MOST_FORMS = 150
# Shorter words in capitals are rather abbreviations.
_SHORTEST_IN_CAPITALS = 4

_MASK = "mask"
_IN_DATELINES = frozenset(("name", "disputed", "capital", "place", "base", "city"))
_LEADER = "leader"
_KINDS = frozenset(("noun", "word", "metonym", _LEADER, _MASK, "block", "currency"))
_NONE = "-"


class NamesOf(Struct, frozen=True):
    """The names of one country, or of those that share them; the first town is the capital."""

    countries: tuple[TermId, ...]
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    towns: tuple[str, ...]


class NamesOfDisputed(Struct, frozen=True):
    """The names of a disputed place; ``disputed.toml`` or the editor says what they are read as."""

    place: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]


class Names(Struct, frozen=True):
    """The tables of a language, the hand-written rows first.

    ``nouns`` and ``words`` are classes of endings; ``others`` are (country, phrase) by kind,
    for leaders (name of ``leaders.tsv``, phrase).
    """

    language: str
    rows: tuple[NamesOf, ...]
    disputed: tuple[NamesOfDisputed, ...]
    nouns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[tuple[TermId, str], ...]]


def load_names(language: str, folder: Path = DATA) -> Names:
    """Read the tables of one of ``LANGUAGES``.

    Raises:
        OSError: a table is missing, which is a bug of ours.
    """
    rows: list[NamesOf] = []
    disputed: list[NamesOfDisputed] = []
    endings: dict[str, dict[str, tuple[str, ...]]] = {"noun": {}, "word": {}}
    others: dict[str, tuple[tuple[TermId, str], ...]] = {}
    for name in (f"{language}.tsv", f"{language}.cldr.tsv"):
        text = (folder / "names" / name).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line or line[0] == "#":
                continue
            first, *columns = line.split("\t")
            if first in endings:
                kind, forms = columns
                endings[first][kind.strip(_NONE)] = tuple(
                    form.strip(_NONE) for form in forms.split()
                )
            elif first in _KINDS:
                code, phrases = TermId(columns[0]), _listed(columns[1])
                others[first] = (*others.get(first, ()), *((code, one) for one in phrases))
            elif first.islower():
                disputed.append(NamesOfDisputed(first, *map(_listed, columns)))
            else:
                codes = tuple(map(TermId, first.split(",")))
                rows.append(NamesOf(codes, *map(_listed, columns)))
    return Names(
        language=language,
        rows=tuple(rows),
        disputed=tuple(disputed),
        nouns=endings["noun"],
        words=endings["word"],
        others=others,
    )


def _listed(column: str) -> tuple[str, ...]:
    return () if column == _NONE else tuple(column.split(", "))


# --- forms ------------------------------------------------------------------------------------


def forms_of(entry: str, names: Names, *, is_noun: bool) -> tuple[str, ...]:
    """Return the forms of an entry: "Pols/ka" by its class, a noun without a stroke by its end."""
    each = [_forms_of_word(word, names, is_noun=is_noun) for word in entry.split(" ")]
    if prod(map(len, each)) > _MOST_FORMS:
        return (entry.replace("/", ""),)
    return tuple(" ".join(words) for words in product(*each))


def _forms_of_word(word: str, names: Names, *, is_noun: bool) -> tuple[str, ...]:
    stem, stroke, ending = word.partition("/")
    if stroke:
        known = names.words if ending in names.words else names.nouns
        return tuple(stem + one for one in known[ending])
    if is_noun and word[:1].isupper() and not word.isupper():
        for start in range(1, len(word) + 1):
            if word[start:] in names.nouns:
                return tuple(word[:start] + one for one in names.nouns[word[start:]])
    return (word,)


def _spellings(form: str, names: Names) -> Iterator[str]:
    """Yield a form as it stands, at the start of a sentence, and without its first accent."""
    yield form
    large = _upper(form[0], names.language) + form[1:]
    yield large
    if not large[0].isascii() and names.language not in _CYRILLIC:
        yield _plain(large[0]) + large[1:]


def _upper(text: str, language: str) -> str:
    # Turkish has a dotted and a dotless i, and capitals of both.
    return (text.replace("i", "İ") if language == "tr" else text).upper()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(one for one in letters if not unicodedata.combining(one))


def _in_capitals(form: str, language: str) -> Iterator[str]:
    """Yield a form in capitals, with and without its accents, as headlines and datelines have."""
    upper = _upper(form, language)
    yield upper
    if language not in _CYRILLIC and not upper.isascii():
        yield _plain(upper)
        if language == "de":
            yield upper.replace("Ä", "AE").replace("Ö", "OE").replace("Ü", "UE")


# --- the gazetteer of a language --------------------------------------------------------------


def localised(gazetteer: Gazetteer, names: Names, *, tables: Tables, added: Additions) -> Gazetteer:
    """Return a gazetteer that reads the places of another language; all else stays English.

    Args:
        gazetteer: The English one, with the editor's additions.
        names: The tables of the language.
        tables: Those of the English one, for what is written alike in both.
        added: The editor's additions, which hold in every language.
    """
    withdrawn = withdrawn_names(added)
    places = {
        phrase: place
        for phrase, place in _places(names, tables, added).items()
        if not withdrawn.holds(phrase)
    }
    capitals = {
        upper: place
        for phrase, place in reversed(places.items())
        for upper in _in_capitals(phrase, names.language)
    }
    towns = {
        spelling.casefold(): place
        for phrase, place in reversed(places.items())
        if place.rule in _IN_DATELINES
        for spelling in (phrase, _upper(phrase, names.language))
    }
    # A dateline that the parser does not know stays in the text, with its town in capitals.
    loud = {
        upper: place
        for upper, place in capitals.items()
        if place.rule in _IN_DATELINES and len(upper) >= _SHORTEST_IN_CAPITALS
    }
    return replace(
        gazetteer,
        places=deferred(lambda: _targets({**loud, **places})),
        capitals=deferred(lambda: _targets(capitals)),
        towns=cache(lambda: {**gazetteer.towns(), **towns}),
        currencies=frozenset(phrase for _, phrase in names.others.get("currency", ())),
    )


def _targets(places: Mapping[str, Place]) -> dict[str, tuple[Place]]:
    return {phrase: (place,) for phrase, place in places.items()}


def _places(names: Names, tables: Tables, added: Additions) -> dict[str, Place]:
    """Return what each phrase means; of two meanings the earlier counts."""
    blocked = {phrase for _, phrase in names.others.get("block", ())}
    withdrawn = withdrawn_names(added)
    blocked |= {entry for entry in _written(names) if withdrawn.holds(entry.replace("/", ""))}
    places: dict[str, Place] = dict.fromkeys(as_written(added.masks), Place(_MASK, ()))
    for row in added.countries:
        # What the editor writes is declined as any noun, and read as written first of all.
        places |= {
            form: Place("name", (row.id,))
            for phrase in row.strong
            for form in forms_of(phrase.replace("/", ""), names, is_noun=True)
        }
    for row in added.countries:
        places |= {phrase: Place("name", (row.id,)) for phrase in row.strong}
    for phrase, place in _entries(names, tables, added, blocked=blocked):
        for spelling in _spellings(phrase, names):
            if spelling not in blocked:
                places.setdefault(spelling, place)
    return places


def _written(names: Names) -> Iterator[str]:
    """Yield all entries of the tables of a language as they are written there."""
    for row in names.rows:
        yield from (*row.names, *row.demonyms, *row.towns)
    for place in names.disputed:
        yield from (*place.names, *place.demonyms)
    for phrases in names.others.values():
        yield from (phrase for _, phrase in phrases)


def _entries(
    names: Names, tables: Tables, added: Additions, *, blocked: set[str]
) -> Iterator[tuple[str, Place]]:
    """Yield phrases and what they mean, the surest first."""
    nouns = partial(_declined, names=names, blocked=blocked, is_noun=True)
    words = partial(_declined, names=names, blocked=blocked, is_noun=False)
    for kind in (_MASK, "metonym"):
        for code, phrase in names.others.get(kind, ()):
            countries = () if kind == _MASK else (code,)
            yield from words((phrase,), Place(kind, countries))
    in_english = leaders(tables)
    for name, phrase in names.others.get(_LEADER, ()):
        yield from words((phrase,), in_english[name])
    meant = disputed_countries(tables, added)
    for one in names.disputed:
        yield from nouns(one.names, disputed_place("disputed", meant[one.place]))
        yield from words(one.demonyms, disputed_place("demonym", meant[one.place]))
    for row in names.rows:
        yield from nouns(row.names, Place("name", row.countries))
    for row in names.rows:
        yield from words(row.demonyms, Place("demonym", row.countries))
    for row in names.rows:
        yield from nouns(row.towns[:1], Place("capital", row.countries))
        yield from nouns(row.towns[1:], Place("place", row.countries))
    if names.language not in _CYRILLIC:
        yield from _written_alike(tables, added)


def _declined(
    entries: Iterable[str], place: Place, names: Names, *, blocked: set[str], is_noun: bool
) -> Iterator[tuple[str, Place]]:
    for entry in entries:
        if entry not in blocked:
            for form in forms_of(entry, names, is_noun=is_noun):
                yield form, place


def _written_alike(tables: Tables, added: Additions) -> Iterator[tuple[str, Place]]:
    """Yield what the English tables have that is written alike, but no ordinary words."""
    unlikely = {
        phrase for kind in ("block", "capitals") for _, phrase in tables.words.get(kind, ())
    }
    for phrase, place in _alike(tables, added):
        if phrase not in unlikely and phrase.upper() not in unlikely:
            yield phrase, place


def _alike(tables: Tables, added: Additions) -> Iterator[tuple[str, Place]]:
    for phrase, place in disputed_names(tables, added).items():
        if place.rule != "demonym":
            yield phrase, place
    for kind in _ALIKE:
        for code, phrase in tables.words.get(kind, ()):
            yield phrase, Place(kind, (code,))
    yield from leaders(tables).items()
    for cities in tables.cities:
        if cities.thousands >= CITY_THOUSANDS:
            place = Place("city", cities.countries, cities.namesakes)
            yield from ((name, place) for name in cities.names)

"""What the editor adds to the terms and corrects in ``content/taxonomies/*.toml``, line by line."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, nearest, warning
from generator.files import FileRefused, read_file
from generator.frontmatter import Matter, Spot, Value, place_of, read_toml
from generator.model import Taxonomy, TermId
from generator.prepared import Prepared, read_table
from generator.wordlist import Words, words_of

LIMIT_BYTES = 4 * 1024 * 1024

ROWS = {
    Taxonomy.COUNTRIES: "country",
    Taxonomy.TAGS: "tag",
    Taxonomy.ORGANISATIONS: "organisation",
    Taxonomy.PEOPLE: "person",
}

_TERM = ("id", "name", "slug", "group", "description", "aliases", "masks", "never")
KEYS = {
    Taxonomy.COUNTRIES: (*_TERM, "region", "demonyms", "disputed"),
    Taxonomy.TAGS: (*_TERM, "loose", "strong", "headline", "weak", "together"),
    Taxonomy.ORGANISATIONS: (*_TERM, "kind", "weak", "countries"),
    Taxonomy.PEOPLE: ("id", "name", "slug", "group", "description", "aliases"),
}
"""What an entry of each kind may say."""

VALUE = "taxonomy-value"
_LISTS = (
    *("aliases", "demonyms", "strong", "headline", "weak", "together"),
    *("masks", "never", "countries", "disputed"),
)

_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")

Make = Callable[..., Diagnostic]
"""Makes a problem of a place, a code, a message and a hint."""


class Addition(Struct, frozen=True):
    """What the editor says about one term, new or known, in ``content/taxonomies/*.toml``.

    Texts are in ``texts`` (name, slug, group, description), lists in ``lists`` (aliases,
    demonyms, strong, headline, weak, together, masks, countries, disputed).
    """

    taxonomy: Taxonomy
    id: TermId
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


class _Disputed(Struct, frozen=True):
    id: str


class _Places(Struct, frozen=True):
    place: tuple[_Disputed, ...]


class Shipping(Struct, frozen=True):
    """What ships, which an editor's words are held against: ``countries`` are names by id."""

    data: Path
    prepared: Prepared
    countries: Mapping[str, str]

    @property
    def disputed(self) -> tuple[str, ...]:
        """Return the ids of disputed places."""
        rows = read_table(self.data / "disputed.toml", _Places, self.prepared).place
        return tuple(one.id for one in rows)

    @property
    def words(self) -> Words:
        """Return all phrases of the tables; they are read once, for whoever withdraws some."""
        return words_of(self.data)


def read_additions(
    folder: Path, taxonomy: Taxonomy, shipping: Shipping
) -> Checked[tuple[Addition, ...]]:
    """Return what the editor's file says on terms of one kind.

    Diagnostics: ``taxonomy-file``, ``taxonomy-key``, ``taxonomy-row``, ``taxonomy-value``,
    ``unused-never``.
    """
    name = f"{taxonomy.value}.toml"
    path = f"content/taxonomies/{name}"
    if not (folder / name).exists() and not (folder / name).is_symlink():
        return Checked(())
    try:
        text = read_file(folder / name, LIMIT_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except FileRefused as refused:
        message = f"it is {refused}, and is not read"
        return Checked((), (error(Place(path), "taxonomy-file", message),))
    except UnicodeDecodeError:
        message = "it is not UTF-8, and is not read"
        return Checked((), (error(Place(path), "taxonomy-file", message, "save it as UTF-8"),))
    matter = read_toml(path, text)
    sheet = Sheet(path, text)
    rows = matter.value.fields.get(ROWS[taxonomy], ())
    found: list[Addition] = []
    problems = list(matter.problems)
    problems += _unknown_tables(matter.value, taxonomy, sheet)
    for number, row in enumerate(rows if isinstance(rows, tuple) else (rows,)):
        prefix = f"{ROWS[taxonomy]}.{number}"
        if isinstance(row, Mapping) and isinstance(rows, tuple):
            entry = _Entry(taxonomy, matter.value, sheet, row, prefix)
            problems += _row_problems(entry)
            problems += _unknown_places(entry, shipping)
            problems += _unknown_countries(entry, shipping, rows)
            problems += _unused(entry, shipping)
            if row.get("id"):
                found.append(_addition(taxonomy, row))
        else:
            problems.append(_no_row(matter.value, sheet, ROWS[taxonomy]))
    return Checked(tuple(found), tuple(problems))


def _no_row(matter: Matter, sheet: Sheet, name: str) -> Diagnostic:
    hint = f"start each entry with [[{name}]]"
    place = place_of(sheet.path, matter.keys.get(name))
    return sheet.problem(error(place, "taxonomy-row", f'"{name}" is a list of entries', hint))


def _unknown_tables(matter: Matter, taxonomy: Taxonomy, sheet: Sheet) -> Iterable[Diagnostic]:
    for key in matter.fields:
        if key != ROWS[taxonomy]:
            spot = matter.keys.get(key) or matter.keys.get(f"{key}.0")
            message = f'"{key}" is not known here'
            hint = f"start each entry with [[{ROWS[taxonomy]}]]"
            yield sheet.problem(error(place_of(sheet.path, spot), "taxonomy-key", message, hint))


class _Entry(Struct, frozen=True):
    """One entry of a file, and where its parts stand."""

    taxonomy: Taxonomy
    matter: Matter
    sheet: Sheet
    row: Mapping[str, Value]
    prefix: str

    def values(self, key: str) -> Iterable[tuple[int, str]]:
        """Yield the texts of a list with their numbers; none where it is no list."""
        found = self.row.get(key)
        if isinstance(found, tuple):
            yield from ((number, str(one)) for number, one in enumerate(found))

    def at(self, key: str, number: int | None = None) -> Spot | None:
        """Return where a value stands, or the one at a number of a list."""
        spots, whole = self.matter.spots, f"{self.prefix}.{key}"
        return (spots.get(f"{whole}.{number}") if number is not None else None) or spots.get(whole)

    def problem(self, spot: Spot | None, make: Make, *said: str) -> Diagnostic:
        """Return a problem that points at a place."""
        found = make(place_of(self.sheet.path, spot), *said)
        return self.sheet.problem(found, spot.width if spot else 1)


def _row_problems(entry: _Entry) -> Iterable[Diagnostic]:
    if not entry.row.get("id"):
        spot = entry.matter.spots.get(entry.prefix)
        message = "this entry has no id"
        hint = 'add the id of a known term, or a new one, as in id = "air-defence"'
        place = place_of(entry.sheet.path, spot)
        yield entry.sheet.problem(error(place, "taxonomy-row", message, hint))
    allowed = KEYS[entry.taxonomy]
    for key, value in entry.row.items():
        if key not in allowed:
            spot = entry.matter.keys.get(f"{entry.prefix}.{key}")
            place = place_of(entry.sheet.path, spot)
            others = [f"[[{ROWS[one]}]]" for one, keys in KEYS.items() if key in keys]
            message = f'no entry has a key "{key}"'
            hint = nearest(key, allowed)
            if others:
                message = f'"{key}" means nothing in [[{ROWS[entry.taxonomy]}]]'
                hint = f"it is for {' and '.join(others)}; there are: {', '.join(allowed)}"
            yield entry.sheet.problem(error(place, "taxonomy-key", message, hint), len(key))
        elif refusal := _refusal(key, value):
            yield entry.problem(entry.at(key), error, "taxonomy-value", *refusal)


def _unknown_places(entry: _Entry, shipping: Shipping) -> Iterable[Diagnostic]:
    """Yield a problem for every disputed place that the shipped table does not have."""
    for number, place in entry.values("disputed"):
        known = shipping.disputed
        if place not in known:
            message = f'no disputed place has the id "{place}"'
            hint = nearest(place, known) or f"there are: {', '.join(known)}"
            yield entry.problem(entry.at("disputed", number), error, VALUE, message, hint)


def _unknown_countries(entry: _Entry, shipping: Shipping, rows: Value) -> Iterable[Diagnostic]:
    """Yield a problem for ids of countries that nothing has: a new one needs a name."""
    known = shipping.countries
    code = str(entry.row.get("id", ""))
    if entry.taxonomy is Taxonomy.COUNTRIES and code and code not in known:
        named = isinstance(rows, tuple) and any(
            isinstance(row, Mapping) and row.get("id") == code and row.get("name") for row in rows
        )
        if not named:
            message = f'no country has the id "{code}"'
            hint = _nearest_country(code, known) or "give a new country a name"
            yield entry.problem(entry.at("id"), error, VALUE, message, hint)
    if entry.taxonomy is Taxonomy.ORGANISATIONS:
        for number, one in entry.values("countries"):
            if one not in known and len(one) != 2:
                message = f'no country has the id "{one}"'
                hint = _nearest_country(one, known) or "write two capital letters, as in LT"
                yield entry.problem(entry.at("countries", number), error, VALUE, message, hint)


def _nearest_country(word: str, known: Mapping[str, str]) -> str:
    by_name = {name.casefold(): code for code, name in known.items()}
    code = by_name.get(word.casefold()) or (word.upper() if word.upper() in known else "")
    return f'did you mean "{code}"?' if code else nearest(word, known)


def _unused(entry: _Entry, shipping: Shipping) -> Iterable[Diagnostic]:
    """Yield a warning for every phrase that no table has, so that it withdraws nothing."""
    for number, phrase in entry.values("never"):
        if not shipping.words.has(phrase):
            message = f'"{phrase}" withdraws nothing: no table has it'
            hint = shipping.words.nearest(phrase) or "write the words that explain shows"
            yield entry.problem(entry.at("never", number), warning, "unused-never", message, hint)


def _refusal(key: str, value: Value) -> tuple[str, str] | None:
    """Return what is wrong with a value and a hint, or nothing."""
    texts = value if isinstance(value, tuple) else (value,)
    if (key in _LISTS) != isinstance(value, tuple) or not all(isinstance(x, str) for x in texts):
        kind, form = ("a list of texts", '["…"]') if key in _LISTS else ("one text", '"…"')
        return (f'"{key}" takes {kind}', f"write {key} = {form}")
    if any(_CONTROLS.search(str(text)) for text in texts):
        return (f'"{key}" holds a control character', "take it out")
    if key == "loose" and value not in ("true", "false"):
        return (f'"{key}" is true or false', f"write {key} = true")
    if key == "together" and any(str(text).count("+") != 1 for text in texts):
        return ('"together" takes pairs of words', 'write together = ["jets|planes + bombed|hit"]')
    if key == "slug" and not _SLUG.fullmatch(str(value)):
        return (f'"{value}" cannot stand in an address', "use small letters, digits and hyphens")
    return None


def _addition(taxonomy: Taxonomy, row: Mapping[str, Value]) -> Addition:
    return Addition(
        taxonomy=taxonomy,
        id=TermId(str(row["id"])),
        texts={key: value for key, value in row.items() if isinstance(value, str)},
        lists={
            key: tuple(str(one) for one in value)
            for key, value in row.items()
            if isinstance(value, tuple)
        },
    )

"""Front matter: reads YAML between ``---`` and TOML between ``+++``, writes YAML.

Every scalar is text until the schema of whoever reads it gives it a type, so that Norway's code
"NO" is a country and not a boolean.  Anchors, aliases, tags and duplicate keys are refused: none
is needed, and each has been used to attack readers of YAML.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cached_property, partial
from typing import Protocol

from msgspec import Struct

from generator.diagnostics import Checked, Diagnostic, Sheet, error
from generator.frontmatter_canonical import (
    Places,
    Spot,
    Value,
    lines_of,
    places_in,
    read_canonical,
    write,
)
from generator.frontmatter_refused import LIMIT_LEVELS, TOO_DEEP, Refused, place_of

__all__ = (
    "Matter", "Places", "Spot", "Value", "place_of", "read", "read_toml", "rewritten", "write",
)  # fmt: skip

LIMIT_BYTES = 64 * 1024
LIMIT_BRACKETS = 2000

_FENCES = {
    "---": ("yaml", re.compile(r"\n---[^\S\n]*(?=\n|\Z)")),
    "+++": ("toml", re.compile(r"\n\+\+\+[^\S\n]*(?=\n|\Z)")),
}
"""What a first line opens, and the line that closes it."""

_ASIDE = re.compile(r"\s*(?:#.*\s*)?")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class Matter(Struct, frozen=True, dict=True):
    """A file taken apart.

    ``body_line`` is the line on which the body starts.  ``find_places`` looks for the places of
    all fields, which only those who have something to say of one need.
    """

    fields: Mapping[str, Value]
    body: str
    body_line: int
    find_places: Callable[[], Places] = Places

    @cached_property
    def places(self) -> Places:
        """Return where each value and each key stands."""
        return self.find_places()

    @property
    def spots(self) -> Mapping[str, Spot]:
        """Return where the value of each path stands: ``title``, ``source.name``, ``tags.2``."""
        return self.places.spots

    @property
    def keys(self) -> Mapping[str, Spot]:
        """Return where each key stands, by path."""
        return self.places.keys


def read(path: str, text: str) -> Checked[Matter]:
    """Take a Markdown file apart into its fields and its body.

    A file without front matter has no fields.  Diagnostics: ``frontmatter-open`` (no closing
    fence), ``frontmatter-syntax``, ``frontmatter-refused`` (an anchor, alias, tag, or a value
    past the limits), ``duplicate-key``.
    """
    first = text.partition("\n")[0]
    fence = first.rstrip()
    if fence not in _FENCES:
        return Checked(Matter({}, text, 1))
    kind, closing = _FENCES[fence]
    close = closing.search(text, len(first))
    if not close:
        sheet = Sheet(path, text)
        problem = error(
            sheet.place(1, 1),
            "frontmatter-open",
            f'the front matter that starts with "{fence}" is never closed',
            f'end it with a line that holds "{fence}" and nothing else',
        )
        return Checked(Matter({}, "", len(sheet.lines)), (sheet.problem(problem, len(fence)),))
    source = text[len(first) + 1 : close.start()]
    body_line = text.count("\n", 0, close.start()) + 3
    return _read_source((path, text), source, kind, (text[close.end() + 1 :], body_line))


def read_toml(path: str, text: str) -> Checked[Matter]:
    """Read a whole TOML file as fields of text, with the places of its keys and values.

    Diagnostics: ``frontmatter-syntax``.
    """
    text = text.replace("\r\n", "\n")
    sheet = Sheet(path, text)
    reader = _Toml(sheet, first_line=1)
    try:
        fields = reader.read(text)
    except Refused as refused:
        problem = sheet.problem(refused.diagnostic, refused.width)
        return Checked(Matter({}, "", 1), (problem,))
    return Checked(Matter(fields, "", 1, lambda: Places(reader.spots, reader.keys)))


def _read_source(
    file: tuple[str, str], source: str, kind: str, body: tuple[str, int]
) -> Checked[Matter]:
    too_large = _too_large(source)
    if kind == "yaml" and not too_large and (found := read_canonical(source)):
        return Checked(Matter(found, *body, partial(places_in, source)))
    sheet = Sheet(*file)
    if too_large:
        problem = error(sheet.place(1, 1), "frontmatter-refused", *too_large)
        return Checked(Matter({}, *body), (sheet.problem(problem),))
    try:
        reader: _Reader = _Toml(sheet) if kind == "toml" else _yaml(sheet)
        fields = reader.read(source)
    except Refused as refused:
        problem = sheet.problem(refused.diagnostic, refused.width)
        return Checked(Matter({}, *body), (problem,))
    return Checked(Matter(fields, *body, lambda: Places(reader.spots, reader.keys)))


class _Reader(Protocol):
    """Builds plain values of a source, noting where each stands."""

    spots: dict[str, Spot]
    keys: dict[str, Spot]

    def read(self, source: str) -> Mapping[str, Value]: ...


def _yaml(sheet: Sheet) -> _Reader:
    # Imported here, since the canonical form is all that most projects have.
    from generator.frontmatter_yaml import YamlReader  # noqa: PLC0415

    return YamlReader(sheet)


def _too_large(source: str) -> tuple[str, str] | None:
    """Return a message and a hint for a source that is not read at all."""
    if (
        len(source) > LIMIT_BYTES // 4
        and len(source.encode("utf-8", "surrogatepass")) > LIMIT_BYTES
    ):
        message = f"the front matter is larger than {LIMIT_BYTES // 1024} KiB"
        return message, "move long text into the body"
    if source.count("[") + source.count("{") > LIMIT_BRACKETS:
        # libyaml takes quadratic time for brackets that are never closed.
        message = f"the front matter has more than {LIMIT_BRACKETS} brackets"
        return message, "write long lists with one item a line"
    return None


class _Toml:
    """Reads TOML; the standard library tells no places, so keys are looked up in the lines."""

    def __init__(self, sheet: Sheet, first_line: int = 2) -> None:
        self.sheet = sheet
        self.first_line = first_line
        self.spots: dict[str, Spot] = {}
        self.keys: dict[str, Spot] = {}

    def read(self, source: str) -> Mapping[str, Value]:
        try:
            data = tomllib.loads(source)
        except tomllib.TOMLDecodeError as fault:
            raise Refused(self._syntax(source, str(fault))) from fault
        except ValueError as fault:  # Python reads no number of more than 4,300 digits
            raise Refused(self._syntax(source, "a number has too many digits")) from fault
        except RecursionError as fault:
            raise Refused(self._too_deep()) from fault
        self._find_keys(source)
        return {key: self._value(value, 1) for key, value in data.items()}

    def _syntax(self, source: str, fault: str) -> Diagnostic:
        found = _TOML_PLACE.search(fault)
        last = source.rstrip("\n").count("\n") + 1
        line, column = (int(found[1] or last), int(found[2] or 1)) if found else (1, 1)
        message = f"this is not TOML: {_TOML_PLACE.sub('', fault)}"
        place = self.sheet.place(line + self.first_line - 1, column)
        return error(place, "frontmatter-syntax", message)

    def _too_deep(self) -> Diagnostic:
        place = self.sheet.place(self.first_line, 1)
        return error(place, "frontmatter-refused", f"TOML may not hold {TOO_DEEP} here")

    def _value(self, value: object, level: int) -> Value:
        if level > LIMIT_LEVELS:
            raise Refused(self._too_deep())
        if isinstance(value, dict):
            return {str(key): self._value(inner, level + 1) for key, inner in value.items()}
        if isinstance(value, list):
            return tuple(self._value(inner, level + 1) for inner in value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        return str(value)

    def _find_keys(self, source: str) -> None:
        table = ""
        tables: Counter[str] = Counter()
        for number, line in enumerate(source.split("\n"), start=self.first_line):
            if header := re.match(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]", line):
                name = header[2]
                if header[1] == "[[":
                    tables[name] += 1
                    name = f"{name}.{tables[name] - 1}"
                table = name + "."
                self.keys[name] = self.spots[name] = Spot(number, 1, len(line))
            elif pair := re.match(r"\s*([A-Za-z0-9_.-]+)\s*=\s*", line):
                key = table + pair[1]
                self.keys[key] = Spot(number, pair.start(1) + 1, len(pair[1]))
                self.spots[key] = Spot(number, pair.end() + 1, len(line) - pair.end())


def rewritten(text: str, fields: Mapping[str, Value], body: str) -> str:
    """Return a file with other fields and another body, all else as its author wrote it.

    Lines of a field that stays the same keep their bytes, and comments stay too.  Front matter
    that is not one key a line from the first column, and TOML, is written in the canonical form.
    """
    matter = read("", text).value
    lines = text.split("\n")
    starts = [matter.keys[key] for key in matter.fields]
    rows = [spot.line - 1 for spot in starts]
    is_plain = rows == sorted(set(rows)) and all(spot.column == 1 for spot in starts)
    canonical = write(fields, body)
    if not rows or not is_plain or lines[0].rstrip() != "---":
        return canonical
    end = lines[0].removeprefix("---") + "\n"
    close = next(at for at in range(rows[-1] + 1, len(lines)) if lines[at].rstrip() == "---")
    kept = [f"{line}\n" for line in lines[: rows[0]]]
    spans = dict(zip(matter.fields, zip(rows, [*rows[1:], close], strict=True), strict=True))
    for key in dict.fromkeys((*spans, *fields)):
        own = [f"{line}\n" for line in lines[slice(*spans.get(key, (0, 0)))]]
        if key not in fields or fields[key] != matter.fields.get(key):
            new = lines_of({key: fields[key]}, "") if key in fields else ()
            own = [*(line.replace("\n", end) for line in new), *_asides(own)]
        kept += own
    blank = matter.body[: len(matter.body) - len(matter.body.lstrip("\r\n"))] or end
    made = "".join(kept) + lines[close] + "\n" + blank + body
    found = read("", made).value
    return made if found.fields == fields and found.body == blank + body else canonical


def _asides(lines: list[str]) -> list[str]:
    """Return the comments and blank lines at the end of some lines."""
    own = max((at for at, line in enumerate(lines, 1) if not _ASIDE.fullmatch(line)), default=0)
    return lines[own:]

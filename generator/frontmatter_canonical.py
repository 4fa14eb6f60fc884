"""The canonical form of front matter: one way to write it, and a strict reader of that form.

The reader knows much less than YAML's and is several times as fast: where it is not certain, it
says so, and YAML is asked.  Tests hold both to the same values and places.
"""

import json
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

Value = str | tuple["Value", ...] | Mapping[str, "Value"]
"""What front matter holds: text, a list, or a mapping of these."""

NULLS = ("~", "null", "Null", "NULL")

_PLAIN = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9 ./()_+’–—-]*")

# The classes stop at U+00FF, which keeps them quick to compile; what YAML breaks lines at or does
# not print beyond it (YAML 1.2 §5.1 and §5.4) is looked for once in the whole.
_UNCERTAIN = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_RAW = r'[^"\\\x00-\x1f\x7f]*+'
# The escapes that mean the same in YAML and JSON, without halves of surrogate pairs.
_ESCAPE = r'\\(?:["\\bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})'
# A word that begins like YAML's null is left to YAML.
_BARE = r"""(?![Nn]ull|NULL)[^\W_][^"'#:,\[\]{}\\\x00-\x1f\x7f]*+(?<! )"""
_TEXT = rf'{_BARE}|"{_RAW}(?:{_ESCAPE}{_RAW})*+"'
_ITEM = re.compile(_TEXT)
# The colons of a time begin no value, since no blank follows them.
_TIME = r"[0-9-]++T[0-9:]++(?<!:)(?:Z|[+-][0-9:]++(?<!:))?(?=\n|\Z)"
_LIST = rf"\[((?:(?:{_TEXT})(?:, (?:{_TEXT}))*+)?)\]"
_LINE = re.compile(
    rf"(  )?([A-Za-z0-9][A-Za-z0-9_./-]{{0,99}}+):"
    rf"(?: (?:({_TIME}|{_TEXT})|{_LIST})(?:\n|\Z)|\n(?=  [A-Za-z0-9]))"
)


class Spot(Struct, frozen=True):
    """Where a value stands in its file, counted from 1; ``width`` is in characters."""

    line: int
    column: int
    width: int = 1


class Canonical(Struct, frozen=True):
    """Fields, and where each value and each key stands, by path."""

    fields: Mapping[str, Value]
    spots: Mapping[str, Spot]
    keys: Mapping[str, Spot]


def read_canonical(source: str) -> Canonical | None:
    """Return the fields of what stands between the fences, or None if YAML has to read it.

    Known is one key a line, with a text, a list of texts, or a block of such lines below it.
    """
    if not source.isascii() and _UNCERTAIN.search(source):
        return None
    fields: dict[str, Value] = {}
    spots: dict[str, Spot] = {}
    keys: dict[str, Spot] = {}
    block, prefix = fields, ""
    at, number = 0, 1  # the fence is line 1
    while at < len(source):
        line = _LINE.match(source, at)
        if not line:
            return None
        at, number = line.end(), number + 1
        indent, key, text, items = line.groups()
        if not indent:
            block, prefix = fields, ""
        elif not prefix or (text is None and items is None):
            return None
        path = prefix + key
        left = len(indent or "") + 1
        column = left + len(key) + 2
        keys[path] = Spot(number, left, len(key))
        if text is not None:
            spots[path] = Spot(number, column, len(text))
            block[key] = _meant(text)
        elif items is not None:
            spots[path] = Spot(number, column)
            block[key] = _items(items, spots, (path, number, column + 1))
        else:
            spots[path] = Spot(number + 1, 3)
            block = fields[key] = {}
            prefix = f"{key}."
    return Canonical(fields, spots, keys) if 0 < len(keys) == number - 1 else None


def _items(items: str, spots: dict[str, Spot], start: tuple[str, int, int]) -> tuple[str, ...]:
    path, number, column = start
    texts = _ITEM.findall(items)
    for place, text in enumerate(texts):
        spots[f"{path}.{place}"] = Spot(number, column, len(text))
        column += len(text) + 2
    return tuple([_meant(text) for text in texts])


def _meant(text: str) -> str:
    if text[0] != '"':
        return text
    return str(json.loads(text)) if "\\" in text else text[1:-1]


def write(fields: Mapping[str, Value], body: str) -> str:
    """Return a Markdown file with YAML front matter in the canonical form.

    Lists of short text stand on one line, mappings in block form.  Reading it back gives equal
    fields, whatever text they hold, as long as it is free of lone surrogates.
    """
    return f"---\n{''.join(lines_of(fields, ''))}---\n\n{body}"


def lines_of(fields: Mapping[str, Value], indent: str) -> Iterator[str]:
    """Yield the lines of fields, with their line ends."""
    for key, value in fields.items():
        name = _scalar(key)
        if isinstance(value, str):
            yield f"{indent}{name}: {_scalar(value)}\n"
        elif isinstance(value, Mapping):
            yield f"{indent}{name}:\n" if value else f"{indent}{name}: {{}}\n"
            yield from lines_of(value, indent + "  ")
        else:
            yield from _list_lines(name, value, indent)


def _list_lines(name: str, items: tuple[Value, ...], indent: str) -> Iterator[str]:
    texts = [_scalar(item) for item in items if isinstance(item, str)]
    if len(texts) == len(items):
        yield f"{indent}{name}: [{', '.join(texts)}]\n"
        return
    yield f"{indent}{name}:\n"
    for item in items:
        yield f"{indent}  - {_quoted(item)}\n"


def _plain(value: Value) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return value if isinstance(value, str) else [_plain(inner) for inner in value]


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text == text.strip() and not text.endswith(":"):
        return text if text not in NULLS else f'"{text}"'
    return _quoted(text)


def _quoted(value: Value) -> str:
    # JSON's quoting is YAML's double-quoted style, but for what YAML calls a line break or
    # does not print (YAML 1.2 §5.1 and §5.4).
    quoted = json.dumps(_plain(value), ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u200e\u200f]",
        lambda found: f"\\u{ord(found[0]):04x}",
        quoted,
    )

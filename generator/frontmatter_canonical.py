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
_QUOTED = rf'"{_RAW}(?:{_ESCAPE}{_RAW})*+"'
_TEXT = f"{_BARE}|{_QUOTED}"
# A comma ends an item of a list, but not what stands alone on its line.
_ALONE = f"{_BARE.replace(',', '', 1)}|{_QUOTED}"
_ITEM = re.compile(_TEXT)
# The colons of a time begin no value, since no blank follows them.
_TIME = r"[0-9-]++T[0-9:]++(?<!:)(?:Z|[+-][0-9:]++(?<!:))?(?=\n|\Z)"
_LIST = rf"\[(?:(?:{_TEXT})(?:, (?:{_TEXT}))*+)?\]"
# The last group takes all that follows a line which is not known.
_LINE = re.compile(
    rf"(  )?([A-Za-z0-9][A-Za-z0-9_./-]{{0,99}}+):"
    rf"(?: (?:({_TIME}|{_ALONE})|({_LIST}))(?:\n|\Z)|\n(?=  [A-Za-z0-9]))"
    r"|([\s\S]++)"
)


class Spot(Struct, frozen=True):
    """Where a value stands in its file, counted from 1; ``width`` is in characters."""

    line: int
    column: int
    width: int = 1


class Places(Struct, frozen=True):
    """Where each value and each key of a front matter stands, by path."""

    spots: Mapping[str, Spot] = {}
    keys: Mapping[str, Spot] = {}


def read_canonical(source: str) -> Mapping[str, Value] | None:
    """Return the fields of what stands between the fences, or None if YAML has to read it.

    Known is one key a line, with a text, a list of texts, or a block of such lines below it.
    """
    if not source.isascii() and _UNCERTAIN.search(source):
        return None
    fields: dict[str, Value] = {}
    inner: dict[str, Value] | None = None
    for indent, key, text, items, unknown in _LINE.findall(source):
        if unknown:
            return None
        block = inner if indent else fields
        # A key "a.b" has the path of a "b" within "a".
        if block is None or key in block or ("." in key and not indent):
            return None
        if text:
            block[key] = _meant(text)
        elif items:
            block[key] = _listed(items)
        elif indent:
            return None
        else:
            inner = block[key] = {}
            continue
        if not indent:
            inner = None
    return fields or None


def places_in(source: str) -> Places:
    """Return the places of all that ``read_canonical`` finds in a source that it reads."""
    prefix = ""
    spots: dict[str, Spot] = {}
    keys: dict[str, Spot] = {}
    # The fence is line 1.
    for number, (indent, key, text, items, _) in enumerate(_LINE.findall(source), start=2):
        path = prefix + key if indent else key
        column = len(indent) + len(key) + 3
        keys[path] = Spot(number, len(indent) + 1, len(key))
        if text:
            spots[path] = Spot(number, column, len(text))
        elif items:
            spots[path] = Spot(number, column)
            spots.update(_item_spots(items, path, Spot(number, column + 1)))
        else:
            spots[path] = Spot(number + 1, 3)
            prefix = f"{key}."
    return Places(spots, keys)


def _item_spots(items: str, path: str, first: Spot) -> Iterator[tuple[str, Spot]]:
    column = first.column
    for at, text in enumerate(_ITEM.findall(items)):
        yield f"{path}.{at}", Spot(first.line, column, len(text))
        column += len(text) + 2


def _listed(items: str) -> tuple[str, ...]:
    if '"' in items:
        return tuple([_meant(one) for one in _ITEM.findall(items)])
    # A text without quotes holds no comma.
    return tuple(items[1:-1].split(", ")) if items != "[]" else ()


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

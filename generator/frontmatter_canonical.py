"""The canonical form of front matter: one way to write it, which ingestion and merging keep to."""

import json
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

Value = str | tuple["Value", ...] | Mapping[str, "Value"]
"""What front matter holds: text, a list, or a mapping of these."""

NULLS = ("~", "null", "Null", "NULL")

_PLAIN = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9 ./()_+’–—-]*")


class Spot(Struct, frozen=True):
    """Where a value stands in its file, counted from 1; ``width`` is in characters."""

    line: int
    column: int
    width: int = 1


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

"""The fixed set of filters and tests that templates may use; each is a pure function.

A filter sees its arguments and nothing else, so that a page stays a function of its context.
Of Jinja's own filters those are left out that are not pure (``random``), that let text pass as
markup (``safe``, ``xmlattr``, ``urlize``, ``tojson``) or that reach into objects (``attr``).
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import json as msgspec_json

_SCRIPT_ESCAPES = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def json(value: object) -> Markup:
    """Write a value as JSON that is safe inside a script element.

    ``<``, ``>``, ``&``, U+2028 and U+2029 are escaped, hence nothing in a string can end the
    element or a line of the script.
    """
    text = msgspec_json.encode(value, order="deterministic").decode()
    return Markup(text.translate(_SCRIPT_ESCAPES))  # noqa: S704  # just escaped


def number(value: int) -> str:
    """Write a whole number with a comma between thousands: "12,345"."""
    return f"{value:,}"


def plural(value: int, one: str, many: str) -> str:
    """Write a number with its noun: ``3|plural("article", "articles")`` is "3 articles"."""
    return f"{value:,} {one if value == 1 else many}"


def initial(value: str) -> str:
    """Return the first letter or digit of a name in upper case, "#" where there is none."""
    return next((sign for sign in value if sign.isalnum()), "#").upper()


def host(value: str) -> str:
    """Return the host of an address without "www.": "reuters.com"; empty if there is none."""
    try:
        name = urlsplit(value).hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def share(value: int, whole: int) -> int:
    """Return how many hundredths of a whole a number is, 0 to 100, rounded half up."""
    if whole <= 0:
        return 0
    return max(0, min(100, (200 * value + whole) // (2 * whole)))


FILTERS: Mapping[str, Callable[..., object]] = {
    "host": host,
    "initial": initial,
    "json": json,
    "number": number,
    "plural": plural,
    "share": share,
}
"""Dateline's own filters; ``entry`` (a card as ``partials/entry.html``) is added by rendering."""

ENTRY_FILTER = "entry"
"""The filter that renders a card with ENTRY_TEMPLATE, once per build."""

ENTRY_TEMPLATE = "partials/entry.html"

JINJA_FILTERS = (
    "abs",
    "batch",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "first",
    "float",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "slice",
    "sort",
    "string",
    "striptags",
    "sum",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "wordcount",
)
"""The filters of Jinja that templates may use."""

JINJA_TESTS = (
    "!=",
    "<",
    "<=",
    "==",
    ">",
    ">=",
    "boolean",
    "defined",
    "divisibleby",
    "eq",
    "equalto",
    "even",
    "false",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "sequence",
    "string",
    "true",
    "undefined",
    "upper",
)
"""The tests of Jinja that templates may use, as in ``{% if card.source is string %}``."""

JINJA_GLOBALS = ("namespace", "range")
"""The functions of Jinja that templates may call without being given them."""

"""What the preview must know of an HTML page: its stylesheets, what else it shows, its policies."""

from collections.abc import Sequence
from contextlib import suppress
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

_SOURCES = ("src", "poster", "data")
_SHOWN_LINKS = {"icon", "apple-touch-icon", "mask-icon", "manifest"}
_POLICY = "content-security-policy"
_END = "</body>"


class Span(Struct, frozen=True):
    """A piece of a page, from a character to before another, and the value it holds."""

    start: int
    end: int
    value: str


class Markup(Struct, frozen=True):
    """A page as text, and where in it stands what matters here.

    ``styles`` are links to stylesheets with their addresses, ``policies`` meta tags with a
    Content-Security-Policy; ``resources`` are addresses of images and the like.
    ``start`` is the address in the page's base element, which the others are relative to.
    """

    text: str
    styles: tuple[Span, ...] = ()
    policies: tuple[Span, ...] = ()
    resources: tuple[str, ...] = ()
    start: str = ""


def read_markup(page: bytes) -> Markup:
    """Return what a page holds; of one that is not HTML, what stands before that shows."""
    text = page.decode("utf-8", "surrogateescape")
    reader = _Reader(text)
    with suppress(AssertionError):  # what HTMLParser raises for an odd "<![", and nothing else
        reader.feed(text)
    return reader.markup


def without(markup: Markup, spans: Sequence[Span]) -> bytes:
    """Return a page with some of its pieces taken out."""
    return _encoded(_replaced(markup.text, tuple(replace(one, value="") for one in spans)))


def opened(markup: Markup, source: str, ending: str) -> bytes:
    """Return a page whose policies also grant a source, with something put at its end."""
    policies = (replace(one, value=_policy(one.value, source)) for one in markup.policies)
    text = _replaced(markup.text, tuple(policies))
    at = text.lower().rfind(_END)
    at = len(text) if at < 0 else at
    return _encoded(text[:at] + ending + text[at:])


def granting(policy: str, source: str) -> str:
    """Return a policy that also lets scripts come from and connect to a source, and no more.

    CSP 3 §6.8: a directive that is not there falls back to default-src, so its sources are
    repeated; without a default-src there is nothing to open.  Of two directives of one name the
    first counts.
    """
    named: dict[str, list[str]] = {}
    for one in policy.split(";"):
        words = one.split()
        if words:
            named.setdefault(words[0].lower(), words[1:])
    for name in ("script-src", "connect-src"):
        if "default-src" in named:
            named.setdefault(name, list(named["default-src"]))
    for name in {"script-src", "script-src-elem", "connect-src"} & named.keys():
        kept = [one for one in named[name] if one.lower() != "'none'"]
        named[name] = [*kept, source]
    return "; ".join(" ".join([name, *words]) for name, words in named.items())


def _policy(policy: str, source: str) -> str:
    content = escape(granting(policy, source), quote=False).replace('"', "&quot;")
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _replaced(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for one in spans:
        parts += [text[at : one.start], one.value]
        at = one.end
    return "".join([*parts, text[at:]])


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


class _Reader(HTMLParser):
    """Gathers the tags that matter, each with the place of its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.markup = Markup(text)
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a stylesheet, a policy, a base, or addresses of what the page shows."""
        values = {name: value or "" for name, value in reversed(attrs)}  # the first one counts
        kinds = set(values.get("rel", "").lower().split()) if tag == "link" else set()
        if "stylesheet" in kinds and "alternate" not in kinds and values.get("href"):
            found = (*self.markup.styles, self._span(values["href"]))
            self.markup = replace(self.markup, styles=found)
        elif tag == "meta" and values.get("http-equiv", "").strip().lower() == _POLICY:
            policies = (*self.markup.policies, self._span(values.get("content", "")))
            self.markup = replace(self.markup, policies=policies)
        elif tag == "base" and not self.markup.start:
            self.markup = replace(self.markup, start=values.get("href", ""))
        shown = tuple(values[name] for name in _SOURCES if values.get(name))
        shown += tuple(one.split()[0] for one in values.get("srcset", "").split(",") if one.strip())
        if kinds & _SHOWN_LINKS:
            shown += (values.get("href", ""),)
        if shown:
            self.markup = replace(self.markup, resources=self.markup.resources + shown)

    def _span(self, value: str) -> Span:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        return Span(start, start + len(self.get_starttag_text() or ""), value.strip())

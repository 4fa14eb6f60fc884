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
_STRICT = "'strict-dynamic'"


class Span(Struct, frozen=True):
    """A piece of a page, from a character to before another, and the value it holds."""

    start: int
    end: int
    value: str


class Grant(Struct, frozen=True):
    """What lets the live script into a policy: where it comes from, and a word that it carries."""

    source: str
    nonce: str


class Markup(Struct, frozen=True):
    """A page as text, and where in it stands what matters here.

    ``styles`` are links to stylesheets with their addresses, ``policies`` meta tags with a
    Content-Security-Policy; ``resources`` are addresses of images and the like.
    ``start`` is the address in the page's base element, which the others are relative to.
    ``end`` is where the body ends, or the text.
    """

    text: str
    styles: tuple[Span, ...] = ()
    policies: tuple[Span, ...] = ()
    resources: tuple[str, ...] = ()
    start: str = ""
    end: int = 0


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


def opened(markup: Markup, grant: Grant, ending: str) -> bytes:
    """Return a page whose policies let the live script in, with something put at its end."""
    policies = (replace(one, value=_policy(one.value, grant)) for one in markup.policies)
    spans = (*policies, Span(markup.end, markup.end, ending))
    return _encoded(_replaced(markup.text, sorted(spans, key=lambda one: one.start)))


def granting(policy: str, grant: Grant) -> str:
    """Return a policy that also lets the live script in and connect to its source, and no more.

    CSP 3 §6.8: a directive that is not there falls back to default-src, so its sources are
    repeated; without a default-src there is nothing to open.  Of two directives of one name the
    first counts.  §8.2: with 'strict-dynamic' addresses do not count for scripts, hence the word;
    elsewhere it would take the effect from an 'unsafe-inline' that stands beside it.
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
        is_strict = name != "connect-src" and any(one.lower() == _STRICT for one in kept)
        named[name] = [*kept, f"'nonce-{grant.nonce}'" if is_strict else grant.source]
    return "; ".join(" ".join([name, *words]) for name, words in named.items())


def _policy(policy: str, grant: Grant) -> str:
    content = escape(granting(policy, grant), quote=False).replace('"', "&quot;")
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
        self.markup = Markup(text, end=len(text))
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

    def handle_endtag(self, tag: str) -> None:
        """Note the last end of a body, as a parser sees it: none in a comment or a script."""
        if tag == "body":
            self.markup = replace(self.markup, end=self._place())

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _span(self, value: str) -> Span:
        start = self._place()
        return Span(start, start + len(self.get_starttag_text() or ""), value.strip())

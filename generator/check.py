"""Judges a finished site: links, anchors, ids, alternative text, titles, pages without a way in.

What is read are the files as a reader gets them, so a fault of a theme shows as well as one of an
article.  Leaks of held-back articles are looked for elsewhere, by those who know what is held back.
"""

import posixpath
from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from generator.diagnostics import Diagnostic, Place, error, in_order, warning
from generator.model import SitePath
from generator.workers import spread

LINKING = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "img": ("src",),
    "image": ("href",),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href",),
    "video": ("src", "poster"),
}
"""The attributes that hold one address, by element (HTML, index of attributes)."""

LEADING = frozenset({"a", "area"})
"""The elements that take a reader to another page; a page that none leads to is an orphan."""

SHAPING = frozenset({"body", "h1", "html", "img", "meta", "title"})
"""The elements that tell of the page as a whole, and images for their alternative text."""

HOME = "index.html"
NOT_FOUND = "404.html"


class Reference(Struct, frozen=True):
    """An address that a page writes: where, in which element, and as it stands there."""

    line: int
    column: int
    element: str
    address: str


class Spot(Struct, frozen=True):
    """A position in a page with what was found there."""

    line: int
    column: int
    text: str


class Findings(Struct, frozen=True):
    """What one page says of itself.

    ``repeated`` are ids that stand a second time, ``textless`` are images without alternative
    text.  ``lacking`` names codes of what a whole page must have and this one has not.
    """

    path: SitePath
    references: tuple[Reference, ...]
    ids: frozenset[str]
    repeated: tuple[Spot, ...]
    textless: tuple[Spot, ...]
    lacking: tuple[str, ...]
    is_redirect: bool


class Link(Struct, frozen=True):
    """A reference whose end within the site is known: a file (as of Streets) and a fragment."""

    page: SitePath
    reference: Reference
    target: str
    fragment: str


def check_site(
    output: Path, paths: tuple[SitePath, ...], base_url: str, *, jobs: int = 1
) -> tuple[Diagnostic, ...]:
    """Return the faults of the pages below a folder, sorted by place.

    ``paths`` are all files of the site; other files of the folder may be linked, but are not read.
    ``base_url`` is as in Settings.  Codes: dead-link, dead-anchor, duplicate-id, missing-alt,
    missing-title, missing-description, missing-heading, missing-language, orphan-page (a warning).
    A target that many pages miss is one diagnostic, at the first of them.
    """
    named = [path for path in sorted(paths) if path.endswith(".html")]
    pages = tuple(spread(lambda path: read_page(output, path), named, jobs))
    streets = Streets(output, paths, base_url)
    links = tuple(link for page in pages for link in _links(page, streets))
    problems = [problem for page in pages for problem in _own_faults(page)]
    problems += _dead_ends(links, streets, {page.path: page.ids for page in pages})
    problems += _orphans(pages, links)
    return in_order(tuple(problems))


def read_page(output: Path, path: SitePath) -> Findings:
    """Read one page of the site."""
    reader = _Reader()
    reader.feed((output / path).read_text(encoding="utf-8", errors="replace"))
    reader.close()
    return reader.findings(path)


# --- where an address leads -------------------------------------------------------------------


class Streets:
    """Tells where addresses lead; ``base_url`` decides what belongs to the site."""

    def __init__(self, output: Path, paths: tuple[SitePath, ...], base_url: str) -> None:
        """Learn what there is; ``output`` is asked for files that are not in ``paths``."""
        self._output = output
        self._paths = frozenset(paths)
        parts = urlsplit(base_url)
        self._host = parts.netloc
        self._root = parts.path or "/"
        self.is_relative = not base_url
        self.exists = cache(self._exists)

    def target(self, page: SitePath, address: str) -> tuple[str, str] | None:
        """Return the file an address of a page leads to and its fragment, or None if foreign.

        What lies outside the site comes back with a leading slash, which no SitePath has.
        """
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return "/" + address, ""
        is_web = parts.scheme in {"", "http", "https"}
        if not is_web or parts.netloc != (self._host if parts.scheme or parts.netloc else ""):
            return None
        path, fragment = unquote(parts.path), unquote(parts.fragment).partition(":~:")[0]
        if parts.netloc or path.startswith("/"):
            return self._from_root(path), fragment
        return (self._from_page(page, path) if path else page), fragment

    def _from_root(self, path: str) -> str:
        whole = _normal(path or "/")
        if self.is_relative or not (whole + "/").startswith(self._root):
            return "/" + whole.lstrip("/")
        return self._file(whole[len(self._root) :])

    def _from_page(self, page: SitePath, path: str) -> str:
        inside = _normal(posixpath.join(posixpath.dirname(page), path))
        if (inside + "/").startswith("../"):
            return "/" + inside
        return self._file("" if inside in {".", "./"} else inside)

    def _file(self, inside: str) -> str:
        if not self.is_relative and (not inside or inside.endswith("/")):
            return inside + HOME
        return inside

    def _exists(self, target: str) -> bool:
        if target in self._paths:
            return True
        try:
            return not target.startswith("/") and (self._output / target).is_file()
        except OSError:  # a name too long for any disk names no file
            return False


def _normal(path: str) -> str:
    whole = posixpath.normpath(path)
    return whole + "/" if path.endswith(("/", "/.", "/..")) and whole != "/" else whole


# --- judging ----------------------------------------------------------------------------------

MESSAGES = {
    "missing-title": ("the page has no title", "give the template a <title> that is never empty"),
    "missing-description": (
        "the page has no description",
        'add <meta name="description"> to the head of the template',
    ),
    "missing-heading": ("the page has no first-level heading", "give the template an <h1>"),
    "missing-language": ("the page does not say its language", "write lang on the <html> element"),
}


def _own_faults(page: Findings) -> Iterable[Diagnostic]:
    for spot in page.repeated:
        place = Place(page.path, spot.line, spot.column)
        message = f'the id "{spot.text}" stands twice on this page'
        yield error(place, "duplicate-id", message, "an id names one element; rename one of them")
    for spot in page.textless:
        place = Place(page.path, spot.line, spot.column)
        message = f'the image "{spot.text}" has no alternative text'
        yield error(place, "missing-alt", message, 'say what it shows, or write alt="" if nothing')
    for code in page.lacking:
        message, hint = MESSAGES[code]
        yield error(Place(page.path), code, message, hint)


def _links(page: Findings, streets: Streets) -> Iterable[Link]:
    for reference in page.references:
        leads = streets.target(page.path, reference.address)
        if leads is not None:
            yield Link(page.path, reference, *leads)


def _dead_ends(
    links: tuple[Link, ...], streets: Streets, ids: Mapping[str, frozenset[str]]
) -> Iterable[Diagnostic]:
    groups: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        code = _fault(link, streets, ids)
        if code:
            fragment = link.fragment if code == "dead-anchor" else ""
            groups.setdefault((code, link.target, fragment), []).append(link)
    return [_as_one(code, group, streets) for (code, *_), group in groups.items()]


def _fault(link: Link, streets: Streets, ids: Mapping[str, frozenset[str]]) -> str:
    if not streets.exists(link.target):
        return "dead-link"
    known = ids.get(link.target)
    if not link.fragment or known is None or link.fragment in known:
        return ""
    # HTML, "select the indicated part": #top leads to the top without any such id.
    return "" if link.fragment.lower() == "top" else "dead-anchor"


def _as_one(code: str, group: list[Link], streets: Streets) -> Diagnostic:
    first = group[0]
    place = Place(first.page, first.reference.line, first.reference.column)
    others = len({link.page for link in group}) - 1
    also = f" (so on {others} more {'page' if others == 1 else 'pages'})" if others else ""
    if code == "dead-anchor":
        hint = f'no element of {first.target} has the id "{first.fragment}"'
    else:
        hint = _hint(first.target, streets)
    return error(place, code, f'"{first.reference.address}" leads nowhere{also}', hint)


def _hint(target: str, streets: Streets) -> str:
    if target.startswith("/"):
        out = "the address leads out of the site"
        return "a site without base_url has relative links only" if streets.is_relative else out
    index = posixpath.join(target, HOME)
    if not streets.exists(index):
        return f"nothing is published at {target}"
    if streets.is_relative:
        return f"a site without base_url names the file: {index}"
    return "the address of a page ends in a slash"


def _orphans(pages: tuple[Findings, ...], links: tuple[Link, ...]) -> Iterable[Diagnostic]:
    leading = (link for link in links if link.reference.element in LEADING)
    reached = {link.target for link in leading if link.target != link.page} | {HOME, NOT_FOUND}
    hint = "link it from a list, a menu or an article, or remove it"
    return [
        warning(Place(page.path), "orphan-page", "no other page leads here", hint)
        for page in pages
        if page.path not in reached and not page.is_redirect
    ]


# --- reading ----------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Collects what Findings hold; the standard library's parser is fed and calls back."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._references: list[Reference] = []
        self._ids: set[str] = set()
        self._repeated: list[Spot] = []
        self._textless: list[Spot] = []
        self._has: set[str] = set()
        self._in_title = False
        self._in_body = False
        self._is_redirect = False
        self._is_hidden = False

    def findings(self, path: SitePath) -> Findings:
        """Return what was collected."""
        asked = [code for code in MESSAGES if code != "missing-description" or not self._is_hidden]
        lacking = [] if self._is_redirect else [code for code in asked if code not in self._has]
        return Findings(
            path=path,
            references=tuple(self._references),
            ids=frozenset(self._ids),
            repeated=tuple(self._repeated),
            textless=tuple(self._textless),
            lacking=tuple(lacking),
            is_redirect=self._is_redirect,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element that opens."""
        values = {name: value or "" for name, value in attrs}
        self._take_id(values)
        for name in LINKING.get(tag, ()):
            if name in values:
                self._take_address(tag, values[name])
        if "srcset" in values:
            for candidate in values["srcset"].split(","):
                self._take_address(tag, candidate.strip().partition(" ")[0])
        if tag in SHAPING:
            self._take_head(tag, values)

    def handle_endtag(self, tag: str) -> None:
        """Take note of the end of the title."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Take note of the title's text."""
        if self._in_title and data.strip():
            self._has.add("missing-title")

    def _take_id(self, values: dict[str, str]) -> None:
        name = values.get("id")
        if not name:
            return
        if name in self._ids:
            self._repeated.append(self._spot(name))
        self._ids.add(name)

    def _take_address(self, tag: str, address: str) -> None:
        line, column = self.getpos()
        self._references.append(Reference(line, column + 1, tag, address))

    def _take_head(self, tag: str, values: dict[str, str]) -> None:
        if tag == "title":
            self._in_title = not self._in_body  # an SVG may have a title of its own
        elif tag == "body":
            self._in_body = True
        elif tag == "h1":
            self._has.add("missing-heading")
        elif tag == "html" and values.get("lang"):
            self._has.add("missing-language")
        elif tag == "meta":
            self._take_meta(values)
        elif tag == "img" and "alt" not in values:
            self._textless.append(self._spot(values.get("src", "")))

    def _take_meta(self, values: dict[str, str]) -> None:
        content = values.get("content", "").strip()
        name = values.get("name", "").lower()
        if name == "description" and content:
            self._has.add("missing-description")
        elif name == "robots" and "noindex" in content:
            self._is_hidden = True
        elif values.get("http-equiv", "").lower() == "refresh":
            self._is_redirect = True
            self._take_address("meta", content.partition("=")[2].strip(" '\""))

    def _spot(self, text: str) -> Spot:
        line, column = self.getpos()
        return Spot(line, column + 1, text)

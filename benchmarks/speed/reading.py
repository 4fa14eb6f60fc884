"""Reads what a visitor meets on a page or in a feed: words and addresses, in order."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from msgspec import Struct

Tokens = tuple[str, ...]
"""Words of the text, and addresses as ``[href /tags/]``, in the order of the page."""

_ADDRESSES = ("href", "src", "datetime")
_VOID = frozenset({"br", "hr", "img", "link", "meta"})
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class Read(Struct, frozen=True):
    """A page in two parts: its entries, each by itself, and all that stands round them."""

    frame: Tokens
    entries: tuple[Tokens, ...]


class _Reader(HTMLParser):
    def __init__(self, entry: str) -> None:
        super().__init__()
        self.frame: list[str] = []
        self.entries: list[list[str]] = []
        self._entry = entry
        self._open: list[str] = []
        self._skipped = 0
        self._inside = 0

    @property
    def _place(self) -> list[str]:
        return self.entries[-1] if self._inside else self.frame

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
            if self._skipped or given.get("class") == "pager":
                self._skipped += 1
            if self._inside or tag == self._entry:
                self._inside += 1
                if self._inside == 1:
                    self.entries.append([])
        if not self._skipped and given.get("rel") != "stylesheet":
            self._place.extend(_words_of(tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            last = self._open.pop()
            self._skipped = max(0, self._skipped - 1)
            self._inside = max(0, self._inside - 1)
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._place.extend(data.split())


def _words_of(tag: str, given: Mapping[str, str]) -> Sequence[str]:
    if tag == "meta":
        name = given.get("name") or given.get("property") or ""
        return [f"[{name} {given.get('content', '')}]"] if name else []
    return [f"[{key} {given[key]}]" for key in _ADDRESSES if key in given]


def page(text: str, entry: str = "") -> Read:
    """Return what a page of HTML says; ``entry`` is the element that an entry of a list is.

    The pager is left out, and so is the address of the style sheet.
    """
    reader = _Reader(entry)
    reader.feed(text)
    reader.close()
    return Read(tuple(reader.frame), tuple(map(tuple, reader.entries)))


def feed(text: str) -> Read:
    """Return what an RSS feed says, item by item; what generated it is left out."""
    channel = ET.fromstring(text).find("channel")  # noqa: S314  # made by the builds themselves
    if channel is None:
        return Read((), ())
    frame = [word for one in channel if one.tag not in ("item", "generator") for word in _line(one)]
    items = (tuple(word for one in item for word in _line(one)) for item in channel.iter("item"))
    return Read(tuple(frame), tuple(items))


def _line(element: ET.Element) -> Sequence[str]:
    text = element.text or ""
    words = page(text).frame if element.tag in (_CONTENT, "description") else text.split()
    given = [f"[{key} {element.attrib[key]}]" for key in _ADDRESSES if key in element.attrib]
    return [f"<{element.tag}>", *given, *words]


def addresses(sitemap: str) -> tuple[str, ...]:
    """Return the addresses of a sitemap."""
    root = ET.fromstring(sitemap)  # noqa: S314  # made by the builds themselves
    return tuple(one.text or "" for one in root.iter() if one.tag.endswith("}loc"))

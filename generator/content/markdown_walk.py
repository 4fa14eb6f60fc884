"""Finishes clean markup: one walk over its tags, in which few elements are built anew.

Headings get levels and ids, tables a box that scrolls, notes one form for both engines; links to
other files of the project are left open.  An attribute is passed on only where it is named here.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import NamedTuple

from generator.content.markdown_addresses import encoded, host_of, kind_of, quoted
from generator.content.markdown_certain import TAG
from generator.model import ROOT, Body, Heading
from generator.text import count_words

_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_NOTE_MARK = re.compile(r"<sup>.*?</sup>", re.DOTALL)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_ALIGNMENTS = frozenset({"left", "center", "right"})
_NOTE_LINKS = frozenset({"reference", "return"})
_VOID = frozenset({"br", "hr", "img"})
_AS_THEY_ARE = (
    *("blockquote", "code", "dd", "del", "dl", "dt", "em", "li", "p", "strong", "tbody", "thead"),
    *("tr", "ul"),
)
_STEPS: Mapping[str, int] = {
    "<br>": 0,
    **{f"<{name}>": 1 for name in _AS_THEY_ARE},
    **{f"</{name}>": -1 for name in (*_AS_THEY_ARE, "abbr", "ol", "pre", "td")},
}
"""The tags that stay as they are, and by how much each leads deeper."""

PAGE_IDS = frozenset(
    {
        *("content", "corrections", "editions", "feeds", "footer", "header", "headline", "latest"),
        *("main", "menu", "navigation", "newer", "older", "related", "search", "sources", "terms"),
        *("title", "toc", "top"),
    }
)
"""Ids that the page around a body may use; no heading gets one of them."""


class Refused(NamedTuple):
    """An image or link that was not allowed; ``label`` is its visible text or alternative."""

    is_image: bool
    address: str
    label: str


class _Opened(NamedTuple):
    """Where an element begins in the output, and what it is to become."""

    start: int
    what: str


def walk(pieces: list[str], image_hosts: tuple[str, ...]) -> tuple[Body, tuple[Refused, ...]]:
    """Return the body that well-formed, clean markup makes, and what was taken out of it.

    ``pieces`` are text, tag, text, tag, … text, and are used up.
    """
    steps = _Walk(pieces, image_hosts)
    steps.run()
    return steps.body(), tuple(steps.refused)


class _Walk:
    """One pass over the tags of clean markup, each of which gives way to the new one.

    ``out`` holds text, tag, text, tag, … text; ``at`` is the place of the tag that is looked at.
    ``visible`` holds the texts that count as words: the one after each tag has half its place.
    """

    def __init__(self, pieces: list[str], image_hosts: tuple[str, ...]) -> None:
        self.image_hosts = image_hosts
        self.out = pieces
        self.visible = pieces[::2]
        self.at = 0
        self.open_links: dict[int, str] = {}
        self.refused: list[Refused] = []
        self.headings: list[Heading] = []
        self.ids = set(PAGE_IDS)
        self.labels: set[str] = set()
        self.counts: dict[str, int] = {}
        self.notes: dict[str, int] = {}
        self.references: dict[str, int] = {}
        self.returns: list[tuple[int, int, str]] = []
        self.link: _Opened | None = None
        self.heading: _Opened | None = None
        self.cell: _Opened | None = None
        self.table = 0
        self.header_cells: list[str] = []
        self.reference = ""
        self.note = 0
        self.returned = 0
        self.shift = 0
        self.level = 1
        self.skip_rule = False

    def run(self) -> None:
        """Put the new markup in place of the old."""
        out = self.out
        self.shift = 1 if "<h1>" in out else 0
        self._set_apart(0)
        depth = 0
        for at in range(1, len(out), 2):
            step = _STEPS.get(out[at])
            if step is None:
                self.at = at
                step = self._rebuilt(out[at])
            depth += step
            if depth == 0:
                self._set_apart(at + 1)

    def _rebuilt(self, tag: str) -> int:
        """Put a new tag in place of this one, and return by how much it leads deeper."""
        if tag[1] == "/":
            close = _CLOSE.get(tag[2:-1])
            self.out[self.at] = close(self) if close else tag
            return -1
        name, _, attributes = tag[1:-1].partition(" ")
        opening = _OPEN.get(name)
        self.out[self.at] = opening(self, name, attributes) if opening else f"<{name}>"
        return 0 if name in _VOID else 1

    def _set_apart(self, at: int) -> None:
        """Make a paragraph of text outside all elements, as a native block of raw HTML is."""
        text = self.out[at]
        if text and not text.isspace():
            self.out[at] = self.visible[at // 2] = f"\n<p>{text.strip()}</p>\n"

    def body(self) -> Body:
        """Return what has been built; call it once, after ``run``."""
        for start, end, raw in self.returns:
            number = self.references.get(raw)
            if number is None:
                self.out[start : end + 1] = [""] * (end + 1 - start)
            else:
                self.out[start] = self.out[start].replace(ROOT, f"#fnref:{number}")
        links = tuple(target for at, target in self.open_links.items() if self.out[at])
        markup = "".join(self.out)
        if "<p></p>" in markup:
            markup = markup.replace("<p></p>\n", "").replace("<p></p>", "")
        words = count_words("".join(self.visible).replace("&nbsp;", " "))
        parts = tuple(markup.strip().split(ROOT))
        return Body(parts, links, headings=tuple(self.headings), words=words)

    # --- links and images

    def open_a(self, _name: str, attributes: str) -> str:
        given = dict(_ATTRIBUTE.findall(attributes))
        # Only notes have ids; in a link, one stands beside its "sup" instead of inside it.
        if self.reference or given.get("class") == "footnote-ref" or given.get("id"):
            return self._open_reference(given)
        if given.get("class") == "footnote-backref":
            return self._open_return(given)
        return self._open_link(given)

    def _open_link(self, given: dict[str, str]) -> str:
        kind, target = kind_of(unescape(given.get("href", "")).strip())
        title = f' title="{given["title"]}"' if given.get("title") else ""
        self.link = _Opened(self.at, kind)
        if kind == "refused":
            return ""
        if kind == "open":
            self.open_links[self.at] = target
            return f'<a href="{ROOT}"{title}>'
        href = quoted(encoded(target))
        rel = ' rel="noopener"' if _WEB.match(href) else ""
        return f'<a href="{href}"{title}{rel}>'

    def close_a(self) -> str:
        link, self.link = self.link, None
        if link is None:
            return "</a>"
        if link.what in _NOTE_LINKS:
            self._hide(link.start)
            if link.what == "return":
                self.returns[-1] = (link.start, self.at, self.returns[-1][2])
            return "</a>"
        name = self._since(link.start)
        if link.what == "refused":
            self.refused.append(Refused(False, "", name))
            return ""
        if not name:
            # A link without a name is a trap for those who cannot see where it stands.
            self.out[link.start] = ""
            return ""
        return "</a>"

    def _hide(self, start: int) -> None:
        """Count none of the words since a tag: the sign of a note is none."""
        begin, end = start // 2 + 1, self.at // 2 + 1
        self.visible[begin:end] = [""] * (end - begin)

    def open_img(self, _name: str, attributes: str) -> str:
        given: dict[str, str] = dict(_ATTRIBUTE.findall(attributes))
        alt = given.get("alt", "")
        kind, target = kind_of(unescape(given.get("src", "")).strip())
        title = f' title="{given["title"]}"' if given.get("title") else ""
        if kind == "open":
            self.open_links[self.at] = target
            return f'<img src="{ROOT}" alt="{alt}"{title}>'
        if kind == "absolute" and host_of(target) in map(str.lower, self.image_hosts):
            return f'<img src="{quoted(encoded(target))}" alt="{alt}"{title}>'
        self.refused.append(Refused(True, target, unescape(alt)))
        self.visible[self.at // 2] += alt
        return alt.replace("&quot;", '"')

    def _since(self, start: int) -> str:
        """Return the name that an element has so far: its text, or what its images stand for."""
        inside = "".join(self.out[start + 1 : self.at])
        if "<" not in inside:
            return " ".join(unescape(inside).split())
        inside = _NOTE_MARK.sub("", inside)
        text = " ".join(unescape(TAG.sub("", inside)).split())
        alternatives = re.findall(r' alt="([^"]+)"', inside)
        return text or unescape(" ".join(alternatives)).strip()

    # --- headings

    def open_heading(self, name: str, _attributes: str) -> str:
        wanted = min(int(name[1]) + self.shift, 6)
        self.heading = _Opened(self.at, str(max(2, min(wanted, self.level + 1))))
        return ""

    def close_heading(self) -> str:
        if self.heading is None:
            return ""
        start, digit = self.heading
        self.heading = None
        text = self._since(start)
        if not text:
            # An empty heading is an error in HTML and a riddle in a table of contents.
            self.out[start] = "<p>"
            return "</p>"
        self.level = int(digit)
        name = self._unique(_slug(text))
        self.headings.append(Heading(self.level, name, text))
        self.out[start] = f'<h{digit} id="{name}">'
        return f"</h{digit}>"

    def _unique(self, name: str) -> str:
        chosen = name
        while chosen in self.ids:
            # The counter makes a thousand equal headings a thousand steps, not a million.
            self.counts[name] = self.counts.get(name, 1) + 1
            chosen = f"{name}-{self.counts[name]}"
        self.ids.add(chosen)
        return chosen

    # --- tables

    def open_table(self, _name: str, _attributes: str) -> str:
        self.table = self.at
        self.header_cells = []
        return ""

    def close_table(self) -> str:
        label = self._label(", ".join(filter(None, self.header_cells)) or "Table")
        self.out[self.table] = (
            '<div class="table-scroll" role="region" '
            f'aria-label="{quoted(label)}" tabindex="0"><table>'
        )
        return "</table></div>"

    def _label(self, label: str) -> str:
        chosen = label
        while chosen in self.labels:
            self.counts[label] = self.counts.get(label, 1) + 1
            chosen = f"{label} ({self.counts[label]})"
        self.labels.add(chosen)
        return chosen

    def open_cell(self, name: str, attributes: str) -> str:
        align = dict(_ATTRIBUTE.findall(attributes)).get("align", "")
        style = f' class="align-{align}"' if align in _ALIGNMENTS else ""
        if name == "th":
            self.cell = _Opened(self.at, f'<th scope="col"{style}>')
        return f"<td{style}>"

    def close_header_cell(self) -> str:
        if self.cell is None:
            return ""
        text = self._since(self.cell.start)
        self.header_cells.append(text)
        if text:
            self.out[self.cell.start] = self.cell.what
        self.cell = None
        return "</th>" if text else "</td>"

    # --- notes

    def open_sup(self, _name: str, attributes: str) -> str:
        given = dict(_ATTRIBUTE.findall(attributes))
        if self.link is None and given:
            self.reference = given.get("id") or "?"
        return "<sup>"

    def _open_reference(self, given: dict[str, str]) -> str:
        raw = given.get("id") or self.reference
        self.reference = ""
        self.link = _Opened(self.at, "reference")
        number = self.references.setdefault(raw, len(self.references) + 1)
        return (
            f'<a class="footnote-ref" role="doc-noteref" id="fnref:{number}" '
            f'href="#fn:{self._note(given.get("href", "")[1:])}">'
        )

    def close_sup(self) -> str:
        self.reference = ""
        return "</sup>"

    def _note(self, raw: str) -> int:
        return self.notes.setdefault(raw, len(self.notes) + 1)

    def open_li(self, _name: str, attributes: str) -> str:
        raw = dict(_ATTRIBUTE.findall(attributes)).get("id")
        if not raw:
            return "<li>"
        self.note += 1
        self.returned = 0
        name = f"fn:{self._note(raw)}"
        # A note that is defined twice, one inside the other, comes out twice.
        tag = "<li>" if name in self.ids else f'<li id="{name}">'
        self.ids.add(name)
        return tag

    def _open_return(self, given: dict[str, str]) -> str:
        self.returned += 1
        which = f"{self.note}.{self.returned}" if self.returned > 1 else str(self.note)
        self.returns.append((self.at, self.at, given.get("href", "")[1:]))
        self.link = _Opened(self.at, "return")
        return (
            f'<a class="footnote-backref" role="doc-backlink" href="{ROOT}" '
            f'aria-label="Back to reference {which}">'
        )

    def open_notes(self, _name: str, _attributes: str) -> str:
        self.skip_rule = True
        return '<div class="footnotes" role="doc-endnotes">'

    def close_notes(self) -> str:
        return "</div>"

    # --- the rest

    def open_hr(self, _name: str, _attributes: str) -> str:
        skipped, self.skip_rule = self.skip_rule, False
        return "" if skipped else "<hr>"

    def open_ol(self, _name: str, attributes: str) -> str:
        start = dict(_ATTRIBUTE.findall(attributes)).get("start", "")
        self.skip_rule = False
        return f'<ol start="{start}">' if re.fullmatch("[0-9]{1,9}", start) else "<ol>"

    def open_abbr(self, _name: str, attributes: str) -> str:
        title = dict(_ATTRIBUTE.findall(attributes)).get("title", "")
        return f'<abbr title="{title}">'

    def open_pre(self, _name: str, _attributes: str) -> str:
        # A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
        return '<pre tabindex="0">'


_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OPEN: dict[str, Callable[[_Walk, str, str], str]] = {
    "a": _Walk.open_a,
    "abbr": _Walk.open_abbr,
    "div": _Walk.open_notes,
    "hr": _Walk.open_hr,
    "img": _Walk.open_img,
    "li": _Walk.open_li,
    "ol": _Walk.open_ol,
    "pre": _Walk.open_pre,
    "section": _Walk.open_notes,
    "sup": _Walk.open_sup,
    "table": _Walk.open_table,
    "td": _Walk.open_cell,
    "th": _Walk.open_cell,
    **dict.fromkeys(_LEVELS, _Walk.open_heading),
}
_CLOSE: dict[str, Callable[[_Walk], str]] = {
    "a": _Walk.close_a,
    "div": _Walk.close_notes,
    "section": _Walk.close_notes,
    "sup": _Walk.close_sup,
    "table": _Walk.close_table,
    "th": _Walk.close_header_cell,
    **dict.fromkeys(_LEVELS, _Walk.close_heading),
}


def _slug(text: str) -> str:
    # Few bodies have headings, and the tables of transliteration are slow to load.
    from generator.slugs import slug_for  # noqa: PLC0415  # see above

    return slug_for(text, fallback="section")

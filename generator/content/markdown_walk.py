"""Finishes cleaned markup: one walk over its tags, in which few elements are built anew.

Headings get levels and ids, tables a box that scrolls, notes one form for both engines; links to
other files of the project are left open.  An attribute is passed on only where it is named here.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from generator.content.markdown_addresses import encoded, host_of, kind_of
from generator.model import ROOT, Body, Heading

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)([^<>"]*(?:"[^"]*"[^<>"]*)*)>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_NOTE_MARK = re.compile(r"<sup>.*?</sup>", re.DOTALL)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "img"})
_ALIGNMENTS = frozenset({"left", "center", "right"})

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


def walk(cleaned: str, image_hosts: tuple[str, ...]) -> tuple[Body, tuple[Refused, ...]]:
    """Return the body that well-formed, cleaned markup makes, and what was taken out of it."""
    steps = _Walk(image_hosts)
    steps.run(_TAG.split(cleaned))
    return steps.body(), tuple(steps.refused)


class _Walk:
    """One pass over the tags of cleaned markup; ``out`` holds the pieces of the new markup."""

    def __init__(self, image_hosts: tuple[str, ...]) -> None:
        self.image_hosts = frozenset(map(str.lower, image_hosts))
        self.out: list[str] = []
        self.visible: list[str] = []
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
        self.hidden = False
        self.shift = 0
        self.level = 1
        self.skip_rule = False

    def run(self, pieces: list[str]) -> None:
        """Walk over text, slash, name, attributes, text, … as ``_TAG.split`` gives them."""
        self.shift = 1 if "h1" in pieces[2::4] else 0
        depth = 0
        self._text(pieces[0], depth)
        for at in range(1, len(pieces), 4):
            slash, name, attributes, text = pieces[at : at + 4]
            handler = (_CLOSE if slash else _OPEN).get(name)
            if handler is None:
                self.out.append(f"<{slash}{name}>")
            else:
                handler(self, name, attributes)
            if name not in _VOID:
                depth += -1 if slash else 1
            if text:
                self._text(text, depth)

    def _text(self, text: str, depth: int) -> None:
        if depth == 0 and not text.isspace() and text:
            # A native block of raw HTML comes out as text without a paragraph around it.
            text = f"\n<p>{text.strip()}</p>\n"
        self.out.append(text)
        if not self.hidden:
            self.visible.append(text)

    def body(self) -> Body:
        """Return what has been built; call it once, after ``run``."""
        for start, end, raw in self.returns:
            number = self.references.get(raw)
            if number is None:
                self.out[start : end + 1] = [""] * (end + 1 - start)
            else:
                self.out[start] = self.out[start].replace(ROOT, f"#fnref:{number}")
        links = tuple(target for at, target in self.open_links.items() if self.out[at])
        markup = "".join(self.out).replace("<p></p>\n", "").replace("<p></p>", "").strip()
        words = len("".join(self.visible).replace("&nbsp;", " ").split())
        parts = tuple(markup.split(ROOT))
        return Body(parts, links, headings=tuple(self.headings), words=words)

    # --- links and images

    def open_a(self, _name: str, attributes: str) -> None:
        given = dict(_ATTRIBUTE.findall(attributes))
        # Only notes have ids; in a link, one stands beside its "sup" instead of inside it.
        if self.reference or given.get("class") == "footnote-ref" or given.get("id"):
            self._open_reference(given)
        elif given.get("class") == "footnote-backref":
            self._open_return(given)
        else:
            self._open_link(given)

    def _open_link(self, given: dict[str, str]) -> None:
        kind, target = kind_of(unescape(given.get("href", "")).strip())
        title = f' title="{given["title"]}"' if given.get("title") else ""
        self.link = _Opened(len(self.out), kind)
        if kind == "refused":
            self.out.append("")
        elif kind == "open":
            self.open_links[len(self.out)] = target
            self.out.append(f'<a href="{ROOT}"{title}>')
        else:
            href = _quoted(encoded(target))
            rel = ' rel="noopener"' if _WEB.match(href) else ""
            self.out.append(f'<a href="{href}"{title}{rel}>')

    def close_a(self, _name: str, _attributes: str) -> None:
        link, self.link = self.link, None
        self.hidden = False
        if link is None or link.what == "reference":
            self.out.append("</a>")
        elif link.what == "return":
            self.returns[-1] = (link.start, len(self.out), self.returns[-1][2])
            self.out.append("</a>")
        elif link.what == "refused":
            self.refused.append(Refused(False, "", self._since(link.start)))
            self.out.append("")
        elif not self._since(link.start):
            # A link without a name is a trap for those who cannot see where it stands.
            self.out[link.start] = ""
            self.out.append("")
        else:
            self.out.append("</a>")

    def open_img(self, _name: str, attributes: str) -> None:
        given = dict(_ATTRIBUTE.findall(attributes))
        alt = given.get("alt", "")
        kind, target = kind_of(unescape(given.get("src", "")).strip())
        title = f' title="{given["title"]}"' if given.get("title") else ""
        if kind == "open":
            self.open_links[len(self.out)] = target
            self.out.append(f'<img src="{ROOT}" alt="{alt}"{title}>')
        elif kind == "absolute" and host_of(target) in self.image_hosts:
            self.out.append(f'<img src="{_quoted(encoded(target))}" alt="{alt}"{title}>')
        else:
            self.refused.append(Refused(True, target, unescape(alt)))
            self.out.append(alt.replace("&quot;", '"'))
            self.visible.append(alt)

    def _since(self, start: int) -> str:
        """Return the name that an element has so far: its text, or what its images stand for."""
        inside = _NOTE_MARK.sub("", "".join(self.out[start + 1 :]))
        text = " ".join(unescape(_TAG.sub("", inside)).split())
        alternatives = re.findall(r' alt="([^"]+)"', inside)
        return text or unescape(" ".join(alternatives)).strip()

    # --- headings

    def open_heading(self, name: str, _attributes: str) -> None:
        wanted = min(int(name[1]) + self.shift, 6)
        self.heading = _Opened(len(self.out), str(max(2, min(wanted, self.level + 1))))
        self.out.append("")

    def close_heading(self, _name: str, _attributes: str) -> None:
        if self.heading is None:
            return
        start, digit = self.heading
        self.heading = None
        text = self._since(start)
        if not text:
            # An empty heading is an error in HTML and a riddle in a table of contents.
            self.out[start] = "<p>"
            self.out.append("</p>")
            return
        self.level = int(digit)
        name = self._unique(_slug(text))
        self.headings.append(Heading(self.level, name, text))
        self.out[start] = f'<h{digit} id="{name}">'
        self.out.append(f"</h{digit}>")

    def _unique(self, name: str) -> str:
        chosen = name
        while chosen in self.ids:
            # The counter makes a thousand equal headings a thousand steps, not a million.
            self.counts[name] = self.counts.get(name, 1) + 1
            chosen = f"{name}-{self.counts[name]}"
        self.ids.add(chosen)
        return chosen

    # --- tables

    def open_table(self, _name: str, _attributes: str) -> None:
        self.table = len(self.out)
        self.header_cells = []
        self.out.append("")

    def close_table(self, _name: str, _attributes: str) -> None:
        label = self._label(", ".join(filter(None, self.header_cells)) or "Table")
        self.out[self.table] = (
            '<div class="table-scroll" role="region" '
            f'aria-label="{_quoted(label)}" tabindex="0"><table>'
        )
        self.out.append("</table></div>")

    def _label(self, label: str) -> str:
        chosen = label
        while chosen in self.labels:
            self.counts[label] = self.counts.get(label, 1) + 1
            chosen = f"{label} ({self.counts[label]})"
        self.labels.add(chosen)
        return chosen

    def open_cell(self, name: str, attributes: str) -> None:
        align = dict(_ATTRIBUTE.findall(attributes)).get("align", "")
        style = f' class="align-{align}"' if align in _ALIGNMENTS else ""
        if name == "th":
            self.cell = _Opened(len(self.out), f'<th scope="col"{style}>')
        self.out.append(f"<td{style}>")

    def close_header_cell(self, _name: str, _attributes: str) -> None:
        if self.cell is None:
            return
        text = self._since(self.cell.start)
        self.header_cells.append(text)
        if text:
            self.out[self.cell.start] = self.cell.what
        self.out.append("</th>" if text else "</td>")
        self.cell = None

    # --- notes

    def open_sup(self, _name: str, attributes: str) -> None:
        given = dict(_ATTRIBUTE.findall(attributes))
        if self.link is None and given:
            self.reference = given.get("id") or "?"
        self.out.append("<sup>")

    def _open_reference(self, given: dict[str, str]) -> None:
        raw = given.get("id") or self.reference
        self.reference = ""
        self.link = _Opened(len(self.out), "reference")
        self.hidden = True
        number = self.references.setdefault(raw, len(self.references) + 1)
        self.out.append(
            f'<a class="footnote-ref" role="doc-noteref" id="fnref:{number}" '
            f'href="#fn:{self._note(given.get("href", "")[1:])}">'
        )

    def close_sup(self, _name: str, _attributes: str) -> None:
        self.reference = ""
        self.out.append("</sup>")

    def _note(self, raw: str) -> int:
        return self.notes.setdefault(raw, len(self.notes) + 1)

    def open_li(self, _name: str, attributes: str) -> None:
        raw = dict(_ATTRIBUTE.findall(attributes)).get("id")
        if not raw:
            self.out.append("<li>")
            return
        self.note += 1
        self.returned = 0
        name = f"fn:{self._note(raw)}"
        # A note that is defined twice, one inside the other, comes out twice.
        self.out.append("<li>" if name in self.ids else f'<li id="{name}">')
        self.ids.add(name)

    def _open_return(self, given: dict[str, str]) -> None:
        self.returned += 1
        which = f"{self.note}.{self.returned}" if self.returned > 1 else str(self.note)
        start = len(self.out)
        self.returns.append((start, start, given.get("href", "")[1:]))
        self.link = _Opened(start, "return")
        self.hidden = True
        self.out.append(
            f'<a class="footnote-backref" role="doc-backlink" href="{ROOT}" '
            f'aria-label="Back to reference {which}">'
        )

    def open_notes(self, _name: str, _attributes: str) -> None:
        self.skip_rule = True
        self.out.append('<div class="footnotes" role="doc-endnotes">')

    def close_notes(self, _name: str, _attributes: str) -> None:
        self.out.append("</div>")

    # --- the rest

    def open_hr(self, _name: str, _attributes: str) -> None:
        self.out.append("" if self.skip_rule else "<hr>")
        self.skip_rule = False

    def open_ol(self, _name: str, attributes: str) -> None:
        start = dict(_ATTRIBUTE.findall(attributes)).get("start", "")
        self.skip_rule = False
        self.out.append(f'<ol start="{start}">' if re.fullmatch("[0-9]{1,9}", start) else "<ol>")

    def open_abbr(self, _name: str, attributes: str) -> None:
        title = dict(_ATTRIBUTE.findall(attributes)).get("title", "")
        self.out.append(f'<abbr title="{title}">')

    def open_pre(self, _name: str, _attributes: str) -> None:
        # A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
        self.out.append('<pre tabindex="0">')


_Handler = Callable[[_Walk, str, str], None]
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OPEN: dict[str, _Handler] = {
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
_CLOSE: dict[str, _Handler] = {
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


def _quoted(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    )

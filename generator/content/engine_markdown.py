"""Renders Python-Markdown with its extensions, on a budget.

Python-Markdown looks again and again at the rest of a paragraph for each bracket that nothing
closes, and at the rest of a block for each rule or heading in it: a few kilobytes can keep it
busy for minutes.  So every look is paid for by the number of characters it may have to read, and
a text that spends too much is refused.  Counting, unlike a clock, gives the same verdict on every
machine.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from generator.content.markdown_meter import Meter

_EXTENSIONS = ["tables", "footnotes", "abbr", "def_list", "sane_lists", "fenced_code"]
_SETTINGS: dict[str, dict[str, object]] = {
    # No words of an author can be the place marker: a text holds no NUL.
    "footnotes": {"PLACE_MARKER": "\x00"},
    "tables": {"use_align_attribute": True},
}

# What one block, cell or abbreviation costs, in characters read: all are made with much ceremony.
_ELEMENT = 250

_FENCE = re.compile(r"^[ ]{0,3}(?:```|~~~)", re.MULTILINE)
_ABBREVIATION = re.compile(r"^\*\[([^\]\n]*)(.*)$", re.MULTILINE)
_QUOTED_END = re.compile(r"[\"']\s*\)$")

Found = tuple[Element | str | None, int | None, int | None]
Handle = Callable[[re.Match[str], str], Found]


class _Engine(NamedTuple):
    markdown: Markdown
    meter: Meter


class _BlockMeter(BlockProcessor):
    """Pays for each look at a block; it is asked first and never takes one."""

    def __init__(self, markdown: Markdown, meter: Meter) -> None:
        super().__init__(markdown.parser)
        self.meter = meter

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # the library's signature
        self.meter.spend(len(block) + _ELEMENT)
        if "|" in block:
            columns = block.split("\n", 1)[0].count("|") + 1
            self.meter.spend(_ELEMENT * columns * block.count("\n"))
        return False

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Do nothing: ``test`` never says yes."""


@cache
def _engine() -> _Engine:
    markdown = Markdown(extensions=_EXTENSIONS, extension_configs=_SETTINGS, output_format="html")
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    meter = Meter()
    markdown.parser.blockprocessors.register(_BlockMeter(markdown, meter), "meter", 1_000)
    for pattern in markdown.inlinePatterns:
        # The library has no other place at which each match of each pattern passes by.
        handle = cast("Handle", pattern.handleMatch)
        pattern.handleMatch = _metered(handle, meter)  # type: ignore[method-assign, assignment]
    return _Engine(markdown, meter)


def _metered(handle: Handle, meter: Meter) -> Handle:
    """Return a pattern's handler that pays for the part of the paragraph it had to read."""

    def paid(match: re.Match[str], data: str) -> Found:
        found = handle(match, data)
        meter.spend(_cost(match, data, found))
        return found

    return paid


def _cost(match: re.Match[str], data: str, found: Found) -> int:
    node, start, end = found
    if node is None or start is None or end is None:
        return len(data) - match.start()
    cost = end - start + len(data) // 16
    if isinstance(node, Element):
        cost += sum(map(len, node.attrib.values()))
        if _looked_on(data[start:end]):
            cost += len(data) - end
    return cost


def _looked_on(whole: str) -> bool:
    """Return whether the engine read on after the end of a code span, link or image.

    It does so for backticks without a match of their length, and for a quotation mark in an
    address, which it takes for the beginning of a title.
    """
    if whole[0] == "`":
        opening = len(whole) - len(whole.lstrip("`"))
        return opening != len(whole) - len(whole.rstrip("`"))
    return ("'" in whole or '"' in whole) and not _QUOTED_END.search(whole)


def _spend_ahead(text: str, meter: Meter) -> None:
    """Pay for what is done outside blocks and patterns, and for emphasis in emphasis."""
    meter.spend(len(_FENCE.findall(text)) * len(text) // 10)
    meter.spend(5 * text.count("[^") ** 2)
    for found in _ABBREVIATION.finditer(text):
        meter.spend(len(text) // 10)
        if found[1]:
            meter.spend(text.count(found[1]) * (len(found[2]) + _ELEMENT))
    if "*" in text or "_" in text:
        for block in text.split("\n\n"):
            meter.spend((block.count("*") + block.count("_")) ** 2 // 20)


def render(text: str) -> str:
    """Return the markup of a text, not cleaned yet; raises TooComplexError or RecursionError."""
    markdown, meter = _engine()
    meter.spent = 0
    _spend_ahead(text, meter)
    return markdown.reset().convert(text)

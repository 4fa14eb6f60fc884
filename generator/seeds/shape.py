"""Paragraphs out of lines: tells a text with one paragraph per line from a hard-wrapped one.

The whole body is judged at once.  It is wrapped when no line is longer than 120 characters, at
least half of the lines that have a successor in their block end within a sentence, and at least
four fifths of them are full: the first word of the next line would not have fitted, give or take
a quarter of the width.  Tables, verses and lists fail the last test and keep their lines.
"""

import re
from itertools import pairwise

from msgspec import Struct

WIDEST = 120
NARROWEST = 40

_ENDS = tuple('.!?:;…"”’»)]*')
_ITEM = re.compile(r"\s*(?:[-*•·–—]\s|\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_LARGE = re.compile(r"\s*\W*[A-ZÀ-ÖØ-ÞΑ-ΩА-Я\d]")
_INDENT = re.compile(r"(?:\t| {2,})\S")
_BROKEN_WORD = re.compile(r"[^\W\d_]-")


class Line(Struct, frozen=True):
    """One line of a seed with its number in the file, counted from 1."""

    number: int
    text: str


def blocks_of(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], ...]:
    """Return the runs of lines between blank ones."""
    blocks: list[tuple[Line, ...]] = []
    block: list[Line] = []
    for line in lines:
        if line.text and not line.text.isspace():
            block.append(line)
        elif block:
            blocks.append(tuple(block))
            block = []
    return (*blocks, tuple(block)) if block else tuple(blocks)


def is_wrapped(blocks: tuple[tuple[Line, ...], ...]) -> bool:
    """Tell whether the lines of a text were broken to fit a width."""
    long = [block for block in blocks if len(block) > 1]
    if any(len(line.text) > 2 * WIDEST for block in long for line in block):
        return False
    texts = [[line.text.rstrip() for line in block] for block in long]
    width = max((len(text) for block in texts for text in block), default=0)
    pairs = [pair for block in texts for pair in pairwise(block)]
    if not pairs or not NARROWEST <= width <= WIDEST:
        return False
    midway = sum(not one.endswith(_ENDS) for one, _ in pairs)
    small = sum(not _LARGE.match(two) for _, two in pairs)
    full = sum(len(f"{one} {two.split(None, 1)[0]}") > 0.75 * width for one, two in pairs)
    return 2 * min(midway, 1.5 * small) >= len(pairs) and 5 * full >= 4 * len(pairs)


def paragraphs_of(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the paragraphs of a body, white space folded, each with the line it starts on."""
    blocks = blocks_of(lines)
    if not is_wrapped(blocks):
        return tuple(
            Line(one.number, " ".join(one.text.split())) for block in blocks for one in block
        )
    return tuple(
        Line(part[0].number, _joined(part)) for block in blocks for part in _split_at_starts(block)
    )


def _split_at_starts(block: tuple[Line, ...]) -> list[list[Line]]:
    """Split a block where a list item or an indented first line begins a paragraph."""
    parts: list[list[Line]] = [[block[0]]]
    for before, line in pairwise(block):
        indented = _INDENT.match(line.text) and not _INDENT.match(before.text)
        # Within an item the lines that follow are indented too.
        starts = _ITEM.match(line.text) or (indented and not _ITEM.match(parts[-1][0].text))
        if starts:
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _joined(part: list[Line]) -> str:
    pieces = [" ".join(part[0].text.split())]
    for line in part[1:]:
        follows = " ".join(line.text.split())
        # "procure-" and "ment" might be one word or two; the hyphen stays, as in "co-operation".
        broken = _BROKEN_WORD.fullmatch(pieces[-1][-2:]) and follows[:1].islower()
        pieces += ("" if broken else " ", follows)
    return "".join(pieces)

"""Three-way merging: what an editor made of an article and what a changed seed brings.

Pure and symmetrical as long as both sides do not touch the same thing: then the editor's value
stands first and the other is shown beside it.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from merge3 import Merge3
from msgspec import Struct

from generator.conflicts import EDITED, MIDDLE, SEED
from generator.frontmatter import Value

LIMIT_BLOCKS = 2000
"""Longer texts are not compared block by block: difflib takes quadratic time for hostile ones."""

_BLOCK = re.compile(r".*?(?:\n(?:[ \t]*\n)+|\Z)", re.DOTALL)


class Merged(Struct, frozen=True):
    """A merged body and how many places in it hold both versions between conflict marks."""

    text: str
    conflicts: int = 0


def merge_text(base: str, mine: str, theirs: str) -> Merged:
    """Merge two bodies that descend from one, by blocks between blank lines.

    Where both sides changed the same block and not in the same way, both versions stay, between
    the lines ``<<<<<<< edited``, ``=======`` and ``>>>>>>> seed``.  Neighbours are judged one by
    one where each side has as many blocks as the base.  Line ends and what ends the file are the
    editor's.
    """
    if theirs in (base, mine):
        return Merged(mine)
    if base == mine:
        return Merged(theirs)
    if "\r\n" in mine:
        merged = merge_text(_plain(base), _plain(mine), _plain(theirs))
        return Merged(merged.text.replace("\n", "\r\n"), merged.conflicts)
    return _merged_blocks(_blocks(base), _blocks(mine), _blocks(theirs))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


def _blocks(text: str) -> list[str]:
    """Return the blocks of a text, each with the blank lines after it, the last one too."""
    body = text.strip("\n")
    return _BLOCK.findall(f"{body}\n\n")[:-1] if body.strip() else []


def _merged_blocks(base: list[str], mine: list[str], theirs: list[str]) -> Merged:
    if max(map(len, (base, mine, theirs))) > LIMIT_BLOCKS:
        return Merged(_ended("".join(_both(mine, theirs))), 1)
    parts: list[str] = []
    conflicts = 0
    for group in Merge3(base, mine, theirs).merge_groups():
        if group[0] == "conflict":
            blocks, count = _settled_in_part(group[1], group[2], group[3])
            parts += blocks
            conflicts += count
        else:
            parts += group[1]
    return Merged(_ended("".join(parts)), conflicts)


def _settled_in_part(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> tuple[list[str], int]:
    """Return a region that both sides changed, and how many conflicts are left in it.

    Blocks without an unchanged one between them are a single region.  Where no side added or took
    away any, each can be held against its own base, and only those that both changed conflict.
    """
    if not len(base) == len(mine) == len(theirs):
        return _both(mine, theirs), 1
    parts: list[str] = []
    conflicts = 0
    for is_conflict, rows in groupby(zip(base, mine, theirs, strict=True), _is_conflict):
        run = list(rows)
        if is_conflict:
            parts += _both([row[1] for row in run], [row[2] for row in run])
            conflicts += 1
        else:
            parts += [new if old == ours else ours for old, ours, new in run]
    return parts, conflicts


def _is_conflict(row: tuple[str, str, str]) -> bool:
    old, ours, new = row
    return old != ours and new not in (old, ours)


def _both(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    return [f"{EDITED}\n\n", *mine, f"{MIDDLE}\n\n", *theirs, f"{SEED}\n\n"]


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n" if text.strip("\n") else ""


def merge_values(base: Value, mine: Value, theirs: Value) -> tuple[Value, bool]:
    """Merge one field of the front matter; the flag tells that both sides changed it.

    An empty text stands for a field that is not there.  Mappings are merged key by key.  Of two
    changed texts or lists the editor's is returned.
    """
    if theirs in (base, mine):
        return mine, False
    if base == mine:
        return theirs, False
    sides = (base, mine, theirs)
    if all(isinstance(one, Mapping) or one == "" for one in sides):
        return _merged_mappings(*(one if isinstance(one, Mapping) else {} for one in sides))
    return mine, True


def _merged_mappings(
    base: Mapping[str, Value], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> tuple[Mapping[str, Value], bool]:
    merged: dict[str, Value] = {}
    conflict = False
    for key in dict.fromkeys((*mine, *theirs)):
        value, both = merge_values(base.get(key, ""), mine.get(key, ""), theirs.get(key, ""))
        conflict = conflict or both
        if value != "":
            merged[key] = value
    return merged, conflict

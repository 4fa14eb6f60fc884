"""Slices a newest-first list so that the address of an old page always shows the same articles.

Pages are numbered from the oldest.  A full page never changes; the front of the list, at the
list's own address, holds whatever is newer than the last full page.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Slice(Struct, Generic[T], frozen=True):
    """One page of a list; ``number`` counts from 1, the oldest; items are newest first.

    ``below_front`` marks the newest numbered page, whose newer neighbour is the front.
    """

    number: int
    is_front: bool
    items: tuple[T, ...]
    below_front: bool = False


def paginate(items: Sequence[T], size: int) -> tuple[Slice[T], ...]:
    """Return the pages of a newest-first list, the front first, then from newest to oldest.

    Every item is on exactly one page.  The numbered pages hold exactly ``size`` items; the front
    holds from ``size`` to ``2 * size - 1``, or all of them when there are fewer, so that it never
    looks empty just after a page has become full.
    """
    count = max(1, len(items) // size)
    start_of_numbered = len(items) - (count - 1) * size
    front = Slice(count, is_front=True, items=tuple(items[:start_of_numbered]))
    numbered = (
        Slice(
            number,
            is_front=False,
            items=_numbered(items, number, size),
            below_front=number == count - 1,
        )
        for number in range(count - 1, 0, -1)
    )
    return (front, *numbered)


def _numbered(items: Sequence[T], number: int, size: int) -> tuple[T, ...]:
    end = len(items) - (number - 1) * size
    return tuple(items[end - size : end])

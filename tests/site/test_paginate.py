"""Lists in pages: every article on one page, and old pages that never move."""

from hypothesis import given
from hypothesis import strategies as st

from generator.site.paginate import paginate

_counts = st.integers(0, 120)
_sizes = st.integers(1, 15)


def newest_first(count: int) -> range:
    """Return articles numbered from the oldest, the newest first."""
    return range(count, 0, -1)


@given(_counts, _sizes)
def test_each_once(count: int, size: int) -> None:
    """Every item is on exactly one page, in order from the front to page 1."""
    pages = paginate(newest_first(count), size)

    assert [item for page in pages for item in page.items] == list(newest_first(count))


@given(_counts, _sizes)
def test_sizes(count: int, size: int) -> None:
    """Numbered pages are full; the front holds up to twice as many less one, and never too few."""
    front, *numbered = paginate(newest_first(count), size)

    assert front.is_front
    assert not any(page.is_front for page in numbered)
    assert {len(page.items) for page in numbered} <= {size}
    assert min(count, size) <= len(front.items) <= 2 * size - 1


@given(_counts, _sizes)
def test_numbers(count: int, size: int) -> None:
    """Pages are numbered from the oldest, without gaps, and one knows that the front is next."""
    front, *numbered = paginate(newest_first(count), size)

    assert [page.number for page in numbered] == list(range(len(numbered), 0, -1))
    assert front.number == len(numbered) + 1
    assert [page.below_front for page in numbered] == [True, *[False] * len(numbered)][:-1]


@given(_counts, _sizes, st.integers(1, 40))
def test_full_pages_stay(count: int, size: int, more: int) -> None:
    """However many newer items come, a numbered page keeps its number and its items."""
    before = {page.number: page.items for page in paginate(newest_first(count), size)[1:]}
    after = {page.number: page.items for page in paginate(newest_first(count + more), size)[1:]}

    assert before.items() <= after.items()


@given(_counts, _sizes)
def test_one_more(count: int, size: int) -> None:
    """One more item changes the front, and at most adds one page and turns one link."""
    before = paginate(newest_first(count), size)
    after = paginate(newest_first(count + 1), size)

    assert len(after) - len(before) in (0, 1)
    assert len(set(before[1:]) - set(after[1:])) <= 1


def test_empty() -> None:
    """An empty list has a front and nothing else."""
    nothing: tuple[int, ...] = ()
    (front,) = paginate(nothing, 5)

    assert (front.items, front.number, front.is_front) == ((), 1, True)

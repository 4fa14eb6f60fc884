"""Which articles are compared, so that an edit compares only those that it makes a difference to.

Each article bears a mark, a number.  It has a new one as soon as its trace changes, or the step of
one of its words does: so two marks are as alike as they are for good, and what was reckoned for
them holds for as long as both are borne.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from struct import pack, unpack

from msgspec import Struct, msgpack

from generator.site.likeness import (
    DAYS,
    SHARED,
    STEPS,
    Pair,
    Trace,
    Weighed,
    around,
    leading_of,
    likeness,
    step_of,
    weighed,
)

_ROW_BYTES = 6

_encode = msgpack.Encoder().encode
_decode = msgpack.Decoder(Trace).decode


class Compared(Struct, frozen=True):
    """How alike articles are; one place in each tuple is one article, in the order of their days.

    ``traces`` are encoded.  ``steps`` has the step of each word, or nothing if all are on the
    first.  ``rows`` has the likenesses to articles with lesser marks, packed; some of those marks
    may be borne no more.  ``spent`` is the first mark that was never borne.
    """

    traces: tuple[bytes, ...] = ()
    marks: tuple[int, ...] = ()
    steps: tuple[bytes, ...] = ()
    rows: tuple[bytes, ...] = ()
    spent: int = 0


NOT_COMPARED = Compared()


def compared(traces: Sequence[Trace], *, known: Compared = NOT_COMPARED) -> Compared:
    """Return how alike articles are; ``traces`` are in the order of their days.

    Time is linear in the number of pairs that share leading words within the window, and those are
    few for each article; of articles that ``known`` has as they are, only their words are read.
    """
    packed = tuple(map(_encode, traces))
    if packed == known.traces:
        return known
    stayed, gone = _matched(packed, known.traces)
    comparing = _Comparing(traces, [known.steps[at] if at >= 0 else b"" for at in stayed])
    new = {number for number, at in enumerate(stayed) if at < 0}
    new |= comparing.take_steps(new, [_decode(known.traces[at]) for at in gone])
    marks = [known.marks[at] if at >= 0 else -1 for at in stayed]
    for mark, number in enumerate(sorted(new), known.spent):
        marks[number] = mark
    fresh = comparing.rows(new, marks)
    return Compared(
        traces=packed,
        marks=tuple(marks),
        steps=tuple(comparing.steps),
        rows=tuple(
            fresh[number] if number in fresh else known.rows[at] for number, at in enumerate(stayed)
        ),
        spent=known.spent + len(new),
    )


def likenesses(traces: Sequence[Trace]) -> Mapping[Pair, int]:
    """Return how alike the articles are that are alike at all, from 1 to MOST."""
    return scores_of(compared(traces))


def scores_of(found: Compared) -> Mapping[Pair, int]:
    """Return how alike articles are, by their places."""
    places = {mark: at for at, mark in enumerate(found.marks)}
    return {
        (min(at, places[mark]), max(at, places[mark])): score
        for at, row in enumerate(found.rows)
        for mark, score in likenesses_in(row)
        if mark in places
    }


def likenesses_in(row: bytes) -> Iterable[tuple[int, int]]:
    """Yield the marks of a row, each with how alike its article is."""
    count = len(row) // _ROW_BYTES
    values = unpack(f"<{count}I{count}H", row)
    return zip(values[:count], values[count:], strict=True)


def _matched(
    packed: Sequence[bytes], before: Sequence[bytes]
) -> tuple[Sequence[int], Sequence[int]]:
    """Return the former place of each trace, -1 for a new one, and the places of those gone.

    It does not matter which of several equal traces is taken for which.
    """
    places: defaultdict[bytes, deque[int]] = defaultdict(deque)
    for at, one in enumerate(before):
        places[one].append(at)
    found = [places[one].popleft() if places.get(one) else -1 for one in packed]
    return found, [at for left in places.values() for at in left]


def _near(days: Sequence[int], around_days: Iterable[int], reach: int) -> Sequence[int]:
    """Return in order the places of the days that are less than ``reach`` from any of others."""
    found: list[int] = []
    end = 0
    for day in sorted(set(around_days)):
        first = max(end, bisect_right(days, day - reach))
        end = max(end, bisect_left(days, day + reach))
        found.extend(range(first, end))
    return found


class _Comparing:
    """Articles that are being compared, by their places; what is read of them is read once."""

    def __init__(self, traces: Sequence[Trace], steps: Sequence[bytes]) -> None:
        self.steps = list(steps)
        self._traces = traces
        self._days = [one.day for one in traces]
        self._lists: list[Sequence[str] | None] = [None] * len(traces)
        self._weighed: list[Weighed | None] = [None] * len(traces)
        # One string for each word: what is the same object is compared at a glance.
        self._same: dict[str, str] = {}

    def take_steps(self, new: AbstractSet[int], gone: Sequence[Trace]) -> AbstractSet[int]:
        """Take the steps of all words as they are now; return the articles of which one moved.

        Nothing can have moved but words of articles that came or went, and only near these.
        """
        days = [*(self._days[number] for number in new), *(one.day for one in gone)]
        moved = {word for number in new for word in self._words(number)}
        moved.update(word for one in gone for word in one.gist.words.split())
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number in _near(self._days, days, 2 * DAYS):
            for word in moved.intersection(self._words(number)):
                holders[word].append(number)
        near = set(_near(self._days, days, DAYS))
        found: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for word, numbers in holders.items():
            # Most words are held by few, and need no counting.
            if len(numbers) + len(gone) > STEPS[0][0]:
                counts = around([self._days[number] for number in numbers])
                for number, count in zip(numbers, counts, strict=True):
                    step = step_of(count)
                    if number in near and step != self._step(number, word):
                        found[number][word] = step
        for number, steps in found.items():
            words = self._words(number)
            before = self.steps[number] or bytes(len(words))
            now = bytes(steps.get(word, step) for word, step in zip(words, before, strict=True))
            self.steps[number] = now if any(now) else b""
        return found.keys()

    def rows(self, new: AbstractSet[int], marks: Sequence[int]) -> Mapping[int, bytes]:
        """Return for each of the new articles how alike it is to those with lesser marks."""
        found: Mapping[int, tuple[list[int], list[int]]] = {number: ([], []) for number in new}
        for number, others in self._candidates(new):
            one = self._reckoned(number)
            for other in others:
                score = likeness(one, self._reckoned(other))
                if score:
                    later, earlier = (number, other) if number in new else (other, number)
                    found[later][0].append(marks[earlier])
                    found[later][1].append(score)
        return {
            number: pack(f"<{len(scores)}I{len(scores)}H", *lesser, *scores)
            for number, (lesser, scores) in found.items()
        }

    def _candidates(self, new: AbstractSet[int]) -> Iterable[tuple[int, Iterable[int]]]:
        """Yield articles, each with the new ones in the window that share enough leading words.

        Two new ones come once, under the later one.
        """
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number in sorted(new):
            for word in leading_of(self._words(number), self.steps[number]):
                holders[word].append(number)
        leading = set(holders)
        for number in _near(self._days, [self._days[one] for one in new], DAYS):
            words = leading.intersection(leading_of(self._words(number), self.steps[number]))
            if len(words) < SHARED:
                continue
            day = self._days[number]
            first = bisect_right(self._days, day - DAYS)
            end = number if number in new else bisect_left(self._days, day + DAYS)
            counts: Counter[int] = Counter()
            for word in words:
                held = holders[word]
                counts.update(held[bisect_left(held, first) : bisect_left(held, end)])
            yield number, [other for other, count in counts.items() if count >= SHARED]

    def _words(self, number: int) -> Sequence[str]:
        found = self._lists[number]
        if found is None:
            self._lists[number] = found = self._traces[number].gist.words.split()
        return found

    def _step(self, number: int, word: str) -> int:
        steps = self.steps[number]
        return steps[self._words(number).index(word)] if steps else 0

    def _reckoned(self, number: int) -> Weighed:
        found = self._weighed[number]
        if found is None:
            same = self._same
            words = [same.setdefault(word, word) for word in self._words(number)]
            found = weighed(self._traces[number], words, self.steps[number])
            self._weighed[number] = found
        return found

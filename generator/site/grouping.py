"""Articles that are alike to groups: the most alike first, for as long as they are alike enough.

This is agglomerative clustering with average linkage: two groups are as alike as their articles
are on average.  Pairs that were never compared count as not alike at all.

An average is never more than the best of a pair.  So no group reaches beyond what is tied together
by pairs that are alike enough by themselves, and each such part is grouped for itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from msgspec import Struct

from generator.site.comparing import Compared, likenesses_in
from generator.site.likeness import Pair

ALIKE = 210
"""How alike two groups are at least, in thousandths, to become one."""


class Part(Struct, frozen=True):
    """Articles that are tied together, by their marks, the oldest first, and their groups.

    ``bonds`` has a word for each of them; ``groups`` have their places among the marks.
    """

    marks: tuple[int, ...]
    bonds: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]


def parts_of(
    compared: Compared, bonds: Sequence[str], *, since: int = 0, known: Iterable[Part] = ()
) -> tuple[Part, ...]:
    """Return all that is tied together; ``known`` are the parts of marks before ``since``."""
    places = {mark: at for at, mark in enumerate(compared.marks)}
    pool = {mark for mark in compared.marks if mark >= since}
    for mark in tuple(pool):
        row = likenesses_in(compared.rows[places[mark]])
        pool.update(other for other, score in row if score >= ALIKE and other in places)
    kept = []
    for part in known:
        numbers = [places[mark] for mark in part.marks if mark in places]
        if (
            len(numbers) == len(part.marks)
            and pool.isdisjoint(part.marks)
            and numbers == sorted(numbers)
            and all(bonds[at] == bond for at, bond in zip(numbers, part.bonds, strict=True))
        ):
            kept.append(part)
        else:
            pool.update(mark for mark in part.marks if mark in places)
    tied: defaultdict[int, list[int]] = defaultdict(list)
    for mark in pool:
        for other, score in likenesses_in(compared.rows[places[mark]]):
            if score >= ALIKE and other in pool:
                tied[mark].append(other)
                tied[other].append(mark)
    seen: set[int] = set()
    for mark in sorted(tied):
        if mark not in seen:
            marks = sorted(_reached(mark, tied), key=places.__getitem__)
            seen.update(marks)
            numbers = [places[mark] for mark in marks]
            rows = [compared.rows[at] for at in numbers]
            kept.append(_part(marks, rows, [bonds[at] for at in numbers]))
    return tuple(kept)


def _part(marks: Sequence[int], rows: Iterable[bytes], bonds: Sequence[str]) -> Part:
    within = {mark: at for at, mark in enumerate(marks)}
    alike = {
        (min(at, within[other]), max(at, within[other])): score
        for at, row in enumerate(rows)
        for other, score in likenesses_in(row)
        if other in within
    }
    return Part(tuple(marks), tuple(bonds), groups_of(alike, bonds))


def _reached(first: int, tied: Mapping[int, Iterable[int]]) -> Iterable[int]:
    """Return all that is tied to a number, by however many others, and itself."""
    found = {first}
    todo = [first]
    while todo:
        more = set(tied[todo.pop()]) - found
        found |= more
        todo += more
    return found


def groups_of(
    alike: Mapping[Pair, int], bonds: Sequence[str], *, least: int = ALIKE
) -> tuple[tuple[int, ...], ...]:
    """Return the groups of two and more, each in order, by their first members.

    ``bonds`` has a word for each number: what bears different words never comes together; an
    empty word binds to nothing.
    """
    grouping = _Grouping(alike, bonds, least)
    grouping.run()
    found = (tuple(sorted(group)) for group in grouping.members.values() if len(group) > 1)
    return tuple(sorted(found))


class _Grouping:
    """Groups on their way to being one; each is known by its first member.

    ``sums`` has for two groups how alike their articles are, added up.
    """

    def __init__(self, alike: Mapping[Pair, int], bonds: Sequence[str], least: int) -> None:
        self.least = least
        self.bonds = dict(enumerate(bonds))
        self.sums: defaultdict[int, dict[int, int]] = defaultdict(dict)
        # Only what is tied to others by a pair that is alike enough can become part of a group.
        tied = {number for pair, score in alike.items() if score >= least for number in pair}
        for (one, other), score in alike.items():
            if one in tied and other in tied:
                self.sums[one][other] = self.sums[other][one] = score
        self.members = {number: [number] for number in tied}
        self.queue = [(-score, *pair) for pair, score in alike.items() if score >= least]
        heapify(self.queue)

    def run(self) -> None:
        while self.queue:
            score, one, other = heappop(self.queue)
            if self._average(one, other) == -score and self._may_join(one, other):
                self._join(one, other)

    def _average(self, one: int, other: int) -> int:
        """Return how alike two groups are on average; nothing where one has become another's."""
        if one not in self.members or other not in self.members:
            return -1
        pairs = len(self.members[one]) * len(self.members[other])
        return self.sums[one].get(other, 0) // pairs

    def _may_join(self, one: int, other: int) -> bool:
        words = {self.bonds[one], self.bonds[other]} - {""}
        return len(words) < 2

    def _join(self, one: int, other: int) -> None:
        self.members[one] += self.members.pop(other)
        self.bonds[one] = self.bonds[one] or self.bonds[other]
        self.sums[one].pop(other)
        for third, score in self.sums.pop(other).items():
            if third != one:
                del self.sums[third][other]
                self.sums[one][third] = self.sums[one].get(third, 0) + score
                self.sums[third][one] = self.sums[one][third]
        for third in self._neighbours(one):
            average = self._average(one, third)
            if average >= self.least:
                heappush(self.queue, (-average, min(one, third), max(one, third)))

    def _neighbours(self, one: int) -> Iterable[int]:
        return self.sums[one]

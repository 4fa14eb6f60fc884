"""Which others each article leads to, and what they have in common.

Those of the same story come first, then those that share most, then the nearest in time.  What an
article leads to depends on its neighbours in the lists that it stands in, and on nothing else: a
new article changes only what stands near it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, islice

from msgspec import Struct, msgpack

from generator.fingerprint import fingerprint
from generator.model import Article, Taxonomy, TermId

_WINDOW = 6
"""How far, in articles of the same term, related ones are looked for: keeps the search linear
and lets a new article touch only pages near it in time."""

_WEIGHTS = {
    Taxonomy.COUNTRIES: 3,
    Taxonomy.ORGANISATIONS: 2,
    Taxonomy.TAGS: 2,
    Taxonomy.PEOPLE: 3,
}

_STORY = 1_000_000
"""More than all terms of an article together weigh."""

TermKey = tuple[Taxonomy, TermId]


class Related(Struct, frozen=True, gc=False):
    """Another article, by its number in Site.articles, and what both have in common."""

    number: int
    shared: tuple[TermKey, ...]
    same_story: bool = False


class Relations(Struct, frozen=True):
    """For each article the others that it leads to; ``key`` digests all that this depends on.

    It is packed, since making many small values takes longer than reading them: ``counts`` says
    how many others each article has, ``rows`` has their numbers, each with the place in ``shared``
    of what both share and 1 for the same story.  ``worked`` is what it came from, encoded, since
    nobody reads it if nothing has changed.
    """

    key: bytes = b""
    shared: tuple[tuple[TermKey, ...], ...] = ()
    counts: bytes = b""
    rows: tuple[int, ...] = ()
    worked: bytes = b""


NO_RELATIONS = Relations()


class _Standing(Struct, frozen=True):
    """When each article was published, with the lists that it stands in; and the stories.

    ``most`` is how many others each of them leads to.
    """

    articles: tuple[bytes, ...] = ()
    stories: tuple[tuple[int, ...], ...] = ()
    most: int = 0


_Stood = tuple[int, tuple[TermKey, ...]]

_encode = msgpack.Encoder().encode
_decode = msgpack.Decoder(_Stood).decode


def related_to(
    articles: Sequence[Article],
    by_term: Mapping[TermKey, tuple[int, ...]],
    stories: Sequence[Sequence[int]],
    *,
    most: int,
    known: Relations = NO_RELATIONS,
) -> Relations:
    """Work out for each article the others that it leads to, ``most`` of them.

    ``by_term`` lists the numbers of articles in their order, ``stories`` in any order of time;
    ``known`` is what was worked out before, and is returned if nothing has changed.
    """
    moments = [int(one.published.timestamp()) for one in articles]
    key = fingerprint((list(by_term.items()), moments, stories, most))
    if key == known.key:
        return known
    if not most:
        return _packed(key, (() for _ in articles), b"")
    before = msgpack.decode(known.worked, type=_Standing) if known.worked else _Standing()
    if before.most != most:
        before = _Standing()
    lists = _Lists(by_term, stories, moments, most)
    now = _Standing(
        tuple(_encode((moment, keys)) for moment, keys in zip(moments, lists.keys, strict=True)),
        tuple(tuple(sorted(story)) for story in stories),
        most,
    )
    stayed = _stayed(now.articles, before.articles)
    affected = _affected(lists, stayed, now, before)
    former = _Former(known, stayed)
    return _packed(
        key,
        (lists.best(at) if at in affected else former.row(at) for at in range(len(articles))),
        _encode(now),
    )


def unpacked(relations: Relations) -> tuple[tuple[Related, ...], ...]:
    """Return for each article the others that it leads to, the best first."""
    numbers = iter(relations.rows)
    rows = zip(numbers, numbers, numbers, strict=True)
    return tuple(
        tuple(
            Related(number, relations.shared[at], same_story == 1)
            for number, at, same_story in islice(rows, count)
        )
        for count in relations.counts
    )


def _packed(key: bytes, related: Iterable[Sequence[Related]], worked: bytes) -> Relations:
    places: dict[tuple[TermKey, ...], int] = {}
    # What is the same object need not be looked up as a value again.
    same: dict[int, int] = {}
    rows: list[int] = []
    counts = bytearray()
    kept = []
    for found in related:
        counts.append(len(found))
        for one in found:
            at = same.get(id(one.shared))
            if at is None:
                at = same[id(one.shared)] = places.setdefault(one.shared, len(places))
                kept.append(one.shared)
            rows += (one.number, at, int(one.same_story))
    return Relations(key, tuple(places), bytes(counts), tuple(rows), worked)


def _stayed(articles: Sequence[bytes], before: Sequence[bytes]) -> Sequence[int]:
    """Return the former number of each article, ascending, -1 for what came or moved."""
    numbers: defaultdict[bytes, deque[int]] = defaultdict(deque)
    for number, one in enumerate(before):
        numbers[one].append(number)
    found = []
    last = -1
    for one in articles:
        former = numbers[one].popleft() if numbers.get(one) else -1
        found.append(former if former > last else -1)
        last = max(last, former)
    return found


def _affected(
    lists: "_Lists", stayed: Sequence[int], now: _Standing, before: _Standing
) -> AbstractSet[int]:
    """Return the articles near which one came or went, in a list or in a story."""
    found = {number for number, former in enumerate(stayed) if former < 0}
    for number in tuple(found):
        found.update(lists.near(lists.keys[number], number))
    left = [(former, number) for number, former in enumerate(stayed) if former >= 0]
    numbers = dict(left)
    for former, one in enumerate(before.articles):
        if former not in numbers:
            at = bisect_left(left, (former, 0))
            follower = left[at][1] if at < len(left) else len(stayed)
            found.update(lists.near(_decode(one)[1], follower))
    stories = {tuple(numbers.get(former, -1) for former in one) for one in before.stories}
    for changed in stories.symmetric_difference(now.stories):
        found.update(number for number in changed if number >= 0)
    return found


class _Former:
    """What articles led to before, under the numbers that they have now."""

    def __init__(self, known: Relations, stayed: Sequence[int]) -> None:
        self._known = known
        self._stayed = stayed
        self._numbers = {former: number for number, former in enumerate(stayed)}
        self._starts = [0, *accumulate(known.counts)]

    def row(self, number: int) -> Sequence[Related]:
        known, former = self._known, self._stayed[number]
        return [
            Related(
                self._numbers[known.rows[at]],
                known.shared[known.rows[at + 1]],
                known.rows[at + 2] == 1,
            )
            for at in range(3 * self._starts[former], 3 * self._starts[former + 1], 3)
        ]


class _Lists:
    """The lists that articles stand in, and when each article was published.

    ``keys`` has for each article those of its lists, in order.
    """

    def __init__(
        self,
        by_term: Mapping[TermKey, tuple[int, ...]],
        stories: Iterable[Sequence[int]],
        moments: Sequence[int],
        most: int,
    ) -> None:
        self.keys: Sequence[list[TermKey]] = [[] for _ in moments]
        for key, numbers in sorted(by_term.items()):
            if key[0] in _WEIGHTS:
                for number in numbers:
                    self.keys[number].append(key)
        self._by_term = by_term
        self._moments = moments
        self._most = most
        self._stories = {
            number: ordered for story in stories for ordered in [sorted(story)] for number in story
        }

    def best(self, number: int) -> tuple[Related, ...]:
        near = {key: _around(self._by_term[key], number) for key in self.keys[number]}
        story = _around(self._stories.get(number, ()), number)
        weights: Counter[int] = Counter()
        for key, found in near.items():
            # Counting runs of one number is quicker than adding weights one by one.
            weights.update((*found,) * _WEIGHTS[key[0]])
        for mate in story:
            weights[mate] += _STORY
        del weights[number]
        least = sorted(weights.values(), reverse=True)[: self._most][-1:]
        moment = self._moments[number]
        ranked = sorted(
            (-weight, abs(self._moments[other] - moment), _apart(near, number, other), other)
            for other, weight in weights.items()
            if weight >= least[0]
        )
        return tuple(
            Related(
                other,
                tuple(key for key, found in near.items() if other in found),
                other in story,
            )
            for *_, other in ranked[: self._most]
        )

    def near(self, keys: Iterable[TermKey], number: int) -> Iterable[int]:
        """Yield the numbers that stand around a number in some lists, if it is there or not."""
        for key in keys:
            yield from _around(self._by_term.get(key, ()), number)


def _around(numbers: Sequence[int], number: int) -> Sequence[int]:
    """Return a number and those that stand near it in an ascending list, nothing if it is empty."""
    at = bisect_left(numbers, number)
    return numbers[max(0, at - _WINDOW) : at + _WINDOW + 1]


def _apart(near: Mapping[TermKey, Sequence[int]], number: int, other: int) -> int:
    """Return how far, in the list where they are nearest, two articles stand from each other."""
    return min(
        (
            abs(found.index(number) - found.index(other))
            for found in near.values()
            if other in found
        ),
        default=0,
    )

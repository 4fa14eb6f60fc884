"""Which others each article leads to, and what they have in common.

Those of the same story come first, then those that share most, then the nearest in time.  What an
article leads to depends on its neighbours in the lists that it stands in, and on nothing else: a
new article changes only what stands near it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from msgspec import Struct

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
    of what both share and 1 for the same story.
    """

    key: bytes = b""
    shared: tuple[tuple[TermKey, ...], ...] = ()
    counts: bytes = b""
    rows: tuple[int, ...] = ()


NO_RELATIONS = Relations()


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
    lists = _Lists(articles, by_term, stories, moments)
    return _packed(key, [lists.best(number, most) for number in range(len(articles))])


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


def _packed(key: bytes, related: Sequence[Sequence[Related]]) -> Relations:
    places: dict[tuple[TermKey, ...], int] = {}
    rows: list[int] = []
    for found in related:
        for one in found:
            at = places.setdefault(one.shared, len(places))
            rows += (one.number, at, int(one.same_story))
    return Relations(key, tuple(places), bytes(map(len, related)), tuple(rows))


class _Lists:
    """The lists that articles stand in, and when each article was published."""

    def __init__(
        self,
        articles: Sequence[Article],
        by_term: Mapping[TermKey, tuple[int, ...]],
        stories: Iterable[Sequence[int]],
        moments: Sequence[int],
    ) -> None:
        self._articles = articles
        self._by_term = by_term
        self._moments = moments
        self._stories = {
            number: ordered for story in stories for ordered in [sorted(story)] for number in story
        }

    def best(self, number: int, most: int) -> tuple[Related, ...]:
        near = {key: _around(self._by_term[key], number) for key in self._keys(number)}
        story = _around(self._stories.get(number, ()), number)
        weights: Counter[int] = Counter()
        for key, found in near.items():
            # Counting runs of one number is quicker than adding weights one by one.
            weights.update((*found,) * _WEIGHTS[key[0]])
        for mate in story:
            weights[mate] += _STORY
        del weights[number]
        least = sorted(weights.values(), reverse=True)[:most][-1:]
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
            for *_, other in ranked[:most]
        )

    def _keys(self, number: int) -> Sequence[TermKey]:
        terms = self._articles[number].terms
        return sorted({(ref.taxonomy, ref.id) for ref in terms if ref.taxonomy in _WEIGHTS})


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

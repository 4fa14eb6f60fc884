"""How alike articles are: by the telling words that they share, and how far apart in time.

What a word tells is in the gist of an article.  Here it is lessened by how many articles around it
in time have the word as well: "Zelensky" is rare in English and common in a digest of that war.
It is lessened in steps, so that another article hardly ever changes what a word weighs, and never
does so farther away than the window.  All is whole numbers, so that neither the order of adding up
nor the machine makes a difference.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from math import isqrt

from msgspec import Struct

from generator.model import Gist

MOST = 1000
"""The likeness of a text to itself on the same day."""

DAYS = 180
"""From this many days apart on, nothing is alike; likeness falls evenly until then."""

LEADING = 24
"""How many of the most telling words of an article lead to others; they are its rarest."""

SHARED = 2
"""How many leading words two articles share at least, to be compared at all."""

STEPS = ((32, 4), (64, 3), (128, 2), (256, 1))
"""Up to how many articles of the window have a word for it to weigh how many quarters; nothing
beyond.  A story has seldom more than the first number."""

LEADS = 3
"""A word on a later one of so many steps leads to no article: more than 128 have it."""

SHORTEST = 12 * 32**2
"""The square of a gist that can be wholly alike to another: that of a dozen rare words, each said
once or twice.  A text that says less is never sure to tell what another one tells."""

_MOST_ON = tuple(most for most, _ in STEPS)
_QUARTERS = (*(part for _, part in STEPS), 0)

Pair = tuple[int, int]
"""Two numbers, the lesser first."""


class Trace(Struct, frozen=True):
    """What of an article likeness is judged by; ``day`` counts days from any fixed one."""

    day: int
    gist: Gist


class Weighed(Struct, frozen=True):
    """A gist to reckon with; ``square`` is the square of its length as a vector."""

    day: int
    words: Mapping[str, int]
    years: frozenset[int]
    square: int


def shared_words(one: Gist, other: Gist) -> tuple[str, ...]:
    """Return the words that two gists share, those first that make them most alike."""
    theirs = dict(zip(other.words.split(), other.weights, strict=False))
    both = [
        (weight * theirs[word], word)
        for word, weight in zip(one.words.split(), one.weights, strict=False)
        if word in theirs
    ]
    return tuple(word for _, word in sorted(both, key=lambda pair: (-pair[0], pair[1])))


def step_of(count: int) -> int:
    """Return on which of STEPS a word is that so many articles of the window have, from 0 on."""
    return bisect_left(_MOST_ON, count)


def around(days: Sequence[int]) -> Iterable[int]:
    """Yield for each of some days, in order, how many of them are within the window around it."""
    first = last = 0
    for day in days:
        while days[first] <= day - DAYS:
            first += 1
        while last < len(days) and days[last] < day + DAYS:
            last += 1
        yield last - first


def leading_of(listed: Sequence[str], steps: bytes) -> Sequence[str]:
    """Return the words of an article that lead to others; ``steps`` are as for ``weighed``."""
    if not steps:
        return listed[:LEADING]
    return [word for word, step in zip(listed, steps, strict=True) if step < LEADS][:LEADING]


def weighed(trace: Trace, listed: Sequence[str], steps: bytes) -> Weighed:
    """Return a gist to reckon with; ``steps`` has the step of each word, or nothing: all first."""
    if steps:
        weights = zip(listed, trace.gist.weights, steps, strict=True)
        words = {
            word: weight * _QUARTERS[step] for word, weight, step in weights if _QUARTERS[step]
        }
    else:
        full = _QUARTERS[0]
        words = {
            word: full * weight for word, weight in zip(listed, trace.gist.weights, strict=True)
        }
    return Weighed(
        day=trace.day,
        words=words,
        years=frozenset(trace.gist.years),
        square=max(sum(weight * weight for weight in words.values()), SHORTEST * _QUARTERS[0] ** 2),
    )


def likeness(one: Weighed, other: Weighed) -> int:
    """Return how alike two articles are, from 0 to MOST."""
    apart = abs(one.day - other.day)
    if apart >= DAYS:
        return 0
    ours, theirs = one.words, other.words
    product = sum([weight * theirs[word] for word, weight in ours.items() if word in theirs])
    if not product:
        return 0
    # The cosine of the two vectors, in thousandths, without a fraction on the way.
    cosine = isqrt(product * product * MOST * MOST // (one.square * other.square))
    # Texts that name years, and none in common, tell of different events of one kind.
    differ = one.years and other.years and not one.years & other.years
    return cosine * (DAYS - apart) // (2 * DAYS if differ else DAYS)

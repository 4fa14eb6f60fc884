"""How alike articles are: by the telling words that they share, and how far apart in time.

What a word tells is in the gist of an article.  Here it is lessened by how many articles around it
in time have the word as well: "Zelensky" is rare in English and common in a digest of that war.
It is lessened in steps, so that another article hardly ever changes what a word weighs, and never
does so farther away than the window.  All is whole numbers, so that neither the order of adding up
nor the machine makes a difference.
"""

from collections import Counter, defaultdict, deque
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

LEADS = 128
"""A word that more articles of the window have leads to none of them."""

SHORTEST = 12 * 32**2
"""The square of a gist that can be wholly alike to another: that of a dozen rare words, each said
once or twice.  A text that says less is never sure to tell what another one tells."""

Pair = tuple[int, int]
"""Two numbers, the lesser first."""


class Trace(Struct, frozen=True):
    """What of an article likeness is judged by; ``day`` counts days from any fixed one."""

    day: int
    gist: Gist


class _Weighed(Struct, frozen=True):
    """A gist to reckon with; ``square`` is the square of its length as a vector."""

    day: int
    words: Mapping[str, int]
    leading: tuple[str, ...]
    years: frozenset[int]
    square: int


def likenesses(traces: Sequence[Trace]) -> Mapping[Pair, int]:
    """Return how alike the articles are that are alike at all, from 1 to MOST.

    ``traces`` are in the order of their days.  Time is linear in the number of pairs that share
    leading words within the window, and those are few for each article.
    """
    weighed = _all_weighed(traces)
    found: dict[Pair, int] = {}
    for number, others in _candidates(weighed):
        one = weighed[number]
        for other in others:
            score = _likeness(one, weighed[other])
            if score:
                found[other, number] = score
    return found


def shared_words(one: Gist, other: Gist) -> tuple[str, ...]:
    """Return the words that two gists share, those first that make them most alike."""
    theirs = dict(zip(other.words.split(), other.weights, strict=False))
    both = [
        (weight * theirs[word], word)
        for word, weight in zip(one.words.split(), one.weights, strict=False)
        if word in theirs
    ]
    return tuple(word for _, word in sorted(both, key=lambda pair: (-pair[0], pair[1])))


def _all_weighed(traces: Sequence[Trace]) -> list[_Weighed]:
    # One string for each word: what is the same object is compared at a glance.
    same: dict[str, str] = {}
    listed = [[same.setdefault(word, word) for word in one.gist.words.split()] for one in traces]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(listed):
        for word in words:
            holders[word].append(number)
    # Most words are held by few, and need no counting.
    often: list[dict[str, int]] = [{} for _ in traces]
    for word, numbers in holders.items():
        if len(numbers) > STEPS[0][0]:
            counts = _around([traces[number].day for number in numbers])
            for number, count in zip(numbers, counts, strict=True):
                if count > STEPS[0][0]:
                    often[number][word] = count
    return [_weighed(*one) for one in zip(traces, listed, often, strict=True)]


def _around(days: Sequence[int]) -> Iterable[int]:
    """Yield for each of some days, in order, how many of them are within the window around it."""
    first = last = 0
    for day in days:
        while days[first] <= day - DAYS:
            first += 1
        while last < len(days) and days[last] < day + DAYS:
            last += 1
        yield last - first


def _weighed(trace: Trace, listed: Sequence[str], often: Mapping[str, int]) -> _Weighed:
    """Return a gist to reckon with; ``often`` has the words that many articles around have too."""
    full = STEPS[0][1]
    words = {word: full * weight for word, weight in zip(listed, trace.gist.weights, strict=True)}
    for word, count in often.items():
        quarters = next((part for most, part in STEPS if count <= most), 0)
        words[word] = words[word] // full * quarters
        if not quarters:
            del words[word]
    leading = [word for word in listed if often.get(word, 0) <= LEADS]
    return _Weighed(
        day=trace.day,
        words=words,
        leading=tuple(leading[:LEADING]),
        years=frozenset(trace.gist.years),
        square=max(sum(weight * weight for weight in words.values()), SHORTEST * STEPS[0][1] ** 2),
    )


def _candidates(weighed: Sequence[_Weighed]) -> Iterable[tuple[int, Iterable[int]]]:
    """Yield for each article the earlier ones in the window that share enough leading words."""
    holders: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, one in enumerate(weighed):
        first_day = one.day - DAYS
        counts: Counter[int] = Counter()
        for word in one.leading:
            earlier = holders[word]
            while earlier and weighed[earlier[0]].day <= first_day:
                earlier.popleft()
            counts.update(earlier)
            earlier.append(number)
        yield number, [other for other, count in counts.items() if count >= SHARED]


def _likeness(one: _Weighed, other: _Weighed) -> int:
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

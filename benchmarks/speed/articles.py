"""Makes the articles that are measured with: the same number gives the same article for ever."""

from bisect import bisect
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from msgspec import Struct

from benchmarks.speed import vocabulary as words

SEED = "dateline"
FIRST = datetime(2016, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 1, 1, tzinfo=UTC)
LATE = timedelta(minutes=50)
"""How long before LAST articles are added: later than any of a series of 100,000."""
YEARS = tuple(range(FIRST.year, LAST.year))

Pick = Callable[[Sequence[str]], str]
"""Chooses one of several words."""


class Text(Struct, frozen=True):
    """One article before it is written in anybody's form; ``blocks`` are parted by blank lines."""

    title: str
    slug: str
    published: datetime
    source: str
    summary: str
    tags: tuple[str, ...]
    countries: tuple[str, ...]
    blocks: tuple[str, ...]


class Series(Struct, frozen=True):
    """Which articles: how many stand in the ten years, and how they are written.

    ``markup`` gives headings, lists, quotations, emphasis and links; ``named`` weaves in names
    of countries, organisations and matters, for recognition to find.
    """

    size: int
    markup: bool = False
    named: bool = False


def written(number: int, series: Series) -> Text:
    """Return the article of a number; those from ``size`` on are newer than all of the series."""
    random = Random(f"{SEED}/{number}")  # noqa: S311  # nothing is kept secret by it
    pick = _pick(random)
    title = _title(pick)
    countries = _terms(random, words.COUNTRIES, _COUNTRIES)
    tags = _terms(random, words.TAGS, _TAGS)
    paragraphs = [_paragraph(random, pick) for _ in range(random.randint(5, 10))]
    if series.named:
        title = f"{title} in {countries[0]}"
        paragraphs = [_with_names(pick, one, countries) for one in paragraphs]
    blocks = _marked(random, pick, paragraphs) if series.markup else paragraphs
    return Text(
        title=title,
        slug=f"{title.lower().replace(' ', '-')}-{number:06d}",
        published=_moment(number, series.size),
        source=pick(words.SOURCES),
        summary=f"{_sentence(pick)} {_sentence(pick)}",
        tags=tags,
        countries=countries,
        blocks=tuple(blocks),
    )


def _moment(number: int, size: int) -> datetime:
    if number >= size:
        return LAST - LATE + timedelta(minutes=number - size)
    minutes = (LAST - FIRST) // timedelta(minutes=1)
    return FIRST + timedelta(minutes=minutes * number // size)


def _pick(random: Random) -> Pick:
    draw = random.random
    return lambda choices: choices[int(draw() * len(choices))]


def _weights(count: int) -> list[float]:
    """Return running sums of weights, so that few terms are frequent and most are rare."""
    return list(accumulate(1 / (rank + 1.5) for rank in range(1, count + 1)))


_COUNTRIES = _weights(len(words.COUNTRIES))
_TAGS = _weights(len(words.TAGS))


def _terms(random: Random, names: Sequence[str], weights: Sequence[float]) -> tuple[str, ...]:
    """Return two to four different names: with subjects and countries, six on average."""
    wanted, found = random.randint(2, 4), dict[str, None]()
    while len(found) < wanted:
        found[names[bisect(weights, random.random() * weights[-1])]] = None
    return tuple(found)


def _title(pick: Pick) -> str:
    return (
        f"{pick(words.ADJECTIVES).capitalize()} {pick(words.NOUNS)} {pick(words.VERBS)}"
        f" {pick(words.ADJECTIVES)} {pick(words.NOUNS)}"
    )


def _thing(pick: Pick) -> str:
    return f"{pick(words.DETERMINERS)} {pick(words.ADJECTIVES)} {pick(words.NOUNS)}"


def _clause(pick: Pick) -> str:
    return f"{_thing(pick)} {pick(words.VERBS)} {_thing(pick)}"


def _sentence(pick: Pick) -> str:
    head = f"{pick(words.OPENERS).capitalize()}, {_clause(pick)}"
    return (
        f"{head} {pick(words.PREPOSITIONS)} {_thing(pick)}, {pick(words.JOINTS)} {_clause(pick)}."
    )


def _paragraph(random: Random, pick: Pick) -> str:
    return " ".join(_sentence(pick) for _ in range(random.randint(3, 5)))


def _with_names(pick: Pick, paragraph: str, countries: Sequence[str]) -> str:
    return (
        f"{paragraph} {pick(words.ORGANISATIONS).replace('the ', 'The ')} {pick(words.VERBS)}"
        f" {pick(words.MATTERS)} {pick(words.PREPOSITIONS)} {pick(countries)}."
    )


def _marked(random: Random, pick: Pick, paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs with two headings, a list, a quotation, emphasis and links."""
    blocks: list[str] = []
    middle = len(paragraphs) // 2
    for at, paragraph in enumerate(paragraphs):
        if at in (1, middle):
            blocks.append(f"{'##' if at == 1 else '###'} {_title(pick)}")
        blocks.append(f"{paragraph} {_marked_sentence(random, pick)}")
    items = [f"- {_clause(pick)}, *{pick(words.ADJECTIVES)}*" for _ in range(random.randint(3, 5))]
    blocks.insert(middle, "\n".join(items))
    blocks.append(f"> {_sentence(pick)}")
    return blocks


def _marked_sentence(random: Random, pick: Pick) -> str:
    kind = random.randrange(3)
    if kind == 0:
        return f"**{_thing(pick).capitalize()}** {pick(words.VERBS)} {_thing(pick)}."
    if kind == 1:
        return f"{_thing(pick).capitalize()} *{pick(words.VERBS)}* {_thing(pick)}."
    address = f"https://example.org/{pick(words.NOUNS)}/{pick(words.NOUNS)}"
    return f"{_thing(pick).capitalize()} {pick(words.VERBS)} [{_thing(pick)}]({address})."

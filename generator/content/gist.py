"""The gist of an article: its telling words, by which articles on the same story are found.

A word tells much if English at large has it seldom, and little if it names what articles are filed
under anyway.  Both is written in a table that comes with Dateline and not counted on the site, so
the gist of an article never depends on another article.  All is whole numbers: no two machines
round differently.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import unescape
from itertools import chain
from pathlib import Path

from generator.model import Body, Gist

LONGEST = 48
"""How many words a gist holds; beyond some forty the grouping gets no better."""

RAREST = 8
"""What a word weighs that the table does not have: mostly names."""

FIGURE = 12
"""What a number weighs: "1,750", "3.5"; one of two figures ("36") weighs like a rare word."""

COMMON_WORDS = Path(__file__).parent.parent / "data" / "common_words.txt"

# How often a word counts by where it stands; half-units, so that a body may count as one half.
_HEADLINE, _OPENING, _ELSEWHERE = 4, 3, 2
_OPENING_PARAGRAPHS = 2

# 4 · (1 + ln n) for n = 0.5, 1, 1.5, 2, …, rounded: the tenth use of a word says little more than
# the ninth.
_FREQUENCY = (
    0, 4, 4, 6, 7, 8, 8, 9, 10, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 13, 13, 14, 14, 14, 14,
    14, 14, 15, 15, 15, 15, 15, 15, 15, 15, 16,
)  # fmt: skip

_WORD = re.compile(r"\d+(?:[.,]\d+)+(?![^\W_])|[^\W_]+(?:['’.-][^\W_]+)*")
_CONTRACTION = re.compile(r"(?:['’](?:s|d|m|t|re|ve|ll)|n['’]t)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"[.!?:\"“”«»„]\s*$")
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:p|li|h[1-6]|td|th|dd|dt|blockquote|pre)>")
_SHORTEST_NAME = 4

_KEPT = 1 << 15
"""Of how many words the stem and the weight are remembered; the same few make up most texts."""


def gist_of(title: str, paragraphs: Sequence[str], *, english: bool = True) -> Gist:
    """Return the gist of a text in plain words.

    Of other languages than English the table knows nothing, so only what is written with a
    capital within a sentence is taken, and figures.
    """
    counts: dict[str, int] = {}
    years: set[int] = set()
    find = words_of if english else _names
    for place, texts in _placed(title, paragraphs):
        for written, number in Counter(chain.from_iterable(map(find, texts))).items():
            if len(written) == 4 and _YEAR.fullmatch(written):
                years.add(int(written))
            else:
                word = _stem_of(written)
                counts[word] = counts.get(word, 0) + place * number
    last = len(_FREQUENCY) - 1
    weighed = {
        word: weight * _FREQUENCY[min(count, last)]
        for word, count in counts.items()
        if (weight := _weight(word))
    }
    # Sorting keeps the order of equals, so the heaviest come first, and equals by the alphabet.
    ranked = sorted(sorted(weighed), key=weighed.__getitem__, reverse=True)[:LONGEST]
    return Gist(
        " ".join(ranked),
        bytes([weighed[word] for word in ranked]),
        tuple(sorted(years)),
    )


def paragraphs_of(body: Body) -> tuple[str, ...]:
    """Return the text of a rendered body, one piece for each of its blocks."""
    pieces = _BLOCK.split("".join(body.parts))
    texts = (" ".join(unescape(_TAG.sub(" ", piece)).split()) for piece in pieces)
    return tuple(text for text in texts if text)


def stem(word: str) -> str:
    """Return a lower-case word without the endings of English that tell no word from another."""
    word = _CONTRACTION.sub("", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("es") and word[-3] in "sxz":
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def common_words() -> Mapping[str, int]:
    """Return what common words weigh, from 0 to 7; a word that is not there weighs RAREST."""
    found: dict[str, int] = {}
    for line in COMMON_WORDS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            weight, _, words = line.partition("\t")
            found.update(dict.fromkeys(words.split(" "), int(weight)))
    return found


def _placed(title: str, paragraphs: Sequence[str]) -> Iterable[tuple[int, Sequence[str]]]:
    yield _HEADLINE, (title,)
    yield _OPENING, paragraphs[:_OPENING_PARAGRAPHS]
    yield _ELSEWHERE, paragraphs[_OPENING_PARAGRAPHS:]


def words_of(text: str) -> Iterable[str]:
    """Return the words and figures of a text, as they are written."""
    return _WORD.findall(text)


def _names(text: str) -> Iterable[str]:
    """Yield figures, and the longer words that begin with a capital within a sentence."""
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        if word[0].isdigit() or (
            word[0].isupper()
            and len(word) >= _SHORTEST_NAME
            and start
            and not _SENTENCE.search(text[max(0, start - 3) : start])
        ):
            yield word


@lru_cache(maxsize=_KEPT)
def _stem_of(word: str) -> str:
    return stem(word.lower())


@lru_cache(maxsize=_KEPT)
def _weight(word: str) -> int:
    if len(word) < 2:
        return 0
    if word[0].isdigit():
        return FIGURE if len(word) > 2 else RAREST
    return common_words().get(word, RAREST)

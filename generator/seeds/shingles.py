"""How much two texts share: runs of three words, exactly and as a sketch of a few characters.

Two wires that send one story differ in a word here and there, and in where they cut it.  Of the
runs of words that either text holds, the part that both hold falls slowly with such changes and is
next to nothing for texts that only have their subject in common (Broder 1997,
doi:10.1109/SEQUEN.1997.666900).

A sketch is made of the runs whose hashes are the smallest, so texts that share many runs share
parts of their sketches as well.  It only tells which texts are worth comparing.
"""

import re
import unicodedata
from base64 import urlsafe_b64encode
from hashlib import blake2b
from heapq import nsmallest

RUN = 3
"""Words of a run."""

LEAST_WORDS = 20
"""Shorter texts are not compared: notices of a line are alike by their form."""

LEAST_SHARE = 0.5
"""Texts that share this much are near duplicates: one word in ten changed, or half cut off."""

SKETCH = 16
"""Marks of a sketch."""

LEAST_MARKS = 3
"""Marks that two sketches must share.  Of texts that share half of their runs, 1 in 480 has fewer
(a binomial distribution with 16 tries); of texts that share two thirds, 1 in 84,000."""

# Chinese and Japanese are written without spaces: every character counts as a word.
_NO_SPACES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_NO_SPACES}]|[^\\W_{_NO_SPACES}]+")

Shingles = frozenset[str]
"""The different runs of words of a text."""


def shingles_of(text: str) -> Shingles:
    """Return the runs of words of a text, case, punctuation and white space left out.

    There are none in a text that is too short to be compared.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    words = _WORD.findall(text.casefold())
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(map(" ".join, zip(*(words[at:] for at in range(RUN)), strict=False)))


def share(one: Shingles, other: Shingles) -> float:
    """Return how much of all runs of two texts both hold, 0 to 1: the Jaccard index."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def sketch_of(shingles: Shingles) -> str:
    """Return the marks of a text, a space before each; the same on every machine.

    A mark is four characters of 24 bits, which are not those that decide the order.
    """
    digests = (blake2b(one.encode(), digest_size=8).digest() for one in shingles)
    return "".join(f" {urlsafe_b64encode(one[5:]).decode()}" for one in nsmallest(SKETCH, digests))


def least_shared(sketch: str) -> int:
    """Return how many marks another sketch must share with this one to be worth comparing."""
    return min(LEAST_MARKS, sketch.count(" "))

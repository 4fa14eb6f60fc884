"""All phrases of the shipped tables, told apart by their words alone: is a phrase one of them?"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

_QUOTED = re.compile(r'"((?:[^"\\\\]|\\\\.)*)"')
_PARTS = re.compile(r"\t| \| |, ")
_SIDES = re.compile(r"[|+]")
_TYPED = str.maketrans("’ʼ‘`‐‑–", "''''---")
# Nouns of other languages are declined: of a longer word this much of its end may differ.
_ENDING = 2
_SHORTEST = 4


class Words(Struct, frozen=True):
    """Phrases as they are written, and the beginnings of those that other languages decline."""

    phrases: frozenset[str]
    stems: frozenset[str]

    def has(self, phrase: str) -> bool:
        """Return whether a table has a phrase, as a plural or in another case too."""
        typed = phrase.translate(_TYPED)
        forms = {typed, typed.removesuffix("s"), typed.lower()}
        beginnings = (typed[:end] for end in range(_SHORTEST, len(typed) + 1))
        return bool(forms & self.phrases) or any(one in self.stems for one in beginnings)

    def nearest(self, phrase: str) -> str:
        """Return a hint that names the phrase most like this one, or an empty string."""
        # Imported here, since most projects hold no mistakes.
        from difflib import get_close_matches  # noqa: PLC0415

        close = get_close_matches(phrase.translate(_TYPED), self.phrases, n=1, cutoff=0.75)
        return f'did you mean "{close[0]}"?' if close else ""


@cache
def words_of(data: Path) -> Words:
    """Return the phrases of the tables in a folder."""
    phrases = {
        phrase.translate(_TYPED)
        for path in sorted((*data.glob("*.toml"), *data.glob("*.tsv")))
        for phrase in _phrases(path)
    }
    stems: set[str] = set()
    for path in sorted((data / "names").glob("*.tsv")):
        for phrase in _phrases(path):
            stem, stroke, _ = phrase.translate(_TYPED).partition("/")
            phrases.add(phrase.translate(_TYPED).replace("/", ""))
            stems.add(stem if stroke else stem[:-_ENDING])
    return Words(frozenset(phrases), frozenset(one for one in stems if len(one) >= _SHORTEST))


def _phrases(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        for quoted in _QUOTED.findall(text):
            yield from (side.strip() for side in _SIDES.split(quoted))
    else:
        for line in text.split("\n"):
            yield from _PARTS.split(line)

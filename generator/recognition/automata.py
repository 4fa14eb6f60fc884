"""Automata that find thousands of phrases at once, each on word boundaries."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

T = TypeVar("T")

_HYPHENS = "-", "‑"


class Automaton(Struct, Generic[T], frozen=True):
    """Finds phrases on word boundaries; ``targets`` says what each of them stands for."""

    search: AhoCorasick
    targets: tuple[tuple[T, ...], ...]

    def find(self, text: str) -> list[tuple[int, int, tuple[T, ...]]]:
        """Return (start, end, targets) of each phrase, by start, of one start the longest first."""
        found = [
            (start, -end, number)
            for number, start, end in self.search.find_matches_as_indexes(text, overlapping=True)
            if _is_word(text, start, end)
        ]
        found.sort()
        return [(start, -end, self.targets[number]) for start, end, number in found]

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Yield phrases that do not overlap: always the first, and of those the longest.

        Phrases that end within a word hide nothing, hence not the automaton's own longest match.
        """
        last = 0
        for start, end, targets in self.find(text):
            if start >= last:
                last = end
                yield start, end, targets[0]


class Deferred(Struct, Generic[T], frozen=True):
    """An automaton that is made when the first text needs it."""

    made: Callable[[], Automaton[T]]

    def find(self, text: str) -> list[tuple[int, int, tuple[T, ...]]]:
        """Return what the automaton finds."""
        return self.made().find(text)

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Return the phrases of the automaton that do not overlap."""
        return self.made().longest(text)


def deferred(phrases: Callable[[], Mapping[str, tuple[T, ...]]]) -> Deferred[T]:
    """Return the automaton of some phrases, neither of which is made before it is needed."""
    return Deferred(cache(lambda: _automaton(phrases())))


def _automaton(phrases: Mapping[str, tuple[T, ...]]) -> Automaton[T]:
    """Return an automaton that also reads typographic apostrophes and hyphens."""
    typed = {
        phrase.replace("'", "’").replace("-", hyphen): targets
        for phrase, targets in phrases.items()
        if "'" in phrase or "-" in phrase
        for hyphen in _HYPHENS
    }
    both = {**typed, **phrases}
    both.pop("", None)
    return Automaton(
        search=AhoCorasick(list(both), store_patterns=False),
        targets=tuple(both.values()),
    )


def _is_word(text: str, start: int, end: int) -> bool:
    """Return whether no letter or digit touches a piece of text, but the "A" of an F-35A."""
    before = start == 0 or not text[start - 1].isalnum()
    return before and (_ends(text, end) or (_is_variant(text, end) and _ends(text, end + 1)))


def _ends(text: str, end: int) -> bool:
    return end >= len(text) or not text[end].isalnum()


def _is_variant(text: str, end: int) -> bool:
    return text[end - 1].isdigit() and text[end].isupper()

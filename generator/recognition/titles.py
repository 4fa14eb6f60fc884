"""The forms in which ranks and offices stand before a name."""

import re
from collections.abc import Iterable
from enum import StrEnum

from generator.recognition.tables import PeopleWords

_SMALL = frozenset(("of", "the", "and", "in", "for"))


class Title(StrEnum):
    """What a phrase of people.toml says of the words after it."""

    RANK = "rank"
    OFFICE = "office"
    NONE = "none"


def title_phrases(words: PeopleWords) -> dict[str, tuple[Title, ...]]:
    """Return every form of every rank, office and mask; a mask hides what it holds."""
    found: dict[str, tuple[Title, ...]] = {
        form: (Title.OFFICE,) for phrase in words.offices for form in _forms(phrase)
    }
    found |= dict.fromkeys(words.ranks, (Title.RANK,))
    return found | dict.fromkeys(words.masks, (Title.NONE,))


def _forms(phrase: str) -> tuple[str, ...]:
    """Return an office in small letters, as it opens a sentence, and with capitals throughout."""
    return (phrase, _capital(phrase), " ".join(_word(word) for word in phrase.split(" ")))


def _word(word: str) -> str:
    return word if word in _SMALL else "-".join(_capital(part) for part in word.split("-"))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def portfolio_pattern(words: PeopleWords) -> re.Pattern[str]:
    """Return what matches "of Defence" after an office."""
    listed = _either(words.portfolios)
    return re.compile(rf" (?:of|for) (?:{listed})(?: and (?:{listed}))?\b", re.IGNORECASE)


def form_pattern(words: PeopleWords) -> re.Pattern[str]:
    """Return what matches "Dr." and "Sir" between an office and a name, or nothing."""
    return re.compile(rf"(?: (?:{_either(words.forms)})(?= )){{0,4}}")


def _either(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))

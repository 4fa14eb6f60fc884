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
    found |= {form: (Title.RANK,) for rank in words.ranks for form in _spellings(rank)}
    return found | dict.fromkeys(words.masks, (Title.NONE,))


def _spellings(rank: str) -> tuple[str, ...]:
    """Return a rank with a hyphen too: "Vice-Adm.", "Maj.-Gen." and "Maj-Gen."."""
    return (rank, rank.replace(" ", "-", 1), rank.replace(". ", "-", 1))


def _forms(phrase: str) -> tuple[str, ...]:
    """Return an office in small letters, as it opens a sentence, and with capitals throughout."""
    whole = " ".join(_word(word) for word in phrase.split(" "))
    return (phrase, _capital(phrase), whole, whole.replace("-in-", "-In-"))


def _word(word: str) -> str:
    """Return a word with capitals: "Commander-in-Chief", "d'Affaires"."""
    parts = (part if part in _SMALL else _capital(part) for part in word.split("-"))
    return "-".join(parts)


def _capital(word: str) -> str:
    at = 2 if word.startswith("d'") else 0
    return word[:at] + word[at : at + 1].upper() + word[at + 1 :]


def portfolio_pattern(words: PeopleWords) -> re.Pattern[str]:
    """Return what matches "of Defence" after an office."""
    listed = _either(words.portfolios)
    return re.compile(rf" (?:of|for) (?:{listed})(?: and (?:{listed}))?\b", re.IGNORECASE)


def form_pattern(words: PeopleWords) -> re.Pattern[str]:
    """Return what matches "Dr." and "Sir" between an office and a name, or nothing."""
    return re.compile(rf"(?: (?:{_either(words.forms)})(?= )){{0,4}}")


def _either(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))

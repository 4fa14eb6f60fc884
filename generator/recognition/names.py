"""Where the name of a person begins and ends in running text, told by its words alone."""

import re
from itertools import takewhile

from msgspec import Struct

from generator.recognition.spelling import without_owner
from generator.recognition.tables import PeopleWords

LONGEST = 6
"""How many words a name may have."""
LONGEST_CHARACTERS = 80

_PARTICLES_LISTED = (
    "de del della der den des di da do dos du von van zu la le al bin bint ben ibn abu ul el y af "
    "av ter ten te"
)
PARTICLES = frozenset(_PARTICLES_LISTED.split())
"""Small words within a name."""

_LARGE_PARTICLES = frozenset(("Al", "El", "De", "Van", "Von", "Bin", "Ibn", "La", "Le"))
"""Particles that some write with a capital; beside a surname alone they make no full name."""

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"(?:{_LETTER}\.-?)+(?={_LETTER}|\s|,|$)|{_LETTER}+(?:[-'’]{_LETTER}+)*")
_INITIALS = re.compile(rf"(?:{_LETTER}\.-?)+")
_SUFFIX = re.compile(r"(?:Jr|Sr)\b\.?|I{2,3}\b|IV\b")
_ARTICLE = re.compile(r"(?:[a-z]{2,3}-|[dl]['’])[A-ZÀ-Þ]")


class Name(Struct, frozen=True):
    """A full name and where it stands; ``words`` are without suffixes such as "Jr."."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]


def name_after(text: str, start: int, words: PeopleWords) -> Name | None:
    """Return the full name that begins at an offset, if one does."""
    tokens: list[tuple[int, int]] = []
    at, is_over = start, False
    while not is_over and len(tokens) < LONGEST and (found := _WORD.match(text, at)):
        if not _may_stand(found[0], words):
            break
        end = found.start() + len(without_owner(found[0]))
        tokens.append((found.start(), end))
        is_over = text[end : end + 1] != " "
        at = end + 1
    return _name(text, tokens, words)


def name_before(text: str, end: int, words: PeopleWords) -> Name | None:
    """Return the full name that ends at an offset, if one does."""
    low = max(0, end - 70)
    found = [(one.start() + low, one.end() + low) for one in _WORD.finditer(text[low:end])]
    if not found or found[-1][1] != end:
        return None
    tokens: list[tuple[int, int]] = []
    after = end + 1
    for begin, stop in takewhile(lambda _: len(tokens) < LONGEST, reversed(found)):
        word = text[begin:stop]
        if stop + 1 != after or not _may_stand(word, words) or without_owner(word) != word:
            break
        tokens.insert(0, (begin, stop))
        after = begin
    if low and tokens and tokens[0][0] == low:
        return None
    while tokens and not _may_open(text[slice(*tokens[0])], words):
        tokens.pop(0)
    return _name(text, tokens, words)


def _name(text: str, tokens: list[tuple[int, int]], words: PeopleWords) -> Name | None:
    """Return the name that tokens make: two words with capitals or more, and no institution."""
    while tokens and text[slice(*tokens[-1])] in PARTICLES:
        tokens.pop()
    if not tokens:
        return None
    parts = [text[begin:stop] for begin, stop in tokens]
    end = tokens[-1][1]
    if _SUFFIX.fullmatch(parts[-1]):
        end += text.startswith(".", end)
        parts.pop()
    elif suffix := _SUFFIX.match(text, end + 1):
        end = suffix.end()
    if end - tokens[0][0] > LONGEST_CHARACTERS:
        return None
    full = [one for one in parts if _is_large(one) and one not in _LARGE_PARTICLES]
    if len(full) < 2 or len(parts[-1].strip(".")) < 2 or words.institutions & set(parts):
        return None
    return Name(tokens[0][0], end, text[tokens[0][0] : end], tuple(parts))


def _may_stand(word: str, words: PeopleWords) -> bool:
    plain = without_owner(word)
    if _INITIALS.fullmatch(plain):
        return plain[0].isupper()
    if plain in PARTICLES:
        return True
    is_shouted = plain.isupper() and len(plain) > 2 and not _SUFFIX.fullmatch(plain)
    return _is_large(plain) and not is_shouted and plain not in words.capitals


def _may_open(word: str, words: PeopleWords) -> bool:
    """Return whether a name may begin with a word: not with a particle, nor with "Sheikh"."""
    return _is_large(word) and word not in words.forms


def _is_large(word: str) -> bool:
    return word[0].isupper() or bool(_ARTICLE.match(word))

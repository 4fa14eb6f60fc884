"""What is one word in several spellings: apostrophes, hyphens, and the ending of an owner."""

import re
from collections.abc import Iterable

from msgspec import Struct

_ODD = re.compile("[ʼ‘`′´＇]")
_HYPHENS = re.compile("[‐‑–]")
_OWNERS = ("'s", "’s")


def read_plainly(text: str) -> str:
    """Return a text as it is searched: every apostrophe is "'" or "’", and none is a letter.

    Offsets are those of the text.  Ukrainian writes U+02BC, which Unicode counts as a letter.
    """
    return text if text.isascii() and "`" not in text else _ODD.sub("’", text)


def without_owner(word: str) -> str:
    """Return a word without the ending of a possessive: "Ukraine" of "Ukraine’s"."""
    return word[:-2] if word.endswith(_OWNERS) else word


class Withdrawn(Struct, frozen=True):
    """Phrases that an editor wants read as nothing, however their signs are typed."""

    phrases: frozenset[str] = frozenset()
    in_any_case: frozenset[str] = frozenset()

    def holds(self, *forms: str) -> bool:
        """Return whether a phrase is withdrawn in one of its forms.

        One that has no capitals is read in any case, so it is withdrawn in any.
        """
        return bool(self.phrases) and any(
            _typed(form) in self.phrases
            or (form == form.lower() and _typed(form) in self.in_any_case)
            for form in forms
        )


def withdrawn(phrases: Iterable[str]) -> Withdrawn:
    """Return what an editor withdraws."""
    typed = frozenset(map(_typed, phrases))
    return Withdrawn(typed, frozenset(one.lower() for one in typed))


def _typed(phrase: str) -> str:
    return _HYPHENS.sub("-", read_plainly(phrase).replace("’", "'"))

"""The words in which two articles differ, shown as editors mark them: [-taken out-] {+put in+}."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from generator.frontmatter import read
from generator.resemblance import SAME_AS, likenesses, place_in_content
from generator.seeds.signatures import article_at, body_of
from generator.text import clean

LIMIT_WORDS = 2000
"""Of longer texts only so much is compared: difflib takes quadratic time for hostile ones."""

_AROUND = 5
"""Words that are shown on each side of a difference."""

_WORD = re.compile(r"\S+|\n\n+")
_BREAK = "¶"
"""Stands for the end of a paragraph."""


def differences(content: Path, place: str, *, limit: int = 0) -> str:
    """Return how an article differs from those that it resembles or is the same as.

    ``place`` is below content/.  The texts are those of the articles as they are now.  At most
    ``limit`` lines are given for each, all of them for 0.
    """
    text = article_at(content, place)
    fields = read(place, text).value.fields
    same = fields.get(SAME_AS)
    others = dict.fromkeys((*likenesses(fields), *((same,) if isinstance(same, str) else ())))
    found: list[str] = []
    for other in map(place_in_content, filter(None, others)):
        theirs = article_at(content, other)
        if theirs:
            lines = [*changes(body_of(theirs), body_of(text))]
            found += [f"  differs from content/{other}:", *_shortened(lines, limit)]
    return "\n".join(found)


def _shortened(lines: list[str], limit: int) -> list[str]:
    shown = lines[: limit or len(lines)]
    left = len(lines) - len(shown)
    shown += [f"… {left} more"] if left else []
    return [f"    {line}" for line in shown or ["in no word"]]


def changes(before: str, after: str) -> Iterable[str]:
    """Yield the places in which two texts differ, each on a line with some words around it."""
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old[:LIMIT_WORDS], new[:LIMIT_WORDS], autojunk=False)
    for group in matcher.get_grouped_opcodes(_AROUND):
        parts = [_part(code[0], old[code[1] : code[2]], new[code[3] : code[4]]) for code in group]
        yield " ".join(filter(None, parts))
    if max(len(old), len(new)) > LIMIT_WORDS:
        yield f"(only the first {LIMIT_WORDS} words are compared)"


def _part(kind: str, old: Sequence[str], new: Sequence[str]) -> str:
    if kind == "equal":
        return " ".join(old)
    taken_out = f"[-{' '.join(old)}-]" if old else ""
    put_in = f"{{+{' '.join(new)}+}}" if new else ""
    return " ".join(filter(None, (taken_out, put_in)))


def _words(text: str) -> list[str]:
    words = _WORD.findall(clean(text)[0].strip())
    return [_BREAK if word.isspace() else word for word in words]

"""How long a seed may be, so that the article made of it is one that the loader reads."""

from generator.diagnostics import Diagnostic, Place, warning
from generator.escape import escape_paragraphs
from generator.model import ARTICLE_LIMIT_BYTES, Seed

LIMIT_HEAD = 8 * 1024
"""Characters that headline, byline and declared fields of a seed may have together."""


def too_long(seed: Seed) -> tuple[Diagnostic, ...]:
    """Return a problem if a seed would make an article that the loader refuses."""
    head = len(seed.title) + len(seed.byline) + sum(len(value) for _, value in seed.declared.fields)
    what = "the head" if head > LIMIT_HEAD else ""
    if sum(map(len, seed.paragraphs)) >= ARTICLE_LIMIT_BYTES // 8:
        body = len(escape_paragraphs(seed.paragraphs).encode())
        what = "the text" if body > ARTICLE_LIMIT_BYTES else what
    if not what:
        return ()
    message = f"{what} of its article would be too long"
    hint = "put the headline on a line of its own, and split long texts into several seeds"
    return (warning(Place(f"seeds/{seed.path}"), "seed-too-long", message, hint),)

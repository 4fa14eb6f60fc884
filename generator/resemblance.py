"""How front matter says that an article resembles an earlier one, and what is said about it.

Ingestion writes ``resembles``; an editor answers with ``same_as`` or ``distinct_from``.  Whoever
ingests a seed and whoever reads the article later ask in the same words, so that the question is
printed once.
"""

from collections.abc import Mapping

from generator.diagnostics import Diagnostic, Sheet, warning
from generator.frontmatter import Matter, Value, place_of

RESEMBLES = "resembles"
SAME_AS = "same_as"
DISTINCT_FROM = "distinct_from"

CODE = "near-duplicate"


def place_in_content(written: str) -> str:
    """Return the place of an article below content/ as an editor may write it; an id stays."""
    return written.strip().removeprefix("./").removeprefix("content/")


def likenesses(fields: Mapping[str, Value]) -> Mapping[str, str]:
    """Return the earlier articles that an article resembles, nearest first, and how much."""
    rows = fields.get(RESEMBLES)
    if not isinstance(rows, Mapping):
        return {}
    return {place: how for place, how in rows.items() if isinstance(how, str)}


def named(fields: Mapping[str, Value]) -> frozenset[str]:
    """Return every article, by place or id, whose likeness to this one is known or settled."""
    return frozenset({*likenesses(fields), *_texts(fields, SAME_AS), *_settled(fields)})


def undecided(sheet: Sheet, matter: Matter) -> tuple[Diagnostic, ...]:
    """Return a ``near-duplicate`` while nobody has said what a likeness is.

    One for an article, however many it resembles: the nearest that is left.
    """
    if _texts(matter.fields, SAME_AS):
        return ()
    settled = _settled(matter.fields)
    rows = likenesses(matter.fields)
    left = [place for place in rows if place_in_content(place) not in settled]
    if not left:
        return ()
    place, more = left[0], len(left) - 1
    also = f", and {more} more" if more else ""
    message = f"this is nearly the text of content/{place} ({rows[place]}){also}"
    hint = (
        f"add {SAME_AS}: {place} to publish only that one, or {DISTINCT_FROM}: "
        f"[{', '.join(left)}] if these are different stories; "
        f"`dateline explain {sheet.path}` shows the differences"
    )
    spot = matter.keys.get(f"{RESEMBLES}.{place}") or matter.keys.get(RESEMBLES)
    problem = warning(place_of(sheet.path, spot), CODE, message, hint)
    return (sheet.problem(problem, spot.width if spot else 1),)


def _settled(fields: Mapping[str, Value]) -> frozenset[str]:
    return frozenset(_texts(fields, DISTINCT_FROM))


def _texts(fields: Mapping[str, Value], key: str) -> tuple[str, ...]:
    value = fields.get(key, "")
    listed = value if isinstance(value, tuple) else (value,)
    texts = (place_in_content(one) for one in listed if isinstance(one, str))
    return tuple(filter(None, texts))

"""How front matter says that an article resembles an earlier one, and what is said about it.

Ingestion writes ``resembles``; an editor answers with ``same_as`` or ``distinct_from``.  Whoever
ingests a seed and whoever reads the article later ask in the same words, so that the question is
printed once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from posixpath import basename

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Sheet, warning
from generator.frontmatter import Matter, Value, place_of

RESEMBLES = "resembles"
SAME_AS = "same_as"
DISTINCT_FROM = "distinct_from"

CODE = "near-duplicate"


class Row(Struct, frozen=True):
    """An earlier article that an article resembles, how much, and where the question stands."""

    place: str
    how: str
    at: Diagnostic


class Likeness(Struct, frozen=True):
    """The rows of the article with a path, and the places that are said to be other stories."""

    path: str
    rows: tuple[Row, ...] = ()
    settled: frozenset[str] = frozenset()


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


def likeness_in(sheet: Sheet, matter: Matter) -> Likeness:
    """Return what an article says of its likeness to others, as far as nobody has said what it is.

    Whatever it says, an article that is the same as another asks nothing.
    """
    if _texts(matter.fields, SAME_AS):
        return Likeness(sheet.path)
    return Likeness(
        sheet.path,
        tuple(_row(sheet, matter, place, how) for place, how in likenesses(matter.fields).items()),
        _settled(matter.fields),
    )


def _row(sheet: Sheet, matter: Matter, place: str, how: str) -> Row:
    spot = matter.keys.get(f"{RESEMBLES}.{place}") or matter.keys.get(RESEMBLES)
    at = sheet.problem(warning(place_of(sheet.path, spot), CODE, ""), spot.width if spot else 1)
    return Row(place, how, at)


def whereabouts(articles: Iterable[str]) -> Mapping[str, str]:
    """Return where the articles with these places are, by their place and by their file's name.

    An article that was moved to another folder is told by the name of its file, which no two
    articles of seeds have in common.  A name that several have tells nothing.
    """
    listed = tuple(articles)
    count = Counter(map(basename, listed))
    names = {basename(one): one for one in listed if count[basename(one)] == 1}
    return {**names, **{one: one for one in listed}}


def undecided(likeness: Likeness, there: Mapping[str, str] | None = None) -> tuple[Diagnostic, ...]:
    """Return a ``near-duplicate`` while nobody has said what a likeness is.

    One for an article, however many it resembles: the nearest that is left.  ``there`` are the
    ``whereabouts`` of all articles, without which all are taken to be in their places; one that
    is gone is not asked about.
    """
    left = [(now, row) for row in likeness.rows if (now := _open(row, likeness.settled, there))]
    if not left:
        return ()
    (place, row), more = left[0], len(left) - 1
    also = f", and {more} more" if more else ""
    message = f"this is nearly the text of content/{place} ({row.how}){also}"
    hint = (
        f"add {SAME_AS}: {place} to publish only that one, or {DISTINCT_FROM}: "
        f"[{', '.join(now for now, _ in left)}] if these are different stories; "
        f"`dateline explain {likeness.path}` shows the differences"
    )
    return (replace(row.at, message=message, hint=hint),)


def _open(row: Row, settled: frozenset[str], there: Mapping[str, str] | None) -> str:
    """Return where the article of a row is, or nothing when there is nothing to ask about it."""
    place = place_in_content(row.place)
    now = place if there is None else there.get(place) or there.get(basename(place), "")
    return "" if {place, now} & settled else now


def _settled(fields: Mapping[str, Value]) -> frozenset[str]:
    return frozenset(_texts(fields, DISTINCT_FROM))


def _texts(fields: Mapping[str, Value], key: str) -> tuple[str, ...]:
    value = fields.get(key, "")
    listed = value if isinstance(value, tuple) else (value,)
    texts = (place_in_content(one) for one in listed if isinstance(one, str))
    return tuple(filter(None, texts))

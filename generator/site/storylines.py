"""Articles on one event, or on one matter as it develops, become storylines.

The machine groups by likeness, and an editor's word wins: ``storyline: some-slug`` in the front
matter puts an article into a storyline, ``storyline: none`` takes it out of all.  Storylines
follow from the articles alone; what is known of an earlier build saves work and no more.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, count

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.fingerprint import fingerprint
from generator.model import NO_STORYLINE, Article, Gist, Slug, StorylineNote
from generator.site.comparing import NOT_COMPARED, Compared, compared, likenesses_in
from generator.site.grouping import Part, parts_of
from generator.site.likeness import Trace

FEWEST = 2
"""How many articles a storyline has at least, to be suggested, or published once accepted."""

FEWEST_UNASKED = 3
"""How many it has at least to be published when nobody was asked."""


_DAY = 24 * 60 * 60


class Storyline(Struct, frozen=True):
    """A group of articles by their numbers in the site, the oldest first.

    ``slug`` is the one that an editor gave, else that of the oldest article.  ``accepted`` says
    that an editor gave it.  ``closest`` has for each article the one that it is most like within
    the group, and how much (0 for an article that only an editor put there).

    ``former`` are the slugs that it may have had before older articles came to it or an editor
    named it: those that its articles would have given it.
    """

    slug: Slug
    numbers: tuple[int, ...]
    accepted: bool
    published: bool
    closest: tuple[tuple[int, int], ...]
    note: StorylineNote | None = None
    former: tuple[Slug, ...] = ()


class Grouping(Struct, frozen=True):
    """Which articles belong together, by their places in time, as numbers.

    ``key`` digests all that this depends on.  ``groups`` are those of the machine, before an
    editor's word brings some of them together.  ``closest`` has one row for each storyline that
    comes of them: for each article the place within the storyline of the one that it is most like,
    and how much.  ``worked`` is encoded, since nobody reads it if nothing has changed.
    """

    key: bytes = b""
    groups: tuple[tuple[int, ...], ...] = ()
    closest: tuple[tuple[tuple[int, int], ...], ...] = ()
    worked: bytes = b""


NO_GROUPING = Grouping()


class _Worked(Struct, frozen=True):
    """How a grouping came about; ``storylines`` has the marks of the articles of each."""

    compared: Compared = NOT_COMPARED
    parts: tuple[Part, ...] = ()
    storylines: tuple[tuple[int, ...], ...] = ()


def grouping_of(timely: Sequence[Article], *, known: Grouping = NO_GROUPING) -> Grouping:
    """Return which articles belong together.

    ``timely`` are in the order of ``in_time``; ``known`` is what was worked out before, and is
    returned if nothing has changed.  Otherwise what a change makes no difference to is taken
    from it.
    """
    traces = [_trace(one) for one in timely]
    bonds = [_given(one) for one in timely]
    key = fingerprint((traces, bonds))
    if key == known.key:
        return known
    before = msgpack.decode(known.worked, type=_Worked) if known.worked else _Worked()
    now = compared(traces, known=before.compared)
    parts = parts_of(now, bonds, since=before.compared.spent, known=before.parts)
    places = {mark: at for at, mark in enumerate(now.marks)}
    groups = sorted(
        tuple(places[part.marks[at]] for at in group) for part in parts for group in part.groups
    )
    storylines = tuple(
        tuple(now.marks[at] for at in group) for _, group, _ in _named(timely, groups)
    )
    former = dict(zip(before.storylines, known.closest, strict=True))
    closest = tuple(
        former.get(marks) or tuple(_closest(marks, now.rows, places)) for marks in storylines
    )
    worked = msgpack.encode(_Worked(now, parts, storylines))
    return Grouping(key, tuple(groups), closest, worked)


def in_time(articles: Sequence[Article]) -> Sequence[int]:
    """Return the numbers of articles from the oldest to the newest."""
    return sorted(range(len(articles)), key=lambda at: _oldest_first(articles[at]))


def storylines_of(
    articles: Sequence[Article],
    notes: Iterable[StorylineNote],
    *,
    unasked: bool = False,
    grouping: Grouping | None = None,
) -> tuple[Storyline, ...]:
    """Return all storylines, suggested ones too, that with the newest article first.

    ``articles`` may be in any order; ``unasked`` publishes what no editor has accepted;
    ``grouping`` is that of the same articles in time, if it was worked out already.
    """
    # From here on a number is a place in time; only the result speaks of places in the site.
    order = in_time(articles)
    timely = [articles[at] for at in order]
    grouping = grouping or grouping_of(timely)
    noted = {note.slug: note for note in notes}
    found = [
        Storyline(
            slug=slug,
            numbers=tuple(order[at] for at in group),
            accepted=accepted,
            published=len(group) >= FEWEST
            if accepted
            else unasked and len(group) >= FEWEST_UNASKED,
            closest=tuple((order[group[place]], score) for place, score in closest),
            note=noted.get(slug) if accepted else None,
        )
        for (slug, group, accepted), closest in zip(
            _named(timely, grouping.groups), grouping.closest, strict=True
        )
    ]
    found.sort(key=lambda one: (-articles[one.numbers[-1]].published.timestamp(), one.slug))
    # Where suggestions are not published, nobody was ever led to an address that an article gave.
    return _with_former(articles, found) if unasked else tuple(found)


def _oldest_first(article: Article) -> tuple[datetime, str]:
    return article.published, article.path


def _trace(article: Article) -> Trace:
    left_out = article.storyline == NO_STORYLINE
    # Days of UTC stand in the order of time, whatever zones the articles were dated in.
    day = int(article.published.timestamp()) // _DAY
    return Trace(day, Gist() if left_out else article.gist)


def _given(article: Article) -> str:
    return "" if article.storyline == NO_STORYLINE else article.storyline


def _named(
    timely: Sequence[Article], groups: Iterable[tuple[int, ...]]
) -> Iterable[tuple[Slug, tuple[int, ...], bool]]:
    """Yield each group under its slug, and whether an editor gave it."""
    given: dict[str, set[int]] = {}
    for at, article in enumerate(timely):
        if _given(article):
            given.setdefault(article.storyline, set()).add(at)
    others: list[tuple[int, ...]] = []
    for group in groups:
        slug = next((_given(timely[at]) for at in group if _given(timely[at])), "")
        if slug:
            given[slug] |= set(group)
        else:
            others.append(group)
    for slug, members in given.items():
        yield Slug(slug), tuple(sorted(members)), True
    taken = set(given)
    for group in others:
        slug = _free_slug(timely[group[0]], taken)
        taken.add(slug)
        yield slug, group, False


def _free_slug(oldest: Article, taken: Container[str]) -> Slug:
    return next(one for one in _slugs_by(oldest) if one not in taken)


def _slugs_by(article: Article) -> Iterable[Slug]:
    """Yield without end what a storyline is called after an article, the best first."""
    dated = f"{article.slug}-{article.published.date().isoformat()}"
    numbered = (f"{dated}-{number}" for number in count(2))
    for slug in chain((article.slug, dated), numbered):
        if slug != NO_STORYLINE:
            yield Slug(slug)


def _with_former(
    articles: Sequence[Article], storylines: Iterable[Storyline]
) -> tuple[Storyline, ...]:
    """Return storylines with their former slugs; one that several might have had is the eldest's.

    What is not published has an address in vain, and leaves it to others.
    """
    found = {one.slug: one for one in storylines}
    owners = {one.slug: one.slug for one in found.values() if one.published}
    members = [(number, slug) for slug in owners for number in found[slug].numbers]
    for number, slug in sorted(members, key=lambda pair: _oldest_first(articles[pair[0]])):
        given = next(one for one in _slugs_by(articles[number]) if owners.get(one, slug) == slug)
        owners[given] = slug
    former: defaultdict[Slug, list[Slug]] = defaultdict(list)
    for one, slug in owners.items():
        if one != slug:
            former[slug].append(one)
    return tuple(replace(one, former=tuple(former[one.slug])) for one in found.values())


def _closest(
    marks: Sequence[int], rows: Sequence[bytes], places: Mapping[int, int]
) -> Iterable[tuple[int, int]]:
    """Yield for each of the articles that bear some marks the one that it is most like."""
    within = {mark: at for at, mark in enumerate(marks)}
    scores: list[dict[int, int]] = [{} for _ in marks]
    for mark, at in within.items():
        for lesser, score in likenesses_in(rows[places[mark]]):
            if lesser in within:
                scores[at][within[lesser]] = scores[within[lesser]][at] = score
    for at, found in enumerate(scores):
        # Of equals the nearest, and the earlier of two; one that is like none has a neighbour.
        others = found or [other for other in (at - 1, at + 1) if 0 <= other < len(marks)]
        best = max(
            others, key=lambda other: (found.get(other, 0), -abs(at - other), -other), default=at
        )
        yield best, found.get(best, 0)

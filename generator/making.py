"""Pages to staged files: their keys, and the workers that render them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.code import code_digest
from generator.diagnostics import Checked, Diagnostic
from generator.fingerprint import Fingerprints, combined, digest_of, fingerprint
from generator.leaks import Leaks, Needle
from generator.model import Key, Made, Maker, PageMade, SitePath
from generator.output.ledger import difference
from generator.output.place import below
from generator.output.searched import searched_for
from generator.output.staging import Staging, stage
from generator.site.views import Card, CopyContext, FeedItem, Page, Ready, SiteView, settled
from generator.theme.render import Renderer, each_once
from generator.theme.theme import Theme
from generator.workers import spread

CODE = (
    "diagnostics.py",
    "files.py",
    "fingerprint.py",
    "model.py",
    "site/__init__.py",
    "site/views.py",
    "theme",
    "whole.py",
)
LIBRARIES = ("jinja2", "markupsafe", "msgspec")
"""All that decides what a page becomes; tests/test_code.py holds all of these complete."""

PLANNING = (
    "diagnostics.py",
    "fingerprint.py",
    "model.py",
    "site",
    "slugs.py",
    "texts.py",
)
PLANNERS = ("babel", "msgspec", "python-slugify", "text-unidecode", "tzdata")
"""All that decides what a page is made from, given the articles of a site."""

_NONE = b""

_CARDS_A_LIST = 10
"""How many cards a list shows at the least, as a rule."""

Told = Callable[[PageMade], None]


class Workshop(Struct, frozen=True):
    """What pages are made with: a renderer, a place to stage them, and what must not leak.

    ``marks`` are the keys of all pages as far as they are known before composing; ``before`` has
    the old keys of those that may come out as they are.  ``card`` makes the card of an article by
    its number, of which there are ``articles``.
    """

    renderer: Renderer
    staging: Staging
    leaks: Leaks
    view: SiteView
    marks: Mapping[SitePath, Key]
    before: Mapping[SitePath, Key]
    articles: int
    card: Callable[[int], Card]


class _Digests:
    """Digests of contexts; cards and feed items are part of many, and are hashed once."""

    def __init__(self, view: SiteView) -> None:
        self._parts = Fingerprints(Card, FeedItem)
        self._view = fingerprint(view)
        self._base_url = fingerprint(view.base_url)

    def remember(self, cards: Sequence[Card]) -> None:
        """Hash some cards before they are asked for."""
        self._parts.remember(cards)

    def of(self, page: Page) -> bytes:
        """Return the digest of a page's context; a template sees the view of the site beside it."""
        context = page.context
        if isinstance(context, CopyContext):
            return context.digest  # where the source lies does not matter, only what it holds
        beside = self._view if page.maker is Maker.TEMPLATE else self._base_url
        return self._parts.of(context, beside)


class Making(Struct, frozen=True):
    """What came of the pages of a build: staged ones, and new keys of those that are left."""

    made: tuple[Made, ...]
    same: Mapping[SitePath, Key]


def marks_of(pages: Sequence[Page], outline: bytes, theme: Theme) -> Mapping[SitePath, Key]:
    """Return the key of every page without its context, which is made only if the trace differs."""
    code = code_digest(CODE, LIBRARIES)
    seen = combined(outline, code_digest(PLANNING, PLANNERS))
    templates = {
        name: theme.digest(name) for name in {page.template for page in pages if page.template}
    }
    parts = {
        Maker.COPY: (_NONE, _NONE),  # only what it holds matters
        Maker.DOCUMENT: (_NONE, code),
        Maker.FEED: (_NONE, code),
    }
    return {
        page.path: Key(
            _NONE,
            *parts.get(page.maker, (templates.get(page.template, _NONE), code)),
            _trace(page, seen),
        )
        for page in pages
    }


def _trace(page: Page, seen: bytes) -> bytes:
    if isinstance(page.compose, Ready):
        context = page.compose.context
        # Where the source of a copy lies does not matter, only what it holds.
        return context.digest if isinstance(context, CopyContext) else fingerprint(context)
    return combined(seen, *(text.digest for text in page.texts)) if page.texts else seen


def placed(pages: Sequence[Page], root: Path) -> tuple[Page, ...]:
    """Return the pages with the sources of copies as places on this disk."""
    return tuple(_placed(page, root) if page.maker is Maker.COPY else page for page in pages)


def _placed(page: Page, root: Path) -> Page:
    context = page.context
    assert isinstance(context, CopyContext)
    return replace(page, compose=Ready(replace(context, source=str(root / context.source))))


def make_all(
    workshop: Workshop, pages: Sequence[Page], *, jobs: int, told: Told
) -> Checked[Making]:
    """Stage all pages that come out new; the order is theirs, however many processes there are.

    Diagnostics: those of templates, and ``leak``.
    """
    workshop.renderer.warm({page.template for page in pages if page.template})
    digests = _Digests(workshop.view)
    if jobs > 1:
        _make_shared(workshop, pages, digests)

    def one(page: Page) -> tuple[Made | Key | None, tuple[Diagnostic, ...]]:
        return _make(workshop, settled(page), digests)

    # Feeds and lists are last in a plan and take longest; begun first, they keep nobody waiting.
    turned = spread(one, pages[::-1], jobs, grain=64, done=lambda count: told(PageMade(count)))
    results = turned[::-1]
    made = tuple(found for found, _ in results if isinstance(found, Made))
    same = {
        page.path: found
        for page, (found, _) in zip(pages, results, strict=True)
        if isinstance(found, Key)
    }
    problems = each_once(problem for _, problems in results for problem in problems)
    return Checked(Making(made, same), problems)


def _make_shared(workshop: Workshop, pages: Sequence[Page], digests: _Digests) -> None:
    """Make what most lists show before the work is divided, or each process makes it for itself."""
    renderer = workshop.renderer
    showing = {name for name in {page.template for page in pages} if renderer.shows_entries(name)}
    lists = [page.path for page in pages if page.template in showing]
    if len(lists) * _CARDS_A_LIST < workshop.articles:
        return
    cards = [workshop.card(number) for number in range(workshop.articles)]
    digests.remember(cards)
    certain = sum(path not in workshop.before for path in lists)
    if certain * _CARDS_A_LIST >= workshop.articles:
        renderer.enter(cards)


def digests_of(needles: Sequence[Needle]) -> frozenset[bytes]:
    """Return the digests of words that must not be found."""
    return frozenset(digest_of(one.words) for one in needles)


def leaks_in_kept(
    needles: Sequence[Needle], kept: Sequence[SitePath], output: Path, *, jobs: int
) -> tuple[Diagnostic, ...]:
    """Return the leaks in published files that are not made again.

    A file may quote an article that was published when the file was made, and is held back now.
    Files are read only when there are words that the site was not yet searched for.
    """
    known = searched_for(output)
    new = tuple(one for one in needles if digest_of(one.words) not in known)
    if not new:
        return ()
    leaks = Leaks(new)

    def one(path: SitePath) -> tuple[Diagnostic, ...]:
        return leaks.found(path, below(output, path).read_bytes())

    found = spread(one, kept, jobs, grain=64)
    return tuple(problem for problems in found for problem in problems)


def _make(
    workshop: Workshop, page: Page, digests: _Digests
) -> tuple[Made | Key | None, tuple[Diagnostic, ...]]:
    """Return the staged page, or its new key if it comes out as it is, or neither if it cannot."""
    key = replace(workshop.marks[page.path], context=digests.of(page))
    old = workshop.before.get(page.path)
    if old and difference(key, old) is None:
        return key, ()
    rendered = workshop.renderer.render(page)
    if rendered.problems:
        return None, rendered.problems
    leaks = workshop.leaks.found(page.path, rendered.value)
    return stage(workshop.staging, page.path, rendered.value, key=key), leaks

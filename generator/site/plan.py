"""Site to pages: every file of the site, each with the frozen context it is made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic
from generator.fingerprint import combined, fingerprint
from generator.model import Text
from generator.site.desk import Desk
from generator.site.index import NOTHING, Site, has_page
from generator.site.plan_articles import plan_articles, plan_copies, plan_redirects
from generator.site.plan_documents import (
    plan_documents,
    plan_host_files,
    plan_not_found,
    plan_sitemaps,
)
from generator.site.plan_feeds import plan_feeds
from generator.site.plan_lists import plan_archive, plan_home, plan_terms
from generator.site.plan_storylines import plan_storylines
from generator.site.urls import document_address, storyline_address, term_address
from generator.site.views import Page, SiteView

Planner = Callable[[Desk], Iterable[Page]]
"""Returns some pages of a site.  A planner is pure: the desk is all it knows, and that has no body
of an article.  The two planners that need bodies say of each page which ones."""

PLANNERS: tuple[Planner, ...] = (
    plan_home,
    plan_terms,
    plan_archive,
    plan_storylines,
    plan_documents,
    plan_not_found,
    plan_copies,
    plan_redirects,
    plan_host_files,
)
"""Who plans what; the order decides only which of two colliding pages is named first."""


_NO_TIME = datetime.min.replace(tzinfo=UTC)


class Plan(Struct, frozen=True):
    """All pages of a site, with the one value that every template sees beside its context.

    ``outline`` is the digest of all that a page may be made from beside its texts; ``desk`` is what
    the pages are composed from.
    """

    view: SiteView
    pages: tuple[Page, ...]
    outline: bytes
    desk: Desk


def plan_pages(
    site: Site,
    assets: Mapping[str, str],
    options: Mapping[str, str],
    *,
    structured: bool = True,
) -> Checked[Plan]:
    """Return every page of the site.

    ``assets`` maps the names of the theme's assets to their addresses, ``options`` are the
    theme's, ``structured`` says that it may print structured data.
    Diagnostics: ``dead-link`` for links in Markdown that lead nowhere.
    """
    outline = outline_of(site)
    desk = Desk(outline, assets, options, structured=structured)
    pages = [*plan_articles(desk, site.texts)]
    pages += [page for planner in PLANNERS for page in planner(desk)]
    pages += plan_feeds(desk, site.texts)
    pages += plan_sitemaps(desk, pages)
    of_theme = fingerprint((dict(assets), dict(options), structured))
    digest = combined(_digest(outline), of_theme)
    plan = Plan(desk.view, tuple(pages), digest, desk)
    return Checked(plan, tuple(dead_links(desk, site.texts)))


def outline_of(site: Site) -> Site:
    """Return a site without the bodies of its articles, and without what no page shows."""
    return replace(
        site, texts=(), gists=(), held=(), as_of=_NO_TIME, due=None, until=None, known=NOTHING
    )


def _digest(outline: Site) -> bytes:
    # Keys that are no texts cannot be sorted; these mappings have an order of their own.
    by_key = (tuple(outline.by_term.items()), tuple(outline.notes.items()))
    return fingerprint((replace(outline, by_term={}, notes={}), by_key))


def dead_links(desk: Desk, texts: Sequence[Text]) -> Iterable[Diagnostic]:
    """Yield a warning for each link in Markdown that leads nowhere."""
    for one, text, address in zip(desk.site.articles, texts, desk.addresses, strict=True):
        if text.links:
            yield from desk.dead_links(text, one.path, address)
    for document in desk.site.documents:
        address = document_address(document.slug)
        yield from desk.dead_links(document.body, document.path, address)
    for storyline in desk.storylines:
        if storyline.note:
            address = storyline_address(storyline.slug)
            yield from desk.dead_links(storyline.note.body, storyline.note.path, address)
    for key, note in desk.site.notes.items():
        if key in desk.terms and has_page(desk.site, key):
            address = term_address(desk.terms[key])
            yield from desk.dead_links(note.body, note.path, address)

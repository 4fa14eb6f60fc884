"""Site to pages: every file of the site, each with the frozen context it is made from."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from generator.diagnostics import Checked, Diagnostic
from generator.site.desk import Desk
from generator.site.index import Site, has_page
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
"""Returns some pages of a site.  A planner is pure: the desk is all it knows."""

PLANNERS: tuple[Planner, ...] = (
    plan_articles,
    plan_home,
    plan_terms,
    plan_archive,
    plan_storylines,
    plan_documents,
    plan_not_found,
    plan_copies,
    plan_redirects,
    plan_feeds,
    plan_host_files,
)
"""Who plans what; the order decides only which of two colliding pages is named first."""


class Plan(Struct, frozen=True):
    """All pages of a site, with the one value that every template sees beside its context."""

    view: SiteView
    pages: tuple[Page, ...]


def plan_pages(site: Site, assets: Mapping[str, str], options: Mapping[str, str]) -> Checked[Plan]:
    """Return every page of the site.

    ``assets`` maps the names of the theme's assets to their addresses, ``options`` are the
    theme's.  Diagnostics: ``dead-link`` for links in Markdown that lead nowhere.
    """
    desk = Desk(site, assets, options)
    pages = [page for planner in PLANNERS for page in planner(desk)]
    pages += plan_sitemaps(desk, pages)
    return Checked(Plan(desk.view, tuple(pages)), tuple(_dead_links(desk)))


def _dead_links(desk: Desk) -> Iterable[Diagnostic]:
    for one, address in zip(desk.site.articles, desk.addresses, strict=True):
        if one.body.links:
            yield from desk.dead_links(one.body, one.path, address)
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

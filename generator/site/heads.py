"""The head of a page: its titles, addresses, breadcrumbs and structured data."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from generator.model import Html
from generator.site.desk import Desk
from generator.site.structured import Node, breadcrumbs, collection, graph, organization, website
from generator.site.views import FeedLink, Link, PageView

_LONGEST_DESCRIPTION = 300
_NONE = Html("")

Nodes = Callable[[], Sequence[Node]]
"""Returns what the structured data of a page says, but for the trail that leads there."""


class Head(Struct, frozen=True):
    """What a planner knows of the page it plans.

    ``trail`` leads from below the home page to this page, inclusive.
    ``distinction`` goes into ``<title>`` behind the heading, where the heading alone would not
    tell pages apart.  ``source`` is the file that the page shows, if it shows one.
    """

    heading: str
    address: str
    description: str
    trail: tuple[Link, ...] = ()
    distinction: str = ""
    section: str = ""
    feeds: tuple[FeedLink, ...] = ()
    source: str = ""


def list_page(desk: Desk, head: Head) -> PageView:
    """Return the head of a page that lists articles or terms."""
    return page_view(desk, head, nodes=lambda: (collection(desk, head.heading, head.address),))


def home_page(desk: Desk, head: Head) -> PageView:
    """Return the head of the front page, which also says what the site is."""
    return page_view(desk, head, nodes=lambda: (website(desk), organization(desk)))


def page_view(
    desk: Desk, head: Head, *, nodes: Nodes = tuple, kind: str = "website", robots: str = ""
) -> PageView:
    """Return the head of any page; ``nodes`` is asked only if the page gets structured data.

    What is not to be indexed, hence every page of a preview, names no canonical address and has no
    structured data: both would speak of the published page, which may be another or none, and a
    search engine may carry "noindex" over to a canonical address.
    """
    robots = robots or ("noindex" if desk.site.showing.is_preview else "")
    trail = (desk.home, *head.trail) if head.trail else ()
    url = desk.urls.link(head.address)
    return PageView(
        title=_title(desk, head),
        heading=head.heading,
        description=_shortened(head.description or head.heading),
        url=url,
        canonical="" if robots else desk.urls.absolute_of(url),
        language=desk.settings.language,
        direction=desk.direction,
        robots=robots,
        kind=kind,
        image=desk.image,
        feeds=head.feeds,
        trail=trail,
        structured=_structured(desk, nodes, trail) if desk.structured and not robots else _NONE,
        section=head.section,
        notice=desk.notice(head.source),
    )


def _title(desk: Desk, head: Head) -> str:
    parts = [head.heading, head.distinction] if head.distinction else [head.heading]
    title = " – ".join(parts)
    return title if title == desk.settings.title else f"{title} – {desk.settings.title}"


def _structured(desk: Desk, nodes: Nodes, trail: Sequence[Link]) -> Html:
    return graph(*nodes(), *((breadcrumbs(desk, trail),) if trail else ()))


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[:_LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:") + "…"

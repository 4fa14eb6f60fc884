"""Plans the feeds of the site and of every term, and the outline that names them all."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from generator.diagnostics import Place
from generator.model import Article, Maker, SitePath, Taxonomy
from generator.site.desk import FEEDS, SECTIONS, STORYLINES, Desk
from generator.site.urls import storyline_address, term_address
from generator.site.views import FeedContext, FeedItem, FeedLink, OutlineContext, Page

OUTLINE = SitePath("feeds.opml")


def plan_feeds(desk: Desk) -> Iterable[Page]:
    """Return every feed; none for a site without a base_url, since feeds need absolute URLs."""
    if not desk.settings.base_url:
        return
    items = _Items(desk)
    everything = range(len(desk.site.articles))
    yield from _feeds(items, "", desk.settings.title, desk.settings.description, everything)
    for taxonomy in Taxonomy:
        for term in desk.listed(taxonomy):
            numbers = desk.site.by_term.get((taxonomy, term.id), ())
            title = f"{term.name} – {desk.settings.title}"
            about = term.description or f"Articles on {term.name}, newest first."
            yield from _feeds(items, term_address(term), title, about, numbers)
    for storyline in desk.storylines:
        name = desk.storyline_name(storyline)
        title = f"{name} – {desk.settings.title}"
        about = f"The storyline “{name}”, newest first."
        newest = storyline.numbers[::-1]
        yield from _feeds(items, storyline_address(storyline.slug), title, about, newest)
    yield Page(OUTLINE, Maker.DOCUMENT, _outline(desk), Place("content"))


class _Items:
    """Makes each article's feed item once, however many feeds it is in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._made: dict[int, FeedItem] = {}

    def item(self, number: int) -> FeedItem:
        if number not in self._made:
            self._made[number] = _item(self.desk, number)
        return self._made[number]


def _feeds(
    items: _Items, address: str, title: str, description: str, numbers: Sequence[int]
) -> Iterable[Page]:
    desk = items.desk
    latest = numbers[: desk.settings.feed_size]
    newest = tuple(items.item(number) for number in latest)
    changed = max((_changed(desk.site.articles[number]) for number in latest), default=None)
    updated = desk.wording.instant(changed) if changed else ""
    for name, _, _ in FEEDS:
        context = FeedContext(
            title=title,
            description=description,
            home=desk.urls.absolute(address),
            address=desk.urls.absolute(address + name),
            language=desk.settings.language,
            author=desk.settings.publisher or desk.settings.title,
            updated=updated,
            items=newest,
            icon=desk.image,
        )
        yield Page(SitePath(address + name), Maker.FEED, context, Place("content"))


def _item(desk: Desk, number: int) -> FeedItem:
    article = desk.site.articles[number]
    address = desk.addresses[number]
    filed = desk.filed[number]
    published = desk.wording.instant(desk.moments[number])
    return FeedItem(
        id=article.id,
        url=desk.urls.absolute_of(desk.card(number).url),
        title=article.title,
        summary=article.summary,
        content=desk.markup_absolute(article.body, article.path, address),
        published=published,
        updated=desk.wording.instant(_changed(article)) if article.updated else published,
        authors=tuple(one.name for one in filed.authors),
        tags=tuple(one.name for one in (*filed.countries, *filed.tags, *filed.organisations)),
        language=article.lang,
        source_name=article.source.name,
        source_url=article.source.url,
    )


def _changed(article: Article) -> datetime:
    # RFC 4287 §4.2.15: what is updated cannot be older than what was published.
    return max(article.published, article.updated or article.published)


def _outline(desk: Desk) -> OutlineContext:
    groups: list[tuple[str, tuple[FeedLink, ...]]] = [
        (desk.settings.title, desk.feeds("", desk.settings.title)[:1])
    ]
    for taxonomy in Taxonomy:
        links = tuple(
            link
            for term in desk.listed(taxonomy)
            for link in desk.feeds(term_address(term), term.name)[:1]
        )
        if links:
            groups.append((SECTIONS[taxonomy], links))
    links = tuple(
        link
        for storyline in desk.storylines
        for link in desk.feeds(storyline_address(storyline.slug), desk.storyline_name(storyline))[
            :1
        ]
    )
    if links:
        groups.append((STORYLINES, links))
    return OutlineContext(desk.settings.title, tuple(groups))

"""Plans the feeds of the site and of every term, and the outline that names them all."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct

from generator.diagnostics import Place
from generator.model import Article, Body, Maker, SitePath, Taxonomy, Text
from generator.site.desk import SECTIONS, STORYLINES, Desk
from generator.site.urls import storyline_address, term_address
from generator.site.views import FeedContext, FeedItem, FeedLink, OutlineContext, Page

OUTLINE = SitePath("feeds.opml")


def plan_feeds(desk: Desk, texts: Sequence[Text]) -> Iterable[Page]:
    """Return every feed and, if there are any, the outline that names them."""
    if not desk.formats:
        return
    items = _Items(desk, texts)
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
    yield Page(OUTLINE, Maker.DOCUMENT, partial(_outline, desk), Place("content"))


class _Items:
    """Makes each article's feed item once, however many feeds it is in."""

    def __init__(self, desk: Desk, texts: Sequence[Text]) -> None:
        self.desk = desk
        self.texts = texts
        self._made: dict[int, tuple[Text, FeedItem]] = {}

    def item(self, number: int, text: Text) -> FeedItem:
        known = self._made.get(number)
        if known is None or known[0] is not text:
            known = self._made[number] = (text, _item(self.desk, number, text.body))
        return known[1]


def _feeds(
    items: _Items, address: str, title: str, description: str, numbers: Sequence[int]
) -> Iterable[Page]:
    newest = tuple(numbers[: items.desk.settings.feed_size])
    texts = tuple(items.texts[number] for number in newest)
    for name, _, _ in items.desk.formats:
        feed = _Feed(address, address + name, title, description, newest)
        compose = partial(_feed, items, feed)
        yield Page(SitePath(feed.path), Maker.FEED, compose, Place("content"), texts=texts)


class _Feed(Struct, frozen=True):
    """A feed that is to be made of some articles, the newest first."""

    home: str
    path: str
    title: str
    description: str
    numbers: tuple[int, ...]


def _feed(items: _Items, feed: _Feed, *texts: Text) -> FeedContext:
    desk = items.desk
    updated = max((_changed(desk.site.articles[one]) for one in feed.numbers), default=None)
    return FeedContext(
        title=feed.title,
        description=feed.description,
        home=desk.urls.absolute(feed.home),
        address=desk.urls.absolute(feed.path),
        language=desk.settings.language,
        author=desk.settings.publisher or desk.settings.title,
        updated=desk.wording.instant(updated) if updated else "",
        items=tuple(items.item(*one) for one in zip(feed.numbers, texts, strict=True)),
        icon=desk.image,
    )


def _item(desk: Desk, number: int, body: Body) -> FeedItem:
    article = desk.site.articles[number]
    address = desk.addresses[number]
    filed = desk.filed(number)
    published = desk.wording.instant(desk.moments[number])
    return FeedItem(
        id=article.id,
        url=desk.urls.absolute_of(desk.card(number).url),
        title=article.title,
        summary=article.summary,
        content=desk.markup_absolute(body, article.path, address),
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

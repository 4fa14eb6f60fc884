"""Plans the pages of articles, the files beside them and the addresses they once had."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from html import unescape
from math import ceil

from generator.diagnostics import Place
from generator.model import Article, Body, Maker, SitePath, Taxonomy, Text
from generator.site.desk import Desk, headings_of
from generator.site.heads import Head, page_view
from generator.site.related import Related
from generator.site.structured import news_article
from generator.site.urls import file_of
from generator.site.views import (
    ArticleContext,
    ArticleView,
    CopyContext,
    CorrectionView,
    Link,
    Page,
    PageView,
    Ready,
    RedirectContext,
    RelatedView,
    SourceView,
    Stamp,
)

WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction (Brysbaert 2019, doi:10.1016/j.jml.2019.104047: 238),
rounded down so that the time is not promised too short."""

_SAME = {"contracts": "Same contract", "exercises": "Same exercise"}
"""What two articles of one story are said to share if both are filed under a tag."""

_TAG = re.compile(r"<[^>]*>")
_FIRST_WORD = re.compile(r"(?:<[^>]*>|\s)*([^\s<&]+)\s")
_OPENING = 4000
"""Characters of markup in which a body's first sentences are looked for."""


def plan_articles(desk: Desk, texts: Sequence[Text]) -> Iterable[Page]:
    """Return the page of every article."""
    for number, (article, address) in enumerate(
        zip(desk.site.articles, desk.addresses, strict=True)
    ):
        yield Page(
            file_of(address),
            Maker.TEMPLATE,
            partial(_article, desk, number),
            Place(article.path),
            "article.html",
            (texts[number],),
        )


def _article(desk: Desk, number: int, text: Text) -> ArticleContext:
    body = text.body
    return ArticleContext(
        page=_head(desk, number, body.words),
        article=_view(desk, number, body),
        related=tuple(related_view(desk, number, one) for one in desk.site.related[number]),
        newer=desk.links[number - 1] if number else None,
        older=desk.links[number + 1] if number + 1 < len(desk.links) else None,
        storyline=desk.storyline_links.get(number),
    )


def plan_copies(desk: Desk) -> Iterable[Page]:
    """Return the files that are published beside the articles and pages that show them."""
    owners = [one.path for one in desk.site.articles if one.assets]
    owners += [one.path for one in desk.site.documents if one.assets]
    for path in owners:
        for copy in desk.linker.copies(path):
            context = Ready(CopyContext(copy.asset.path, copy.asset.digest))
            yield Page(SitePath(copy.address), Maker.COPY, context, Place(copy.asset.path))
    for one in desk.site.files:
        context = Ready(CopyContext(one.path, one.digest))
        yield Page(one.target, Maker.COPY, context, Place(one.path))


def plan_redirects(desk: Desk) -> Iterable[Page]:
    """Return a page for every address that leads to an article but is not its own."""
    for address, number in desk.redirects:
        place = Place(desk.site.articles[number].path)
        yield Page(file_of(address), Maker.DOCUMENT, partial(_redirect, desk, number), place)


def _redirect(desk: Desk, number: int) -> RedirectContext:
    article = desk.site.articles[number]
    return RedirectContext(
        title=article.title,
        target=desk.urls.link(desk.addresses[number]),
        canonical=desk.urls.absolute(desk.addresses[number]),
        language=article.lang,
    )


def _head(desk: Desk, number: int, words: int) -> PageView:
    article, address = desk.site.articles[number], desk.addresses[number]
    head = Head(
        heading=article.title,
        address=address,
        description=article.summary,
        trail=_trail(desk, number),
        distinction=_distinction(desk, article, address),
        source=article.path,
    )
    return page_view(desk, head, nodes=lambda: (news_article(desk, number, words),), kind="article")


def _trail(desk: Desk, number: int) -> tuple[Link, ...]:
    own, countries = desk.links[number], desk.filed(number).countries
    if not countries:
        return (desk.archive, own)
    return (desk.sections[Taxonomy.COUNTRIES], countries[0], own)


def _distinction(desk: Desk, article: Article, address: str) -> str:
    """Return what tells an article from others with the same headline; its address always does."""
    return address.strip("/") if article.title in desk.repeated_titles else ""


def _view(desk: Desk, number: int, body: Body) -> ArticleView:
    article, address = desk.site.articles[number], desk.addresses[number]
    card, filed = desk.card(number), desk.filed(number)
    return ArticleView(
        id=article.id,
        url=card.url,
        permalink=desk.urls.absolute_of(card.url),
        title=article.title,
        summary=article.summary,
        standfirst="" if _opens_with(body, article.summary) else article.summary,
        body=desk.markup(body, article.path, address),
        published=card.published,
        updated=_updated(desk, article),
        authors=filed.authors,
        source=_source(desk, article),
        dateline=article.dateline,
        language=article.lang,
        direction=card.direction,
        reading_minutes=max(1, ceil(body.words / WORDS_A_MINUTE)),
        words=body.words,
        headings=headings_of(body),
        countries=filed.countries,
        mentions=filed.mentions,
        tags=filed.tags,
        organisations=filed.organisations,
        people=filed.people,
        corrections=tuple(
            CorrectionView(Stamp(one.made.isoformat(), desk.wording.day(one.made)), one.text)
            for one in article.corrections
        ),
    )


def _opens_with(body: Body, words: str) -> bool:
    wanted = words.rstrip("…")
    opening = body.parts[0][:_OPENING]
    first = _FIRST_WORD.match(opening)
    if first and " " in wanted and first[1] != wanted.partition(" ")[0]:
        return False  # as a rule, one word tells
    count = wanted.count(" ") + 1
    found: list[str] = []
    # As a rule twice the length is enough; behind a ">" no tag is cut, but perhaps a word.
    for end in (opening.find(">", 2 * len(wanted)) + 1, len(opening)):
        found = unescape(_TAG.sub("", opening[:end])).split(maxsplit=count)
        if len(found) > count:
            break
    return " ".join(found[:count]).startswith(wanted)


def _updated(desk: Desk, article: Article) -> Stamp | None:
    if not article.updated or article.updated == article.published:
        return None
    return desk.wording.stamp(article.updated, date_only=article.updated_date_only)


def _source(desk: Desk, article: Article) -> SourceView | None:
    source = article.source
    if not (source.name or source.url):
        return None
    day = source.retrieved
    retrieved = Stamp(day.isoformat(), desk.wording.day(day)) if day else None
    return SourceView(source.name or source.url, source.url, retrieved, source.licence)


def related_view(desk: Desk, number: int, related: Related) -> RelatedView:
    """Return an article that is related to another one, with the reason in words."""
    return RelatedView(desk.card(related.number), _reason(desk, number, related))


def _reason(desk: Desk, number: int, related: Related) -> str:
    if related.same_story:
        mine, theirs = (
            {ref.id for ref in desk.site.articles[one].terms if ref.taxonomy is Taxonomy.TAGS}
            for one in (number, related.number)
        )
        return next((words for tag, words in _SAME.items() if tag in mine & theirs), "Same story")
    countries = [key for key in related.shared if key[0] is Taxonomy.COUNTRIES]
    # NATO is a subject and an organisation; it is said once.
    names = dict.fromkeys([desk.link(key).name for key in countries or related.shared])
    return desk.wording.together(tuple(names)[:3])

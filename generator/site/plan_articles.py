"""Plans the pages of articles, the files beside them and the addresses they once had."""

import re
from collections.abc import Iterable
from html import unescape
from math import ceil

from generator.diagnostics import Place
from generator.model import Article, Body, Maker, SitePath, Taxonomy
from generator.site.desk import ARCHIVE, Desk, headings_of
from generator.site.heads import Head, page_view
from generator.site.related import Related
from generator.site.structured import news_article
from generator.site.urls import file_of, taxonomy_address
from generator.site.views import (
    ArticleContext,
    ArticleView,
    CopyContext,
    CorrectionView,
    Page,
    PageView,
    RedirectContext,
    RelatedView,
    SourceView,
    Stamp,
)
from generator.site.wording import direction_of

WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction (Brysbaert 2019, doi:10.1016/j.jml.2019.104047: 238),
rounded down so that the time is not promised too short."""

_SAME = {"contracts": "Same contract", "exercises": "Same exercise"}
"""What two articles of one story are said to share if both are filed under a tag."""

_TAG = re.compile(r"<[^>]*>")
_OPENING = 4000
"""Characters of markup in which a body's first sentences are looked for."""


def plan_articles(desk: Desk) -> Iterable[Page]:
    """Return the page of every article."""
    for number, article in enumerate(desk.site.articles):
        address = desk.addresses[number]
        context = ArticleContext(
            page=_head(desk, article, address),
            article=_view(desk, article, address),
            related=tuple(related_view(desk, number, one) for one in desk.site.related[number]),
            newer=desk.article_link(number - 1) if number else None,
            older=(desk.article_link(number + 1) if number + 1 < len(desk.site.articles) else None),
            storyline=desk.storyline_links.get(number),
        )
        place = Place(article.path)
        yield Page(file_of(address), Maker.TEMPLATE, context, place, "article.html")


def plan_copies(desk: Desk) -> Iterable[Page]:
    """Return the files that are published beside the articles and pages that show them."""
    owners = [one.path for one in desk.site.articles if one.assets]
    owners += [one.path for one in desk.site.documents if one.assets]
    for path in owners:
        for copy in desk.linker.copies(path):
            context = CopyContext(copy.asset.path, copy.asset.digest)
            yield Page(SitePath(copy.address), Maker.COPY, context, Place(copy.asset.path))
    for one in desk.site.files:
        yield Page(one.target, Maker.COPY, CopyContext(one.path, one.digest), Place(one.path))


def plan_redirects(desk: Desk) -> Iterable[Page]:
    """Return a page for every address that leads to an article but is not its own."""
    for address, number in desk.redirects:
        article = desk.site.articles[number]
        context = RedirectContext(
            title=article.title,
            target=desk.urls.link(desk.addresses[number]),
            canonical=desk.urls.absolute(desk.addresses[number]),
            language=article.lang,
        )
        yield Page(file_of(address), Maker.DOCUMENT, context, Place(article.path))


def _head(desk: Desk, article: Article, address: str) -> PageView:
    head = Head(
        heading=article.title,
        address=address,
        description=article.summary,
        trail=_trail(desk, article, address),
        distinction=_distinction(desk, article, address),
        source=article.path,
    )
    nodes = (news_article(desk, article, address),) if desk.settings.base_url else ()
    return page_view(desk, head, nodes=nodes, kind="article")


def _trail(desk: Desk, article: Article, address: str) -> tuple[tuple[str, str], ...]:
    countries = [ref for ref in article.terms if ref.taxonomy is Taxonomy.COUNTRIES]
    if not countries:
        return ((ARCHIVE, "archive/"), (article.title, address))
    term = desk.terms[Taxonomy.COUNTRIES, countries[0].id]
    return (
        ("Countries", taxonomy_address(Taxonomy.COUNTRIES)),
        (term.name, f"countries/{term.slug}/"),
        (article.title, address),
    )


def _distinction(desk: Desk, article: Article, address: str) -> str:
    """Return what tells an article from others with the same headline; its address always does."""
    return address.strip("/") if article.title in desk.repeated_titles else ""


def _view(desk: Desk, article: Article, address: str) -> ArticleView:
    stamp = desk.wording.stamp
    return ArticleView(
        id=article.id,
        url=desk.urls.link(address),
        permalink=desk.urls.absolute(address),
        title=article.title,
        summary=article.summary,
        standfirst="" if _opens_with(article.body, article.summary) else article.summary,
        body=desk.markup(article.body, article.path, address),
        published=stamp(article.published, date_only=article.date_only),
        updated=_updated(desk, article),
        authors=desk.links(article, Taxonomy.AUTHORS),
        source=_source(desk, article),
        dateline=article.dateline,
        language=article.lang,
        direction=direction_of(article.lang),
        reading_minutes=max(1, ceil(article.body.words / WORDS_A_MINUTE)),
        words=article.body.words,
        headings=headings_of(article.body),
        countries=desk.links(article, Taxonomy.COUNTRIES),
        mentions=desk.mentions(article.mentions),
        tags=desk.links(article, Taxonomy.TAGS),
        organisations=desk.links(article, Taxonomy.ORGANISATIONS),
        people=desk.links(article, Taxonomy.PEOPLE),
        corrections=tuple(
            CorrectionView(Stamp(one.made.isoformat(), desk.wording.day(one.made)), one.text)
            for one in article.corrections
        ),
    )


def _opens_with(body: Body, words: str) -> bool:
    opening = unescape(_TAG.sub("", body.parts[0][:_OPENING]))
    return " ".join(opening.split()).startswith(words.rstrip("…"))


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
    keys = countries or list(related.shared)
    # NATO is a subject and an organisation; it is said once.
    names = dict.fromkeys(desk.terms[key].name for key in keys)
    return desk.wording.together(tuple(names)[:3])

"""Plans the owner's own pages and the documents that hosts and search engines ask for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from generator.diagnostics import Place
from generator.model import Document, Maker, SitePath
from generator.site.desk import ARCHIVE, NOT_FOUND, Desk, headings_of
from generator.site.heads import Head, page_view
from generator.site.urls import address_of, document_address, file_of, storyline_address
from generator.site.views import (
    ContentContext,
    NewsEntry,
    NewsSitemapContext,
    NotFoundContext,
    Page,
    Ready,
    SitemapContext,
    SitemapEntry,
    SitemapIndexContext,
    TextContext,
)

SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap (sitemaps.org protocol)."""

NOT_FOUND_PATH = SitePath("404.html")
_LATEST = 5

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{images}; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def plan_documents(desk: Desk) -> Iterable[Page]:
    """Return the owner's own pages: about, method, contact."""
    for one in desk.site.documents:
        address = document_address(one.slug)
        head = Head(
            one.title,
            address,
            one.summary,
            trail=(desk.link_to(one.title, address),),
            distinction=address.strip("/") if one.title in desk.repeated_titles else "",
            source=one.path,
        )
        compose = partial(_document_page, desk, head, one)
        yield Page(file_of(address), Maker.TEMPLATE, compose, Place(one.path), "page.html")


def _document_page(desk: Desk, head: Head, one: Document) -> ContentContext:
    return ContentContext(
        page=page_view(desk, head),
        body=desk.markup(one.body, one.path, head.address),
        headings=headings_of(one.body),
    )


def plan_not_found(desk: Desk) -> Iterable[Page]:
    """Return the page for addresses that lead nowhere."""
    compose = partial(_not_found, desk)
    yield Page(NOT_FOUND_PATH, Maker.TEMPLATE, compose, Place("content"), "404.html")


def _not_found(desk: Desk) -> NotFoundContext:
    head = Head(NOT_FOUND, NOT_FOUND_PATH, "There is nothing at this address.")
    page = page_view(desk, head, robots="noindex")
    return NotFoundContext(page, desk.cards(range(min(_LATEST, len(desk.site.articles)))))


def plan_host_files(desk: Desk) -> Iterable[Page]:
    """Return what hosts read: robots.txt, headers, redirects, and a note for language models."""
    texts = {
        ".nojekyll": "",
        "_headers": _headers(desk),
        "_redirects": "".join(_redirects(desk)),
        "robots.txt": _robots(desk),
        "llms.txt": "".join(_overview(desk)),
    }
    for path, text in texts.items():
        context = Ready(TextContext(text))
        yield Page(SitePath(path), Maker.DOCUMENT, context, Place("dateline.toml"))


def _headers(desk: Desk) -> str:
    images = "".join(f" https://{host}" for host in desk.settings.image_hosts)
    lines = (
        "/*",
        f"  Content-Security-Policy: {_POLICY.format(images=images)}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        "  Cross-Origin-Opener-Policy: same-origin",
        "/assets/*",
        "  Cache-Control: public, max-age=31536000, immutable",
    )
    return "\n".join(lines) + "\n"


def _redirects(desk: Desk) -> Iterable[str]:
    moved = [(old, desk.addresses[number]) for old, number in desk.redirects]
    for old, storyline in desk.storyline_redirects:
        own = storyline_address(storyline.slug)
        # Whoever follows its feed goes on doing so; a page of HTML is of no use to a feed reader.
        feeds = (name for name, _, _ in desk.formats)
        moved += [(old + name, own + name) for name in ("", *feeds)]
    for old, address in moved:
        yield f"/{old} {desk.urls.absolute(address) or '/' + address} 301\n"


def _robots(desk: Desk) -> str:
    if desk.site.showing.is_preview:
        return "User-agent: *\nDisallow: /\n"
    rules = "User-agent: *\nAllow: /\n"
    if not desk.settings.base_url:
        return rules
    return f"{rules}\nSitemap: {desk.urls.absolute('sitemap.xml')}\n"


def _overview(desk: Desk) -> Iterable[str]:
    # The shape is that of llmstxt.org: a title, a quotation that sums up, sections of links.
    yield f"# {desk.settings.title}\n\n> {desk.settings.description}\n\n## Pages\n\n"
    pages = [("Countries", "countries/"), ("Subjects", "tags/"), (ARCHIVE, "archive/")]
    pages += [(one.title, document_address(one.slug)) for one in desk.site.documents]
    for name, address in pages:
        yield f"- [{name}]({desk.urls.absolute(address) or address})\n"
    feeds = desk.feeds("", desk.settings.title)
    if feeds:
        yield "\n## Feeds\n\n"
    for feed in feeds:
        yield f"- [{feed.title}]({feed.url})\n"


def plan_sitemaps(desk: Desk, pages: Sequence[Page]) -> Iterable[Page]:
    """Return the sitemaps of all pages that search engines may list, split by year.

    A year's map changes only with that year's articles.  A site without a base_url has none, nor
    has a preview, of which search engines may list nothing.
    """
    if not desk.settings.base_url or desk.site.showing.is_preview:
        return
    maps: list[str] = []
    for name, rows in _by_group(desk, pages).items():
        for part in range(-(-len(rows) // SITEMAP_LIMIT)):
            maps.append(f"sitemap-{name}-{part + 1}.xml" if part else f"sitemap-{name}.xml")
            compose = partial(_sitemap, desk, rows, part)
            yield Page(SitePath(maps[-1]), Maker.DOCUMENT, compose, Place("dateline.toml"))
    news = _news(desk)
    if news.entries:
        yield _document("news-sitemap.xml", news)
    names = [*maps, *(["news-sitemap.xml"] if news.entries else [])]
    index = tuple(SitemapEntry(desk.urls.absolute(name)) for name in names)
    yield _document("sitemap.xml", SitemapIndexContext(index))


_Row = tuple[str, str]
"""An address, and the day of its last change or nothing."""


def _by_group(desk: Desk, pages: Sequence[Page]) -> dict[str, list[_Row]]:
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    changed = {
        address: desk.wording.local(one.updated) if one.updated else moment
        for one, address, moment in zip(
            desk.site.articles, desk.addresses, desk.moments, strict=True
        )
    }
    for page in pages:
        if page.maker is not Maker.TEMPLATE or page.path == NOT_FOUND_PATH:
            continue
        address = address_of(page.path)
        if moment := changed.get(address):
            groups[f"articles-{moment.year}"].append((address, moment.date().isoformat()))
        else:
            groups["pages"].append((address, ""))
    return dict(sorted(groups.items()))


def _sitemap(desk: Desk, rows: Sequence[_Row], part: int) -> SitemapContext:
    entries = [SitemapEntry(desk.urls.absolute(address), day) for address, day in rows]
    entries.sort(key=lambda one: one.url)
    start = part * SITEMAP_LIMIT
    return SitemapContext(tuple(entries[start : start + SITEMAP_LIMIT]))


def _news(desk: Desk) -> NewsSitemapContext:
    entries = tuple(
        NewsEntry(
            desk.urls.absolute(desk.addresses[number]),
            one.title,
            desk.wording.instant(one.published),
        )
        for number in desk.site.news
        for one in (desk.site.articles[number],)
    )
    return NewsSitemapContext(
        desk.settings.publisher or desk.settings.title, desk.settings.language, entries
    )


def _document(
    path: str, context: SitemapContext | SitemapIndexContext | NewsSitemapContext
) -> Page:
    return Page(SitePath(path), Maker.DOCUMENT, Ready(context), Place("dateline.toml"))

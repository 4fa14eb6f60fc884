"""Documents for machines: sitemaps, the list of feeds, redirects, texts that are complete."""

from collections.abc import Callable, Iterable, Mapping

from generator.site.views import (
    FeedLink,
    NewsEntry,
    NewsSitemapContext,
    OutlineContext,
    RedirectContext,
    SitemapContext,
    SitemapEntry,
    SitemapIndexContext,
    TextContext,
)
from generator.theme.markup import attribute, element, text

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"


def sitemap(context: SitemapContext) -> str:
    """Return a sitemap by the protocol of sitemaps.org."""
    rows = "".join(_located("url", one) for one in context.entries)
    return f'{_XML}<urlset xmlns="{_SITEMAP}">\n{rows}</urlset>\n'


def sitemap_index(context: SitemapIndexContext) -> str:
    """Return the index of several sitemaps."""
    rows = "".join(_located("sitemap", one) for one in context.entries)
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{rows}</sitemapindex>\n'


def news_sitemap(context: NewsSitemapContext) -> str:
    """Return a sitemap of recent news, with the news extension of Google."""
    rows = "".join(_news(context, one) for one in context.entries)
    return f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{rows}</urlset>\n'


def outline(context: OutlineContext) -> str:
    """Return all feeds as OPML 2.0, grouped; a group without a heading stands at the top."""
    head = f"<head>\n{element('title', context.title)}</head>\n"
    rows = "".join(_group(name, feeds) for name, feeds in context.groups)
    return f'{_XML}<opml version="2.0">\n{head}<body>\n{rows}</body>\n</opml>\n'


def plain_text(context: TextContext) -> str:
    """Return a text as it stands."""
    return context.text


def redirect(context: RedirectContext) -> str:
    """Return a page that leads on at once, by itself and by a link, and is not indexed."""
    title, target = attribute(context.title), attribute(context.target)
    canonical = attribute(context.canonical)
    link = f'<link rel="canonical" href="{canonical}">\n' if canonical else ""
    return (
        f'<!doctype html>\n<html lang="{attribute(context.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f"<title>{title}</title>\n"
        f'<meta name="description" content="{title}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"{link}</head>\n<body>\n<main>\n"
        f'<h1>{title}</h1>\n<p><a href="{target}">{text(context.canonical) or title}</a></p>\n'
        "</main>\n</body>\n</html>\n"
    )


def _located(name: str, entry: SitemapEntry) -> str:
    where = element("loc", entry.url) + element("lastmod", entry.modified)
    return f"<{name}>\n{where}</{name}>\n"


def _news(context: NewsSitemapContext, entry: NewsEntry) -> str:
    name = element("news:name", context.publication)
    language = element("news:language", context.language)
    return (
        f"<url>\n{element('loc', entry.url)}<news:news>\n"
        f"<news:publication>\n{name}{language}</news:publication>\n"
        f"{element('news:publication_date', entry.published)}{element('news:title', entry.title)}"
        "</news:news>\n</url>\n"
    )


def _group(name: str, feeds: Iterable[FeedLink]) -> str:
    rows = "".join(
        f'<outline type="rss" text="{attribute(one.title)}" title="{attribute(one.title)}"'
        f' xmlUrl="{attribute(one.url)}"/>\n'
        for one in feeds
    )
    return f'<outline text="{attribute(name)}">\n{rows}</outline>\n' if name else rows


MAKERS: Mapping[type, Callable[..., str]] = {
    NewsSitemapContext: news_sitemap,
    OutlineContext: outline,
    RedirectContext: redirect,
    SitemapContext: sitemap,
    SitemapIndexContext: sitemap_index,
    TextContext: plain_text,
}
"""The document that each type of context is made into."""

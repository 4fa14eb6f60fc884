"""What the documents for machines hold."""

import html5lib
from hypothesis import given
from lxml import etree

from generator.model import ROOT, Url
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
from generator.theme import documents
from tests.theme.test_feeds import TEXT, parsed

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ENTRIES = (
    SitemapEntry("https://a.example/?a=1&b=2", "2026-05-04"),
    SitemapEntry("https://a.example/"),
)


def rows(tree: etree._Element, name: str) -> list[tuple[str | None, str | None]]:
    """Return the addresses and dates of a sitemap."""
    return [
        (one.findtext(SITEMAP + "loc"), one.findtext(SITEMAP + "lastmod"))
        for one in tree.findall(SITEMAP + name)
    ]


def test_sitemap() -> None:
    """A sitemap has each address, with its date if there is one."""
    tree = parsed(documents.sitemap(SitemapContext(ENTRIES)))

    assert tree.tag == SITEMAP + "urlset"
    assert rows(tree, "url") == [
        ("https://a.example/?a=1&b=2", "2026-05-04"),
        ("https://a.example/", None),
    ]


def test_sitemap_index() -> None:
    """The index of sitemaps has the address of each."""
    tree = parsed(documents.sitemap_index(SitemapIndexContext(ENTRIES[1:])))

    assert tree.tag == SITEMAP + "sitemapindex"
    assert rows(tree, "sitemap") == [("https://a.example/", None)]


@given(title=TEXT, publication=TEXT)
def test_news_sitemap(title: str, publication: str) -> None:
    """A sitemap of news says of each article who published it, when, and its headline."""
    entry = NewsEntry("https://a.example/x/", title, "2026-05-04T12:00:00+03:00")

    tree = parsed(documents.news_sitemap(NewsSitemapContext(publication, "en", (entry,))))

    news = tree.find(f"{SITEMAP}url/{NEWS}news")
    assert news is not None
    assert [(one.tag.removeprefix(NEWS), one.text) for one in news.iter() if len(one) == 0] == [
        ("name", publication),
        ("language", "en"),
        ("publication_date", "2026-05-04T12:00:00+03:00"),
        ("title", title),
    ]


@given(name=TEXT)
def test_outline(name: str) -> None:
    """The list of feeds has a heading for each group, and none for a group without a name."""
    feed = FeedLink(name, Url("https://a.example/?a&b"), "application/atom+xml")
    context = OutlineContext("Feeds", ((name, (feed,)), ("", (feed,))))

    tree = parsed(documents.outline(context))

    assert (tree.tag, tree.get("version"), tree.findtext("head/title")) == ("opml", "2.0", "Feeds")
    assert [one.get("text") for one in tree.findall("body/outline")] == [name, name]
    assert [one.get("xmlUrl") for one in tree.iter("outline")] == [
        None,
        "https://a.example/?a&b",
        "https://a.example/?a&b",
    ]


def test_plain_text() -> None:
    """A document that is complete is published as it stands."""
    assert documents.plain_text(TextContext("User-agent: *\n")) == "User-agent: *\n"


def test_redirect() -> None:
    """A redirect leads on by itself and by a link, and is kept out of search engines."""
    context = RedirectContext("New & old", Url(ROOT + "new/"), "https://a.example/new/", "lt")

    assert documents.redirect(context) == (
        "<!doctype html>\n"
        '<html lang="lt">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">\n"
        '<meta http-equiv="refresh" content="0; url=\x01new/">\n'
        "<title>New &amp; old</title>\n"
        '<meta name="description" content="New &amp; old">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        '<link rel="canonical" href="https://a.example/new/">\n'
        "</head>\n"
        "<body>\n"
        "<main>\n"
        "<h1>New &amp; old</h1>\n"
        '<p><a href="\x01new/">https://a.example/new/</a></p>\n'
        "</main>\n"
        "</body>\n"
        "</html>\n"
    )


@given(title=TEXT)
def test_redirect_stays_text(title: str) -> None:
    """The headline on a redirect is read and never obeyed."""
    text = documents.redirect(RedirectContext(title, Url("./new/"), "", "en"))

    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    assert tree.findtext("body/main/h1") == title
    assert tree.findtext("body/main/p/a") == title
    names = [one.tag for one in tree.iter()]
    assert names == [
        "html",
        "head",
        *["meta"] * 3,
        "title",
        *["meta"] * 3,
        "body",
        "main",
        "h1",
        "p",
        "a",
    ]

"""The pages of a site: each path once, each template with its context."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fingerprint import fingerprint
from generator.model import ROOT, Article, Body, Maker, Settings, Url
from generator.output.place import fault
from generator.site.plan import PLANNERS, plan_pages
from generator.site.views import (
    TEMPLATES,
    ArticleContext,
    CopyContext,
    CountryContext,
    FeedContext,
    HomeContext,
    NewsSitemapContext,
    Page,
    RedirectContext,
)
from tests.site.samples import BASE, a_site, an_article, day, refs

_articles = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.integers(1, 5),
        st.lists(st.sampled_from(["LT", "PL", "JP", "#navy", "#own", "@Jane Doe"]), unique=True),
    ),
    max_size=14,
).map(
    lambda rows: [
        an_article(f"n{at}", day(number, month), terms=refs(*names), aliases=(f"old/{at}",))
        for at, (number, month, names) in enumerate(rows)
    ]
)
_settings = st.builds(Settings, base_url=st.sampled_from([BASE, ""]), page_size=st.integers(1, 4))


def contexts(pages: Iterable[Page]) -> list[tuple[str, bytes]]:
    return [(page.path, fingerprint(page.context)) for page in pages]


def pages_of(articles: list[Article], settings: Settings | None = None) -> dict[str, Page]:
    plan = plan_pages(a_site(articles, settings), {"site.css": "assets/site.1.css"}, {})
    return {page.path: page for page in plan.value.pages}


@given(_articles, _settings)
def test_paths(articles: list[Article], settings: Settings) -> None:
    """Every path is there once and may be published; planning twice gives the same pages."""
    site = a_site(articles, settings)

    pages = plan_pages(site, {}, {}).value.pages

    assert [path for path, count in Counter(page.path for page in pages).items() if count > 1] == []
    assert [page.path for page in pages if fault(page.path)] == []
    again = plan_pages(a_site(articles[::-1], settings), {}, {}).value.pages
    assert contexts(pages) == contexts(again)


@given(_articles, _settings)
def test_templates(articles: list[Article], settings: Settings) -> None:
    """A page with a template has the template's context; all others have none."""
    for page in pages_of(articles, settings).values():
        if page.maker is Maker.TEMPLATE:
            assert type(page.context) is TEMPLATES[page.template]
        else:
            assert page.template == ""
        assert (page.maker is Maker.FEED) == isinstance(page.context, FeedContext)
        assert (page.maker is Maker.COPY) == isinstance(page.context, CopyContext)


@given(_articles, _settings)
def test_each_article(articles: list[Article], settings: Settings) -> None:
    """Each article has one page, and its card is on one page of the home list."""
    pages = pages_of(articles, settings)
    homes = [page.context for page in pages.values() if isinstance(page.context, HomeContext)]
    cards = [
        card.title
        for home in homes
        for card in (*([home.lead] if home.lead else []), *home.further, *home.latest)
    ]

    assert sorted(cards) == sorted(one.title for one in articles)
    assert sum(page.template == "article.html" for page in pages.values()) == len(articles)


@given(_articles)
def test_pagers(articles: list[Article]) -> None:
    """Following older from the front passes every page of a list, and newer leads back."""
    pages = pages_of(articles, Settings(base_url=BASE, page_size=2))
    homes = [page.context for page in pages.values() if isinstance(page.context, HomeContext)]
    by_url = {one.page.url: one for one in homes}

    here, passed = by_url[Url(ROOT)], 1
    while here.pager.older:
        older = by_url[here.pager.older]
        assert older.pager.newer == here.page.url
        assert older.pager.front == ROOT
        here, passed = older, passed + 1

    assert passed == len(by_url)


def test_empty_site() -> None:
    """A site without an article has all the pages that its own navigation names."""
    assert {path for path in pages_of([]) if path.endswith(".html")} == {
        "index.html", "404.html", "countries/index.html", "tags/index.html",
        "organisations/index.html", "archive/index.html",
    }  # fmt: skip


def test_every_planner() -> None:
    """Every planner plans something of a site that has everything."""
    assert len({planner.__name__ for planner in PLANNERS}) == len(PLANNERS) == 9


@pytest.mark.parametrize("base_url", [BASE, ""])
def test_redirect(base_url: str) -> None:
    """An old address is a page that leads to the new one, and a line for hosts that redirect."""
    pages = pages_of([an_article("a", aliases=("old/name",))], Settings(base_url=base_url))

    context = pages["old/name/index.html"].context
    assert isinstance(context, RedirectContext)
    assert context.target == "\x012026/05/03/a/" + ("" if base_url else "index.html")
    assert context.canonical == (BASE + "2026/05/03/a/" if base_url else "")
    target = BASE + "2026/05/03/a/" if base_url else "/2026/05/03/a/"
    assert getattr(pages["_redirects"].context, "text", "") == f"/old/name/ {target} 301\n"


def test_news_sitemap() -> None:
    """News are the articles of the last two days; without any there is no such sitemap."""
    old, new = an_article("old", day(17)), an_article("new", day(19))

    context = pages_of([old, new])["news-sitemap.xml"].context

    assert isinstance(context, NewsSitemapContext)
    assert [one.title for one in context.entries] == ["Title of new"]
    assert "news-sitemap.xml" not in pages_of([old])


def test_feeds() -> None:
    """A feed holds the newest articles, and its date is that of its last change."""
    settings = Settings(base_url=BASE, feed_size=2)
    articles = [
        an_article("a", day(1), updated=day(9)),
        an_article("b", day(2), updated=day(8)),
        an_article("c", day(3), updated=day(1)),
    ]

    context = pages_of(articles, settings)["feed.xml"].context

    assert isinstance(context, FeedContext)
    assert [(one.title, one.updated) for one in context.items] == [
        ("Title of c", "2026-05-03T12:00:00+00:00"),
        ("Title of b", "2026-05-08T12:00:00+00:00"),
    ]
    assert context.updated == "2026-05-08T12:00:00+00:00"


def test_formats_of_feeds() -> None:
    """Feeds are made in the formats that the owner names, and pages name those, in that order."""
    articles = [an_article("a", terms=refs("LT"))]
    some = pages_of(articles, Settings(base_url=BASE, feed_formats=("json", "atom")))
    none = pages_of(articles, Settings(base_url=BASE, feed_formats=()))
    own = some["countries/lithuania/index.html"].context

    feeds = {path for path, page in some.items() if page.maker is Maker.FEED}
    assert feeds == {
        f"{at}{name}" for at in ("", "countries/lithuania/") for name in ("feed.json", "feed.xml")
    }
    assert isinstance(own, CountryContext)
    assert [one.type for one in own.page.feeds] == ["application/feed+json", "application/atom+xml"]
    assert some.keys() - feeds == {*none, "feeds.opml"}


def test_body_is_in_no_list() -> None:
    """A change of a body changes the contexts of its page and of feeds, and no others."""
    other = an_article("b", terms=refs("LT"))
    edited = an_article("a", terms=refs("LT"), body=Body(("<p>New.</p>",), words=1))

    old = pages_of([an_article("a", terms=refs("LT")), other])
    new = pages_of([edited, other])

    changed = {
        path for path in old if fingerprint(old[path].context) != fingerprint(new[path].context)
    }

    assert changed == {
        "2026/05/03/a/index.html",
        *("feed.xml", "rss.xml", "feed.json"),
        *(f"countries/lithuania/{name}" for name in ("feed.xml", "rss.xml", "feed.json")),
    }


@pytest.mark.parametrize(
    ("summary", "standfirst"),
    [
        ("A ship <sailed> on Monday.", ""),
        ("A ship <sailed> on…", ""),
        ("A ship <sailed> on Mon…", ""),
        ("A ship  <sailed>", "A ship  <sailed>"),
        ("A ship sailed", "A ship sailed"),
    ],
)
def test_standfirst(summary: str, standfirst: str) -> None:
    """A summary stands over a body, unless the body opens with the same words."""
    body = Body(("<p>A <em>ship</em>\n&lt;sailed&gt; on Monday.</p><p>More.</p>",), words=5)
    site = a_site([an_article("a", body=body, summary=summary)])

    contexts = [one.context for one in plan_pages(site, {}, {}).value.pages]

    assert [one.article.standfirst for one in contexts if isinstance(one, ArticleContext)] == [
        standfirst
    ]


@given(
    st.lists(
        st.sampled_from(["<p>", "<b>", "</b>", "</p>", "no", "o n", " ", "&gt;"]), max_size=40
    ),
    st.lists(st.sampled_from(["no", "o", "n", " ", ">"]), max_size=12),
)
def test_standfirst_over_any_body(pieces: list[str], words: list[str]) -> None:
    """Tags and white space make no difference to whether a body opens with the summary."""
    markup, summary = "".join(pieces), "".join(words)
    text = " ".join(re.sub("<[^>]*>", "", markup).replace("&gt;", ">").split())
    site = a_site([an_article("a", body=Body((markup,)), summary=summary)])

    contexts = [one.context for one in plan_pages(site, {}, {}).value.pages]

    assert [one.article.standfirst for one in contexts if isinstance(one, ArticleContext)] == [
        "" if text.startswith(summary) else summary
    ]

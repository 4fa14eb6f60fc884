"""What the pages of a preview say of themselves, and what they ask of search engines."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from generator.model import Article, Body, Content, Document, Settings, Slug
from generator.site.holding import Showing
from generator.site.index import PUBLISHED, index_site
from generator.site.plan import plan_pages
from generator.site.views import PageView, TextContext
from tests.site.samples import BASE, NOW, VOCABULARY, an_article, day, refs

DRAFTS, FUTURE = Showing(drafts=True), Showing(future=True)
BOTH = Showing(drafts=True, future=True)

ARTICLES = (
    *(an_article(f"n{at}", day(at), terms=refs("LT", "#navy", "@Jane")) for at in range(1, 6)),
    an_article("draft", draft=True, terms=refs("PL"), aliases=("/old/",)),
    an_article("future", day(22)),
)
PAGES = (
    Document("content/pages/about.md", Slug("about"), "About", "", Body(("<p>x</p>",))),
    Document("content/pages/plan.md", Slug("plan"), "Plan", "", Body(("<p>x</p>",)), draft=True),
)


def contexts(
    showing: Showing, articles: tuple[Article, ...] = ARTICLES, **fields: str
) -> Mapping[str, object]:
    """Return the context of every page of a preview, by its file."""
    settings = Settings(title="Wire", base_url=BASE, page_size=2, **fields)  # type: ignore[arg-type]  # only texts
    content = Content(articles, PAGES)
    site = index_site(content, VOCABULARY, settings, as_of=NOW, showing=showing)
    return {page.path: page.context for page in plan_pages(site, {}, {}).value.pages}


def heads(showing: Showing, articles: tuple[Article, ...] = ARTICLES) -> dict[str, PageView]:
    """Return the head of every page of a preview, by its file."""
    found = {path: getattr(one, "page", None) for path, one in contexts(showing, articles).items()}
    return {path: view for path, view in found.items() if isinstance(view, PageView)}


def notice(article: Article, **fields: str) -> str:
    """Return what stands on the page of an article in a preview of everything."""
    pages = contexts(BOTH, (article,), permalink="/:slug/", **fields)
    head = getattr(pages["a/index.html"], "page", None)
    assert isinstance(head, PageView)
    return head.notice


@pytest.mark.parametrize(
    ("showing", "expected"),
    [
        (DRAFTS, "Preview: drafts are shown."),
        (FUTURE, "Preview: future articles are shown."),
        (BOTH, "Preview: drafts and future articles are shown."),
    ],
)
def test_preview(showing: Showing, expected: str) -> None:
    """Every page says that it is part of a preview, and which, unless it has more to say."""
    own = {"2026/05/03/draft/index.html", "2026/05/22/future/index.html", "plan/index.html"}
    found = heads(showing)

    assert {view.notice for path, view in found.items() if path not in own} == {expected}
    assert not {view.notice for path, view in found.items() if path in own} & {expected}
    assert {"404.html", "index.html", "page/1/index.html", "about/index.html"} <= found.keys()


def test_published() -> None:
    """No page of a published site says anything of the kind, or is kept from search engines."""
    found = heads(PUBLISHED)

    assert {view.notice for view in found.values()} == {""}
    assert [path for path, view in found.items() if view.robots] == ["404.html"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"draft": True}, "Draft: not published."),
        ({"published": day(22)}, "Not published before 22 May 2026."),
        (
            {"published": day(22), "date_only": False},
            "Not published before 22 May 2026, 12:00 UTC.",
        ),
        ({"embargo": day(21)}, "Under embargo until 21 May 2026, 12:00 UTC."),
        (
            {"draft": True, "published": day(22)},
            "Draft: not published. Not published before 22 May 2026.",
        ),
        (
            {"draft": True, "embargo": day(21)},
            "Draft: not published. Under embargo until 21 May 2026, 12:00 UTC.",
        ),
        (
            {"published": day(22), "embargo": day(21)},
            "Under embargo until 21 May 2026, 12:00 UTC. Not published before 22 May 2026.",
        ),
    ],
)
def test_own_page(fields: dict[str, object], expected: str) -> None:
    """The page of what is held back gives every reason, and until when it holds."""
    assert notice(replace(an_article("a", day(3)), **fields)) == expected


def test_language_and_zone() -> None:
    """The moment is told in the site's language and zone."""
    article = an_article("a", embargo=day(21))

    found = notice(article, language="de", timezone="Europe/Vilnius")

    assert found == "Under embargo until 21 Mai 2026, 15:00 OESZ."


def test_draft_page() -> None:
    """A page of the owner's that is a draft says so in a preview."""
    assert heads(DRAFTS)["plan/index.html"].notice == "Draft: not published."


@pytest.mark.parametrize("showing", [DRAFTS, FUTURE, BOTH])
def test_not_indexed(showing: Showing) -> None:
    """No page of a preview is to be indexed, and none speaks for the published one."""
    found = heads(showing).values()

    assert {(one.robots, one.canonical, one.structured.text) for one in found} == {
        ("noindex", "", "")
    }


@pytest.mark.parametrize("showing", [DRAFTS, FUTURE, BOTH])
def test_robots(showing: Showing) -> None:
    """A preview asks robots to keep out, and has no sitemap that would lead them in."""
    found = contexts(showing)

    assert found["robots.txt"] == TextContext("User-agent: *\nDisallow: /\n")
    assert [path for path in found if "sitemap" in path] == []

"""Titles that tell pages apart, breadcrumbs, and what a site without an address leaves out."""

from collections import Counter

import pytest
from msgspec.structs import replace

from generator.model import ROOT, Article, Body, Content, Document, Html, Settings, Slug
from generator.site.desk import Desk
from generator.site.heads import Head, page_view
from generator.site.index import index_site
from generator.site.plan import plan_pages
from generator.site.views import PageView
from tests.site.samples import BASE, NOW, VOCABULARY, a_desk, a_site, an_article, day, refs


def heads_of(articles: list[Article], documents: tuple[Document, ...] = ()) -> dict[str, PageView]:
    """Return the head of every page of a site, by its file."""
    settings = Settings(title="Wire", base_url=BASE, page_size=2)
    site = index_site(Content(tuple(articles), documents), VOCABULARY, settings, as_of=NOW)
    pages = plan_pages(site, {}, {}).value.pages
    found = {page.path: getattr(page.context, "page", None) for page in pages}
    return {path: view for path, view in found.items() if isinstance(view, PageView)}


def a_page(title: str, slug: str) -> Document:
    return Document(f"content/pages/{slug}.md", Slug(slug), title, "", Body(("<p>x</p>",)))


def test_unique_titles() -> None:
    """No two pages share a title, whatever articles and pages are called."""
    names = ["Same", "Same", "Countries", "Archive", "Wire", "About", "Page not found", "Lithuania"]
    articles = [
        an_article(f"n{at}", day(at + 1), title=name, terms=refs("LT", "PL", "#navy", "@Jane"))
        for at, name in enumerate(names)
    ]

    heads = heads_of(articles, (a_page("About", "about"), a_page("Subjects", "method")))

    counts = Counter(view.title for view in heads.values())
    assert [title for title, count in counts.items() if count > 1] == []
    assert len(heads) > 40


def test_titles() -> None:
    """A title is the heading, what tells it apart if need be, and the name of the site, once."""
    articles = [
        *(an_article(f"n{number}", day(number), terms=refs("LT")) for number in range(1, 6)),
        an_article("one", day(9), title="Same"),
        an_article("two", day(10), title="Same"),
    ]

    heads = heads_of(articles)

    assert heads["index.html"].title == "Wire"
    assert heads["page/1/index.html"].title == "Wire – page 1 – Wire"
    assert heads["countries/lithuania/index.html"].title == "Lithuania – Countries – Wire"
    assert heads["countries/lithuania/page/1/index.html"].title == (
        "Lithuania – Countries – page 1 – Wire"
    )
    assert heads["archive/2026/05/index.html"].title == "May 2026 – Archive – Wire"
    assert heads["2026/05/01/n1/index.html"].title == "Title of n1 – Wire"
    assert heads["2026/05/09/one/index.html"].title == "Same – 2026/05/09/one – Wire"
    assert heads["2026/05/09/one/index.html"].heading == "Same"


def test_trail() -> None:
    """Breadcrumbs lead from the home page to the page itself; every step is a page of the site."""
    heads = heads_of([an_article("a", terms=refs("LT")), an_article("b", day(4))])
    trails = {path: [(one.name, one.url) for one in view.trail] for path, view in heads.items()}

    assert trails["2026/05/03/a/index.html"] == [
        ("Wire", ROOT),
        ("Countries", ROOT + "countries/"),
        ("Lithuania", ROOT + "countries/lithuania/"),
        ("Title of a", ROOT + "2026/05/03/a/"),
    ]
    assert trails["2026/05/04/b/index.html"][1:] == [
        ("Archive", ROOT + "archive/"),
        ("Title of b", ROOT + "2026/05/04/b/"),
    ]
    assert trails["index.html"] == []
    steps = {url.removeprefix(ROOT) for trail in trails.values() for _, url in trail}
    assert {f"{one}index.html" for one in steps} <= heads.keys()


def test_not_found() -> None:
    """The page for lost addresses is not indexed and has no canonical address."""
    head = heads_of([])["404.html"]

    assert (head.robots, head.canonical, head.structured.text) == ("noindex", "", "")


def test_canonical() -> None:
    """Every other page names its own absolute address."""
    heads = heads_of([an_article("a", terms=refs("LT"))])

    for path, head in heads.items():
        if path != "404.html":
            assert head.canonical == BASE + head.url.removeprefix(ROOT)
            assert path == (head.canonical.removeprefix(BASE) + "index.html")


def test_without_address() -> None:
    """A site without an address has no canonical addresses, feeds or structured data."""
    site = a_site([an_article("a", terms=refs("LT"))], Settings(base_url=""))

    for page in plan_pages(site, {"card.png": "assets/card.1.png"}, {}).value.pages:
        head = getattr(page.context, "page", None)
        if isinstance(head, PageView):
            assert (head.canonical, head.image, head.feeds, head.structured.text) == (
                "",
                "",
                (),
                "",
            )


def test_not_printed() -> None:
    """Nothing but the structured data is left out for a theme that does not print them."""
    site = a_site([an_article("a", terms=refs("LT"))], Settings(base_url=BASE))

    full, spare = (plan_pages(site, {}, {}, structured=one).value for one in (True, False))

    assert full.outline != spare.outline
    assert len(full.pages) == len(spare.pages)
    for whole, page in zip(full.pages, spare.pages, strict=True):
        expected = whole.context
        head = getattr(expected, "page", None)
        if isinstance(head, PageView):
            expected = replace(expected, page=replace(head, structured=Html("")))
        assert page.context == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", "Short."),
        ("", "Heading"),
        ("word " * 80, ("word " * 60).rstrip() + "…"),
        ("word, " * 80, ("word, " * 50).rstrip(", ") + "…"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_description(text: str, expected: str) -> None:
    """A description is the summary, cut at a word, or else the heading."""
    desk: Desk = a_desk([])

    view = page_view(desk, Head("Heading", "x/", text))

    assert view.description == expected

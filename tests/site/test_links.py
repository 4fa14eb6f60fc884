"""Where the links inside Markdown lead."""

import pytest

from generator.diagnostics import Severity
from generator.model import (
    ROOT,
    Asset,
    Body,
    Content,
    Document,
    Settings,
    Slug,
    Taxonomy,
    TermId,
    TermNote,
)
from generator.site.desk import Desk
from generator.site.index import index_site
from generator.site.links import split_target
from generator.site.plan import plan_pages
from tests.site.samples import BASE, NOW, VOCABULARY, a_desk, a_site, an_article, day, refs

MAP = Asset("content/articles/maps/the map.svg", b"12345678", 5)
OTHER_MAP = Asset("content/articles/old/the map.svg", b"abcdefgh", 5)
HERE = "content/articles/2026/here.md"
CONTENT = Content(
    articles=(
        an_article("here", path=HERE, assets=(MAP, OTHER_MAP), terms=refs("LT")),
        an_article("there", day(4), path="content/articles/2025/there.md"),
        an_article("held", day(4), path="content/articles/2026/held.md", draft=True),
    ),
    documents=(
        Document("content/pages/about.md", Slug("about"), "About", "", Body(("",))),
        Document("content/pages/plan.md", Slug("plan"), "Plan", "", Body(("",)), draft=True),
    ),
    notes=(
        TermNote(
            "content/countries/lithuania/_index.md",
            Taxonomy.COUNTRIES,
            TermId("LT"),
            Body(("<a href='", "'>x</a>"), ("gone.md",), (3,)),
        ),
    ),
)


def desk_of(base_url: str = BASE) -> Desk:
    site = index_site(CONTENT, VOCABULARY, Settings(base_url=base_url), as_of=NOW)
    return Desk(site, {}, {})


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../2025/there.md", "2026/05/04/there/"),
        ("../2025/there.md#part-2", "2026/05/04/there/#part-2"),
        ("../../pages/about.md", "about/"),
        ("../../pages/about.md?from=here#top", "about/?from=here#top"),
        ("../../countries/lithuania/_index.md", "countries/lithuania/"),
        ("../maps/the%20map.svg", "2026/05/03/here/the%20map.svg"),
        ("../maps/the map.svg", "2026/05/03/here/the%20map.svg"),
        ("../old/the%20map.svg", "2026/05/03/here/61626364-the%20map.svg"),
        ("#part", "2026/05/03/here/#part"),
        ("#dalis-ą", "2026/05/03/here/#dalis-%C4%85"),
        ("#dalis-%C4%85", "2026/05/03/here/#dalis-%C4%85"),
        ("/countries/", "countries/"),
        ("/", ""),
        ("/search/?q=a%20b&amp=1", "search/?q=a%20b&amp;amp=1"),
        ("/100%25.txt", "100%25.txt"),
        ('/"<b>', "%22%3Cb%3E"),
    ],
)
def test_inside(target: str, expected: str) -> None:
    """Links to files of content, files beside them and addresses lead to what is published."""
    desk = desk_of()

    assert desk.linker.link(HERE, target, "2026/05/03/here/") == ROOT + expected
    assert desk.linker.absolute(HERE, target, "2026/05/03/here/") == BASE + expected
    assert desk.linker.leads_somewhere(HERE, target, "2026/05/03/here/")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../2025/there.md#x", "2026/05/04/there/index.html#x"),
        ("/", "index.html"),
        ("/countries/#x", "countries/index.html#x"),
        ("../maps/the%20map.svg", "2026/05/03/here/the%20map.svg"),
    ],
)
def test_without_address(target: str, expected: str) -> None:
    """A site without an address links to files, never to folders."""
    assert desk_of("").linker.link(HERE, target, "2026/05/03/here/") == ROOT + expected


@pytest.mark.parametrize(
    "target",
    ["gone.md", "held.md", "../../pages/plan.md", "../../../../etc/passwd", "..", "map.svg", "%00"],
)
def test_dead(target: str) -> None:
    """A link to nothing, or to what is held back, is known to lead nowhere."""
    desk = desk_of()

    assert not desk.linker.leads_somewhere(HERE, target, "2026/05/03/here/")
    assert desk.linker.link(HERE, target, "2026/05/03/here/") is None
    assert desk.linker.absolute(HERE, target, "2026/05/03/here/") is None


def test_dead_link_is_reported() -> None:
    """A dead link of an article, a page or a note gets a warning at its line."""
    body = Body(("<a href='", "'>x</a>"), ("gone.md",), (7,))
    site = a_site([an_article("a", body=body)])
    reported = plan_pages(site, {}, {}).problems

    assert [(str(one.place), one.code, one.severity) for one in reported] == [
        ("content/articles/a.md:7", "dead-link", Severity.WARNING)
    ]
    noted = [one.place.path for one in plan_pages(desk_of().site, {}, {}).problems]
    assert noted == ["content/countries/lithuania/_index.md"]


def test_feed_markup() -> None:
    """In a feed every link is absolute, those within the page as well."""
    body = Body(('<a href="', '">x</a> <a href="#fn">1</a>'), ("/countries/",))
    desk = a_desk([an_article("a", body=body)])

    markup = desk.markup_absolute(body, "content/articles/a.md", "2026/05/03/a/")

    assert markup.text == (
        f'<a href="{BASE}countries/">x</a> <a href="{BASE}2026/05/03/a/#fn">1</a>'
    )


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("a", ("a", "")),
        ("a%20b?c=%26#d e", ("a b", "?c=%26#d%20e")),
        ("#x#y", ("", "#x%23y")),
        ("?#", ("", "?#")),
        ('a?"><x>', ("a", "?%22%3E%3Cx%3E")),
    ],
)
def test_split_target(target: str, expected: tuple[str, str]) -> None:
    """A target is a decoded path, and a query and fragment that are safe in an address."""
    assert split_target(target) == expected

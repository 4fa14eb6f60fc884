"""Sites at the root of a host, below a sub-path, and without an address: every link leads on."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest

from generator.model import ROOT
from tests.projects import PLAIN, article, config, make, published, write

ADDRESSES = ("https://news.example/", "https://news.example/deep/sub-path/", "")
FEEDS = ("feed.xml", "rss.xml", "feed.json")

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|\s")
_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src"}

SITE: Mapping[str, str] = {
    "content/pages/about.md": (
        "---\ntitle: About\n---\n\nWho [we](../articles/0.md) are: [a file](../files/x%20y.txt),\n"
        "[countries](/countries/), [root](/), [a heading](#who), [a part](method.md#part).\n"
    ),
    "content/pages/method.md": "---\ntitle: Method\n---\n\n## Part\n\nHow.\n",
    "content/files/x y.txt": "text",
    "content/articles/0/100% map.svg": "<svg/>",
    "content/countries/latvia/_index.md": "A [note](../../pages/about.md), [LT](/countries/).\n",
    "templates/page.html": (
        '{% extends "parent/page.html" %}{% block main %}{{ super() }}'
        '<p><a href="{{ site.home }}">Home</a></p>{% endblock %}'
    ),
    **{
        f"content/articles/{number}.md": article(
            f"Title {number}",
            f"2026-0{number % 3 + 3}-{number + 1:02d}",
            f"Words, [one](1.md#x), ![map](0/100%25%20map.svg) of {number}.\n\n## A part\n\nMore.",
            countries=("[LT]", "[Poland, LT]", "[JP, Latvia]")[number % 3],
            mentions="[EE]",
            tags="[exercises, Own tag]",
            organisations="[NATO]",
            authors="[Jane Doe]",
            aliases=f"[/old/{number}/]",
        )
        for number in range(9)
    },
}


@pytest.fixture(scope="module", params=["dispatch", "wire", "plain"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=ADDRESSES)
def base_url(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(base_url: str, theme: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return a site for an address, in a theme."""
    root = write(tmp_path_factory.mktemp("site"), {**PLAIN, **SITE})
    options = {"base_url": base_url, "theme": theme, "pagination__size": "2"}
    report = make(write(root, {"dateline.toml": config(**options)}))
    assert [one for one in report.problems if one.code != "dead-link"] == []
    return published(root)


def elements(data: bytes) -> Iterator[ET.Element]:
    tree = html5lib.parse(data, treebuilder="etree", namespaceHTMLElements=False)
    yield from tree.iter()


def links(site: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield (page, link) for all that pages name, but not what leads to other hosts."""
    for path, data in site.items():
        if not path.endswith(".html"):
            continue
        for element in elements(data):
            link = element.get(_LINKS.get(str(element.tag), ""))
            refresh = element.get("content", "") if element.get("http-equiv") == "refresh" else ""
            for one in (link, refresh.partition("url=")[2]):
                if one and not one.startswith(("mailto:", "data:")):
                    yield path, one


def target(page: str, link: str, base_url: str) -> str:
    """Return the file of the site that a link on a page leads to, or where it goes wrong."""
    parts = urlsplit(link)
    if parts.scheme or link.startswith("/"):
        root = urlsplit(base_url).path if base_url else "?"
        assert parts.path.startswith(root), f"{page}: {link} leads out of the site"
        place = unquote(parts.path.removeprefix(root))
        return place + "index.html" if place.endswith("/") or not place else place
    if not parts.path:
        return page
    return normpath(str(PurePosixPath(page).parent / unquote(parts.path)))


def test_links(site: dict[str, bytes], base_url: str) -> None:
    """Every internal link of every page leads to a file of the site."""
    found = list(links(site))
    lost = [(page, link) for page, link in found if target(page, link, base_url) not in site]

    assert lost == []
    assert len(found) > 400
    assert [link for _, link in found if _BAD_ESCAPE.search(link)] == []


def test_fragments(site: dict[str, bytes], base_url: str) -> None:
    """Every link to a part of a page leads to an element that is there."""
    ids = {
        path: {element.get("id") for element in elements(data)}
        for path, data in site.items()
        if path.endswith(".html")
    }
    parts = [(page, link, urlsplit(link).fragment) for page, link in links(site) if "#" in link]

    lost = [
        (page, link)
        for page, link, part in parts
        if unquote(part) not in ids[target(page, link, base_url)] and part not in ("x", "who")
    ]

    assert lost == []
    assert parts != []


def test_relative(site: dict[str, bytes], base_url: str) -> None:
    """Without an address every link is relative and names a file; with one, none needs to."""
    inner = [link for _, link in links(site) if not link.startswith("#")]

    if base_url:
        start = (base_url, urlsplit(base_url).path)
        assert [link for link in inner if not link.startswith(start)] == []
    else:
        assert [link for link in inner if urlsplit(link).scheme or link.startswith("/")] == []
        assert [link for link in inner if urlsplit(link).path.endswith("/")] == []


def test_marker(site: dict[str, bytes]) -> None:
    """The mark that stands for the way to the root is in no file of text."""
    texts = {path: data for path, data in site.items() if not path.endswith(".png")}

    assert [path for path, data in texts.items() if ROOT.encode() in data] == []
    assert len(texts) > 50


def test_needs_address(site: dict[str, bytes], base_url: str) -> None:
    """Feeds, sitemaps and canonical addresses are made when the site has an address, only then."""
    made = {path for path in site if path.rpartition("/")[2] in (*FEEDS, "feeds.opml")}
    made |= {path for path in site if "sitemap" in path}
    heads = [
        element.get("href")
        for path, data in site.items()
        if path.endswith(".html")
        for element in elements(data)
        if element.get("rel") in ("canonical", "alternate")
    ]

    if base_url:
        assert {"feed.xml", "countries/latvia/rss.xml", "feeds.opml", "sitemap.xml"} <= made
        assert heads != []
        assert [one for one in heads if not str(one).startswith(base_url)] == []
    else:
        assert (made, heads) == (set(), [])
        assert not any(b"ld+json" in data for data in site.values())


def test_sitemap(site: dict[str, bytes], base_url: str) -> None:
    """Every page of a site with an address is in one of its sitemaps, once."""
    named = [
        str(element.text)
        for path in site
        if path.startswith("sitemap-")
        for element in ET.fromstring(site[path]).iter()
        if element.tag.endswith("}loc")
    ]
    pages = {
        path
        for path, data in site.items()
        if path.endswith(".html") and b'content="noindex"' not in data and path != "404.html"
    }

    expected = sorted(pages) if base_url else []
    assert sorted(target("", one, base_url) for one in named) == expected
    assert all(one.startswith(base_url) for one in named)


def test_redirects(site: dict[str, bytes], base_url: str) -> None:
    """An old address leads to the article, at the same depth or another."""
    hrefs = [link for page, link in links(site) if page == "old/4/index.html"]

    assert {target("old/4/index.html", one, base_url) for one in hrefs} == {
        "2026/04/05/4/index.html"
    }

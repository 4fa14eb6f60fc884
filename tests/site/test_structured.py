"""Structured data: JSON that no text can break out of, and what it says of an article."""

import json

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model import Correction, Settings, Source, Taxonomy
from generator.site.structured import (
    breadcrumbs,
    graph,
    news_article,
    organization,
    script_json,
    website,
)
from tests.site.samples import BASE, a_desk, an_article, day, refs

_values = st.recursive(
    st.text() | st.integers(-(2**63), 2**63 - 1) | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_values)
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>&amp;\u2028\u2029\\u003c")
def test_script_json(value: object) -> None:
    """Any value reads back equal, and nothing in it can end the element or be markup."""
    text = script_json(value).text

    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


@pytest.mark.parametrize(
    "hostile", ["</script><b id='x'>", "<!--<script>", "<![CDATA[", "\u2028<b>"]
)
def test_in_a_page(hostile: str) -> None:
    """A browser's parser finds one script element that holds all of it, and no other element."""
    page = (
        f"<!doctype html><script type='application/ld+json'>{script_json([hostile]).text}</script>"
    )
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)

    assert [one.tag for one in tree.iter()] == ["html", "head", "script", "body"]
    assert json.loads("".join(tree.itertext())) == [hostile]


def test_article() -> None:
    """An article says who, what, when and where from; all its addresses are absolute."""
    article = an_article(
        "a",
        terms=refs("LT", "#navy", "@Jane Doe"),
        mentions=refs("JP"),
        updated=day(5),
        dateline="VILNIUS, May 3",
        lang="lt",
        source=Source("Agency", "https://agency.example/1"),
        corrections=(Correction(day(4).date(), "A name was wrong."),),
    )
    desk = a_desk([article], Settings(title="Wire", base_url=BASE, timezone="Europe/Vilnius"))

    node = news_article(desk, 0, 3)

    assert node == {
        "@type": "NewsArticle",
        "@id": BASE + "2026/05/03/a/#article",
        "headline": "Title of a",
        "description": "Summary of a.",
        "url": BASE + "2026/05/03/a/",
        "mainEntityOfPage": BASE + "2026/05/03/a/",
        "datePublished": "2026-05-03T15:00:00+03:00",
        "dateModified": "2026-05-05T15:00:00+03:00",
        "inLanguage": "lt",
        "wordCount": 3,
        "author": [{"@type": "Person", "name": "Jane Doe", "url": BASE + "authors/jane-doe/"}],
        "publisher": {"@id": BASE + "#publisher"},
        "dateline": "VILNIUS, May 3",
        "about": [{"@type": "Country", "name": "Lithuania"}],
        "mentions": [{"@type": "Country", "name": "Japan"}],
        "keywords": ["Navy"],
        "isBasedOn": "https://agency.example/1",
        "correction": ["A name was wrong."],
    }


def test_author_is_publisher() -> None:
    """An article without a byline is the publisher's."""
    desk = a_desk([an_article("a")])

    assert news_article(desk, 0, 1)["author"] == [organization(desk)]


def test_breadcrumbs() -> None:
    """Breadcrumbs are numbered from 1 and absolute."""
    desk = a_desk([])

    node = breadcrumbs(desk, [desk.link_to("Wire", ""), desk.sections[Taxonomy.COUNTRIES]])

    assert node["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Wire", "item": BASE},
        {"@type": "ListItem", "position": 2, "name": "Countries", "item": BASE + "countries/"},
    ]


def test_graph() -> None:
    """A graph names its vocabulary once and leaves out empty nodes."""
    desk = a_desk([])

    read = json.loads(graph(website(desk), {}, organization(desk)).text)

    assert read["@context"] == "https://schema.org"
    assert [one["@type"] for one in read["@graph"]] == ["WebSite", "NewsMediaOrganization"]

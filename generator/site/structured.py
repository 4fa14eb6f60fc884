"""Structured data: what a page is, for machines, in the words of schema.org.

Google's "Article structured data" page decides which properties a NewsArticle has; the vocabulary
is schema.org's.  Every address is absolute, so a site without a base_url has none of this.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import json

from generator.model import Html
from generator.site.desk import Desk
from generator.site.views import Link

Node = Mapping[str, object]

_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script_json(value: object) -> Html:
    """Return JSON that is safe inside a script element, whatever text it holds.

    ``<``, ``>``, ``&``, U+2028 and U+2029 are written as escapes, so nothing can close the element
    or start a comment (HTML Living Standard §4.12.1.3).
    """
    text = json.encode(value).decode()
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return Html(text)


def graph(*nodes: Node) -> Html:
    """Return one JSON-LD graph of several nodes."""
    return script_json(
        {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}
    )


def _part(desk: Desk, name: str) -> str:
    """Return what identifies a part of the site."""
    return f"{desk.settings.base_url}#{name}"


def organization(desk: Desk) -> Node:
    """Return the publisher."""
    node: dict[str, object] = {
        "@type": "NewsMediaOrganization",
        "@id": _part(desk, "publisher"),
        "name": desk.settings.publisher or desk.settings.title,
        "url": desk.settings.base_url,
    }
    if desk.image:
        node["logo"] = desk.image
    return node


def website(desk: Desk) -> Node:
    """Return the site itself."""
    return {
        "@type": "WebSite",
        "@id": _part(desk, "site"),
        "name": desk.settings.title,
        "description": desk.settings.description,
        "url": desk.settings.base_url,
        "inLanguage": desk.settings.language,
        "publisher": {"@id": _part(desk, "publisher")},
    }


def breadcrumbs(desk: Desk, trail: Sequence[Link]) -> Node:
    """Return the way to a page, the home page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.name,
                "item": desk.urls.absolute_of(link.url),
            }
            for position, link in enumerate(trail, start=1)
        ],
    }


def collection(desk: Desk, name: str, address: str) -> Node:
    """Return a page that lists articles."""
    return {
        "@type": "CollectionPage",
        "name": name,
        "url": desk.urls.absolute(address),
        "inLanguage": desk.settings.language,
        "isPartOf": {"@id": _part(desk, "site")},
    }


def news_article(desk: Desk, number: int, words: int) -> Node:
    """Return an article with all that is known of it, by its number; ``words`` is its length."""
    article, filed = desk.site.articles[number], desk.filed(number)
    url = desk.urls.absolute_of(desk.card(number).url)
    published = desk.wording.instant(desk.moments[number])
    node: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": url + "#article",
        "headline": article.title,
        "description": article.summary,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": published,
        "dateModified": desk.wording.instant(article.updated) if article.updated else published,
        "inLanguage": article.lang,
        "wordCount": words,
        "author": _authors(desk, filed.authors),
        "publisher": {"@id": _part(desk, "publisher")},
        "image": desk.image,
        "dateline": article.dateline,
        "about": [
            *_named("Country", filed.countries),
            *_named("Organization", filed.organisations),
        ],
        "mentions": _named("Country", filed.mentions),
        "keywords": [link.name for link in filed.tags],
        "isBasedOn": article.source.url,
        "correction": [one.text for one in article.corrections],
    }
    return {name: value for name, value in node.items() if value}


def _authors(desk: Desk, authors: Iterable[Link]) -> list[Node]:
    people: list[Node] = [
        {"@type": "Person", "name": link.name, "url": desk.urls.absolute_of(link.url)}
        for link in authors
    ]
    return people or [organization(desk)]


def _named(kind: str, links: Iterable[Link]) -> list[Node]:
    return [{"@type": kind, "name": link.name} for link in links]

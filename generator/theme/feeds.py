"""Feeds in three formats from one list: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

Each format is a function for one item, whose text is made and encoded once and used in every feed
that shows it, and a function that puts the items' bytes into a whole feed.  All state the same
items in the same order with the same ids, so that a reader may change from one to another.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec import Struct, json

from generator.site.views import FeedContext, FeedItem
from generator.theme.markup import attribute, element, text

# RFC 4287 §4.1.1 wants a date of every feed, also of one that never held anything.
_NEVER = "1970-01-01T00:00:00Z"

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_RSS_SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)

ItemMaker = Callable[[FeedItem], str]
"""Makes the text of one item."""


class Format(Struct, frozen=True):
    """A kind of feed: how an item is written, and how a feed is written round its items."""

    item: ItemMaker
    feed: Callable[[FeedContext, Iterable[bytes]], bytes]


def atom(feed: FeedContext, items: Iterable[bytes]) -> bytes:
    """Return an Atom feed (RFC 4287); its id is its own address."""
    lines = (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{attribute(feed.language)}">\n',
        element("id", feed.address),
        element("title", feed.title),
        element("subtitle", feed.description),
        element("updated", _updated(feed)),
        f"<author>{element('name', feed.author or feed.title).rstrip()}</author>\n",
        f'<link rel="self" type="application/atom+xml" href="{attribute(feed.address)}"/>\n',
        f'<link rel="alternate" type="text/html" href="{attribute(feed.home)}"/>\n',
        element("icon", feed.icon),
        "<generator>Dateline</generator>\n",
    )
    return b"".join(("".join(lines).encode(), *items, b"</feed>\n"))


def atom_entry(item: FeedItem) -> str:
    """Return an item as an Atom entry; where it comes from is a link of relation "via"."""
    via = f'<link rel="via" href="{attribute(item.source_url)}"{_title(item.source_name)}/>\n'
    lines = (
        f'<entry xml:lang="{attribute(item.language)}">\n',
        element("id", item.id),
        element("title", item.title),
        f'<link rel="alternate" type="text/html" href="{attribute(item.url)}"/>\n',
        via if item.source_url else "",
        element("published", item.published),
        element("updated", last_change(item)),
        *(f"<author><name>{text(one)}</name></author>\n" for one in item.authors),
        *(f'<category term="{attribute(one)}"/>\n' for one in item.tags),
        element("summary", item.summary),
        f'<content type="html">{text(item.content.text)}</content>\n',
        "</entry>\n",
    )
    return "".join(lines)


def rss(feed: FeedContext, items: Iterable[bytes]) -> bytes:
    """Return an RSS 2.0 feed by the profile of the RSS Advisory Board."""
    own = attribute(feed.address)
    lines = (
        f'{_XML}<rss version="2.0" {_RSS_SPACES}>\n<channel>\n',
        element("title", feed.title),
        element("link", feed.home),
        element("description", feed.description or feed.title),
        element("language", feed.language),
        element("lastBuildDate", _rfc822(_updated(feed))) if feed.items else "",
        "<generator>Dateline</generator>\n",
        f'<atom:link rel="self" type="application/rss+xml" href="{own}"/>\n',
    )
    return b"".join(("".join(lines).encode(), *items, b"</channel>\n</rss>\n"))


def rss_item(item: FeedItem) -> str:
    """Return an item of an RSS feed.

    Its description is read as HTML by every reader, so that plain text is escaped twice.
    """
    lines = (
        "<item>\n",
        element("title", item.title),
        element("link", item.url),
        f'<guid isPermaLink="false">{text(item.id)}</guid>\n',
        element("pubDate", _rfc822(item.published)),
        *(f"<dc:creator>{text(one)}</dc:creator>\n" for one in item.authors),
        *(f"<category>{text(one)}</category>\n" for one in item.tags),
        element("description", text(item.summary)),
        f"<content:encoded>{text(item.content.text)}</content:encoded>\n",
        "</item>\n",
    )
    return "".join(lines)


def json_feed(feed: FeedContext, items: Iterable[bytes]) -> bytes:
    """Return a JSON Feed (jsonfeed.org, version 1.1) with one line to an item."""
    head = _present(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.address,
            "description": feed.description,
            "icon": feed.icon,
            "authors": _authors([feed.author or feed.title]),
            "language": feed.language,
        }
    )
    rows = b",\n".join(items)
    if not rows:
        return json.encode({**head, "items": []}) + b"\n"
    return b'%b,"items":[\n%b\n]}\n' % (json.encode(head)[:-1], rows)


def json_item(item: FeedItem) -> str:
    """Return an item of a JSON Feed."""
    changed = last_change(item)
    known = _present(
        {
            "url": item.url,
            "external_url": item.source_url,
            "title": item.title,
            "summary": item.summary,
            "date_published": item.published,
            "date_modified": changed if changed != item.published else "",
            "authors": _authors(item.authors),
            "tags": item.tags,
            "language": item.language,
        }
    )
    # An item needs content (JSON Feed 1.1, "Items"), be it an empty one.
    return _json({"id": item.id, **known, "content_html": item.content.text})


FORMATS: Mapping[str, Format] = {
    "feed.xml": Format(atom_entry, atom),
    "rss.xml": Format(rss_item, rss),
    "feed.json": Format(json_item, json_feed),
}
"""The format of a feed by the name of its file."""


def last_change(item: FeedItem) -> str:
    """Return when an item last changed, never before it was published (RFC 4287 §4.2.15)."""
    if not item.updated:
        return item.published
    return max(item.published, item.updated, key=datetime.fromisoformat)


def _updated(feed: FeedContext) -> str:
    if feed.updated or not feed.items:
        return feed.updated or _NEVER
    return max((last_change(one) for one in feed.items), key=datetime.fromisoformat)


def _rfc822(moment: str) -> str:
    # Imported here, since only one of the formats needs it.
    from email.utils import format_datetime  # noqa: PLC0415

    # RFC 822 §5 with the four-figure year of RFC 1123; English whatever the locale.
    return format_datetime(datetime.fromisoformat(moment))


def _title(name: str) -> str:
    return f' title="{attribute(name)}"' if name else ""


def _authors(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": one} for one in names]


def _present(members: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in members.items() if value}


def _json(value: object) -> str:
    return json.encode(value).decode()

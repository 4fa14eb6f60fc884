"""What feeds hold, in each of their formats."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from generator.model import Html
from generator.site.views import FeedContext, FeedItem
from generator.theme.feeds import FORMATS, last_change
from tests.theme.samples import BASE, feed, item, plain_item

CASES = Path(__file__).parent.parent / "cases" / "theme" / "feeds"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"

# Characters that a text can hold once it has been read (XML 1.0 §2.2, without line ends, which
# reading folds).
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1
).filter(lambda text: text == text.strip())


def written(name: str, context: FeedContext) -> str:
    """Return the whole of a feed."""
    form = FORMATS[name]
    return form.feed(context, [form.item(one).encode() for one in context.items]).decode()


def parsed(text: str) -> etree._Element:
    """Return the tree of an XML text, which must be well-formed."""
    return etree.fromstring(text.encode())


@pytest.mark.parametrize("name", list(FORMATS))
def test_golden(name: str) -> None:
    """A feed of two items is exactly this text."""
    context = feed(item(), replace(plain_item(), id="urn:uuid:2", title="Plain"), name=name)

    assert written(name, context) == (CASES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(FORMATS))
def test_empty_golden(name: str) -> None:
    """A feed without items is valid, and dated by no clock."""
    assert written(name, feed(name=name)) == (CASES / f"empty-{name}").read_text(encoding="utf-8")


def in_atom(context: FeedContext) -> Iterable[tuple[str | None, ...]]:
    """Read the items of a feed back from Atom."""
    for one in parsed(written("feed.xml", context)).iter(ATOM + "entry"):
        tags = tuple(tag.get("term") for tag in one.iter(ATOM + "category"))
        names = tuple(name.text for name in one.iter(ATOM + "name"))
        fields = ("id", "title", "summary", "content", "published")
        yield (*(one.findtext(ATOM + field) for field in fields), *names, *tags)


def in_rss(context: FeedContext) -> Iterable[tuple[str | None, ...]]:
    """Read the items of a feed back from RSS, its descriptions being HTML."""
    for one in parsed(written("rss.xml", context)).iter("item"):
        date = parsedate_to_datetime(one.findtext("pubDate") or "").isoformat()
        summary = html5lib.parseFragment(one.findtext("description") or "", treebuilder="etree")
        names = tuple(name.text for name in one.iter(DC + "creator"))
        tags = tuple(tag.text for tag in one.iter("category"))
        heads = (one.findtext("guid"), one.findtext("title"), "".join(summary.itertext()))
        yield (*heads, one.findtext(CONTENT + "encoded"), date, *names, *tags)


def in_json(context: FeedContext) -> Iterable[tuple[str | None, ...]]:
    """Read the items of a feed back from JSON Feed."""
    for one in json.loads(written("feed.json", context))["items"]:
        names = tuple(author["name"] for author in one.get("authors", ()))
        fields = ("id", "title", "summary", "content_html", "date_published")
        yield (*(one[field] for field in fields), *names, *one.get("tags", ()))


def as_given(one: FeedItem) -> tuple[str | None, ...]:
    """Return an item as all formats state it."""
    heads = (one.id, one.title, one.summary, one.content.text, one.published)
    return (*heads, *one.authors, *one.tags)


@pytest.mark.parametrize("read", [in_atom, in_rss, in_json])
@given(title=TEXT, summary=TEXT, content=TEXT, name=TEXT)
def test_round_trip(
    read: Callable[[FeedContext], Iterable[tuple[str | None, ...]]],
    title: str,
    summary: str,
    content: str,
    name: str,
) -> None:
    """Whatever an item says, every format is well-formed and says the same."""
    one = replace(item(), title=title, summary=summary, content=Html(content), authors=(name,))
    other = replace(item(number=2), tags=(name,))

    found = list(read(feed(one, other)))

    assert found == [as_given(one), as_given(other)]


@pytest.mark.parametrize("name", list(FORMATS))
@given(title=TEXT, language=TEXT, address=TEXT)
def test_head_stays_text(name: str, title: str, language: str, address: str) -> None:
    """Nothing in the head of a feed can break out of its place."""
    context = replace(feed(), title=title, language=language, address=address, home=address)

    text = written(name, context)

    if name == "feed.json":
        assert json.loads(text)["title"] == title
    else:
        tree = parsed(text)
        assert tree.findtext(f"{ATOM}title") == title or tree.findtext("channel/title") == title


def test_updated_is_never_before_published() -> None:
    """An item that claims to have changed before it was published changed when it was published."""
    early = replace(item(), updated="2026-05-30T08:59:59Z", published="2026-05-30T12:00:00+03:00")

    assert last_change(early) == "2026-05-30T12:00:00+03:00"
    assert last_change(replace(early, updated="")) == "2026-05-30T12:00:00+03:00"
    assert last_change(replace(early, updated="2026-05-30T09:00:01Z")) == "2026-05-30T09:00:01Z"


def test_feed_date_without_its_own() -> None:
    """A feed that is not dated is as new as the newest of its items."""
    one, other = item(), item(number=2)
    context = replace(feed(other, one), updated="")

    updated = parsed(written("feed.xml", context)).findtext(ATOM + "updated") or ""

    assert datetime.fromisoformat(updated) == datetime.fromisoformat(one.updated)


def test_addresses_are_absolute() -> None:
    """Each feed names its page and itself by their whole addresses."""
    atom = parsed(written("feed.xml", feed(item())))
    rss = parsed(written("rss.xml", feed(item(), name="rss.xml")))
    data = json.loads(written("feed.json", feed(item(), name="feed.json")))

    links = {one.get("rel"): one.get("href") for one in atom.findall(ATOM + "link")}
    assert links == {"self": BASE + "feed.xml", "alternate": BASE}
    own = rss.find(f"channel/{ATOM}link")
    assert own is not None
    assert (rss.findtext("channel/link"), own.get("href")) == (BASE, BASE + "rss.xml")
    assert (data["home_page_url"], data["feed_url"]) == (BASE, BASE + "feed.json")

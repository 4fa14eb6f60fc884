"""The pages of storylines: an index and timelines, or nothing at all."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

import pytest
from msgspec import Struct

from generator.model import Article, Body, Content, Settings, Slug, StorylineNote
from generator.site.desk import Desk
from generator.site.index import index_site
from generator.site.plan import PLANNERS, plan_pages
from generator.site.plan_articles import plan_articles
from generator.site.plan_feeds import plan_feeds
from generator.site.plan_storylines import plan_storylines
from generator.site.telling import storyline_rows, why_grouped
from generator.site.views import (
    ArticleContext,
    FeedContext,
    Page,
    RedirectContext,
    StorylineContext,
    StorylinesContext,
)
from tests.site.samples import BASE, NOW, VOCABULARY, a_desk, a_site, day, refs
from tests.site.stories import a_part

FIRE = [
    a_part("c", day(1) + timedelta(days=16), "fire", terms=refs("LT", "PL")),
    a_part("b", day(1) + timedelta(hours=1), "fire"),
    a_part("a", day(1), "fire", terms=refs("LT"), storyline="the-fire"),
]
NOTE = StorylineNote(
    "content/storylines/the-fire.md",
    Slug("the-fire"),
    "The great fire",
    "It burnt for weeks.",
    Body(('<p>See <a href="', '">it</a>.</p>'), ("gone.md",), (5,)),
)

SIX = "fire-a, fire-b, fire-c, fire-d, fire-e, fire-f"

Wanted = TypeVar("Wanted", bound=Struct)


def pages(desk: Desk) -> list[Page]:
    texts = desk.site.texts
    planned = (page for planner in PLANNERS for page in planner(desk))
    return [*plan_articles(desk, texts), *planned, *plan_feeds(desk, texts)]


def contexts(kind: type[Wanted], found: Iterable[Page]) -> dict[str, Wanted]:
    return {page.path: page.context for page in found if isinstance(page.context, kind)}


def noted(articles: Iterable[Article], *notes: StorylineNote) -> Desk:
    content = Content(tuple(articles), storylines=notes)
    site = index_site(content, VOCABULARY, Settings(base_url=BASE), as_of=NOW)
    return Desk(site, {}, {})


def test_nothing() -> None:
    """Where no storyline is published there is no page, no section and no link of them."""
    desk = a_desk([a_part(one.slug, one.published, "fire") for one in FIRE])

    assert desk.site.storylines
    assert list(plan_storylines(desk)) == []
    assert "Storylines" not in [link.name for link in desk.view.sections]
    assert not any(page.path.startswith("storylines/") for page in pages(desk))
    assert {one.storyline for one in contexts(ArticleContext, pages(desk)).values()} == {None}


def test_off() -> None:
    """Switched off, there are no storylines, accepted ones neither, and no relations by them."""
    site = a_site(FIRE, settings=Settings(storylines="off"))

    assert site.storylines == ()
    assert not any(one.same_story for related in site.related for one in related)
    assert why_grouped(site, "content/articles/a.md") == (
        "  storyline: none, as dateline.toml has them off",
    )


def test_timeline() -> None:
    """A timeline goes from the oldest day to the newest, and says how long lies between them."""
    found = contexts(StorylineContext, pages(a_desk(FIRE)))["storylines/the-fire/index.html"]

    assert [(one.day.iso, one.after, len(one.cards)) for one in found.days] == [
        ("2026-05-01", "", 2),
        ("2026-05-17", "2 weeks", 1),
    ]
    assert [card.title for one in found.days for card in one.cards] == [
        "Title of a",
        "Title of b",
        "Title of c",
    ]
    assert [(one.name, one.count) for one in found.countries] == [("Lithuania", 2), ("Poland", 1)]
    assert (found.first.iso, found.last.iso, found.total) == ("2026-05-01", "2026-05-17", 3)


def test_linked() -> None:
    """A published storyline is in the navigation, in the index and on each of its articles."""
    desk = a_desk([*FIRE, a_part("other", day(2), "vote")])
    found = pages(desk)

    (index,) = contexts(StorylinesContext, found).values()
    links = {
        page.article.title: page.storyline for page in contexts(ArticleContext, found).values()
    }

    assert "Storylines" in [link.name for link in desk.view.sections]
    assert [(one.name, one.count) for one in index.storylines] == [("Title of a", 3)]
    assert links["Title of other"] is None
    assert {link.url for link in links.values() if link} == {index.storylines[0].url}


def test_former_address() -> None:
    """Where a storyline was published unasked is now a page that leads on, and so for its feeds."""
    desk = a_desk(FIRE, settings=Settings(base_url=BASE, storylines="auto"))
    found: dict[str, object] = {page.path: page.context for page in pages(desk)}
    old = found["storylines/a/index.html"]

    assert isinstance(old, RedirectContext)
    assert old.canonical == f"{BASE}storylines/the-fire/"
    lines = getattr(found["_redirects"], "text", "").splitlines()
    assert f"/storylines/a/ {BASE}storylines/the-fire/ 301" in lines
    assert f"/storylines/a/feed.xml {BASE}storylines/the-fire/feed.xml 301" in lines


@pytest.mark.parametrize(
    ("aliases", "permalink"),
    [(("/storylines/a/",), "/:year/:slug/"), ((), "/storylines/:slug/")],
)
def test_address_of_another(aliases: tuple[str, ...], permalink: str) -> None:
    """An address at which there is something else is left to that."""
    other = a_part("o", day(2), "vote", aliases=aliases)
    settings = Settings(base_url=BASE, storylines="auto", permalink=permalink)
    found: list[str] = [page.path for page in pages(a_desk([*FIRE, other], settings=settings))]

    assert found.count("storylines/a/index.html") == 1
    assert len(found) == len(set(found))


def test_feed() -> None:
    """A storyline has feeds, the newest article first as in all feeds."""
    feed = contexts(FeedContext, pages(a_desk(FIRE)))["storylines/the-fire/feed.xml"]

    assert [item.title for item in feed.items] == ["Title of c", "Title of b", "Title of a"]


def test_note() -> None:
    """The editor's name, summary and text stand on the page, and its links are looked after."""
    desk = noted(FIRE, NOTE)

    (page,) = contexts(StorylineContext, pages(desk)).values()
    problems = plan_pages(desk.site, {}, {}).problems

    assert page.page.heading == "The great fire"
    assert page.summary == page.page.description == "It burnt for weeks."
    assert page.note.text == "<p>See it.</p>"
    assert [(one.code, one.place.line) for one in problems] == [("dead-link", 5)]


def test_namesakes() -> None:
    """Two storylines of one name have different titles."""
    other = [
        a_part("a", day(3), "vote", storyline="other", path="content/articles/x/a.md"),
        a_part("y", day(4), "vote"),
    ]
    found = contexts(StorylineContext, pages(a_desk([*FIRE, *other])))

    assert len({one.page.title for one in found.values()}) == len(found) == 2


def test_same_story_first() -> None:
    """Related articles of the same story come first, with that as the reason."""
    apart = a_part("d", day(2), "vote", terms=refs("LT", "PL", "#navy"))
    found = contexts(ArticleContext, pages(a_desk([*FIRE, apart])))

    related = found["2026/05/17/c/index.html"].related

    assert [(one.card.title, one.reason) for one in related] == [
        ("Title of a", "Same story"),
        ("Title of b", "Same story"),
        ("Title of d", "Lithuania and Poland"),
    ]


def test_same_contract() -> None:
    """Articles of one story that are filed under contracts are related by the contract."""
    deal = [a_part(name, day(3), "deal", terms=refs("#contracts")) for name in "ab"]
    found = contexts(ArticleContext, pages(a_desk(deal)))

    reasons = [one.reason for page in found.values() for one in page.related]

    assert reasons == ["Same contract", "Same contract"]


def test_rows() -> None:
    """The list says of each suggestion how to accept it, and why each article is in it."""
    site = a_site([a_part(name, day(3), "fire") for name in "ab"])

    assert list(storyline_rows(site)) == [
        ("a", "suggested", "2 articles", "to accept it, write storyline: a"),
        (
            "",
            "content/articles/a.md",
            "2026-05-03",
            f"like content/articles/b.md (1.00): {SIX}",
        ),
        (
            "",
            "content/articles/b.md",
            "2026-05-03",
            f"like content/articles/a.md (1.00): {SIX}",
        ),
    ]


def test_states() -> None:
    """The list tells what is published from what waits for a second article."""
    site = a_site([*FIRE, a_part("x", day(3), "vote", storyline="vote")])

    assert {row[0]: row[1] for row in storyline_rows(site) if row[0]} == {
        "the-fire": "published",
        "vote": "accepted, but it has one article only",
    }


def test_why() -> None:
    """Of an article is said which storyline it is in and with which others, or why in none."""
    site = a_site([*FIRE, a_part("x", day(3), "fire", storyline="none"), a_part("y", day(3), "v")])

    assert why_grouped(site, "content/articles/a.md") == (
        "  storyline the-fire (published):",
        f"    named in its front matter; like content/articles/b.md (1.00): {SIX}",
        "    with content/articles/b.md",
        "    with content/articles/c.md",
    )
    assert why_grouped(site, "content/articles/x.md") == (
        "  storyline: none, as its front matter says",
    )
    assert why_grouped(site, "content/articles/y.md") == (
        "  storyline: none, since no other article is enough like it",
    )
    assert why_grouped(site, "content/articles/nothing.md") == ()

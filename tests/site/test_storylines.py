"""Storylines: what the machine groups, and that the editor's word wins."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Article, Body, Slug, StorylineNote
from generator.site.storylines import Storyline, storylines_of
from tests.site.samples import day
from tests.site.stories import a_part

FIRE = [a_part(f"fire{number}", day(number), "fire") for number in (1, 2, 3)]
FLOOD = [a_part(f"flood{number}", day(number + 3), "flood") for number in (1, 2)]

PARTS = st.lists(
    st.builds(
        lambda name, after, stories, storyline: a_part(
            f"part{name}", day(1) + timedelta(days=after), *stories, storyline=storyline
        ),
        st.integers(0, 30),
        st.integers(0, 300),
        st.lists(st.sampled_from(["fire", "flood", "vote"]), max_size=2, unique=True),
        st.sampled_from(["", "", "", "", "none", "one", "two"]),
    ),
    max_size=14,
    unique_by=lambda one: one.path,
)


def told(articles: Iterable[Article], *, unasked: bool = False) -> Mapping[str, list[str]]:
    """Return the slugs of the articles of each storyline, by its slug."""
    listed = list(articles)
    return {
        one.slug: [listed[at].slug for at in one.numbers]
        for one in storylines_of(listed, (), unasked=unasked)
    }


def only(articles: Iterable[Article], *, unasked: bool = False) -> Storyline:
    (found,) = storylines_of(list(articles), (), unasked=unasked)
    return found


def named(article: Article, storyline: str) -> Article:
    return replace(article, storyline=storyline)


def test_suggested() -> None:
    """Articles on one story are suggested under the slug of the oldest, and not published."""
    found = storylines_of([*FLOOD, *FIRE], ())

    assert told([*FLOOD, *FIRE]) == {
        "flood1": ["flood1", "flood2"],
        "fire1": ["fire1", "fire2", "fire3"],
    }
    assert not any(one.accepted or one.published for one in found)


@given(PARTS, st.integers())
def test_order(articles: list[Article], seed: int) -> None:
    """The order in which articles are read makes no difference."""
    shuffled = list(articles)
    Random(seed).shuffle(shuffled)

    assert told(shuffled) == told(articles)


@given(PARTS)
def test_once(articles: list[Article]) -> None:
    """An article is in one storyline at most, and the oldest is the first."""
    numbers = [number for one in storylines_of(articles, ()) for number in one.numbers]

    assert len(numbers) == len(set(numbers))
    for one in storylines_of(articles, ()):
        moments = [articles[number].published for number in one.numbers]
        assert moments == sorted(moments)


@given(PARTS)
def test_editor_wins(articles: list[Article]) -> None:
    """Each article is where its front matter puts it, in any company."""
    where = {slug: story for story, slugs in told(articles).items() for slug in slugs}

    for one in articles:
        if one.storyline == "none":
            assert one.slug not in where
        elif one.storyline:
            assert where[one.slug] == one.storyline


@given(PARTS)
def test_far_away(articles: list[Article]) -> None:
    """An article that is far away in time changes no storyline."""
    far = a_part("far", day(1) + timedelta(days=900), "fire", "flood")

    assert told([*articles, far]) == told(articles)


def test_closest() -> None:
    """What an article is most like does not hang on others that are published in between."""
    between = a_part("flood", day(1) + timedelta(hours=1), "flood")

    for articles in (FIRE, [FIRE[0], between, *FIRE[1:]]):
        closest = [articles[other].slug for other, _ in only(articles).closest]
        assert closest == ["fire2", "fire1", "fire2"]


def test_accept() -> None:
    """One line in one article accepts a storyline, and the others come along."""
    found = only([named(FIRE[1], "the-fire"), FIRE[0], FIRE[2]])

    assert (found.slug, found.accepted, found.published) == ("the-fire", True, True)
    assert len(found.numbers) == 3


def test_earlier_comes_late() -> None:
    """An accepted storyline keeps its slug when an older article is added."""
    accepted = [named(FIRE[0], "fire1"), *FIRE[1:]]
    earlier = a_part("spark", day(1) - timedelta(days=1), "fire")

    assert told([earlier, *accepted]) == {"fire1": ["spark", "fire1", "fire2", "fire3"]}


def test_later_comes() -> None:
    """A suggestion keeps its slug when a newer article is added."""
    later = a_part("ashes", day(9), "fire")

    assert told([*FIRE, later]) == {"fire1": ["fire1", "fire2", "fire3", "ashes"]}


def test_pin() -> None:
    """An article with nothing in common with the others is put in by its slug."""
    pinned = [named(FIRE[0], "the-fire"), *FIRE[1:], named(FLOOD[0], "the-fire")]

    assert told(pinned) == {"the-fire": ["fire1", "fire2", "fire3", "flood1"]}


def test_take_out() -> None:
    """An article that says none is in no storyline, however alike it is."""
    assert told([FIRE[0], FIRE[1], named(FIRE[2], "none")]) == {"fire1": ["fire1", "fire2"]}


def test_split() -> None:
    """Different slugs part what is alike."""
    split = [named(FIRE[0], "one"), named(FIRE[1], "two"), named(FIRE[2], "two")]

    assert told(split) == {"one": ["fire1"], "two": ["fire2", "fire3"]}


def test_merge() -> None:
    """One slug in two groups makes one of them."""
    merged = [named(FIRE[0], "both"), *FIRE[1:], FLOOD[0], named(FLOOD[1], "both")]

    assert told(merged) == {"both": ["fire1", "fire2", "fire3", "flood1", "flood2"]}


def test_alone() -> None:
    """An accepted storyline is not published before it has a second article."""
    assert not only([named(FIRE[0], "the-fire")]).published


@pytest.mark.parametrize(("articles", "published"), [(FLOOD, False), (FIRE, True)])
def test_unasked(articles: list[Article], published: bool) -> None:  # noqa: FBT001
    """Nobody being asked, suggestions of three articles are published, smaller ones are not."""
    assert only(articles, unasked=True).published is published


def test_names_taken() -> None:
    """Storylines whose oldest articles have one slug get different ones of their own."""
    fire = [replace(one, slug=Slug("news")) for one in FIRE]
    flood = [replace(one, slug=Slug("news")) for one in FLOOD]
    accepted = [named(one, "news-2026-05-04") for one in (a_part("x", day(9), "vote"),)]

    slugs = [one.slug for one in storylines_of([*flood, *fire, *accepted], ())]

    assert slugs == ["news-2026-05-04", "news-2026-05-04-2", "news"]


def leads(articles: Iterable[Article]) -> Mapping[str, list[str]]:
    """Return for each address of a storyline the articles of that which is reached there."""
    listed = list(articles)
    return {
        slug: [listed[at].slug for at in one.numbers]
        for one in storylines_of(listed, (), unasked=True)
        if one.published
        for slug in (one.slug, *one.former)
    }


def test_older_comes() -> None:
    """When an older article is added, the address of before still leads to the storyline."""
    earlier = a_part("spark", day(1) - timedelta(days=1), "fire")
    (before,) = storylines_of(FIRE, (), unasked=True)

    found = leads([*FIRE, earlier])

    assert before.slug == "fire1"
    assert found["spark"] == found["fire1"] == ["spark", "fire1", "fire2", "fire3"]


def test_accepted_later() -> None:
    """When an editor names a storyline, the address of before still leads to it."""
    found = leads([FIRE[0], named(FIRE[1], "the-fire"), FIRE[2]])

    assert found["the-fire"] == found["fire1"] == ["fire1", "fire2", "fire3"]


def test_split_later() -> None:
    """When a storyline is split, its address leads to the part with the article that gave it."""
    more = [*FIRE, a_part("fire4", day(4), "fire")]
    parts = zip(more, ("one", "one", "two", "two"), strict=True)

    found = leads(named(article, storyline) for article, storyline in parts)

    assert found["fire1"] == found["one"] == ["fire1", "fire2"]
    assert found["fire3"] == found["two"] == ["fire3", "fire4"]


def test_not_led() -> None:
    """Where suggestions are not published, nobody was led anywhere, and there are no such slugs."""
    assert only([named(FIRE[0], "the-fire"), *FIRE[1:]]).former == ()


def test_same_slugs() -> None:
    """What two storylines might have been called is an address of that with the older article."""
    fire = [replace(one, slug=Slug("news")) for one in FIRE[1:]]
    vote = [replace(a_part(name, day(9), "vote"), slug=Slug("news")) for name in "xy"]
    others = [a_part("fire0", day(1), "fire"), a_part("vote0", day(8), "vote")]

    found = leads([*fire, *vote, *others])

    assert found["news"] == found["fire0"]
    assert found["news-2026-05-09"] == found["vote0"]


@given(PARTS, st.integers())
def test_one_address(articles: list[Article], seed: int) -> None:
    """No two storylines have one address, and the order of reading makes no difference to any."""
    shuffled = list(articles)
    Random(seed).shuffle(shuffled)

    slugs = [
        slug
        for one in storylines_of(articles, (), unasked=True)
        for slug in (one.slug, *one.former)
    ]

    assert len(slugs) == len(set(slugs))
    assert {slug: set(found) for slug, found in leads(shuffled).items()} == {
        slug: set(found) for slug, found in leads(articles).items()
    }


def test_note() -> None:
    """What an editor says of a storyline belongs to the one that an editor accepted."""
    note = StorylineNote("content/storylines/fire1.md", Slug("fire1"), "Fire", "", Body(("",)))

    (suggested,) = storylines_of(FIRE, [note])
    (accepted,) = storylines_of([named(FIRE[0], "fire1"), *FIRE[1:]], [note])

    assert suggested.note is None
    assert accepted.note == note

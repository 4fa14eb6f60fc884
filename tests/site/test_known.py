"""What is known of the last site saves work and makes no other difference."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack
from msgspec.structs import replace

from generator.model import Article, Content, Settings
from generator.site.index import NOTHING, Known, Site, index_site
from tests.site.samples import NOW, VOCABULARY, day, refs
from tests.site.stories import a_gist, a_part

Edit = Callable[[Article], Article]

NAMES = st.integers(0, 9).map(lambda number: f"part{number}")
TOLD = st.lists(st.sampled_from(["fire", "flood", "vote"]), max_size=2, unique=True)
TERMS = st.lists(st.sampled_from(["LT", "PL", "#navy", "#contracts"]), max_size=3, unique=True)
AFTER = st.integers(-300, 10)

EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda told: lambda one: replace(one, gist=a_gist(*told)), TOLD),
    st.builds(lambda terms: lambda one: replace(one, terms=refs(*terms)), TERMS),
    st.builds(
        lambda days: lambda one: replace(one, published=day(1) + timedelta(days=days)), AFTER
    ),
    st.builds(
        lambda hours: lambda one: replace(one, published=day(2) + timedelta(hours=hours)),
        st.integers(0, 30),
    ),
    st.builds(
        lambda slug: lambda one: replace(one, storyline=slug),
        st.sampled_from(["", "none", "one", "two"]),
    ),
    st.just(lambda one: replace(one, title="Another title")),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), NAMES, st.tuples(TOLD, TERMS, AFTER)),
        st.tuples(st.just("delete"), NAMES, st.none()),
        st.tuples(st.just("edit"), NAMES, EDITS),
        st.tuples(st.just("switch"), NAMES, st.sampled_from(["accepted", "auto", "off"])),
    ),
    max_size=12,
)


def sited(articles: dict[str, Article], storylines: str, known: Known) -> Site:
    content = Content(tuple(articles.values()))
    settings = Settings(storylines=storylines)
    return index_site(content, VOCABULARY, settings, as_of=NOW, known=known)


@given(STEPS)
def test_any_edits(steps: list[tuple[str, str, object]]) -> None:
    """After any edits, a site made with what was known of the last one is that made without."""
    start = {f"part{at}": a_part(f"part{at}", day(1 + at), "fire") for at in range(4)}
    articles, storylines, known = dict(start), "accepted", NOTHING
    for what, name, more in steps:
        if what == "put" and isinstance(more, tuple):
            told, terms, days = more
            moment = day(1) + timedelta(days=days)
            articles[name] = a_part(name, moment, *told, terms=refs(*terms))
        elif what == "delete":
            articles.pop(name, None)
        elif what == "edit" and name in articles and callable(more):
            articles[name] = more(articles[name])
        elif what == "switch":
            storylines = str(more)

        site = sited(articles, storylines, known)
        fresh = sited(articles, storylines, NOTHING)

        assert replace(site, known=NOTHING) == replace(fresh, known=NOTHING)
        known = msgpack.decode(msgpack.encode(site.known), type=Known)


def test_nothing_new() -> None:
    """When nothing has changed, what was known is handed on as it is, and need not be saved."""
    articles = {name: a_part(name, day(2), "fire", terms=refs("LT")) for name in "abc"}
    known = sited(articles, "accepted", NOTHING).known

    assert sited(articles, "accepted", known).known is known
    retitled = {name: replace(one, title="Other") for name, one in articles.items()}
    assert sited(retitled, "accepted", known).known is known
    assert sited(articles | {"d": a_part("d", day(3), "fire")}, "accepted", known).known != known

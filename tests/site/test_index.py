"""Which articles are published, in which order, under which terms, related to what."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Article, Body, Content, Document, Settings, Slug, Taxonomy, TermId
from generator.site.holding import Showing
from generator.site.index import Site, index_site
from generator.texts import outlined
from tests.site.samples import VOCABULARY, a_site, an_article, day, refs

ZONES = ("UTC", "Europe/Vilnius", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu")


def noon(zone: str, text: str) -> datetime:
    """Return what reading makes of a date in a zone."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local(zone: str, text: str) -> datetime:
    """Return a moment that a clock in a zone shows."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def reasons(article: Article, as_of: datetime, zone: str = "UTC") -> list[str]:
    site = a_site([article], Settings(timezone=zone), as_of=as_of)
    assert len(site.articles) + len(site.held) == 1
    return [one.reason for one in site.held]


# --- what is held back --------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
def test_whole_day(zone: str) -> None:
    """A date without a time opens when its day begins in the site's zone, not at noon."""
    article = an_article("a", noon(zone, "2026-05-21"))
    midnight = local(zone, "2026-05-21T00:00")

    assert reasons(article, midnight - timedelta(seconds=1), zone) == ["future"]
    assert reasons(article, midnight, zone) == []


@pytest.mark.parametrize("date", ["2026-03-29", "2026-10-25"])
def test_whole_day_of_a_change(date: str) -> None:
    """That holds on the days on which the clocks change, too."""
    zone = "Europe/Vilnius"
    article = an_article("a", noon(zone, date))
    midnight = local(zone, f"{date}T00:00")

    assert reasons(article, midnight - timedelta(seconds=1), zone) == ["future"]
    assert reasons(article, midnight, zone) == []


@pytest.mark.parametrize("zone", ZONES)
def test_first_day(zone: str) -> None:
    """The first day that the calendar has does not overflow it in any zone."""
    article = an_article("a", datetime(1, 1, 2, 0, tzinfo=UTC))

    assert reasons(article, day(20), zone) == []


def test_moment() -> None:
    """An article with a time opens at that moment."""
    article = an_article("a", day(21), date_only=False)

    assert reasons(article, day(21) - timedelta(seconds=1)) == ["future"]
    assert reasons(article, day(21)) == []


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"embargo": day(10)}, ["embargoed"], []),
        ({"expires": day(10)}, [], ["expired"]),
        ({"draft": True}, ["draft"], ["draft"]),
        ({"draft": True, "embargo": day(10), "expires": day(10)}, ["draft"], ["draft"]),
        ({"embargo": day(10), "expires": day(9)}, ["embargoed"], ["expired"]),
    ],
)
def test_reasons(fields: dict[str, object], before: list[str], after: list[str]) -> None:
    """An article is held back for one reason, to the second; embargoes end, expiries begin."""
    article = an_article("a", day(3), **fields)

    assert reasons(article, day(10) - timedelta(seconds=1)) == before
    assert reasons(article, day(10)) == after


def test_held_is_nowhere() -> None:
    """A held-back article is in ``held`` and in no list, relation or term."""
    held = an_article("held", terms=refs("PL", "#own"), mentions=refs("JP"), draft=True)
    site = a_site([held, an_article("open", terms=refs("LT"))])

    assert [one.id for one in site.articles] == ["urn:test:open"]
    assert site.by_term == {(Taxonomy.COUNTRIES, TermId("LT")): (0,)}
    assert site.by_mention == {}
    assert [term.id for terms in site.terms.values() for term in terms] == ["LT"]


# --- what a preview shows -----------------------------------------------------------------------

NONE, DRAFTS, FUTURE = Showing(), Showing(drafts=True), Showing(future=True)
BOTH = Showing(drafts=True, future=True)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"draft": True}, ("draft", "", "draft", "")),
        ({"published": day(21)}, ("future", "future", "", "")),
        ({"embargo": day(21)}, ("embargoed", "embargoed", "", "")),
        ({"published": day(22), "embargo": day(21)}, ("embargoed", "embargoed", "", "")),
        ({"draft": True, "published": day(21)}, ("draft", "future", "draft", "")),
        ({"draft": True, "embargo": day(21)}, ("draft", "embargoed", "draft", "")),
        ({"expires": day(19)}, ("expired", "expired", "expired", "expired")),
        ({"draft": True, "expires": day(19)}, ("draft", "expired", "draft", "expired")),
        (
            {"embargo": day(21), "expires": day(19)},
            ("embargoed", "embargoed", "expired", "expired"),
        ),
        ({}, ("", "", "", "")),
    ],
)
def test_showing(fields: dict[str, object], expected: tuple[str, ...]) -> None:
    """An article is held back for the first of its reasons that is not shown, else for none."""
    article = replace(an_article("a", day(3)), **fields)
    sites = [a_site([article], showing=one) for one in (NONE, DRAFTS, FUTURE, BOTH)]

    assert tuple("".join(one.reason for one in site.held) for site in sites) == expected
    assert [site.articles for site in sites] == [
        () if one else (outlined(article),) for one in expected
    ]


def test_shown() -> None:
    """A preview knows of all that it shows, although it is held back, every reason."""
    articles = [
        an_article("open"),
        an_article("draft", draft=True),
        an_article("all", day(22), draft=True, embargo=day(21)),
        an_article("expired", expires=day(4)),
    ]

    found = {
        showing: {one.article.path.split("/")[-1]: one.reasons for one in site.shown}
        for showing in (NONE, DRAFTS, FUTURE, BOTH)
        for site in [a_site(articles, showing=showing)]
    }

    assert found == {
        NONE: {},
        DRAFTS: {"draft.md": ("draft",)},
        FUTURE: {},
        BOTH: {"draft.md": ("draft",), "all.md": ("draft", "embargoed", "future")},
    }


def test_showing_pages() -> None:
    """A page that is a draft is in a preview of drafts and in no other site."""
    page = Document("content/pages/p.md", Slug("p"), "Plan", "", Body(("<p>x</p>",)), draft=True)
    sites = {
        showing: index_site(
            Content((), (page,)), VOCABULARY, Settings(), as_of=day(20), showing=showing
        )
        for showing in (NONE, DRAFTS, FUTURE, BOTH)
    }

    shown = {showing: len(site.documents) for showing, site in sites.items()}
    assert shown == {NONE: 0, DRAFTS: 1, FUTURE: 0, BOTH: 1}
    assert [one.reasons for one in sites[DRAFTS].shown] == [("draft",)]
    assert [one.reason for one in sites[FUTURE].held] == ["draft"]


# --- when the site changes by itself ------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, None),
        ({"published": day(22)}, day(22)),
        ({"embargo": day(23)}, day(23)),
        ({"expires": day(24)}, day(24)),
        ({"expires": day(19)}, None),
        ({"published": day(22), "embargo": day(21)}, day(22)),
        ({"published": day(21), "embargo": day(22), "expires": day(24)}, day(22)),
        ({"published": day(23), "expires": day(22)}, None),
        ({"draft": True, "published": day(22)}, None),
        ({"draft": True, "embargo": day(22), "expires": day(24)}, None),
    ],
)
def test_due(fields: dict[str, object], due: datetime | None) -> None:
    """The next change is an article that appears or goes, which a draft never does."""
    article = replace(an_article("a", day(3), date_only=False), **fields)

    assert a_site([article]).due == due


def test_due_first() -> None:
    """Of several changes the first counts, and one that is now is over."""
    articles = [an_article(f"n{at}", expires=day(at)) for at in (20, 22, 21, 23)]

    assert [a_site(articles, as_of=day(at)).due for at in (19, 20, 22, 23)] == [
        day(20),
        day(21),
        day(23),
        None,
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_due_day(zone: str) -> None:
    """A date without a time is due when its day begins in the site's zone, told in UTC."""
    site = a_site([an_article("a", noon(zone, "2026-05-25"))], Settings(timezone=zone))

    assert site.due == local(zone, "2026-05-25T00:00")
    assert site.due is not None
    assert site.due.tzinfo is UTC


@pytest.mark.parametrize(
    ("showing", "due"), [(NONE, day(23)), (DRAFTS, day(22)), (FUTURE, day(21)), (BOTH, day(21))]
)
def test_due_of_a_preview(showing: Showing, due: datetime) -> None:
    """A preview also changes when a reason ends for which what it shows is held back."""
    articles = [
        an_article("embargoed", embargo=day(21), date_only=False, published=day(23)),
        an_article("draft", day(22), draft=True, date_only=False),
    ]

    assert a_site(articles, showing=showing).due == due


_moments = st.integers(15, 25).map(day)
_held_lists = st.lists(
    st.builds(
        lambda published, embargo, expires, draft: an_article(
            "a", published, embargo=embargo, expires=expires, draft=draft, date_only=False
        ),
        _moments,
        st.none() | _moments,
        st.none() | _moments,
        st.booleans(),
    ),
    max_size=4,
).map(lambda found: [replace(one, path=f"content/{at}.md") for at, one in enumerate(found)])


@given(_held_lists, st.sampled_from([NONE, DRAFTS, FUTURE, BOTH]))
def test_due_is_the_next_change(articles: list[Article], showing: Showing) -> None:
    """The site is the same at every moment before it is due, and another when it is."""
    sites = [a_site(articles, as_of=day(at), showing=showing) for at in range(20, 27)]
    looks = [(site.articles, site.shown) for site in sites]

    changed = [site.as_of for site, look in zip(sites, looks, strict=True) if look != looks[0]]

    assert sites[0].due == min(changed, default=None)


# --- order --------------------------------------------------------------------------------------

_names = st.lists(st.sampled_from(["LT", "PL", "JP", "#own", "@Jane"]), unique=True)
_article_lists = st.lists(st.tuples(st.integers(1, 4), _names), max_size=12).map(
    lambda rows: [
        an_article(f"n{number}", day(day_of_may), terms=refs(*names))
        for number, (day_of_may, names) in enumerate(rows)
    ]
)


@given(_article_lists, st.randoms(use_true_random=False))
def test_order(articles: list[Article], random: Random) -> None:
    """The site does not depend on the order of the articles it is made from."""
    shuffled = articles.copy()
    random.shuffle(shuffled)

    site = a_site(articles)

    assert a_site(shuffled) == site
    keys = [(-one.published.timestamp(), one.path) for one in site.articles]
    assert keys == sorted(set(keys))


@given(_article_lists)
def test_terms(articles: list[Article]) -> None:
    """Each term lists its articles once, newest first, and each term listed has articles."""
    site = a_site(articles)

    for key, numbers in site.by_term.items():
        assert list(numbers) == sorted(set(numbers))
        assert all(key in {(r.taxonomy, r.id) for r in site.articles[n].terms} for n in numbers)
    listed = [(term.taxonomy, term.id) for terms in site.terms.values() for term in terms]
    assert sorted(listed) == sorted(site.by_term)


def test_no_related() -> None:
    """An owner who wants no related articles has none, however much the articles share."""
    articles = [an_article("a", terms=refs("LT")), an_article("b", terms=refs("LT"))]

    assert all(a_site(articles).related)
    assert a_site(articles, Settings(related=0)).related == ((), ())


@given(_article_lists)
def test_related(articles: list[Article]) -> None:
    """A related article is another one that shares a country, tag, organisation or person."""
    site = a_site(articles)

    for number, related in enumerate(site.related):
        mine = {(ref.taxonomy, ref.id) for ref in site.articles[number].terms}
        assert len(related) <= Settings().related
        assert len({one.number for one in related} - {number}) == len(related)
        for one in related:
            theirs = {(ref.taxonomy, ref.id) for ref in site.articles[one.number].terms}
            assert one.shared
            assert set(one.shared) <= mine & theirs
            assert Taxonomy.AUTHORS not in {taxonomy for taxonomy, _ in one.shared}


def test_related_best_first() -> None:
    """What shares more comes first, then what is nearer in time."""
    site = a_site(
        [
            an_article("me", day(9), terms=refs("LT", "PL")),
            an_article("near", day(8), terms=refs("LT")),
            an_article("far", day(7), terms=refs("PL")),
            an_article("both", day(2), terms=refs("LT", "PL")),
            an_article("none", day(8), terms=refs("JP")),
        ]
    )

    numbers = [one.number for one in site.related[0]]

    assert [site.articles[one].slug for one in numbers] == ["both", "near", "far"]


def test_related_stays() -> None:
    """A new article changes the relations of few old ones, however many share its country."""
    days = {f"n{number:02}": day(1 + number // 10) for number in range(90)}
    old = [an_article(name, when, terms=refs("LT")) for name, when in days.items()]
    new = an_article("new", day(9), terms=refs("LT"))

    before, after = related_ids(a_site(old)), related_ids(a_site([*old, new]))

    assert sorted(one for one in before if before[one] != after[one]) == ["n89"]


def related_ids(site: Site) -> dict[str, list[str]]:
    """Return the slugs of what each article is related to."""
    return {
        article.slug: [site.articles[one.number].slug for one in related]
        for article, related in zip(site.articles, site.related, strict=True)
    }


# --- terms of one's own -------------------------------------------------------------------------


def test_own_term() -> None:
    """A term that no vocabulary knows is called what the oldest article calls it."""
    site = a_site(
        [
            an_article("new", day(5), terms=refs("@jane doe")),
            an_article("old", day(2), terms=refs("@Jane Doe")),
        ]
    )

    (term,) = site.terms[Taxonomy.AUTHORS]

    assert (term.id, term.name, term.slug) == ("jane-doe", "Jane Doe", "jane-doe")


def test_mentioned_country() -> None:
    """A country that is only mentioned has a place in the index and no article."""
    site = a_site([an_article("a", mentions=refs("JP"))])

    assert [term.id for term in site.terms[Taxonomy.COUNTRIES]] == ["JP"]
    assert site.by_term == {}
    assert site.by_mention == {TermId("JP"): (0,)}

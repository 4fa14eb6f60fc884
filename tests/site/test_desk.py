"""What several pages show is made once and is the same everywhere."""

from collections import Counter

from generator.model import ROOT, Body, MenuItem, Settings, Taxonomy, TermId
from tests.site.samples import BASE, a_desk, an_article, day, refs


def test_card_is_made_once() -> None:
    """The card of an article is one value, however many lists show it."""
    desk = a_desk([an_article("a"), an_article("b", day(4))])

    assert desk.cards([0, 1])[1] is desk.card(1)


def test_card() -> None:
    """A card names few terms, and never holds the body."""
    terms = refs("LT", "PL", "JP", "#navy", "#b", "#c", "#d")
    desk = a_desk([an_article("a", terms=terms, lang="ar")])

    card = desk.card(0)

    assert [one.name for one in card.countries] == ["Lithuania", "Poland", "Japan"]
    assert [one.name for one in card.tags] == ["Navy", "b", "c"]
    assert (card.language, card.direction) == ("ar", "rtl")
    assert (card.published.iso, card.published.text) == ("2026-05-03", "3 May 2026")
    assert "Body of a" not in repr(card)


def test_time_names_its_zone() -> None:
    """A moment with a time is shown in the site's zone, which is named."""
    settings = Settings(base_url=BASE, timezone="Europe/Vilnius")
    desk = a_desk([an_article("a", date_only=False)], settings)

    assert desk.card(0).published.iso == "2026-05-03T15:00:00+03:00"
    assert "15:00" in desk.card(0).published.text
    assert desk.card(0).published.text.split(", 15:00 ")[1]


def test_addresses_in_zone() -> None:
    """An article stands under the day that it was in the site's zone."""
    settings = Settings(base_url=BASE, timezone="Pacific/Kiritimati")

    assert a_desk([an_article("a")], settings).addresses == ("2026/05/04/a/",)


def test_menu() -> None:
    """The menu has the owner's entries: paths of the site and other hosts."""
    menu = (
        MenuItem("Map", "/map/?of=%41#top"),
        MenuItem("Home", "/"),
        MenuItem("Other", "https://other.example/a b"),
    )
    desk = a_desk([], Settings(base_url=BASE, menu=menu))

    assert [one.url for one in desk.view.menu] == [
        ROOT + "map/?of=%41#top",
        ROOT,
        "https://other.example/a b",
    ]


def test_view_is_cold() -> None:
    """What every page sees does not change when an article comes."""
    assert a_desk([]).view == a_desk([an_article("a", terms=refs("LT"))]).view


def test_most() -> None:
    """The most frequent terms come first, those as frequent by name."""
    desk = a_desk([an_article("a", terms=refs("PL", "LT", "JP"))])
    counts = Counter(desk.filed(0).countries)
    counts[desk.link((Taxonomy.COUNTRIES, TermId("PL")))] = 2

    assert [(one.name, one.count) for one in desk.most(counts, 2)] == [("Poland", 2), ("Japan", 1)]


def test_repeated_titles() -> None:
    """A headline is repeated when an article, a section or the site bears it too."""
    titles = ["One", "Same", "Same", "Archive"]
    desk = a_desk([an_article(f"n{at}", title=title) for at, title in enumerate(titles)])

    assert desk.repeated_titles == {"Same", "Archive"}


def test_markup() -> None:
    """Links of a body are filled in between its parts, in order, and escaped."""
    body = Body(('<a href="', '">1</a><a href="', '">2</a>'), ("/a/", "/b/?c&d"))
    desk = a_desk([an_article("a", body=body)])

    markup = desk.markup(body, "content/articles/a.md", "2026/05/03/a/")

    assert markup.text == f'<a href="{ROOT}a/">1</a><a href="{ROOT}b/?c&amp;d">2</a>'
    assert desk.markup(Body(("<p>x</p>",)), "", "").text == "<p>x</p>"


def test_markup_without_dead_links() -> None:
    """Of a link to what is not published only its text stays, of an image its words."""
    parts = (
        '<p>See <a href="',
        '"><img alt="a map" src="',
        '"> it</a> and <a href="',
        '">b</a>.</p>',
    )
    body = Body(parts, ("secret.md", "gone.png", "/b/"))
    desk = a_desk([an_article("a", body=body)])

    markup = desk.markup(body, "content/articles/a.md", "2026/05/03/a/")

    assert markup.text == f'<p>See a map it and <a href="{ROOT}b/">b</a>.</p>'

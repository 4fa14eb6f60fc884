"""Small themes, and one value of every context that a template can be given."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from generator.diagnostics import Place
from generator.model import ROOT, Html, Maker, SitePath, Url
from generator.site.views import (
    ArchiveContext,
    ArticleContext,
    ArticleView,
    Card,
    ContentContext,
    Context,
    Count,
    CountriesContext,
    CountryContext,
    FeedContext,
    FeedItem,
    HomeContext,
    Link,
    NotFoundContext,
    Page,
    Pager,
    PageView,
    Ready,
    SiteView,
    Stamp,
    StorylineContext,
    StorylineEntry,
    StorylinesContext,
    TermContext,
    TermGroup,
    TermsContext,
    TermView,
    TimelineDay,
)
from generator.theme.render import Renderer
from generator.theme.theme import Theme, load_theme

BASE = "https://news.example/sub/"

BARE: Mapping[str, str] = {
    "theme.toml": 'api = 1\nname = "bare"\n\n[options]\ncolour = "red"\n',
    "templates/base.html": (
        '<!doctype html>\n<html lang="{{ page.language }}">\n<title>{{ page.title }}</title>\n'
        "<body>\n{% block main %}{% endblock %}\n</body>\n</html>\n"
    ),
    "templates/home.html": (
        '{% extends "base.html" %}\n{% block main %}\n'
        "{% for card in latest %}\n{{ card|entry }}\n{% endfor %}\n{% endblock %}\n"
    ),
    "templates/article.html": (
        '{% extends "base.html" %}\n{% block main %}\n'
        "<h1>{{ article.title }}</h1>\n{{ article.body }}\n{% endblock %}\n"
    ),
    "templates/term.html": '{% extends "base.html" %}\n',
    "templates/country.html": '{% extends "base.html" %}\n',
    "templates/terms.html": '{% extends "base.html" %}\n',
    "templates/countries.html": '{% extends "base.html" %}\n',
    "templates/storylines.html": '{% extends "base.html" %}\n',
    "templates/storyline.html": '{% extends "base.html" %}\n',
    "templates/archive.html": '{% extends "base.html" %}\n',
    "templates/page.html": '{% extends "base.html" %}\n',
    "templates/404.html": '{% extends "base.html" %}\n',
    "templates/partials/entry.html": '<p><a href="{{ card.url }}">{{ card.title }}</a></p>\n',
}
"""A whole theme, as little as there can be."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write some files below a folder and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def bare(places: Path, changes: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the bare theme with some files changed, and return the folder of themes."""
    write(places / "bare", {**BARE, **(changes or {})})
    return places


def loaded(places: Path) -> Theme:
    """Return the bare theme, which must be without problems."""
    found = load_theme("bare", (places,), options={})
    assert found.problems == ()
    return found.value


def site(base_url: str = BASE) -> SiteView:
    """Return what every page knows of the site."""
    return SiteView(
        title="The Site",
        description="News.",
        language="en",
        direction="ltr",
        base_url=base_url,
        home=Url(ROOT),
        publisher="The Site",
        contact="",
        licence="",
        menu=(),
        sections=(),
        feeds=(),
        assets={},
        options={"colour": "red"},
        extra={},
    )


def head(title: str = "A title") -> PageView:
    """Return the head of a page."""
    return PageView(
        title=title,
        heading=title,
        description="",
        url=Url(ROOT),
        canonical="",
        language="en",
        direction="ltr",
    )


def card(title: str = "A story") -> Card:
    """Return a card of an article."""
    return Card(
        url=Url(ROOT + "2026/05/04/a-story/"),
        title=title,
        summary="",
        published=Stamp("2026-05-04", "4 May 2026"),
        source="",
        language="en",
        direction="ltr",
        countries=(Link("Lithuania", Url(ROOT + "countries/lithuania/")),),
        tags=(),
    )


def article(title: str = "A story", body: str = "<p>Text.</p>") -> ArticleView:
    """Return an article in full."""
    return ArticleView(
        id="urn:uuid:1",
        url=Url(ROOT + "2026/05/04/a-story/"),
        permalink="",
        title=title,
        summary="",
        standfirst="",
        body=Html(body),
        published=Stamp("2026-05-04", "4 May 2026"),
        updated=None,
        authors=(),
        source=None,
        dateline="",
        language="en",
        direction="ltr",
        reading_minutes=1,
        words=1,
        headings=(),
        countries=(),
        mentions=(),
        tags=(),
        organisations=(),
        people=(),
        corrections=(),
    )


PAGER = Pager(number=1, is_front=True, front=Url(ROOT), newer=Url(""), older=Url(""))
TERM = TermView(
    id="LT",
    kind="countries",
    name="Lithuania",
    url=Url(ROOT + "countries/lithuania/"),
    group="Europe",
    description="",
    aliases=(),
)
DAY = Stamp("2026-05-03", "3 May 2026")
GROUPS = (TermGroup("Europe", "europe", (Count("Lithuania", Url(ROOT), 2),)),)


def home(*cards: Card) -> HomeContext:
    """Return the context of a front page that lists some cards."""
    return HomeContext(head(), None, (), cards, (), (), PAGER)


def story(one: ArticleView | None = None) -> ArticleContext:
    """Return the context of an article's page."""
    shown = one or article()
    return ArticleContext(head(shown.title), shown, (), None, None)


def contexts() -> Mapping[str, Context]:
    """Return a context for every template that a page can be made with."""
    return {
        "home.html": home(card()),
        "article.html": story(),
        "term.html": TermContext(head(), TERM, (card(),), (), PAGER),
        "country.html": CountryContext(head(), TERM, (card(),), (), (), (), (), (), PAGER),
        "terms.html": TermsContext(head(), "tags", GROUPS, 1),
        "countries.html": CountriesContext(head(), GROUPS, 1),
        "archive.html": ArchiveContext(head(), (), (card(),), None, None),
        "storylines.html": StorylinesContext(
            head(), (StorylineEntry("Fire", Url(ROOT), "It burns.", DAY, DAY, 2, ()),)
        ),
        "storyline.html": StorylineContext(
            head(),
            "It burns.",
            Html(""),
            (TimelineDay(DAY, "2 weeks", (card(),)),),
            DAY,
            DAY,
            1,
            (),
        ),
        "page.html": ContentContext(head(), Html("<p>About.</p>"), ()),
        "404.html": NotFoundContext(head(), (card(),)),
    }


def page(template: str, context: Context, path: str = "index.html") -> Page:
    """Return a page that is made with a template."""
    return Page(SitePath(path), Maker.TEMPLATE, Ready(context), Place("content/a.md"), template)


def text_of(renderer: Renderer, one: Page) -> str:
    """Return the text of a page that must render without problems."""
    made = renderer.render(one)
    assert made.problems == ()
    return made.value.decode()


def item(title: str = "A story", number: int = 1) -> FeedItem:
    """Return an article as feeds hold it; a greater number is older."""
    return FeedItem(
        id=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        url=f"{BASE}2026/05/{31 - number:02d}/a-story/",
        title=title,
        summary="What < happened & why",
        content=Html(f'<p>Text &amp; <a href="{BASE}about/">more</a>.</p>'),
        published=f"2026-05-{31 - number:02d}T12:00:00+03:00",
        updated=f"2026-05-{31 - number:02d}T18:30:00+03:00",
        authors=("Jane Doe", "J & R"),
        tags=("Lithuania", "Air defence"),
        language="lt",
        source_name='The "Source"',
        source_url="https://source.example/?a=1&b=2",
    )


def feed(*items: FeedItem, name: str = "feed.xml") -> FeedContext:
    """Return a list of items as feeds tell it."""
    return FeedContext(
        title="The Site",
        description="News.",
        home=BASE,
        address=BASE + name,
        language="en",
        author="The Site",
        updated=items[0].updated if items else "",
        items=items,
    )


def plain_item() -> FeedItem:
    """Return an item with nothing in it but what every item has."""
    return replace(
        item(), summary="", authors=(), tags=(), source_name="", source_url="", updated=""
    )

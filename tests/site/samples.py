"""Articles, sites and desks as plain values, for what needs no files."""

from collections.abc import Iterable
from datetime import UTC, datetime

from generator.model import (
    Article,
    Body,
    Content,
    Settings,
    Slug,
    Taxonomy,
    Term,
    TermId,
    TermRef,
    Vocabulary,
)
from generator.site.desk import Desk
from generator.site.holding import Showing
from generator.site.index import PUBLISHED, Site, index_site

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
BASE = "https://news.example/sub/"

VOCABULARY = Vocabulary(
    {
        Taxonomy.COUNTRIES: (
            Term(TermId("LT"), Taxonomy.COUNTRIES, "Lithuania", Slug("lithuania"), group="Europe"),
            Term(TermId("PL"), Taxonomy.COUNTRIES, "Poland", Slug("poland"), group="Europe"),
            Term(TermId("JP"), Taxonomy.COUNTRIES, "Japan", Slug("japan"), group="Asia"),
        ),
        Taxonomy.TAGS: (Term(TermId("navy"), Taxonomy.TAGS, "Navy", Slug("navy"), group="Forces"),),
        Taxonomy.ORGANISATIONS: (),
        Taxonomy.PEOPLE: (),
        Taxonomy.AUTHORS: (),
    }
)


def day(number: int, month: int = 5) -> datetime:
    """Return noon of a day in 2026, UTC."""
    return datetime(2026, month, number, 12, tzinfo=UTC)


def refs(*names: str) -> tuple[TermRef, ...]:
    """Return references to terms: "LT" is a country, "#navy" a tag, "@Jane Doe" an author."""
    return tuple(_ref(name) for name in names)


def _ref(name: str) -> TermRef:
    if name.startswith("#"):
        return TermRef(Taxonomy.TAGS, TermId(name[1:]), name[1:])
    if name.startswith("@"):
        return TermRef(Taxonomy.AUTHORS, TermId(name[1:].lower().replace(" ", "-")), name[1:])
    return TermRef(Taxonomy.COUNTRIES, TermId(name), name)


def an_article(name: str, published: datetime | None = None, **fields: object) -> Article:
    """Return an article of a name, with some fields set."""
    values: dict[str, object] = {
        "id": f"urn:test:{name}",
        "path": f"content/articles/{name}.md",
        "slug": Slug(name),
        "title": f"Title of {name}",
        "summary": f"Summary of {name}.",
        "published": published or day(3),
        "body": Body((f"<p>Body of {name}.</p>",), words=3),
        **fields,
    }
    return Article(**values)  # type: ignore[arg-type]  # the fields are those of an article


def a_site(
    articles: Iterable[Article],
    settings: Settings | None = None,
    as_of: datetime = NOW,
    showing: Showing = PUBLISHED,
) -> Site:
    """Return the site of some articles, or a preview of it."""
    chosen = settings or Settings(base_url=BASE)
    return index_site(Content(tuple(articles)), VOCABULARY, chosen, as_of=as_of, showing=showing)


def a_desk(articles: Iterable[Article], settings: Settings | None = None) -> Desk:
    """Return the desk of some articles, with a theme that has a style sheet."""
    return Desk(a_site(articles, settings), {"site.css": "assets/site.1.css"}, {})

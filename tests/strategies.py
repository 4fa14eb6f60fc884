"""Edits of a small project as hypothesis draws them: what an owner does between two builds.

Every edit is a value, and means something in whatever state the project is: files come from a
small pool of names, so that changing, deleting and adding again happen often.
"""

from collections.abc import Mapping

from hypothesis import strategies as st
from msgspec import Struct

from tests.projects import PLAIN, article, config


class Put(Struct, frozen=True):
    """Write a file, or delete it when there is no text."""

    path: str
    text: str | None


class Rename(Struct, frozen=True):
    """Give the n-th article, or the n-th seed, another name, which may be taken."""

    number: int
    to: str


class Wait(Struct, frozen=True):
    """Let some days pass, so that articles become due or expire; below 0 the clock is put back."""

    days: int


class Touch(Struct, frozen=True):
    """Put another text into the body of the n-th composed article, as an editor does."""

    number: int
    text: str


Edit = Put | Rename | Wait | Touch

START: Mapping[str, str] = {
    **PLAIN,
    "dateline.toml": config(pagination__size="2", feeds__size="3"),
    "content/articles/2026/a.md": article(
        "Frigate enters service", "2026-05-03", countries="[Lithuania]", tags="[exercises]"
    ),
    "content/articles/2026/b.md": article(
        "Exercise ends", "2026-05-04", countries="[LT, Poland]", organisations="[NATO]"
    ),
    "content/articles/2026/c.md": article("Treaty signed", "2026-05-05", "A [frigate](a.md)."),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
    "seeds/2026-05-06-first.txt": (
        "Latvia buys drones\nRIGA, Latvia, May 6 (Agency) — The ministry signed.\nIt pays.\n"
    ),
}
"""The project that every sequence of edits begins with."""

STORY = "The minelayer Zvornik ran aground near Hiiumaa with 43 sailors; tugs from Kuressaare came."
"""A body that makes a storyline of the articles that have it."""

_titles = st.sampled_from(
    ["Frigate enters service", "Exercise ends", "Treaty signed", "Talks & <more>", "Über: 5 “q”"]
)
_dates = st.sampled_from(
    ["2026-05-03", "2026-05-19", "2026-05-21", "2025-12-31", "2026-05-19T23:30:00", "2026-06-02"]
)
_bodies = st.sampled_from(
    [
        "",
        "One paragraph.",
        "Two\n\nparagraphs, *with* [a link](b.md) and [a page](../../pages/about.md).",
        STORY,
        f"{STORY}\n\nIt was the second day.",
        "A [file](notes.txt) and a [picture](../map.svg).\n\n## A heading\n\n- an item",
        "See [the root](/countries/#top), [nothing](gone.md).",
    ]
)
_extras: st.SearchStrategy[Mapping[str, str]] = st.fixed_dictionaries(
    {},
    optional={
        "countries": st.sampled_from(["[LT]", "[Poland, Latvia]", "[Latvia, LT, Estonia]"]),
        "mentions": st.sampled_from(["[EE]", "[LT]"]),
        "tags": st.sampled_from(["[exercises]", "[air-defence, Own Tag]", "[own tag]"]),
        "organisations": st.sampled_from(["[NATO]", "[Harbour Board]"]),
        "people": st.just("[Jane Doe]"),
        "authors": st.sampled_from(["[A. Writer]", "[A. Writer, B. Other]"]),
        "summary": st.sampled_from(["A summary.", "Another summary."]),
        "storyline": st.sampled_from(["zvornik", "b", "none"]),
        "draft": st.just("true"),
        "embargo": st.just("2026-05-21"),
        "expires": st.sampled_from(["2026-05-21", "2026-05-10"]),
        "updated": st.sampled_from(["2026-05-20", "2026-05-22"]),
        "lang": st.sampled_from(["lt", "ar"]),
        "aliases": st.just("[/old/name/]"),
        "same_as": st.sampled_from(["articles/2026/a.md", "articles/2026/gone.md", "one"]),
        "id": st.sampled_from(["one", "two"]),
        "slug": st.sampled_from(["chosen", "a"]),
    },
)
_articles = st.builds(
    lambda title, date, body, extras: article(title, date, body, **extras),
    _titles,
    _dates,
    _bodies,
    _extras,
)
_article_paths = st.sampled_from(
    [
        "content/articles/2026/a.md",
        "content/articles/2026/b.md",
        "content/articles/2026/c.md",
        "content/articles/2025/a.md",
        "content/articles/2026/latvia-buys-drones.md",
    ]
)
_beside = st.builds(
    Put,
    st.sampled_from(
        ["content/articles/2026/notes.txt", "content/articles/map.svg", "content/files/f/x.txt"]
    ),
    st.sampled_from(["one\n", "two\n", None]),
)
_pages = st.builds(
    Put,
    st.sampled_from(["content/pages/about.md", "content/pages/method.md"]),
    st.sampled_from(
        [
            "---\ntitle: About\n---\n\nWho we are.\n",
            "---\ntitle: About us\norder: 2\n---\n\nWho we are, at length.\n",
            "---\ntitle: Method\nmenu: false\n---\n\n[An article](../articles/2026/a.md)\n",
            "---\ntitle: Method\ndraft: true\n---\n\nNot yet.\n",
            "---\ntitle: Method\n---\n\nSee: Frigate enters service.\n",
            None,
        ]
    ),
)
_notes = st.builds(
    Put,
    st.sampled_from(["content/countries/lithuania/_index.md", "content/tags/exercises/_index.md"]),
    st.sampled_from(
        ["A note.\n", "---\nsummary: In short.\n---\n\nA [note](../../pages/about.md).\n", None]
    ),
)
_storylines = st.builds(
    Put,
    st.just("content/storylines/zvornik.md"),
    st.sampled_from(
        ["---\ntitle: Aground\n---\n\nA [note](../pages/about.md).\n", "Text.\n", None]
    ),
)
_vocabulary = st.sampled_from(
    [
        Put("content/taxonomies/tags.toml", '[[tag]]\nid = "exercises"\nname = "Fleets"\n'),
        Put("content/taxonomies/tags.toml", '[[tag]]\nid = "own"\nname = "Own tag"\ngroup = "X"\n'),
        Put("content/taxonomies/tags.toml", None),
        Put("content/taxonomies/countries.toml", '[[country]]\nid = "LT"\nname = "Lietuva"\n'),
        Put("content/taxonomies/countries.toml", '[[country]]\nid = "LV"\naliases = ["Riga"]\n'),
        Put("content/taxonomies/countries.toml", None),
    ]
)
_seed_texts = [
    "Latvia buys drones\nRIGA, Latvia, May 6 (Agency) — The ministry signed.\nIt pays.\n",
    "Latvia buys drones\nRIGA, Latvia, May 6 (Agency) — The ministry signed.\nIt pays more.\n",
    "Latvia buys drones\nTags: exercises\n\nThe ministry signed.\n",
    "NATO meets in Vilnius\nDate: 2026-05-18\nBy Jane Doe\nThe alliance met in Lithuania.\n",
    "NATO meets in Vilnius\nDate: 2026-05-23\nThe alliance will meet in Lithuania & Poland.\n",
]
_seed_paths = ["seeds/2026-05-06-first.txt", "seeds/second.txt", "seeds/deep/third.md"]
_seeds = st.builds(Put, st.sampled_from(_seed_paths), st.sampled_from([*_seed_texts, None]))
_settings = st.builds(
    lambda changes: Put("dateline.toml", config(**changes)),
    st.fixed_dictionaries(
        {"pagination__size": st.sampled_from(["1", "2", "3", "20"])},
        optional={
            "title": st.sampled_from(["Test Wire", "Other & Co."]),
            "base_url": st.sampled_from(["", "https://a.example/sub/path/", "https://b.example/"]),
            "timezone": st.sampled_from(["Europe/Vilnius", "Pacific/Kiritimati"]),
            "language": st.sampled_from(["lt", "ar"]),
            "feeds__size": st.sampled_from(["1", "3"]),
            "related__count": st.sampled_from(["0", "1"]),
            "markdown__engine": st.just("commonmark"),
            "permalinks__articles": st.just("/:year/:slug/"),
            "publisher": st.just("The Press"),
            "storylines__publish": st.sampled_from(["auto", "accepted", "off"]),
        },
    ),
)
_looks = st.sampled_from(
    [
        Put("themes/plain/assets/site.css", "body { margin: 1px }\n"),
        Put("themes/plain/assets/site.css", 'body { background: url("dot.svg") }\n'),
        Put("themes/plain/assets/dot.svg", "<svg/>"),
        Put("themes/plain/assets/dot.svg", "<svg></svg>"),
        Put("themes/plain/assets/dot.svg", None),
        Put("themes/plain/templates/page.html", '{% extends "base.html" %}'),
        Put("themes/plain/templates/page.html", PLAIN["themes/plain/templates/page.html"]),
        Put("themes/plain/templates/partials/entry.html", "<p>{{ card.title }}</p>\n"),
        Put("themes/plain/templates/list.html", "{% for one in cards %}{{ one.url }}{% endfor %}"),
        Put("templates/article.html", '{% extends "parent/article.html" %}'),
        Put("templates/base.html", "<!doctype html>\n<title>{{ page.title }}</title>\n"),
        Put("templates/base.html", None),
        Put("templates/article.html", None),
    ]
)

edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Put, _article_paths, _articles),
    st.builds(Put, _article_paths, _articles),
    st.builds(Put, _article_paths, st.none()),
    st.builds(Rename, st.integers(0, 9), _article_paths | st.sampled_from(_seed_paths)),
    st.builds(Touch, st.integers(0, 2), st.sampled_from(["signed off", "signed\n\nAnd more"])),
    st.builds(Wait, st.integers(-20, 20)),
    _beside,
    _pages,
    _notes,
    _storylines,
    _vocabulary,
    _seeds,
    _settings,
    _looks,
)
"""One thing that an owner does."""

visits: st.SearchStrategy[list[list[Edit]]] = st.lists(
    st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=6
)
"""What an owner does between builds: a few edits, a build, a few edits, a build."""

"""Which pages an edit makes anew: exactly these, and no others."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.projects import PLAIN, article, config, make, published, write

ARTICLES: Mapping[str, tuple[str, dict[str, str]]] = {
    "a": ("2026-04-01", {"countries": "[LT]", "tags": "[exercises]"}),
    "b": ("2026-04-02", {"countries": "[LT]"}),
    "c": ("2026-04-03", {"countries": "[PL]"}),
    "d": ("2026-05-01", {"countries": "[LT]", "tags": "[exercises]"}),
    "e": ("2026-05-02", {"countries": "[PL]"}),
    "f": ("2026-05-03", {"countries": "[JP]"}),
    "g": ("2026-05-04", {"countries": "[JP]", "tags": "[exercises]"}),
}
SITE: Mapping[str, str] = {
    **PLAIN,
    "dateline.toml": config(pagination__size="2", feeds__size="3"),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
    "content/tags/exercises/_index.md": "A note on exercises.\n",
    **{
        f"content/articles/{name}.md": article(
            f"Title {name}", date, "First words.\n\nMore.", summary=f"Sum {name}.", **fields
        )
        for name, (date, fields) in ARTICLES.items()
    },
}
"""Lists of seven articles: g, f and e on the front, d and c on page 2, b and a on page 1."""

PAGES = {
    "a": "2026/04/01/a/index.html",
    "b": "2026/04/02/b/index.html",
    "c": "2026/04/03/c/index.html",
    "d": "2026/05/01/d/index.html",
    "e": "2026/05/02/e/index.html",
    "f": "2026/05/03/f/index.html",
    "g": "2026/05/04/g/index.html",
}
FRONTS = {"index.html", "404.html", "archive/index.html", "archive/2026/index.html"}


def feeds(*addresses: str) -> set[str]:
    return {one + name for one in addresses for name in ("feed.xml", "rss.xml", "feed.json")}


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """Return an article of the site with some words replaced."""
    path = f"content/articles/{name}.md"
    assert old in SITE[path]
    return {path: SITE[path].replace(old, new)}


def front(fields: Mapping[str, str]) -> str:
    """Return the end of front matter with further fields."""
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n\n"


def themed(path: str, old: str, new: str) -> dict[str, str]:
    """Return a file of the theme with some words replaced."""
    return {f"themes/plain/{path}": PLAIN[f"themes/plain/{path}"].replace(old, new)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project that is built already."""
    root = write(tmp_path_factory.mktemp("blast") / "project", SITE)
    make(root)
    return root


def made_after(site: Path, root: Path, files: Mapping[str, str]) -> set[str]:
    """Return what a build of a copy makes after files were written."""
    shutil.copytree(site, root)
    write(root, files)
    return {path for path, _ in make(root).reasons}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, set(), id="nothing"),
        pytest.param(
            edited("b", "More.", "More of it."),
            {PAGES["b"], *feeds("countries/lithuania/")},
            id="the body of an old article: its page and the feeds that still hold it",
        ),
        pytest.param(
            edited("g", "More.", "More of it."),
            {PAGES["g"], *feeds("", "countries/japan/", "tags/exercises/")},
            id="the body of the newest article: its page and the feeds that hold it",
        ),
        pytest.param(
            edited("b", '"Title b"', '"Other"'),
            {
                *(PAGES[one] for one in "abcd"),
                *("page/1/index.html", "countries/lithuania/index.html"),
                "archive/2026/04/index.html",
                *feeds("countries/lithuania/"),
            },
            id="a title: the page, those that name it, one page of each list, feeds",
        ),
        pytest.param(
            edited("b", "Sum b.", "Another."),
            {
                *(PAGES[one] for one in "abd"),
                *("page/1/index.html", "countries/lithuania/index.html"),
                "archive/2026/04/index.html",
                *feeds("countries/lithuania/"),
            },
            id="a summary: the page, related ones, one page of each list, feeds",
        ),
        pytest.param(
            edited("b", "---\n\n", "updated: 2026-05-05\n---\n\n"),
            {PAGES["b"], *feeds("countries/lithuania/"), "sitemap-articles-2026.xml"},
            id="the date of an update",
        ),
        pytest.param(
            {"content/articles/h.md": article("Title h", "2026-05-05", countries="[JP]")},
            {
                *("2026/05/05/h/index.html", PAGES["g"], PAGES["f"]),
                *FRONTS,
                *("page/2/index.html", "page/3/index.html", "archive/2026/05/index.html"),
                *("countries/index.html", "countries/japan/index.html"),
                *feeds("", "countries/japan/"),
                *("sitemap-articles-2026.xml", "sitemap-pages.xml"),
            },
            id="a new article: the fronts of its lists, and a page that is full now",
        ),
        pytest.param(
            edited("c", "---\n\n", "tags: [exercises]\n---\n\n"),
            {
                *(PAGES[one] for one in "aceg"),
                *("index.html", "page/2/index.html", "404.html", "archive/2026/04/index.html"),
                "countries/poland/index.html",
                *("tags/index.html", "tags/exercises/index.html"),
                "tags/exercises/page/1/index.html",
                *feeds("countries/poland/", "tags/exercises/"),
                "sitemap-pages.xml",
            },
            id="a tag: the page, related ones, its cards, the tag's lists, feeds",
        ),
        pytest.param(
            {"content/pages/about.md": "---\ntitle: About\n---\n\nOther words.\n"},
            {"about/index.html"},
            id="the body of a page: the page",
        ),
        pytest.param(
            {"content/tags/exercises/_index.md": "Other words.\n"},
            {"tags/exercises/index.html"},
            id="a note: the page of its term",
        ),
        pytest.param(
            themed("templates/article.html", "<p>", "<p class='date'>"),
            set(PAGES.values()),
            id="the template of articles: the articles",
        ),
        pytest.param(
            themed("templates/page.html", "{{ body }}", "<div>{{ body }}</div>"),
            {"about/index.html"},
            id="the template of pages: the pages",
        ),
    ],
)
def test_blast_radius(
    site: Path, tmp_path: Path, files: dict[str, str], expected: set[str]
) -> None:
    """An edit makes these files anew and no others."""
    assert made_after(site, tmp_path / "project", files) == expected


def test_third_article_of_a_person(site: Path, tmp_path: Path) -> None:
    """The third article that names somebody makes the page; the first such page makes all anew."""
    people = {"people": "[Jane Doe, John Roe]"}
    first = tmp_path / "first"
    made_after(site, first, edited("a", "---\n\n", front(people)))
    second = made_after(first, tmp_path / "second", edited("e", "---\n\n", front(people)))
    root = tmp_path / "third"
    third = made_after(tmp_path / "second", root, edited("g", "---\n\n", front(people)))
    more = edited("c", "---\n\n", front({"people": "[Ann Poe]"}))
    later = made_after(root, tmp_path / "later", more)

    assert not any(path.startswith("people/") for path in second)
    assert {"people/index.html", "people/jane-doe/index.html", *PAGES.values()} <= third
    assert not any(path.startswith("people/") for path in later)
    assert "about/index.html" not in later | second
    assert published(root).keys() - published(site).keys() == {
        "people/index.html",
        *(f"people/{one}/index.html" for one in ("jane-doe", "john-roe")),
        *feeds("people/jane-doe/", "people/john-roe/"),
    }


def test_base_template(site: Path, tmp_path: Path) -> None:
    """An edit of the frame makes every page of the theme anew, and no feed or document."""
    files = themed("templates/base.html", "<nav>", '<nav class="main">')

    made = made_after(site, tmp_path / "project", files)

    assert made == {path for path in published(site) if path.endswith(".html")}


def test_structured_data(tmp_path: Path) -> None:
    """A theme that begins to print structured data, or ends it, prints what a new build does."""
    line = "{{ page.structured }}"
    base = PLAIN["themes/plain/templates/base.html"].replace("page.structured", "page.canonical")
    spare = {**SITE, "themes/plain/templates/base.html": base}
    page = "themes/plain/templates/page.html"
    full = {**spare, page: PLAIN[page].replace("{{ body }}", line)}
    roots = [write(tmp_path / name, files) for name, files in (("a", spare), ("b", full))]
    expected = [(make(root), published(root))[1] for root in roots]

    write(roots[0], {page: full[page]})
    write(roots[1], {page: spare[page]})
    found = [(make(root), published(root))[1] for root in roots]

    assert b"schema.org" not in expected[0]["about/index.html"]
    assert b"schema.org" in expected[1]["about/index.html"]
    assert found == expected[::-1]


def test_style_sheet(site: Path, tmp_path: Path) -> None:
    """An edit of a style sheet makes it anew, and every page since they name its new address."""
    files = themed("assets/site.css", "margin: 0", "margin: 1px")

    made = made_after(site, tmp_path / "project", files)

    (new,) = [path for path in made if path.endswith(".css")]
    assert made - {new} == {path for path in published(site) if path.endswith(".html")}
    assert set(published(tmp_path / "project")) - set(published(site)) == {new}


def test_written_once(site: Path, tmp_path: Path) -> None:
    """A page that is made again and comes out the same keeps its file, and the file its time."""
    root = tmp_path / "project"
    shutil.copytree(site, root)
    path = root / "output" / "about" / "index.html"
    before = path.stat()

    report = make(write(root, themed("templates/page.html", "{{ body }}", "{{ body }}{# #}")))

    assert report.reasons == (("about/index.html", "template changed"),)
    assert (report.written, report.unchanged) == (0, 1)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("names", [["body"], ["title", "body"]])
def test_taken_back(site: Path, tmp_path: Path, names: list[str]) -> None:
    """An edit that is taken back gives the old site again, byte for byte."""
    root = tmp_path / "project"
    edits = {"body": ("More.", "Less."), "title": ("Title c", "Other")}
    shutil.copytree(site, root)
    for name in names:
        make(write(root, edited("c", *edits[name])))

    make(write(root, edited("c", "More.", "More.")))

    assert published(root) == published(site)


FIRE = "The minelayer Zvornik caught fire off Hiiumaa. Tugs from Kuressaare and Haapsalu came."


def test_storyline(tmp_path: Path) -> None:
    """A new part of an accepted storyline makes its page, its feeds and what names it anew."""
    parts = {
        f"content/articles/{name}.md": article(f"Fire {name}", f"2026-05-{number:02}", FIRE, **more)
        for name, number, more in (("x", 6, {"storyline": "zvornik"}), ("y", 7, {}), ("z", 19, {}))
    }
    new = "content/articles/z.md"
    root = write(tmp_path / "project", {**SITE, **parts})
    (root / new).unlink()
    make(root)

    made = {path for path, _ in make(write(root, {new: parts[new]})).reasons}

    assert made == {
        *(f"2026/05/{at}/index.html" for at in ("06/x", "07/y", "19/z")),
        *("storylines/index.html", "storylines/zvornik/index.html"),
        *feeds("", "storylines/zvornik/"),
        *("page/4/index.html", "archive/2026/05/index.html", "page/3/index.html"),
        *("sitemap-articles-2026.xml", "sitemap-pages.xml", "news-sitemap.xml", "sitemap.xml"),
        *FRONTS,
    }


def test_suggestion(tmp_path: Path) -> None:
    """What is only suggested makes no page; related articles name it, and nothing else does."""
    parts = {
        f"content/articles/{name}.md": article(f"Fire {name}", f"2026-05-0{number}", FIRE)
        for name, number in (("x", 6), ("y", 7))
    }

    root = write(tmp_path / "project", {**SITE, **parts})
    make(root)

    naming = {path for path, data in published(root).items() if b"Same story" in data}
    assert naming == {"2026/05/06/x/index.html", "2026/05/07/y/index.html"}
    assert not any(path.startswith("storylines") for path in published(root))

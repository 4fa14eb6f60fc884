"""Answers about a project: what is held back, and why things are as they are."""

from pathlib import Path

import pytest

from generator.code import PACKAGE
from generator.inquiries import LISTS, explain, listed
from generator.model import Body, Document, Held, Slug
from generator.taxonomy import load_taxonomies
from tests.projects import PLAIN, config, make, project_in, take_in, write
from tests.site.samples import an_article

SEED = (
    "Latvia buys drones\nDate: 2026-05-06\n\n"
    "RIGA, May 6 (Agency) — Poland watched.\n\nIt pays.\n\n###\n"
)
ARTICLE = "content/articles/2026/latvia-buys-drones.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with one seed that was ingested."""
    write(tmp_path, {**PLAIN, "dateline.toml": config(), "seeds/a.txt": SEED})
    take_in(tmp_path)
    return tmp_path


def answer(root: Path, path: str) -> str:
    project = project_in(root)
    terms = load_taxonomies(PACKAGE / "data", project.content / "taxonomies").value
    return explain(project, path, terms)


def test_held_back(root: Path) -> None:
    """Each list has the articles that are held back for its reason."""
    held = (Held(an_article("a"), "draft"), Held(an_article("b"), "future"))
    project = project_in(root)

    drafts, nothing = listed("drafts", project, held), listed("expired", project, held)

    assert drafts
    assert [row[:2] for row in drafts] == [(held[0].article.path, "draft")]
    assert nothing == ()


def test_unknown_list(root: Path) -> None:
    """A list that there is not is no list."""
    assert listed("articles", project_in(root), ()) is None
    assert all(listed(what, project_in(root), ()) is not None for what in LISTS)


def test_seeds(root: Path) -> None:
    """Seeds are listed with what became of them."""
    write(root, {"seeds/b.txt": SEED, "seeds/c.txt": SEED.replace("drones", "radars")})
    take_in(root)
    (root / "seeds/b.txt").unlink()
    (root / "seeds/c.txt").unlink()
    take_in(root)
    write(root, {"seeds/new.txt": SEED, "seeds/notes.pdf": ""})

    rows = listed("seeds", project_in(root), ())

    assert rows
    assert [row[:2] for row in rows] == [
        ("seeds/a.txt", "ingested"),
        ("seeds/b.txt", "gone"),
        ("seeds/c.txt", "gone"),
        ("seeds/new.txt", "not ingested yet"),
    ]
    assert rows[0][2] == ARTICLE


@pytest.mark.parametrize("path", [ARTICLE, "seeds/a.txt", "a.txt"])
def test_terms(root: Path, path: str) -> None:
    """An article, or its seed, is explained by the words that gave it its terms."""
    text = answer(root, path)

    assert text.startswith("seeds/a.txt: Latvia buys drones\n  date 2026-05-06 (declared)\n")
    assert "    Latvia  score " in text
    assert '"Latvia" (headline' in text
    assert "dropped: '###' (a mark of the end)" in text


def test_evidence(root: Path) -> None:
    """Every term is explained by its score and, one by one, words, place, rule and weight."""
    text = answer(root, "seeds/a.txt")

    assert (
        '  about:\n    Latvia  score 8: "RIGA" (dateline, dateline, 5);'
        ' "Latvia" (headline, name, 3)\n'
        '  mentioned:\n    Poland  score 2: "Poland" (lead 1, name, 2)\n'
    ) in text


def test_people(root: Path) -> None:
    """People are explained by their role, their organisation and every place of their name."""
    write(
        root, {"seeds/b.txt": "Talks\n\nRheinmetall CEO Armin Papperger spoke. Papperger left.\n"}
    )

    text = answer(root, "seeds/b.txt")

    assert (
        "  people:\n    Armin Papperger, Rheinmetall CEO (Rheinmetall)  score 4: "
        '"Armin Papperger" (lead 1, office before the name, 2); "Papperger" (lead 1, surname, 2)'
    ) in text


def test_suggested_organisations(root: Path) -> None:
    """Names that look like organisations are shown apart, and never written into the article."""
    write(root, {"seeds/b.txt": "Talks\nDate: 2026-05-06\n\nThe Ruritanian Drone Agency spoke.\n"})
    take_in(root)

    text = answer(root, "seeds/b.txt")

    assert (
        "  perhaps organisations, not published (add them to content/taxonomies or front matter):\n"
        '    Ruritanian Drone Agency  score 2: "Ruritanian Drone Agency" (lead 1, organisation by'
        ' "Agency", 2)'
    ) in text
    assert "organisations" not in (root / "content/articles/2026/talks.md").read_text("utf-8")
    rows = '[[organisation]]\nid = "rda"\nname = "Ruritanian Drone Agency"\n'
    write(root, {"content/taxonomies/organisations.toml": rows})
    assert "perhaps" not in answer(root, "seeds/b.txt")


def test_language(root: Path) -> None:
    """A text is explained by the language that it was found to be in."""
    text = (
        "Polen kauft Boote\n\nDas teilte das Ministerium in Warschau mit, und es war auch Zeit.\n"
    )
    write(root, {"seeds/d.txt": text})

    assert "\n  language de (by its words)\n" in answer(root, "seeds/d.txt")


def test_moved_article(root: Path) -> None:
    """An article that was moved is explained by the seed that it names."""
    moved = root / "content/articles/elsewhere.md"
    (root / ARTICLE).rename(moved)

    assert "Latvia  score " in answer(root, "content/articles/elsewhere.md")


def test_unreadable_seed(root: Path) -> None:
    """A seed that cannot be read says why."""
    write(root, {"seeds/b.txt": b"\xff", "seeds/c.txt": "x" * 2_100_000})

    assert answer(root, "seeds/b.txt") == "seeds/b.txt: it holds no article"
    assert '"c.txt" has 2,100,000 bytes' in answer(root, "seeds/c.txt")


def test_page(root: Path) -> None:
    """A published page is explained by the three parts of its key."""
    make(root)
    path = "2026/05/06/latvia-buys-drones/index.html"

    text = answer(root, path)

    assert text.startswith(f"{path}: ")
    assert answer(root, f"output/{path}") == text
    assert answer(root, "index.html").startswith("index.html: ")
    assert "templates none" in answer(root, "robots.txt")


def test_template(root: Path) -> None:
    """A template is explained by the files that could be it, the one that is used first."""
    write(root, {"templates/article.html": '{% extends "parent/article.html" %}'})

    lines = answer(root, "article.html").split("\n")

    assert lines[0].endswith("templates/article.html")
    assert [line.split(": ")[0] for line in lines] == ["used", "passed over"]


@pytest.mark.parametrize(
    "path", ["", "nothing", "nothing.html", "seeds/none.txt", "content/articles/none.md", ".."]
)
def test_nothing(root: Path, path: str) -> None:
    """What there is not has no explanation."""
    assert answer(root, path) == ""


def test_nothing_outside(root: Path) -> None:
    """A file outside the seeds folder is not read as a seed."""
    write(root.parent, {"secret.txt": "Secret\n\nText.\n"})

    assert "Secret" not in answer(root, "seeds/../../secret.txt")


@pytest.mark.parametrize("path", ["/etc/hostname", "../secret.txt", "seeds/../../secret.txt"])
def test_outside_of_the_project(root: Path, path: str) -> None:
    """A path that leads out of the project is nothing."""
    write(root.parent, {"secret.txt": "---\nseed: {file: a.txt}\n---\n"})

    assert answer(root, path) == ""
    assert answer(root, str(root / "seeds/a.txt")) == answer(root, "a.txt")


def test_page_like_a_template(root: Path) -> None:
    """What is called as a template is one, but for what lies in the output."""
    write(root, {"templates/index.html": "mine"})
    make(root)

    assert answer(root, "index.html") == "used: templates/index.html"
    assert answer(root, "output/index.html").startswith("index.html: ")


def test_own_page(root: Path) -> None:
    """A page of the owner's own is explained by what is published of it."""
    page = "---\ntitle: About\n---\n\nUs.\n"
    write(root, {"content/pages/about.md": page})
    write(root, {"content/pages/draft.md": page.replace("---\n\n", "draft: true\n---\n\n")})

    before = answer(root, "content/pages/about.md")
    make(root)

    title = 'content/pages/about.md: the page "About"\nabout/index.html: '
    assert before == title + "not published yet"
    assert answer(root, "content/pages/about.md").startswith(title)
    assert answer(root, "content/pages/draft.md").endswith("it is a draft")
    assert answer(root, "content/pages/none.md") == ""


def test_draft_page(root: Path) -> None:
    """A draft page is listed beside draft articles."""
    page = Document("content/pages/us.md", Slug("us"), "About us", "", Body(("",)), draft=True)

    assert listed("drafts", project_in(root), (Held(page, "draft"),)) == (
        ("content/pages/us.md", "draft"),
    )


def in_article(text: str) -> list[str]:
    return text.partition("  in the article:\n")[2].splitlines()


def test_decisions(root: Path) -> None:
    """Of each term of an article it is told whether it was found, or put in by the editor."""
    before = in_article(answer(root, ARTICLE))
    article = root / ARTICLE
    text = article.read_text("utf-8").replace("mentions: [Poland]", "mentions: [Estonia]")
    article.write_text(text.replace("tags: [", "tags: [mines, "), "utf-8")

    after = in_article(answer(root, ARTICLE))

    assert before[:2] == ["    countries: Latvia (found)", "    mentions: Poland (found)"]
    assert after[:2] == [
        "    countries: Latvia (found)",
        "    mentions: Estonia (by the editor); taken out by the editor: Poland",
    ]
    assert after[2].startswith("    tags: mines (by the editor)")


def test_tables_since(root: Path) -> None:
    """What word lists have brought or taken since an article was composed is told."""
    rows = '[[country]]\nid = "PL"\nnever = ["Poland"]\naliases = ["It pays"]\n'
    write(root, {"content/taxonomies/countries.toml": rows})
    assert "    mentions: Poland (found)" in answer(root, ARTICLE)

    rows = (
        '[[country]]\nid = "PL"\nnever = ["Poland"]\n\n[[country]]\nid = "EE"\naliases = ["pays"]\n'
    )
    write(root, {"content/taxonomies/countries.toml": rows})
    after = in_article(answer(root, ARTICLE))

    assert after[1] == (
        "    mentions: Poland (found when it was composed);"
        " found today, not when it was composed: Estonia"
    )


@pytest.mark.parametrize("has_seed", [True, False])
def test_article_without_seed(root: Path, has_seed: bool) -> None:  # noqa: FBT001  # a case
    """An article whose seed is gone, or that never had one, is explained by its own text."""
    path = ARTICLE
    if has_seed:
        (root / "seeds/a.txt").unlink()
    else:
        path = "content/articles/own.md"
        text = (
            "---\ntitle: Latvia buys drones\ndate: 2026-05-06\ncountries: [Estonia]\n---\n\nYes.\n"
        )
        write(root, {path: text})

    told = answer(root, path)

    assert told.startswith(f"{path}: Latvia buys drones\n  date 2026-05-06 (declared)\n  about:\n")
    assert '"Latvia" (headline, name, 3)' in told
    assert "no seed is there" in told
    countries = (
        "Latvia (found)" if has_seed else "Estonia (by the editor); found, not listed: Latvia"
    )
    assert in_article(told)[0] == f"    countries: {countries}"

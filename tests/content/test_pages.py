"""Pages of the owner and notes about terms."""

import pytest

from generator.content.pages import PAGE_KEYS, parse_note, parse_page
from generator.diagnostics import Checked
from generator.model import Document, Taxonomy, TermNote
from tests.content.samples import reading

PATH = "content/pages/about-us.md"
NOTE = "content/countries/lithuania/_index.md"


def page(source: str, body: str = "Text.\n") -> Checked[Document | None]:
    return parse_page(PATH, f"---\n{source}\n---\n\n{body}", reading())


def note(source: str, path: str = NOTE) -> Checked[TermNote | None]:
    return parse_note(path, f"---\n{source}\n---\n\nText.\n", reading())


def test_least() -> None:
    """A title is enough; a page stands in the menu unless it says otherwise."""
    found = page("title: About")

    assert found.problems == ()
    assert found.value
    assert (found.value.slug, found.value.summary, found.value.lang) == ("about-us", "Text.", "en")
    assert (found.value.in_menu, found.value.order, found.value.draft) == (True, 0, False)


def test_all() -> None:
    """Every key has its place."""
    found = page(
        "title: About\nslug: who\nsummary: Short.\nlang: lt\norder: 2\nmenu: false\ndraft: true\n"
        "extra: {a: b}"
    ).value

    assert found
    assert (found.slug, found.summary, found.lang) == ("who", "Short.", "lt")
    assert (found.in_menu, found.order, found.draft) == (False, 2, True)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("slug: x", "missing-title"),
        ("title: A\nslug: ../x", "wrong-slug"),
        ("title: A\norder: first", "wrong-number"),
        ("title: A\nmenu: maybe", "wrong-flag"),
        ("title: A\nlang: '<b>'", "wrong-language"),
        ("title: A\ndate: 2026-05-04", "unknown-key"),
        ('title: "A', "frontmatter-syntax"),
    ],
)
def test_faults(source: str, code: str) -> None:
    """A fault is named, and there is no page."""
    found = page(source)

    assert [one.code for one in found.problems] == [code]
    assert found.value is None


def test_keys() -> None:
    """A key that articles have and pages have not is named with the nearest that pages have."""
    (problem,) = page("title: A\nsumary: x").problems

    assert problem.hint == 'did you mean "summary"?'
    assert "summary" in PAGE_KEYS


def test_note() -> None:
    """A note belongs to the term whose slug is the name of its folder."""
    found = note("title: T\nsummary: S")

    assert found.problems == ()
    assert found.value
    assert (found.value.taxonomy, found.value.term) == (Taxonomy.COUNTRIES, "LT")
    assert (found.value.title, found.value.summary) == ("T", "S")


def test_note_without_front_matter() -> None:
    """A note may be nothing but text."""
    found = parse_note("content/tags/loitering-munitions/_index.md", "Text.\n", reading())

    assert found.problems == ()
    assert found.value
    assert found.value.taxonomy is Taxonomy.TAGS


def test_note_about_nothing() -> None:
    """A note about a term that there is not is an error, with the nearest that there is."""
    found = note("title: T", "content/countries/lithunia/_index.md")

    (problem,) = found.problems
    assert (found.value, problem.code) == (None, "unknown-term")
    assert problem.hint == 'did you mean "Lithuania"?'


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("titel: T", "unknown-key"),
        ("title: [T]", "wrong-type"),
        ('title: "T', "frontmatter-syntax"),
    ],
)
def test_note_faults(source: str, code: str) -> None:
    """A fault of a note is named, and there is no note."""
    found = note(source)

    assert [one.code for one in found.problems] == [code]
    assert found.value is None

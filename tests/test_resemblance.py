"""What an article asks about an earlier one, and what counts as an answer."""

from collections.abc import Mapping

import pytest

from generator.console import format_diagnostic
from generator.diagnostics import Sheet
from generator.frontmatter import read
from generator.resemblance import likeness_in, likenesses, named, undecided, whereabouts

ROWS = (
    "resembles:\n"
    '  articles/2026/a.md: "80% the same: Ten radars"\n'
    '  articles/2026/b.md: "60% the same: Radars"\n'
)


def asked(fields: str, there: Mapping[str, str] | None = None) -> list[str]:
    text = f"---\ntitle: C\n{fields}---\n"
    sheet = Sheet("content/articles/2026/c.md", text)
    found = undecided(likeness_in(sheet, read("c.md", text).value), there)
    return [format_diagnostic(one, colour=False) for one in found]


def test_question() -> None:
    """The nearest article is named with its headline and the share, and what to write."""
    (question,) = asked(ROWS)

    assert question == (
        "content/articles/2026/c.md:4:3: warning: this is nearly the text of"
        " content/articles/2026/a.md (80% the same: Ten radars), and 1 more [near-duplicate]\n"
        '    4 |   articles/2026/a.md: "80% the same: Ten radars"\n'
        "      |   ^^^^^^^^^^^^^^^^^^\n"
        "  hint: add same_as: articles/2026/a.md to publish only that one, or distinct_from:"
        " [articles/2026/a.md, articles/2026/b.md] if these are different stories;"
        " `dateline explain content/articles/2026/c.md` shows the differences"
    )


@pytest.mark.parametrize(
    "answer",
    [
        "same_as: articles/2026/a.md\n",
        "same_as: urn:uuid:x\n",
        "distinct_from: [articles/2026/a.md, content/articles/2026/b.md]\n",
    ],
)
def test_answered(answer: str) -> None:
    """Nothing is asked once it is said what the likeness is."""
    assert asked(ROWS + answer) == []


def test_answered_in_part() -> None:
    """An answer about one article leaves the question about another."""
    (left,) = asked(f"{ROWS}distinct_from: articles/2026/a.md\n")

    assert "content/articles/2026/b.md (60% the same: Radars) [near-duplicate]" in left


@pytest.mark.parametrize(
    "rows", ["", "resembles: a\n", "resembles: [a]\n", "resembles: {a: [b]}\n"]
)
def test_no_question(rows: str) -> None:
    """Without rows of text there is nothing to ask."""
    assert asked(rows) == []


@pytest.mark.parametrize(
    ("there", "left"),
    [
        ([], []),
        (["articles/2026/c.md"], []),
        (["articles/2026/b.md"], ["articles/2026/b.md (60% the same: Radars) ["]),
        (["articles/2026/a.md"], ["articles/2026/a.md (80% the same: Ten radars) ["]),
        (["articles/army/a.md"], ["articles/army/a.md (80% the same: Ten radars) ["]),
        (["articles/army/a.md", "articles/navy/a.md"], []),
    ],
)
def test_gone(there: list[str], left: list[str]) -> None:
    """Only an article that is there is asked about, also in another folder under its own name."""
    found = asked(ROWS, whereabouts(there))

    assert len(found) == len(left)
    assert all(f"content/{words}" in one for words, one in zip(left, found, strict=True))


@pytest.mark.parametrize("settled", ["articles/2026/a.md", "articles/army/a.md"])
def test_settled_before_it_moved(settled: str) -> None:
    """An answer holds for an article that was moved, before and after."""
    there = whereabouts(["articles/army/a.md"])

    assert asked(f"{ROWS}distinct_from: [{settled}]\n", there) == []


def test_named() -> None:
    """All articles whose likeness is known or settled are named, however they are written."""
    fields = read(
        "", f"---\n{ROWS}same_as: ./content/x.md\ndistinct_from: [y.md]\n---\n"
    ).value.fields

    assert named(fields) == {"articles/2026/a.md", "articles/2026/b.md", "x.md", "y.md"}
    assert list(likenesses(fields)) == ["articles/2026/a.md", "articles/2026/b.md"]

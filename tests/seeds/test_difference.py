"""Differences: every word that two articles do not share is shown, and nothing runs for ever."""

from pathlib import Path
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from generator.seeds.difference import LIMIT_WORDS, changes, differences
from tests.projects import article, write

A = "articles/a.md"
SAME = f"{A}: 90% the same"
WORDS = [f"word{number}" for number in range(40)]
texts = st.lists(st.sampled_from(["a", "b", "c", "\n\n"]), max_size=30).map(" ".join)


def test_changed_words() -> None:
    """What was taken out stands before what was put in, with words around it."""
    after = [*WORDS[:20], "new", *WORDS[21:], "end"]

    assert [*changes(" ".join(WORDS), " ".join(after))] == [
        "word15 word16 word17 word18 word19 [-word20-] {+new+} word21 word22 word23 word24 word25",
        "word35 word36 word37 word38 word39 {+end+}",
    ]


def test_paragraphs() -> None:
    """A paragraph that is new is shown with its ends."""
    assert [*changes("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.")] == ["One. ¶ {+New. ¶+} Two."]


@given(texts)
def test_equal(text: str) -> None:
    """Equal texts differ in nothing."""
    assert [*changes(text, text)] == []


@given(texts, texts)
def test_unequal(one: str, other: str) -> None:
    """Texts that differ in a word are never called equal."""
    assert bool([*changes(one, other)]) == (units(one) != units(other))


def units(text: str) -> list[str]:
    return text.strip().replace("\n\n", "¶").split()


def test_hostile() -> None:
    """Only the beginning of long texts is compared, and that is said."""
    began = process_time()

    found = [*changes("a b " * 50_000, "b a " * 50_000)]

    assert found[-1] == f"(only the first {LIMIT_WORDS} words are compared)"
    assert process_time() - began < 20


def test_articles(tmp_path: Path) -> None:
    """An article is held against each that it resembles or is called the same as."""
    write(
        tmp_path,
        {
            A: article("A", "2026-05-04", "Ten radars."),
            "articles/b.md": article("B", "2026-05-04", "Ten radars."),
            "articles/c.md": article(
                "C", "2026-05-04", "Two radars.", resembles=f"{{{SAME}}}", same_as="articles/b.md"
            ),
        },
    )

    assert differences(tmp_path, "articles/c.md") == (
        "  differs from content/articles/a.md:\n    [-Ten-] {+Two+} radars.\n"
        "  differs from content/articles/b.md:\n    [-Ten-] {+Two+} radars."
    )


def test_shortened(tmp_path: Path) -> None:
    """A short form says how much it leaves out, and articles that are gone are left out."""
    before, after = " ".join(WORDS), " ".join(["x", *WORDS[1:-1], "y"])
    gone = "articles/gone.md: 70% the same"
    write(
        tmp_path,
        {
            A: article("A", "2026-05-04", before),
            "articles/c.md": article("C", "2026-05-04", after, resembles=f"{{{SAME}, {gone}}}"),
        },
    )

    lines = differences(tmp_path, "articles/c.md", limit=1).split("\n")

    assert lines == [
        "  differs from content/articles/a.md:",
        "    [-word0-] {+x+} word1 word2 word3 word4 word5",
        "    … 1 more",
    ]


def test_no_word(tmp_path: Path) -> None:
    """Articles of the same words are told to differ in none."""
    write(
        tmp_path,
        {
            A: article("A", "2026-05-04", "Text."),
            "articles/c.md": article("C", "2026-05-04", "Text.", resembles=f"{{{SAME}}}"),
        },
    )

    assert differences(tmp_path, "articles/c.md").endswith("a.md:\n    in no word")

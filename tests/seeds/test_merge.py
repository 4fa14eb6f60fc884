"""Three-way merging: both sides get through, and nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from generator.frontmatter import Value
from generator.seeds.merge import LIMIT_BLOCKS, Merged, merge_text, merge_values

BLOCKS = st.lists(st.sampled_from(["one", "two", "three\nlines", "- item", "four", "five"]))
TEXTS = BLOCKS.map(lambda blocks: "\n\n".join(blocks) + "\n" if blocks else "")
ANY_TEXT = TEXTS | st.text(st.sampled_from("ab \n\r"))
LISTS = st.lists(st.sampled_from("abcdef"), unique=True).map(tuple)
PLAIN: st.SearchStrategy[Value] = st.sampled_from(["", "x", "y", "z"]) | LISTS
VALUES = PLAIN | st.dictionaries(st.sampled_from("kln"), PLAIN)


def blocks_in(text: str) -> set[str]:
    """Return the distinct blocks of a text."""
    return set(text.strip("\n").split("\n\n")) - {""}


def test_both_sides() -> None:
    """Changes in different paragraphs all get through."""
    merged = merge_text("a\n\nb\n\nc\n", "A\n\nb\n\nc\n", "a\n\nb\n\nC\n\nd\n")

    assert merged == Merged("A\n\nb\n\nC\n\nd\n")


def test_conflict() -> None:
    """Two changes of one paragraph both stay, between marks."""
    merged = merge_text("a\n\nb\n", "a\n\nmine\n", "a\n\ntheirs\n")

    assert merged == Merged(
        "a\n\n<<<<<<< edited\n\nmine\n\n=======\n\ntheirs\n\n>>>>>>> seed\n", conflicts=1
    )


def test_neighbours() -> None:
    """Of neighbouring paragraphs, each changed by one side alone, both get through."""
    merged = merge_text("a\n\nb\n\nc\n", "A\n\nb\n\nC\n", "a\n\nB\n\nc\n")

    assert merged == Merged("A\n\nB\n\nC\n")


def test_conflict_among_neighbours() -> None:
    """Among neighbouring paragraphs only those that both sides changed are in conflict."""
    merged = merge_text(
        "a\n\nb\n\nc\n\nd\n", "A\n\nmine\n\nown\n\nd\n", "a\n\ntheirs\n\nother\n\nD\n"
    )

    assert merged == Merged(
        "A\n\n<<<<<<< edited\n\nmine\n\nown\n\n=======\n\ntheirs\n\nother\n\n>>>>>>> seed\n\nD\n",
        conflicts=1,
    )


def test_unequal_neighbours() -> None:
    """Where a side added a paragraph, nobody guesses which one stands for which."""
    merged = merge_text("a\n\nb\n", "A\n\nmore\n\nb2\n", "a1\n\nb1\n")

    assert merged == Merged(
        "<<<<<<< edited\n\nA\n\nmore\n\nb2\n\n=======\n\na1\n\nb1\n\n>>>>>>> seed\n", conflicts=1
    )


def test_line_ends() -> None:
    """The line ends of the editor's file stay."""
    merged = merge_text("a\n\nb\n\nc\n", "A\r\n\r\nb\r\n\r\nc\r\n", "a\n\nb\n\nC\n")

    assert merged == Merged("A\r\n\r\nb\r\n\r\nC\r\n")


def test_end_of_file() -> None:
    """A missing line end at the end of one side is no change of its last paragraph."""
    assert merge_text("a\n\nb\n\nc", "a\n\nb\n\nc\n", "A\n\nb\n\nc").text == "A\n\nb\n\nc\n"


def test_hostile_length() -> None:
    """A text of very many blocks is one conflict instead of a long wait."""
    base = "a\n\n" * (LIMIT_BLOCKS + 1)
    merged = merge_text(base, base + "mine\n", base + "theirs\n")

    assert merged.conflicts == 1
    assert "mine\n" in merged.text
    assert "theirs\n" in merged.text


@given(ANY_TEXT, ANY_TEXT)
def test_one_side(base: str, other: str) -> None:
    """What only one side changed is taken as it is, byte for byte."""
    assert merge_text(base, other, base).text == other
    assert merge_text(base, other, other).text == other
    assert merge_text(base, base, other).text == other


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_is_lost(base: str, mine: str, theirs: str) -> None:
    """Every paragraph that a side brought is in the result, or was there before."""
    merged = blocks_in(merge_text(base, mine, theirs).text)

    assert (blocks_in(mine) | blocks_in(theirs)) - blocks_in(base) <= merged


def test_values() -> None:
    """A text that one side changed is that side's; one that both changed is the editor's."""
    assert merge_values("a", "b", "a") == ("b", False)
    assert merge_values("a", "a", "c") == ("c", False)
    assert merge_values("a", "b", "b") == ("b", False)
    assert merge_values("a", "b", "c") == ("b", True)


def test_lists() -> None:
    """A list that one side changed is that side's; one that both changed is the editor's."""
    base, mine, theirs = ("a", "b"), ("b",), ("a", "b", "c")

    assert merge_values(base, base, theirs) == (theirs, False)
    assert merge_values(base, mine, base) == (mine, False)
    assert merge_values(base, mine, theirs) == (mine, True)


def test_mappings() -> None:
    """Mappings merge key by key, and say when a key is in conflict."""
    base: Value = {"name": "A", "url": "u"}

    assert merge_values(base, {"name": "B", "url": "u"}, {"name": "A", "licence": "L"}) == (
        {"name": "B", "licence": "L"},
        False,
    )
    assert merge_values(base, {"name": "B"}, {"name": "C"}) == ({"name": "B"}, True)


@given(VALUES, VALUES)
def test_values_of_one_side(base: Value, other: Value) -> None:
    """A value that only one side changed is taken as it is."""
    assert merge_values(base, other, base) == (other, False)
    assert merge_values(base, base, other) == (other, False)
    assert merge_values(base, other, other) == (other, False)

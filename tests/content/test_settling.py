"""Conflicts in a body: the editor's side is published, and every one is named."""

from hypothesis import given
from hypothesis import strategies as st

from generator.conflicts import EDITED, MIDDLE, SEED
from generator.content.settling import settled
from generator.diagnostics import Checked
from generator.seeds.merge import merge_text

PATH = "content/articles/a.md"
BLOCKS = st.lists(st.sampled_from(["one", "two", "three", "four", "five"]), max_size=5)
TEXTS = BLOCKS.map(lambda blocks: "".join(f"{block}\n\n" for block in blocks))


def conflict(mine: str, theirs: str) -> str:
    return f"{EDITED}\n\n{mine}\n\n{MIDDLE}\n\n{theirs}\n\n{SEED}"


def words(body: str) -> list[str]:
    """Return the lines of what would be published of a body."""
    return settled(PATH, body, 1).value.split()


def test_peace() -> None:
    """A body without a conflict is taken as it is."""
    assert settled(PATH, "one\n\n=======\n\n>>>>>>> seed\n", 7) == Checked(
        "one\n\n=======\n\n>>>>>>> seed\n"
    )


def test_editors_side() -> None:
    """Only the editor's version is published, and what stands around it."""
    assert words(f"before\n\n{conflict('mine', 'theirs')}\n\nafter\n") == [
        "before",
        "mine",
        "after",
    ]


def test_line_count() -> None:
    """Every line stays on its number, so that later faults point where they stand."""
    body = f"before\n\n{conflict('mine', 'theirs')}\n\nafter\n"

    lines = settled(PATH, body, 1).value.split("\n")

    assert len(lines) == len(body.split("\n"))
    assert lines.index("after") == body.split("\n").index("after")


def test_every_conflict_is_named() -> None:
    """Each conflict is a warning at the line on which it opens."""
    body = f"{conflict('a', 'b')}\n\ntext\n\n{conflict('c', 'd')}\n"

    problems = settled(PATH, body, 12).problems

    assert [str(one.place) for one in problems] == [f"{PATH}:12:1", f"{PATH}:24:1"]
    assert {one.code for one in problems} == {"unsettled-conflict"}


def test_conflict_within_the_editors_side() -> None:
    """Of a conflict within the editor's side the editor's version is published too."""
    assert words(conflict(f"a\n\n{conflict('mine', 'theirs')}\n\nb", "c")) == ["a", "mine", "b"]


def test_conflict_within_the_seeds_side() -> None:
    """Nothing of a conflict within the seed's side is published, nor are its marks."""
    assert words(conflict("a", f"b\n\n{conflict('mine', 'theirs')}\n\nc") + "\n\nd") == ["a", "d"]


def test_open_end() -> None:
    """A conflict whose end was deleted by mistake hides the seed's side, not the editor's."""
    assert words(f"a\n\n{EDITED}\n\nmine\n\n{MIDDLE}\n\ntheirs\n") == ["a", "mine"]


def test_windows_lines() -> None:
    """Marks are known by their words, whatever ends their lines."""
    assert words(conflict("mine", "theirs").replace("\n", "\r\n")) == ["mine"]


@given(TEXTS, TEXTS, TEXTS)
def test_the_editor_is_published(base: str, mine: str, theirs: str) -> None:
    """Whatever a merge leaves, all that the editor brought is published."""
    published = set(words(merge_text(base, mine, theirs).text))

    assert set(mine.split()) - set(base.split()) <= published


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_mark_is_published(base: str, mine: str, theirs: str, later: str) -> None:
    """Not even after a second merge into unsettled conflicts is a mark of one published."""
    first = merge_text(base, mine, theirs).text
    second = merge_text(theirs, first, later).text

    assert {"<<<<<<<", "edited", MIDDLE, ">>>>>>>", "seed"}.isdisjoint(words(second))

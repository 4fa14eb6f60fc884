"""Near duplicates: asked once, about the article that was there first, and answered for ever."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.escape import escape_paragraphs
from generator.model import Seed
from generator.seeds.duplicates import Earlier, Newcomer, text_of_seed
from generator.seeds.register import SIGNATURES
from generator.seeds.shingles import shingles_of, sketch_of
from tests.projects import PLAIN, article, config, make, take_in, write
from tests.seeds.test_ingest import codes, edit, fields_of, snapshot
from tests.seeds.test_ingest import take_in as tried

STORY = (
    "The ministry said on Monday that it would buy ten air defence radars from a maker in Oslo.\n"
    "The first of them will stand before the end of the year, and the last two years later.\n"
    "Reporters were shown the place where the first one is to stand.\n"
)
FIRST = f"Ministry buys ten radars\nDate: 2026-05-04\n\n{STORY}"
SECOND = f"Ten radars for the army\nDate: 2026-05-04\n\n{STORY.replace('Monday', 'Monday evening')}"
OTHER = (
    "Exercise ends\nDate: 2026-05-04\n\nTwo thousand soldiers of six countries went home from the"
    " northern range after three weeks in which they crossed rivers, built bridges and slept"
    " little.\n"
)
A, B = "articles/2026/ministry-buys-ten-radars.md", "articles/2026/ten-radars-for-the-army.md"
ROW = {A: "89% the same: Ministry buys ten radars"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with an article of a seed, and one that has nothing to do with it."""
    seeds = {"seeds/m.txt": FIRST, "seeds/x.txt": OTHER}
    write(tmp_path, {**PLAIN, "dateline.toml": config(), **seeds})
    assert take_in(tmp_path).problems == ()
    return tmp_path


def second(root: Path) -> Path:
    """Let another wire send the story, and return its article."""
    write(root, {"seeds/a.txt": SECOND})
    assert codes(take_in(root)) == ["near-duplicate"]
    return root / "content" / B


def test_later_seed(root: Path) -> None:
    """The article of the later seed is made and names the earlier one, whatever their names."""
    made = second(root)

    assert fields_of(made)["resembles"] == ROW
    assert "resembles" not in fields_of(root / "content" / A)


def test_stands(root: Path) -> None:
    """The warning stands with every build until somebody answers it."""
    second(root)

    problems = [make(root).problems for _ in range(2)]

    assert [[one.code for one in found] for found in problems] == [["near-duplicate"]] * 2


def test_said_once(root: Path) -> None:
    """Ingestion and the build that follows it ask in the same words."""
    write(root, {"seeds/a.txt": SECOND})

    assert take_in(root).problems == make(root).problems


def test_same_run(tmp_path: Path) -> None:
    """Of two seeds of one run, the second by path names the first."""
    seeds = {"seeds/1.txt": SECOND, "seeds/2.txt": FIRST}
    write(tmp_path, {"dateline.toml": config(), **seeds})

    assert codes(take_in(tmp_path)) == ["near-duplicate"]

    assert list(fields_of(tmp_path / "content" / A)["resembles"]) == [B]


def test_written_by_hand(tmp_path: Path) -> None:
    """An article that no seed made counts as well."""
    hand = article("By hand", "2026-05-01", STORY)
    files = {"content/articles/hand.md": hand, "seeds/m.txt": FIRST}
    write(tmp_path, {"dateline.toml": config(), **files})

    assert codes(take_in(tmp_path)) == ["near-duplicate"]

    rows = fields_of(tmp_path / "content" / A)["resembles"]
    assert rows == {"articles/hand.md": "100% the same: By hand"}


def test_nothing_new(root: Path) -> None:
    """Ingesting again changes nothing and asks nothing new."""
    second(root)
    before = snapshot(root)

    assert (codes(take_in(root)), snapshot(root)) == ([], before)


def test_dry_run(tmp_path: Path) -> None:
    """A trial says what would be asked, and keeps no sketch."""
    write(tmp_path, {"seeds/1.txt": FIRST, "seeds/2.txt": SECOND})

    assert codes(tried(tmp_path, dry_run=True)) == ["near-duplicate"]

    assert not (tmp_path / "content").exists()


@pytest.mark.parametrize("answer", [f"same_as: {A}", f"distinct_from: [{A}]"])
def test_answer(root: Path, answer: str) -> None:
    """An answer ends the question, and a change of either seed does not raise it again."""
    made = second(root)
    edit(made, "resembles:", f"{answer}\nresembles:")
    assert make(root).problems == ()

    write(root, {"seeds/a.txt": SECOND.replace("Oslo", "Bergen")})
    changed = take_in(root)
    write(root, {"seeds/m.txt": FIRST.replace("ten air", "ten long-range air")})
    also = take_in(root)

    assert (codes(changed), codes(also), make(root).problems) == ([], [], ())
    assert "Bergen" in made.read_text("utf-8")
    assert answer in made.read_text("utf-8")


def test_deleted_question(root: Path) -> None:
    """A question that an editor deleted is not asked again when the seed changes."""
    made = second(root)
    rows = f'resembles:\n  {A}: "{ROW[A]}"\n'
    edit(made, rows, "")

    write(root, {"seeds/a.txt": SECOND.replace("Oslo", "Bergen, a town in the west")})

    assert codes(take_in(root)) == []
    assert "resembles" not in fields_of(made)


def test_changed_into_one(root: Path) -> None:
    """A seed that becomes a near duplicate when it changes is asked about then."""
    write(root, {"seeds/x.txt": SECOND})

    assert codes(take_in(root)) == ["near-duplicate"]

    (changed,) = (root / "content/articles/2026").glob("exercise-ends.md")
    assert fields_of(changed)["resembles"] == ROW


def test_lost_sketches(root: Path) -> None:
    """Sketches that were lost are made again."""
    (root / "content" / SIGNATURES).unlink()

    assert fields_of(second(root))["resembles"] == ROW


def test_deleted_article(root: Path) -> None:
    """An article that an editor deleted is named by nobody."""
    (root / "content" / A).unlink()
    write(root, {"seeds/a.txt": SECOND})

    assert codes(take_in(root)) == []


def test_deleted_later(root: Path) -> None:
    """A question is not asked while its article is gone, and nothing is taken from the file."""
    made = second(root)
    edit(made, "resembles:", "# Ask the desk.\nresembles:")
    before, earlier = made.read_text("utf-8"), (root / "content" / A).read_text("utf-8")

    (root / "content" / A).unlink()
    gone = codes_of_build(root)
    write(root, {f"content/{A}": earlier})
    back = codes_of_build(root)

    assert (gone, back) == ([], ["near-duplicate"])
    assert made.read_text("utf-8") == before


def test_deleted_then_changed(root: Path) -> None:
    """When the seed changes, the row of an article that is gone is taken out, and no word else."""
    made = second(root)
    edit(made, "resembles:", "distinct_from: [articles/own.md]\nresembles:")
    (root / "content" / A).unlink()
    write(root, {"seeds/a.txt": SECOND.replace("Oslo", "Bergen")})

    assert codes(take_in(root)) == []

    fields = fields_of(made)
    assert "resembles" not in fields
    assert fields["distinct_from"] == ("articles/own.md",)


def test_moved_later(root: Path) -> None:
    """An article that was moved is asked about where it is now."""
    second(root)
    moved = root / "content/articles/desk" / Path(A).name
    moved.parent.mkdir()
    (root / "content" / A).rename(moved)

    (problem,) = make(root).problems

    assert "content/articles/desk/ministry-buys-ten-radars.md (89%" in problem.message


def codes_of_build(root: Path) -> list[str]:
    return [one.code for one in make(root).problems]


def ask(texts: Iterable[str]) -> Mapping[int, set[int]]:
    """Return which of the texts before it each text resembles."""
    seeds = [Seed(str(n), str(n), "", tuple(text.split("\n"))) for n, text in enumerate(texts)]
    sketches = [sketch_of(shingles_of(text_of_seed(one))) for one in seeds]
    earlier = Earlier(Path("nowhere"), (), sketches, most=len(seeds))
    found: dict[int, set[int]] = {}
    for number, (seed, sketch) in enumerate(zip(seeds, sketches, strict=True)):
        newcomer = Newcomer("", escape_paragraphs(seed.paragraphs), sketch, str(number), "")
        found[number] = {int(place) for place in earlier.resembled(newcomer, {})}
        earlier.enter(newcomer)
    return found


FAMILY = [
    *(STORY.replace("ten", word) for word in ("ten", "nine", "eight")),
    *(OTHER.replace("six", word) for word in ("six", "seven")),
    f"{OTHER} {STORY}",
    "Short.",
]


@given(st.permutations(range(len(FAMILY))))
def test_order(order: list[int]) -> None:
    """Which texts are near duplicates of each other does not depend on which comes first."""
    found = ask(FAMILY[number] for number in order)

    pairs = {frozenset((order[one], order[o])) for one, others in found.items() for o in others}

    usual = ask(FAMILY)
    assert pairs == {frozenset((one, other)) for one, others in usual.items() for other in others}
    assert {frozenset((0, 1)), frozenset((1, 2)), frozenset((3, 4))} <= pairs
    assert not {frozenset((0, 3)), frozenset((2, 4))} & pairs


def test_nearest_first(root: Path) -> None:
    """Of several earlier articles the nearest stands first, and three at the most."""
    for number in range(5):
        text = FIRST.replace("Ministry", f"Number {number}").replace(
            "Oslo", f"Oslo {'x ' * number}"
        )
        write(root, {f"seeds/n{number}.txt": text})
    take_in(root)
    write(root, {"seeds/z.txt": FIRST.replace("Ministry", "Last")})
    take_in(root)

    rows = fields_of(root / "content/articles/2026/last-buys-ten-radars.md")["resembles"]

    assert isinstance(rows, Mapping)
    assert list(rows) == [
        A,
        "articles/2026/number-0-buys-ten-radars.md",
        "articles/2026/number-1-buys-ten-radars.md",
    ]

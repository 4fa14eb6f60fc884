"""What an editor says of the terms of an article wins for ever, whatever is recognised later."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.frontmatter import Value, read
from tests.projects import PLAIN, config, take_in, write

SEED = (
    "Latvia buys drones\nDate: 2026-05-06\n\n"
    "RIGA, May 6 (Agency) - Poland watched.\n\nIt pays.\n\nA clerk signed.\n"
)
LONGER = SEED.replace("It pays.", "It pays. Estonia, Estonia and Estonia pay too.")
ARTICLE = "content/articles/2026/latvia-buys-drones.md"
TABLE = "content/taxonomies/countries.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with one seed that was ingested."""
    write(tmp_path, {**PLAIN, "dateline.toml": config(), "seeds/a.txt": SEED})
    take_in(tmp_path)
    return tmp_path


def fields(root: Path) -> Mapping[str, Value]:
    return read(ARTICLE, (root / ARTICLE).read_text("utf-8")).value.fields


def edit(root: Path, old: str, new: str) -> None:
    text = (root / ARTICLE).read_text("utf-8")
    assert old in text
    (root / ARTICLE).write_text(text.replace(old, new, 1), "utf-8")


def test_untouched(root: Path) -> None:
    """Without an editor the countries are those that are recognised, also of a changed seed."""
    assert (fields(root)["countries"], fields(root)["mentions"]) == (("Latvia",), ("Poland",))

    write(root, {"seeds/a.txt": LONGER})
    take_in(root)

    assert (fields(root)["countries"], fields(root)["mentions"]) == (
        ("Latvia", "Estonia"),
        ("Poland",),
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("countries: [Latvia]", "countries: [Lithuania]", "countries", ("Lithuania",)),
        ("countries: [Latvia]\n", "countries: []\n", "countries", ()),
        ("mentions: [Poland]", "mentions: [Norway, Poland]", "mentions", ("Norway", "Poland")),
        ("mentions: [Poland]\n", "", "mentions", None),
    ],
)
def test_front_matter(
    root: Path, old: str, new: str, key: str, expected: tuple[str, ...] | None
) -> None:
    """Countries that an editor wrote, or took out, stay so when only the text changes."""
    edit(root, old, new)

    for change in ("It pays well.", "It pays badly.", "It pays."):
        write(root, {"seeds/a.txt": SEED.replace("It pays.", change)})
        take_in(root)

    assert fields(root).get(key) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("countries: [Lithuania]\n", ("Lithuania",)),
        ("countries: [Latvia, Norway]\n", ("Latvia", "Norway")),
        ("countries: []\n", ()),
        ("", None),
    ],
)
def test_front_matter_against_new_countries(
    root: Path, new: str, expected: tuple[str, ...] | None
) -> None:
    """A list that an editor changed takes no country of a changed seed, which is told once."""
    edit(root, "countries: [Latvia]\n", new)
    write(root, {"seeds/a.txt": LONGER})

    problems = take_in(root).problems
    write(root, {"seeds/a.txt": LONGER.replace("A clerk", "Two clerks")})
    later = take_in(root).problems

    assert fields(root).get("countries") == expected
    assert [(one.code, one.place.path) for one in problems] == [("terms-left-out", ARTICLE)]
    assert problems[0].message.endswith(': "Estonia"')
    assert later == ()


def test_list_that_was_right(root: Path) -> None:
    """A list stays the editor's after a seed that happened to bring the same countries."""
    edit(root, "countries: [Latvia]", "countries: [Latvia, Estonia]")

    for text in (LONGER, SEED):
        write(root, {"seeds/a.txt": text})
        take_in(root)

    assert fields(root)["countries"] == ("Latvia", "Estonia")


def test_untouched_beside_edited(root: Path) -> None:
    """A list that nobody touched follows the seed beside one that an editor changed."""
    edit(root, "countries: [Latvia]", "countries: [Lithuania]")

    for name in ("Norway", "Finland", "Lithuania"):
        write(root, {"seeds/a.txt": SEED.replace("Poland", name)})
        take_in(root)
        mentions = None if name == "Lithuania" else (name,)
        assert (fields(root)["countries"], fields(root).get("mentions")) == (
            ("Lithuania",),
            mentions,
        )


def test_front_matter_against_the_table(root: Path) -> None:
    """An editor's countries stay when the editor's table changes afterwards."""
    edit(root, "countries: [Latvia]", "countries: [Lithuania]")
    write(root, {TABLE: '[[country]]\nid = "EE"\naliases = ["clerk"]\n'})
    write(root, {"seeds/a.txt": SEED.replace("It pays.", "It pays well.")})

    take_in(root)

    assert fields(root)["countries"] == ("Lithuania",)


@pytest.mark.parametrize(
    ("rows", "countries", "mentions"),
    [
        ('id = "PL"\nnever = ["Poland"]\n', ("Latvia",), None),
        ('id = "PL"\nmasks = ["Poland watched"]\n', ("Latvia",), None),
        ('id = "EE"\naliases = ["Poland"]\n', ("Latvia",), ("Estonia",)),
        ('id = "LV"\nnever = ["Latvia", "Riga"]\n', ("Poland",), None),
    ],
)
def test_table(
    root: Path, rows: str, countries: tuple[str, ...], mentions: tuple[str, ...] | None
) -> None:
    """The editor's table holds for every seed that is ingested from then on, and again."""
    write(root, {TABLE: f"[[country]]\n{rows}"})

    for change in ("It pays well.", "It pays."):
        write(root, {"seeds/a.txt": SEED.replace("It pays.", change)})
        take_in(root)
        found = fields(root)
        assert (found["countries"], found.get("mentions")) == (countries, mentions)

"""The register: which seed became which article, readable by people and by version control."""

from pathlib import Path

import pytest

from generator.frontmatter import write as written
from generator.seeds.register import (
    Entry,
    base_of,
    drop_base,
    load_register,
    paths_by_id,
    save_base,
    save_register,
)
from tests.projects import write

A = Entry("a.txt", "1" * 64, "articles/2026/a.md")
B = Entry("deep/ü b.txt", "2" * 64, "articles/2026/b.md")


def article(seed: str, digest: str, identity: str = "") -> str:
    return written({"id": identity, "seed": {"file": seed, "digest": digest}}, "Text.\n")


def test_round_trip(tmp_path: Path) -> None:
    """What is saved is what is loaded."""
    save_register(tmp_path, {"x": B, "y": A})

    assert load_register(tmp_path) == {A.seed: A, B.seed: B}


def test_rows(tmp_path: Path) -> None:
    """Each seed has a row, sorted, so that two branches merge by themselves."""
    save_register(tmp_path, {B.seed: B, A.seed: A})

    assert (tmp_path / ".composed/register.tsv").read_text("utf-8") == (
        f"a.txt\t{'1' * 64}\tarticles/2026/a.md\ndeep/ü b.txt\t{'2' * 64}\tarticles/2026/b.md\n"
    )


def test_marks_of_version_control(tmp_path: Path) -> None:
    """Rows stay readable between the marks of a merge that somebody left."""
    save_register(tmp_path, {A.seed: A})
    place = tmp_path / ".composed/register.tsv"
    row = place.read_text("utf-8")
    place.write_text(f"<<<<<<< ours\n{row}=======\nb.txt\t2\tb.md\n>>>>>>> theirs\n", "utf-8")

    assert load_register(tmp_path) == {A.seed: A, "b.txt": Entry("b.txt", "2", "b.md")}


def test_nothing(tmp_path: Path) -> None:
    """A project that never ingested anything has an empty register."""
    assert load_register(tmp_path) == {}


@pytest.mark.parametrize("raw", [None, b"\xff"])
def test_lost(tmp_path: Path, raw: bytes | None) -> None:
    """A register that cannot be read is told from the articles, wherever they lie."""
    write(
        tmp_path,
        {
            "articles/2026/a.md": article("a.txt", "1"),
            "articles/moved.md": article("b.txt", "2"),
            "articles/own.md": "---\ntitle: Own\n---\n",
            "articles/broken.md": '---\ntitle: "\n---\n',
            "articles/binary.md": b"\xff",
            ".composed/articles/2026/b.md": article("b.txt", "2"),
            ".composed/articles/2026/deleted.md": article("c.txt", "3"),
        },
    )
    if raw:
        (tmp_path / ".composed/register.tsv").write_bytes(raw)

    assert load_register(tmp_path) == {
        "a.txt": Entry("a.txt", "1", "articles/2026/a.md"),
        "b.txt": Entry("b.txt", "2", "articles/moved.md"),
        "c.txt": Entry("c.txt", "3", "articles/2026/deleted.md"),
    }


def test_register_behind_a_link(tmp_path: Path) -> None:
    """A register that is a link is not followed."""
    write(tmp_path, {"elsewhere.tsv": "a.txt\t1\ta.md\n", ".composed/x": ""})
    (tmp_path / ".composed/register.tsv").symlink_to(tmp_path / "elsewhere.tsv")

    assert load_register(tmp_path) == {}


def test_bases(tmp_path: Path) -> None:
    """The text that was composed is kept beside the register until it is dropped."""
    save_base(tmp_path, A.article, "Composed ü.\n")

    assert base_of(tmp_path, A.article) == "Composed ü.\n"
    drop_base(tmp_path, A.article)
    drop_base(tmp_path, A.article)
    assert base_of(tmp_path, A.article) == ""


def test_damaged_base(tmp_path: Path) -> None:
    """A base that is no text counts as lost."""
    write(tmp_path, {f".composed/{A.article}": b"\xff"})

    assert base_of(tmp_path, A.article) == ""


def test_paths_by_id(tmp_path: Path) -> None:
    """Articles are found by their ids; those without one are not."""
    write(
        tmp_path,
        {
            "articles/2026/a.md": article("a.txt", "1", "urn:1"),
            "articles/b/c.md": article("b.txt", "2", "urn:2"),
            "articles/own.md": "---\ntitle: Own\n---\n",
            "articles/notes.txt": article("c.txt", "3", "urn:3"),
        },
    )

    assert paths_by_id(tmp_path) == {
        "urn:1": "articles/2026/a.md",
        "urn:2": "articles/b/c.md",
    }

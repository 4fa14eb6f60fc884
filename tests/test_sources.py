"""What counts as a change of the sources: bytes, not dates, and only of what a build reads."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import files
from generator.files import entries, is_passing
from generator.sources import (
    Change,
    ChangeKind,
    Root,
    Snapshot,
    differences,
    glance,
    renewed,
    scan,
)
from tests.projects import write

FILES = {
    "content/articles/a.md": "one",
    "content/articles/2026/b.md": "two",
    "dateline.toml": "title = 'x'\n",
}


def roots(folder: Path) -> tuple[Root, ...]:
    return (Root(folder / "dateline.toml", "dateline.toml"), Root(folder / "content", "content"))


def seen(folder: Path, before: Snapshot | None = None) -> Snapshot:
    return scan(roots(folder), before or {})


def changed(folder: Path, before: Snapshot) -> list[tuple[str, str]]:
    found = differences(before, seen(folder, before))
    return [(one.path, one.kind.value) for one in found]


def test_all(tmp_path: Path) -> None:
    """Everything below the roots is seen, by the names that messages use."""
    assert list(seen(write(tmp_path, FILES))) == [
        "dateline.toml",
        "content/articles/2026/b.md",
        "content/articles/a.md",
    ]


def test_back_again(tmp_path: Path) -> None:
    """A file that was written while the sources were read counts, whatever bytes it has now."""
    before = seen(write(tmp_path, FILES))
    os.utime(tmp_path / "content/articles/a.md", ns=(1, 1))
    after = seen(tmp_path, before)
    written_ns = after["content/articles/a.md"].signature[2]

    found = differences(before, after, read_until_ns=written_ns)

    assert [one.path for one in found] == ["content/articles/a.md"]
    assert differences(before, after, read_until_ns=written_ns - 1) == ()


def test_nothing(tmp_path: Path) -> None:
    """Where nothing happened there is no difference, and roots that are not there hold nothing."""
    before = seen(write(tmp_path, FILES))

    assert changed(tmp_path, before) == []
    assert seen(tmp_path / "elsewhere") == {}


def test_changes(tmp_path: Path) -> None:
    """What is new, changed and gone is told, in the order of paths."""
    before = seen(write(tmp_path, FILES))

    write(tmp_path, {"content/articles/c.md": "three", "content/articles/a.md": "ONE"})
    (tmp_path / "content/articles/2026/b.md").unlink()

    assert changed(tmp_path, before) == [
        ("content/articles/2026/b.md", "gone"),
        ("content/articles/a.md", "changed"),
        ("content/articles/c.md", "new"),
    ]


def test_touch(tmp_path: Path) -> None:
    """A file with another date, another inode and the same bytes has not changed."""
    before = seen(write(tmp_path, FILES))

    os.utime(tmp_path / "content/articles/a.md", (1, 1))
    (tmp_path / "new").write_text("two")
    (tmp_path / "new").replace(tmp_path / "content/articles/2026/b.md")

    assert changed(tmp_path, before) == []


def test_same_size_and_date(tmp_path: Path) -> None:
    """A change is seen though size and modification date were put back."""
    place = write(tmp_path, FILES) / "content/articles/a.md"
    status = place.stat()
    before = seen(tmp_path)

    place.write_text("uno")
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert changed(tmp_path, before) == [("content/articles/a.md", "changed")]


def test_same_tick(tmp_path: Path) -> None:
    """The youngest files are read again, since a clock that ticks slowly hides a change in them."""
    write(tmp_path, FILES)
    before = seen(tmp_path)
    youngest = max(
        (path for path in before if path.startswith("content/")),
        key=lambda path: before[path].signature[2],
    )

    assert before[youngest].is_young
    assert before["dateline.toml"].is_young, "each root has a clock of its own"


def test_only_new_signatures_are_read(tmp_path: Path) -> None:
    """A file that has the signature it had is taken for what it was, unread."""
    before = seen(write(tmp_path, FILES))
    told = {path: one for path, one in before.items() if not one.is_young}
    forged = {path: type(one)(one.signature, b"forged") for path, one in told.items()}

    after = seen(tmp_path, {**before, **forged})

    assert told
    assert all(after[path].digest == b"forged" for path in told)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.md", ".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", "sedAb12Cd", "a.md.tmp",
        "a.md___jb_tmp___", "a.md___jb_old___", "a.md.part", ".git/HEAD", ".goutputstream-X1",
        "a.md.crdownload", ".dateline-sentinel", ".~lock.a.md#", "a.swp", ".a.md\nb",
    ],
)  # fmt: skip
def test_passing(tmp_path: Path, name: str) -> None:
    """Temporary and backup files of editors, and hidden ones, are no sources for anybody."""
    before = seen(write(tmp_path, FILES))

    write(tmp_path, {f"content/articles/{name}": "x"})

    assert is_passing(name.split("/", maxsplit=1)[0])
    assert changed(tmp_path, before) == []
    assert [one.path for one in entries(tmp_path / "content" / "articles")] == ["2026/b.md", "a.md"]


@pytest.mark.parametrize(
    "name", ["a.md", "sedation.md", "sedatives", "a#b.md", "tmp.md", "a.b.txt", "a.md.new"]
)
def test_staying(name: str) -> None:
    """Names that only look a little like those of editors are sources."""
    assert not is_passing(name)


@pytest.mark.parametrize("name", ["sediments", "4913", "sedAb12Cd", "notes.tmp"])
def test_folders_stay(tmp_path: Path, name: str) -> None:
    """A folder is a source unless it is hidden, whatever its name is like."""
    path = f"content/articles/{name}/a.md"
    before = seen(write(tmp_path, FILES))

    write(tmp_path, {path: "x"})

    assert changed(tmp_path, before) == [(path, "new")]
    assert f"{name}/a.md" in [one.path for one in entries(tmp_path / "content" / "articles")]


def test_no_file(tmp_path: Path) -> None:
    """A link and a pipe are seen, since they make a build fail, and are not followed or opened."""
    before = seen(write(tmp_path, {**FILES, "secret/s.md": "s"}))

    (tmp_path / "content" / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "content" / "pipe.md")

    assert changed(tmp_path, before) == [("content/link", "new"), ("content/pipe.md", "new")]


def test_renewed(tmp_path: Path) -> None:
    """What we have written ourselves is no change, and what others did meanwhile still is."""
    before = seen(write(tmp_path, FILES))
    write(tmp_path, {"content/articles/a.md": "ours", "content/articles/2026/b.md": "theirs"})

    known = renewed(before, roots(tmp_path), ["content/articles/a.md", "content/articles/no.md"])

    assert differences(known, seen(tmp_path, known)) == (
        Change("content/articles/2026/b.md", ChangeKind.CHANGED),
    )


PIECES = (
    ".", "#", "~", "a", "sed", "Ab12Cd", "4913", ".md", ".txt", ".py", ".swp", ".tmp", "\n",
    "___jb_tmp___", ".html", ".toml",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1).map("".join))
@example("#a.md")
@example("sedAb12.md")
def test_names_at_a_glance(name: str) -> None:
    """The ending that most names have tells nothing else than a close look at them."""
    hidden = files._HIDDEN.fullmatch(name) is not None
    passing = files._PASSING.fullmatch(name) is not None

    assert is_passing(name) == (hidden or passing)
    assert is_passing(name, is_folder=True) == hidden


def test_glance(tmp_path: Path) -> None:
    """A glance sees what a scan sees, links and files at any depth, and each change of it."""
    write(tmp_path, {**FILES, "content/.hidden/c.md": "x", "content/4913": "x"})
    (tmp_path / "content/link").symlink_to(tmp_path)
    first = glance(roots(tmp_path))
    assert {place for place, _ in first.young} <= {str(tmp_path / one) for one in seen(tmp_path)}
    assert glance(roots(tmp_path)) == first

    write(tmp_path, {"content/.hidden/d.md": "x", "content/b.md~": "x"})
    assert glance(roots(tmp_path)).digest == first.digest

    for disturb in (
        (tmp_path / "content/link").unlink,
        lambda: write(tmp_path, {"content/2026/new/deep.md": "three"}),
        lambda: (tmp_path / "content/2026/new").rename(tmp_path / "content/2026/old"),
        lambda: os.utime(tmp_path / "dateline.toml", ns=(1, 1)),
    ):
        disturb()
        second = glance(roots(tmp_path))
        assert second.digest != first.digest
        first = second


def test_passed_over(tmp_path: Path) -> None:
    """A folder that a root is without is not looked into, at any depth."""
    write(tmp_path, FILES)
    root = Root(tmp_path / "content", "content", without="kept")
    first = glance((root,))

    write(tmp_path, {"content/articles/kept/a.md": "x"})

    assert glance((root,)) == first
    assert glance((Root(root.path, "content"),)) != first

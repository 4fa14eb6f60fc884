"""Reading source files: regular files only, each opened once, never by a link."""

import os
from pathlib import Path

import pytest

from generator.files import Entry, FileRefused, entries, read_file, write_file
from tests.projects import write


def test_entries(tmp_path: Path) -> None:
    """Files come in the order of their paths, folder by folder."""
    write(tmp_path, {"b.txt": "", "a/z.txt": "", "a/b/c.txt": "", "a.txt": "", "B.txt": ""})

    assert [one.path for one in entries(tmp_path)] == [
        "B.txt",
        "a/b/c.txt",
        "a/z.txt",
        "a.txt",
        "b.txt",
    ]


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there holds nothing."""
    assert list(entries(tmp_path / "none")) == []


def test_hidden(tmp_path: Path) -> None:
    """Hidden files, hidden folders and backups are passed over, unless they are asked for."""
    write(tmp_path, {".a": "", ".b/c": "", "d~": "", "e": ""})

    assert list(entries(tmp_path)) == [Entry("e")]
    assert [one.path for one in entries(tmp_path, hidden=True)] == [".a", ".b/c", "d~", "e"]


def test_kinds(tmp_path: Path) -> None:
    """What is no file is named for what it is, and links are not followed."""
    write(tmp_path, {"folder/file": "", "x/file": ""})
    (tmp_path / "x/link").symlink_to(tmp_path / "folder/file")
    (tmp_path / "x/loop").symlink_to(tmp_path / "x")
    (tmp_path / "x/dangling").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "x/pipe")

    assert list(entries(tmp_path / "x")) == [
        Entry("dangling", "a link"),
        Entry("file"),
        Entry("link", "a link"),
        Entry("loop", "a link"),
        Entry("pipe", "a named pipe"),
    ]


def test_read(tmp_path: Path) -> None:
    """A file is read whole, as large as the limit and no larger."""
    write(tmp_path, {"a": b"\x00\xff12"})

    assert read_file(tmp_path / "a", 4) == b"\x00\xff12"
    with pytest.raises(FileRefused, match="4 bytes long, more than 3"):
        read_file(tmp_path / "a", 3)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("link", "a link"),
        ("dangling", "a link"),
        ("folder", "a folder"),
        ("pipe", "a named pipe"),
        ("gone", "gone"),
        ("file/x", "gone"),
        ("x" * 300, "gone"),
    ],
)
def test_refused(tmp_path: Path, name: str, what: str) -> None:
    """What is no regular file is refused by name, without waiting for anything."""
    write(tmp_path, {"file": "", "folder/x": ""})
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(FileRefused, match=f"^{what}$"):
        read_file(tmp_path / name, 10)


def test_device() -> None:
    """A device is refused before anything is read from it."""
    with pytest.raises(FileRefused, match="a device"):
        read_file(Path(os.devnull), 10)


def test_growing_file() -> None:
    """A file that says it is empty and is not is read up to the limit and refused."""
    place = Path("/proc/self/maps")
    if not place.exists():
        pytest.skip("this system has no /proc")

    with pytest.raises(FileRefused, match="more than 10 bytes long"):
        read_file(place, 10)


def test_no_handle_is_left(tmp_path: Path) -> None:
    """Refusing closes what was opened."""
    before = os.dup(0)
    os.close(before)

    for _ in range(3):
        with pytest.raises(FileRefused):
            read_file(tmp_path, 10)

    after = os.dup(0)
    os.close(after)
    assert after == before


def test_write(tmp_path: Path) -> None:
    """A file is written with its folders and replaced whole, and nothing is left beside it."""
    write_file(tmp_path / "a/b/c.md", b"one")
    write_file(tmp_path / "a/b/c.md", b"two")

    assert (tmp_path / "a/b/c.md").read_bytes() == b"two"
    assert list((tmp_path / "a/b").iterdir()) == [tmp_path / "a/b/c.md"]


def test_write_on_a_link(tmp_path: Path) -> None:
    """A link is replaced, and what it led to stays."""
    write(tmp_path, {"a": "one"})
    (tmp_path / "link").symlink_to(tmp_path / "a")

    write_file(tmp_path / "link", b"two")

    assert (tmp_path / "a").read_bytes() == b"one"
    assert (tmp_path / "link").read_bytes() == b"two"

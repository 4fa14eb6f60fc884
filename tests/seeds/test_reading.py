"""Reading of seed files: regular files only, never through links, decoded without guessing."""

import os
import socket
from contextlib import closing
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.seeds.reading import Way, decode, read_next_seed, read_seed


def refusal(root: Path, path: str, limit_bytes: int = 100) -> tuple[str, str]:
    """Return the code and message of the only problem with a file that is not read."""
    checked = read_seed(root, path, limit_bytes)
    (problem,) = checked.problems
    assert checked.value is None
    assert problem.severity is Severity.WARNING
    return problem.code, problem.message


def test_regular_file(tmp_path: Path) -> None:
    """A regular file in a sub-folder is read whole."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_bytes(b"text\r\n")

    assert read_seed(tmp_path, "deep/a.txt").value == b"text\r\n"


def test_one_way(tmp_path: Path) -> None:
    """Seeds of any folders are read on one way, whatever was refused before, and all is closed."""
    for path in ("a/one.txt", "a/b/two.txt", "c/b/three.txt", "four.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    first = ("a/one.txt", "a/b/two.txt", "link/one.txt", "a/b/no/x.txt", "c/b/three.txt")
    asked = (*first, "link/b/two.txt", "four.txt", "a/b/two.txt")

    with closing(Way(tmp_path)) as way:
        found = {path: read_next_seed(way, path).value for path in asked}
        last = way.folder(())

    refused = {"link/one.txt", "a/b/no/x.txt", "link/b/two.txt"}
    assert found == {path: None if path in refused else path.encode() for path in asked}
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(last)


def test_size_limit(tmp_path: Path) -> None:
    """A file of exactly the limit is read, and one byte more is refused."""
    (tmp_path / "a.txt").write_bytes(b"x" * 100)
    (tmp_path / "b.txt").write_bytes(b"x" * 101)

    assert read_seed(tmp_path, "a.txt", 100).value == b"x" * 100
    assert refusal(tmp_path, "b.txt") == (
        "seed-too-large",
        '"b.txt" has 101 bytes, and 100 are allowed: it is left out',
    )


def test_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that comes in parts or grows meanwhile is read to its end, as far as the limit."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 99)
    read = os.read

    def growing(handle: int, count: int) -> bytes:
        with file.open("ab") as more:
            more.write(b"y")
        return read(handle, min(count, 7))

    monkeypatch.setattr(os, "read", growing)

    assert read_seed(tmp_path, "a.txt", 100).value == b"x" * 99 + b"y"
    assert refusal(tmp_path, "a.txt")[0] == "seed-too-large"


def test_link(tmp_path: Path) -> None:
    """A link is refused, even to a good file beside it."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to("a.txt")

    assert refusal(tmp_path, "b.txt") == (
        "seed-not-regular",
        '"b.txt" is a link, or lies behind one: it is left out',
    )


def test_link_loop(tmp_path: Path) -> None:
    """A link to itself is refused."""
    (tmp_path / "a.txt").symlink_to("a.txt")

    assert refusal(tmp_path, "a.txt")[0] == "seed-not-regular"


def test_linked_folder(tmp_path: Path) -> None:
    """A file behind a linked folder is refused."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("secret")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "in").symlink_to(outside)

    assert refusal(tmp_path / "seeds", "in/a.txt")[0] == "seed-not-regular"


def test_pipe(tmp_path: Path) -> None:
    """A pipe is refused without waiting for a writer."""
    os.mkfifo(tmp_path / "a.txt")

    assert refusal(tmp_path, "a.txt") == (
        "seed-not-regular",
        '"a.txt" is a pipe: it is left out',
    )


def test_socket(tmp_path: Path) -> None:
    """A socket is refused."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))

        assert refusal(tmp_path, "s")[0] == "seed-not-regular"


def test_folder(tmp_path: Path) -> None:
    """A folder is no seed."""
    (tmp_path / "a.txt").mkdir()

    assert refusal(tmp_path, "a.txt")[0] == "seed-not-regular"


@pytest.mark.parametrize("path", ["../a.txt", "/etc/hostname", "", "a\0b", "x/../a.txt", "./a.txt"])
def test_outside(tmp_path: Path, path: str) -> None:
    """A path that is not plainly below the folder is refused before anything is opened."""
    (tmp_path / "a.txt").write_text("x")

    assert refusal(tmp_path, path)[0] == "seed-unreadable"


@pytest.mark.parametrize("path", ["gone.txt", "x" * 300])
def test_unreadable(tmp_path: Path, path: str) -> None:
    """A file that is gone or cannot be named is a message, not a crash."""
    assert refusal(tmp_path, path)[0] == "seed-unreadable"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks(encoding: str) -> None:
    """UTF-8 and whatever a byte order mark announces is read as such."""
    assert decode("a.txt", "Ministère\n".encode(encoding)).value == "Ministère\n"


def test_declared() -> None:
    """Another encoding is read when it is declared, and a byte order mark beats it."""
    assert decode("a.txt", b"Minist\xe8re", "windows-1252").value == "Ministère"
    assert decode("a.txt", "Ministère".encode("utf-8-sig"), "windows-1252").value == "Ministère"


def test_bad_byte() -> None:
    """A byte that is not UTF-8 is named with its line and column, never guessed."""
    checked = decode("seeds/a.txt", b"\xc3\xa9t\xc3\xa9\r\nMinist\xe8re\n")

    (problem,) = checked.problems
    assert checked.value is None
    assert str(problem.place) == "seeds/a.txt:2:7"
    assert problem.message == "0xE8 is not UTF-8 here: the file is left out"
    assert problem.excerpt == "Minist\ufffdre"
    assert "declare its encoding" in problem.hint


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "undefined"])
def test_unknown_encoding(encoding: str) -> None:
    """A declared encoding that is none is a message."""
    checked = decode("a.txt", b"abc", encoding)

    assert checked.value is None
    assert [one.code for one in checked.problems] == ["seed-encoding"]


def test_cut_utf16() -> None:
    """Half a character of UTF-16 is a message with its place."""
    checked = decode("a.txt", "ab\ncd".encode("utf-16")[:-1])

    assert [str(one.place) for one in checked.problems] == ["a.txt:2:2"]

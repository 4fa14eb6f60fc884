import os
from pathlib import Path

import pytest

from generator.whole import read_sealed, replace_file, write_new, write_sealed


def test_write_new(tmp_path: Path) -> None:
    """A new file has all bytes and the fixed mode; an old one is never written over."""
    file = tmp_path / "file"

    write_new(str(file), b"bytes")

    assert file.read_bytes() == b"bytes"
    assert file.stat().st_mode & 0o777 == 0o644
    with pytest.raises(FileExistsError):
        write_new(str(file), b"others")


@pytest.mark.parametrize("durable", [True, False])
def test_replace(tmp_path: Path, durable: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """A file is replaced as a whole, and nothing is left beside it."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    (tmp_path / "file.new").write_bytes(b"left by a build that was killed")

    replace_file(file, b"new", durable=durable)

    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A file is neither written nor read through a link."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / "file.new").symlink_to(victim)

    with pytest.raises(OSError, match="symbolic links"):
        replace_file(tmp_path / "file", b"new")

    assert victim.read_bytes() == b"precious"


def test_sealed(tmp_path: Path) -> None:
    """A sealed file reads back under its version and under no other."""
    file = tmp_path / "file"
    write_sealed(file, b"1", b"payload")

    assert read_sealed(file, b"1") == b"payload"
    assert read_sealed(file, b"2") is None


def test_doubt(tmp_path: Path) -> None:
    """A sealed file that is missing, empty, cut, changed, a link, a pipe or a folder is absent."""
    file = tmp_path / "file"
    write_sealed(file, b"1", b"payload")
    whole = file.read_bytes()
    (tmp_path / "link").symlink_to(file)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()

    for name in ("nowhere", "link", "pipe", "folder"):
        assert read_sealed(tmp_path / name, b"1") is None
    for position in range(len(whole)):
        changed = bytes([whole[position] ^ 1])
        for data in (whole[:position], whole[:position] + changed + whole[position + 1 :]):
            file.write_bytes(data)
            assert read_sealed(file, b"1") is None

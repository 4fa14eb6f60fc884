import os
from pathlib import Path

import pytest

from generator.fingerprint import digest_of
from generator.model import Made, SitePath
from generator.output.ledger import Work, load_ledger
from generator.output.staging import clear_staging, open_staging, stage, staged_name
from tests.output.sites import key_of

PAGE = SitePath("a/index.html")
KEY = key_of(b"article")


def test_stage(tmp_path: Path) -> None:
    """A staged page lies whole in the staging area and nowhere else."""
    staging = open_staging(tmp_path, Work())

    made = stage(staging, PAGE, b"article", key=KEY)

    assert made == Made(PAGE, KEY, digest_of(b"article"), 7)
    assert [file.name for file in Path(staging.folder).iterdir()] == [staged_name(PAGE)]
    assert [file.name for file in tmp_path.iterdir()] == [".dateline"]


def test_lying(tmp_path: Path) -> None:
    """A page that is published with the same bytes already is not written at all."""
    staging = open_staging(tmp_path, Work(lying={PAGE: digest_of(b"article")}))

    made = stage(staging, PAGE, b"article", key=KEY)

    assert made.digest == digest_of(b"article")
    assert list(Path(staging.folder).iterdir()) == []


def test_twice(tmp_path: Path) -> None:
    """Two pages for one path are a bug, found here at the latest."""
    staging = open_staging(tmp_path, Work())
    stage(staging, PAGE, b"article", key=KEY)

    with pytest.raises(FileExistsError):
        stage(staging, PAGE, b"another", key=KEY)


def test_open(tmp_path: Path) -> None:
    """A new output gets an empty ledger: what lies there already is known not to be ours."""
    open_staging(tmp_path / "out", Work())

    assert not load_ledger(tmp_path / "out").lost


def test_open_masked(tmp_path: Path) -> None:
    """A new output can be read by all under any umask; one that is there keeps its mode."""
    (tmp_path / "old").mkdir(0o700)
    before = os.umask(0o077)
    try:
        open_staging(tmp_path / "old", Work())
        open_staging(tmp_path / "new", Work())
    finally:
        os.umask(before)

    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("old", "new")}
    assert modes == {"old": 0o700, "new": 0o755}


def test_clear(tmp_path: Path) -> None:
    """Clearing deletes what was staged, and never follows a link to somewhere else."""
    staging = open_staging(tmp_path / "out", Work())
    stage(staging, PAGE, b"article", key=KEY)
    victim = tmp_path / staged_name(PAGE)
    victim.write_bytes(b"precious")

    clear_staging(tmp_path / "out")
    assert list(Path(staging.folder).iterdir()) == []

    Path(staging.folder).rmdir()
    Path(staging.folder).symlink_to(tmp_path)
    clear_staging(tmp_path / "out")
    assert victim.read_bytes() == b"precious"

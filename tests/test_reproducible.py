"""The same input gives the same bytes, whoever builds it, where, and in which order."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.projects import article, config, write

CLOCK = "2026-05-20"

SITE: Mapping[str, str] = {
    "dateline.toml": config(pagination__size="3", theme="dispatch", timezone="Europe/Vilnius"),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are, by [us](../articles/0.md).\n",
    "content/taxonomies/tags.toml": '[[tag]]\nid = "own"\nname = "Own tag"\n',
    "content/countries/latvia/_index.md": "A note with a [picture](map.svg).\n",
    "content/files/map.svg": "<svg/>",
    "seeds/2026-05-06-first.txt": (
        "Latvia buys drones\nBy Jane Doe\nRIGA, Latvia, May 6 (Agency) — The ministry signed.\n"
    ),
    "seeds/second.txt": "Łódź hosts Übung\nDate: 2026-05-19T23:30\nPoland and Germany met.\n",
    **{
        f"content/articles/{number}.md": article(
            f"Title {number % 5}",
            f"2026-05-{number % 28 + 1:02d}",
            f"Words of {number}, *with* [a link](0.md) and “quotes”.",
            countries=("[LT]", "[Poland, LT]", "[JP, Latvia, Poland]")[number % 3],
            tags=f"[own, exercises, made-up-{number % 4}]",
            organisations="[NATO, Harbour Board]",
            authors=f"[Writer {number % 3}]",
        )
        for number in range(70)
    },
}
"""Enough articles for two processes to share, terms in every order, dates in a zone."""


def built(root: Path, *options: str, **environment: str) -> dict[str, bytes]:
    """Build with the command, in a process of its own; return all files, ours and the ledger."""
    command = [sys.executable, "-W", "error", "-m", "generator", "build", "--clock", CLOCK]
    done = subprocess.run(
        [*command, *options],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    output = root / "output"
    return {
        place.relative_to(output).as_posix(): place.read_bytes()
        for place in output.rglob("*")
        if place.is_file()
    }


def modes_below(output: Path) -> set[int]:
    return {place.stat().st_mode & 0o777 for place in output.rglob("*") if place.is_file()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the site as one process in a plain environment makes it."""
    root = write(tmp_path_factory.mktemp("plain") / "project", SITE)
    return built(root, "--jobs", "1", PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")


def test_ledger(expected: dict[str, bytes]) -> None:
    """What is compared here is a whole site with its ledger."""
    assert ".dateline/ledger" in expected
    assert len(expected) > 150


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "12345", "TZ": "America/Los_Angeles", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "7", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "lt"},
    ],
)
def test_environment(
    expected: dict[str, bytes], tmp_path: Path, environment: dict[str, str]
) -> None:
    """The seed of hashes, the time zone and the locale of the machine change no byte."""
    root = write(tmp_path / "project", SITE)

    assert built(root, "--jobs", "1", **environment) == expected


def test_jobs(expected: dict[str, bytes], tmp_path: Path) -> None:
    """Two processes make the same bytes as one."""
    root = write(tmp_path / "project", SITE)

    assert built(root, "--jobs", "2", PYTHONHASHSEED="3") == expected


def test_place_and_order(expected: dict[str, bytes], tmp_path: Path) -> None:
    """Neither where the project lies nor in which order its files were made matters."""
    root = write(tmp_path / "another place" / "ünder", dict(reversed(list(SITE.items()))))

    assert built(root, "--jobs", "2") == expected


def test_umask(expected: dict[str, bytes], tmp_path: Path) -> None:
    """The umask changes neither the bytes nor the modes of files."""
    root = write(tmp_path / "project", SITE)
    before = os.umask(0o077)
    try:
        files = built(root, "--jobs", "1")
    finally:
        os.umask(before)

    assert files == expected
    assert modes_below(root / "output") == {0o644}
    folders = [one for one in (root / "output").rglob("*") if one.is_dir()]
    public = [one for one in folders if ".dateline" not in one.parts]
    assert {one.stat().st_mode & 0o777 for one in public} == {0o755}


def test_later(expected: dict[str, bytes], tmp_path: Path) -> None:
    """A second clean build in a copy of the built project changes no byte, nor does a first."""
    root = write(tmp_path / "project", SITE)
    built(root, "--jobs", "2")
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)

    assert built(copy, "--jobs", "1") == expected
    assert built(copy, "--clean", "--jobs", "2") == expected


def test_no_clock(tmp_path: Path) -> None:
    """When no article becomes due, expires or is news any more, months change no byte."""
    root = write(tmp_path / "project", SITE)
    september = built(root, "--jobs", "1", "--clock", "2026-09-01")

    december = built(root, "--jobs", "1", "--clock", "2026-12-01T10:00Z", "--clean")

    assert december == september

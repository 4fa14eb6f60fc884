"""Builds that are killed, and disks that run full, at every moment of a publish."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.output.ledger import load_ledger
from generator.output.publish import recover
from generator.output.remains import may_remain
from tests.output.sites import (
    files_in,
    folders_in,
    publish_site,
    stopped_before,
    work_on,
)

Pages = Mapping[str, bytes]


def page(*links: str, text: str = "") -> bytes:
    """Return a page that names others, one to a line."""
    return "\n".join([f"text {text}", *links]).encode()


OLD: Pages = {
    "index.html": page("2026/01/a/index.html", "2026/01/b/index.html", "assets/site.1.css"),
    "2026/01/a/index.html": page("assets/site.1.css", "tags/sea/index.html"),
    "2026/01/b/index.html": page("assets/site.1.css", "tags/sea/index.html"),
    "tags/sea/index.html": page("2026/01/a/index.html", "2026/01/b/index.html"),
    "tags/sea/feed.xml": page("2026/01/a/index.html", "2026/01/b/index.html"),
    "sitemap.xml": page("index.html", "2026/01/a/index.html", "2026/01/b/index.html"),
    "robots.txt": page("sitemap.xml"),
    "assets/site.1.css": b"body {}",
}
NEW: Pages = {
    "index.html": page("2026/01/b/index.html", "2026/02/c/index.html", "assets/site.2.css"),
    "2026/01/b/index.html": page("assets/site.2.css", "tags/sea/index.html"),
    "2026/02/c/index.html": page("assets/site.2.css", "tags/air/index.html"),
    "tags/sea/index.html": page("2026/01/b/index.html"),
    "tags/sea/feed.xml": page("2026/01/b/index.html"),
    "tags/air/index.html": page("assets/site.2.css"),
    "sitemap.xml": page("index.html", "2026/01/b/index.html", "2026/02/c/index.html"),
    "robots.txt": page("sitemap.xml"),
    "assets/site.2.css": b"body { color: black }",
}
# A file where there was a folder, a folder where there was a file, another letter case.
TURNED: Pages = {
    "index.html": page(text="turned"),
    "2026": b"a file",
    "robots.txt/index.html": b"in a folder",
    "assets/Site.1.css": b"body {}",
}


def every_stop(
    start: Path, deed: Callable[[Path], object], *, scratch: Path
) -> Iterator[tuple[int, Path]]:
    """Yield, for each change that the deed makes to a copy, the copy as the kill left it."""
    for change in range(1_000):
        copy = scratch / f"stop-{change}"
        shutil.copytree(start, copy)
        if not stopped_before(lambda copy=copy: deed(copy), change):  # type: ignore[misc]  # bound now
            return
        yield change, copy


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Return a folder, in memory where there is such a disk: flushing costs nothing there."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def start(scratch: Path) -> Path:
    output = scratch / "start"
    publish_site(output, OLD)
    return output


def all_in(output: Path) -> dict[Path, bytes]:
    """Return what lies in an output, with all that is the generator's own."""
    return {one: one.read_bytes() if one.is_file() else b"" for one in output.rglob("*")}


@pytest.mark.parametrize("new", [NEW, TURNED, {}, {**OLD, "index.html": b"corrected"}])
def test_killed(start: Path, scratch: Path, new: Pages) -> None:
    """A publish killed before any of its changes leaves the old site or is completed."""
    seen = set()

    for change, output in every_stop(start, lambda at: publish_site(at, new), scratch=scratch):
        was_committed = load_ledger(output).is_pending()
        before = files_in(output)
        everything = all_in(output)
        is_whole = not may_remain(output)
        was_completed = recover(output)

        assert was_completed == was_committed
        assert not may_remain(output)
        assert not is_whole or all_in(output) == everything
        if files_in(output) == OLD != new:
            assert before == OLD, f"change {change}"
        else:
            assert files_in(output) == new, f"change {change}"
            assert work_on(output, new).stale == ()
        assert folders_in(output) == {
            parent.as_posix()
            for path in files_in(output)
            for parent in Path(path).parents
            if parent.as_posix() != "."
        }
        assert recover(output) is False
        seen.add((was_committed, files_in(output) == new))

    assert {(False, False), (True, True)} <= seen


def test_whole(start: Path, scratch: Path) -> None:
    """Whatever change a build is killed before, each file has all its old or all its new bytes."""
    for _, output in every_stop(start, lambda at: publish_site(at, NEW), scratch=scratch):
        for path, data in files_in(output).items():
            assert data in {OLD.get(path), NEW.get(path)}, path


def test_links(start: Path, scratch: Path) -> None:
    """No page that stays ever names a file that is not there yet or not there any more."""
    for change, output in every_stop(start, lambda at: publish_site(at, NEW), scratch=scratch):
        found = files_in(output)
        named = {
            link
            for path in OLD.keys() & NEW.keys() & found.keys()
            for link in found[path].decode().splitlines()[1:]
        }
        assert named <= found.keys(), f"change {change}"


def test_killed_again(start: Path, scratch: Path) -> None:
    """A recovery that is killed as well is completed by the next one."""
    committed = (
        output
        for _, output in every_stop(start, lambda at: publish_site(at, NEW), scratch=scratch)
        if load_ledger(output).is_pending()
    )
    half_done = next(committed)
    (scratch / "again").mkdir()
    stops = 0

    for change, output in every_stop(half_done, recover, scratch=scratch / "again"):
        recover(output)
        stops += 1
        assert files_in(output) == NEW, f"change {change}"
        assert work_on(output, NEW).stale == ()

    assert stops > 10


def test_revert_after_kill(start: Path, scratch: Path) -> None:
    """A build after a kill gives the right site, also when the user has taken the edit back."""
    for _, output in every_stop(start, lambda at: publish_site(at, NEW), scratch=scratch):
        publish_site(output, OLD)
        assert files_in(output) == OLD


def test_lost_staging(start: Path, scratch: Path) -> None:
    """A page that was promised and then lost is made again, even if its size is the old one."""
    new = {**OLD, "robots.txt": OLD["robots.txt"].upper()}
    committed = (
        output
        for _, output in every_stop(start, lambda at: publish_site(at, new), scratch=scratch)
        if load_ledger(output).is_pending()
    )
    output = next(committed)
    shutil.rmtree(output / ".dateline" / "staging")

    report = publish_site(output, new)

    assert report.written == 1
    assert files_in(output) == new


def in_child(deed: Callable[[], object]) -> bool:
    """Do a deed in another process; return whether it raised an OSError."""
    pid = os.fork()
    if pid == 0:
        code = 2
        try:
            deed()
            code = 0
        except OSError:
            code = 1
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in {0, 1}
    return code == 1


@pytest.mark.parametrize("limit", [16, 100, 400, 700, 1_000])
def test_file_size_limit(start: Path, limit: int) -> None:
    """A limit that a page or the ledger runs into is one OSError, and the old site is untouched."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        publish_site(start, NEW)

    assert in_child(limited)
    assert files_in(start) == OLD
    assert folders_in(start) == {"2026", "2026/01", "2026/01/a", "2026/01/b", "assets", "tags"} | {
        "tags/sea"
    }

    publish_site(start, NEW)

    assert files_in(start) == NEW


@pytest.fixture
def small_disk(scratch: Path) -> Iterator[Path]:
    """Return a disk that holds few files, which only the administrator can make."""
    disk = scratch / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m,nr_inodes=64", "tmpfs", str(disk)]
    mounted = shutil.which("mount") and subprocess.run(command, capture_output=True, check=False)
    if not mounted or mounted.returncode:
        pytest.skip("this user cannot make a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("count", [22, 24, 30, 44, 46, 60])
def test_full_disk(small_disk: Path, count: int) -> None:
    """A disk that runs full in any phase leaves the old site untouched, and room for another."""
    output = small_disk / "output"
    publish_site(output, OLD)
    many = {f"{number}/index.html": page() for number in range(count)}

    with pytest.raises(OSError, match="No space left"):
        publish_site(output, many)
    recover(output)

    assert files_in(output) == OLD
    publish_site(output, NEW)
    assert files_in(output) == NEW

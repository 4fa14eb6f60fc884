import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import BuildFailed, Place
from generator.model import SitePath
from generator.output.ledger import load_ledger
from generator.output.place import collisions
from generator.output.publish import recover
from generator.output.remains import may_remain
from tests.output.sites import files_in, folders_in, key_of, publish_site, work_on

PAGES = {"index.html": b"home", "a/index.html": b"article", "assets/site.1.css": b"body {}"}


def codes(failure: pytest.ExceptionInfo[BuildFailed]) -> list[tuple[str, str]]:
    return [(one.place.path, one.code) for one in failure.value.problems]


def test_first(tmp_path: Path) -> None:
    """The first build writes every page and nothing else."""
    report = publish_site(tmp_path / "new" / "out", PAGES)

    assert (report.written, report.unchanged, report.kept, report.removed) == (3, 0, 0, 0)
    assert files_in(tmp_path / "new" / "out") == PAGES


def test_counts(tmp_path: Path) -> None:
    """A build counts what it wrote, kept, removed, and what came out the same."""
    publish_site(tmp_path, PAGES)
    pages = {"index.html": b"news", "a/index.html": b"article", "b/index.html": b"another"}
    keys = {SitePath(path): key_of(data) for path, data in pages.items()}
    keys[SitePath("a/index.html")] = key_of(b"article", template=b"new template")

    report = publish_site(tmp_path, pages, keys)

    assert (report.written, report.unchanged, report.kept, report.removed) == (2, 1, 0, 1)
    assert files_in(tmp_path) == pages


def test_early_cutoff(tmp_path: Path) -> None:
    """A page that comes out the same is not touched, and its new key is remembered."""
    publish_site(tmp_path, PAGES)
    os.utime(tmp_path / "index.html", (1, 1))
    keys = {SitePath(path): key_of(data, code=b"new") for path, data in PAGES.items()}

    first = publish_site(tmp_path, PAGES, keys)
    second = publish_site(tmp_path, PAGES, keys)

    assert (first.unchanged, second.kept) == (3, 3)
    assert (tmp_path / "index.html").stat().st_mtime == 1


def test_nothing_to_do(tmp_path: Path) -> None:
    """A build without work does not touch the ledger either."""
    publish_site(tmp_path, PAGES)
    ledger = tmp_path / ".dateline" / "ledger"
    os.utime(ledger, (1, 1))

    publish_site(tmp_path, PAGES)

    assert ledger.stat().st_mtime == 1


def test_same_bytes(tmp_path: Path) -> None:
    """The same pages give the same ledger, byte for byte, in whichever order they are made."""
    publish_site(tmp_path / "one", PAGES)
    publish_site(tmp_path / "two", dict(reversed(PAGES.items())))

    one, two = (tmp_path / name / ".dateline" / "ledger" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("mask", [0, 0o022, 0o077, 0o027])
def test_modes(tmp_path: Path, mask: int) -> None:
    """Files and folders have the same modes under any umask."""
    before = os.umask(mask)
    try:
        publish_site(tmp_path, PAGES)
    finally:
        os.umask(before)

    modes = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.html")}
    folders = {(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "assets")}
    assert (modes, folders) == ({0o644}, {0o755})


def test_damaged_is_mended(tmp_path: Path) -> None:
    """A published file that somebody has changed is written again."""
    publish_site(tmp_path, PAGES)
    (tmp_path / "index.html").write_bytes(b"defaced page")

    report = publish_site(tmp_path, PAGES)

    assert report.written == 1
    assert files_in(tmp_path) == PAGES


def test_nothing_left(tmp_path: Path) -> None:
    """After a build nothing is staged and nothing is promised."""
    publish_site(tmp_path, PAGES)

    own = sorted(file.name for file in (tmp_path / ".dateline").iterdir())
    assert own == ["ledger", "staging"]
    assert list((tmp_path / ".dateline" / "staging").iterdir()) == []
    assert not load_ledger(tmp_path).is_pending()


def test_foreign_file_is_kept(tmp_path: Path) -> None:
    """Files that are not in the ledger stay, with the folders they lie in."""
    publish_site(tmp_path, PAGES)
    strangers = {"CNAME": b"example.org", ".git/HEAD": b"ref", "a/notes.txt": b"mine"}
    for path, data in strangers.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)

    report = publish_site(tmp_path, {})

    assert report.removed == 3
    assert files_in(tmp_path) == strangers
    assert folders_in(tmp_path) == {".git", "a"}


def test_foreign_file_in_the_way(tmp_path: Path) -> None:
    """A file that a person put where a page has to go is an error, and stays."""
    publish_site(tmp_path / "out", PAGES)
    (tmp_path / "out" / "robots.txt").write_bytes(b"mine")

    with pytest.raises(BuildFailed) as failure:
        publish_site(tmp_path / "out", {"robots.txt": b"ours"})

    assert codes(failure) == [("out/robots.txt", "foreign-file-in-the-way")]
    assert files_in(tmp_path / "out") == {**PAGES, "robots.txt": b"mine"}


def test_hidden_file_in_the_way(tmp_path: Path) -> None:
    """A file from before the first build is as safe as one from later."""
    (tmp_path / ".htaccess").write_bytes(b"mine")

    with pytest.raises(BuildFailed):
        publish_site(tmp_path, {".htaccess": b"ours"})

    assert files_in(tmp_path) == {".htaccess": b"mine"}


def test_foreign_file_with_our_bytes(tmp_path: Path) -> None:
    """A foreign file that is just what we would write becomes ours."""
    publish_site(tmp_path, PAGES)
    (tmp_path / ".nojekyll").write_bytes(b"")

    publish_site(tmp_path, {**PAGES, ".nojekyll": b""})

    assert load_ledger(tmp_path).rows[0].path == ".nojekyll"


@pytest.mark.parametrize(
    ("there", "page"),
    [("page/notes.txt", "page"), ("page", "page/index.html"), ("page", "page/deep/er.html")],
)
def test_folder_or_file_in_the_way(tmp_path: Path, there: str, page: str) -> None:
    """A foreign folder where a file has to go, or the other way round, is an error."""
    publish_site(tmp_path / "out", PAGES)
    (tmp_path / "out" / there).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / there).write_bytes(b"mine")

    with pytest.raises(BuildFailed) as failure:
        publish_site(tmp_path / "out", {page: b"ours"})

    assert codes(failure) == [(f"out/{page}", "foreign-file-in-the-way")]
    assert files_in(tmp_path / "out") == {**PAGES, there: b"mine"}


@pytest.mark.parametrize("link", ["a", "a/index.html", "b", "b/c"])
def test_link_in_the_way(tmp_path: Path, link: str) -> None:
    """A page is never written through a link, be it the file or a folder on the way."""
    victim = tmp_path / "victim"
    victim.mkdir()
    output = tmp_path / "out"
    publish_site(output, {"index.html": b"home"})
    (output / link).parent.mkdir(exist_ok=True)
    (output / link).symlink_to(victim)

    with pytest.raises(BuildFailed) as failure:
        publish_site(output, {"a/index.html": b"article", "b/c/index.html": b"another"})

    assert {code for _, code in codes(failure)} == {"link-in-output"}
    assert list(victim.iterdir()) == []


def test_deleting_behind_a_link(tmp_path: Path) -> None:
    """A folder of ours that has become a link keeps us from deleting what is behind it."""
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "index.html").write_bytes(b"precious")
    output = tmp_path / "out"
    publish_site(output, PAGES)
    (output / "a" / "index.html").unlink()
    (output / "a").rmdir()
    (output / "a").symlink_to(victim)

    publish_site(output, {"index.html": b"home"})

    assert (victim / "index.html").read_bytes() == b"precious"
    assert (output / "a").is_symlink()


def test_staging_of_others(tmp_path: Path) -> None:
    """What lies in the staging area under another name than ours is left alone."""
    publish_site(tmp_path, PAGES)
    stranger = tmp_path / ".dateline" / "staging" / "notes.txt"
    stranger.write_bytes(b"mine")
    (tmp_path / ".dateline" / "staging" / ("0" * 32)).write_bytes(b"left over")

    assert recover(tmp_path) is False

    assert [file.name for file in stranger.parent.iterdir()] == ["notes.txt"]


def test_nothing_to_recover(tmp_path: Path) -> None:
    """Recovering a folder that was never built makes nothing in it."""
    assert recover(tmp_path) is False
    assert recover(tmp_path / "nowhere") is False
    assert not may_remain(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_letter_case(tmp_path: Path) -> None:
    """A page whose address changes only in its letter case is there afterwards."""
    publish_site(tmp_path, {"files/Report.pdf": b"one"})

    publish_site(tmp_path, {"files/report.pdf": b"one"})

    assert files_in(tmp_path) == {"files/report.pdf": b"one"}


NAMES = st.sampled_from(["a", "b", "C", "index.html"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def is_possible(pages: Mapping[str, bytes]) -> bool:
    return not collisions((SitePath(path), Place("x")) for path in pages)


SITES = st.dictionaries(PATHS, st.binary(max_size=2), max_size=6).filter(is_possible)


@settings(max_examples=60)
@given(st.lists(SITES, min_size=1, max_size=5))
def test_any_sequence(sites: list[dict[str, bytes]]) -> None:
    """After any sequence of sites the output is the last one, and foreign files are untouched."""
    strangers = {"CNAME": b"example.org", ".git/config": b"[core]"}
    with TemporaryDirectory() as folder:
        output = Path(folder)
        publish_site(output, {})
        (output / ".git").mkdir()
        for path, data in strangers.items():
            (output / path).write_bytes(data)

        for pages in sites:
            publish_site(output, pages)

        assert files_in(output) == {**sites[-1], **strangers}
        assert work_on(output, sites[-1]).stale == ()
        assert folders_in(output) == {
            parent.as_posix()
            for path in (*sites[-1], ".git/config")
            for parent in Path(path).parents
            if parent.as_posix() != "."
        }

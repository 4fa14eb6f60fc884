import os
from pathlib import Path
from threading import Thread

import pytest
from msgspec import msgpack
from msgspec.structs import replace

from generator.model import Key, SitePath
from generator.output.ledger import (
    Ledger,
    Reason,
    Row,
    compare,
    is_pending,
    lies_as_left,
    load_ledger,
    save_ledger,
    seal_of_ledger,
)
from generator.whole import write_sealed
from tests.output.sites import files_in, key_of, keys_of, publish_site

PAGES = {"index.html": b"home", "a/index.html": b"article"}
LEDGER = Ledger(
    rows=(Row(SitePath("a"), 1, key_of(b"a"), b"digest"),),
    clearing=(SitePath("b"),),
    moves=(SitePath("a"),),
    deletions=(SitePath("c"),),
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / ".dateline").mkdir()
    return tmp_path


def reasons(output: Path, pages: dict[str, bytes], *, thorough: bool = False) -> dict[str, Reason]:
    work = compare(keys_of(pages), load_ledger(output), output, thorough=thorough)
    return {str(path): reason for path, reason in work.stale}


def test_round_trip(output: Path) -> None:
    """A ledger reads back as it was saved."""
    save_ledger(output, LEDGER)

    assert load_ledger(output) == LEDGER
    assert LEDGER.is_pending()


def test_no_output(tmp_path: Path) -> None:
    """An output that was never built has an empty ledger that nothing was lost of."""
    assert load_ledger(tmp_path) == Ledger()


def test_damaged(output: Path) -> None:
    """A ledger cut short or changed in any byte is a miss, not an error."""
    save_ledger(output, LEDGER)
    file = output / ".dateline" / "ledger"
    whole = file.read_bytes()

    for position in range(len(whole)):
        file.write_bytes(whole[:position])
        assert load_ledger(output) == Ledger(lost=True)
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert load_ledger(output) == Ledger(lost=True)


def test_other_version(output: Path) -> None:
    """A ledger of another version, or one with another shape, is a miss."""
    write_sealed(output / ".dateline" / "ledger", b"ledger 0", msgpack.encode(LEDGER))
    assert load_ledger(output) == Ledger(lost=True)

    write_sealed(output / ".dateline" / "ledger", b"ledger 1", msgpack.encode([1, 2]))
    assert load_ledger(output) == Ledger(lost=True)


@pytest.mark.parametrize("field", ["clearing", "moves", "deletions"])
def test_forged(output: Path, field: str) -> None:
    """A ledger that promises something outside the output is a miss."""
    write_sealed(
        output / ".dateline" / "ledger", b"ledger 1", msgpack.encode({field: ["../../victim"]})
    )

    assert load_ledger(output) == Ledger(lost=True)


def test_replaced_meanwhile(output: Path) -> None:
    """Whoever reads a ledger while a publish goes on meets one of those that were saved."""
    settled = Ledger(LEDGER.rows)
    save_ledger(output, settled)

    def publish() -> None:
        for _ in range(200):
            save_ledger(output, LEDGER)
            save_ledger(output, settled)

    publishing = Thread(target=publish)
    publishing.start()
    found = []
    while publishing.is_alive():
        found.append(load_ledger(output))
    publishing.join()

    assert found
    assert all(one in (settled, LEDGER) for one in found)


def test_forged_row(output: Path) -> None:
    """A row for a file outside the output is never among the files to delete."""
    forged = Ledger(rows=(Row(SitePath("../victim"), 0, key_of(b""), b""),))

    assert compare({}, forged, output).gone == ()


def test_is_a_folder(output: Path) -> None:
    """Something that is no file in the place of the ledger is a miss."""
    (output / ".dateline" / "ledger").mkdir()

    assert load_ledger(output) == Ledger(lost=True)


def test_nothing_to_do(output: Path) -> None:
    """A site whose keys are the same has no work."""
    publish_site(output, PAGES)

    work = compare(keys_of(PAGES), load_ledger(output), output)

    assert (work.stale, work.kept, work.gone) == ((), tuple(PAGES), ())


def test_new_and_gone(output: Path) -> None:
    """A page without a row is new, a row without a page is gone."""
    publish_site(output, PAGES)

    work = compare(keys_of({"index.html": b"home", "b": b""}), load_ledger(output), output)

    assert work.stale == (("b", Reason.NEW),)
    assert work.gone == ("a/index.html",)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (Key(b"1", b"2", b"3"), Reason.CONTEXT),
        (key_of(b"home", template=b"2", code=b"3"), Reason.TEMPLATE),
        (key_of(b"home", code=b"3"), Reason.CODE),
    ],
)
def test_changed(output: Path, key: Key, reason: Reason) -> None:
    """The reason is the first part of the key that differs: content, then template, then code."""
    publish_site(output, PAGES)

    work = compare({SitePath("index.html"): key}, load_ledger(output), output)

    assert work.stale == (("index.html", reason),)


def test_missing(output: Path) -> None:
    """A file that somebody has removed is made again, also when its folder is a file now."""
    publish_site(output, PAGES)
    (output / "index.html").unlink()
    (output / "a" / "index.html").unlink()
    (output / "a").rmdir()
    (output / "a").touch()

    assert reasons(output, PAGES) == dict.fromkeys(PAGES, Reason.MISSING)


def test_damaged_file(output: Path) -> None:
    """A file of another size, or a folder or link in its place, is made again."""
    publish_site(output, PAGES)
    (output / "index.html").write_bytes(b"home page")
    (output / "a" / "index.html").unlink()
    (output / "a" / "index.html").symlink_to("../index.html")

    assert reasons(output, PAGES) == dict.fromkeys(PAGES, Reason.DAMAGED)


def test_thorough(output: Path) -> None:
    """A change that keeps the size is found when every byte is read, and only then."""
    publish_site(output, PAGES)
    (output / "index.html").write_bytes(b"hone")

    assert reasons(output, PAGES) == {}
    assert reasons(output, PAGES, thorough=True) == {"index.html": Reason.DAMAGED}


def test_order(output: Path) -> None:
    """Work keeps the order of the plan; rows are sorted, so that the ledger is always the same."""
    pages = {"z": b"1", "b": b"2", "y": b"3"}

    work = compare(keys_of(pages), Ledger(), output)
    publish_site(output, pages)

    assert [path for path, _ in work.stale] == ["z", "b", "y"]
    assert [row.path for row in load_ledger(output).rows] == ["b", "y", "z"]


def test_lost_ledger(output: Path) -> None:
    """A site whose ledger was lost is published in full over what lies there."""
    publish_site(output, PAGES)
    (output / ".dateline" / "ledger").write_bytes(b"")

    report = publish_site(output, {"index.html": b"new home", "a/index.html": b"article"})

    assert report.written == 2
    assert files_in(output) == {"index.html": b"new home", "a/index.html": b"article"}


def test_unreadable(output: Path) -> None:
    """A folder that cannot be looked into is the disk's trouble, and said so."""
    if os.geteuid() == 0:
        pytest.skip("nothing is unreadable for the administrator")
    publish_site(output, PAGES)
    (output / "a").chmod(0)

    with pytest.raises(PermissionError):
        reasons(output, PAGES)
    (output / "a").chmod(0o755)


@pytest.mark.parametrize("name", ["clearing", "moves", "deletions"])
def test_pending(output: Path, name: str) -> None:
    """What is still to be done is told by the seal, just as the whole ledger tells it."""
    assert not is_pending(output)
    save_ledger(output, Ledger(LEDGER.rows))
    assert not is_pending(output)
    save_ledger(output, replace(LEDGER, **{name: (SitePath("a"),)}))
    assert is_pending(output)
    assert load_ledger(output).is_pending()


@pytest.mark.parametrize(
    "payload",
    [
        b"x",
        msgpack.encode({"rows": [1], "moves": ["a"]}),
        msgpack.encode({"rows": [], "moves": 1}),
        msgpack.encode({"rows": [], "moves": ["../a"]}),
    ],
)
@pytest.mark.parametrize("version", [b"ledger 4", b"ledger 4, pending"])
def test_nothing_of_doubt_is_pending(output: Path, payload: bytes, version: bytes) -> None:
    """A ledger that holds anything else promises nothing."""
    write_sealed(output / ".dateline/ledger", version, payload)

    assert not is_pending(output)
    assert not load_ledger(output).is_pending()


def test_lies_as_left(output: Path) -> None:
    """An output lies as it was left while its ledger is the same and each file has its length."""
    publish_site(output, PAGES)
    seal = seal_of_ledger(output)
    assert lies_as_left(output, seal)
    assert not lies_as_left(output, b"another")

    page = output / "a/index.html"
    page.write_bytes(b"articles")
    assert not lies_as_left(output, seal)
    page.unlink()
    assert not lies_as_left(output, seal)
    page.symlink_to("article")  # as long as the file was
    assert not lies_as_left(output, seal)
    page.unlink()
    page.write_bytes(b"ARTICLE")
    assert lies_as_left(output, seal)

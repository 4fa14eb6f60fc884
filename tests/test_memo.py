import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.memo import load_memo, save_memo

ENTRIES = {bytes([number]) * 16: b"value %d" % number for number in range(0, 256, 7)}
# The key says all that a value depends on, so a key never has two values.
STORES = st.sets(st.binary(max_size=4)).map(lambda keys: {key: key * 2 for key in keys})


def test_round_trip(tmp_path: Path) -> None:
    """What was stored is there again."""
    save_memo(tmp_path / "memo", b"1", ENTRIES)

    assert load_memo(tmp_path / "memo", b"1") == ENTRIES


def test_empty(tmp_path: Path) -> None:
    """A memo that is not there holds nothing, and looking for it makes nothing."""
    assert load_memo(tmp_path / "memo", b"1") == {}
    assert list(tmp_path.iterdir()) == []


def test_version(tmp_path: Path) -> None:
    """What was stored under another version is not seen."""
    save_memo(tmp_path, b"1", ENTRIES)

    assert load_memo(tmp_path, b"2") == {}


def test_replaced(tmp_path: Path) -> None:
    """Values that are not saved again are dropped."""
    save_memo(tmp_path, b"1", ENTRIES)
    fewer = dict(list(ENTRIES.items())[::2])

    save_memo(tmp_path, b"1", fewer, loaded=ENTRIES)

    assert load_memo(tmp_path, b"1") == fewer


def test_small_change(tmp_path: Path) -> None:
    """One new value rewrites one file; the others are not touched."""
    save_memo(tmp_path, b"1", ENTRIES)
    for file in tmp_path.iterdir():
        os.utime(file, (1, 1))

    save_memo(tmp_path, b"1", {**ENTRIES, b"\x01": b"new"}, loaded=ENTRIES)

    assert [file.name for file in tmp_path.iterdir() if file.stat().st_mtime != 1] == ["01"]


def test_damage(tmp_path: Path) -> None:
    """A damaged file loses its own values only, and the next save mends it."""
    save_memo(tmp_path, b"1", ENTRIES)
    file = tmp_path / "07"
    file.write_bytes(file.read_bytes()[:-1])

    left = load_memo(tmp_path, b"1")
    save_memo(tmp_path, b"1", ENTRIES, loaded=left)

    assert left.items() < ENTRIES.items()
    assert len(left) >= len(ENTRIES) - 2
    assert load_memo(tmp_path, b"1") == ENTRIES


def test_same_bytes(tmp_path: Path) -> None:
    """The same values give the same files, in whichever order they come."""
    save_memo(tmp_path / "one", b"1", ENTRIES)
    save_memo(tmp_path / "two", b"1", dict(reversed(ENTRIES.items())))

    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


@settings(max_examples=25)
@given(st.lists(STORES, min_size=1, max_size=4))
def test_any_sequence(stores: list[dict[bytes, bytes]]) -> None:
    """After any sequence of saves the memo holds what was saved last."""
    with TemporaryDirectory() as folder:
        for entries in stores:
            save_memo(Path(folder), b"1", entries, loaded=load_memo(Path(folder), b"1"))

        assert load_memo(Path(folder), b"1") == stores[-1]

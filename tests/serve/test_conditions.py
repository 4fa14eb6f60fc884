"""Entity tags and ranges: what a browser has already, and parts of a file."""

import gc
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.model import SitePath
from generator.serve.answers import answer
from generator.serve.conditions import is_known
from generator.serve.exchange import Answer, Listing
from tests.serve.samples import PAGES, asked, header, house, published, whole

MAP = "/assets/map.png"


@pytest.mark.parametrize(
    "listed", ['"a"', 'W/"a"', '"b", "a"', '"b",W/"a" , "c"', "*", " * ", '"b, c", "a"']
)
def test_known(listed: str) -> None:
    """A tag is known that is listed, weak or strong, or when anything is."""
    assert is_known('"a"', listed)


@pytest.mark.parametrize("listed", ["", "a", '"b"', '"A"', '"ab"', '*, "b"'])
def test_unknown(listed: str) -> None:
    """A tag is not known that is not listed."""
    assert not is_known('"a"', listed)


@pytest.mark.parametrize("path", [MAP, "/", "/feed.xml"])
def test_not_modified(tmp_path: Path, path: str) -> None:
    """What a browser has already is not sent again, pages included."""
    place = house(published(tmp_path))
    tag = header(whole(answer(asked(path), place)), "etag")

    given = whole(answer(asked(path, if_none_match=tag), place))

    assert (given.status, given.body, header(given, "etag")) == (304, None, tag)


def test_tag_follows_the_bytes(tmp_path: Path) -> None:
    """A tag belongs to the bytes that are sent, also while a build is moving files."""
    place = house(published(tmp_path))
    before = header(whole(answer(asked(MAP), place)), "etag")

    (tmp_path / "new.png").write_bytes(b"9876543210")
    (tmp_path / "new.png").replace(tmp_path / "assets/map.png")

    assert header(whole(answer(asked(MAP), place)), "etag") != before


def test_tag_follows_the_ledger(tmp_path: Path) -> None:
    """A tag is another one when the ledger knows other bytes, however alike the files look."""
    place = house(published(tmp_path))
    before = header(whole(answer(asked(MAP), place)), "etag")
    digests = {**place.listing.digests, SitePath(MAP[1:]): b"new"}

    now = answer(asked(MAP), replace(place, listing=Listing(digests)))

    assert header(whole(now), "etag") != before


def test_body_is_what_was_opened(tmp_path: Path) -> None:
    """A build that moves a new file into place meanwhile changes nothing of an answer."""
    given = answer(asked(MAP, range="bytes=4-"), house(published(tmp_path)))

    (tmp_path / "new.png").write_bytes(b"abc")
    (tmp_path / "new.png").replace(tmp_path / "assets/map.png")

    assert whole(given).body == b"456789"


@pytest.mark.parametrize("headers", [{"if_none_match": "*"}, {"range": "bytes=99-"}])
def test_no_file_stays_open(tmp_path: Path, headers: dict[str, str]) -> None:
    """An answer without the bytes of a file, as one to HEAD, leaves no file open."""
    place = house(published(tmp_path))

    given = answer(asked(MAP, **headers), place), answer(asked(MAP, "HEAD"), place)

    assert not any(isinstance(one, Answer) and one.body for one in given)
    # An open file that is forgotten is a warning, and those are errors.
    gc.collect()


@pytest.mark.parametrize(
    ("wanted", "body", "place"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("BYTES=9-9", b"9", "bytes 9-9/10"),
    ],
)
def test_range(tmp_path: Path, wanted: str, body: bytes, place: str) -> None:
    """One range gives just that part of a file."""
    given = whole(answer(asked(MAP, range=wanted), house(published(tmp_path))))

    assert (given.status, given.body, header(given, "content-range")) == (206, body, place)
    assert header(given, "content-length") == str(len(body))


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_range_beyond(tmp_path: Path, wanted: str) -> None:
    """A range beyond the end is answered with the length."""
    given = whole(answer(asked(MAP, range=wanted), house(published(tmp_path))))

    assert (given.status, header(given, "content-range")) == (416, "bytes */10")


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,3-4", "bytes=5-3", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1-2", "", "0-1"],
)
def test_no_range(tmp_path: Path, wanted: str) -> None:
    """Several ranges, other units and nonsense give the whole file."""
    given = whole(answer(asked(MAP, range=wanted), house(published(tmp_path))))

    assert (given.status, given.body) == (200, PAGES["assets/map.png"])
    assert header(given, "accept-ranges") == "bytes"


def test_if_range(tmp_path: Path) -> None:
    """A range of a state that is gone gives the whole file, one of this state the part."""
    place = house(published(tmp_path))
    tag = header(whole(answer(asked(MAP), place)), "etag")

    same = answer(asked(MAP, range="bytes=0-1", if_range=tag), place)
    other = answer(asked(MAP, range="bytes=0-1", if_range='"other"'), place)

    assert (whole(same).status, whole(other).status) == (206, 200)


def test_no_range_of_a_page(tmp_path: Path) -> None:
    """A page that was given the live script is always sent whole."""
    given = answer(asked("/", range="bytes=0-3"), house(published(tmp_path)))

    assert (whole(given).status, header(given, "accept-ranges")) == (200, "")

"""Names, origins and paths: what is ours, and what no honest page sends."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.serve.addresses import Refused, is_ours, may_listen, root_url, split
from generator.serve.answers import answer
from generator.serve.exchange import Address, Asked, Shown
from tests.serve.samples import asked, header, house, published, text, whole

V4 = ("127.0.0.1", 8000)
V6 = ("::1", 8000)
LAN = ("192.168.1.5", 8000)
NAMED = Address("mybox.local", 8000)
ALLOWED = Address(allowed=("Preview.Example", "other.example:9000"))


def request(host: tuple[str, ...], arrived_at: tuple[str, int] = V4) -> Asked:
    return Asked("GET", b"/", b"", {"host": host} if host else {}, arrived_at)


@pytest.mark.parametrize(
    ("host", "arrived_at", "address"),
    [
        ("localhost:8000", V4, Address()),
        ("LocalHost:8000", V6, Address()),
        ("127.0.0.1:8000", V4, Address()),
        ("[::1]:8000", V6, Address()),
        ("192.168.1.5:8000", LAN, Address("0.0.0.0")),
        ("mybox.local:8000", LAN, NAMED),
        ("MYBOX.local:8000", LAN, NAMED),
        ("localhost", ("127.0.0.1", 80), Address()),
        ("127.0.0.1:80", ("127.0.0.1", 80), Address()),
        ("preview.example", V4, ALLOWED),
        ("preview.example:1", V4, ALLOWED),
        ("other.example:9000", V4, ALLOWED),
    ],
)
def test_ours(host: str, arrived_at: tuple[str, int], address: Address) -> None:
    """Our own names are accepted, in any case, with the port of the connection."""
    assert is_ours(request((host,), arrived_at), address)


@pytest.mark.parametrize(
    ("host", "arrived_at", "address"),
    [
        ((), V4, Address()),
        (("",), V4, Address()),
        (("", ""), V4, Address()),
        (("localhost:8000", "localhost:8000"), V4, Address()),
        (("localhost",), V4, Address()),
        (("localhost:8001",), V4, Address()),
        (("localhost.:8000",), V4, Address()),
        (("localhost:8000.",), V4, Address()),
        (("127.0.0.1:8000",), V6, Address()),
        (("127.1:8000",), V4, Address()),
        (("127.0.0.2:8000",), V4, Address()),
        (("2130706433:8000",), V4, Address()),
        (("::1:8000",), V6, Address()),
        (("me@localhost:8000",), V4, Address()),
        (("localhost:8000@evil.example",), V4, Address()),
        (("localhost:8000/",), V4, Address()),
        (("localhost:08000",), V4, Address()),
        (("http://localhost:8000",), V4, Address()),
        (("evil.example:8000",), V4, Address()),
        (("0.0.0.0:8000",), LAN, Address("0.0.0.0")),
        (("mybox.local.evil.example:8000",), LAN, NAMED),
        (("preview.example.evil.example",), V4, ALLOWED),
        (("evil-preview.example",), V4, ALLOWED),
        (("preview.example:",), V4, ALLOWED),
        (("other.example",), V4, ALLOWED),
        (("other.example:9001",), V4, ALLOWED),
        (("",), V4, Address(allowed=("",))),
    ],
)
def test_not_ours(host: tuple[str, ...], arrived_at: tuple[str, int], address: Address) -> None:
    """No other spelling of a name, and no other port, is accepted."""
    assert not is_ours(request(host, arrived_at), address)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("http://localhost:8000/countries/", "/countries/"),
        ("HTTP://LocalHost:8000/countries/", "/countries/"),
        ("http://localhost:8000", "/"),
        ("http://localhost:8000?a=b", "/"),
        ("http://127.0.0.1:8000/?a=b", "/"),
    ],
)
@pytest.mark.parametrize("host", ["localhost:8000", "evil.example"])
def test_whole_target(tmp_path: Path, target: str, path: str, host: str) -> None:
    """A target with our own name is taken, and the Host header beside it does not count."""
    place = house(published(tmp_path))

    assert answer(asked(target, host=host), place) == answer(
        asked(path, host=target.lower().split("/")[2].partition("?")[0]), place
    )


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("http://evil.example/", 421),
        ("http://localhost/", 421),
        ("http://me@localhost:8000/", 421),
        ("http:///", 421),
        ("http://localhost:8000//", 400),
        ("https://localhost:8000/", 400),
        ("http:/", 400),
        ("ftp://localhost:8000/", 400),
        ("localhost:8000", 400),
    ],
)
def test_whole_target_of_others(tmp_path: Path, target: str, status: int) -> None:
    """A target with another name or by another scheme is refused, whatever the Host header."""
    assert whole(answer(asked(target), house(published(tmp_path)))).status == status


def test_misdirected(tmp_path: Path) -> None:
    """Who asks by a wrong name is told what to do, and reads nothing of what it sent."""
    given = answer(asked("/", host="evil.example"), house(published(tmp_path)))

    assert whole(given).status == 421
    assert "--allow-host NAME" in text(given)
    assert "evil" not in text(given)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost:8000"},
        {"origin": "HTTP://LOCALHOST:8000", "sec_fetch_site": "same-origin"},
    ],
)
def test_may_listen(headers: Mapping[str, str]) -> None:
    """A page of ours may listen, and so may a client that says nothing of itself."""
    assert may_listen(asked("/", **headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost:8000"},
        {"origin": "http://127.0.0.1:8000"},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
)
def test_may_not_listen(headers: Mapping[str, str]) -> None:
    """A page from elsewhere may not listen, be it on the next port."""
    assert not may_listen(asked("/", **headers))


ODD = [
    "", "*", "index.html", "https://localhost:8000/", "localhost:8000", "?a",
    "//", "//evil.example", "//evil.example/..", "/countries//", "/countries//index.html",
    "/.", "/..", "/../", "/./index.html", "/countries/..", "/countries/../index.html",
    "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%2E%2e/", "/.%2e/", "/%2e/",
    "/countries%2findex.html", "/countries%2Findex.html", "/..%2f..%2fetc%2fpasswd",
    "/..%5c..%5cwindows", "/..\\..\\windows", "/countries\\index.html", "/%5c%5cserver%5cshare",
    "/index.html%00", "/%00", "/index.html%00.png", "/a%0d%0aset-cookie:x", "/%0a", "/%7f", "/%09",
    "/%c0%ae%c0%ae/etc/passwd", "/%c0%af", "/%e0%80%ae", "/%ff", "/%ed%a0%80", "/r\xe9sum\xe9/",
    "/%", "/%2", "/%zz", "/%u002e", "/a%", "/c:/windows", "/%63%3a/windows", "/con", "/nul.html",
    "/a.", "/a%20", "/index.html::$data", "/.dateline/../index.html", "/x%3fy", "/.DATELINE/ledger",
    "/" + "a" * 300, "/" + "a/" * 600,
]  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_odd_paths(tmp_path: Path, path: str) -> None:
    """A path that no honest page links to is refused as it stands, not mended."""
    assert whole(answer(asked(path), house(published(tmp_path)))).status == 400


@pytest.mark.parametrize(
    "path", ["/%252e%252e/%252e%252e/etc/passwd", "/etc/passwd", "/ledger", "/index.htm", "/x%3by"]
)
def test_decoded_once(tmp_path: Path, path: str) -> None:
    """A path is decoded once, and one that the ledger does not list is not there."""
    given = answer(asked(path), house(published(tmp_path)))

    assert whole(given).status == 404
    assert "Nothing here" in text(given)


@pytest.mark.parametrize("path", ["/digest/.dateline/ledger", "/digest/..", "/%2e%2e/digest/"])
def test_odd_below_a_path(tmp_path: Path, path: str) -> None:
    """Below and beside a sub-path the same spellings are refused."""
    shown = Shown(published(tmp_path).output, "https://news.example/digest/")

    assert whole(answer(asked(path), house(shown))).status == 400


def test_split() -> None:
    """A path becomes its segments, the last one empty for a folder."""
    assert split(b"/r%C3%A9sum%C3%A9/a%20b/") == ("r\u00e9sum\u00e9", "a b", "")


def test_split_refuses() -> None:
    """An encoded slash within a segment is refused before anything is looked up."""
    with pytest.raises(Refused):
        split(b"/a%2fb")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/countries", "/countries/"),
        ("/countries?a=%2F%2Fb&c", "/countries/?a=%2F%2Fb&c"),
        ("/r%C3%A9sum%C3%A9", "/r%C3%A9sum%C3%A9/"),
        ("/count%72ies", "/countries/"),
    ],
)
def test_closing_slash(tmp_path: Path, path: str, location: str) -> None:
    """A folder without its slash leads to the one with it, query and all, on the same host."""
    given = answer(asked(path), house(published(tmp_path)))

    assert whole(given).status == 302
    assert header(given, "location") == location


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 302, "/digest/"),
        ("/?a", 302, "/digest/?a"),
        ("/digest", 302, "/digest/"),
        ("/digest/", 200, ""),
        ("/digest/countries", 302, "/digest/countries/"),
        ("/digest/countries/", 200, ""),
        ("/countries/", 404, ""),
        ("/index.html", 404, ""),
        ("/digestive/", 404, ""),
    ],
)
def test_sub_path(tmp_path: Path, path: str, status: int, location: str) -> None:
    """A site with a sub-path is shown below it and nowhere else."""
    shown = Shown(published(tmp_path).output, "https://news.example/digest/")

    given = answer(asked(path), house(shown))

    assert (whole(given).status, header(given, "location")) == (status, location)


@pytest.mark.parametrize(
    ("address", "port", "url"),
    [
        (Address(), 8000, "http://localhost:8000/"),
        (Address("0.0.0.0"), 8000, "http://localhost:8000/"),
        (Address("::1"), 8001, "http://[::1]:8001/"),
        (Address("mybox.local"), 80, "http://mybox.local/"),
    ],
)
def test_root_url(address: Address, port: int, url: str) -> None:
    """The address that is told can be opened on this machine."""
    assert root_url(address, port, "") == url


def test_root_url_of_a_sub_path() -> None:
    """The address that is told has the site's sub-path."""
    url = root_url(Address(), 8000, "https://news.example/digest/")

    assert url == "http://localhost:8000/digest/"

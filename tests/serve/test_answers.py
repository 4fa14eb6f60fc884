"""The order of the rules, and what every answer carries."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.serve.answers import SCRIPT, answer
from generator.serve.exchange import Live
from tests.output.sites import publish_site
from tests.serve.samples import PAGES, TOKEN, asked, header, house, published, text, whole

EVENTS = f"/.dateline/{TOKEN}/events?page=/"


@pytest.mark.parametrize(
    "path",
    [
        "/", "/feed.xml", "/countries", "/nothing", "/..", "/.dateline/alive", "/.dateline/x/y",
        EVENTS, f"/.dateline/{TOKEN}/live.js",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("host", ["localhost:8000", "evil.example"])
def test_on_all(tmp_path: Path, path: str, method: str, host: str) -> None:
    """Every answer, good or bad, says what a browser may do with it, and none shares it."""
    shown = replace(published(tmp_path), is_private=True)

    given = answer(asked(path, method, host=host, origin=f"http://{host}"), house(shown))
    given = given if isinstance(given, Live) else whole(given)

    assert header(given, "x-content-type-options") == "nosniff"
    assert header(given, "cross-origin-resource-policy") == "same-origin"
    assert header(given, "content-security-policy") == "frame-ancestors 'self'"
    assert header(given, "cache-control") == ("no-store" if isinstance(given, Live) else "no-cache")
    assert header(given, "x-robots-tag") == "noindex, nofollow"
    assert not any(name.startswith("access-control") for name, _ in given.headers)


def test_public(tmp_path: Path) -> None:
    """Without held-back articles nothing is said to search engines."""
    assert header(answer(asked("/"), house(published(tmp_path))), "x-robots-tag") == ""


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "BREW"]
)
def test_methods(tmp_path: Path, method: str) -> None:
    """Only GET and HEAD are understood."""
    given = answer(
        asked("/", method, access_control_request_method="GET"), house(published(tmp_path))
    )

    assert whole(given).status == 405
    assert header(given, "allow") == "GET, HEAD"


@pytest.mark.parametrize(
    "path", ["/", "/feed.xml", "/countries", "/nothing", f"/.dateline/{TOKEN}/live.js"]
)
def test_head(tmp_path: Path, path: str) -> None:
    """HEAD is answered as GET is, without the body."""
    place = house(published(tmp_path))

    asked_for = whole(answer(asked(path), place))

    assert whole(answer(asked(path, "HEAD"), place)) == replace(asked_for, body=None)


def test_head_has_no_ranges(tmp_path: Path) -> None:
    """A range of nothing is no range."""
    given = answer(asked("/feed.xml", "HEAD", range="bytes=0-1"), house(published(tmp_path)))

    assert whole(given).status == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [("/", "<h1>Home</h1>"), ("/countries/index.html", "All"), ("/count%72ies/", "All")],
)
def test_pages(tmp_path: Path, path: str, body: str) -> None:
    """A page is shown at its address, however that is escaped."""
    given = answer(asked(path), house(published(tmp_path)))

    assert (whole(given).status, header(given, "content-type")) == (200, "text/html; charset=utf-8")
    assert body in text(given)


def test_missing(tmp_path: Path) -> None:
    """Where nothing is, the site's own page says so."""
    given = answer(asked("/nothing"), house(published(tmp_path)))

    assert whole(given).status == 404
    assert "Nothing here" in text(given)
    assert "live.js" in text(given)


def test_missing_without_a_page(tmp_path: Path) -> None:
    """A site without a page for it gets a line of text."""
    shown = published(tmp_path, {"index.html": b"a"})

    assert text(answer(asked("/nothing"), house(shown))) == "There is no such page.\n"


def test_unlisted(tmp_path: Path) -> None:
    """A file that no build has published is not shown, the ledger itself least of all."""
    place = house(published(tmp_path))
    (tmp_path / "notes.txt").write_text("private")

    for path in ("/notes.txt", "/countries", "/assets/"):
        assert "private" not in text(answer(asked(path), place))
    assert whole(answer(asked("/notes.txt"), place)).status == 404
    assert whole(answer(asked("/.dateline/ledger"), place)).status == 403


def test_no_listing(tmp_path: Path) -> None:
    """A folder without a page shows nothing of what is in it."""
    for path in ("/assets", "/assets/"):
        assert whole(answer(asked(path), house(published(tmp_path)))).status == 404


def test_vanished(tmp_path: Path) -> None:
    """A published file that has gone since is missing, not a fault."""
    place = house(published(tmp_path))
    (tmp_path / "feed.xml").unlink()

    assert whole(answer(asked("/feed.xml"), place)).status == 404


def test_links(tmp_path: Path) -> None:
    """A link in the place of a published file, or of a folder, leads nowhere."""
    place = house(published(tmp_path / "output"))
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "index.html").write_text("private")
    (tmp_path / "output/feed.xml").unlink()
    (tmp_path / "output/feed.xml").symlink_to(secret / "index.html")
    (tmp_path / "output/countries/index.html").unlink()
    (tmp_path / "output/countries").rmdir()
    (tmp_path / "output/countries").symlink_to(secret)

    for path in ("/feed.xml", "/countries/"):
        assert whole(answer(asked(path), place)).status == 404


def test_pipe(tmp_path: Path) -> None:
    """A pipe in the place of a file keeps nobody waiting."""
    place = house(published(tmp_path))
    (tmp_path / "feed.xml").unlink()
    os.mkfifo(tmp_path / "feed.xml")

    assert whole(answer(asked("/feed.xml"), place)).status == 404


def test_new_ledger(tmp_path: Path) -> None:
    """What a later build has published is shown."""
    published(tmp_path)
    publish_site(tmp_path, {**PAGES, "new.txt": b"new"})

    assert text(answer(asked("/new.txt"), house(published(tmp_path, {**PAGES, "new.txt": b"new"}))))


def test_alive(tmp_path: Path) -> None:
    """A page that was left open can ask whether anybody is there, without a token."""
    given = whole(answer(asked("/.dateline/alive"), house(published(tmp_path))))

    assert (given.status, given.body) == (204, None)


def test_script(tmp_path: Path) -> None:
    """The script has an address of its own."""
    given = whole(answer(asked(f"/.dateline/{TOKEN}/live.js"), house(published(tmp_path))))

    assert (given.status, given.body) == (200, SCRIPT.read_bytes())
    assert header(given, "content-type") == "text/javascript; charset=utf-8"


def test_stream(tmp_path: Path) -> None:
    """A stream is about the page whose path, as it was asked for, stands in the query."""
    path = "/r%25C3%25A9sum%25C3%25A9/"

    given = answer(asked(f"/.dateline/{TOKEN}/events?page={path}"), house(published(tmp_path)))

    assert isinstance(given, Live)
    assert given.page == b"/r%C3%A9sum%C3%A9/"


@pytest.mark.parametrize(
    "path",
    [
        "/.dateline", "/.dateline/", "/.dateline/wrong/live.js", f"/.dateline/{TOKEN}x/live.js",
        f"/.dateline/{TOKEN[:-1]}/events?page=/", "/.dateline/%C3%A9/live.js",
    ],
)  # fmt: skip
def test_token(tmp_path: Path, path: str) -> None:
    """Nothing is told to who does not know the token."""
    assert whole(answer(asked(path), house(published(tmp_path)))).status == 403


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec_fetch_site": "none"}])
def test_token_from_elsewhere(tmp_path: Path, headers: dict[str, str]) -> None:
    """Nothing is told to a page from elsewhere, even if it knows the token."""
    assert whole(answer(asked(EVENTS, **headers), house(published(tmp_path)))).status == 403


@pytest.mark.parametrize("page", ["", "index.html", "/..", "//a", "%2F%25ff", "/%E9"])
def test_stream_of_an_odd_page(tmp_path: Path, page: str) -> None:
    """A stream about no page is refused as the page would be."""
    path = f"/.dateline/{TOKEN}/events?page={page}"

    assert whole(answer(asked(path), house(published(tmp_path)))).status == 400


def test_nothing_else_of_ours(tmp_path: Path) -> None:
    """Behind the token there is the script and the stream, and no more."""
    given = answer(asked(f"/.dateline/{TOKEN}/other"), house(published(tmp_path)))

    assert whole(given).status == 404

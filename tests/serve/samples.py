"""A small published site, and requests to it."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from generator.serve.exchange import Address, Answer, Asked, Extract, House, Live, Shown
from generator.serve.shelf import Shelf
from tests.output.sites import publish_site

TOKEN = "secret-token"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:"

HOME = (
    "<!DOCTYPE html>\n<html>\n<head>\n"
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    '<title>Home</title>\n<link rel="stylesheet" href="assets/site.css">\n'
    '<link rel="icon" href="assets/icon.svg">\n</head>\n<body>\n<h1>Home</h1>\n'
    '<img src="assets/map.png" srcset="assets/map-2.png 2x" alt="">\n</body>\n</html>\n'
)
PAGES: Mapping[str, bytes] = {
    "index.html": HOME.encode(),
    "404.html": b"<title>Missing</title><body><p>Nothing here</p></body>",
    "countries/index.html": b"<title>Countries</title><body><p>All</p></body>",
    "r\u00e9sum\u00e9/index.html": b"<title>R</title>",
    "feed.xml": b"<feed/>",
    "assets/site.css": b"body { margin: 0 }",
    "assets/icon.svg": b"<svg/>",
    "assets/map.png": b"0123456789",
    "assets/map-2.png": b"01234567890123456789",
}


def published(output: Path, pages: Mapping[str, bytes] = PAGES) -> Shown:
    publish_site(output, pages)
    return Shown(output)


def house(shown: Shown, address: Address | None = None) -> House:
    listing = Shelf().listing(shown.output)
    return House(shown, listing, address or Address(), TOKEN)


def asked(path: str, method: str = "GET", **headers: str) -> Asked:
    """Return a request as a browser sends it; ``_`` in the names of headers stands for ``-``."""
    raw, _, query = path.encode("latin-1").partition(b"?")
    named = {name.replace("_", "-"): (value,) for name, value in headers.items()}
    return Asked(method, raw, query, {"host": ("localhost:8000",), **named})


def whole(given: Answer | Live) -> Answer:
    """Return an answer with all of its body read."""
    assert isinstance(given, Answer)
    if isinstance(given.body, Extract):
        with given.body.file:
            return replace(given, body=given.body.read(0, len(given.body)))
    return given


def body_of(given: Answer | Live) -> bytes:
    body = whole(given).body or b""
    assert isinstance(body, bytes)
    return body


def header(given: Answer | Live, name: str) -> str:
    found = [value for key, value in given.headers if key == name]
    assert len(found) < 2
    return found[0] if found else ""


def text(given: Answer | Live) -> str:
    return body_of(given).decode()

"""Pages as they are shown: found by path, told apart by version, and given the live script."""

import json
from html import escape
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from generator.fingerprint import digest_of, fingerprint
from generator.model import SitePath
from generator.serve.addresses import Refused, base_of, found, moved, split
from generator.serve.exchange import House
from generator.serve.markup import Grant, Markup, opened, read_markup, without
from generator.serve.media import HTML, media_type
from generator.serve.shelf import read_shown

RESERVED = ".dateline"
"""The first segment of the preview's own addresses, which the output never has."""

_MISSING = SitePath("404.html")
_HERE = "http://host.invalid"

_NOTHING_YET = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nothing published yet</title>
<style>
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 22vh auto 0; max-width: 30rem;
  padding: 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
p { margin: 0; }
</style>
</head>
<body>
<h1>Nothing published yet</h1>
<p>This page becomes the site as soon as a build has published one.</p>
</body>
</html>
"""


class Shelved(Struct, frozen=True):
    """What is shown at a path: the status, the media type and a page's bytes as published.

    With ``location`` it is elsewhere.  With ``file`` it is no page, and that is still to be opened.
    A status that no page goes with has no bytes.
    """

    status: int
    kind: str = ""
    data: bytes = b""
    location: str = ""
    file: SitePath | None = None


class Version(Struct, frozen=True):
    """What of a page a reader would see change.

    ``content`` stands for all but the stylesheets; ``styles`` are their addresses, each with what
    tells its state, in the order of the page.
    """

    content: str
    styles: tuple[str, ...] = ()


def shelved(raw: bytes, house: House) -> Shelved:
    """Return what is shown at a path as it was asked for.

    Raises:
        Refused: it is no path that a site can have.
    """
    base = base_of(house.shown.base_url)
    segments = split(raw)
    path = found(segments, base, house.listing)
    if not house.listing.digests:
        return Shelved(503, HTML, _NOTHING_YET.encode())
    if path is None and (location := moved(segments, base, house.listing)):
        return Shelved(302, location=location)
    if path and media_type(path) != HTML:
        return Shelved(200, media_type(path), file=path)
    data = read_shown(house.shown.output, path) if path else None
    return missing(house) if data is None else Shelved(200, HTML, data)


def missing(house: House) -> Shelved:
    """Return what is shown where nothing is."""
    data = None
    if _MISSING in house.listing.digests:
        data = read_shown(house.shown.output, _MISSING)
    return Shelved(404, HTML if data else "", data or b"")


def is_page(one: Shelved) -> bool:
    """Return whether the live script belongs into something that is shown."""
    return one.kind == HTML


def version_at(raw: bytes, house: House) -> Version:
    """Return the version of the page at a path now."""
    try:
        one = shelved(raw, house)
    except Refused:
        return Version("")
    if not is_page(one):
        return Version(fingerprint((one.status, one.kind, one.location)).hex())
    return _version(one, read_markup(one.data), raw, house)


def decorated(one: Shelved, raw: bytes, house: House, host: str) -> bytes:
    """Return a page with the live script, which its policies let in and nothing else.

    ``host`` is the Host header, known to be ours.  The script says which version it belongs to
    with the words of ``version_at``, so that a page never reloads into itself.
    """
    markup = read_markup(one.data)
    version = _version(one, markup, raw, house)
    # A base element turns a path into one of another host.
    origin = f"http://{host}" if markup.start else ""
    attributes = {
        "src": f"{origin}/{RESERVED}/{house.token}/live.js",
        "nonce": house.token,
        "data-path": raw.decode("ascii"),
        "data-version": version.content,
        "data-styles": json.dumps(version.styles),
    }
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    grant = Grant(_source(host), house.token)
    return opened(markup, grant, f"<script {written} defer></script>\n")


def _source(host: str) -> str:
    """Return what a policy calls our own addresses.

    CSP 3 §2.3.1 has no form for an IPv6 literal, so there the whole origin stands for them.
    """
    return "'self'" if host.startswith("[") else f"http://{host}/{RESERVED}/"


def _version(one: Shelved, markup: Markup, raw: bytes, house: House) -> Version:
    start = _joined(_HERE + raw.decode("ascii"), markup.start)
    # An image beside an article keeps its address when its bytes change.
    shown = tuple(_digest(_joined(start, each), house) for each in markup.resources)
    published = digest_of(without(markup, markup.styles))
    styles = tuple(_with_state(_joined(start, link.value), house) for link in markup.styles)
    return Version(fingerprint((one.status, published, shown)).hex(), styles)


def _joined(start: str, address: str) -> str:
    """Return an address in full; as it is when nobody could resolve it."""
    try:
        return urljoin(start, address)
    except ValueError:  # "http://["
        return address


def _with_state(address: str, house: House) -> str:
    """Return a stylesheet's address, other for other bytes also where its name stays the same."""
    digest = _digest(address, house).hex()[:8]
    address = address.removeprefix(_HERE)
    return f"{address}{'&' if '?' in address else '?'}{digest}" if digest else address


def _digest(address: str, house: House) -> bytes:
    """Return the digest of a published file, or nothing for what is not ours."""
    if not address.startswith(f"{_HERE}/"):
        return b""
    try:
        # A browser escapes what an author has not (URL Standard, path percent-encode set).
        path = quote(urlsplit(address).path, safe="/%~!$&'()*+,;=:@")
        segments = split(path.encode("ascii"))
        file = found(segments, base_of(house.shown.base_url), house.listing)
    except (Refused, ValueError):
        return b""
    return house.listing.digests[file] if file else b""

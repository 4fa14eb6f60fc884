"""From a request to its answer: the order of the rules, and what every answer carries."""

import secrets
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs

from msgspec.structs import replace

from generator.fingerprint import digest_of
from generator.model import SitePath
from generator.serve.addresses import Refused, in_origin_form, is_ours, may_listen, split
from generator.serve.conditions import conditional, ranged
from generator.serve.exchange import Answer, Asked, Extract, Headers, House, Live, Shown, plain
from generator.serve.media import media_type
from generator.serve.pages import RESERVED, decorated, missing, shelved
from generator.serve.shelf import open_shown, state_of

SCRIPT = Path(__file__).with_name("live.js")

_ON_ALL: Headers = (
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("content-security-policy", "frame-ancestors 'self'"),
)
_NOT_OURS = (
    "This preview answers only to the names that it was started with, so that no page elsewhere"
    " can read it.\nIf you meant to reach it by this name, start it with --allow-host NAME."
)
_METHODS = "GET, HEAD"


def answer(asked: Asked, house: House) -> Answer | Live:
    """Return the answer to a request."""
    asked = in_origin_form(asked)
    given = _by_host(asked, house)
    if isinstance(given, Live):
        return Live(given.page, finished_headers(given.headers, "no-store", house.shown))
    return finished(given, asked, house.shown)


def finished(given: Answer, asked: Asked, shown: Shown) -> Answer:
    """Return an answer with what every answer carries; one to HEAD loses its body."""
    headers = finished_headers(given.headers, "no-cache", shown)
    if given.body is not None:
        headers = (*headers, ("content-length", str(len(given.body))))
    return Answer(given.status, headers, None if asked.method == "HEAD" else given.body)


def finished_headers(headers: Headers, caching: str, shown: Shown) -> Headers:
    """Return the header fields of an answer, those that every answer has among them."""
    private: Headers = (("x-robots-tag", "noindex, nofollow"),) if shown.is_private else ()
    return (*headers, ("cache-control", caching), *_ON_ALL, *private)


def _by_host(asked: Asked, house: House) -> Answer | Live:
    if not is_ours(asked, house.address):
        return plain(421, _NOT_OURS)
    if asked.method not in {"GET", "HEAD"}:
        return plain(405, "This preview only shows pages.", (("allow", _METHODS),))
    try:
        segments = split(asked.path)
        own = segments[0] == RESERVED
        return _reserved(segments[1:], asked, house) if own else _site(asked, house)
    except Refused:
        return plain(400, "No page has such an address.")


def _site(asked: Asked, house: House) -> Answer:
    """Return what the site has at a path."""
    one = shelved(asked.path, house)
    if one.file:
        file = _file(asked, house, one.file)
        if file:
            return file
        one = missing(house)
    if one.location:
        query = f"?{asked.query.decode('ascii')}" if asked.query else ""
        return replace(plain(302, "See there."), headers=(("location", one.location + query),))
    if not one.kind:
        return plain(404, "There is no such page.")
    body = decorated(one, asked.path, house, asked.host())
    page = Answer(one.status, (("content-type", one.kind),), body)
    return conditional(asked, page, digest_of(body)) if one.status == 200 else page


def _file(asked: Asked, house: House, path: SitePath) -> Answer | None:
    """Return a file that is no page, or the part of it that is asked for; None if it is gone."""
    file = open_shown(house.shown.output, path)
    if file is None:
        return None
    with ExitStack() as stack:
        stack.enter_context(file.file)
        state = state_of(file, house.listing.digests[path])
        whole = Answer(200, (("content-type", media_type(path)),), file)
        given = conditional(asked, whole, state)
        if given.status == 200:
            given = ranged(asked, given, file)
        if asked.method == "GET" and isinstance(given.body, Extract):
            stack.pop_all()  # whoever sends it closes it
    return given


def _reserved(segments: tuple[str, ...], asked: Asked, house: House) -> Answer | Live:
    """Return what the preview says of itself."""
    if segments == ("alive",):
        return Answer(204, body=None)
    token, *rest = (*segments, "")
    if not secrets.compare_digest(token.encode(), house.token.encode()) or not may_listen(asked):
        return plain(403, "This is for the pages of this preview only.")
    if rest == ["live.js", ""]:
        script = ("content-type", "text/javascript; charset=utf-8")
        body = SCRIPT.read_bytes()
        return conditional(asked, Answer(200, (script,), body), digest_of(body))
    if rest == ["events", ""]:
        stream: Headers = (("content-type", "text/event-stream"),)
        page = parse_qs(asked.query.decode("latin-1"), encoding="latin-1").get("page", [""])[0]
        split(page.encode("latin-1"))
        if asked.method == "HEAD":
            return Answer(200, stream, None)
        return Live(page.encode("latin-1"), stream)
    return plain(404, "There is nothing of the preview here.")

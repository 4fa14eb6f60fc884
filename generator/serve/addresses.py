"""Which addresses are ours: names in the Host header, origins, and paths of the site.

A page on another site can make a browser send requests here, by a name that it has pointed at
loopback (DNS rebinding).  It cannot choose what the browser writes into Host, Origin and
Sec-Fetch-Site, so those must be exactly ours.
"""

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

from msgspec.structs import replace

from generator.model import SitePath
from generator.output.place import fault
from generator.serve.exchange import Address, Asked, Listing

INDEX = "index.html"

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared with, not listened at
_HTTP_PORT = 80
_SCHEME = b"http://"
_PORT = re.compile(r"(?::[0-9]{1,5})?")


class Refused(Exception):
    """A path that no honest page links to."""


def is_ours(asked: Asked, address: Address) -> bool:
    """Return whether a request is addressed to this server, by its one Host header."""
    host = asked.host()
    local, port = asked.arrived_at
    names = {"localhost", in_brackets(local)}
    if address.host and not is_everywhere(address):
        names.add(in_brackets(address.host.lower()))
    exact = {f"{name}:{port}" for name in names}
    if port == _HTTP_PORT:
        exact |= names
    return host in exact or any(_is_allowed(host, one.lower(), port) for one in address.allowed)


def _is_allowed(host: str, allowed: str, port: int) -> bool:
    """Return whether a Host is "name:port" as allowed, or an allowed name with any port."""
    if ":" in allowed.rpartition("]")[2]:
        return host == allowed or (port == _HTTP_PORT and f"{host}:{port}" == allowed)
    return bool(allowed) and host.startswith(allowed) and bool(_PORT.fullmatch(host, len(allowed)))


def in_brackets(host: str) -> str:
    """Return a host as addresses write it: an IPv6 literal in brackets (RFC 3986 §3.2.2)."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def in_origin_form(asked: Asked) -> Asked:
    """Return a request with a path alone; a host before it takes the place of the Host header.

    RFC 9112 §3.2.2: a server must accept a target in absolute form, and ignore Host beside it.
    """
    if asked.path[: len(_SCHEME)].lower() != _SCHEME:
        return asked
    authority, slash, path = asked.path[len(_SCHEME) :].partition(b"/")
    headers = {**asked.headers, "host": (authority.decode("latin-1"),)}
    return replace(asked, path=slash + path or b"/", headers=headers)


def is_everywhere(address: Address) -> bool:
    """Return whether we listen at every address of this machine."""
    return address.host in _EVERYWHERE


def root_url(address: Address, port: int, base_url: str) -> str:
    """Return where a browser on this machine finds the site."""
    is_local = not address.host or is_everywhere(address)
    return url_at("localhost" if is_local else address.host, port, base_url)


def url_at(host: str, port: int, base_url: str) -> str:
    """Return the address of the site by a name of this machine."""
    host = in_brackets(host)
    path = urlsplit(base_url).path or "/"
    return f"http://{host}{'' if port == _HTTP_PORT else f':{port}'}{path}"


def may_listen(asked: Asked) -> bool:
    """Return whether a browser says that it asks for a page of ours, or says nothing."""
    origins = {one.lower() for one in asked.headers.get("origin", ())}
    sites = set(asked.headers.get("sec-fetch-site", ()))
    return origins <= {f"http://{asked.host()}"} and sites <= {"same-origin"}


def split(raw: bytes) -> tuple[str, ...]:
    """Return the segments of a path, decoded once; the last one is empty for a folder.

    Raises:
        Refused: it is not absolute, not escaped UTF-8, or has an odd segment.
    """
    if not raw.startswith(b"/") or not raw.isascii() or _BROKEN_ESCAPE.search(raw):
        raise Refused
    try:
        segments = tuple(unquote_to_bytes(one).decode() for one in raw[1:].split(b"/"))
    except UnicodeDecodeError:
        raise Refused from None
    if any("/" in one or one in {".", ".."} for one in segments) or "" in segments[:-1]:
        raise Refused
    return segments


def base_of(base_url: str) -> tuple[str, ...]:
    """Return the segments of the sub-path below which the site is served."""
    path = unquote_to_bytes(urlsplit(base_url).path).decode().strip("/")
    return tuple(path.split("/")) if path else ()


def found(segments: tuple[str, ...], base: tuple[str, ...], listing: Listing) -> SitePath | None:
    """Return the file that a path means, if the site has it.

    Raises:
        Refused: no site can have it.
    """
    is_inside = segments[: len(base)] == base and len(segments) > len(base)
    named = (*segments[:-1], segments[-1] or INDEX)
    path = SitePath("/".join(named[len(base) :] if is_inside else named))
    if fault(path):
        raise Refused
    return path if is_inside and path in listing.digests else None


def moved(segments: tuple[str, ...], base: tuple[str, ...], listing: Listing) -> str:
    """Return where a path leads that lacks its closing slash or the sub-path, else nothing.

    It is made from checked segments, none of them empty, so it never leads to another host.
    """
    if base and segments == ("",):
        return _absolute(base)
    folder = (*segments, "")
    if segments[-1] and found(folder, base, listing):
        return _absolute(segments)
    return ""


def _absolute(segments: tuple[str, ...]) -> str:
    return "".join(f"/{quote(one)}" for one in segments) + "/"

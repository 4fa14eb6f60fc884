"""Judges the addresses in a body: which stay, which are resolved later, which are refused."""

import re

_HOST = re.compile(r"https?://([a-z0-9.-]+)(?::[0-9]+)?(?=[/?#]|$)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?://[^/\\]|mailto:", re.IGNORECASE)
_HOSTED = re.compile(r"[/\\]{2}")
_NO_URL = re.compile(r'[ "<>\\^`{|}]|%(?![0-9A-Fa-f]{2})')
_DROPPED = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"[^/?#]*:")


def kind_of(target: str) -> tuple[str, str]:
    """Return what kind of address this is, and the address to write.

    Kinds: "fragment" of the same page, "absolute" (http, https, mailto), "open" (relative, to be
    resolved later), "refused".  RFC 3986 §4 decides, except that a backslash counts as a slash,
    as it does in browsers.
    """
    # Browsers drop these anywhere in an address, so they must not hide what it is.
    target = _DROPPED.sub("", target)
    if not target:
        return "refused", target
    if target[0] == "#":
        return "fragment", target
    if _ABSOLUTE.match(target):
        return "absolute", target
    if _HOSTED.match(target):
        return "absolute", "https:" + target.replace("\\", "/")
    # No relative reference has a colon in its first segment, so this is some other scheme.
    return ("refused" if _SCHEME.match(target) else "open"), target


def encoded(address: str) -> str:
    """Return an address with what no URL may hold percent-encoded (the URL standard, §1.3)."""
    return _NO_URL.sub(lambda match: f"%{ord(match[0]):02X}", address)


def host_of(address: str) -> str:
    """Return the host of a web address in lower case, empty if there is any doubt about it."""
    found = _HOST.match(address)
    return found[1].lower() if found else ""


def quoted(text: str) -> str:
    """Return text as it stands in an attribute."""
    return (
        text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    )

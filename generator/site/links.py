"""Where the links inside Markdown lead: to other articles, pages, files beside them, addresses."""

import re
from collections.abc import Mapping
from html import escape
from posixpath import basename, dirname, normpath
from urllib.parse import quote, unquote

from msgspec import Struct

from generator.model import Asset, Body
from generator.site.index import Site, has_page
from generator.site.urls import Urls, document_address, file_of, term_address

_AS_WRITTEN = "/~!$&'()*+,;=:@?#%"
"""What stays of a query; everything else is percent-encoded."""

_IN_FRAGMENT = "/~!$&'()*+,;=:@?"
_AFTER_PATH = re.compile(r"[?#]")
_ALT = re.compile(r' alt="([^"]*)"')


class Copy(Struct, frozen=True):
    """A file that lies beside an article or page, and the address it is published at."""

    asset: Asset
    address: str


def split_target(target: str) -> tuple[str, str]:
    """Return the path that a link names, decoded, and what follows it: a query and a fragment.

    RFC 3986 §3: the first question mark or number sign ends the path.
    """
    start = _AFTER_PATH.search(target)
    at = start.start() if start else len(target)
    query, hash_sign, fragment = target[at:].partition("#")
    return unquote(target[:at]), (
        quote(query, safe=_AS_WRITTEN) + hash_sign + quote(unquote(fragment), safe=_IN_FRAGMENT)
    )


class Linker:
    """Resolves the open links of bodies, for one site."""

    def __init__(self, site: Site, addresses: tuple[str, ...], urls: Urls) -> None:
        """Collect where every source file of the site is published."""
        self._urls = urls
        self._pages: dict[str, str] = {
            one.path: address for one, address in zip(site.articles, addresses, strict=True)
        }
        # Links to an article that is published under another one lead to that one.
        self._pages |= {one.path: addresses[number] for one, number in site.duplicates}
        self._pages |= {one.path: document_address(one.slug) for one in site.documents}
        terms = {(one.taxonomy, one.id): one for rows in site.terms.values() for one in rows}
        self._pages |= {
            note.path: term_address(terms[key])
            for key, note in site.notes.items()
            if key in terms and has_page(site, key)
        }
        owned = [(one.path, one.assets) for one in site.articles if one.assets]
        owned += [(one.path, one.assets) for one in site.documents if one.assets]
        self._copies: Mapping[str, Mapping[str, Copy]] = {
            path: _copies(assets, self._pages[path]) for path, assets in owned
        }

    def copies(self, path: str) -> tuple[Copy, ...]:
        """Return the files that are published with a source file."""
        return tuple(self._copies.get(path, {}).values())

    def link(self, path: str, target: str, address: str) -> str | None:
        """Return the link for a target in a file, escaped for an attribute, on this site.

        A target that is not published has none: its very name may tell of a held-back article.
        """
        found = self._resolved(path, target, address)
        return escape(self._urls.link(found[0]) + found[1]) if found else None

    def absolute(self, path: str, target: str, address: str) -> str | None:
        """Return the same as ``link`` with an absolute URL, for feeds."""
        found = self._resolved(path, target, address)
        return escape(self._urls.absolute(found[0]) + found[1]) if found else None

    def leads_somewhere(self, path: str, target: str, address: str) -> bool:
        """Return whether a target is something that this site publishes.

        Addresses from the root are taken on trust here; ``dateline check`` tries them.
        """
        return self._resolved(path, target, address) is not None

    def _resolved(self, path: str, target: str, address: str) -> tuple[str, str] | None:
        place, rest = split_target(target)
        if not place:
            return address, rest
        if place.startswith("/"):
            return place.lstrip("/"), rest
        source = normpath(f"{dirname(path)}/{place}")
        if source in self._pages:
            return self._pages[source], rest
        if copy := self._copies.get(path, {}).get(source):
            return copy.address, rest
        return None


def _copies(assets: tuple[Asset, ...], address: str) -> Mapping[str, Copy]:
    found: dict[str, Copy] = {}
    taken: set[str] = set()
    folder = dirname(file_of(address))
    for asset in assets:
        name = basename(asset.path)
        if name.casefold() in taken:
            name = f"{asset.digest.hex()[:8]}-{name}"
        taken.add(name.casefold())
        found[asset.path] = Copy(asset, f"{folder}/{name}" if folder else name)
    return found


def joined(body: Body, targets: list[str | None]) -> str:
    """Return a body with its open links closed; one without a target is taken out."""
    if not targets:
        return body.parts[0]
    parts = list(body.parts)
    pieces: list[str] = []
    for at, target in enumerate(targets):
        if target is None:
            pieces.append(_without_link(parts, at))
        else:
            pieces += (parts[at], target)
    return "".join((*pieces, parts[-1]))


def _without_link(parts: list[str], at: int) -> str:
    """Take the link that opens at the end of a part out of the parts; return what is before it.

    Of a link its text stays, of an image its alternative text.
    """
    before, _, opening = parts[at].rpartition("<")
    rest = parts[at + 1].partition(">")
    if opening.startswith("img"):
        alt = _ALT.search(opening + rest[0])
        parts[at + 1] = (alt[1] if alt else "") + rest[2]
        return before
    parts[at + 1] = rest[2]
    closes = next((place for place in range(at + 1, len(parts)) if "</a>" in parts[place]), 0)
    if closes:
        parts[closes] = parts[closes].replace("</a>", "", 1)
    return before

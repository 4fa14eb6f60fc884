"""Every address of the site: where a page lies, how others link to it, what it is called.

An *address* is a path below the site's root, as in ``countries/lithuania/``; an empty one is the
home page.  Only this file knows how an address becomes a file, a link or an absolute URL.
"""

import re
from datetime import datetime
from urllib.parse import quote

from msgspec import Struct

from generator.model import ROOT, Article, SitePath, Slug, Taxonomy, Term, Url

_SAFE = "/~!$&'()*+,;=:@"
_UNRESERVED = re.compile(rf"[\w.\-{re.escape(_SAFE)}]*", re.ASCII)


class Urls(Struct, frozen=True):
    """How this site writes its addresses; ``base_url`` ends in a slash or is empty."""

    base_url: str

    def link(self, address: str) -> Url:
        """Return the link to an address, relative to the root of the site.

        Without a base_url a folder's index is named, since nothing finds it on ``file://``.
        """
        if not self.base_url and (address == "" or address.endswith("/")):
            address += "index.html"
        return Url(ROOT + _quoted(address))

    def absolute(self, address: str) -> str:
        """Return the absolute URL of an address, or an empty string without a base_url."""
        return self.base_url + _quoted(address) if self.base_url else ""

    def absolute_of(self, link: Url) -> str:
        """Return the absolute URL of a link that ``link`` gave, or an empty string as above."""
        return self.base_url + link.removeprefix(ROOT) if self.base_url else ""


def _quoted(address: str) -> str:
    return address if _UNRESERVED.fullmatch(address) else quote(address, safe=_SAFE)


def file_of(address: str) -> SitePath:
    """Return the file that holds the page at an address."""
    return SitePath(address + "index.html" if address == "" or address.endswith("/") else address)


def address_of(file: SitePath) -> str:
    """Return the address of the page that a file holds."""
    return file.removesuffix("index.html")


def article_address(article: Article, pattern: str, day: datetime) -> str:
    """Return an article's address by the owner's pattern.

    ``day`` is the moment of publication in the site's zone.
    The pattern knows ``:year``, ``:month``, ``:day`` and ``:slug``.
    """
    return (
        pattern.strip("/")
        .replace(":year", f"{day.year:04d}")
        .replace(":month", f"{day.month:02d}")
        .replace(":day", f"{day.day:02d}")
        .replace(":slug", article.slug)
        + "/"
    )


def taxonomy_address(taxonomy: Taxonomy) -> str:
    """Return the address of a taxonomy's index page."""
    return f"{taxonomy.value}/"


def term_address(term: Term) -> str:
    """Return the address of a term's page."""
    return f"{term.taxonomy.value}/{term.slug}/"


def numbered_address(front: str, number: int) -> str:
    """Return the address of a numbered page below the front of its list."""
    return f"{front}page/{number}/"


def year_address(year: int) -> str:
    """Return the address of a year in the archive."""
    return f"archive/{year:04d}/"


def month_address(year: int, month: int) -> str:
    """Return the address of a month in the archive."""
    return f"archive/{year:04d}/{month:02d}/"


def storyline_address(slug: str) -> str:
    """Return the address of a storyline, or of the index of all for an empty slug."""
    return f"storylines/{slug}/" if slug else "storylines/"


def document_address(slug: Slug) -> str:
    """Return the address of a page of the owner's own."""
    return f"{slug}/"

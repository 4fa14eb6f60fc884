"""What is asked of the preview and what it answers, as values."""

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from generator.diagnostics import Diagnostic
from generator.model import SitePath

Headers = tuple[tuple[str, str], ...]
"""Header fields by their lower-case names, in the order in which they are sent."""


class Shown(Struct, frozen=True):
    """A folder as a build has left it, and what kept the last build from publishing.

    ``base_url`` is empty or ends in a slash; the site is shown below its path.
    ``problems`` is empty when the last build has published.
    ``is_private`` says that held-back articles can be seen, which no search engine may keep.
    """

    output: Path
    base_url: str = ""
    problems: tuple[Diagnostic, ...] = ()
    is_private: bool = False


class Address(Struct, frozen=True):
    """Where to listen, and by which names a browser may ask.

    No ``host`` means both loopback addresses.  ``port`` is the first that is tried, and the next
    free one is used; 0 means any.  ``allowed`` holds further names for the Host header:
    "name" with any port, or "name:port".
    """

    host: str = ""
    port: int = 8000
    allowed: tuple[str, ...] = ()


class Asked(Struct, frozen=True):
    """What of a request an answer may depend on; no other header is looked at.

    ``path`` and ``query`` are as they were sent.  ``arrived_at`` is the address and port of ours
    that the connection came in at.
    """

    method: str
    path: bytes
    query: bytes = b""
    headers: Mapping[str, tuple[str, ...]] = {}
    arrived_at: tuple[str, int] = ("127.0.0.1", 8000)

    def header(self, name: str) -> str:
        """Return the values of a header field as one list (RFC 9110 §5.3)."""
        return ", ".join(self.headers.get(name, ()))

    def host(self) -> str:
        """Return the Host header in lower case, or an empty string unless there is just one."""
        sent = self.headers.get("host", ())
        return sent[0].lower() if len(sent) == 1 else ""


class Extract(Struct, frozen=True):
    """A piece of an open file; who sends it reads it bit by bit, and closes the file."""

    file: BinaryIO
    start: int
    end: int

    def __len__(self) -> int:
        """Return how many bytes it is to have."""
        return self.end - self.start

    def read(self, start: int, end: int) -> bytes:
        """Return a part of it; fewer bytes when the file has become shorter."""
        self.file.seek(self.start + start)
        return self.file.read(min(self.start + end, self.end) - self.start - start)


class Answer(Struct, frozen=True):
    """A whole answer; ``body`` is None where the status allows none."""

    status: int
    headers: Headers = ()
    body: bytes | Extract | None = b""


class Live(Struct, frozen=True):
    """An answer that goes on: news about the page at a path, as it was asked for."""

    page: bytes
    headers: Headers = ()


class Listing(Struct, frozen=True):
    """The files that a build has published, with the digests of their bytes.

    ``seal`` is that of the ledger that lists them, where it is known.
    """

    digests: Mapping[SitePath, bytes] = {}
    seal: bytes = b""


class House(Struct, frozen=True):
    """All that an answer may depend on besides what was asked and the files themselves."""

    shown: Shown
    listing: Listing
    address: Address
    token: str


def plain(status: int, text: str, headers: Headers = ()) -> Answer:
    """Return an answer of one line of text."""
    kind = ("content-type", "text/plain; charset=utf-8")
    return Answer(status, (kind, *headers), f"{text}\n".encode())

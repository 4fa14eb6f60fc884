"""The published files: which there are, by the ledger, and their bytes."""

import os
from pathlib import Path
from threading import Lock

from generator.files import kind_of
from generator.fingerprint import fingerprint
from generator.model import SitePath
from generator.output.ledger import load_ledger, seal_of_ledger
from generator.output.place import HOME, LEDGER, below
from generator.serve.exchange import Extract, Listing

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe keeps nobody waiting
    | getattr(os, "O_BINARY", 0)
)


def open_shown(output: Path, path: SitePath) -> Extract | None:
    """Return a published file, or None if it is gone or no longer lies in the output.

    A build never publishes a link, so one that lies there leads to what nobody has published.
    """
    place = below(output, path)
    try:
        if not place.parent.resolve(strict=True).is_relative_to(output.resolve(strict=True)):
            return None
        handle = os.open(place, _FLAGS)
    except OSError:
        return None
    status = os.fstat(handle)
    if kind_of(status.st_mode):
        os.close(handle)
        return None
    return Extract(os.fdopen(handle, "rb"), 0, status.st_size)


def read_shown(output: Path, path: SitePath) -> bytes | None:
    """Return the bytes of a published file, or None where there is none to open."""
    one = open_shown(output, path)
    if one is None:
        return None
    with one.file:
        return one.file.read()


def state_of(one: Extract, digest: bytes) -> bytes:
    """Return what tells the bytes of an open file, whose ledger may know others by its name.

    The file is what was opened, and builds replace files and never change them; the digest tells
    it from one that has come to lie in the very same place on the disk.
    """
    found = os.fstat(one.file.fileno())
    return fingerprint((found.st_ino, found.st_mtime_ns, found.st_size, digest))


class Shelf:
    """Remembers what the ledger of an output lists, for as long as its file is the same."""

    def __init__(self) -> None:
        self._lock = Lock()  # requests are answered in several threads
        self._output: Path | None = None
        self._state: object = None
        self._listing = Listing()

    def put(self, output: Path, listing: Listing) -> None:
        """Take a listing from whoever has made the ledger of an output, if that still is the one.

        It saves reading the ledger at the very moment at which open pages ask for what is new.
        """
        state = _state(output)
        is_current = bool(listing.seal) and seal_of_ledger(output) == listing.seal
        if is_current and _state(output) == state:
            with self._lock:
                self._output, self._state, self._listing = output, state, listing

    def listing(self, output: Path) -> Listing:
        """Return the files that an output holds; none if it has no ledger.

        A ledger lists what a publish will have put there before it does.  Until it has, the
        listing stays: a page with the new digest of an old picture would never be told the truth.
        """
        state = _state(output)
        with self._lock:
            is_same_output = output == self._output
            if not is_same_output or state != self._state:
                ledger = load_ledger(output)
                if not (is_same_output and ledger.is_pending()):
                    self._listing = Listing({row.path: row.digest for row in ledger.rows})
                # The state was looked at before the ledger was read: if it has changed in
                # between, it differs the next time as well, and is read again.
                self._output, self._state = output, state
            return self._listing


def _state(output: Path) -> object:
    """Return what tells whether a ledger is another one; builds replace it, never change it."""
    try:
        found = os.lstat(output / HOME / LEDGER)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size

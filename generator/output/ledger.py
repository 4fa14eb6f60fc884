"""What lies in the output, what it was made from, and which of it a build must make anew."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from stat import S_ISREG

from msgspec import MsgspecError, Raw, Struct, msgpack
from msgspec.structs import asdict

from generator.fingerprint import digest_of
from generator.model import Key, SitePath
from generator.output.place import HOME, LEDGER, below, fault
from generator.whole import is_sealed_as, read_sealed, seal_of, write_sealed

_SETTLED = b"ledger 4"
_PENDING = b"ledger 4, pending"
"""What the seal says of a ledger, so that whether a publish is complete is told by it alone."""

_NONE: Mapping[SitePath, Key] = {}


class Row(Struct, frozen=True, array_like=True, gc=False):
    """One published file: what it was made from, and the digest and length of its bytes.

    A size of -1 says that the bytes on disk are not known, so that the file counts as damaged.
    """

    path: SitePath
    size_bytes: int
    key: Key
    digest: bytes


class Ledger(Struct, frozen=True):
    """The files that are ours in an output folder, sorted by path, and what is still to be done.

    ``clearing``, ``moves`` and ``deletions`` are empty once a publish is complete; until then they
    are what it has promised, in this order: files to delete because a new one needs their place,
    staged files to move into place, files to delete.
    ``lost`` says that the folder is ours, but that nobody knows any more what we put there.
    """

    rows: tuple[Row, ...] = ()
    clearing: tuple[SitePath, ...] = ()
    moves: tuple[SitePath, ...] = ()
    deletions: tuple[SitePath, ...] = ()
    lost: bool = False

    def is_pending(self) -> bool:
        """Return whether a publish was promised and is not known to be complete."""
        return bool(self.clearing or self.moves or self.deletions)


class _Lying(Struct, frozen=True, array_like=True, gc=False):
    """The beginning of a row: no more of it is read where only the files are asked."""

    path: SitePath
    size_bytes: int


class _Lies(Struct, frozen=True):
    """A ledger of which only the files are asked."""

    rows: tuple[_Lying, ...]


class Reason(StrEnum):
    """Why a page is made anew."""

    NEW = "new"
    CONTEXT = "content changed"
    TEMPLATE = "template changed"
    CODE = "program changed"
    MISSING = "file missing"
    DAMAGED = "file damaged"
    ASKED = "asked for"


class Work(Struct, frozen=True):
    """What a build has to do: pages to make with the reason, pages to keep, files to delete.

    ``stale`` and ``kept`` keep the order of the plan; ``gone`` is sorted.
    ``lying`` has the digest of each stale page whose old file is in place and whole, so that a
    page that comes out the same is neither staged nor written.  ``renewed`` has the keys of kept
    pages that were composed again, and came out as they were.
    """

    stale: tuple[tuple[SitePath, Reason], ...] = ()
    kept: tuple[SitePath, ...] = ()
    gone: tuple[SitePath, ...] = ()
    lying: Mapping[SitePath, bytes] = {}
    renewed: Mapping[SitePath, Key] = {}


def load_ledger(output: Path) -> Ledger:
    """Return the ledger of an output folder.

    Any doubt (none there, another version, cut short, damaged) gives an empty one.
    """
    nothing = Ledger(lost=(output / HOME).is_dir())
    # Read once, whatever it says of itself: another process may replace it at any moment.
    payload = read_sealed(output / HOME / LEDGER, _SETTLED, _PENDING)
    if payload is None:
        return nothing
    try:
        ledger = msgpack.decode(payload, type=Ledger)
    except MsgspecError:
        return nothing
    pending = (*ledger.clearing, *ledger.moves, *ledger.deletions)
    return nothing if any(map(fault, pending)) else ledger


def is_pending(output: Path) -> bool:
    """Return whether ``load_ledger`` would give a ledger with something still to be done."""
    says_so = is_sealed_as(output / HOME / LEDGER, _PENDING)
    return says_so and load_ledger(output).is_pending()


def lies_as_left(output: Path, seal: bytes) -> bool:
    """Return whether the output has the ledger of a seal, and its files, each of its length."""
    payload = read_sealed(output / HOME / LEDGER, _SETTLED)
    if payload is None or seal_of_ledger(output) != seal:
        return False
    root = str(output)
    try:
        # Nothing is opened or written there, so that the path itself need not be judged.
        return all(
            S_ISREG((status := os.lstat(f"{root}/{row.path}")).st_mode)
            and status.st_size == row.size_bytes
            for row in msgpack.decode(payload, type=_Lies).rows
        )
    except (OSError, ValueError):
        return False


def seal_of_ledger(output: Path) -> bytes:
    """Return what tells one ledger of an output folder from another, empty if there is none."""
    return seal_of(output / HOME / LEDGER)


def packed(rows: tuple[Row, ...]) -> Raw:
    """Return rows as a ledger holds them, for one that is saved more than once."""
    return Raw(msgpack.encode(rows))


def save_ledger(output: Path, ledger: Ledger, rows: Raw | None = None) -> None:
    """Put a ledger in place of the old one, in a single step that outlasts a loss of power.

    ``rows`` are its rows, if they have been packed already.
    """
    version = _PENDING if ledger.is_pending() else _SETTLED
    fields = {**asdict(ledger), "rows": packed(ledger.rows) if rows is None else rows}
    write_sealed(output / HOME / LEDGER, version, msgpack.encode(fields))


def compare(
    keys: Mapping[SitePath, Key],
    ledger: Ledger,
    output: Path,
    *,
    thorough: bool = False,
    trusted: Mapping[SitePath, Key] = _NONE,
) -> Work:
    """Return what must be made, kept and deleted so that the output is what the keys describe.

    Of keys without a context the traces are compared: what is stale by CONTEXT may then still
    come out as it was, see ``settle``.

    Files are looked at, not opened: one that is missing, no regular file or of another size is
    found.  ``thorough`` reads all of them and finds every changed byte.  Pages whose key is the
    very one in ``trusted`` are taken to lie there as they were published.
    """
    rows = {row.path: row for row in ledger.rows}
    stale: list[tuple[SitePath, Reason]] = []
    kept: list[SitePath] = []
    lying: dict[SitePath, bytes] = {}
    root = str(output)
    for path, key in keys.items():
        if trusted.get(path) is key:
            kept.append(path)
            continue
        row = rows.get(path)
        # Nothing is written there, so that the path itself need not be judged.
        reason = _damage(f"{root}/{path}", row, thorough=thorough) if row else Reason.NEW
        if row and not reason:
            reason = difference(key, row.key)
            if reason:
                lying[path] = row.digest
        if reason:
            stale.append((path, reason))
        else:
            kept.append(path)
    gone = sorted(path for path in rows.keys() - keys.keys() if not fault(path))
    return Work(tuple(stale), tuple(kept), tuple(gone), lying)


def difference(new: Key, old: Key) -> Reason | None:
    """Return the first part in which two keys differ, by the trace where no context is known."""
    if new.context != old.context if new.context else new.trace != old.trace:
        return Reason.CONTEXT
    if new.template != old.template:
        return Reason.TEMPLATE
    return Reason.CODE if new.code != old.code else None


def doubtful(work: Work, ledger: Ledger) -> Mapping[SitePath, Key]:
    """Return the old keys of the stale pages that may still come out as they were."""
    unsure = {path for path, reason in work.stale if reason is Reason.CONTEXT}
    return {row.path: row.key for row in ledger.rows if row.path in unsure}


def settle(work: Work, renewed: Mapping[SitePath, Key]) -> Work:
    """Return the work without the pages that came out as they were, which are kept."""
    if not renewed:
        return work
    stale = tuple(one for one in work.stale if one[0] not in renewed)
    kept = (*work.kept, *renewed)
    return Work(stale, kept, work.gone, work.lying, renewed)


def _damage(file: str, row: Row, *, thorough: bool) -> Reason | None:
    """Return what is wrong with a published file."""
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return Reason.MISSING
    if not S_ISREG(found.st_mode) or found.st_size != row.size_bytes:
        return Reason.DAMAGED
    if thorough and digest_of(Path(file).read_bytes()) != row.digest:
        return Reason.DAMAGED
    return None


def with_doubts(ledger: Ledger, output: Path, paths: tuple[SitePath, ...]) -> Ledger:
    """Return the ledger with a size of -1 for those of the paths whose bytes are not the row's."""
    doubted = set(paths)
    rows = tuple(
        Row(row.path, -1, row.key, row.digest)
        if row.path in doubted and not _holds(below(output, row.path), row.digest)
        else row
        for row in ledger.rows
    )
    return Ledger(rows, ledger.clearing, ledger.moves, ledger.deletions, ledger.lost)


def _holds(file: Path, digest: bytes) -> bool:
    """Return whether a regular file has the bytes of a digest."""
    return not file.is_symlink() and file.is_file() and digest_of(file.read_bytes()) == digest

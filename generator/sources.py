"""What the sources are, and in what they differ from what they were, by stat and by content.

Most files are told by one look at their directory entry.  A file whose entry differs is read, and
counts as changed only when its bytes differ, so that a `touch` builds nothing.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from operator import attrgetter
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from generator.files import FileRefused, is_passing, kind_of, read_file
from generator.fingerprint import combined, digest_of, fingerprint
from generator.whole import read_sealed, write_sealed

_LIMIT_BYTES = 1 << 30

_Signature = tuple[int, int, int, int]
"""Size, modification and change time in nanoseconds, inode."""


class Root(Struct, frozen=True):
    """A folder of sources, or a single file, and how messages call it.

    ``without`` is the name of folders that a glance passes over.
    """

    path: Path
    shown: str
    without: str = ""


class Seen(Struct, frozen=True, gc=False):
    """One source as it was seen; ``kind`` is empty for a file, else what it is, in words.

    ``digest`` is empty where it was not read yet.  ``is_young`` says that no file of its root had
    changed later, so that a further change within the same tick of the clock of the file system
    would leave the same signature.
    """

    signature: _Signature
    digest: bytes
    is_young: bool = False
    kind: str = ""


Snapshot = Mapping[str, Seen]
"""All sources by the paths that messages call them by, in order."""


_BY_NAME = attrgetter("name")
_CHANGED = 0  # where the change time stands in what ``_told`` returns
_SEEN = "seen"
_SEEN_VERSION = b"seen 1"
_DECODER = msgpack.Decoder(dict[str, Seen])


class ChangeKind(StrEnum):
    """What became of a source."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Change(Struct, frozen=True, order=True):
    """A source that differs from what it was."""

    path: str
    kind: ChangeKind


class _Found(Struct, frozen=True, gc=False):
    """One entry on the disk."""

    shown: str
    place: str
    status: os.stat_result


def scan(roots: Iterable[Root], before: Snapshot, *, is_lazy: bool = False) -> Snapshot:
    """Return all sources as they are, reading only what has not the signature it had before.

    ``is_lazy`` leaves that to whoever needs it: what is new or has another signature then has no
    digest.  What is no plain file is seen too, as it makes a build fail.  What vanishes or cannot
    be looked at meanwhile is left out.
    """
    snapshot: dict[str, Seen] = {}
    for root in roots:
        found = _below(str(root.path), root.shown)
        youngest = max((one.status.st_ctime_ns for one in found), default=0)
        for one in found:
            known = before.get(one.shown)
            snapshot[one.shown] = _seen(one, known, youngest, is_lazy=is_lazy)
    return snapshot


def signature_of(path: Path) -> _Signature | None:
    """Return what tells a file from what it was, by its directory entry; None if there is none."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def renewed(snapshot: Snapshot, roots: Iterable[Root], paths: Iterable[str]) -> Snapshot:
    """Return a snapshot with some of its files as they are now: those that are known to change."""
    changed = dict(snapshot)
    is_same = True
    for path in paths:
        for root in roots:
            if path == root.shown or path.startswith(f"{root.shown}/"):
                place = str(root.path / path.removeprefix(root.shown).removeprefix("/"))
                found = list(_looked_at(place, path))
                is_same &= bool(found) == (path in snapshot)
                for one in found:
                    changed[path] = _seen(one, None, one.status.st_ctime_ns)
                if not found:
                    changed.pop(path, None)
    if is_same:
        return changed
    return dict(sorted(changed.items(), key=lambda item: item[0].split("/")))


def differences(before: Snapshot, after: Snapshot, *, read_until_ns: int = 0) -> tuple[Change, ...]:
    """Return what is new, changed and gone, in the order of paths.

    The sources were read from when they were seen ``before`` until a moment of ``time_in``.
    A file that was written up to then counts as changed even with the bytes it had: what was read
    may be others, that it had in between.
    """
    changes = [
        Change(path, ChangeKind.CHANGED if path in before else ChangeKind.NEW)
        for path, seen in after.items()
        if path not in before or _differs(before[path], seen, read_until_ns)
    ]
    changes += [Change(path, ChangeKind.GONE) for path in before.keys() - after.keys()]
    return tuple(sorted(changes))


def time_in(folder: Path) -> int:
    """Return what time it is in a folder, in nanoseconds as change times are.

    The clock of a file system may be another machine's.  Where it cannot be told, it is later than
    all that ever happens.
    """
    try:
        os.utime(folder)
        return folder.stat().st_ctime_ns
    except OSError:
        return sys.maxsize


def _differs(before: Seen, after: Seen, read_until_ns: int) -> bool:
    if before.digest != after.digest:
        return True
    return before.signature != after.signature and after.signature[2] <= read_until_ns


def _seen(one: _Found, before: Seen | None, youngest: int, *, is_lazy: bool = False) -> Seen:
    status = one.status
    signature = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    is_young = status.st_ctime_ns >= youngest
    looks_the_same = before is not None and before.signature == signature
    if before and looks_the_same and not before.is_young:
        return before if before.is_young == is_young else replace(before, is_young=is_young)
    digest = b"" if is_lazy and not looks_the_same else _digest(one.place)
    return Seen(signature, digest, is_young, kind_of(status.st_mode))


def _digest(place: str) -> bytes:
    try:
        return digest_of(read_file(Path(place), _LIMIT_BYTES))
    except FileRefused as refused:
        return digest_of(str(refused).encode())


def _below(place: str, shown: str) -> list[_Found]:
    """Return a file, or what a folder holds at any depth; links are seen and not followed."""
    try:
        entries = sorted(os.scandir(place), key=_BY_NAME)
    except NotADirectoryError:
        return list(_looked_at(place, shown))
    except OSError:
        return []
    found: list[_Found] = []
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_passing(entry.name, is_folder=is_folder):
            continue
        look = _below if is_folder else _looked_at
        found += look(entry.path, f"{shown}/{entry.name}")
    return found


def _looked_at(place: str, shown: str) -> Iterator[_Found]:
    try:
        # Not the entry's own stat: on some systems it is what the folder said, and that is old.
        status = os.lstat(place)
    except OSError:
        return
    if kind_of(status.st_mode) != "a folder":
        yield _Found(shown, place, status)


def load_seen(folder: Path) -> Snapshot:
    """Return the snapshot that was saved in a folder; any doubt about it gives an empty one."""
    payload = read_sealed(folder / _SEEN, _SEEN_VERSION)
    try:
        return _DECODER.decode(payload) if payload else {}
    except MsgspecError:
        return {}


def save_seen(folder: Path, snapshot: Snapshot, before: Snapshot) -> None:
    """Save a snapshot unless it is the one before; raise OSError if the disk is full."""
    if snapshot != before:
        # What a loss of power leaves half written has a wrong checksum, so it need not wait.
        write_sealed(folder / _SEEN, _SEEN_VERSION, msgpack.encode(snapshot), durable=False)


class Glance(Struct, frozen=True):
    """All sources at a glance: one digest of names and directory entries.

    ``young`` has the files that could change once more and keep their entry, with the digests of
    their bytes.
    """

    digest: bytes
    young: tuple[tuple[str, bytes], ...]


def glance(roots: Iterable[Root]) -> Glance:
    """Return the sources at a glance; only the youngest files are read."""
    digests: list[bytes] = []
    young: list[tuple[str, bytes]] = []
    for root in roots:
        places = list(_places(root))
        seen = [_told(place) for place in places]
        names = "\0".join(places).encode(errors="surrogateescape")
        digests.append(fingerprint((digest_of(names), seen)))
        youngest = max((one[_CHANGED] for one in seen if one), default=0)
        young += [
            (place, _digest(place))
            for place, one in zip(places, seen, strict=True)
            if one and one[_CHANGED] == youngest
        ]
    return Glance(combined(*digests), tuple(young))


def _told(place: str) -> tuple[int, ...] | None:
    """Return all that a directory entry tells of a file; None if it is gone."""
    try:
        status = os.lstat(place)
    except OSError:
        return None
    return (
        status.st_ctime_ns,
        status.st_mtime_ns,
        status.st_size,
        status.st_ino,
        status.st_mode,
    )


def _places(root: Root) -> Iterator[str]:
    """Return where the files lie that ``_below`` finds, folder by folder, with little work."""
    waiting = [str(root.path)]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=_BY_NAME)
        except NotADirectoryError:
            yield folder
            continue
        except OSError:
            continue
        for entry in entries:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if name != root.without and not is_passing(name, is_folder=True):
                    waiting.append(entry.path)
            elif not is_passing(name):
                yield entry.path

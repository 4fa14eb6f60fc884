"""Reading of seed files: bytes from a folder that strangers may write to, then text.

A file is opened without following links and without waiting, judged by its open handle and read
once, so that nothing can be exchanged between the check and the reading.
"""

import codecs
import errno
import os
import re
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, warning
from generator.text import clean

LIMIT_BYTES = 2 * 1024 * 1024
"""The largest seed that is read, unless the project says otherwise."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_REFUSALS = {
    errno.ELOOP: ("seed-not-regular", "is a link, or lies behind one"),
    errno.EMLINK: ("seed-not-regular", "is a link, or lies behind one"),
    errno.ENXIO: ("seed-not-regular", "is a socket or a device"),
    errno.ENODEV: ("seed-not-regular", "is a device"),
    errno.ENOTDIR: (
        "seed-not-regular",
        "lies behind a link, or behind something that is no folder",
    ),
    errno.ENOENT: ("seed-unreadable", "is gone"),
    errno.EACCES: ("seed-unreadable", "may not be read by this user"),
    errno.EPERM: ("seed-unreadable", "may not be read by this user"),
    errno.ENAMETOOLONG: ("seed-unreadable", "has a name that is too long"),
}
_KINDS = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
)
_EXCERPT = 160
_BREAK = re.compile("\r\n?|\n")

# The longer marks first: that of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Way:
    """The open folders that lead from a root to a file; for the next file of a folder they stay.

    To be closed at the end.
    """

    def __init__(self, root: Path) -> None:
        """Take the root, which may be a link itself: the owner named it."""
        self._root = root
        self._opened: list[tuple[str, int]] = []

    def folder(self, names: Sequence[str]) -> int:
        """Return the handle of a folder below the root; raise OSError where a link is on the way.

        A folder that is open is the one that was found first, whatever stands there now.
        """
        wanted = ("", *names)
        same = 0
        while same < min(len(wanted), len(self._opened)) and self._opened[same][0] == wanted[same]:
            same += 1
        self._close_from(same)
        for name in wanted[same:]:
            if self._opened:
                handle = os.open(name, _FOLDER, dir_fd=self._opened[-1][1])
            else:
                handle = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            self._opened.append((name, handle))
        return self._opened[-1][1]

    def close(self) -> None:
        """Close all folders."""
        self._close_from(0)

    def _close_from(self, level: int) -> None:
        while len(self._opened) > level:
            os.close(self._opened.pop()[1])


def read_seed(
    root: Path, path: str, limit_bytes: int = LIMIT_BYTES, *, shown_as: str = ""
) -> Checked[bytes | None]:
    """Return the bytes of one seed; see ``read_next_seed``."""
    with closing(Way(root)) as way:
        return read_next_seed(way, path, limit_bytes, shown_as=shown_as)


def read_next_seed(
    way: Way, path: str, limit_bytes: int = LIMIT_BYTES, *, shown_as: str = ""
) -> Checked[bytes | None]:
    """Return the bytes of a regular file below a folder, or None and why it is refused.

    Neither the file nor any folder between it and the seeds folder may be a link.  Diagnostics, all
    warnings, so that one bad file does not stop the others: ``seed-not-regular``,
    ``seed-too-large``, ``seed-unreadable``.  Other faults of the disk are raised.

    Args:
        way: The way from the seeds folder to the file that was read before.
        path: The file, relative to the seeds folder, with forward slashes.
        limit_bytes: The largest size that is read.
        shown_as: The path in diagnostics, when it is not ``path``.
    """
    place = Place(shown_as or path)
    parts = path.split("/")
    if "\0" in path or any(part in {"", ".", ".."} for part in parts):
        return _refused(place, "seed-unreadable", "is no path below its folder")
    if clean(path)[0] != path or "\t" in path or "\n" in path:
        return _refused(place, "seed-unreadable", "has a name with characters that do not show")
    try:
        handle = os.open(parts[-1], _FILE, dir_fd=way.folder(parts[:-1]))
        try:
            return _read(handle, place, limit_bytes)
        finally:
            os.close(handle)
    except OSError as fault:
        if fault.errno not in _REFUSALS:
            raise
        code, reason = _REFUSALS[fault.errno]
        return _refused(place, code, reason)


def _read(handle: int, place: Place, limit_bytes: int) -> Checked[bytes | None]:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "is no file")
        return _refused(place, "seed-not-regular", kind)
    # One byte more than it should have, so that a single read mostly tells that this was all.
    data = os.read(handle, min(status.st_size, limit_bytes) + 1)
    if len(data) != status.st_size:  # it is too large, is being written, or was read in part
        with os.fdopen(handle, "rb", closefd=False) as file:
            data += file.read(limit_bytes + 1 - len(data))
    if len(data) > limit_bytes:
        size = max(status.st_size, limit_bytes + 1)
        return _refused(
            place, "seed-too-large", f"has {size:,} bytes, and {limit_bytes:,} are allowed"
        )
    return Checked(data)


def _refused(place: Place, code: str, reason: str) -> Checked[bytes | None]:
    hints = {
        "seed-not-regular": "put a plain file in its place, or take it out of the folder",
        "seed-too-large": "split it, or raise the limit in dateline.toml",
        "seed-unreadable": "check the file and its rights, or take it out of the folder",
    }
    name = place.path.rpartition("/")[2]
    return Checked(None, (warning(place, code, f'"{name}" {reason}: it is left out', hints[code]),))


def decode(path: str, raw: bytes, declared_encoding: str = "") -> Checked[str | None]:
    """Return the text of a file: by its byte order mark, as declared, or as UTF-8.

    Nothing is guessed.  Diagnostic: ``seed-encoding``, a warning with the line and column of the
    first bad byte; the value is None then.
    """
    encoding, skip = _encoding_of(raw, declared_encoding)
    try:
        return Checked(raw[skip:].decode(encoding))
    except LookupError:
        message = f'no encoding is called "{encoding}"'
        return Checked(None, (_encoding_problem(Place(path), message),))
    except UnicodeDecodeError as fault:
        return Checked(None, (_bad_byte(path, raw[skip:], fault),))
    except UnicodeError as fault:
        message = f'this is not "{encoding}": {fault}'
        return Checked(None, (_encoding_problem(Place(path), message),))


def _encoding_of(raw: bytes, declared: str) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    return declared or "utf-8", 0


def _bad_byte(path: str, raw: bytes, fault: UnicodeDecodeError) -> Diagnostic:
    before = _BREAK.split(raw[: fault.start].decode(fault.encoding, "replace"))
    line = before[-1] + _BREAK.split(raw[fault.start :].decode(fault.encoding, "replace"))[0]
    place = Place(path, len(before), len(before[-1]) + 1)
    found = " ".join(f"0x{byte:02X}" for byte in raw[fault.start : fault.end][:4])
    message = f"{found} is not {fault.encoding.upper()} here: the file is left out"
    return replace(_encoding_problem(place, message), excerpt=line[:_EXCERPT])


def _encoding_problem(place: Place, message: str) -> Diagnostic:
    hint = "save the file as UTF-8, or declare its encoding in dateline.toml"
    return warning(place, "seed-encoding", message, hint)

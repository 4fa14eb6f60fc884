"""Reads source files safely: regular files below one folder, each opened once, never by a link.

A source folder may hold anything: links that lead out of the project, pipes that never end,
devices.  Each is named and left alone.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.whole import replace_file

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)

_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


# Hidden files and folders, and the backups and drafts of Emacs, vim, nano and Kate.
_HIDDEN = re.compile(r"\..*|.*~|#.*#", re.DOTALL)
# What editors write beside a file for a moment: vim tries whether it can write, sed -i has names
# that are hardly ever a word, downloads are not complete.
_PASSING = re.compile(
    r".*\.(?:sw[opx]|tmp|part|crdownload|kate-swp)|.*___jb_(?:tmp|old)___"
    r"|4913|sed(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{6}",
    re.DOTALL,
)

# Nearly all sources end in one of these, and none that passes does unless it is hidden.
_LASTING = (".md", ".txt", ".html", ".toml", ".py")


class FileRefused(Exception):
    """A source file that is not read; the message says why and fits behind "it is"."""


class Entry(Struct, frozen=True, order=True):
    """One thing in a source folder: ``path`` is relative to it; ``kind`` is empty for files."""

    path: str
    kind: str = ""


def entries(root: Path, *, hidden: bool = False) -> Iterator[Entry]:
    """Return every file below a folder in the order of their paths, and what is no file.

    Folders are entered, links never followed.  Names that ``is_passing`` are skipped unless
    ``hidden``.  A folder that does not exist holds nothing.
    """
    try:
        found = sorted(os.scandir(root), key=lambda one: one.name)
    except FileNotFoundError:
        return
    for one in found:
        is_folder = one.is_dir(follow_symlinks=False)
        if not hidden and is_passing(one.name, is_folder=is_folder):
            continue
        if is_folder:
            for inner in entries(Path(one.path), hidden=hidden):
                yield Entry(f"{one.name}/{inner.path}", inner.kind)
        elif one.is_file(follow_symlinks=False):
            yield Entry(one.name)
        else:
            yield Entry(one.name, kind_of(one.stat(follow_symlinks=False).st_mode))


def is_passing(name: str, *, is_folder: bool = False) -> bool:
    """Return whether a name is a hidden one, or that of a file which an editor will take away.

    No source has such a name, so that a build never publishes what lies there for a moment.
    """
    if name.endswith(_LASTING):
        return name[0] == "."
    if _HIDDEN.fullmatch(name):
        return True
    return not is_folder and _PASSING.fullmatch(name) is not None


def kind_of(mode: int) -> str:
    """Return what a file mode stands for, in words, or an empty string for a regular file."""
    if stat.S_ISREG(mode):
        return ""
    return next((name for test, name in _KINDS if test(mode)), "")


def read_file(path: Path | str, limit_bytes: int) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        FileRefused: it is a link, a pipe, a device, too large, or may not be read.
    """
    try:
        handle = os.open(path, _FLAGS)
    except OSError as fault:
        raise FileRefused(_reason(path, fault)) from fault
    try:
        status = os.fstat(handle)
        if kind := kind_of(status.st_mode):
            raise FileRefused(kind)
        if status.st_size > limit_bytes:
            raise FileRefused(f"{status.st_size} bytes long, more than {limit_bytes}")
        data = os.read(handle, status.st_size + 1)
        if len(data) != status.st_size:  # it is being written, or was read in part
            with os.fdopen(handle, "rb", closefd=False) as file:
                data += file.read(limit_bytes + 1)
    finally:
        os.close(handle)
    if len(data) > limit_bytes:
        raise FileRefused(f"more than {limit_bytes} bytes long")
    return data


def _reason(path: Path | str, fault: OSError) -> str:
    try:
        return kind_of(os.lstat(path).st_mode) or (fault.strerror or "unreadable").lower()
    except OSError:
        return "gone"


def write_file(path: Path, data: bytes) -> None:
    """Write a source file so that it is whole at every moment, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data, durable=False)

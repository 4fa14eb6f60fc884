"""What lies in the output beside our own files, and whether it is in the way; only reads."""

# A Path for each of thousands of files costs more than what is asked of it.
# ruff: noqa: PTH119

import os
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from msgspec import Struct

from generator.diagnostics import Diagnostic, Place, error
from generator.fingerprint import digest_of
from generator.model import SitePath
from generator.output.ledger import Ledger
from generator.output.place import HOME, join


class Lay(Enum):
    """What was found at a path; DUE is a folder that can be made once a file is cleared away."""

    MISSING = auto()
    FOLDER = auto()
    FILE = auto()
    LINK = auto()
    OTHER = auto()
    DUE = auto()


class Ground(Struct, frozen=True):
    """The folders of an output, each looked at once; ``cleared`` are files that will be deleted.

    It knows what it saw first, so it serves for one pass over the output and no longer.
    """

    root: str
    cleared: frozenset[SitePath] = frozenset()
    seen: dict[str, Lay] = {}

    def folder(self, path: str) -> Lay:
        """Return what lies at a folder's path or, where its parents end earlier, at their end."""
        if not path:
            return Lay.FOLDER
        known = self.seen.get(path)
        if known is None:
            known = self.folder(parent_of(path))
            if known is Lay.FOLDER:
                known = self._first_look(path)
            self.seen[path] = known
        return known

    def nearest(self, path: str) -> str:
        """Return the innermost of a path's folders that is there, with no link on the way."""
        folders = (one for one in parents_of(path) if self.folder(one) is Lay.FOLDER)
        return next(folders, "")

    def _first_look(self, path: str) -> Lay:
        found = lay_of(join(self.root, SitePath(path)))
        return Lay.DUE if found is Lay.FILE and path in self.cleared else found

    def file(self, path: SitePath) -> Lay:
        """Return what lies at a file's path, MISSING when there is no real folder for it."""
        if self.folder(parent_of(path)) is Lay.FOLDER:
            return lay_of(join(self.root, path))
        return Lay.MISSING

    def missing(self) -> tuple[str, ...]:
        """Return the folders that were looked for and are not there, outer before inner."""
        return tuple(folder for folder, lay in self.seen.items() if lay is Lay.MISSING)


def parent_of(path: str) -> str:
    """Return the folder that a path lies in, empty for the output itself."""
    return path.rpartition("/")[0]


def parents_of(path: str) -> Iterator[str]:
    """Return all folders that a path lies in, inner before outer."""
    folder = parent_of(path)
    while folder:
        yield folder
        folder = parent_of(folder)


def lay_of(file: str) -> Lay:
    """Return what lies at a path on disk, links not followed."""
    try:
        mode = os.lstat(file).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Lay.MISSING
    if S_ISREG(mode):
        return Lay.FILE
    if S_ISDIR(mode):
        return Lay.FOLDER
    return Lay.LINK if S_ISLNK(mode) else Lay.OTHER


def obstacles(
    digests: Mapping[SitePath, bytes], ledger: Ledger, ground: Ground
) -> tuple[Diagnostic, ...]:
    """Return an error for whatever would be destroyed or followed by moving files into place.

    ``digests`` are the files to move with the digest of their bytes; ``ledger`` is the one before.
    Codes: ``link-in-output`` and ``foreign-file-in-the-way``.  A foreign file with the very
    bytes that we would write is no obstacle, nor is anything when the ledger was lost.
    """
    ours = {row.path for row in ledger.rows}
    name = os.path.basename(ground.root)
    return tuple(
        _problem(f"{name}/{path}", lay)
        for path, digest in digests.items()
        if (lay := _obstacle(path, ground, is_ours=ledger.lost or path in ours, digest=digest))
    )


def _obstacle(path: SitePath, ground: Ground, *, is_ours: bool, digest: bytes) -> Lay | None:
    """Return what is in the way of one file."""
    folder = ground.folder(parent_of(path))
    if folder is not Lay.FOLDER:
        return None if folder is Lay.MISSING or folder is Lay.DUE else folder
    found = ground.file(path)
    if found is Lay.MISSING or (found is Lay.FILE and is_ours):
        return None
    if found is Lay.FILE and digest_of(Path(join(ground.root, path)).read_bytes()) == digest:
        return None
    if found is Lay.FOLDER and _is_cleared(path, ground):
        return None
    return found


def _is_cleared(folder: str, ground: Ground) -> bool:
    """Return whether every file below a folder is about to be deleted."""
    with os.scandir(join(ground.root, SitePath(folder))) as entries:
        return all(
            _is_cleared(f"{folder}/{entry.name}", ground)
            if entry.is_dir(follow_symlinks=False)
            else f"{folder}/{entry.name}" in ground.cleared
            for entry in entries
        )


def _problem(shown: str, lay: Lay) -> Diagnostic:
    """Return the error for something that is in the way of a file."""
    if lay is Lay.LINK:
        return error(
            Place(shown),
            "link-in-output",
            "this is a link, or lies behind one, and a site is never written through links",
            "remove the link from the output folder",
        )
    what = "a folder that holds other files" if lay is Lay.FOLDER else "a file"
    return error(
        Place(shown),
        "foreign-file-in-the-way",
        f"a page has to be published here, but {what} that no build of ours made is in its place",
        "move it out of the output folder, or into content/files in place of the page",
    )


def foreign(output: Path, ledger: Ledger) -> tuple[SitePath, ...]:
    """Return what lies in the output and is not ours, sorted.

    A folder that holds nothing of ours is named once, with a slash at its end.
    """
    files = {row.path for row in ledger.rows}
    folders = {folder for path in files for folder in parents_of(path)}
    return tuple(sorted(_strangers(str(output), files, folders)))


def _strangers(root: str, files: Iterable[str], folders: Iterable[str]) -> Iterator[SitePath]:
    """Return all foreign entries below the output, one for a foreign folder."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                path = folder + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and path in folders:
                    waiting.append(f"{path}/")
                elif path not in files and path != HOME:
                    yield SitePath(f"{path}/" if is_folder else path)

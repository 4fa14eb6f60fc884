"""The files of the content folder: which of them are read, and what each of them is known by."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Place, error, warning
from generator.files import Entry, FileRefused, read_file
from generator.fingerprint import digest_of
from generator.model import Asset
from generator.sources import Seen, Snapshot
from generator.text import clean

ASSET_LIMIT_BYTES = 100 * 1024 * 1024

_STORYLINES = re.compile(r"storylines/[^/]+\.md")
_NOTES = re.compile(r"(?:countries|tags|organisations|people)/[^/]+/_index\.md")


class Listing(Struct, frozen=True):
    """The files of a content folder: all that have a name, those of Markdown that are read.

    ``strays`` is what is said of the others.
    """

    found: tuple[Entry, ...] = ()
    files: tuple[Entry, ...] = ()
    strays: tuple[Diagnostic, ...] = ()


class Shelf:
    """The files of the content folder as they were seen; the digest of each is made once."""

    def __init__(self, folder: Path, seen: dict[str, Seen]) -> None:
        self.folder = folder
        self.seen = seen

    def key(self, path: str) -> bytes:
        """Return the key of a file in the memo, empty if it has to be read first."""
        digest = self.seen[self._name(path)].digest
        return key_of(path, digest) if digest else b""

    def note(self, path: str, digest: bytes) -> None:
        """Keep the digest of a file that was read."""
        name = self._name(path)
        self.seen[name] = replace(self.seen[name], digest=digest)

    def holds(self, source: str) -> bool:
        """Return whether a link may lead to a file.

        Only what was seen is published, so no link or hidden folder leads out of the content.
        """
        path = source.removeprefix("content/")
        one = self.seen.get(self._name(path)) if path != source else None
        return one is not None and not one.kind and _has_a_name(path)

    def asset(self, source: str) -> Asset | FileRefused:
        """Return a file that is published as it is."""
        path = source.removeprefix("content/")
        one = self.seen[self._name(path)]
        if one.digest and one.signature[0] <= ASSET_LIMIT_BYTES:
            return Asset(source, one.digest, one.signature[0])
        try:
            data = read_file(self.folder / path, ASSET_LIMIT_BYTES)
        except FileRefused as refused:
            return refused
        digest = digest_of(data)
        if len(data) == one.signature[0]:
            self.note(path, digest)
        return Asset(source, digest, len(data))

    def _name(self, path: str) -> str:
        return f"{self.folder.name}/{path}"


def key_of(path: str, digest: bytes) -> bytes:
    """Return the key in the memo of a file with such bytes."""
    return digest + path.encode()


def listed_in(
    shelf: Shelf,
    changed: Sequence[str],
    *,
    before: Snapshot,
    known: Listing,
    keys: Mapping[str, bytes],
) -> tuple[Listing, dict[str, bytes]]:
    """Return the files of a folder, and the keys of those that are read, empty where not known.

    ``known`` and ``keys`` are the result for the files as they were seen ``before``, from which
    those that have ``changed`` differ.
    """
    is_same = (
        known.files
        and before.keys() == shelf.seen.keys()
        and all(before[path].kind == shelf.seen[path].kind for path in changed)
    )
    if is_same:
        again = {path.partition("/")[2] for path in changed} & keys.keys()
        return known, {**keys, **{path: shelf.key(path) for path in again}}
    found: list[Entry] = []
    files: list[Entry] = []
    strays: list[Diagnostic] = []
    for path, one in shelf.seen.items():
        entry = Entry(path.partition("/")[2], one.kind)
        stray = _stray(entry)
        if stray:
            strays.append(stray)
        elif _is_markdown(entry.path):
            files.append(entry)
        if _has_a_name(entry.path):
            found.append(entry)
    listing = Listing(
        found=tuple(found),
        files=tuple(files),
        strays=tuple(strays),
    )
    return listing, {entry.path: shelf.key(entry.path) for entry in files}


def _is_markdown(path: str) -> bool:
    return path.endswith(".md") and not path.startswith("files/")


def _has_a_name(path: str) -> bool:
    """Return whether the name of a file can be printed and written into a table."""
    if path.isascii() and path.isprintable():
        return True
    return clean(path)[0] == path and "\t" not in path and "\n" not in path


def _stray(entry: Entry) -> Diagnostic | None:
    """Return what is wrong with a file or its place, if anything is."""
    if not _has_a_name(entry.path):
        message = "its name holds characters that do not show, and it is not read"
        return error(_place(entry), "not-a-file", message, "give it another name")
    if entry.kind:
        hint = "put the file itself there; Dateline follows no links"
        return error(_place(entry), "not-a-file", f"it is {entry.kind}, and is not read", hint)
    if _is_markdown(entry.path) and not _has_a_place(entry.path):
        hint = "articles belong into content/articles, pages of your own into content/pages"
        return warning(_place(entry), "stray-file", "nothing is made of this file", hint)
    return None


def _place(entry: Entry) -> Place:
    return Place(f"content/{entry.path}")


def _has_a_place(path: str) -> bool:
    return path.startswith(("articles/", "pages/")) or any(
        shape.fullmatch(path) for shape in (_NOTES, _STORYLINES)
    )

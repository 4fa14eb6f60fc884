"""The files of the content folder: which of them are read, and what each of them is known by."""

import re
from collections.abc import Iterable, Mapping
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

    ``beside`` are the paths that links may lead to, ``strays`` what is said of all others.
    """

    found: tuple[Entry, ...] = ()
    files: tuple[Entry, ...] = ()
    beside: frozenset[str] = frozenset()
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
    return digest_of(path.encode() + b"\0" + digest)


def listed_in(
    shelf: Shelf, *, before: Snapshot, known: Listing, keys: Mapping[str, bytes]
) -> tuple[Listing, dict[str, bytes]]:
    """Return the files of a folder, and the keys of those that are read, empty where not known.

    ``known`` and ``keys`` are the result for the files as they were seen ``before``.
    """
    changed = [path for path, one in shelf.seen.items() if before.get(path) is not one]
    is_same = (
        known.files
        and before.keys() == shelf.seen.keys()
        and all(before[path].kind == shelf.seen[path].kind for path in changed)
    )
    if is_same:
        again = {path.partition("/")[2] for path in changed} & keys.keys()
        return known, {**keys, **{path: shelf.key(path) for path in again}}
    listed = [Entry(path.partition("/")[2], one.kind) for path, one in shelf.seen.items()]
    found = tuple(entry for entry in listed if _has_a_name(entry.path))
    files = tuple(entry for entry in found if _is_markdown(entry) and _has_a_place(entry.path))
    listing = Listing(
        found=found,
        files=files,
        # Only what was listed is published, so no link or hidden folder leads out of the content.
        beside=frozenset(f"content/{entry.path}" for entry in found if not entry.kind),
        strays=tuple(problem for entry in listed for problem in _strays(entry)),
    )
    return listing, {entry.path: shelf.key(entry.path) for entry in files}


def _is_markdown(entry: Entry) -> bool:
    return not entry.kind and entry.path.endswith(".md") and not entry.path.startswith("files/")


def _has_a_name(path: str) -> bool:
    """Return whether the name of a file can be printed and written into a table."""
    if path.isascii() and path.isprintable():
        return True
    return clean(path)[0] == path and "\t" not in path and "\n" not in path


def _strays(entry: Entry) -> Iterable[Diagnostic]:
    place = Place(f"content/{entry.path}")
    if not _has_a_name(entry.path):
        message = "its name holds characters that do not show, and it is not read"
        yield error(place, "not-a-file", message, "give it another name")
    elif entry.kind:
        hint = "put the file itself there; Dateline follows no links"
        yield error(place, "not-a-file", f"it is {entry.kind}, and is not read", hint)
    elif _is_markdown(entry) and not _has_a_place(entry.path):
        hint = "articles belong into content/articles, pages of your own into content/pages"
        yield warning(place, "stray-file", "nothing is made of this file", hint)


def _has_a_place(path: str) -> bool:
    return path.startswith(("articles/", "pages/")) or any(
        shape.fullmatch(path) for shape in (_NOTES, _STORYLINES)
    )

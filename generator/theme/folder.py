"""Which files a folder of a theme holds, and their bytes."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.diagnostics import Checked, Diagnostic, Place, error
from generator.files import FileRefused, entries, read_file

LIMIT_BYTES = 32 * 1024 * 1024
"""The largest file that a theme may hold; a font is a hundred times smaller."""


def unreadable(shown: str, fault: FileRefused) -> Diagnostic:
    """Return the error for a file of a theme that is not read."""
    message = f"this file of the theme cannot be read: it is {fault}"
    return error(Place(shown), "theme-file", message, "put a plain file in its place")


class ThemeFile(Struct, frozen=True):
    """One file of a theme: where it lies, how messages call it, and what it holds."""

    path: Path
    shown: str
    data: bytes


def files_below(folder: Path, shown: str) -> Checked[Mapping[str, ThemeFile]]:
    """Return the files below a folder by their names, forward slashes, in order of name.

    Code: theme-file, for links, which could publish something from outside of the project, and
    whatever else is not a plain file.
    """
    found: dict[str, ThemeFile] = {}
    problems: list[Diagnostic] = []
    for entry in entries(folder):
        place = f"{shown}/{entry.path}"
        path = folder / entry.path
        try:
            found[entry.path] = ThemeFile(path, place, read_file(path, LIMIT_BYTES))
        except FileRefused as fault:
            problems.append(unreadable(place, fault))
    return Checked(found, tuple(problems))

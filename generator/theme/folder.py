"""Which files a folder of a theme holds."""

import os
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics import Checked, Diagnostic, Place, error


def files_below(folder: Path, shown: str) -> Checked[Mapping[str, Path]]:
    """Return the files below a folder by their names, forward slashes, in order of name.

    A folder that does not exist has none.  Names that begin with a dot are passed over, as
    editors and desktops leave such files behind.  Code: symlink, since a link could publish
    something from outside of the project.
    """
    found: dict[str, Path] = {}
    problems: list[Diagnostic] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted([*names, *folders]):
            path = Path(place, name)
            key = path.relative_to(folder).as_posix()
            if name.startswith("."):
                continue
            if path.is_symlink():
                message = "a theme cannot hold symbolic links"
                hint = "put a copy of the file in its place"
                problems.append(error(Place(f"{shown}/{key}"), "symlink", message, hint))
            elif path.is_file():
                found[key] = path
    return Checked(dict(sorted(found.items())), tuple(problems))

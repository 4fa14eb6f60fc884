"""Where files may lie: one function makes every path below the output, and refuses the others."""

import re
from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from generator.diagnostics import Diagnostic, Place, error
from generator.model import SitePath

HOME = ".dateline"
"""The folder in the output that holds the ledger and what is staged; never a page."""

LEDGER = "ledger"
STAGING = "staging"
FOLDERS = "folders"
"""Lists the folders that a build has made and may not have filled."""

SEGMENT_BYTES = 255  # NAME_MAX of every file system in use
PATH_BYTES = 1024  # PATH_MAX of macOS, the smallest that a site is built or unpacked on

_RESERVED = r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])"
# Names as the planners make them, told at one glance; anything else is looked at closely.
_PLAIN = re.compile(rf"(?:(?!{_RESERVED}(?:[./]|\Z))[a-z0-9_][a-z0-9_.-]*(?<!\.)(?:/(?!\Z)|\Z))+")
# Microsoft, "Naming files, paths, and namespaces": names that no Windows machine can hold.
_DEVICE = re.compile(rf" *{_RESERVED} *(?:\..*)?", re.IGNORECASE | re.DOTALL)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\]')


def join(root: str, path: SitePath) -> str:
    """Return where a file of the site lies on disk; the only way to make such a path.

    Raise ValueError for a path that is not surely below the root: see ``fault``.
    """
    problem = fault(path)
    if problem:
        raise ValueError(f"the path {path!r} {problem}")
    return f"{root}/{path}"


def below(root: Path, path: SitePath) -> Path:
    """Return ``join`` as a Path."""
    return Path(join(str(root), path))


def fault(path: str) -> str:
    """Return what keeps a path from being published anywhere, or an empty string.

    Refused are absolute paths, empty, ``.`` and ``..`` segments, backslashes, control characters,
    what Windows cannot name, segments over 255 bytes, paths over 1024, and our own folder.
    """
    # A plain path is ASCII, so characters are bytes, and one this short has no segment too long.
    if len(path) <= SEGMENT_BYTES and _PLAIN.fullmatch(path):
        return ""
    segments = path.split("/")
    problem = next(filter(None, map(_fault_of_segment, segments)), "")
    if not problem and len(path.encode()) > PATH_BYTES:
        problem = f"is longer than {PATH_BYTES} bytes"
    if not problem and folded(segments[0]) == HOME:
        problem = f"lies in {HOME}, which is the generator's own"
    return problem


def _fault_of_segment(name: str) -> str:
    """Return what is wrong with one segment of a path, or an empty string."""
    if name in {"", ".", ".."}:
        return "has an empty segment, or one of dots"
    if _FORBIDDEN.search(name):
        return "has a character that not every system can store"
    if name[-1] in ". ":
        return "has a segment that ends in a dot or a space"
    if _DEVICE.fullmatch(name):
        return f'has the name "{name}", which Windows keeps for a device'
    try:
        too_long = len(name.encode()) > SEGMENT_BYTES
    except UnicodeEncodeError:  # a file name whose bytes are not UTF-8
        return "has a name that is not Unicode"
    return f"has a segment longer than {SEGMENT_BYTES} bytes" if too_long else ""


def folded(path: str) -> str:
    """Return the form in which two paths are one on some file system (NFKC and case folding)."""
    if path.isascii():
        return path.lower()
    return normalize("NFKC", normalize("NFKC", path).casefold())


def unsafe(paths: Iterable[tuple[SitePath, Place]]) -> tuple[Diagnostic, ...]:
    """Return an error ``unsafe-path`` for every path that ``join`` would refuse."""
    return tuple(
        error(place, "unsafe-path", f'"{path}" {problem}', "rename the file or set another slug")
        for path, place in paths
        if (problem := fault(path))
    )


def collisions(paths: Iterable[tuple[SitePath, Place]]) -> tuple[Diagnostic, ...]:
    """Return an error ``same-address`` for every path that another one claims before it.

    Paths are compared after NFKC and case folding, since many disks do so; a path that is a file
    here and a folder there is a collision as well.  The earlier claim is named in the message.
    """
    files: dict[str, tuple[SitePath, Place]] = {}
    folders: dict[str, tuple[SitePath, Place]] = {}
    problems: list[Diagnostic] = []
    for claim in paths:
        name = folded(claim[0])
        earlier = files.setdefault(name, claim)
        if earlier is not claim:
            problems.append(_same_address(claim, earlier))
            continue
        folder = name.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = claim
            folder = folder.rpartition("/")[0]
    both = files.keys() & folders.keys()
    problems.extend(_same_address(folders[name], files[name]) for name in sorted(both))
    return tuple(problems)


def _same_address(claim: tuple[SitePath, Place], earlier: tuple[SitePath, Place]) -> Diagnostic:
    """Return the error for two claims to one path."""
    same = claim[0] == earlier[0]
    other = "it" if same else f'"{earlier[0]}", which is the same on many disks or needs a folder,'
    return error(
        claim[1],
        "same-address",
        f'"{claim[0]}" cannot be published here: {other} is already made from {earlier[1]}',
        "give one of them a slug of its own",
    )


def check_output_folder(
    output: Path, project: Path, *, sources: tuple[Path, ...], home: Path
) -> tuple[Diagnostic, ...]:
    """Return errors unless a folder may safely be written to and pruned.

    Codes: ``output-is-link``; ``output-not-a-folder``; ``output-misplaced`` for the root of the
    disk, the home folder, a project, a source folder, and whatever holds one or lies in one;
    ``output-not-ours`` for a folder with files in it that no build of ours made.
    """
    found = (
        _fault_of_kind(output)
        or _fault_of_position(output, project, sources=sources, home=home)
        or _fault_of_content(output)
    )
    hint = "choose an empty folder with --output, or one that only holds a site made earlier"
    return (error(Place(str(output)), *found, hint),) if found else ()


def _fault_of_kind(output: Path) -> tuple[str, str] | None:
    """Return why the output, or our folder in it, is not a real folder."""
    for folder in (output, output / HOME, output / HOME / STAGING):
        if folder.is_symlink():
            return (
                "output-is-link",
                f'"{folder}" is a link, and a site is never written through one',
            )
        if folder.exists() and not folder.is_dir():
            return "output-not-a-folder", f'"{folder}" is not a folder'
    return None


def _fault_of_position(
    output: Path, project: Path, *, sources: tuple[Path, ...], home: Path
) -> tuple[str, str] | None:
    """Return which folder of the owner's would be in danger."""
    here = output.resolve()
    for folder, what in ((home, "the home folder"), (project, "the project")):
        if folder.resolve().is_relative_to(here):
            return "output-misplaced", f'"{output}" is or holds {what}'
    for source in (one.resolve() for one in sources):
        if source.is_relative_to(here) or here.is_relative_to(source):
            return "output-misplaced", f'"{output}" holds, is, or lies in the sources in "{source}"'
    if here == Path(here.anchor):
        return "output-misplaced", f'"{output}" is the root of the disk'
    if (here / "dateline.toml").exists():
        return "output-misplaced", f'"{output}" is a project'
    return None


def _fault_of_content(output: Path) -> tuple[str, str] | None:
    """Return what lies in a folder that no build of ours has made."""
    own = output / HOME
    if not output.exists() or (own / STAGING).exists() or (own / LEDGER).exists():
        return None
    found = min((one.name for one in output.iterdir() if not one.name.startswith(".")), default="")
    if found:
        return "output-not-ours", f'"{output}" holds "{found}", and no site was made here before'
    return None

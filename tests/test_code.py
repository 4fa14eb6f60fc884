"""What was made by older code is never taken for today's: the digests cover all code at work."""

import ast
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator import making, remembering
from generator.code import version_of

PACKAGE = Path(__file__).parent.parent / "generator"


def file_of(module: str) -> Path | None:
    path = PACKAGE.parent / Path(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_work(start: str) -> tuple[set[str], set[str]]:
    """Return our files and the distributions that a module stands on, itself included."""
    files: set[str] = set()
    libraries: set[str] = set()
    todo = [start]
    known = packages_distributions()
    while todo:
        module = todo.pop()
        file = file_of(module) if module.startswith("generator") else None
        if file and (name := file.relative_to(PACKAGE).as_posix()) not in files:
            files.add(name)
            todo += imported(file)
        elif not module.startswith("generator"):
            libraries |= {one.lower() for one in known.get(module.partition(".")[0], ())}
    return files - {"__init__.py"}, libraries


def covered(file: str, parts: tuple[str, ...]) -> bool:
    return any(file == part or file.startswith(f"{part}/") for part in parts)


@pytest.mark.parametrize(
    ("start", "parts", "libraries"),
    [
        ("generator.content.load", remembering.PARSING, remembering.PARSERS),
        ("generator.site.plan", making.PLANNING, making.PLANNERS),
        ("generator.site.index", remembering.RELATING, remembering.RELATERS),
        ("generator.theme.render", making.CODE, making.LIBRARIES),
    ],
)
def test_digests(start: str, parts: tuple[str, ...], libraries: tuple[str, ...]) -> None:
    """Every file and library that parsing, planning or rendering stands on is in its digest."""
    files, distributions = at_work(start)

    assert {one for one in files if not covered(one, parts)} == set()
    assert distributions <= set(libraries)


LIBRARIES = {*remembering.PARSERS, *remembering.RELATERS, *making.LIBRARIES, *making.PLANNERS}


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_versions(library: str) -> None:
    """The version that a folder's name tells is the one that the library's metadata tell."""
    assert version_of(library) == version(library)


def installed(place: Path, name: str, said: str) -> None:
    """Lay out a library as installers do, with a version that only its metadata may tell."""
    (place / name).mkdir(parents=True)
    (place / name / "METADATA").write_text(f"Name: a-library\nVersion: {said}\n")
    (place / name / "PKG-INFO").write_text(f"Name: a-library\nVersion: {said}\n")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("x/A_Library-1.0.dist-info", "y/a_library-2.0.dist-info"), "1.0"),
        (("x/a.library-1.0+local.dist-info",), "1.0+local"),
        (("y/a_library-2.0.dist-info",), "2.0"),
        (("x/a_library.egg-info",), "from metadata"),
        (("x/a_library.egg-info", "y/a_library-2.0.dist-info"), "from metadata"),
        (("x/a_library-1.0-py3.11.egg-info", "y/a_library-2.0.dist-info"), "from metadata"),
    ],
)
def test_version_folders(
    names: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first place that has a library counts; without a folder name, its metadata are read."""
    for name in names:
        installed(tmp_path, name, "from metadata" if "egg" in name else told)
    monkeypatch.setattr("sys.path", [str(tmp_path / "x"), str(tmp_path / "y")])

    assert version_of("a-library") == told == version("a-library")


def test_two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an installer left two versions of a library in one place, its metadata decide."""
    for number in ("1.0", "2.0"):
        installed(tmp_path, f"a_library-{number}.dist-info", number)
    monkeypatch.setattr("sys.path", [str(tmp_path)])

    assert version_of("a-library") == version("a-library")


def test_version_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library in an archive is found as Python finds it, and one that is nowhere is an error."""
    with ZipFile(tmp_path / "all.pyz", "w") as archive:
        archive.writestr("a_library-3.0.dist-info/METADATA", "Name: a-library\nVersion: 3.0\n")
    monkeypatch.setattr("sys.path", [str(tmp_path / "all.pyz")])

    assert version_of("a-library") == "3.0"
    with pytest.raises(PackageNotFoundError):
        version_of("another-library")

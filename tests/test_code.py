"""What was made by older code is never taken for today's: the digests cover all code at work."""

import ast
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from generator import making, remembering

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

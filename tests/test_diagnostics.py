"""Problems as data, and the exact words that users read: one golden case for each code.

A case in ``cases/diagnostics`` is named for its code.  It says in words what is wrong, then what
is done, one ``# directive`` after another, and after ``# printed`` what is printed:

* ``# write PATH`` writes the lines that follow; ``# bytes PATH`` reads them as Python's bytes;
* ``# replace PATH`` puts the second line that follows in the place of the first;
* ``# fill PATH NUMBER`` writes so many characters, of the line that follows or of "x";
* ``# link PATH`` makes a link;
* ``# delete PATH`` deletes a file; ``# env NAME`` chooses an overlay of the configuration;
* ``# ingest`` makes articles, so that what follows is a change of them.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.code import PACKAGE
from generator.console import format_diagnostic
from generator.content.article import Reading
from generator.content.load import load_content
from generator.diagnostics import (
    BuildFailed,
    Checked,
    Diagnostic,
    Place,
    Severity,
    Sheet,
    error,
    errors_in,
    in_order,
    nearest,
    note,
    warning,
)
from generator.model import Recognition
from generator.project import Project, read_project
from generator.seeds.ingest import ingest
from generator.seeds.intake import Intake
from generator.taxonomy import Taxonomies, load_taxonomies
from tests.projects import NOW, write

CASES = Path(__file__).parent / "cases" / "diagnostics"
DIRECTIVE = re.compile(r"# (write|bytes|replace|fill|link|delete|env|ingest|printed)\b *(.*)")

ROOMS = (
    "conflicts.py", "resemblance.py", "additions.py",
    "frontmatter.py", "frontmatter_yaml.py", "project.py", "options.py", "taxonomy.py",
    "content/article.py",
    "content/fields.py", "content/load.py", "content/markdown.py", "content/pages.py",
    "content/settling.py", "content/standing_in.py", "content/terms.py", "seeds/drafting.py",
    "seeds/ingest.py", "seeds/length.py", "seeds/merging.py", "seeds/parse.py", "seeds/reading.py",
)  # fmt: skip
"""The files whose diagnostics have their cases here."""

NO_CODES = {"air-defence", "utf-8-sig", "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"}
"""Words in kebab-case that these files hold for other reasons."""

CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
PLACE = Place("content/articles/a.md", 3, 7)


# --- the values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "text"),
    [(Place("a.md"), "a.md"), (Place("a.md", 3), "a.md:3"), (Place("a.md", 3, 7), "a.md:3:7")],
)
def test_place(place: Place, text: str) -> None:
    """A place is written as compilers write it, without the numbers that are not known."""
    assert str(place) == text


def test_severities() -> None:
    """Each kind of problem has a maker, and only errors keep a site from being published."""
    found = tuple(make(PLACE, "code", "message", "hint") for make in (note, warning, error))

    assert [one.severity for one in found] == list(Severity)
    assert errors_in(found) == found[2:]


def test_order() -> None:
    """Problems are sorted by place, as numbers, and none is there twice."""
    late, early = error(Place("a.md", 10), "x", "m"), error(Place("a.md", 9), "x", "m")
    other = error(Place("a.md", 9), "a", "m")

    assert in_order((late, early, other, late)) == (other, early, late)


def test_failure() -> None:
    """A failed build carries its problems in order."""
    late, early = error(Place("b.md"), "x", "m"), error(Place("a.md"), "x", "m")

    failed = BuildFailed((late, early))

    assert failed.problems == (early, late)
    assert str(failed) == "2 problems"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Untied Kingdom", 'did you mean "United Kingdom"?'),
        ("POLAND", 'did you mean "Poland"?'),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_nearest(word: str, hint: str) -> None:
    """The nearest word is told as it is written, and none where none is near."""
    assert nearest(word, ["Poland", "United Kingdom"]) == hint


def test_sheet() -> None:
    """A sheet quotes the line that a place points into, and nothing where there is no such line."""
    sheet = Sheet("a.md", "one\ntwo")

    inside = sheet.problem(error(sheet.place(2, 1), "x", "m"), 3)
    whole = sheet.problem(error(sheet.place(), "x", "m"), 0)
    beyond = sheet.problem(error(sheet.place(3), "x", "m"))

    assert (inside.excerpt, inside.width) == ("two", 3)
    assert (whole.excerpt, whole.width) == ("", 1)
    assert beyond.excerpt == ""


# --- the words --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Taxonomies:
    return load_taxonomies(PACKAGE / "data", Path("none")).value


def steps(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the directives of a case, each with its argument and the lines that follow."""
    current: tuple[str, str, list[str]] | None = None
    for line in text.split("\n"):
        if found := DIRECTIVE.fullmatch(line):
            if current:
                yield current
            current = (found[1], found[2], [])
        elif current:
            current[2].append(line)
    assert current
    assert current[0] == "printed"


def act(root: Path, deed: str, argument: str, lines: list[str]) -> None:
    """Do what a directive says."""
    text = "\n".join(lines).rstrip("\n") + "\n"
    path, _, number = argument.partition(" ")
    if deed == "write":
        write(root, {path: text})
    elif deed == "bytes":
        write(root, {path: ast.literal_eval(f"b'''{text}'''")})
    elif deed == "replace":
        old = (root / path).read_text("utf-8")
        assert lines[0] in old
        write(root, {path: lines[1].join(old.rsplit(lines[0], 1))})
    elif deed == "fill":
        unit = lines[0] or "x" if lines else "x"
        write(root, {path: (unit * int(number))[: int(number)]})
    elif deed == "link":
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to("elsewhere")
    elif deed == "delete":
        (root / path).unlink()


def ingested(root: Path, shipped: Taxonomies) -> tuple[Diagnostic, ...]:
    project = project_of(root, "").value
    desk = Intake(
        seeds=project.seeds,
        content=project.content,
        settings=project.seed_settings,
        taxonomies=shipped,
        recognise=lambda: lambda _seed: Recognition(),
        today=NOW.date(),
    )
    return ingest(desk).problems


def project_of(root: Path, environment: str) -> Checked[Project]:
    config = root / "dateline.toml"
    text = config.read_text("utf-8") if config.exists() else ""
    return read_project(root, text, {}, environment=environment)


def problems_of(root: Path, environment: str, shipped: Taxonomies) -> tuple[Diagnostic, ...]:
    """Return all that the first half of a build finds in a project."""
    project = project_of(root, environment)
    if project.problems:
        return in_order(project.problems)
    found = ingested(root, shipped)
    taxonomies = load_taxonomies(PACKAGE / "data", project.value.content / "taxonomies")
    content = load_content(
        project.value.content, Reading(taxonomies.value, "en", "UTC", "markdown")
    )
    return in_order((*found, *taxonomies.problems, *content.problems))


@pytest.mark.parametrize("code", sorted(path.stem for path in CASES.glob("*.txt")))
def test_printed(
    code: str, tmp_path: Path, golden: Callable[[Path, str], None], shipped: Taxonomies
) -> None:
    """A problem is printed in exactly these words."""
    case = CASES / f"{code}.txt"
    text = case.read_text("utf-8")
    environment = ""
    for deed, argument, lines in steps(text):
        if deed == "ingest":
            ingested(tmp_path, shipped)
        elif deed == "env":
            environment = argument
        else:
            act(tmp_path, deed, argument, lines)

    found = [one for one in problems_of(tmp_path, environment, shipped) if one.code == code]

    assert found
    printed = "\n".join(format_diagnostic(one) for one in found)
    golden(case, f"{text.partition('# printed')[0]}# printed\n{printed}\n")


def codes_in(file: Path) -> Iterator[str]:
    """Yield the words of a module that can be codes."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from CODE.findall(node.value) if CODE.fullmatch(node.value) else ()


def test_every_code() -> None:
    """Every code that reading a project can give has its case."""
    emitted = {code for room in ROOMS for code in codes_in(PACKAGE / room)} - NO_CODES

    assert emitted | {"missing-title", "missing-date"} == {
        path.stem for path in CASES.glob("*.txt")
    }

"""The documentation is true: what it lists is what there is, and what it shows works."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.arguments import COMMANDS, FLAGS
from generator.content.article import KEYS, SYNONYMS
from generator.diagnostics import Severity
from generator.options import OPTIONS, TABLES
from generator.project import read_project
from scripts.make_docs import out_of_date, renewed

HERE = Path(__file__).parent.parent
DOCS = tuple(f"docs/{one.name}" for one in sorted((HERE / "docs").glob("*.md")))
PROSE = ("README.md", "CONTRIBUTING.md", *DOCS)

KEBAB = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
NOT_CODES: Mapping[str, str] = {
    # Every other text in kebab-case is taken for the code of a diagnostic.
    "footnote-backref": "a class",
    "footnote-ref": "a class",
    "group-mentioned": "an id",
    "http-equiv": "an attribute",
    "python-slugify": "a package",
    "stand-alone": "a form of month names",
    "text-unidecode": "a package",
    "utf-16-be": "an encoding",
    "utf-16-le": "an encoding",
    "utf-32-be": "an encoding",
    "utf-32-le": "an encoding",
    "utf-8": "an encoding",
    "utf-8-sig": "an encoding",
    "www-browser": "a program",
}
PUT_TOGETHER = {"missing-date": 'missing-{key}"', "unknown-asset": 'unknown-{kind}"'}
"""Codes that the source puts together, and the f-string that does."""


@cache
def text_of(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def sources() -> Mapping[Path, str]:
    return {file: file.read_text("utf-8") for file in sorted((HERE / "generator").rglob("*.py"))}


def is_server(file: Path) -> bool:
    """Return whether texts in kebab-case are headers and the like, and never codes."""
    return file.parent.name == "serve"


def nodes(*, server: bool = False) -> Iterator[ast.AST]:
    """Yield the syntax of all sources but the server's, or of the server's."""
    for file, text in sources().items():
        if is_server(file) == server:
            yield from ast.walk(ast.parse(text))


def codes_in_source() -> set[str]:
    """Return every text that looks like a code, and whatever is given as one."""
    found = set(PUT_TOGETHER)
    for node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if KEBAB.fullmatch(node.value) else set()
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            code = node.args[1] if len(node.args) > 1 else None
            if node.func.id in set(Severity) and isinstance(code, ast.Constant):
                found.add(str(code.value))
    return found - set(NOT_CODES)


def rows_of(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row of the tables of a document, heads left out."""
    for line in text_of(name).splitlines():
        if line.startswith("| `"):
            yield tuple(cell.strip() for cell in line.strip("|").split(" | "))


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(file: Path) -> set[str]:
    """Return the ids that hosts give to the headings of a document."""
    heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


def dateline(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def fenced(text: str, kinds: str) -> list[str]:
    """Return what stands between fences of some kinds, as in ``sh|text``."""
    return re.findall(rf"^```(?:{kinds})\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def files_in(text: str) -> list[tuple[str, str]]:
    """Return each block that stands under the path of a file, with that path."""
    return re.findall(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def own_theme(folder: Path) -> Path:
    """Return a new site with every file that docs/themes.md shows under its path."""
    dateline(folder, "init", "harbour-news")
    site = folder / "harbour-news"
    for path, text in files_in(text_of("docs/themes.md")):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    return site


# --- lists --------------------------------------------------------------------------------------


def test_codes() -> None:
    """Every diagnostic code is in docs/diagnostics.md, once, and no other is."""
    listed = [row[0].strip("`") for row in rows_of("docs/diagnostics.md")]

    assert sorted(listed) == sorted(codes_in_source())


def test_server_has_no_codes() -> None:
    """The server shows diagnostics and makes none, so that its headers are not taken for codes."""
    makers = {*Severity, "Diagnostic"}
    called = {
        node.func.id
        for node in nodes(server=True)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert makers & called == set()
    assert called


def test_codes_put_together() -> None:
    """The codes that no text in the source spells out are still put together there."""
    assert [one for one in PUT_TOGETHER.values() if one not in "".join(sources().values())] == []


def test_not_codes() -> None:
    """What is listed as no code is still in the source."""
    texts = {node.value for node in nodes() if isinstance(node, ast.Constant)}

    assert set(NOT_CODES) - texts == set()


def test_diagnostics_say_what_to_do() -> None:
    """Every code stands there with its severity, when it appears and what to do."""
    severities = tuple(one.value for one in Severity)
    rows = list(rows_of("docs/diagnostics.md"))

    assert [row for row in rows if len(row) != 4 or not row[1].startswith(severities)] == []


@pytest.mark.parametrize("name", ["README.md", "docs/commands.md"])
def test_commands(name: str) -> None:
    """Every command is described."""
    assert [one.name for one in COMMANDS if f"dateline {one.name}" not in text_of(name)] == []


def test_flags_of_readme() -> None:
    """The README names no flag that its command does not take."""
    wrong = [
        (command.name, flag)
        for command in COMMANDS
        for row in rows_of("README.md")
        if row[0].startswith(f"`dateline {command.name}")
        for flag in re.findall(r"--[a-z-]+", row[-1])
        if flag not in {name for one in command.flags for name in FLAGS[one].names}
    ]

    assert wrong == []


def test_environment() -> None:
    """Every environment variable that the command line reads is in docs/commands.md."""
    tree = ast.parse(text_of("generator/cli.py"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    read = {one for one in texts if isinstance(one, str) and re.fullmatch("[A-Z_]{4,}", one)}
    table = text_of("docs/commands.md").partition("## Environment variables")[2]

    assert read - {"COMMAND"} == set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))


def test_options() -> None:
    """Every option and table of dateline.toml is in docs/configuration.md."""
    listed = text_of("docs/configuration.md")
    names = {"menu": "[[menu]]", "env": "[env.NAME]", "extra": "[extra]", "options": "[options]"}
    wanted = [*(one.key for one in OPTIONS), *(names.get(one, one) for one in TABLES)]

    assert [one for one in wanted if f"`{one}`" not in listed] == []


def test_front_matter() -> None:
    """Every key of front matter and every synonym is in docs/front-matter.md."""
    listed = text_of("docs/front-matter.md").replace("`status: draft`", "`status`")

    assert [key for key in (*KEYS, *SYNONYMS) if f"`{key}`" not in listed] == []


def test_dependencies() -> None:
    """Every package that is asked for is in docs/dependencies.md."""
    asked = tomllib.loads(text_of("pyproject.toml"))["project"]["dependencies"]
    for name in ("requirements/test.in", "requirements/dev.in"):
        asked += [line for line in text_of(name).splitlines() if line and line[0] != "#"]
    names = [re.split(r"[<>=]", one)[0].lower() for one in asked]

    assert [one for one in names if f"`{one}`" not in text_of("docs/dependencies.md")] == []


# --- made parts ---------------------------------------------------------------------------------


def test_made_parts() -> None:
    """What scripts/make_docs.py writes is up to date."""
    assert [path.name for path, _ in out_of_date()] == []


def test_changed_part(tmp_path: Path) -> None:
    """A made part that was changed by hand is written anew, and the prose round it stays."""
    for name in ("configuration.md", "commands.md", "theme-api.md"):
        shutil.copy(HERE / "docs" / name, tmp_path)
    before = (tmp_path / "commands.md").read_text("utf-8")
    (tmp_path / "commands.md").write_text(before.replace("`--jobs N`", "`--hands N`"), "utf-8")

    assert list(out_of_date(tmp_path)) == [(tmp_path / "commands.md", before)]


def test_missing_part() -> None:
    """A document that lacks a part of what is made for it is refused by name."""
    with pytest.raises(ValueError, match="command watch"):
        renewed("<!-- made: common -->\n<!-- end -->\n", {"common": "", "command watch": ""})


# --- links and paths ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROSE)
def test_links(name: str) -> None:
    """Every link within the project leads to a file, and to a heading where it names one."""
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(text_of(name))):
        path, _, fragment = target.partition("#")
        file = (HERE / name).parent / path if path else HERE / name
        is_ours = ":" not in target
        if is_ours and not (file.exists() and fragment in {"", *anchors(file)}):
            dead.append(target)

    assert dead == []


@pytest.mark.parametrize("name", PROSE)
def test_paths(name: str) -> None:
    """Every file of the project that the prose names is there."""
    rooms = "benchmarks|docs|generator|requirements|scripts|tests"
    named = re.findall(rf"`((?:{rooms})/[\w./-]*)`", text_of(name))

    assert [one for one in named if not (HERE / one).exists()] == []


def test_tests() -> None:
    """Every single test that docs/testing.md names is there."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of("docs/testing.md"))

    assert [one for one in named if f"def {one[1]}(" not in text_of(one[0])] == []
    assert len(named) > 1


# --- walks --------------------------------------------------------------------------------------


def test_five_minute_start(tmp_path: Path) -> None:
    """The README's first steps work as they are written."""
    start = text_of("README.md").partition("## Five-minute start")[2]
    steps, seed = fenced(start, "sh|text")[:2]
    article = re.search(r"`(content/articles/[^`]+)`", start)
    folder = tmp_path

    for step in steps.splitlines():
        words = step.split()
        if words[0] == "cd":
            folder /= words[1]
        elif words[0] == "dateline":
            assert dateline(folder, *words[1:]).returncode == 0
    assert (folder / "output/index.html").is_file()
    (folder / "seeds/rocket-launchers.txt").write_text(seed, encoding="utf-8")
    assert dateline(folder, "build").returncode == 0

    assert article
    head = (folder / article[1]).read_text("utf-8").partition("\n---\n")[0]
    kept = [line.partition(":")[0] for line in head.splitlines()]
    assert {"authors", "dateline", "date", "countries", "tags"} <= set(kept)
    assert "authors: [Jane Doe]" in head


def test_own_theme(tmp_path: Path) -> None:
    """The walk through docs/themes.md makes the theme that it promises."""
    site = own_theme(tmp_path)

    built, checked = dateline(site, "build", "--strict"), dateline(site, "check")

    assert built.returncode == 0, built.stderr
    assert checked.returncode == 0, checked.stderr
    home = (site / "output/index.html").read_text("utf-8")
    (style,) = (site / "output/assets").glob("harbour.*.css")
    (waves,) = (site / "output/assets").glob("waves.*.svg")
    assert "Made in Nida by Harbour News." in home
    assert f"/assets/{style.name}" in home
    assert waves.name in style.read_text("utf-8")
    assert "The desk is in Juodkrantė." in (site / "output/about/index.html").read_text("utf-8")


def test_messages_of_own_theme(tmp_path: Path) -> None:
    """What docs/themes.md shows as printed is printed."""
    site = own_theme(tmp_path)
    explained, refused = fenced(text_of("docs/themes.md"), "text")
    entry = site / "themes/harbour/templates/partials/entry.html"

    asked = dateline(site, "explain", "page.html")
    entry.write_text(entry.read_text("utf-8").replace("card.title", "card.titel"), "utf-8")
    built = dateline(site, "build")

    assert asked.stdout == explained
    assert built.returncode == 1
    assert built.stderr.startswith(refused)


def test_configuration(tmp_path: Path) -> None:
    """Every example of docs/configuration.md is read without a complaint."""
    examples = fenced(text_of("docs/configuration.md"), "toml")

    found = [read_project(tmp_path, one, {}).problems for one in examples]

    assert found == [()] * len(examples)
    assert len(examples) > 1

"""The rules of the house, read from the source itself: who imports whom, budgets, names."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
PACKAGE = HERE / "generator"

BOTTOM = "stands on nothing of ours"
TABLE: Mapping[str, tuple[str, str]] = {
    # room: (what it may import besides itself, why)
    "generator": ("", "the version, and no more: every import of a room passes through here"),
    "diagnostics": ("", BOTTOM),
    "conflicts": ("diagnostics", "what a merge writes into a body and a loader finds there"),
    "escape": ("", BOTTOM),
    "resemblance": (
        "diagnostics frontmatter",
        "what ingestion asks in the front matter and a loader finds there",
    ),
    "files": ("whole", "reading safely is one place's work"),
    "fingerprint": ("", BOTTOM),
    "lock": ("", BOTTOM),
    "slugs": ("model", "makes the Slugs of the nouns"),
    "code": ("fingerprint", "the digest of our own code, which is part of every key"),
    "text": ("", BOTTOM),
    "workers": ("", BOTTOM),
    "whole": ("fingerprint", "writes files whole or not at all, whatever they hold"),
    "site.paginate": ("", "slicing a list needs no noun"),
    "theme.filters": ("", "what templates may call is pure by having nothing to call itself"),
    "model": ("diagnostics", "the nouns; a report holds problems"),
    "frontmatter": (
        "diagnostics frontmatter_canonical frontmatter_refused frontmatter_yaml",
        "knows files of text, not articles",
    ),
    "frontmatter_canonical": ("", BOTTOM),
    "frontmatter_refused": ("diagnostics frontmatter_canonical", "is one of both forms"),
    "frontmatter_yaml": (
        "diagnostics frontmatter_canonical frontmatter_refused",
        "reads what is not in the canonical form",
    ),
    "prepared": ("", BOTTOM),
    "uncollected": ("", BOTTOM),
    "memo": ("whole", "stores bytes by digest, whatever they are"),
    "wordlist": ("", BOTTOM),
    "additions": (
        "model diagnostics files frontmatter prepared wordlist",
        "what an editor says of terms, checked line by line",
    ),
    "taxonomy": (
        "additions model diagnostics files prepared slugs",
        "the terms, read from tables",
    ),
    "options": ("diagnostics frontmatter", "what dateline.toml may hold, as data"),
    "project": ("model diagnostics frontmatter options", "the settings, read from dateline.toml"),
    "recognition": ("model prepared", "text in, terms out; no files, no pages"),
    "recognising": (
        "additions model recognition taxonomy",
        "joins the shipped tables and the editor's",
    ),
    "seeds": (
        (
            "model diagnostics conflicts resemblance taxonomy frontmatter files slugs text escape"
            " workers"
        ),
        "seeds become Markdown files; nothing below knows of them",
    ),
    "content": (
        (
            "model diagnostics conflicts taxonomy frontmatter workers fingerprint files slugs text"
            " escape resemblance sources texts whole"
        ),
        "Markdown files become articles",
    ),
    "texts": ("model fingerprint", "takes bodies and articles apart, and knows no files"),
    "site": (
        "model diagnostics fingerprint slugs texts",
        "articles become pages; no file is touched",
    ),
    "theme": (
        "model diagnostics fingerprint files site.views",
        "pages become bytes; of the site it sees what templates see",
    ),
    "output": ("model diagnostics fingerprint whole workers", "bytes reach the disk"),
    "serve": (
        "model diagnostics files fingerprint output text",
        "shows what lies in the output, by its ledger, and problems; knows no build",
    ),
    "watch": (
        "model diagnostics files sources",
        "looks at sources and lets a site be made; how that is done, it is given",
    ),
    "keyboard": ("", BOTTOM),
    "wish": ("", BOTTOM),
    "sources": ("files fingerprint whole", "looks at files, whatever they hold"),
    "standing": (
        (
            "code diagnostics fingerprint model output project seeds.register sources whole wish"
            " workers"
        ),
        "tells that a build would do nothing; knows what goes into one, not how it is made",
    ),
    "leaks": ("model diagnostics", "knows words of what is held back, not how pages come about"),
    "making": (
        "model diagnostics code fingerprint leaks output theme workers site.views",
        "pages to staged files; of the site it sees what templates see",
    ),
    "remembering": (
        "model diagnostics code content making memo project site sources taxonomy theme whole wish",
        "what builds leave for later ones, under digests of all that it depends on",
    ),
    "planning": (
        "model diagnostics making output site theme",
        "a site to planned pages with their marks, taking what it can from the plan before",
    ),
    "readiness": (
        "diagnostics output project",
        "looks after the output folder before any command does",
    ),
    "build": (
        (
            "model diagnostics content.bodies leaks making output planning project readiness"
            " remembering site sources taxonomy theme uncollected wish"
        ),
        "the only file that knows all phases",
    ),
    "verify": ("output", "compares two folders by their ledgers"),
    "decisions": (
        "escape frontmatter model taxonomy",
        "sets what an article has beside what is found in it",
    ),
    "inquiries": (
        (
            "model code decisions files frontmatter output project recognising remembering seeds"
            " site.urls taxonomy theme wish"
        ),
        "asks the rooms what they did, and why",
    ),
    "check": ("model diagnostics workers", "judges files, however they were made"),
    "console": ("model diagnostics text", "prints what it is given, cleaned"),
    "scaffold": ("files frontmatter slugs", "what a new site and a new article start from"),
    "ingesting": (
        "code diagnostics model project recognising seeds taxonomy uncollected",
        "the intake of seeds with what a project brings to it",
    ),
    "attending": (
        (
            "arguments build code console diagnostics files ingesting keyboard lock model opening"
            " project seeds sources uncollected watch wish"
        ),
        "a site that is made on every change, and what is said of it",
    ),
    "previewing": (
        "arguments attending console diagnostics project serve watch",
        "joins what makes a site on every change with what shows it",
    ),
    "publishing": (
        (
            "arguments build console diagnostics ingesting inquiries model opening project"
            " resemblance seeds standing taxonomy"
        ),
        "takes in and builds, when there is something to do",
    ),
    "judging": (
        (
            "arguments build check console diagnostics ingesting inquiries leaks model output"
            " project readiness remembering site verify wish"
        ),
        "what is asked of a finished site, and what is said of it",
    ),
    "commands": ("*", "each command is one call into a room"),
    "opening": (
        "arguments console diagnostics files lock project readiness wish",
        "a project opened, locked and completed, the same way for every command",
    ),
    "arguments": ("", "what the command line takes, as data"),
    "completion": ("arguments", "is written from the table of commands"),
    "cli": (
        "generator arguments commands console uncollected",
        "the world around a command, read once",
    ),
    "__main__": ("cli", "python -m generator"),
}

LONGER = {
    "model": (550, "the nouns stand together, so that a reader meets them all at once"),
    "site.views": (570, "the theme API is one file, which docs/theme-api.md is made from"),
}
FILE_LINES = 400
FUNCTION_LINES = 60

BAD_MODULES = {"utils", "util", "types", "helpers", "common", "base", "misc"}
BAD_WORDS = {"ctx", "cfg", "mgr", "utils", "helpers", "data2"}

IO_MODULES = {
    "asyncio", "fileinput", "glob", "http", "io", "logging", "mmap", "os", "pathlib", "random",
    "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib.request",
}  # fmt: skip

KEPT_TO: Mapping[str, set[str]] = {
    # module of the standard library: the rooms that may import it
    "concurrent": set(),
    "multiprocessing": set(),
    "signal": {"workers", "cli"},
    "http": {"serve"},
    "socket": {"serve"},
    "webbrowser": {"cli"},
    "subprocess": set(),
    "urllib.request": set(),
    "pickle": {"workers"},
    "ctypes": set(),
}

FORKS = {"os.fork", "os.forkpty", "os.posix_spawn", "os.system", "os.popen"}

SURROUNDINGS = {
    "os.environ", "os.getenv", "os.getcwd", "os.environb", "time.time", "time.time_ns",
    "time.localtime", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "Path.cwd", "Path.home",
}  # fmt: skip
STREAMS = {"sys.stdout", "sys.stderr"}


def name_of(file: Path) -> str:
    """Return ``site.urls`` for generator/site/urls.py, ``site`` for its __init__."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "generator"


@cache
def modules() -> Mapping[str, ast.Module]:
    files = sorted(PACKAGE.rglob("*.py"))
    return {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of every module, or name of a module, that is imported anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names)


def ours(tree: ast.AST) -> Iterator[str]:
    """Yield the modules of our own that are imported, as ``site.urls``."""
    for full in imports(tree):
        if full == "generator" or full.startswith("generator."):
            inner = full.removeprefix("generator").lstrip(".")
            yield inner if inner in modules() else inner.rpartition(".")[0] or "generator"


def row_of(module: str) -> str:
    """Return the row of the table that a module stands under."""
    return module if module in TABLE else module.partition(".")[0]


def is_allowed(module: str, imported: str) -> bool:
    row = row_of(module)
    if "." not in row and imported.partition(".")[0] == row:
        return True
    allowed = TABLE[row][0].split()
    return bool({"*", imported, imported.partition(".")[0]} & set(allowed))


def is_under(full: str, names: set[str]) -> bool:
    return any(full == name or full.startswith(name + ".") for name in names)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def names(tree: ast.AST) -> Iterator[str]:
    """Yield every name that the source gives to something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def reached(tree: ast.AST) -> Iterator[str]:
    """Yield dotted names as they are used or imported: ``os.environ``, ``time.time``."""
    yield from imports(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ".".join(ast.unparse(node).split(".")[-2:])


def test_rows() -> None:
    """Every module stands under a row of the table, and every row stands for a module."""
    rows = {row_of(module) for module in modules()}

    assert rows == set(TABLE)


def test_import_table() -> None:
    """A room imports only what the table grants it."""
    wrong = [
        f"{module} imports {imported}"
        for module, tree in modules().items()
        for imported in ours(tree)
        if not is_allowed(module, imported)
    ]

    assert wrong == []


def test_no_idle_grants() -> None:
    """The table grants nothing that no file of the room makes use of."""
    used: dict[str, set[str]] = {row: set() for row in TABLE}
    for module, tree in modules().items():
        used[row_of(module)] |= set(ours(tree))
    idle = [
        f"{row} does not use {grant}"
        for row, (grants, _) in TABLE.items()
        for grant in grants.split()
        if grant != "*" and not any(is_under(one, {grant}) for one in used[row])
    ]

    assert idle == []


def test_no_circles() -> None:
    """Modules import each other in one direction, also where an import is late."""
    graph = {module: set(ours(tree)) - {module} for module, tree in modules().items()}

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import circle: {' -> '.join(error.args[1])}")


def test_no_hidden_imports() -> None:
    """No import hides behind TYPE_CHECKING, and none is relative."""
    wrong = [
        f"{module}: {full}"
        for module, tree in modules().items()
        for full in imports(tree)
        if full.endswith("TYPE_CHECKING") or full.startswith(".")
    ]

    assert wrong == []


def test_file_budget() -> None:
    """A file is at most 400 lines long, save the two that say why not."""
    wrong = [
        f"{file.relative_to(PACKAGE)}: {length} lines"
        for file in sorted(PACKAGE.rglob("*.py"))
        if (length := len(file.read_text(encoding="utf-8").splitlines()))
        > LONGER.get(name_of(file), (FILE_LINES, ""))[0]
    ]

    assert wrong == []


def test_function_budget() -> None:
    """A function is at most 60 lines long."""
    wrong = [
        f"{module}.{function.name}: {length} lines"
        for module, tree in modules().items()
        for function in functions(tree)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]

    assert wrong == []


def test_file_names() -> None:
    """A file is named for what is in it, not for being useful."""
    assert [module for module in modules() if module.rpartition(".")[2] in BAD_MODULES] == []


def test_words() -> None:
    """Names are words of the domain, spelled out."""
    wrong = [
        f"{module}: {name}"
        for module, tree in modules().items()
        for name in names(tree)
        if BAD_WORDS & set(name.lower().split("_"))
    ]

    assert wrong == []


def test_print() -> None:
    """Only console prints."""
    wrong = [
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "print" and module != "console"
    ]

    assert wrong == []


def test_streams() -> None:
    """Only the command line and console know the terminal."""
    wrong = [
        f"{module}: {full}"
        for module, tree in modules().items()
        for full in reached(tree)
        if full in STREAMS and row_of(module) not in {"cli", "console"}
    ]

    assert wrong == []


def test_surroundings() -> None:
    """Only the command line reads the clock, the environment and the working folder."""
    wrong = [
        f"{module}: {full}"
        for module, tree in modules().items()
        for full in reached(tree)
        if full in SURROUNDINGS and row_of(module) != "cli"
    ]

    assert wrong == []


def test_site_is_pure() -> None:
    """The rooms between reading and writing import no module that reaches the world."""
    wrong = [
        f"{module} imports {full}"
        for module, tree in modules().items()
        for full in imports(tree)
        if module.startswith("site") and is_under(full, IO_MODULES)
    ]

    assert wrong == []


def test_kept_modules() -> None:
    """Processes, sockets and programs are known to the rooms that they are kept to."""
    wrong = [
        f"{module} imports {full}"
        for module, tree in modules().items()
        for full in imports(tree)
        for name, rooms in KEPT_TO.items()
        if is_under(full, {name}) and row_of(module) not in rooms
    ]

    assert wrong == []


def test_processes() -> None:
    """Only workers know that there are several processes."""
    wrong = [
        f"{module}: {full}"
        for module, tree in modules().items()
        for full in reached(tree)
        if full in FORKS and module != "workers"
    ]

    assert wrong == []


def test_promises() -> None:
    """Every test says in one docstring what it holds."""
    wrong = [
        f"{file.relative_to(HERE)}: {function.name}"
        for file in sorted((HERE / "tests").rglob("test_*.py"))
        for function in functions(ast.parse(file.read_text(encoding="utf-8")))
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]

    assert wrong == []

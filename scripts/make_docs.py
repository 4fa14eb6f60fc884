"""Writes the parts of docs/ that the source already says: options, commands, the theme API.

Such a part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``; all other text of those
files is written by hand and left alone.

usage: python scripts/make_docs.py [--check]
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from types import NoneType
from typing import get_args

from msgspec import Struct

from generator.arguments import COMMANDS, COMMON, FLAGS, Command, Flag
from generator.cli import main as dateline
from generator.model import Html, Url
from generator.options import OPTIONS, Option
from generator.site.views import TEMPLATES, SiteView
from generator.theme.filters import FILTERS, JINJA_FILTERS, JINJA_GLOBALS, JINJA_TESTS
from generator.theme.kinds import element, is_mapping, known_fields, plain, scalar

DOCS = Path(__file__).resolve().parent.parent / "docs"

_PART = re.compile(r"(<!-- made: (?P<name>[^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"`A-Z])")
_WORDS: Mapping[object, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    Html: "markup",
    Url: "address",
}


def parts() -> Mapping[str, Mapping[str, str]]:
    """Return the text of every made part by file and by name."""
    return {
        "configuration.md": {"options": _options()},
        "commands.md": {
            "common": _flags(COMMON),
            **{f"command {one.name}": _command(one) for one in COMMANDS},
        },
        "theme-api.md": {
            "contexts": _contexts(),
            "types": _types(),
            "filters": _filters(),
            "jinja": _jinja(),
        },
    }


def renewed(text: str, made: Mapping[str, str]) -> str:
    """Return a document with its made parts as they should be.

    Raises:
        ValueError: the document and the source do not have the same parts.
    """
    found = [match["name"] for match in _PART.finditer(text)]
    if sorted(found) != sorted(made):
        raise ValueError(f"the parts differ: {sorted(set(found) ^ set(made))}")
    return _PART.sub(lambda match: f"{match[1]}\n{made[match['name']]}\n{match[3]}", text)


def out_of_date(folder: Path = DOCS) -> Iterator[tuple[Path, str]]:
    """Yield each document that is not as it should be, with the text that it should have."""
    for name, made in parts().items():
        path = folder / name
        text = path.read_text("utf-8")
        new = renewed(text, made)
        if new != text:
            yield path, new


# --- options ------------------------------------------------------------------------------------


def _options() -> str:
    defaults = _defaults()
    rows = [(f"`{one.key}`", one.explanation, defaults[one.key], _takes(one)) for one in OPTIONS]
    return _table(("key", "what it is", "default", "takes"), rows)


def _defaults() -> Mapping[str, str]:
    """Return what `dateline config` shows for a site that sets nothing."""
    with TemporaryDirectory() as folder, redirect_stdout(io.StringIO()) as printed:
        config = Path(folder) / "dateline.toml"
        config.touch()
        dateline(["config", "--json", "--config", str(config)])
    found = json.loads(printed.getvalue())["options"]
    return {key: f"`{json.dumps(row['value'])}`" for key, row in found.items()}


def _takes(option: Option) -> str:
    """Return what an option takes, in the words in which it refuses what it does not take."""
    for wrong in ("?", ""):
        message, hint = option.check(wrong)
        if message:
            return re.sub(r"^(write|use) ", "", hint)
    return "any text"


# --- commands -----------------------------------------------------------------------------------


def _command(command: Command) -> str:
    words = [f"[{name.upper()}]" if many else name.upper() for name, many, _ in command.arguments]
    usage = " ".join(("dateline", command.name, *words, "[FLAGS]"))
    arguments = [f"- `{name.upper()}`: {text}" for name, _, text in command.arguments]
    shown = [f"```\n{usage}\n```\n", "".join(f"{line}\n" for line in arguments)]
    if command.flags:
        shown.append(_flags(command.flags))
    return "\n".join(one for one in shown if one)


def _flags(names: Iterable[str]) -> str:
    rows = [(_written(FLAGS[name]), FLAGS[name].help) for name in names]
    return _table(("flag", "does"), rows)


def _written(flag: Flag) -> str:
    return ", ".join(
        f"`{one} {flag.metavar}`" if flag.metavar else f"`{one}`" for one in flag.names
    )


# --- the theme API ------------------------------------------------------------------------------


def _contexts() -> str:
    sections = [
        f"### `{name}`\n\n{_prose(context.__doc__)}\n{_fields(context)}"
        for name, context in TEMPLATES.items()
    ]
    return "\n".join(sections)


def _types() -> str:
    reachable = known_fields((SiteView, *TEMPLATES.values()))
    inner = {one for one in reachable if one not in {*TEMPLATES.values(), Html}}
    ordered = sorted(inner, key=lambda one: (one is not SiteView, one.__name__))
    return "\n".join(
        f"### {one.__name__}\n\n{_prose(one.__doc__)}\n{_fields(one)}" for one in ordered
    )


def _fields(struct: type[Struct]) -> str:
    kinds = known_fields((struct,))[struct]
    return _table(("field", "kind"), [(f"`{name}`", _kind(kind)) for name, kind in kinds.items()])


def _kind(kind: object) -> str:
    if NoneType in get_args(kind):
        return f"{_kind(plain(kind))}, or none"
    if is_mapping(kind):
        return f"table of {_kind(get_args(kind)[1])} by name"
    if get_args(kind):
        return f"list of {_kind(element(kind))}"
    if kind in _WORDS or scalar(kind) in _WORDS:
        return _WORDS.get(kind) or _WORDS[scalar(kind)]
    name = getattr(kind, "__name__", str(kind))
    return f"[{name}](#{name.lower()})"


def _filters() -> str:
    return "\n".join(
        f"### {name}\n\n{_prose(function.__doc__)}" for name, function in FILTERS.items()
    )


def _jinja() -> str:
    lists = {"Filters": JINJA_FILTERS, "Tests": JINJA_TESTS, "Functions": JINJA_GLOBALS}
    return "\n".join(
        f"{title}: {', '.join(f'`{name}`' for name in names)}.\n" for title, names in lists.items()
    )


# --- Markdown -----------------------------------------------------------------------------------


def _prose(docstring: str | None) -> str:
    """Return a docstring as Markdown, one sentence a line."""
    paragraphs = re.split(r"\n\s*\n", (docstring or "").strip())
    joined = [" ".join(one.split()).replace("``", "`") for one in paragraphs]
    return "\n".join(_SENTENCE.sub("\n", one) + "\n" for one in joined)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join("| " + " | ".join(_escaped(one) for one in row) + " |\n" for row in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", r"\|")


def main() -> int:
    """Write what is out of date, or with ``--check`` only say so and return 1."""
    stale = list(out_of_date())
    for path, text in stale:
        print(f"docs/{path.name} is {'out of date' if '--check' in sys.argv else 'written'}")
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())

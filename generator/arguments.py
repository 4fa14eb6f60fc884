"""What the command line takes: its commands and flags, and one call of it as a value.

These are named tuples and not structs, so that the command line is read, and ``--version`` and
mistakes are answered, before any library is imported.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

FINE = 0
FAILED = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130


class Command(NamedTuple):
    """One command: its name, what it does, and the flags it takes beside the common ones.

    ``aliases`` are names that it has in other generators; ``lasts`` says that it ends when told to.
    """

    name: str
    help: str
    flags: tuple[str, ...] = ()
    arguments: tuple[tuple[str, str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    lasts: bool = False


class Flag(NamedTuple):
    """One flag, with the same meaning wherever it appears; a ``metavar`` makes it take a value."""

    names: tuple[str, ...]
    help: str
    metavar: str = ""


COMMON = ("config", "quiet", "verbose", "json", "clock", "env")

FLAGS: Mapping[str, Flag] = {
    "config": Flag(("--config", "-c"), "the configuration file (dateline.toml)", "FILE"),
    "quiet": Flag(("--quiet", "-q"), "print nothing but errors"),
    "verbose": Flag(("--verbose", "-v"), "print notes and reasons too"),
    "json": Flag(("--json",), "print one machine-readable report"),
    "clock": Flag(("--clock",), "take this as now (2026-05-04 or with a time)", "DATE"),
    "env": Flag(("--env",), "use the [env.NAME] part of the configuration", "NAME"),
    "output": Flag(("--output", "-o"), "publish into this folder", "DIR"),
    "base_url": Flag(("--base-url", "-b"), "publish for this address", "URL"),
    "jobs": Flag(("--jobs", "-j"), "how many processes share the work", "N"),
    "clean": Flag(("--clean",), "make every page again"),
    "keep_going": Flag(("--keep-going", "-k"), "leave out faulty articles, publish the others"),
    "strict": Flag(("--strict",), "take warnings for errors"),
    "explain": Flag(("--explain",), "say why each page or term was made"),
    "dry_run": Flag(("--dry-run", "-n"), "say what would be done, and do nothing"),
    "drafts": Flag(("--drafts", "-D"), "show drafts, in a preview of its own"),
    "future": Flag(("--future", "-F"), "show what is not due yet, in a preview of its own"),
    "poll": Flag(("--poll",), "look for changes every second, without events"),
    "port": Flag(("--port", "-p"), "listen there, or at the next free port (8000)", "N"),
    "host": Flag(("--host",), "listen at this address (without it, loopback only)", "HOST"),
    "allow_host": Flag(("--allow-host",), "answer to these names too, with commas", "NAMES"),
    "open": Flag(("--open",), "open the browser"),
}

_LASTING = (
    "output", "base_url", "jobs", "keep_going", "strict", "drafts", "future", "poll",
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    Command("init", "make a new site", (), (("folder", "?", "where (default: here)"),)),
    Command("new", "write a new article", (), (("title", "", "its headline"),)),
    Command("ingest", "make articles of new seeds", ("dry_run", "explain", "jobs", "strict")),
    Command(
        "build",
        "ingest what is new and publish the site",
        ("output", "base_url", "jobs", "clean", "keep_going", "strict", "explain"),
    ),
    Command("watch", "build again on every change", _LASTING, lasts=True),
    Command(
        "serve",
        "preview the site, and build again on every change",
        (*_LASTING, "port", "host", "allow_host", "open"),
        aliases=("server", "preview"),
        lasts=True,
    ),
    Command("check", "judge the finished site", ("output", "base_url")),
    Command("verify", "build clean and compare every byte", ("output", "base_url", "jobs")),
    Command(
        "list",
        "list what is held back, seeds, or storylines",
        (),
        (("what", "", "drafts, future, embargoed, expired, duplicates, seeds or storylines"),),
    ),
    Command(
        "explain",
        "say why an article has its terms, or which file a template is",
        ("output",),
        (("path", "", "an article, a seed, a page of the output or a template"),),
    ),
    Command("clean", "remove what Dateline published", ("output", "dry_run")),
    Command("config", "show the effective configuration", ("output", "base_url")),
    Command("completion", "print shell completion", (), (("shell", "", "bash, zsh or fish"),)),
)


class Invocation(NamedTuple):
    """Everything a command may know of the outside world, read once.

    ``now`` is naive when it was given without a zone: it is then meant in the site's.  A command
    that lasts asks ``clock`` instead, which gives what was given, or the time of day.
    ``keyboard`` is a handle to read keys from when both ends are a terminal; ``browse`` opens an
    address in the browser without waiting for it, and calls a function when there is none.
    """

    command: str
    arguments: Mapping[str, str]
    flags: frozenset[str]
    root: Path
    home: Path
    now: datetime
    jobs: int
    colour: bool
    terminal: bool
    environment: str
    clock: Callable[[], datetime]
    clock_runs: bool
    keyboard: int | None
    browse: Callable[[str, Callable[[], None]], None]

    def value(self, name: str) -> str:
        """Return the value of a flag or argument, or an empty string."""
        return self.arguments.get(name, "")

"""The command line: reads clock, environment and folder, once, and runs one command."""

import argparse
import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from generator import __version__
from generator.arguments import (
    BUG,
    COMMANDS,
    COMMON,
    FAILED,
    FINE,
    FLAGS,
    INTERRUPTED,
    USAGE,
    Flag,
    Invocation,
)
from generator.uncollected import uncollected

_TEXT_BROWSERS = {"www-browser", "lynx", "links", "elinks", "w3m"}


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit code (0 fine, 1 failed, 2 usage, 70 bug, 130 stopped)."""
    words = sys.argv[1:] if argv is None else argv
    # What a process leaves behind goes with it, and need not be searched for circles first.
    atexit.register(gc.freeze)
    # A terminal may lack the letters of a headline; that is no reason to stop.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        invocation = invocation_of(parser(words[:1]).parse_args(words), os.environ)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except ValueError as fault:
        _print_error(str(fault))
        return USAGE
    return _run(invocation)


def _run(invocation: Invocation) -> int:
    lasts = any(one.lasts for one in COMMANDS if one.name == invocation.command)
    if lasts:
        signal.signal(signal.SIGTERM, _end)
    try:
        # A process that soon ends gives all of its memory back then.
        with nullcontext() if lasts else uncollected():
            # Imported here, so that --version and usage errors need not wait for all of it.
            from generator.commands import RUN  # noqa: PLC0415

            run: Callable[[Invocation], int] = RUN[invocation.command]
            code = run(invocation)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _print_error("interrupted; the next command completes or clears what was begun")
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return FINE
    except OSError as fault:
        _print_error(f"{fault.filename or 'disk'}: {fault.strerror or fault}")
        _let_go_of_output()
        return FAILED
    except MemoryError:
        _print_error("there was not enough memory; the published site is as it was")
        return FAILED
    except Exception as fault:  # noqa: BLE001 - the last line of defence turns a bug into an exit code
        sys.excepthook(type(fault), fault, fault.__traceback__)
        _print_error(f"this is a bug in Dateline {__version__}; please report the lines above")
        return BUG
    return code


def _print_error(message: str) -> None:
    from generator.console import print_error  # noqa: PLC0415  # the same

    print_error(message)


def _end(_number: int, _frame: object) -> None:
    """Clear up and end well, as a service manager expects of what it has asked to stop."""
    raise SystemExit(FINE)


def _let_go_of_output() -> None:
    """Keep Python from writing to a closed pipe or a full disk once more when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def parser(named: Collection[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of the command line.

    If ``named`` are names of commands, these are all that it knows, which takes less time to make.
    """
    asked = [one for one in COMMANDS if set(named) & {one.name, *one.aliases}]
    whole = argparse.ArgumentParser(
        prog="dateline", description="Plain-text news in, a published site out."
    )
    whole.add_argument("--version", action="version", version=f"dateline {__version__}")
    # Named, or argparse lays out a help text to find its name, and imports much for that.
    commands = whole.add_subparsers(
        dest="command", required=True, metavar="COMMAND", prog=whole.prog
    )
    for command in asked or COMMANDS:
        one = commands.add_parser(
            command.name, aliases=command.aliases, help=command.help, description=command.help
        )
        for name, many, help_text in command.arguments:
            one.add_argument(name, nargs=many or None, default="", help=help_text)
        for name in (*command.flags, *COMMON):
            _add_flag(one, name, FLAGS[name])
    return whole


def _add_flag(one: argparse.ArgumentParser, name: str, flag: Flag) -> None:
    if flag.metavar:
        one.add_argument(*flag.names, dest=name, metavar=flag.metavar, help=flag.help, default="")
    else:
        one.add_argument(*flag.names, dest=name, action="store_true", help=flag.help)


def invocation_of(options: argparse.Namespace, environment: Mapping[str, str]) -> Invocation:
    """Return what was asked for.

    The documented variables are read here and nowhere else: ``SOURCE_DATE_EPOCH``
    (reproducible-builds.org), ``NO_COLOR`` (no-color.org) and ``DATELINE_ENV``.

    Raises:
        ValueError: a value cannot be read; the message says which.
    """
    given = vars(options)
    command = next(one for one in COMMANDS if given["command"] in (one.name, *one.aliases))
    clock = partial(_now, given.get("clock") or "", environment.get("SOURCE_DATE_EPOCH", ""))
    config = given.get("config") or "dateline.toml"
    terminal = sys.stderr.isatty()
    return Invocation(
        command=command.name,
        arguments={name: value for name, value in given.items() if isinstance(value, str)},
        flags=frozenset(name for name, value in given.items() if value is True),
        root=Path(config).absolute().parent,
        home=Path.home(),
        now=clock(),
        jobs=_jobs(given.get("jobs") or ""),
        colour=terminal and "NO_COLOR" not in environment,
        terminal=terminal and environment.get("TERM") != "dumb",
        environment=given.get("env") or environment.get("DATELINE_ENV", ""),
        clock=clock,
        clock_runs=not (given.get("clock") or environment.get("SOURCE_DATE_EPOCH")),
        keyboard=sys.stdin.fileno() if terminal and sys.stdin and sys.stdin.isatty() else None,
        browse=_browse,
    )


def _browse(url: str, failed: Callable[[], None]) -> None:
    """Open an address in the browser, in a thread, since some browsers do not return."""
    # Imported here, since they bring in half of what runs programs.
    import webbrowser  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    def open_it() -> None:
        try:
            # A browser for text would take the terminal that the messages go to.
            is_text = Path(webbrowser.get().name).name in _TEXT_BROWSERS
        except webbrowser.Error:
            is_text = True
        if is_text or not webbrowser.open(url):
            failed()

    Thread(target=open_it, daemon=True).start()


def _now(clock: str, epoch: str) -> datetime:
    if clock:
        return _moment(clock)
    if epoch:
        try:
            return _bounded(datetime.fromtimestamp(_digits(epoch), UTC))
        except (ValueError, OverflowError, OSError) as fault:
            raise ValueError(f'SOURCE_DATE_EPOCH "{epoch}" is not a number of seconds') from fault
    return datetime.now(UTC)


def _moment(clock: str) -> datetime:
    try:
        moment = datetime.fromisoformat(clock)
        if len(clock) == len("2026-05-04"):
            # A day is over at its end: what is dated that day is published.
            moment = moment.replace(hour=23, minute=59, second=59)
        return _bounded(moment)
    except ValueError as fault:
        message = f'--clock "{clock}" is not a date such as 2026-05-04 or 2026-05-04T09:30Z'
        raise ValueError(message) from fault


def _bounded(moment: datetime) -> datetime:
    """Return a moment that every time zone can show."""
    if not 1 < moment.year < 9999:
        raise ValueError("the year is out of range")
    return moment


def _jobs(text: str) -> int:
    if not text:
        return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    try:
        jobs = _digits(text)
    except ValueError:
        jobs = 0
    if not 1 <= jobs <= 256:
        raise ValueError(f'--jobs "{text}" is not a number from 1 to 256')
    return jobs


def _digits(text: str) -> int:
    """Return a number that is written in the digits 0 to 9 and nothing else, as int() is not."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("it is not a number")
    return int(text)

"""Opens a project for a command: reads it, locks it, and says what went wrong in one way."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.arguments import FAILED, USAGE, Invocation
from generator.console import Console, Style, print_error, standard
from generator.diagnostics import BuildFailed, Checked, Diagnostic, Place, error, errors_in
from generator.files import FileRefused, read_file
from generator.lock import Busy, locked
from generator.project import CONFIG, Project, read_project
from generator.readiness import complete_earlier, output_problems
from generator.wish import Wish

_CONFIG_LIMIT_BYTES = 1024 * 1024

FAULTS = (BuildFailed, Busy, MemoryError, OSError)
"""What can keep a command from doing its work through no fault of ours."""

Run = Callable[[Invocation, Project, Console], int]
"""Runs a command on a project that was read; returns its exit code."""


def console_of(invocation: Invocation) -> Console:
    """Return the console that the flags ask for."""
    as_json = "json" in invocation.flags
    quiet = "quiet" in invocation.flags
    return standard(
        Style(
            colour=invocation.colour,
            progress=invocation.terminal and not as_json and not quiet,
            quiet=quiet,
            verbose="verbose" in invocation.flags,
            as_json=as_json,
        )
    )


def wish_of(invocation: Invocation) -> Wish:
    """Return how the flags ask for a site to be built."""
    return Wish(
        clean="clean" in invocation.flags,
        keep_going="keep_going" in invocation.flags,
        strict="strict" in invocation.flags,
        drafts="drafts" in invocation.flags,
        future="future" in invocation.flags,
        jobs=invocation.jobs,
    )


def opened(run: Run) -> Callable[[Invocation], int]:
    """Return a command that reads the project first, and says what is wrong with it."""

    def command(invocation: Invocation) -> int:
        console = console_of(invocation)
        try:
            project = project_of(invocation)
        except FileRefused as refused:
            print_error(f"{config_of(invocation)}: {refused}; `dateline init` makes a new site")
            return USAGE
        if errors_in(project.problems):
            console.problems(project.problems)
            console.report(invocation.command, {}, project.problems)
            return FAILED
        local = invocation._replace(now=in_zone(invocation.now, project.value))
        return run(local, project.value, console)

    return command


def with_project(run: Run) -> Callable[[Invocation], int]:
    """Return a command that reads the project first and holds its lock while it runs."""

    def locked_run(invocation: Invocation, project: Project, console: Console) -> int:
        try:
            with locked(project.cache / "lock"):
                _complete_earlier(project, invocation.home)
                return run(invocation, project, console)
        except BrokenPipeError:
            raise
        except FAULTS as fault:
            problems = problems_of(fault)
            console.problems(problems)
            console.report(invocation.command, {}, problems)
            if isinstance(fault, BuildFailed):
                _tell_failed(console, problems)
            return FAILED

    return opened(locked_run)


def in_zone(now: datetime, project: Project) -> datetime:
    """Return a moment in the site's zone, whose days are those of the articles."""
    zone = ZoneInfo(project.settings.timezone)
    return now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)


def _complete_earlier(project: Project, home: Path) -> None:
    """Complete what a killed build had promised, whatever the command is."""
    if not output_problems(project, home):
        complete_earlier(project.output)


def problems_of(fault: BaseException) -> tuple[Diagnostic, ...]:
    """Return what one of FAULTS means to the owner."""
    match fault:
        case BuildFailed():
            return fault.problems
        case Busy():
            hint = "wait for it to end"
            return (error(Place(".dateline/lock"), "project-busy", str(fault), hint),)
        case OSError():
            place = Place(str(fault.filename or "disk"))
            hint = "mend it and run the command again; nothing is lost"
            return (error(place, "disk-failed", (fault.strerror or str(fault)).lower(), hint),)
        case _:
            hint = "use fewer processes (--jobs 1) or a larger machine"
            return (error(Place("memory"), "out-of-memory", "there was not enough memory", hint),)


def _tell_failed(console: Console, problems: tuple[Diagnostic, ...]) -> None:
    count = len(errors_in(problems))
    console.tell(
        f"{count} {'error' if count == 1 else 'errors'}; nothing was published, "
        "the site is as it was."
    )


def config_of(invocation: Invocation) -> Path:
    """Return where the configuration lies."""
    return invocation.root / Path(invocation.value("config") or CONFIG).name


def project_of(invocation: Invocation) -> Checked[Project]:
    """Return the project as the flags have it; raise FileRefused without a configuration."""
    text = read_file(config_of(invocation), _CONFIG_LIMIT_BYTES).decode("utf-8-sig", "replace")
    given = {
        name: invocation.value(name)
        for name in ("output", "base_url")
        if name in invocation.arguments and invocation.value(name)
    }
    if "output" in given:
        given["output"] = str(Path(given["output"]).absolute())
    return read_project(invocation.root, text, given, environment=invocation.environment)

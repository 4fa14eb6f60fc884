"""What each command does: read the project, call one thing, print what came of it.

What only some commands stand on is imported by them, so that no other waits for it.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from generator.arguments import FAILED, FINE, USAGE, Invocation
from generator.console import Console, print_error, sentence
from generator.diagnostics import (
    Diagnostic,
    Severity,
    errors_in,
)
from generator.model import Report
from generator.opening import config_of, console_of, opened, wish_of, with_project
from generator.options import OPTIONS
from generator.project import Project
from generator.standing import look, standing_report


def run_ingest(invocation: Invocation, project: Project, console: Console) -> int:
    """Make articles of new and changed seeds."""
    from generator.publishing import taken_in

    return _code(taken_in(invocation, project, console), strict="strict" in invocation.flags)


def run_build(invocation: Invocation, project: Project, console: Console) -> int:
    """Ingest what is new, then publish, unless nothing has changed since that was done last."""
    started, wish = perf_counter(), wish_of(invocation)
    sight = look(project, wish, config_of(invocation))
    report = None if wish.clean else standing_report(project, sight, invocation.now, jobs=wish.jobs)
    if report is None:
        # Imported here, so that a build that has nothing to do does not wait for it.
        from generator.publishing import made

        report = made(invocation, project, console, sight)
    report = replace(report, seconds=perf_counter() - started)
    console.problems(report.problems)
    _explain_reasons(invocation, console, report)
    console.tell(sentence(report))
    left_out = len(errors_in(report.problems))
    if left_out:
        console.tell(f"{left_out} {'error' if left_out == 1 else 'errors'} left out; see above.")
    console.report("build", _numbers(report), report.problems)
    return _code(report.problems, strict=wish.strict)


def _explain_reasons(invocation: Invocation, console: Console, report: Report) -> None:
    if "explain" in invocation.flags and not console.style.as_json:
        for path, reason in report.reasons:
            console.say(f"{path}: {reason}")


def _numbers(report: Report) -> dict[str, object]:
    return {
        "written": report.written,
        "unchanged": report.unchanged,
        "kept": report.kept,
        "removed": report.removed,
        "seconds": round(report.seconds, 3),
        "held": [{"path": one.path, "reason": one.reason} for one in report.held],
        "reasons": dict(report.reasons),
    }


def _code(problems: tuple[Diagnostic, ...], *, strict: bool = False) -> int:
    if errors_in(problems):
        return FAILED
    warned = any(one.severity is Severity.WARNING for one in problems)
    return FAILED if strict and warned else FINE


def run_watch(invocation: Invocation, project: Project, console: Console) -> int:
    """Build on every change."""
    from generator.attending import run_watch as run

    return run(invocation, project, console) if _has_one_output(invocation) else USAGE


def run_serve(invocation: Invocation, project: Project, console: Console) -> int:
    """Build on every change, and show the site."""
    from generator.previewing import run_serve as run

    return run(invocation, project, console) if _has_one_output(invocation) else USAGE


def _has_one_output(invocation: Invocation) -> bool:
    previews = [name for name in ("drafts", "future") if name in invocation.flags]
    if not previews or not invocation.value("output"):
        return True
    print_error(f"--{previews[0]} shows what is held back, in a folder of its own: no --output")
    return False


def run_check(invocation: Invocation, project: Project, console: Console) -> int:
    """Judge the finished site."""
    from generator.judging import run_check as run

    return run(invocation, project, console)


def run_verify(invocation: Invocation, project: Project, console: Console) -> int:
    """Build, build clean beside it, and compare every byte."""
    from generator.judging import run_verify as run

    return run(invocation, project, console)


def run_clean(invocation: Invocation, project: Project, console: Console) -> int:
    """Remove what the ledger says is ours."""
    from generator.judging import run_clean as run

    return run(invocation, project, console)


def run_list(invocation: Invocation, project: Project, console: Console) -> int:
    """List held-back articles, seeds or storylines."""
    from generator.judging import run_list as run

    return run(invocation, project, console)


def run_explain(invocation: Invocation, project: Project, console: Console) -> int:
    """Say why an article has its terms, why a page is as it is, or which template wins."""
    from generator.judging import run_explain as run

    return run(invocation, project, console)


def run_config(_invocation: Invocation, project: Project, console: Console) -> int:
    """Show every option with where its value comes from."""
    settings = project.settings
    values: Mapping[str, object] = {
        "output": os.path.relpath(project.output, project.root),
        "pagination.size": settings.page_size,
        "feeds.size": settings.feed_size,
        "related.count": settings.related,
        "markdown.engine": settings.engine,
        "permalinks.articles": settings.permalink,
        "storylines.publish": settings.storylines,
        "seeds.encoding": project.seed_settings.encoding,
        "seeds.limit_bytes": project.seed_settings.limit_bytes,
    }
    rows = [
        (one.key, values.get(one.key, getattr(settings, one.key, "")), project.origins[one.key])
        for one in OPTIONS
    ]
    if not console.style.as_json:
        for key, value, origin in rows:
            console.say(f'{key} = "{value}"  # {origin}')
    options = {key: {"value": value, "origin": origin} for key, value, origin in rows}
    console.report("config", {"options": options}, ())
    return FINE


def run_init(invocation: Invocation) -> int:
    """Make a new site."""
    from generator.scaffold import make_site

    console = console_of(invocation)
    folder = invocation.root / (invocation.value("folder") or ".")
    written = make_site(folder.resolve())
    for path in written:
        console.details(f"wrote {path}")
    console.report("init", {"written": list(written)}, ())
    name = invocation.value("folder")
    step = f"cd {name} && dateline build" if name else "dateline build"
    console.tell(f"A new site: {len(written)} files written. Next: {step}")
    return FINE


def run_new(invocation: Invocation, project: Project, console: Console) -> int:
    """Make a new article."""
    from generator.scaffold import make_article
    from generator.text import clean

    title = " ".join(clean(invocation.value("title"))[0].split())
    if not title:
        print_error('a new article needs a headline, as in `dateline new "Exercise ends"`')
        return USAGE
    try:
        path = make_article(project.content, title, invocation.now.date())
    except FileExistsError as fault:
        print_error(f"{Path(str(fault.filename)).relative_to(project.root)} is there already")
        return FAILED
    console.report("new", {"path": path.relative_to(project.root).as_posix()}, ())
    console.tell(f"A new draft: {path.relative_to(project.root).as_posix()}")
    return FINE


def run_completion(invocation: Invocation) -> int:
    """Print the completion of a shell."""
    from generator.completion import SHELLS, completion

    shell = invocation.value("shell")
    if shell not in SHELLS:
        print_error(f'there is no completion for "{shell}"; choose {", ".join(SHELLS)}')
        return USAGE
    console_of(invocation).say(completion(shell).rstrip("\n"))
    return FINE


RUN: Mapping[str, Callable[[Invocation], int]] = {
    "init": run_init,
    "new": with_project(run_new),
    "ingest": with_project(run_ingest),
    "build": with_project(run_build),
    "watch": opened(run_watch),
    "serve": opened(run_serve),
    "check": with_project(run_check),
    "verify": with_project(run_verify),
    "list": with_project(run_list),
    "explain": with_project(run_explain),
    "clean": with_project(run_clean),
    "config": with_project(run_config),
    "completion": run_completion,
}
"""Every command of cli.COMMANDS."""

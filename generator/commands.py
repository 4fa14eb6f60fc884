"""What each command does: read the project, call one thing, print what came of it.

What only some commands stand on is imported by them, so that no other waits for it.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from generator.arguments import FAILED, FINE, USAGE, Invocation
from generator.build import build, prepare_output, stop_on
from generator.console import Console, print_error, sentence
from generator.diagnostics import (
    BuildFailed,
    Checked,
    Diagnostic,
    Severity,
    errors_in,
    in_order,
)
from generator.ingesting import ingest_seeds, terms_of
from generator.leaks import Leaks, needles_of
from generator.model import Report, SitePath
from generator.opening import config_of, console_of, opened, wish_of, with_project
from generator.options import OPTIONS
from generator.output.ledger import Work, load_ledger
from generator.output.publish import publish
from generator.project import Project
from generator.remembering import content_of
from generator.resemblance import CODE as NEAR_DUPLICATE
from generator.seeds.ingest import Ingested
from generator.site.index import Site, index_site, other_words
from generator.site.telling import storyline_rows, why_grouped
from generator.standing import Sight, look, looked_again, record, standing_report
from generator.text import clean
from generator.wish import Wish


def _ingest(invocation: Invocation, project: Project) -> Checked[Ingested]:
    return ingest_seeds(
        project,
        today=invocation.now.date(),
        jobs=invocation.jobs,
        dry_run="dry_run" in invocation.flags,
    )


def _tell_ingested(console: Console, ingested: Ingested, *, dry_run: bool) -> None:
    verb = "Would have" if dry_run else "Have"
    counts: dict[str, int] = {}
    for deed, seed, article in ingested.deeds:
        counts[deed.value] = counts.get(deed.value, 0) + 1
        console.details(f"{deed.value}: seeds/{seed} → content/{article}")
    if counts:
        words = ", ".join(f"{number} {deed}" for deed, number in sorted(counts.items()))
        console.tell(f"{verb} ingested: {words}; {ingested.unchanged} unchanged.")


def _tell_differences(console: Console, project: Project, problems: tuple[Diagnostic, ...]) -> None:
    from generator.seeds.difference import differences

    for one in in_order(problems):
        if one.code == NEAR_DUPLICATE:
            place = one.place.path.removeprefix("content/")
            console.details(f"{one.place.path}\n{differences(project.content, place, limit=4)}")


def run_ingest(invocation: Invocation, project: Project, console: Console) -> int:
    """Make articles of new and changed seeds."""
    done = _ingest(invocation, project)
    console.problems(done.problems)
    dry_run = "dry_run" in invocation.flags
    _tell_ingested(console, done.value, dry_run=dry_run)
    if console.style.verbose:
        _tell_differences(console, project, done.problems)
    if not done.value.deeds:
        console.tell(f"Nothing new in seeds/: {done.value.unchanged} unchanged.")
    rows = [{"deed": deed, "seed": seed, "article": to} for deed, seed, to in done.value.deeds]
    values: dict[str, object] = {"deeds": rows, "unchanged": done.value.unchanged}
    if "explain" in invocation.flags:
        from generator.inquiries import explain

        terms = terms_of(project).value
        seeds = [seed for _, seed, _ in done.value.deeds]
        texts = {one: explain(project, f"seeds/{one}", terms) for one in seeds}
        values["explanations"] = texts
        for text in () if console.style.as_json else filter(None, texts.values()):
            console.say(text)
    console.report("ingest", values, done.problems)
    return _code(done.problems, strict="strict" in invocation.flags)


def run_build(invocation: Invocation, project: Project, console: Console) -> int:
    """Ingest what is new, then publish, unless nothing has changed since that was done last."""
    started, wish = perf_counter(), wish_of(invocation)
    sight = look(project, wish, config_of(invocation))
    report = None if wish.clean else standing_report(project, sight, invocation.now)
    if report is None:
        report = _made(invocation, project, console, sight)
    report = replace(report, seconds=perf_counter() - started)
    console.problems(report.problems)
    _explain_reasons(invocation, console, report)
    console.tell(sentence(report))
    left_out = len(errors_in(report.problems))
    if left_out:
        console.tell(f"{left_out} {'error' if left_out == 1 else 'errors'} left out; see above.")
    console.report("build", _numbers(report), report.problems)
    return _code(report.problems, strict=wish.strict)


def _made(invocation: Invocation, project: Project, console: Console, sight: Sight) -> Report:
    """Ingest and build, and record what came of it for as long as it stands."""
    wish = wish_of(invocation)
    ingested = _ingest(invocation, project)
    _tell_ingested(console, ingested.value, dry_run=False)
    stop_on(ingested.problems, wish)
    if ingested.value.deeds:
        sight = looked_again(sight, project, config_of(invocation))
    try:
        built = build(
            project,
            as_of=invocation.now,
            home=invocation.home,
            wish=wish,
            notify=console.notify,
        )
    except BuildFailed as failed:
        raise BuildFailed((*ingested.problems, *failed.problems)) from failed
    report = replace(built, problems=(*ingested.problems, *built.problems))
    # What is said of deeds is said once.
    if not (ingested.value.deeds and ingested.problems):
        record(project, sight, invocation.now, report)
    return report


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
    from generator.check import check_site

    prepare_output(project, invocation.home)
    ledger = load_ledger(project.output)
    if not ledger.rows:
        print_error("there is no site to check; run `dateline build` first")
        return FAILED
    paths = tuple(row.path for row in ledger.rows)
    problems = [*check_site(project.output, paths, project.settings.base_url, jobs=invocation.jobs)]
    problems += _leaks(invocation, project, paths)
    console.problems(tuple(problems))
    faults = [one for one in problems if one.severity is not Severity.NOTE]
    status = "failed" if faults else "fine"
    console.report("check", {"files": len(paths), "status": status}, problems)
    if faults:
        faults_in_all = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        console.tell(f"{faults_in_all} in {len(paths)} {'file' if len(paths) == 1 else 'files'}.")
        return FAILED
    console.tell(f"{len(paths)} files checked, no fault.")
    return FINE


def _leaks(
    invocation: Invocation, project: Project, paths: tuple[SitePath, ...]
) -> list[Diagnostic]:
    """Return leaks of held-back articles, and the conflicts that nobody has settled."""
    site = _site(invocation, project)
    leaks = Leaks(needles_of(site.value.held, site.value.articles, other_words(site.value)))
    found = [one for one in site.problems if one.code == "unsettled-conflict"]
    for path in paths:
        found += leaks.found(path, (project.output / path).read_bytes())
    return found


def _site(invocation: Invocation, project: Project) -> Checked[Site]:
    """Return the site as it would be published, with the problems of its content."""
    taxonomies = terms_of(project)
    content = content_of(project, taxonomies.value, Wish(jobs=invocation.jobs))
    vocabulary = taxonomies.value.vocabulary
    site = index_site(content.value, vocabulary, project.settings, as_of=invocation.now)
    return Checked(site, content.problems)


def run_verify(invocation: Invocation, project: Project, console: Console) -> int:
    """Build, build clean beside it, and compare every byte."""
    from generator.verify import first_difference

    now, home = invocation.now, invocation.home
    build(project, as_of=now, home=home, wish=Wish(jobs=invocation.jobs), notify=console.notify)
    beside = replace(project, output=project.cache / "verify")
    wish = Wish(clean=True, jobs=invocation.jobs)
    report = build(beside, as_of=now, home=home, wish=wish, notify=console.notify)
    difference = first_difference(project.output, beside.output)
    _clean(beside)
    files = report.written + report.unchanged + report.kept
    status = "failed" if difference else "fine"
    console.report("verify", {"files": files, "difference": difference, "status": status}, ())
    if difference:
        print_error(f"the incremental site differs from a clean one: {difference}")
        print_error("`dateline build --clean` makes every page anew")
        return FAILED
    console.tell(f"{files} files are the same, byte for byte, as in a clean build.")
    return FINE


def _clean(project: Project) -> Report:
    ledger = load_ledger(project.output)
    work = Work((), (), tuple(row.path for row in ledger.rows), {})
    return publish((), work, output=project.output, ledger=ledger)


def run_clean(invocation: Invocation, project: Project, console: Console) -> int:
    """Remove what the ledger says is ours."""
    prepare_output(project, invocation.home)
    rows = load_ledger(project.output).rows
    if "dry_run" in invocation.flags:
        console.report("clean", {"would_remove": [row.path for row in rows]}, ())
        for row in () if console.style.as_json else rows:
            console.say(row.path)
        console.tell(f"Would remove {len(rows)} files.")
        return FINE
    report = _clean(project)
    preview = replace(project, output=project.preview)
    if preview.output.is_dir():
        prepare_output(preview, invocation.home)
        _clean(preview)
    console.report("clean", {"removed": report.removed}, ())
    console.tell(f"Removed {report.removed} files; everything else was left alone.")
    return FINE


def run_list(invocation: Invocation, project: Project, console: Console) -> int:
    """List held-back articles, seeds or storylines."""
    from generator.inquiries import LISTS, listed

    what = invocation.value("what")
    site = _site(invocation, project).value
    is_story = what == "storylines"
    rows = tuple(storyline_rows(site)) if is_story else listed(what, project, site.held)
    if rows is None:
        print_error(f'there is nothing called "{what}"; list {", ".join((*LISTS, "storylines"))}')
        return USAGE
    for row in () if console.style.as_json else rows:
        console.say("\t".join(row))
    console.report("list", {"what": what, "rows": [list(row) for row in rows]}, ())
    return FINE


def run_explain(invocation: Invocation, project: Project, console: Console) -> int:
    """Say why an article has its terms, why a page is as it is, or which template wins."""
    from generator.inquiries import explain

    text = explain(project, invocation.value("path"), terms_of(project).value)
    path = os.path.relpath(project.root / invocation.value("path"), project.root)
    if path.startswith("content/articles/"):
        text = "\n".join((*text.splitlines(), *why_grouped(_site(invocation, project).value, path)))
    if not text:
        print_error(f'"{invocation.value("path")}" is no article, seed, page or template')
        return FAILED
    console.report("explain", {"path": invocation.value("path"), "text": text}, ())
    if not console.style.as_json:
        console.say(text)
    return FINE


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

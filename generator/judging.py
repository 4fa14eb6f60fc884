"""Judges the finished site, compares it, takes it away, and tells of what is in it."""

import os

from msgspec.structs import replace

from generator.arguments import FAILED, FINE, USAGE, Invocation
from generator.build import build
from generator.console import Console, print_error
from generator.diagnostics import Checked, Diagnostic, Severity
from generator.ingesting import terms_of
from generator.leaks import Leaks, needles_of
from generator.model import Report, SitePath
from generator.output.ledger import Work, load_ledger
from generator.output.publish import publish
from generator.project import Project
from generator.readiness import prepare_output
from generator.remembering import content_of
from generator.site.index import Site, index_site, other_words, whole_articles
from generator.site.telling import storyline_rows, why_grouped
from generator.wish import Wish


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
    public = whole_articles(site.value)
    leaks = Leaks(needles_of(site.value.held, public, other_words(site.value)))
    found = [one for one in site.problems if one.code == "unsettled-conflict"]
    for path in paths:
        found += leaks.found(path, (project.output / path).read_bytes())
    return found


def _site(invocation: Invocation, project: Project) -> Checked[Site]:
    """Return the site as it would be published, with the problems of its content."""
    taxonomies = terms_of(project)
    content = content_of(project, taxonomies.value, Wish(jobs=invocation.jobs))
    vocabulary = taxonomies.value.vocabulary
    site = index_site(content.value.content, vocabulary, project.settings, as_of=invocation.now)
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
    return publish((), work, output=project.output, ledger=ledger)[0]


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

"""The only builder: content to site, site to pages, pages to bytes, and only what is new is made.

Read ``build`` aloud and you know the program.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from generator.code import PACKAGE
from generator.diagnostics import (
    BuildFailed,
    Diagnostic,
    Place,
    Severity,
    errors_in,
    note,
    warning,
)
from generator.leaks import Leaks, needles_of
from generator.making import (
    Workshop,
    digests_of,
    leaks_in_kept,
    make_all,
    marks_of,
    placed,
)
from generator.model import Event, Key, PhaseDone, PhaseStarted, Report, SitePath, Withheld
from generator.output.ledger import Ledger, Reason, Work, compare, doubtful, load_ledger, settle
from generator.output.place import check_output_folder, collisions, unsafe
from generator.output.publish import publish, recover
from generator.output.searched import searching
from generator.output.staging import open_staging
from generator.output.survey import foreign
from generator.project import Project
from generator.remembering import content_of, keep_theme, site_of, theme_of
from generator.site.index import other_words, published
from generator.site.plan import plan_pages
from generator.site.views import Page
from generator.taxonomy import load_taxonomies
from generator.theme.render import Renderer
from generator.theme.theme import asset_pages
from generator.uncollected import uncollected
from generator.wish import Wish

Notify = Callable[[Event], None]
"""Is told how far a build has come; must not change anything."""


def silent(_event: Event) -> None:
    """Tell nobody."""


@uncollected()
def build(
    project: Project, *, as_of: datetime, home: Path, wish: Wish, notify: Notify = silent
) -> Report:
    """Publish the site as it is at a moment, making only the pages whose key is new.

    ``home`` is the user's home folder, which is never published into.

    Raises:
        BuildFailed: the project holds errors; the published site is as it was.
        OSError: the disk did not take it; the published site is as it was.
    """
    started = perf_counter()
    prepare_output(project, home)
    taxonomies = load_taxonomies(PACKAGE / "data", project.content / "taxonomies")
    theme = theme_of(project)
    early = stop_on((*taxonomies.problems, *theme.problems), wish)
    content = content_of(project, taxonomies.value, wish)
    keep_theme(theme.value, project)
    site = site_of(project, content.value, taxonomies.value, as_of=as_of, wish=wish)
    plan = plan_pages(site, theme.value.addresses(), theme.value.options)
    pages = placed((*plan.value.pages, *asset_pages(theme.value)), project.root)
    found = (*content.problems, *plan.problems, *_bad_paths(pages))
    problems = (*early, *stop_on(found, wish, left_out=frozenset(errors_in(content.problems))))
    marks = marks_of(pages, plan.value.outline, theme.value)
    ledger = load_ledger(project.output)
    work = work_for(marks, ledger, project.output, clean=wish.clean)
    needles = needles_of(site.held, published(site), other_words(site))
    workshop = Workshop(
        renderer=Renderer(theme.value, plan.value.view),
        staging=open_staging(project.output, work),
        leaks=Leaks(needles),
        view=plan.value.view,
        marks=marks,
        before=doubtful(work, ledger),
    )
    stale = _in_plan_order(pages, work)
    notify(PhaseStarted("making pages", len(stale)))
    made = make_all(workshop, stale, jobs=wish.jobs, told=notify)
    notify(PhaseDone("making pages"))
    work = settle(work, made.value.same)
    old_leaks = leaks_in_kept(needles, work.kept, project.output, jobs=wish.jobs)
    if errors_in((*made.problems, *old_leaks)):
        recover(project.output)  # gives back the room that staging took
    problems += stop_on((*made.problems, *old_leaks), wish)
    with searching(project.output, digests_of(needles)):
        report = publish(made.value.made, work, output=project.output, ledger=ledger)
    return replace(
        report,
        held=tuple(Withheld(one.article.path, one.reason) for one in site.held),
        problems=(*problems, *_strangers(project.output, report, lost=ledger.lost)),
        reasons=tuple((path, reason.value) for path, reason in work.stale),
        seconds=perf_counter() - started,
        due=site.due,
        until=site.until,
    )


def prepare_output(project: Project, home: Path) -> None:
    """Refuse an output folder that is not ours, and complete what an earlier build left."""
    problems = output_problems(project, home)
    if problems:
        raise BuildFailed(problems)
    recover(project.output)


def output_problems(project: Project, home: Path) -> tuple[Diagnostic, ...]:
    """Return what keeps the output folder from being published into."""
    sources = (project.seeds, project.content, project.themes[0], project.templates)
    return check_output_folder(project.output, project.root, sources=sources, home=home)


def stop_on(
    problems: Sequence[Diagnostic],
    wish: Wish,
    *,
    left_out: frozenset[Diagnostic] = frozenset(),
) -> tuple[Diagnostic, ...]:
    """Return the problems that do not keep the site from being published.

    ``left_out`` are errors of files that are not in the site, which ``keep_going`` allows.

    Raises:
        BuildFailed: there are errors, or warnings when they are taken for errors.
    """
    found = tuple(_strict(one) if wish.strict else one for one in problems)
    fatal = set(errors_in(found)) - (left_out if wish.keep_going else set())
    if fatal:
        raise BuildFailed(found)
    return found


def _strict(one: Diagnostic) -> Diagnostic:
    return replace(one, severity=Severity.ERROR) if one.severity is Severity.WARNING else one


def _bad_paths(pages: Sequence[Page]) -> tuple[Diagnostic, ...]:
    claims = [(page.path, page.place) for page in pages]
    return (*collisions(claims), *unsafe(claims))


def work_for(keys: Mapping[SitePath, Key], ledger: Ledger, output: Path, *, clean: bool) -> Work:
    """Return what is to be done; a clean build makes everything, but writes only what differs."""
    work = compare(keys, ledger, output, thorough=clean)
    if not clean:
        return work
    digests = {row.path: row.digest for row in ledger.rows}
    asked = tuple((path, Reason.ASKED) for path in work.kept)
    lying = {**work.lying, **{path: digests[path] for path in work.kept}}
    return Work((*work.stale, *asked), (), work.gone, lying)


def _strangers(output: Path, report: Report, *, lost: bool) -> tuple[Diagnostic, ...]:
    """Return what lies in the output and is not ours, when something was published.

    After the ledger was ``lost`` it may be old pages of ours, which nobody takes away any more.
    """
    if not (report.written or report.removed):
        return ()
    names = [one for one in foreign(output, load_ledger(output)) if one != ".gitkeep"]
    places = [Place(f"{output.name}/{name}") for name in names]
    if not lost:
        message = "this is not Dateline's, and was left alone"
        return tuple(note(place, "foreign-file", message) for place in places)
    message = "this was left alone, since the record of what was published here was lost"
    hint = "delete it if it is an old page: it may hold what is held back now"
    return tuple(warning(place, "foreign-file", message, hint) for place in places)


def _in_plan_order(pages: Sequence[Page], work: Work) -> tuple[Page, ...]:
    stale = {path for path, _ in work.stale}
    return tuple(page for page in pages if page.path in stale)

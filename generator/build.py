"""The only builder: content to site, site to pages, pages to bytes, and only what is new is made.

Read ``_built`` aloud and you know the program; ``build`` and ``build_again`` are its two doors.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from msgspec import Struct
from msgspec.structs import replace

from generator.content.bodies import BodyLost
from generator.diagnostics import (
    BuildFailed,
    Checked,
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
)
from generator.model import Event, Key, PhaseDone, PhaseStarted, Report, SitePath, Withheld
from generator.output.ledger import (
    Ledger,
    Reason,
    Work,
    compare,
    doubtful,
    load_ledger,
    seal_of_ledger,
    settle,
)
from generator.output.publish import publish, recover
from generator.output.searched import searching
from generator.output.staging import open_staging
from generator.output.survey import foreign
from generator.planning import Planned, planned
from generator.project import Project
from generator.readiness import prepare_output
from generator.remembering import (
    Indexed,
    Parsed,
    Terms,
    content_of,
    forget,
    keep_theme,
    site_of,
    terms_of,
    theme_of,
)
from generator.site.index import Site, other_words, whole_articles
from generator.site.views import Page
from generator.sources import Snapshot
from generator.taxonomy import Taxonomies
from generator.theme.render import Renderer
from generator.theme.theme import Theme
from generator.uncollected import uncollected
from generator.wish import Wish

Notify = Callable[[Event], None]
"""Is told how far a build has come; must not change anything."""


def silent(_event: Event) -> None:
    """Tell nobody."""


class Kept(Struct, frozen=True):
    """What a process that builds again and again keeps of a build: what its phases returned.

    A phase is a pure function, so what it returned is taken again while it would be given the same.
    ``seal`` is that of the ``ledger`` that was published.
    """

    terms: Terms | None = None
    parsed: Parsed | None = None
    indexed: Indexed | None = None
    planned: Planned | None = None
    ledger: Ledger = Ledger()
    seal: bytes = b""


@uncollected()
def build(  # noqa: PLR0913  # what a build needs, and what was read for it
    project: Project,
    *,
    as_of: datetime,
    home: Path,
    wish: Wish,
    terms: Checked[Taxonomies] | None = None,
    notify: Notify = silent,
) -> Report:
    """Publish the site as it is at a moment, making only the pages whose key is new.

    ``home`` is the user's home folder, which is never published into.  ``terms`` are those of the
    project, if they have just been read.

    Raises:
        BuildFailed: the project holds errors; the published site is as it was.
        OSError: the disk did not take it; the published site is as it was.
    """
    kept = Kept(terms=Terms(terms) if terms else None)
    # What is made goes before the collector is at work again, which would look through all of it.
    report, _ = build_again(
        project, kept, as_of=as_of, home=home, wish=wish, notify=notify, is_last=True
    )
    return report


@uncollected()
def build_again(  # noqa: PLR0913  # what a build needs, and what is left of the one before
    project: Project,
    kept: Kept,
    *,
    as_of: datetime,
    home: Path,
    wish: Wish,
    seen: Snapshot | None = None,
    is_last: bool = False,
    notify: Notify = silent,
) -> tuple[Report, Kept]:
    """Do what ``build`` does, and return what saves work next time; that changes nothing else.

    ``seen`` is how the files of the content folder lie there now, if somebody has looked already.
    ``is_last`` says that nobody is going to build again, so that less need be kept.
    """
    made = partial(
        _built,
        project,
        as_of=as_of,
        home=home,
        wish=wish,
        notify=notify,
        seen=seen,
        is_last=is_last,
    )
    try:
        return made(kept)
    except BodyLost:
        forget(project)
        return made(Kept(terms=kept.terms))


def _built(  # noqa: PLR0913  # as above
    project: Project,
    kept: Kept,
    *,
    as_of: datetime,
    home: Path,
    wish: Wish,
    notify: Notify,
    seen: Snapshot | None,
    is_last: bool,
) -> tuple[Report, Kept]:
    started = perf_counter()
    prepare_output(project, home)
    terms = terms_of(project, before=kept.terms, seen=seen)
    taxonomies = terms.taxonomies
    theme = theme_of(project)
    early = stop_on((*taxonomies.problems, *theme.problems), wish)
    parsed = content_of(project, taxonomies.value, wish, before=kept.parsed, seen=seen)
    content, faults = parsed.value.content, parsed.problems
    left = None if is_last else parsed.value
    del parsed  # what only the next build could use need not lie there while pages are made
    keep_theme(theme.value, project)
    indexed = site_of(
        project, content, taxonomies.value, as_of=as_of, wish=wish, before=kept.indexed
    )
    plan = planned(indexed.site, theme.value, project.root, before=kept.planned)
    found = (*faults, *plan.problems)
    problems = (*early, *stop_on(found, wish, left_out=frozenset(errors_in(faults))))
    is_known = bool(kept.seal) and seal_of_ledger(project.output) == kept.seal
    ledger = kept.ledger if is_known else load_ledger(project.output)
    trusted = kept.planned.marks if is_known and kept.planned else {}
    work = work_for(plan.value.marks, ledger, project.output, wish=wish, trusted=trusted)
    making = Making(project, theme.value, indexed.site, plan.value, wish, notify, not is_known)
    report, ledger = published(making, work, ledger)
    report = replace(
        report,
        problems=(*problems, *report.problems),
        seconds=perf_counter() - started,
    )
    seal = seal_of_ledger(project.output)
    return report, Kept(terms, left, indexed, plan.value, ledger, seal)


class Making(Struct, frozen=True):
    """What pages are to be made of, and for whom.

    ``is_first`` says that this process has not published this output before.
    """

    project: Project
    theme: Theme
    site: Site
    plan: Planned
    wish: Wish
    notify: Notify
    is_first: bool


def published(making: Making, work: Work, ledger: Ledger) -> tuple[Report, Ledger]:
    """Make what is stale and publish it; return what was done, and the ledger after it.

    Raises:
        BuildFailed: a page could not be made, or would have shown what is held back.
    """
    site, plan, output, jobs = making.site, making.plan, making.project.output, making.wish.jobs
    needles = needles_of(site.held, whole_articles(site), other_words(site))
    was_empty = not output.is_dir() or not any(output.iterdir())
    workshop = Workshop(
        renderer=Renderer(making.theme, plan.plan.view),
        staging=open_staging(output, work),
        leaks=Leaks(needles),
        view=plan.plan.view,
        marks=plan.marks,
        before=doubtful(work, ledger),
        articles=len(site.articles),
        card=plan.plan.desk.card,
    )
    stale = _in_plan_order(plan.pages, work)
    making.notify(PhaseStarted("making pages", len(stale)))
    made = make_all(workshop, stale, jobs=jobs, told=making.notify)
    making.notify(PhaseDone("making pages"))
    work = settle(work, made.value.same)
    found = (*made.problems, *leaks_in_kept(needles, work.kept, output, jobs=jobs))
    if errors_in(found):
        recover(output)  # gives back the room that staging took
    problems = stop_on(found, making.wish)
    with searching(output, digests_of(needles)):
        report, new = publish(made.value.made, work, output=output, ledger=ledger)
    # What is not ours was told of when the site last got or lost a file.
    if making.is_first and not was_empty and _has_other_files(work):
        problems += _strangers(output, report, new, lost=ledger.lost)
    report = replace(
        report,
        held=tuple(Withheld(one.article.path, one.reason) for one in site.held),
        problems=problems,
        reasons=tuple((path, reason.value) for path, reason in work.stale),
        due=site.due,
        until=site.until,
    )
    return report, new


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


def _has_other_files(work: Work) -> bool:
    known = {Reason.CONTEXT, Reason.TEMPLATE, Reason.CODE}
    return bool(work.gone) or any(reason not in known for _, reason in work.stale)


def work_for(
    marks: Mapping[SitePath, Key],
    ledger: Ledger,
    output: Path,
    *,
    wish: Wish,
    trusted: Mapping[SitePath, Key],
) -> Work:
    """Return what is to be done; a clean build makes everything, but writes only what differs.

    ``trusted`` are marks of pages that this process has published, and nobody else since.
    """
    if not wish.clean:
        return compare(marks, ledger, output, trusted=trusted)
    work = compare(marks, ledger, output, thorough=True)
    digests = {row.path: row.digest for row in ledger.rows}
    asked = tuple((path, Reason.ASKED) for path in work.kept)
    lying = {**work.lying, **{path: digests[path] for path in work.kept}}
    return Work((*work.stale, *asked), (), work.gone, lying)


def _strangers(
    output: Path, report: Report, ledger: Ledger, *, lost: bool
) -> tuple[Diagnostic, ...]:
    """Return what lies in the output and is not ours, when something was published.

    After the ledger was ``lost`` it may be old pages of ours, which nobody takes away any more.
    """
    if not (report.written or report.removed):
        return ()
    names = [one for one in foreign(output, ledger) if one != ".gitkeep"]
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

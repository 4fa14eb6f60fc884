"""Seeds taken in and a site published, for the commands that do: what each says of it.

What only some of it stands on is imported there, so that nothing else waits for it.
"""

from msgspec.structs import replace

from generator.arguments import Invocation
from generator.build import build, stop_on
from generator.console import Console
from generator.diagnostics import BuildFailed, Checked, Diagnostic, in_order
from generator.ingesting import ingest_seeds, terms_of
from generator.model import Report
from generator.opening import config_of, wish_of
from generator.project import Project
from generator.resemblance import CODE as NEAR_DUPLICATE
from generator.seeds.ingest import Ingested
from generator.seeds.register import REGISTER
from generator.standing import Sight, looked_again, record, told_of_seeds
from generator.taxonomy import Taxonomies


def _ingest(
    invocation: Invocation, project: Project, terms: Checked[Taxonomies] | None = None
) -> Checked[Ingested]:
    return ingest_seeds(
        project,
        today=invocation.now.date(),
        jobs=invocation.jobs,
        dry_run="dry_run" in invocation.flags,
        terms=terms,
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


def taken_in(invocation: Invocation, project: Project, console: Console) -> tuple[Diagnostic, ...]:
    """Make articles of new and changed seeds, and tell of it; return the problems."""
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
    return done.problems


def made(invocation: Invocation, project: Project, console: Console, sight: Sight) -> Report:
    """Ingest and build, and record what came of it for as long as it stands."""
    wish = wish_of(invocation)
    had_register = (project.content / REGISTER).exists()
    told = told_of_seeds(project, sight)
    terms = terms_of(project)
    if told is None:
        ingested = _ingest(invocation, project, terms)
    else:
        ingested = Checked(Ingested((), 0), told)
    _tell_ingested(console, ingested.value, dry_run=False)
    stop_on(ingested.problems, wish)
    if ingested.value.deeds or not had_register:
        sight = looked_again(sight, project, config_of(invocation))
    try:
        built = build(
            project,
            as_of=invocation.now,
            home=invocation.home,
            wish=wish,
            terms=terms,
            notify=console.notify,
        )
    except BuildFailed as failed:
        raise BuildFailed((*ingested.problems, *failed.problems)) from failed
    report = replace(built, problems=(*ingested.problems, *built.problems))
    # What is said of deeds is said once.
    if not (ingested.value.deeds and ingested.problems):
        record(project, sight, invocation.now, report, told=ingested.problems)
    return report

"""What the last build left, so that the next one need not begin while nothing has changed.

The record of a build says what it was made from at a glance, what it made of the output, and for
how long time alone changes nothing.  While all of that holds, another build would do nothing and
report the same; any doubt makes one.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from generator.code import PACKAGE, version_of
from generator.diagnostics import Diagnostic
from generator.fingerprint import fingerprint
from generator.model import Report
from generator.output.ledger import MANY, lies_as_left, seal_of_ledger
from generator.project import Project
from generator.seeds.register import REGISTER, SIGNATURES
from generator.sources import Glance, Root, glance
from generator.whole import read_sealed, write_sealed
from generator.wish import Wish

_FILE = "standing"
_VERSION = b"standing 1"
_LIBRARIES = ("babel", "jinja2", "markdown", "msgspec", "nh3", "pyyaml")


class Sight(Struct, frozen=True):
    """What a build is made from, looked at before it begins.

    ``circumstances`` is a digest of the settings, of what is asked for, and of the program.
    ``terms`` are the program, the editor's tables and what was taken in, which together with the
    ``seeds`` decide whether anything is to be taken in.
    """

    circumstances: bytes
    seeds: Glance
    terms: Glance
    rest: Glance


class Standing(Struct, frozen=True):
    """The record of one build; ``seal`` is that of the ledger that it left.

    ``told`` is what taking in the seeds had to say, which is in the report too.
    """

    sight: Sight
    seal: bytes
    since: datetime
    report: Report
    told: tuple[Diagnostic, ...] = ()


def look(project: Project, wish: Wish, config: Path) -> Sight:
    """Return what a build would be made from now; the processes of the wish share a long look."""
    standing = _recorded(project)
    is_long = standing is not None and standing.report.kept >= MANY
    roots = (Root(project.seeds, "seeds"),), _rest(project)
    seeds, rest = _glances(roots, wish.jobs) if is_long else map(glance, roots)
    return Sight(_circumstances(project, wish), seeds, _terms(project, config), rest)


def _glances(roots: Sequence[Iterable[Root]], jobs: int) -> list[Glance]:
    # Imported here, so that a small site does not wait for it.
    from generator.workers import spread  # noqa: PLC0415

    return spread(glance, roots, jobs, grain=1)


def looked_again(sight: Sight, project: Project, config: Path) -> Sight:
    """Return a sight after articles were made of the seeds as they were seen."""
    return replace(sight, terms=_terms(project, config), rest=glance(_rest(project)))


def standing_report(
    project: Project, sight: Sight, as_of: datetime, *, jobs: int = 1
) -> Report | None:
    """Return what a build would report that has nothing to do, or None if there may be work."""
    standing = _recorded(project)
    if standing is None:
        return None
    report = standing.report
    holds = (
        standing.sight == sight
        and standing.since <= as_of
        and (report.until is None or as_of < report.until)
        and lies_as_left(project.output, standing.seal, jobs=jobs)
    )
    return report if holds else None


def told_of_seeds(project: Project, sight: Sight) -> tuple[Diagnostic, ...] | None:
    """Return what taking in the seeds would say and do nothing else, or None if there is work."""
    standing = _recorded(project)
    if standing is None:
        return None
    before = standing.sight
    is_same = (before.circumstances, before.seeds, before.terms) == (
        sight.circumstances,
        sight.seeds,
        sight.terms,
    )
    return standing.told if is_same else None


def _recorded(project: Project) -> Standing | None:
    payload = read_sealed(project.cache / _FILE, _VERSION)
    try:
        return msgpack.decode(payload, type=Standing) if payload else None
    except MsgspecError:
        return None


def record(
    project: Project,
    sight: Sight,
    as_of: datetime,
    report: Report,
    *,
    told: tuple[Diagnostic, ...] = (),
) -> None:
    """Keep what a build was made from and what it reported.

    Raises:
        OSError: the disk is full.
    """
    seal = seal_of_ledger(project.output)
    if seal:
        kept = report.kept + report.written + report.unchanged
        nothing = replace(report, written=0, unchanged=0, kept=kept, removed=0, reasons=())
        standing = Standing(sight, seal, as_of, nothing, told)
        file = project.cache / _FILE  # not in the output, which is the same everywhere
        # What a loss of power leaves half written has a wrong checksum, so it need not wait.
        write_sealed(file, _VERSION, msgpack.encode(standing), durable=False)


def _circumstances(project: Project, wish: Wish) -> bytes:
    # How many share the work makes no difference, nor does what was made anew for no reason.
    one_way = replace(wish, jobs=1, clean=False)
    libraries: Mapping[str, str] = {name: version_of(name) for name in _LIBRARIES}
    folders = tuple(str(one) for one in (project.root, project.output))
    asked = (project.settings, project.seed_settings, one_way, folders)
    return fingerprint((asked, libraries, sys.version))


def _terms(project: Project, config: Path) -> Glance:
    taken_in = (project.content / name for name in (REGISTER, SIGNATURES))
    places = (config, project.content / "taxonomies", *taken_in)
    roots = [Root(one, str(one)) for one in places]
    # What Python compiles lies beside the program, and comes about when a room is first entered.
    return glance((*roots, Root(PACKAGE, str(PACKAGE), without="__pycache__")))


def _rest(project: Project) -> tuple[Root, ...]:
    places = (project.content, project.templates, *project.themes)
    return tuple(Root(one, str(one)) for one in dict.fromkeys(places))

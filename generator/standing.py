"""What the last build left, so that the next one need not begin while nothing has changed.

The record of a build says what it was made from at a glance, what it made of the output, and for
how long time alone changes nothing.  While all of that holds, another build would do nothing and
report the same; any doubt makes one.
"""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from generator.code import PACKAGE, version_of
from generator.fingerprint import fingerprint
from generator.model import Report
from generator.output.ledger import lies_as_left, seal_of_ledger
from generator.project import Project
from generator.seeds.register import REGISTER
from generator.sources import Glance, Root, glance
from generator.whole import read_sealed, write_sealed
from generator.wish import Wish

_FILE = "standing"
_VERSION = b"standing 1"
_LIBRARIES = ("babel", "jinja2", "markdown", "msgspec", "nh3", "pyyaml")


class Sight(Struct, frozen=True):
    """What a build is made from, looked at before it begins: seeds apart from all the rest.

    ``circumstances`` is a digest of the settings, of what is asked for, and of the program.
    """

    circumstances: bytes
    seeds: Glance
    rest: Glance


class Standing(Struct, frozen=True):
    """The record of one build; ``seal`` is that of the ledger that it left."""

    sight: Sight
    seal: bytes
    since: datetime
    report: Report


def look(project: Project, wish: Wish, config: Path) -> Sight:
    """Return what a build would be made from now."""
    return Sight(
        _circumstances(project, wish),
        glance((Root(project.seeds, "seeds"),)),
        _rest(project, config),
    )


def looked_again(sight: Sight, project: Project, config: Path) -> Sight:
    """Return a sight after articles were made of the seeds as they were seen."""
    return replace(sight, rest=_rest(project, config))


def standing_report(project: Project, sight: Sight, as_of: datetime) -> Report | None:
    """Return what a build would report that has nothing to do, or None if there may be work."""
    payload = read_sealed(project.cache / _FILE, _VERSION)
    if payload is None:
        return None
    try:
        standing = msgpack.decode(payload, type=Standing)
    except MsgspecError:
        return None
    report = standing.report
    holds = (
        standing.sight == sight
        and standing.since <= as_of
        and (report.until is None or as_of < report.until)
        and lies_as_left(project.output, standing.seal)
    )
    return report if holds else None


def record(project: Project, sight: Sight, as_of: datetime, report: Report) -> None:
    """Keep what a build was made from and what it reported.

    Raises:
        OSError: the disk is full.
    """
    seal = seal_of_ledger(project.output)
    if seal:
        kept = report.kept + report.written + report.unchanged
        nothing = replace(report, written=0, unchanged=0, kept=kept, removed=0, reasons=())
        standing = Standing(sight, seal, as_of, nothing)
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


def _rest(project: Project, config: Path) -> Glance:
    places = (
        config,
        project.content,
        project.content / REGISTER,
        project.templates,
        *project.themes,
    )
    roots = [Root(one, str(one)) for one in dict.fromkeys(places)]
    # What Python compiles lies beside the program, and comes about when a room is first entered.
    return glance((*roots, Root(PACKAGE, str(PACKAGE), without="__pycache__")))

"""Staged files to a public site, so that a reader never meets half a page or a dead link.

Everything is staged and on the disk before the *commit point*, which is the saving of a ledger that
lists what is still to be moved and deleted.  A build that ends earlier has changed no file of the
site; one that ends later is completed by ``recover``, which does the same steps again.

The order is: files that must make room, new files, changed files (leaves before lists), deletions.
So no page ever names one that is not there yet, or one that is gone already.
"""

# A Path for each of thousands of files costs more than what is asked of it.
# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108, PTH116

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Raw, msgpack
from msgspec.structs import replace

from generator.diagnostics import BuildFailed
from generator.model import Made, Report, SitePath
from generator.output.ledger import (
    Ledger,
    Row,
    Work,
    is_pending,
    load_ledger,
    packed,
    save_ledger,
    with_doubts,
)
from generator.output.place import FOLDERS, HOME, STAGING, folded, join
from generator.output.staging import clear_staging, staged_name
from generator.output.survey import Ground, Lay, obstacles, parent_of, parents_of
from generator.whole import FOLDER_MODE, flush, read_sealed, write_sealed

_FOLDERS_VERSION = b"folders 1"
_FEW = 16  # waiting for one file is quick, for thousands much slower than for the whole disk
_MACHINE_READ = (".xml", ".json", ".opml", ".txt")


def publish(
    made: tuple[Made, ...], work: Work, *, output: Path, ledger: Ledger
) -> tuple[Report, Ledger]:
    """Make the output what the work describes; return what was done, and the ledger after it.

    ``made`` are the stale pages of the work, staged with ``lying`` of the same work; ``ledger`` is
    the one that the work was compared with.
    Raise BuildFailed when something foreign is in the way, and OSError when the disk will not
    take it all.  Both come before the commit point, with the files of the old site unchanged; if
    the disk fails after it, ``recover`` completes what is left.
    """
    if not made and not work.gone:
        if work.renewed:
            ledger = replace(ledger, rows=_renewed(ledger.rows, work))
            save_ledger(output, ledger)
        return Report(kept=len(work.kept)), ledger
    agenda = _agenda(made, work, ledger)
    report = Report(
        written=len(agenda.moves),
        unchanged=len(made) - len(agenda.moves),
        kept=len(work.kept),
        removed=len(work.gone),
    )
    folders = _checked(agenda, ledger, output)
    try:
        _prepare(agenda, output, folders)
        rows = packed(agenda.rows)
        save_ledger(output, agenda, rows)
    except OSError:
        recover(output)  # gives back the room that was taken, or completes what was promised
        raise
    (output / HOME / FOLDERS).unlink(missing_ok=True)
    return report, _complete(output, agenda, rows) if agenda.is_pending() else agenda


def recover(output: Path) -> bool:
    """Complete or clear away what an interrupted build has left; return whether it was completed.

    To be called by every command before it looks at the output; costs nothing when all is well.
    Raise BuildFailed when something foreign has come into the way.
    """
    own = output / HOME
    if own.is_symlink() or not own.is_dir():
        return False
    was_pending = is_pending(output)
    if was_pending:
        ledger = load_ledger(output)
        _checked(ledger, ledger, output)
        _complete(output, ledger, packed(ledger.rows))
    _remove_unused_folders(output)
    clear_staging(output)
    return was_pending


# --- before the commit point ------------------------------------------------------------------


def _agenda(made: tuple[Made, ...], work: Work, ledger: Ledger) -> Ledger:
    """Return the ledger after a publish, with all that is to be done for it."""
    moves = [one.path for one in made if work.lying.get(one.path) != one.digest]
    new = sorted((path for path in moves if path not in work.lying), key=_rank)
    changed = sorted((path for path in moves if path in work.lying), key=_rank)
    clearing = _in_the_way(moves, work.gone)
    deletions = sorted(set(work.gone) - clearing, key=_rank, reverse=True)
    rows = {row.path: row for row in _renewed(ledger.rows, work)}
    for path in work.gone:
        del rows[path]
    rows.update((one.path, Row(one.path, one.size_bytes, one.key, one.digest)) for one in made)
    return Ledger(
        rows=tuple(rows[path] for path in sorted(rows)),
        clearing=tuple(sorted(clearing)),
        moves=(*new, *changed),
        deletions=tuple(deletions),
    )


def _renewed(rows: tuple[Row, ...], work: Work) -> tuple[Row, ...]:
    """Return the rows with the new keys of what was kept."""
    if not work.renewed:
        return rows
    return tuple(
        Row(row.path, row.size_bytes, work.renewed.get(row.path, row.key), row.digest)
        for row in rows
    )


def _rank(path: SitePath) -> tuple[int, int, str]:
    """Sort leaves before lists: assets, then pages from the deepest, then what machines read."""
    if not path.endswith(".html"):
        return (2 if path.endswith(_MACHINE_READ) or path.startswith("_") else 0, 0, path)
    # A numbered page is as near to the root as the front of its list.
    front = path.rpartition("/page/")[0] or path.rpartition("/")[0]
    return (1, -len(front.split("/")) if front else 0, path)


def _in_the_way(moves: Iterable[SitePath], gone: Collection[SitePath]) -> set[SitePath]:
    """Return which of our old files must be deleted before others can be moved into place.

    They stand where a folder is due, or in a folder where a file is due, or their names differ
    from a new one only by letter case, so that a later deletion could hit the new file.
    """
    if not gone:
        return set()
    targets = {folded(path) for path in moves}
    folders = {folder for path in targets for folder in parents_of(path)}
    names = ((path, folded(path)) for path in gone)
    return {
        path
        for path, name in names
        if name in targets or name in folders or not targets.isdisjoint(parents_of(name))
    }


def _checked(agenda: Ledger, before: Ledger, output: Path) -> tuple[str, ...]:
    """Return the folders that must be made; raise BuildFailed when something is in the way."""
    ground = Ground(str(output), frozenset(agenda.clearing))
    moved = set(agenda.moves)
    digests = {row.path: row.digest for row in agenda.rows if row.path in moved}
    problems = obstacles(digests, before, ground)
    if problems:
        raise BuildFailed(problems)
    return ground.missing()


def _prepare(agenda: Ledger, output: Path, folders: tuple[str, ...]) -> None:
    """Make the folders and wait until all that a commit will promise is on the disk."""
    root = str(output)
    if folders:
        log = output / HOME / FOLDERS
        write_sealed(log, _FOLDERS_VERSION, msgpack.encode(folders), durable=False)
    made = [join(root, SitePath(folder)) for folder in folders]
    _make_folders(made)
    staged = [f"{root}/{HOME}/{STAGING}/{staged_name(path)}" for path in agenda.moves]
    _flush_all([*staged, *made])


def _make_folders(folders: Iterable[str]) -> None:
    """Make folders, outer before inner, with the same mode under any umask."""
    is_masked = True
    for folder in folders:
        os.mkdir(folder, FOLDER_MODE)
        if is_masked:
            # The mask is the same for all of them, so one that came out right tells for the rest.
            is_masked = os.stat(folder).st_mode & FOLDER_MODE != FOLDER_MODE
        if is_masked:
            os.chmod(folder, FOLDER_MODE)


def _remove_unused_folders(output: Path) -> None:
    """Remove the folders that a build has made and not filled."""
    log = output / HOME / FOLDERS
    payload = read_sealed(log, _FOLDERS_VERSION)
    if payload is not None:
        _prune(str(output), msgpack.decode(payload, type=tuple[str, ...]))
    log.unlink(missing_ok=True)


def _flush_all(paths: list[str]) -> None:
    """Wait until files or folders are on the disk."""
    if len(paths) > _FEW:
        os.sync()
        return
    for path in paths:
        flush(path)


# --- after the commit point: every step may be done again ---------------------------------------


def _complete(output: Path, agenda: Ledger, rows: Raw) -> Ledger:
    """Do all that a ledger promises, and save it with nothing left to do; return it so."""
    root = str(output)
    _delete(root, agenda.clearing)
    absent = _move(root, agenda.moves)
    _delete(root, agenda.deletions)
    ground = Ground(root)
    changed = (*agenda.moves, *agenda.deletions)
    # One more than few is as good as all: then the whole disk is flushed.
    _flush_all([f"{root}/{ground.nearest(path)}" for path in changed[: _FEW + 1]])
    settled = replace(agenda, clearing=(), moves=(), deletions=())
    if absent:
        settled = with_doubts(settled, output, absent)
    save_ledger(output, settled, rows if not absent else None)
    return settled


def _move(root: str, paths: Iterable[SitePath]) -> tuple[SitePath, ...]:
    """Move staged files into place; return those that are not staged, so were moved before."""
    absent: list[SitePath] = []
    for path in paths:
        staged = f"{root}/{HOME}/{STAGING}/{staged_name(path)}"
        target = join(root, path)
        try:
            os.replace(staged, target)
        except FileNotFoundError:
            if not os.path.lexists(staged):
                absent.append(path)
                continue
            _make_parents(root, path)
            os.replace(staged, target)
    return tuple(absent)


def _make_parents(root: str, path: SitePath) -> None:
    """Make the folders of a file that could not be made before the commit point."""
    folders = [f"{root}/{folder}" for folder in parents_of(path)]
    _make_folders(folder for folder in reversed(folders) if not os.path.lexists(folder))


def _delete(root: str, paths: Collection[SitePath]) -> None:
    """Delete files of ours, and the folders that this leaves empty.

    What has become a folder or a link since, or lies behind a link now, is not ours any more.
    """
    ground = Ground(root)
    for path in [path for path in paths if ground.file(path) is Lay.FILE]:
        os.unlink(join(root, path))
    # Not only the folders of files that were there: an earlier try may have ended right here.
    _prune(root, {ground.nearest(path) for path in paths})


def _prune(root: str, folders: Iterable[str]) -> None:
    """Remove those of the folders that are empty, and their parents if that leaves them empty."""
    for folder in sorted(folders, key=lambda one: one.count("/"), reverse=True):
        current = folder
        while current and _is_removed(join(root, SitePath(current))):
            current = parent_of(current)


def _is_removed(folder: str) -> bool:
    """Remove a folder if it is empty and no link; return whether it was."""
    try:
        os.rmdir(folder)
    except OSError:  # it holds something, is a link or is gone: an empty folder harms nobody
        return False
    return True

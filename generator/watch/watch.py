"""The loop: look at the sources, and when they differ let the site be made again, one at a time."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import Enum, auto
from time import monotonic
from typing import Protocol

from msgspec import Struct

from generator.diagnostics import Diagnostic
from generator.model import Report
from generator.sources import Change, Root, Snapshot, differences, renewed, scan
from generator.watch.ears import Ears, Wake

_FEW = 8
"""Of more files than that, all are looked at."""


class Order(Enum):
    """What a watcher is to do next."""

    LOOK = auto()
    BUILD = auto()
    STOP = auto()


class Outcome(Struct, frozen=True):
    """What came of making a site: the report, or none when nothing was published.

    ``read_until_ns`` is when it was over, by the clock of the file system.
    """

    report: Report | None
    read_until_ns: int
    problems: tuple[Diagnostic, ...] = ()


class Batch(Struct, frozen=True):
    """One burst of changes, and what came of making the site after it.

    Without ``changes`` the site was asked for, or an article has become due.
    """

    changes: tuple[Change, ...]
    outcome: Outcome


class Workplace(Protocol):
    """A site that can be looked at and made; what goes wrong is in the outcome."""

    def roots(self) -> tuple[Root, ...]:
        """Return where its sources lie now, which its configuration may change."""

    def take_in(self, changed: Collection[str]) -> tuple[str, ...]:
        """Make articles of new seeds; return the paths of the sources that were written.

        ``changed`` are the paths of those that differ from what they were when this was done last;
        none the first time, when all of them are new.
        """

    def publish(self, seen: Snapshot, changed: Collection[str]) -> Outcome:
        """Make the site of the sources as they were seen, ``changed`` since it was made last."""

    def seconds_left(self) -> float | None:
        """Return when the site changes by itself, None for never."""


class Keyboard(Struct, frozen=True):
    """Where keys can be read from now, if anywhere, and what the next one means."""

    handle: Callable[[], int | None]
    pressed: Callable[[], Order]


def watch(site: Workplace, ears: Ears, keyboard: Keyboard) -> Iterator[Batch]:
    """Yield a batch for the site as it stands, then one for each burst of changes, until stopped.

    A change that happens while the site is made differs from what was seen before it was made, or
    was written since and counts for that.  Only one that is taken back after the site was made, and
    before the next look, can be missed.  Nothing goes round in circles: what
    taking in has written is seen before the site is read.
    """
    look = _Look(scan(site.roots(), {}), order=Order.BUILD)
    read_until_ns = 0
    while look.order is not Order.STOP:
        seen = look.seen
        if look.changes or look.order is Order.BUILD:
            changed = {one.path for one in look.changes}
            written = site.take_in(changed)
            seen = renewed(seen, site.roots(), written) if written else seen
            outcome = site.publish(seen, changed.union(written))
            read_until_ns = outcome.read_until_ns
            yield Batch(look.changes, outcome)
        look = _next_look(site, ears, keyboard, seen, read_until_ns)


class _Look(Struct, frozen=True):
    """What a look at the sources has shown, and what is to be done."""

    seen: Snapshot
    changes: tuple[Change, ...] = ()
    order: Order = Order.LOOK


def _next_look(
    site: Workplace, ears: Ears, keyboard: Keyboard, before: Snapshot, read_until_ns: int
) -> _Look:
    """Look again when it is time to: at once when it was not listened to everything until now."""
    is_new = ears.fit(site.roots())
    wake, order = (Wake.EVENT, Order.LOOK) if is_new else _waited(site, ears, keyboard)
    if order is Order.STOP:
        return _Look(before, order=order)
    roots, heard = site.roots(), ears.heard()
    files = _known_files(roots, heard, before) if wake is Wake.EVENT and not is_new else ()
    if files:
        seen = renewed(before, roots, files)
        changes = differences(_of(files, before), _of(files, seen), read_until_ns=read_until_ns)
    else:
        started = monotonic()
        seen = scan(roots, before)
        ears.took(monotonic() - started)
        changes = differences(before, seen, read_until_ns=read_until_ns)
    # What happens while it is looked is heard of a moment later; that is no reason to doubt.
    if changes and wake is Wake.TIME and not ears.has_news():
        ears.doubt()
    return _Look(seen, changes, order)


def _known_files(roots: Sequence[Root], heard: Collection[str], before: Snapshot) -> Sequence[str]:
    """Return what was heard of, if that is a few files and all of them were there before.

    Then it is enough to look at these: a save is seen at once, however many files there are.  All
    else, and what went unheard, is for a look at everything.
    """
    if not 0 < len(heard) <= _FEW:
        return ()
    found = [_shown(roots, path) for path in heard]
    return found if all(name in before and not before[name].kind for name in found) else ()


def _of(files: Sequence[str], snapshot: Snapshot) -> Snapshot:
    return {path: snapshot[path] for path in files if path in snapshot}


def _shown(roots: Sequence[Root], path: str) -> str:
    for root in roots:
        place = os.path.realpath(root.path)
        if path == place or path.startswith(f"{place}/"):
            return root.shown + path[len(place) :]
    return ""


def _waited(site: Workplace, ears: Ears, keyboard: Keyboard) -> tuple[Wake, Order]:
    """Wait for something to happen; return what it was, and what is to be done."""
    left = site.seconds_left()
    is_due = left is not None and left <= ears.patience
    wake = ears.wait(left if is_due else ears.patience, keyboard.handle())
    if wake is Wake.KEY:
        return wake, keyboard.pressed()
    if wake is Wake.TIME and is_due:
        return Wake.EVENT, Order.BUILD
    return wake, Order.LOOK

"""What wakes a watcher: events of the file system where they come, a clock where they do not.

An event says only that it is time to look (``scan``), so none of them has to be understood, lost
events are found by the next look, and a folder that sends none is looked at every second.
"""

import errno
import logging
import os
import selectors
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from time import monotonic

from msgspec import Struct
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from generator.files import is_passing
from generator.watch.scan import Root

SENTINEL = ".dateline-sentinel"
"""A file that is written into a folder and taken away, to hear whether events come from there."""

_HEARD = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
"""All but opening and closing without a write: a build itself opens every source."""

# watchdog reports lost events there; looking again is all that can be done, and is done.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


class Pace(Struct, frozen=True):
    """How long things may take, in seconds.

    A burst of events is over when nothing has happened for ``quiet``, or for ``quiet_after_many``
    once it has more than ``many`` events: one save is a handful, a checkout thousands, with longer
    pauses between them.  It is taken for over after ``burst`` in any case.  A sentinel must be
    heard within ``sentinel``.  ``poll`` is between two looks without events, ``patrol`` between
    two looks that make good for events that were lost.
    """

    quiet: float = 0.02
    quiet_after_many: float = 0.25
    many: int = 24
    burst: float = 10.0
    sentinel: float = 2.0
    poll: float = 1.0
    patrol: float = 10.0


class Wake(Enum):
    """Why a watcher is awake."""

    EVENT = auto()
    KEY = auto()
    TIME = auto()


class Deaf(Exception):
    """No events can be had; the message says why and fits behind a colon."""


class _Heard(Struct, frozen=True):
    """A folder that is listened to, and which folder that was when it began."""

    watch: ObservedWatch
    identity: tuple[int, int]


_PACE = Pace()


class Ears:
    """Listens to folders.  ``tell`` is given a line when it must poll; to be closed at the end."""

    def __init__(
        self,
        home: Path,
        tell: Callable[[str], None],
        *,
        poll: bool = False,
        pace: Pace = _PACE,
        observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        """Take the root of the project, in which source folders come and go, and how to tell."""
        self.is_polling = poll
        self._pace = pace
        self._new_observer = observer
        self._home = home
        self._tell = tell
        self._observer: BaseObserver | None = None
        self._heard: dict[Path, _Heard] = {}
        self._roots: tuple[Root, ...] = ()
        self._look_seconds = 0.0
        self._inbox, self._outbox = os.pipe()
        os.set_blocking(self._inbox, False)
        os.set_blocking(self._outbox, False)

    def close(self) -> None:
        """Stop listening; no thread is left."""
        self._stop()
        os.close(self._inbox)
        os.close(self._outbox)

    def fit(self, roots: Iterable[Root]) -> bool:
        """Listen to these roots; return whether any is listened to that was not before.

        Whatever happened before in a root that is new may have gone unheard.
        """
        if self.is_polling:
            return False
        self._roots = tuple(roots)
        try:
            return self._fit()
        except (Deaf, OSError) as fault:
            self._poll_because(_reason(fault))
            return True

    def doubt(self) -> None:
        """Begin anew, since a change was found that nothing was heard of."""
        if not self.is_polling:
            self._stop()
            self.fit(self._roots)

    def wait(self, seconds: float | None, keyboard: int | None = None) -> Wake:
        """Return when a burst of events is over, a key waits to be read, or the time is over.

        ``seconds`` is the longest to wait, None for no limit; ``keyboard`` a handle to read from.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(self._inbox, selectors.EVENT_READ)
            if keyboard is not None:
                selector.register(keyboard, selectors.EVENT_READ)
            ready = {key.fd for key, _ in selector.select(seconds)}
        if self._inbox in ready:
            self._outwait_burst()
            return Wake.EVENT
        return Wake.KEY if ready else Wake.TIME

    @property
    def patience(self) -> float:
        """Return how many seconds to wait without an event before looking all the same.

        Looking is kept to a tenth of the time when polling, and to a hundredth when it only makes
        good for events that were lost.
        """
        if self.is_polling:
            return max(self._pace.poll, 10 * self._look_seconds)
        return max(self._pace.patrol, 100 * self._look_seconds)

    def took(self, seconds: float) -> None:
        """Learn how long a look takes."""
        self._look_seconds = seconds

    def _outwait_burst(self) -> None:
        """Return when nothing has happened for a moment."""
        pace = self._pace
        ends = monotonic() + pace.burst
        count = 0
        with selectors.DefaultSelector() as selector:
            selector.register(self._inbox, selectors.EVENT_READ)
            quiet = pace.quiet
            while selector.select(quiet) and monotonic() < ends:
                count += len(os.read(self._inbox, 1 << 16))
                quiet = pace.quiet_after_many if count > pace.many else pace.quiet

    # --- listening --------------------------------------------------------------------------------

    def _fit(self) -> bool:
        if self._observer is None:
            self._observer = self._new_observer()
            self._observer.start()
        wanted = {root.path: True for root in self._roots if root.path.is_dir()}
        wanted[self._home] = False
        gone = [path for path in self._heard if path not in wanted]
        moved = [path for path, one in self._heard.items() if _identity(path) != one.identity]
        for path in {*gone, *moved}:
            self._observer.unschedule(self._heard.pop(path).watch)
        new = [path for path in wanted if path not in self._heard]
        for path in new:
            self._listen(self._observer, path, is_deep=wanted[path])
        if new:
            self._try_room(self._observer)
        return bool(new)

    def _listen(self, observer: BaseObserver, path: Path, *, is_deep: bool) -> None:
        """Listen to a folder and make sure that something is heard from it."""
        names = frozenset(root.path.name for root in self._roots) if not is_deep else frozenset()
        handler = _Handler(os.path.realpath(path), names, self._ring)
        identity = _identity(path)
        watch = observer.schedule(
            handler, os.path.realpath(path), recursive=is_deep, event_filter=_HEARD
        )
        self._heard[path] = _Heard(watch, identity)
        sentinel = path / SENTINEL
        try:
            sentinel.write_bytes(b"")
        except OSError as fault:
            raise Deaf(f"{path.name}/ cannot be written to, so nothing proves that") from fault
        finally:
            sentinel.unlink(missing_ok=True)
        if not handler.proof.wait(self._pace.sentinel):
            raise Deaf(f"no events come from {path.name}/ (a network drive or a container?)")

    def _try_room(self, observer: BaseObserver) -> None:
        """Raise OSError if the system has no room for another watch.

        watchdog passes over folders within a root that it finds no room for, but not over a root.
        """
        probe = self._home / ".dateline"
        probe.mkdir(exist_ok=True)
        watch = observer.schedule(_Handler(str(probe), frozenset(), _ignore), str(probe))
        observer.unschedule(watch)

    def _ring(self) -> None:
        with suppress(BlockingIOError):  # full of rings already
            os.write(self._outbox, b"!")

    def _poll_because(self, reason: str) -> None:
        self._stop()
        self.is_polling = True
        self._tell(f"Looking for changes every second: {reason}.")

    def _stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._observer = None
        self._heard = {}


class _Handler(FileSystemEventHandler):
    """Rings for every event that may concern a source.

    ``names`` are those that matter at the first level, all of them if there are none; ``proof`` is
    set when the sentinel was heard.
    """

    def __init__(self, root: str, names: frozenset[str], ring: Callable[[], None]) -> None:
        self.proof = threading.Event()
        self._root = root
        self._names = names
        self._ring = ring

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take one event, in the thread of the observer."""
        # A rename counts by where it leads to, and by where it comes from: that name is gone.
        for path in (event.dest_path, event.src_path):
            if not path:
                continue
            name = os.path.relpath(os.fsdecode(path), self._root)
            if name == SENTINEL:
                self.proof.set()
            elif self._matters(name):
                self._ring()
                return

    def _matters(self, name: str) -> bool:
        parts = Path(name).parts
        if self._names and not (parts and parts[0] in self._names):
            return False
        return not any(map(is_passing, parts))


def _ignore() -> None:
    """Hear nothing."""


def _identity(path: Path) -> tuple[int, int]:
    """Return which folder lies at a path: another one after it was deleted and made again."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)


def _reason(fault: Deaf | OSError) -> str:
    if isinstance(fault, Deaf):
        return str(fault)
    if fault.errno == errno.ENOSPC:
        return "the system's limit of watched folders is reached (fs.inotify.max_user_watches)"
    if fault.errno == errno.EMFILE:
        return "the system's limit of watchers is reached (fs.inotify.max_user_instances)"
    return f"events cannot be had ({fault.strerror or fault})"

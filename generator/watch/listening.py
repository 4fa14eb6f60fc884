"""Events of the file system from some folders, with a proof for each that they come.

An event says only that something has happened; nothing of it is understood but the path.
"""

import logging
import os
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

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
from watchdog.observers.api import BaseObserver, ObservedWatch

from generator.files import is_passing
from generator.sources import Root

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

# It warns of a folder that it finds twice: as it is made, and while it looks what is in its parent.
_TWICE = "Callback with id"


class Deaf(Exception):
    """No events can be had; the message says why and fits behind a colon."""


class _Heard(Struct, frozen=True):
    """A folder that is listened to, and which folder that was when it began."""

    watch: ObservedWatch
    identity: tuple[int, int]


class Listening:
    """Listens to folders and calls ``ring`` with a path, in another thread; to be closed."""

    def __init__(
        self, home: Path, ring: Callable[[str], None], observer: Callable[[], BaseObserver]
    ) -> None:
        """Take the root of the project, in which source folders come and go.

        Raises:
            OSError: the system has no room for another observer.
        """
        warnings.filterwarnings("ignore", _TWICE, RuntimeWarning)
        self._home = home
        self._ring = ring
        self._observer = observer()
        self._observer.start()
        self._heard: dict[Path, _Heard] = {}

    def close(self) -> None:
        """Stop listening; no thread is left."""
        self._observer.stop()
        self._observer.join()

    def fit(self, roots: Sequence[Root], *, within_seconds: float) -> bool:
        """Listen to these roots; return whether any is listened to that was not before.

        Raises:
            Deaf: no event came from a folder within some time.
            OSError: the system has no room for another watch.
        """
        wanted = {root.path: frozenset[str]() for root in roots if root.path.is_dir()}
        wanted[self._home] = frozenset(root.path.name for root in roots)
        for path, one in list(self._heard.items()):
            if path not in wanted or _identity(path) != one.identity:
                del self._heard[path]
                self._observer.unschedule(one.watch)
        new = [path for path in wanted if path not in self._heard]
        for path in new:
            proof = self._listen(path, wanted[path])
            if not proof.wait(within_seconds):
                raise Deaf(f"no events come from {path.name}/ (a network drive or a container?)")
        if new:
            self._try_room()
        return bool(new)

    def _listen(self, path: Path, names: frozenset[str]) -> threading.Event:
        """Listen to a folder; return what is set once something was heard from it."""
        place, identity = os.path.realpath(path), _identity(path)
        handler = _Handler(place, names, self._ring)
        watch = self._observer.schedule(handler, place, recursive=not names, event_filter=_HEARD)
        self._heard[path] = _Heard(watch, identity)
        sentinel = path / SENTINEL
        try:
            sentinel.write_bytes(b"")
        except OSError as fault:
            reason = f"{path.name}/ takes no file, so it cannot be told whether events come from it"
            raise Deaf(reason) from fault
        finally:
            # It may be gone with its folder by now, which is an event as well.
            with suppress(OSError):
                sentinel.unlink()
        return handler.proof

    def _try_room(self) -> None:
        """Raise OSError if the system has no room for another watch.

        watchdog passes over folders within a root that it finds no room for, but not over a root.
        """
        probe = self._home / ".dateline"
        probe.mkdir(exist_ok=True)
        watch = self._observer.schedule(_Handler(str(probe), frozenset(), _ignore), str(probe))
        self._observer.unschedule(watch)


class _Handler(FileSystemEventHandler):
    """Rings for every event that may concern a source.

    ``names`` are those that matter at the first level, all of them if there are none; ``proof`` is
    set when the sentinel was heard.
    """

    def __init__(self, root: str, names: frozenset[str], ring: Callable[[str], None]) -> None:
        super().__init__()
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
                self._ring(os.path.normpath(f"{self._root}/{name}"))

    def _matters(self, name: str) -> bool:
        parts = Path(name).parts
        if self._names and not (parts and parts[0] in self._names):
            return False
        folders = (is_passing(one, is_folder=True) for one in parts[:-1])
        return not (any(folders) or (parts and is_passing(parts[-1])))


def _ignore(_path: str) -> None:
    """Hear nothing."""


def _identity(path: Path) -> tuple[int, int]:
    """Return which folder lies at a path: another one after it was deleted and made again."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)

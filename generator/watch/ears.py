"""What wakes a watcher: events of the file system where they come, a clock where they do not.

An event says only that it is time to look (``sources.scan``), and where first: none is understood,
lost events are found by the next look, and a folder that sends none is looked at every second.
"""

import errno
import os
import selectors
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from time import monotonic

from msgspec import Struct
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.sources import Root
from generator.watch.listening import Deaf, Listening


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
    many: int = 12
    burst: float = 10.0
    sentinel: float = 2.0
    poll: float = 1.0
    patrol: float = 10.0


class Wake(Enum):
    """Why a watcher is awake."""

    EVENT = auto()
    KEY = auto()
    TIME = auto()


_PACE = Pace()


class Ears:
    """Waits for something to happen; to be closed at the end.

    ``tell`` is given a line when no events can be had, and it is looked from time to time instead.
    """

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
        self._home = home
        self._tell = tell
        self._pace = pace
        self._new_observer = observer
        self._listening: Listening | None = None
        self._look_seconds = 0.0
        self._heard: set[str] = set()
        self._inbox, self._outbox = os.pipe()
        os.set_blocking(self._inbox, False)
        os.set_blocking(self._outbox, False)
        # Made once: a process that has run out of handles must not lose its ears.
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._inbox, selectors.EVENT_READ)

    def close(self) -> None:
        """Stop listening; no thread is left."""
        self.doubt()
        self._selector.close()
        os.close(self._inbox)
        os.close(self._outbox)

    def fit(self, roots: Iterable[Root]) -> bool:
        """Listen to these roots; return whether any is listened to that was not before.

        Whatever happened before in a root that is new may have gone unheard.
        """
        if self.is_polling:
            return False
        try:
            if self._listening is None:
                self._listening = Listening(self._home, self._ring, self._new_observer)
            return self._listening.fit(tuple(roots), within_seconds=self._pace.sentinel)
        except (Deaf, OSError) as fault:
            self.doubt()
            self.is_polling = True
            self._tell(f"Looking for changes every second: {_reason(fault)}.")
            return True

    def doubt(self) -> None:
        """Listen no more, since something was not heard; ``fit`` begins anew."""
        if self._listening is not None:
            self._listening.close()
        self._listening = None

    def wait(self, seconds: float | None, keyboard: int | None = None) -> Wake:
        """Return when a burst of events is over, a key waits to be read, or the time is over.

        ``seconds`` is the longest to wait, None for no limit; ``keyboard`` a handle to read from.
        """
        if keyboard is not None:
            self._selector.register(keyboard, selectors.EVENT_READ)
        try:
            ready = {key.fd for key, _ in self._selector.select(seconds)}
        finally:
            if keyboard is not None:
                self._selector.unregister(keyboard)
        if self._inbox in ready:
            self._outwait_burst()
            return Wake.EVENT
        return Wake.KEY if ready else Wake.TIME

    def has_news(self) -> bool:
        """Return whether something has happened that was not waited for yet."""
        return bool(self._selector.select(0))

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
        count, quiet = 0, pace.quiet
        while self._selector.select(quiet) and monotonic() < ends:
            count += len(os.read(self._inbox, 1 << 16))
            quiet = pace.quiet_after_many if count > pace.many else pace.quiet

    def heard(self) -> frozenset[str]:
        """Return the real paths that something was heard of since this was last asked."""
        heard, self._heard = self._heard, set()
        return frozenset(heard)

    def _ring(self, path: str) -> None:
        # Before the ring, so that whoever wakes finds it.
        self._heard.add(path)
        with suppress(BlockingIOError):  # full of rings already
            os.write(self._outbox, b"!")


def _reason(fault: Deaf | OSError) -> str:
    if isinstance(fault, Deaf):
        return str(fault)
    if fault.errno == errno.ENOSPC:
        return "the system's limit of watched folders is reached (fs.inotify.max_user_watches)"
    if fault.errno == errno.EMFILE:
        return "the system's limit of watchers is reached (fs.inotify.max_user_instances)"
    return f"events cannot be had ({fault.strerror or fault})"

"""A workplace that writes down what it is asked for, and listening to it."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.sources import Root, Snapshot, time_in
from generator.watch.ears import Ears, Pace
from generator.watch.watch import Batch, Keyboard, Order, Outcome, watch

NAMES = ("seeds", "content", "templates")


class Sources:
    """Sources in a folder; each publishing takes down what the sources were at that moment.

    ``unseen`` is written by others before the next of them, ``meanwhile`` happens after the n-th.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with nothing."""
        self.folder = folder
        self.published: list[dict[str, str]] = []
        self.writes: dict[str, str] = {}
        self.unseen: dict[str, str] = {}
        self.left: float | None = None
        self.meanwhile: Callable[[int], None] = lambda _number: None

    def roots(self) -> tuple[Root, ...]:
        """Return the folders of sources and the configuration."""
        names = (*NAMES, "dateline.toml")
        return tuple(Root(self.folder / name, name) for name in names)

    def take_in(self, _changed: Collection[str]) -> tuple[str, ...]:
        """Write what is to be written, once."""
        written = tuple(self.writes)
        for path, text in self.writes.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text)
        self.writes = {}
        return written

    def publish(self, _seen: Snapshot, _changed: Collection[str]) -> Outcome:
        """Take down all sources."""
        for path, text in self.unseen.items():
            (self.folder / path).write_text(text)
        self.unseen = {}
        self.published.append(
            {
                path.relative_to(self.folder).as_posix(): path.read_text()
                for root in self.roots()
                for path in sorted([root.path, *root.path.rglob("*")])
                if path.is_file()
            }
        )
        self.meanwhile(len(self.published))
        return Outcome(None, time_in(self.folder))

    def seconds_left(self) -> float | None:
        """Return what a test says."""
        return self.left


@contextmanager
def watched(
    sources: Sources,
    *,
    told: list[str] | None = None,
    poll: bool = False,
    pace: Pace | None = None,
    observer: Callable[[], BaseObserver] = Observer,
) -> Iterator[tuple[Iterator[Batch], int]]:
    """Give the batches of some sources, and a handle that takes keys: r builds, q stops.

    What the ears have to say is added to ``told``.
    """
    keys, presses = os.pipe()

    def pressed() -> Order:
        return {b"r": Order.BUILD, b"q": Order.STOP}[os.read(keys, 1)]

    tell = (told if told is not None else []).append
    ears = Ears(sources.folder, tell, poll=poll, pace=pace or Pace(), observer=observer)
    try:
        with closing(ears):
            yield watch(sources, ears, Keyboard(lambda: keys, pressed)), presses
    finally:
        os.close(keys)
        os.close(presses)


def changes(batch: Batch) -> list[tuple[str, str]]:
    """Return what changed, as pairs of path and kind."""
    return [(one.path, one.kind.value) for one in batch.changes]

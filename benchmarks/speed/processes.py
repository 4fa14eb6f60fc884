"""Runs a command and tells what it and all its descendants took."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from msgspec import Struct

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")
STEP_SECONDS = 0.05
SHARE = 50
"""A look at memory waits this many times as long as the last look took, so that looking takes
two hundredths of one processor at the most."""


class Cost(Struct, frozen=True):
    """What one run took: seconds, seconds of processors, bytes of memory at the peak."""

    wall: float
    cpu: float
    memory: int


class CommandFailed(Exception):
    """A measured command did not end well; what it took means nothing."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end and return its cost.

    Processor time is that of the whole tree of processes, as ``wait4`` gives it.  Memory is the
    peak of the tree: the sum of what its processes hold (for several ones their proportional
    share, PSS, since forked processes hold most pages together), looked at every 50 ms or more
    seldom; never less than the peak of its largest process, which the kernel keeps itself.
    """
    with (folder / ".measured.log").open("w+b") as log:
        start = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        watcher = Watcher(process.pid)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.stop()
        if process.returncode:
            log.seek(0)
            tail = log.read().decode(errors="replace")[-2000:]
            raise CommandFailed(f"{command[0]} ended with {process.returncode}:\n{tail}")
    peak = max(watcher.peak, usage.ru_maxrss * 1024)
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak)


class Watcher(Thread):
    """Looks at the memory of a tree of processes until it is stopped."""

    def __init__(self, process: int) -> None:
        """Take the number of the process at the root of the tree."""
        super().__init__(daemon=True)
        self.peak = 0
        self._process = process
        self._ended = Event()

    def run(self) -> None:
        """Keep the largest sum that was seen."""
        pause = STEP_SECONDS
        while not self._ended.wait(pause):
            start = perf_counter()
            self.peak = max(self.peak, memory_of(tuple(tree_of(self._process))))
            pause = max(STEP_SECONDS, SHARE * (perf_counter() - start))

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()


def tree_of(process: int) -> Iterator[int]:
    """Yield the number of a process and those of its descendants that are alive."""
    yield process
    try:
        threads = [one.name for one in (PROC / f"{process}/task").iterdir()]
        for thread in threads:
            text = (PROC / f"{process}/task/{thread}/children").read_text("ascii")
            for child in text.split():
                yield from tree_of(int(child))
    except OSError:  # it has ended in the meantime
        return


def memory_of(processes: Sequence[int]) -> int:
    """Return the bytes that some processes hold together; the share of each if there are more."""
    read = _resident if len(processes) == 1 else _proportional
    return sum(read(one) for one in processes)


def _resident(process: int) -> int:
    try:
        return int((PROC / f"{process}/statm").read_text("ascii").split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _proportional(process: int) -> int:
    try:
        lines = (PROC / f"{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))

"""A command that stays, as a process of its own: what it says, and how it ends."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

REPOSITORY = Path(__file__).parent.parent
PATIENCE_SECONDS = 30.0


class Running:
    """A running ``dateline watch`` or ``serve``, and the lines that it has printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take the process; its lines are read as they come."""
        self.process = process
        self.lines: list[str] = []
        assert process.stdout
        self._reader = threading.Thread(target=self._read, args=(process.stdout,))
        self._reader.start()

    def _read(self, stream: Iterator[str]) -> None:
        for line in stream:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, words: str, *, after: int = 0) -> str:
        """Return the first line from a number on that holds some words, when it has come."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [line for line in self.lines[after:] if words in line]
            return bool(found)

        wait_until(is_there, lambda: f"no line with {words!r} in {self.lines[after:]}")
        return found[0]

    def end(self, number: int = signal.SIGINT) -> int:
        """End the process with a signal and return its exit code."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Return the exit code when the process has ended."""
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join()
        return code


def wait_until(is_true: Callable[[], bool], what: Callable[[], str]) -> None:
    """Return as soon as something is true; fail with what was missing after a long time."""
    ends = monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert monotonic() < ends, what()
        sleep(0.01)


@contextmanager
def running(folder: Path, *words: str, script: str = "") -> Iterator[Running]:
    """Run a command, or a script that runs one, in a project while the block runs."""
    program = ["-u", "-c", script] if script else ["-m", "generator"]
    process = subprocess.Popen(
        [sys.executable, *program, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    one = Running(process)
    try:
        yield one
    finally:
        if process.poll() is None:
            process.kill()
        one.ended()
        if process.stdout:
            process.stdout.close()

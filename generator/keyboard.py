"""Single keys from a terminal, without waiting for the end of a line.

A terminal belongs to one job at a time.  A job in the background that touches it is stopped by the
system (POSIX, "Job control"), so it is asked whose turn it is before each touch.
"""

import os
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager


class Keys:
    """Keys of a terminal, for as long as it is ours; none without a terminal."""

    def __init__(self, terminal: int | None) -> None:
        """Take a handle of the terminal."""
        self._terminal = terminal
        self._before = termios.tcgetattr(terminal) if terminal is not None else None

    def handle(self) -> int | None:
        """Return the handle to wait at for a key, or None while there is nothing to wait for.

        The terminal is told to hand over single keys each time: a shell that had it in between
        leaves it in a state of its own.
        """
        if self._terminal is None or not _is_ours(self._terminal):
            return None
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        return self._terminal

    def read(self) -> str:
        """Return the key that waits, in lower case.

        It is "q" when the terminal was closed, and empty when it is not our turn any more.
        """
        if self._terminal is None or not _is_ours(self._terminal):
            return ""
        return os.read(self._terminal, 1).decode("ascii", "replace").lower() or "q"

    def restore(self) -> None:
        """Leave the terminal as it was."""
        if self._terminal is not None and self._before and _is_ours(self._terminal):
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)


@contextmanager
def keys_of(terminal: int | None) -> Iterator[Keys]:
    """Give the keys of a terminal, and leave it as it was in the end."""
    keys = Keys(terminal)
    try:
        yield keys
    finally:
        keys.restore()


def _is_ours(terminal: int) -> bool:
    """Return whether we are the job that a terminal belongs to now; a closed one is no one's."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False

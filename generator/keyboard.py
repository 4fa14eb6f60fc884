"""Single keys from a terminal, without waiting for the end of a line."""

import os
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

KEYS = "r builds again, o opens the browser, q quits"
"""What keys do, for people."""


@contextmanager
def keys_at_once(handle: int | None) -> Iterator[None]:
    """Let keys of a terminal be read as they are pressed, while the block runs.

    Ctrl-C and Ctrl-Z do what they always do.  Without a terminal nothing is changed.
    """
    if handle is None:
        yield
        return
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def key_from(handle: int) -> str:
    """Return the key that waits to be read, in lower case; empty when the terminal is closed."""
    return os.read(handle, 1).decode("ascii", "replace").lower()

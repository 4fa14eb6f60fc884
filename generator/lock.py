"""One build at a time: a lock on a file, which a process that has died does not hold."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep

_PID_BYTES = 20
_RETRY_SECONDS = 0.1


class Busy(Exception):
    """Another process holds the lock; ``pid`` is its number, or None if that cannot be read."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"process {pid or '(unknown)'} is at work on this project")
        self.pid = pid


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file (made if need be) while the block runs.

    Raise Busy at once when it is held.  The file stays, since removing it would let two
    processes hold locks on two files of one name.  Worker processes share the lock of the process
    that started them, so it is free when the last of them has ended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(path, flags, 0o644)
    try:
        _seize(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def locked_in_turn(path: Path, told: Callable[[Busy], None]) -> Iterator[None]:
    """Hold a lock as ``locked`` does, after waiting until it is free; ``told`` is told of it once.

    Between two tries another process may be quicker; nobody waits in a line.
    """
    with ExitStack() as stack:
        is_told = False
        while True:
            try:
                stack.enter_context(locked(path))
                break
            except Busy as busy:
                if not is_told:
                    told(busy)
                is_told = True
                sleep(_RETRY_SECONDS)
        yield


def _seize(handle: int) -> None:
    """Take the lock of an open file or raise Busy."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        text = os.pread(handle, _PID_BYTES, 0).strip()
        raise Busy(int(text) if text.isdigit() else None) from None

import os
import signal
from pathlib import Path

import pytest

from generator.lock import Busy, locked


def hold_elsewhere(path: Path) -> tuple[int, int]:
    """Hold a lock in another process until it is ended; return its number and a pipe to close."""
    ready, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with locked(path):
                os.write(tell, b"!")
                signal.pause()
        finally:
            os._exit(1)
    os.close(tell)
    assert os.read(ready, 1) == b"!"
    return pid, ready


def test_free(tmp_path: Path) -> None:
    """A lock can be taken, given back and taken again, and its folder is made."""
    for _ in range(2):
        with locked(tmp_path / ".dateline" / "lock"):
            text = (tmp_path / ".dateline" / "lock").read_text(encoding="ascii")
            assert text == f"{os.getpid()}\n"


def test_busy(tmp_path: Path) -> None:
    """A lock that another process holds is refused at once, with its number."""
    path = tmp_path / "lock"
    pid, ready = hold_elsewhere(path)

    try:
        with pytest.raises(Busy, match=f"process {pid} is at work") as failure, locked(path):
            pass
        assert failure.value.pid == pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(ready)


def test_dead_holder(tmp_path: Path) -> None:
    """A process that was killed holds no lock, whatever it has left in the file."""
    path = tmp_path / "lock"
    pid, ready = hold_elsewhere(path)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(ready)

    with locked(path):
        assert path.read_text(encoding="ascii") == f"{os.getpid()}\n"


def test_unreadable_number(tmp_path: Path) -> None:
    """A holder that has not written its number yet is busy all the same."""
    path = tmp_path / "lock"
    pid, ready = hold_elsewhere(path)
    path.write_bytes(b"")

    try:
        with pytest.raises(Busy) as failure, locked(path):
            pass
        assert failure.value.pid is None
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(ready)


def test_given_back_on_errors(tmp_path: Path) -> None:
    """A lock is free again when the work under it has failed."""
    path = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError), locked(path):
        raise ZeroDivisionError

    with locked(path):
        assert path.exists()


def test_link(tmp_path: Path) -> None:
    """A link in the place of the lock is not followed."""
    (tmp_path / "lock").symlink_to(tmp_path / "victim")

    with pytest.raises(OSError, match="symbolic links"), locked(tmp_path / "lock"):
        pass

    assert not (tmp_path / "victim").exists()

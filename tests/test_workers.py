import gc
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from generator.workers import WorkerLost, spread, spread_ranges


class TwoWords(Exception):
    """An exception that cannot be made again from its message."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def no_child_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def open_handles() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@pytest.mark.parametrize("jobs", [0, 1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 7, 500])
def test_order(jobs: int, count: int) -> None:
    """Results come in the order of the items, whatever the number of processes."""
    items = [f"item {number}" for number in range(count)]

    assert spread(str.upper, items, jobs, grain=1) == [item.upper() for item in items]


@pytest.mark.parametrize("jobs", [1, 3])
def test_ranges(jobs: int) -> None:
    """Spans make up the whole range, in order."""
    parts = spread_ranges(100, list, jobs, grain=4)

    assert [number for part in parts for number in part] == list(range(100))
    assert all(len(part) >= 4 for part in parts)


def test_processes() -> None:
    """Work is done in other processes when there is enough of it, and here when there is not."""
    far = spread(lambda _: os.getpid(), range(64), 2, grain=32)
    near = spread(lambda _: os.getpid(), range(63), 2, grain=32)

    assert os.getpid() not in far
    assert set(near) == {os.getpid()}


def test_inherited() -> None:
    """Workers see values that could not be sent to them."""
    unsendable = threading.Lock()

    assert spread(lambda _: unsendable.locked(), range(8), 2, grain=1) == [False] * 8


def test_large_results() -> None:
    """Results larger than a pipe arrive whole."""
    results = spread(lambda number: bytes([number]) * 300_000, range(8), 2, grain=1)

    assert results == [bytes([number]) * 300_000 for number in range(8)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_done(jobs: int) -> None:
    """Progress adds up to all steps."""
    counts: list[int] = []

    spread(str, range(100), jobs, grain=10, done=counts.append)

    assert sum(counts) == 100
    assert len(counts) > 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_exception(jobs: int) -> None:
    """An exception in a worker is raised here, and no worker is left behind."""
    with pytest.raises(ZeroDivisionError):
        spread(lambda number: 1 // (number - 7), range(20), jobs, grain=1)

    assert no_child_is_left()


def test_note() -> None:
    """An exception from a worker says where it came from."""
    with pytest.raises(ZeroDivisionError) as failure:
        spread(lambda number: 1 // number, range(20), 2, grain=1)

    assert "in a worker process" in failure.value.__notes__[0]
    assert "test_workers.py" in failure.value.__notes__[0]


def test_odd_exception() -> None:
    """An exception that cannot be sent is raised in words."""

    def fail(_number: int) -> None:
        raise TwoWords("no", "luck")

    with pytest.raises(RuntimeError, match="TwoWords: no luck"):
        spread(fail, range(20), 2, grain=1)


def test_odd_result() -> None:
    """A result that cannot be sent is an exception, not a silence."""
    with pytest.raises(Exception, match="pickle"):
        spread(lambda _: threading.Lock(), range(20), 2, grain=1)


def test_killed() -> None:
    """A worker that is killed ends the work with one exception that says so."""

    def die(number: int) -> int:
        if number == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(WorkerLost, match="Killed"):
        spread(die, range(40), 2, grain=1)

    assert no_child_is_left()


def test_exit() -> None:
    """A worker that leaves is as lost as one that is killed."""

    def leave(_number: int) -> None:
        raise SystemExit(3)

    with pytest.raises(WorkerLost, match="ended early"):
        spread(leave, range(40), 2, grain=1)


def test_interrupt() -> None:
    """An interrupt ends all workers, also those in the middle of something long."""

    def interrupt(number: int) -> None:
        if number == 0:
            os.kill(os.getppid(), signal.SIGINT)
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        spread(interrupt, range(2), 2, grain=1)

    assert no_child_is_left()


def test_dead_parent(tmp_path: Path) -> None:
    """Workers whose parent is killed end by themselves, in the middle of something long too."""
    ended, still_there = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ended)

        def work(number: int) -> None:
            (tmp_path / str(number)).touch()
            if len(list(tmp_path.iterdir())) == 2:
                os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)

        spread(work, range(2), 2, grain=1)
        os._exit(0)
    os.close(still_there)
    os.waitpid(pid, 0)

    assert os.read(ended, 1) == b""  # the pipe ends when nobody is left who holds it
    os.close(ended)


def test_threads() -> None:
    """With other threads about, the work is done in this process: a fork copies held locks."""
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert set(spread(lambda _: os.getpid(), range(100), 2, grain=1)) == {os.getpid()}
    finally:
        stop.set()
        other.join()


def test_nothing_left() -> None:
    """Afterwards no process, handle or frozen memory is left, nor after an error."""
    before = open_handles()

    spread(str, range(100), 3, grain=1)
    with pytest.raises(ZeroDivisionError):
        spread(lambda number: 1 // number, range(100), 3, grain=1)

    assert no_child_is_left()
    assert open_handles() == before
    assert gc.get_freeze_count() == 0

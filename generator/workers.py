"""An ordered map over processes: the only file that knows that there are several.

Workers are forked, so they see all values of their parent without any being sent; what they return
is pickled and should be small.  Each takes the next span of the work when it is done with the last.
"""

import gc
import os
import pickle
import selectors
import signal
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from traceback import format_exception
from typing import NoReturn, TypeVar

from msgspec import Struct

A = TypeVar("A")
R = TypeVar("R")

Work = Callable[[range], R]
"""Does the steps of a span, told by their numbers, and returns what came of them."""

Done = Callable[[int], None]
"""Is told by how many steps the work has moved on."""

_SPANS_PER_WORKER = 8  # small enough to end together, large enough to cost nothing
_TICKET = struct.Struct("<I")
_FRAME = struct.Struct("<IBQ")  # number of the span, whether it failed, bytes that follow
_READ_BYTES = 1 << 20
_FAILED = 70


class WorkerLost(MemoryError):
    """A worker process ended without having done its work: killed, mostly for want of memory."""


class _Worker(Struct, frozen=True):
    """A running process and the pipe that it answers through."""

    pid: int
    answers: int


def _ignore(_count: int) -> None:
    """Listen to nobody."""


def spread(
    function: Callable[[A], R],
    items: Sequence[A],
    jobs: int,
    *,
    grain: int = 32,
    done: Done = _ignore,
) -> list[R]:
    """Return the function's results for all items, in order; see ``spread_ranges``."""
    parts = spread_ranges(
        len(items),
        lambda span: [function(items[number]) for number in span],
        jobs,
        grain=grain,
        done=done,
    )
    return [result for part in parts for result in part]


def spread_ranges(
    count: int, work: Work[R], jobs: int, *, grain: int = 32, done: Done = _ignore
) -> list[R]:
    """Return the results of the work on spans that make up ``range(count)``, in order.

    How many spans there are depends on ``jobs``, so a caller must not care where they end.
    ``grain`` is the least number of steps that is worth a process or a span.  Everything runs
    in this process if there are fewer than twice that, if ``jobs`` is 1, if the system cannot fork,
    or if other threads run here, whose locks a fork would copy in whatever state they are.

    An exception in a worker is raised here with a note of where it came from; the end of a
    worker is a WorkerLost.  Either way, and when interrupted, no worker is left behind.
    """
    workers = min(jobs, count // max(1, grain))
    if workers < 2 or not hasattr(os, "fork") or threading.active_count() > 1:
        return list(_here(_spans(count, 1, grain), work, done))
    spans = _spans(count, workers, grain)
    return _forked(workers, spans, work, done)


def _spans(count: int, workers: int, grain: int) -> list[range]:
    """Return consecutive ranges of nearly equal length."""
    length = max(1, grain, -(-count // (workers * _SPANS_PER_WORKER)))
    return [range(start, min(start + length, count)) for start in range(0, count, length)]


def _here(spans: list[range], work: Work[R], done: Done) -> Iterator[R]:
    """Do all spans in this process."""
    for span in spans:
        yield work(span)
        done(len(span))


# --- the parent's side ------------------------------------------------------------------------


def _forked(workers: int, spans: list[range], work: Work[R], done: Done) -> list[R]:
    """Do all spans in worker processes."""
    crew: list[_Worker] = []
    with ExitStack() as stack:
        stack.enter_context(_frozen_memory())
        tickets = _tickets(len(spans))
        stack.callback(os.close, tickets)
        lifeline, life = os.pipe()
        stack.callback(os.close, lifeline)
        stack.callback(os.close, life)
        stack.callback(_dismiss, crew)
        while len(crew) < workers:
            _fork(crew, lambda send: _work_off(tickets, send, spans, work), (lifeline, life))
        return _gather(crew, spans, done)


@contextmanager
def _frozen_memory() -> Iterator[None]:
    """Keep the garbage collector from touching, and so copying, what the workers share."""
    was_frozen = gc.get_freeze_count() > 0
    gc.freeze()
    try:
        yield
    finally:
        if not was_frozen:  # what lasts in this process stays set aside
            gc.unfreeze()


def _tickets(count: int) -> int:
    """Return a pipe that holds the numbers of all spans, to be drawn by whoever is free."""
    receive, send = os.pipe()
    try:
        os.write(send, b"".join(map(_TICKET.pack, range(count))))
    finally:
        os.close(send)
    return receive


def _fork(crew: list[_Worker], live: Callable[[int], None], pipe: tuple[int, int]) -> None:
    """Add a process to the crew that does nothing but ``live``, given a pipe to answer through."""
    receive, send = os.pipe()
    # An interrupt between the fork and the first line of the child would run the parent's code,
    # and one before the crew knows of the child would leave it behind.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        pid = os.fork()
        if pid == 0:
            _live(lambda: live(send), lifeline=pipe[0], life=pipe[1], mask=mask)
        crew.append(_Worker(pid, receive))
    except OSError:
        os.close(receive)
        raise
    finally:
        os.close(send)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _gather(crew: list[_Worker], spans: list[range], done: Done) -> list[R]:
    """Return the results of all spans in order, as soon as every worker has ended."""
    results: dict[int, R] = {}
    with selectors.DefaultSelector() as selector:
        for worker in crew:
            selector.register(worker.answers, selectors.EVENT_READ, (worker, bytearray()))
        while selector.get_map():
            for ready, _ in selector.select():
                worker, inbox = ready.data
                data = os.read(worker.answers, _READ_BYTES)
                inbox += data
                for number in _take_answers(inbox, results):
                    done(len(spans[number]))
                if not data:
                    selector.unregister(worker.answers)
                    _see_off(crew, worker)
    return [results[number] for number in range(len(spans))]


def _take_answers(inbox: bytearray, results: dict[int, R]) -> Iterator[int]:
    """Move complete answers from what was received to the results, and tell their numbers.

    Raise the exception that an answer carries.
    """
    while len(inbox) >= _FRAME.size:
        number, failed, size = _FRAME.unpack_from(inbox)
        end = _FRAME.size + size
        if len(inbox) < end:
            return
        answer = pickle.loads(inbox[_FRAME.size : end])  # noqa: S301  # from our own fork
        del inbox[:end]
        if failed:
            error, trace = answer
            error.add_note(f"in a worker process:\n{trace}")
            raise error
        results[number] = answer
        yield number


def _see_off(crew: list[_Worker], worker: _Worker) -> None:
    """Wait for a worker that answers no more; raise WorkerLost unless it was done."""
    crew.remove(worker)
    os.close(worker.answers)
    code = os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1])
    if code < 0:
        cause = signal.strsignal(-code)
        raise WorkerLost(f"a worker process was ended ({cause}); is there enough memory?")
    if code > 0:
        raise WorkerLost(f"a worker process ended early with exit code {code}")


def _dismiss(crew: list[_Worker]) -> None:
    """End the workers that are still running: what they do is of no use any more."""
    for worker in crew:
        os.kill(worker.pid, signal.SIGKILL)
        os.waitpid(worker.pid, 0)
        os.close(worker.answers)


# --- the worker's side ------------------------------------------------------------------------


def _live(work: Callable[[], None], *, lifeline: int, life: int, mask: set[int]) -> NoReturn:
    """Do the work and end the process; its parent alone decides about interrupts."""
    code = _FAILED
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(life)
        threading.Thread(target=_die_with_parent, args=(lifeline,), daemon=True).start()
        work()
        code = 0
    finally:
        os._exit(code)  # not even an exception may run the parent's clean-up here


def _die_with_parent(lifeline: int) -> NoReturn:
    """Wait for the end of the pipe whose other end only the parent holds, and end as well."""
    os.read(lifeline, 1)
    os._exit(_FAILED)


def _work_off(tickets: int, send: int, spans: list[range], work: Work[R]) -> None:
    """Draw spans and answer each, until none is left."""
    while ticket := os.read(tickets, _TICKET.size):
        (number,) = _TICKET.unpack(ticket)
        failed, payload = _answer(work, spans[number])
        _send(send, _FRAME.pack(number, failed, len(payload)) + payload)


def _answer(work: Work[R], span: range) -> tuple[bool, bytes]:
    """Return whether the work on a span failed, and the result or the exception, pickled."""
    try:
        return False, pickle.dumps(work(span), protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001  # it is raised again in the parent
        trace = "".join(format_exception(error))
        return True, _pickled(error, trace)


def _pickled(error: Exception, trace: str) -> bytes:
    """Return an exception as it is, or in words if its type does not survive pickling."""
    try:
        data = pickle.dumps((error, trace))
        pickle.loads(data)  # noqa: S301  # our own, a line above
    except Exception:  # noqa: BLE001  # any constructor may be called here, with the wrong values
        return pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), trace))
    return data


def _send(handle: int, data: bytes) -> None:
    """Write all of the data to a pipe."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]

"""More clients than there is room for: who is turned away, and what it does to nobody else."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from generator.serve import Server, connection
from generator.serve.connection import room
from generator.serve.stream import Listeners
from tests.output.sites import publish_site
from tests.serve.clients import (
    ask,
    connected,
    events_of,
    head,
    listening_to,
    preview,
)
from tests.serve.cramped import BESIDE
from tests.serve.samples import PAGES

REPOSITORY = Path(__file__).parent.parent.parent


class Cramped:
    """A preview in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._answered())

    def _answered(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()

    def beside(self) -> str:
        """Let it open some files, as a build would, and return what it says of that."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._answered().strip()


@contextmanager
def cramped(limit: int, output: Path) -> Iterator[Cramped]:
    """Run a preview with few descriptors; it ends well and says nothing."""
    words = [sys.executable, "-m", "tests.serve.cramped", str(limit), str(output)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        words, cwd=REPOSITORY, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield Cramped(process)
            said, complaint = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, said, complaint) == (0, "", "")


def test_many_streams_in_little_room(tmp_path: Path) -> None:
    """More streams than descriptors are turned away one by one, and nothing else suffers."""
    publish_site(tmp_path, PAGES)
    with cramped(128, tmp_path) as server, ExitStack() as stack:
        events = events_of(server)
        for _ in range(150):
            one = stack.enter_context(connected(server))
            one.sendall(head(server, events))
            assert one.recv(12) == b"HTTP/1.1 200"

        assert ask(server).status == 200
        assert server.beside() == f"{BESIDE} True"


def test_many_that_do_not_read(tmp_path: Path) -> None:
    """More clients that read nothing than descriptors are turned away, and nothing else suffers."""
    publish_site(tmp_path, {**PAGES, "film.mp4": bytes(8_000_000)})
    with cramped(128, tmp_path) as server, ExitStack() as stack:
        for _ in range(300):
            one = stack.enter_context(connected(server))
            one.sendall(head(server, "/film.mp4"))

        assert ask(server).status == 200
        assert server.beside() == f"{BESIDE} True"


@pytest.mark.parametrize(
    ("limit", "most"), [(8, 8), (128, 32), (256, 64), (1024, 256), (1 << 20, 256), (-1, 256)]
)
def test_room(monkeypatch: pytest.MonkeyPatch, limit: int, most: int) -> None:
    """A quarter of the descriptors are for connections, half of those for streams."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))

    found = room()

    assert (found.connections, found.streams) == (most, most // 2)
    assert 0 < found.burst <= most // 2


def test_room_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no such limits there is room enough."""
    monkeypatch.setattr(connection, "resource", None)

    assert room().connections == 256


def test_eldest_stream_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many streams the eldest is told that it is too many, and the others go on."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (16, 16))

    with preview(tmp_path) as server, ExitStack() as stack:
        streams = [stack.enter_context(listening_to(server)) for _ in range(5)]
        assert streams[0].line(b"event:") == b"event: crowded\n"
        for stream in streams[1:]:
            stream.news()
        server.show(server._shown)

        assert all(stream.news() for stream in streams[1:])


def test_waiting_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has asked for nothing is turned away before a page that listens."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (16, 16))

    with preview(tmp_path) as server, ExitStack() as stack:
        stream = stack.enter_context(listening_to(server))
        stream.news()
        for _ in range(30):
            stack.enter_context(connected(server))
        assert ask(server).status == 200
        server.show(server._shown)

        assert stream.news()


def test_faults_of_the_system_are_not_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A connection that the system could not give is not told, and a bug is."""
    with preview(tmp_path) as server:
        tell(server, OSError(24, "Too many open files"))
        assert not caplog.records
        tell(server, ValueError("a bug"))

    assert [one.name for one in caplog.records] == ["asyncio"]


def tell(server: Server, fault: Exception) -> None:
    """Let the loop of a server meet a fault, and wait until it has."""

    async def meet() -> None:
        server._loop.call_exception_handler({"message": "a fault", "exception": fault})

    asyncio.run_coroutine_threadsafe(meet(), server._loop).result(10)


def test_listeners() -> None:
    """The place of the eldest goes to the newest, and one that has gone makes room."""

    async def run() -> None:
        listeners = Listeners(2)
        with listeners.joined() as first, listeners.joined() as second:
            with listeners.joined() as third:
                assert [listeners.has(one) for one in (first, second, third)] == [False, True, True]
                assert first.is_set()
            with listeners.joined():
                assert listeners.has(second)

    asyncio.run(run())

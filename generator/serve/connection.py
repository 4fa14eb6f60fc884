"""One connection, which is dropped when its client keeps us waiting.

uvicorn closes a connection that is idle after an answer.  It waits for ever, though, for a first
request, for the rest of one, and for a client to read its answer; each such connection costs a file
descriptor, of which a process may have as few as 256.  Whoever needs one and gets none fails, be it
the build beside us, so all connections together are bounded.
"""

import asyncio
from collections.abc import Callable

import h11
from msgspec import Struct
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from generator.serve.exchange import Answer

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


class Patience(Struct, frozen=True):
    """How long a client may take, in seconds.

    ``head`` is for a whole request head, from the start or the last answer on; ``reading`` for
    reading on; ``beat`` is how often a stream says that it is there.
    """

    head: float = 10.0
    reading: float = 20.0
    beat: float = 15.0


class Room(Struct, frozen=True):
    """How many connections there may be at once, and how many of them streams.

    So many as ``burst`` are let in together, before anybody can be turned away for them.
    """

    connections: int
    streams: int
    burst: int


def room() -> Room:
    """Return the room that there is: each connection may have a file open as well."""
    soft, most = 1024, 256
    if resource:
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft > 0:  # else it is infinite
        most = min(most, max(8, soft // 4))
    return Room(most, most // 2, max(4, most // 8))


class Gate:
    """What the connections of one server share: who is there and what for, eldest first."""

    def __init__(self, patience: Patience, most: int, malformed: Callable[[], Answer]) -> None:
        """Take the answer to what is no HTTP, as a function, since it follows what is shown."""
        self.patience = patience
        self.malformed = malformed
        self.all: dict[Connection, None] = {}
        self.waiting: dict[Connection, None] = {}
        self.stalled: dict[Connection, None] = {}
        self._most = most

    def enter(self, newest: "Connection") -> None:
        """Let a connection in; who is turned away for it owes a request, else does not read."""
        for one in (*self.waiting, *self.stalled, *self.all):
            if len(self.all) < self._most:
                break
            one.drop()
        self.all[newest] = None

    def leave(self, one: "Connection") -> None:
        """Have a place for another: at once, for many may come before an end is noticed."""
        for those in (self.all, self.waiting, self.stalled):
            those.pop(one, None)

    def connection(
        self,
        *,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> "Connection":
        """Return a new connection; uvicorn calls this as it would call its own class."""
        connection = Connection(config, server_state, app_state, _loop)
        connection.gate = self
        return connection


class Connection(H11Protocol):
    """A connection of uvicorn's with a clock: a small subclass, since it has no hook for one."""

    gate: Gate
    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for a first request."""
        super().connection_made(transport)
        self.gate.enter(self)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self.stop_waiting()
        self.gate.leave(self)
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Stop the clock once a whole request head is there; what comes in before does not."""
        try:
            super().handle_events()
        except h11.LocalProtocolError:  # malformed bytes while an answer is under way
            self.transport.abort()
        if self.cycle is not None and not self.cycle.response_complete:
            self.stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next request, which may be here already."""
        self._await_request()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Wait for the client to read on."""
        super().pause_writing()
        self.gate.stalled[self] = None
        self._start(self.gate.patience.reading)

    def resume_writing(self) -> None:
        """Have no hurry again: the client reads."""
        super().resume_writing()
        self.gate.stalled.pop(self, None)
        if self not in self.gate.waiting:
            self.stop_waiting()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as all else is answered, and close."""
        answer = self.gate.malformed()
        assert isinstance(answer.body, bytes)
        headers = [(name.encode(), value.encode()) for name, value in answer.headers]
        response = h11.Response(
            status_code=answer.status,
            headers=[*headers, (b"connection", b"close")],
            reason=msg.encode("ascii"),
        )
        for event in (response, h11.Data(data=answer.body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def shutdown(self) -> None:
        """Close at once what owes nobody an answer."""
        if self in self.gate.waiting:
            self.transport.abort()
        else:
            super().shutdown()

    def drop(self) -> None:
        """End this connection at once, whatever its client still waits for."""
        self.stop_waiting()
        self.gate.leave(self)
        self.transport.abort()

    def _await_request(self) -> None:
        self.gate.waiting[self] = None
        self._start(self.gate.patience.head)

    def _start(self, seconds: float) -> None:
        if self._clock is not None:
            self._clock.cancel()
        # To close would be to wait until the client has read what is still on its way.
        self._clock = self.loop.call_later(seconds, self.transport.abort)

    def stop_waiting(self) -> None:
        """Stop the clock, and have a place for another."""
        self.gate.waiting.pop(self, None)
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

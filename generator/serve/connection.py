"""One connection, which is dropped when its client keeps us waiting.

uvicorn closes a connection that is idle after an answer.  It waits for ever, though, for a first
request, for the rest of one, and for a client to read its answer; each such connection costs a file
descriptor, of which a process may have as few as 256.
"""

import asyncio
from collections.abc import Callable

import h11
from msgspec import Struct
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from generator.serve.exchange import Answer


class Patience(Struct, frozen=True):
    """How long a client may take, in seconds, and how many may be waited for.

    ``head`` is for a whole request head, from the start or the last answer on; ``reading`` for
    reading on; ``beat`` is how often a stream says that it is there.  Of more than ``waiting``
    connections without a request the oldest is dropped.
    """

    head: float = 10.0
    reading: float = 20.0
    beat: float = 15.0
    waiting: int = 100


class Gate:
    """What the connections of one server share: who is waited for, longest first."""

    def __init__(self, patience: Patience, malformed: Callable[[], Answer]) -> None:
        """Take the answer to what is no HTTP, as a function, since it follows what is shown."""
        self.patience = patience
        self.malformed = malformed
        self.waiting: dict[Connection, None] = {}

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
        """Wait for a first request, but not for more than some connections at once."""
        super().connection_made(transport)
        self._await_request()
        if len(self.gate.waiting) > self.gate.patience.waiting:
            eldest = next(iter(self.gate.waiting))
            eldest.stop_waiting()  # at once: many may come before its end is noticed
            eldest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self.stop_waiting()
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
        self._start(self.gate.patience.reading)

    def resume_writing(self) -> None:
        """Have no hurry again: the client reads."""
        super().resume_writing()
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

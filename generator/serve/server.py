"""The preview server: uvicorn in a thread of its own, and nothing but plain functions behind it.

uvicorn does sockets and HTTP, ``answers.answer`` decides; what lies between is the adapter here.
"""

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from threading import Event, Thread
from typing import TypedDict

import uvicorn

from generator.serve.addresses import is_everywhere, root_url, url_at
from generator.serve.answers import answer, finished
from generator.serve.connection import Gate, Patience, room
from generator.serve.exchange import (
    Address,
    Answer,
    Asked,
    Extract,
    Headers,
    House,
    Listing,
    Live,
    Shown,
    plain,
)
from generator.serve.shelf import Shelf
from generator.serve.sockets import BACKLOG, Bound, bound, outward
from generator.serve.stream import Listeners, follow, news_for

_PIECE_BYTES = 1 << 16
_TOKEN_BYTES = 18
_UNASKED = Asked("GET", b"/")
_NO_LISTING = Listing()

_log = logging.getLogger(__name__)


_Message = Mapping[str, object]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]


class _Scope(TypedDict):
    """What of an ASGI scope is looked at."""

    method: str
    raw_path: bytes
    query_string: bytes
    headers: Sequence[tuple[bytes, bytes]]
    server: tuple[str, int | None] | None


class _Uvicorn(uvicorn.Server):
    """A server that lets few in at a time and many wait; asyncio has one number for both."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Make the line long again."""
        await super().startup(sockets)
        for one in sockets or ():
            one.listen(BACKLOG)


@contextmanager
def serving(
    place: Address | Bound, shown: Shown, *, patience: Patience | None = None
) -> Iterator["Server"]:
    """Show an output for as long as the context lasts; nothing is left behind it.

    What was bound before is served once.  An address is bound here, which raises OSError as
    ``bound`` does.
    """
    with nullcontext(place) if isinstance(place, Bound) else bound(place) as ours:
        server = Server(ours, shown, patience or Patience())
        server.start()
        try:
            yield server
        finally:
            server.end()


class Server:
    """A preview that runs; ``serving`` makes one."""

    def __init__(self, place: Bound, shown: Shown, patience: Patience) -> None:
        self._place = place
        self._address = place.address
        self._shown = shown
        self._patience = patience
        self._port = place.port
        self._room = room()
        self._token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._shelf = Shelf()
        self._listeners = Listeners(self._room.streams)
        self._loop = asyncio.new_event_loop()
        self._ready = Event()
        self._is_over = False
        self._thread = Thread(target=self._run, name="preview", daemon=True)
        self._uvicorn = _Uvicorn(self._config())

    @property
    def url(self) -> str:
        """Return where a browser on this machine finds the site."""
        return root_url(self._address, self._port, self._shown.base_url)

    @property
    def others(self) -> tuple[str, ...]:
        """Return where others find it, if it listens at every address of this machine."""
        sockets = self._place.sockets if is_everywhere(self._address) else ()
        hosts = (outward(one.family) for one in sockets)
        return tuple(url_at(one, self._port, self._shown.base_url) for one in hosts if one)

    def show(self, shown: Shown, listing: Listing = _NO_LISTING) -> None:
        """Show another state of the output from now on, and tell all open pages.

        A ``listing`` of what lies there saves reading the ledger.
        """
        self._shelf.put(shown.output, listing)
        self._shown = shown
        self._soon(self._listeners.wake)

    def is_alive(self) -> bool:
        """Return whether requests are answered."""
        return self._thread.is_alive() and not self._is_over

    def start(self) -> None:
        """Answer at the sockets, which are closed in the end."""
        self._thread.start()
        self._ready.wait()

    def end(self) -> None:
        """Stop, and wait until the thread has ended."""
        self._soon(self._stop)
        self._thread.join()

    def _soon(self, deed: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(deed)

    def _stop(self) -> None:
        self._listeners.end()
        self._uvicorn.should_exit = True

    def _config(self) -> uvicorn.Config:
        gate = Gate(
            self._patience,
            self._room.connections,
            lambda: self._finished(plain(400, "This is no HTTP.")),
        )
        return uvicorn.Config(
            self._app,
            loop="asyncio",
            http=gate.connection,  # type: ignore[arg-type]  # it is only called, as a class would be
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level=logging.CRITICAL,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            forwarded_allow_ips="",
            workers=1,
            backlog=self._room.burst,
            timeout_graceful_shutdown=1,
        )

    def _run(self) -> None:
        """Serve until told to stop, then leave no connection, task or thread behind."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                runner.run(self._serve())
            except Exception:  # noqa: BLE001  # a bug of ours: its trace is for the owner
                _log.exception("the preview has ended")
            finally:
                self._is_over = True
                self._ready.set()
                for one in self._place.sockets:
                    one.close()

    async def _serve(self) -> None:
        # The sockets listen already: who asks before uvicorn accepts waits for a moment.
        self._loop.set_exception_handler(_fault)
        self._loop.call_soon(self._ready.set)
        await self._uvicorn.serve(list(self._place.sockets))
        for one in tuple(self._uvicorn.server_state.connections):
            one.transport.abort()  # whoever has not read its answer by now
        await asyncio.sleep(0)

    async def _app(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer one request, whatever goes wrong."""
        asked = _asked(scope)
        try:
            given = await asyncio.to_thread(lambda: answer(asked, self._house()))
        except Exception:  # noqa: BLE001  # a bug of ours: its trace is for the owner, not for who asked
            _log.exception("no answer to a request")
            given = self._finished(plain(500, "The preview could not answer this."), asked)
        if isinstance(given, Live):
            await self._tell(given, receive, send)
        else:
            await _sent(given, receive, send)

    def _house(self) -> House:
        shown = self._shown
        return House(shown, self._shelf.listing(shown.output), self._address, self._token)

    def _finished(self, given: Answer, asked: Asked = _UNASKED) -> Answer:
        return finished(given, asked, self._shown)

    async def _tell(self, live: Live, receive: _Receive, send: _Send) -> None:
        """Tell a page what is new, until it is gone or the server stops."""
        await _begun(200, live.headers, send)
        telling = asyncio.create_task(
            follow(
                self._listeners,
                lambda: news_for(live.page, self._house()),
                lambda piece: _piece(piece, send),
                beat_seconds=self._patience.beat,
            )
        )
        leaving = asyncio.create_task(_gone(receive))
        await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        telling.cancel()
        leaving.cancel()
        results = await asyncio.gather(telling, leaving, return_exceptions=True)
        await _piece(b"", send, is_last=True)
        for one in results:
            if isinstance(one, Exception):
                _log.error("a stream ended", exc_info=one)


def _fault(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Tell the owner of bugs, and not of each connection that the system could not give."""
    if not isinstance(context.get("exception"), OSError):
        loop.default_exception_handler(context)


def _asked(scope: _Scope) -> Asked:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1")
        headers[key] = (*headers.get(key, ()), value.decode("latin-1"))
    host, port = scope["server"] or ("", 0)
    path, query = scope["raw_path"], scope["query_string"]
    return Asked(scope["method"], path, query, headers, (host, port or 0))


async def _sent(given: Answer, receive: _Receive, send: _Send) -> None:
    """Send an answer in pieces, each when there is room for it."""
    body = given.body
    if isinstance(body, Extract):
        with body.file:
            await _begun(given.status, given.headers, send)
            is_whole = await _read_out(body, receive, send)
        if not is_whole:
            return  # uvicorn closes the connection
    else:
        await _begun(given.status, given.headers, send)
        for start in range(0, len(body or b""), _PIECE_BYTES):
            await _piece((body or b"")[start : start + _PIECE_BYTES], send)
    await _piece(b"", send, is_last=True)


async def _read_out(body: Extract, receive: _Receive, send: _Send) -> bool:
    """Send a file; return False if it has become shorter, or there is nobody to send it to."""
    leaving = asyncio.create_task(_gone(receive))
    try:
        for start in range(0, len(body), _PIECE_BYTES):
            end = min(start + _PIECE_BYTES, len(body))
            piece = await asyncio.to_thread(body.read, start, end)
            if leaving.done() or len(piece) < end - start:
                return False
            if end == len(body):
                body.file.close()  # a slow client needs it no longer
            await _piece(piece, send)
    finally:
        leaving.cancel()
    return True


async def _begun(status: int, headers: Headers, send: _Send) -> None:
    written = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    await send(
        {"type": "http.response.start", "status": status, "headers": written, "trailers": False}
    )


async def _piece(piece: bytes, send: _Send, *, is_last: bool = False) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": not is_last})


async def _gone(receive: _Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass

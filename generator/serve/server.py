"""The preview server: uvicorn in a thread of its own, and nothing but plain functions behind it.

uvicorn does sockets and HTTP, ``answers.answer`` decides; what lies between is the adapter here.
"""

import asyncio
import logging
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from threading import Event, Thread

import uvicorn
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

from generator.serve.addresses import root_url
from generator.serve.answers import answer, finished
from generator.serve.connection import Gate, Patience
from generator.serve.exchange import (
    Address,
    Answer,
    Asked,
    Extract,
    Headers,
    House,
    Live,
    Shown,
    plain,
)
from generator.serve.shelf import Shelf
from generator.serve.sockets import listening
from generator.serve.stream import Listeners, follow, news_for

_PIECE_BYTES = 1 << 16
_TOKEN_BYTES = 18
_UNASKED = Asked("GET", b"/")

_log = logging.getLogger(__name__)


@contextmanager
def serving(
    address: Address, shown: Shown, *, patience: Patience | None = None
) -> Iterator["Server"]:
    """Show an output for as long as the context lasts; nothing is left behind it.

    Raises:
        OSError: nobody can listen at the address; the message says so in full.
    """
    sockets = listening(address)
    server = Server(address, shown, patience or Patience())
    server.start(sockets)
    try:
        yield server
    finally:
        server.end()


class Server:
    """A preview that runs; ``serving`` makes one."""

    def __init__(self, address: Address, shown: Shown, patience: Patience) -> None:
        self._address = address
        self._shown = shown
        self._patience = patience
        self._port = address.port
        self._token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._shelf = Shelf()
        self._listeners = Listeners()
        self._loop = asyncio.new_event_loop()
        self._ready = Event()
        self._thread = Thread(target=self._run, name="preview", daemon=True)
        self._sockets: list[socket.socket] = []
        self._uvicorn = uvicorn.Server(self._config())

    @property
    def url(self) -> str:
        """Return where a browser on this machine finds the site."""
        return root_url(self._address, self._port, self._shown.base_url)

    def show(self, shown: Shown) -> None:
        """Show another state of the output from now on, and tell all open pages."""
        self._shown = shown
        self._soon(self._listeners.wake)

    def is_alive(self) -> bool:
        """Return whether requests are answered."""
        return self._thread.is_alive()

    def start(self, sockets: Sequence[socket.socket]) -> None:
        """Answer at sockets that listen, which are closed in the end."""
        self._port = sockets[0].getsockname()[1]
        self._sockets = list(sockets)
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
        gate = Gate(self._patience, lambda: self._finished(plain(400, "This is no HTTP.")))
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
            timeout_graceful_shutdown=1,
        )

    def _run(self) -> None:
        """Serve until told to stop, then leave no connection, task or thread behind."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                runner.run(self._serve())
            finally:
                self._ready.set()
                for one in self._sockets:
                    one.close()

    async def _serve(self) -> None:
        # The sockets listen already: who asks before uvicorn accepts waits for a moment.
        self._loop.call_soon(self._ready.set)
        await self._uvicorn.serve(self._sockets)
        for one in tuple(self._uvicorn.server_state.connections):
            one.transport.abort()  # whoever has not read its answer by now
        await asyncio.sleep(0)

    async def _app(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Answer one request, whatever goes wrong."""
        assert scope["type"] == "http"
        asked = _asked(scope)
        try:
            given = await asyncio.to_thread(lambda: answer(asked, self._house()))
        except Exception:  # noqa: BLE001  # a bug of ours: its trace is for the owner, not for who asked
            _log.exception("no answer to a request")
            given = self._finished(plain(500, "The preview could not answer this."), asked)
        if isinstance(given, Live):
            await self._tell(given, receive, send)
        else:
            await _sent(given, send)

    def _house(self) -> House:
        shown = self._shown
        return House(shown, self._shelf.listing(shown.output), self._address, self._token)

    def _finished(self, given: Answer, asked: Asked = _UNASKED) -> Answer:
        return finished(given, asked, self._shown)

    async def _tell(self, live: Live, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
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


def _asked(scope: HTTPScope) -> Asked:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1")
        headers[key] = (*headers.get(key, ()), value.decode("latin-1"))
    host, port = scope["server"] or ("", 0)
    path, query = scope["raw_path"], scope["query_string"]
    return Asked(scope["method"], path, query, headers, (host, port or 0))


async def _sent(given: Answer, send: ASGISendCallable) -> None:
    """Send an answer in pieces, each when there is room for it."""
    body = given.body
    with body.file if isinstance(body, Extract) else nullcontext():
        await _begun(given.status, given.headers, send)
        for start in range(0, len(body or b""), _PIECE_BYTES):
            end = start + _PIECE_BYTES
            if isinstance(body, Extract):
                piece = await asyncio.to_thread(body.read, start, end)
                if len(piece) < min(end, len(body)) - start:
                    return  # it has become shorter: uvicorn closes the connection
                if end >= len(body):
                    body.file.close()  # a slow client needs it no longer
            else:
                piece = (body or b"")[start:end]
            await _piece(piece, send)
        await _piece(b"", send, is_last=True)


async def _begun(status: int, headers: Headers, send: ASGISendCallable) -> None:
    written = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    await send(
        {"type": "http.response.start", "status": status, "headers": written, "trailers": False}
    )


async def _piece(piece: bytes, send: ASGISendCallable, *, is_last: bool = False) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": not is_last})


async def _gone(receive: ASGIReceiveCallable) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass

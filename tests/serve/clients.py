"""Clients of a preview: a plain one, and sockets for what no plain one sends."""

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

from msgspec import Struct

from generator.serve import Address, Server, serving
from generator.serve.connection import Patience
from tests.serve.samples import published

HOST = "127.0.0.1"
PATIENT_SECONDS = 10


class Received(Struct, frozen=True):
    """An answer as a client has it."""

    status: int
    headers: Message
    body: bytes


class Distant(Protocol):
    """A preview of which only the port is known."""

    @property
    def port(self) -> int:
        """Return it."""
        ...


def port_of(server: Server | Distant) -> int:
    return server._port if isinstance(server, Server) else server.port


@contextmanager
def preview(folder: Path, patience: Patience | None = None) -> Iterator[Server]:
    with serving(Address(port=0), published(folder), patience=patience) as server:
        yield server


def ask(
    server: Server | Distant,
    path: str = "/",
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    *,
    host: str = HOST,
) -> Received:
    """Ask once, in a connection of its own."""
    connection = HTTPConnection(host, port_of(server), timeout=PATIENT_SECONDS)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Received(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@contextmanager
def connected(server: Server | Distant) -> Iterator[socket.socket]:
    with socket.create_connection((HOST, port_of(server)), PATIENT_SECONDS) as one:
        yield one


def head(server: Server | Distant, path: str = "/", *more: str, version: str = "1.1") -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"GET {path} HTTP/{version}", f"Host: {HOST}:{port_of(server)}", *more, "", ""]
    return "\r\n".join(lines).encode()


def rest(one: socket.socket) -> bytes:
    """Return all that still comes, until the other side closes, however it does."""
    parts = []
    try:
        while part := one.recv(1 << 16):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, which it does soon."""
    end = monotonic() + PATIENT_SECONDS
    while not holds():
        assert monotonic() < end
        sleep(0.005)


class Stream:
    """The messages of a stream, as they come."""

    def __init__(self, one: socket.socket) -> None:
        self._lines = one.makefile("rb")

    def close(self) -> None:
        """Listen no more."""
        self._lines.close()

    def line(self, start: bytes) -> bytes:
        """Return the next line that starts so."""
        for line in self._lines:
            if line.startswith(start):
                return line
        raise AssertionError("the stream has ended")

    def news(self) -> dict[str, object]:
        """Return the next message."""
        news = json.loads(self.line(b"data: ").removeprefix(b"data: "))
        assert isinstance(news, dict)
        return news

    def has_ended(self) -> bool:
        """Wait for the end."""
        try:
            return all(line in {b"\r\n", b"0\r\n", b"\n"} for line in self._lines)
        except ConnectionError:
            return True


def events_of(server: Server | Distant, page: str = "/") -> str:
    """Return the address of a page's stream, as its script would make it."""
    body = ask(server, page).body.decode()
    return (
        body.partition('<script src="')[2]
        .partition('"')[0]
        .removeprefix(f"http://{HOST}:{port_of(server)}")
        .replace("live.js", f"events?page={page}")
    )


@contextmanager
def listening_to(server: Server, page: str = "/", *more: str) -> Iterator[Stream]:
    address = events_of(server, page)
    with connected(server) as one:
        one.sendall(head(server, address, *more))
        stream = Stream(one)
        try:
            yield stream
        finally:
            stream.close()

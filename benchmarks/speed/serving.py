"""Measures how long a save under ``dateline serve`` takes until the new page can be had."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote

from msgspec import Struct

from benchmarks.speed.articles import Series, written
from benchmarks.speed.sites import VARIANTS, Tools, address_of, finish, lay_out, place_of

SAVES = 50
READY_SECONDS = 600
STEP_SECONDS = 0.05
LOOPBACK = "127.0.0.1"

_SCRIPT = re.compile(r'<script src="([^"]*)live\.js"[^>]* data-path="([^"]*)"')


class Latency(Struct, frozen=True):
    """Milliseconds from the end of a save to the last byte of the new page, by save."""

    size: int
    waits: tuple[float, ...]


class TooLate(Exception):
    """The page did not come, or did not change."""


class _Browser(Struct, frozen=True):
    """What shows one page, and gets it again when the preview says that there is a newer one."""

    port: int
    address: str

    def page(self) -> str:
        """Return the page, or nothing as long as nobody answers."""
        with closing(self._connection()) as connection:
            try:
                connection.request("GET", self.address)
                return connection.getresponse().read().decode()
            except (OSError, HTTPException):
                return ""

    def wait_for(self, text: str) -> None:
        """Return as soon as the page is there and holds a text."""
        start = time.perf_counter()
        while text not in self.page():
            if time.perf_counter() - start > READY_SECONDS:
                raise TooLate(f'{self.address} does not hold "{text}"')
            time.sleep(STEP_SECONDS)

    @contextmanager
    def open_page(self) -> Iterator[Iterator[str]]:
        """Give the page each time that the stream of news for it says something, as now."""
        script = _SCRIPT.search(self.page())
        if not script:
            raise TooLate(f"{self.address} has no live script")
        stream = f"{script[1]}events?page={quote(unescape(script[2]), safe='')}"
        with closing(self._connection()) as connection:
            connection.request("GET", stream)
            lines = iter(connection.getresponse().readline, b"")
            yield (self.page() for line in lines if line.startswith(b"data:"))

    def _connection(self) -> HTTPConnection:
        return HTTPConnection(LOOPBACK, self.port, timeout=READY_SECONDS)


def saved(size: int, tools: Tools) -> Latency:
    """Serve the digest and save articles: the newest and the one in the middle in turn.

    The newest is on the front page and in feeds, the other one on its own page alone.
    """
    site = lay_out(VARIANTS["digest"], size, tools).dateline
    finish(site, tools)
    port = _free_port()
    command = (tools.dateline, "serve", "--quiet", "--port", str(port))
    with (site.folder / ".serve.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=site.folder, env=tools.environment, stdout=log, stderr=log
        )
        try:
            waits = _saves(site.folder, size, port)
        finally:
            server.terminate()
            server.wait(30)
    return Latency(size, tuple(waits))


def _saves(folder: Path, size: int, port: int) -> Sequence[float]:
    random = Random(size)  # noqa: S311  # the pauses need only be uneven
    texts = [written(number, Series(size)) for number in (size - 1, size // 2)]
    waits = []
    for number in range(-2, SAVES):  # two saves more to warm up
        text = texts[number % 2]
        browser = _Browser(port, f"/{address_of(text).removesuffix('index.html')}")
        browser.wait_for(text.title)
        place, mark = folder / place_of(text), f"save-{number}-"
        before = place.read_text("utf-8")
        with browser.open_page() as pages:
            next(pages)
            # No fixed beat, which could fall in with that of a watcher.
            time.sleep(random.uniform(0.3, 0.8))
            place.write_text(f"{before}\nThis is {mark} of it.\n", "utf-8")
            start = time.perf_counter()
            if not any(mark in page for page in pages):
                raise TooLate(f"{browser.address}: the stream of news has ended")
            wait = (time.perf_counter() - start) * 1000
        if number >= 0:
            waits.append(wait)
    return waits


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def told(latency: Latency) -> str:
    """Return a latency as a line of a terminal."""
    return (
        f"serve save    {latency.size:>7,} articles | {len(latency.waits)} saves |"
        f" median {median(latency.waits):,.0f} ms | worst {max(latency.waits):,.0f} ms"
    )

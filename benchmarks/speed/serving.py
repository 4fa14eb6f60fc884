"""Measures how long a save under ``dateline serve`` takes until the new page can be had."""

import socket
import subprocess
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from statistics import median

from msgspec import Struct

from benchmarks.speed.articles import Series, written
from benchmarks.speed.sites import VARIANTS, Tools, address_of, finish, lay_out, place_of

SAVES = 50
READY_SECONDS = 600
STEP_SECONDS = 0.002
LOOPBACK = "127.0.0.1"


class Latency(Struct, frozen=True):
    """Milliseconds from the end of a save to the last byte of the new page, by save."""

    size: int
    waits: tuple[float, ...]


class TooLate(Exception):
    """The page did not come, or did not change."""


class _Browser(Struct, frozen=True):
    """What asks for one page, again and again."""

    port: int
    address: str

    def page(self) -> str:
        """Return the page, or nothing as long as nobody answers."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            connection.request("GET", self.address)
            return connection.getresponse().read().decode()
        except (OSError, HTTPException):
            return ""
        finally:
            connection.close()

    def wait_for(self, text: str) -> float:
        """Return how many milliseconds it takes until the page holds a text."""
        start = time.perf_counter()
        while text not in self.page():
            if time.perf_counter() - start > READY_SECONDS:
                raise TooLate(f'{self.address} does not hold "{text}"')
            time.sleep(STEP_SECONDS)
        return (time.perf_counter() - start) * 1000


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
        # No fixed beat, which could fall in with that of a watcher.
        time.sleep(random.uniform(0.3, 0.8))
        place, mark = folder / place_of(text), f"save-{number}-"
        before = place.read_text("utf-8")
        place.write_text(f"{before}\nThis is {mark} of it.\n", "utf-8")
        wait = browser.wait_for(mark)
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

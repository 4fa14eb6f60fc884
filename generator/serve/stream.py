"""Streams of news to open pages (HTML Standard §9.2, server-sent events)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct, json

from generator.serve.exchange import House
from generator.serve.pages import Version, version_at
from generator.serve.problems import Problem, told

Send = Callable[[bytes], Awaitable[None]]
"""Sends a piece of a stream, and waits while the client does not read."""

OPENING = b"retry: 1000\n\n"
"""A browser that loses a stream asks again after a second."""

CROWDED = b"event: crowded\ndata:\n\n"
"""Says that others need the place; a browser would ask again, and they would take turns."""

_BEAT = b":\n\n"


class News(Struct, frozen=True):
    """What an open page is told: its version now, and what keeps a newer one from it."""

    version: Version
    problems: tuple[Problem, ...] = ()
    more: int = 0


def news_for(page: bytes, house: House) -> bytes:
    """Return the message to a page, which is told everything each time."""
    problems, more = told(house.shown.problems)
    text = json.encode(News(version_at(page, house), problems, more))
    return b"data: " + text + b"\n\n"


class Listeners:
    """Who listens, and whether it goes on; to be touched in the thread of the loop only."""

    def __init__(self, most: int) -> None:
        """Take how many may listen at once."""
        self._most = most
        self._woken: dict[asyncio.Event, None] = {}
        self.is_over = False

    def wake(self) -> None:
        """Let every stream look for news."""
        for one in self._woken:
            one.set()

    def end(self) -> None:
        """Let every stream come to its end."""
        self.is_over = True
        self.wake()

    def has(self, woken: asyncio.Event) -> bool:
        """Return whether one still has a place."""
        return woken in self._woken

    @contextmanager
    def joined(self) -> Iterator[asyncio.Event]:
        """Give an event that is set when there may be news, or when the place goes to another."""
        if len(self._woken) >= self._most:
            eldest = next(iter(self._woken))
            del self._woken[eldest]
            eldest.set()
        woken = asyncio.Event()
        self._woken[woken] = None
        try:
            yield woken
        finally:
            self._woken.pop(woken, None)


async def follow(
    listeners: Listeners, news: Callable[[], bytes], send: Send, *, beat_seconds: float
) -> None:
    """Send news now and whenever there may be some, until the streams end."""
    await send(OPENING)
    with listeners.joined() as woken:
        while not listeners.is_over:
            if not listeners.has(woken):
                await send(CROWDED)
                return
            woken.clear()
            await send(await asyncio.to_thread(news))
            while not woken.is_set():
                try:
                    await asyncio.wait_for(woken.wait(), beat_seconds)
                except TimeoutError:
                    await send(_BEAT)

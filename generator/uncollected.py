"""Work without the garbage collector.

What passes between rooms are values, which hold each other in no circles, so that looking for
circles among them takes time and finds nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no circles until this ends; what is not held any more goes as ever."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside() -> None:
    """Never look for circles among all that there is now: it lasts, and goes as ever when it goes.

    A collector that goes through a site of ten thousand articles keeps a reader waiting.
    """
    gc.collect()
    gc.freeze()

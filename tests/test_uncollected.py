"""Work without the garbage collector."""

import gc

import pytest

from generator.uncollected import set_aside, uncollected
from generator.workers import spread


def test_on_again() -> None:
    """The collector is off within and on afterwards, also after an exception."""
    within = []

    @uncollected()
    def work() -> None:
        within.append(gc.isenabled())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    assert (within, gc.isenabled()) == ([False], True)


def test_within_another() -> None:
    """The inner of two leaves the collector as the outer one has it: off."""
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()


def test_set_aside() -> None:
    """What is there is not gone through any more, and what comes later is."""
    there: list[list[int]] = [[]]

    set_aside()
    try:
        later: list[list[int]] = [[]]
        looked_through = {id(one) for one in gc.get_objects()}
        assert id(there) not in looked_through
        assert id(later) in looked_through
    finally:
        gc.unfreeze()


def test_set_aside_beside_workers() -> None:
    """What was set aside stays so after work that several processes have done."""
    set_aside()
    try:
        assert spread(abs, range(-8, 0), 2, grain=1) == list(range(8, 0, -1))
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()

"""Work without the garbage collector."""

import gc

import pytest

from generator.uncollected import uncollected


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

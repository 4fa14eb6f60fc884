"""What is compared after an edit: what it makes a difference to, and nothing else."""

from random import Random

import pytest
from msgspec import msgpack

from generator.model import Gist
from generator.site.comparing import NOT_COMPARED, Compared, compared, scores_of
from generator.site.likeness import DAYS, STEPS, Trace
from tests.site.stories import a_gist

# Few enough for many an article to have each: words go up and down the steps.
VOCABULARY = [f"word{number}" for number in range(16)]


def a_trace(random: Random) -> Trace:
    words = random.sample(VOCABULARY, random.randint(0, 14))
    weights = bytes(random.randint(8, 60) for _ in words)
    years = tuple(sorted(random.sample([2024, 2025, 2026], random.randint(0, 2))))
    return Trace(random.randint(0, 3 * DAYS), Gist(" ".join(words), weights, years))


def in_order(traces: list[Trace]) -> list[Trace]:
    return sorted(traces, key=lambda one: one.day)


def kept(found: Compared) -> Compared:
    """Return what was found as the next build finds it."""
    return msgpack.decode(msgpack.encode(found), type=Compared)


@pytest.mark.parametrize("seed", range(4))
def test_any_edits(seed: int) -> None:
    """After any edits, articles are as alike as if all had been compared anew."""
    random = Random(seed)
    traces = in_order([a_trace(random) for _ in range(220)])
    known = compared(traces)
    assert {step for steps in known.steps for step in steps} >= {0, 1, 2}

    for _ in range(12):
        for _ in range(random.choice([0, 1, 1, 2, 6])):
            del traces[random.randrange(len(traces))]
        for _ in range(random.choice([0, 1, 1, 2, 6])):
            traces.append(random.choice([a_trace(random), random.choice(traces)]))
        traces = in_order(traces)

        fresh, known = compared(traces), kept(compared(traces, known=known))

        assert scores_of(known) == scores_of(fresh)
        assert (known.traces, known.steps) == (fresh.traces, fresh.steps)
        assert len(set(known.marks)) == len(traces)
        assert max(known.marks) < known.spent


def test_one_edit() -> None:
    """Only an article that changed is compared anew, though words of it are common."""
    traces = [Trace(number, a_gist("war", f"other{number}")) for number in range(8)]
    known = compared(traces)
    edited = [*traces[:3], Trace(3, a_gist("war", "fire")), *traces[4:]]

    found = compared(edited, known=known)

    assert [at for at in range(8) if found.marks[at] != known.marks[at]] == [3]
    assert [at for at in range(8) if found.rows[at] != known.rows[at]] == [3]


def test_step() -> None:
    """One more article that has a word changes its weight in all of the window, and only there."""
    crowd = [Trace(0, a_gist(f"other{number}")) for number in range(3)]
    crowd += [Trace(1, a_gist("war"))] * STEPS[0][0]
    far = [Trace(1 + DAYS, a_gist("war"))]
    known = compared([*crowd, *far])

    found = compared([*crowd, Trace(1, a_gist("war", "fire")), *far], known=known)

    same = [found.marks[at] == mark for at, mark in enumerate(known.marks[:-1])]
    assert same == [True] * 3 + [False] * STEPS[0][0]
    assert found.marks[-1] == known.marks[-1]


def test_step_back() -> None:
    """When the one article too many goes, its words weigh again in others what they did before."""
    crowd = [Trace(1, a_gist("war"))] * STEPS[0][0]
    known = compared([*crowd, Trace(1, a_gist("war", "fire"))])

    found = compared(crowd, known=known)

    assert any(known.steps[0])
    assert found.steps == compared(crowd).steps == (b"",) * len(crowd)


def test_nothing_new() -> None:
    """What is known is handed on as it is if nothing has changed, and nothing is alike to none."""
    known = compared([Trace(1, a_gist("fire"))] * 2)

    assert compared([Trace(1, a_gist("fire"))] * 2, known=known) is known
    assert compared([]) is NOT_COMPARED
    assert scores_of(compared([], known=known)) == {}

"""How alike articles are: what binds them, what parts them, and what makes no difference."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Gist
from generator.site.comparing import likenesses
from generator.site.likeness import DAYS, MOST, STEPS, Trace, shared_words
from tests.site.stories import a_gist

STORIES = st.sampled_from(["fire", "flood", "vote", "deal"])
TRACES = st.lists(
    st.builds(
        lambda day, stories, years: Trace(day, a_gist(*stories, years=years)),
        st.integers(0, 400),
        st.lists(STORIES, max_size=3, unique=True),
        st.sampled_from([(), (2024,), (2025, 2026)]),
    ),
    max_size=12,
)


def likeness(one: Trace, other: Trace) -> int:
    return likenesses([one, other]).get((0, 1), 0)


def test_itself() -> None:
    """A text is as alike as can be to itself on the same day."""
    assert likeness(Trace(1, a_gist("fire")), Trace(1, a_gist("fire"))) == MOST


def test_nothing_shared() -> None:
    """Texts that share no word are not alike."""
    assert likeness(Trace(1, a_gist("fire")), Trace(1, a_gist("flood"))) == 0


def test_time() -> None:
    """Likeness falls with every day between two articles and is gone at the end of the window."""
    first = Trace(0, a_gist("fire"))
    scores = [likeness(first, Trace(day, a_gist("fire"))) for day in (0, 1, DAYS // 2, DAYS - 1)]

    assert scores == sorted(scores, reverse=True)
    assert scores[2] == MOST // 2
    assert scores[3] > 0
    assert likeness(first, Trace(DAYS, a_gist("fire"))) == 0


def test_years() -> None:
    """Texts that name years are half as alike if they have none in common; one without may be."""
    old, new = a_gist("fire", years=(2008,)), a_gist("fire", years=(2013, 2014))

    assert likeness(Trace(0, old), Trace(0, new)) == MOST // 2
    assert likeness(Trace(0, old), Trace(0, a_gist("fire", years=(2008, 2013)))) == MOST
    assert likeness(Trace(0, old), Trace(0, a_gist("fire"))) == MOST


def test_what_all_say() -> None:
    """A word that most articles around have binds two of them less than one that few have."""
    crowd = [Trace(0, a_gist("war", f"other{number}")) for number in range(STEPS[0][0])]
    two = [Trace(0, a_gist("war", "fire")), Trace(0, a_gist("war", "flood"))]

    alone = likenesses(two)[0, 1]
    among = likenesses([*two, *crowd])[0, 1]

    assert 0 < among < alone


@given(TRACES)
def test_window(traces: list[Trace]) -> None:
    """What is farther away in time than two windows changes no likeness."""
    traces.sort(key=lambda one: one.day)
    far = [Trace(400 + 2 * DAYS, a_gist("fire", "flood", "vote", "deal"))] * 40

    before = likenesses(traces)
    after = likenesses([*traces, *far])

    assert {pair: score for pair, score in after.items() if pair[1] < len(traces)} == before


@given(TRACES)
def test_range(traces: list[Trace]) -> None:
    """Likeness is between 1 and MOST, the lesser number comes first, and time is what counts."""
    traces.sort(key=lambda one: one.day)

    for (one, other), score in likenesses(traces).items():
        assert one < other
        assert 0 < score <= MOST
        assert traces[other].day - traces[one].day < DAYS


def test_shared_words() -> None:
    """The words that two gists share are told with those first that weigh most in both."""
    one = Gist("fire hall mayor", bytes([9, 5, 2]))
    other = Gist("mayor fire roof", bytes([30, 8, 7]))

    assert shared_words(one, other) == ("fire", "mayor")

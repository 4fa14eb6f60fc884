"""Shingles: how much two texts share, and the sketches that tell which are worth comparing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.seeds.shingles import (
    LEAST_SHARE,
    LEAST_WORDS,
    SKETCH,
    least_shared,
    share,
    shingles_of,
    sketch_of,
)

WORDS = [f"word{number}" for number in range(LEAST_WORDS)]
TEXT = " ".join(WORDS)
texts = st.lists(st.integers(0, 10**9), min_size=40, max_size=200, unique=True)


def shared_marks(one: str, other: str) -> int:
    return sum((Counter(one.split()) & Counter(other.split())).values())


def test_exact_share() -> None:
    """The share is that of the runs of three words that both texts hold among all runs."""
    longer = shingles_of(f"{TEXT} and more words")

    assert share(shingles_of(TEXT), longer) == 18 / 21


@pytest.mark.parametrize(
    "text",
    [
        TEXT.upper(),
        TEXT.replace(" ", "\n\n"),
        TEXT.replace("word9 ", "“word9”, — "),
        f"({TEXT}).",
    ],
)
def test_form_does_not_count(text: str) -> None:
    """Case, white space and punctuation make no difference."""
    assert shingles_of(text) == shingles_of(TEXT)


def test_accents() -> None:
    """An accent is the same whether it is written as one character or as two."""
    assert shingles_of(f"Léopard {TEXT}") == shingles_of(f"Le\u0301opard {TEXT}")


def test_too_short() -> None:
    """A text of fewer words is compared with nothing, not even with itself."""
    short = shingles_of(" ".join(WORDS[1:]))

    assert (short, share(short, short), sketch_of(short)) == (frozenset(), 0.0, "")


def test_no_spaces() -> None:
    """A language without spaces has words all the same."""
    text = "国防部は月曜日に新しいレーダーを購入すると発表した。"

    assert share(shingles_of(text), shingles_of(text.replace("月", "火"))) > LEAST_SHARE


def test_same_on_every_machine() -> None:
    """A sketch depends on nothing but the words."""
    assert sketch_of(shingles_of(TEXT)) == (
        " k97B nNG6 QrBa CPDL 1mYg euJW pe96 3lSB 0obe Mt_3 3wsg WT5C 7jqx QwYv 0bvE 9_7x"
    )


def test_one_run() -> None:
    """A text that says one thing over and over is worth comparing with itself."""
    sketch = sketch_of(shingles_of("blah " * 40))

    assert shared_marks(sketch, sketch) >= least_shared(sketch) == 1


@given(texts, st.data())
def test_few_words_changed(numbers: list[int], data: st.DataObject) -> None:
    """A text with a few words changed is a near duplicate of itself, and its sketch tells so."""
    words = [f"w{number}" for number in numbers]
    spots = st.sets(st.integers(0, len(words) - 1), max_size=len(words) // 20)
    changed = list(words)
    for spot in data.draw(spots):
        changed[spot] = f"x{spot}"

    one, other = shingles_of(" ".join(words)), shingles_of(" ".join(changed))

    assert share(one, other) >= LEAST_SHARE
    sketch = sketch_of(one)
    assert shared_marks(sketch, sketch_of(other)) >= least_shared(sketch)


@given(texts, texts)
def test_unrelated(one: list[int], other: list[int]) -> None:
    """Texts that have no run of words in common share nothing, however many words they share."""
    first = shingles_of(" ".join(f"{number} the of" for number in one))
    second = shingles_of(" ".join(f"{number} of the" for number in other))

    assert share(first, second) == share(second, first) == 0.0


@given(texts)
def test_sketch_is_short(numbers: list[int]) -> None:
    """A sketch has a mark for each of the chosen runs, and no more."""
    assert len(sketch_of(shingles_of(" ".join(map(str, numbers)))).split()) == SKETCH

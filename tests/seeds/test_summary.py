"""Summaries: whole sentences from the start of a report, within a limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.seeds.summary import LIMIT, sentences, summarise


@pytest.mark.parametrize(
    "text",
    [
        "One sentence.|And another.",
        "The U.S. Army met Gen. Smith and Lt. Col. Doe.|They left.",
        "They meet at 5 a.m. on Monday in St. Petersburg.|It is No. 5 of ten.",
        "It costs 3.5 million, i.e. more than J. R. Smith has.|He paid.",
        "“Go!” he said.|“Stay.”|She left.",
        "It was sold to Acme Inc. of Boston, Mass. on Jan. 5.|It is gone.",
        "He went back to the U.S.|The others stayed.",
        "Is it over?!|Yes…|Of ten 7 are gone.|3 remain.",
        "He said no.|The others agreed.",
        "Nothing ends here",
        "Наказ підписано.|Він діє з 1 січня.",
        "ends.with dots.inside 1.2.3 and example.org only",
    ],
)
def test_sentences(text: str) -> None:
    """Sentences end at full stops, but not at those of abbreviations, initials and numbers."""
    assert sentences(text.replace("|", " ")) == text.split("|")


def test_two_sentences() -> None:
    """The first two sentences make a summary, from two paragraphs if need be."""
    assert summarise(("One. Two. Three.",)) == "One. Two."
    assert summarise(("One.", "Two. Three.")) == "One. Two."


def test_second_too_long() -> None:
    """A second sentence that does not fit is left out whole."""
    assert summarise(("One.", "Two " * 100 + "end.")) == "One."


def test_first_too_long() -> None:
    """A first sentence that does not fit is cut between words and marked."""
    assert summarise(("alpha, beta, gamma",), limit=13) == "alpha, beta…"


def test_nothing() -> None:
    """Without paragraphs there is no summary."""
    assert summarise(()) == ""


@given(st.lists(st.text()).map(tuple), st.integers(10, 400))
def test_limit(paragraphs: tuple[str, ...], limit: int) -> None:
    """A summary is never longer than its limit."""
    assert len(summarise(paragraphs, limit)) <= limit
    assert len(summarise(paragraphs)) <= LIMIT


@given(st.text(st.sampled_from("aA .!?“”1")))
def test_words_stay(text: str) -> None:
    """Splitting into sentences loses nothing but white space."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())

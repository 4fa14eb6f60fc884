"""Datelines: cut where the shape leaves no doubt, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Dateline
from generator.seeds.dateline import cut_dateline

REST = "The ministry said it would buy ten radars."


@pytest.mark.parametrize(
    ("text", "place", "agency", "when"),
    [
        ("VILNIUS, Lithuania, May 4 (Agency) —", "VILNIUS, Lithuania", "Agency", (5, 4, 0)),
        ("NEW YORK, March 26 -", "NEW YORK", "", (3, 26, 0)),
        ("BROCKTON, Mass, April 13-", "BROCKTON, Mass", "", (4, 13, 0)),
        ("Ottawa, March 13 -", "Ottawa", "", (3, 13, 0)),
        ("WASHINGTON (AP) —", "WASHINGTON", "AP", (0, 0, 0)),
        ("KYIV —", "KYIV", "", (0, 0, 0)),
        ("KYIV—", "KYIV", "", (0, 0, 0)),
        ("LONDON, Oct. 19 /PRNewswire/ --", "LONDON", "PRNewswire", (10, 19, 0)),
        ("PHILIPPINE SEA (June 21, 2020) –", "PHILIPPINE SEA", "", (6, 21, 2020)),
        ("KYIV, 4 May 2026 (Interfax) –", "KYIV", "Interfax", (5, 4, 2026)),
        ("TOKYO, Monday, Sept. 7, 2026 - -", "TOKYO", "", (9, 7, 2026)),
        ("Kyiv (Reuters) -", "Kyiv", "Reuters", (0, 0, 0)),
        ("ROME, March 13, Reuter -", "ROME", "Reuter", (3, 13, 0)),
        ("JOHANNESBURG March 13 -", "JOHANNESBURG", "", (3, 13, 0)),
        ("RIGA, Latvia - May 4 -", "RIGA, Latvia", "", (5, 4, 0)),
        ("CAIRO - 26 July 2026:", "CAIRO", "", (7, 26, 2026)),
        ("NEW DELHI:", "NEW DELHI", "", (0, 0, 0)),
        ("KUWAIT CITY, July 25:", "KUWAIT CITY", "", (7, 25, 0)),
        ("NEW DELHI, Jan 3 (PTI)", "NEW DELHI", "PTI", (1, 3, 0)),
        ("(Reuters) -", "", "Reuters", (0, 0, 0)),
        ("JOINT BASE PEARL HARBOR-HICKAM, Hawaii --", "JOINT BASE PEARL HARBOR-HICKAM, Hawaii", "",
         (0, 0, 0)),
        ("ABOARD USS NIMITZ (CVN 68), AT SEA -", "ABOARD USS NIMITZ (CVN 68), AT SEA", "",
         (0, 0, 0)),
        ("CHARLESTON, W.Va. (AP) --", "CHARLESTON, W.Va.", "AP", (0, 0, 0)),
        ("****LONDON, March 5 -", "LONDON", "", (3, 5, 0)),
        ("WARSAW, Feb 31 -", "WARSAW", "", (0, 0, 0)),
    ],
)  # fmt: skip
def test_datelines(text: str, place: str, agency: str, when: tuple[int, int, int]) -> None:
    """A dateline gives its place, agency and day, and leaves the sentence alone."""
    assert cut_dateline(f"{text} {REST}") == (Dateline(text, place, agency, *when), REST)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The strike began on May 4 - a Monday - and went on.",
        "NATO — the alliance of 32 states — agreed on Monday.",
        "UPDATE: The strike is over.",
        "READ MORE: What we know so far",
        "The World Health Organization (WHO) - the agency of the UN - said so.",
        "Officials said Monday, May 4 - the day of the vote - would be free.",
        "KYIV, the capital of Ukraine, was hit - again - on Monday.",
        "F-16 fighters were seen over KYIV - twice.",
        "WINSTON-SALEM is a city.",
        "Kyiv - the capital - was hit.",
        "BIG NEWS - ALL IN CAPITALS",
        "April 14: a course of four hours",
        "2 - 3 years",
        "",
        "—",
        "- KYIV",
    ],
)
def test_sentences(paragraph: str) -> None:
    """A sentence that looks like a dateline at first glance stays whole."""
    assert cut_dateline(paragraph) is None


def test_dateline_alone() -> None:
    """A dateline that stands alone leaves an empty paragraph."""
    assert cut_dateline("Mumbai, Nov 11 -") == (
        Dateline("Mumbai, Nov 11 -", "Mumbai", "", 11, 11, 0),
        "",
    )


@given(st.text(st.sampled_from("ABC abc-—–,.():/0123May") | st.characters(), max_size=200))
def test_nothing_lost(text: str) -> None:
    """What is cut and what is left are the paragraph, save for white space."""
    paragraph = " ".join(text.split())
    found = cut_dateline(paragraph)

    if found:
        dateline, rest = found
        assert "".join((dateline.text + rest).split()) == "".join(paragraph.split())

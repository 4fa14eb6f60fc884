"""Cleaning of text: what goes, what stays, and what a terminal may be shown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import clean, count_words, mixed_scripts, named, prints, visible

ANY_TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\u200d\ufe0f\u200c\r\n👩")
)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends(end: str) -> None:
    """Every kind of line end becomes a line feed, without a note."""
    assert clean(f"one{end}two") == ("one\ntwo", ())


@pytest.mark.parametrize(
    "unwanted",
    [
        "\x00", "\x01", "\x1b", "\x7f", "\x9b", "\ufeff", "\u200b", "\u00ad", "\u202e", "\u2066",
        "\u200f", "\U000e0041", "\ufdd0", "\uffff", "\U0001fffe", "\ud800", "\u3164",
    ],
)  # fmt: skip
def test_removed(unwanted: str) -> None:
    """Forbidden, deceptive and invisible characters go, and are counted."""
    text, removed = clean(f"a{unwanted}b{unwanted}")

    assert text == "ab"
    assert [(one.character, one.count, one.column) for one in removed] == [(unwanted, 2, 2)]


@pytest.mark.parametrize(
    "kept",
    ["👩\u200d🚀", "🏳\ufe0f\u200d🌈", "👍🏽\u200d❤", "می\u200cخواهم", "क्\u200dष", "1\ufe0f\u20e3",
     "שלום",
     "a\u00a0b", "\ufffd", "tab\there"],
)  # fmt: skip
def test_kept(kept: str) -> None:
    """Joiners within emoji and scripts that need them stay, and so does right-to-left text."""
    assert clean(kept) == (kept, ())


def test_joiner_between_latin_letters() -> None:
    """A joiner that no script needs goes."""
    assert clean("pa\u200dss\u200cword")[0] == "password"


def test_selector_runs() -> None:
    """Only the first of a run of variation selectors stays, so that none can carry a message."""
    assert clean("❤\ufe0f\ufe01\ufe02")[0] == "❤\ufe0f"


def test_place_of_removed() -> None:
    """The first place of what went is counted in lines and columns from 1."""
    _, removed = clean("one\r\nt\u202ewo")

    assert (removed[0].line, removed[0].column) == (2, 2)
    assert str(removed[0]) == "U+202E RIGHT-TO-LEFT OVERRIDE"


@given(ANY_TEXT)
def test_cleaning_is_final(text: str) -> None:
    """Cleaning what is clean changes nothing, and what is clean fits into XML and UTF-8."""
    once, _ = clean(text)

    assert clean(once) == (once, ())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", once)
    assert once.encode().decode() == once


@given(ANY_TEXT)
def test_cleaning_counts(text: str) -> None:
    """Every character is either kept, a line end, or counted as removed."""
    once, removed = clean(text)

    pairs = text.count("\r\n")
    assert len(once) + sum(one.count for one in removed) == len(text) - pairs


@pytest.mark.parametrize(
    ("headline", "letters"),
    [
        ("Kyiv gets new radars", ()),
        ("Київ отримав Patriot і F-16и", ()),
        ("Rus\u0455ia tests missile", ("\u0455",)),
        ("\u0420utin and Biden and \u0420utin", ("\u0420",)),
        ("A 5 μm film, Δv", ()),
        ("N\u0391TO meets", ("\u0391",)),
    ],
)
def test_mixed_scripts(headline: str, letters: tuple[str, ...]) -> None:
    """Letters that imitate another script within a word are found, honest ones are not."""
    assert mixed_scripts(headline) == letters


def test_named() -> None:
    """A character is named by its code point and its Unicode name, if it has one."""
    assert named("\u0430") == "U+0430 CYRILLIC SMALL LETTER A"
    assert named("\x07") == "U+0007"


def test_visible() -> None:
    """Escape sequences, line ends and overrides become visible; a tab stays."""
    assert visible("a\x1b[31m\r\n\u202e\ud800\tz") == "a\\x1b[31m\\r\\n\\u202e\\ud800\tz"


@given(ANY_TEXT)
def test_visible_is_printable(text: str) -> None:
    """What is visible can be printed in UTF-8 and holds no control character but tabs."""
    shown = visible(text)

    assert shown.encode().decode() == shown
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f]", shown)


@given(st.one_of(ANY_TEXT, st.text("ab \t\n\x0b\x1c\x7f")))
def test_words_and_print(text: str) -> None:
    """Words are counted as if they were split, and line feeds alone need not print."""
    assert count_words(text) == len(text.split())
    assert prints(text) == text.replace("\n", "").isprintable()

"""Paragraphs out of lines: one per line or hard-wrapped, told apart by shape."""

from textwrap import fill

from hypothesis import given
from hypothesis import strategies as st

from generator.seeds.shape import Line, paragraphs_of

LONG = (
    "The ministry said on Monday that it would buy ten radars for the northern border, and that "
    "the first of them would stand before the end of the year if parliament agreed to the plan."
)


def lines_of(text: str) -> tuple[Line, ...]:
    return tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))


def texts(text: str) -> list[str]:
    return [line.text for line in paragraphs_of(lines_of(text))]


def test_one_per_line() -> None:
    """Long lines are paragraphs, with or without blank lines between them."""
    assert texts(f"{LONG}\n{LONG}\n\n{LONG}") == [LONG] * 3


def test_wrapped() -> None:
    """Wrapped lines are joined, and a blank line parts paragraphs."""
    wrapped = fill(LONG, 70)

    assert texts(f"{wrapped}\n\n{wrapped}\n") == [LONG] * 2


def test_one_wrapped_paragraph() -> None:
    """A single wrapped paragraph needs no blank line to be known."""
    assert texts(fill(LONG, 72)) == [LONG]


def test_short_paragraphs() -> None:
    """Short sentences on lines of their own stay apart."""
    short = ["The plan is ready.", "It will cost two million euros, the ministry said.", "No more."]

    assert texts("\n".join(short)) == short


def test_table() -> None:
    """Rows of a table keep their lines."""
    rows = [f"Regiment {number}     {number}00 soldiers     {number}0 tanks" for number in range(6)]

    assert texts("\n".join(rows)) == [" ".join(row.split()) for row in rows]


def test_list_in_wrapped_text() -> None:
    """In wrapped text a list item starts a paragraph of its own."""
    text = f"{fill(LONG, 70)}\n\n- {fill(LONG, 68, subsequent_indent='  ')}\n- second item\n"

    assert texts(text) == [LONG, f"- {LONG}", "- second item"]


def test_indented_paragraphs() -> None:
    """In wrapped text an indented line starts a paragraph."""
    paragraph = fill(LONG, 70, initial_indent="    ")

    assert texts(f"{paragraph}\n{paragraph}") == [LONG] * 2


def test_broken_word() -> None:
    """A word that was broken at its hyphen is whole again."""
    text = (
        "The ministry said on Monday that it would buy ten radars for the north-\n"
        "eastern border, and that the first of them would stand before the end\n"
        "of the year.\n"
    )

    assert texts(text) == [text.replace("-\n", "-").replace("\n", " ").strip()]


def test_line_numbers() -> None:
    """A paragraph knows the line that it starts on."""
    assert [line.number for line in paragraphs_of(lines_of(f"\n{LONG}\n\n\n{LONG}"))] == [2, 5]


@given(st.lists(st.text(st.sampled_from("aA b.-\t "), max_size=100)))
def test_words_stay(lines: list[str]) -> None:
    """No letter is lost or moved, however the lines are shaped."""
    text = "\n".join(lines)

    assert "".join("".join(texts(text)).split()) == "".join(text.split())

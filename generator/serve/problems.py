"""What kept the last build from publishing, as a browser is told it."""

from collections.abc import Sequence

from msgspec import Struct

from generator.diagnostics import Diagnostic, in_order, quoted
from generator.text import visible

AT_MOST = 20
"""So many problems are told; whoever has more reads the terminal."""


class Line(Struct, frozen=True):
    """A line of source: its number, and its text before, under and after the caret."""

    number: int
    before: str
    marked: str
    after: str
    has_caret: bool


class Problem(Struct, frozen=True):
    """One problem, with nothing left in it that does not show."""

    place: str
    severity: str
    code: str
    message: str
    hint: str
    line: Line | None


def problem_of(one: Diagnostic) -> Problem:
    """Return a diagnostic as a browser shows it, with the words that a terminal would show."""
    return Problem(
        visible(str(one.place)),
        one.severity.value,
        one.code,
        visible(one.message),
        visible(one.hint),
        _line(one) if one.excerpt and one.place.line else None,
    )


def told(problems: Sequence[Diagnostic]) -> tuple[tuple[Problem, ...], int]:
    """Return the first problems by place, and how many more there are."""
    listed = in_order(tuple(problems))
    return tuple(map(problem_of, listed[:AT_MOST])), max(0, len(listed) - AT_MOST)


def _line(one: Diagnostic) -> Line:
    quote = quoted(one)
    parts = (visible(quote.before), visible(quote.marked), visible(quote.after))
    return Line(one.place.line, *parts, has_caret=bool(one.place.column))

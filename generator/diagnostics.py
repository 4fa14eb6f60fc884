"""Problems as data: where something is wrong, what was expected, and what to do about it."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

T = TypeVar("T")

_WIDEST = 96
"""Characters of an excerpt that are shown at the most."""

_AROUND = 40
"""How many of them stand before the place that is meant."""


class Severity(StrEnum):
    """How much a problem weighs: only ERROR keeps a site from being published."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Place(Struct, frozen=True, order=True):
    """A spot in a file of the project.

    ``path`` is relative to the project, with forward slashes.
    ``line`` and ``column`` count from 1, columns in code points; 0 means "the whole file".
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``path:line:column`` as compilers and editors write it."""
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.path, *numbers])


class Diagnostic(Struct, frozen=True):
    """One problem, complete enough to be mended without looking anything up.

    ``code`` is a stable kebab-case name listed in ``docs/diagnostics.md``.
    ``excerpt`` is the line of source that ``place`` points into, without its line end;
    ``width`` is how many characters of it the caret underlines (at least 1).
    """

    place: Place
    severity: Severity
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    width: int = 1


class Quote(Struct, frozen=True):
    """The part of a line of source that is worth showing: before, in and after what is meant.

    An ellipsis stands where the line goes on.  Nothing in it is made safe to show yet.
    """

    before: str
    marked: str
    after: str


class Checked(Struct, Generic[T], frozen=True):
    """A phase's value together with the problems met on the way to it."""

    value: T
    problems: tuple[Diagnostic, ...] = ()


class BuildFailed(Exception):
    """The project holds errors, so nothing was published and the old output is whole."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        """Keep the problems, sorted by place."""
        super().__init__(f"{len(problems)} problems")
        self.problems = in_order(problems)


def note(place: Place, code: str, message: str, hint: str = "") -> Diagnostic:
    """Return a diagnostic that only informs."""
    return Diagnostic(place, Severity.NOTE, code, message, hint)


def warning(place: Place, code: str, message: str, hint: str = "") -> Diagnostic:
    """Return a diagnostic about something that is published all the same."""
    return Diagnostic(place, Severity.WARNING, code, message, hint)


def error(place: Place, code: str, message: str, hint: str = "") -> Diagnostic:
    """Return a diagnostic that keeps the site from being published."""
    return Diagnostic(place, Severity.ERROR, code, message, hint)


def in_order(problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return each distinct problem once, sorted by place, then code and message."""
    return tuple(sorted(set(problems), key=lambda one: (one.place, one.code, one.message)))


def errors_in(problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return only the problems that keep a site from being published."""
    return tuple(one for one in problems if one.severity is Severity.ERROR)


class Sheet(Struct, frozen=True, dict=True):
    """The text of one file, to point into: makes diagnostics that quote the line they mean."""

    path: str
    text: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the lines of the text, which only those need who have something to say of it."""
        return tuple(self.text.split("\n"))

    def problem(self, diagnostic: Diagnostic, width: int = 1) -> Diagnostic:
        """Return the diagnostic with the line its place points into, and a caret of a width."""
        line = diagnostic.place.line
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return replace(diagnostic, excerpt=excerpt.rstrip("\r"), width=max(1, width))

    def place(self, line: int = 0, column: int = 0) -> Place:
        """Return a place in this file, counted from 1."""
        return Place(self.path, line, column)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word most like this one, or an empty string."""
    # Imported here, since most projects hold no mistakes.
    from difflib import get_close_matches  # noqa: PLC0415

    by_folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f'did you mean "{by_folded[close[0]]}"?' if close else ""


def quoted(one: Diagnostic) -> Quote:
    """Return the part of a diagnostic's excerpt that shows what it means.

    A paragraph is one line in these files, so a long line is cut around the column.
    """
    line = one.excerpt.replace("\t", " ")
    column = max(1, one.place.column) - 1
    start = max(0, column - _AROUND) if len(line) > _WIDEST else 0
    end = start + _WIDEST
    after = min(end, column + one.width)
    return Quote(
        ("…" if start else "") + line[start:column],
        line[column:after],
        line[after:end] + ("…" if end < len(line) else ""),
    )

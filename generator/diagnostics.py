"""Problems as data: where something is wrong, what was expected, and what to do about it."""

from enum import StrEnum
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


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

"""The only printer: diagnostics, progress and reports, for people and for machines."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from msgspec import Struct

from generator.diagnostics import Diagnostic, Severity, errors_in, in_order, quoted
from generator.model import Event, PageMade, PhaseDone, PhaseStarted, Report

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_BAR_STEPS = 100
"""A bar is drawn anew at most this often."""


def _shown(text: str) -> str:
    """Return a text as a terminal may have it."""
    if text.isascii() and text.isprintable():
        return text
    # Imported here, since most lines need none of its many patterns.
    from generator.text import visible  # noqa: PLC0415

    return visible(text)


class Style(Struct, frozen=True):
    """How to print: colours only where they are wanted, progress only on a terminal."""

    colour: bool = False
    progress: bool = False
    quiet: bool = False
    verbose: bool = False
    as_json: bool = False


def format_diagnostic(one: Diagnostic, *, colour: bool = False) -> str:
    """Return a diagnostic as compilers print it: place, message, line with caret, hint.

    Text that came from a file is made safe for a terminal: no escape sequence survives.
    """
    kind = _painted(one.severity.value, _COLOURS[one.severity], colour=colour)
    lines = [f"{_shown(str(one.place))}: {kind}: {_shown(one.message)} [{one.code}]"]
    if one.excerpt and one.place.line:
        lines += _excerpt(one, colour=colour)
    if one.hint:
        lines.append(f"  hint: {_shown(one.hint)}")
    return "\n".join(lines)


def _excerpt(one: Diagnostic, *, colour: bool) -> Iterable[str]:
    number = f"{one.place.line:>5} | "
    margin = " " * (len(number) - 2) + "| "
    quote = quoted(one)
    before, marked = _shown(quote.before), _shown(quote.marked)
    yield number + before + marked + _shown(quote.after)
    if one.place.column:
        yield (
            margin + " " * len(before) + _painted("^" * max(1, len(marked)), "32;1", colour=colour)
        )


def _painted(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


class Console:
    """Prints what a command has to say; its ``notify`` may be handed to a build."""

    def __init__(self, style: Style, out: TextIO, err: TextIO) -> None:
        """Take a style, and where results and everything else go."""
        self.style = style
        self.out = out
        self.err = err
        self._phase = PhaseStarted("")
        self._done = 0

    def say(self, text: str) -> None:
        """Print lines of result; no escape sequence in them reaches a terminal."""
        print("\n".join(map(_shown, text.split("\n"))), file=self.out)

    def tell(self, text: str) -> None:
        """Print a line about what was done, unless only problems are wanted."""
        if not self.style.quiet and not self.style.as_json:
            self.say(text)

    def flush(self) -> None:
        """Hand on what was printed: who reads it may be waiting for the line."""
        self.out.flush()

    def details(self, text: str) -> None:
        """Print a line that only ``--verbose`` asks for."""
        if self.style.verbose:
            self.tell(text)

    def problems(self, found: tuple[Diagnostic, ...]) -> None:
        """Print problems, sorted by place; notes only when verbose, a count of them otherwise."""
        if self.style.as_json:
            return
        shown = [one for one in in_order(found) if self._is_shown(one)]
        for one in shown:
            print(format_diagnostic(one, colour=self.style.colour), file=self.err)
        notes = sum(1 for one in set(found) if one.severity is Severity.NOTE)
        if notes and not self.style.verbose:
            self.tell(f"{notes} {'note' if notes == 1 else 'notes'}; --verbose shows them")

    def _is_shown(self, one: Diagnostic) -> bool:
        if one.severity is Severity.NOTE:
            return self.style.verbose
        return one.severity is Severity.ERROR or not self.style.quiet

    def report(self, command: str, values: dict[str, object], found: Iterable[Diagnostic]) -> None:
        """Print one machine-readable report when ``--json`` asks for it."""
        if self.style.as_json:
            report = _report(command, values, found)
            print(json.dumps(report, ensure_ascii=True, indent=1), file=self.out)

    def event(self, command: str, values: dict[str, object], found: Iterable[Diagnostic]) -> None:
        """Print one of many reports, on a line of its own, when ``--json`` asks for it."""
        if self.style.as_json:
            print(json.dumps(_report(command, values, found), ensure_ascii=True), file=self.out)

    def notify(self, event: Event) -> None:
        """Show how far a phase has come, on a terminal only."""
        if not self.style.progress:
            return
        match event:
            case PhaseStarted():
                self._phase, self._done = event, 0
            case PageMade(count):
                before = self._done
                self._done += count
                self._draw(before)
            case PhaseDone():
                self.err.write("\r\x1b[K")
                self.err.flush()

    def _draw(self, before: int) -> None:
        total = max(1, self._phase.total)
        if before * _BAR_STEPS // total == self._done * _BAR_STEPS // total:
            return
        self.err.write(f"\r\x1b[K{self._phase.name}: {self._done} of {self._phase.total}")
        self.err.flush()


def _report(
    command: str, values: dict[str, object], found: Iterable[Diagnostic]
) -> dict[str, object]:
    listed = in_order(tuple(found))
    status = "failed" if errors_in(listed) else "fine"
    problems = [_as_json(one) for one in listed]
    return {"command": command, "status": status, **values, "problems": problems}


def _as_json(one: Diagnostic) -> dict[str, object]:
    return {
        "path": one.place.path,
        "line": one.place.line,
        "column": one.place.column,
        "severity": one.severity.value,
        "code": one.code,
        "message": one.message,
        "hint": one.hint,
    }


def sentence(report: Report) -> str:
    """Return what a build did, in one line."""
    parts = [f"{report.written} written"]
    if report.unchanged:
        parts.append(f"{report.unchanged} came out the same")
    parts.append(f"{report.kept} kept")
    if report.removed:
        parts.append(f"{report.removed} removed")
    text = f"Published in {report.seconds:.2f} s: {', '.join(parts)}."
    held = Counter(one.reason for one in report.held)
    if held:
        kinds = ", ".join(f"{count} {reason}" for reason, count in sorted(held.items()))
        text += f" Held back: {kinds}."
    return text


def standard(style: Style) -> Console:
    """Return a console on the standard streams."""
    return Console(style, sys.stdout, sys.stderr)


def print_error(message: str) -> None:
    """Print a message that belongs to no file."""
    print(f"dateline: {_shown(message)}", file=sys.stderr)

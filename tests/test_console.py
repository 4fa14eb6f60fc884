"""The only printer: what people read on a terminal, and what programs read."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.console import Console, Style, format_diagnostic, sentence
from generator.diagnostics import Diagnostic, Place, Severity, error, note, warning
from generator.model import PageMade, PhaseDone, PhaseStarted, Report, Withheld

PLACE = Place("content/articles/a.md", 7, 13)
PROBLEM = Diagnostic(
    PLACE,
    Severity.ERROR,
    "unknown-country",
    'no country is called "Untied Kingdom"',
    'did you mean "United Kingdom"?',
    "countries: [Untied Kingdom]",
    14,
)
FOUND = (
    error(Place("b.md"), "bad", "an error"),
    warning(Place("a.md"), "odd", "a warning"),
    note(Place("c.md"), "by-the-way", "a note"),
)


def console(**style: bool) -> Console:
    return Console(Style(**style), io.StringIO(), io.StringIO())


def printed(one: Console) -> tuple[str, str]:
    assert isinstance(one.out, io.StringIO)
    assert isinstance(one.err, io.StringIO)
    return one.out.getvalue(), one.err.getvalue()


def test_diagnostic() -> None:
    """A diagnostic reads as those of compilers: place, message, line, caret, hint."""
    assert format_diagnostic(PROBLEM) == (
        'content/articles/a.md:7:13: error: no country is called "Untied Kingdom"'
        " [unknown-country]\n"
        "    7 | countries: [Untied Kingdom]\n"
        "      |             ^^^^^^^^^^^^^^\n"
        '  hint: did you mean "United Kingdom"?'
    )


def test_diagnostic_of_a_file() -> None:
    """A diagnostic about a whole file has no line and no caret."""
    assert (
        format_diagnostic(error(Place("a.md"), "bad", "an error")) == "a.md: error: an error [bad]"
    )


def test_line_without_column() -> None:
    """A line without a column is quoted without a caret."""
    one = replace(PROBLEM, place=Place("a.md", 7), hint="")

    assert format_diagnostic(one).split("\n")[1:] == ["    7 | countries: [Untied Kingdom]"]


def test_long_line() -> None:
    """Of a long line the part is shown that is meant, and the caret stands under it."""
    line = "a" * 500 + "HERE" + "b" * 500
    one = replace(PROBLEM, place=Place("a.md", 7, 501), excerpt=line, width=4, hint="")

    _, excerpt, caret = format_diagnostic(one).split("\n")

    assert len(excerpt) < 120
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "HERE"
    assert excerpt.startswith("    7 | …a")
    assert excerpt.endswith("b…")


@pytest.mark.parametrize("column", [1, 4, 5, 30])
def test_column_at_the_end(column: int) -> None:
    """A caret may stand behind the last character, and never further."""
    one = replace(PROBLEM, place=Place("a.md", 7, column), excerpt="abcd", width=9, hint="")

    _, excerpt, caret = format_diagnostic(one).split("\n")

    assert excerpt == "    7 | abcd"
    assert caret.index("^") == len("    7 | ") + min(column - 1, 4)


def test_tabs() -> None:
    """A tab counts as one column, as in every place that is told."""
    one = replace(PROBLEM, place=Place("a.md", 7, 3), excerpt="\ta\tHERE", width=1, hint="")

    _, excerpt, caret = format_diagnostic(one).split("\n")

    assert excerpt[caret.index("^")] == " "
    assert "\t" not in excerpt


def test_colours() -> None:
    """Colours paint the kind and the caret, and nothing else changes."""
    painted = format_diagnostic(PROBLEM, colour=True)

    assert painted.count("\x1b[0m") == 2
    for code in ("\x1b[31;1m", "\x1b[32;1m", "\x1b[0m"):
        painted = painted.replace(code, "")
    assert painted == format_diagnostic(PROBLEM)


@given(st.text(), st.text(), st.text(), st.integers(0, 40), st.integers(1, 40))
def test_safe_on_a_terminal(path: str, words: str, line: str, column: int, width: int) -> None:
    """Whatever a message quotes, no control character and no bidi control reaches a terminal."""
    one = Diagnostic(Place(path, 3, column), Severity.NOTE, "code", words, words, line, width)

    shown = format_diagnostic(one)

    assert shown.count("\n") <= 3
    assert {unicodedata.category(x) for x in shown if x not in "\n\t"}.isdisjoint({"Cc", "Cs"})
    assert not any("\u202a" <= x <= "\u202e" or "\u2066" <= x <= "\u2069" for x in shown)


def test_results_are_safe() -> None:
    """Lines of result are safe for a terminal too, and stay lines."""
    one = console()
    one.say("a\x1b[31m\nb\u202e\tc")
    one.tell("d\x07")

    assert printed(one) == ("a\\x1b[31m\nb\\u202e\tc\nd\\x07\n", "")


def test_problems() -> None:
    """Problems go to the second stream, by place; of notes their number is told."""
    one = console()
    one.problems(FOUND)

    assert printed(one) == (
        "1 note; --verbose shows them\n",
        "a.md: warning: a warning [odd]\nb.md: error: an error [bad]\n",
    )


def test_verbose() -> None:
    """All that there is to say is said when it is wanted."""
    one = console(verbose=True)
    one.problems(FOUND)
    one.details("more")

    out, err = printed(one)
    assert out == "more\n"
    assert err.count("\n") == 3


def test_quiet() -> None:
    """A quiet console prints errors and results, nothing else."""
    one = console(quiet=True)
    one.problems(FOUND)
    one.tell("done")
    one.details("more")
    one.say("result")

    assert printed(one) == ("result\n", "b.md: error: an error [bad]\n")


def test_twice() -> None:
    """A problem that two phases found is printed once."""
    one = console()
    one.problems((*FOUND, *FOUND))

    assert printed(one)[1].count("\n") == 2


def test_json() -> None:
    """One report for machines holds all problems, and nothing stands beside it."""
    one = console(as_json=True)
    one.problems(FOUND)
    one.tell("done")
    one.report("build", {"written": 3}, FOUND)

    out, err = printed(one)
    assert err == ""
    assert json.loads(out) == {
        "command": "build",
        "status": "failed",
        "written": 3,
        "problems": [
            row("a.md", "warning", "odd", "a warning"),
            row("b.md", "error", "bad", "an error"),
            row("c.md", "note", "by-the-way", "a note"),
        ],
    }


def row(path: str, severity: str, code: str, message: str) -> dict[str, object]:
    """Return a problem as a report for machines has it."""
    words = {"severity": severity, "code": code, "message": message, "hint": ""}
    return {"path": path, "line": 0, "column": 0, **words}


def test_json_is_ascii() -> None:
    """A report is plain ASCII, whatever it quotes."""
    one = console(as_json=True)
    one.report("build", {"title": "ü\x1b\ud800"}, ())

    out, _ = printed(one)
    assert out.isascii()
    assert "\x1b" not in out
    assert json.loads(out)["status"] == "fine"


def test_no_report() -> None:
    """People get no report for machines."""
    one = console()
    one.report("build", {}, FOUND)

    assert printed(one) == ("", "")


def test_progress() -> None:
    """A phase shows how far it has come, at most a hundred times, and wipes its line."""
    one = console(progress=True)
    one.notify(PhaseStarted("making pages", 1000))
    for _ in range(1000):
        one.notify(PageMade())
    one.notify(PhaseDone("making pages"))

    out, err = printed(one)
    assert out == ""
    assert err.count("making pages: ") == 100
    assert err.endswith("making pages: 1000 of 1000\r\x1b[K")


def test_no_progress() -> None:
    """Without a terminal nothing is drawn."""
    one = console()
    for event in (PhaseStarted("x", 1), PageMade(), PhaseDone("x")):
        one.notify(event)

    assert printed(one) == ("", "")


def test_empty_phase() -> None:
    """A phase without steps draws nothing that stays."""
    one = console(progress=True)
    for event in (PhaseStarted("x"), PageMade(), PhaseDone("x")):
        one.notify(event)

    assert printed(one)[1].endswith("\r\x1b[K")


def test_sentence() -> None:
    """What a build did is one line, with what was held back."""
    held = (
        Withheld("a.md", "draft"),
        Withheld("b.md", "future"),
        Withheld("c.md", "draft"),
    )

    assert sentence(Report(written=3, kept=2, seconds=1.234)) == (
        "Published in 1.23 s: 3 written, 2 kept."
    )
    assert sentence(Report(1, 2, 3, 4, held=held)) == (
        "Published in 0.00 s: 1 written, 2 came out the same, 3 kept, 4 removed."
        " Held back: 2 draft, 1 future."
    )

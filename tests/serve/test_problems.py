"""What kept a build from publishing, as a browser is told it."""

from pathlib import Path

from msgspec import json

from generator.diagnostics import Diagnostic, Place, Severity, error
from generator.serve.exchange import Shown
from generator.serve.problems import AT_MOST, Line, Problem, problem_of, told
from generator.serve.stream import News, news_for
from tests.serve.samples import house, published

PROBLEM = Diagnostic(
    Place("content/a.md", 7, 13),
    Severity.ERROR,
    "unknown-country",
    'no country is called "Untied Kingdom"',
    'did you mean "United Kingdom"?',
    "countries: [Untied Kingdom]",
    14,
)


def test_problem() -> None:
    """A problem is told with its place, its words, and its line in three parts."""
    line = Line(7, "countries: [", "Untied Kingdom", "]", has_caret=True)

    assert problem_of(PROBLEM) == Problem(
        "content/a.md:7:13",
        "error",
        "unknown-country",
        'no country is called "Untied Kingdom"',
        'did you mean "United Kingdom"?',
        line,
    )


def test_problem_of_a_file() -> None:
    """A problem of a whole file has no line."""
    assert problem_of(error(Place("a.md"), "bad", "an error")).line is None


def test_unseen_characters() -> None:
    """What would not show is written out, in every part."""
    odd = "a\u202eb"
    one = Diagnostic(Place(odd, 1, 2), Severity.ERROR, "bad", odd, odd, odd, 1)

    told_as = json.encode(problem_of(one)).decode()

    assert "\u202e" not in told_as
    assert told_as.count(r"\\u202e") == 4


def test_long_line() -> None:
    """Of a long line the part around its mistake is told."""
    excerpt = "a" * 500 + "HERE" + "b" * 500
    one = Diagnostic(Place("a.md", 7, 501), Severity.ERROR, "bad", "m", "", excerpt, 4)

    line = problem_of(one).line

    assert line is not None
    assert (line.before[:2], line.marked, line.after[-2:]) == ("…a", "HERE", "b…")
    assert len(line.before + line.marked + line.after) < 100


def test_many() -> None:
    """Of very many problems some are told, and how many more there are."""
    many = tuple(error(Place(f"{number:03}.md"), "bad", "an error") for number in range(50))

    listed, more = told(many)

    assert [one.place for one in listed] == [f"{number:03}.md" for number in range(AT_MOST)]
    assert more == 30


def test_news(tmp_path: Path) -> None:
    """A message is one line of JSON, whatever the problems quote."""
    shown = Shown(published(tmp_path).output, problems=(error(Place("a"), "bad", "one\ntwo\r\n"),))

    message = news_for(b"/", house(shown))

    assert message.startswith(b"data: ")
    assert message.endswith(b"\n\n")
    assert b"\n" not in message[:-2]
    news = json.decode(message.removeprefix(b"data: "), type=News)
    assert [one.code for one in news.problems] == ["bad"]

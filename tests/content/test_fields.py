"""Typed reading: each value is checked where it stands, and many faults are found in one run."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.fields import Fields
from generator.diagnostics import Place, Severity, Sheet
from generator.frontmatter import read

PATH = "content/articles/a.md"


def fields(source: str, zone: str = "UTC") -> Fields:
    text = f"---\n{source}\n---\n"
    return Fields(read(PATH, text).value, Sheet(PATH, text), ZoneInfo(zone))


def codes(read_in: Fields) -> list[str]:
    return [one.code for one in read_in.problems]


def test_text() -> None:
    """A text is folded to one line; one that is not there is empty."""
    found = fields("title: >\n  Two\n  lines   apart\nempty:")

    assert found.text("title") == "Two lines apart"
    assert (found.text("empty"), found.text("absent")) == ("", "")
    assert found.problems == []


def test_no_text() -> None:
    """A list where a text belongs is a fault at its place."""
    found = fields("date: 2026-05-04\ntitle: [A, B]")

    assert found.text("title") == ""
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("wrong-type", Place(PATH, 3, 8))
    assert (problem.excerpt, problem.width) == ("title: [A, B]", 1)


def test_texts() -> None:
    """A list is read without its empty texts; a single text is a list of one."""
    found = fields("tags: [a, '', ' b ']\nauthors: Jane Doe\nempty: []\nblank: ' '")

    assert found.texts("tags") == ("a", "b")
    assert [found.path_of("tags", at) for at in (0, 1)] == ["tags.0", "tags.2"]
    assert found.texts("authors") == ("Jane Doe",)
    assert found.path_of("authors", 0) == "authors"
    assert found.texts("empty") == found.texts("blank") == found.texts("absent") == ()


@pytest.mark.parametrize("source", ["tags: {a: b}", "tags: [a, [b]]", "tags: [{a: b}]"])
def test_no_texts(source: str) -> None:
    """What is no list of texts is a fault."""
    found = fields(source)

    assert found.texts("tags") == ()
    assert codes(found) == ["wrong-type"]


def test_mapping() -> None:
    """Keys and values are read as they stand; an absent or empty mapping has none."""
    found = fields("source:\n  name: A\nempty:")

    assert found.mapping("source") == {"name": "A"}
    assert found.mapping("empty") == found.mapping("absent") == {}
    assert found.problems == []


@pytest.mark.parametrize("source", ["source: A", "source: [A]"])
def test_no_mapping(source: str) -> None:
    """What has no keys is a fault."""
    found = fields(source)

    assert found.mapping("source") == {}
    assert codes(found) == ["wrong-type"]


@pytest.mark.parametrize(
    ("word", "value"),
    [("true", True), ("Yes", True), ("on", True), ("1", True), ("false", False), ("NO", False)],
)
def test_flag(word: str, *, value: bool) -> None:
    """A switch is on or off by the usual words."""
    found = fields(f"draft: {word}")

    assert found.flag("draft") is value
    assert found.problems == []


def test_no_flag() -> None:
    """Any other word for a switch is a fault, and an absent one is off."""
    found = fields("draft: maybe")

    assert found.flag("draft") is found.flag("absent") is False
    assert codes(found) == ["wrong-flag"]


def test_number() -> None:
    """A whole number may have a sign; an absent one is 0."""
    found = fields("order: -12")

    assert (found.number("order"), found.number("absent")) == (-12, 0)
    assert found.problems == []


@pytest.mark.parametrize("word", ["1.5", "one", "1234567890", "٣", "1e3"])
def test_no_number(word: str) -> None:
    """What is no whole number of up to nine digits is a fault."""
    found = fields(f"order: {word}")

    assert found.number("order") == 0
    assert codes(found) == ["wrong-number"]


@pytest.mark.parametrize(
    ("text", "moment", "date_only"),
    [
        ("2026-05-04", datetime(2026, 5, 4, 9, tzinfo=UTC), True),
        ("2026-01-04", datetime(2026, 1, 4, 10, tzinfo=UTC), True),
        ("2026-05-04T09:30", datetime(2026, 5, 4, 6, 30, tzinfo=UTC), False),
        ("2026-05-04 09:30", datetime(2026, 5, 4, 6, 30, tzinfo=UTC), False),
        ("2026-05-04T09:30Z", datetime(2026, 5, 4, 9, 30, tzinfo=UTC), False),
        ("2026-05-04T09:30-05:00", datetime(2026, 5, 4, 14, 30, tzinfo=UTC), False),
    ],
)
def test_moment(text: str, moment: datetime, *, date_only: bool) -> None:
    """A day stands for noon and a bare time is meant in the zone of the site."""
    found = fields(f"date: {text}", "Europe/Vilnius")

    assert found.moment("date") == (moment, date_only)
    assert found.problems == []


def test_no_moment() -> None:
    """Without a date there is no moment, and no fault."""
    found = fields("title: A")

    assert found.moment("date") == (None, False)
    assert found.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "soon", "04/05/2026", "2026-02-30", "2026-05-04T25:00", "٢٠٢٦-٠٥-٠٤", "[2026-05-04]",
        "0001-01-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59Z", "9999-12-31T23:59-14:00",
    ],
)  # fmt: skip
def test_wrong_moment(text: str) -> None:
    """What is no date, or one that some zone could not show, is a fault and no crash."""
    found = fields(f"date: {text}", "Pacific/Kiritimati")

    assert found.moment("date") == (None, False)
    assert codes(found) in (["wrong-date"], ["wrong-type"])


@given(st.text(st.sampled_from("0123456789-:TZ+W. ")))
def test_any_moment(text: str) -> None:
    """Whatever stands for a date, it is a moment in UTC or a fault."""
    found = fields(f"date: '{text}'", "America/New_York")

    moment, _ = found.moment("date")

    assert moment is None or moment.tzinfo is UTC
    assert bool(found.problems) == (moment is None and bool(text.strip()))


def test_day() -> None:
    """A day is read from a date with or without a time."""
    found = fields("retrieved: 2026-05-04")

    assert found.day("retrieved", "2026-05-04T09:30") == date(2026, 5, 4)
    assert found.day("retrieved", "yesterday") is None
    assert codes(found) == ["wrong-date"]


def test_missing() -> None:
    """A key that is not there is a fault at the top of its file."""
    found = fields("date: 2026-05-04")
    found.missing("title", "add one")

    (problem,) = found.problems
    assert (problem.code, problem.place) == ("missing-title", Place(PATH, 1, 1))
    assert problem.severity is Severity.ERROR


def test_escapes() -> None:
    """Characters that may not be published do not get in as escapes either."""
    found = fields(
        'title: "a\\x01b\\u202e"\ntags: ["\\x0bc", "d\\0"]\nextra: {"k\\x01": "\\x1b[1m"}'
    )

    assert found.text("title") == "ab"
    assert found.texts("tags") == ("c", "d")
    assert found.mapping("extra") == {"k": "[1m"}


def test_many_faults() -> None:
    """Faults gather, each at its own place."""
    found = fields("draft: maybe\norder: x\ndate: soon")
    found.flag("draft")
    found.number("order")
    found.moment("date")

    assert [(one.code, one.place.line) for one in found.problems] == [
        ("wrong-flag", 2),
        ("wrong-number", 3),
        ("wrong-date", 4),
    ]

"""Dates as people write them: one reading or none."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.seeds.dates import date_in_name, declared_date

DAY = date(2026, 5, 4)
CENTRAL = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04", "2026-5-4", "2026/05/04", "20260504", "4 May 2026", "4th May 2026",
        "04 May, 2026", "May 4, 2026", "MAY 4 2026", "Monday, May 4, 2026", "Mon 4 May 2026",
        "4th of May 2026", "  May   4,  2026 ", "4. Mai 2026", "4 mai 2026", "4 mayo 2026",
    ],
)  # fmt: skip
def test_days(text: str) -> None:
    """The usual ways to write a day are read."""
    assert declared_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-04T14:30", datetime(2026, 5, 4, 14, 30)),  # noqa: DTZ001  # the site's zone
        ("2026-05-04 14:30:05Z", datetime(2026, 5, 4, 14, 30, 5, tzinfo=UTC)),
        ("2026-05-04T14:30:05.123+02:00", datetime(2026, 5, 4, 14, 30, 5, tzinfo=CENTRAL)),
        ("Mon, 4 May 2026 14:30:00 +0200", datetime(2026, 5, 4, 14, 30, tzinfo=CENTRAL)),
        ("May 4, 2026 at 2:30 p.m. CEST", datetime(2026, 5, 4, 14, 30, tzinfo=CENTRAL)),
        ("4 May 2026, 12:05 am UTC", datetime(2026, 5, 4, 0, 5, tzinfo=UTC)),
        ("2026-05-04 14:30 GMT+2", datetime(2026, 5, 4, 14, 30, tzinfo=CENTRAL)),
    ],
)
def test_moments(text: str, moment: datetime) -> None:
    """A time and a zone are read; a time without a zone stays without one."""
    assert declared_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "04/05/2026", "4.5.2026", "5 Feb 30", "2026-02-30", "May 2026", "today", "", "4 Maii 2026",
        "2026-05-04 25:00", "2026-05-04 13:00 pm", "2026-05-04 14:30 BST", "2026-05-04 +99:00",
        "2026-05/04",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    """What has two readings or none is no date."""
    assert declared_date(text) is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("2026-05-04-story.txt", DAY),
        ("in/20260504_story.txt", DAY),
        ("story-2026_05_04.txt", DAY),
        ("20260504T1230.txt", DAY),
        ("2026-05-04/story.txt", None),
        ("000_4bb17c8620260504.txt", None),
        ("2026-13-04.txt", None),
        ("120260504.txt", None),
    ],
)
def test_names(path: str, found: date | None) -> None:
    """A date in the name of the file counts, digits of a hash do not."""
    assert date_in_name(path) == found


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Any text is a date or none; nothing raises."""
    found = declared_date(text)

    assert found is None or isinstance(found, date)


@given(st.dates())
def test_iso(day: date) -> None:
    """Every day is read back from its ISO form."""
    assert declared_date(day.isoformat()) == day

"""Dates in words and for machines."""

from datetime import UTC, datetime, timedelta

from babel.dates import format_date, format_datetime
from hypothesis import given
from hypothesis import strategies as st

from generator.site.wording import Wording, direction_of


def test_whole_minutes() -> None:
    """An offset has whole minutes even where clocks once followed the sun (RFC 3339)."""
    wording = Wording("en", "America/Los_Angeles")

    written = wording.instant(datetime(1494, 6, 7, 19, 53, tzinfo=UTC))

    assert written == "1494-06-07T12:00:00-07:53"


def test_zone_is_named() -> None:
    """A time of day is shown with its zone, a date alone is not."""
    wording = Wording("en", "Europe/Vilnius")
    moment = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    assert wording.stamp(moment, date_only=True).text == "4 May 2026"
    assert wording.stamp(moment, date_only=False).text.startswith("4 May 2026, 12:30 ")


@given(
    st.integers(-62_135_000_000, 253_402_000_000),
    st.sampled_from(["en", "en-GB", "de", "lt", "ar", "fa", "ja", "zh-Hant", "sr-Latn"]),
    st.sampled_from(["UTC", "Europe/Vilnius", "America/Los_Angeles", "Asia/Kathmandu"]),
)
def test_as_cldr_has_it(seconds: int, language: str, zone: str) -> None:
    """Days and times are written as Babel formats them, in every language, zone and season."""
    wording = Wording(language, zone)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    local, locale = wording.local(moment), wording.locale

    timed = wording.stamp(moment, date_only=False).text

    assert wording.day(local) == format_date(local, "d MMMM y", locale=locale)
    assert timed == format_datetime(local, "d MMMM y, HH:mm z", locale=locale)


def test_seasons() -> None:
    """A zone that was named in winter is named anew in summer."""
    wording = Wording("en-US", "America/New_York")
    months = [datetime(2026, month, 4, 12, tzinfo=UTC) for month in (1, 7, 1)]

    texts = [wording.stamp(one, date_only=False).text for one in months]

    assert texts == ["4 January 2026, 07:00 EST", "4 July 2026, 08:00 EDT", texts[0]]


def test_language() -> None:
    """Months and lists are written in the language of the site."""
    wording = Wording("de", "UTC")

    assert (wording.month(3), wording.together(["Israel", "Litauen"])) == (
        "März",
        "Israel und Litauen",
    )


def test_direction() -> None:
    """Text runs from the right in Arabic and from the left in English."""
    assert (direction_of("ar"), direction_of("en-GB")) == ("rtl", "ltr")

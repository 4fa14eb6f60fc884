"""Dates in words and for machines."""

from datetime import UTC, datetime

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

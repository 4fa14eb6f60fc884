"""Dates, lists and numbers in words, by the rules of CLDR for the site's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_timedelta, get_month_names, get_timezone_name
from babel.lists import format_list

from generator.site.views import Stamp

_MINUTE = timedelta(minutes=1)

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}
)


@cache
def direction_of(language: str) -> str:
    """Return "rtl" or "ltr" for a BCP 47 language tag, by its script as CLDR has it."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


class Wording:
    """Words for one language and zone; remembers what it has already put into words."""

    def __init__(self, language: str, timezone: str) -> None:
        """Take a BCP 47 tag and an IANA zone, both of them checked when they were read."""
        self.locale = Locale.parse(language, sep="-")
        self.zone = ZoneInfo(timezone)
        self._zones: dict[tuple[timedelta | None, timedelta | None], str] = {}
        self._lists: dict[tuple[str, ...], str] = {}

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the site's zone.

        Before zones had whole minutes, local time was that of the sun; RFC 3339 cannot say
        it, so such moments get the nearest whole minute of offset.
        """
        local = moment.astimezone(self.zone)
        offset = local.utcoffset() or timedelta()
        if offset % _MINUTE:
            local = moment.astimezone(timezone(_MINUTE * round(offset / _MINUTE)))
        return local

    def stamp(self, moment: datetime, *, date_only: bool) -> Stamp:
        """Return a moment for ``<time>``; a date without a time stays a date."""
        local = self.local(moment)
        if date_only:
            return Stamp(local.date().isoformat(), self.day(local.date()))
        text = f"{self.day(local)}, {local.hour:02d}:{local.minute:02d} {self._zone_of(local)}"
        return Stamp(local.isoformat(timespec="seconds"), text)

    def instant(self, moment: datetime) -> str:
        """Return RFC 3339 with the offset of the site's zone."""
        return self.local(moment).isoformat(timespec="seconds")

    def month(self, number: int) -> str:
        """Return the name of a month, 1 for January, as it stands alone in a heading."""
        return self._months_alone[number]

    def span(self, days: int) -> str:
        """Return a number of days in words, the larger ones roughly: "2 days", "8 months"."""
        return format_timedelta(timedelta(days=days), threshold=1.2, locale=self.locale)

    def together(self, names: Sequence[str]) -> str:
        """Return names as a list in words: "Israel and Lithuania"."""
        listed = tuple(names)
        if listed not in self._lists:
            self._lists[listed] = format_list(listed, style="standard", locale=self.locale)
        return self._lists[listed]

    def day(self, day: date) -> str:
        """Return a day in full: "4 May 2026"."""
        return f"{day.day} {self._months_in_dates[day.month]} {day.year}"

    @cached_property
    def _months_in_dates(self) -> Mapping[int, str]:
        return dict(get_month_names("wide", "format", self.locale))

    @cached_property
    def _months_alone(self) -> Mapping[int, str]:
        return dict(get_month_names("wide", "stand-alone", self.locale))

    def _zone_of(self, local: datetime) -> str:
        """Return what the site's zone is called at a moment: "EEST"."""
        clock = (local.utcoffset(), local.dst())
        if clock not in self._zones:
            self._zones[clock] = get_timezone_name(local, "short", locale=self.locale)
        return self._zones[clock]

"""Dates as people write them: in a "Date" line, in a file name, in a dateline.

Only forms with one reading are taken; "04/05/2026" is two days, so it is none.
"""

import re
from datetime import date, datetime, time, timedelta, timezone

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"jne": 6, "jly": 7}

_FOREIGN_LISTED = """
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
sausis vasaris kovas balandis gegužė birželis liepa rugpjūtis rugsėjis spalis lapkritis gruodis
"""
"""German, French, Spanish, Italian, Polish, Ukrainian, Russian, Turkish and Lithuanian names, as
datelines of those languages write them: in the genitive, and as the month is called."""

_FOREIGN_SHORT = {"ene": 1, "abr": 4, "ago": 8, "dic": 12, "okt": 10, "dez": 12}
"""Spanish and German names that are shortened otherwise than the English ones."""


def _folded(name: str) -> str:
    """Return a name in small letters, those of Turkish with one kind of "i"."""
    return name.lower().replace("i\u0307", "i").replace("ı", "i")


_FOREIGN = {
    _folded(name): number
    for names in _FOREIGN_LISTED.strip().split("\n")
    for number, name in enumerate(names.split(), 1)
}
_NAMES = "|".join(
    sorted(set(_FOREIGN_LISTED.split()) | set(_FOREIGN) - set(MONTHS), key=len, reverse=True)
)

MONTH = (
    rf"(?:{_NAMES}|"
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|sept\.?|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|okt|dez)\.?)"
)
"""A pattern for the name of a month; to be used ignoring case."""

EXPECTED = '"2026-05-04", "4 May 2026" or "May 4, 2026", with a time such as "14:30 +02:00" or not'

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_ISO = r"(?P<iso>\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{8})"
_WORDS = (
    rf"(?:{_DAY}\s+(?:of\s+)?(?P<month>{MONTH})"
    rf"|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
)
_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
_ZONE = r"\(?(?P<zone>[a-z]{1,4}|(?:utc|gmt)?[+\-−]\d{1,2}:?(?:\d{2})?)\)?"
_DECLARED = re.compile(
    rf"{_WEEKDAY}(?:{_ISO}|{_WORDS},?\s+(?P<year>\d{{4}}))"
    rf"(?:(?:[t\s]|,\s*|\s+at\s+){_TIME}(?:\s*{_ZONE})?)?\.?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:utc|gmt)?([+\-−])(\d{1,2}):?(\d{2})?", re.IGNORECASE)

# RFC 5322 §4.3, and the unambiguous European names.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
    r"(?![0-9A-SU-Za-z])"
)


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month, whole or shortened, or 0."""
    folded = _folded(name)
    first = folded[:3]
    return _FOREIGN.get(folded) or _FOREIGN_SHORT.get(first) or _SHORT.get(first, 0)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def declared_date(value: str) -> date | datetime | None:
    """Return what a "Date" line says, or None where it cannot be read in exactly one way.

    A time without a zone gives a naive datetime: it is meant in the time zone of the site.
    """
    match = _DECLARED.fullmatch(" ".join(value.split()))
    found = _day_in(match) if match else None
    if match is None or found is None or match["hour"] is None:
        return found
    clock = _clock(match)
    if clock is None:
        return None
    moment = datetime.combine(found, clock)
    if match["zone"] is None:
        return moment
    offset = _offset(match["zone"])
    return None if offset is None else moment.replace(tzinfo=offset)


def _day_in(match: re.Match[str]) -> date | None:
    if match["iso"]:
        digits = re.split(r"\D", match["iso"])
        if len(digits) == 1:
            digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
        return day_of(int(digits[0]), int(digits[1]), int(digits[2]))
    name = match["month"] or match["month2"]
    return day_of(int(match["year"]), month_number(name), int(match["day"] or match["day2"]))


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    if half := (match["half"] or "")[:1].lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _offset(zone: str) -> timezone | None:
    if zone.lower() in _ZONES:
        return timezone(timedelta(hours=_ZONES[zone.lower()]))
    match = _OFFSET.fullmatch(zone)
    if not match or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset)


def date_in_name(path: str) -> date | None:
    """Return the first date in the name of a file: "2026-05-04-story.txt", "20260504_a.txt"."""
    name = path.rpartition("/")[2]
    for match in _IN_NAME.finditer(name):
        if found := day_of(int(match["year"]), int(match["month"]), int(match["day"])):
            return found
    return None

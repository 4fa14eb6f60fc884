"""Typed reading of front matter: each value is checked where it stands, many faults in one run."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Severity, Sheet, error
from generator.frontmatter import Matter, Spot, Value, place_of
from generator.text import clean

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0", ""})

NOON = time(12)

# A day from both ends of the calendar, so that every zone can show every moment.
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)


class Fields:
    """The front matter of one file, read key by key; faults gather in ``problems``."""

    def __init__(self, matter: Matter, sheet: Sheet, zone: ZoneInfo) -> None:
        """Take the matter, the text to quote from, and the zone of dates without one."""
        # The file is clean, but an escape within quotes can make any character.
        is_escaped = "\\" in sheet.text[: len(sheet.text) - len(matter.body)]
        self.matter = replace(matter, fields=_cleaned(matter.fields)) if is_escaped else matter
        self.sheet = sheet
        self.zone = zone
        self.problems: list[Diagnostic] = []

    def fault(
        self,
        path: str,
        code: str,
        message: str,
        hint: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a problem with the value at a path (``title``, ``tags.2``)."""
        spot = self.matter.spots.get(path) or self.matter.keys.get(path) or Spot(1, 1)
        place = place_of(self.sheet.path, spot)
        problem = Diagnostic(place, severity, code, message, hint)
        self.problems.append(self.sheet.problem(problem, spot.width))

    def unknown(self, path: str, message: str, hint: str) -> None:
        """Add a problem about a key that the schema does not have."""
        spot = self.matter.keys.get(path) or Spot(1, 1)
        problem = error(place_of(self.sheet.path, spot), "unknown-key", message, hint)
        self.problems.append(self.sheet.problem(problem, spot.width))

    def missing(self, key: str, hint: str) -> None:
        """Add a problem about a key that is not there."""
        problem = error(self.sheet.place(1, 1), f"missing-{key}", f'there is no "{key}"', hint)
        self.problems.append(self.sheet.problem(problem, 3))

    def first(self, *keys: str) -> str:
        """Return the first of several keys (synonyms) that is there, or the first one."""
        return next((key for key in keys if key in self.matter.fields), keys[0])

    def text(self, key: str) -> str:
        """Return a text, folded to one line; anything else is a ``wrong-type``."""
        value = self.matter.fields.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return " ".join(value.split())
        self.fault(key, "wrong-type", f'"{key}" must be text', f'write {key}: "…"')
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list without what is empty in it; one text counts as a list of one."""
        value = self.matter.fields.get(key)
        if value is None:
            return ()
        items = (value,) if isinstance(value, str) else value
        texts = [one.strip() for one in items if isinstance(one, str)]
        if isinstance(items, tuple) and len(texts) == len(items):
            return tuple(filter(None, texts))
        self.fault(key, "wrong-type", f'"{key}" must be a list of texts', f"write {key}: [A, B]")
        return ()

    def path_of(self, key: str, at: int) -> str:
        """Return the path of one of the ``texts`` of a key, counted from 0."""
        value = self.matter.fields[key]
        if isinstance(value, str):
            return key
        filled = [number for number, one in enumerate(value) if str(one).strip()]
        return f"{key}.{filled[at]}"

    def mapping(self, key: str) -> Mapping[str, Value]:
        """Return a mapping, empty when the key is absent."""
        value = self.matter.fields.get(key, {})
        if isinstance(value, Mapping):
            return value
        if value != "":
            self.fault(key, "wrong-type", f'"{key}" must hold keys and values')
        return {}

    def flag(self, key: str) -> bool:
        """Return a yes or no."""
        text = self.text(key).lower()
        if text not in _YES and text not in _NO:
            message = f'"{text}" is neither true nor false'
            self.fault(key, "wrong-flag", message, f"write {key}: true or {key}: false")
        return text in _YES

    def number(self, key: str) -> int:
        """Return a whole number, 0 when the key is absent."""
        text = self.text(key)
        if re.fullmatch(r"-?[0-9]{1,9}", text or "0"):
            return int(text or "0")
        self.fault(key, "wrong-number", f'"{text}" is not a whole number')
        return 0

    def moment(self, key: str) -> tuple[datetime | None, bool]:
        """Return a moment in UTC and whether only its day was written.

        A day without a time stands for noon in the site's zone; a time without an offset is in
        the site's zone.
        """
        text = self.text(key)
        if not text:
            return None, False
        date_only = bool(_DATE.fullmatch(text))
        try:
            if date_only:
                moment = datetime.combine(date.fromisoformat(text), NOON, self.zone)
            else:
                moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self.zone)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self._wrong_date(key, text)
            return None, False
        if not _EARLIEST <= moment <= _LATEST:
            self._wrong_date(key, text)
            return None, False
        return moment, date_only

    def day(self, key: str, text: str) -> date | None:
        """Return a day from a text that stands at a path."""
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            self._wrong_date(key, text)
            return None

    def _wrong_date(self, key: str, text: str) -> None:
        hint = 'write it as "2026-05-04" or "2026-05-04T09:30+03:00"'
        self.fault(key, "wrong-date", f'"{text}" is not a date', hint)


def _cleaned(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    return {clean(key)[0]: _cleaned_value(value) for key, value in fields.items()}


def _cleaned_value(value: Value) -> Value:
    if isinstance(value, str):
        return clean(value)[0]
    if isinstance(value, Mapping):
        return _cleaned(value)
    return tuple(_cleaned_value(one) for one in value)

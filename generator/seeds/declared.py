"""The ``Key: value`` lines of a seed that must have a form: what has not is set aside and named.

A stranger's file must not keep the site from being published, so nothing that a seed declares may
be an error in its article.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from msgspec import Struct

from generator.seeds.dates import EXPECTED, declared_date

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")


class Refused(Struct, frozen=True):
    """A declared field that cannot be used: what is wrong with it and how it should look."""

    message: str
    hint: str


def used_value(key: str, value: str) -> str | Refused:
    """Return the value of a field as front matter takes it, or why it cannot be used."""
    check = _CHECKS.get(key)
    return check(value) if check else value


def _language(value: str) -> str | Refused:
    if _LANGUAGE.fullmatch(value):
        return value
    return Refused(f'"{value[:40]}" is not a language', 'write a BCP 47 tag such as "en" or "uk"')


def _address(value: str) -> str | Refused:
    if _ADDRESS.fullmatch(value):
        return value
    return Refused(f'"{value[:80]}" is not a web address', "start it with https://")


def _moment(value: str) -> str | Refused:
    found = declared_date(value)
    if isinstance(found, datetime):
        return found.isoformat(timespec="minutes")
    if isinstance(found, date):
        return found.isoformat()
    return Refused(f'"{value[:60]}" is not a date with only one reading', f"write {EXPECTED}")


def _embargo(value: str) -> str | Refused:
    found = _moment(value)
    if isinstance(found, Refused):
        return Refused(found.message, f"{found.hint}; until then the article is a draft")
    return found


def _id(value: str) -> str | Refused:
    message = f'the id "{value[:40]}" is not used'
    return Refused(message, "Dateline mints the id of an article; a stranger's might be another's")


_CHECKS: Mapping[str, Callable[[str], str | Refused]] = {
    "id": _id,
    "language": _language,
    "url": _address,
    "embargo": _embargo,
    "expires": _moment,
}

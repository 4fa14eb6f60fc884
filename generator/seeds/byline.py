"""Bylines: the line under a headline or at the end that says who wrote a text.

The parse asks only about those two lines, since "By Monday the" is a sentence anywhere else.
"""

import re

from msgspec import Struct

from generator.seeds.dateline import AGENCIES
from generator.seeds.names import PARTICLES, person, printed

LIMIT = 180
"""Longer lines are paragraphs."""

_OPENING = re.compile(
    r"(?:by\b:?|(?:story|text|words|article|written|reported|author) by:?|author:)"
    r"\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"[(\[]?\s*(?:additional\s+)?(?:reporting|writing|written|reported)\s+(?:and writing )?by\s+"
    r"(?P<rest>[^;)\]]+)(?:;[^)\]]*)?[)\]]?\.?",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"(?P<rest>[^\W\d_][^,;:]{2,60}?),?\s+(?:reports|reporting|reported)\s+(?:from|for|in)\s+[^.;:]{2,60}\.?"
)
_DASHED = re.compile(r"(?:[—―–]|--)\s*(?P<rest>[^\W\d_].{2,80})")
_BREAK = re.compile(
    r"(?P<mark>\s*;\s*|\s*,\s+(?:and|&)\s+|\s*,\s*|\s+(?:and|&|with)\s+)", re.IGNORECASE
)
_TAIL = re.compile(
    r"\s*(?:\s[|/•·]\s?|\s[-–—]{1,2}\s|—|\(|<|[^\s,]+@|\b(?:in|for|of|at|on|from|special to)\s)",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\s+in\s+[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*)*")
_ROLE = re.compile(
    r"\b(?:staff|writer|writers|reporter|reporters|correspondent|correspondents|editor|editors|"
    r"journalist|columnist|contributor|bureau|chief|director|professor|minister|analyst|fellow|"
    r"post|times|news|press|agency|journal|herald|tribune|independent|magazine|today|daily|"
    r"weekly|gazette|radio|tv|television|online|institute|university|council|ministry|command|"
    r"affairs|center|centre|service|services|network|group|board|desk|team|editorial|office|"
    r"advocate|chronicle|observer|guardian|police|department|media|digital|broadcasting)\b",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(
    r"\s+(?:(?:staff|special)?\s*(?:writer|reporter|correspondent|editor|staff|"
    r"(?:the )?associated press(?: writer)?|reuters?|afp|ap|upi|bloomberg)\.?)+$",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<![\s.][A-Z])(?<!\b[JS]r)\.$")
_SMALL_LISTED = "of the and for in at to a an on with by from"
_SMALL = PARTICLES | frozenset(_SMALL_LISTED.split())


class Byline(Struct, frozen=True):
    """A line that names authors: the line itself, and the names in their printed form."""

    text: str
    authors: tuple[str, ...]


def byline_in(line: str, *, last: bool = False) -> Byline | None:
    """Return the authors that a line names, or None where it is a sentence.

    Args:
        line: The line, white space folded.
        last: Whether it ends the text, where "— Jane Doe" is a byline too.
    """
    if len(line) > LIMIT:
        return None
    for pattern in (_OPENING, _SIGN_OFF, _REPORTS, *((_DASHED,) if last else ())):
        match = pattern.fullmatch(line)
        if match:
            return _judged(line, match, pattern)
    return None


def _judged(line: str, match: re.Match[str], pattern: re.Pattern[str]) -> Byline | None:
    rest = match["rest"]
    if pattern is _SIGN_OFF:
        rest = _PLACED.sub("", rest)
    # What "by" does not announce must be a name and nothing else.
    strict = pattern in (_REPORTS, _DASHED)
    authors, tail = _people(_STOP.sub("", rest))
    if not authors or (strict and (tail or len(rest.split()) > 8)) or not _is_tail(tail):
        return None
    if strict and _ROLE.search(rest):
        return None
    return Byline(line, authors)


def _people(text: str) -> tuple[tuple[str, ...], str]:
    """Return the people at the start of a text, and what follows them."""
    agency = _agency(text)
    if agency:
        return (agency,), ""
    cut = _TAIL.search(text)
    names, tail = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    pieces = _BREAK.split(names)
    marks = ["", *(one.strip(" ,").lower() for one in pieces[1::2])]
    people: list[str] = []
    for at, piece in enumerate(pieces[::2]):
        name = _name(piece, first=not at, shared=_surname(pieces[::2], marks, at))
        listed = marks[at] or not at or any(marks[at:])
        if not name or not listed:
            return _distinct(people), "".join(pieces[2 * at :]) + tail
        people.append(name)
    return _distinct(people), tail


def _surname(pieces: list[str], marks: list[str], at: int) -> str:
    """Return the surname that "Jane and John Doe" leaves out, or nothing."""
    shares = (
        at == 0 and len(pieces) > 1 and marks[1] in {"and", "&"} and len(pieces[0].split()) == 1
    )
    return pieces[1].split()[-1] if shares and person(pieces[1]) else ""


def _name(piece: str, *, first: bool, shared: str) -> str:
    agency = _agency(piece)
    if agency:
        return agency if first else ""
    if _ROLE.search(piece) and not first:
        return ""
    piece = _before_lower(_LAST_WORDS.sub("", piece))
    if shared:
        return person(f"{piece} {shared}")
    return person(piece) if not _ROLE.fullmatch(piece.split()[-1] if piece else "") else ""


def _before_lower(piece: str) -> str:
    """Return only the capitals of "L.B. WHYDE Advocate Reporter"."""
    words = piece.split()
    capital = [word.isupper() for word in words]
    count = capital.index(False) if False in capital else len(words)
    # Initials alone, as in "J.R. Smith", are no name in capitals.
    enough = 2 <= count < len(words) and any(len(word) > 3 for word in words[:count])
    if enough and words[count].lower() not in PARTICLES:
        return " ".join(words[:count])
    return piece


def _agency(text: str) -> str:
    if "-".join(text.lower().split()) in AGENCIES and text[:1].isupper():
        return text if len(text) <= 5 else printed(text)
    return ""


def _distinct(people: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people))


def _is_tail(tail: str) -> bool:
    """Tell whether what follows the names can be an office or an outlet, not a sentence."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", tail)
    small = [word for word in words if word.islower() and word not in _SMALL and "@" not in tail]
    return len(words) <= 16 and len(small) <= max(1, len(words) // 3)

"""Seeds: takes the raw text of one news item apart, losing nothing without saying so.

Line 1 is the headline.  Under it stand, in any order and if at all, ``Key: value`` lines and a
byline; then the paragraphs, the first of which may open with a dateline; a byline may end it.
"""

import re
from datetime import date, datetime
from hashlib import sha256
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, note, warning
from generator.model import Dateline, DateOrigin, Declared, Seed
from generator.seeds.byline import Byline, byline_in
from generator.seeds.dateline import AGENCIES, cut_dateline
from generator.seeds.dates import EXPECTED, date_in_name, day_of, declared_date
from generator.seeds.declared import Refused, used_value
from generator.seeds.names import listed
from generator.seeds.reading import decode
from generator.seeds.shape import Line, paragraphs_of
from generator.text import Removed, clean, mixed_scripts, named

_KEYS_LISTED = (
    "date source url author tags countries language licence slug id embargo expires summary"
)
KEYS = frozenset(_KEYS_LISTED.split())
"""The keys that a seed may declare; "License" and "Authors" are read as well."""

_SYNONYMS = {"license": "licence", "authors": "author"}
_KEY = re.compile(r"\s*(?P<key>[A-Za-z]+)\s*:(?:\s+(?P<value>\S.*))?\s*")
_END_MARK = re.compile(r"\W*(?:30|ends?|#{3,})\W*|#{1,}|\(?\s*(?:the )?ends?\s*\)?", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:[-*_=~#•]\s?){3,}\s*")
_OUTLET = re.compile(
    r"(?:(?:the )?associated press(?: writer)?|staff (?:writer|reporter)|staff|correspondent)\.?",
    re.IGNORECASE,
)
# Longer lines are no mark, and the pattern would take cubic time for them.
_MARK_LETTERS = 40
_NOTED = 6
_EXCERPT = 160


class _Head(Struct, frozen=True):
    """What stands above the paragraphs; ``spots`` are the lines of the declared fields."""

    title: Line
    fields: tuple[tuple[str, str], ...]
    spots: tuple[Line, ...]
    byline: Byline | None
    body: tuple[Line, ...]


class _Foot(Struct, frozen=True):
    """What stands below the paragraphs, cut from the body."""

    body: tuple[Line, ...]
    byline: Byline | None
    dropped: tuple[tuple[str, str], ...]


def parse_seed(
    path: str, raw: bytes, *, encoding: str = "", folder: str = "seeds"
) -> Checked[Seed | None]:
    """Return the parts of a seed, or None where there is nothing to make an article of.

    No diagnostic is an error: a stranger's file must not keep the site from being published.
    Warnings: ``seed-encoding`` and ``seed-empty`` (both without a value), ``seed-date`` (the
    date is then taken as if none had been declared), ``seed-field`` (the field is dropped),
    ``mixed-scripts``.  Note: ``seed-characters``.

    Args:
        path: Relative to the seeds folder; its name may hold the date.
        raw: The whole file.
        encoding: What the project declares for files without a byte order mark.
        folder: The seeds folder as the project knows it, for the places of diagnostics.
    """
    place = f"{folder}/{path}"
    decoded = decode(place, raw, encoding)
    if decoded.value is None:
        return Checked(None, decoded.problems)
    cleaned, removed = clean(decoded.value)
    # One spelling of each letter for names, slugs and search; places in evidence count in it.
    text = normalize("NFC", cleaned)
    problems = _about_characters(place, removed)
    sheet = Sheet(place, text)
    head = _head_of(sheet.lines, markdown=path.lower().endswith(".md"))
    if head is None:
        hint = "write a headline on its first line, or delete it"
        empty = warning(Place(place), "seed-empty", "the seed holds no text: it is left out", hint)
        return Checked(None, (*problems, empty))
    problems += _about_title(sheet, head.title)
    seed = _assembled(path, sha256(raw).hexdigest(), head)
    dated = _dated(seed, head, sheet)
    gone = tuple((named(one.character), "a character that may not be published") for one in removed)
    used = _with_used_fields(dated.value, head, sheet)
    value = replace(used.value, dropped=used.value.dropped + gone) if gone else used.value
    return Checked(value, (*problems, *dated.problems, *used.problems))


def _head_of(lines: tuple[str, ...], *, markdown: bool) -> _Head | None:
    rest = [Line(number, text) for number, text in enumerate(lines, 1)]
    first = next((at for at, line in enumerate(rest) if line.text.strip()), -1)
    if first < 0:
        return None
    title = rest[first]
    if markdown and (bare := title.text.lstrip().removeprefix("# ").strip()):
        title = Line(title.number, bare)
    fields: list[tuple[str, str]] = []
    spots: list[Line] = []
    byline: Byline | None = None
    end = first + 1
    for at in range(first + 1, len(rest)):
        line = rest[at]
        if not line.text.strip():
            continue
        if field := _field_in(line.text):
            fields.append(field)
            spots.append(line)
        elif byline is None and (found := byline_in(_folded(line.text))):
            byline = found
        elif byline and end == at and _is_outlet(_folded(line.text)):
            byline = Byline(f"{byline.text} {_folded(line.text)}", byline.authors)
        else:
            break
        end = at + 1
    folded = Line(title.number, _folded(title.text))
    return _Head(folded, tuple(fields), tuple(spots), byline, tuple(rest[end:]))


def _field_in(text: str) -> tuple[str, str] | None:
    match = _KEY.fullmatch(text)
    if not match:
        return None
    key = match["key"].lower()
    key = _SYNONYMS.get(key, key)
    return (key, _folded(match["value"] or "")) if key in KEYS else None


def _is_outlet(text: str) -> bool:
    """Tell whether a line under a byline names only an agency or an office."""
    return "-".join(text.lower().split()) in AGENCIES or bool(_OUTLET.fullmatch(text))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _foot_of(body: tuple[Line, ...]) -> _Foot:
    """Cut end marks and a byline from the end of a body."""
    end = len(body)
    byline: Byline | None = None
    dropped: list[tuple[str, str]] = []
    while end:
        text = _folded(body[end - 1].text)
        alone = end == 1 or not body[end - 2].text.strip()
        if not text:
            pass
        elif (len(text) <= _MARK_LETTERS and _END_MARK.fullmatch(text)) or _RULE.fullmatch(text):
            dropped.append((text, "a mark of the end"))
        # In wrapped text "by Jane Doe" may be the last line of a sentence.
        elif byline is None and (alone or text[0] != "b") and (found := byline_in(text, last=True)):
            byline = found
        else:
            break
        end -= 1
    return _Foot(body[:end], byline, tuple(reversed(dropped)))


def _assembled(path: str, digest: str, head: _Head) -> Seed:
    foot = _foot_of(head.body)
    dropped = list(foot.dropped)
    texts: list[str] = []
    for line in paragraphs_of(foot.body):
        if _RULE.fullmatch(line.text):
            dropped.append((line.text, "a rule between paragraphs"))
        elif not texts and line.text.casefold() == head.title.text.casefold():
            dropped.append((line.text, "the headline again"))
        else:
            texts.append(line.text)
    dateline, paragraphs = _without_dateline(tuple(texts))
    byline, signed = _combined(head.byline, foot.byline)
    declared = [name for key, value in head.fields if key == "author" for name in listed(value)]
    return Seed(
        path=path,
        digest=digest,
        title=head.title.text,
        paragraphs=paragraphs,
        authors=tuple(dict.fromkeys((*declared, *signed))),
        byline=byline,
        dateline=dateline,
        declared=Declared(head.fields, tuple(spot.number for spot in head.spots)),
        dropped=tuple(dropped),
    )


def _with_used_fields(seed: Seed, head: _Head, sheet: Sheet) -> Checked[Seed]:
    """Return the seed without the declared fields that cannot be used; they count as dropped."""
    kept: list[tuple[str, str]] = []
    lines: list[int] = []
    dropped = list(seed.dropped)
    problems: list[Diagnostic] = []
    for (key, value), spot in zip(head.fields, head.spots, strict=True):
        used = used_value(key, value)
        if isinstance(used, Refused):
            problems.append(_bad_field(sheet, spot, "seed-field", used))
            dropped.append((spot.text.strip(), "a declared field that cannot be used"))
            if key == "embargo":
                # Nobody can say until when, so it must not be published before a person has.
                kept.append(("draft", "true"))
                lines.append(spot.number)
        else:
            kept.append((key, used))
            lines.append(spot.number)
    declared = Declared(tuple(kept), tuple(lines))
    return Checked(replace(seed, declared=declared, dropped=tuple(dropped)), tuple(problems))


def _without_dateline(paragraphs: tuple[str, ...]) -> tuple[Dateline | None, tuple[str, ...]]:
    found = cut_dateline(paragraphs[0]) if paragraphs else None
    if found is None:
        return None, paragraphs
    dateline, rest = found
    return dateline, ((rest,) if rest else ()) + paragraphs[1:]


def _combined(first: Byline | None, last: Byline | None) -> tuple[str, tuple[str, ...]]:
    """Return the text and the names of one or two bylines; a text may be signed twice."""
    both = [one for one in (first, last) if one]
    text = "; ".join(dict.fromkeys(one.text for one in both))
    return text, tuple(dict.fromkeys(name for one in both for name in one.authors))


def _dated(seed: Seed, head: _Head, sheet: Sheet) -> Checked[Seed]:
    """Return the seed with its date, by the declared line, the file name, or the dateline."""
    problems: tuple[Diagnostic, ...] = ()
    declared = seed.declared.get("date")
    published: date | datetime | None = declared_date(declared) if declared else None
    if published:
        return Checked(_with_date(seed, published, DateOrigin.DECLARED))
    if declared:
        spot = next(line for line in head.spots if _field_in(line.text) == ("date", declared))
        message = f'"{declared[:60]}" is not a date with only one reading'
        refused = Refused(message, f"write {EXPECTED}")
        problems = (_bad_field(sheet, spot, "seed-date", refused),)
    if found := date_in_name(seed.path):
        return Checked(_with_date(seed, found, DateOrigin.FILE_NAME), problems)
    if seed.dateline and seed.dateline.month:
        line = seed.dateline
        known = day_of(line.year, line.month, line.day) if line.year else None
        return Checked(_with_date(seed, known, DateOrigin.DATELINE), problems)
    return Checked(seed, problems)


def _with_date(seed: Seed, published: date | datetime | None, origin: DateOrigin) -> Seed:
    return replace(seed, published=published, date_origin=origin)


def _bad_field(sheet: Sheet, spot: Line, code: str, refused: Refused) -> Diagnostic:
    start = spot.text.index(":") + 1
    column = start + len(spot.text[start:]) - len(spot.text[start:].lstrip()) + 1
    problem = warning(sheet.place(spot.number, column), code, refused.message, refused.hint)
    return _quoting(sheet, problem, len(spot.text[column - 1 :].rstrip()))


def _quoting(sheet: Sheet, problem: Diagnostic, width: int = 1) -> Diagnostic:
    """Return a diagnostic with the start of its line: a stranger's line may have megabytes."""
    quoted = sheet.problem(problem, min(width, _EXCERPT))
    return replace(quoted, excerpt=quoted.excerpt[:_EXCERPT])


def _about_characters(path: str, removed: tuple[Removed, ...]) -> tuple[Diagnostic, ...]:
    if not removed:
        return ()
    kinds = [f"{one} in line {one.line}" for one in removed[:_NOTED]]
    if len(removed) > _NOTED:
        kinds.append(f"{len(removed) - _NOTED} more kinds")
    place = Place(path, removed[0].line, removed[0].column)
    message = f"characters that may not be published were taken out: {', '.join(kinds)}"
    return (note(place, "seed-characters", message),)


def _about_title(sheet: Sheet, title: Line) -> tuple[Diagnostic, ...]:
    letters = mixed_scripts(title.text)
    if not letters:
        return ()
    column = sheet.lines[title.number - 1].find(letters[0]) + 1
    problem = warning(
        sheet.place(title.number, column),
        "mixed-scripts",
        f"words of the headline mix scripts: {', '.join(map(named, letters[:_NOTED]))}",
        "such letters can imitate a name; type the word again",
    )
    return (_quoting(sheet, problem),)

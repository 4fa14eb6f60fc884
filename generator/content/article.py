"""One Markdown file's text to an article, with every fault named where it stands."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import unescape
from posixpath import basename
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from generator.content.fields import Fields
from generator.content.gist import gist_of, paragraphs_of
from generator.content.markdown import render_markdown
from generator.content.settling import settled
from generator.content.terms import countries_in, terms_of
from generator.diagnostics import Checked, Diagnostic, Severity, Sheet, error, nearest
from generator.frontmatter import Matter, Places, place_of, read
from generator.model import (
    NO_STORYLINE,
    Article,
    Body,
    Correction,
    Gist,
    Slug,
    Source,
)
from generator.resemblance import likeness_in, place_in_content, undecided
from generator.slugs import slug_for
from generator.taxonomy import Taxonomies

KEYS = (
    "id", "title", "date", "updated", "slug", "authors", "source", "dateline", "summary", "lang",
    "countries", "mentions", "tags", "organisations", "people", "storyline", "draft", "expires",
    "embargo", "aliases", "same_as", "distinct_from", "corrections", "edition", "extra",
    "seed", "composed", "conflicts", "resembles",
)  # fmt: skip
"""The keys of an article's front matter, in the order in which they are written."""

SYNONYMS: Mapping[str, str] = {
    "lastmod": "updated",
    "modified": "updated",
    "published": "date",
    "publishDate": "embargo",
    "expiryDate": "expires",
    "author": "authors",
    "category": "tags",
    "categories": "tags",
    "organizations": "organisations",
    "description": "summary",
    "language": "lang",
    "status": "draft",
}
"""What other generators call them; read without fuss."""

_SOURCE_KEYS = ("name", "url", "retrieved", "licence")
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in for a faulty date, so that the other faults of a file are found too."""

_SUMMARY_LENGTH = 280
_TAG = re.compile(r"<[^>]*>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATED_NAME = re.compile(r"^\d{4}-\d{2}-\d{2}[-_]")


class Reading(Struct, frozen=True):
    """What reading an article depends on beside its own text.

    ``gists`` says whether anybody wants them: only what looks for storylines does.
    """

    taxonomies: Taxonomies
    language: str
    timezone: str
    engine: str
    image_hosts: tuple[str, ...] = ()
    gists: bool = True


def parse_article(path: str, text: str, reading: Reading) -> Checked[Article | None]:
    """Return the article that a Markdown file holds, or nothing when it has a fault.

    ``path`` is relative to the project.  Diagnostics: those of ``frontmatter.read`` and of
    ``render_markdown``; ``unknown-key``, ``wrong-type``, ``wrong-date``, ``wrong-flag``,
    ``wrong-slug``, ``wrong-address``, ``wrong-alias``, ``wrong-language``, ``wrong-correction``,
    ``duplicate-key``, ``missing-title``, ``missing-date``, ``unknown-country``, ``unknown-term``,
    ``unsettled-conflict``; ``near-duplicate``, as if every article were there.
    """
    matter = read(path, text)
    if matter.problems:
        return Checked(None, matter.problems)
    sheet = Sheet(path, text)
    known = canonical(matter.value)
    fields = Fields(known, sheet, ZoneInfo(reading.timezone))
    if known is not matter.value:
        fields.problems += _said_twice(matter.value, sheet)
    check_keys(fields, KEYS)
    source = settled(path, matter.value.body, matter.value.body_line)
    body = render_body(path, source.value, matter.value.body_line, reading)
    article = _article(path, fields, body.value, reading)
    _report_conflicts(fields)
    _check_likeness(fields)
    problems = (*matter.problems, *fields.problems, *source.problems, *body.problems)
    faulty = any(one.severity is Severity.ERROR for one in problems)
    return Checked(None if faulty else article, problems)


def canonical(matter: Matter) -> Matter:
    """Return the matter with every synonym under the name that Dateline writes."""
    if SYNONYMS.keys().isdisjoint(matter.fields):
        return matter
    return replace(
        matter,
        fields={SYNONYMS.get(key, key): value for key, value in matter.fields.items()},
        find_places=lambda: _renamed_in(matter.places),
    )


def _renamed_in(places: Places) -> Places:
    return Places(
        spots={_renamed(key): value for key, value in places.spots.items()},
        keys={_renamed(key): value for key, value in places.keys.items()},
    )


def _said_twice(matter: Matter, sheet: Sheet) -> Iterable[Diagnostic]:
    """Return an error for each key that stands there under two of its names."""
    first: dict[str, str] = {}
    for key in matter.fields:
        name = SYNONYMS.get(key, key)
        if name in first:
            spot = matter.keys.get(key)
            message = f'"{key}" says the same as "{first[name]}"'
            hint = f'keep one of them; Dateline writes it as "{name}"'
            problem = error(place_of(sheet.path, spot), "duplicate-key", message, hint)
            yield sheet.problem(problem, len(key))
        first.setdefault(name, key)


def _renamed(path: str) -> str:
    first, dot, rest = path.partition(".")
    return SYNONYMS.get(first, first) + dot + rest


def check_keys(fields: Fields, known: Iterable[str]) -> None:
    """Add an ``unknown-key`` for each key that the schema does not have."""
    names = tuple(known)
    for key in fields.matter.fields:
        if key not in names:
            hint = nearest(key, (*names, *SYNONYMS)) or "keys of your own go under extra"
            fields.unknown(key, f'no key is called "{key}"', hint)


def render_body(path: str, source: str, line: int, reading: Reading) -> Checked[Body]:
    """Return a body rendered from Markdown that starts on a line of its file."""
    place = Sheet(path).place(line)
    rendered = render_markdown(
        source, engine=reading.engine, image_hosts=reading.image_hosts, place=place
    )
    if not rendered.value.links:
        return rendered
    lines = tuple(_line_of(source, target, line) for target in rendered.value.links)
    return Checked(replace(rendered.value, lines=lines), rendered.problems)


def _line_of(source: str, target: str, first: int) -> int:
    # An engine may have percent-encoded what the editor wrote.
    at = max(source.find(target), source.find(unquote(target)))
    return first + source.count("\n", 0, at) if at >= 0 else 0


def first_words(body: Body) -> str:
    """Return the text of the first paragraph, shortened to a summary."""
    found = re.search(r"<p>(.*?)</p>", "".join(body.parts), re.DOTALL)
    text = " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""
    if len(text) <= _SUMMARY_LENGTH:
        return text
    return text[:_SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"


def _article(path: str, fields: Fields, body: Body, reading: Reading) -> Article:
    title = fields.text("title")
    if not title:
        fields.missing("title", 'add a line such as title: "…"')
    published, date_only = fields.moment("date")
    updated, updated_date_only = fields.moment("updated")
    if not published and not fields.text("date"):
        fields.missing("date", "add a line such as date: 2026-05-04")
    language = language_of(fields, reading)
    return Article(
        id=fields.text("id") or f"urn:uuid:{uuid5(NAMESPACE_URL, path)}",
        path=path,
        slug=slug_of(path, fields, fallback="article"),
        title=title,
        summary=fields.text("summary") or first_words(body),
        published=published or _NO_DATE,
        body=body,
        date_only=date_only,
        updated=updated,
        updated_date_only=updated_date_only,
        lang=language,
        authors=fields.texts("authors"),
        source=_source(fields),
        dateline=fields.text("dateline"),
        terms=terms_of(fields, reading.taxonomies),
        mentions=tuple(countries_in(fields, "mentions", reading.taxonomies)),
        draft=_draft(fields),
        embargo=fields.moment("embargo")[0],
        expires=fields.moment("expires")[0],
        aliases=tuple(dict.fromkeys(_aliases(fields))),
        same_as=place_in_content(fields.text("same_as")),
        corrections=tuple(_corrections(fields)),
        extra=dict(_extra(fields)),
        storyline=_storyline(fields),
        gist=_gist(title, body, language) if reading.gists else Gist(),
    )


def language_of(fields: Fields, reading: Reading) -> str:
    """Return the language of a text, that of the site where none is given."""
    given = fields.text("lang")
    if not given or _LANGUAGE.fullmatch(given):
        return given or reading.language
    message = f'"{given}" is not a language'
    fields.fault("lang", "wrong-language", message, 'write a BCP 47 tag such as "en" or "uk"')
    return reading.language


def is_slug(text: str) -> bool:
    """Return whether a text can stand in an address as it is."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= 200


def slug_of(path: str, fields: Fields, *, fallback: str) -> Slug:
    """Return the slug that is given, or that of the name of the file without its date."""
    given = fields.text("slug")
    if not given:
        stem = _DATED_NAME.sub("", basename(path).removesuffix(".md"))
        return slug_for(stem, fallback=fallback)
    if not is_slug(given):
        hint = f'write "{slug_for(given, fallback=fallback)}"'
        message = f'"{given}" cannot stand in an address'
        fields.fault("slug", "wrong-slug", message, hint)
    return Slug(given)


def _storyline(fields: Fields) -> str:
    given = fields.text("storyline")
    if given and not is_slug(given):
        hint = f'write "{slug_for(given, fallback="story")}", or "{NO_STORYLINE}" to leave it out'
        fields.fault("storyline", "wrong-slug", f'"{given}" cannot stand in an address', hint)
    return given


def _gist(title: str, body: Body, language: str) -> Gist:
    is_english = language.split("-", maxsplit=1)[0].lower() == "en"
    return gist_of(title, paragraphs_of(body), english=is_english)


def _draft(fields: Fields) -> bool:
    # Pelican says "status: draft", Hugo "draft: true".
    text = fields.text("draft").lower()
    if text in ("draft", "hidden"):
        return True
    return False if text == "published" else fields.flag("draft")


def _source(fields: Fields) -> Source:
    rows = fields.mapping("source")
    for key in rows:
        if key not in _SOURCE_KEYS:
            hint = nearest(key, _SOURCE_KEYS) or "known are name, url, retrieved and licence"
            fields.unknown(f"source.{key}", f'a source has no "{key}"', hint)
        elif not isinstance(rows[key], str):
            hint = f'write {key}: "…"'
            fields.fault(f"source.{key}", "wrong-type", f'"{key}" must be text', hint)
    url = str(rows.get("url", ""))
    if url and not re.match(r"https?://[^\s]+$", url):
        message = f'"{url}" is not a web address'
        fields.fault("source.url", "wrong-address", message, "start it with https://")
        url = ""
    day = str(rows.get("retrieved", ""))
    return Source(
        name=str(rows.get("name", "")),
        url=url,
        retrieved=fields.day("source.retrieved", day) if day else None,
        licence=str(rows.get("licence", "")),
    )


def _aliases(fields: Fields) -> Iterable[str]:
    for at, text in enumerate(fields.texts("aliases")):
        address = text.strip("/")
        if re.fullmatch(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*", address) and ".." not in address:
            yield address
        else:
            message = f'"{text}" is not an address below this site'
            hint = 'write it as "/2025/old-name/"'
            fields.fault(fields.path_of("aliases", at), "wrong-alias", message, hint)


def _corrections(fields: Fields) -> Iterable[Correction]:
    rows = fields.matter.fields.get("corrections") or ()
    if not isinstance(rows, tuple):
        hint = 'write - {"date": "2026-05-04", "text": "…"}'
        fields.fault("corrections", "wrong-type", '"corrections" must be a list', hint)
        return
    for at, row in enumerate(rows):
        path = f"corrections.{at}"
        text = str(row.get("text", "")) if isinstance(row, Mapping) else ""
        day = str(row.get("date", "")) if isinstance(row, Mapping) else ""
        made = fields.day(path, day) if day else None
        if made and text:
            yield Correction(made, text)
        elif not day or not text:
            message = "a correction needs a date and a text"
            hint = 'write - {"date": "2026-05-04", "text": "…"}'
            fields.fault(path, "wrong-correction", message, hint)


def _extra(fields: Fields) -> Iterable[tuple[str, str]]:
    for key, value in fields.mapping("extra").items():
        if isinstance(value, str):
            yield key, value
        else:
            hint = f'write {key}: "…"'
            fields.fault(f"extra.{key}", "wrong-type", f'"{key}" must be text', hint)


def _report_conflicts(fields: Fields) -> None:
    for key in fields.mapping("conflicts"):
        message = f'the seed and an editor both changed "{key}"; the editor\'s version is published'
        hint = f'keep one in "{key}" and delete this line'
        code = "unsettled-conflict"
        fields.fault(f"conflicts.{key}", code, message, hint, severity=Severity.WARNING)


def _check_likeness(fields: Fields) -> None:
    if not fields.matter.fields.keys() & {"distinct_from", "resembles"}:
        return
    fields.texts("distinct_from")
    rows = fields.mapping("resembles")
    for place, how in rows.items():
        if not isinstance(how, str):
            fields.fault(f"resembles.{place}", "wrong-type", f'"{place}" must be text')
    fields.problems += undecided(likeness_in(fields.sheet, fields.matter))

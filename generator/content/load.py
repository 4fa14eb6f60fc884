"""A folder of Markdown files to content; a file is parsed once for as long as it is unchanged."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.content.article import Reading, parse_article
from generator.content.pages import parse_note, parse_page, parse_storyline
from generator.content.standing_in import with_stand_ins
from generator.content.terms import collisions
from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, warning
from generator.files import Entry, FileRefused, entries, read_file
from generator.fingerprint import combined, digest_of
from generator.frontmatter import read
from generator.model import (
    Article,
    Asset,
    Body,
    Content,
    Document,
    File,
    SitePath,
    StorylineNote,
    TermNote,
)
from generator.resemblance import CODE, Likeness, likeness_in, undecided, whereabouts
from generator.text import clean
from generator.workers import spread

LIMIT_BYTES = 1024 * 1024
"""The largest Markdown file that is read."""

ASSET_LIMIT_BYTES = 100 * 1024 * 1024

_AFTER_PATH = re.compile(r"[?#]")
_STORYLINES = re.compile(r"storylines/[^/]+\.md")
_NOTES = re.compile(r"(?:countries|tags|organisations|people)/[^/]+/_index\.md")


class _File(Struct, frozen=True):
    """A Markdown file as read: its path in the project and its cleaned text."""

    path: str
    text: str
    digest: bytes


class _Stored(Struct, frozen=True):
    """What the memo holds for one file; at most one of article, page, note, storyline is there.

    A ``likeness`` is a question that depends on which other articles there are.
    """

    problems: tuple[Diagnostic, ...]
    likeness: Likeness | None = None
    article: Article | None = None
    page: Document | None = None
    note: TermNote | None = None
    storyline: StorylineNote | None = None


class Loaded(Struct, frozen=True):
    """The content, and the memo to keep: digest of a source file to what was parsed from it."""

    content: Content
    memo: Mapping[bytes, bytes]


def load_content(
    folder: Path, reading: Reading, memo: Mapping[bytes, bytes], *, jobs: int = 1
) -> Checked[Loaded]:
    """Return everything in a content folder, in the order of its paths.

    ``memo`` holds what earlier builds parsed with the same code and the same reading.
    Diagnostics: those of the files; ``not-a-file``, ``stray-file``, ``not-utf-8``,
    ``duplicate-id``, ``unknown-article``, ``same-as-itself``, ``term-collision``,
    ``unused-storyline``.
    """
    listed = tuple(entries(folder))
    found = tuple(entry for entry in listed if _has_a_name(entry))
    texts = [_read(folder, entry) for entry in found if _is_markdown(entry)]
    problems = [problem for one in texts for problem in one.problems]
    problems += [problem for entry in listed for problem in _strays(entry)]
    files = [one.value for one in texts if one.value]
    kept = _parsed(files, reading, memo, jobs)
    stored = [_DECODER.decode(kept[one.digest]) for one in files]
    problems += [problem for one in stored for problem in one.problems]
    problems += _questions(stored, filter(_is_markdown, found))
    articles = tuple(one.article for one in stored if one.article)
    # Only what was listed is published, so no link or hidden folder leads out of the content.
    beside = frozenset(f"content/{entry.path}" for entry in found if not entry.kind)
    same = with_stand_ins(tuple(_first_of_each(articles)))
    content = Content(
        articles=tuple(_with_assets(folder, one, beside) for one in same.value),
        documents=tuple(_with_page_assets(folder, one.page, beside) for one in stored if one.page),
        notes=tuple(one.note for one in stored if one.note),
        files=tuple(_files(folder, found, problems)),
        storylines=tuple(one.storyline for one in stored if one.storyline),
    )
    problems += _duplicate_ids(articles)
    problems += same.problems
    problems += _unused(content.storylines, articles)
    problems += collisions(articles, reading.taxonomies)
    return Checked(Loaded(content, kept), tuple(problems))


_DECODER = msgpack.Decoder(_Stored)


def _is_markdown(entry: Entry) -> bool:
    return not entry.kind and entry.path.endswith(".md") and not entry.path.startswith("files/")


def _has_a_name(entry: Entry) -> bool:
    """Return whether the name of a file can be printed and written into a table."""
    return clean(entry.path)[0] == entry.path and "\t" not in entry.path and "\n" not in entry.path


def _strays(entry: Entry) -> Iterable[Diagnostic]:
    place = Place(f"content/{entry.path}")
    if not _has_a_name(entry):
        message = "its name holds characters that do not show, and it is not read"
        yield error(place, "not-a-file", message, "give it another name")
    elif entry.kind:
        hint = "put the file itself there; Dateline follows no links"
        yield error(place, "not-a-file", f"it is {entry.kind}, and is not read", hint)
    elif _is_markdown(entry) and not _has_a_place(entry.path):
        hint = "articles belong into content/articles, pages of your own into content/pages"
        yield warning(place, "stray-file", "nothing is made of this file", hint)


def _has_a_place(path: str) -> bool:
    return path.startswith(("articles/", "pages/")) or any(
        shape.fullmatch(path) for shape in (_NOTES, _STORYLINES)
    )


def _read(folder: Path, entry: Entry) -> Checked[_File | None]:
    path = f"content/{entry.path}"
    if not _has_a_place(entry.path):
        return Checked(None)
    try:
        raw = read_file(folder / entry.path, LIMIT_BYTES)
    except FileRefused as refused:
        return Checked(None, (error(Place(path), "not-a-file", f"it is {refused}"),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - (raw.rfind(b"\n", 0, fault.start) + 1) + 1
        message = f"byte 0x{raw[fault.start]:02x} is not UTF-8"
        problem = error(Place(path, line, column), "not-utf-8", message, "save the file as UTF-8")
        return Checked(None, (problem,))
    return Checked(_File(path, clean(text)[0], digest_of(path.encode() + b"\0" + raw)))


def _parsed(
    files: Sequence[_File], reading: Reading, memo: Mapping[bytes, bytes], jobs: int
) -> Mapping[bytes, bytes]:
    new = [one for one in files if one.digest not in memo]
    made = spread(lambda one: msgpack.encode(_parse(one, reading)), new, jobs)
    fresh = dict(zip((one.digest for one in new), made, strict=True))
    return {one.digest: fresh.get(one.digest) or memo[one.digest] for one in files}


def _parse(file: _File, reading: Reading) -> _Stored:
    try:
        return _parsed_by_kind(file, reading)
    except Exception as fault:
        fault.add_note(f"while reading {file.path}")
        raise


def _parsed_by_kind(file: _File, reading: Reading) -> _Stored:
    if file.path.startswith("content/articles/"):
        article = parse_article(file.path, file.text, reading)
        problems = tuple(one for one in article.problems if one.code != CODE)
        likeness = _likeness(file) if len(problems) < len(article.problems) else None
        return _Stored(problems, likeness, article=article.value)
    if file.path.startswith("content/pages/"):
        page = parse_page(file.path, file.text, reading)
        return _Stored(page.problems, page=page.value)
    if file.path.startswith("content/storylines/"):
        storyline = parse_storyline(file.path, file.text, reading)
        return _Stored(storyline.problems, storyline=storyline.value)
    note = parse_note(file.path, file.text, reading)
    return _Stored(note.problems, note=note.value)


def _likeness(file: _File) -> Likeness:
    sheet = Sheet(file.path, tuple(file.text.split("\n")))
    return likeness_in(sheet, read(file.path, file.text).value)


def _questions(stored: Iterable[_Stored], found: Iterable[Entry]) -> Iterable[Diagnostic]:
    """Return what articles ask about others that are still there."""
    open_ones = [one.likeness for one in stored if one.likeness]
    if open_ones:
        there = whereabouts(entry.path for entry in found if entry.path.startswith("articles/"))
        for one in open_ones:
            yield from undecided(one, there)


def _with_assets(folder: Path, article: Article, beside: frozenset[str]) -> Article:
    assets = _assets(folder, article.path, article.body, beside)
    return replace(article, assets=assets) if assets else article


def _with_page_assets(folder: Path, page: Document, beside: frozenset[str]) -> Document:
    assets = _assets(folder, page.path, page.body, beside)
    return replace(page, assets=assets) if assets else page


def _assets(folder: Path, path: str, body: Body, beside: frozenset[str]) -> tuple[Asset, ...]:
    """Return the files that a body links to and that lie in the content folder, in order."""
    found: dict[str, Asset] = {}
    for target in body.links:
        place = unquote(target.partition("#")[0])
        source = normpath(f"{dirname(path)}/{place}")
        if place.startswith("/") or source not in beside or source.endswith(".md"):
            continue
        if source not in found:
            asset = _asset(folder, source)
            if not isinstance(asset, FileRefused):
                found[source] = asset
    return tuple(found.values())


def _asset(folder: Path, source: str) -> Asset | FileRefused:
    try:
        data = read_file(folder / source.removeprefix("content/"), ASSET_LIMIT_BYTES)
    except FileRefused as refused:
        return refused
    return Asset(source, digest_of(data), len(data))


def _files(folder: Path, found: Iterable[Entry], problems: list[Diagnostic]) -> Iterable[File]:
    for entry in found:
        if entry.kind or not entry.path.startswith("files/"):
            continue
        asset = _asset(folder, f"content/{entry.path}")
        if isinstance(asset, FileRefused):
            place = Place(f"content/{entry.path}")
            problems.append(error(place, "not-a-file", f"it is {asset}, and is not published"))
        else:
            target = SitePath(entry.path.removeprefix("files/"))
            yield File(asset.path, target, asset.digest, asset.size_bytes)


def _first_of_each(articles: Iterable[Article]) -> Iterable[Article]:
    """Return the articles without those whose id is another's, which are faulty."""
    first: dict[str, str] = {}
    return (one for one in articles if first.setdefault(one.id, one.path) == one.path)


def _duplicate_ids(articles: Iterable[Article]) -> Iterable[Diagnostic]:
    first: dict[str, str] = {}
    for one in articles:
        if one.id in first:
            message = f'the id "{one.id}" is already that of {first[one.id]}'
            hint = "delete the id of the copy; it gets one of its own"
            yield error(Place(one.path), "duplicate-id", message, hint)
        first.setdefault(one.id, one.path)


def _unused(notes: Iterable[StorylineNote], articles: Iterable[Article]) -> Iterable[Diagnostic]:
    named = {one.storyline for one in articles}
    for note in notes:
        if note.slug not in named:
            message = f'no article names the storyline "{note.slug}"'
            hint = f"write storyline: {note.slug} into the front matter of one that belongs to it"
            yield warning(Place(note.path), "unused-storyline", message, hint)


def memo_version(reading: Reading, code: bytes) -> bytes:
    """Return what a memo of parsed files is valid for: this reading and this code."""
    return combined(digest_of(msgpack.Encoder(order="deterministic").encode(reading)), code)

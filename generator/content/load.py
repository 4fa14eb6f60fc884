"""A folder of Markdown files to content; a file is parsed once for as long as it is unchanged."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.content.article import Reading, parse_article
from generator.content.bodies import Bodies
from generator.content.loaded import (
    NOTHING,
    Filed,
    Kept,
    Loaded,
    Stored,
    texts_in,
    unpacked_from,
    with_other_bodies,
)
from generator.content.pages import parse_note, parse_page, parse_storyline
from generator.content.shelf import Listing, Shelf, key_of, listed_in
from generator.content.standing_in import with_stand_ins
from generator.content.terms import collisions
from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, warning
from generator.files import Entry, FileRefused, read_file
from generator.fingerprint import combined, digest_of
from generator.frontmatter import read
from generator.model import (
    Article,
    Asset,
    Content,
    Document,
    File,
    SitePath,
    StorylineNote,
    TermRef,
)
from generator.resemblance import CODE, Likeness, likeness_in, undecided, whereabouts
from generator.sources import Root, Snapshot, scan
from generator.text import clean
from generator.texts import text_of, without_body
from generator.workers import spread

LIMIT_BYTES = 1024 * 1024
"""The largest Markdown file that is read."""

_AFTER_PATH = re.compile(r"[?#]")


class _File(Struct, frozen=True):
    """A Markdown file as read: its path in the project, its cleaned text, and its digest."""

    path: str
    text: str
    digest: bytes


class _Read(Struct, frozen=True):
    """What came of reading a file: its key in the memo and, if it was not there, its value."""

    digest: bytes = b""
    key: bytes = b""
    value: bytes = b""
    problems: tuple[Diagnostic, ...] = ()


def load_content(
    folder: Path,
    reading: Reading,
    known: Loaded = NOTHING,
    *,
    seen: Snapshot | None = None,
    jobs: int = 1,
) -> Checked[Loaded]:
    """Return everything in a content folder, in the order of its paths.

    ``known`` is what is left of an earlier load with the same code and the same reading, so that
    only those files are read that may have changed.  ``seen`` is how they lie there now, if
    somebody has looked already.
    Diagnostics: those of the files; ``not-a-file``, ``stray-file``, ``not-utf-8``,
    ``duplicate-id``, ``unknown-article``, ``same-as-itself``, ``term-collision``,
    ``unused-storyline``.
    """
    looked = scan((Root(folder, folder.name),), known.seen, is_lazy=True) if seen is None else seen
    shelf = Shelf(folder, dict(looked))
    changed = [path for path, one in looked.items() if known.seen.get(path) is not one]
    listing, keys = listed_in(
        shelf, changed, before=known.seen, known=known.listing, keys=known.keys
    )
    again = {path.partition("/")[2] for path in changed} if listing is known.listing else keys
    new = [
        path for path, key in keys.items() if not key or (path in again and key not in known.memo)
    ]
    made = spread(lambda path: _made(folder, path, reading, known), new, jobs)
    for path, one in zip(new, made, strict=True):
        shelf.note(path, one.digest)
        keys[path] = one.key
    loaded = None
    if listing is known.listing and not any(one.problems for one in made):
        values = {one.key: one.value for one in made if one.value}
        loaded = with_other_bodies(known, shelf.seen, changed, keys=keys, values=values)
    loaded = loaded or _loaded(shelf, reading, known, listing, keys, made)
    return Checked(loaded, loaded.problems)


def _loaded(  # noqa: PLR0913, PLR0917  # the steps before it
    shelf: Shelf,
    reading: Reading,
    known: Loaded,
    listing: Listing,
    keys: Mapping[str, bytes],
    made: Sequence[_Read],
) -> Loaded:
    """Return what a folder holds, given what came of the files that had to be read."""
    values = {one.key: one.value for one in made if one.value}
    kept = {key: values.get(key) or known.memo[key] for key in keys.values() if key}
    terms: dict[TermRef, TermRef] = {}
    unpacked = {
        key: known.stored.get(key) or unpacked_from(value, terms) for key, value in kept.items()
    }
    stored = [unpacked[key] for key in keys.values() if key]
    problems = [problem for one in made for problem in one.problems]
    problems += listing.strays
    problems += [problem for one in stored for problem in one.problems]
    problems += _questions(stored, listing.files)
    articles = tuple(one.article for one in stored if one.article)
    texts = texts_in(stored, known)
    same = with_stand_ins(tuple(_first_of_each(articles)))
    content = Content(
        articles=tuple(_with_assets(shelf, one, texts[one.path].links) for one in same.value),
        documents=tuple(_with_page_assets(shelf, one.page) for one in stored if one.page),
        notes=tuple(one.note for one in stored if one.note),
        files=tuple(_files(shelf, listing.found, problems)),
        storylines=tuple(one.storyline for one in stored if one.storyline),
        texts=texts,
    )
    problems += _duplicate_ids(articles)
    problems += same.problems
    problems += _unused(content.storylines, articles)
    filed = _filed(articles, reading, known.filed)
    problems += filed.problems
    return Loaded(
        content=content,
        memo=kept,
        seen=shelf.seen,
        bodies=known.bodies,
        stored=unpacked,
        keys=keys,
        listing=listing,
        filed=filed,
        problems=tuple(problems),
        parsed=len(values),
        used_bytes=sum(one.kept.size_bytes for one in stored if one.kept),
    )


def _filed(articles: Sequence[Article], reading: Reading, known: Filed) -> Filed:
    terms = tuple(one.terms for one in articles)
    if terms == known.terms:
        return known
    return Filed(terms, tuple(collisions(articles, reading.taxonomies)))


def _made(folder: Path, name: str, reading: Reading, known: Loaded) -> _Read:
    """Return what is parsed from a file, unless it was parsed before."""
    read_in = _read(folder, name)
    file = read_in.value
    if not file:
        return _Read(problems=read_in.problems)
    key = key_of(name, file.digest)
    if key in known.memo:
        return _Read(file.digest, key)
    stored = _put_away(_parse(file, reading), known.bodies)
    return _Read(file.digest, key, msgpack.encode(stored))


def _put_away(stored: Stored, bodies: Bodies | None) -> Stored:
    """Return what the memo is to hold, once the body of an article is where it is kept."""
    text = stored.text
    if text is None:
        return stored
    kept = Kept(
        text.digest,
        bodies.put(text.packed) if bodies else 0,
        len(text.packed),
        text.links,
        text.lines,
        b"" if bodies else text.packed,
    )
    return replace(stored, text=None, kept=kept)


def _read(folder: Path, name: str) -> Checked[_File | None]:
    path = f"content/{name}"
    try:
        raw = read_file(f"{folder}/{name}", LIMIT_BYTES)
    except FileRefused as refused:
        return Checked(None, (error(Place(path), "not-a-file", f"it is {refused}"),))
    unmarked = raw.removeprefix(BOM_UTF8)
    try:
        text = unmarked.decode()
    except UnicodeDecodeError as fault:
        line = unmarked.count(b"\n", 0, fault.start) + 1
        column = fault.start - (unmarked.rfind(b"\n", 0, fault.start) + 1) + 1
        message = f"byte 0x{unmarked[fault.start]:02x} is not UTF-8"
        problem = error(Place(path, line, column), "not-utf-8", message, "save the file as UTF-8")
        return Checked(None, (problem,))
    return Checked(_File(path, clean(text)[0], digest_of(raw)))


def _parse(file: _File, reading: Reading) -> Stored:
    try:
        return _parsed_by_kind(file, reading)
    except Exception as fault:
        fault.add_note(f"while reading {file.path}")
        raise


def _parsed_by_kind(file: _File, reading: Reading) -> Stored:
    if file.path.startswith("content/articles/"):
        parsed = parse_article(file.path, file.text, reading)
        article = parsed.value
        problems = tuple(one for one in parsed.problems if one.code != CODE)
        likeness = _likeness(file) if len(problems) < len(parsed.problems) else None
        if not article:
            return Stored(problems, likeness)
        return Stored(problems, likeness, without_body(article), text_of(article.body))
    if file.path.startswith("content/pages/"):
        page = parse_page(file.path, file.text, reading)
        return Stored(page.problems, page=page.value)
    if file.path.startswith("content/storylines/"):
        storyline = parse_storyline(file.path, file.text, reading)
        return Stored(storyline.problems, storyline=storyline.value)
    note = parse_note(file.path, file.text, reading)
    return Stored(note.problems, note=note.value)


def _likeness(file: _File) -> Likeness:
    sheet = Sheet(file.path, file.text)
    return likeness_in(sheet, read(file.path, file.text).value)


def _questions(stored: Iterable[Stored], found: Iterable[Entry]) -> Iterable[Diagnostic]:
    """Return what articles ask about others that are still there."""
    open_ones = [one.likeness for one in stored if one.likeness]
    if open_ones:
        there = whereabouts(entry.path for entry in found if entry.path.startswith("articles/"))
        for one in open_ones:
            yield from undecided(one, there)


def _with_assets(shelf: Shelf, article: Article, links: Sequence[str]) -> Article:
    assets = _assets(shelf, article.path, links) if links else ()
    return replace(article, assets=assets) if assets else article


def _with_page_assets(shelf: Shelf, page: Document) -> Document:
    assets = _assets(shelf, page.path, page.body.links)
    return replace(page, assets=assets) if assets else page


def _assets(shelf: Shelf, path: str, links: Sequence[str]) -> tuple[Asset, ...]:
    """Return the files that a body links to and that lie in the content folder, in order."""
    found: dict[str, Asset] = {}
    for target in links:
        place = unquote(target.partition("#")[0])
        source = normpath(f"{dirname(path)}/{place}")
        if place.startswith("/") or source.endswith(".md") or not shelf.holds(source):
            continue
        if source not in found:
            asset = shelf.asset(source)
            if not isinstance(asset, FileRefused):
                found[source] = asset
    return tuple(found.values())


def _files(shelf: Shelf, found: Iterable[Entry], problems: list[Diagnostic]) -> Iterable[File]:
    for entry in found:
        if entry.kind or not entry.path.startswith("files/"):
            continue
        asset = shelf.asset(f"content/{entry.path}")
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

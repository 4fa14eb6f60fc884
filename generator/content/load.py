"""A folder of Markdown files to content; a file is parsed once for as long as it is unchanged."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.content.article import Reading, parse_article
from generator.content.bodies import Bodies
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
    TermNote,
    TermRef,
    Text,
)
from generator.resemblance import CODE, Likeness, likeness_in, undecided, whereabouts
from generator.sources import Root, Snapshot, scan
from generator.text import clean
from generator.texts import text_of, without_body
from generator.workers import spread

LIMIT_BYTES = 1024 * 1024
"""The largest Markdown file that is read."""

_SPARE_BYTES = 1024 * 1024

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


class _Kept(Struct, frozen=True, array_like=True, gc=False):
    """A text as the memo holds it: where its body lies, or ``packed`` if it lies nowhere else."""

    digest: bytes
    start: int
    size_bytes: int
    links: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    packed: bytes = b""


class _Stored(Struct, frozen=True, array_like=True):
    """What the memo holds for one file; at most one of article, page, note, storyline is there.

    An article is stored without its body, which is the ``text``, and ``kept`` in the memo.
    A ``likeness`` is a question that depends on which other articles there are.
    """

    problems: tuple[Diagnostic, ...]
    likeness: Likeness | None = None
    article: Article | None = None
    text: Text | None = None
    page: Document | None = None
    note: TermNote | None = None
    storyline: StorylineNote | None = None
    kept: _Kept | None = None


class _Filed(Struct, frozen=True):
    """The terms of all articles, and the collisions among them."""

    terms: tuple[tuple[TermRef, ...], ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Loaded(Struct, frozen=True):
    """The content, and what to keep: what was parsed, by its key, and how the files were seen.

    ``bodies`` is where the bodies of articles lie, if not in the memo with the rest.
    ``stored`` is the memo unpacked, ``keys`` has the keys of the files; these and the rest are
    there only where the content was loaded by the same process.
    """

    content: Content
    memo: Mapping[bytes, bytes]
    seen: Snapshot
    bodies: Bodies | None = None
    stored: Mapping[bytes, _Stored] = {}
    keys: Mapping[str, bytes] = {}
    listing: Listing = Listing()
    filed: _Filed = _Filed()

    @property
    def is_wasteful(self) -> bool:
        """Return whether most of what lies among the bodies is of no use any more."""
        used = sum(one.kept.size_bytes for one in self.stored.values() if one.kept)
        return self.bodies is not None and self.bodies.size_bytes() > 2 * used + _SPARE_BYTES


NOTHING = Loaded(Content(()), {}, {})


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
    memo = known.memo
    looked = scan((Root(folder, folder.name),), known.seen, is_lazy=True) if seen is None else seen
    shelf = Shelf(folder, dict(looked))
    listing, keys = listed_in(shelf, before=known.seen, known=known.listing, keys=known.keys)
    new = [entry for entry in listing.files if keys[entry.path] not in memo]
    made = spread(lambda entry: _made(folder, entry, reading, known), new, jobs)
    fresh = dict(zip((entry.path for entry in new), made, strict=True))
    for path, one in fresh.items():
        shelf.note(path, one.digest)
        keys[path] = one.key
    values = {one.key: one.value for one in made if one.value}
    kept = {key: values.get(key) or memo[key] for key in keys.values() if key}
    terms: dict[TermRef, TermRef] = {}
    unpacked = {
        key: known.stored.get(key) or _unpacked(value, terms) for key, value in kept.items()
    }
    stored = [unpacked[key] for key in keys.values() if key]
    problems = [problem for one in made for problem in one.problems]
    problems += listing.strays
    problems += [problem for one in stored for problem in one.problems]
    problems += _questions(stored, listing.files)
    articles = tuple(one.article for one in stored if one.article)
    texts = _texts(stored, known)
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
    loaded = Loaded(content, kept, shelf.seen, known.bodies, unpacked, keys, listing, filed)
    return Checked(loaded, tuple(problems))


def _filed(articles: Sequence[Article], reading: Reading, known: _Filed) -> _Filed:
    terms = tuple(one.terms for one in articles)
    if terms == known.terms:
        return known
    return _Filed(terms, tuple(collisions(articles, reading.taxonomies)))


_DECODER = msgpack.Decoder(_Stored)


def _unpacked(value: bytes, terms: dict[TermRef, TermRef]) -> _Stored:
    """Return what the memo holds; a term that many articles have is there once, among ``terms``."""
    stored = _DECODER.decode(value)
    article = stored.article
    if article is None or not article.terms:
        return stored
    shared = tuple([terms.setdefault(one, one) for one in article.terms])
    return replace(stored, article=replace(article, terms=shared))


def _texts(stored: Iterable[_Stored], known: Loaded) -> Mapping[str, Text]:
    get = known.bodies.get if known.bodies else None
    return {
        one.article.path: _text(one.kept, get, known.content.texts.get(one.article.path))
        for one in stored
        if one.article and one.kept
    }


def _text(kept: _Kept, get: Callable[..., bytes] | None, known: Text | None) -> Text:
    """Return a text as the memo holds it, by preference the one that was there before."""
    if known and known.digest == kept.digest:
        return known
    fetched = partial(get, kept.start, kept.size_bytes, kept.digest) if get else None
    return Text(kept.digest, kept.packed, kept.links, kept.lines, fetched)


def _made(folder: Path, entry: Entry, reading: Reading, known: Loaded) -> _Read:
    """Return what is parsed from a file, unless it was parsed before."""
    read_in = _read(folder, entry)
    file = read_in.value
    if not file:
        return _Read(problems=read_in.problems)
    key = key_of(entry.path, file.digest)
    if key in known.memo:
        return _Read(file.digest, key)
    stored = _put_away(_parse(file, reading), known.bodies)
    return _Read(file.digest, key, msgpack.encode(stored))


def _put_away(stored: _Stored, bodies: Bodies | None) -> _Stored:
    """Return what the memo is to hold, once the body of an article is where it is kept."""
    text = stored.text
    if text is None:
        return stored
    kept = _Kept(
        text.digest,
        bodies.put(text.packed) if bodies else 0,
        len(text.packed),
        text.links,
        text.lines,
        b"" if bodies else text.packed,
    )
    return replace(stored, text=None, kept=kept)


def _read(folder: Path, entry: Entry) -> Checked[_File | None]:
    path = f"content/{entry.path}"
    try:
        raw = read_file(f"{folder}/{entry.path}", LIMIT_BYTES)
    except FileRefused as refused:
        return Checked(None, (error(Place(path), "not-a-file", f"it is {refused}"),))
    try:
        text = raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - (raw.rfind(b"\n", 0, fault.start) + 1) + 1
        message = f"byte 0x{raw[fault.start]:02x} is not UTF-8"
        problem = error(Place(path, line, column), "not-utf-8", message, "save the file as UTF-8")
        return Checked(None, (problem,))
    return Checked(_File(path, clean(text)[0], digest_of(raw)))


def _parse(file: _File, reading: Reading) -> _Stored:
    try:
        return _parsed_by_kind(file, reading)
    except Exception as fault:
        fault.add_note(f"while reading {file.path}")
        raise


def _parsed_by_kind(file: _File, reading: Reading) -> _Stored:
    if file.path.startswith("content/articles/"):
        parsed = parse_article(file.path, file.text, reading)
        article = parsed.value
        problems = tuple(one for one in parsed.problems if one.code != CODE)
        likeness = _likeness(file) if len(problems) < len(parsed.problems) else None
        if not article:
            return _Stored(problems, likeness)
        return _Stored(problems, likeness, without_body(article), text_of(article.body))
    if file.path.startswith("content/pages/"):
        page = parse_page(file.path, file.text, reading)
        return _Stored(page.problems, page=page.value)
    if file.path.startswith("content/storylines/"):
        storyline = parse_storyline(file.path, file.text, reading)
        return _Stored(storyline.problems, storyline=storyline.value)
    note = parse_note(file.path, file.text, reading)
    return _Stored(note.problems, note=note.value)


def _likeness(file: _File) -> Likeness:
    sheet = Sheet(file.path, file.text)
    return likeness_in(sheet, read(file.path, file.text).value)


def _questions(stored: Iterable[_Stored], found: Iterable[Entry]) -> Iterable[Diagnostic]:
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

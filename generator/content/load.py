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
    Text,
)
from generator.resemblance import CODE, Likeness, likeness_in, undecided, whereabouts
from generator.sources import Root, Seen, Snapshot, scan
from generator.text import clean
from generator.texts import text_of, without_body
from generator.workers import spread

LIMIT_BYTES = 1024 * 1024
"""The largest Markdown file that is read."""

ASSET_LIMIT_BYTES = 100 * 1024 * 1024

_NOTHING: Snapshot = {}
_AFTER_PATH = re.compile(r"[?#]")
_STORYLINES = re.compile(r"storylines/[^/]+\.md")
_NOTES = re.compile(r"(?:countries|tags|organisations|people)/[^/]+/_index\.md")


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


class _Stored(Struct, frozen=True):
    """What the memo holds for one file; at most one of article, page, note, storyline is there.

    An article is stored without its body, which is the ``text``.
    A ``likeness`` is a question that depends on which other articles there are.
    """

    problems: tuple[Diagnostic, ...]
    likeness: Likeness | None = None
    article: Article | None = None
    text: Text | None = None
    page: Document | None = None
    note: TermNote | None = None
    storyline: StorylineNote | None = None


class Loaded(Struct, frozen=True):
    """The content, and what to keep: what was parsed, by its key, and how the files were seen."""

    content: Content
    memo: Mapping[bytes, bytes]
    seen: Snapshot


def load_content(
    folder: Path,
    reading: Reading,
    memo: Mapping[bytes, bytes],
    *,
    before: Snapshot = _NOTHING,
    jobs: int = 1,
) -> Checked[Loaded]:
    """Return everything in a content folder, in the order of its paths.

    ``memo`` holds what earlier builds parsed with the same code and the same reading; ``before``
    is how the files were seen then, so that only those are read that may have changed.
    Diagnostics: those of the files; ``not-a-file``, ``stray-file``, ``not-utf-8``,
    ``duplicate-id``, ``unknown-article``, ``same-as-itself``, ``term-collision``,
    ``unused-storyline``.
    """
    seen = dict(scan((Root(folder, folder.name),), before, is_lazy=True))
    shelf = _Shelf(folder, seen)
    listed = [Entry(path.partition("/")[2], one.kind) for path, one in seen.items()]
    found = [entry for entry in listed if _has_a_name(entry.path)]
    files = [entry for entry in found if _is_markdown(entry) and _has_a_place(entry.path)]
    keys = {entry.path: shelf.key(entry.path) for entry in files}
    new = [entry for entry in files if keys[entry.path] not in memo]
    made = spread(lambda entry: _made(folder, entry, reading, memo), new, jobs)
    fresh = dict(zip((entry.path for entry in new), made, strict=True))
    for path, one in fresh.items():
        shelf.note(path, one.digest)
        keys[path] = one.key
    values = {one.key: one.value for one in made if one.value}
    kept = {key: values.get(key) or memo[key] for key in keys.values() if key}
    stored = [_DECODER.decode(kept[key]) for key in keys.values() if key]
    problems = [problem for one in made for problem in one.problems]
    problems += [problem for entry in listed for problem in _strays(entry)]
    problems += [problem for one in stored for problem in one.problems]
    problems += _questions(stored, files)
    articles = tuple(one.article for one in stored if one.article)
    texts = {one.article.path: one.text for one in stored if one.article and one.text}
    # Only what was listed is published, so no link or hidden folder leads out of the content.
    beside = frozenset(f"content/{entry.path}" for entry in found if not entry.kind)
    same = with_stand_ins(tuple(_first_of_each(articles)))
    content = Content(
        articles=tuple(
            _with_assets(shelf, one, texts[one.path].links, beside) for one in same.value
        ),
        documents=tuple(_with_page_assets(shelf, one.page, beside) for one in stored if one.page),
        notes=tuple(one.note for one in stored if one.note),
        files=tuple(_files(shelf, found, problems)),
        storylines=tuple(one.storyline for one in stored if one.storyline),
        texts=texts,
    )
    problems += _duplicate_ids(articles)
    problems += same.problems
    problems += _unused(content.storylines, articles)
    problems += collisions(articles, reading.taxonomies)
    return Checked(Loaded(content, kept, seen), tuple(problems))


class _Shelf:
    """The files of the content folder as they were seen; the digest of each is made once."""

    def __init__(self, folder: Path, seen: dict[str, Seen]) -> None:
        self.folder = folder
        self._seen = seen

    def key(self, path: str) -> bytes:
        """Return the key of a file in the memo, empty if it has to be read first."""
        digest = self._seen[self._name(path)].digest
        return _key_of(path, digest) if digest else b""

    def note(self, path: str, digest: bytes) -> None:
        """Keep the digest of a file that was read."""
        name = self._name(path)
        self._seen[name] = replace(self._seen[name], digest=digest)

    def asset(self, source: str) -> Asset | FileRefused:
        """Return a file that is published as it is."""
        path = source.removeprefix("content/")
        one = self._seen[self._name(path)]
        if one.digest and one.signature[0] <= ASSET_LIMIT_BYTES:
            return Asset(source, one.digest, one.signature[0])
        try:
            data = read_file(self.folder / path, ASSET_LIMIT_BYTES)
        except FileRefused as refused:
            return refused
        digest = digest_of(data)
        if len(data) == one.signature[0]:
            self.note(path, digest)
        return Asset(source, digest, len(data))

    def _name(self, path: str) -> str:
        return f"{self.folder.name}/{path}"


def _key_of(path: str, digest: bytes) -> bytes:
    return digest_of(path.encode() + b"\0" + digest)


_DECODER = msgpack.Decoder(_Stored)


def _is_markdown(entry: Entry) -> bool:
    return not entry.kind and entry.path.endswith(".md") and not entry.path.startswith("files/")


def _has_a_name(path: str) -> bool:
    """Return whether the name of a file can be printed and written into a table."""
    if path.isascii() and path.isprintable():
        return True
    return clean(path)[0] == path and "\t" not in path and "\n" not in path


def _strays(entry: Entry) -> Iterable[Diagnostic]:
    place = Place(f"content/{entry.path}")
    if not _has_a_name(entry.path):
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


def _made(folder: Path, entry: Entry, reading: Reading, memo: Mapping[bytes, bytes]) -> _Read:
    """Return what is parsed from a file, unless it was parsed before."""
    read_in = _read(folder, entry)
    file = read_in.value
    if not file:
        return _Read(problems=read_in.problems)
    key = _key_of(entry.path, file.digest)
    value = b"" if key in memo else msgpack.encode(_parse(file, reading))
    return _Read(file.digest, key, value)


def _read(folder: Path, entry: Entry) -> Checked[_File | None]:
    path = f"content/{entry.path}"
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
    sheet = Sheet(file.path, tuple(file.text.split("\n")))
    return likeness_in(sheet, read(file.path, file.text).value)


def _questions(stored: Iterable[_Stored], found: Iterable[Entry]) -> Iterable[Diagnostic]:
    """Return what articles ask about others that are still there."""
    open_ones = [one.likeness for one in stored if one.likeness]
    if open_ones:
        there = whereabouts(entry.path for entry in found if entry.path.startswith("articles/"))
        for one in open_ones:
            yield from undecided(one, there)


def _with_assets(
    shelf: _Shelf, article: Article, links: Sequence[str], beside: frozenset[str]
) -> Article:
    assets = _assets(shelf, article.path, links, beside)
    return replace(article, assets=assets) if assets else article


def _with_page_assets(shelf: _Shelf, page: Document, beside: frozenset[str]) -> Document:
    assets = _assets(shelf, page.path, page.body.links, beside)
    return replace(page, assets=assets) if assets else page


def _assets(
    shelf: _Shelf, path: str, links: Sequence[str], beside: frozenset[str]
) -> tuple[Asset, ...]:
    """Return the files that a body links to and that lie in the content folder, in order."""
    found: dict[str, Asset] = {}
    for target in links:
        place = unquote(target.partition("#")[0])
        source = normpath(f"{dirname(path)}/{place}")
        if place.startswith("/") or source not in beside or source.endswith(".md"):
            continue
        if source not in found:
            asset = shelf.asset(source)
            if not isinstance(asset, FileRefused):
                found[source] = asset
    return tuple(found.values())


def _files(shelf: _Shelf, found: Iterable[Entry], problems: list[Diagnostic]) -> Iterable[File]:
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

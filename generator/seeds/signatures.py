"""The sketches of all articles, in one file beside the register, searched without reading articles.

A row is the place of an article, its sketch, and a number by which rows that are added or changed
follow each other.  Rows are sorted by place, so that branches merge; one that is lost is made again
from the text that was composed, or from the article where there is none.
"""

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, count
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick

from generator.escape import unescape_paragraph
from generator.files import FileRefused, read_file, write_file
from generator.frontmatter import read
from generator.seeds.register import FOLDER, LIMIT_BYTES, SIGNATURES, base_of
from generator.seeds.shingles import shingles_of, sketch_of

_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
_NUMBERS = re.compile(rf"\t({_NUMBER.pattern})$", re.MULTILINE)


def signatures_of(content: Path, articles: Iterable[str]) -> Mapping[str, str]:
    """Return the sketch of every article, by its place below content/.

    Only articles without a row are read, and those that no seed made: nothing tells when the text
    of these changes.
    """
    lines = (line.partition("\t") for line in _text(content).split("\n") if "\t" in line)
    rows = {place: more.partition("\t")[0] for place, _, more in lines}
    return {
        place: rows[place]
        if place in rows and (content / FOLDER / place).is_file()
        else sketch_of(shingles_of(text_of(content, place)))
        for place in articles
    }


_Row = tuple[str, int]
"""A sketch and its number; there may be many thousands."""


def _text(content: Path) -> str:
    try:
        return read_file(content / SIGNATURES, LIMIT_BYTES).decode("utf-8")
    except (FileRefused, UnicodeDecodeError):
        return ""


def _load(content: Path) -> dict[str, _Row]:
    rows = (line.split("\t") for line in _text(content).split("\n") if "\t" in line)
    return {place: (sketch, _number(more)) for place, sketch, *more in rows}


def _number(columns: Sequence[str]) -> int:
    return int(columns[0]) if columns and _NUMBER.fullmatch(columns[0]) else 0


def save_signatures(content: Path, sketches: Mapping[str, str]) -> None:
    """Write all sketches, one article a line, sorted, unless they are there already."""
    rows = _load(content)
    numbers = count(1 + max((number for _, number in rows.values()), default=0))
    # In the order of places, so that an ingestion that was cut short ends with the same numbers.
    kept = {place: (sketch, rows.get(place)) for place, sketch in sorted(sketches.items())}
    numbered = {
        place: one if one and one[0] == sketch else (sketch, next(numbers))
        for place, (sketch, one) in kept.items()
    }
    _save(content, rows, numbered)


def _save(content: Path, before: Mapping[str, _Row], rows: Mapping[str, _Row]) -> None:
    if before == rows:
        return
    listed = sorted(rows.items())
    text = "".join(f"{place}\t{sketch}\t{number}\n" for place, (sketch, number) in listed)
    write_file(content / SIGNATURES, text.encode())


def strangers(content: Path) -> Mapping[str, str]:
    """Return the sketches of articles that were taken in on branches that knew not of each other.

    These are all rows from the first number on that two of them have; mostly none.
    """
    found = _NUMBERS.findall(_text(content))
    if len(found) == len(set(found)):
        return {}
    rows = _load(content)
    numbers = Counter(number for _, number in rows.values() if number)
    first = min((number for number, n in numbers.items() if n > 1), default=0)
    return {place: sketch for place, (sketch, number) in rows.items() if 0 < first <= number}


def acquaint(content: Path, articles: Iterable[str]) -> None:
    """Give the rows of these articles numbers of their own, the same on every machine."""
    rows = _load(content)
    numbers = count(1 + max((number for _, number in rows.values()), default=0))
    new = {place: (rows[place][0], next(numbers)) for place in sorted(articles)}
    _save(content, rows, {**rows, **new})


def text_of(content: Path, place: str) -> str:
    """Return the text that was composed for an article, or that of the article as it is."""
    return body_of(base_of(content, place) or article_at(content, place))


def article_at(content: Path, place: str) -> str:
    """Return an article as it is, or an empty string when it cannot be read."""
    try:
        return read_file(content / place, LIMIT_BYTES).decode("utf-8-sig")
    except (FileRefused, UnicodeDecodeError):
        return ""


def body_of(article: str) -> str:
    """Return the plain text of a body: Markdown that was composed is what it was made from."""
    return unescape_paragraph(markdown_of(article))


def markdown_of(article: str) -> str:
    """Return the body of an article."""
    # Every file that was composed has these fences, and YAML takes longer than all the rest.
    _, fence, body = article.partition("\n---\n")
    return body if fence else read("", article).value.body


def sharing(rows: Mapping[str, str], sketches: Iterable[str]) -> Mapping[str, Counter[str]]:
    """Return for each sketch the articles that share marks with it, and how many.

    All marks are searched for at once in the text of all rows.
    """
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for sketch in dict.fromkeys(sketches):
        for mark in sketch.split():
            wanted[mark].append(sketch)
    if not wanted or not rows:
        return {}
    marks = tuple(wanted)
    places = tuple(rows)
    # A sketch is ASCII, so that its characters are its bytes; one that is not is nobody's.
    text = "\n".join(rows.values()).encode("ascii", "replace")
    starts = list(accumulate((len(sketch) + 1 for sketch in rows.values()), initial=0))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    automaton = BytesAhoCorasick([f" {mark}".encode() for mark in marks])
    for number, start, _ in automaton.find_matches_as_indexes(text):
        place = places[bisect(starts, start) - 1]
        for sketch in wanted[marks[number]]:
            found[sketch][place] += 1
    return found

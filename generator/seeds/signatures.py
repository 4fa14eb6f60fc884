"""The sketches of all articles, in one file beside the register, searched without reading articles.

A row is the place of an article and its sketch.  Rows are sorted, so that branches merge; one that
is lost is made again from the text that was composed, or from the article where there is none.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick

from generator.escape import unescape_paragraph
from generator.files import FileRefused, read_file, write_file
from generator.frontmatter import read
from generator.seeds.register import FOLDER, LIMIT_BYTES, base_of
from generator.seeds.shingles import shingles_of, sketch_of

SIGNATURES = f"{FOLDER}/signatures.tsv"


def signatures_of(content: Path, articles: Iterable[str]) -> Mapping[str, str]:
    """Return the sketch of every article, by its place below content/.

    Only articles without a row are read.
    """
    rows = _load(content)
    return {
        place: rows[place] if place in rows else sketch_of(shingles_of(text_of(content, place)))
        for place in articles
    }


def _load(content: Path) -> dict[str, str]:
    try:
        text = read_file(content / SIGNATURES, LIMIT_BYTES).decode("utf-8")
    except (FileRefused, UnicodeDecodeError):
        return {}
    rows = (line.partition("\t") for line in text.split("\n") if "\t" in line)
    return {place: sketch for place, _, sketch in rows}


def save_signatures(content: Path, rows: Mapping[str, str]) -> None:
    """Write all sketches, one article a line, sorted, unless they are there already."""
    if _load(content) == rows:
        return
    text = "".join(f"{place}\t{sketch}\n" for place, sketch in sorted(rows.items()))
    write_file(content / SIGNATURES, text.encode())


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
    # Every file that was composed has these fences, and YAML takes longer than all the rest.
    _, fence, body = article.partition("\n---\n")
    return unescape_paragraph(body if fence else read("", article).value.body)


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
    lines = [f"{sketch}\n".encode() for sketch in rows.values()]
    starts = list(accumulate(map(len, lines), initial=0))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    automaton = BytesAhoCorasick([f" {mark}".encode() for mark in marks])
    for number, start, _ in automaton.find_matches_as_indexes(b"".join(lines)):
        place = places[bisect(starts, start) - 1]
        for sketch in wanted[marks[number]]:
            found[sketch][place] += 1
    return found

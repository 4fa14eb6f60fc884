"""The sketches of all articles: kept in one file, made again when lost, searched all at once."""

from pathlib import Path

import pytest

from generator.escape import escape_paragraphs
from generator.frontmatter import write as written
from generator.seeds.register import SIGNATURES
from generator.seeds.shingles import shingles_of, sketch_of
from generator.seeds.signatures import (
    acquaint,
    body_of,
    save_signatures,
    sharing,
    signatures_of,
    strangers,
    text_of,
)
from tests.projects import write

TEXT = " ".join(f"word{number}" for number in range(40))
A, B = "articles/2026/a.md", "articles/2026/b c.md"


def test_made(tmp_path: Path) -> None:
    """An article without a row is read once."""
    write(tmp_path, {A: written({"title": "A"}, TEXT)})

    assert signatures_of(tmp_path, [A]) == {A: sketch_of(shingles_of(TEXT))}


def test_kept(tmp_path: Path) -> None:
    """An article with a row is not read; one that is gone loses its row."""
    write(tmp_path, dict.fromkeys((f".composed/{A}", f".composed/{B}"), "---\n---\n"))
    save_signatures(tmp_path, {B: " bbbb", A: " aaaa"})

    assert (tmp_path / SIGNATURES).read_text("utf-8") == f"{A}\t aaaa\t1\n{B}\t bbbb\t2\n"
    assert signatures_of(tmp_path, [A]) == {A: " aaaa"}


def test_written_once(tmp_path: Path) -> None:
    """A file that holds the same rows already keeps its time."""
    write(tmp_path, {f".composed/{A}": "---\n---\n"})
    save_signatures(tmp_path, {A: " aaaa"})
    before = (tmp_path / SIGNATURES).stat()

    save_signatures(tmp_path, {A: " aaaa"})

    after = (tmp_path / SIGNATURES).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_marks_of_version_control(tmp_path: Path) -> None:
    """Rows stay readable between the marks of a merge that somebody left."""
    rows = f"<<<<<<< ours\n{A}\t aaaa\n=======\n{B}\t bbbb\n>>>>>>> theirs\n"
    write(tmp_path, {SIGNATURES: rows, f".composed/{A}": "---\n", f".composed/{B}": "---\n"})

    assert signatures_of(tmp_path, [A, B]) == {A: " aaaa", B: " bbbb"}


def test_written_by_hand(tmp_path: Path) -> None:
    """An article without a seed is read anew each time, so its sketch is that of today."""
    write(tmp_path, {A: written({"title": "A"}, "")})
    save_signatures(tmp_path, signatures_of(tmp_path, [A]))

    write(tmp_path, {A: written({"title": "A"}, TEXT)})

    assert signatures_of(tmp_path, [A])[A] == sketch_of(shingles_of(TEXT))


def test_lost(tmp_path: Path) -> None:
    """A file that cannot be read is made anew."""
    write(tmp_path, {SIGNATURES: b"\xff", A: written({"title": "A"}, TEXT)})

    assert signatures_of(tmp_path, [A]) == {A: sketch_of(shingles_of(TEXT))}


def test_composed_text(tmp_path: Path) -> None:
    """What the wire said is compared, whatever an editor made of it."""
    write(tmp_path, {A: "---\ntitle: A\n---\n\nEdited.\n", f".composed/{A}": written({}, TEXT)})

    assert text_of(tmp_path, A).split() == TEXT.split()


def test_unreadable(tmp_path: Path) -> None:
    """An article that cannot be read has no text."""
    write(tmp_path, {A: b"\xff"})

    assert (text_of(tmp_path, A), text_of(tmp_path, B)) == ("", "")


def test_plain_text() -> None:
    """The text of an article is that of the seed, without the marks of Markdown."""
    paragraphs = ("# AT&T *said* <b>so</b>", "1. It_pays [now](x)")

    body = body_of(written({"title": "A"}, escape_paragraphs(paragraphs)))

    assert body.split() == " ".join(paragraphs).split()


def test_toml() -> None:
    """An article with another kind of front matter has a text too."""
    assert body_of('+++\ntitle = "A"\n+++\n\nText.\n').strip() == "Text."


def test_sharing() -> None:
    """Every article that shares marks with a sketch is told with their number."""
    rows = {A: " aaaa bbbb cccc", B: " cccc dddd", "articles/d.md": ""}

    found = sharing(rows, [" aaaa cccc", " eeee", " aaaa cccc", ""])

    assert found == {" aaaa cccc": {A: 2, B: 1}}


def test_sharing_nothing() -> None:
    """Nothing is found where there is nothing, or nothing is asked for."""
    assert (sharing({}, [" aaaa"]), sharing({A: " aaaa"}, [])) == ({}, {})


def rows(folder: Path) -> list[str]:
    return (folder / SIGNATURES).read_text("utf-8").splitlines()


def test_numbers(tmp_path: Path) -> None:
    """What is new or changed is numbered on; all else keeps its number."""
    save_signatures(tmp_path, {A: " aaaa", B: " bbbb"})
    save_signatures(tmp_path, {A: " cccc", B: " bbbb", "c.md": " dddd"})

    assert rows(tmp_path) == [f"{A}\t cccc\t3", f"{B}\t bbbb\t2", "c.md\t dddd\t4"]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (("\t1", "\t2", "\t3"), ()),
        (("", "", ""), ()),
        (("\t0", "\t0", "\t0"), ()),
        (("\tx", "\tx", f"\t{'9' * 5000}"), ()),
        (("\t1", "\t2", "\t2"), ("b", "c")),
        (("\t2", "\t3", "\t2"), ("a", "b", "c")),
        (("", "\t1", "\t1"), ("b", "c")),
    ],
)
def test_strangers(tmp_path: Path, columns: tuple[str, ...], found: tuple[str, ...]) -> None:
    """Strangers are all rows from the first number on that two of them have."""
    named = zip("abc", columns, strict=True)
    write(tmp_path, {SIGNATURES: "".join(f"{name}\t {name}{more}\n" for name, more in named)})

    assert strangers(tmp_path) == {name: f" {name}" for name in found}


def test_acquaint(tmp_path: Path) -> None:
    """Strangers get numbers of their own, after all others, and are strangers no more."""
    write(tmp_path, {SIGNATURES: "a\t a\t1\nb\t b\t2\nc\t c\t2\n"})

    acquaint(tmp_path, strangers(tmp_path))

    assert rows(tmp_path) == ["a\t a\t1", "b\t b\t3", "c\t c\t4"]
    assert strangers(tmp_path) == {}

"""A folder to content: everything is read once, and nothing from outside gets in."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.content.load import LIMIT_BYTES, load_content, memo_version
from generator.content.loaded import Loaded
from generator.diagnostics import Checked, Severity
from generator.model import Content
from tests.content.samples import reading
from tests.projects import article, write


def load(
    root: Path, memo: Mapping[bytes, bytes] | None = None, *, jobs: int = 1
) -> Checked[Loaded]:
    known = Loaded(Content(()), memo or {}, {})
    return load_content(root, reading(), known, jobs=jobs)


def codes(found: Checked[Loaded]) -> list[tuple[str, str]]:
    return [(one.place.path, one.code) for one in found.problems]


def titles(found: Checked[Loaded]) -> list[str]:
    return [one.title for one in found.value.content.articles]


def test_everything(tmp_path: Path) -> None:
    """Articles, pages, notes and files each come from their own folder."""
    write(
        tmp_path,
        {
            "articles/2026/b.md": article("B", "2026-05-04"),
            "articles/a.md": article("A", "2026-05-04"),
            "pages/about.md": "---\ntitle: About\n---\n",
            "countries/lithuania/_index.md": "Text.\n",
            "files/robots/x.txt": "x",
            "files/readme.md": "published as it is",
            "taxonomies/tags.toml": "",
            ".composed/articles/a.md": article("Old", "2026-05-04"),
        },
    )

    found = load(tmp_path)

    assert found.problems == ()
    assert titles(found) == ["B", "A"]
    content = found.value.content
    assert [one.path for one in content.documents] == ["content/pages/about.md"]
    assert [one.term for one in content.notes] == ["LT"]
    assert [(one.path, one.target) for one in content.files] == [
        ("content/files/readme.md", "readme.md"),
        ("content/files/robots/x.txt", "robots/x.txt"),
    ]


def test_nothing(tmp_path: Path) -> None:
    """A folder that is not there holds nothing."""
    found = load(tmp_path / "none")

    assert found.problems == ()
    assert found.value.content.articles == ()


def test_faulty_file(tmp_path: Path) -> None:
    """A faulty file is named, and the others are there."""
    write(
        tmp_path,
        {"articles/a.md": "---\ntitle: A\n---\n", "articles/b.md": article("B", "2026-05-04")},
    )

    found = load(tmp_path)

    assert codes(found) == [("content/articles/a.md", "missing-date")]
    assert titles(found) == ["B"]


def test_memo(tmp_path: Path) -> None:
    """A file that did not change is not parsed again, and comes out the same."""
    write(tmp_path, {"articles/a.md": article("A", "2026-05-04")})
    first = load(tmp_path)
    (digest,) = first.value.memo
    other = load_content(tmp_path, reading("Europe/Vilnius")).value.memo

    again = load(tmp_path, first.value.memo)
    remembered = load(tmp_path, {digest: other[digest]})

    assert again.value == replace(first.value, parsed=0)
    assert remembered.value.memo == other


def test_memo_forgets(tmp_path: Path) -> None:
    """The memo that is kept holds the files that are there, and no others."""
    write(tmp_path, {"articles/a.md": article("A", "2026-05-04")})
    first = load(tmp_path).value.memo
    write(tmp_path, {"articles/a.md": article("B", "2026-05-04")})

    second = load(tmp_path, first).value.memo

    assert len(first) == len(second) == 1
    assert first.keys() != second.keys()


def test_memo_keeps_faults(tmp_path: Path) -> None:
    """A fault that is remembered is told as often as it is there."""
    write(tmp_path, {"articles/a.md": "---\ntitle: A\n---\n"})

    first = load(tmp_path)

    assert load(tmp_path, first.value.memo).problems == first.problems


AGAIN: Mapping[str, dict[str, str]] = {
    "a body": {
        "articles/a.md": article(
            "A", "2026-05-04", "Estonia bought radars from Saab.", summary="S.", tags="[nato]"
        )
    },
    "a body with a link": {
        "articles/a.md": article("A", "2026-05-04", "[B](b.md)", summary="S.", tags="[nato]")
    },
    "another link": {
        "articles/a.md": article("A", "2026-05-04", "![x](x.png)", summary="S.", tags="[nato]")
    },
    "two bodies": {
        "articles/a.md": article("A", "2026-05-04", "Third.", summary="S.", tags="[nato]"),
        "articles/b.md": article(
            "B", "2026-05-05", "Fourth.", summary="S.", same_as="articles/a.md"
        ),
    },
    "a body of a duplicate": {
        "articles/c.md": article("C", "2026-05-05", "Again.", summary="S.", id="one")
    },
    "a picture": {"articles/x.png": "other bytes"},
    "a headline": {
        "articles/a.md": article("Anew", "2026-05-04", "Third.", summary="S.", tags="[nato]")
    },
    "a term": {
        "articles/a.md": article("Anew", "2026-05-04", "Third.", summary="S.", tags="[ships]")
    },
    "a fault": {"articles/a.md": article("A", "some day")},
    "a fault elsewhere": {"articles/a.md": "---\n\ntitle: A\ndate: some day\n---\n"},
    "mended": {"articles/a.md": article("A", "2026-05-04", "Fifth.", summary="S.")},
    "no text": {"articles/a.md": "\x00\udcff"},
    "a text again": {"articles/a.md": article("A", "2026-05-04", "Sixth.", summary="S.")},
    "a page": {"pages/about.md": "---\ntitle: About\n---\nOther.\n"},
    "a conflict": {
        "articles/a.md": article("A", "2026-05-04", "<<<<<<< edited\n1\n", summary="S.")
    },
    "a conflict lower down": {
        "articles/a.md": article("A", "2026-05-04", "\n<<<<<<< edited\n1\n", summary="S.")
    },
    "a new file": {"articles/d.md": article("D", "2026-05-06")},
}


def test_loaded_again(tmp_path: Path) -> None:
    """What is loaded after each of some edits is the same as what a fresh load finds."""
    write(
        tmp_path,
        {
            "articles/a.md": article("A", "2026-05-04", summary="S.", tags="[nato]"),
            "articles/b.md": article("B", "2026-05-05", summary="S.", same_as="articles/a.md"),
            "articles/c.md": article("C", "2026-05-05", summary="S.", id="one"),
            "articles/e.md": article("E", "2026-05-05", id="one"),
            "articles/x.png": "bytes",
            "pages/about.md": "---\ntitle: About\n---\n",
        },
    )
    known = load(tmp_path).value

    for name, files in AGAIN.items():
        for path, text in files.items():
            (tmp_path / path).write_bytes(text.encode("utf-8", "surrogateescape"))
        again = load_content(tmp_path, reading(), known)
        known = again.value
        fresh = load(tmp_path)

        assert again.problems == fresh.problems, name
        assert known.content == fresh.value.content, name
        assert dict(known.memo) == dict(fresh.value.memo), name
        assert (known.keys, known.filed) == (fresh.value.keys, fresh.value.filed), name


def test_same_text_elsewhere(tmp_path: Path) -> None:
    """Two files with the same bytes are two articles, also for the memo."""
    text = article("A", "2026-05-04")
    write(tmp_path, {"articles/a.md": text, "articles/b.md": text})

    found = load(tmp_path)

    assert [one.slug for one in found.value.content.articles] == ["a", "b"]
    assert len(found.value.memo) == 2


def test_memo_version() -> None:
    """Another way to read, or other code, is another version of the memo."""
    versions = {
        memo_version(reading(), b"1"),
        memo_version(reading(), b"1"),
        memo_version(reading(), b"2"),
        memo_version(reading("Europe/Vilnius"), b"1"),
        memo_version(reading(engine="commonmark"), b"1"),
    }

    assert len(versions) == 4


def test_processes(tmp_path: Path) -> None:
    """Several processes give the same content in the same order."""
    write(tmp_path, {f"articles/{n:03}.md": article(f"A{n}", "2026-05-04") for n in range(60)})

    assert load(tmp_path, jobs=3) == load(tmp_path)


def test_encoding(tmp_path: Path) -> None:
    """A mark at the start and any line ends are read; what is not UTF-8 is named by its place."""
    text = article("A", "2026-05-04")
    write(
        tmp_path,
        {
            "articles/a.md": text.replace("\n", "\r\n").encode("utf-8-sig"),
            "articles/b.md": text.replace("A", "B").encode() + b"one\ntwo \xe4\n",
        },
    )

    found = load(tmp_path)

    assert titles(found) == ["A"]
    (problem,) = found.problems
    assert (problem.code, str(problem.place)) == ("not-utf-8", "content/articles/b.md:8:5")
    assert problem.message == "byte 0xe4 is not UTF-8"


def test_encoding_behind_a_mark(tmp_path: Path) -> None:
    """A byte that is no UTF-8 is told where an editor shows it, which is behind the mark."""
    write(tmp_path, {"articles/a.md": b"\xef\xbb\xbfab\ncd\xff\n"})

    (problem,) = load(tmp_path).problems

    assert (problem.code, problem.place.line, problem.place.column) == ("not-utf-8", 2, 3)
    assert problem.message == "byte 0xff is not UTF-8"


def test_characters(tmp_path: Path) -> None:
    """Characters that may not be published are not in an article, however they were written."""
    write(tmp_path, {"articles/a.md": article("A\u202eB\\x01C", "2026-05-04", "T\x01e\u200bxt.")})

    content = load(tmp_path).value.content
    (one,) = content.articles

    assert one.title == "ABC"
    assert "".join(content.texts[one.path].body.parts).strip() == "<p>Text.</p>"


def test_no_regular_files(tmp_path: Path) -> None:
    """Links, pipes and files over the limit are errors, and are not read."""
    write(
        tmp_path,
        {
            "secret.md": article("Secret", "2026-05-04"),
            "content/articles/large.md": "x" * (LIMIT_BYTES + 1),
        },
    )
    folder = tmp_path / "content/articles"
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")

    found = load(tmp_path / "content")

    assert titles(found) == []
    assert {path.rpartition("/")[2]: code for path, code in codes(found)} == dict.fromkeys(
        ["large.md", "link.md", "loop", "pipe.md"], "not-a-file"
    )


@pytest.mark.parametrize("name", [b"a\tb.md", b"\x1b[31m.md", b"\xff.md"])
def test_names_that_do_not_show(tmp_path: Path, name: bytes) -> None:
    """A file whose name holds what does not show is an error, and is not read."""
    write(tmp_path, {"articles/a.md": article("A", "2026-05-04")})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/articles/" + name)).write_text("x", "utf-8")

    found = load(tmp_path)

    assert titles(found) == ["A"]
    assert [one.code for one in found.problems] == ["not-a-file"]


def test_stray_file(tmp_path: Path) -> None:
    """A Markdown file where nothing is made of it gets a warning."""
    write(tmp_path, {"notes.md": "x", "article/a.md": "x", "countries/_index.md": "x"})

    found = load(tmp_path)

    assert [(one.code, one.severity) for one in found.problems] == [
        ("stray-file", Severity.WARNING)
    ] * 3


def test_duplicate_id(tmp_path: Path) -> None:
    """Two articles with one id are an error at the second, which names the first."""
    text = article("A", "2026-05-04", id="one")
    write(tmp_path, {"articles/a.md": text, "articles/b.md": text})

    (problem,) = load(tmp_path).problems

    assert (problem.code, problem.place.path) == ("duplicate-id", "content/articles/b.md")
    assert "content/articles/a.md" in problem.message


def assets(root: Path, body: str) -> list[str]:
    """Return the files that are published with an article of some text."""
    write(root, {"content/articles/2026/a.md": article("A", "2026-05-04", body)})
    (one,) = load(root / "content").value.content.articles
    return [asset.path.removeprefix("content/articles/") for asset in one.assets]


def test_assets(tmp_path: Path) -> None:
    """Files that an article links to or shows are published with it, each once."""
    write(
        tmp_path / "content/articles",
        {"2026/map.png": "x", "2026/a b.pdf": "x", "deep.svg": "x", "2026/other.png": "x"},
    )

    found = assets(
        tmp_path, "![Map](map.png) [PDF](a%20b.pdf#page=2) ![](../deep.svg) [again](map.png)"
    )

    assert found == ["2026/map.png", "2026/a b.pdf", "deep.svg"]


def test_assets_elsewhere(tmp_path: Path) -> None:
    """Nothing outside the content folder is published, however it is linked."""
    write(tmp_path, {"secret.txt": "x", "content/articles/2026/b.md": article("B", "2026-05-04")})
    folder = tmp_path / "content/articles/2026"
    (folder / ".hidden").symlink_to(tmp_path)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "link").symlink_to(tmp_path)
    links = [
        "../../../secret.txt", ".hidden/secret.txt", "link.txt", "link/secret.txt", "/secret.txt",
        "..%2F..%2F..%2Fsecret.txt", "gone.txt", "%00", "b.md", "x" * 300, "#x", "2026",
    ]  # fmt: skip
    body = "\n".join(f"[x]({link})" for link in links)
    write(tmp_path, {"content/articles/2026/a.md": article("A", "2026-05-04", body)})

    found = load(tmp_path / "content").value.content.articles

    assert [one.assets for one in found] == [(), ()]


def test_assets_of_a_page(tmp_path: Path) -> None:
    """Pages have files beside them too."""
    write(tmp_path, {"pages/a.md": "---\ntitle: A\n---\n\n![x](a.png)\n", "pages/a.png": "x"})

    (page,) = load(tmp_path).value.content.documents

    assert [one.path for one in page.assets] == ["content/pages/a.png"]

"""What a new site and a new article start from."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.article import parse_article
from generator.frontmatter import read
from generator.project import read_project
from generator.scaffold import make_article, make_site, site_files
from tests.content.samples import reading
from tests.projects import write

TODAY = date(2026, 5, 20)


def test_site(tmp_path: Path) -> None:
    """A new site has its configuration, a seed, a page, and the files that git leaves out."""
    written = make_site(tmp_path / "baltic-wire")

    assert written == (
        "dateline.toml",
        ".gitignore",
        "seeds/1494-06-07-treaty-of-tordesillas.txt",
        "content/pages/about.md",
    )
    assert all((tmp_path / "baltic-wire" / path).is_file() for path in written)
    assert "/output/" in (tmp_path / "baltic-wire/.gitignore").read_text("utf-8")


def test_configuration(tmp_path: Path) -> None:
    """The configuration of a new site has no fault, and is named for its folder."""
    make_site(tmp_path / "baltic-wire")

    found = read_project(tmp_path, (tmp_path / "baltic-wire/dateline.toml").read_text("utf-8"), {})

    assert found.problems == ()
    assert found.value.settings.title == "Baltic Wire"


def test_never_overwrites(tmp_path: Path) -> None:
    """What is there stays, a link that leads nowhere too; the rest is written."""
    write(tmp_path, {"dateline.toml": 'title = "Mine"\n', "content/pages/about.md": "Mine.\n"})
    (tmp_path / ".gitignore").symlink_to(tmp_path / "nowhere")

    written = make_site(tmp_path)

    assert written == ("seeds/1494-06-07-treaty-of-tordesillas.txt",)
    assert (tmp_path / "dateline.toml").read_text("utf-8") == 'title = "Mine"\n'
    assert (tmp_path / ".gitignore").is_symlink()
    assert make_site(tmp_path) == ()


@given(st.text())
def test_any_title(title: str) -> None:
    """Whatever a folder is called, its configuration can be read."""
    shown = "".join(one for one in title if one.isprintable())

    assert tomllib.loads(site_files(shown)["dateline.toml"])["title"] is not None


@pytest.mark.parametrize("name", [b"a\nb", b'a"b\\c', b"\xff", "Übung".encode()])
def test_odd_folders(tmp_path: Path, name: bytes) -> None:
    """A folder with an odd name gets a site like any other."""
    folder = tmp_path / name.decode("utf-8", "surrogateescape")

    make_site(folder)

    text = (folder / "dateline.toml").read_text("utf-8")
    assert read_project(folder, text, {}).problems == ()


def test_article(tmp_path: Path) -> None:
    """A new article is a draft with an id of its own, and has no fault."""
    path = make_article(tmp_path, "Exercise “Dawn”: it ends", TODAY)
    other = make_article(tmp_path, "Another", TODAY)

    text = path.read_text("utf-8")
    assert path == tmp_path / "articles/2026/exercise-dawn-it-ends.md"
    found = parse_article("content/articles/2026/x.md", text, reading())
    assert found.problems == ()
    assert found.value
    assert (found.value.title, found.value.draft) == ("Exercise “Dawn”: it ends", True)
    ids = {read("", one.read_text("utf-8")).value.fields["id"] for one in (path, other)}
    assert len(ids) == 2


def test_article_never_overwrites(tmp_path: Path) -> None:
    """An article of that name, or a link, is left as it is."""
    path = make_article(tmp_path, "Exercise ends", TODAY)
    before = path.read_bytes()
    (path.parent / "linked.md").symlink_to("nowhere")

    with pytest.raises(FileExistsError):
        make_article(tmp_path, "Exercise ends!", TODAY)
    with pytest.raises(FileExistsError):
        make_article(tmp_path, "Linked", TODAY)

    assert path.read_bytes() == before


def test_article_without_letters(tmp_path: Path) -> None:
    """Headlines without a letter have files of their own."""
    first, second = make_article(tmp_path, "🎉", TODAY), make_article(tmp_path, "🚀", TODAY)

    assert first != second
    assert first.name.startswith("article-")

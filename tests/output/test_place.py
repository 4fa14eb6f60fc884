from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Place
from generator.model import SitePath
from generator.output.place import (
    below,
    check_output_folder,
    collisions,
    fault,
    folded,
    join,
    unsafe,
)

SAFE = [
    "index.html",
    "2026/11/23/frigate-deal/index.html",
    ".well-known/security.txt",
    "_headers",
    "files/Rapport d'été.pdf",
    "a..b/c",
    "console/aux-forces.html",
    "x" * 255,
]
REFUSED = {
    "/etc/passwd": "an empty segment",
    "a//b": "an empty segment",
    "a/": "an empty segment",
    "": "an empty segment",
    "../x": "dots",
    "a/../../x": "dots",
    "a/./b": "dots",
    "a\\..\\b": "not every system can store",
    "C:/x": "not every system can store",
    "a\0b": "not every system can store",
    "a\nb": "not every system can store",
    "what?.html": "not every system can store",
    "a./b": "ends in a dot",
    "a /b": "ends in a dot or a space",
    "con": "Windows keeps",
    "con/index.html": "Windows keeps",
    "tags/aux/index.html": "Windows keeps",
    "tags/nul": "Windows keeps",
    "NUL.tar.gz": "Windows keeps",
    "lpt1.html": "Windows keeps",
    "x" * 256: "longer than 255 bytes",
    "é" * 128: "longer than 255 bytes",
    "/".join(["x" * 200] * 6): "longer than 1024 bytes",
    ".dateline/ledger": "the generator's own",
    ".Dateline/ledger": "the generator's own",
    "bad\udc80name": "not Unicode",
}


@pytest.mark.parametrize("path", SAFE)
def test_safe(path: str) -> None:
    """A path that every system can hold lies below the root, as it is written."""
    assert fault(path) == ""
    assert below(Path("out"), SitePath(path)) == Path("out") / path


@pytest.mark.parametrize("path", REFUSED)
def test_refused(path: str) -> None:
    """A path that leads out of the output, or that some system cannot hold, is never joined."""
    assert REFUSED[path] in fault(path)
    with pytest.raises(ValueError, match="the path"):
        join("out", SitePath(path))


@given(st.text(alphabet="ab./\\~:*\0é C", max_size=12))
def test_below(path: str) -> None:
    """Whatever is joined stays below the root and has one spelling."""
    if not fault(path):
        joined = Path(join("/root/out", SitePath(path)))
        assert joined.is_relative_to("/root/out")
        assert ".." not in joined.parts
        assert str(joined) == f"/root/out/{path}"


def claims(*paths: str) -> list[tuple[SitePath, Place]]:
    return [(SitePath(path), Place(f"content/{number}.md")) for number, path in enumerate(paths)]


def messages(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.code, one.message) for one in problems]


def test_unsafe() -> None:
    """A page with an impossible path is an error at its source."""
    assert messages(unsafe(claims("index.html", "tags/aux/index.html"))) == [
        (
            "content/1.md",
            "unsafe-path",
            '"tags/aux/index.html" has the name "aux", which Windows keeps for a device',
        )
    ]


def test_no_collision() -> None:
    """Different paths, also with common folders, are no collision."""
    assert collisions(claims("index.html", "a/index.html", "a/b/index.html", "ab.html")) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("tags/NATO.html", "tags/nato.html"), ("café.html", "cafe\u0301.html"), ("ﬁle", "file")],
)
def test_same_on_disk(first: str, second: str) -> None:
    """Paths that differ only by letter case or Unicode form collide, and both sources are named."""
    problems = collisions(claims(first, second))

    assert [(str(one.place), one.code) for one in problems] == [("content/1.md", "same-address")]
    assert first in problems[0].message
    assert second in problems[0].message
    assert "content/0.md" in problems[0].message
    assert "slug" in problems[0].hint


def test_same_path() -> None:
    """Each further claim to a path is an error that names the first."""
    problems = collisions(claims("x/index.html", "x/index.html", "x/index.html"))

    assert messages(problems) == [
        (
            f"content/{number}.md",
            "same-address",
            '"x/index.html" cannot be published here: it is already made from content/0.md',
        )
        for number in (1, 2)
    ]


@pytest.mark.parametrize("paths", [("a", "a/b/c.html"), ("a/b/c.html", "A")])
def test_file_and_folder(paths: tuple[str, str]) -> None:
    """A path that is a file for one page and a folder for another is a collision."""
    problems = collisions(claims(*paths))

    assert [one.code for one in problems] == ["same-address"]
    assert all(path in problems[0].message for path in paths)


@given(st.text())
def test_folded(text: str) -> None:
    """Folding a path twice is folding it once, or two spellings could escape each other."""
    assert folded(folded(text)) == folded(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("home/project/content", "home/project/seeds"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path / "home" / "project"


def codes(output: Path, project: Path) -> list[str]:
    sources = (project / "content", project / "seeds")
    found = check_output_folder(output, project, sources=sources, home=project.parent)
    return [one.code for one in found]


@pytest.mark.parametrize(
    "where", [".", "..", "../..", "content", "content/output", "seeds", "output/../.", "/"]
)
def test_misplaced(project: Path, where: str) -> None:
    """The disk, home, the project, sources, and all that hold one are no place for a site."""
    assert codes(project / where, project) == ["output-misplaced"]


@pytest.mark.parametrize("where", ["output", "../site", "deep/er/output"])
def test_new_folder(project: Path, where: str) -> None:
    """A folder that is not there yet, or is empty, may be published into."""
    assert codes(project / where, project) == []
    (project / where).mkdir(parents=True)
    assert codes(project / where, project) == []


def test_not_ours(project: Path) -> None:
    """A folder with files that no build made is refused; hidden files and our own are fine."""
    output = project / "output"
    output.mkdir()
    (output / ".gitkeep").touch()
    assert codes(output, project) == []

    (output / "thesis.doc").touch()
    assert codes(output, project) == ["output-not-ours"]

    (output / ".dateline" / "staging").mkdir(parents=True)
    assert codes(output, project) == []


def test_other_project(project: Path) -> None:
    """The folder of another project is refused, although it has a cache of ours in it."""
    other = project.parent / "other"
    (other / ".dateline" / "staging").mkdir(parents=True)
    (other / "dateline.toml").touch()

    assert codes(other, project) == ["output-misplaced"]


@pytest.mark.parametrize("link", ["output", "output/.dateline", "output/.dateline/staging"])
def test_links(project: Path, link: str) -> None:
    """A site is not written through a link, be it the output or what we keep in it."""
    (project / link).parent.mkdir(parents=True, exist_ok=True)
    (project / link).symlink_to(project.parent)

    assert codes(project / "output", project) == ["output-is-link"]


def test_file(project: Path) -> None:
    """A file is no output folder."""
    (project / "output").touch()

    assert codes(project / "output", project) == ["output-not-a-folder"]


def test_message(project: Path) -> None:
    """The refusal says what was found and what to do."""
    output = project / "output"
    output.mkdir()
    (output / "thesis.doc").touch()

    (problem,) = check_output_folder(output, project, sources=(), home=project.parent)

    assert problem.message == f'"{output}" holds "thesis.doc", and no site was made here before'
    assert "--output" in problem.hint

"""Whole builds and ingestions that are killed: the next command puts everything right."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from generator.readiness import prepare_output
from tests.output.sites import stopped_before
from tests.projects import (
    HOME,
    PLAIN,
    article,
    config,
    make,
    project_in,
    published,
    sources_copied,
    take_in,
    write,
)

OLD: Mapping[str, str] = {
    **PLAIN,
    "dateline.toml": config(pagination__size="2"),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
    **{
        f"content/articles/{name}.md": article(f"Title {name}", "2026-05-03", countries="[LT]")
        for name in "abcd"
    },
}
EDITS: Mapping[str, str] = {
    "content/articles/a.md": article("Title a", "2026-05-03", "New words.", countries="[LT]"),
    "content/articles/b.md": article("Title b", "2026-05-03", countries="[PL]", draft="true"),
    "content/articles/e.md": article("Title e", "2026-05-04", countries="[JP]"),
    "themes/plain/assets/site.css": "body { margin: 1px }\n",
}
SEEDS: Mapping[str, str] = {
    "seeds/2026-05-06-one.txt": "Latvia buys drones\n\nLatvia signed.\n",
    "seeds/two.txt": "NATO meets in Vilnius\nDate: 2026-05-18\n\nThe alliance met in Lithuania.\n",
    "seeds/three.txt": "NATO meets in Vilnius\nDate: 2026-05-18\n\nAnother text in Poland.\n",
}

FAR = 10_000


def stops(
    start: Path, deed: Callable[[Path], object], folder: Path, *, every: int
) -> Iterator[Path]:
    """Yield copies of a project in which a deed was killed, at every n-th change to the disk."""
    for change in range(0, FAR, every):
        copy = folder / f"stop-{change}"
        shutil.copytree(start, copy)
        if not stopped_before(lambda copy=copy: deed(copy), change):  # type: ignore[misc]  # bound now
            assert change > 4 * every
            return
        yield copy


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Return a project that was built and then edited."""
    root = write(tmp_path / "start", OLD)
    make(root)
    return write(root, EDITS)


def test_build(start: Path, tmp_path: Path) -> None:
    """After a kill at any change the site is the old one or is completed, and then the new one."""
    old = published(start)
    clean = sources_copied(start, tmp_path / "clean")
    make(clean)
    new = published(clean)
    seen = set()

    for root in stops(start, make, tmp_path, every=7):
        prepare_output(project_in(root), HOME)
        found = published(root)
        assert found in (old, new)
        seen.add(found == new)

        make(root)
        assert published(root) == new
        again = make(root)
        assert (again.reasons, again.removed) == ((), 0)

    assert seen == {False, True}


def test_taken_back(start: Path, tmp_path: Path) -> None:
    """After a kill and the edits taken back, the site is the old one again, byte for byte."""
    old = published(start)

    for root in stops(start, make, tmp_path, every=13):
        (root / "content" / "articles" / "e.md").unlink()
        make(write(root, OLD))
        assert published(root) == old


def test_first_build(tmp_path: Path) -> None:
    """A first build that is killed leaves nothing that keeps the next from making all of it."""
    root = write(tmp_path / "start", {**OLD, **EDITS})
    clean = sources_copied(root, tmp_path / "clean")
    make(clean)

    for copy in stops(root, make, tmp_path, every=23):
        make(copy)
        assert published(copy) == published(clean)


def contents(root: Path) -> dict[str, str]:
    """Return every file of content/, with what ingestion remembers."""
    return {
        place.relative_to(root).as_posix(): place.read_text("utf-8")
        for place in sorted((root / "content").rglob("*"))
        if place.is_file() and not place.name.endswith(".new")
    }


def articles_in(root: Path) -> dict[str, str]:
    """Return the articles of a project."""
    return {path: text for path, text in contents(root).items() if "/.composed/" not in path}


def test_ingest(tmp_path: Path) -> None:
    """A killed ingestion is completed by the next, and what seeds bring later is merged alike."""
    root = write(tmp_path / "start", {**OLD, **SEEDS})
    whole = sources_copied(root, tmp_path / "whole")
    take_in(whole)

    articles = articles_in(whole)
    changed = {path: text + "It pays.\n" for path, text in SEEDS.items()}
    take_in(write(whole, changed))

    for copy in stops(root, take_in, tmp_path, every=1):
        take_in(copy)
        assert articles_in(copy) == articles
        assert take_in(copy).value.deeds == ()
        take_in(write(copy, changed))
        assert contents(copy) == contents(whole)


def test_ingest_of_a_change(tmp_path: Path) -> None:
    """A merge that is killed loses nobody's words, and the next ingestion completes it."""
    root = write(tmp_path / "start", {**OLD, **SEEDS})
    take_in(root)
    path = "content/articles/2026/latvia-buys-drones.md"
    edited = (root / path).read_text("utf-8") + "\nAn editor's words.\n"
    changed = "Latvia buys more drones\n\nLatvia signed.\n"
    write(root, {path: edited, "seeds/2026-05-06-one.txt": changed})
    whole = sources_copied(root, tmp_path / "whole")
    take_in(whole)
    assert "more drones" in contents(whole)[path]

    for copy in stops(root, take_in, tmp_path, every=1):
        take_in(copy)
        assert "An editor's words." in contents(copy)[path]
        assert contents(copy) == contents(whole)

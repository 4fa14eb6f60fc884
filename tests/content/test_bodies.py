"""Bodies are kept in one file, read when they are needed, and parsed again when they are lost."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from generator.build import Kept, build_again
from generator.content.bodies import Bodies, BodyLost
from generator.fingerprint import digest_of
from generator.wish import Wish
from generator.workers import spread
from tests.projects import (
    HOME,
    NOW,
    PLAIN,
    article,
    config,
    make,
    project_in,
    published,
    sources_copied,
    write,
)  # fmt: skip

A = "content/articles/a.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of two articles that is built already."""
    files = {A: article("A", "2026-05-01"), "content/articles/b.md": article("B", "2026-05-02")}
    root = write(tmp_path / "project", {**PLAIN, "dateline.toml": config(), **files})
    make(root)
    return root


def bodies_of(root: Path) -> Path:
    return root / ".dateline/articles/bodies"


def test_round_trip(tmp_path: Path) -> None:
    """Each body comes back as it was put, whoever else puts some at the same time."""
    bodies = Bodies(str(tmp_path / "bodies"))
    texts = [str(number).encode() * (number % 50 + 1) for number in range(2_000)]

    starts = spread(bodies.put, texts, 4, grain=10)

    found = [
        bodies.get(start, len(text), digest_of(text))
        for start, text in zip(starts, texts, strict=True)
    ]
    assert found == texts
    assert bodies.size_bytes() == sum(map(len, texts))


def test_other_bytes(tmp_path: Path) -> None:
    """Bytes that are not those of the digest are told as lost, and so is a file that is gone."""
    bodies = Bodies(str(tmp_path / "bodies"))
    start = bodies.put(b"body")

    with pytest.raises(BodyLost):
        bodies.get(start, 4, digest_of(b"other"))
    with pytest.raises(BodyLost):
        Bodies(str(tmp_path / "none")).get(0, 4, digest_of(b"body"))


@pytest.mark.parametrize("harm", ["zeros", "gone"])
def test_lost_bodies(root: Path, tmp_path: Path, harm: str) -> None:
    """A build whose bodies were lost parses all articles again, and publishes the same site."""
    file = bodies_of(root)
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(bytes(file.stat().st_size))
    write(root, {"themes/plain/templates/article.html": "<!doctype html>{{ article.body }}"})

    make(root)

    fresh = sources_copied(root, tmp_path / "fresh")
    make(fresh)
    assert published(root) == published(fresh)


def test_cleared_meanwhile(root: Path, tmp_path: Path) -> None:
    """A process that goes on builds the same site after all that was kept was cleared away."""
    again = partial(build_again, project_in(root), as_of=NOW, home=HOME, wish=Wish())
    _, kept = again(Kept())
    shutil.rmtree(root / ".dateline")
    write(root, {A: article("A", "2026-05-01", "Other words.")})

    again(kept)

    fresh = sources_copied(root, tmp_path / "fresh")
    make(fresh)
    assert published(root) == published(fresh)


def test_no_body_read_for_nothing(root: Path) -> None:
    """A build that shows no body anew needs none of them."""
    bodies_of(root).unlink()

    assert make(root).written == 0
    assert not bodies_of(root).exists()


def test_waste(root: Path, tmp_path: Path) -> None:
    """What many edits leave behind is cleared away, and the site is that of a clean build."""
    kept = Kept()
    for number in range(12):
        text = article("A", "2026-05-01", f"{number} words. " * 20_000)
        write(root, {A: text})
        _, kept = build_again(project_in(root), kept, as_of=NOW, home=HOME, wish=Wish())

    make(root)

    fresh = sources_copied(root, tmp_path / "fresh")
    make(fresh)
    assert published(root) == published(fresh)
    assert bodies_of(root).stat().st_size < 8 * bodies_of(fresh).stat().st_size

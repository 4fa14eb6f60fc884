"""A process that builds again takes over what it can, and publishes what a clean build would."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import Kept, build_again
from generator.sources import Root, Snapshot, scan
from generator.wish import Wish
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

A = "content/articles/2026/a.md"
EDITS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _root: None,
    "a body": lambda root: write(root, {A: article("A", "2026-05-01", "Other.", tags="[nato]")}),
    "a body with a link": lambda root: write(
        root, {A: article("A", "2026-05-01", "[B](b.md)", tags="[nato]")}
    ),
    "a headline": lambda root: write(root, {A: article("Anew", "2026-05-01", tags="[nato]")}),
    "a new article": lambda root: write(
        root, {"content/articles/0.md": article("O", "2026-05-04")}
    ),
    "a draft": lambda root: write(root, {A: article("A", "2026-05-01", draft="true")}),
    "an article gone": lambda root: (root / "content/articles/2026/b.md").unlink(),
    "a template": lambda root: write(root, {"themes/plain/templates/404.html": "<!doctype html>"}),
    "a style": lambda root: write(root, {"themes/plain/assets/site.css": "p { margin: 0 }\n"}),
    "the settings": lambda root: write(root, {"dateline.toml": config(title="Other")}),
    "the vocabulary": lambda root: write(
        root, {"content/taxonomies/tags.toml": '[[tag]]\nid = "nato"\nname = "The Alliance"\n'}
    ),
}


@pytest.mark.parametrize("is_seen", [True, False])
def test_any_edit(tmp_path: Path, *, is_seen: bool) -> None:
    """After each of some edits in turn, the site is that of a clean build."""
    root = write(
        tmp_path / "project",
        {
            **PLAIN,
            "dateline.toml": config(),
            A: article("A", "2026-05-01", tags="[nato]"),
            "content/articles/2026/b.md": article("B", "2026-05-02", tags="[nato]"),
        },
    )
    kept = Kept()
    for number, (name, edit) in enumerate(EDITS.items()):
        edit(root)
        look: Snapshot = scan((Root(root / "content", "content"),), {})
        _, kept = build_again(
            project_in(root),
            kept,
            as_of=NOW,
            home=HOME,
            wish=Wish(),
            seen=look if is_seen else None,
        )
        fresh = sources_copied(root, tmp_path / f"fresh-{number}")
        make(fresh)
        assert published(root) == published(fresh), name


def test_terms_back_again(tmp_path: Path) -> None:
    """Terms that were read while the table was something else for a moment are read again."""
    table = "content/taxonomies/tags.toml"
    texts = [f'[[tag]]\nid = "nato"\nname = "{name}"\n' for name in ("NATO", "Other")]
    files = {
        **PLAIN,
        "dateline.toml": config(),
        A: article("A", "2026-05-01", tags="[nato]"),
        table: texts[0],
    }
    root = write(tmp_path / "project", files)
    contents = (Root(root / "content", "content"),)

    def build(kept: Kept, seen: Snapshot) -> Kept:
        project = project_in(root)
        return build_again(project, kept, as_of=NOW, home=HOME, wish=Wish(), seen=seen)[1]

    first = scan(contents, {})
    write(root, {table: texts[1]})
    kept = build(Kept(), first)
    write(root, {table: texts[0]})
    os.utime(root / table, ns=(1, 1))  # the clock of file systems goes in steps
    build(kept, scan(contents, first))

    fresh = sources_copied(root, tmp_path / "fresh")
    make(fresh)
    assert published(root) == published(fresh)

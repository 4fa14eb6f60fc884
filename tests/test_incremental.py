"""Whatever was edited since, a build on top of older ones gives the site of a clean build.

``pytest tests/test_incremental.py --hypothesis-profile=long`` asks for many more sequences.
"""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from generator.diagnostics import BuildFailed, Diagnostic
from generator.model import Report
from generator.wish import Wish
from tests.projects import NOW, config, days, make, published, sources_copied, take_in, write
from tests.strategies import START, Edit, Put, Rename, Touch, Wait, visits


class Owner:
    """Edits one project, and builds it as it stands."""

    def __init__(self, folder: Path, wish: Wish | None = None) -> None:
        """Begin with the small project of all sequences, to be built as one wishes."""
        self.wish = wish or Wish()
        self.root = write(folder / "project", START)
        self.beside = (folder / f"clean-{number}" for number in count())
        self.now = NOW

    def do(self, edit: Edit) -> None:
        """Change the project; an edit that has nothing to work on changes nothing."""
        if isinstance(edit, Put):
            self._put(edit)
        elif isinstance(edit, Wait):
            self.now += days(edit.days)
        elif isinstance(edit, Rename):
            self._rename(edit)
        else:
            self._touch(edit)

    def _put(self, edit: Put) -> None:
        if edit.text is None:
            (self.root / edit.path).unlink(missing_ok=True)
        else:
            write(self.root, {edit.path: edit.text})

    def _rename(self, edit: Rename) -> None:
        target = self.root / edit.to
        room = self.root / ("seeds" if edit.to.startswith("seeds/") else "content/articles")
        files = sorted(room.rglob(f"*{target.suffix}"))
        if files:
            target.parent.mkdir(parents=True, exist_ok=True)
            files[edit.number % len(files)].replace(target)

    def _touch(self, edit: Touch) -> None:
        bases = self.root / "content" / ".composed" / "articles"
        found = sorted(bases.rglob("*.md"))
        for base in found[edit.number : edit.number + 1]:
            place = self.root / "content" / "articles" / base.relative_to(bases)
            if place.exists():
                head, fence, body = place.read_text("utf-8").rpartition("---\n")
                place.write_text(head + fence + body.replace("signed", edit.text), "utf-8")


def tried(root: Path, owner: Owner) -> Report | tuple[Diagnostic, ...]:
    """Build a project; return the report, or the errors that kept it from being published."""
    try:
        return make(root, as_of=owner.now, wish=owner.wish)
    except BuildFailed as failed:
        return failed.problems


@settings(
    max_examples=settings().max_examples // 6,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(visits)
@pytest.mark.parametrize(
    "wish", [Wish(), Wish(drafts=True, future=True)], ids=["published", "preview"]
)
def test_incremental(wish: Wish, visit: list[list[Edit]]) -> None:
    """After any sequence of edits, the incremental output is that of a clean build."""
    with TemporaryDirectory() as folder:
        owner = Owner(Path(folder), wish)
        before: dict[str, bytes] = {}
        for edits in [[], *visit]:
            for edit in edits:
                owner.do(edit)

            before = rebuilt(owner, before)

        assert take_in(owner.root, as_of=owner.now).value.deeds == ()
        again = tried(owner.root, owner)
        assert isinstance(again, tuple) or (again.reasons, again.removed) == ((), 0)


def rebuilt(owner: Owner, before: dict[str, bytes]) -> dict[str, bytes]:
    """Build a project and a clean copy of it, hold both to be the same, and return the site."""
    take_in(owner.root, as_of=owner.now)
    clean = sources_copied(owner.root, next(owner.beside))

    result = tried(owner.root, owner)
    expected = tried(clean, owner)

    if isinstance(result, Report):
        assert isinstance(expected, Report), expected
        assert difference(published(owner.root), published(clean)) == []
        assert result.problems == expected.problems
        assert result.due == expected.due
        assert [one.path for one in result.held] == [one.path for one in expected.held]
        assert result.written + result.unchanged == len(result.reasons)
        assert result.written + result.unchanged + result.kept == expected.written
        return published(owner.root)
    assert result == expected
    assert difference(published(owner.root), before) == [], "errors must publish nothing"
    return before


def difference(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the paths that differ or that only one of two sites has."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


MINE = {
    "dateline.toml": config(theme="mine", pagination__size="2"),
    "themes/mine/theme.toml": 'api = 1\nname = "mine"\nparent = "wire"\n\n[options]\nmotto = "A"\n',
    "themes/mine/templates/404.html": (
        '{% extends "parent/404.html" %}{% block main %}{{ site.options["motto"] }}{% endblock %}'
    ),
}
ENTRY = "themes/mine/templates/partials/entry.html"
CHANGES: Mapping[str, list[Edit]] = {
    "a theme with parents": [Put(path, text) for path, text in MINE.items()],
    "an option of the theme": [
        Put("themes/mine/theme.toml", MINE["themes/mine/theme.toml"].replace('"A"', '"B"'))
    ],
    "a partial template": [
        Put(ENTRY, '<p>{{ card.title }} {% include "partials/x.html" %}</p>'),
        Put(ENTRY.replace("entry", "x"), "{{ card.summary }}"),
    ],
    "what the partial includes": [Put(ENTRY.replace("entry", "x"), "…")],
    "an asset in front of the parent's": [Put("themes/mine/assets/site.css", "body{margin:0}")],
    "the site's own template": [
        Put("templates/404.html", '{% extends "parent/404.html" %}{% block main %}{% endblock %}')
    ],
    "an option of the site": [
        Put("dateline.toml", MINE["dateline.toml"] + '[options]\nmotto = "C"\nscheme = "dark"\n')
    ],
    "the parent": [
        Put("themes/mine/theme.toml", MINE["themes/mine/theme.toml"].replace("wire", "dispatch"))
    ],
    "nothing of its own": [Put(ENTRY, None), Put("themes/mine/assets/site.css", None)],
    "another theme": [Put("dateline.toml", START["dateline.toml"])],
}


def test_theme(tmp_path: Path) -> None:
    """After each change of a theme with parents, the output is that of a clean build."""
    owner = Owner(tmp_path)
    before = rebuilt(owner, {})

    for change, edits in CHANGES.items():
        for edit in edits:
            owner.do(edit)
        after = rebuilt(owner, before)
        assert after != before, change
        before = after

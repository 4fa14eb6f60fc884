"""What the builder does with errors, warnings and wishes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import build
from generator.diagnostics import BuildFailed, Severity
from generator.model import Event, PageMade, PhaseDone, PhaseStarted
from generator.wish import Wish
from tests.projects import HOME, NOW, PLAIN, article, config, make, project_in, published, write

SITE = {
    **PLAIN,
    "dateline.toml": config(),
    "content/articles/fine.md": article("A fine article", "2026-05-03"),
}
FAULTY = {
    "content/articles/country.md": article("Country", "2026-05-03", countries="[Nowhereland]"),
    "content/articles/date.md": article("Date", "2026-13-03"),
    "content/articles/copy.md": article("Copy", "2026-05-03", id="one"),
    "content/articles/copy2.md": article("Copy of a copy", "2026-05-03", id="one"),
}
TYPO = {"content/articles/typo.md": article("Typo", "2026-05-03", tags="[exercisess]")}
COLLIDING = {
    name.replace("typo", f"same{number}"): text.replace("tags:", "slug: same\ntags:")
    for number in (1, 2)
    for name, text in TYPO.items()
}


def failed(root: Path, wish: Wish | None = None) -> list[str]:
    """Build a project with errors; return their codes, sorted by place."""
    with pytest.raises(BuildFailed) as caught:
        make(root, wish=wish)
    return [one.code for one in caught.value.problems if one.severity is Severity.ERROR]


def test_errors(tmp_path: Path) -> None:
    """All errors are reported at once, and the old site stays as it was."""
    root = write(tmp_path, SITE)
    make(root)
    before = published(root)

    codes = failed(write(root, FAULTY))

    assert codes == ["duplicate-id", "unknown-country", "wrong-date"]
    assert published(root) == before


def test_keep_going(tmp_path: Path) -> None:
    """When asked to, a build leaves out faulty articles, reports them and publishes the others."""
    root = write(tmp_path, {**SITE, **FAULTY})

    report = make(root, wish=Wish(keep_going=True))

    paths = sorted(path for path in published(root) if path.startswith("2026/"))
    assert paths == ["2026/05/03/copy/index.html", "2026/05/03/fine/index.html"]
    assert sorted(one.code for one in report.problems) == [
        "duplicate-id",
        "unknown-country",
        "wrong-date",
    ]


def test_keep_going_ends_at_collisions(tmp_path: Path) -> None:
    """Two articles at one address cannot both be published, whatever else is wrong with them."""
    root = write(tmp_path, {**SITE, **COLLIDING})

    assert failed(root, Wish(keep_going=True)) == ["same-address"]


def test_strict(tmp_path: Path) -> None:
    """A warning is published; asked to be strict, a build takes it for an error."""
    root = write(tmp_path, {**SITE, **TYPO})

    assert [one.severity for one in make(root).problems] == [Severity.WARNING]
    assert failed(root, Wish(strict=True)) == ["unknown-term"]
    assert failed(root, Wish(strict=True, keep_going=True)) == ["unknown-term"]


def test_clean(tmp_path: Path) -> None:
    """A clean build makes every page again, and writes only what lies there damaged."""
    root = write(tmp_path, SITE)
    make(root)
    before = published(root)
    page = root / "output" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Test", b"Tset"))

    report = make(root, wish=Wish(clean=True))

    assert (report.written, report.unchanged, report.kept) == (1, len(before) - 1, 0)
    assert published(root) == before


def test_missing_and_damaged(tmp_path: Path) -> None:
    """A published file that is gone or of another length is made again, with the reason."""
    root = write(tmp_path, SITE)
    make(root)
    before = published(root)
    (root / "output" / "index.html").unlink()
    (root / "output" / "404.html").write_bytes(b"")

    report = make(root)

    assert dict(report.reasons) == {"index.html": "file missing", "404.html": "file damaged"}
    assert published(root) == before


def test_cache_is_dispensable(tmp_path: Path) -> None:
    """Without its cache a build parses everything again and makes nothing."""
    root = write(tmp_path, SITE)
    make(root)
    for place in (root / ".dateline" / "articles").iterdir():
        place.write_bytes(b"garbage")

    assert make(root).reasons == ()


@pytest.mark.parametrize(
    "damage", [lambda data: data[:0], lambda data: data[:-1], lambda data: data[:-1] + b"!"]
)
def test_known_is_dispensable(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """What is known of the last site is worked out again if the file is not as it was written."""
    story = "The minelayer Zvornik ran aground near Hiiumaa with 43 sailors; tugs came."
    root = write(
        tmp_path,
        {
            **PLAIN,
            "dateline.toml": config(storylines__publish="auto"),
            **{
                f"content/articles/{name}.md": article(f"Part {name}", "2026-05-03", story)
                for name in "abc"
            },
        },
    )
    make(root)
    place, before = root / ".dateline" / "known", published(root)
    written = place.read_bytes()

    place.write_bytes(damage(written))
    report = make(root)

    assert "storylines/a/index.html" in before
    assert published(root) == before
    assert (report.written, place.read_bytes()) == (0, written)


def test_notify(tmp_path: Path) -> None:
    """Whoever asks is told of every page, between the start and the end of the phase."""
    root = write(tmp_path, SITE)
    events: list[Event] = []

    report = build(project_in(root), as_of=NOW, home=HOME, wish=Wish(), notify=events.append)

    assert isinstance(events[0], PhaseStarted)
    assert isinstance(events[-1], PhaseDone)
    assert events[0].total == len(report.reasons)
    assert sum(one.count for one in events if isinstance(one, PageMade)) == events[0].total


def test_a_theme_is_judged_again_after_a_change(tmp_path: Path) -> None:
    """What is remembered of a theme in order hides no mistake that is made in it later."""
    root = write(tmp_path, SITE)
    make(root)
    assert (root / ".dateline/theme").is_file()

    codes = failed(write(root, {"templates/page.html": "{{ bdoy }}"}))

    assert codes == ["undefined-name"]

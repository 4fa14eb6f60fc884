"""A build that has nothing to do is not begun, and nothing that matters is overlooked by that."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import publishing, standing
from generator.build import build
from generator.cli import main
from generator.model import Report
from generator.output import ledger
from tests.projects import PLAIN, article, config, published, sources_copied, write

FILES = {
    **PLAIN,
    "dateline.toml": config(),
    "seeds/a.txt": "Latvia buys drones\nDate: 2026-05-06\n\nThe ministry in Riga signed.\n",
    "content/articles/2026/frigate.md": article("A frigate", "2026-05-01", countries="[Poland]"),
    "content/articles/2026/later.md": article("Later", "2026-06-01"),
    "content/articles/2026/draft.md": article("Not yet", "2026-05-02", draft="true"),
    "content/articles/2026/other.md": article("Other", "2026-05-03", tags="[air-defences]"),
}
CLOCK = "2026-05-20"
PLACE = "content/articles/2026/frigate.md"

Disturb = Callable[[Path], object]


class Publisher:
    """Runs ``dateline build`` on one project, and counts the builds that it begins."""

    def __init__(
        self, root: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Take a project."""
        self.root = root
        self.begun = 0
        self.printed = ""
        self._capsys = capsys

        def counted(*given: object, **named: object) -> Report:
            self.begun += 1
            return build(*given, **named)  # type: ignore[arg-type]

        patch.setattr(publishing, "build", counted)

    def __call__(self, *words: str, clock: str = CLOCK) -> bool:
        """Build once; return whether a build was begun."""
        before = self.begun
        place = str(self.root / "dateline.toml")
        code = main(["build", "--config", place, "--clock", clock, *words])
        out = self._capsys.readouterr()
        self.printed = out.err + out.out.partition(": ")[2]
        assert code == 0
        return self.begun > before


@pytest.fixture
def published_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Publisher:
    """Return a project that was published, and whose last build had nothing to ingest."""
    publisher = Publisher(write(tmp_path / "project", FILES), monkeypatch, capsys)
    assert publisher()
    return publisher


def test_nothing_to_do(published_once: Publisher) -> None:
    """A second build is not begun, and says what the first one said, but that all was kept."""
    first = published_once.printed
    assert not published_once()
    assert "air-defences" in published_once.printed
    assert published_once.printed.partition(" written")[0] != first.partition(" written")[0]
    assert "0 written" in published_once.printed
    assert "1 draft, 1 future" in published_once.printed


def rewritten(root: Path) -> None:
    """Change one letter of an article, and give it back its size and time."""
    place = root / PLACE
    before = place.stat()
    place.write_text(place.read_text("utf-8").replace("frigate", "frigatE"), "utf-8")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


def damaged(root: Path) -> None:
    """Cut a published page short."""
    place = root / "output/index.html"
    place.write_bytes(place.read_bytes()[:-1])


DISTURBANCES: dict[str, Disturb] = {
    "an edit": lambda root: (root / PLACE).write_text(FILES[PLACE].replace("text", "story")),
    "an edit of the same length and time": rewritten,
    "a new article": lambda root: write(
        root, {"content/articles/n.md": article("N", "2026-05-04")}
    ),
    "an article gone": lambda root: (root / PLACE).unlink(),
    "an article renamed": lambda root: (root / PLACE).rename(root / "content/articles/x.md"),
    "a new seed": lambda root: write(root, {"seeds/b.txt": "Oslo\n\nText.\n"}),
    "a seed gone": lambda root: (root / "seeds/a.txt").unlink(),
    "the register gone": lambda root: shutil.rmtree(root / "content/.composed"),
    "the configuration": lambda root: (root / "dateline.toml").write_text(config(title="New")),
    "a template": lambda root: write(root, {"themes/plain/templates/404.html": "<!doctype html>"}),
    "a template of the site": lambda root: write(root, {"templates/404.html": "<!doctype html>"}),
    "the vocabulary": lambda root: write(
        root, {"content/taxonomies/tags.toml": '[[tag]]\nid = "air-defences"\nname = "One"\n'}
    ),
    "a file to be copied": lambda root: write(root, {"content/files/a.txt": "a"}),
    "a page gone": lambda root: (root / "output/index.html").unlink(),
    "a page cut short": damaged,
    "the ledger gone": lambda root: (root / "output/.dateline/ledger").unlink(),
    "the record damaged": lambda root: (root / ".dateline/standing").write_bytes(b"x" * 99),
}


@pytest.mark.parametrize("name", DISTURBANCES)
def test_disturbed(name: str, published_once: Publisher, tmp_path: Path) -> None:
    """Whatever has changed is built, and the site is that of a clean build."""
    root = published_once.root
    DISTURBANCES[name](root)
    assert published_once()
    fresh = sources_copied(root, tmp_path / "fresh")
    assert main(["build", "-q", "--config", str(fresh / "dateline.toml"), "--clock", CLOCK]) == 0
    assert published(root) == published(fresh)


@pytest.mark.parametrize("name", ["", "an edit", "a seed gone", "a page gone"])
def test_shared(name: str, published_once: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two processes share the look, nothing else comes of it."""
    for module in (standing, ledger):
        monkeypatch.setattr(module, "MANY", 2)
    if name:
        DISTURBANCES[name](published_once.root)

    assert published_once("--jobs", "2") == bool(name)


def test_touched(published_once: Publisher) -> None:
    """The bytes of what could have changed unseen are compared; of all else, the entries."""
    os.utime(published_once.root / PLACE, ns=(1, 1))
    assert published_once()
    assert not published_once()


@pytest.mark.parametrize(
    ("clock", "builds"),
    [("2026-05-20", 0), ("2026-05-31", 0), ("2026-06-01", 1), ("2026-05-19", 1)],
)
def test_time(clock: str, builds: int, published_once: Publisher) -> None:
    """A build is begun as soon as an article is due, and when the clock was put back."""
    assert published_once(clock=clock) == bool(builds)


def test_news_is_forgotten(published_once: Publisher) -> None:
    """The news sitemap forgets an article after two days, which is a change."""
    assert published_once(clock="2026-06-01")
    news = published_once.root / "output/news-sitemap.xml"
    assert b"Later" in news.read_bytes()
    assert not published_once(clock="2026-06-02")
    assert published_once(clock="2026-06-04")
    assert not news.exists()


def test_asked_otherwise(published_once: Publisher) -> None:
    """A site for another address is another site, and so is the first one after it."""
    assert published_once("--base-url", "https://other.example/")
    assert not published_once("--base-url", "https://other.example/")
    assert published_once()
    assert published_once("--clean")
    assert not published_once("--jobs", "2")


def test_another_build_between(published_once: Publisher) -> None:
    """A record counts only for the output that it was made of."""
    root = published_once.root
    record = (root / ".dateline/standing").read_bytes()
    before = (root / PLACE).read_bytes()
    assert published_once("--base-url", "https://other.example/")
    (root / ".dateline/standing").write_bytes(record)
    assert (root / PLACE).read_bytes() == before
    assert published_once()


def test_a_fault_is_told_each_time(published_once: Publisher) -> None:
    """While a build fails it is begun each time; once the fault is gone nothing is to be done."""
    root = published_once.root
    link = root / "content/articles/l.md"
    link.symlink_to("2026/frigate.md")
    words = ["build", "-q", "--config", str(root / "dateline.toml"), "--clock", CLOCK]
    assert [main(words), main(words)] == [1, 1]
    link.unlink()
    assert not published_once()

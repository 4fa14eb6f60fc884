"""A thousand random changes of files while the site is watched, and then it is a clean build's."""

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import sleep

from generator.diagnostics import BuildFailed
from tests.attended import Running, running, wait_until
from tests.projects import PLAIN, article, config, make, published, sources_copied, take_in, write

STEPS = 1000
CLOCK = "2026-05-20T12:00Z"

TEMPLATE = "themes/plain/templates/404.html"
STYLE = "themes/plain/assets/site.css"
TERMS = "content/taxonomies/tags.toml"
BROKEN = (TEMPLATE, "content/articles/2026/broken.md")
START = {
    **PLAIN,
    "dateline.toml": config(pagination__size="3"),
    "content/articles/2026/first.md": article("The first", "2026-05-01", tags="[nato]"),
    "seeds/2026-05-02-seed.txt": "Estonia buys radars\nTALLINN — Estonia has bought radars.\n",
}


class Storm:
    """Changes a project at random, as editors, version control and clumsy hands do."""

    def __init__(self, root: Path, seed: int) -> None:
        """Take the project; the same seed gives the same changes."""
        self.root = root
        self.chance = random.Random(seed)
        self.deeds: tuple[Callable[[], None], ...] = (
            self._write,
            self._write,
            self._write,
            self._save_atomically,
            self._save_with_backup,
            self._touch,
            self._delete,
            self._rename,
            self._rename_folder,
            self._new_seed,
            self._new_seed,
            self._new_folder,
            self._restyle,
            self._break_something,
            self._mend,
            self._mend,
            self._mend,
            self._rewrite_terms,
            self._delete_root,
            self._litter,
        )

    def run(self) -> None:
        """Do all steps, with a pause now and then, in which the site is built."""
        for step in range(STEPS):
            with suppress(FileNotFoundError):  # the watcher may just have taken an article away
                self.chance.choice(self.deeds)()
            if step % 20 == 0:
                sleep(0.6 * self.chance.random())
        self._mend()

    def _text(self) -> str:
        number = self.chance.randrange(10**9)
        day = self.chance.randrange(1, 19)
        tags = self.chance.choice(["[nato]", "[exercises, storms]", "[air-defence]"])
        date, text, slug = f"2026-05-{day:02}", f"Text {number}.", f"story-{number}"
        return article(f"Story {number}", date, text, tags=tags, slug=slug)

    def _place(self) -> Path:
        folder = self.chance.choice(["2025", "2026", "2026/deep", "2026/deep/deeper"])
        place = self.root / "content/articles" / folder / f"s{self.chance.randrange(30)}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _any(self) -> Path | None:
        found = sorted((self.root / "content/articles").rglob("s*.md"))
        return self.chance.choice(found) if found else None

    def _write(self) -> None:
        self._place().write_text(self._text(), "utf-8")

    def _save_atomically(self) -> None:
        place = self._place()
        draft = place.parent / f".{place.name}.tmp"
        draft.write_text(self._text(), "utf-8")
        draft.replace(place)

    def _save_with_backup(self) -> None:
        if place := self._any():
            place.replace(f"{place}~")
            place.write_text(self._text(), "utf-8")

    def _touch(self) -> None:
        if place := self._any():
            place.touch()

    def _delete(self) -> None:
        if place := self._any():
            place.unlink()

    def _rename(self) -> None:
        if place := self._any():
            place.replace(self._place())

    def _rename_folder(self) -> None:
        deep, other = (self.root / f"content/articles/2026/{name}" for name in ("deep", "other"))
        for one, two in ((deep, other), (other, deep)):
            if one.is_dir() and not two.exists():
                one.rename(two)
                return

    def _new_seed(self) -> None:
        number = self.chance.randrange(40)
        text = f"Seed {number}\nRIGA — Latvia signed {self.chance.randrange(9)}.\n"
        write(self.root, {f"seeds/2026-05-03-{number}.txt": text})

    def _new_folder(self) -> None:
        number = self.chance.randrange(5)
        write(self.root, {f"content/articles/2026/n{number}/x/s90{number}.md": self._text()})

    def _restyle(self) -> None:
        write(self.root, {STYLE: f"body {{ margin: {self.chance.randrange(9)}px }}\n"})

    def _break_something(self) -> None:
        write(self.root, {self.chance.choice(BROKEN): "---\ntitle: [\n---\n{{ nothing }"})

    def _mend(self) -> None:
        write(self.root, {TEMPLATE: START[TEMPLATE]})
        (self.root / BROKEN[1]).unlink(missing_ok=True)

    def _rewrite_terms(self) -> None:
        name = self.chance.choice(["Storms", "Tempests"])
        write(self.root, {TERMS: f'[[tag]]\nid = "storms"\nname = "{name}"\n'})

    def _delete_root(self) -> None:
        folder = self.root / self.chance.choice(["templates", "seeds"])
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            extended = '{% extends "parent/404.html" %}'
            write(self.root, {"templates/404.html": extended} if folder.name[0] == "t" else {})

    def _litter(self) -> None:
        names = {"content/files/#x#": "x", "content/4913": "", "seeds/.swp": "", "output/own": "o"}
        write(self.root, names)


def is_clean(root: Path, beside: Path) -> bool:
    """Return whether the site of a project is, byte for byte, what a clean build makes of it."""
    shutil.rmtree(beside, ignore_errors=True)
    try:
        clean = sources_copied(root, beside)
        take_in(clean)
        make(clean)
    except (BuildFailed, OSError, shutil.Error):
        return False
    ours = published(root)
    ours.pop("own", None)
    return ours == published(clean)


def test_storm(tmp_path: Path) -> None:
    """After a thousand random changes the published site is that of a clean build."""
    root = write(tmp_path / "project", START)
    with running(root, "watch", "--clock", CLOCK) as watching:
        watching.wait_for("Watching for changes")

        Storm(root, seed=20260520).run()
        wait_until(
            lambda: is_clean(root, tmp_path / "clean"), lambda: "\n".join(watching.lines[-20:])
        )

        assert watching.process.poll() is None
        assert len(ends(watching, " s.", " s; ")) >= 3, "some were published on the way"
        assert len(ends(watching, " s.", " s; ", "as it was.")) >= 10, "they were looked at often"
        assert watching.end() == 130


def ends(watching: Running, *words: str) -> list[str]:
    """Return the lines that tell of a batch and hold one of some words."""
    lines = [line for line in watching.lines if ": " in line and "error: " not in line]
    return [line for line in lines if any(one in line for one in words)]

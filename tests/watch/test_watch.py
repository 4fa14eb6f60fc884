"""One batch for each burst of changes, whatever an editor does to files and folders."""

import errno
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest
from watchdog.events import FileCreatedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, EventEmitter, ObservedWatch

from generator.watch.ears import Pace
from generator.watch.listening import SENTINEL
from generator.watch.watch import Batch
from tests.projects import write
from tests.watch.workplaces import Sources, changes, watched

FILES = {
    "content/articles/a.md": "one",
    "content/articles/2026/b.md": "two",
    "seeds/s.txt": "seed",
    "dateline.toml": "title = 'x'\n",
}


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(write(tmp_path, FILES))


def listened(batches: Iterator[Batch], sources: Sources) -> None:
    """Go on until events are listened to, so that the next change must be heard."""
    next(batches)
    write(sources.folder, {"seeds/start.txt": "start"})
    assert changes(next(batches)) == [("seeds/start.txt", "new")]
    write(sources.folder, {"seeds/start.txt": "heard"})
    assert changes(next(batches)) == [("seeds/start.txt", "changed")]


def test_first(sources: Sources) -> None:
    """The site is made as it stands, before anything has changed."""
    with watched(sources) as (batches, _):
        batch = next(batches)

    assert changes(batch) == []
    assert sources.published == [FILES]


def vim(place: Path) -> None:
    """Save as vim does with backups: try, move away, write anew, take the backup away."""
    (place.parent / "4913").write_text("")
    (place.parent / "4913").unlink()
    place.replace(f"{place}~")
    place.write_text("saved")
    Path(f"{place}~").unlink()


def code(place: Path) -> None:
    """Save as VS Code does: write over the file."""
    with place.open("r+") as file:
        file.truncate(0)
        file.write("saved")


def emacs(place: Path) -> None:
    """Save as Emacs does: a lock that is a link, a draft, a backup, a new file."""
    lock = place.parent / f".#{place.name}"
    lock.symlink_to("someone@machine.1:2")
    (place.parent / f"#{place.name}#").write_text("draft")
    place.replace(f"{place}~")
    place.write_text("saved")
    (place.parent / f"#{place.name}#").unlink()
    lock.unlink()


def atomically(place: Path) -> None:
    """Save as many do: a new file beside it, renamed over it."""
    draft = place.parent / f".{place.name}.k3jX"
    draft.write_text("saved")
    draft.replace(place)


def sed(place: Path) -> None:
    """Change a file with sed -i."""
    subprocess.run(["sed", "-i", "s/.*/saved/", str(place)], check=True)


@pytest.mark.parametrize("save", [vim, code, emacs, atomically, sed])
def test_editors(sources: Sources, save: Callable[[Path], None]) -> None:
    """However an editor saves a file, there is one batch, and it has what was saved."""
    with watched(sources) as (batches, presses):
        listened(batches, sources)
        save(sources.folder / "content/articles/a.md")

        batch = next(batches)
        os.write(presses, b"q")

        assert changes(batch) == [("content/articles/a.md", "changed")]
        assert sources.published[-1]["content/articles/a.md"].strip() == "saved"
        assert list(batches) == []


def test_folders(sources: Sources) -> None:
    """New, renamed and deleted folders are followed, and files in them afterwards."""
    with watched(sources) as (batches, _):
        listened(batches, sources)
        articles = sources.folder / "content/articles"

        write(sources.folder, {"content/articles/x/y/new.md": "1"})
        assert changes(next(batches)) == [("content/articles/x/y/new.md", "new")]

        (articles / "x").rename(articles / "z")
        assert changes(next(batches)) == [
            ("content/articles/x/y/new.md", "gone"),
            ("content/articles/z/y/new.md", "new"),
        ]

        write(sources.folder, {"content/articles/z/y/new.md": "2"})
        assert changes(next(batches)) == [("content/articles/z/y/new.md", "changed")]

        shutil.rmtree(articles / "z")
        assert changes(next(batches)) == [("content/articles/z/y/new.md", "gone")]


def test_roots(sources: Sources) -> None:
    """A source folder that is deleted, made again, or made for the first time is followed."""
    with watched(sources) as (batches, _):
        listened(batches, sources)

        shutil.rmtree(sources.folder / "content")
        assert len(changes(next(batches))) == 2

        write(sources.folder, {"content/articles/a.md": "again"})
        assert changes(next(batches)) == [("content/articles/a.md", "new")]

        write(sources.folder, {"content/articles/a.md": "and again"})
        assert changes(next(batches)) == [("content/articles/a.md", "changed")]

        write(sources.folder, {"templates/home.html": "home"})
        assert changes(next(batches)) == [("templates/home.html", "new")]

        write(sources.folder, {"templates/home.html": "house"})
        assert changes(next(batches)) == [("templates/home.html", "changed")]


def test_configuration(sources: Sources) -> None:
    """The configuration is watched though it lies in no folder of sources."""
    with watched(sources) as (batches, _):
        listened(batches, sources)

        atomically(sources.folder / "dateline.toml")

        assert changes(next(batches)) == [("dateline.toml", "changed")]


def test_burst(sources: Sources) -> None:
    """Thousands of files that are written one after the other are one batch, or two at most."""
    with watched(sources) as (batches, _):
        listened(batches, sources)
        names = [f"content/articles/{number % 40}/{number}.md" for number in range(3000)]

        writer = threading.Thread(target=lambda: [write(sources.folder, {n: n}) for n in names])
        writer.start()
        found = list(next(batches).changes)
        writer.join()
        if len(found) < len(names):  # a machine with other work to do pauses in between
            found += next(batches).changes

        assert sorted(one.path for one in found) == sorted(names)


def test_while_building(sources: Sources) -> None:
    """What changes while the site is made is made next, once, and nothing after it."""
    with watched(sources) as (batches, presses):
        listened(batches, sources)

        def meanwhile(number: int) -> None:
            for again in range(3 if number == 4 else 0):
                write(sources.folder, {"content/articles/a.md": f"meanwhile {again}"})

        sources.meanwhile = meanwhile
        write(sources.folder, {"content/articles/a.md": "first"})
        first, second = next(batches), next(batches)
        os.write(presses, b"q")

        assert changes(first) == changes(second) == [("content/articles/a.md", "changed")]
        assert sources.published[-1]["content/articles/a.md"] == "meanwhile 2"
        assert list(batches) == []


def test_back_again_while_building(sources: Sources) -> None:
    """What was read while it was something else for a moment is read again, once."""
    with watched(sources) as (batches, presses):
        listened(batches, sources)

        def meanwhile(_number: int) -> None:
            write(sources.folder, {"content/articles/a.md": "one"})
            sources.meanwhile = lambda _number: None

        sources.meanwhile = meanwhile
        sources.unseen = {"content/articles/a.md": "another"}
        write(sources.folder, {"content/articles/2026/b.md": "first"})
        first, second = next(batches), next(batches)
        os.write(presses, b"q")

        assert changes(first) == [("content/articles/2026/b.md", "changed")]
        assert changes(second) == [("content/articles/a.md", "changed")]
        read = [one["content/articles/a.md"] for one in sources.published[-2:]]
        assert read == ["another", "one"]
        assert list(batches) == []


def test_own_writing(sources: Sources) -> None:
    """What taking in has written is published at once and is no reason to build again."""
    with watched(sources) as (batches, presses):
        listened(batches, sources)
        sources.writes = {"content/articles/2026/made.md": "made of a seed"}

        write(sources.folder, {"seeds/new.txt": "new"})
        batch = next(batches)
        sleep(0.3)
        os.write(presses, b"q")

        assert changes(batch) == [("seeds/new.txt", "new")]
        assert sources.published[-1]["content/articles/2026/made.md"] == "made of a seed"
        assert list(batches) == []


def test_reading(sources: Sources) -> None:
    """Reading and touching sources builds nothing, nor does what is hidden or no source."""
    with watched(sources) as (batches, presses):
        listened(batches, sources)

        (sources.folder / "content/articles/a.md").read_text()
        sleep(0.05)  # the clock of file systems goes in steps, and lags behind by one
        (sources.folder / "content/articles/a.md").touch()
        write(
            sources.folder,
            {".git/index": "x", "output/index.html": "x", ".dateline/x": "x", "content/.x/y": "x"},
        )
        sleep(0.3)
        os.write(presses, b"q")

        assert list(batches) == []


def test_keys(sources: Sources) -> None:
    """One key makes the site again though nothing has changed, another ends it."""
    with watched(sources) as (batches, presses):
        next(batches)
        os.write(presses, b"rq")

        assert [changes(batch) for batch in batches] == [[]]


def test_due(sources: Sources) -> None:
    """The site is made again when an article becomes due, though no file has changed."""
    with watched(sources) as (batches, _):
        next(batches)
        sources.left = 0.05

        assert changes(next(batches)) == []


SOON = Pace(poll=0.05, patrol=0.2, sentinel=0.05)


def test_poll(sources: Sources) -> None:
    """Changes are found by looking where no events are asked for."""
    with watched(sources, poll=True, pace=SOON) as (batches, _):
        next(batches)
        threads = threading.active_count()

        write(sources.folder, {"content/articles/a.md": "two"})

        assert changes(next(batches)) == [("content/articles/a.md", "changed")]
        assert threading.active_count() == threads


def silent() -> BaseObserver:
    """Return an observer that no event ever reaches, as on a network drive."""
    return BaseObserver(EventEmitter)


def full(number: int) -> Callable[[], BaseObserver]:
    """Return what the system refuses to make, with the number of an error."""

    def observer() -> BaseObserver:
        raise OSError(number, os.strerror(number))

    return observer


@pytest.mark.parametrize(
    ("observer", "reason"),
    [
        (silent, "no events come from seeds/ (a network drive or a container?)"),
        (
            full(errno.ENOSPC),
            "the system's limit of watched folders is reached (fs.inotify.max_user_watches)",
        ),
        (
            full(errno.EMFILE),
            "the system's limit of watchers is reached (fs.inotify.max_user_instances)",
        ),
    ],
)
def test_deaf(sources: Sources, observer: Callable[[], BaseObserver], reason: str) -> None:
    """Where no events are to be had, it is looked for changes, and that is said in one line."""
    told: list[str] = []
    with watched(sources, told=told, pace=SOON, observer=observer) as (batches, _):
        next(batches)
        write(sources.folder, {"content/articles/a.md": "two"})
        batch = next(batches)
        write(sources.folder, {"content/articles/a.md": "three"})

        assert changes(batch) == changes(next(batches)) == [("content/articles/a.md", "changed")]
        assert told == [f"Looking for changes every second: {reason}."]
    assert not list(sources.folder.rglob(SENTINEL))


class Forgetful(BaseObserver):
    """Hears a sentinel and nothing else."""

    def __init__(self) -> None:
        super().__init__(EventEmitter)

    def schedule(
        self,
        event_handler: FileSystemEventHandler,
        path: str | Path,
        *,
        recursive: bool = False,
        event_filter: list[type[FileSystemEvent]] | None = None,  # noqa: ARG002
        follow_symlink: bool = False,  # noqa: ARG002  # as watchdog calls it
    ) -> ObservedWatch:
        """Let the sentinel be heard at once."""
        event_handler.dispatch(FileCreatedEvent(f"{path}/{SENTINEL}"))
        return super().schedule(event_handler, path, recursive=recursive)


def test_lost_events(sources: Sources) -> None:
    """A change that no event told of is found all the same, and it is listened anew."""
    heard: list[BaseObserver] = []

    def observer() -> BaseObserver:
        heard.append(Forgetful() if not heard else Observer())
        return heard[-1]

    with watched(sources, pace=SOON, observer=observer) as (batches, _):
        next(batches)
        write(sources.folder, {"content/articles/a.md": "before anything is listened to"})
        assert changes(next(batches)) == [("content/articles/a.md", "changed")]
        assert len(heard) == 1

        write(sources.folder, {"content/articles/a.md": "unheard"})
        assert changes(next(batches)) == [("content/articles/a.md", "changed")]

        write(sources.folder, {"content/articles/a.md": "heard"})
        assert changes(next(batches)) == [("content/articles/a.md", "changed")]
        assert len(heard) == 2


def test_no_thread_left(sources: Sources) -> None:
    """No thread and no open file is left when watching ends."""
    threads, handles = threading.active_count(), open_handles()
    with watched(sources) as (batches, _):
        listened(batches, sources)

    assert (threading.active_count(), open_handles()) == (threads, handles)


def open_handles() -> int:
    """Return how many files this process has open, 0 where that cannot be told."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0

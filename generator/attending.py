"""A site that is attended to: made again on every change, with every line that tells of it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TypeVar

from msgspec.structs import replace

from generator.arguments import FINE, INTERRUPTED, Invocation
from generator.build import Kept, build_again, stop_on
from generator.code import PACKAGE
from generator.console import Console
from generator.diagnostics import BuildFailed, Diagnostic, Place, error, errors_in
from generator.files import FileRefused
from generator.ingesting import ingest_seeds
from generator.keyboard import Keys, keys_of
from generator.lock import locked_in_turn
from generator.model import PhaseDone, Report
from generator.opening import FAULTS, config_of, in_zone, problems_of, project_of, wish_of
from generator.project import Project
from generator.seeds.ingest import Deed, Ingested
from generator.seeds.register import REGISTER
from generator.sources import Root, Snapshot, signature_of, time_in
from generator.uncollected import set_aside
from generator.watch.ears import Ears
from generator.watch.telling import causes, told
from generator.watch.watch import Batch, Keyboard, Order, Outcome, watch
from generator.wish import Wish

T = TypeVar("T")

_RETRY_SECONDS = 5.0
"""How soon to try again after what no change of a source can mend: a full disk, say."""

_WRITES = {Deed.CREATED, Deed.RECOMPOSED, Deed.MERGED}


class Attended:
    """A site that is made again and again, with its configuration as it is each time.

    What goes wrong is kept and told, and the next change is waited for.
    """

    def __init__(self, invocation: Invocation, project: Project, console: Console) -> None:
        """Take the project as it was read when the command began."""
        self._invocation = invocation
        self._console = console
        self._wish = wish_of(invocation)
        self._problems: tuple[Diagnostic, ...] = ()
        self._faults: tuple[Diagnostic, ...] = ()
        self._due: datetime | None = None
        self._retry_at: float | None = None
        self.is_preview = self._wish.drafts or self._wish.future
        self.project = _with_preview(project, self._wish)
        self._had_content = project.content.is_dir()
        self._kept = Kept()
        self._content: Snapshot = {}
        self._quiet: tuple[object, ...] = ()

    def roots(self) -> tuple[Root, ...]:
        """Return where the sources lie."""
        project, config = self.project, config_of(self._invocation)
        folders = (project.seeds, project.content, project.templates, *project.themes)
        # What an installed Dateline brings does not change, and may lie where nobody can write.
        found = {one.resolve(): one for one in folders if not one.is_relative_to(PACKAGE)}
        return (
            Root(config, config.name),
            *(Root(one, _shown(one, project.root)) for one in found.values()),
        )

    @property
    def shown_output(self) -> str:
        """Return the folder of the site, as messages call it."""
        return f"{_shown(self.project.output, self.project.root)}/"

    @property
    def kept(self) -> Kept:
        """Return what the last build that has published left for the next one."""
        return self._kept

    def take_in(self, changed: Collection[str]) -> tuple[str, ...]:
        """Read the configuration again and make articles of new seeds."""
        self._faults, self._retry_at = (), None
        names = (f"{self.project.seeds.name}/", f"{self.project.content.name}/taxonomies/")
        if any(path.startswith(names) for path in changed):
            self._quiet = ()
        ingested = self._tried(self._ingest)
        articles = [to for deed, _, to in ingested.deeds if deed in _WRITES] if ingested else []
        return tuple(f"{self.project.content.name}/{article}" for article in articles)

    def publish(self, seen: Snapshot, changed: Collection[str]) -> Outcome:
        """Build the site, unless what came before it has failed."""
        self._content = self._content_in(seen, changed)
        report = None if self._faults else self._tried(self._build)
        # Also after a failure, or what has become due in between would be tried over and over.
        self._due = report.due if report else None
        of_seeds = () if self._faults else self._problems
        problems = (*of_seeds, *self._faults, *(report.problems if report else ()))
        read_until_ns = time_in(self.project.cache)
        return Outcome(report, read_until_ns, tuple(dict.fromkeys(problems)))

    def seconds_left(self) -> float | None:
        """Return when an article opens or expires next, or when to try again."""
        if self._retry_at is not None:
            return max(0.0, self._retry_at - monotonic())
        if self._due is None or not self._invocation.clock_runs:
            return None
        return max(0.0, (self._due - self._now()).total_seconds())

    def _ingest(self) -> Ingested:
        self.project = self._read()
        if self._had_content and not self.project.content.is_dir():
            raise BuildFailed((_content_gone(self.project),))
        asked = self._asked()
        if asked == self._quiet:
            return Ingested((), 0)
        self._problems, self._quiet = (), ()
        with self._locked():
            today = self._now().date()
            found = ingest_seeds(self.project, today=today, jobs=self._invocation.jobs)
        self._had_content = True
        self._problems = stop_on(found.problems, self._wish)
        if not found.value.deeds:
            self._quiet = asked
        return found.value

    def _asked(self) -> tuple[object, ...]:
        """Return what taking in depends on beside seeds and terms."""
        register = signature_of(self.project.content / REGISTER)
        return (self.project, register, self._now().date())

    def _content_in(self, seen: Snapshot, changed: Collection[str]) -> Snapshot:
        """Return the files of the content folder; from one save to the next few of them differ."""
        name = f"{self.project.content.name}/"
        own = [path for path in changed if path.startswith(name)]
        known = self._content
        if known and all(path in known and path in seen for path in own):
            return {**known, **{path: seen[path] for path in own}}
        return {path: one for path, one in seen.items() if path.startswith(name)}

    def _build(self) -> Report:
        is_first = not self._kept.seal
        with self._locked():
            report, self._kept = build_again(
                self.project,
                self._kept,
                as_of=self._now(),
                home=self._invocation.home,
                wish=self._wish,
                seen=self._content,
                notify=self._console.notify,
            )
        if is_first:
            set_aside()
        return report

    def _read(self) -> Project:
        read = project_of(self._invocation)
        if errors_in(read.problems):
            raise BuildFailed(read.problems)
        return _with_preview(read.value, self._wish)

    def _now(self) -> datetime:
        return in_zone(self._invocation.clock(), self.project)

    def _locked(self) -> AbstractContextManager[None]:
        """Return the lock, for one step: whoever attends to a site all day is not alone there."""
        lock = self.project.cache / "lock"
        return locked_in_turn(lock, lambda busy: self._console.tell(f"Waiting: {busy}."))

    def _tried(self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except FAULTS as fault:
            self._faults = problems_of(fault)
            if not isinstance(fault, BuildFailed):
                self._retry_at = monotonic() + _RETRY_SECONDS
        except FileRefused as refused:
            place = Place(config_of(self._invocation).name)
            hint = "put it back; the site is as it was"
            self._faults = (error(place, "config-unreadable", f"it is {refused}", hint),)
        except Exception as bug:  # noqa: BLE001  # a slip of ours must not end a preview
            message = f"{type(bug).__name__}: {bug}"
            hint = "this is a bug in Dateline; `dateline build` shows what a report of it needs"
            self._faults = (error(Place("dateline"), "bug", message, hint),)
        return None


def _content_gone(project: Project) -> Diagnostic:
    """Return an error for a folder that is moved about: making it anew would be in the way."""
    message = "this folder is gone, and was there a moment ago; the site waits for it"
    hint = "put it back; to make all articles of the seeds anew, make an empty folder in its place"
    return error(Place(f"{project.content.name}/"), "content-gone", message, hint)


def _with_preview(project: Project, wish: Wish) -> Project:
    """Return the project with a folder of its own for a site that shows what is held back."""
    if not (wish.drafts or wish.future):
        return project
    return replace(project, output=project.preview)


def _shown(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)


class Watcher:
    """Tells what comes of each batch, and does what keys ask for."""

    def __init__(self, invocation: Invocation, project: Project, console: Console) -> None:
        """Take what a command is given."""
        self.attended = Attended(invocation, project, console)
        self.url = ""
        self._invocation = invocation
        self._console = console
        self._known: frozenset[Diagnostic] = frozenset()
        self._failed: frozenset[Diagnostic] | None = None

    @contextmanager
    def batches(self) -> Iterator[Iterator[Batch]]:
        """Give what comes of each change, once it is told; listen while the block runs."""
        root = self.attended.project.root
        ears = Ears(root, self._console.tell, poll="poll" in self._invocation.flags)
        with closing(ears), keys_of(self._invocation.keyboard) as keys:
            keyboard = Keyboard(keys.handle, lambda: self._pressed(keys))
            yield self._told(watch(self.attended, ears, keyboard), ears)

    def welcome(self, text: str) -> None:
        """Say what goes on, and what keys do where there are any."""
        opens = "o opens the browser, " if self.url else ""
        keys = f"r builds again, {opens}q quits"
        if self._invocation.keyboard is None:
            keys = "Ctrl-C ends it"
        self._console.tell(f"{text}; {keys}.")
        self._console.flush()

    def warn_of(self, others: Sequence[str]) -> None:
        """Say where others can see the site, if they can."""
        if others:
            self._console.tell(f"Everybody who can reach this machine sees it: {', '.join(others)}")

    def browse(self) -> None:
        """Open the site in the browser."""
        url = self.url
        self._invocation.browse(url, lambda: self._console.tell(f"No browser was found for {url}."))

    def _told(self, batches: Iterator[Batch], ears: Ears) -> Iterator[Batch]:
        for batch in batches:
            self._tell(batch, ears)
            yield batch

    def _pressed(self, keys: Keys) -> Order:
        match keys.read():
            case "q":
                return Order.STOP
            case "r":
                return Order.BUILD
            case "o" if self.url:
                self.browse()
        return Order.LOOK

    def _tell(self, batch: Batch, ears: Ears) -> None:
        """Print one line, below the problems that were not there before."""
        outcome, console = batch.outcome, self._console
        found = frozenset(outcome.problems)
        if not (batch.changes or outcome.report) and found == self._failed:
            return  # it was only tried again
        self._failed = found
        console.problems(tuple(found - self._known if outcome.report else found))
        self._known = found if outcome.report else self._known
        console.tell(told(batch))
        for line in causes(outcome.report):
            console.details(line)
        values = {"url": self.url, "polling": ears.is_polling, **_values(batch)}
        console.event(self._invocation.command, values, outcome.problems)
        console.flush()


def _values(batch: Batch) -> dict[str, object]:
    report = batch.outcome.report
    changes = [{"path": one.path, "change": one.kind.value} for one in batch.changes]
    values: dict[str, object] = {"changes": changes, "published": report is not None}
    if report:
        values |= {"written": report.written, "unchanged": report.unchanged}
        values |= {"removed": report.removed, "seconds": round(report.seconds, 3)}
    return values


def stopped(console: Console) -> int:
    """Say that a person has ended it; return the exit code."""
    console.notify(PhaseDone(""))  # there may be a progress line
    console.tell("Stopped.")
    return INTERRUPTED


def run_watch(invocation: Invocation, project: Project, console: Console) -> int:
    """Build now and on every change, until told to stop."""
    watcher = Watcher(invocation, project, console)
    try:
        with watcher.batches() as batches:
            next(batches)
            watcher.welcome("Watching for changes")
            for _ in batches:
                pass
    except KeyboardInterrupt:
        return stopped(console)
    return FINE

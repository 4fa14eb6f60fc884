"""``dateline watch`` as an editor sees it: its lines, its keys, and how it ends."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

from generator.lock import locked
from tests.attended import REPOSITORY, Running, running, wait_until
from tests.projects import PLAIN, article, config, write
from tests.test_cli import run

A = "content/articles/2026/a.md"
TEMPLATE = "themes/plain/templates/article.html"


def frigate(body: str) -> str:
    """Return the same article with another body, which lists do not show."""
    return article("Frigate enters service", "2026-05-03", body, summary="In short.")


FILES = {
    **PLAIN,
    "dateline.toml": config(),
    A: frigate("New ships."),
    "content/articles/2026/b.md": article("Exercise ends", "2026-05-04"),
}
CLOCK = ("--clock", "2026-05-20T12:00Z")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "project", FILES)


@pytest.fixture
def watching(root: Path) -> Iterator[Running]:
    """Watch the small project."""
    with running(root, "watch", *CLOCK) as one:
        one.wait_for("Watching for changes; Ctrl-C ends it.")
        yield one


def shape(line: str) -> str:
    """Return a line without what differs from run to run."""
    return re.sub(r"\d+\.\d\d s", "0.00 s", line)


def test_lines(root: Path, watching: Running) -> None:
    """One line tells of each build: what changed, how many files, how long, which problems."""
    write(root, {A: frigate("New.")})
    edited = watching.wait_for(f"{A}: ")
    write(root, {A: frigate("[dead](gone.md)")})
    warned = watching.wait_for("1 warning")
    (root / "content/articles/2026/b.md").unlink()
    removed = watching.wait_for("b.md (gone)")

    assert re.fullmatch(r"The site: \d\d written in \d+\.\d\d s\.", watching.lines[0])
    assert shape(edited) == f"{A}: 4 written in 0.00 s."
    assert shape(warned) == f"{A}: 4 written in 0.00 s; 1 warning."
    assert " removed in " in removed
    assert sum("[dead-link]" in line for line in watching.lines) == 1, "told once, not each time"


def test_broken_and_mended(root: Path, watching: Running) -> None:
    """A broken source keeps the last good site, is told with its place, and is mended by itself."""
    page = root / "output/2026/05/03/a/index.html"
    before = page.read_bytes()

    write(root, {TEMPLATE: FILES[TEMPLATE] + "{{ nothing }}"})
    broken = watching.wait_for("the site is as it was")
    kept = page.read_bytes()
    write(root, {TEMPLATE: FILES[TEMPLATE].replace("<p>", "<p>mended ")})
    mended = watching.wait_for(" written in ", after=2)

    assert broken == f"{TEMPLATE}: 1 error; the site is as it was."
    assert [line for line in watching.lines if "[undefined-name]" in line]
    assert kept == before
    assert shape(mended) == f"{TEMPLATE}: 2 written in 0.00 s."
    assert b"mended" in page.read_bytes()


def test_configuration(root: Path, watching: Running) -> None:
    """The configuration is read anew, also after it was broken and after it was gone."""
    home = root / "output/index.html"

    write(root, {"dateline.toml": config() + "nonsense = 1\n"})
    broken = watching.wait_for("as it was")
    (root / "dateline.toml").unlink()
    gone = watching.wait_for("(gone)")
    write(root, {"dateline.toml": config(title="Another Wire")})
    watching.wait_for("dateline.toml (new)")

    assert broken == "dateline.toml: 1 error; the site is as it was."
    assert gone == "dateline.toml (gone): 1 error; the site is as it was."
    assert [line for line in watching.lines if "[config-unreadable]" in line]
    assert "Another Wire" in home.read_text("utf-8")


def test_theme(root: Path, watching: Running) -> None:
    """Another theme, and a change of its parent, take effect without a new start."""
    own = {"themes/own/theme.toml": 'api = 1\nname = "own"\nparent = "plain"\n'}
    write(root, {**own, "dateline.toml": config(theme="own")})
    watching.wait_for("themes/own/theme.toml (new)")
    write(root, {"themes/plain/assets/site.css": "body { margin: 7px }\n"})
    watching.wait_for("themes/plain/assets/site.css")

    styles = [path.read_text() for path in (root / "output/assets").glob("site.*.css")]
    assert styles == ["body { margin: 7px }\n"]


def test_seeds(root: Path, watching: Running) -> None:
    """A new seed becomes an article and a page, in one build, and the article's file is no news."""
    write(root, {"seeds/2026-05-06-new.txt": "Latvia buys drones\nRIGA — Latvia has signed.\n"})
    watching.wait_for("seeds/2026-05-06-new.txt (new)")
    count = len(watching.lines)
    write(root, {A: frigate("Later.")})
    later = watching.wait_for(" written", after=count)

    assert later.startswith(f"{A}: ")
    assert (root / "output/2026/05/06/latvia-buys-drones/index.html").is_file()


def test_seed_beside_a_fault(root: Path, watching: Running) -> None:
    """A seed that comes while the configuration is broken is taken in once that is mended."""
    seed = {"seeds/2026-05-06-new.txt": "Latvia buys drones\nRIGA — Latvia has signed.\n"}
    write(root, {A: frigate("Once more.")})
    watching.wait_for(f"{A}: ")
    write(root, {**seed, "dateline.toml": config() + "nonsense = 1\n"})
    watching.wait_for("as it was")
    count = len(watching.lines)
    write(root, {"dateline.toml": config()})
    watching.wait_for(" written", after=count)

    assert (root / "output/2026/05/06/latvia-buys-drones/index.html").is_file()


def test_content_gone(root: Path, watching: Running) -> None:
    """While the content folder is moved about, nothing is made anew and the site stays."""
    home = (root / "output/index.html").read_bytes()

    (root / "content").rename(root / "elsewhere")
    watching.wait_for("[content-gone]")
    assert not (root / "content").exists()
    (root / "elsewhere").rename(root / "content")
    back = watching.wait_for("nothing to write")

    assert "(new)" in back
    assert (root / "output/index.html").read_bytes() == home


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_end(root: Path, watching: Running, number: int, code: int) -> None:
    """Ctrl-C and a polite kill end it, and leave no process, lock or temporary file."""
    ended = watching.end(number)

    assert ended == code
    assert not [line for line in watching.lines if "Traceback" in line]
    with locked(root / ".dateline" / "lock"):
        pass
    assert not [path for path in root.rglob("*") if path.name.startswith(".dateline-")]


def test_lock(root: Path, watching: Running) -> None:
    """Other commands work while it waits, and it waits in turn while they do."""
    assert run("list", "drafts", *CLOCK, cwd=root)[0] == 0
    assert run("build", *CLOCK, cwd=root)[0] == 0

    with locked(root / ".dateline" / "lock"):
        write(root, {A: frigate("Now.")})
        waiting = watching.wait_for("Waiting: ")
    watching.wait_for(f"{A}: ")

    assert waiting == f"Waiting: process {os.getpid()} is at work on this project."


def test_json(root: Path) -> None:
    """With --json each build is one object on one line, and nothing else is printed."""
    with running(root, "watch", "--json", *CLOCK) as one:
        one.wait_for("published")
        write(root, {A: frigate("Now.")})
        one.wait_for(A)
        first, second = map(json.loads, one.lines)

    assert (first["command"], first["published"], first["changes"]) == ("watch", True, [])
    assert second["changes"] == [{"path": A, "change": "changed"}]
    assert (second["status"], second["polling"]) == ("fine", False)


def test_verbose(root: Path) -> None:
    """With --verbose the causes are counted below the line."""
    with running(root, "watch", "--verbose", *CLOCK) as one:
        one.wait_for("Watching")
        count = len(one.lines)
        write(root, {A: frigate("Now.")})
        one.wait_for("content changed", after=count)

        assert "  4 files: content changed" in one.lines[count:]


def test_preview_has_a_folder_of_its_own(root: Path) -> None:
    """Drafts are shown in a preview beside the site, which is not touched, never in --output."""
    write(root, {A: article("A secret frigate", "2026-05-03", draft="true")})
    refused = run("watch", "--drafts", "--output", "public", cwd=root)
    with running(root, "watch", "--drafts", *CLOCK) as one:
        one.wait_for("Watching")
        preview = root / ".dateline/preview/2026/05/03/a/index.html"

        assert "A secret frigate" in preview.read_text("utf-8")
        assert not (root / "output").exists()
    assert refused[0] == 2
    assert "--drafts" in refused[2]


AT_NOON = """
import sys
from datetime import UTC, datetime
from generator import cli
from generator.commands import RUN

began, noon = datetime.now(UTC), datetime(2026, 5, 20, 12, tzinfo=UTC)
clock = lambda: noon + (datetime.now(UTC) - began)
given = cli.invocation_of(cli.parser().parse_args(["watch"]), {})
sys.exit(RUN["watch"](given._replace(clock=clock, now=clock())))
"""


def test_due(root: Path) -> None:
    """An article that opens while nobody does anything is published then, and once."""
    write(root, {A: article("Soon", "2026-05-03", embargo="2026-05-20T12:00:02Z")})
    with running(root, script=AT_NOON) as one:
        one.wait_for("The site: ", after=2)
        is_open = (root / "output/2026/05/03/a/index.html").is_file()

        assert is_open
        assert one.lines[0].startswith("The site: ")
        assert len(one.lines) == 3


def test_due_while_broken(root: Path) -> None:
    """What becomes due while something is broken is tried once, and published once it is mended."""
    write(root, {A: article("Soon", "2026-05-03", embargo="2026-05-20T12:00:03Z")})
    with running(root, script=AT_NOON) as one:
        one.wait_for("Watching")
        write(root, {TEMPLATE: "{{ nothing }}"})
        one.wait_for(f"{TEMPLATE}: 1 error")
        sleep(4)
        quiet = [line for line in one.lines if "as it was" in line]
        write(root, {TEMPLATE: FILES[TEMPLATE]})
        one.wait_for(f"{TEMPLATE}: ", after=len(one.lines))

    assert len(quiet) <= 2
    assert (root / "output/2026/05/03/a/index.html").is_file()


def test_fixed_clock(root: Path) -> None:
    """A clock that stands still never reaches a moment, so nothing waits for it."""
    write(root, {A: article("Soon", "2026-05-03", embargo="2026-05-20T12:00:01Z")})
    with running(root, "watch", *CLOCK) as one:
        one.wait_for("Watching")
        sleep(2.5)

        assert len(one.lines) == 2


def test_clean_takes_the_preview_away(root: Path) -> None:
    """`dateline clean` leaves no text of a draft in the folder of previews."""
    write(root, {A: article("A secret frigate", "2026-05-03", draft="true")})
    with running(root, "watch", "--drafts", *CLOCK) as one:
        one.wait_for("Watching")

    assert run("clean", cwd=root)[0] == 0
    assert not list((root / ".dateline/preview").rglob("*.html"))


def test_warnings_once(root: Path, watching: Running) -> None:
    """A warning is told when it is new, and not again after something else was broken."""
    write(root, {A: frigate("[dead](gone.md)")})
    watching.wait_for("1 warning")
    write(root, {TEMPLATE: "{{ nothing }}"})
    watching.wait_for("as it was")
    write(root, {TEMPLATE: FILES[TEMPLATE]})
    watching.wait_for(f"{TEMPLATE}: ", after=len(watching.lines))

    assert sum("[dead-link]" in line for line in watching.lines) == 1


def test_disk_full(root: Path, tmp_path: Path) -> None:
    """What no source can mend, as a lock that cannot be made, is tried again by itself."""
    with running(root, "watch", *CLOCK) as one:
        one.wait_for("Watching")
        (root / ".dateline").rename(tmp_path / "away")
        (root / ".dateline").write_text("in the way")
        write(root, {A: frigate("Now.")})
        one.wait_for("[disk-failed]")
        (root / ".dateline").unlink()
        (tmp_path / "away").rename(root / ".dateline")

        assert " written in " in one.wait_for("The site: ", after=2)


@contextmanager
def at_terminal(root: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run ``dateline watch`` at a terminal of its own; give the other end of it."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "generator", "watch", *CLOCK]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm"}

    def take_terminal() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    with subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        preexec_fn=take_terminal,  # noqa: PLW1509  # no thread runs here
    ) as process:
        os.close(slave)
        try:
            yield master, process
        finally:
            process.kill()
            os.close(master)


def screen_with(master: int, words: bytes) -> bytes:
    """Return what a terminal shows once it shows some words."""
    screen = bytearray()

    def is_there() -> bool:
        if select.select([master], [], [], 0.05)[0]:
            screen.extend(os.read(master, 1 << 16))
        return words in screen

    wait_until(is_there, lambda: f"no {words!r} in {bytes(screen)!r}")
    return bytes(screen)


def test_terminal(root: Path) -> None:
    """At a terminal single keys build again and quit, and the terminal is left as it was."""
    with at_terminal(root) as (master, process):
        welcome = screen_with(master, b"q quits")
        wait_until(
            lambda: not termios.tcgetattr(master)[3] & termios.ICANON, lambda: "no single keys"
        )
        os.write(master, b"r")
        screen_with(master, b"nothing to write")
        os.write(master, b"q")
        code = process.wait(30)
        after = termios.tcgetattr(master)[3]

    assert code == 0
    assert b"r builds again" in welcome
    assert after & termios.ICANON
    assert after & termios.ECHO


def test_background(root: Path) -> None:
    """In the background, as started with &, it works and leaves the terminal alone."""
    with at_terminal(root) as (master, process):
        screen_with(master, b"q quits")
        os.kill(process.pid, signal.SIGSTOP)
        wait_until(lambda: state_of(process.pid) == "T", lambda: "it does not stop")
        attributes = termios.tcgetattr(master)
        attributes[3] |= termios.ICANON | termios.ECHO  # as a shell does
        termios.tcsetattr(master, termios.TCSANOW, attributes)
        os.kill(process.pid, signal.SIGCONT)
        write(root, {A: frigate("Now.")})
        screen_with(master, b"written in")
        os.write(master, b"q")

        assert process.wait(30) == 0


def state_of(number: int) -> str:
    """Return the state of a process as the system calls it."""
    return Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0]

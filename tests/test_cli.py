"""The command line: what is asked for, the world around it, and the exit codes."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator import __version__
from generator.arguments import COMMANDS, COMMON, FLAGS, Invocation
from generator.cli import invocation_of, main, parser
from generator.commands import RUN
from generator.lock import locked
from tests.projects import PLAIN, config, write

REPOSITORY = Path(__file__).parent.parent


def asked(*words: str, **environment: str) -> Invocation:
    """Return what some words ask for in some environment."""
    return invocation_of(parser().parse_args(words), environment)


def wrong(*words: str, **environment: str) -> str:
    """Return the message about words that cannot be read."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the message is what is looked at
        asked(*words, **environment)
    return str(caught.value)


def start(
    *words: str, cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start the program as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(
    *words: str, cwd: Path, environment: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Return exit code, output and messages of the program."""
    with start(*words, cwd=cwd, environment=environment) as process:
        out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


def test_flags() -> None:
    """Every flag of every command is read, in its long and its short form."""
    for command in COMMANDS:
        given = [f"{name}" for name, many, _ in command.arguments if not many]
        for name in (*command.flags, *COMMON):
            flag = FLAGS[name]
            for word in flag.names:
                value = {"clock": "2026-05-04", "jobs": "3"}.get(name, "x")
                words = [command.name, *given, word, *([value] if flag.metavar else [])]
                invocation = asked(*words)
                assert invocation.value(name) == value if flag.metavar else name in invocation.flags


def test_every_command_runs() -> None:
    """Every command of the table has its function, and no other."""
    assert set(RUN) == {command.name for command in COMMANDS}


def test_clock() -> None:
    """A day is taken at its end, a moment as it is; without a zone it is left to the site."""
    moments = {
        "2026-05-04": datetime(2026, 5, 4, 23, 59, 59),  # noqa: DTZ001  # the site's zone
        "2026-05-04T09:30": datetime(2026, 5, 4, 9, 30),  # noqa: DTZ001  # the same
        "2026-05-04T09:30+03:00": datetime(2026, 5, 4, 6, 30, tzinfo=UTC),
    }

    assert {text: asked("build", "--clock", text).now for text in moments} == moments


def test_source_date_epoch() -> None:
    """The clock of reproducible builds is read, and a clock that is given wins over it."""
    epoch = {"SOURCE_DATE_EPOCH": "1777888800"}

    assert asked("build", **epoch).now == datetime(2026, 5, 4, 10, tzinfo=UTC)
    assert asked("build", "--clock", "2026-05-05", **epoch).now.day == 5
    assert asked("build", SOURCE_DATE_EPOCH="").now.tzinfo is UTC


@pytest.mark.parametrize("clock", ["soon", "2026-02-30", "0001-01-01", "9999-12-31", "2026"])
def test_wrong_clock(clock: str) -> None:
    """A clock that cannot be read is told with what can be."""
    assert wrong("build", "--clock", clock) == (
        f'--clock "{clock}" is not a date such as 2026-05-04 or 2026-05-04T09:30Z'
    )


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 30, "253402300799", "-1", "1_0", "１２"])
def test_wrong_epoch(epoch: str) -> None:
    """An epoch that is no number, or beyond the calendar, is told."""
    assert wrong("build", SOURCE_DATE_EPOCH=epoch) == (
        f'SOURCE_DATE_EPOCH "{epoch}" is not a number of seconds'
    )


@pytest.mark.parametrize("jobs", ["0", "257", "-1", "many", "²", "٣", "9" * 5000])
def test_wrong_jobs(jobs: str) -> None:
    """A number of processes is one from 1 to 256."""
    with pytest.raises((ValueError, SystemExit)):
        asked("build", f"--jobs={jobs}")


def test_environment() -> None:
    """An overlay is chosen by the flag, else by the environment."""
    assert asked("build", DATELINE_ENV="live").environment == "live"
    assert asked("build", "--env", "test", DATELINE_ENV="live").environment == "test"
    assert asked("build").environment == ""


def test_no_other_variable() -> None:
    """What the environment says beside the documented variables changes nothing."""
    given = dict.fromkeys(["LANG", "TZ", "HOME", "PWD", "DATELINE_TITLE", "COLUMNS"], "x")
    words = ("build", "--clock", "2026-05-04")

    surrounded, plain = asked(*words, **given), asked(*words)

    # Functions made anew are never equal; what this one returns is.
    assert surrounded.clock() == plain.clock()
    assert surrounded._replace(clock=plain.clock) == plain


def test_root(tmp_path: Path) -> None:
    """The folder of the configuration is the project."""
    assert asked("build", "--config", str(tmp_path / "other.toml")).root == tmp_path
    assert asked("build").root == Path.cwd()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["bild"],
        ["build", "--no-such-flag"],
        ["list"],
        ["new"],
        ["build", "--clock", "soon"],
        ["build", "--jobs", "0"],
        ["completion", "tcsh"],
        ["list", "everything"],
        ["new", " "],
    ],
)
def test_usage(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be understood ends with 2 and a message, and nothing is done."""
    write(tmp_path, {"dateline.toml": config()})
    if words and words[0] in ("list", "new"):
        words = [*words, "--config", str(tmp_path / "dateline.toml")]

    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is printed, and help too."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"dateline {__version__}\n"
    assert main(["build", "--help"]) == 0
    assert "--keep-going" in capsys.readouterr().out


def test_full_disk(tmp_path: Path) -> None:
    """An output that takes nothing ends with 1 and a message."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    write(tmp_path, {"dateline.toml": config()})

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "config"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.startswith("disk: error: no space left on device [disk-failed]\n")


def test_closed_pipe(tmp_path: Path) -> None:
    """A reader that has seen enough is no error."""
    write(tmp_path, {"dateline.toml": config(), **many_seeds()})

    with start("list", "seeds", cwd=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()

    assert (process.returncode, err) == (0, b"")


def many_seeds() -> Mapping[str, str]:
    """Return so many seeds that their list fills a pipe and more."""
    return {f"seeds/{number:04}-{'x' * 90}.txt": "" for number in range(1500)}


def test_interrupted(tmp_path: Path) -> None:
    """An interrupted command ends with 130, says so, and frees the lock."""
    write(tmp_path, {"dateline.toml": config(), **many_seeds()})

    with start("list", "seeds", cwd=tmp_path) as process:
        assert process.stdout
        process.stdout.read(10)  # it is in the middle of writing, and the pipe is full
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)

    assert process.returncode == 130
    assert err == b"dateline: interrupted; the next command completes or clears what was begun\n"
    with locked(tmp_path / ".dateline/lock"):
        pass


def test_busy(tmp_path: Path) -> None:
    """While one process is at work, another says so and ends with 1."""
    write(tmp_path, {"dateline.toml": config()})

    with locked(tmp_path / ".dateline/lock"):
        code, out, err = run("build", cwd=tmp_path)

    assert (code, out) == (1, "")
    assert err == (
        f".dateline/lock: error: process {os.getpid()} is at work on this project [project-busy]\n"
        "  hint: wait for it to end\n"
    )


def test_poor_terminal(tmp_path: Path) -> None:
    """A terminal that lacks a letter gets its number."""
    write(tmp_path, {"dateline.toml": config(title="Übung — 演習")})

    code, out, err = run("config", cwd=tmp_path, environment={"PYTHONIOENCODING": "ascii"})

    assert (code, err) == (0, "")
    assert 'title = "\\xdcbung \\u2014 \\u6f14\\u7fd2"' in out


def test_no_colours(tmp_path: Path) -> None:
    """What is no terminal gets no colours and no progress."""
    write(tmp_path, {"dateline.toml": 'titel = "x"\n'})

    code, _, err = run("build", cwd=tmp_path)

    assert code == 1
    assert "\x1b" not in err
    assert "dateline.toml:1:1: error: " in err


@pytest.mark.parametrize(("variables", "painted"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours(tmp_path: Path, variables: Mapping[str, str], *, painted: bool) -> None:
    """A terminal gets colours, unless NO_COLOR is set."""
    write(tmp_path, {"dateline.toml": 'titel = "x"\n'})
    ours, theirs = os.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}

    done = subprocess.run(
        [sys.executable, "-m", "generator", "build"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm", **variables},
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 10_000)
    os.close(ours)

    assert done.returncode == 1
    assert (b"\x1b[31;1merror\x1b[0m" in shown) is painted


MAKERS = {
    "generator.build", "generator.content", "generator.leaks", "generator.making",
    "generator.output.publish", "generator.site", "generator.taxonomy", "generator.text",
    "generator.theme",
}  # fmt: skip
HEAVY = {
    "ahocorasick_rs", "babel", "comrak", "jinja2", "markdown", "msgspec", "nh3", "slugify",
    "uvicorn", "watchdog", "yaml",
    "importlib.metadata",
    "generator.check", "generator.inquiries", "generator.recognition", "generator.seeds.parse",
    "generator.serve", "generator.watch",
    *MAKERS,
}  # fmt: skip


def imported(*words: str, cwd: Path) -> set[str]:
    """Return which of the libraries and the rooms that take long a command imports."""
    code = (
        "import sys; from generator.cli import main; main(sys.argv[1:]); "
        f"print('imported', *({HEAVY!r} & sys.modules.keys()))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return set(out.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("build", "--help")])
def test_answered_at_once(words: tuple[str, ...], tmp_path: Path) -> None:
    """What the command line itself answers needs no library."""
    assert imported(*words, cwd=tmp_path) == set()


def one_page(folder: Path) -> None:
    """Lay out a project with one page."""
    page = "---\ntitle: A\n---\n\nB.\n"
    write(folder, {**PLAIN, "dateline.toml": config(), "content/pages/a.md": page})


def test_build_imports(tmp_path: Path) -> None:
    """A build imports no server, watcher or judge; nor recogniser or engine if it needs none."""
    one_page(tmp_path)

    found = imported("build", cwd=tmp_path)

    assert found - MAKERS == {"ahocorasick_rs", "babel", "jinja2", "msgspec", "nh3"}


def test_idle_build_imports(tmp_path: Path) -> None:
    """A build that has nothing to do imports none of what makes a site."""
    one_page(tmp_path)
    assert imported("build", cwd=tmp_path) >= MAKERS

    assert imported("build", cwd=tmp_path) == {"msgspec"}

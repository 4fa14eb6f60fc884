"""The commands, end to end: what each does, prints, and returns."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.arguments import COMMANDS, COMMON, FLAGS
from generator.cli import main
from generator.completion import SHELLS, completion
from tests.projects import PLAIN, article, config, published, write

SEED = "Latvia buys drones\nDate: 2026-05-06\n\nThe ministry in Riga signed.\n\nIt pays.\n"
PLACE = "content/articles/2026/latvia-buys-drones.md"
CLOCK = ("--clock", "2026-05-20")


class Program:
    """Runs commands on one project, and keeps what the last one printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Take a folder that holds a small project."""
        self.root = root
        self.capsys = capsys
        self.out = ""
        self.err = ""

    def __call__(self, command: str, *words: str) -> int:
        """Return the exit code of a command."""
        self.capsys.readouterr()
        code = main([command, *words, "--config", str(self.root / "dateline.toml"), *CLOCK])
        self.out, self.err = self.capsys.readouterr()
        return code

    def report(self, command: str, *words: str) -> dict[str, object]:
        """Return the report for machines of a command, with its exit code."""
        code = self(command, *words, "--json")
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return {**found, "code": code}

    def read(self, path: str) -> str:
        """Return the text of a file of the project."""
        return (self.root / path).read_text("utf-8")


@pytest.fixture
def dateline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """Return a program that works on a project with one seed."""
    write(tmp_path, {**PLAIN, "dateline.toml": config(), "seeds/a.txt": SEED})
    return Program(tmp_path, capsys)


def keys(report: Mapping[str, object]) -> set[str]:
    return set(report) - {"command", "status", "problems", "code"}


def codes(report: Mapping[str, object]) -> list[str]:
    problems = report["problems"]
    assert isinstance(problems, list)
    return [problem["code"] for problem in problems]


# --- build ------------------------------------------------------------------------------------


def test_build(dateline: Program) -> None:
    """A build ingests what is new, publishes, and says what it did."""
    assert dateline("build") == 0
    assert dateline.err == ""
    assert "Have ingested: 1 created; 0 unchanged.\n" in dateline.out
    assert "Published in " in dateline.out
    assert b"Latvia buys drones" in published(dateline.root)[
        "2026/05/06/latvia-buys-drones/index.html"
    ]  # fmt: skip


def test_build_again(dateline: Program) -> None:
    """A second build writes nothing."""
    dateline("build")

    report = dateline.report("build")

    assert (report["code"], report["written"], report["removed"]) == (0, 0, 0)
    assert report["kept"]


def test_build_report(dateline: Program) -> None:
    """The report of a build has its numbers, what was held back, and a reason for each page."""
    write(dateline.root, {"content/articles/b.md": article("B", "2026-05-04", draft="true")})

    report = dateline.report("build")

    assert dateline.err == ""
    assert (report["command"], report["status"], report["code"]) == ("build", "fine", 0)
    assert keys(report) == {
        "written", "unchanged", "kept", "removed", "seconds", "held", "reasons",
    }  # fmt: skip
    assert report["held"] == [{"path": "content/articles/b.md", "reason": "draft"}]
    reasons = report["reasons"]
    assert isinstance(reasons, dict)
    assert reasons["index.html"] == "new"


def test_quiet(dateline: Program) -> None:
    """A quiet build that is fine prints nothing."""
    assert dateline("build", "--quiet") == 0
    assert (dateline.out, dateline.err) == ("", "")


def test_explained(dateline: Program) -> None:
    """A build says why it made each page, when it is asked."""
    dateline("build", "--explain")

    assert "index.html: new\n" in dateline.out


def test_faulty(dateline: Program) -> None:
    """A fault keeps the site from being published; the old one stays as it was."""
    dateline("build")
    before = published(dateline.root)
    write(dateline.root, {"content/articles/b.md": "---\ntitel: B\n---\n", PLACE: "---\n"})

    assert dateline("build") == 1

    assert dateline.out.endswith(" errors; nothing was published, the site is as it was.\n")
    assert 'content/articles/b.md:2:1: error: no key is called "titel"' in dateline.err
    assert dateline.err.count(": error: ") == 4
    assert published(dateline.root) == before


def test_faulty_report(dateline: Program) -> None:
    """A failed build has a report too."""
    write(dateline.root, {"content/articles/b.md": "---\ntitle: B\n---\n"})

    report = dateline.report("build")

    assert (report["code"], report["status"], codes(report)) == (1, "failed", ["missing-date"])
    assert report["problems"] == [
        {
            "path": "content/articles/b.md",
            "line": 1,
            "column": 1,
            "severity": "error",
            "code": "missing-date",
            "message": 'there is no "date"',
            "hint": "add a line such as date: 2026-05-04",
        }
    ]


def test_keep_going(dateline: Program) -> None:
    """With --keep-going the others are published, and the exit code is 1 all the same."""
    write(dateline.root, {"content/articles/b.md": "---\ntitle: B\n---\n"})

    assert dateline("build", "--keep-going") == 1

    assert "1 error left out; see above.\n" in dateline.out
    assert "2026/05/06/latvia-buys-drones/index.html" in published(dateline.root)


def test_strict(dateline: Program) -> None:
    """Warnings are errors when that is asked, and only then."""
    write(dateline.root, {"content/stray.md": "x"})

    assert dateline("build") == 0
    assert "content/stray.md: warning: " in dateline.err
    before = published(dateline.root)
    assert dateline("build", "--strict") == 1
    assert "content/stray.md: error: " in dateline.err
    assert published(dateline.root) == before


def test_notes(dateline: Program) -> None:
    """Notes are counted, and shown when that is asked."""
    dateline("build")
    (dateline.root / "seeds/a.txt").unlink()

    copy = shutil.copytree(dateline.root, dateline.root.with_name("copy"))
    assert dateline("build") == 0
    assert "1 note; --verbose shows them\n" in dateline.out
    assert dateline.err == ""
    dateline.root = copy
    assert dateline("build", "--verbose") == 0
    assert "seeds/a.txt: note: the seed is gone" in dateline.err


def test_refused_seed(dateline: Program) -> None:
    """A stranger's file that cannot be read stops nothing."""
    write(dateline.root, {"seeds/b.txt": b"\xff\n"})
    (dateline.root / "seeds/c.txt").symlink_to("/etc/passwd")

    report = dateline.report("build")

    assert (report["code"], report["status"]) == (0, "fine")
    assert codes(report) == ["seed-encoding", "seed-not-regular"]


def test_output(dateline: Program) -> None:
    """Another folder and another address may be given."""
    folder = dateline.root / "public"

    assert dateline("build", "--output", str(folder), "--base-url", "https://a.example/b") == 0

    assert b"https://a.example/b/" in (folder / "sitemap.xml").read_bytes()
    assert not (dateline.root / "output").exists()


@pytest.mark.parametrize("folder", ["seeds", "content", "."])
def test_wrong_output(dateline: Program, folder: str) -> None:
    """Nothing is published into a folder of sources."""
    assert dateline("build", "--output", str(dateline.root / folder)) == 1
    assert "error" in dateline.err
    assert dateline.read("seeds/a.txt") == SEED


# --- configuration ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["build", "config", "check", "clean"])
def test_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """A folder without a configuration is no project: exit code 2, and what to do."""
    dateline = Program(tmp_path, capsys)

    assert dateline(command) == 2
    assert dateline.err == (
        f"dateline: {tmp_path}/dateline.toml: gone; `dateline init` makes a new site\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_faulty_configuration(dateline: Program) -> None:
    """All faults of a configuration are told in one run, each with its line."""
    write(dateline.root, {"dateline.toml": 'titel = "T"\nbase_url = "x"\n[feeds]\nsize = 0\n'})

    assert dateline("build") == 1
    places = [line.split(" ")[0] for line in dateline.err.split("\n") if ": error: " in line]
    assert places == ["dateline.toml:1:1:", "dateline.toml:2:12:", "dateline.toml:4:8:"]
    assert codes(dateline.report("config")) == ["config-key", "config-value", "config-value"]


def test_config(dateline: Program) -> None:
    """Every option is shown with its value and where that comes from."""
    write(dateline.root, {"dateline.toml": config(feeds__size="3") + '[env.live]\ntitle = "L"\n'})

    assert dateline("config", "--base-url", "https://a.example/", "--env", "live") == 0

    rows = dict(line.split(" = ", 1) for line in dateline.out.strip().split("\n"))
    assert rows["title"] == '"L"  # [env.live]'
    assert rows["base_url"] == '"https://a.example/"  # command line'
    assert rows["feeds.size"] == '"3"  # dateline.toml:4'
    assert rows["output"] == '"output"  # default'


def test_config_report(dateline: Program) -> None:
    """The report has the same for machines."""
    report = dateline.report("config")

    assert keys(report) == {"options"}
    options = report["options"]
    assert isinstance(options, dict)
    assert options["title"] == {"value": "Test Wire", "origin": "dateline.toml:1"}
    assert options["pagination.size"] == {"value": 20, "origin": "default"}


# --- ingest -----------------------------------------------------------------------------------


def test_ingest(dateline: Program) -> None:
    """Ingestion makes articles and publishes nothing."""
    assert dateline("ingest", "--verbose") == 0

    assert dateline.out == (
        f"created: seeds/a.txt → {PLACE}\nHave ingested: 1 created; 0 unchanged.\n"
    )
    assert not (dateline.root / "output").exists()
    assert dateline("ingest") == 0
    assert dateline.out == "Nothing new in seeds/: 1 unchanged.\n"


def test_ingest_report(dateline: Program) -> None:
    """The report of an ingestion has what became of each seed."""
    report = dateline.report("ingest", "--explain")

    assert report["deeds"] == [{"deed": "created", "seed": "a.txt", "article": PLACE[8:]}]
    assert (report["unchanged"], report["status"]) == (0, "fine")
    assert "Latvia  score " in str(report["explanations"])


def test_dry_run(dateline: Program) -> None:
    """A dry run says what would be done."""
    assert dateline("ingest", "--dry-run") == 0
    assert dateline.out == "Would have ingested: 1 created; 0 unchanged.\n"
    assert not (dateline.root / "content").exists()


def test_dry_run_explained(dateline: Program) -> None:
    """A dry run explains what the articles would be given."""
    dateline("ingest", "--dry-run", "--explain")

    assert "    Latvia  score " in dateline.out


def test_ingest_explained(dateline: Program) -> None:
    """What an article was given is explained when that is asked."""
    dateline("ingest", "--explain")

    assert "\nseeds/a.txt: Latvia buys drones\n" in dateline.out
    assert "    Latvia  score " in dateline.out


def test_ingest_strict(dateline: Program) -> None:
    """A warning about a seed ends with 1 when that is asked."""
    write(dateline.root, {"seeds/b.txt": ""})

    assert dateline("ingest") == 0
    assert dateline("ingest", "--strict") == 1


def test_faulty_vocabulary(dateline: Program) -> None:
    """Nothing is ingested by a vocabulary that has a fault."""
    write(dateline.root, {"content/taxonomies/tags.toml": '[[tag]]\nname = "X"\n'})

    assert dateline("ingest") == 1
    assert "[taxonomy-row]" in dateline.err
    assert not (dateline.root / "content/articles").exists()


# --- check ------------------------------------------------------------------------------------


def test_check(dateline: Program) -> None:
    """A fresh site in the theme that ships has no fault."""
    write(dateline.root, {"dateline.toml": config(theme="dispatch")})
    dateline("build")

    report = dateline.report("check")

    assert (report["code"], report["status"], codes(report)) == (0, "fine", [])
    assert keys(report) == {"files"}
    assert dateline("check") == 0
    assert dateline.out == f"{report['files']} files checked, no fault.\n"


def test_check_before_a_build(dateline: Program) -> None:
    """Without a site there is nothing to check."""
    assert dateline("check") == 1
    assert dateline.err == "dateline: there is no site to check; run `dateline build` first\n"


def test_conflict(dateline: Program) -> None:
    """A conflict is published with the editor's side, and check fails until it is settled."""
    dateline("build")
    text = dateline.read(PLACE).rpartition("It pays.")
    write(
        dateline.root, {PLACE: f"{text[0]}It paid.{text[2]}", "seeds/a.txt": SEED[:-2] + " more.\n"}
    )

    assert dateline("build") == 0
    assert f"{PLACE}:" in dateline.err
    assert "[unsettled-conflict]" in dateline.err
    page = published(dateline.root)["2026/05/06/latvia-buys-drones/index.html"]
    assert b"It paid." in page
    assert b"<p>It pays more." not in page

    before = dateline.report("check")
    assert before["code"] == 1
    assert before["status"] == "failed"
    assert "unsettled-conflict" in codes(before)

    lines = dateline.read(PLACE).split("\n")
    start, middle = lines.index("<<<<<<< edited"), lines.index("=======")
    end = lines.index(">>>>>>> seed")
    settled = [*lines[:start], *lines[start + 1 : middle], *lines[end + 1 :]]
    write(dateline.root, {PLACE: "\n".join(settled)})
    assert dateline("build") == 0
    assert "unsettled-conflict" not in codes(dateline.report("check"))


# --- the other commands -----------------------------------------------------------------------


def test_verify(dateline: Program) -> None:
    """An incremental site is proved equal to a clean one."""
    dateline("build")

    assert dateline("verify") == 0
    assert dateline.out.endswith(" are the same, byte for byte, as in a clean build.\n")
    assert keys(dateline.report("verify")) == {"files", "difference"}


def test_list(dateline: Program) -> None:
    """What is held back is listed by its reason, one row a line."""
    write(
        dateline.root,
        {
            "content/articles/b.md": article("B", "2026-05-04", draft="true"),
            "content/articles/c.md": article("C", "2026-06-01"),
            "content/articles/d.md": article("D", "2026-05-04", embargo="2026-05-25"),
            "content/articles/e.md": article("E", "2026-05-04", expires="2026-05-10"),
        },
    )
    printed = {}

    for what in ("drafts", "future", "embargoed", "expired", "seeds"):
        assert dateline("list", what) == 0
        printed[what] = dateline.out

    assert printed == {
        "drafts": "content/articles/b.md\tdraft\t2026-05-04\n",
        "future": "content/articles/c.md\tfuture\t2026-06-01\n",
        "embargoed": "content/articles/d.md\tembargoed\t2026-05-04\n",
        "expired": "content/articles/e.md\texpired\t2026-05-04\n",
        "seeds": "seeds/a.txt\tnot ingested yet\n",
    }
    report = dateline.report("list", "drafts")
    assert report["rows"] == [["content/articles/b.md", "draft", "2026-05-04"]]


def test_explain(dateline: Program) -> None:
    """An explanation is text, or a report with that text."""
    dateline("build")

    assert dateline("explain", PLACE) == 0
    text = dateline.out
    assert dateline.report("explain", PLACE)["text"] == text.rstrip("\n")
    assert dateline("explain", "nothing") == 1
    assert dateline.err == 'dateline: "nothing" is no article, seed, page or template\n'


def test_clean(dateline: Program) -> None:
    """What Dateline published is removed, and nothing else."""
    dateline("build")
    write(dateline.root, {"output/CNAME": "news.example"})
    paths = dateline.report("clean", "--dry-run")["would_remove"]
    assert isinstance(paths, list)
    assert "index.html" in paths
    assert "index.html" in published(dateline.root)

    assert dateline("clean") == 0
    assert list(published(dateline.root)) == ["CNAME"]
    assert dateline.report("clean")["removed"] == 0


def test_new(dateline: Program) -> None:
    """A new article is a draft; one that is there is left as it is."""
    assert dateline("new", "Exercise\x1b ends") == 0
    assert dateline.out == "A new draft: content/articles/2026/exercise-ends.md\n"
    text = dateline.read("content/articles/2026/exercise-ends.md")
    assert "title: Exercise ends\n" in text

    assert dateline("new", "Exercise ends") == 1
    assert dateline.err == ("dateline: content/articles/2026/exercise-ends.md is there already\n")
    assert dateline.read("content/articles/2026/exercise-ends.md") == text
    assert dateline.report("new", "Another")["path"] == "content/articles/2026/another.md"


def test_init(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new site builds at once, and a second init changes nothing."""
    outer = Program(tmp_path, capsys)

    assert outer("init", "wire") == 0
    assert outer.out == "A new site: 4 files written. Next: cd wire && dateline build\n"
    inner = Program(tmp_path / "wire", capsys)
    write(inner.root, {"dateline.toml": 'title = "Mine"\n'})
    assert outer.report("init", "wire")["written"] == []
    assert inner.read("dateline.toml") == 'title = "Mine"\n'
    assert inner("build") == 0
    assert inner.err == ""
    assert "1 created" in inner.out


def test_escape_sequences(dateline: Program) -> None:
    """No escape sequence of a seed reaches the terminal, by whatever command."""
    hostile = "\x1b]0;title\x07\x1b[31m\x9b31mred\u202e"
    write(
        dateline.root,
        {
            "seeds/b.txt": f"{hostile}\nDate: {hostile}\nCountries: {hostile}\nURL: {hostile}\n"
            f"Tags: {hostile}\nBy {hostile}\n\n{hostile}\n\n{hostile}\n",
            f"seeds/{hostile[1:9]}\x1b[1m.txt": SEED,
            "content/articles/\x1b[1m.md": article(hostile, hostile),
            "content/articles/c.md": article(hostile, hostile, tags=f"[{hostile}]"),
            "content/articles/d.md": f"---\ntitle: '{hostile}\n---\n",
        },
    )

    for words in (
        ["ingest", "-v", "--explain"],
        ["build", "-v"],
        ["build", "-k", "-v", "--explain"],
        ["list", "seeds"],
        ["list", "drafts"],
        ["explain", "seeds/b.txt"],
        ["explain", hostile],
        ["list", hostile],
        ["check"],
    ):
        dateline(*words)
        shown = dateline.out + dateline.err
        assert not {one for one in shown if not one.isprintable()} - {"\n", "\t"}


# --- completion -------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command and every flag is completed."""
    assert main(["completion", shell]) == 0

    script = capsys.readouterr().out
    assert script == completion(shell)
    for command in COMMANDS:
        assert command.name in script
        for name in (*command.flags, *COMMON):
            assert all(word.lstrip("-") in script for word in FLAGS[name].names)


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_a_script(shell: str) -> None:
    """The script is one that its shell can read."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed here")

    done = subprocess.run(
        [shell, "-n"], input=completion(shell), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_completion_in_bash() -> None:
    """Bash offers the commands first, and then the flags of the one that was chosen."""
    if not shutil.which("bash"):
        pytest.skip("bash is not installed here")
    script = (
        f"{completion('bash')}\n"
        'COMP_WORDS=(dateline bu); COMP_CWORD=1; _dateline; echo "${COMPREPLY[0]}"\n'
        'COMP_WORDS=(dateline build --ke); COMP_CWORD=2; _dateline; echo "${COMPREPLY[0]}"\n'
    )

    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, cwd="/"
    )

    assert done.stdout == "build\n--keep-going\n"


def test_help_fits_the_shells() -> None:
    """No help text holds a quote, since the scripts put them between quotes."""
    texts = [*(one.help for one in COMMANDS), *(one.help for one in FLAGS.values())]

    assert not [text for text in texts if "'" in text or "\\" in text]


def test_near_duplicate(dateline: Program) -> None:
    """A second wire's story is told with the words that differ, listed and explained."""
    story = (
        "The ministry said that it would buy ten radars for its coast from a maker in Oslo. " * 2
    )
    write(dateline.root, {"seeds/a.txt": f"Ten radars\nDate: 2026-05-06\n\n{story}\n"})
    dateline("ingest")
    later = story.replace("its coast", "the coast")
    write(dateline.root, {"seeds/b.txt": f"Radars bought\nDate: 2026-05-06\n\n{later}\n"})

    assert dateline("ingest", "--verbose") == 0

    made = "content/articles/2026/radars-bought.md"
    assert f"{made}:" in dateline.err
    assert "[near-duplicate]" in dateline.err
    differ = (
        "  differs from content/articles/2026/ten-radars.md:\n"
        "    would buy ten radars for [-its-] {+the+} coast from a maker in"
    )
    assert f"{made}\n{differ}" in dateline.out
    assert dateline("explain", made) == 0
    assert differ in dateline.out
    assert dateline("explain", "seeds/b.txt") == 0
    assert differ in dateline.out
    text = dateline.read(made).replace(
        "resembles:", "same_as: articles/2026/ten-radars.md\nresembles:"
    )
    write(dateline.root, {made: text})
    assert dateline("build", "--strict") == 0
    assert dateline("list", "duplicates") == 0
    assert dateline.out == f"{made}\tduplicate\t2026-05-06\n"


# --- storylines -------------------------------------------------------------------------------

FIRE = "The minelayer Zvornik caught fire off Hiiumaa. Tugs from Kuressaare and Haapsalu came."


def test_storylines(dateline: Program) -> None:
    """A suggestion is listed with the line that accepts it, and that line publishes it."""
    parts = {
        f"content/articles/{name}.md": article(f"Fire {name}", f"2026-05-0{number}", FIRE)
        for name, number in (("x", 6), ("y", 7))
    }
    write(dateline.root, parts)

    assert dateline("list", "storylines") == 0
    first = dateline.out.splitlines()[0].split("\t")
    assert first == ["x", "suggested", "2 articles", "to accept it, write storyline: x"]

    line = first[3].rpartition("write ")[2]
    path = "content/articles/x.md"
    write(dateline.root, {path: parts[path].replace("---\n\n", f"{line}\n---\n\n")})
    assert dateline("build") == 0
    assert "Fire x" in dateline.read("output/storylines/x/index.html")


def test_explain_storyline(dateline: Program) -> None:
    """Of an article without a seed is said, too, why it is in a storyline or in none."""
    write(dateline.root, {"content/articles/x.md": article("Fire", "2026-05-06", FIRE)})

    assert dateline("explain", "content/articles/x.md") == 0
    assert "no seed is there" in dateline.out
    assert dateline.out.endswith("  storyline: none, since no other article is enough like it\n")


def test_publish_auto(dateline: Program) -> None:
    """With publish = "auto", three articles on one story have a page that nobody asked for."""
    write(
        dateline.root,
        {
            "dateline.toml": config(storylines__publish="auto"),
            **{
                f"content/articles/{name}.md": article(f"Fire {name}", f"2026-05-0{number}", FIRE)
                for name, number in (("x", 6), ("y", 7), ("z", 8))
            },
        },
    )

    assert dateline("build") == 0
    assert "Fire z" in dateline.read("output/storylines/x/index.html")

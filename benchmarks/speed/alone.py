"""What is measured without a pair of large sites: starting, and seeds to site by themselves."""

import pstats
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from statistics import median

from msgspec import Struct

from benchmarks.speed.articles import Series
from benchmarks.speed.dialects import as_seed
from benchmarks.speed.pairs import Row, megabytes, row_of
from benchmarks.speed.processes import Cost, run
from benchmarks.speed.sites import (
    HERE,
    VARIANTS,
    Tools,
    lay_out,
    remove_traces,
    texts,
    write,
)

STARTS = 15

SPARED = ('formats = ["rss"]\n', "count = 0\n", 'publish = "off"\n')
"""What the site beside Hugo leaves out, and one with all that there is does not."""


def starting(tools: Tools, machine: str) -> Iterable[Row]:
    """Yield the rows of two starts: of saying the version, and of a cold site of one article."""
    folder = tools.work / "sites" / "start"
    folder.mkdir(parents=True, exist_ok=True)
    commands = ((tools.dateline, "--version"), (tools.hugo, "version"))
    yield row_of(("start", "version", 0), _in_turn(commands, (folder, folder), tools), machine)
    pair = lay_out(VARIANTS["digest"], 1, tools)
    costs = []
    for _ in range(STARTS):
        for site in pair.sites:
            remove_traces(site)
        builds = (pair.dateline.command, pair.hugo.command)
        folders = (pair.dateline.folder, pair.hugo.folder)
        costs += _in_turn(builds, folders, tools, runs=1)
    yield row_of(("start", "one article", 1), costs, machine)


def _in_turn(
    commands: Sequence[Sequence[str]],
    folders: Sequence[Path],
    tools: Tools,
    *,
    runs: int = STARTS,
) -> list[tuple[Cost, Cost]]:
    found = []
    for _ in range(runs):
        ours, theirs = (
            run(command, folder, tools.environment)
            for command, folder in zip(commands, folders, strict=True)
        )
        found.append((ours, theirs))
    return found


class FromSeeds(Struct, frozen=True):
    """What it takes to take seeds in, and then to build the site of them, cold.

    ``pages`` are those of HTML, ``files`` all that were published.
    """

    size: int
    pages: int
    files: int
    ingest: Cost
    build: Cost


def from_seeds(size: int, tools: Tools, runs: int) -> FromSeeds:
    """Take in seeds without declared terms and build with the default theme and all that it has."""
    ingests, builds = [], []
    for _ in range(runs):
        folder = tools.cleared(f"seeds-{size}")
        config = (HERE / "dateline" / "dateline.toml").read_text("utf-8")
        for spared in SPARED:
            config = config.replace(spared, "")
        write(folder / "dateline.toml", config.replace('theme = "bench"', 'theme = "dispatch"'))
        for text in texts(Series(size, named=True)):
            place = folder / f"seeds/{text.published.year}/{text.slug}.txt"
            write(place, as_seed(text, declared=False))
        ingests.append(run((tools.dateline, "ingest", "--quiet"), folder, tools.environment))
        builds.append(run((tools.dateline, "build", "--quiet"), folder, tools.environment))
    published = [path for path in (folder / "output").rglob("*") if path.is_file()]
    pages = sum(1 for path in published if path.suffix == ".html")
    return FromSeeds(size, pages, len(published), _middle(ingests), _middle(builds))


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(one.wall for one in costs),
        median(one.cpu for one in costs),
        max(one.memory for one in costs),
    )


def told(found: FromSeeds) -> str:
    """Return what was found as lines of a terminal."""
    articles = f"{found.size / found.ingest.wall:,.0f} articles/s"
    pages = f"{found.pages / found.build.wall:,.0f} pages/s ({found.pages:,} of HTML)"
    files = f"{found.files / found.build.wall:,.0f} files/s"
    return (
        f"seeds ingest  {found.size:>7,} articles | {_cost(found.ingest)} | {articles}\n"
        f"seeds build   {found.size:>7,} articles | {_cost(found.build)} | {pages}, {files}"
    )


def _cost(cost: Cost) -> str:
    return f"CPU {cost.cpu:.2f} s | wall {cost.wall:.2f} s | memory {megabytes(cost.memory)}"


def profiled(size: int, tools: Tools) -> str:
    """Return where one more cold build of the site of seeds, in one process, spends its time."""
    folder = tools.work / "sites" / f"seeds-{size}"
    for trace in ("output", ".dateline"):
        shutil.rmtree(folder / trace, ignore_errors=True)
    result = tools.work / f"seeds-{size}.prof"
    python = Path(tools.dateline).with_name("python")
    command = (python, "-m", "cProfile", "-o", result, "-m", "generator", "build", "-q", "-j", "1")
    subprocess.run(command, cwd=folder, env=tools.environment, check=True)
    text = StringIO()
    pstats.Stats(str(result), stream=text).sort_stats("tottime").print_stats(25)
    return text.getvalue()

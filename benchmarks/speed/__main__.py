"""Measure Dateline against Hugo: `make bench`; docs/performance.md says what each case means."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.speed import alone, plot, serving
from benchmarks.speed.cases import CASES, pairs_of
from benchmarks.speed.comparison import compared, explained, files_of
from benchmarks.speed.pairs import Row, keep, kept, row_of, shown, table
from benchmarks.speed.sites import VARIANTS, Pair, Tools, default_dateline, finish, lay_out
from generator import __version__

RESULTS, SAVES, SEEDS = "results.jsonl", "saves.jsonl", "seeds.jsonl"

ALONE = (("start", "up"), ("serve", "save"), ("seeds", "site"))
"""What has no pair of large sites."""

USUAL = (
    *(("digest", case) for case in CASES),
    ("markup", "cold"),
    ("markup-markdown", "cold"),
    *ALONE,
)
"""What is measured when nothing else is asked for."""


def machine(tools: Tools) -> str:
    """Return the versions that a figure holds for, and the number of processors."""
    version = subprocess.run(
        (tools.hugo, "version"), capture_output=True, text=True, check=True
    ).stdout.split()[1]
    return (
        f"Python {platform.python_version()}, Dateline {__version__}, Hugo {version.split('-')[0]},"
        f" {len(os.sched_getaffinity(0))} processors"
    )


def parser() -> argparse.ArgumentParser:
    """Return what the command takes."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("what", choices=("measure", "verify", "table", "plot", "profile"))
    options.add_argument("--work", type=Path, required=True, help="a folder, best on tmpfs")
    options.add_argument("--hugo", type=Path, required=True, help="the program")
    options.add_argument("--dateline", type=Path, default=default_dateline(), help="the program")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--cases", nargs="*", default=[])
    options.add_argument("--runs", type=int, default=3)
    return options


def chosen(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the variants and cases that some words mean; without any, those of USUAL.

    A word is a case, a variant, or both with a colon between them.
    """
    if not words:
        return USUAL
    known = {*VARIANTS, *CASES, *(word for one in ALONE for word in one)}
    if strange := [one for one in words if not {*one.split(":")} <= known]:
        raise SystemExit(f"no case is called {' or '.join(strange)}; there are {sorted(known)}")
    every = (*((variant, case) for variant in VARIANTS for case in CASES), *ALONE)
    return tuple(
        (variant, case)
        for variant, case in every
        if f"{variant}:{case}" in words or ((variant, case) in USUAL and {variant, case} & {*words})
    )


def measure_all(
    sizes: Sequence[int], wanted: Sequence[tuple[str, str]], tools: Tools, runs: int
) -> None:
    """Measure some cases at some sizes, print them and keep them."""
    where = machine(tools)
    print(where)
    if ("start", "up") in wanted:
        told_of(alone.starting(tools, where), tools)
    for size in sizes:
        for name in VARIANTS:
            cases = [case for one, case in wanted if one == name]
            if cases:
                told_of(rows_of(lay_out(VARIANTS[name], size, tools), cases, tools, runs), tools)
        if ("serve", "save") in wanted:
            latency = serving.saved(size, tools)
            keep(tools.work / SAVES, latency)
            print(serving.told(latency), flush=True)
        if ("seeds", "site") in wanted:
            found = alone.from_seeds(size, tools, runs)
            keep(tools.work / SEEDS, found)
            print(alone.told(found), flush=True)


def rows_of(pair: Pair, cases: Sequence[str], tools: Tools, runs: int) -> Iterator[Row]:
    """Yield a row for each case of a pair of sites."""
    where = machine(tools)
    for case in cases:
        costs = tuple(pairs_of(pair, CASES[case], tools, runs=runs))
        yield row_of((pair.variant.name, case, pair.size), costs, where)


def told_of(rows: Iterable[Row], tools: Tools) -> None:
    """Print rows as they come and keep them."""
    for row in rows:
        keep(tools.work / RESULTS, row)
        print(shown(row), flush=True)


def verify(size: int, tools: Tools) -> bool:
    """Compare both sites of each corpus, built cold and again after an edit of each kind."""
    fine = True
    for variant in VARIANTS.values():
        pair = lay_out(variant, size, tools)
        for name, change in CASES.items():
            change(pair, "mark0")
            for site in pair.sites:
                finish(site, tools)
            if name in ("cold", "base"):
                ours, theirs = (files_of(one.folder / one.output) for one in pair.sites)
                verdict = compared(ours, theirs)
                print(f"{variant.name}, {size:,} articles, after {name}:", explained(verdict))
                fine = fine and not verdict.differences
    return fine


def draw(tools: Tools) -> None:
    """Draw the curve of all that was measured so far."""
    title = "Processor time of a cold build, for each article"
    picture = plot.drawn(plot.curves(kept(tools.work / RESULTS)), title)
    (tools.work / "curve.svg").write_text(picture, "utf-8")
    print(tools.work / "curve.svg")


def main() -> int:
    """Do what was asked for; return 1 if the sites differ."""
    given = parser().parse_args()
    tools = Tools(str(given.dateline.absolute()), str(given.hugo.absolute()), given.work.resolve())
    tools.work.mkdir(parents=True, exist_ok=True)
    if given.what == "table":
        print(table(kept(tools.work / RESULTS)), end="")
    elif given.what == "plot":
        draw(tools)
    elif given.what == "verify":
        return 0 if all(verify(size, tools) for size in given.sizes) else 1
    elif given.what == "profile":
        for size in given.sizes:
            print(alone.told(alone.from_seeds(size, tools, 1)))
            print(alone.profiled(size, tools))
    else:
        measure_all(given.sizes, chosen(given.cases), tools, given.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure Dateline against Hugo: `make bench`; docs/performance.md says what each case means."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.cases import CASES, pairs_of
from benchmarks.speed.comparison import compared, explained, files_of
from benchmarks.speed.pairs import keep, kept, row_of, shown, table
from benchmarks.speed.sites import VARIANTS, Tools, default_dateline, finish, lay_out
from generator import __version__

RESULTS = "results.jsonl"

USUAL = (
    *(("digest", case) for case in CASES),
    ("markup", "cold"),
    ("markup-markdown", "cold"),
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
    options.add_argument("what", choices=("measure", "verify", "table"))
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
    every = ((variant, case) for variant in VARIANTS for case in CASES)
    return tuple(
        (variant, case)
        for variant, case in every
        if f"{variant}:{case}" in words or ((variant, case) in USUAL and {variant, case} & {*words})
    )


def measure(size: int, wanted: Sequence[tuple[str, str]], tools: Tools, runs: int) -> None:
    """Measure some cases at one size, print them and keep them."""
    where = machine(tools)
    for name, variant in VARIANTS.items():
        cases = [case for one, case in wanted if one == name]
        if not cases:
            continue
        pair = lay_out(variant, size, tools)
        for case in cases:
            costs = tuple(pairs_of(pair, CASES[case], tools, runs=runs))
            row = row_of((name, case, size), costs, where)
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


def main() -> int:
    """Do what was asked for; return 1 if the sites differ."""
    given = parser().parse_args()
    tools = Tools(str(given.dateline.absolute()), str(given.hugo.absolute()), given.work.resolve())
    tools.work.mkdir(parents=True, exist_ok=True)
    if given.what == "table":
        print(table(kept(tools.work / RESULTS)), end="")
        return 0
    print(machine(tools))
    if given.what == "verify":
        return 0 if all(verify(size, tools) for size in given.sizes) else 1
    for size in given.sizes:
        measure(size, chosen(given.cases), tools, given.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure how well seeds are parsed: bylines and datelines against labels, and the speed.

Needs the measuring corpora: ``python benchmarks/seeds.py --corpora ../shared/corpora``.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time

from generator.model import Seed
from generator.seeds.parse import parse_seed

UNLABELLED = ("geonews", "newswire", "dvids", "ecb")


def rows(path: Path) -> Iterator[Mapping[str, str | None]]:
    """Yield the objects of a compressed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def parsed(corpus: Path) -> tuple[dict[str, Seed], float, int]:
    """Return the seeds of a corpus by name, the processor time taken, and their bytes."""
    raw = {str(row["id"]): str(row["text"]).encode() for row in rows(corpus / "seeds.jsonl.gz")}
    start = process_time()
    checked = {name: parse_seed(f"{name}.txt", data) for name, data in raw.items()}
    seconds = process_time() - start
    seeds = {name: one.value for name, one in checked.items() if one.value}
    return seeds, seconds, sum(map(len, raw.values()))


def judge(kind: str, pairs: list[tuple[str, str, str]], show: int) -> None:
    """Print how many labels were found, and the first misses."""
    wanted = [pair for pair in pairs if pair[1]]
    misses = [pair for pair in wanted if pair[1] != pair[2]]
    extra = [pair for pair in pairs if pair[2] and not pair[1]]
    right = len(wanted) - len(misses)
    share = right / max(1, len(wanted))
    print(f"{kind}: {right} of {len(wanted)} ({share:.2%}); {len(extra)} without a label")
    for name, label, found in [*misses, *extra][:show]:
        print(f'  {name}: label "{label}", found "{found}"')


def place_of(text: str | None) -> str:
    """Return the place of a label as it is compared: without marks and spaces around it."""
    return (text or "").strip("* ")


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--show", type=int, default=0, metavar="N", help="list N misses")
    given = options.parse_args()
    seeds, seconds, size = parsed(given.corpora / "reuters")
    labels = {str(row["id"]): row for row in rows(given.corpora / "reuters" / "labels.jsonl.gz")}
    bylines = [(name, labels[name]["byline"] or "", seeds[name].byline) for name in seeds]
    places = [
        (name, place_of(labels[name]["dateline_place"]), line.place if line else "")
        for name, line in ((name, seeds[name].dateline) for name in seeds)
    ]
    judge("bylines", bylines, given.show)
    judge("dateline places", places, given.show)
    print(f"{len(seeds) / seconds:,.0f} articles/s of {size // len(seeds)} bytes each")
    for corpus in UNLABELLED:
        seeds, seconds, size = parsed(given.corpora / corpus)
        show_found(corpus, seeds, given.show)
        print(f"  {len(seeds) / seconds:,.0f} articles/s of {size // len(seeds)} bytes each")


def show_found(corpus: str, seeds: Mapping[str, Seed], show: int) -> None:
    """Print what was found where no label says whether it is right, to be judged by eye."""
    lines = {name: seed.dateline for name, seed in seeds.items() if seed.dateline}
    signed = {name: seed for name, seed in seeds.items() if seed.byline}
    print(f"{corpus}: {len(signed)} bylines, {len(lines)} datelines in {len(seeds)} articles")
    for name, seed in list(signed.items())[:show]:
        print(f'  {name}: "{seed.byline}" by {seed.authors}')
    for name, line in list(lines.items())[:show]:
        print(f'  {name}: "{line.text}" {line.agency} {line.year}-{line.month}-{line.day}')


if __name__ == "__main__":
    main()

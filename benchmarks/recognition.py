"""Score recognition: passages of our own, labelled corpora, articles a second, time to be ready.

Run ``python benchmarks/recognition.py [--corpora DIR]`` from the project's folder.  The corpora
are no part of the project; without them only the passages and the time to be ready are printed.
"""

import argparse
import gzip
import importlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.model import Recognition, Seed
from generator.recognition import Gazetteer, build_gazetteer, load_tables, recognise
from generator.seeds.parse import parse_seed

ROOT = Path(__file__).parent.parent

# What the development halves are to reach: corpus, which of its articles, measure, goal.
GOALS = (
    ("reuters", "kind=world", "F1", 0.925),
    ("reuters", "kind=world", "exact set", 0.87),
    ("reuters", "kind=world", "primary", 0.96),
    ("reuters", "defence=True", "F1", 0.93),
    ("geonews", "", "F1", 0.89),
    ("geonews", "source=gwn", "F1", 0.94),
    ("geonews", "source=geovirus", "F1", 0.97),
)
RESAMPLES = 300

Row = dict[str, Any]


def seed_of(name: str, text: str) -> Seed:
    """Return the seed that reading makes of a text."""
    seed = parse_seed(f"{name}.txt", text.encode()).value
    return seed or Seed(name, "", "", ())


def rows(path: Path) -> Iterator[Row]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def read(corpus: Path) -> dict[str, Seed]:
    """Return the seeds of a corpus by id."""
    found = rows(corpus / "seeds.jsonl.gz")
    return {row["id"]: seed_of(row["id"], row["text"]) for row in found}


def run(corpus: Path, gazetteer: Gazetteer) -> dict[str, Recognition]:
    """Recognise all seeds of a corpus and print how fast it went."""
    seeds = read(corpus)
    began = time.process_time()
    found = {name: recognise(seed, gazetteer) for name, seed in seeds.items()}
    speed = len(seeds) / (time.process_time() - began)
    print(f"{corpus.name}: {len(seeds):,} articles, {speed:,.0f} a second of processor time")
    return found


def named(corpus: Path, found: dict[str, Recognition]) -> dict[str, list[str]]:
    """Return the countries of each article, best first: about, and for place names mentions too."""
    with_mentions = corpus.name == "geonews"
    return {
        name: [
            str(country.term)
            for country in (*one.countries, *(one.mentions if with_mentions else ()))
        ]
        for name, one in found.items()
    }


def score(corpus: Path, countries: dict[str, list[str]], arguments: list[str]) -> str:
    """Return what score.py says about the countries of a corpus."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for name, codes in countries.items():
            row = {"id": name, "countries": codes, "primary": codes[:1]}
            file.write(json.dumps(row) + "\n")
        file.flush()
        labels = str(corpus / "labels.jsonl.gz")
        command = [sys.executable, str(corpus.parent / "score.py"), labels, file.name, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def noise(corpus: Path, countries: dict[str, list[str]], where: str) -> float:
    """Return half the width of the range that holds F1 in 95 of 100 resamples of the articles."""
    key, _, value = where.partition("=")
    counts: list[tuple[int, int]] = []
    for row in rows(corpus / "labels.jsonl.gz"):
        if "countries" in row and not row.get("unlabelled") and str(row.get(key, "")) == value:
            ignored = set(row.get("ignore") or ())
            gold, said = set(row["countries"]) - ignored, set(countries[row["id"]]) - ignored
            counts.append((2 * len(gold & said), len(gold) + len(said)))
    chance = random.Random(4)  # noqa: S311 - resampling, the same every time
    scores: list[float] = []
    for _ in range(RESAMPLES):
        some = chance.choices(counts, k=len(counts))
        scores.append(sum(hits for hits, _ in some) / sum(number for _, number in some))
    scores.sort()
    return (scores[int(RESAMPLES * 0.975)] - scores[int(RESAMPLES * 0.025)]) / 2


def goals(corpus: Path, countries: dict[str, list[str]]) -> Iterator[str]:
    """Yield a line for each goal of a corpus: what was reached, and what chance moves F1 by."""
    for name, where, measure, goal in GOALS:
        if name == corpus.name:
            arguments = ["--json", *(["--where", where] if where else [])]
            found = json.loads(score(corpus, countries, arguments))["all"]
            value = {
                "F1": found["micro"][2],
                "exact set": found["exact"],
                "primary": found.get("primary_exact", 0.0),
            }[measure]
            state = "reached" if value >= goal else "NOT REACHED"
            chance = f" ±{noise(corpus, countries, where):.3f}" if measure == "F1" else " " * 7
            label = f"{name} {where} {measure}".replace("  ", " ")
            yield f"  {label:34}{value:.4f}{chance}  goal {goal:.3f}  {state}"


def tag_shares(corpus: Path, found: dict[str, Recognition]) -> None:
    """Print the share of articles with a tag, those flagged as defence news apart."""
    labels = {row["id"]: bool(row["defence"]) for row in rows(corpus / "labels.jsonl.gz")}
    for is_defence in (True, False):
        some = [len(found[name].tags) for name, flag in labels.items() if flag is is_defence]
        if some:
            kind = "defence" if is_defence else "other"
            share = sum(map(bool, some)) / len(some)
            mean = sum(some) / len(some)
            print(f"{corpus.name}: {kind}: {share:.3f} of {len(some)} tagged, {mean:.2f} each")


def ready() -> Gazetteer:
    """Return the gazetteer, and print the processor time that it and first articles take."""
    began = time.process_time()
    gazetteer = build_gazetteer(load_tables())
    loaded = time.process_time()
    recognise(Seed("a", "", "Lithuania buys tanks", ("Poland does too.",)), gazetteer)
    first = time.process_time()
    recognise(Seed("b", "", "LITHUANIA BUYS TANKS", ("Poland does too.",)), gazetteer)
    gazetteer.towns()
    last = time.process_time()
    print(
        f"gazetteer loaded in {(loaded - began) * 1000:.0f} ms,"
        f" with the first article in {(first - began) * 1000:.0f} ms,"
        f" with capitals and datelines in {(last - began) * 1000:.0f} ms of processor time"
    )
    return gazetteer


def passages(gazetteer: Gazetteer) -> None:
    """Print how many passages of our own are read as a reader does, by group."""
    sys.path.insert(0, str(ROOT))  # The tests are no part of an installed package.
    ours = importlib.import_module("tests.recognition.passages")
    counts: dict[str, tuple[int, int]] = dict(ours.right_by_group(ours.read_passages(), gazetteer))
    for group, (right, number) in counts.items():
        print(f"  {group:24}{right:4} of {number:4}")
    right, number = (sum(column) for column in zip(*counts.values(), strict=True))
    print(f"passages: {right} of {number} right, {right / number:.3f} (goal 0.980)\n")


def main() -> None:
    """Print all figures."""
    beside = ROOT.parent / "shared" / "corpora"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=beside)
    parser.add_argument("--worst", type=int, default=0, help="list the worst of each corpus")
    options = parser.parse_args()
    gazetteer = ready()
    passages(gazetteer)
    if not options.corpora.is_dir():
        return
    worst = ["--worst", str(options.worst)] if options.worst else []
    summary: list[str] = []
    for name, by in (
        ("reuters", (["--where", "kind=world"], ["--where", "defence=True"])),
        ("geonews", (["--by", "source"],)),
        ("dvids", ()),
        ("newswire", ()),
    ):
        corpus = options.corpora / name
        found = run(corpus, gazetteer)
        tag_shares(corpus, found)
        countries = named(corpus, found)
        for arguments in by:
            print(score(corpus, countries, [*arguments, *worst]))
        summary += goals(corpus, countries)
    print("\nGoals for countries on the development halves:")
    print("\n".join(summary))


if __name__ == "__main__":
    main()

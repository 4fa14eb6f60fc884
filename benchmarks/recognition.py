"""Score recognition on the labelled corpora: countries, tags, and articles a second.

Run ``python benchmarks/recognition.py [--corpora DIR]`` from the project's folder.  The corpora
are no part of the project; without them there is nothing to measure.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from generator.model import Recognition, Seed
from generator.recognition import Gazetteer, build_gazetteer, load_tables, recognise
from generator.seeds.parse import parse_seed


def seed_of(name: str, text: str) -> Seed:
    """Return the seed that reading makes of a text."""
    seed = parse_seed(f"{name}.txt", text.encode()).value
    return seed or Seed(name, "", "", ())


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def read(corpus: Path) -> dict[str, Seed]:
    """Return the seeds of a corpus by id."""
    found = rows(corpus / "seeds.jsonl.gz")
    return {row["id"]: seed_of(row["id"], row["text"]) for row in found}


def run(seeds: dict[str, Seed], gazetteer: Gazetteer) -> dict[str, Recognition]:
    """Recognise all seeds and print how fast it went."""
    began = time.process_time()
    found = {name: recognise(seed, gazetteer) for name, seed in seeds.items()}
    seconds = time.process_time() - began
    print(f"{len(seeds):,} articles, {len(seeds) / seconds:,.0f} a second of processor time")
    return found


def score(corpus: Path, found: dict[str, Recognition], arguments: list[str]) -> None:
    """Print what score.py says about the countries of a corpus; mentions for place names."""
    with_mentions = corpus.name == "geonews"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for name, one in found.items():
            about = [country.term for country in one.countries]
            named = about + [country.term for country in one.mentions]
            countries = named if with_mentions else about
            row = {"id": name, "countries": countries, "primary": named[:1]}
            file.write(json.dumps(row) + "\n")
        file.flush()
        labels = str(corpus / "labels.jsonl.gz")
        command = [sys.executable, str(corpus.parent / "score.py"), labels, file.name, *arguments]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


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


def main() -> None:
    """Print all figures."""
    beside = Path(__file__).parent.parent.parent / "shared" / "corpora"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=beside)
    parser.add_argument("--worst", type=int, default=0, help="list the worst of each corpus")
    options = parser.parse_args()
    began = time.process_time()
    gazetteer = build_gazetteer(load_tables())
    print(f"gazetteer ready in {(time.process_time() - began) * 1000:.0f} ms")
    worst = ["--worst", str(options.worst)] if options.worst else []
    for name, by in (
        ("reuters", (["--where", "kind=world"], ["--where", "defence=True"])),
        ("geonews", (["--by", "source"],)),
        ("dvids", ()),
        ("newswire", ()),
    ):
        corpus = options.corpora / name
        found = run(read(corpus), gazetteer)
        tag_shares(corpus, found)
        for arguments in by:
            score(corpus, found, [*arguments, *worst])


if __name__ == "__main__":
    main()

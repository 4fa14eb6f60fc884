"""Measure near duplicates: against exact overlap of three-word runs, and how fast they are found.

Needs the measuring corpora: ``python benchmarks/duplicates.py --corpora ../shared/corpora``.

The truth are all pairs of the first 6,000 Reuters articles that share at least half of their
three-word runs, counted one by one over an inverted index.  It knows nothing of sketches.
"""

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import process_time

from generator.escape import escape_paragraphs
from generator.frontmatter import write
from generator.model import Seed
from generator.seeds.duplicates import Earlier, Newcomer, text_of_seed
from generator.seeds.parse import parse_seed
from generator.seeds.shingles import LEAST_SHARE, LEAST_WORDS, shingles_of, sketch_of

Pair = tuple[int, int]


def seeds_of(corpus: Path, count: int) -> list[Seed]:
    """Return the first seeds of a corpus; one without text is empty."""
    with gzip.open(corpus / "seeds.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, count)]
    found = [parse_seed(f"{row['id']}.txt", row["text"].encode()).value for row in rows]
    return [one or Seed("", "", "", ()) for one in found]


def exact_pairs(texts: Sequence[str]) -> set[Pair]:
    """Return all pairs that share enough, each article held against all before it."""
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    pairs: set[Pair] = set()
    for number, text in enumerate(texts):
        words = re.findall(r"[^\W_]+", text.casefold())
        runs = set(zip(words, words[1:], words[2:], strict=False))
        runs = runs if len(words) >= LEAST_WORDS else set()
        both: Counter[int] = Counter()
        for run in runs:
            both.update(holders[run])
            holders[run].append(number)
        for other, shared in both.items():
            if shared >= LEAST_SHARE * (len(runs) + sizes[other] - shared):
                pairs.add((other, number))
        sizes.append(len(runs))
    return pairs


def place_of(number: int) -> str:
    """Return the place of the article of a seed."""
    return f"articles/1987/{number}.md"


def found_pairs(seeds: Sequence[Seed]) -> Iterator[Pair]:
    """Yield the pairs that ingestion finds when all seeds are new at once."""
    sketches = [sketch_of(shingles_of(text_of_seed(one))) for one in seeds]
    earlier = Earlier(Path("nowhere"), (), sketches, most=len(seeds))
    for number, (seed, sketch) in enumerate(zip(seeds, sketches, strict=True)):
        newcomer = _newcomer(seed, sketch, place_of(number))
        for place in earlier.resembled(newcomer, {}):
            yield int(Path(place).stem), number
        earlier.enter(newcomer)


def _newcomer(seed: Seed, sketch: str, place: str) -> Newcomer:
    return Newcomer(seed.title, escape_paragraphs(seed.paragraphs), sketch, place, place)


def one_more(seeds: Sequence[Seed]) -> Mapping[str, float]:
    """Return seconds to make the sketches of a site from its articles, and to add one seed."""
    times: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        places = [place_of(number) for number in range(len(seeds))]
        for place, seed in zip(places, seeds, strict=True):
            (content / place).parent.mkdir(parents=True, exist_ok=True)
            article = write({"title": seed.title}, "\n\n".join(seed.paragraphs))
            (content / place).write_text(article, encoding="utf-8")
        sketch = sketch_of(shingles_of(text_of_seed(seeds[0])))
        for label in ("sketches made anew", "one seed more"):
            began = process_time()
            earlier = Earlier(content, places, [sketch])
            earlier.resembled(_newcomer(seeds[0], sketch, "articles/new.md"), {})
            times[label] = process_time() - began
            earlier.save()
        (file,) = (content / ".composed").iterdir()
        print(f"{file.name}: {file.stat().st_size / len(seeds):.0f} bytes an article")
    return times


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options.add_argument("--corpus", default="reuters")
    options.add_argument("--articles", type=int, default=6000)
    options.add_argument("--site", type=int, default=10_000, help="articles that one is added to")
    options.add_argument("--show", type=int, default=0, metavar="N", help="list N found pairs")
    given = options.parse_args()
    seeds = seeds_of(given.corpora / given.corpus, max(given.articles, given.site))
    compared = seeds[: given.articles]
    truth = exact_pairs([text_of_seed(one) for one in compared])
    began = process_time()
    found = set(found_pairs(compared))
    seconds = process_time() - began
    right = len(truth & found)
    print(f"{len(compared):,} articles, {len(truth)} pairs that share {LEAST_SHARE:.0%} or more")
    if truth and found:
        print(f"recall {right / len(truth):.4f}, precision {right / len(found):.4f}")
    print(f"found in {seconds:.2f} s of processor time")
    for first, second in sorted(found)[: given.show]:
        print(f"  {seeds[first].title} | {seeds[second].title}")
    for label, time in one_more(seeds[: given.site]).items():
        print(f"{min(given.site, len(seeds)):,} articles, {label}: {time * 1000:.0f} ms")


if __name__ == "__main__":
    main()

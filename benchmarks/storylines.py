"""Score storylines on labelled articles, and time them on many.

Run ``python benchmarks/storylines.py [--corpora DIR]`` from the project's folder.  The corpora are
no part of the project; without them there is nothing to measure.

Pair F1: of all pairs of two articles, those that the labels put into one cluster are wanted, and
those that stand in one storyline are found.  Precision is the share of the found pairs that are
wanted, recall the share of the wanted pairs that are found, F1 their harmonic mean.  An article in
no storyline makes no pair.  The settings are those of the program; there are none to choose here.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from time import process_time

from generator.content.gist import gist_of
from generator.seeds.parse import parse_seed
from generator.site.comparing import likenesses
from generator.site.grouping import groups_of
from generator.site.likeness import Trace

FIRST_DAY = date(1987, 1, 1)
RESAMPLES = 1000


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def traces_of(corpus: Path) -> tuple[list[Trace], list[dict[str, str]]]:
    """Return what articles are grouped by, in the order of their days, with their labels.

    Where a label has no date, all have the same, so that time neither helps nor hinders.
    """
    labels = {row["id"]: row for row in rows(corpus / "labels.jsonl.gz")}
    found = []
    for row in rows(corpus / "seeds.jsonl.gz"):
        seed = parse_seed(f"{row['id']}.txt", row["text"].encode()).value
        if seed:
            label = labels[row["id"]]
            day = date.fromisoformat(label["date"]) if label["date"] else FIRST_DAY
            gist = gist_of(seed.title, seed.paragraphs)
            found.append((day.toordinal(), row["id"], Trace(day.toordinal(), gist), label))
    found.sort(key=lambda one: one[:2])
    return [one[2] for one in found], [one[3] for one in found]


def grouped(traces: Sequence[Trace]) -> list[int]:
    """Return for each article the number of its storyline, one of its own where it has none."""
    found = list(range(len(traces)))
    for group in groups_of(likenesses(traces), [""] * len(traces)):
        for number in group:
            found[number] = group[0]
    return found


def pair_scores(found: Sequence[object], wanted: Sequence[object]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of pairs."""
    both, ours, theirs = (
        sum(count * (count - 1) // 2 for count in Counter(groups).values())
        for groups in (zip(found, wanted, strict=True), found, wanted)
    )
    precision, recall = both / max(1, ours), both / max(1, theirs)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def spread(found: Sequence[int], labels: Sequence[dict[str, str]]) -> tuple[float, float]:
    """Return the 5th and 95th of a hundred parts of F1 when topics are drawn anew."""
    topics = sorted({label["topic"] for label in labels})
    by_topic = {
        topic: [at for at, one in enumerate(labels) if one["topic"] == topic] for topic in topics
    }
    random = Random(1)  # noqa: S311  # for sampling, not for secrets
    scores = []
    for _ in range(RESAMPLES):
        drawn = [
            (turn, at) for turn in range(len(topics)) for at in by_topic[random.choice(topics)]
        ]
        ours = [(turn, found[at]) for turn, at in drawn]
        theirs = [(turn, labels[at]["cluster"]) for turn, at in drawn]
        scores.append(pair_scores(ours, theirs)[2])
    scores.sort()
    return scores[RESAMPLES // 20], scores[-RESAMPLES // 20]


def time_on(corpus: Path) -> None:
    """Print how long the articles of a corpus take, by steps."""
    began = process_time()
    traces, _ = traces_of(corpus)
    print(f"{corpus.name}: {len(traces):,} articles read in {process_time() - began:.1f} s")
    for name, days in (("as dated, half a year", 1), ("spread over three years", 6)):
        first = traces[0].day
        spread_out = [Trace(first + (one.day - first) * days, one.gist) for one in traces]
        began = process_time()
        alike = likenesses(spread_out)
        compared = process_time() - began
        groups = groups_of(alike, [""] * len(traces))
        print(
            f"  {name}: {compared:.1f} s to compare {len(alike):,} pairs, "
            f"{process_time() - began - compared:.1f} s to group; {len(groups):,} groups, "
            f"the largest of {max(map(len, groups))}"
        )


def main() -> None:
    """Print all figures."""
    beside = Path(__file__).parent.parent.parent / "shared" / "corpora"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=beside)
    options = parser.parse_args()
    traces, labels = traces_of(options.corpora / "ecb")
    found = grouped(traces)
    precision, recall, score = pair_scores(found, [label["cluster"] for label in labels])
    low, high = spread(found, labels)
    print(f"ecb: {len(traces)} articles, {len({one['cluster'] for one in labels})} clusters")
    print(f"  pair precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")
    print(f"  nine in ten drawings of topics lie between {low:.3f} and {high:.3f}")
    time_on(options.corpora / "reuters")


if __name__ == "__main__":
    main()

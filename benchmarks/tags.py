"""Score the tags against two readings of the same articles, and count the articles with a tag.

Run ``python benchmarks/tags.py [--corpora DIR] [--by tag]`` from the project's folder.  The
labels lie in ``tests/recognition/labels``, the texts in the corpora, which are no part of the
project; without them only the agreement of the two readings is printed.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.model import Seed
from generator.recognition import Gazetteer, build_gazetteer, load_tables, recognise
from generator.seeds.parse import parse_seed

BESIDE = Path(__file__).parent.parent.parent / "shared" / "corpora"
LABELS = Path(__file__).parent.parent / "tests" / "recognition" / "labels"
READINGS = "first", "second"

# Every third article of the list is kept unseen: what is missed in it is never listed.
UNSEEN_EVERY = 3

Tags = Mapping[str, frozenset[str]]
"""The tags of each article by its id."""


class Agreement(NamedTuple):
    """How often two sources give the same tag: ``right`` of ``given``, and of ``wanted``."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Return which share of the given tags is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Return which share of the wanted tags is given."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.given + self.wanted
        return 2 * self.right / both if both else 0.0


def listed() -> tuple[str, ...]:
    """Return the ids of the labelled articles, in the order of the list."""
    return tuple((LABELS / "articles.txt").read_text(encoding="utf-8").split())


def unseen() -> frozenset[str]:
    """Return the ids that are kept unseen while rules and phrases are tuned."""
    return frozenset(listed()[UNSEEN_EVERY - 1 :: UNSEEN_EVERY])


def reading(name: str) -> dict[str, tuple[str, ...]]:
    """Return the tags that a reader gave, by article."""
    lines = (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: tuple(row["tags"]) for row in map(json.loads, lines)}


def readings() -> tuple[Tags, ...]:
    """Return what each reader gave, without the order of the tags."""
    return tuple(
        {name: frozenset(tags) for name, tags in reading(reader).items()} for reader in READINGS
    )


def compare(given: Tags, wanted: Tags, names: Iterable[str]) -> Agreement:
    """Return how far two sources agree, all tags of all these articles taken together."""
    pairs = [(given[name], wanted[name]) for name in names]
    return Agreement(
        right=sum(len(mine & theirs) for mine, theirs in pairs),
        given=sum(len(mine) for mine, _ in pairs),
        wanted=sum(len(theirs) for _, theirs in pairs),
    )


def ceiling(names: Iterable[str]) -> float:
    """Return the F1 of one reading against the other."""
    first, second = readings()
    return compare(first, second, names).f1


def mean_f1(found: Tags, names: Iterable[str]) -> float:
    """Return the mean of the F1 against each reading."""
    chosen = tuple(names)
    return sum(compare(found, read, chosen).f1 for read in readings()) / len(READINGS)


def tags_of(text: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Return the tags that recognition gives a text, read as a seed."""
    seed = parse_seed("article.txt", text.encode()).value or Seed("article.txt", "", "", ())
    return frozenset(one.term for one in recognise(seed, gazetteer).tags)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def recognised(corpora: Path, corpus: str) -> dict[str, frozenset[str]]:
    """Return the tags that recognition gives all articles of a corpus."""
    gazetteer = build_gazetteer(load_tables())
    texts = rows(corpora / corpus / "seeds.jsonl.gz")
    return {row["id"]: tags_of(row["text"], gazetteer) for row in texts}


def share_tagged(corpora: Path, corpus: str, found: Tags, **wanted: object) -> tuple[float, int]:
    """Return the share with a tag of a corpus's articles with these labels, and their number."""
    labels = rows(corpora / corpus / "labels.jsonl.gz")
    names = [row["id"] for row in labels if all(row[key] == wanted[key] for key in wanted)]
    return sum(bool(found[name]) for name in names) / len(names), len(names)


# --- printing ---------------------------------------------------------------------------------


def print_scores(found: Tags) -> None:
    """Print the agreement with each reading: of all articles, by corpus, and tuned or not."""
    print(f"{'':16}{'articles':>9}{'ceiling':>9}", end="")
    print(f"{'first':>18}{'second':>18}{'mean':>8}{'share':>8}")
    kept = unseen()
    parts: dict[str, Callable[[str], bool]] = {
        "all": bool,
        "dvids": lambda name: name.startswith("dvids"),
        "reuters": lambda name: name.startswith("reuters"),
        "tuned on": lambda name: name not in kept,
        "kept unseen": lambda name: name in kept,
    }
    for title, is_in in parts.items():
        names = tuple(filter(is_in, listed()))
        best, mean = ceiling(names), mean_f1(found, names)
        print(f"{title:16}{len(names):9}{best:9.3f}", end="")
        for read in readings():
            one = compare(found, read, names)
            print(f"{f'{one.precision:.3f} {one.recall:.3f} {one.f1:.3f}':>18}", end="")
        print(f"{mean:8.3f}{mean / best:8.3f}")


def print_tags(found: Tags) -> None:
    """Print precision and recall of each tag, against both readings together."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for read in readings():
        for name in listed():
            right.update(found[name] & read[name])
            given.update(found[name])
            wanted.update(read[name])
    print(f"\n{'tag':28}{'labels':>7}{'given':>7}{'right':>7}{'precision':>11}{'recall':>8}")
    for tag in sorted(given | wanted, key=lambda tag: (-wanted[tag], tag)):
        one = Agreement(right[tag], given[tag], wanted[tag])
        counts = f"{one.wanted:7}{one.given:7}{one.right:7}"
        print(f"{tag:28}{counts}{one.precision:11.2f}{one.recall:8.2f}")


def print_misses(found: Tags) -> None:
    """Print what is missing and too much by both readings, in the articles that are not unseen."""
    first, second = readings()
    print()
    for name in listed():
        if name not in unseen():
            missing = sorted((first[name] & second[name]) - found[name])
            extra = sorted(found[name] - first[name] - second[name])
            if missing or extra:
                print(f"{name}: missing {missing}, too much {extra}")


def print_shares(corpora: Path) -> None:
    """Print which share of the articles of a corpus has a tag."""
    print()
    for corpus, wanted in (
        ("dvids", {"defence": True}),
        ("newswire", {"defence": True}),
        ("newswire", {"defence": False}),
        ("reuters", {"kind": "company"}),
        ("reuters", {"defence": True}),
        ("geonews", {"defence": True}),
        ("geonews", {"defence": False}),
    ):
        found = recognised(corpora, corpus)
        share, count = share_tagged(corpora, corpus, found, **wanted)
        ((key, value),) = wanted.items()
        print(f"{corpus}, {key} {value}: {share:.3f} of {count:,} with a tag")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=BESIDE)
    parser.add_argument("--by", choices=["tag"], help="precision and recall of each tag as well")
    parser.add_argument("--misses", action="store_true", help="what both readers gave otherwise")
    options = parser.parse_args()
    first, second = readings()
    both = compare(second, first, listed())
    print(f"agreement of the two readings: F1 {both.f1:.3f} ({both.wanted} and {both.given} tags)")
    if not (options.corpora / "dvids").is_dir():
        return
    found = recognised(options.corpora, "dvids") | recognised(options.corpora, "reuters")
    print_scores(found)
    if options.by:
        print_tags(found)
    if options.misses:
        print_misses(found)
    print_shares(options.corpora)


if __name__ == "__main__":
    main()

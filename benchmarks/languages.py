"""Score recognition in other languages than English, and detection on English news.

Run ``python benchmarks/languages.py [--corpora DIR]`` from the project's folder.  The passages
are those of tests/recognition/languages; without the corpora only they are measured.
"""

import argparse
import gzip
import json
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from generator.model import Recognise, Recognition, Seed
from generator.recognising import recogniser
from generator.recognition import LANGUAGES, build_gazetteer, load_tables, recognise
from generator.recognition.language import detected_language
from generator.recognition.tables import DATA
from generator.seeds.parse import parse_seed
from generator.taxonomy import load_taxonomies

HERE = Path(__file__).parent.parent
PASSAGES = HERE / "tests" / "recognition" / "languages"
CORPORA = "reuters", "geonews", "dvids", "newswire", "ecb"


class Passage(Struct, frozen=True):
    """A whole seed and the countries that a reader finds in it, the most prominent first."""

    promise: str
    text: str
    about: tuple[str, ...]
    mentions: tuple[str, ...]


def passages(language: str) -> tuple[Passage, ...]:
    """Return the passages of a language."""
    rows = tomllib.loads((PASSAGES / f"{language}.toml").read_text(encoding="utf-8"))["passage"]
    return tuple(
        Passage(row["promise"], row["text"].strip(), tuple(row["about"]), tuple(row["mentions"]))
        for row in rows
    )


@cache
def shipped() -> Recognise:
    """Return the recogniser of the shipped tables."""
    return recogniser(DATA, load_taxonomies(DATA, HERE / "nowhere").value)()


def seed_of(name: str, text: str) -> Seed:
    """Return the seed that reading makes of a text."""
    return parse_seed(f"{name}.txt", text.encode()).value or Seed(name, "", "", ())


def is_right(passage: Passage, found: Recognition) -> bool:
    """Tell whether both lists hold the right countries, and the first is the right one."""
    about = [one.term for one in found.countries]
    mentions = {one.term for one in found.mentions}
    return (
        about[:1] == list(passage.about[:1])
        and set(about) == set(passage.about)
        and mentions == set(passage.mentions)
    )


def score_passages() -> None:
    """Print how many passages of each language are right, and which are not."""
    for language in sorted(LANGUAGES):
        ones = passages(language)
        found = {one: shipped()(seed_of("a", one.text)) for one in ones}
        right = sum(is_right(one, recognition) for one, recognition in found.items())
        detected = sum(recognition.language == language for recognition in found.values())
        share = right / len(ones)
        print(f"{language}: {right} of {len(ones)} right ({share:.3f}), {detected} detected")
        for one, recognition in found.items():
            if not is_right(one, recognition):
                print(f"    {one.promise}: {shown(recognition)}, not {one.about} {one.mentions}")


def shown(found: Recognition) -> str:
    """Return what was found, with the words and scores."""
    kinds = (
        ", ".join(
            f"{one.term} {one.score:g} ({'; '.join(hit.words for hit in one.evidence)})"
            for one in some
        )
        for some in (found.countries, found.mentions)
    )
    return " | ".join(kinds)


def seeds_in(corpus: Path) -> Mapping[str, Seed]:
    """Return the seeds of a corpus by id."""
    with gzip.open(corpus / "seeds.jsonl.gz", "rt", encoding="utf-8") as file:
        return {row["id"]: seed_of(row["id"], row["text"]) for row in map(json.loads, file)}


def seconds_for(seed: Seed) -> float:
    """Return the shortest of five times that detection takes, since the machine is shared."""

    def once() -> float:
        began = time.perf_counter()
        detected_language(seed)
        return time.perf_counter() - began

    return min(once() for _ in range(5))


def score_detection(corpus: str, seeds: Iterable[Seed]) -> None:
    """Print what English news is taken for, and how long that takes."""
    listed = list(seeds)
    found = Counter(detected_language(seed) or "unclear" for seed in listed)
    micros = [seconds_for(seed) * 1e6 for seed in listed]
    print(
        f"{corpus}: {dict(found.most_common())}, {statistics.mean(micros):.1f} microseconds each "
        f"(median {statistics.median(micros):.1f})"
    )
    english = build_gazetteer(load_tables())
    changed = sum(
        (one := shipped()(seed)).countries != (other := recognise(seed, english)).countries
        or one.mentions != other.mentions
        for seed in listed
    )
    print(f"{corpus}: {changed} of {len(listed)} read otherwise than as English")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=HERE.parent / "shared" / "corpora")
    options = parser.parse_args()
    score_passages()
    for corpus in CORPORA:
        if (options.corpora / corpus).is_dir():
            score_detection(corpus, seeds_in(options.corpora / corpus).values())


if __name__ == "__main__":
    main()

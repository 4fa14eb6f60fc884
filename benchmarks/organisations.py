"""Score recognised organisations and people against the names that readers marked by hand.

Run ``python benchmarks/organisations.py [--corpora DIR] [--worst N]`` from the project's folder.
The corpora are no part of the project; without them there is nothing to measure.

Only precision can be told.  The annotators marked every name in a text; Dateline gives the
organisations of its table that an item is about, the people whose office the text names, and, to
editors only, names that look like those of further organisations.
The labels of an item are lists of strings without offsets, so "marked at that place" is read as:
the words of at least one piece of evidence hold, or are held by, a string that was marked as an
organisation (a person) in the same item, word by word.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import process_time

import msgspec
from msgspec import Struct

from generator.model import Recognition, Seed
from generator.recognition import build_gazetteer, load_tables, recognise, suggest
from generator.seeds.parse import parse_seed


class Label(Struct, frozen=True):
    """What readers marked in one item, and whether it has military words."""

    id: str
    orgs: tuple[str, ...]
    people: tuple[str, ...]
    defence: bool


WORD = re.compile(r"\w+")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def labels(path: Path) -> dict[str, Label]:
    """Return the labels of a corpus by id."""
    found = (msgspec.convert(row, Label) for row in rows(path))
    return {label.id: label for label in found}


def seed_of(name: str, text: str) -> Seed:
    """Return the seed that reading makes of a text."""
    return parse_seed(f"{name}.txt", text.encode()).value or Seed(name, "", "", ())


def folded(text: str) -> str:
    """Return the words of a text between single spaces, without punctuation."""
    return f" {' '.join(WORD.findall(text.casefold()))} "


def is_marked(words: Iterable[str], marked: Iterable[str]) -> bool:
    """Return whether some words hold a marked string, or are held by one."""
    strings = [folded(one) for one in marked]
    return any(
        own.strip() and string.strip() and (own in string or string in own)
        for own in map(folded, words)
        for string in strings
    )


def given(kind: str, found: Recognition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what was recognised, with the words that are looked for among the marked ones."""
    if kind == "people":
        for person in found.people:
            yield person.name, (person.name,)
    else:
        for one in found.organisations:
            yield one.term, tuple(evidence.words for evidence in one.evidence)


def judge(kind: str, found: dict[str, Recognition], marked: dict[str, Label], worst: int) -> None:
    """Print the precision of one kind, all items and those on defence apart, and false ones."""
    strings = {
        name: label.people if kind == "people" else label.orgs for name, label in marked.items()
    }
    for is_defence in (None, True):
        names = [n for n in found if is_defence is None or marked[n].defence is is_defence]
        pairs = [(n, *one) for n in names for one in given(kind, found[n])]
        false = [pair for pair in pairs if not is_marked(pair[2], strings[pair[0]])]
        share = 1 - len(false) / max(1, len(pairs))
        which = "defence items" if is_defence else "items"
        some = len({name for name, *_ in pairs})
        print(
            f"{kind}: precision {share:.3f}, {len(false)} false of {len(pairs)} given "
            f"in {some} of {len(names)} {which}"
        )
        if is_defence is None:
            for name, term, words in false[:worst]:
                print(f"  {name}: {term}: {', '.join(words)}")


def main() -> None:
    """Print all figures."""
    beside = Path(__file__).parent.parent.parent / "shared" / "corpora"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=beside)
    parser.add_argument("--worst", type=int, default=0, help="list as many false ones of each")
    options = parser.parse_args()
    corpus = options.corpora / "newswire"
    gazetteer = build_gazetteer(load_tables())
    found_rows = rows(corpus / "seeds.jsonl.gz")
    seeds = {row["id"]: seed_of(row["id"], row["text"]) for row in found_rows}
    began = process_time()
    found = {name: recognise(seed, gazetteer) for name, seed in seeds.items()}
    seconds = process_time() - began
    print(f"{len(seeds):,} items, {len(seeds) / seconds:,.0f} a second of processor time")
    marked = labels(corpus / "labels.jsonl.gz")
    for kind in ("organisations", "people"):
        judge(kind, found, marked, options.worst)
    guesses = {name: suggest(seed, gazetteer) for name, seed in seeds.items()}
    shown = {name: Recognition(organisations=guess) for name, guess in guesses.items()}
    judge("suggested organisations", shown, marked, options.worst)


if __name__ == "__main__":
    main()

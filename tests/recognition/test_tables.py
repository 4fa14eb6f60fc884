"""The tables that ship with the package: complete, consistent, small."""

import tomllib
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pytest
from babel import Locale

from generator.recognition.tables import DATA, load_tables

COUNTRIES = tomllib.loads((DATA / "countries.toml").read_text("utf-8"))["country"]
TAGS = tomllib.loads((DATA / "tags.toml").read_text("utf-8"))["group"]
ORGANISATIONS = tomllib.loads((DATA / "organisations.toml").read_text("utf-8"))["organisation"]
ALL_TAGS = [tag for group in TAGS for tag in group["tag"]]
CODES = {row["id"] for row in COUNTRIES}

# Codes of CLDR that are no country of ISO 3166-1: unions, islands that are parts, test locales.
NOT_COUNTRIES = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def test_every_country_is_there() -> None:
    """The countries are those of ISO 3166-1 as CLDR lists them, and Kosovo."""
    territories = {str(code) for code in Locale("en").territories}

    assert {code for code in territories if len(code) == 2 and code.isalpha()} == (
        CODES | NOT_COUNTRIES
    )


@pytest.mark.parametrize("rows", [COUNTRIES, ALL_TAGS, ORGANISATIONS, TAGS])
def test_ids_and_slugs(rows: Sequence[Mapping[str, Any]]) -> None:
    """Within a table no id, name or slug stands twice."""
    for key in ("id", "name", "slug"):
        values = [row[key] for row in rows if key in row]
        assert len(set(values)) == len(values)


def test_tags_are_described() -> None:
    """Every tag has a description of one sentence and a strong phrase."""
    for tag in ALL_TAGS:
        assert tag["description"].endswith(".")
        assert tag["description"].count(". ") == 0
        assert tag["strong"]
        words = [word for key in ("strong", "headline", "weak") for word in tag.get(key, ())]
        assert len(words) == len(set(words))
        assert all(pair.count("+") == 1 for pair in tag.get("together", ()))


def test_tags_name_tags() -> None:
    """What a tag yields to, follows from or is held back by is a tag, and no other."""
    known = {tag["id"] for tag in ALL_TAGS}
    codes = {row["id"] for row in COUNTRIES}

    for tag in ALL_TAGS:
        rule = tag.get("derived", {})
        others = {*tag.get("yields", ()), *rule.get("beside", ()), *rule.get("unless", ())}
        assert others <= known - {tag["id"]}
        assert set(rule.get("countries", ())) <= codes


def test_regions() -> None:
    """Every country has a region, and a region's countries stand together."""
    regions = [row["region"] for row in COUNTRIES]
    changes = [
        region for before, region in zip(["", *regions], regions, strict=False) if before != region
    ]

    assert all(regions)
    assert len(changes) == len(set(changes))


def test_codes_are_known() -> None:
    """Cities, places and organisations lie in countries of the table."""
    tables = load_tables()
    cities = chain.from_iterable(city.countries + city.namesakes for city in tables.cities)
    words = (code for pairs in tables.words.values() for code, _ in pairs if code != "-")
    organisations = chain.from_iterable(row["countries"] for row in ORGANISATIONS)

    assert {*cities, *words, *organisations} <= CODES


def test_there_are_enough_organisations() -> None:
    """At least eighty organisations are known, each with a kind."""
    assert len(ORGANISATIONS) >= 80
    assert all(row["kind"] for row in ORGANISATIONS)


def test_no_name_means_two_countries() -> None:
    """No name, alias or demonym is listed for two countries, but those settled by evidence."""
    seen: dict[str, str] = {}
    for row in COUNTRIES:
        for name in (row["name"], *row["aliases"], *row["demonyms"]):
            assert seen.setdefault(name, row["id"]) == row["id"], name


def test_size() -> None:
    """The tables take less than a megabyte."""
    assert sum(path.stat().st_size for path in DATA.glob("*.t[so]*")) < 1_000_000


def test_no_place_lies_in_two_countries() -> None:
    """No place, metonym or leader is listed by hand under two countries."""
    seen: dict[str, str] = {}
    rows = [pair for pairs in load_tables().words.values() for pair in pairs if pair[0] != "-"]
    for code, phrase in rows:
        assert seen.setdefault(phrase, code) == code, phrase

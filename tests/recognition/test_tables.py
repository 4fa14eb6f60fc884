"""The tables that ship with the package: complete, consistent, small."""

import shutil
import tomllib
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import compress

import pytest
from babel import Locale

from generator.model import Taxonomy
from generator.prepared import PREPARED, prepare
from generator.recognition.gazetteer import CITY_THOUSANDS
from generator.recognition.tables import DATA, load_tables
from generator.taxonomy import load_taxonomies

COUNTRIES = tomllib.loads((DATA / "countries.toml").read_text("utf-8"))["country"]
DISPUTED = tomllib.loads((DATA / "disputed.toml").read_text("utf-8"))["place"]
TAGS = tomllib.loads((DATA / "tags.toml").read_text("utf-8"))["group"]
ORGANISATIONS = tomllib.loads((DATA / "organisations.toml").read_text("utf-8"))["organisation"]
ALL_TAGS = [tag for group in TAGS for tag in group["tag"]]
PLACES = ("state", "base", "capital", "city", "region")
CODES = {row["id"] for row in COUNTRIES}

# Codes of CLDR that are no country of ISO 3166-1: unions, islands that are parts, test locales.
NOT_COUNTRIES = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def test_every_country_is_there() -> None:
    """The countries are those of ISO 3166-1 as CLDR lists them, and Kosovo."""
    territories = {str(code) for code in Locale("en").territories}

    assert {code for code in territories if len(code) == 2 and code.isalpha()} == (
        CODES | NOT_COUNTRIES
    )


@pytest.mark.parametrize("rows", [COUNTRIES, ALL_TAGS, ORGANISATIONS, TAGS, DISPUTED])
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
    cities = chain.from_iterable(one.countries + one.namesakes for one in tables.cities)
    words = (code for pairs in tables.words.values() for code, _ in pairs if code != "-")
    organisations = chain.from_iterable(row["countries"] for row in ORGANISATIONS)
    disputed = chain.from_iterable(place.read_as for place in tables.disputed)
    leaders = (one.country for one in tables.leaders)

    assert {*cities, *words, *organisations, *disputed, *leaders} <= CODES


def test_no_name_means_two_countries() -> None:
    """No name, alias or demonym is listed for two countries, but those settled by evidence."""
    seen: dict[str, str] = {}
    for row in COUNTRIES:
        for name in (row["name"], *row["aliases"], *row["demonyms"]):
            assert seen.setdefault(name, row["id"]) == row["id"], name


def test_size() -> None:
    """The tables take less than half a megabyte in a wheel, which holds each file compressed."""
    files = [path for path in DATA.rglob("*") if path.is_file()]

    assert sum(len(compress(path.read_bytes())) for path in files) < 500_000


def test_no_place_lies_in_two_countries() -> None:
    """No place, metonym or leader is listed by hand under two countries."""
    seen: dict[str, str] = {}
    rows = [pair for pairs in load_tables().words.values() for pair in pairs if pair[0] != "-"]
    for code, phrase in rows:
        assert seen.setdefault(phrase, code) == code, phrase


def test_disputed_places_give_a_reason() -> None:
    """Every disputed place has names of its own and the rule that it is read by."""
    names = [name for row in DISPUTED for name in (*row["names"], *row.get("demonyms", ()))]

    assert all(row["names"] and row["reason"].startswith("Rule") for row in DISPUTED)
    assert len(set(names)) == len(names)


def test_leaders() -> None:
    """Terms of office run forwards, and nobody leads two countries at once."""
    tables = load_tables()
    countries: dict[str, str] = {}

    for one in tables.leaders:
        assert not one.closes or one.opens <= one.closes
        for name in one.names:
            assert countries.setdefault(name, one.country) == one.country, name


def test_leaders_hide_no_place() -> None:
    """No leader's name is that of a place in running text, which would be lost in other years."""
    tables = load_tables()
    blocked = {phrase for _, phrase in tables.words["block"]}
    large = (one.names for one in tables.cities if one.thousands >= CITY_THOUSANDS)
    places = (phrase for kind in PLACES for _, phrase in tables.words[kind])
    leaders = {name for one in tables.leaders for name in one.names}

    assert leaders & ({*chain.from_iterable(large), *places} - blocked) == set()


def test_prepared() -> None:
    """What is prepared is what the tables say: python scripts/make_tables.py prepared."""
    assert (DATA / PREPARED).read_bytes() == prepare(DATA)


DIGESTS = prepare(DATA).partition(b',"tables":')[0]


@pytest.mark.parametrize(
    "prepared",
    [
        *(None, b"", b"{}", b"[1]", b'{"digests": 3}'),
        *(DIGESTS + b"}", DIGESTS + b',"tables":{"tags":3,"organisations":{"organisation":[{}]}}}'),
    ],
)
def test_without_prepared(tmp_path: Path, prepared: bytes | None) -> None:
    """Tables and terms are the same where nothing is prepared, or nothing that can be read."""
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / PREPARED).unlink()
    if prepared is not None:
        (folder / PREPARED).write_bytes(prepared)

    assert load_tables(folder) == load_tables()
    assert load_taxonomies(folder, tmp_path) == load_taxonomies(DATA, tmp_path)


@pytest.mark.parametrize(
    ("name", "words", "instead"),
    [
        ("countries", 'name = "', 'name = "Old '),
        ("disputed", "names = [", 'names = ["Old", '),
        ("organisations", 'name = "', 'name = "Old '),
        ("tags", "strong = [", 'strong = ["Old", '),
    ],
)
def test_edited_since_prepared(tmp_path: Path, name: str, words: str, instead: str) -> None:
    """A table that was edited since it was prepared is read itself."""
    folder = shutil.copytree(DATA, tmp_path / "data")
    path = folder / f"{name}.toml"
    path.write_text(path.read_text("utf-8").replace(words, instead, 1), "utf-8")

    assert load_tables(folder) != load_tables()


@pytest.mark.parametrize(
    ("name", "words", "instead"),
    [
        ("countries", 'region = "', 'region = "Old '),
        ("organisations", 'kind = "', 'kind = "Old '),
        ("organisations", "countries = []", 'countries = ["FR"]'),
        ("tags", 'description = "', 'description = "Old: '),
    ],
)
def test_terms_edited_since_prepared(tmp_path: Path, name: str, words: str, instead: str) -> None:
    """Terms are those of a table that was edited since it was prepared."""
    folder = shutil.copytree(DATA, tmp_path / "data")
    path = folder / f"{name}.toml"
    path.write_text(path.read_text("utf-8").replace(words, instead, 1), "utf-8")

    assert load_taxonomies(folder, tmp_path) != load_taxonomies(DATA, tmp_path)


def test_terms_are_prepared(tmp_path: Path) -> None:
    """What is prepared says all that terms need: they are read from it, not from the table."""
    folder = shutil.copytree(DATA, tmp_path / "data")
    path = folder / PREPARED
    path.write_bytes(path.read_bytes().replace(b'"name":"NATO"', b'"name":"Otan"'))

    terms = load_taxonomies(folder, tmp_path).value.vocabulary.terms[Taxonomy.ORGANISATIONS]

    assert terms[0].name == "Otan"

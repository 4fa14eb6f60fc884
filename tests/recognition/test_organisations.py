"""Organisations: the passages of organisations.toml, and the table they are found with."""

import tomllib
from pathlib import Path
from typing import Any

from generator.recognition import Additions, build_gazetteer, load_tables, recognise
from generator.recognition.tables import DATA
from tests.recognition.seeds import ids, seed, shipped

PASSAGES = tomllib.loads((Path(__file__).parent / "organisations.toml").read_text("utf-8"))[
    "passage"
]
ROWS = tomllib.loads((DATA / "organisations.toml").read_text("utf-8"))["organisation"]


def is_right(passage: dict[str, Any]) -> bool:
    found = recognise(seed(*passage["text"].split("\n")), shipped()).organisations
    return sorted(ids(found)) == sorted(passage["organisations"])


def test_passages() -> None:
    """Of the passages at least nineteen in twenty have the organisations that a reader finds."""
    wrong = [passage["text"] for passage in PASSAGES if not is_right(passage)]

    assert len(PASSAGES) >= 40
    assert len({passage["text"] for passage in PASSAGES}) == len(PASSAGES)
    assert len(wrong) <= len(PASSAGES) // 20, "\n\n".join(wrong)


def test_table() -> None:
    """The table has three hundred organisations, each with a kind and countries that exist."""
    countries = {country.id for country in load_tables().countries}

    assert len(ROWS) >= 300
    assert {row["kind"] for row in ROWS} == {
        "Alliances and international bodies",
        "Ministries and agencies",
        "Armed forces",
        "Armed groups",
        "Companies",
        "Think tanks",
    }
    assert [row["id"] for row in ROWS if not countries.issuperset(row["countries"])] == []


def test_no_name_of_two() -> None:
    """No two organisations have an id or a name in common."""
    names = [name for row in ROWS for name in (row["name"], *row["aliases"], *row.get("weak", ()))]
    addresses = [row["slug"] for row in ROWS]

    assert sorted(one for one in set(names) if names.count(one) > 1) == []
    assert len({row["id"] for row in ROWS}) == len(set(addresses)) == len(ROWS)


def test_mask_of_the_editor() -> None:
    """A phrase that the editor masks names no organisation."""
    gazetteer = build_gazetteer(load_tables(), Additions(masks=("Thales Prize",)))

    found = recognise(seed("Thales Prize awarded", "Thales paid."), gazetteer).organisations

    assert [evidence.words for one in found for evidence in one.evidence] == ["Thales"]

"""Organisations: the passages of organisations.toml, and the table they are found with."""

import tomllib
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from generator.recognition import Additions, build_gazetteer, load_tables, recognise
from generator.recognition.tables import DATA
from generator.slugs import slug_for
from tests.recognition.seeds import ids, seed, shipped

PASSAGES = tomllib.loads((Path(__file__).parent / "organisations.toml").read_text("utf-8"))[
    "passage"
]
ROWS = tomllib.loads((DATA / "organisations.toml").read_text("utf-8"))["organisation"]


def is_right(passage: dict[str, Any]) -> bool:
    found = recognise(seed(*passage["text"].split("\n")), shipped()).organisations
    return sorted(ids(found)) == sorted(passage["organisations"])


@pytest.mark.parametrize("passage", PASSAGES, ids=itemgetter("text"))
def test_passage(passage: dict[str, Any]) -> None:
    """A passage has the organisations that a reader finds, unless it says why not."""
    assert is_right(passage) is ("known_failure" not in passage)


def test_passages() -> None:
    """There are enough passages, no two are alike, and few of them go wrong."""
    failures = [passage for passage in PASSAGES if "known_failure" in passage]

    assert len(PASSAGES) >= 40
    assert len({passage["text"] for passage in PASSAGES}) == len(PASSAGES)
    assert len(failures) <= len(PASSAGES) // 20


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


def test_ids() -> None:
    """No id is what is left of a name without its accents: an id stays for good."""
    wrong = []
    for row in ROWS:
        names = (row["name"], *row["aliases"], *row.get("weak", ()))
        words = {word for name in names for word in slug_for(name, fallback="").split("-")}
        initials = "".join(word[0] for word in slug_for(row["name"], fallback="").split("-"))
        rest = (one for one in row["id"].split("-") if one not in words and one not in initials)
        wrong += [row["id"] for one in rest if any(one in word for word in words)]

    assert wrong == []


def test_mask_of_the_editor() -> None:
    """A phrase that the editor masks names no organisation."""
    gazetteer = build_gazetteer(load_tables(), Additions(masks=("Thales Prize",)))

    found = recognise(seed("Thales Prize awarded", "Thales paid."), gazetteer).organisations

    assert [evidence.words for one in found for evidence in one.evidence] == ["Thales"]


def organisations(headline: str, *paragraphs: str) -> list[str]:
    return ids(recognise(seed(headline, *paragraphs), shipped()).organisations)


def test_organisation_named_once_in_the_body() -> None:
    """An organisation that is named once in passing is not what the article is about."""
    assert organisations("Meeting ends", "It rained.", "NATO was named.") == []
    assert organisations("Meeting ends", "It rained.", "NATO was named, and NATO again.") == [
        "nato"
    ]


def test_several_names_of_one_organisation() -> None:
    """Names that overlap count once, and other names of the same body count too."""
    (found,) = recognise(
        seed("US Navy orders boats", "The U.S. Navy paid."), shipped()
    ).organisations

    assert (found.term, found.score) == ("us-navy", 5)


@pytest.mark.parametrize(
    "headline", ["Leonardo Rossi joins the band", "Mr. Leonardo joins the band"]
)
def test_persons_are_no_organisations(headline: str) -> None:
    """A company's name beside a surname or title is a person's."""
    assert organisations(headline) == []
    assert organisations("Leonardo wins an order") == ["leonardo"]

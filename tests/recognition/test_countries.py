"""Countries: the passages of passages.toml, and what the rules promise."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.model import Field
from generator.recognition import recognise
from tests.recognition.seeds import ids, seed, shipped

PASSAGES = tomllib.loads((Path(__file__).parent / "passages.toml").read_text("utf-8"))["passage"]


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["promise"])
def test_passages(passage: dict[str, Any]) -> None:
    """Each passage is about, and mentions, the countries that a reader finds in it."""
    lines = [line for line in passage["text"].split("\n") if line]
    item = seed(passage["headline"], *lines, place=passage.get("place", ""))

    found = recognise(item, shipped())

    assert ids(found.countries) == passage["about"]
    assert ids(found.mentions) == passage["mentions"]


def test_there_are_enough_passages() -> None:
    """The passages are many, and no promise is made twice."""
    promises = [passage["promise"] for passage in PASSAGES]

    assert len(promises) >= 60
    assert len(set(promises)) == len(promises)


def test_weights_follow_the_field() -> None:
    """A headline counts three, a dateline five, a lead two, the rest of the body one."""
    item = seed("Latvia", "Latvia", "Latvia", place="RIGA, Latvia")

    latvia = recognise(item, shipped()).countries[0]

    weights = {evidence.field: evidence.weight for evidence in latvia.evidence}
    assert weights == {Field.HEADLINE: 3, Field.DATELINE: 5, Field.LEAD: 2, Field.BODY: 1}
    assert latvia.score == 11


def test_evidence_of_a_dateline() -> None:
    """The evidence of a dateline stands at its place in the dateline's own text."""
    item = seed("", "It rained.", place="RIGA, Latvia")

    evidence = recognise(item, shipped()).countries[0].evidence

    assert [(one.words, one.field, one.start) for one in evidence] == [
        ("Latvia", Field.DATELINE, 6)
    ]


def test_about_needs_a_share() -> None:
    """A country with less than a fifth of the best score is only mentioned."""
    item = seed("", *["Spain, Spain, Spain, Spain."] * 6, "Portugal, Portugal, Portugal.")

    found = recognise(item, shipped())

    assert (ids(found.countries), ids(found.mentions)) == (["ES"], ["PT"])


def test_equals_keep_the_order_of_the_text() -> None:
    """Countries with equal scores stand in the order in which the text names them."""
    found = recognise(seed("Peru, Chile and Brazil meet"), shipped())

    assert ids(found.countries) == ["PE", "CL", "BR"]


def test_alone() -> None:
    """The one country of a short item is what it is about, though it is named but once."""
    found = recognise(seed("New barracks open", "They stand in Hungary."), shipped())

    assert ids(found.countries) == ["HU"]

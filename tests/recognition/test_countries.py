"""Countries: the passages of tests/recognition/passages, and what the rules promise."""

from datetime import date

import msgspec
import pytest

from generator.model import Field
from generator.recognition import recognise
from tests.recognition.passages import Passage, found_in, is_right, read_passages, right_by_group
from tests.recognition.seeds import ids, seed, shipped

PASSAGES = read_passages()
ENOUGH = 400
SHARE = 0.98

GROUPS = {
    "rules",
    "places-today",
    "bases-abroad",
    "ships-units-services",
    "metonyms",
    "leaders",
    "demonyms",
    "disputed",
    "former-states",
    "namesakes",
    "persons-things",
    "compounds",
    "lists",
    "possessives-hyphens",
    "capitals-accents",
    "second-reading",
}


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda one: f"{one.group}: {one.name}")
def test_passages(passage: Passage) -> None:
    """Each passage is about, and mentions, what a reader finds in it, save known failures."""
    found = found_in(passage, shipped())

    if passage.known_failure:
        assert not is_right(passage, shipped()), "it is right: delete known_failure"
    else:
        assert found == (list(passage.about), list(passage.mentions))


def test_share_of_right_passages() -> None:
    """There are hundreds of passages of every kind, and hardly any fails."""
    counts = right_by_group(PASSAGES, shipped())
    right, number = (sum(column) for column in zip(*counts.values(), strict=True))

    assert set(counts) == GROUPS
    assert number >= ENOUGH
    assert right / number >= SHARE


def test_passages_are_told_apart() -> None:
    """No promise is made twice, and no headline with the same text stands twice."""
    assert len({one.name for one in PASSAGES}) == len(PASSAGES)
    assert len({(one.headline, one.text, one.date) for one in PASSAGES}) == len(PASSAGES)


def test_leaders_by_year() -> None:
    """A leader hints at a country while in office, and always in an article without a date."""
    item = seed("Sunak speaks", "Sunak was brief.")

    found = {
        year: ids(recognise(msgspec.structs.replace(item, published=day), shipped()).countries)
        for year, day in {0: None, 2020: date(2020, 1, 1), 2023: date(2023, 1, 1)}.items()
    }

    assert found == {0: ["GB"], 2020: [], 2023: ["GB"]}


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

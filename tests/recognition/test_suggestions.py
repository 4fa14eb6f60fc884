"""Organisations that a text seems to name: shown to an editor, and published by nobody."""

import pytest

from generator.model import Field
from generator.recognition import Additions, build_gazetteer, load_tables, recognise, suggest
from tests.recognition.seeds import ids, seed, shipped
from tests.recognition.test_organisations import PASSAGES


def names(text: str) -> list[str]:
    return ids(suggest(seed("Heading", *text.split("\n")), shipped()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ruritanian Drone Agency signed.", ["Ruritanian Drone Agency"]),
        ("It went to Brodno Marine Systems.", ["Brodno Marine Systems"]),
        ("Aldova's Border Watch Corps crossed.", ["Border Watch Corps"]),
        ("Its Ministry of Strategic Reserves paid.", ["Ministry of Strategic Reserves"]),
        ("A paper of the Institute for Arctic Warfare says so.", ["Institute for Arctic Warfare"]),
        ("The Egyptian Rocket Corps of Sinai left.", ["Egyptian Rocket Corps"]),
        ("Oversight by the Royal Bureau of Hulls.", ["Royal Bureau of Hulls"]),
        ("The Lake Guard Agency and the Hill Guard Agency met.",
         ["Lake Guard Agency", "Hill Guard Agency"]),
        ("The NATO Blimp Agency has no balloon.", ["NATO Blimp Agency"]),
        ("Then Łódź Élan Shipyard built it.", ["Łódź Élan Shipyard"]),
    ],
)  # fmt: skip
def test_names(text: str, expected: list[str]) -> None:
    """A name in running text is suggested by the word that it ends in or goes on after."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Command said so. Agency staff agreed.",
        "The Defence Ministry, the General Staff Command and the Foreign Ministry said so.",
        "The NATO Support and Procurement Agency ordered shells.",
        "The Belgian Ministry of Defence paid Rheinmetall.",
        "It went to the Lake and Hill Agency.",
        "It went to the Ministry of Lakes and Hills.",
        "An agency for drones, a ministry of lakes and air defence systems.",
        "THE RURITANIAN DRONE AGENCY SIGNED.",
        "In. Systems of. Agency",
        "",
    ],
)
def test_nothing(text: str) -> None:
    """Nothing is suggested that is known, names no one organisation, or may be two names."""
    assert names(text) == []


def test_headline() -> None:
    """A headline suggests nothing, since all of its words may have capitals."""
    assert suggest(seed("Minister Visits Drone Agency", "He left."), shipped()) == ()


def test_evidence() -> None:
    """A suggestion has its name as its term, and every place where it stands."""
    (found,) = suggest(
        seed("Heading", "Brodno Systems pays.", "It is paid by Brodno Systems."), shipped()
    )

    assert (found.term, found.score) == ("Brodno Systems", 3)
    assert [(one.words, one.field, one.paragraph, one.start) for one in found.evidence] == [
        ("Brodno Systems", Field.LEAD, 0, 0),
        ("Brodno Systems", Field.BODY, 1, 14),
    ]


def test_at_most_eight() -> None:
    """Of many names eight are suggested, those of the first paragraph before others."""
    many = " ".join(f"We met {letter}x Agency." for letter in "ABCDEFGHIJ")

    found = names(f"{many}\nWe met Zx Agency.")

    assert len(found) == 8
    assert "Zx Agency" not in found


def test_editors_table() -> None:
    """A name that the editor's table masks, or gives to an organisation, is not suggested."""
    text = seed("Heading", "The Lake Guard Agency left.")
    masked = build_gazetteer(load_tables(), Additions(masks=("Lake Guard Agency",)))

    assert suggest(text, masked) == ()


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["text"][:20])
def test_published_stay(passage: dict[str, str]) -> None:
    """What is suggested is neither published nor among the organisations that are."""
    text = seed(*passage["text"].split("\n"))

    published = recognise(text, shipped()).organisations

    words = {evidence.words for one in published for evidence in one.evidence}
    assert words.isdisjoint(ids(suggest(text, shipped())))

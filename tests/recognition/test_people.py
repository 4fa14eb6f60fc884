"""People: the passages of people.toml, and what the rules promise."""

import tomllib
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from generator.model import Person
from generator.recognition import recognise
from tests.recognition.seeds import seed, shipped

PASSAGES = tomllib.loads((Path(__file__).parent / "people.toml").read_text("utf-8"))["passage"]


def people(*lines: str) -> tuple[Person, ...]:
    return recognise(seed(*lines), shipped()).people


def is_right(passage: dict[str, Any]) -> bool:
    found = {one.name: one.role for one in people(*passage["text"].split("\n"))}
    wanted = dict((*one.split(" | "), "")[:2] for one in passage["people"])
    return found.keys() == wanted.keys() and all(
        not role or found[name] == role for name, role in wanted.items()
    )


@pytest.mark.parametrize("passage", PASSAGES, ids=itemgetter("text"))
def test_passage(passage: dict[str, Any]) -> None:
    """A passage has the people and roles that a reader finds, unless it says why not."""
    assert is_right(passage) is ("known_failure" not in passage)


def test_passages() -> None:
    """There are enough passages, no two are alike, and few of them go wrong."""
    failures = [passage for passage in PASSAGES if "known_failure" in passage]

    assert len(PASSAGES) >= 60
    assert len({passage["text"] for passage in PASSAGES}) == len(PASSAGES)
    assert len(failures) <= len(PASSAGES) // 20


def test_surname() -> None:
    """A surname alone counts for the person who was named in full before, and for nobody else."""
    (found,) = people(
        "Scholz speaks",
        "Chancellor Olaf Scholz spoke. Scholz left.",
        "Mr. Scholz is gone. Julia Scholz stayed in Scholz Park.",
    )

    assert [(one.words, one.field, one.rule) for one in found.evidence] == [
        ("Scholz", "headline", "surname"),
        ("Olaf Scholz", "lead", "office before the name"),
        ("Scholz", "lead", "surname"),
        ("Scholz", "body", "surname"),
    ]
    assert found.score == 3 + 2 + 2 + 1


def test_no_surname_before() -> None:
    """A surname in the text before the full name is nobody's yet."""
    (found,) = people("Talks", "Scholz left. Then Chancellor Olaf Scholz came.")

    assert [one.words for one in found.evidence] == ["Olaf Scholz"]


def test_two_of_one_surname() -> None:
    """A surname that two people share means the one who was named in full last."""
    found = people("Talks", "President Ana Ruiz met Gen. Leo Ruiz. Ruiz saluted.")

    assert {one.name: len(one.evidence) for one in found} == {"Ana Ruiz": 1, "Leo Ruiz": 2}


def test_one_person() -> None:
    """Names that differ in a middle name, or leave the first out, are one person's."""
    (kirby,) = people("Press", "Spokesman John Kirby spoke. Rear Adm. John F. Kirby left.")
    (lopez,) = people(
        "Visit",
        "President López Obrador spoke.",
        "President Andrés Manuel López Obrador left.",
    )

    assert (kirby.name, kirby.role) == ("John Kirby", "Spokesman; Rear Adm.")
    assert lopez.name == "Andrés Manuel López Obrador"


def test_organisation() -> None:
    """The organisation of the table that a role names is told."""
    (found,) = people("Talks", "Lockheed Martin CEO Jim Taiclet spoke.")

    assert (found.role, found.organisation) == ("Lockheed Martin CEO", "lockheed-martin")


def test_at_most_eight() -> None:
    """An article has the eight people who are named most."""
    names = ("Ann", "Bea", "Cyd", "Dee", "Eve", "Fay", "Gus", "Hal", "Ian", "Jon")
    text = " ".join(f"Gen. {name} {name}son spoke." for name in names)

    assert [one.name for one in people("Talks", text, "Gen. Jon Jonson left.")] == [
        "Jon Jonson",
        *(f"{name} {name}son" for name in names[:7]),
    ]


def test_place_of_evidence() -> None:
    """Evidence stands where its words are."""
    lines = ("Kallas warns", "High Representative Kaja Kallas warned. Kallas left.", "So Kallas.")

    (found,) = people(*lines)

    assert len(found.evidence) == 4
    for one in found.evidence:
        assert lines[one.paragraph + 1][one.start :].startswith(one.words)

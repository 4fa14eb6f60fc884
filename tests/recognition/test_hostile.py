"""Hostile seeds: whatever a text repeats, recognition takes a time linear in its length.

Each text is as long as one that took minutes, or hours, when every pair, mask or person was
compared with every other.  They are not timed: a rule that is quadratic does not end here.
"""

from itertools import product

import pytest

from generator.recognition import recognise
from generator.recognition.mentions import Named, add_mentions, short_names
from generator.recognition.names import Name
from generator.recognition.passages import passages
from generator.recognition.people import MOST, MOST_NAMES
from tests.recognition.seeds import seed, shipped

LENGTH = 200_000


def names(number: int) -> list[str]:
    """Return full names, no two of which have a word in common."""
    syllables = "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu".split()
    words = ["".join(parts).title() for parts in product(syllables, repeat=4)]
    return [f"{first} {last}" for first, last in zip(words[::2], words[1::2], strict=True)][:number]


def long(words: str) -> str:
    return words * (LENGTH // len(words))


@pytest.mark.parametrize(
    "text",
    [
        "The army. " + "warplanes. " * 8_000 + "bombed. " * 8_000,
        long("trade war. ") + long("fighter jets. "),
        long("President Ana Ruiz met Gen. Leo Ruiz. Ruiz saluted. "),
        long("GEN. LEO RUIZ SALUTED. RUIZ SALUTED. "),
        long("Gen. Leo Ruiz, "),
        "Gen. Leo Ruiz saluted. " + long("Ruiz saluted. "),
        " ".join(f"Gen. {name} said." for name in names(8_000)),
        " ".join(f"{name} said, a general. Gen. {name} said." for name in names(4_000)),
        " ".join(f"Gen. Leo {name} Ruiz said." for name in names(8_000)),
        " ".join(f"{name} Minister Leo Ruiz said." for name in names(8_000)),
        "Gen. " + "Leo-" * 40_000 + "Ruiz said.",
        long("Gen. ") + long("Dr. ") + "Leo Ruiz.",
        long("Georgia, Texas, "),
        long("NATO "),
    ],
    ids=lambda text: text[-40:],
)
def test_time(text: str) -> None:
    """A long text of one phrase, or of thousands of names, is read as any other text is."""
    assert len(recognise(seed("The army", text), shipped()).people) <= MOST


def test_time_of_paragraphs() -> None:
    """Thousands of people in paragraphs of their own are read as any other text is."""
    item = seed("The army", *(f"Gen. {name} said so." for name in names(8_000)))

    assert len(recognise(item, shipped()).people) == MOST


def test_surnames() -> None:
    """Thousands of people of one surname are told apart as fast as two are."""
    people = [
        Named(name, short_names(name, shipped().people), {name.text})
        for name in (Name(0, 0, f"{one} Ruiz", (one.partition(" ")[0], "Ruiz")) for one in names(9))
    ]
    item = seed("Talks", "".join(f"{one.name.text} said. " for one in people) + long("Ruiz said. "))

    add_mentions(people, passages(item), shipped().people)

    assert [len(one.evidence) for one in people] == [1] * 8 + [1 + LENGTH // len("Ruiz said. ")]


def test_most_names() -> None:
    """Who is introduced after so many others is not told of, and the first ones are."""
    many = names(MOST_NAMES + 20)
    item = seed("Talks", *(f"Gen. {name} said so." for name in many), f"{many[-1]} left. " * 9)

    found = [one.name for one in recognise(item, shipped()).people]

    assert found[0] == many[0]
    assert many[-1] not in found

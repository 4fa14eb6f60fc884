"""Fingerprints: equal values have equal ones, and others have others."""

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, defstruct

from generator.fingerprint import DIGEST_BYTES, Fingerprints, combined, digest_of, fingerprint

SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
DIGESTS = st.binary(min_size=DIGEST_BYTES, max_size=DIGEST_BYTES)


class Card(Struct, frozen=True):
    """A value as templates see them."""

    title: str
    terms: tuple[str, ...] = ()


class Listing(Struct, frozen=True):
    """A page that shows several cards."""

    name: str
    lead: Card | None = None
    cards: tuple[Card, ...] = ()


CARDS = st.builds(Card, st.sampled_from("ab"), st.lists(st.sampled_from("ab")).map(tuple))
LISTINGS = st.builds(
    Listing, st.sampled_from("ab"), st.none() | CARDS, st.lists(CARDS, max_size=3).map(tuple)
)


@given(st.lists(LISTINGS, min_size=2))
def test_shared_parts(listings: list[Listing]) -> None:
    """Listings are told apart by all that they hold, whatever was seen before them."""
    contexts = Fingerprints(Card)

    found = [contexts.of(one) for one in listings]

    assert found == [Fingerprints(Card).of(deepcopy(one)) for one in listings]
    assert len(set(found)) == len(set(listings))


def test_remembered_parts() -> None:
    """What was hashed before it is asked for counts the same."""
    contexts, card = Fingerprints(Card), Card("a", ("b",))
    contexts.remember([card, Card("c")])

    assert contexts.of(Listing("", card)) == Fingerprints(Card).of(Listing("", card))


def test_beside() -> None:
    """What is told of beside a value counts, too."""
    contexts = Fingerprints(Card)

    found = {contexts.of(Card("a"), beside) for beside in (b"", b"1", b"2")}

    assert len(found) == 3


def test_part_and_its_tuple() -> None:
    """A card that leads is not the same as a card in a list."""
    contexts, card = Fingerprints(Card), Card("a")
    values = (Listing("", card), Listing("", None, (card,)), Listing("", card, (card,)))

    assert len({contexts.of(one) for one in values}) == len(values)


def test_shared_identity() -> None:
    """A card that is gone leaves nothing to another one in its place."""
    contexts = Fingerprints(Card)

    found = {contexts.of(Listing("", Card(str(number)))) for number in range(100)}

    assert len(found) == 100


def test_kinds() -> None:
    """Equal fields of structs of two types do not make them equal."""
    other = defstruct("Other", ["title", "terms"])

    contexts = Fingerprints()

    assert contexts.of(Card("a")) != contexts.of(other("a", ()))


@given(VALUES)
def test_length(value: object) -> None:
    """A fingerprint has 16 bytes, whatever the value."""
    assert len(fingerprint(value)) == DIGEST_BYTES


@given(st.dictionaries(st.text(), SCALARS), st.randoms(use_true_random=False))
def test_order_of_keys(value: dict[str, object], random: Random) -> None:
    """The order in which a mapping was filled does not matter."""
    keys = list(value)
    random.shuffle(keys)

    assert fingerprint({key: value[key] for key in keys}) == fingerprint(value)


@given(VALUES, VALUES)
def test_other_values(one: object, other: object) -> None:
    """Values that differ have fingerprints that differ."""
    assert one == other or fingerprint(one) != fingerprint(other)


def test_order_of_items() -> None:
    """The order of a tuple matters."""
    assert fingerprint(("a", "b")) != fingerprint(("b", "a"))


def test_borders() -> None:
    """Where one text ends and the next begins matters."""
    assert fingerprint(("ab", "c")) != fingerprint(("a", "bc"))
    assert fingerprint(Card("ab", ("c",))) != fingerprint(Card("a", ("bc",)))


def test_fields() -> None:
    """Each field of a struct matters."""
    assert fingerprint(Card("a")) == fingerprint(Card("a"))
    assert fingerprint(Card("a")) != fingerprint(Card("a", ("b",)))


@given(st.lists(DIGESTS), st.lists(DIGESTS))
def test_combined(one: list[bytes], other: list[bytes]) -> None:
    """Several digests become one, and their order and number count."""
    assert (combined(*one) == combined(*other)) == (one == other)


def test_same_everywhere() -> None:
    """A fingerprint is the same in every process, on every machine and for ever."""
    value = Card("Übung", ("a", "b"))
    program = (
        "from generator.fingerprint import fingerprint\n"
        "print(fingerprint({'b': 1, 'a': ('Übung', 2)}).hex())"
    )

    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }

    assert printed == {fingerprint({"a": ("Übung", 2), "b": 1}).hex() + "\n"}
    assert fingerprint(value).hex() == "821001d974e58307ada7e7861eacfdb3"
    assert digest_of(b"").hex() == "e3b0c44298fc1c149afbf4c8996fb924"

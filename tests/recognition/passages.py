"""Short passages of our own, in groups, and which of them recognition reads as a reader does.

A passage has a headline and the paragraphs of its text; ``about`` are the countries that it is
about, the most prominent first, ``mentions`` those that it only names.  ``place`` is that of a
dateline and ``date`` the day of the article, where it has one.  ``known_failure`` says why one
that recognition gets wrong is left so.  ``promise`` names what a passage shows; without one its
headline does.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.model import Seed
from generator.recognition import Gazetteer, recognise
from tests.recognition.seeds import ids, seed

FOLDER = Path(__file__).parent / "passages"


class Passage(Struct, frozen=True, forbid_unknown_fields=True):
    """A passage, and what a reader finds in it."""

    headline: str
    text: tuple[str, ...]
    about: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    place: str = ""
    date: str = ""
    promise: str = ""
    known_failure: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        """Return what the passage is called."""
        return self.promise or self.headline

    @property
    def seed(self) -> Seed:
        """Return the passage as a seed."""
        published = date.fromisoformat(self.date) if self.date else None
        found = seed(self.headline, *self.text, place=self.place)
        return msgspec.structs.replace(found, published=published)


class _Group(Struct, frozen=True):
    group: str
    passage: tuple[Passage, ...]


def read_passages(folder: Path = FOLDER) -> tuple[Passage, ...]:
    """Return all passages, by group."""
    groups = (
        msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Group)
        for path in sorted(folder.glob("*.toml"))
    )
    return tuple(
        msgspec.structs.replace(passage, group=group.group)
        for group in groups
        for passage in group.passage
    )


def found_in(passage: Passage, gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """Return the countries that recognition finds: about, and mentioned."""
    found = recognise(passage.seed, gazetteer)
    return ids(found.countries), ids(found.mentions)


def is_right(passage: Passage, gazetteer: Gazetteer) -> bool:
    """Return whether recognition finds exactly what a reader does, in the same order."""
    return found_in(passage, gazetteer) == (list(passage.about), list(passage.mentions))


def right_by_group(
    passages: Iterable[Passage], gazetteer: Gazetteer
) -> Mapping[str, tuple[int, int]]:
    """Return how many passages of each group are right, and how many there are."""
    listed = tuple(passages)
    right = Counter(one.group for one in listed if is_right(one, gazetteer))
    return {
        group: (right[group], number)
        for group, number in Counter(one.group for one in listed).items()
    }

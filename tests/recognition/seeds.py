"""Seeds for the tests of recognition, and the gazetteer that all of them share."""

from functools import cache

from generator.model import Dateline, Recognised, Seed
from generator.recognition import Gazetteer, build_gazetteer, load_tables


@cache
def shipped() -> Gazetteer:
    """Return the gazetteer of the shipped tables."""
    return build_gazetteer(load_tables())


def seed(headline: str, *paragraphs: str, place: str = "") -> Seed:
    """Return a seed with a headline, paragraphs, and the place of a dateline if there is one."""
    dateline = Dateline(text=f"{place} —", place=place) if place else None
    return Seed("a.txt", "", headline, paragraphs, dateline=dateline)


def ids(found: tuple[Recognised, ...]) -> list[str]:
    """Return the terms that were recognised, in order."""
    return [one.term for one in found]

"""What reading Markdown files takes: the shipped terms, and settings as a new site has them."""

from functools import cache
from pathlib import Path

from generator.code import PACKAGE
from generator.content.article import Reading
from generator.taxonomy import load_taxonomies

NOWHERE = Path("no such folder")


@cache
def reading(timezone: str = "UTC", engine: str = "markdown") -> Reading:
    """Return a way to read."""
    return Reading(load_taxonomies(PACKAGE / "data", NOWHERE).value, "en", timezone, engine)

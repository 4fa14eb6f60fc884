"""The values of an ingestion: what it works with, one seed to be drafted, and its draft."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator.diagnostics import Diagnostic
from generator.model import Recognise, SeedSettings
from generator.seeds.compose import Composed
from generator.seeds.register import Entry
from generator.taxonomy import Taxonomies


class Intake(Struct, frozen=True):
    """What an ingestion works with; ``today`` is the day it is, ``language`` that of the site."""

    seeds: Path
    content: Path
    settings: SeedSettings
    taxonomies: Taxonomies
    recognise: Callable[[], Recognise]
    today: date
    language: str = "en"


class Job(Struct, frozen=True):
    """One seed to be drafted; ``known`` is what the register says of it."""

    path: str
    raw: bytes
    digest: str
    known: Entry | None = None


class Draft(Struct, frozen=True):
    """What was made of a seed: an article that still wants a place, or None and why.

    ``is_dated`` tells whether the seed itself has a date.  ``doubts`` are problems that are told
    only if the article is used.
    """

    composed: Composed | None
    sketch: str = ""
    is_dated: bool = False
    problems: tuple[Diagnostic, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()

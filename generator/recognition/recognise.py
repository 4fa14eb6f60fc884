"""Recognise what an article is about: one pure function over a seed and the gazetteer."""

from collections.abc import Callable

from msgspec import Struct

from generator.model import Recognised, Recognition, Seed
from generator.recognition.countries import find_countries
from generator.recognition.gazetteer import Gazetteer
from generator.recognition.language import declared_language, detected_language
from generator.recognition.organisations import find_organisations
from generator.recognition.passages import passages
from generator.recognition.people import find_people
from generator.recognition.suggestions import suggest_organisations
from generator.recognition.tags import find_tags
from generator.recognition.tongues import LANGUAGES


class Languages(Struct, frozen=True):
    """What reads other languages than English.

    ``site`` is the language of texts that neither declare one nor are clearly in one.
    ``gazetteer_in`` makes the gazetteer of one of ``LANGUAGES`` when it is first asked for.
    """

    gazetteer_in: Callable[[str], Gazetteer]
    site: str = "en"


def recognise(seed: Seed, gazetteer: Gazetteer, languages: Languages | None = None) -> Recognition:
    """Return the terms of a seed with their evidence; the same seed always gives the same.

    ``mentions`` holds the countries that are named without the article being about them, so no
    country stands in both.  Without ``languages`` every text is read as English.
    """
    parts = tuple(passages(seed))
    names, detected = gazetteer, ""
    if languages:
        declared = declared_language(seed)
        detected = "" if declared else detected_language(seed)
        language = declared or detected or languages.site
        if language in LANGUAGES:
            names = languages.gazetteer_in(language)
    year = seed.published.year if seed.published else None
    countries = find_countries(seed.dateline, parts, names, year=year)
    return Recognition(
        countries=countries.about,
        mentions=countries.mentioned,
        tags=find_tags(parts, gazetteer, countries.about),
        organisations=find_organisations(parts, gazetteer),
        people=find_people(parts, gazetteer),
        language=detected,
    )


def suggest(seed: Seed, gazetteer: Gazetteer) -> tuple[Recognised, ...]:
    """Return organisations that a seed seems to name and no table has; nothing is made of them."""
    return suggest_organisations(passages(seed), gazetteer)

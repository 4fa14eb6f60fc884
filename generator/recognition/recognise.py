"""Recognise what an article is about: one pure function over a seed and the gazetteer."""

from generator.model import Recognition, Seed
from generator.recognition.countries import find_countries
from generator.recognition.gazetteer import Gazetteer
from generator.recognition.organisations import find_organisations
from generator.recognition.passages import passages
from generator.recognition.people import find_people
from generator.recognition.tags import find_tags


def recognise(seed: Seed, gazetteer: Gazetteer) -> Recognition:
    """Return the terms of a seed with their evidence; the same seed always gives the same.

    ``mentions`` holds the countries that are named without the article being about them, so no
    country stands in both.
    """
    parts = tuple(passages(seed))
    year = seed.published.year if seed.published else None
    countries = find_countries(seed.dateline, parts, gazetteer, year=year)
    return Recognition(
        countries=countries.about,
        mentions=countries.mentioned,
        tags=find_tags(parts, gazetteer, countries.about),
        organisations=find_organisations(parts, gazetteer),
        people=find_people(parts, gazetteer),
    )

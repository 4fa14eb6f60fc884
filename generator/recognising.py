"""Makes the recogniser of a project: the shipped tables with the editor's additions to them."""

from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from generator.model import Recognition, Seed, Taxonomy
from generator.recognition import (
    Additions,
    Gazetteer,
    Languages,
    Phrases,
    build_gazetteer,
    load_names,
    load_tables,
    localised,
    recognise,
)
from generator.taxonomy import Addition, Taxonomies

Recognise = Callable[[Seed], Recognition]
"""Finds the terms of a seed."""


def recogniser(data: Path, taxonomies: Taxonomies, site: str = "en") -> Callable[[], Recognise]:
    """Return what makes the recogniser, once, when the first seed needs it.

    The tables of another language are read when the first text in it comes.

    Args:
        data: The folder of the shipped tables.
        taxonomies: The editor's additions to them.
        site: The language of the site, a BCP 47 tag, which unclear texts are taken to be in.
    """

    @cache
    def make() -> Recognise:
        tables, added = load_tables(data), additions_of(taxonomies.additions)
        gazetteer = build_gazetteer(tables, added)

        @cache
        def gazetteer_in(language: str) -> Gazetteer:
            return localised(gazetteer, load_names(language, data), tables=tables, added=added)

        languages = Languages(gazetteer_in, site.partition("-")[0].lower())
        return partial(recognise, gazetteer=gazetteer, languages=languages)

    return make


def additions_of(rows: Iterable[Addition]) -> Additions:
    """Return the editor's additions as recognition takes them.

    Names and aliases of every kind are phrases; a tag also has ``strong`` and ``weak`` ones.
    ``masks`` are phrases in which a name means nothing, ``never`` words that are read as nothing.
    """
    listed = tuple(rows)
    return Additions(
        countries=_phrases(listed, Taxonomy.COUNTRIES),
        tags=_phrases(listed, Taxonomy.TAGS),
        organisations=_phrases(listed, Taxonomy.ORGANISATIONS),
        masks=tuple(words for row in listed for words in row.lists.get("masks", ())),
        withdrawn=tuple(words for row in listed for words in row.lists.get("never", ())),
    )


def _phrases(rows: tuple[Addition, ...], taxonomy: Taxonomy) -> tuple[Phrases, ...]:
    return tuple(
        Phrases(
            id=row.id,
            strong=(
                *((row.texts["name"],) if "name" in row.texts else ()),
                *row.lists.get("aliases", ()),
                *row.lists.get("demonyms", ()),
                *row.lists.get("strong", ()),
            ),
            weak=row.lists.get("weak", ()),
            loose=row.texts.get("loose") == "true",
        )
        for row in rows
        if row.taxonomy is taxonomy
    )

"""Makes the recogniser of a project: the shipped tables with the editor's additions to them."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from unicodedata import normalize

from msgspec.structs import replace

from generator.additions import Addition
from generator.model import Recognise, Recognised, Seed, Taxonomy, TermId
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
    suggest,
)
from generator.taxonomy import Taxonomies


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


def suggested(seed: Seed, data: Path, taxonomies: Taxonomies) -> tuple[Recognised, ...]:
    """Return organisations that a seed seems to name, and neither tables nor the editor have."""
    return suggest(seed, build_gazetteer(load_tables(data), additions_of(taxonomies.additions)))


def additions_of(rows: Iterable[Addition]) -> Additions:
    """Return the editor's additions as recognition takes them.

    Names and aliases of every kind are phrases; a tag also has those of ``strong``, ``headline``,
    ``weak`` and ``together``, and its name is read in any case if it is a common noun.
    ``masks`` are phrases in which a name means nothing, ``never`` words that are read as nothing.
    A country's ``disputed`` are places that are read as it; two countries may have the same.
    An entry that says of its own phrase that it shall mean nothing does not have it.
    """
    listed = tuple(map(_composed, rows))
    return Additions(
        countries=_phrases(listed, Taxonomy.COUNTRIES),
        tags=_phrases(listed, Taxonomy.TAGS),
        organisations=_phrases(listed, Taxonomy.ORGANISATIONS),
        masks=tuple(words for row in listed for words in row.lists.get("masks", ())),
        withdrawn=tuple(words for row in listed for words in row.lists.get("never", ())),
        disputed=_disputed(listed),
    )


def _composed(row: Addition) -> Addition:
    """Return an entry with each letter in the spelling that texts are read in."""
    return replace(
        row,
        texts={key: normalize("NFC", text) for key, text in row.texts.items()},
        lists={
            key: tuple(normalize("NFC", text) for text in texts) for key, texts in row.lists.items()
        },
    )


def _disputed(rows: tuple[Addition, ...]) -> Mapping[str, tuple[TermId, ...]]:
    """Return the countries that each disputed place is read as, in the order of the entries."""
    found: dict[str, tuple[TermId, ...]] = {}
    for row in rows:
        if row.taxonomy is Taxonomy.COUNTRIES:
            for place in row.lists.get("disputed", ()):
                found[place] = (*found.get(place, ()), row.id)
    return found


def _phrases(rows: tuple[Addition, ...], taxonomy: Taxonomy) -> tuple[Phrases, ...]:
    return tuple(
        Phrases(
            id=row.id,
            strong=(
                *_name(row),
                *_kept(row, "aliases"),
                *_kept(row, "demonyms"),
                *_kept(row, "strong"),
            ),
            headline=_kept(row, "headline"),
            weak=_kept(row, "weak"),
            together=row.lists.get("together", ()),
            loose=row.texts["loose"] == "true" if "loose" in row.texts else None,
        )
        for row in rows
        if row.taxonomy is taxonomy
    )


def _kept(row: Addition, key: str) -> tuple[str, ...]:
    never = row.lists.get("never", ())
    return tuple(phrase for phrase in row.lists.get(key, ()) if phrase not in never)


def _name(row: Addition) -> tuple[str, ...]:
    name = row.texts.get("name", "")
    # "Mine clearance" is written so only because names begin with a capital.
    is_noun = row.taxonomy is Taxonomy.TAGS and name[1:2].islower() and name[1:].islower()
    read = name.lower() if is_noun else name
    return (read,) if read and not {read, name} & {*row.lists.get("never", ())} else ()

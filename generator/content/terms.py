"""The terms that an article's front matter names, as the vocabulary knows them."""

from collections.abc import Iterable
from unicodedata import category

from generator.content.fields import Fields
from generator.diagnostics import Diagnostic, Place, Severity, warning
from generator.model import Article, Taxonomy, TermId, TermRef
from generator.slugs import fallback_for, slug_for
from generator.taxonomy import Taxonomies, person_id

_HINT = "write both the same way, or add a word to one of them"


def terms_of(fields: Fields, taxonomies: Taxonomies) -> tuple[TermRef, ...]:
    """Return the terms of an article, by taxonomy, in the editor's order.

    Diagnostics: ``unknown-country``, ``unknown-term`` (a warning: it becomes a new one),
    ``term-collision``.
    """
    return (
        *countries_in(fields, "countries", taxonomies),
        *_free(fields, "tags", Taxonomy.TAGS, taxonomies),
        *_free(fields, "organisations", Taxonomy.ORGANISATIONS, taxonomies),
        *_free(fields, "people", Taxonomy.PEOPLE, taxonomies),
        *_free(fields, "authors", Taxonomy.AUTHORS, taxonomies),
    )


def countries_in(fields: Fields, key: str, taxonomies: Taxonomies) -> Iterable[TermRef]:
    """Return the countries that a key names, each once; one that is not known is an error."""
    seen: dict[TermId, TermRef] = {}
    for at, name in enumerate(fields.texts(key)):
        found = taxonomies.find(Taxonomy.COUNTRIES, name)
        if found:
            seen.setdefault(found.id, found)
        else:
            path = fields.path_of(key, at)
            hint = taxonomies.hint(Taxonomy.COUNTRIES, name)
            fields.fault(path, "unknown-country", f'no country is called "{name}"', hint)
    return seen.values()


def _free(
    fields: Fields, key: str, taxonomy: Taxonomy, taxonomies: Taxonomies
) -> Iterable[TermRef]:
    """Return terms that an article may also make up; a likely slip gets a warning."""
    seen: dict[TermId, TermRef] = {}
    for at, name in enumerate(fields.texts(key)):
        found = taxonomies.find(taxonomy, name)
        is_free = not found
        if not found:
            # Whoever bears nearly the name of somebody in the table is somebody else.
            is_person = taxonomy is Taxonomy.PEOPLE
            hint = "" if is_person else taxonomies.hint(taxonomy, name)
            if hint:
                message = f'"{name}" becomes a new entry under {key}'
                path = fields.path_of(key, at)
                fields.fault(path, "unknown-term", message, hint, severity=Severity.WARNING)
            slug = TermId(slug_for(name, fallback=fallback_for(name, "term")))
            found = TermRef(taxonomy, person_id(name) if is_person else slug, name)
        first = seen.setdefault(found.id, found).name
        is_other = name != first and is_free and taxonomy is not Taxonomy.PEOPLE
        if is_other and _key(name) != _key(first):
            path = fields.path_of(key, at)
            message = f'"{name}" and "{first}" are one entry under {key}'
            fields.fault(path, "term-collision", message, _HINT, severity=Severity.WARNING)
    return seen.values()


def collisions(articles: Iterable[Article], taxonomies: Taxonomies) -> Iterable[Diagnostic]:
    """Return a ``term-collision`` where articles name different terms and mean one address."""
    first: dict[TermRef, str] = {}
    for article in articles:
        for ref in article.terms:
            first.setdefault(ref, article.path)
    terms = taxonomies.vocabulary.terms.values()
    names = {(term.taxonomy, term.id): term.name for rows in terms for term in rows}
    for ref, path in first.items():
        # Two spellings of a person ("Zelensky", "Zelenskyy") are one person at one address.
        if ref.taxonomy is Taxonomy.PEOPLE or taxonomies.find(ref.taxonomy, ref.name):
            continue
        other = names.setdefault((ref.taxonomy, ref.id), ref.name)
        if _key(other) != _key(ref.name):
            message = f'"{ref.name}" and "{other}" are one entry under {ref.taxonomy.value}'
            yield warning(Place(path), "term-collision", message, _HINT)


def _key(name: str) -> str:
    """Return what two names have in common that differ in case, spaces and punctuation only."""
    return "".join(one for one in name.casefold() if one.isalnum() or _is_symbol(one))


def _is_symbol(char: str) -> bool:
    # The signs of "C++" and "C#" tell more than a comma does.
    return char in "#%@" or category(char).startswith("S")

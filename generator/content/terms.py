"""The terms that an article's front matter names, as the vocabulary knows them."""

from collections.abc import Iterable

from generator.content.fields import Fields
from generator.diagnostics import Severity
from generator.model import Taxonomy, TermId, TermRef
from generator.slugs import slug_for
from generator.taxonomy import Taxonomies


def terms_of(fields: Fields, taxonomies: Taxonomies) -> Iterable[TermRef]:
    """Return the terms of an article, by taxonomy, in the editor's order.

    Diagnostics: ``unknown-country``, ``unknown-term`` (a warning: it becomes a new one).
    """
    yield from countries_in(fields, "countries", taxonomies)
    yield from _free(fields, "tags", Taxonomy.TAGS, taxonomies)
    yield from _free(fields, "organisations", Taxonomy.ORGANISATIONS, taxonomies)
    yield from _free(fields, "people", Taxonomy.PEOPLE, taxonomies)
    yield from _free(fields, "authors", Taxonomy.AUTHORS, taxonomies)


def countries_in(fields: Fields, key: str, taxonomies: Taxonomies) -> Iterable[TermRef]:
    """Return the countries that a key names, each once; one that is not known is an error."""
    seen: set[TermId] = set()
    for path, name in fields.texts(key):
        found = taxonomies.find(Taxonomy.COUNTRIES, name)
        if not found:
            hint = taxonomies.hint(Taxonomy.COUNTRIES, name)
            fields.fault(path, "unknown-country", f'no country is called "{name}"', hint)
        elif found.id not in seen:
            seen.add(found.id)
            yield found


def _free(
    fields: Fields, key: str, taxonomy: Taxonomy, taxonomies: Taxonomies
) -> Iterable[TermRef]:
    """Return terms that an article may also make up; a likely slip gets a warning."""
    seen: set[TermId] = set()
    for path, name in fields.texts(key):
        found = taxonomies.find(taxonomy, name)
        if not found:
            hint = taxonomies.hint(taxonomy, name)
            if hint:
                message = f'"{name}" becomes a new entry under {key}'
                fields.fault(path, "unknown-term", message, hint, severity=Severity.WARNING)
            found = TermRef(taxonomy, TermId(slug_for(name, fallback="term")), name)
        if found.id not in seen:
            seen.add(found.id)
            yield found

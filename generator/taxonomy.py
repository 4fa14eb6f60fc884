"""The term tables as data: what ships with Dateline, and what the editor adds or corrects."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.additions import ROWS, Addition, Shipping, read_additions
from generator.diagnostics import Checked, Diagnostic, Place, nearest, warning
from generator.files import entries
from generator.model import Slug, Taxonomy, Term, TermId, TermRef, Vocabulary
from generator.prepared import Prepared, load_prepared, read_table
from generator.slugs import fallback_for, slug_for

_KEPT = 4096
"""Of how many words the hints are remembered."""

# Endings that Ukrainian, Russian and Polish names have in Latin letters, by who wrote them down:
# Zelenskyy, Zelenskyi, Zelenskiy; Zaluzhnyi; Valerii; Sergei.  All are read as one of them.
_ENDINGS = re.compile(r"(?<=\w\w)(?:[iy][iyj]|(?<=sk)i|(?<=e)i)(?=-|$)")


class Taxonomies(Struct, frozen=True):
    """All terms, the words that find them, and the editor's additions.

    ``names`` has, for each taxonomy, every folded name, alias, id and slug.
    """

    vocabulary: Vocabulary
    names: Mapping[Taxonomy, Mapping[str, TermId]]
    additions: tuple[Addition, ...] = ()

    def find(self, taxonomy: Taxonomy, word: str) -> TermRef | None:
        """Return the term that a word names, whatever its case, or nothing.

        A person is also found in another spelling than those of the tables.
        """
        names = self.names[taxonomy]
        known = names.get(word.casefold().strip())
        if not known and taxonomy is Taxonomy.PEOPLE:
            known = names.get(person_id(word))
        return TermRef(taxonomy, known, word) if known else None

    def hint(self, taxonomy: Taxonomy, word: str) -> str:
        """Return a hint that names the term most like a word."""
        return _hint(word, tuple([term.name for term in self.vocabulary.terms[taxonomy]]))


@lru_cache(maxsize=_KEPT)
def _hint(word: str, names: tuple[str, ...]) -> str:
    # Comparing a word with every name takes long, and many articles name the same one.
    return nearest(word, names)


def person_id(name: str) -> TermId:
    """Return what the spellings of a person's name have in common, be it a name or a slug.

    Accents, hyphens and case do not count, nor which of its endings in Latin letters a Slavic
    name was given.
    """
    return TermId(_ENDINGS.sub("y", slug_for(name, fallback=fallback_for(name, "term"))))


def load_taxonomies(data: Path, folder: Path) -> Checked[Taxonomies]:
    """Return the shipped terms with the editor's additions from ``content/taxonomies``.

    Diagnostics: ``taxonomy-file``, ``taxonomy-key``, ``taxonomy-row``, ``taxonomy-value``;
    ``stray-file`` for a table of another name.
    """
    prepared = load_prepared(data)
    shipped = {taxonomy: list(_shipped(data, taxonomy, prepared)) for taxonomy in Taxonomy}
    problems: list[Diagnostic] = []
    additions: list[Addition] = []
    shipping = Shipping(data, prepared, {one.id: one.name for one in shipped[Taxonomy.COUNTRIES]})
    for taxonomy in ROWS:
        found = read_additions(folder, taxonomy, shipping)
        additions += found.value
        problems += found.problems
    terms = {
        taxonomy: _with_additions(rows, [one for one in additions if one.taxonomy is taxonomy])
        for taxonomy, rows in shipped.items()
    }
    names = {taxonomy: _names(rows) for taxonomy, rows in terms.items()}
    problems += _strays(folder)
    return Checked(Taxonomies(Vocabulary(terms), names, tuple(additions)), tuple(problems))


def _strays(folder: Path) -> Iterable[Diagnostic]:
    known = [f"{taxonomy.value}.toml" for taxonomy in ROWS]
    for one in entries(folder):
        if one.path.lower().endswith(".toml") and one.path not in known:
            place = Place(f"content/taxonomies/{one.path}")
            hint = nearest(one.path, known) or f"there are: {', '.join(known)}"
            yield warning(place, "stray-file", "nothing is made of this file", hint)


class _Row(Struct, frozen=True):
    """What the site shows of a row of a table; phrases are for recognition alone."""

    id: str
    name: str
    slug: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    kind: str = ""
    description: str = ""
    countries: tuple[str, ...] = ()


class _Person(Struct, frozen=True):
    """A row of a table of people, whose ids are made of their names."""

    name: str
    slug: str = ""
    aliases: tuple[str, ...] = ()


class _Group(Struct, frozen=True):
    name: str
    tag: tuple[_Row, ...]


class _Table(Struct, frozen=True):
    """The shapes of the tables in one."""

    country: tuple[_Row, ...] = ()
    organisation: tuple[_Row, ...] = ()
    person: tuple[_Person, ...] = ()
    group: tuple[_Group, ...] = ()


def _shipped(data: Path, taxonomy: Taxonomy, prepared: Prepared) -> Iterable[Term]:
    if taxonomy not in ROWS:
        return
    table = read_table(data / f"{taxonomy.value}.toml", _Table, prepared)
    for group in table.group:
        for row in group.tag:
            yield _term(taxonomy, row, group.name)
    for row in (*table.country, *table.organisation):
        yield _term(taxonomy, row, row.region or row.kind)
    for person in table.person:
        identity = person_id(person.name)
        slug = Slug(person.slug or slug_for(person.name, fallback=identity.lower()))
        yield Term(identity, taxonomy, person.name, slug, person.aliases)


def _term(taxonomy: Taxonomy, row: _Row, group: str) -> Term:
    return Term(
        id=TermId(row.id),
        taxonomy=taxonomy,
        name=row.name,
        slug=Slug(row.slug or slug_for(row.name, fallback=row.id.lower())),
        aliases=row.aliases,
        group=group,
        description=row.description,
        countries=tuple(map(TermId, row.countries)),
    )


def _with_additions(rows: list[Term], additions: list[Addition]) -> tuple[Term, ...]:
    by_id = {row.id: row for row in rows}
    # People who ship go by their slugs, which is what an editor sees of them.
    slugs = {row.slug: row.id for row in rows if row.taxonomy is Taxonomy.PEOPLE}
    for one in additions:
        identity = slugs.get(Slug(one.id), one.id)
        known = by_id.get(identity)
        name = one.texts.get("name") or (known.name if known else str(one.id))
        base = known or Term(
            identity, one.taxonomy, name, slug_for(name, fallback=str(identity).lower())
        )
        group = one.texts.get("group") or one.texts.get("region") or one.texts.get("kind")
        by_id[identity] = replace(
            base,
            name=name,
            slug=Slug(one.texts.get("slug") or base.slug),
            group=group or base.group,
            description=one.texts.get("description") or base.description,
            countries=tuple(map(TermId, one.lists.get("countries", base.countries))),
            aliases=tuple(dict.fromkeys((*base.aliases, *one.lists.get("aliases", ())))),
        )
    return tuple(by_id.values())


def _names(rows: Iterable[Term]) -> Mapping[str, TermId]:
    found: dict[str, TermId] = {}
    listed = list(rows)
    # Names win over aliases, aliases over codes: "Georgia" is the country before anything else.
    for words in (
        lambda row: (row.name,),
        lambda row: (row.id, row.slug),
        lambda row: row.aliases,
    ):
        for row in listed:
            for word in words(row):
                found.setdefault(word.casefold(), row.id)
    for row in listed:
        if row.taxonomy is Taxonomy.PEOPLE:
            for word in (row.name, *row.aliases):
                found.setdefault(person_id(word), row.id)
    return found

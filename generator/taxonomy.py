"""The term tables as data: what ships with Dateline, and what the editor adds or corrects."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, nearest, warning
from generator.files import FileRefused, entries, read_file
from generator.frontmatter import Matter, Value, place_of, read_toml
from generator.model import Slug, Taxonomy, Term, TermId, TermRef, Vocabulary
from generator.prepared import Prepared, load_prepared, read_table
from generator.slugs import fallback_for, slug_for

LIMIT_BYTES = 4 * 1024 * 1024

_KEPT = 4096
"""Of how many words the hints are remembered."""

_ROWS = {
    Taxonomy.COUNTRIES: "country",
    Taxonomy.TAGS: "tag",
    Taxonomy.ORGANISATIONS: "organisation",
    Taxonomy.PEOPLE: "person",
}

_TEXTS = ("id", "name", "slug", "group", "region", "kind", "description", "loose")
_LISTS = (
    *("aliases", "demonyms", "strong", "headline", "weak", "together"),
    *("masks", "never", "countries", "disputed"),
)
_KEYS = (*_TEXTS, *_LISTS)

# Endings that Ukrainian, Russian and Polish names have in Latin letters, by who wrote them down:
# Zelenskyy, Zelenskyi, Zelenskiy; Zaluzhnyi; Valerii; Sergei.  All are read as one of them.
_ENDINGS = re.compile(r"(?<=\w\w)(?:[iy][iyj]|(?<=sk)i|(?<=e)i)(?=-|$)")

_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


class Addition(Struct, frozen=True):
    """What the editor says about one term, new or known, in ``content/taxonomies/*.toml``.

    Texts are in ``texts`` (name, slug, group, description), lists in ``lists`` (aliases,
    demonyms, strong, headline, weak, together, masks, countries, disputed).
    """

    taxonomy: Taxonomy
    id: TermId
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


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
    for taxonomy in _ROWS:
        found = _additions(folder, taxonomy, data)
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
    known = [f"{taxonomy.value}.toml" for taxonomy in _ROWS]
    for one in entries(folder):
        if one.path.lower().endswith(".toml") and one.path not in known:
            place = Place(f"content/taxonomies/{one.path}")
            hint = nearest(one.path, known) or f"there are: {', '.join(known)}"
            yield warning(place, "stray-file", "nothing is made of this file", hint)


class _Row(Struct, frozen=True):
    """What the site shows of a row of a table; phrases are for recognition alone."""

    id: str = ""
    name: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    kind: str = ""
    description: str = ""
    countries: tuple[str, ...] = ()


class _Group(Struct, frozen=True):
    name: str
    tag: tuple[_Row, ...]


class _Table(Struct, frozen=True):
    """The shapes of the tables in one; of disputed places only the ids are read."""

    country: tuple[_Row, ...] = ()
    place: tuple[_Row, ...] = ()
    organisation: tuple[_Row, ...] = ()
    person: tuple[_Row, ...] = ()
    group: tuple[_Group, ...] = ()


def _shipped(data: Path, taxonomy: Taxonomy, prepared: Prepared) -> Iterable[Term]:
    if taxonomy not in _ROWS:
        return
    table = read_table(data / f"{taxonomy.value}.toml", _Table, prepared)
    for group in table.group:
        for row in group.tag:
            yield _term(taxonomy, row, group.name)
    for row in (*table.country, *table.organisation, *table.person):
        yield _term(taxonomy, row, row.region or row.kind)


def _term(taxonomy: Taxonomy, row: _Row, group: str) -> Term:
    identity = person_id(row.name) if taxonomy is Taxonomy.PEOPLE else TermId(row.id)
    return Term(
        id=identity,
        taxonomy=taxonomy,
        name=row.name,
        slug=Slug(row.slug or slug_for(row.name, fallback=identity.lower())),
        aliases=row.aliases,
        group=group,
        description=row.description,
        countries=tuple(map(TermId, row.countries)),
    )


def _additions(folder: Path, taxonomy: Taxonomy, data: Path) -> Checked[tuple[Addition, ...]]:
    name = f"{taxonomy.value}.toml"
    path = f"content/taxonomies/{name}"
    if not (folder / name).exists() and not (folder / name).is_symlink():
        return Checked(())
    try:
        text = read_file(folder / name, LIMIT_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except FileRefused as refused:
        message = f"it is {refused}, and is not read"
        return Checked((), (error(Place(path), "taxonomy-file", message),))
    except UnicodeDecodeError:
        message = "it is not UTF-8, and is not read"
        return Checked((), (error(Place(path), "taxonomy-file", message, "save it as UTF-8"),))
    matter = read_toml(path, text)
    sheet = Sheet(path, tuple(text.split("\n")))
    rows = matter.value.fields.get(_ROWS[taxonomy], ())
    found: list[Addition] = []
    problems = list(matter.problems)
    problems += _unknown_tables(matter.value, taxonomy, sheet)
    for number, row in enumerate(rows if isinstance(rows, tuple) else (rows,)):
        prefix = f"{_ROWS[taxonomy]}.{number}"
        if isinstance(row, Mapping) and isinstance(rows, tuple):
            problems += _row_problems(matter.value, sheet, row, prefix)
            problems += _unknown_places(matter.value, sheet, row, prefix=prefix, data=data)
            if row.get("id"):
                found.append(_addition(taxonomy, row))
        else:
            problems.append(_no_row(matter.value, sheet, _ROWS[taxonomy]))
    return Checked(tuple(found), tuple(problems))


def _no_row(matter: Matter, sheet: Sheet, name: str) -> Diagnostic:
    hint = f"start each entry with [[{name}]]"
    place = place_of(sheet.path, matter.keys.get(name))
    return sheet.problem(error(place, "taxonomy-row", f'"{name}" is a list of entries', hint))


def _unknown_tables(matter: Matter, taxonomy: Taxonomy, sheet: Sheet) -> Iterable[Diagnostic]:
    for key in matter.fields:
        if key != _ROWS[taxonomy]:
            spot = matter.keys.get(key) or matter.keys.get(f"{key}.0")
            message = f'"{key}" is not known here'
            hint = f"start each entry with [[{_ROWS[taxonomy]}]]"
            yield sheet.problem(error(place_of(sheet.path, spot), "taxonomy-key", message, hint))


def _row_problems(
    matter: Matter, sheet: Sheet, row: Mapping[str, Value], prefix: str
) -> Iterable[Diagnostic]:
    if not row.get("id"):
        place = place_of(sheet.path, matter.spots.get(prefix))
        message = "this entry has no id"
        hint = 'add the id of a known term, or a new one, as in id = "air-defence"'
        yield sheet.problem(error(place, "taxonomy-row", message, hint))
    for key in row:
        if key not in _KEYS:
            spot = matter.keys.get(f"{prefix}.{key}")
            message = f'no entry has a key "{key}"'
            hint = nearest(key, _KEYS)
            problem = error(place_of(sheet.path, spot), "taxonomy-key", message, hint)
            yield sheet.problem(problem, len(key))
        elif refusal := _refusal(key, row[key]):
            spot = matter.spots.get(f"{prefix}.{key}")
            problem = error(place_of(sheet.path, spot), "taxonomy-value", *refusal)
            yield sheet.problem(problem, spot.width if spot else 1)


def _unknown_places(
    matter: Matter, sheet: Sheet, row: Mapping[str, Value], *, prefix: str, data: Path
) -> Iterable[Diagnostic]:
    """Yield a problem for every disputed place that the shipped table does not have."""
    places = row.get("disputed")
    if not isinstance(places, tuple):
        return
    rows = read_table(data / "disputed.toml", _Table, load_prepared(data)).place
    known = [one.id for one in rows]
    for number, place in enumerate(places):
        if place not in known:
            spot = matter.spots.get(f"{prefix}.disputed.{number}") or matter.spots.get(
                f"{prefix}.disputed"
            )
            message = f'no disputed place has the id "{place}"'
            hint = nearest(str(place), known) or f"there are: {', '.join(known)}"
            problem = error(place_of(sheet.path, spot), "taxonomy-value", message, hint)
            yield sheet.problem(problem, spot.width if spot else 1)


def _refusal(key: str, value: Value) -> tuple[str, str] | None:
    """Return what is wrong with a value and a hint, or nothing."""
    texts = value if isinstance(value, tuple) else (value,)
    if (key in _LISTS) != isinstance(value, tuple) or not all(isinstance(x, str) for x in texts):
        kind, form = ("a list of texts", '["…"]') if key in _LISTS else ("one text", '"…"')
        return (f'"{key}" takes {kind}', f"write {key} = {form}")
    if any(_CONTROLS.search(str(text)) for text in texts):
        return (f'"{key}" holds a control character', "take it out")
    if key == "loose" and value not in ("true", "false"):
        return (f'"{key}" is true or false', f"write {key} = true")
    if key == "together" and any(str(text).count("+") != 1 for text in texts):
        return ('"together" takes pairs of words', 'write together = ["jets|planes + bombed|hit"]')
    if key == "slug" and not _SLUG.fullmatch(str(value)):
        return (f'"{value}" cannot stand in an address', "use small letters, digits and hyphens")
    return None


def _addition(taxonomy: Taxonomy, row: Mapping[str, Value]) -> Addition:
    return Addition(
        taxonomy=taxonomy,
        id=TermId(str(row["id"])),
        texts={key: value for key, value in row.items() if isinstance(value, str)},
        lists={
            key: tuple(str(one) for one in value)
            for key, value in row.items()
            if isinstance(value, tuple)
        },
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

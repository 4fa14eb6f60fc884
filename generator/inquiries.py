"""Answers to questions about a project: what is held back, and why things are as they are."""

from collections.abc import Iterable, Mapping
from posixpath import join, normpath

from generator.code import PACKAGE
from generator.decisions import decided, text_as_seed
from generator.files import FileRefused, entries, read_file
from generator.frontmatter import read
from generator.model import (
    ARTICLE_LIMIT_BYTES,
    Article,
    Document,
    Evidence,
    Held,
    Person,
    Recognised,
    Seed,
    Taxonomy,
)
from generator.output.ledger import load_ledger
from generator.project import Project
from generator.recognising import recogniser, suggested
from generator.remembering import content_of, theme_of
from generator.seeds.difference import differences
from generator.seeds.ingest import SUFFIXES
from generator.seeds.parse import parse_seed
from generator.seeds.reading import read_seed
from generator.seeds.register import GONE, base_of, load_register
from generator.seeds.signatures import article_at
from generator.site.urls import document_address, file_of
from generator.taxonomy import Taxonomies
from generator.theme.theme import explain_template
from generator.wish import Wish

_REASONS = {
    "drafts": "draft",
    "future": "future",
    "embargoed": "embargoed",
    "expired": "expired",
    "duplicates": "duplicate",
}

LISTS = (*_REASONS, "seeds")
"""What can be listed."""

Row = tuple[str, ...]

_SUGGESTED = "perhaps organisations, not published (add them to content/taxonomies or front matter)"


def listed(what: str, project: Project, held: Iterable[Held]) -> tuple[Row, ...] | None:
    """Return (path, reason) rows of what is asked for, or nothing for an unknown question."""
    if what == "seeds":
        return tuple(_seeds(project))
    if what not in _REASONS:
        return None
    return tuple(_held(one.article, one.reason) for one in held if one.reason == _REASONS[what])


def _held(one: Article | Document, reason: str) -> Row:
    day = (one.published.date().isoformat(),) if isinstance(one, Article) else ()
    return (one.path, reason, *day)


def _seeds(project: Project) -> Iterable[Row]:
    register = load_register(project.content)
    present = {one.path for one in entries(project.seeds) if one.path.lower().endswith(SUFFIXES)}
    for path in sorted(present | set(register)):
        known = register.get(path)
        if not known:
            yield (f"seeds/{path}", "not ingested yet")
        elif known.digest == GONE or path not in present:
            yield (f"seeds/{path}", "gone", f"content/{known.article}")
        else:
            yield (f"seeds/{path}", "ingested", f"content/{known.article}")


def explain(project: Project, path: str, taxonomies: Taxonomies) -> str:
    """Return why an article or seed has its terms, a page its key, or which template is used.

    Of an article that resembles earlier ones, the words in which they differ are told as well.
    """
    inside = _inside(project, path)
    return "\n".join(filter(None, (_why(project, inside, taxonomies), _differ(project, inside))))


def _why(project: Project, inside: str, taxonomies: Taxonomies) -> str:
    if not inside or inside.startswith(_output(project)):
        return _page(project, inside) if inside else ""
    if inside.endswith(".html"):
        return _template(project, inside) or _page(project, inside)
    seed = _seed_of(project, inside) or inside.removeprefix("seeds/")
    article = inside if inside.startswith("content/articles/") else ""
    if (project.seeds / seed).is_file():
        return _terms(project, seed, taxonomies, article=article)
    if article:
        return _own_terms(project, article, taxonomies) or _page(project, inside)
    if inside.startswith("content/pages/"):
        return _document(project, inside, taxonomies)
    return _page(project, inside)


def _differ(project: Project, path: str) -> str:
    if path.startswith("content/articles/"):
        return differences(project.content, path.removeprefix("content/"))
    entry = load_register(project.content).get(path.removeprefix("seeds/"))
    return differences(project.content, entry.article) if entry else ""


def _inside(project: Project, path: str) -> str:
    """Return a path relative to the project, or nothing when it leads out of it."""
    whole = normpath(join(str(project.root), path)) if path else ""
    root = f"{project.root}/"
    return whole.removeprefix(root) if whole.startswith(root) else ""


def _output(project: Project) -> str:
    return f"{_inside(project, str(project.output)) or project.output.name}/"


def _document(project: Project, path: str, taxonomies: Taxonomies) -> str:
    """Return what page a file of ``content/pages`` is."""
    for one in content_of(project, taxonomies, Wish()).value.content.documents:
        if one.path == path:
            page = file_of(document_address(one.slug))
            state = _page(project, page) or f"{page}: not published yet"
            return f'{path}: the page "{one.title}"\n' + ("it is a draft" if one.draft else state)
    return ""


def _seed_of(project: Project, path: str) -> str:
    """Return the seed of an article, by the register or, when it was moved, by its own word."""
    by_article = {f"content/{one.article}": one for one in load_register(project.content).values()}
    if path in by_article:
        return by_article[path].seed
    try:
        text = read_file(project.root / path, ARTICLE_LIMIT_BYTES * 4).decode("utf-8", "replace")
    except FileRefused:
        return ""
    seed = read(path, text).value.fields.get("seed")
    return str(seed.get("file", "")) if isinstance(seed, Mapping) else ""


def _template(project: Project, name: str) -> str:
    files = explain_template(theme_of(project).value, name)
    if not files:
        return ""
    return "\n".join([f"used: {files[0]}", *(f"passed over: {one}" for one in files[1:])])


def _page(project: Project, path: str) -> str:
    wanted = path.removeprefix(_output(project))
    for row in load_ledger(project.output).rows:
        if row.path == wanted:
            return "\n".join(
                (
                    f"{row.path}: {row.size_bytes} bytes, published by Dateline",
                    f"  content   {row.key.context.hex()}",
                    f"  templates {row.key.template.hex() or 'none'}",
                    f"  program   {row.key.code.hex() or 'none'}",
                    "It is made again when one of the three changes; build --explain says which.",
                )
            )
    return ""


def _terms(project: Project, path: str, taxonomies: Taxonomies, *, article: str) -> str:
    settings = project.seed_settings
    raw = read_seed(project.seeds, path, settings.limit_bytes, shown_as=f"seeds/{path}")
    if raw.value is None:
        return "\n".join(one.message for one in raw.problems)
    seed = parse_seed(path, raw.value, encoding=settings.encoding).value
    if not seed:
        return f"seeds/{path}: it holds no article"
    lines = _recognised(project, seed, taxonomies, article=article)
    lines += [f"  dropped: {text!r} ({reason})" for text, reason in seed.dropped]
    return "\n".join(lines)


def _own_terms(project: Project, article: str, taxonomies: Taxonomies) -> str:
    """Return what is found in the text of an article whose seed is gone, or that never had one."""
    text = article_at(project.content, article.removeprefix("content/"))
    if not text:
        return ""
    own = text_as_seed(article, text)
    note = "  no seed is there: this is found in the text of the article"
    return "\n".join((*_recognised(project, own, taxonomies, article=article), note))


def _recognised(project: Project, seed: Seed, taxonomies: Taxonomies, *, article: str) -> list[str]:
    """Return what is found in a text today, and what its article has of it."""
    found = recogniser(PACKAGE / "data", taxonomies, project.settings.language)()(seed)
    lines = [f"{seed.path if seed.path == article else f'seeds/{seed.path}'}: {seed.title}"]
    lines.append(f"  date {seed.published or 'none'} ({seed.date_origin.value})")
    if found.language:
        lines.append(f"  language {found.language} (by its words)")
    lines += _group("about", found.countries, Taxonomy.COUNTRIES, taxonomies)
    lines += _group("mentioned", found.mentions, Taxonomy.COUNTRIES, taxonomies)
    lines += _group("subjects", found.tags, Taxonomy.TAGS, taxonomies)
    lines += _group("organisations", found.organisations, Taxonomy.ORGANISATIONS, taxonomies)
    more = suggested(seed, PACKAGE / "data", taxonomies)
    lines += _group(_SUGGESTED, more, Taxonomy.ORGANISATIONS, taxonomies)
    lines += _people(found.people, taxonomies)
    if article:
        place = article.removeprefix("content/")
        texts = article_at(project.content, place), base_of(project.content, place)
        rows = tuple(decided(texts, found, taxonomies))
        lines += ["  in the article:", *rows] if rows else []
    return lines


def _group(
    title: str, found: Iterable[Recognised], taxonomy: Taxonomy, taxonomies: Taxonomies
) -> Iterable[str]:
    names = {term.id: term.name for term in taxonomies.vocabulary.terms[taxonomy]}
    rows = [
        f"    {names.get(one.term, one.term)}  score {one.score:g}: {_hits(one.evidence)}"
        for one in found
    ]
    return [f"  {title}:", *rows] if rows else []


def _people(found: Iterable[Person], taxonomies: Taxonomies) -> Iterable[str]:
    """Return the people of an item with what the text says they are."""
    terms = taxonomies.vocabulary.terms[Taxonomy.ORGANISATIONS]
    names = {term.id: f" ({term.name})" for term in terms}
    rows = [
        f"    {one.name}, {one.role}{names.get(one.organisation, '')}"
        f"  score {one.score:g}: {_hits(one.evidence)}"
        for one in found
    ]
    return ["  people:", *rows] if rows else []


def _hits(evidence: Iterable[Evidence]) -> str:
    return "; ".join(
        f'"{hit.words}" ({hit.field.value}'
        + (f" {hit.paragraph + 1}" if hit.paragraph >= 0 else "")
        + f", {hit.rule}, {hit.weight:g})"
        for hit in evidence
    )

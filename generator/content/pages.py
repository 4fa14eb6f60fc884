"""The owner's own pages, and the editor's texts about terms."""

from posixpath import basename, dirname
from zoneinfo import ZoneInfo

from generator.content.article import (
    Reading,
    check_keys,
    first_words,
    is_slug,
    language_of,
    render_body,
    slug_of,
)
from generator.content.fields import Fields
from generator.diagnostics import Checked, Severity, Sheet, error
from generator.frontmatter import read
from generator.model import (
    NO_STORYLINE,
    Document,
    Slug,
    StorylineNote,
    Taxonomy,
    TermNote,
    TermRef,
)
from generator.slugs import slug_for
from generator.taxonomy import person_id

PAGE_KEYS = ("title", "slug", "summary", "lang", "order", "menu", "draft", "extra")
NOTE_KEYS = ("title", "summary", "extra")
STORYLINE_KEYS = ("title", "summary")


def parse_page(path: str, text: str, reading: Reading) -> Checked[Document | None]:
    """Return a page of ``content/pages``, or nothing when it has a fault.

    Diagnostics: as for articles, but that no date is needed.
    """
    matter = read(path, text)
    if matter.problems:
        return Checked(None, matter.problems)
    fields = Fields(matter.value, Sheet(path, text), ZoneInfo(reading.timezone))
    check_keys(fields, PAGE_KEYS)
    body = render_body(path, matter.value.body, matter.value.body_line, reading)
    title = fields.text("title")
    if not title:
        fields.missing("title", 'add a line such as title: "…"')
    page = Document(
        path=path,
        slug=slug_of(path, fields, fallback="page"),
        title=title,
        summary=fields.text("summary") or first_words(body.value),
        body=body.value,
        lang=language_of(fields, reading),
        in_menu=fields.flag("menu") if "menu" in matter.value.fields else True,
        order=fields.number("order"),
        draft=fields.flag("draft"),
    )
    problems = (*fields.problems, *body.problems)
    faulty = any(one.severity is Severity.ERROR for one in problems)
    return Checked(None if faulty else page, problems)


def parse_note(path: str, text: str, reading: Reading) -> Checked[TermNote | None]:
    """Return the editor's text about a term, from ``content/<taxonomy>/<slug>/_index.md``.

    Diagnostics: as for pages, and ``unknown-term`` when no term has that slug.
    """
    matter = read(path, text)
    if matter.problems:
        return Checked(None, matter.problems)
    fields = Fields(matter.value, Sheet(path, text), ZoneInfo(reading.timezone))
    check_keys(fields, NOTE_KEYS)
    taxonomy = Taxonomy(path.split("/")[1])
    slug = basename(dirname(path))
    found = reading.taxonomies.find(taxonomy, slug)
    if taxonomy is Taxonomy.PEOPLE and not found:
        # Most people are in no table; only articles say who there is.
        found = TermRef(taxonomy, person_id(slug), slug)
    if not found:
        message = f'no term of "{taxonomy.value}" has the slug "{slug}"'
        hint = reading.taxonomies.hint(taxonomy, slug)
        fault = error(fields.sheet.place(), "unknown-term", message, hint)
        return Checked(None, (fault,))
    body = render_body(path, matter.value.body, matter.value.body_line, reading)
    note = TermNote(
        path=path,
        taxonomy=taxonomy,
        term=found.id,
        body=body.value,
        title=fields.text("title"),
        summary=fields.text("summary"),
    )
    problems = (*fields.problems, *body.problems)
    faulty = any(one.severity is Severity.ERROR for one in problems)
    return Checked(None if faulty else note, problems)


def parse_storyline(path: str, text: str, reading: Reading) -> Checked[StorylineNote | None]:
    """Return what an editor says of a storyline, from ``content/storylines/<slug>.md``.

    Diagnostics: as for pages, and ``wrong-slug`` for a name that cannot stand in an address.
    """
    matter = read(path, text)
    if matter.problems:
        return Checked(None, matter.problems)
    fields = Fields(matter.value, Sheet(path, text), ZoneInfo(reading.timezone))
    check_keys(fields, STORYLINE_KEYS)
    slug = basename(path).removesuffix(".md")
    if not is_slug(slug) or slug == NO_STORYLINE:
        hint = f'call it "{slug_for(slug, fallback="story")}.md", as the articles name it'
        message = f'"{slug}" cannot be the slug of a storyline'
        return Checked(None, (error(fields.sheet.place(), "wrong-slug", message, hint),))
    body = render_body(path, matter.value.body, matter.value.body_line, reading)
    note = StorylineNote(
        path=path,
        slug=Slug(slug),
        title=fields.text("title"),
        summary=fields.text("summary"),
        body=body.value,
    )
    problems = (*fields.problems, *body.problems)
    faulty = any(one.severity is Severity.ERROR for one in problems)
    return Checked(None if faulty else note, problems)

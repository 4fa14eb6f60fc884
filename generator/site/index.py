"""Articles to a site: what is published, in which order, under which terms, related to what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model import (
    Article,
    Content,
    Document,
    File,
    Held,
    Settings,
    Slug,
    Taxonomy,
    Term,
    TermId,
    TermNote,
    Vocabulary,
)
from generator.site.holding import DUPLICATE, Showing, Shown, hold_back
from generator.site.storylines import Storyline, storylines_of
from generator.slugs import slug_for

RELATED = 3
"""How many related articles a page names."""

FEWEST = 3
"""A person who is named in fewer articles has no page."""

_WINDOW = 6
"""How far, in articles of the same term, related ones are looked for: keeps the search linear
and lets a new article touch only pages near it in time."""

_WEIGHTS = {
    Taxonomy.COUNTRIES: 3,
    Taxonomy.ORGANISATIONS: 2,
    Taxonomy.TAGS: 2,
    Taxonomy.PEOPLE: 3,
}

TermKey = tuple[Taxonomy, TermId]

PUBLISHED = Showing()
"""What a site shows of what is held back, unless it is a preview."""


class Related(Struct, frozen=True):
    """Another article, by its number in Site.articles, and what both have in common."""

    number: int
    shared: tuple[TermKey, ...]
    same_story: bool = False


class Site(Struct, frozen=True):
    """All that is published and how it hangs together.

    ``articles`` are newest first, in a total order.  ``terms`` has each taxonomy's terms that have
    articles, by name.  ``by_term`` and ``by_mention`` list article numbers, newest first.
    ``storylines`` are suggested ones too.

    ``due`` is the next moment after ``as_of``, in UTC, at which the site changes by itself: an
    embargo ends, the date of an article comes, or an article expires.  The news sitemap, which
    forgets articles after two days, is not waited for.

    ``countries`` has the names of all countries, also of those that no article names.

    ``showing`` is what a preview shows, and ``shown`` are the articles and pages that it holds
    although they are held back; both are empty for a site that is published.

    ``duplicates`` are held back for no other reason than that another article, by its number,
    stands for them.
    """

    settings: Settings
    articles: tuple[Article, ...]
    documents: tuple[Document, ...]
    notes: Mapping[TermKey, TermNote]
    files: tuple[File, ...]
    terms: Mapping[Taxonomy, tuple[Term, ...]]
    by_term: Mapping[TermKey, tuple[int, ...]]
    by_mention: Mapping[TermId, tuple[int, ...]]
    related: tuple[tuple[Related, ...], ...]
    held: tuple[Held, ...]
    as_of: datetime
    storylines: tuple[Storyline, ...] = ()
    due: datetime | None = None
    showing: Showing = PUBLISHED
    shown: tuple[Shown, ...] = ()
    countries: Mapping[TermId, str] = {}
    duplicates: tuple[tuple[Article, int], ...] = ()


def index_site(
    content: Content,
    vocabulary: Vocabulary,
    settings: Settings,
    *,
    as_of: datetime,
    showing: Showing = PUBLISHED,
) -> Site:
    """Return the site that is to be published at a moment, or a preview that shows more.

    Drafts, of pages too, and articles that are in the future, under embargo or expired at
    ``as_of``, are in ``held`` and in nothing else, unless all their reasons are shown.
    """
    holding = hold_back(content, as_of, ZoneInfo(settings.timezone), showing)
    kept_back = {one.article.path for one in holding.held}
    articles = tuple(
        sorted((one for one in content.articles if one.path not in kept_back), key=_newest_first)
    )
    by_term = _by_term(articles)
    storylines = storylines_of(articles, content.storylines, unasked=settings.all_storylines)
    return Site(
        settings=settings,
        articles=articles,
        documents=tuple(
            sorted(
                (one for one in content.documents if one.path not in kept_back),
                key=lambda one: (one.order, one.title, one.path),
            )
        ),
        notes={(one.taxonomy, one.term): one for one in content.notes},
        files=content.files,
        terms=_terms(articles, by_term, vocabulary),
        by_term=by_term,
        by_mention=_by_mention(articles),
        related=_related(articles, by_term, storylines),
        storylines=storylines,
        held=holding.held,
        as_of=as_of,
        due=holding.due,
        showing=showing,
        shown=holding.shown,
        countries={one.id: one.name for one in vocabulary.terms.get(Taxonomy.COUNTRIES, ())},
        duplicates=tuple(_duplicates(holding.held, articles)),
    )


def has_page(site: Site, key: TermKey) -> bool:
    """Return whether a term has a page: all have, save people who are seldom named."""
    return key[0] is not Taxonomy.PEOPLE or len(site.by_term.get(key, ())) >= FEWEST


def _duplicates(
    held: Iterable[Held], articles: tuple[Article, ...]
) -> Iterable[tuple[Article, int]]:
    numbers = {one.path: number for number, one in enumerate(articles)}
    for one in held:
        article = one.article
        if one.reason == DUPLICATE and isinstance(article, Article) and article.same_as in numbers:
            yield article, numbers[article.same_as]


def other_words(site: Site) -> Iterable[str]:
    """Return the words that a site itself bears: its settings, and the names of pages and terms.

    What the owner's pages say is not among them: a page that quotes a draft gives it away.
    """
    settings = site.settings
    yield from (settings.title, settings.description, settings.publisher, settings.licence)
    yield from (item.name for item in settings.menu)
    yield from (document.title for document in site.documents)
    for storyline in site.storylines:
        if storyline.note:
            yield from (storyline.note.title, storyline.note.summary)
    for terms in site.terms.values():
        for term in terms:
            yield from (term.name, term.description, *term.aliases)


def _newest_first(article: Article) -> tuple[float, str]:
    return (-article.published.timestamp(), article.path)


def _by_term(articles: tuple[Article, ...]) -> Mapping[TermKey, tuple[int, ...]]:
    found: defaultdict[TermKey, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        for ref in article.terms:
            found[ref.taxonomy, ref.id].append(number)
    return {key: tuple(numbers) for key, numbers in sorted(found.items())}


def _by_mention(articles: tuple[Article, ...]) -> Mapping[TermId, tuple[int, ...]]:
    found: defaultdict[TermId, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        for ref in article.mentions:
            found[ref.id].append(number)
    return {key: tuple(numbers) for key, numbers in sorted(found.items())}


def _terms(
    articles: tuple[Article, ...],
    by_term: Mapping[TermKey, tuple[int, ...]],
    vocabulary: Vocabulary,
) -> Mapping[Taxonomy, tuple[Term, ...]]:
    known = {
        (term.taxonomy, term.id): term for terms in vocabulary.terms.values() for term in terms
    }
    mentioned = {(Taxonomy.COUNTRIES, ref.id) for article in articles for ref in article.mentions}
    found: defaultdict[Taxonomy, list[Term]] = defaultdict(list)
    for key in sorted({*by_term, *mentioned}):
        term = known.get(key) or _own_term(key, articles[by_term[key][-1]])
        found[key[0]].append(term)
    return {
        taxonomy: tuple(sorted(found[taxonomy], key=lambda term: (term.name.casefold(), term.id)))
        for taxonomy in Taxonomy
    }


def _own_term(key: TermKey, oldest: Article) -> Term:
    """Return a term that no vocabulary knows, named as the oldest article names it."""
    name = next(ref.name for ref in oldest.terms if (ref.taxonomy, ref.id) == key)
    # Spellings of a person share an id that nobody writes: "sikorsky" for Sikorski.
    is_person = key[0] is Taxonomy.PEOPLE
    slug = slug_for(name, fallback=key[1]) if is_person else Slug(key[1])
    return Term(id=key[1], taxonomy=key[0], name=name, slug=slug)


def _related(
    articles: tuple[Article, ...],
    by_term: Mapping[TermKey, tuple[int, ...]],
    storylines: Iterable[Storyline],
) -> tuple[tuple[Related, ...], ...]:
    shared: list[defaultdict[int, list[TermKey]]] = [defaultdict(list) for _ in articles]
    for key, numbers in by_term.items():
        if key[0] in _WEIGHTS:
            for one, other in _near(numbers):
                shared[one][other].append(key)
    same_story: list[set[int]] = [set() for _ in articles]
    for storyline in storylines:
        for one, other in _near(storyline.numbers):
            same_story[one].add(other)
    return tuple(_best(number, found, same_story[number]) for number, found in enumerate(shared))


def _near(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Yield each pair of articles that stand near each other in a list, both ways round."""
    for at, one in enumerate(numbers):
        for other in numbers[at + 1 : at + 1 + _WINDOW]:
            yield one, other
            yield other, one


def _best(
    number: int, found: Mapping[int, list[TermKey]], same_story: set[int]
) -> tuple[Related, ...]:
    ranked = sorted(
        {*found, *same_story},
        key=lambda other: (
            other not in same_story,
            -sum(_WEIGHTS[key[0]] for key in found.get(other, ())),
            abs(other - number),
            other,
        ),
    )
    return tuple(
        Related(other, tuple(found.get(other, ())), other in same_story)
        for other in ranked[:RELATED]
    )

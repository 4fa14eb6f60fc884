"""Articles to a site: what is published, in which order, under which terms, related to what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from generator.model import (
    Article,
    Content,
    Document,
    File,
    Gist,
    Held,
    Settings,
    Slug,
    Taxonomy,
    Term,
    TermId,
    TermNote,
    Text,
    Vocabulary,
)
from generator.site.holding import DUPLICATE, Holding, Showing, Shown, hold_back
from generator.site.related import NO_RELATIONS, Related, Relations, TermKey, related_to, unpacked
from generator.site.storylines import (
    NO_GROUPING,
    Grouping,
    Storyline,
    grouping_of,
    in_time,
    storylines_of,
)
from generator.slugs import slug_for
from generator.texts import outlined, text_of

NEWS_LIMIT = 1_000
NEWS_DAYS = timedelta(days=2)
"""What a news sitemap holds: so many articles, and no older ones (Google News)."""

FEWEST = 3
"""A person who is named in fewer articles has no page."""

PUBLISHED = Showing()
"""What a site shows of what is held back, unless it is a preview."""


class Known(Struct, frozen=True):
    """What was worked out of a site and need not be again while what it depends on is the same."""

    grouping: Grouping = NO_GROUPING
    relations: Relations = NO_RELATIONS


NOTHING = Known()


class Site(Struct, frozen=True):
    """All that is published and how it hangs together.

    ``articles`` are newest first, in a total order, without body and gist; ``texts`` has their
    bodies and ``gists`` their gists, in the same order.  ``terms`` has each taxonomy's terms that
    have articles, by name.  ``by_term`` and ``by_mention`` list article numbers, newest first.
    ``storylines`` are suggested ones too.

    ``due`` is the next moment after ``as_of``, in UTC, at which the site changes by itself: an
    embargo ends, the date of an article comes, or an article expires.  The news sitemap, which
    forgets articles after two days, is not waited for.  ``until`` is the first moment, in UTC, at
    which anything at all would come out differently, also in the news sitemap or in a report.

    ``countries`` has the names of all countries, also of those that no article names.

    ``showing`` is what a preview shows, and ``shown`` are the articles and pages that it holds
    although they are held back; both are empty for a site that is published.

    ``duplicates`` are held back for no other reason than that another article, by its number,
    stands for them.

    ``news`` are the articles of a news sitemap, by their numbers.

    ``known`` is for the next time that the site is made, and says nothing of its own.
    """

    settings: Settings
    articles: tuple[Article, ...]
    texts: tuple[Text, ...]
    gists: tuple[Gist, ...]
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
    until: datetime | None = None
    showing: Showing = PUBLISHED
    shown: tuple[Shown, ...] = ()
    countries: Mapping[TermId, str] = {}
    duplicates: tuple[tuple[Article, int], ...] = ()
    news: tuple[int, ...] = ()
    known: Known = NOTHING


def index_site(  # noqa: PLR0913  # what is shown and known has a default
    content: Content,
    vocabulary: Vocabulary,
    settings: Settings,
    *,
    as_of: datetime,
    showing: Showing = PUBLISHED,
    known: Known = NOTHING,
) -> Site:
    """Return the site that is to be published at a moment, or a preview that shows more.

    Drafts, of pages too, and articles that are in the future, under embargo or expired at
    ``as_of``, are in ``held`` and in nothing else, unless all their reasons are shown.
    ``known`` saves work and makes no other difference.
    """
    holding = hold_back(content, as_of, ZoneInfo(settings.timezone), showing)
    kept_back = {one.article.path for one in holding.held}
    whole = sorted(
        (one for one in content.articles if one.path not in kept_back), key=_newest_first
    )
    articles = tuple(outlined(one) for one in whole)
    by_term = _by_term(articles)
    news = tuple(_news(articles, as_of))
    grouping, storylines = _storylines(whole, content, settings, known=known.grouping)
    relations, related = _related(articles, by_term, storylines, settings, known=known.relations)
    same = (grouping is known.grouping, relations is known.relations)
    return Site(
        settings=settings,
        articles=articles,
        gists=tuple(one.gist for one in whole),
        texts=tuple(content.texts.get(one.path) or text_of(one.body) for one in whole),
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
        related=related,
        storylines=storylines,
        held=tuple(_with_body(one, content.texts) for one in holding.held),
        as_of=as_of,
        due=holding.due,
        until=_until(holding, [articles[number].published for number in news]),
        news=news,
        showing=showing,
        shown=holding.shown,
        countries={one.id: one.name for one in vocabulary.terms.get(Taxonomy.COUNTRIES, ())},
        duplicates=tuple(_duplicates(holding.held, articles)),
        known=known if all(same) else Known(grouping, relations),
    )


def with_other_texts(
    site: Site, before: Content, content: Content, *, as_of: datetime
) -> Site | None:
    """Return a site of other content, if the two differ in nothing but the bodies of articles.

    ``site`` was made of ``before``.  None is returned on any other difference, and when time alone
    could have changed the site.
    """
    is_in_time = site.as_of <= as_of and (site.until is None or as_of < site.until)
    has_stories = site.settings.storylines != "off"
    if not is_in_time or not _differ_in_texts_only(before, content, gists_count=has_stories):
        return None
    gists = site.gists
    if content.articles is not before.articles:
        by_path = {one.path: one.gist for one in content.articles}
        gists = tuple(by_path[one.path] for one in site.articles)
    texts = zip(site.articles, site.texts, strict=True)
    return replace(
        site,
        texts=tuple([content.texts.get(one.path) or text for one, text in texts]),
        gists=gists,
        held=tuple(_with_body(one, content.texts) for one in site.held),
    )


def _differ_in_texts_only(one: Content, other: Content, *, gists_count: bool) -> bool:
    """Return whether two contents have the same outline; what storylines are made of may count."""
    return (
        len(one.articles) == len(other.articles)
        and all(
            new is old or (new == old if gists_count else outlined(new) == outlined(old))
            for new, old in zip(one.articles, other.articles, strict=True)
        )
        and one.documents == other.documents
        and one.notes == other.notes
        and one.files == other.files
        and one.storylines == other.storylines
        and one.texts.keys() == other.texts.keys()
    )


def _with_body(one: Held, texts: Mapping[str, Text]) -> Held:
    text = texts.get(one.article.path)
    return Held(replace(one.article, body=text.body), one.reason) if text else one


def _news(articles: Sequence[Article], as_of: datetime) -> Iterable[int]:
    since = as_of - NEWS_DAYS
    return (at for at, one in enumerate(articles[:NEWS_LIMIT]) if one.published >= since)


def _until(holding: Holding, news: Iterable[datetime]) -> datetime | None:
    forgotten = ((moment + NEWS_DAYS).astimezone(UTC) for moment in news)
    held = (holding.until,) if holding.until else ()
    return min((*held, *forgotten), default=None)


def _storylines(
    articles: Sequence[Article], content: Content, settings: Settings, *, known: Grouping
) -> tuple[Grouping, tuple[Storyline, ...]]:
    if settings.storylines == "off":
        return known, ()
    grouping = grouping_of([articles[at] for at in in_time(articles)], known=known)
    unasked = settings.storylines == "auto"
    found = storylines_of(articles, content.storylines, unasked=unasked, grouping=grouping)
    return grouping, found


def _related(
    articles: tuple[Article, ...],
    by_term: Mapping[TermKey, tuple[int, ...]],
    storylines: Sequence[Storyline],
    settings: Settings,
    *,
    known: Relations,
) -> tuple[Relations, tuple[tuple[Related, ...], ...]]:
    if not settings.related:
        return known, ((),) * len(articles)
    stories = [one.numbers for one in storylines]
    relations = related_to(articles, by_term, stories, most=settings.related, known=known)
    return relations, unpacked(relations)


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


def whole_articles(site: Site) -> Iterable[Article]:
    """Yield the articles of a site with their bodies."""
    for one, text in zip(site.articles, site.texts, strict=True):
        yield replace(one, body=text.body)


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

"""The theme API: every type that a template may see.

A template gets ``site`` (a SiteView, the same for all pages) and the fields of exactly one context
below, chosen by its name in TEMPLATES.  Adding a field is compatible; renaming or removing one
raises API and goes into the changelog under "Theme API".  All addresses are ready to be printed.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Place
from generator.model import Html, Maker, SitePath, Text, Url

API = 1


class Link(Struct, frozen=True):
    """A name and where it leads; ``current`` marks the page (or section) that is being read."""

    name: str
    url: Url
    current: bool = False


class Count(Struct, frozen=True):
    """A link with a number of articles."""

    name: str
    url: Url
    count: int


class Stamp(Struct, frozen=True):
    """A moment for ``<time>``: ``iso`` for the attribute, ``text`` for readers.

    ``text`` is in the site's language and zone, and names the zone when it shows a time of day.
    """

    iso: str
    text: str


class FeedLink(Struct, frozen=True):
    """A feed of this page: ``type`` is its media type, ``url`` is absolute."""

    title: str
    url: Url
    type: str


class SiteView(Struct, frozen=True):
    """What every page knows of the site; holds nothing that changes from build to build.

    ``assets`` maps the names of the theme's assets ("site.css") to their fingerprinted addresses.
    ``base_url`` is empty when the site is made with relative links.
    ``options`` are the theme's options with the owner's values; ``extra`` is ``[extra]``.
    ``image_hosts`` are the foreign hosts that a page's content policy lets images come from.
    """

    title: str
    description: str
    language: str
    direction: str
    base_url: str
    home: Url
    publisher: str
    contact: str
    licence: str
    menu: tuple[Link, ...]
    sections: tuple[Link, ...]
    feeds: tuple[FeedLink, ...]
    assets: Mapping[str, Url]
    options: Mapping[str, str]
    extra: Mapping[str, str]
    image_hosts: tuple[str, ...] = ()


class PageView(Struct, frozen=True):
    """The head of a page.

    ``title`` is for ``<title>``, ``heading`` for the one ``<h1>``.  ``canonical`` and ``image`` are
    absolute, or empty when the site has no base_url.  ``robots`` is empty for indexable pages.
    ``notice`` is what a preview says of the page, and is empty on every page of a published site.
    ``kind`` is the Open Graph type, "website" or "article".  ``structured`` is JSON-LD, escaped
    for a script element, or empty.  ``trail`` are the breadcrumbs, the home page first.
    """

    title: str
    heading: str
    description: str
    url: Url
    canonical: str
    language: str
    direction: str
    robots: str = ""
    kind: str = "website"
    image: str = ""
    feeds: tuple[FeedLink, ...] = ()
    trail: tuple[Link, ...] = ()
    structured: Html = Html("")
    section: str = ""
    notice: str = ""


class Card(Struct, frozen=True):
    """An article as lists show it; does not hold its body, so a body edit touches no list."""

    url: Url
    title: str
    summary: str
    published: Stamp
    source: str
    language: str
    direction: str
    countries: tuple[Link, ...]
    tags: tuple[Link, ...]


class Pager(Struct, frozen=True):
    """Where a page stands in its list, whose pages are numbered from the oldest.

    ``number`` is this page's, 1 for the oldest.  ``newer`` and ``older`` are empty at the ends.
    ``front`` is the list's own address, where the newest stand.
    """

    number: int
    is_front: bool
    front: Url
    newer: Url
    older: Url


class SourceView(Struct, frozen=True):
    """Where a text came from; every field may be empty."""

    name: str
    url: str
    retrieved: Stamp | None
    licence: str


class CorrectionView(Struct, frozen=True):
    """A change made after publication."""

    made: Stamp
    text: str


class HeadingView(Struct, frozen=True):
    """A heading of a body; ``level`` is 2 to 6."""

    level: int
    id: str
    text: str


class RelatedView(Struct, frozen=True):
    """A related article with what both have in common, in words."""

    card: Card
    reason: str


class ArticleView(Struct, frozen=True):
    """One article in full.  ``permalink`` is absolute, or empty without a base_url.

    ``standfirst`` is the summary, or empty where the body opens with the same words.  A link of
    ``people`` has an empty url if fewer than three articles name that person: then print the name.
    """

    id: str
    url: Url
    permalink: str
    title: str
    summary: str
    standfirst: str
    body: Html
    published: Stamp
    updated: Stamp | None
    authors: tuple[Link, ...]
    source: SourceView | None
    dateline: str
    language: str
    direction: str
    reading_minutes: int
    words: int
    headings: tuple[HeadingView, ...]
    countries: tuple[Link, ...]
    mentions: tuple[Link, ...]
    tags: tuple[Link, ...]
    organisations: tuple[Link, ...]
    people: tuple[Link, ...]
    corrections: tuple[CorrectionView, ...]


class TermView(Struct, frozen=True):
    """A term: ``kind`` is "countries", "tags", "organisations", "people" or "authors".

    ``group`` is its heading in the index: a region, a field, the kind of an organisation.
    ``countries`` are those an organisation belongs to; the url of one that no article names is
    empty.  ``note`` is the editor's own text about it, or empty.
    """

    id: str
    kind: str
    name: str
    url: Url
    group: str
    description: str
    aliases: tuple[str, ...]
    note: Html = Html("")
    countries: tuple[Link, ...] = ()


class TermGroup(Struct, frozen=True):
    """The terms of an index page that stand under one heading, in reading order."""

    name: str
    id: str
    terms: tuple[Count, ...]


class HomeContext(Struct, frozen=True):
    """The front page and the numbered pages under it (those have no ``lead``)."""

    page: PageView
    lead: Card | None
    further: tuple[Card, ...]
    latest: tuple[Card, ...]
    countries: tuple[Count, ...]
    tags: tuple[Count, ...]
    pager: Pager


class ArticleContext(Struct, frozen=True):
    """An article's own page; ``newer`` and ``older`` are its neighbours in time.

    ``storyline`` leads to the storyline that it is a part of.
    """

    page: PageView
    article: ArticleView
    related: tuple[RelatedView, ...]
    newer: Link | None
    older: Link | None
    storyline: Link | None = None


class TermContext(Struct, frozen=True):
    """A tag, an organisation, a person or an author: a list page.

    ``together`` are the terms it occurs with most often; only the front page has them.
    """

    page: PageView
    term: TermView
    cards: tuple[Card, ...]
    together: tuple[Count, ...]
    pager: Pager


class CountryContext(Struct, frozen=True):
    """A country: what is about it, and apart from that what only mentions it.

    All but ``cards`` and ``pager`` are filled on the front page only.
    """

    page: PageView
    term: TermView
    cards: tuple[Card, ...]
    mentioned: tuple[Card, ...]
    subjects: tuple[Count, ...]
    together: tuple[Count, ...]
    months: tuple[Count, ...]
    neighbours: tuple[Link, ...]
    pager: Pager


class TermsContext(Struct, frozen=True):
    """The index of a taxonomy, grouped; ``kind`` as in TermView, ``total`` counts its terms."""

    page: PageView
    kind: str
    groups: tuple[TermGroup, ...]
    total: int


class CountriesContext(Struct, frozen=True):
    """The index of countries, grouped by region."""

    page: PageView
    groups: tuple[TermGroup, ...]
    total: int


class MonthView(Struct, frozen=True):
    """A month of the archive with its number of articles; ``name`` is "March"."""

    name: str
    url: Url
    count: int


class YearView(Struct, frozen=True):
    """A year of the archive, months in calendar order."""

    name: str
    url: Url
    count: int
    months: tuple[MonthView, ...]


class ArchiveContext(Struct, frozen=True):
    """The archive, a year or a month of it; ``cards`` and ``pager`` are filled for months only.

    ``newer`` and ``older`` lead to the neighbouring year or month that has articles.
    """

    page: PageView
    years: tuple[YearView, ...]
    cards: tuple[Card, ...]
    newer: Link | None
    older: Link | None
    pager: Pager | None = None


class StorylineEntry(Struct, frozen=True):
    """A storyline as the index shows it, from its first article's day to that of its last."""

    name: str
    url: Url
    summary: str
    first: Stamp
    last: Stamp
    count: int
    countries: tuple[Link, ...]


class StorylinesContext(Struct, frozen=True):
    """The index of storylines, that with the newest article first."""

    page: PageView
    storylines: tuple[StorylineEntry, ...]


class TimelineDay(Struct, frozen=True):
    """A day of a timeline; ``after`` says how long after the day before it ("3 weeks")."""

    day: Stamp
    after: str
    cards: tuple[Card, ...]


class StorylineContext(Struct, frozen=True):
    """A storyline from its first article to its last; ``note`` is the editor's own text."""

    page: PageView
    summary: str
    note: Html
    days: tuple[TimelineDay, ...]
    first: Stamp
    last: Stamp
    total: int
    countries: tuple[Count, ...]


class ContentContext(Struct, frozen=True):
    """A page of the owner's own: about, method, corrections policy, contact."""

    page: PageView
    body: Html
    headings: tuple[HeadingView, ...]


class NotFoundContext(Struct, frozen=True):
    """The page that hosts show for an address that leads nowhere."""

    page: PageView
    latest: tuple[Card, ...]


class EntryContext(Struct, frozen=True):
    """One card, for ``partials/entry.html``, which the filter ``entry`` renders once a build."""

    card: Card


TEMPLATES: Mapping[str, type[Struct]] = {
    "home.html": HomeContext,
    "article.html": ArticleContext,
    "term.html": TermContext,
    "country.html": CountryContext,
    "terms.html": TermsContext,
    "countries.html": CountriesContext,
    "archive.html": ArchiveContext,
    "storylines.html": StorylinesContext,
    "storyline.html": StorylineContext,
    "page.html": ContentContext,
    "404.html": NotFoundContext,
    "partials/entry.html": EntryContext,
}
"""Which context each template of a theme is rendered with."""


# --- what feeds and machine-readable documents are made from ------------------------------------


class FeedItem(Struct, frozen=True):
    """An article in a feed; every address, also those inside ``content``, is absolute.

    ``id`` never changes (RFC 4287 §4.2.6).  Dates are RFC 3339 with an offset.
    """

    id: str
    url: str
    title: str
    summary: str
    content: Html
    published: str
    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    source_name: str = ""
    source_url: str = ""


class FeedContext(Struct, frozen=True):
    """A list of articles, newest first, as Atom, RSS and JSON Feed tell it.

    ``home`` is the page that the feed belongs to, ``address`` the feed's own, both absolute.
    ``updated`` is RFC 3339: the last change of any item, never the time of the build.
    """

    title: str
    description: str
    home: str
    address: str
    language: str
    author: str
    updated: str
    items: tuple[FeedItem, ...]
    icon: str = ""


class SitemapEntry(Struct, frozen=True):
    """One address of a sitemap; ``modified`` is a W3C date or empty."""

    url: str
    modified: str = ""


class SitemapContext(Struct, frozen=True):
    """A sitemap of at most 50,000 addresses (sitemaps.org protocol)."""

    entries: tuple[SitemapEntry, ...]


class SitemapIndexContext(Struct, frozen=True):
    """The index that names all sitemaps."""

    entries: tuple[SitemapEntry, ...]


class NewsEntry(Struct, frozen=True):
    """One article of a Google News sitemap; ``published`` is RFC 3339."""

    url: str
    title: str
    published: str


class NewsSitemapContext(Struct, frozen=True):
    """The articles of the last two days, 1,000 at the most."""

    publication: str
    language: str
    entries: tuple[NewsEntry, ...]


class OutlineContext(Struct, frozen=True):
    """All feeds of the site as OPML 2.0; ``groups`` are (heading, feeds)."""

    title: str
    groups: tuple[tuple[str, tuple[FeedLink, ...]], ...]


class TextContext(Struct, frozen=True):
    """A document that is complete as it stands: robots.txt, _headers, _redirects, llms.txt."""

    text: str


class RedirectContext(Struct, frozen=True):
    """A page at an old address that leads to the new one."""

    title: str
    target: Url
    canonical: str
    language: str


class CopyContext(Struct, frozen=True):
    """A file that is published unchanged: where it lies on disk and the digest of its bytes."""

    source: str
    digest: bytes


Context = (
    HomeContext
    | ArticleContext
    | TermContext
    | CountryContext
    | TermsContext
    | CountriesContext
    | ArchiveContext
    | StorylinesContext
    | StorylineContext
    | ContentContext
    | NotFoundContext
    | FeedContext
    | SitemapContext
    | SitemapIndexContext
    | NewsSitemapContext
    | OutlineContext
    | TextContext
    | RedirectContext
    | CopyContext
)


class Page(Struct, frozen=True):
    """One file of the site: where it lies, how it is made, and all that it is made from.

    ``compose`` returns the context, given ``texts``; beside them it sees nothing that is not in the
    outline of the site.  So a page need not be composed to know that it comes out as before: it is
    enough that the outline and its texts are what they were.
    ``template`` is a name in TEMPLATES for the maker TEMPLATE and empty for all others.
    ``place`` is the source to name when something about the page is wrong.
    """

    path: SitePath
    maker: Maker
    compose: Callable[..., Context]
    place: Place
    template: str = ""
    texts: tuple[Text, ...] = ()

    @property
    def context(self) -> Context:
        """Return all that the page is made from, composed anew each time."""
        return self.compose(*self.texts)


class Ready(Struct, frozen=True):
    """A context that is there already, in the place of what would compose it."""

    context: Context

    def __call__(self) -> Context:
        """Return the context."""
        return self.context


def settled(page: Page) -> Page:
    """Return a page that is composed."""
    return replace(page, compose=Ready(page.context), texts=())

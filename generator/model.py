"""The nouns: frozen values that pass between the phases of a build."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct, msgpack

from generator.diagnostics import Diagnostic

Slug = NewType("Slug", str)
"""One segment of an address: ``[a-z0-9-]+``, never empty."""

SitePath = NewType("SitePath", str)
"""A file below the output folder, with forward slashes and no leading one."""

Url = NewType("Url", str)
"""An address as templates see it: absolute, or ROOT followed by a path below the site's root."""

TermId = NewType("TermId", str)
"""The stable name of a term within its taxonomy: ``LT``, ``air-defence``, ``nato``."""

ROOT = "\x01"
"""Stands for the way from a page to the site's root until the page is turned into bytes.

No text that enters a build can hold it (XML 1.0 forbids it, so reading removes it), hence
replacing it afterwards cannot touch an author's words.
"""


ARTICLE_LIMIT_BYTES = 256 * 1024
"""The longest body that is rendered, in bytes of UTF-8: some Markdown takes far more than linear
time to parse."""


NO_STORYLINE = "none"
"""What an article says in place of a storyline's slug to be in none."""


class Taxonomy(StrEnum):
    """The kinds of index that articles are filed under."""

    COUNTRIES = "countries"
    TAGS = "tags"
    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    AUTHORS = "authors"


class Html(Struct, frozen=True):
    """Markup that our own renderer made and cleaned; templates print it as it stands."""

    text: str

    def __html__(self) -> str:
        """Tell autoescaping that this is markup already (the MarkupSafe protocol)."""
        return self.text

    def __bool__(self) -> bool:
        """Return whether there is any markup."""
        return bool(self.text)


class Term(Struct, frozen=True):
    """One entry of a taxonomy; an index page is the same thing for all of them.

    ``group`` is the heading it stands under in the index (a region, a field of defence, a kind of
    organisation).  ``countries`` are those an organisation belongs to.
    """

    id: TermId
    taxonomy: Taxonomy
    name: str
    slug: Slug
    aliases: tuple[str, ...] = ()
    group: str = ""
    description: str = ""
    countries: tuple[TermId, ...] = ()


class Vocabulary(Struct, frozen=True):
    """All terms that are known before an article is read, by taxonomy, in index order."""

    terms: Mapping[Taxonomy, tuple[Term, ...]]


# --- seeds ------------------------------------------------------------------------------------


class DateOrigin(StrEnum):
    """Where the date of a seed was found, the surest first."""

    DECLARED = "declared"
    FILE_NAME = "file name"
    DATELINE = "dateline"
    INGESTED = "ingested"


class Dateline(Struct, frozen=True):
    """The opening "VILNIUS, Lithuania, May 4 (Agency) —" of a news report.

    ``text`` is what was cut from the first paragraph; ``place`` keeps the case of the source.
    ``month`` and ``day`` are 0 and ``year`` is 0 where the dateline names none.
    """

    text: str
    place: str
    agency: str = ""
    month: int = 0
    day: int = 0
    year: int = 0


class Declared(Struct, frozen=True):
    """The ``Key: value`` lines under a headline, by lower-case key, in order.

    ``lines`` says where each stands in the file, counted from 1.
    """

    fields: tuple[tuple[str, str], ...] = ()
    lines: tuple[int, ...] = ()

    def get(self, key: str) -> str:
        """Return the first value of a key, or an empty string."""
        return next((value for name, value in self.fields if name == key), "")

    def line(self, key: str) -> int:
        """Return the line on which a key stands first, or 0."""
        pairs = zip(self.fields, self.lines, strict=False)
        return next((line for (name, _), line in pairs if name == key), 0)


class Seed(Struct, frozen=True):
    """The parsed text of one news item, before anything is recognised in it.

    ``path`` is relative to the seeds folder.  ``digest`` is the hex SHA-256 of the raw bytes.
    ``paragraphs`` are in order, white space folded, dateline and byline cut out.
    ``dropped`` lists (text, reason) for whatever the source held and the article will not.
    """

    path: str
    digest: str
    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    byline: str = ""
    dateline: Dateline | None = None
    published: date | datetime | None = None
    date_origin: DateOrigin = DateOrigin.INGESTED
    declared: Declared = Declared()
    dropped: tuple[tuple[str, str], ...] = ()


class Field(StrEnum):
    """The parts of an article that recognition weighs apart."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    LEAD = "lead"
    BODY = "body"


class Evidence(Struct, frozen=True):
    """Why a term was given: the words, where they stand, and the rule that read them.

    ``paragraph`` counts from 0 (headline and dateline are -1); ``start`` is the offset in code
    points within that paragraph, headline or dateline.
    """

    words: str
    field: Field
    paragraph: int
    start: int
    rule: str
    weight: float


class Recognised(Struct, frozen=True):
    """One term with its score and all evidence for it, in text order."""

    term: TermId
    score: float
    evidence: tuple[Evidence, ...]


class Person(Struct, frozen=True):
    """Somebody whose office the text names; ``role`` is in its words, ``organisation`` is in it.

    Both are empty where the text does not say.
    """

    name: str
    score: float
    evidence: tuple[Evidence, ...]
    role: str = ""
    organisation: TermId = TermId("")


class Recognition(Struct, frozen=True):
    """What an article is about and what it mentions; each tuple has the most prominent first.

    ``language`` is the one that the text is clearly in, if its seed declares none.
    """

    countries: tuple[Recognised, ...] = ()
    mentions: tuple[Recognised, ...] = ()
    tags: tuple[Recognised, ...] = ()
    organisations: tuple[Recognised, ...] = ()
    people: tuple[Person, ...] = ()
    language: str = ""


Recognise = Callable[[Seed], Recognition]
"""Finds the terms of a seed; a pure function of the seed and the tables it was made from."""


# --- articles ---------------------------------------------------------------------------------


class Source(Struct, frozen=True, array_like=True):
    """Where a text came from, as the source line under an article says it."""

    name: str = ""
    url: str = ""
    retrieved: date | None = None
    licence: str = ""


class Correction(Struct, frozen=True, array_like=True):
    """One change made after publication that readers should know of."""

    made: date
    text: str


class Heading(Struct, frozen=True):
    """A heading of a body, for its table of contents; ``level`` is 2 to 6."""

    level: int
    id: str
    text: str


class Body(Struct, frozen=True):
    """Rendered Markdown whose links to other files of the project are still open.

    ``parts`` has one element more than ``links``; the finished markup is
    ``parts[0] + address(links[0]) + parts[1] + …``, so that a body can be rendered once and
    linked when every address is known.  ``lines`` says where each link stands in its file.
    """

    parts: tuple[str, ...]
    links: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    words: int = 0


class Text(Struct, frozen=True):
    """The body of an article, packed: most builds need few of them.

    ``digest`` is that of what is ``packed``; ``links`` and ``lines`` are the body's.  If the packed
    body lies elsewhere, ``fetched`` returns it, the same bytes each time.
    """

    digest: bytes
    packed: bytes
    links: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    fetched: Callable[[], bytes] | None = None

    @property
    def body(self) -> Body:
        """Return the body, unpacked anew each time."""
        return msgpack.decode(self.fetched() if self.fetched else self.packed, type=Body)


class Asset(Struct, frozen=True, array_like=True):
    """A file that lies beside an article and is published with it.

    ``path`` is relative to the project; ``digest`` is that of its bytes.
    """

    path: str
    digest: bytes
    size_bytes: int


class TermRef(Struct, frozen=True, array_like=True, gc=False):
    """A term as an article names it; ``name`` matters for terms that no vocabulary knows."""

    taxonomy: Taxonomy
    id: TermId
    name: str


class Gist(Struct, frozen=True, array_like=True):
    """The telling words of a text, by which articles on the same story are found.

    ``words`` stand with spaces between them, the most telling first; each has a byte of
    ``weights``.  ``years`` are those that the text names, in order.
    """

    words: str = ""
    weights: bytes = b""
    years: tuple[int, ...] = ()


class Article(Struct, frozen=True, array_like=True):
    """One parsed Markdown file of ``content/articles``.

    ``published`` and ``updated`` are aware; ``date_only`` means that no time was written and
    noon in the site's zone stands in for order.  ``embargo`` and ``expires`` are aware instants.
    Terms keep the order of the front matter.  ``storyline`` is the slug that the editor gave,
    NO_STORYLINE, or empty.
    ``same_as`` is the path of the article that is published in the place of this one, if any; as
    it is read from one file it is what the editor wrote, the place below content/ or the id.
    """

    id: str
    path: str
    slug: Slug
    title: str
    summary: str
    published: datetime
    body: Body
    date_only: bool = True
    updated: datetime | None = None
    updated_date_only: bool = True
    lang: str = "en"
    authors: tuple[str, ...] = ()
    source: Source = Source()
    dateline: str = ""
    terms: tuple[TermRef, ...] = ()
    mentions: tuple[TermRef, ...] = ()
    draft: bool = False
    embargo: datetime | None = None
    expires: datetime | None = None
    aliases: tuple[str, ...] = ()
    same_as: str = ""
    corrections: tuple[Correction, ...] = ()
    assets: tuple[Asset, ...] = ()
    extra: Mapping[str, str] = {}
    storyline: str = ""
    gist: Gist = Gist()


class File(Struct, frozen=True):
    """A file below ``content/files`` that is published unchanged; ``target`` is its address."""

    path: str
    target: SitePath
    digest: bytes
    size_bytes: int


class Document(Struct, frozen=True):
    """One parsed Markdown file of ``content/pages``: about, method, contact."""

    path: str
    slug: Slug
    title: str
    summary: str
    body: Body
    lang: str = "en"
    in_menu: bool = True
    order: int = 0
    draft: bool = False
    assets: tuple[Asset, ...] = ()


class TermNote(Struct, frozen=True):
    """An editor's own text about a term, from ``content/<taxonomy>/<slug>/_index.md``."""

    path: str
    taxonomy: Taxonomy
    term: TermId
    body: Body
    title: str = ""
    summary: str = ""


class StorylineNote(Struct, frozen=True):
    """What an editor says of a storyline, from ``content/storylines/<slug>.md``."""

    path: str
    slug: Slug
    title: str
    summary: str
    body: Body


class Content(Struct, frozen=True):
    """Everything that was read from ``content/``.

    ``texts`` has the bodies of articles by their paths; an article that is not in it has its own.
    """

    articles: tuple[Article, ...]
    documents: tuple[Document, ...] = ()
    notes: tuple[TermNote, ...] = ()
    files: tuple[File, ...] = ()
    storylines: tuple[StorylineNote, ...] = ()
    texts: Mapping[str, Text] = {}


class Held(Struct, frozen=True):
    """An article or page that is kept back from everything that is published, and why."""

    article: Article | Document
    reason: str


class Withheld(Struct, frozen=True):
    """What a report says of an article or page that is kept back."""

    path: str
    reason: str


# --- the site ---------------------------------------------------------------------------------


class MenuItem(Struct, frozen=True):
    """One entry of the navigation that the owner configured; ``target`` is a path or address."""

    name: str
    target: str


class Settings(Struct, frozen=True):
    """What ``dateline.toml`` says about the published site, with every default filled in.

    ``base_url`` ends in a slash, or is empty for a site with relative links.
    ``timezone`` is an IANA name.  ``page_size`` and ``feed_size`` count articles.
    ``image_hosts`` are the foreign hosts from which articles may show images.
    ``feed_formats`` are "atom", "rss" and "json", the one first that a list of feeds names;
    ``related`` is how many related articles a page names.
    ``storylines`` is "accepted", "auto" to publish those too that no editor has accepted, or "off".
    """

    title: str = "Dateline"
    description: str = "A digest of defence news."
    base_url: str = ""
    language: str = "en"
    timezone: str = "UTC"
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    theme: str = "dispatch"
    page_size: int = 20
    feed_size: int = 20
    feed_formats: tuple[str, ...] = ("atom", "rss", "json")
    related: int = 3
    engine: str = "markdown"
    image_hosts: tuple[str, ...] = ()
    permalink: str = "/:year/:month/:day/:slug/"
    storylines: str = "accepted"
    menu: tuple[MenuItem, ...] = ()
    theme_options: Mapping[str, str] = {}
    extra: Mapping[str, str] = {}


class SeedSettings(Struct, frozen=True):
    """How seeds are read.

    ``encoding`` is that of seeds that are neither UTF-8 nor UTF-16; empty refuses them.
    """

    encoding: str = ""
    limit_bytes: int = 2 * 1024 * 1024


class Maker(StrEnum):
    """How the bytes of a page come about."""

    TEMPLATE = "template"
    FEED = "feed"
    DOCUMENT = "document"
    COPY = "copy"


class Key(Struct, frozen=True, array_like=True, gc=False):
    """What a page was made from, in three parts, so that the reason for a rebuild comes free.

    ``trace`` is the digest of all that composing the context could see: while it is the same, so
    is the context.
    """

    context: bytes
    template: bytes
    code: bytes
    trace: bytes = b""


class Made(Struct, frozen=True):
    """A page that lies in staging, ready to be published."""

    path: SitePath
    key: Key
    digest: bytes
    size_bytes: int


class Report(Struct, frozen=True):
    """What one build did; all counts are files, ``seconds`` is wall time.

    ``due`` and ``until`` are as in Site.
    """

    written: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0
    held: tuple[Withheld, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    reasons: tuple[tuple[SitePath, str], ...] = ()
    seconds: float = 0.0
    due: datetime | None = None
    until: datetime | None = None


class PhaseStarted(Struct, frozen=True):
    """A phase of a build begins; ``total`` is how many steps it has, 0 when unknown."""

    name: str
    total: int = 0


class PageMade(Struct, frozen=True):
    """Some more pages of the running phase are done; ``count`` of them."""

    count: int = 1


class PhaseDone(Struct, frozen=True):
    """A phase is over."""

    name: str


Event = PhaseStarted | PageMade | PhaseDone

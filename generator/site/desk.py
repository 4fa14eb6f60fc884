"""What all planners work from: each article's address, card and links, made once for a build."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from generator.diagnostics import Diagnostic, Place, warning
from generator.model import Article, Body, Html, Taxonomy, Term, TermId, Text, Url
from generator.site.index import Site, has_page
from generator.site.links import Linker, joined, split_target
from generator.site.notices import notice_of_preview, notices
from generator.site.related import TermKey
from generator.site.storylines import Storyline
from generator.site.urls import (
    Urls,
    article_address,
    document_address,
    file_of,
    storyline_address,
    taxonomy_address,
    term_address,
)
from generator.site.views import Card, Count, FeedLink, HeadingView, Link, SiteView
from generator.site.wording import Wording, direction_of

SECTIONS: Mapping[Taxonomy, str] = {
    Taxonomy.COUNTRIES: "Countries",
    Taxonomy.TAGS: "Subjects",
    Taxonomy.ORGANISATIONS: "Organisations",
    Taxonomy.PEOPLE: "People",
    Taxonomy.AUTHORS: "Authors",
}
"""What readers call each taxonomy."""

ARCHIVE = "Archive"
STORYLINES = "Storylines"
NOT_FOUND = "Page not found"

FEEDS: Mapping[str, tuple[str, str, str]] = {
    "atom": ("feed.xml", "application/atom+xml", "Atom"),
    "rss": ("rss.xml", "application/rss+xml", "RSS"),
    "json": ("feed.json", "application/feed+json", "JSON Feed"),
}
"""The feeds that a list may have: file name, media type, name."""

_TAGS_ON_CARD = 3
_COUNTRIES_ON_CARD = 4


class Filed(Struct, frozen=True):
    """The links to the terms that an article is filed under, each kind in the editor's order.

    ``mentions`` are the countries that it only mentions.
    """

    countries: tuple[Link, ...] = ()
    tags: tuple[Link, ...] = ()
    organisations: tuple[Link, ...] = ()
    people: tuple[Link, ...] = ()
    authors: tuple[Link, ...] = ()
    mentions: tuple[Link, ...] = ()


class Desk:
    """Everything that several pages show, each piece made once.

    What is told of every article (``moments`` of publication in the site's zone, ``addresses``)
    stands in the order of Site.articles.  A desk reads one frozen site and never
    changes what it has handed out.  ``structured`` says that pages get structured data.
    """

    def __init__(
        self,
        site: Site,
        assets: Mapping[str, str],
        options: Mapping[str, str],
        *,
        structured: bool = True,
    ) -> None:
        """Take the site, the theme's assets (name to address), its options, what it prints."""
        settings = site.settings
        self.site = site
        self.settings = settings
        self.urls = Urls(settings.base_url)
        self.wording = Wording(settings.language, settings.timezone)
        self.direction = direction_of(settings.language)
        self.moments = tuple(self.wording.local(one.published) for one in site.articles)
        self.addresses = tuple(
            article_address(one, settings.permalink, moment)
            for one, moment in zip(site.articles, self.moments, strict=True)
        )
        self.redirects = tuple(self._redirects())
        self.terms: Mapping[TermKey, Term] = {
            (term.taxonomy, term.id): term for terms in site.terms.values() for term in terms
        }
        self.storylines = tuple(one for one in site.storylines if one.published)
        # Every address in it is absolute.
        self.structured = structured and bool(settings.base_url)
        self._assets = assets
        self._options = options
        self._cards: dict[int, Card] = {}
        self._all_filed: dict[int, Filed] = {}

    def _redirects(self) -> Iterable[tuple[str, int]]:
        """Yield addresses that lead to an article, with its number: old ones, those of duplicates.

        An address that a published article has is left to it.
        """
        for number, article in enumerate(self.site.articles):
            yield from ((alias.strip("/") + "/", number) for alias in article.aliases)
        pattern = self.settings.permalink
        taken = set(self.addresses)
        for one, number in self.site.duplicates:
            own = article_address(one, pattern, self.wording.local(one.published))
            for address in (own, *(alias.strip("/") + "/" for alias in one.aliases)):
                if address not in taken:
                    yield address, number

    @cached_property
    def view(self) -> SiteView:
        """Return what every page knows of the site."""
        settings = self.settings
        return SiteView(
            title=settings.title,
            description=settings.description,
            language=settings.language,
            direction=self.direction,
            base_url=settings.base_url,
            home=self.urls.link(""),
            publisher=settings.publisher or settings.title,
            contact=settings.contact,
            licence=settings.licence,
            menu=tuple(self._menu()),
            sections=tuple(self._sections()),
            feeds=self.feeds("", settings.title),
            assets={name: self.urls.link(path) for name, path in sorted(self._assets.items())},
            options=dict(sorted(self._options.items())),
            image_hosts=settings.image_hosts,
            extra=dict(sorted(settings.extra.items())),
        )

    def _menu(self) -> Iterable[Link]:
        for one in self.site.documents:
            if one.in_menu:
                yield Link(one.title, self.urls.link(document_address(one.slug)))
        for item in self.settings.menu:
            place, rest = split_target(item.target)
            inside = Url(self.urls.link(place.lstrip("/")) + rest)
            yield Link(item.name, inside if place.startswith("/") else Url(item.target))

    def _sections(self) -> Iterable[Link]:
        for taxonomy in (Taxonomy.COUNTRIES, Taxonomy.TAGS, Taxonomy.ORGANISATIONS):
            yield self.sections[taxonomy]
        # This changes every page of a site, once: when somebody is first named often enough.
        if self.listed(Taxonomy.PEOPLE):
            yield self.sections[Taxonomy.PEOPLE]
        if self.storylines:
            yield self.link_to(STORYLINES, storyline_address(""))
        yield self.archive

    @cached_property
    def image(self) -> str:
        """Return the absolute address of the picture that stands for the site, or nothing."""
        card = self._assets.get("card.png", "")
        return self.urls.absolute(card) if card else ""

    @cached_property
    def _notices(self) -> Mapping[str, str]:
        return {"": notice_of_preview(self.site.showing), **notices(self.site.shown, self.wording)}

    def notice(self, source: str) -> str:
        """Return what a preview says of the page of a file, or of a page that shows no file."""
        return self._notices.get(source) or self._notices[""]

    @cached_property
    def linker(self) -> Linker:
        """Return what knows where the links inside Markdown lead."""
        return Linker(self.site, self.addresses, self.urls)

    @cached_property
    def repeated_titles(self) -> frozenset[str]:
        """Return the headlines that more than one article, page or section bears."""
        counts = Counter([self.settings.title, ARCHIVE, STORYLINES, NOT_FOUND, *SECTIONS.values()])
        counts.update(one.title for one in self.site.articles)
        counts.update(one.title for one in self.site.documents)
        return frozenset(title for title, count in counts.items() if count > 1)

    @cached_property
    def formats(self) -> tuple[tuple[str, str, str], ...]:
        """Return the feeds that every list has: none without a base_url, for they need it."""
        wanted = self.settings.feed_formats if self.settings.base_url else ()
        return tuple(FEEDS[name] for name in wanted)

    def feeds(self, address: str, title: str) -> tuple[FeedLink, ...]:
        """Return the feeds of a list."""
        return tuple(
            FeedLink(f"{title} ({kind})", Url(self.urls.absolute(address + name)), media)
            for name, media, kind in self.formats
        )

    def listed(self, taxonomy: Taxonomy) -> tuple[Term, ...]:
        """Return the terms of a taxonomy that have a page, by name."""
        return tuple(
            one for one in self.site.terms[taxonomy] if has_page(self.site, (taxonomy, one.id))
        )

    def link_to(self, name: str, address: str) -> Link:
        """Return the link to an address of this site."""
        return Link(name, self.urls.link(address))

    @cached_property
    def home(self) -> Link:
        """Return the link to the front page, with which every trail begins."""
        return self.link_to(self.settings.title, "")

    @cached_property
    def archive(self) -> Link:
        """Return the link to the archive."""
        return self.link_to(ARCHIVE, "archive/")

    @cached_property
    def sections(self) -> Mapping[Taxonomy, Link]:
        """Return the links to the indexes of all taxonomies."""
        return {one: self.link_to(SECTIONS[one], taxonomy_address(one)) for one in Taxonomy}

    def link(self, key: TermKey) -> Link:
        """Return the link to a term's page; its address is empty if the term has none."""
        return self._links[key]

    @cached_property
    def _links(self) -> Mapping[TermKey, Link]:
        return {
            key: Link(
                term.name,
                self.urls.link(term_address(term)) if has_page(self.site, key) else Url(""),
            )
            for key, term in self.terms.items()
        }

    def filed(self, number: int) -> Filed:
        """Return what an article is filed under, as links."""
        found = self._all_filed.get(number)
        if found is None:
            found = self._all_filed[number] = self._filed(self.site.articles[number])
        return found

    def all_filed(self, numbers: Iterable[int]) -> Iterable[Filed]:
        """Return what several articles are filed under, in the order given."""
        known = self._all_filed
        return [known.get(number) or self.filed(number) for number in numbers]

    def _filed(self, article: Article) -> Filed:
        links = self._links
        found: defaultdict[str, list[Link]] = defaultdict(list)
        for ref in article.terms:
            found[ref.taxonomy].append(links[ref.taxonomy, ref.id])
        return Filed(
            **{kind: tuple(some) for kind, some in found.items()},
            mentions=tuple([links[Taxonomy.COUNTRIES, ref.id] for ref in article.mentions]),
        )

    def country(self, term: TermId) -> Link:
        """Return the link to a country, by its name alone if no article names it."""
        key = (Taxonomy.COUNTRIES, term)
        return (
            self.link(key)
            if key in self.terms
            else Link(self.site.countries.get(term, term), Url(""))
        )

    def count(self, key: TermKey) -> Count:
        """Return the link to a term with the number of articles about it."""
        link = self.link(key)
        return Count(link.name, link.url, len(self.site.by_term.get(key, ())))

    def most(self, counts: Counter[Link], limit: int) -> tuple[Count, ...]:
        """Return the most frequent of some terms with their counts, ties by name."""
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].name))
        return tuple(Count(link.name, link.url, count) for link, count in ranked[:limit])

    def storyline_name(self, storyline: Storyline) -> str:
        """Return the name that an editor gave, else the headline of the oldest article."""
        given = storyline.note.title if storyline.note else ""
        return given or self.site.articles[storyline.numbers[0]].title

    @cached_property
    def storyline_links(self) -> Mapping[int, Link]:
        """Return the link to the published storyline of each article that is part of one."""
        return {
            number: Link(self.storyline_name(one), self.urls.link(storyline_address(one.slug)))
            for one in self.storylines
            for number in one.numbers
        }

    @cached_property
    def storyline_redirects(self) -> tuple[tuple[str, Storyline], ...]:
        """Return the former addresses of storylines at which there is nothing else."""
        taken = {file_of(one).casefold() for one in (*self.addresses, *dict(self.redirects))}
        taken |= {one.target.casefold() for one in self.site.files}
        return tuple(
            (address, storyline)
            for storyline in self.storylines
            for address in map(storyline_address, storyline.former)
            if taken.isdisjoint((address.rstrip("/"), file_of(address)))
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the link to each article, in the order of Site.articles."""
        return tuple(
            self.link_to(one.title, address)
            for one, address in zip(self.site.articles, self.addresses, strict=True)
        )

    def card(self, number: int) -> Card:
        """Return an article as lists show it."""
        found = self._cards.get(number)
        if found is None:
            found = self._cards[number] = self._card(number)
        return found

    def cards(self, numbers: Iterable[int]) -> tuple[Card, ...]:
        """Return several articles as lists show them, in the order given."""
        known = self._cards
        return tuple([known.get(number) or self.card(number) for number in numbers])

    def _card(self, number: int) -> Card:
        article, filed = self.site.articles[number], self.filed(number)
        return Card(
            url=self.links[number].url,
            title=article.title,
            summary=article.summary,
            published=self.wording.stamp(self.moments[number], date_only=article.date_only),
            source=article.source.name,
            language=article.lang,
            direction=direction_of(article.lang),
            countries=filed.countries[:_COUNTRIES_ON_CARD],
            tags=filed.tags[:_TAGS_ON_CARD],
        )

    def markup(self, body: Body, path: str, address: str) -> Html:
        """Return a body with every link leading where it should, for a page of this site."""
        return Html(joined(body, [self.linker.link(path, one, address) for one in body.links]))

    def markup_absolute(self, body: Body, path: str, address: str) -> Html:
        """Return a body with absolute links only, for feeds."""
        targets = [self.linker.absolute(path, one, address) for one in body.links]
        own = self.urls.absolute(address)
        # Links within the page (footnotes) must name the page once the text stands elsewhere.
        return Html(joined(body, targets).replace('href="#', f'href="{own}#'))

    def dead_links(self, body: Body | Text, path: str, address: str) -> Iterable[Diagnostic]:
        """Return a warning for each link of a body that leads nowhere on this site."""
        for target, line in zip(body.links, body.lines or (0,) * len(body.links), strict=True):
            if not self.linker.leads_somewhere(path, target, address):
                yield warning(
                    Place(path, line),
                    "dead-link",
                    f'the link "{target}" leads to nothing in content/',
                    "name a file of content/ relative to this one, or an address from /",
                )


def headings_of(body: Body) -> tuple[HeadingView, ...]:
    """Return the headings of a body for its table of contents."""
    return tuple(HeadingView(one.level, one.id, one.text) for one in body.headings)

"""Plans every list of articles: the home page, terms, their indexes and the archive."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, islice

from generator.diagnostics import Place
from generator.model import Article, Html, Maker, Taxonomy, Term, Url
from generator.site.desk import ARCHIVE, SECTIONS, Desk
from generator.site.heads import Head, home_page, list_page
from generator.site.paginate import Slice, paginate
from generator.site.related import TermKey
from generator.site.urls import (
    file_of,
    month_address,
    numbered_address,
    taxonomy_address,
    term_address,
    year_address,
)
from generator.site.views import (
    ArchiveContext,
    Context,
    Count,
    CountriesContext,
    CountryContext,
    HomeContext,
    Link,
    MonthView,
    Page,
    Pager,
    PageView,
    TermContext,
    TermGroup,
    TermsContext,
    TermView,
    YearView,
)

FURTHER = 6
"""How many stories stand beside the lead of the home page."""

_STRIP = 10
_TOGETHER = 12
_MENTIONED = 10
_MONTHS = 12

_INDEX_DESCRIPTIONS = {
    Taxonomy.TAGS: "Every subject that articles are filed under, by field.",
    Taxonomy.ORGANISATIONS: "The defence organisations that articles are about.",
    Taxonomy.PEOPLE: "Office holders who are named in three articles or more.",
    Taxonomy.AUTHORS: "Everyone whose byline stands over an article here.",
}


def plan_home(desk: Desk) -> Iterable[Page]:
    """Return the front page and the numbered pages below it."""
    for one in paginate(range(len(desk.site.articles)), desk.settings.page_size):
        cards = desk.cards(one.items)
        front = one.is_front
        context = HomeContext(
            page=_numbered_head(desk, one, _home_head(desk), home=True),
            lead=cards[0] if front and cards else None,
            further=cards[1 : 1 + FURTHER] if front else (),
            latest=cards[1 + FURTHER :] if front else cards,
            countries=_strip(desk, Taxonomy.COUNTRIES) if front else (),
            tags=_strip(desk, Taxonomy.TAGS) if front else (),
            pager=_pager(desk, "", one),
        )
        yield _list_file("", one, context, "home.html")


def _home_head(desk: Desk) -> Head:
    settings = desk.settings
    return Head(settings.title, "", settings.description, section="Home")


def _strip(desk: Desk, taxonomy: Taxonomy) -> tuple[Count, ...]:
    counts = Counter(
        {key: len(found) for key, found in desk.site.by_term.items() if key[0] is taxonomy}
    )
    return desk.most(counts, _STRIP)


def plan_terms(desk: Desk) -> Iterable[Page]:
    """Return the index of every taxonomy and the pages of every term."""
    for taxonomy in Taxonomy:
        terms = desk.listed(taxonomy)
        if taxonomy is Taxonomy.COUNTRIES:
            yield _countries_index(desk, terms)
        elif terms or taxonomy in (Taxonomy.TAGS, Taxonomy.ORGANISATIONS):
            yield _terms_index(desk, taxonomy, terms)
        for term in terms:
            yield from _term_pages(desk, term)


def _countries_index(desk: Desk, terms: tuple[Term, ...]) -> Page:
    address = taxonomy_address(Taxonomy.COUNTRIES)
    head = Head(
        SECTIONS[Taxonomy.COUNTRIES],
        address,
        "Every country that articles are about, by region.",
        trail=((SECTIONS[Taxonomy.COUNTRIES], address),),
        section=SECTIONS[Taxonomy.COUNTRIES],
    )
    about = tuple(one for one in terms if (one.taxonomy, one.id) in desk.site.by_term)
    groups = (*_groups(desk, about), *_only_mentioned(desk, terms))
    context = CountriesContext(list_page(desk, head), groups, len(about))
    return Page(file_of(address), Maker.TEMPLATE, context, Place("content"), "countries.html")


def _only_mentioned(desk: Desk, terms: tuple[Term, ...]) -> Iterable[TermGroup]:
    """Return the countries that no article is about, with how many mention each."""
    rest = [one for one in terms if (one.taxonomy, one.id) not in desk.site.by_term]
    links = [(desk.link((one.taxonomy, one.id)), desk.site.by_mention[one.id]) for one in rest]
    if links:
        counts = tuple(Count(link.name, link.url, len(numbers)) for link, numbers in links)
        yield TermGroup("Mentioned only", "group-mentioned", counts)


def _terms_index(desk: Desk, taxonomy: Taxonomy, terms: tuple[Term, ...]) -> Page:
    address = taxonomy_address(taxonomy)
    name = SECTIONS[taxonomy]
    head = Head(
        name, address, _INDEX_DESCRIPTIONS[taxonomy], trail=((name, address),), section=name
    )
    context = TermsContext(list_page(desk, head), taxonomy.value, _groups(desk, terms), len(terms))
    return Page(file_of(address), Maker.TEMPLATE, context, Place("content"), "terms.html")


def _groups(desk: Desk, terms: tuple[Term, ...]) -> tuple[TermGroup, ...]:
    by_group: defaultdict[str, list[Term]] = defaultdict(list)
    for term in terms:
        by_group[term.group].append(term)
    return tuple(
        TermGroup(
            name, f"group-{number}", tuple(desk.count((one.taxonomy, one.id)) for one in group)
        )
        for number, (name, group) in enumerate(
            sorted(by_group.items(), key=lambda item: (item[0] == "", item[0])), start=1
        )
    )


def _term_pages(desk: Desk, term: Term) -> Iterable[Page]:
    key = (term.taxonomy, term.id)
    numbers = desk.site.by_term.get(key, ())
    address = term_address(term)
    view = _term_view(desk, term, address)
    for one in paginate(numbers, desk.settings.page_size):
        page = _numbered_head(desk, one, _term_head(desk, term, address))
        context: Context
        if term.taxonomy is Taxonomy.COUNTRIES:
            context, template = _country(desk, key, page, view, one), "country.html"
        else:
            together = _together(desk, key, Taxonomy.COUNTRIES) if one.is_front else ()
            pager = _pager(desk, address, one)
            context = TermContext(page, view, desk.cards(one.items), together, pager)
            template = "term.html"
        yield _list_file(address, one, context, template)


def _term_head(desk: Desk, term: Term, address: str) -> Head:
    section = SECTIONS[term.taxonomy]
    return Head(
        term.name,
        address,
        term.description or f"{term.name}: the articles on it, newest first.",
        trail=((section, taxonomy_address(term.taxonomy)), (term.name, address)),
        distinction=section,
        section=section,
        feeds=desk.feeds(address, term.name),
    )


def _term_view(desk: Desk, term: Term, address: str) -> TermView:
    note = desk.site.notes.get((term.taxonomy, term.id))
    return TermView(
        id=term.id,
        kind=term.taxonomy.value,
        name=term.name,
        url=desk.urls.link(address),
        group=term.group,
        description=(note.summary if note else "") or term.description,
        aliases=term.aliases,
        countries=tuple(desk.country(one) for one in term.countries),
        note=desk.markup(note.body, note.path, address) if note else Html(""),
    )


def _country(
    desk: Desk, key: TermKey, page: PageView, view: TermView, one: Slice[int]
) -> CountryContext:
    front = one.is_front
    return CountryContext(
        page=page,
        term=view,
        cards=desk.cards(one.items),
        mentioned=desk.cards(desk.site.by_mention.get(key[1], ())[:_MENTIONED]) if front else (),
        subjects=_together(desk, key, Taxonomy.TAGS) if front else (),
        together=_together(desk, key, Taxonomy.COUNTRIES) if front else (),
        months=_months(desk, desk.site.by_term.get(key, ())) if front else (),
        neighbours=_neighbours(desk, desk.terms[key]) if front else (),
        pager=_pager(desk, term_address(desk.terms[key]), one),
    )


def _together(desk: Desk, key: TermKey, taxonomy: Taxonomy) -> tuple[Count, ...]:
    counts: Counter[TermKey] = Counter()
    for number in desk.site.by_term.get(key, ()):
        counts.update(
            (ref.taxonomy, ref.id)
            for ref in desk.site.articles[number].terms
            if ref.taxonomy is taxonomy
        )
    del counts[key]
    return desk.most(counts, _TOGETHER)


def _months(desk: Desk, numbers: Sequence[int]) -> tuple[Count, ...]:
    found = groupby(numbers, key=lambda number: _month_of(desk, desk.site.articles[number]))
    return tuple(
        Count(
            f"{desk.wording.month(month)} {year}",
            desk.urls.link(month_address(year, month)),
            sum(1 for _ in group),
        )
        for (year, month), group in islice(found, _MONTHS)
    )


def _neighbours(desk: Desk, term: Term) -> tuple[Link, ...]:
    return tuple(
        desk.link((one.taxonomy, one.id))
        for one in desk.site.terms[Taxonomy.COUNTRIES]
        if one.group == term.group and one.id != term.id
    )


def plan_archive(desk: Desk) -> Iterable[Page]:
    """Return the archive: all years, each year, each month that has articles."""
    months: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, article in enumerate(desk.site.articles):
        months[_month_of(desk, article)].append(number)
    years = tuple(_years(desk, months))
    yield _year_page(desk, _archive_head(ARCHIVE, "archive/"), years, (None, None))
    names = [(one.name, f"archive/{one.name}/") for one in years]
    for year, (name, address) in zip(years, names, strict=True):
        around = _around(desk, names, name)
        yield _year_page(desk, _archive_head(name, address), (year,), around)
    yield from _month_pages(desk, months)


def _month_pages(desk: Desk, months: Mapping[tuple[int, int], Sequence[int]]) -> Iterable[Page]:
    names = [
        (f"{desk.wording.month(month)} {year}", month_address(year, month))
        for year, month in months
    ]
    for (name, address), numbers in zip(names, months.values(), strict=True):
        head = _archive_head(name, address)
        around = _around(desk, names, name)
        for one in paginate(numbers, desk.settings.page_size):
            context = ArchiveContext(
                page=_numbered_head(desk, one, head),
                years=(),
                cards=desk.cards(one.items),
                newer=around[0] if one.is_front else None,
                older=around[1] if one.is_front else None,
                pager=_pager(desk, address, one),
            )
            yield _list_file(address, one, context, "archive.html")


def _month_of(desk: Desk, article: Article) -> tuple[int, int]:
    local = desk.wording.local(article.published)
    return (local.year, local.month)


def _years(desk: Desk, months: Mapping[tuple[int, int], Sequence[int]]) -> Iterable[YearView]:
    for year, keys in groupby(months, key=lambda key: key[0]):
        rows = tuple(
            MonthView(
                desk.wording.month(month),
                desk.urls.link(month_address(year, month)),
                len(months[year, month]),
            )
            for _, month in sorted(keys)
        )
        total = sum(row.count for row in rows)
        yield YearView(f"{year:04d}", desk.urls.link(year_address(year)), total, rows)


def _around(
    desk: Desk, names: Sequence[tuple[str, str]], name: str
) -> tuple[Link | None, Link | None]:
    at = [one for one, _ in names].index(name)
    links = [Link(one, desk.urls.link(address)) for one, address in names]
    return (links[at - 1] if at else None, links[at + 1] if at + 1 < len(links) else None)


def _archive_head(name: str, address: str) -> Head:
    trail = [(ARCHIVE, "archive/")]
    if address != "archive/":
        trail.append((name, address))
    return Head(
        name,
        address,
        "All articles by year and month." if name == ARCHIVE else f"The articles of {name}.",
        trail=tuple(trail),
        distinction="" if name == ARCHIVE else ARCHIVE,
        section=ARCHIVE,
    )


def _year_page(
    desk: Desk, head: Head, years: tuple[YearView, ...], around: tuple[Link | None, Link | None]
) -> Page:
    context = ArchiveContext(list_page(desk, head), years, (), *around)
    at = file_of(head.address)
    return Page(at, Maker.TEMPLATE, context, Place("content"), "archive.html")


def _numbered_head(desk: Desk, one: Slice[int], head: Head, *, home: bool = False) -> PageView:
    if one.is_front:
        return home_page(desk, head) if home else list_page(desk, head)
    label = f"page {one.number}"
    address = numbered_address(head.address, one.number)
    numbered = Head(
        head.heading,
        address,
        f"{head.description} Page {one.number}, counted from the oldest.",
        trail=(*head.trail, (label.capitalize(), address)),
        distinction=f"{head.distinction} – {label}" if head.distinction else label,
        section=head.section,
    )
    return list_page(desk, numbered)


def _list_file(address: str, one: Slice[int], context: Context, template: str) -> Page:
    at = address if one.is_front else numbered_address(address, one.number)
    return Page(file_of(at), Maker.TEMPLATE, context, Place("content"), template)


def _pager(desk: Desk, address: str, one: Slice[int]) -> Pager:
    front = desk.urls.link(address)
    older = numbered_address(address, one.number - 1) if one.number > 1 else ""
    newer = address if one.below_front else numbered_address(address, one.number + 1)
    return Pager(
        number=one.number,
        is_front=one.is_front,
        front=front,
        newer=Url("") if one.is_front else desk.urls.link(newer),
        older=desk.urls.link(older) if older else Url(""),
    )

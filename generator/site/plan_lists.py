"""Plans every list of articles: the home page, terms, their indexes and the archive."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, groupby, islice

from generator.diagnostics import Place
from generator.model import Html, Maker, Taxonomy, Term, Url
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

_Around = tuple[Link | None, Link | None]
"""The newer and the older neighbour."""

_INDEX_DESCRIPTIONS = {
    Taxonomy.TAGS: "Every subject that articles are filed under, by field.",
    Taxonomy.ORGANISATIONS: "The defence organisations that articles are about.",
    Taxonomy.PEOPLE: "Office holders who are named in three articles or more.",
    Taxonomy.AUTHORS: "Everyone whose byline stands over an article here.",
}


def plan_home(desk: Desk) -> Iterable[Page]:
    """Return the front page and the numbered pages below it."""
    for one in paginate(range(len(desk.site.articles)), desk.settings.page_size):
        yield _list_file("", one, partial(_home, desk, one), "home.html")


def _home(desk: Desk, one: Slice[int]) -> HomeContext:
    settings, cards, front = desk.settings, desk.cards(one.items), one.is_front
    head = Head(settings.title, "", settings.description, section="Home")
    return HomeContext(
        page=_numbered_head(desk, one, head, home=True),
        lead=cards[0] if front and cards else None,
        further=cards[1 : 1 + FURTHER] if front else (),
        latest=cards[1 + FURTHER :] if front else cards,
        countries=_strip(desk, Taxonomy.COUNTRIES) if front else (),
        tags=_strip(desk, Taxonomy.TAGS) if front else (),
        pager=_pager(desk, "", one),
    )


def _strip(desk: Desk, taxonomy: Taxonomy) -> tuple[Count, ...]:
    counts = Counter(
        {
            desk.link(key): len(found)
            for key, found in desk.site.by_term.items()
            if key[0] is taxonomy
        }
    )
    return desk.most(counts, _STRIP)


def plan_terms(desk: Desk) -> Iterable[Page]:
    """Return the index of every taxonomy and the pages of every term."""
    for taxonomy in Taxonomy:
        terms = desk.listed(taxonomy)
        if taxonomy is Taxonomy.COUNTRIES:
            yield _index(taxonomy, partial(_countries_index, desk, terms), "countries.html")
        elif terms or taxonomy in (Taxonomy.TAGS, Taxonomy.ORGANISATIONS):
            yield _index(taxonomy, partial(_terms_index, desk, taxonomy, terms), "terms.html")
        for term in terms:
            yield from _term_pages(desk, term)


def _index(taxonomy: Taxonomy, compose: Callable[[], Context], template: str) -> Page:
    at = file_of(taxonomy_address(taxonomy))
    return Page(at, Maker.TEMPLATE, compose, Place("content"), template)


def _countries_index(desk: Desk, terms: tuple[Term, ...]) -> CountriesContext:
    address = taxonomy_address(Taxonomy.COUNTRIES)
    head = Head(
        SECTIONS[Taxonomy.COUNTRIES],
        address,
        "Every country that articles are about, by region.",
        trail=(desk.sections[Taxonomy.COUNTRIES],),
        section=SECTIONS[Taxonomy.COUNTRIES],
    )
    about = tuple(one for one in terms if (one.taxonomy, one.id) in desk.site.by_term)
    groups = (*_groups(desk, about), *_only_mentioned(desk, terms))
    return CountriesContext(list_page(desk, head), groups, len(about))


def _only_mentioned(desk: Desk, terms: tuple[Term, ...]) -> Iterable[TermGroup]:
    """Return the countries that no article is about, with how many mention each."""
    rest = [one for one in terms if (one.taxonomy, one.id) not in desk.site.by_term]
    links = [(desk.link((one.taxonomy, one.id)), desk.site.by_mention[one.id]) for one in rest]
    if links:
        counts = tuple(Count(link.name, link.url, len(numbers)) for link, numbers in links)
        yield TermGroup("Mentioned only", "group-mentioned", counts)


def _terms_index(desk: Desk, taxonomy: Taxonomy, terms: tuple[Term, ...]) -> TermsContext:
    address = taxonomy_address(taxonomy)
    name = SECTIONS[taxonomy]
    head = Head(
        name, address, _INDEX_DESCRIPTIONS[taxonomy], trail=(desk.sections[taxonomy],), section=name
    )
    return TermsContext(list_page(desk, head), taxonomy.value, _groups(desk, terms), len(terms))


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
    numbers = desk.site.by_term.get((term.taxonomy, term.id), ())
    is_country = term.taxonomy is Taxonomy.COUNTRIES
    compose, template = (_country, "country.html") if is_country else (_term, "term.html")
    for one in paginate(numbers, desk.settings.page_size):
        yield _list_file(term_address(term), one, partial(compose, desk, term, one), template)


def _term(desk: Desk, term: Term, one: Slice[int]) -> TermContext:
    address, key = term_address(term), (term.taxonomy, term.id)
    return TermContext(
        page=_numbered_head(desk, one, _term_head(desk, term, address)),
        term=_term_view(desk, term, address),
        cards=desk.cards(one.items),
        together=_countries_with(desk, key) if one.is_front else (),
        pager=_pager(desk, address, one),
    )


def _term_head(desk: Desk, term: Term, address: str) -> Head:
    section = SECTIONS[term.taxonomy]
    return Head(
        term.name,
        address,
        term.description or f"{term.name}: the articles on it, newest first.",
        trail=(desk.sections[term.taxonomy], desk.link((term.taxonomy, term.id))),
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


def _country(desk: Desk, term: Term, one: Slice[int]) -> CountryContext:
    address, key, front = term_address(term), (term.taxonomy, term.id), one.is_front
    return CountryContext(
        page=_numbered_head(desk, one, _term_head(desk, term, address)),
        term=_term_view(desk, term, address),
        cards=desk.cards(one.items),
        mentioned=desk.cards(desk.site.by_mention.get(key[1], ())[:_MENTIONED]) if front else (),
        subjects=_subjects_with(desk, key) if front else (),
        together=_countries_with(desk, key) if front else (),
        months=_months(desk, desk.site.by_term.get(key, ())) if front else (),
        neighbours=_neighbours(desk, term) if front else (),
        pager=_pager(desk, address, one),
    )


def _countries_with(desk: Desk, key: TermKey) -> tuple[Count, ...]:
    numbers = desk.site.by_term.get(key, ())
    counts = Counter(chain.from_iterable(one.countries for one in desk.all_filed(numbers)))
    del counts[desk.link(key)]
    return desk.most(counts, _TOGETHER)


def _subjects_with(desk: Desk, key: TermKey) -> tuple[Count, ...]:
    numbers = desk.site.by_term.get(key, ())
    counts = Counter(chain.from_iterable(one.tags for one in desk.all_filed(numbers)))
    return desk.most(counts, _TOGETHER)


def _months(desk: Desk, numbers: Sequence[int]) -> tuple[Count, ...]:
    found = groupby(numbers, key=lambda number: _month_of(desk, number))
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
    for number in range(len(desk.site.articles)):
        months[_month_of(desk, number)].append(number)
    years = tuple(_years(desk, months))
    yield _year_page(desk, _archive_head(desk, ARCHIVE, "archive/"), years, (None, None))
    links = [Link(one.name, one.url) for one in years]
    for at, year in enumerate(years):
        head = _archive_head(desk, year.name, f"archive/{year.name}/")
        yield _year_page(desk, head, (year,), _around(links, at))
    yield from _month_pages(desk, months)


def _month_pages(desk: Desk, months: Mapping[tuple[int, int], Sequence[int]]) -> Iterable[Page]:
    names = [
        (f"{desk.wording.month(month)} {year}", month_address(year, month))
        for year, month in months
    ]
    links = [desk.link_to(name, address) for name, address in names]
    for at, ((name, address), numbers) in enumerate(zip(names, months.values(), strict=True)):
        head = _archive_head(desk, name, address)
        around = _around(links, at)
        for one in paginate(numbers, desk.settings.page_size):
            compose = partial(_month, desk, head, around, one)
            yield _list_file(address, one, compose, "archive.html")


def _month(desk: Desk, head: Head, around: _Around, one: Slice[int]) -> ArchiveContext:
    return ArchiveContext(
        page=_numbered_head(desk, one, head),
        years=(),
        cards=desk.cards(one.items),
        newer=around[0] if one.is_front else None,
        older=around[1] if one.is_front else None,
        pager=_pager(desk, head.address, one),
    )


def _month_of(desk: Desk, number: int) -> tuple[int, int]:
    moment = desk.moments[number]
    return (moment.year, moment.month)


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


def _around(links: Sequence[Link], at: int) -> _Around:
    return (links[at - 1] if at else None, links[at + 1] if at + 1 < len(links) else None)


def _archive_head(desk: Desk, name: str, address: str) -> Head:
    is_whole = address == "archive/"
    return Head(
        name,
        address,
        "All articles by year and month." if is_whole else f"The articles of {name}.",
        trail=(desk.archive,) if is_whole else (desk.archive, desk.link_to(name, address)),
        distinction="" if is_whole else ARCHIVE,
        section=ARCHIVE,
    )


def _year_page(desk: Desk, head: Head, years: tuple[YearView, ...], around: _Around) -> Page:
    compose = partial(_year, desk, head, years, around)
    at = file_of(head.address)
    return Page(at, Maker.TEMPLATE, compose, Place("content"), "archive.html")


def _year(desk: Desk, head: Head, years: tuple[YearView, ...], around: _Around) -> ArchiveContext:
    return ArchiveContext(list_page(desk, head), years, (), *around)


def _numbered_head(desk: Desk, one: Slice[int], head: Head, *, home: bool = False) -> PageView:
    if one.is_front:
        return home_page(desk, head) if home else list_page(desk, head)
    label = f"page {one.number}"
    address = numbered_address(head.address, one.number)
    numbered = Head(
        head.heading,
        address,
        f"{head.description} Page {one.number}, counted from the oldest.",
        trail=(*head.trail, desk.link_to(label.capitalize(), address)),
        distinction=f"{head.distinction} – {label}" if head.distinction else label,
        section=head.section,
    )
    return list_page(desk, numbered)


def _list_file(
    address: str, one: Slice[int], compose: Callable[[], Context], template: str
) -> Page:
    at = address if one.is_front else numbered_address(address, one.number)
    return Page(file_of(at), Maker.TEMPLATE, compose, Place("content"), template)


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

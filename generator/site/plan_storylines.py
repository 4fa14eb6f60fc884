"""Plans the storylines: an index, and for each one its timeline from the oldest day on."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from generator.diagnostics import Place
from generator.model import Html, Maker
from generator.site.desk import STORYLINES, Desk
from generator.site.heads import Head, list_page
from generator.site.storylines import Storyline
from generator.site.urls import file_of, storyline_address
from generator.site.views import (
    Count,
    Link,
    Page,
    Ready,
    RedirectContext,
    Stamp,
    StorylineContext,
    StorylineEntry,
    StorylinesContext,
    TimelineDay,
)

_COUNTRIES = 12
_COUNTRIES_IN_INDEX = 4


def plan_storylines(desk: Desk) -> Iterable[Page]:
    """Return the index and every published storyline, with its former addresses, if any is."""
    if desk.storylines:
        yield _index(desk)
    names = Counter(desk.storyline_name(one) for one in desk.storylines)
    for one in desk.storylines:
        yield _page(desk, one, is_namesake=names[desk.storyline_name(one)] > 1)
    for address, one in desk.storyline_redirects:
        yield _redirect(desk, one, address)


def _index(desk: Desk) -> Page:
    address = storyline_address("")
    head = Head(
        STORYLINES,
        address,
        "Events and matters that several articles tell, each from its beginning.",
        trail=(desk.link_to(STORYLINES, address),),
        section=STORYLINES,
    )
    at = file_of(address)
    return Page(
        at, Maker.TEMPLATE, partial(_listed, desk, head), Place("content"), "storylines.html"
    )


def _listed(desk: Desk, head: Head) -> StorylinesContext:
    entries = tuple(_entry(desk, one) for one in desk.storylines)
    return StorylinesContext(list_page(desk, head), entries)


def _entry(desk: Desk, storyline: Storyline) -> StorylineEntry:
    return StorylineEntry(
        name=desk.storyline_name(storyline),
        url=desk.urls.link(storyline_address(storyline.slug)),
        summary=storyline.note.summary if storyline.note else "",
        first=_day(desk, storyline.numbers[0]),
        last=_day(desk, storyline.numbers[-1]),
        count=len(storyline.numbers),
        countries=tuple(
            link for link, _ in _counted(desk, storyline).most_common(_COUNTRIES_IN_INDEX)
        ),
    )


def _page(desk: Desk, storyline: Storyline, *, is_namesake: bool) -> Page:
    name, address = desk.storyline_name(storyline), storyline_address(storyline.slug)
    note = storyline.note
    summary = note.summary if note else ""
    head = Head(
        name,
        address,
        summary or f"{name}: the articles on it, in the order of their days.",
        trail=(desk.link_to(STORYLINES, storyline_address("")), desk.link_to(name, address)),
        distinction=f"Storyline {storyline.slug}" if is_namesake else "Storyline",
        section=STORYLINES,
        feeds=desk.feeds(address, "This story"),
        source=note.path if note else "",
    )
    place = Place(note.path if note else desk.site.articles[storyline.numbers[0]].path)
    compose = partial(_storyline, desk, head, storyline)
    return Page(file_of(address), Maker.TEMPLATE, compose, place, "storyline.html")


def _storyline(desk: Desk, head: Head, storyline: Storyline) -> StorylineContext:
    note = storyline.note
    return StorylineContext(
        page=list_page(desk, head),
        summary=note.summary if note else "",
        note=desk.markup(note.body, note.path, head.address) if note else Html(""),
        days=tuple(_days(desk, storyline)),
        first=_day(desk, storyline.numbers[0]),
        last=_day(desk, storyline.numbers[-1]),
        total=len(storyline.numbers),
        countries=_countries(desk, storyline),
    )


def _redirect(desk: Desk, storyline: Storyline, address: str) -> Page:
    own = storyline_address(storyline.slug)
    context = RedirectContext(
        title=desk.storyline_name(storyline),
        target=desk.urls.link(own),
        canonical=desk.urls.absolute(own),
        language=desk.settings.language,
    )
    place = Place(desk.site.articles[storyline.numbers[0]].path)
    return Page(file_of(address), Maker.DOCUMENT, Ready(context), place)


def _day(desk: Desk, number: int) -> Stamp:
    return desk.wording.stamp(desk.site.articles[number].published, date_only=True)


def _days(desk: Desk, storyline: Storyline) -> Iterable[TimelineDay]:
    before = None
    for day, numbers in groupby(storyline.numbers, key=lambda one: _local_day(desk, one)):
        cards = tuple(numbers)
        after = desk.wording.span(day - before) if before is not None else ""
        yield TimelineDay(_day(desk, cards[0]), after, desk.cards(cards))
        before = day


def _local_day(desk: Desk, number: int) -> int:
    return desk.moments[number].toordinal()


def _counted(desk: Desk, storyline: Storyline) -> Counter[Link]:
    """Return how many articles are about each country, counted in the order of the articles."""
    return Counter(link for number in storyline.numbers for link in desk.filed(number).countries)


def _countries(desk: Desk, storyline: Storyline) -> tuple[Count, ...]:
    return desk.most(_counted(desk, storyline), _COUNTRIES)

"""Which countries an article mentions, which of them it is about, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from operator import attrgetter

from msgspec import Struct

from generator.model import Dateline, Evidence, Field, Recognised, TermId
from generator.recognition.gazetteer import Gazetteer, Place
from generator.recognition.passages import FIELD_WEIGHTS, Passage

# An article is about a country that scores this share of the best score, and this much at least.
ABOUT_SHARE = 0.2
ABOUT_LEAST = 3.0
# Where no country has that much, the best one is enough if it has no equal.
ABOUT_ALONE = 2.0

# So many states or provinces named make a city there likelier than its famous namesake.
LOCAL_STATES = 2

# Metonyms, leaders and money hint at a country without mentioning it, and count half.
_HINTS = frozenset(("metonym", "leader", "currency"))
HINT = 0.5

_GEORGIA, _STATES = TermId("GE"), TermId("US")
_NEIGHBOURS_OF_GEORGIA = tuple(map(TermId, ("GE", "RU", "AM", "AZ", "TR")))
_STATE_RULES = frozenset(("state", "abbreviation"))
_TOWNS = frozenset(("capital", "city"))
_BARE_NAMES = frozenset(("name", "capital", "city", "state", "region"))


class _Hit(Struct, frozen=True):
    """A name at its place in a passage."""

    passage: Passage
    start: int
    end: int
    place: Place


class _Known(Struct, frozen=True):
    """How often an article names each country beyond doubt, and its states or provinces."""

    countries: Counter[TermId]
    states: Counter[TermId]


class Countries(Struct, frozen=True):
    """What an article is about, and what it only mentions; the most prominent first."""

    about: tuple[Recognised, ...]
    mentioned: tuple[Recognised, ...]


def find_countries(
    dateline: Dateline | None, passages: Iterable[Passage], gazetteer: Gazetteer
) -> Countries:
    """Return the countries of an article, scored by where and how often they are named."""
    hits = [hit for passage in passages for hit in _hits(passage, gazetteer)]
    origin = _dateline_evidence(dateline, gazetteer) if dateline else None
    known = _Known(
        countries=Counter(h.place.countries[0] for h in hits if _is_certain(h.place)),
        states=Counter(h.place.countries[0] for h in hits if h.place.rule in _STATE_RULES),
    )
    evidence: dict[TermId, list[Evidence]] = {}
    if origin:
        known.countries[origin[0]] += 1
        evidence[origin[0]] = [origin[1]]
    for hit in hits:
        evidence.setdefault(_meant(hit.place, known), []).append(_evidence(hit))
    return _ranked(evidence)


def _ranked(evidence: Mapping[TermId, list[Evidence]]) -> Countries:
    scored = [
        Recognised(country, sum(one.weight for one in found), tuple(found))
        for country, found in evidence.items()
    ]
    # The sort is stable, so equal scores keep the order of the text.
    scored.sort(key=attrgetter("score"), reverse=True)
    about = scored[: _how_many([one.score for one in scored])]
    named = (one for one in scored[len(about) :] if not _is_hinted(one))
    return Countries(tuple(about), tuple(named))


def _how_many(scores: list[float]) -> int:
    """Return how many of the countries with these scores, best first, an article is about."""
    if not scores:
        return 0
    best, second = scores[0], scores[1] if len(scores) > 1 else 0.0
    if best < ABOUT_LEAST:
        return int(best >= ABOUT_ALONE and best > second)
    return sum(score >= max(ABOUT_LEAST, ABOUT_SHARE * best) for score in scores)


def _is_hinted(one: Recognised) -> bool:
    return all(evidence.rule in _HINTS for evidence in one.evidence)


def _evidence(hit: _Hit) -> Evidence:
    return Evidence(
        words=hit.passage.text[hit.start : hit.end],
        field=hit.passage.field,
        paragraph=hit.passage.paragraph,
        start=hit.start,
        rule=hit.place.rule,
        weight=hit.passage.weight * (HINT if hit.place.rule in _HINTS else 1.0),
    )


# --- reading a passage ------------------------------------------------------------------------

_Name = tuple[int, int, Place]


def _hits(passage: Passage, gazetteer: Gazetteer) -> Iterator[_Hit]:
    """Yield the names in a passage that mean a country."""
    text = passage.text
    automaton = gazetteer.capitals if passage.in_capitals else gazetteer.places
    names = list(automaton.longest(text))
    for name, following in zip_longest(names, names[1:]):
        start, end, place = name
        if place.countries and not _is_unlikely(text, name, gazetteer):
            yield _Hit(passage, start, end, _settled(text, name, following, gazetteer))


def _settled(text: str, name: _Name, following: _Name | None, gazetteer: Gazetteer) -> Place:
    """Return what a name means by what comes after it: ", Texas", ", Lebanon", " dollars"."""
    _, end, place = name
    if place.rule == "demonym":
        is_money = _next_word(text, end).strip(",.;:") in gazetteer.currencies
        return Place("currency", place.countries) if is_money else place
    if following is None or text[end : following[0]] != ", ":
        return place
    after = following[2]
    if after.rule in _STATE_RULES and (place.rule in _TOWNS or after.rule == "abbreviation"):
        return Place("city", after.countries)
    if after.rule == "name" and after.countries[0] in place.countries + place.namesakes:
        return Place(place.rule, after.countries[:1])
    return place


def _is_unlikely(text: str, name: _Name, gazetteer: Gazetteer) -> bool:
    """Return whether a name is rather a surname, a first name, or no abbreviation."""
    start, end, place = name
    if place.rule == "abbreviation":
        return text[start - 2 : start] != ", "
    if place.rule not in _BARE_NAMES and place.rule != "demonym":
        return False
    before = text[max(0, start - 24) : start].rpartition(" ")[0].rpartition(" ")[2]
    if text[start - 1 : start] == " " and before in gazetteer.before_surnames:
        return True
    return text[start:end] in gazetteer.given and _begins_a_name(text, end, before, gazetteer)


def _begins_a_name(text: str, end: int, before: str, gazetteer: Gazetteer) -> bool:
    """Return whether a first name that is also a place ("Jordan") is followed by a surname."""
    word = _next_word(text, end)
    return (
        text[end : end + 1] == " "
        and word[:1].isupper()
        and word[1:2].islower()
        and before not in _BEFORE_PLACES
        and word.strip(".,;:'’s") not in gazetteer.institutions
    )


def _next_word(text: str, end: int) -> str:
    return text[end + 1 : end + 24].partition(" ")[0]


_BEFORE_PLACES = frozenset("in In from From to near of with between and against into".split())


# --- ambiguous names and datelines ------------------------------------------------------------


def _is_certain(place: Place) -> bool:
    return len(place.countries) == 1 and not place.namesakes


def _meant(place: Place, known: _Known) -> TermId:
    """Return the country that a name means in an article with the given other evidence."""
    first, *others = place.countries
    if first == _GEORGIA and others:
        near = sum(known.countries[country] for country in _NEIGHBOURS_OF_GEORGIA)
        is_state = known.states[_STATES] > near or (not near and known.countries[_STATES] > 0)
        return _STATES if is_state else _GEORGIA
    if others:
        first = max(place.countries, key=lambda country: known.countries[country])
    if place.namesakes and not known.countries[first]:
        # A local paper's Paris: the article names states, and nothing else in France.
        local = max(place.namesakes, key=lambda country: known.states[country])
        if known.states[local] >= LOCAL_STATES:
            return local
    return first


def _dateline_evidence(dateline: Dateline, gazetteer: Gazetteer) -> tuple[TermId, Evidence] | None:
    """Return the country of a dateline: of its last part that is known, else of the first."""
    parts = [part.strip() for part in dateline.place.replace("/", ",").split(",")]
    for part in (*parts[:0:-1], *parts[:1]):
        place = gazetteer.towns.get(part.casefold())
        if place and place.countries:
            start = max(0, dateline.text.find(part))
            weight = FIELD_WEIGHTS[Field.DATELINE]
            return place.countries[0], Evidence(
                words=part,
                field=Field.DATELINE,
                paragraph=-1,
                start=start,
                rule="dateline",
                weight=weight,
            )
    return None

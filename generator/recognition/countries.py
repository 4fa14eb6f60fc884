"""Which countries an article mentions, which of them it is about, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from operator import attrgetter

from msgspec import Struct

from generator.model import Dateline, Evidence, Field, Recognised, TermId
from generator.recognition.gazetteer import Gazetteer, Place
from generator.recognition.passages import FIELD_WEIGHTS, Passage
from generator.recognition.spelling import without_owner

# An article is about a country that scores this share of the best score, and this much at least.
ABOUT_SHARE = 0.2
ABOUT_LEAST = 3.0
# Where no country has that much, the best one is enough, or a few equals ("Estonia, Latvia and
# Lithuania signed"); more are a list of mentions.
ABOUT_ALONE = 2.0
ABOUT_EQUALS = 4

# So many states or provinces named make a city there likelier than its famous namesake.
LOCAL_STATES = 2

# So many different words of local life ("sheriff's deputies", "school district") tell where an
# article is from; fewer are read as nothing.
LOCAL_SIGNS = 2

# What only hints at a country ("Kremlin", "the Vilnius summit", "Canadian dollars") is no mention
# by itself, and counts less than its name.
_ACTORS = frozenset(("metonym", "leader"))
_HINTS = _ACTORS | {"venue", "currency"}
_SHARES = {**dict.fromkeys((*_HINTS, "sign"), 0.5), "currency": 0.25}

_GEORGIA, _STATES = TermId("GE"), TermId("US")
_NEIGHBOURS_OF_GEORGIA = tuple(map(TermId, ("GE", "RU", "AM", "AZ", "TR")))
_STATE_RULES = frozenset(("state", "abbreviation"))
_LOCAL_RULES = _STATE_RULES | {"local city"}
_TOWNS = frozenset(("capital", "city"))
_PARTS = frozenset(("region", "state"))
_NAMES = frozenset(("name", "disputed"))
_PLACES = frozenset((*_NAMES, "capital", "city", "state", "region"))
_BARE_NAMES = _PLACES | {"demonym"}
_PERSON = Place("person", ())


class _Hit(Struct, frozen=True):
    """A name at its place in a passage."""

    passage: Passage
    start: int
    end: int
    place: Place

    @property
    def words(self) -> str:
        """Return the name as it is written."""
        return self.passage.text[self.start : self.end]


class _Known(Struct, frozen=True):
    """How often an article names each country beyond doubt, and its states or provinces.

    ``local`` are the towns that the article once places elsewhere than their famous namesakes.
    """

    countries: Counter[TermId]
    states: Counter[TermId]
    local: Mapping[str, TermId]


class Countries(Struct, frozen=True):
    """What an article is about, and what it only mentions; the most prominent first."""

    about: tuple[Recognised, ...]
    mentioned: tuple[Recognised, ...]


def find_countries(
    dateline: Dateline | None,
    passages: Iterable[Passage],
    gazetteer: Gazetteer,
    *,
    year: int | None = None,
) -> Countries:
    """Return the countries of an article, scored by where and how often they are named.

    ``year`` is that of the article, which tells the leaders who were in office.
    """
    found = [hit for passage in passages for hit in _hits(passage, gazetteer)]
    surnames = {hit.words for hit in found if hit.place is _PERSON}
    hits = [hit for hit in found if not _is_person(hit, surnames, year)]
    origin = _dateline_evidence(dateline, gazetteer) if dateline else None
    known, hits = _known(hits)
    in_full = _in_full(hits, is_placed=origin is not None)
    evidence: dict[TermId, list[Evidence]] = {}
    if dateline and origin:
        known = _with_dateline(known, dateline, origin[0])
        evidence[origin[0]] = [origin[1]]
    for hit in hits:
        evidence.setdefault(_meant(hit, known), []).append(_evidence(hit, in_full))
    return _ranked(evidence)


def _is_person(hit: _Hit, surnames: set[str], year: int | None) -> bool:
    """Return whether a name is a surname, there or elsewhere, or a leader out of office."""
    if hit.place is _PERSON:
        return True
    if hit.place.rule == "leader":
        return not _in_office(hit.place, year)
    return hit.words in surnames and _word_before(hit.passage.text, hit.start) not in _BEFORE_PLACES


def _in_office(place: Place, year: int | None) -> bool:
    return year is None or any(
        opens <= year and (not closes or year <= closes) for opens, closes in place.terms
    )


def _known(hits: list[_Hit]) -> tuple[_Known, list[_Hit]]:
    """Return what the hits say beyond doubt, and the hits without signs that are too few."""
    signs = {
        (hit.place.countries[0], hit.words.lower()) for hit in hits if hit.place.rule == "sign"
    }
    found = Counter(country for country, _ in signs)
    local = {country for country, number in found.items() if number >= LOCAL_SIGNS}
    kept = [h for h in hits if h.place.rule != "sign" or h.place.countries[0] in local]
    states = Counter(h.place.countries[0] for h in kept if h.place.rule in _LOCAL_RULES)
    states.update(dict.fromkeys(local, LOCAL_STATES))
    known = _Known(
        countries=Counter(h.place.countries[0] for h in kept if _is_certain(h.place)),
        states=states,
        local={h.words: h.place.countries[0] for h in kept if h.place.rule == "local city"},
    )
    return known, kept


def _in_full(hits: list[_Hit], *, is_placed: bool) -> frozenset[Field]:
    """Return in which parts leaders and seats of power count as much as a country's name.

    Everywhere if an article has nothing else; in a headline that has those of two countries.
    """
    if not is_placed and all(hit.place.rule in _HINTS for hit in hits):
        return frozenset(Field)
    headline = (hit.place for hit in hits if hit.passage.field is Field.HEADLINE)
    actors = {place.countries for place in headline if place.rule in _ACTORS}
    return frozenset((Field.HEADLINE,)) if len(actors) > 1 else frozenset()


def _with_dateline(known: _Known, dateline: Dateline, country: TermId) -> _Known:
    """Return what is known with a dateline: its country, and where its town lies."""
    town = dateline.place.partition(",")[0].strip()
    return _Known(
        countries=known.countries + Counter((country,)),
        states=known.states,
        local={**known.local, town: country, town.title(): country},
    )


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
    best = scores[0]
    if best < ABOUT_LEAST:
        equals = scores.count(best)
        return equals if best >= ABOUT_ALONE and equals <= ABOUT_EQUALS else 0
    return sum(score >= max(ABOUT_LEAST, ABOUT_SHARE * best) for score in scores)


def _is_hinted(one: Recognised) -> bool:
    return all(evidence.rule in _HINTS for evidence in one.evidence)


def _evidence(hit: _Hit, in_full: frozenset[Field]) -> Evidence:
    rule = hit.place.rule
    is_whole = rule in _ACTORS and hit.passage.field in in_full
    share = 1.0 if is_whole else _SHARES.get(rule, 1.0)
    return hit.passage.evidence((hit.start, hit.end), rule, share=share)


# --- reading a passage ------------------------------------------------------------------------

_Name = tuple[int, int, Place]


def _hits(passage: Passage, gazetteer: Gazetteer) -> Iterator[_Hit]:
    """Yield the names in a passage that mean a country, and those that are surnames."""
    text = passage.text
    automaton = gazetteer.capitals if passage.in_capitals else gazetteer.places
    names = list(automaton.longest(text))
    afloat = -1  # where the name of a ship starts: "USS Georgia" is not in Georgia
    for name, following in zip_longest(names, names[1:]):
        start, end, place = name
        if place.rule == "ship" and text[end : end + 1] == " ":
            afloat = end + 1
        if not place.countries or start == afloat or _is_nothing(text, name):
            continue
        if place.rule not in _BARE_NAMES:
            yield _Hit(passage, start, end, _settled(text, name, following, gazetteer))
        elif _is_surname(text, start, gazetteer):
            yield _Hit(passage, start, end, _PERSON)
        elif _is_beside(name, following) or not _is_first_name(text, name, gazetteer):
            yield _Hit(passage, start, end, _settled(text, name, following, gazetteer))


def _settled(text: str, name: _Name, following: _Name | None, gazetteer: Gazetteer) -> Place:
    """Return what a name means by what comes after it: ", Texas", ", Lebanon", " dollars"."""
    _, end, place = name
    if place.rule == "demonym":
        is_money = _next_word(text, end).strip(",.;:") in gazetteer.currencies
        return Place("currency", place.countries) if is_money else place
    word = _bare(_next_word(text, end)) if text[end : end + 1] == " " else ""
    if place.rule in _TOWNS and word.lower() in gazetteer.events:
        return Place("venue", place.countries, place.namesakes)
    if place.rule in _NAMES and word in _AMERICAN:
        return Place("local city", (_STATES,))
    if following is None or text[end : following[0]] != ", ":
        return place
    return _moved(place, following[2], is_closed=_is_closed(text, following[1]))


def _moved(place: Place, after: Place, *, is_closed: bool) -> Place:
    """Return what a name means before a comma and another name ("Paris, Texas")."""
    possible = place.countries + place.namesakes
    if after.rule in _STATE_RULES and (
        place.rule in _TOWNS
        or after.rule == "abbreviation"
        or (is_closed and place.rule in _PLACES)
    ):
        return Place("local city", after.countries)
    if after.rule in _NAMES or (after.rule in _PARTS and place.rule in _TOWNS):
        for country in after.countries:
            if country in possible:
                rule = "local city" if country != place.countries[0] else place.rule
                return Place(rule, (country,))
    return place


def _is_closed(text: str, end: int) -> bool:
    """Return whether a comma follows and no further name or "and" ("Peru, Indiana, police")."""
    word = _next_word(text, end + 1)
    return text[end : end + 1] == "," and word.islower() and word not in _JOINING


def _is_nothing(text: str, name: _Name) -> bool:
    """Return whether what stands round a name makes it no name."""
    start, end, place = name
    if place.rule == "abbreviation":
        return text[start - 2 : start] != ", "
    if place.rule in _BEFORE_NAMES:
        return not _leads_on(text, end, place)
    joint = text[end : end + 1]
    if joint in _HYPHENS:  # "Virginia-class"
        return text[end + 1 : end + 10].startswith(_KINDS_OF_THINGS)
    return joint == "$"  # "US$10,000" is money everywhere.


def _is_surname(text: str, start: int, gazetteer: Gazetteer) -> bool:
    """Return whether a first name or a title stands before a name."""
    is_apart = text[start - 1 : start] == " "
    return is_apart and _word_before(text, start) in gazetteer.before_surnames


def _is_beside(name: _Name, following: _Name | None) -> bool:
    """Return whether a country's name is the next word ("Jordan Israel border")."""
    return following is not None and following[0] == name[1] + 1 and following[2].rule in _NAMES


def _is_first_name(text: str, name: _Name, gazetteer: Gazetteer) -> bool:
    """Return whether a surname stands after a name."""
    start, end, place = name
    is_given = text[start:end] in gazetteer.given
    if text[end : end + 1] == " " and _bare(_next_word(text, end)) in gazetteer.surnames:
        return is_given or place.rule in _NAMES
    if not is_given:
        return False
    return _begins_a_name(text, end, _word_before(text, start), gazetteer)


def _leads_on(text: str, end: int, place: Place) -> bool:
    """Return whether the name of a ship follows "HMS", or of a people "Franco-"."""
    joint = text[end : end + 1]
    is_joined = joint == " " if place.rule == "ship" else joint in _HYPHENS
    following = text[end + 1 : end + 2]
    return bool(joint) and is_joined and (following.isupper() or following.isdigit())


def _begins_a_name(text: str, end: int, before: str, gazetteer: Gazetteer) -> bool:
    """Return whether a first name that is also a place ("Jordan") is followed by a surname."""
    word = _next_word(text, end)
    return (
        text[end : end + 1] == " "
        and word[:1].isupper()
        and word[1:2].islower()
        and before not in _BEFORE_PLACES
        and _bare(word) not in gazetteer.institutions
    )


def _word_before(text: str, start: int) -> str:
    return text[max(0, start - 24) : start].rpartition(" ")[0].rpartition(" ")[2]


def _next_word(text: str, end: int) -> str:
    return text[end + 1 : end + 24].partition(" ")[0]


def _bare(word: str) -> str:
    """Return a word without punctuation and the ending of a possessive."""
    return without_owner(word.strip(".,;:'’"))


# "Lebanon County", "Jordan Township"
_AMERICAN = frozenset(("County", "Township"))
_JOINING = frozenset(("and", "or"))
_BEFORE_NAMES = frozenset(("ship", "combining"))
_HYPHENS = ("-", "‑", "–")
# "Virginia-class", "English-speaking"
_KINDS_OF_THINGS = ("class", "speaking", "speaker", "language")
_BEFORE_PLACES = frozenset("in In from From to near of with between and against into".split())


# --- ambiguous names and datelines ------------------------------------------------------------


def _is_certain(place: Place) -> bool:
    return len(place.countries) == 1 and not place.namesakes and place.rule != "sign"


def _meant(hit: _Hit, known: _Known) -> TermId:
    """Return the country that a name means in an article with the given other evidence."""
    place = hit.place
    first, *others = place.countries
    if place.rule in _TOWNS and hit.words in known.local:
        return known.local[hit.words]
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
        towns, name = gazetteer.towns(), part.casefold()
        place = towns.get(name) or towns.get(f"{name}.")  # "CAMBRIDGE, Mass"
        if place and place.countries:
            start = max(0, dateline.text.find(part))
            weight = FIELD_WEIGHTS[Field.DATELINE]
            town = towns.get(parts[0].casefold(), place)
            possible = set(town.countries + town.namesakes).intersection(place.countries)
            country = min(possible or place.countries, key=place.countries.index)
            return country, Evidence(
                words=part,
                field=Field.DATELINE,
                paragraph=-1,
                start=start,
                rule="dateline",
                weight=weight,
            )
    return None

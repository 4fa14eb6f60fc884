"""Which tags an article has, and why: phrases, pairs of words, and what follows from them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from operator import attrgetter, itemgetter

from msgspec import Struct

from generator.model import Evidence, Field, Recognised, TermId
from generator.recognition.automata import Deferred
from generator.recognition.gazetteer import Gazetteer
from generator.recognition.passages import Passage
from generator.recognition.phrases import CONTEXT, MASKED, Subject
from generator.recognition.tables import Derived

MOST_TAGS = 8
WEAK = 0.5

# A subject that headline and lead do not name is one if this many paragraphs are on it, and this
# share of the text below the lead; what is named once, or often in one list, is not.
PARAGRAPHS = 2
PARAGRAPHS_SHARE = 0.25
# Two words belong together within a sentence, and this many characters.
APART = 90

_PROMINENT = frozenset((-1, 0))

_HEADLINE_RULE = "headline phrase"
_WEAK_RULE = "weak phrase"

Span = tuple[int, int, Subject]
"""Where a phrase stands in a passage, and what it suggests."""


class _Found(Struct):
    """The evidence for one tag while the text is being read.

    ``paragraphs`` are those with a strong hit (-1 the headline), ``firm`` of these the ones whose
    words are of defence news by themselves: no words of the headline only, and no pair.
    """

    evidence: list[Evidence]
    paragraphs: set[int]
    firm: set[int]
    end: tuple[int, int] = (-2, 0)


def find_tags(
    passages: Iterable[Passage], gazetteer: Gazetteer, about: tuple[Recognised, ...] = ()
) -> tuple[Recognised, ...]:
    """Return at most eight tags, the most prominent first.

    A loose tag needs another that is not, or words of defence.  ``about`` are the countries that
    the article is about: some tags follow from them and other tags.
    """
    read = [(passage, _spans(passage, gazetteer)) for passage in passages]
    if not any(_is_firm(subject, gazetteer) for _, spans in read for _, _, subject in spans):
        return ()
    found: dict[TermId, _Found] = {}
    for passage, spans in read:
        _gather(found, passage, _with_pairs(passage.text, spans))
    least = max(PARAGRAPHS, PARAGRAPHS_SHARE * sum(one.field is Field.BODY for one, _ in read))
    firm = {
        term
        for term, one in found.items()
        if _is_enough(one.firm, PARAGRAPHS if term == CONTEXT else least)
    }
    if firm <= gazetteer.loose:
        return ()
    given = {
        term: _recognised(term, one)
        for term, one in found.items()
        if term != CONTEXT and _is_enough(one.paragraphs, least) and _is_borne_out(one)
    }
    given |= _derived(given, gazetteer.derived, about)
    kept = [one for one in given.values() if not _gives_way(one, given, gazetteer.yields)]
    kept.sort(key=lambda one: gazetteer.tag_order[one.term])
    return tuple(sorted(kept, key=attrgetter("score"), reverse=True)[:MOST_TAGS])


def _is_firm(subject: Subject, gazetteer: Gazetteer) -> bool:
    """Return whether a phrase is a sign of defence news; most articles have none."""
    is_word = subject.strong and subject.firm and not subject.half
    return is_word and subject.term not in gazetteer.loose


def _is_enough(paragraphs: set[int], least: float) -> bool:
    """Return whether headline or lead, or so many paragraphs, are on a subject."""
    return bool(paragraphs & _PROMINENT) or len(paragraphs) >= least


def _is_borne_out(one: _Found) -> bool:
    """Return whether more than a word of the headline is on a subject."""
    rules = {evidence.rule for evidence in one.evidence} - {_HEADLINE_RULE, _WEAK_RULE}
    return bool(rules) or len({evidence.paragraph for evidence in one.evidence}) > 1


def _recognised(term: TermId, one: _Found) -> Recognised:
    return Recognised(term, sum(e.weight for e in one.evidence), tuple(one.evidence))


def _gives_way(
    one: Recognised,
    given: Mapping[TermId, Recognised],
    yields: Mapping[TermId, tuple[TermId, ...]],
) -> bool:
    others = (given[term] for term in yields.get(one.term, ()) if term in given)
    return any(other.score >= one.score for other in others)


def _derived(
    given: Mapping[TermId, Recognised],
    rules: Mapping[TermId, Derived],
    about: tuple[Recognised, ...],
) -> dict[TermId, Recognised]:
    """Return the tags that follow from others, in the order of their rules, with the countries."""
    known = dict(given)
    for term, rule in rules.items():
        countries = [one for one in about if not rule.countries or one.term in rule.countries]
        beside = [known[other] for other in rule.beside if other in known]
        is_meant = beside and len(countries) >= rule.least and not known.keys() & {*rule.unless}
        if is_meant and term not in known:
            evidence = [_because(one.evidence[0], beside[0].term) for one in countries]
            score = max(one.score for one in beside) * WEAK
            known[term] = Recognised(term, score, tuple(evidence))
    return known


def _because(evidence: Evidence, beside: TermId) -> Evidence:
    return Evidence(
        words=evidence.words,
        field=evidence.field,
        paragraph=evidence.paragraph,
        start=evidence.start,
        rule=f"country beside {beside}",
        weight=0.0,
    )


# --- phrases in a passage ---------------------------------------------------------------------


def _spans(passage: Passage, gazetteer: Gazetteer) -> list[Span]:
    """Return what stands in a passage, without what a mask hides."""
    exact = gazetteer.tags_in_capitals if passage.in_capitals else gazetteer.tags
    text = passage.text
    spans = [*_found(exact, text), *_found(gazetteer.folded_tags, _lowered(text))]
    masks = sorted((start, end) for start, end, subject in spans if subject.term == MASKED)
    return list(filter(_outside(masks), spans)) if masks else spans


def _found(automaton: Deferred[Subject], text: str) -> Iterator[Span]:
    for start, end, subjects in automaton.find(text):
        for subject in subjects:
            yield start, end, subject


def _outside(masks: list[tuple[int, int]]) -> Callable[[Span], bool]:
    """Return what tells whether a span lies in none of the masks, which are sorted."""
    starts = [start for start, _ in masks]
    # Of all masks that start before a place, how far the farthest reaches.
    reach = list(accumulate((end for _, end in masks), max))

    def is_outside(span: Span) -> bool:
        before = bisect_right(starts, span[0])
        return not before or reach[before - 1] < span[1]

    return is_outside


def _with_pairs(text: str, spans: list[Span]) -> list[Span]:
    """Return phrases and pairs by place."""
    whole = [one for one in spans if not one[2].half]
    return sorted((*whole, *_pairs(text, spans)), key=_place)


def _pairs(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the first place of each pair of which both sides stand in one sentence."""
    sides: dict[tuple[TermId, int], tuple[list[Span], list[Span]]] = {}
    for span in spans:
        if half := span[2].half:
            number, side = half
            sides.setdefault((span[2].term, number), ([], []))[side].append(span)
    for (term, _), (first, second) in sides.items():
        second.sort(key=itemgetter(0))
        starts = [one[0] for one in second]
        longest = max((end - start for start, end, _ in second), default=0)
        for one in first:
            # Only those near enough are looked at: a long text has thousands of either side.
            near = bisect_left(starts, one[0] - APART - longest)
            far = bisect_right(starts, one[1] + APART)
            if other := next((x for x in second[near:far] if _is_pair(text, one, x)), None):
                yield min(one[0], other[0]), max(one[1], other[1]), Subject(term, firm=False)


def _is_pair(text: str, one: Span, other: Span) -> bool:
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return 0 < len(between) <= APART and ". " not in between


def _place(span: Span) -> tuple[int, int]:
    return span[0], -span[1]


def _lowered(text: str) -> str:
    """Return a text in lower case whose offsets are those of the text."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _gather(found: dict[TermId, _Found], passage: Passage, spans: Iterable[Span]) -> None:
    """Add what one passage says; of overlapping phrases for a tag the longest counts."""
    for start, end, subject in spans:
        one = found.get(subject.term)
        if one is None:
            one = found[subject.term] = _Found([], set(), set())
        if (passage.paragraph, start) < one.end:
            continue
        one.end = (passage.paragraph, end)
        rule = _rule(subject, passage.field)
        if rule != _WEAK_RULE:
            one.paragraphs.add(passage.paragraph)
            if subject.firm:
                one.firm.add(passage.paragraph)
        share = WEAK if rule == _WEAK_RULE else 1.0
        one.evidence.append(passage.evidence((start, end), rule, share=share))


def _rule(subject: Subject, field: Field) -> str:
    if subject.strong:
        return "phrase" if subject.firm else "pair"
    return _HEADLINE_RULE if subject.headline and field is Field.HEADLINE else _WEAK_RULE

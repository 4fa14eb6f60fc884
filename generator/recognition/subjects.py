"""Which tags an article has, and why."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from msgspec import Struct

from generator.model import Evidence, Field, Recognised, TermId
from generator.recognition.gazetteer import CONTEXT, Gazetteer, Subject
from generator.recognition.passages import Passage

MOST_TAGS = 8
WEAK = 0.5

# A strong phrase makes a tag if it stands in the headline or lead, or this often anywhere.
STRONG_HITS = 2


class _Found(Struct):
    """The evidence for one term while the text is being read."""

    evidence: list[Evidence]
    strong: int = 0
    prominent: bool = False
    end: tuple[int, int] = (-2, 0)


def find_tags(passages: Iterable[Passage], gazetteer: Gazetteer) -> tuple[Recognised, ...]:
    """Return at most eight tags; a loose tag needs another that is not, or words of defence."""
    found: dict[TermId, _Found] = {}
    for passage in passages:
        exact = gazetteer.tags_in_capitals if passage.in_capitals else gazetteer.tags
        hits = exact.find(passage.text) + gazetteer.folded_tags.find(_lowered(passage.text))
        _gather(found, passage, hits)
    given = {term: one for term, one in found.items() if _is_given(one)}
    if given.keys() <= gazetteer.loose:
        return ()
    given.pop(CONTEXT, None)
    ranked = _ranked(given, gazetteer.tag_order)
    return ranked[:MOST_TAGS]


def _is_given(one: _Found) -> bool:
    return one.prominent or one.strong >= STRONG_HITS


def _ranked(found: Mapping[TermId, _Found], order: Mapping[TermId, int]) -> tuple[Recognised, ...]:
    scored = [
        Recognised(term, sum(e.weight for e in one.evidence), tuple(one.evidence))
        for term, one in sorted(found.items(), key=lambda pair: order[pair[0]])
    ]
    return tuple(sorted(scored, key=attrgetter("score"), reverse=True))


_Hit = tuple[int, int, tuple[Subject, ...]]


def _lowered(text: str) -> str:
    """Return a text in lower case whose offsets are those of the text."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _gather(found: dict[TermId, _Found], passage: Passage, hits: list[_Hit]) -> None:
    """Add the hits in one passage; of overlapping phrases for a term the longest counts."""
    for start, end, subjects in sorted(hits, key=_place):
        for subject in subjects:
            one = found.get(subject.term)
            if one is None:
                one = found[subject.term] = _Found([])
            if (passage.paragraph, start) < one.end:
                continue
            one.end = (passage.paragraph, end)
            one.strong += subject.strong
            one.prominent |= subject.strong and passage.field is not Field.BODY
            one.evidence.append(_evidence(passage, start, end, subject))


def _place(hit: _Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def _evidence(passage: Passage, start: int, end: int, subject: Subject) -> Evidence:
    return Evidence(
        words=passage.text[start:end],
        field=passage.field,
        paragraph=passage.paragraph,
        start=start,
        rule="phrase" if subject.strong else "weak phrase",
        weight=passage.weight * (1.0 if subject.strong else WEAK),
    )

"""Which organisations an article is about, and why."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from msgspec import Struct

from generator.model import Evidence, Recognised, TermId
from generator.recognition.gazetteer import Gazetteer, Subject
from generator.recognition.passages import Passage

MOST_ORGANISATIONS = 8
WEAK = 0.5

# An organisation is named in the headline or lead, or this often.
ORGANISATION_LEAST = 2.0


class _Found(Struct):
    """The evidence for one organisation while the text is being read."""

    evidence: list[Evidence]
    end: tuple[int, int] = (-2, 0)


def find_organisations(passages: Iterable[Passage], gazetteer: Gazetteer) -> tuple[Recognised, ...]:
    """Return at most eight organisations that an article is about."""
    found: dict[TermId, _Found] = {}
    names, capitals = gazetteer.organisations, gazetteer.organisations_in_capitals
    for passage in passages:
        hits = capitals.find(passage.text) if passage.in_capitals else names.find(passage.text)
        _gather(found, passage, [hit for hit in hits if not _is_person(passage, hit, gazetteer)])
    ranked = _ranked(found, {term: number for number, term in enumerate(found)})
    return tuple(one for one in ranked if one.score >= ORGANISATION_LEAST)[:MOST_ORGANISATIONS]


def _ranked(found: Mapping[TermId, _Found], order: Mapping[TermId, int]) -> tuple[Recognised, ...]:
    scored = [
        Recognised(term, sum(e.weight for e in one.evidence), tuple(one.evidence))
        for term, one in sorted(found.items(), key=lambda pair: order[pair[0]])
    ]
    return tuple(sorted(scored, key=attrgetter("score"), reverse=True))


_Hit = tuple[int, int, tuple[Subject, ...]]


def _is_person(passage: Passage, hit: _Hit, gazetteer: Gazetteer) -> bool:
    """Return whether a name that is also a first name ("Leonardo") has a surname beside it."""
    start, end, _ = hit
    text = passage.text
    if text[start:end] not in gazetteer.given:
        return False
    before = text[max(0, start - 24) : start].rpartition(" ")[0].rpartition(" ")[2]
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
    return after.isupper() or before in gazetteer.before_surnames


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

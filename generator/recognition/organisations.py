"""Which organisations of the table an article is about, and why."""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from msgspec import Struct

from generator.model import Evidence, Recognised, TermId
from generator.recognition.gazetteer import Gazetteer
from generator.recognition.passages import Passage
from generator.recognition.phrases import NOTHING

MOST = 8
LEAST = 2.0
"""An organisation is named in the headline or lead, or twice elsewhere."""

_MODEL = re.compile(r"[- ](?:[A-Z][A-Za-z]{0,3}-?)?\d")
"""What makes a maker's name that of a product: "Boeing 737", "Sukhoi Su-30"."""


class _Found(Struct):
    """The evidence for one organisation while the text is being read."""

    evidence: list[Evidence]
    is_sure: bool = False


def find_organisations(passages: Iterable[Passage], gazetteer: Gazetteer) -> tuple[Recognised, ...]:
    """Return at most eight organisations that an article is about.

    A name that is contained in a longer one, of another organisation or a mask, is not read.  An
    abbreviation that others share counts only beside another name of the same organisation.
    """
    found: dict[TermId, _Found] = {}
    for passage in passages:
        for term, evidence in _evidence(passage, gazetteer):
            one = found.setdefault(term, _Found([]))
            one.evidence.append(evidence)
            one.is_sure |= evidence.rule == "name"
    scored = [
        Recognised(term, sum(e.weight for e in one.evidence), tuple(one.evidence))
        for term, one in found.items()
        if one.is_sure
    ]
    ranked = sorted(scored, key=attrgetter("score"), reverse=True)
    return tuple(one for one in ranked if one.score >= LEAST)[:MOST]


def _evidence(passage: Passage, gazetteer: Gazetteer) -> Iterator[tuple[TermId, Evidence]]:
    text = passage.text
    in_capitals = passage.in_capitals
    names = gazetteer.organisations_in_capitals if in_capitals else gazetteer.organisations
    for start, end, subject in names.longest(text):
        if (
            subject == NOTHING
            or _is_product(text, end)
            or _is_person(text, (start, end), gazetteer)
        ):
            continue
        rule = "name" if subject.strong else "abbreviation"
        yield subject.term, passage.evidence((start, end), rule)


def _is_product(text: str, end: int) -> bool:
    return bool(_MODEL.match(text, end))


def _is_person(text: str, place: tuple[int, int], gazetteer: Gazetteer) -> bool:
    """Return whether a name that is also a first name ("Leonardo") has a surname beside it."""
    start, end = place
    if text[start:end] not in gazetteer.given:
        return False
    before = text[max(0, start - 24) : start].rpartition(" ")[0].rpartition(" ")[2]
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
    return after.isupper() or before in gazetteer.before_surnames

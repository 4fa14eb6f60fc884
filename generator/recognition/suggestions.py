"""Names in a text that look like those of organisations and are in no table.

Only the form of a name is known here, so it is shown to an editor and never published.  Better
none than a wrong one: headlines, whose words may all have capitals, are left out, and so are
names with "and", which may as well be two.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from generator.model import Evidence, Field, Recognised, TermId
from generator.recognition.gazetteer import Gazetteer
from generator.recognition.passages import Passage

MOST = 8

_LAST = frozenset(
    "Academy Administration Aeronautics Aerospace Agency Association Authority Avionics Bureau"
    " Center Centre Command Commission Committee Consortium Corporation Corps Council Department"
    " Directorate Dynamics Foundation GmbH Inc Industries Inspectorate Institute Institution"
    " Laboratories Laboratory Ltd Ministry Organisation Organization Shipyard Shipyards Systems"
    " Technologies".split()
)
"""Words that a name of an organisation ends in."""

_FIRST = frozenset(
    "Academy Agency Association Authority Bureau Center Centre Commission Committee Council"
    " Department Directorate Foundation Inspectorate Institute Laboratory Ministry Office"
    " Organisation Organization".split()
)
"""Words that a name of an organisation may go on after, with "of" or "for"."""

_LINKS = ("of", "for")
_GENERIC = frozenset(
    "Armed Central Chief Chiefs Civil Defence Defense Federal Finance Foreign General High Home"
    " Interior Joint Justice Main Military National Naval Navy Army Air Force Forces Regional"
    " Security Special Staff State Supreme".split()
)
"""Words that with one of the above name an office of any country, and no one organisation."""

_OPENING = frozenset(
    "A After All An Any As At Before Both But By Each Every For From Her His How If In Its Like"
    " Many My No Of On One Only Or Our Since Some That The Their Then There These This Those Two"
    " Under Until Were What When Where Which While Who With Without Your".split()
)
"""Words that have a capital only because a sentence starts with them."""

_WORD = re.compile(r"[^\W\d_][\w&’'-]*")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_AND_BEFORE = re.compile(r"([\w&’'-]+),? and $")
_AND_AFTER = re.compile(r",? and (\w)")


def suggest_organisations(
    passages: Iterable[Passage], gazetteer: Gazetteer
) -> tuple[Recognised, ...]:
    """Return at most eight names of organisations that the gazetteer does not have.

    The term of each is its name as it stands in the text.
    """
    found: dict[str, list[Evidence]] = {}
    for passage in passages:
        if passage.field is not Field.HEADLINE and not passage.in_capitals:
            for start, end, rule in _names(passage.text, gazetteer):
                one = passage.evidence((start, end), rule)
                found.setdefault(one.words, []).append(one)
    scored = [
        Recognised(TermId(name), sum(one.weight for one in evidence), tuple(evidence))
        for name, evidence in found.items()
    ]
    return tuple(sorted(scored, key=attrgetter("score"), reverse=True))[:MOST]


def _names(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """Yield where names stand that no table has, and by which word they are told."""
    known = [(start, end) for start, end, _ in gazetteer.organisations.longest(text)]
    for run in _runs(text):
        named = _named([one[0] for one in run])
        if not named or _is_joined(text, run[0].start()):
            continue
        first, last, told = named
        word, end = run[told], run[last].end()
        is_known = any(start < word.end() and word.start() < stop for start, stop in known)
        # What follows "of" has no end of its own: "Ministry of Science and Technology".
        is_open = last > told and (after := _AND_AFTER.match(text, end)) and after[1].isupper()
        if not is_known and not is_open:
            yield run[first].start(), end, f'organisation by "{word[0]}"'


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield runs of words with capitals, single spaces and links between them."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        is_name, is_link = word[0][0].isupper(), word[0] in _LINKS
        if run and not ((is_name or is_link) and _follows(text, run[-1], word)):
            yield run
            run = []
        if (is_link and run) or (is_name and (run or word[0] not in _OPENING)):
            run.append(word)
    if run:
        yield run


def _follows(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    is_near = text[before.end() : word.start()] == " "
    return is_near and not before[0].endswith(_POSSESSIVE)


def _is_joined(text: str, start: int) -> bool:
    """Return whether a name may have begun before an "and"."""
    before = _AND_BEFORE.search(text, max(0, start - 60), start)
    return bool(before and before[1][0].isupper() and before[1] not in _LAST)


def _named(words: list[str]) -> tuple[int, int, int] | None:
    """Return the first and last word of a name in a run, and the word that it is told by."""
    links = [at for at, word in enumerate(words) if word in _LINKS] + [len(words)]
    for at, following in pairwise(links):
        if words[at - 1] in _FIRST and following > at + 1:
            others = {*words[: at - 1], *words[at + 1 : following]}
            return None if others <= _GENERIC else (0, following - 1, at - 1)
    for before, following in pairwise([-1, *links]):
        told = max((at for at in range(before + 1, following) if words[at] in _LAST), default=0)
        if not set(words[before + 1 : told]) <= _GENERIC:
            return before + 1, told, told
    return None

"""Near duplicates: which of the articles that are there already has nearly the text of a seed.

Sketches tell which articles are worth comparing, and those alone are compared, exactly.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Sheet
from generator.escape import unescape_paragraph
from generator.frontmatter import read
from generator.model import Seed
from generator.resemblance import RESEMBLES, likeness_in, likenesses, named, undecided
from generator.seeds.compose import Composed
from generator.seeds.shingles import LEAST_SHARE, Shingles, least_shared, share, shingles_of
from generator.seeds.signatures import (
    article_at,
    save_signatures,
    sharing,
    signatures_of,
    text_of,
)

NAMED = 3
"""How many earlier articles an article names at the most."""

_TITLE = 100
_KEPT = 512
"""Articles that are kept in memory while a run compares with them."""


class Newcomer(Struct, frozen=True):
    """A seed that becomes an article; ``place`` is that of the article below content/.

    ``body`` is its Markdown; ``named`` are the articles that it says it is like or unlike.
    """

    title: str
    body: str
    sketch: str
    place: str
    id: str
    named: frozenset[str] = frozenset()


class _Known(Struct, frozen=True):
    """An article that is there: its headline, its runs of words, the articles that it names."""

    title: str
    shingles: Shingles
    named: frozenset[str] = frozenset()


def text_of_seed(seed: Seed) -> str:
    """Return what of a seed is compared: its paragraphs, since wires change headlines first."""
    return "\n".join(seed.paragraphs)


class Earlier:
    """The articles that are there already, those of earlier seeds of the same run included."""

    def __init__(
        self,
        content: Path,
        articles: Collection[str],
        sketches: Collection[str],
        *,
        most: int = NAMED,
    ) -> None:
        """Take the places of all articles, and the sketches that will be asked for, if any.

        ``most`` is how many earlier articles a newcomer names.
        """
        self._most = most
        self._content = content
        self._rows = dict(signatures_of(content, articles)) if sketches else {}
        self._stored = sharing(self._rows, sketches)
        self._arrived: dict[str, Newcomer] = {}
        self._arrived_by_mark: defaultdict[str, list[str]] = defaultdict(list)
        self._known = lru_cache(_KEPT)(self._read)

    def asking(self, composed: Composed, one: Newcomer, before: str) -> Composed:
        """Return an article with the question whether it is the same as an earlier one, if so.

        ``before`` is what was composed for it the last time.  A question that stood there is put
        in the same words, so that no merge takes it for a change.
        """
        asked = likenesses(read(one.place, before).value.fields) if before else {}
        rows = self.resembled(one, asked)
        return replace(composed, fields={**composed.fields, RESEMBLES: rows}) if rows else composed

    def resembled(self, one: Newcomer, asked: Mapping[str, str]) -> Mapping[str, str]:
        """Return the articles that a newcomer resembles, nearest first, and how much.

        ``asked`` are rows that its article had before; they are not put in other words.  An
        article that names the newcomer itself is left out: that question was asked there.
        """
        places = self._worth_comparing(one)
        if not places:
            return {}
        own = shingles_of(unescape_paragraph(one.body))
        found = []
        for place in places:
            known = self._known(place)
            shared = share(own, known.shingles)
            if shared >= LEAST_SHARE and not known.named & {one.place, one.id}:
                how = f"{int(shared * 100)}% the same: {known.title[:_TITLE]}"
                found.append((-shared, place, asked.get(place, how)))
        return {place: how for _, place, how in sorted(found)[: self._most]}

    def enter(self, one: Newcomer) -> None:
        """Let later seeds be compared with this one."""
        if one.place in self._rows:
            self._known.cache_clear()
        self._rows[one.place] = one.sketch
        self._arrived[one.place] = one
        for mark in one.sketch.split():
            self._arrived_by_mark[mark].append(one.place)

    def save(self) -> None:
        """Write the sketches of all articles."""
        save_signatures(self._content, self._rows)

    def _worth_comparing(self, one: Newcomer) -> Iterable[str]:
        stored = self._stored.get(one.sketch, Counter())
        counts = Counter({place: n for place, n in stored.items() if place not in self._arrived})
        for mark in one.sketch.split():
            counts.update(self._arrived_by_mark[mark])
        least = least_shared(one.sketch)
        return [place for place, n in counts.items() if n >= least and place != one.place]

    def _read(self, place: str) -> _Known:
        if arrived := self._arrived.get(place):
            text = unescape_paragraph(arrived.body)
            return _Known(arrived.title, shingles_of(text), arrived.named)
        fields = read(place, article_at(self._content, place)).value.fields
        shingles = shingles_of(text_of(self._content, place))
        return _Known(str(fields.get("title", "")), shingles, named(fields))


def questions(path: str, text: str, there: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return the question that an article leaves open: a ``near-duplicate``, or nothing.

    ``there`` are the ``whereabouts`` of all articles.
    """
    if f"\n{RESEMBLES}:" not in text:
        return ()
    sheet = Sheet(path, text)
    return undecided(likeness_in(sheet, read(path, text).value), there)

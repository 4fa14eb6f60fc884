"""The phrases of tags and organisations: rows of the tables, with what an editor says of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.model import TermId
from generator.recognition.spelling import Withdrawn
from generator.recognition.tables import Phrases

# The terms of words of defence news that make no tag of their own, and of phrases in which the
# words of a tag mean nothing.
CONTEXT = TermId("")
MASKED = TermId("-")


class Subject(Struct, frozen=True):
    """What a phrase suggests: a term, strongly or weakly, or strongly in a headline only.

    Words that are not ``firm`` are no sign of defence news by themselves.  ``half`` is the number
    of a pair and the side of it that the phrase is; it means nothing without the other side.
    """

    term: TermId
    strong: bool = True
    headline: bool = False
    firm: bool = True
    half: tuple[int, int] | None = None


NOTHING = Subject(TermId(""))
"""What a phrase stands for that hides the name of an organisation in it."""


def merged(
    rows: Iterable[Phrases],
    added: Iterable[Phrases],
    withdrawn: Withdrawn,
    *,
    alone: bool = False,
) -> Iterator[Phrases]:
    """Yield the rows without what is withdrawn, and with what the editor adds.

    With ``alone`` a phrase of the editor's is his term's and no other's.
    """
    listed = tuple(added)
    own = {phrase: row.id for row in listed for _, phrase in _suggestions(row) if alone}
    rows_by_id = {row.id: _without(row, withdrawn, own) for row in rows}
    for row in listed:
        known = rows_by_id.get(row.id, Phrases(row.id))
        rows_by_id[row.id] = replace(
            known,
            strong=known.strong + row.strong,
            headline=known.headline + row.headline,
            weak=known.weak + row.weak,
            together=known.together + row.together,
            loose=known.loose if row.loose is None else row.loose,
        )
    yield from rows_by_id.values()


def _without(row: Phrases, withdrawn: Withdrawn, own: Mapping[str, TermId]) -> Phrases:
    """Return a row without the phrases that an editor withdraws or gives to another."""
    if not own and not withdrawn.phrases:
        return row

    def kept(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            one
            for one in phrases
            if own.get(one, row.id) == row.id and not withdrawn.holds(*_forms(one))
        )

    return replace(
        row,
        strong=kept(row.strong),
        headline=kept(row.headline),
        weak=kept(row.weak),
        together=tuple(filter(None, (_pair(one, kept) for one in row.together))),
    )


def _pair(pair: str, kept: Callable[[Iterable[str]], tuple[str, ...]]) -> str:
    """Return a pair with the words that are kept, or nothing where a side has none."""
    sides = ["|".join(kept(map(str.strip, side.split("|")))) for side in pair.split("+")]
    return " + ".join(sides) if all(sides) else ""


def subjects_of(rows: Iterable[Phrases], *, folded: bool | None) -> dict[str, tuple[Subject, ...]]:
    """Return the subjects of each phrase: without capitals, with them, or (None) of both kinds."""
    subjects: dict[str, tuple[Subject, ...]] = {}
    for row in rows:
        for subject, phrase in _suggestions(row):
            if folded is None or (phrase == phrase.lower()) is folded:
                for form in _forms(phrase):
                    subjects[form] = (*subjects.get(form, ()), subject)
    return subjects


def _suggestions(row: Phrases) -> Iterator[tuple[Subject, str]]:
    """Yield each phrase of a row with what it suggests."""
    for subject, phrases in (
        (Subject(row.id), row.strong),
        (Subject(row.id, strong=False, headline=True, firm=False), row.headline),
        (Subject(row.id, strong=False), row.weak),
    ):
        for phrase in phrases:
            yield subject, phrase
    for number, pair in enumerate(row.together):
        for side, words in enumerate(pair.split("+")):
            half = Subject(row.id, half=(number, side))
            for phrase in words.split("|"):
                yield half, phrase.strip()


def _forms(phrase: str) -> tuple[str, ...]:
    """Return a phrase and, for designations ("F-16", "UAV"), its plural."""
    last = phrase[-1:]
    return (phrase, phrase + "s") if last.isdigit() or last.isupper() else (phrase,)

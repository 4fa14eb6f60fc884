"""The parts of a seed that are read apart: headline, lead and paragraphs."""

from collections.abc import Iterator

from msgspec import Struct

from generator.model import Evidence, Field, Seed
from generator.recognition.spelling import read_plainly

FIELD_WEIGHTS = {Field.HEADLINE: 3.0, Field.DATELINE: 5.0, Field.LEAD: 2.0, Field.BODY: 1.0}


class Passage(Struct, frozen=True):
    """A part of an article; ``paragraph`` is -1 for the headline.

    ``text`` is searched, ``written`` what stands there: both have the same offsets.
    """

    field: Field
    paragraph: int
    text: str
    written: str

    @property
    def in_capitals(self) -> bool:
        """Return whether all letters are capitals, as in the headlines of wire services."""
        return self.text.isupper()

    @property
    def weight(self) -> float:
        """Return how much one hit in this passage counts."""
        return FIELD_WEIGHTS[self.field]

    def evidence(self, place: tuple[int, int], rule: str, *, share: float = 1.0) -> Evidence:
        """Return the words at a place as evidence, which counts that share of what it may."""
        start, end = place
        return Evidence(
            words=self.written[start:end],
            field=self.field,
            paragraph=self.paragraph,
            start=start,
            rule=rule,
            weight=self.weight * share,
        )


def passages(seed: Seed) -> Iterator[Passage]:
    """Yield what an article says, in order; the dateline is read by its own rule."""
    if seed.title:
        yield _passage(Field.HEADLINE, -1, seed.title)
    for number, text in enumerate(seed.paragraphs):
        yield _passage(Field.BODY if number else Field.LEAD, number, text)


def _passage(field: Field, paragraph: int, text: str) -> Passage:
    return Passage(field, paragraph, read_plainly(text), text)

"""Recognition as a whole: it never fails, always repeats itself, and proves what it says."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Evidence, Field, Recognition, Seed
from generator.recognition import recognise
from generator.recognition.tags import MOST_TAGS
from tests.recognition.seeds import ids, seed, shipped

# Words that rules look for, so that random texts touch all of them.
WORDS = (
    "Georgia Atlanta Ga. , Tripoli Lebanon Pa. Paris Texas Jordan Michael Mr. US U.S. dollars "
    "Canadian Korea North İstanbul ﬁ ß Côte d’Ivoire South China Sea F-16s NATO drones air base "
    "Leonardo Kremlin - — Ǆ ŉ PLAN CAR LONDON 𝔘𝔖 \u0130 army earnings Guinea-Bissau"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=14).map("".join),
)


def all_evidence(found: Recognition) -> Iterator[Evidence]:
    for kind in (found.countries, found.mentions, found.tags, found.organisations):
        for one in kind:
            yield from one.evidence


def text_of(item: Seed, evidence: Evidence) -> str:
    if evidence.field is Field.HEADLINE:
        return item.title
    if evidence.field is Field.DATELINE:
        assert item.dateline is not None
        return item.dateline.text
    return item.paragraphs[evidence.paragraph]


@given(headline=TEXTS, paragraphs=st.lists(TEXTS, max_size=4), place=TEXTS)
def test_evidence_stands_where_it_says(headline: str, paragraphs: list[str], place: str) -> None:
    """Whatever the text, each piece of evidence is found again at its place."""
    item = seed(headline, *paragraphs, place=place)

    for evidence in all_evidence(recognise(item, shipped())):
        text = text_of(item, evidence)
        assert text[evidence.start : evidence.start + len(evidence.words)] == evidence.words
        assert evidence.words
        assert evidence.weight > 0


@given(headline=TEXTS, paragraphs=st.lists(TEXTS, max_size=4))
def test_shape_of_a_recognition(headline: str, paragraphs: list[str]) -> None:
    """No term stands twice, no country is both, scores fall and are sums of the evidence."""
    found = recognise(seed(headline, *paragraphs), shipped())

    for kind in (found.countries + found.mentions, found.tags, found.organisations):
        assert len(set(ids(kind))) == len(kind)
        assert all(one.score == sum(e.weight for e in one.evidence) for one in kind)
        assert [one.score for one in kind] == sorted((one.score for one in kind), reverse=True)
    assert len(found.tags) <= MOST_TAGS


@given(headline=TEXTS, paragraphs=st.lists(TEXTS, max_size=3))
def test_recognition_repeats_itself(headline: str, paragraphs: list[str]) -> None:
    """The same seed gives the same terms with the same evidence."""
    item = seed(headline, *paragraphs)

    assert recognise(item, shipped()) == recognise(item, shipped())


def test_evidence_is_in_the_order_of_the_text() -> None:
    """The evidence for a term stands in the order in which a reader meets it."""
    item = seed("Oman and Oman", "Oman, Muscat.", "Omani", place="MUSCAT, Oman")

    (oman,) = recognise(item, shipped()).countries

    places = [
        (one.paragraph, one.start) for one in oman.evidence if one.field is not Field.DATELINE
    ]
    assert places == sorted(places)


def test_empty_seed() -> None:
    """A seed without text has no terms."""
    assert recognise(seed(""), shipped()) == Recognition()


@pytest.mark.parametrize("apostrophe", "'’ʼ‘′`´＇")
def test_apostrophes(apostrophe: str) -> None:
    """A name is read before and with every apostrophe, and evidence is what stands there."""
    item = seed(f"Ukraine{apostrophe}s army thanks Côte d{apostrophe}Ivoire")

    found = recognise(item, shipped()).countries

    assert ids(found) == ["UA", "CI"]
    assert found[1].evidence[0].words == f"Côte d{apostrophe}Ivoire"


def test_people_with_apostrophes() -> None:
    """The apostrophe of Ukrainian is one between the parts of a name."""
    item = seed("Talks", "Gen. Ivan Semeniʼuk spoke. Semeniʼuk left. So did Semeniʼukʼs men.")

    (found,) = recognise(item, shipped()).people

    assert (found.name, len(found.evidence)) == ("Ivan Semeni’uk", 3)

"""The labelled articles: whole and known always, and recognised as well as was reached."""

from functools import cache

import pytest

from benchmarks.tags import (
    BESIDE,
    LABELS,
    READINGS,
    ceiling,
    listed,
    mean_f1,
    reading,
    recognised,
    share_tagged,
    unseen,
)
from tests.recognition.seeds import shipped

CORPORA = "dvids", "reuters", "newswire"


@cache
def found(corpus: str) -> dict[str, frozenset[str]]:
    """Return the tags of all articles of a corpus."""
    return recognised(BESIDE, corpus)


@cache
def found_in_labelled() -> dict[str, frozenset[str]]:
    """Return the tags of the articles that are labelled, among others."""
    return found("dvids") | found("reuters")


needs_corpora = pytest.mark.skipif(
    not all((BESIDE / corpus / "seeds.jsonl.gz").is_file() for corpus in CORPORA),
    reason="the corpora are not beside the project",
)


@pytest.mark.parametrize("name", READINGS)
def test_labels(name: str) -> None:
    """Both readings have every article of the list once, in its order, with known tags only."""
    labels = reading(name)
    lines = (LABELS / f"{name}.jsonl").read_text("utf-8").splitlines()

    assert tuple(labels) == listed()
    assert len(lines) == len(listed()) == 115
    for tags in labels.values():
        assert set(tags) <= shipped().tag_order.keys() - {"", "-"}
        assert len(set(tags)) == len(tags) <= 8


def test_readings_differ() -> None:
    """The two readings are two: they agree well, and not in everything."""
    assert 0.8 < ceiling(listed()) < 1


def test_unseen() -> None:
    """A third of the labelled articles is kept unseen."""
    assert len(unseen()) == 38
    assert unseen() < set(listed())


@pytest.mark.corpora
@needs_corpora
def test_share_of_the_ceiling() -> None:
    """Tags reach four fifths of what readers agree on, in the articles kept unseen too."""
    for names in (listed(), tuple(sorted(unseen()))):
        assert mean_f1(found_in_labelled(), names) >= 0.80 * ceiling(names)


@pytest.mark.corpora
@needs_corpora
@pytest.mark.parametrize(
    ("corpus", "key", "value", "least", "most"),
    [
        ("dvids", "defence", True, 0.92, 1),
        ("newswire", "defence", True, 0.80, 1),
        ("newswire", "defence", False, 0, 0.12),
        ("reuters", "kind", "company", 0, 0.12),
    ],
)
def test_share_with_a_tag(
    corpus: str, key: str, value: object, *, least: float, most: float
) -> None:
    """News of defence has a tag, and other news has none."""
    share, _ = share_tagged(BESIDE, corpus, found(corpus), **{key: value})

    assert least <= share <= most

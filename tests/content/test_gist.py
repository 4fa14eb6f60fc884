"""The gist of an article: which words tell, how much, and of which languages."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.code import PACKAGE
from generator.content.gist import (
    LONGEST,
    RAREST,
    common_words,
    gist_of,
    paragraphs_of,
    stem,
    words_of,
)
from generator.model import Body, Gist

TEXTS = st.lists(st.text(max_size=60), max_size=4)


def weights(gist: Gist) -> dict[str, int]:
    return dict(zip(gist.words.split(), gist.weights, strict=True))


@given(st.text(max_size=60), TEXTS, st.booleans())
def test_shape(title: str, paragraphs: list[str], english: bool) -> None:  # noqa: FBT001
    """Every word of a gist has a weight above nothing, and the most telling word comes first."""
    gist = gist_of(title, paragraphs, english=english)

    assert len(gist.words.split()) == len(gist.weights) <= LONGEST
    assert list(gist.weights) == sorted(gist.weights, reverse=True)
    assert all(gist.weights)


def test_names_tell_most() -> None:
    """A rare name tells more than a common word, and a word that everything has tells nothing."""
    found = weights(gist_of("", ["The minister saw Zvornik and the river."]))

    assert found["zvornik"] > found["minister"] > 0
    assert "the" not in found


def test_headline() -> None:
    """A word of the headline tells more than the same word late in the text."""
    above = weights(gist_of("Zvornik waits", ["One.", "Two.", "Three."]))
    below = weights(gist_of("Somebody waits", ["One.", "Two.", "Zvornik."]))

    assert above["zvornik"] > below["zvornik"]


def test_subjects_tell_little() -> None:
    """What articles are filed under tells less than a word that nothing is filed under."""
    table = common_words()

    for name in ("countries", "organisations", "tags"):
        rows = tomllib.loads((PACKAGE / "data" / f"{name}.toml").read_text("utf-8"))
        for words in names_in(rows):
            for word in words_of(words):
                key = stem(word.lower())
                assert key[0].isdigit() or table.get(key, RAREST) <= 4, words


def names_in(table: dict[str, object]) -> list[str]:
    """Return the names of a table of terms, however deep they stand."""
    found: list[str] = []
    for key, value in table.items():
        rows = value if isinstance(value, list) else [value]
        found += [row for row in rows if isinstance(row, str) and key in ("name", "aliases")]
        for row in rows:
            found += names_in(row) if isinstance(row, dict) else []
    return found


def test_years_apart() -> None:
    """Years are kept apart and tell nothing as words, other figures do."""
    gist = gist_of("Order of 2025", ["It takes 1,750 shells until 2027, and not 1950s ones."])

    assert gist.years == (2025, 2027)
    assert "1,750" in weights(gist)
    assert not {"2025", "2027"} & set(weights(gist))


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("frigates", "frigate"),
        ("batteries", "battery"),
        ("ministry's", "ministry"),
        ("ministry’s", "ministry"),
        ("doesn't", "doe"),
        ("class", "class"),
        ("crises", "cris"),
        ("status", "status"),
        ("uss", "uss"),
    ],
)
def test_stem(word: str, stemmed: str) -> None:
    """Plurals, possessives and contractions fall together with what they are made of."""
    assert stem(word) == stemmed


def test_other_languages() -> None:
    """Of other languages only names within a sentence and figures are taken."""
    gist = gist_of("", ["Der Minister hat 5000 Soldaten nach Rukla geschickt. Danach ging er."])

    foreign = gist_of(
        "", ["Gestern hat er 5000 Soldaten nach Rukla geschickt. Danach ging er."], english=False
    )

    assert set(weights(foreign)) == {"5000", "soldaten", "rukla"}
    assert "geschickt" in weights(gist)


def test_paragraphs() -> None:
    """The text of a body is read block by block, without its markup and whatever its links are."""
    body = Body(('<p>A <a href="', '">frigate</a> &amp; co.</p>\n<ul>\n<li>One</li></ul>'), ("x",))

    assert paragraphs_of(body) == ("A frigate & co.", "One")


def test_table() -> None:
    """The table of common words weighs less than a word that it does not have, in every line."""
    assert {*common_words().values()} == set(range(RAREST))
    assert Path(PACKAGE / "data" / "common_words.txt").stat().st_size < 250_000

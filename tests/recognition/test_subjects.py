"""Organisations: when a name is enough, and when it is not."""

import pytest

from generator.recognition import recognise
from tests.recognition.seeds import ids, seed, shipped


def organisations(headline: str, *paragraphs: str) -> list[str]:
    return ids(recognise(seed(headline, *paragraphs), shipped()).organisations)


def test_organisation_named_once_in_the_body() -> None:
    """An organisation that is named once in passing is not what the article is about."""
    assert organisations("Meeting ends", "It rained.", "NATO was named.") == []
    assert organisations("Meeting ends", "It rained.", "NATO was named, and NATO again.") == [
        "nato"
    ]


def test_several_names_of_one_organisation() -> None:
    """Names that overlap count once, and other names of the same body count too."""
    (found,) = recognise(
        seed("US Navy orders boats", "The U.S. Navy paid."), shipped()
    ).organisations

    assert (found.term, found.score) == ("us-navy", 5)


@pytest.mark.parametrize(
    "headline", ["Leonardo Rossi joins the band", "Mr. Leonardo joins the band"]
)
def test_persons_are_no_organisations(headline: str) -> None:
    """A company's name beside a surname or title is a person's."""
    assert organisations(headline) == []
    assert organisations("Leonardo wins an order") == ["leonardo"]

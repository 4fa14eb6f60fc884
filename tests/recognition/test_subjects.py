"""Tags and organisations: when a phrase is enough, and when it is not."""

import pytest

from generator.recognition import recognise
from generator.recognition.subjects import MOST_TAGS
from tests.recognition.seeds import ids, seed, shipped


def tags(headline: str, *paragraphs: str) -> list[str]:
    return ids(recognise(seed(headline, *paragraphs), shipped()).tags)


def organisations(headline: str, *paragraphs: str) -> list[str]:
    return ids(recognise(seed(headline, *paragraphs), shipped()).organisations)


def test_once_in_the_headline() -> None:
    """One strong phrase in the headline gives a tag."""
    assert tags("Minehunters meet in the bay") == ["mine-warfare"]


def test_once_in_the_lead() -> None:
    """One strong phrase in the lead gives a tag."""
    assert tags("Ships meet", "Six minehunters came.") == ["mine-warfare"]


def test_once_in_the_body() -> None:
    """One strong phrase further down gives no tag, two do."""
    once = ("Ships meet", "They came early.", "Some were minehunters.")

    assert tags(*once) == []
    assert tags(*once, "The minehunters left.") == ["mine-warfare"]


def test_weak_phrases() -> None:
    """Weak phrases give no tag however often they stand, but add to a strong one."""
    assert tags("Squadron", "The squadron and a squadron.") == []

    found = recognise(seed("Rafale", "The squadron left."), shipped()).tags
    assert [(one.term, one.score) for one in found] == [("fighter-aircraft", 4)]


def test_loose_tags() -> None:
    """A phrase of other news gives its tag only in an article on defence."""
    assert tags("Quarterly results of a bakery", "Its earnings rose.") == []
    assert tags("Quarterly results of a tank maker", "The army ordered more.") == [
        "mergers-earnings"
    ]


def test_capitals() -> None:
    """Phrases with capitals are read as written, and in headlines that are all capitals."""
    assert tags("A lynx and a gripen of bags", "A tomahawk hung there.") == []
    assert tags("GRIPEN LANDS") == ["fighter-aircraft"]


def test_overlapping_phrases_of_one_tag() -> None:
    """Phrases of one tag that overlap are one piece of evidence, the longest."""
    (tag,) = recognise(seed("Silkworm missiles shown"), shipped()).tags

    assert [evidence.words for evidence in tag.evidence] == ["Silkworm missiles"]


def test_overlapping_phrases_of_two_tags() -> None:
    """A phrase inside another tag's phrase is evidence for its own tag."""
    assert tags("Kamikaze drones shown") == ["drones", "loitering-munitions"]


def test_at_most_eight_tags() -> None:
    """An article has the eight tags that score best."""
    many = (
        "Gripen, B-52, A400M, KC-46, UAVs, howitzers, submarines, frigates, torpedoes, "
        "minehunters, hypersonic ballistic missiles and cruise missiles at the air base"
    )

    assert len(tags(many)) == MOST_TAGS


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

"""Tags: when a phrase is enough, when it is not, and what follows from other tags."""

import pytest

from generator.model import TermId
from generator.recognition import Additions, Phrases, build_gazetteer, load_tables, recognise
from generator.recognition.tags import MOST_TAGS
from tests.recognition.seeds import ids, seed, shipped


def tags(headline: str, *paragraphs: str) -> list[str]:
    return ids(recognise(seed(headline, *paragraphs), shipped()).tags)


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


def test_often_in_one_paragraph() -> None:
    """A list in one paragraph is about none of the things it names."""
    assert tags("Ships meet", "They came early.", "Minehunters, minesweepers, sea mines.") == []


def test_seldom_in_a_long_text() -> None:
    """Two paragraphs of a long article are no subject of it."""
    named = ("Some were minehunters.", "The minehunters left.")

    assert tags("Ships meet", "They came early.", *named, *["It rained."] * 4) == ["mine-warfare"]
    assert tags("Ships meet", "They came early.", *named, *["It rained."] * 9) == []


def test_weak_phrases() -> None:
    """Weak phrases give no tag however often they stand, but add to a strong one."""
    assert tags("Squadron", "The squadron and a squadron.") == []

    found = recognise(seed("Rafale", "The squadron left."), shipped()).tags
    assert [(one.term, one.score) for one in found] == [("fighter-aircraft", 4)]


def test_headline_phrases() -> None:
    """A word of headlines gives its tag there, if the text of an army says it again."""
    assert tags("Women in a new role", "The army promoted three women.") == ["women-diversity"]
    assert tags("A new role", "The army promoted three women.") == []
    assert tags("Women in a new role", "The army was pleased.") == []
    assert tags("Women in a new role", "The bank promoted three women.") == []


def test_pairs() -> None:
    """Two words of one sentence give a tag that neither gives alone, in either order."""
    assert tags("War goes on", "Warplanes of the enemy bombed a bridge.") == ["missile-attacks"]
    assert tags("War goes on", "A bridge was bombed by the enemy's warplanes.") == [
        "missile-attacks"
    ]
    assert tags("War goes on", "Warplanes were seen. A bridge fell.") == []
    assert tags("War goes on", "They saw warplanes. The hit of the year was sung.") == []


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


@pytest.mark.parametrize("name", ["F-16", "F-16s", "F-16C", "F-16CM"])
def test_variants(name: str) -> None:
    """The plural and the variants of a designation are read without being listed."""
    expected = [] if name == "F-16CM" else ["fighter-aircraft"]

    assert tags(f"Four {name} land") == expected


@pytest.mark.parametrize(
    ("headline", "lead"),
    [
        ("Trade war looms", "The army of clerks fears a trade war."),
        ("Storage tanks leak", "The navy emptied two fuel tanks."),
        ("Think tank meets", "The army heard a think tank."),
        ("White House votes", "The army saw the White House report."),
    ],
)
def test_masks(headline: str, lead: str) -> None:
    """Words inside a phrase that means something else suggest nothing."""
    assert tags(headline, lead) == []


def test_overlapping_phrases_of_one_tag() -> None:
    """Phrases of one tag that overlap are one piece of evidence, the longest."""
    (tag,) = recognise(seed("Silkworm missiles shown"), shipped()).tags

    assert [evidence.words for evidence in tag.evidence] == ["Silkworm missiles"]


def test_overlapping_phrases_of_two_tags() -> None:
    """A phrase inside another tag's phrase is evidence for its own tag."""
    assert tags("Hypersonic cruise missile shown") == ["cruise-missiles", "hypersonic-weapons"]


def test_narrower_tags() -> None:
    """A wider tag stands beside a narrower one only if it has more words of its own."""
    assert tags("Kamikaze drones shown") == ["loitering-munitions"]
    assert tags("Kamikaze drones shown", "Other drones, such as UAVs, came.") == [
        "drones", "loitering-munitions",
    ]  # fmt: skip


def test_derived_from_countries() -> None:
    """A war tag in an article on two states is a war between states, and of their region."""
    fight = "Heavy fighting between Iran and Iraq"

    assert tags(fight, "Iranian troops met Iraqi troops.") == [
        "ground-combat", "interstate-war", "middle-east",
    ]  # fmt: skip
    assert tags("Heavy fighting near Basra", "Iraqi rebels ambushed Iraqi soldiers.") == [
        "ground-combat", "insurgency", "middle-east",
    ]  # fmt: skip


def test_evidence_of_derived_tags() -> None:
    """A tag that follows from others names the countries and the tag that it follows from."""
    found = recognise(seed("Heavy fighting in Iraq", "It went on."), shipped()).tags

    (region,) = [one for one in found if one.term == "middle-east"]
    assert [(one.words, one.rule) for one in region.evidence] == [
        ("Iraq", "country beside ground-combat")
    ]


def test_at_most_eight_tags() -> None:
    """An article has the eight tags that score best."""
    many = (
        "Gripen, B-52, A400M, KC-46, UAVs, howitzers, submarines, frigates, torpedoes, "
        "minehunters, hypersonic ballistic missiles and cruise missiles at the air base"
    )

    assert len(tags(many)) == MOST_TAGS


def test_order() -> None:
    """The most prominent tag comes first."""
    assert tags("Howitzers arrive", "With the howitzers came minehunters.") == [
        "artillery", "mine-warfare",
    ]  # fmt: skip


def test_looseness_is_kept_or_changed() -> None:
    """An editor's addition leaves a tag as loose as it was, unless it says otherwise."""
    results = seed("Quarterly results of a bakery", "Its earnings rose.")
    term = TermId("mergers-earnings")

    for loose, expected in ((None, []), (True, []), (False, [term])):
        added = Additions(tags=(Phrases(term, strong=("dividend",), loose=loose),))
        found = recognise(results, build_gazetteer(load_tables(), added))
        assert ids(found.tags) == expected


@pytest.mark.parametrize(
    "headline",
    [
        "HGV drivers to strike",
        "SSN numbers leaked",
        "Flood in Liaoning kills ten",
        "Veteran diplomat named to post",
        "Classic Corvette sells for a million",
        "Frigate bird seen at the coast",
        "Avangard Omsk win the cup",
        "Javelin champion retires",
        "Silkworms thrive in the south",
        "Truce in the teachers' dispute",
        "Teachers resume peace talks",
        "Junta elects a president for the club",
        "Taliban open a road",
    ],
)
def test_ordinary_meanings(headline: str) -> None:
    """Words that mean something else in other news are no defence news by themselves."""
    assert tags(headline, "It was said on Monday.") == []


@pytest.mark.parametrize(
    ("headline", "tag"),
    [
        ("Carrier Liaoning sails with frigates", "aircraft-carriers"),
        ("Silkworm missile hits tanker", "anti-ship-missiles"),
        ("Truce holds as troops leave", "ceasefire-peace"),
        ("Military junta names general", "coups"),
        ("Taliban fighters ambush convoy", "insurgency"),
        ("War veterans march in Paris", "veterans"),
    ],
)
def test_meanings_in_defence_news(headline: str, tag: str) -> None:
    """The same words tell the subject beside a word of defence news."""
    assert tag in tags(headline, "The army said so on Monday. Soldiers came.")

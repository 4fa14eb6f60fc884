"""The gazetteer: word boundaries, longest matches, and what an editor adds."""

import pytest

from generator.model import TermId
from generator.recognition import Additions, Phrases, build_gazetteer, load_tables, recognise
from tests.recognition.seeds import ids, seed, shipped

OWN = Additions(
    countries=(Phrases(TermId("LT"), strong=("Lietuva",)), Phrases(TermId("XS"), ("Sealand",))),
    tags=(
        Phrases(TermId("drones"), strong=("flying lawnmower",)),
        Phrases(TermId("dogs"), strong=("war dog",), weak=("kennel",)),
    ),
    organisations=(Phrases(TermId("choir"), strong=("Alexandrov Choir",)),),
    masks=("Denmark Street",),
    withdrawn=("Holland", "bayonet charge"),
)


def test_additions_to_known_terms() -> None:
    """A name or phrase under a known id is evidence for that term."""
    gazetteer = build_gazetteer(load_tables(), OWN)

    found = recognise(seed("Lietuva buys a flying lawnmower"), gazetteer)

    assert (ids(found.countries), ids(found.tags)) == (["LT"], ["drones"])


def test_new_terms() -> None:
    """An unknown id makes a new country, tag or organisation."""
    gazetteer = build_gazetteer(load_tables(), OWN)

    found = recognise(seed("Sealand sends a war dog to the Alexandrov Choir"), gazetteer)

    assert ids(found.countries) == ["XS"]
    assert ids(found.tags) == ["dogs"]
    assert ids(found.organisations) == ["choir"]


def test_masks_hide_names() -> None:
    """A name inside an editor's mask means no country."""
    gazetteer = build_gazetteer(load_tables(), OWN)

    assert ids(recognise(seed("Shop in Denmark Street"), gazetteer).countries) == []
    assert ids(recognise(seed("Shop in Denmark"), gazetteer).countries) == ["DK"]


def test_withdrawn_names() -> None:
    """A withdrawn phrase is read as nothing."""
    gazetteer = build_gazetteer(load_tables(), OWN)

    assert ids(recognise(seed("Holland in winter"), gazetteer).countries) == []
    assert ids(recognise(seed("Holland in winter"), shipped()).countries) == ["NL"]


def test_withdrawn_everywhere() -> None:
    """A withdrawn name is read neither in a dateline nor in a line of capitals."""
    gazetteer = build_gazetteer(load_tables(), Additions(withdrawn=("Riga",)))
    capitals, dateline = seed("RIGA CALLS"), seed("Council meets", "It sat.", place="RIGA")

    for item in (capitals, dateline):
        assert ids(recognise(item, shipped()).countries) == ["LV"]
        assert ids(recognise(item, gazetteer).countries) == []


def test_longest_match_within_a_word() -> None:
    """Where the longest name ends within a word, the shorter name before it is read."""
    mask = Additions(masks=("Cuba Lib",))
    gazetteer = build_gazetteer(load_tables(), mask)

    found = recognise(seed("Cuba Libya Malta"), gazetteer)

    assert ids(found.countries) == ["CU", "LY", "MT"]


def test_longest_match_that_starts_nothing_shorter() -> None:
    """Where the longest match fails and nothing shorter begins it, later words are still read."""
    mask = Additions(masks=("fresh Malta bee",))
    gazetteer = build_gazetteer(load_tables(), mask)

    assert ids(recognise(seed("fresh Malta beer"), gazetteer).countries) == ["MT"]


def test_plural_of_designations() -> None:
    """The plural of a designation is read without being listed."""
    found = recognise(seed("Four F-16s and two MQ-9s land"), shipped())

    assert ids(found.tags) == ["fighter-aircraft", "drones"]


def test_editor_before_tables() -> None:
    """A phrase that an editor gives to an organisation or country is that one's alone."""
    own = Additions(
        countries=(Phrases(TermId("XR"), strong=("Ruritania", "Persia")),),
        tags=(Phrases(TermId("bows"), strong=("frigates",)),),
        organisations=(Phrases(TermId("rafael-choir"), strong=("Rafael", "Airbus Defence")),),
    )
    gazetteer = build_gazetteer(load_tables(), own)

    found = recognise(seed("Rafael and Airbus Defence sing to frigates in Persia"), gazetteer)

    assert ids(found.organisations) == ["rafael-choir"]
    assert ids(found.countries) == ["XR"]
    assert "bows" in ids(found.tags)


@pytest.mark.parametrize("never", ["People’s Liberation Army", "People's Liberation Army"])
def test_withdrawn_in_any_type(never: str) -> None:
    """A phrase is withdrawn however its apostrophes and hyphens are typed."""
    item = seed("People’s Liberation Army marches")

    assert ids(recognise(item, shipped()).organisations) == ["pla"]
    gazetteer = build_gazetteer(load_tables(), Additions(withdrawn=(never,)))
    assert ids(recognise(item, gazetteer).organisations) == []


@pytest.mark.parametrize("never", ["F-16", "F-16s", "F‑16"])
def test_withdrawn_plural(never: str) -> None:
    """A designation is withdrawn with its plural, whichever of them an editor writes."""
    gazetteer = build_gazetteer(load_tables(), Additions(withdrawn=(never,)))

    assert ids(recognise(seed("Four F-16s and an F-16 land"), gazetteer).tags) == []


def test_withdrawn_in_any_case() -> None:
    """A phrase that is read in any case is withdrawn in any; a name is not."""
    gazetteer = build_gazetteer(load_tables(), Additions(withdrawn=("Frigates", "oman")))

    found = recognise(seed("Frigates reach Oman"), gazetteer)

    assert ("surface-combatants" in ids(found.tags), ids(found.countries)) == (False, ["OM"])


def test_withdrawn_for_others() -> None:
    """What an editor withdraws still means what he lists it for himself."""
    own = Additions(
        countries=(Phrases(TermId("XR"), strong=("Holland",)),),
        organisations=(Phrases(TermId("rafael-choir"), strong=("Rafael",)),),
        withdrawn=("Holland", "Rafael"),
    )

    found = recognise(seed("Rafael sings in Holland"), build_gazetteer(load_tables(), own))

    assert (ids(found.countries), ids(found.organisations)) == (["XR"], ["rafael-choir"])


def test_withdrawn_side() -> None:
    """A withdrawn word is no side of a pair either."""
    item = seed("Warplanes take off", "The warplanes bombed a bridge, the army said.")
    gazetteer = build_gazetteer(load_tables(), Additions(withdrawn=("bombed",)))

    rules = [
        {one.rule for tag in recognise(item, names).tags for one in tag.evidence}
        for names in (shipped(), gazetteer)
    ]

    assert ["pair" in one for one in rules] == [True, False]


def test_masks_as_a_sentence_begins() -> None:
    """A mask in small letters hides the name that begins a sentence, too."""
    gazetteer = build_gazetteer(load_tables(), Additions(masks=("jordan almonds",)))

    found = recognise(seed("Sweets", "Jordan almonds were eaten. Jordan almonds!"), gazetteer)

    assert ids(found.countries + found.mentions) == []

"""Names in other languages: the passages, the tables, and the forms made of them."""

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from benchmarks.languages import Passage, is_right, passages, seed_of, shipped, shown
from generator.model import Field, TermId
from generator.recognition import (
    LANGUAGES,
    Additions,
    Gazetteer,
    Phrases,
    load_names,
    load_tables,
    localised,
    recognise,
)
from generator.recognition.gazetteer import disputed_countries
from generator.recognition.tables import DATA
from generator.recognition.tongues import forms_of
from tests.recognition import seeds

EACH = sorted(LANGUAGES)
SHARE = 0.95
# Countries that defence news is about: their adjectives must be known in every language.
WATCHED = frozenset(
    (
        "AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LT LV MD ME MK NL NO "
        "PL PT RO RS RU SE SI SK TR UA XK AM AZ US CA MX CN TW JP KR KP IL PS LB SY JO IQ IR SA QA "
        "KW OM YE EG LY DZ MA IN PK AF ML NE TD MR SD SN NG SO ET ZA AU NZ VN PH ID KZ UZ BR AR"
    ).split()
)
# Disputed places that every language must name.
WATCHED_PLACES = frozenset(
    (
        "abkhazia chagos crimea donbas falklands gibraltar golan hong-kong jerusalem kashmir "
        "kosovo kurils nagorno-karabakh northern-cyprus palestine paracels senkakus somaliland "
        "south-ossetia spratlys taiwan transnistria western-sahara"
    ).split()
)
# Their codes under rule 1 of disputed.toml; the CLDR has names for them.
OF_DISPUTED = frozenset(("TW", "XK", "PS", "EH", "FK", "GI", "HK"))
# Lithuanian and Turkish name a few peoples only by their countries.
WITHOUT_ADJECTIVE = {("lt", "IN"), ("lt", "BH")}


def french(**added: tuple[str, ...]) -> Gazetteer:
    """Return the French gazetteer with additions."""
    additions = Additions(
        countries=(Phrases(TermId("LT"), strong=added.get("countries", ())),),
        masks=added.get("masks", ()),
        withdrawn=added.get("withdrawn", ()),
    )
    return localised(seeds.shipped(), load_names("fr"), tables=load_tables(), added=additions)


@pytest.mark.parametrize("language", EACH)
def test_passages(language: str) -> None:
    """At least 95 of 100 passages of a language are right, and all are known to be in it."""
    found = {one: shipped()(seed_of("a", one.text)) for one in passages(language)}

    wrong = [f"{one.promise}: {shown(it)}" for one, it in found.items() if not is_right(one, it)]

    assert len(wrong) <= (1 - SHARE) * len(found), wrong
    assert {it.language for it in found.values()} == {language}


def every_passage() -> Iterator[Passage]:
    for language in EACH:
        yield from passages(language)


def test_there_are_enough_passages() -> None:
    """Each language has at least twelve passages, and no text stands twice."""
    texts = [one.text for one in every_passage()]

    assert all(len(passages(language)) >= 12 for language in EACH)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", EACH)
def test_a_wrong_answer_is_told(language: str) -> None:
    """A passage that is read in another way than it should be counts as wrong."""
    one = passages(language)[0]
    other = Passage(one.promise, one.text, (*one.about, "FJ"), one.mentions)
    found = shipped()(seed_of("a", one.text))

    assert is_right(one, found)
    assert not is_right(other, found)


@pytest.mark.parametrize("language", EACH)
def test_watched_countries(language: str) -> None:
    """Every country of defence news has a name, and an adjective or people, in every language."""
    names = load_names(language)
    meant = disputed_countries(load_tables(), Additions())
    described = {code for row in names.rows if row.demonyms for code in row.countries}
    described |= {code for one in names.disputed if one.demonyms for code in meant[one.place]}
    named = {code for row in names.rows if row.names for code in row.countries}
    named |= {code for one in names.disputed for code in meant[one.place]}

    assert named >= WATCHED
    assert {(language, code) for code in WATCHED - described} <= WITHOUT_ADJECTIVE


@pytest.mark.parametrize("language", EACH)
def test_codes_and_classes_are_known(language: str) -> None:
    """The tables name only countries that there are, and endings that they list."""
    names = load_names(language)
    codes = {country.id for country in load_tables().countries}
    entries = [
        entry
        for row in names.rows
        for entry in (*row.names, *row.demonyms, *row.towns)
        if set(row.countries) <= codes
    ] + [entry for one in names.disputed for entry in (*one.names, *one.demonyms)]
    others = [pair for kind in names.others.values() for pair in kind]

    assert {code for row in names.rows for code in row.countries} <= codes
    leaders = {name for leader in load_tables().leaders for name in leader.names}
    assert {code for code, _ in others} <= codes | {"-"} | leaders
    assert {name for name, _ in names.others.get("leader", ())} <= leaders
    for entry in (*entries, *(phrase for _, phrase in others)):
        assert all(form.strip() == form != "" for form in forms_of(entry, names, is_noun=True))


@pytest.mark.parametrize("language", EACH)
def test_disputed_places_are_named(language: str) -> None:
    """Every language names the disputed places that are much in the news, and only known ones."""
    named = {one.place for one in load_names(language).disputed}

    assert WATCHED_PLACES <= named <= {place.id for place in load_tables().disputed}


@pytest.mark.parametrize("language", EACH)
def test_nothing_bypasses_the_disputed(language: str) -> None:
    """No other row names a disputed place: what the editor says decides over all its names."""
    tables, names = load_tables(), load_names(language)
    fictitious = TermId("AQ")
    added = Additions(disputed={place.id: (fictitious,) for place in tables.disputed})
    gazetteer = localised(seeds.shipped(), names, tables=tables, added=added)
    listed = [form.replace("/", "") for one in names.disputed for form in one.names]
    listed += [
        name for row in names.rows if set(row.countries) <= OF_DISPUTED for name in row.names
    ]

    found = {name: {hit[2].countries for hit in gazetteer.places.longest(name)} for name in listed}

    assert {name: read for name, read in found.items() if read != {(fictitious,)}} == {}


def test_no_name_means_two_countries() -> None:
    """Within a language no form of a name stands for two countries, but those that share it."""
    for language in EACH:
        names = load_names(language)
        blocked = {phrase for _, phrase in names.others["block"]}
        seen: dict[str, tuple[TermId, ...]] = {}
        for row in names.rows:
            for name in set(row.names) - blocked:
                known = seen.setdefault(name.replace("/", ""), row.countries)
                assert set(known) & set(row.countries), (language, name)


def test_stem_and_class() -> None:
    """A stem takes each ending of its class, and each word of a phrase its own."""
    names = load_names("pl")

    assert {"Polska", "Polski", "Polsce"} <= set(forms_of("Polska", names, is_noun=True))
    assert {"litewski", "litewskiej", "litewsko"} <= set(
        forms_of("litews/ki", names, is_noun=False)
    )
    assert "Korei Południowej" in forms_of("Korea Południowa", names, is_noun=True)
    assert forms_of("USA", names, is_noun=True) == ("USA",)


@pytest.mark.parametrize(
    ("language", "place", "country"),
    [
        ("de", "KYJIW", "UA"),
        ("de", "WARSCHAU", "PL"),
        ("pl", "WILNO", "LT"),
        ("fr", "LE CAIRE", "EG"),
        ("es", "NUEVA YORK", "US"),
        ("uk", "КИЇВ", "UA"),
        ("tr", "İSTANBUL", "TR"),
        ("tr", "KIBRIS", "CY"),
        ("lt", "Ryga", "LV"),
    ],
)
def test_datelines(language: str, place: str, country: str) -> None:
    """The towns of datelines are read as the language writes them."""
    tables = load_tables()
    towns = localised(
        seeds.shipped(), load_names(language), tables=tables, added=Additions()
    ).towns()

    assert towns[place.casefold()].countries[0] == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Vertrag\nLanguage: de\n\nWARSCHAU, 4. Mai (dpa) - Der Vertrag wurde geschlossen.", "PL"),
        ("Accord\nLanguage: fr\n\nVILNIUS, 4 mai (AFP) - Le ministre a signé.", "LT"),
        ("Acuerdo\nLanguage: es\n\nVarsovia, 4 may (EFE).- El ministro firmó.", "PL"),
        ("Umowa\nLanguage: pl\n\nWILNO, 4 maja (PAP) - Minister podpisał.", "LT"),
        ("Угода\nLanguage: uk\n\nВАРШАВА, 4 травня (Укрінформ) — Міністр підписав.", "PL"),
        ("Сделка\nLanguage: ru\n\nВИЛЬНЮС, 4 мая. /ТАСС/. Министр подписал.", "LT"),
        ("Anlaşma\nLanguage: tr\n\nVARŞOVA, 4 Mayıs (AA) - Bakan imzaladı.", "PL"),
        ("Sutartis\nLanguage: lt\n\nVARŠUVA, gegužės 4 d. (BNS) – Ministras pasirašė.", "PL"),
    ],
)
def test_a_parsed_dateline_is_evidence(text: str, country: str) -> None:
    """A dateline in another language weighs as much as in English."""
    (found,) = shipped()(seed_of("a", f"{text}\n")).countries

    assert (found.term, found.evidence[0].field) == (country, Field.DATELINE)


def test_declared_language_wins() -> None:
    """A declared language decides which names are read, whatever the text looks like."""
    declared = shipped()(seed_of("a", "Islandia\nLanguage: pl\n\nIslandia.\n"))

    assert [one.term for one in declared.countries] == ["IS"]
    assert declared.language == ""


def test_additions_of_the_editor() -> None:
    """What the editor adds, masks and withdraws holds in every language."""
    gazetteer = french(countries=("Ambrie",), masks=("rue de Pologne",), withdrawn=("Kaunas",))
    text = "Ambrie, rue de Pologne, Kaunas, Vilnius"

    found = [(text[start:end], place.rule) for start, end, place in gazetteer.places.longest(text)]

    assert found == [("Ambrie", "name"), ("rue de Pologne", "mask"), ("Vilnius", "capital")]


def test_size() -> None:
    """All tables together take less than a megabyte."""
    assert sum(path.stat().st_size for path in DATA.rglob("*.t[so]*")) < 1_000_000


def test_forms_of_an_editor() -> None:
    """What an editor adds or withdraws is added or withdrawn in all its forms."""
    added = Additions(
        countries=(Phrases(TermId("XW"), strong=("Wandalandia",)),), withdrawn=("Litwa",)
    )
    polish = localised(seeds.shipped(), load_names("pl"), tables=load_tables(), added=added)

    found = recognise(seeds.seed("Wizyta", "Minister był na Litwie i w Wandalandii."), polish)

    assert seeds.ids(found.countries + found.mentions) == ["XW"]


def test_leaders_by_year() -> None:
    """A leader hints at a country in the years of office, as in English."""
    item = seeds.seed("Трамп и Макрон", "Трамп встретился с Макроном.")
    russian = localised(seeds.shipped(), load_names("ru"), tables=load_tables(), added=Additions())

    for year, countries in ((2022, {"FR"}), (2018, {"US", "FR"})):
        dated = replace(item, published=date(year, 5, 1))
        found = recognise(dated, russian)
        assert set(seeds.ids(found.countries)) == countries

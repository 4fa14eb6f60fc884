"""Datelines: cut where the shape leaves no doubt, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Dateline
from generator.seeds.dateline import cut_dateline

REST = "The ministry said it would buy ten radars."


@pytest.mark.parametrize(
    ("text", "place", "agency", "when"),
    [
        ("VILNIUS, Lithuania, May 4 (Agency) —", "VILNIUS, Lithuania", "Agency", (5, 4, 0)),
        ("NEW YORK, March 26 -", "NEW YORK", "", (3, 26, 0)),
        ("BROCKTON, Mass, April 13-", "BROCKTON, Mass", "", (4, 13, 0)),
        ("Ottawa, March 13 -", "Ottawa", "", (3, 13, 0)),
        ("WASHINGTON (AP) —", "WASHINGTON", "AP", (0, 0, 0)),
        ("KYIV —", "KYIV", "", (0, 0, 0)),
        ("KYIV—", "KYIV", "", (0, 0, 0)),
        ("LONDON, Oct. 19 /PRNewswire/ --", "LONDON", "PRNewswire", (10, 19, 0)),
        ("PHILIPPINE SEA (June 21, 2020) –", "PHILIPPINE SEA", "", (6, 21, 2020)),
        ("KYIV, 4 May 2026 (Interfax) –", "KYIV", "Interfax", (5, 4, 2026)),
        ("TOKYO, Monday, Sept. 7, 2026 - -", "TOKYO", "", (9, 7, 2026)),
        ("Kyiv (Reuters) -", "Kyiv", "Reuters", (0, 0, 0)),
        ("ROME, March 13, Reuter -", "ROME", "Reuter", (3, 13, 0)),
        ("JOHANNESBURG March 13 -", "JOHANNESBURG", "", (3, 13, 0)),
        ("RIGA, Latvia - May 4 -", "RIGA, Latvia", "", (5, 4, 0)),
        ("CAIRO - 26 July 2026:", "CAIRO", "", (7, 26, 2026)),
        ("NEW DELHI:", "NEW DELHI", "", (0, 0, 0)),
        ("KUWAIT CITY, July 25:", "KUWAIT CITY", "", (7, 25, 0)),
        ("NEW DELHI, Jan 3 (PTI)", "NEW DELHI", "PTI", (1, 3, 0)),
        ("(Reuters) -", "", "Reuters", (0, 0, 0)),
        ("JOINT BASE PEARL HARBOR-HICKAM, Hawaii --", "JOINT BASE PEARL HARBOR-HICKAM, Hawaii", "",
         (0, 0, 0)),
        ("ABOARD USS NIMITZ (CVN 68), AT SEA -", "ABOARD USS NIMITZ (CVN 68), AT SEA", "",
         (0, 0, 0)),
        ("CHARLESTON, W.Va. (AP) --", "CHARLESTON, W.Va.", "AP", (0, 0, 0)),
        ("****LONDON, March 5 -", "LONDON", "", (3, 5, 0)),
        ("WARSAW, Feb 31 -", "WARSAW", "", (0, 0, 0)),
        ("MOSCOW, May 4 - RIA Novosti.", "MOSCOW", "RIA Novosti", (5, 4, 0)),
        ("Moscow. May 4. INTERFAX.RU -", "Moscow", "INTERFAX.RU", (5, 4, 0)),
        ("NEW YORK. March 26 -", "NEW YORK", "", (3, 26, 0)),
    ],
)  # fmt: skip
def test_datelines(text: str, place: str, agency: str, when: tuple[int, int, int]) -> None:
    """A dateline gives its place, agency and day, and leaves the sentence alone."""
    assert cut_dateline(f"{text} {REST}") == (Dateline(text, place, agency, *when), REST)


@pytest.mark.parametrize(
    ("text", "place", "agency", "when"),
    [
        ("КИЇВ, 4 травня (Укрінформ) —", "КИЇВ", "Укрінформ", (5, 4, 0)),
        ("Київ, 4 травня (Укрінформ).", "Київ", "Укрінформ", (5, 4, 0)),
        ("КИЇВ. 4 ТРАВНЯ. УНН -", "КИЇВ", "УНН", (5, 4, 0)),
        ("ЛЬВІВ, 4 травня 2026 року –", "ЛЬВІВ", "", (5, 4, 2026)),
        ("Одеса, 12 серпень –", "Одеса", "", (8, 12, 0)),
        ("МОСКВА, 4 мая. /ТАСС/.", "МОСКВА", "ТАСС", (5, 4, 0)),
        ("МОСКВА, 4 мая — РИА Новости.", "МОСКВА", "РИА Новости", (5, 4, 0)),
        ("Москва. 4 мая. INTERFAX.RU -", "Москва", "INTERFAX.RU", (5, 4, 0)),
        ("МИНСК, 30 декабря 2025 г. (БелТА) –", "МИНСК", "БелТА", (12, 30, 2025)),
        ("ANKARA, 4 Mayıs (AA) -", "ANKARA", "AA", (5, 4, 0)),
        ("ANKARA (AA) -", "ANKARA", "AA", (0, 0, 0)),
        ("İSTANBUL, 7 KASIM 2026 (DHA) -", "İSTANBUL", "DHA", (11, 7, 2026)),
        ("İzmir, 30 Ağustos –", "İzmir", "", (8, 30, 0)),
        ("VILNIUS, gegužės 4 d. (BNS) –", "VILNIUS", "BNS", (5, 4, 0)),
        ("Vilnius, gegužės 4 d. (ELTA).", "Vilnius", "ELTA", (5, 4, 0)),
        ("KAUNAS, 2026 m. rugsėjo 12 d. –", "KAUNAS", "", (9, 12, 2026)),
        ("KLAIPĖDA, Gegužė 4 –", "KLAIPĖDA", "", (5, 4, 0)),
        ("Berlin, 4. März (dpa) –", "Berlin", "dpa", (3, 4, 0)),
        ("WIEN, 4. Okt. (APA) –", "WIEN", "APA", (10, 4, 0)),
        ("PARIS, 4 août (AFP) –", "PARIS", "AFP", (8, 4, 0)),
        ("PARIS, 1er mai 2026 (AFP) -", "PARIS", "AFP", (5, 1, 2026)),
        ("Madrid, 4 may (EFE).-", "Madrid", "EFE", (5, 4, 0)),
        ("MADRID, 4 de mayo de 2026 (EUROPA PRESS) -", "MADRID", "EUROPA PRESS", (5, 4, 2026)),
        ("MADRID, 4 Ene. (EUROPA PRESS) -", "MADRID", "EUROPA PRESS", (1, 4, 0)),
        ("WILNO, 4 maja (PAP) -", "WILNO", "PAP", (5, 4, 0)),
        ("GDAŃSK, 4 PAŹDZIERNIKA –", "GDAŃSK", "", (10, 4, 0)),
        ("Kraków, 4 październik –", "Kraków", "", (10, 4, 0)),
    ],
)  # fmt: skip
def test_datelines_in_other_languages(
    text: str, place: str, agency: str, when: tuple[int, int, int]
) -> None:
    """The months, agencies and forms of other languages are known, in either case of the month."""
    rest = "Чотири кораблі вийшли в море, szósty wróci jutro."

    assert cut_dateline(f"{text} {rest}") == (Dateline(text, place, agency, *when), rest)


@pytest.mark.parametrize(
    "paragraph",
    [
        "США — Найбільший постачальник ракет у світі.",
        "Суд переніс засідання на 4 травня — понеділок.",
        "Im Mai - so sagte er - wird es warm.",
        "The strike began on May 4 - a Monday - and went on.",
        "NATO — the alliance of 32 states — agreed on Monday.",
        "UPDATE: The strike is over.",
        "READ MORE: What we know so far",
        "The World Health Organization (WHO) - the agency of the UN - said so.",
        "Officials said Monday, May 4 - the day of the vote - would be free.",
        "KYIV, the capital of Ukraine, was hit - again - on Monday.",
        "F-16 fighters were seen over KYIV - twice.",
        "WINSTON-SALEM is a city.",
        "Kyiv - the capital - was hit.",
        "BIG NEWS - ALL IN CAPITALS",
        "April 14: a course of four hours",
        "2 - 3 years",
        "",
        "—",
        "- KYIV",
    ],
)
def test_sentences(paragraph: str) -> None:
    """A sentence that looks like a dateline at first glance stays whole."""
    assert cut_dateline(paragraph) is None


def test_dateline_alone() -> None:
    """A dateline that stands alone leaves an empty paragraph."""
    assert cut_dateline("Mumbai, Nov 11 -") == (
        Dateline("Mumbai, Nov 11 -", "Mumbai", "", 11, 11, 0),
        "",
    )


@given(st.text(st.sampled_from("ABC abc-—–,.():/0123May") | st.characters(), max_size=200))
def test_nothing_lost(text: str) -> None:
    """What is cut and what is left are the paragraph, save for white space."""
    paragraph = " ".join(text.split())
    found = cut_dateline(paragraph)

    if found:
        dateline, rest = found
        assert "".join((dateline.text + rest).split()) == "".join(paragraph.split())

"""Bylines: every author, no agency among them, and no sentence taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.seeds.byline import Byline, byline_in
from generator.seeds.names import listed, person, printed


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("by Jane Doe", "Jane Doe"),
        ("By: Jane Doe", "Jane Doe"),
        ("BY JANE DOE and John Roe, Staff", "Jane Doe|John Roe"),
        ("By Jane Doe, Reuters", "Jane Doe"),
        ("By Jane Doe, Reuters.", "Jane Doe"),
        ("By Jane Doe Reuters", "Jane Doe"),
        ("By Jane Doe, John Roe and Ann Poe, Kyiv Post", "Jane Doe|John Roe|Ann Poe"),
        ("By Jane Doe, Deputy Editor", "Jane Doe"),
        ("By Jane and John Doe", "Jane Doe|John Doe"),
        ("By Jane Doe & John Roe", "Jane Doe|John Roe"),
        ("By Jane Doe with John Roe", "Jane Doe|John Roe"),
        ("By Jane Doe | May 4, 2026", "Jane Doe"),
        ("By Jane Doe in Kyiv", "Jane Doe"),
        ("By Jane Doe jane@example.org", "Jane Doe"),
        ("By JANE DOE Associated Press Writer", "Jane Doe"),
        ("By L.B. DOE Advocate Reporter", "L.B. Doe"),
        ("By Staff Sgt. Jane Doe", "Jane Doe"),
        ("By Mass Communication Specialist 3rd Class Jane Doe", "Jane Doe"),
        ("By Olena Koval Jr.", "Olena Koval Jr."),
        ("By María José de la Cruz, EFE", "María José de la Cruz"),
        ("By Олена Коваль", "Олена Коваль"),
        ("By Ahmed Al-Doe", "Ahmed Al-Doe"),
        ("By Reuters", "Reuters"),
        ("By The Associated Press", "The Associated Press"),
        ("Story by Jane Doe, Forces Press Service", "Jane Doe"),
        ("Jane Doe reports from Kyiv", "Jane Doe"),
        ("(Reporting by Jane Doe in Kyiv and John Roe; Editing by Ann Poe)", "Jane Doe|John Roe"),
    ],
)
def test_bylines(line: str, authors: str) -> None:
    """A byline gives its authors and keeps its own words."""
    assert byline_in(line) == Byline(line, tuple(authors.split("|")))


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the army had left the town.",
        "By Monday Jane Doe had left",
        "By the time we got there it was dark.",
        "By Land and Sea",
        "By emphasising plans, officials hope for more.",
        "By Jane Doe, the minister who said that it would go on for years",
        "By Popular Demand",
        "By Staff",
        "By Editorial Board",
        "Bypass opened by minister",
        "The ministry reports from Kyiv",
        "Jane Doe reports losses of two million",
        "By " + "Jane Doe, " * 40,
        "By",
        "",
    ],
)
def test_sentences(line: str) -> None:
    """A sentence or a phrase that starts with "By" names nobody."""
    assert byline_in(line, last=True) is None


@pytest.mark.parametrize("line", ["— Jane Doe", "– Jane Doe", "-- JANE DOE"])
def test_dash(line: str) -> None:
    """A dash and a name end a text, but do not open one."""
    assert byline_in(line, last=True) == Byline(line, ("Jane Doe",))
    assert byline_in(line) is None


@pytest.mark.parametrize("line", ["— The ministry said it", "- Jane Doe", "— Doe", "– Kyiv Online"])
def test_dash_sentences(line: str) -> None:
    """A dash before anything but a name is part of the text, and so is a list item."""
    assert byline_in(line, last=True) is None


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("JANE MCDONALD", "Jane McDonald"),
        ("SEAN O'BRIEN", "Sean O'Brien"),
        ("JEAN-PIERRE VAN DER MEER", "Jean-Pierre van der Meer"),
        ("LUDWIG DE GRAAF III", "Ludwig de Graaf III"),
        ("J.R. DOE JR.", "J.R. Doe Jr."),
        ("Ian MacKenzie", "Ian MacKenzie"),
        ("VAN MORRISON", "Van Morrison"),
        ("ÉLISE ŁUKASZ", "Élise Łukasz"),
    ],
)
def test_printed(capitals: str, name: str) -> None:
    """Capitals become small where the name has small letters."""
    assert printed(capitals) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("Jane Doe, John Roe, and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Doe, Jane; Roe, John", ("Doe, Jane", "Roe, John")),
        ("Ministry of Defence and Security", ("Ministry of Defence and Security",)),
        ("AFP", ("AFP",)),
        ("", ()),
    ],
)
def test_listed(text: str, names: tuple[str, ...]) -> None:
    """Declared authors are parted where each part is a whole name."""
    assert listed(text) == names


@pytest.mark.parametrize(
    "words", ["Doe", "jane doe", "Jane 2 Doe", "Monday Morning", "A B C D E F"]
)
def test_no_person(words: str) -> None:
    """One word, small letters, digits and days of the week are no name."""
    assert person(words) == ""


@given(st.text(max_size=200), st.booleans())
def test_any_line(line: str, last: bool) -> None:  # noqa: FBT001  # hypothesis gives it
    """Any line is a byline with authors or none; its words stay as they are."""
    found = byline_in(line, last=last)

    assert found is None or (found.text == line and all(found.authors) and found.authors)

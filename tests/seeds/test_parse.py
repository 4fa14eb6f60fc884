"""Seeds: what is read out of one, and that nothing of it is lost without being listed."""

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Checked, Severity
from generator.model import Dateline, DateOrigin, Seed
from generator.seeds.parse import parse_seed
from generator.text import clean

OWNERS_SEED = Path(__file__).parents[3] / "shared/seeds/000_4bb17c862b350b24.txt"


def seed_of(text: str, path: str = "story.txt") -> Seed:
    """Return the seed of a text that has no problems."""
    checked = parse_seed(path, text.encode())
    assert checked.problems == ()
    assert checked.value is not None
    return checked.value


def test_plain() -> None:
    """A headline and paragraphs, one per line, are all a seed needs."""
    raw = b"\n  Radars  bought \nThe first.\nThe second.\n\n\n"
    seed = parse_seed("a.txt", raw).value

    assert seed == Seed(
        "a.txt", sha256(raw).hexdigest(), "Radars bought", ("The first.", "The second.")
    )


def test_full() -> None:
    """Declared fields, byline, dateline and end mark are all taken out of the text."""
    seed = seed_of(
        "Radars bought\n"
        "Source: Baltic Wire\n"
        "By Jane Doe and John Roe, Baltic Wire\n"
        "TAGS: air defence, radars\n"
        "\n"
        "VILNIUS, May 4 (BNS) — The first.\n"
        "The second.\n"
        "(Reporting by Jane Doe; Editing by Ann Poe)\n"
        "-30-\n"
    )

    assert seed.declared.fields == (("source", "Baltic Wire"), ("tags", "air defence, radars"))
    assert seed.authors == ("Jane Doe", "John Roe")
    assert seed.byline == (
        "By Jane Doe and John Roe, Baltic Wire; (Reporting by Jane Doe; Editing by Ann Poe)"
    )
    assert seed.dateline == Dateline("VILNIUS, May 4 (BNS) —", "VILNIUS", "BNS", 5, 4)
    assert seed.paragraphs == ("The first.", "The second.")
    assert seed.dropped == (("-30-", "a mark of the end"),)


def test_byline_last() -> None:
    """A byline at the end, before blank lines, is no paragraph."""
    seed = seed_of("Radars bought\nThe first.\nBy Jane Doe\n\n\n\n")

    assert (seed.paragraphs, seed.authors) == (("The first.",), ("Jane Doe",))


def test_byline_of_two_lines() -> None:
    """The office under a byline belongs to it."""
    seed = seed_of("Radars bought\nBy JANE DOE\nAssociated Press Writer\nThe first.\n")

    assert seed.byline == "By JANE DOE Associated Press Writer"
    assert seed.paragraphs == ("The first.",)


def test_sentence_that_starts_with_by() -> None:
    """A paragraph that starts with "By" stays a paragraph, first or last."""
    first, last = "By Monday the army had left.", "By Jane Doe, the minister who said it went on"

    assert seed_of(f"Radars bought\n{first}\n{last}\n").paragraphs == (first, last)


def test_wrapped_by() -> None:
    """The last line of a wrapped sentence is no byline."""
    text = (
        "Radars bought\n\n"
        "The plan to buy ten radars for the northern border was presented to us\n"
        "by Jane Doe\n"
    )

    assert seed_of(text).authors == ()


def test_unknown_key() -> None:
    """A line with an unknown key is text, and so is all below it."""
    seed = seed_of("Radars bought\nWarning: this is long\nSource: somewhere\n")

    assert seed.paragraphs == ("Warning: this is long", "Source: somewhere")


def test_synonyms() -> None:
    """Both spellings of a key mean the same."""
    seed = seed_of("Radars bought\nLicense: CC BY\nAuthors: Jane Doe\nurl: https://example.org/a\n")

    assert seed.declared.get("licence") == "CC BY"
    assert seed.declared.get("author") == "Jane Doe"
    assert seed.declared.get("url") == "https://example.org/a"


def test_declared_authors() -> None:
    """Declared authors come before those of a byline, each once."""
    seed = seed_of("Radars bought\nAuthor: Ann Poe and JOHN ROE\nBy John Roe\nThe first.\n")

    assert seed.authors == ("Ann Poe", "John Roe")


def test_headline_only() -> None:
    """A headline alone is a seed without paragraphs."""
    assert seed_of("Radars bought").paragraphs == ()


def test_markdown_headline() -> None:
    """In a Markdown seed the mark of the headline goes; elsewhere it is text."""
    assert seed_of("# Radars bought\nThe first.\n", "a.md").title == "Radars bought"
    assert seed_of("# Radars bought\nThe first.\n", "a.txt").title == "# Radars bought"


def test_headline_again() -> None:
    """A first paragraph that repeats the headline is dropped, and listed."""
    seed = seed_of("Radars bought\nRADARS BOUGHT\nThe first.\n")

    assert seed.paragraphs == ("The first.",)
    assert seed.dropped == (("RADARS BOUGHT", "the headline again"),)


def test_rules() -> None:
    """Rules between paragraphs are dropped, and listed."""
    seed = seed_of("Radars bought\nThe first.\n* * *\nThe second.\n")

    assert seed.paragraphs == ("The first.", "The second.")
    assert seed.dropped == (("* * *", "a rule between paragraphs"),)


@pytest.mark.parametrize("raw", [b"", b"\n\n \t\r\n", b"\xef\xbb\xbf", b"\x00\x0c"])
def test_empty(raw: bytes) -> None:
    """A seed without text is left out with a warning."""
    checked = parse_seed("a.txt", raw)

    assert checked.value is None
    problem = checked.problems[-1]
    assert (str(problem.place), problem.code, problem.severity, problem.message) == (
        "seeds/a.txt",
        "seed-empty",
        Severity.WARNING,
        "the seed holds no text: it is left out",
    )


@pytest.mark.parametrize(
    ("text", "path", "published", "origin"),
    [
        ("A\nDate: 4 May 2026\nRIGA, May 5 — B.", "2026-05-06.txt", date(2026, 5, 4), "declared"),
        (
            "A\nDate: 2026-05-04T10:00Z\nB.",
            "a.txt",
            datetime(2026, 5, 4, 10, tzinfo=UTC),
            "declared",
        ),
        ("A\nRIGA, May 5, 2026 — B.", "2026-05-06.txt", date(2026, 5, 6), "file name"),
        ("A\nRIGA, May 5, 2026 — B.", "a.txt", date(2026, 5, 5), "dateline"),
        ("A\nRIGA, May 5 — B.", "a.txt", None, "dateline"),
        ("A\nRIGA — B.", "a.txt", None, "ingested"),
        ("A\nB.", "a.txt", None, "ingested"),
    ],
)
def test_dates(text: str, path: str, published: date | None, origin: str) -> None:
    """The declared date comes first, then the file name, then the dateline."""
    seed = seed_of(text, path)

    assert (seed.published, seed.date_origin) == (published, DateOrigin(origin))


def test_bad_date() -> None:
    """A date with two readings is a warning that points at it, and the next origin is taken."""
    checked = parse_seed("2026-05-06.txt", b"Radars bought\n\nDate:  04/05/2026 \nThe first.\n")

    assert checked.value is not None
    assert checked.value.published == date(2026, 5, 6)
    (problem,) = checked.problems
    assert str(problem.place) == "seeds/2026-05-06.txt:3:8"
    assert (problem.code, problem.severity, problem.width) == ("seed-date", Severity.WARNING, 10)
    assert problem.message == '"04/05/2026" is not a date with only one reading'
    assert problem.hint == (
        'write "2026-05-04", "4 May 2026" or "May 4, 2026", '
        'with a time such as "14:30 +02:00" or not'
    )
    assert problem.excerpt == "Date:  04/05/2026 "


def test_characters() -> None:
    """Characters that may not be published go with one note and are listed as dropped."""
    checked = parse_seed("a.txt", "Rad\u200bars\nThe \x07first\u202e.\n".encode())

    assert checked.value is not None
    assert (checked.value.title, checked.value.paragraphs) == ("Radars", ("The first.",))
    (problem,) = checked.problems
    assert (str(problem.place), problem.code) == ("seeds/a.txt:1:4", "seed-characters")
    assert problem.message == (
        "characters that may not be published were taken out: U+200B ZERO WIDTH SPACE in line 1, "
        "U+0007 in line 2, U+202E RIGHT-TO-LEFT OVERRIDE in line 2"
    )
    assert [text for text, _ in checked.value.dropped] == [
        "U+200B ZERO WIDTH SPACE",
        "U+0007",
        "U+202E RIGHT-TO-LEFT OVERRIDE",
    ]


def test_mixed_scripts() -> None:
    """A headline with letters that imitate others gets a warning that names them."""
    checked = parse_seed("a.txt", "Russ\u0456a buys radars\n".encode())

    (problem,) = checked.problems
    assert (str(problem.place), problem.code) == ("seeds/a.txt:1:5", "mixed-scripts")
    assert problem.message == (
        "words of the headline mix scripts: U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"
    )


def test_bad_encoding() -> None:
    """A file that is not UTF-8 is left out unless its encoding is declared."""
    raw = b"Minist\xe8re\n"

    assert parse_seed("a.txt", raw).value is None
    declared = parse_seed("a.txt", raw, encoding="latin-1").value
    assert declared is not None
    assert declared.title == "Ministère"


def test_long_lines() -> None:
    """A problem in a line of megabytes quotes only its start."""
    checked = parse_seed("a.txt", b"A\nDate: " + b"x" * 1_000_000)

    (problem,) = checked.problems
    assert len(problem.message) < 200
    assert len(problem.excerpt) < 200


@pytest.mark.corpora
@pytest.mark.skipif(not OWNERS_SEED.is_file(), reason="the owner's seed is not beside the project")
def test_owners_seed() -> None:
    """The owner's own seed gives its headline, its author and seven paragraphs."""
    seed = parse_seed(OWNERS_SEED.name, OWNERS_SEED.read_bytes()).value

    assert seed is not None
    assert seed.title == "Lithuania plans defence attaché appointment in Israel"
    assert seed.authors == ("Tamilla Hasanova",)
    assert len(seed.paragraphs) == 7
    assert (seed.published, seed.dateline, seed.dropped) == (None, None, ())


SEED_LINES = st.sampled_from(
    [
        "", " ", "Date: 4 May 2026", "Date: soon", "Tags: a, b", "By Jane Doe", "BY JANE DOE",
        "VILNIUS, May 4 (BNS) — Text here.", "KYIV —", "-30-", "* * *", "###", "END", "# Radars",
        "The ministry said it would buy ten radars for the northern border this",
        "year, and that the first of them would stand in the spring if they", "- an item", "~",
        "(Reporting by Jane Doe; Editing by Ann Poe)", "— Jane Doe", "Licence: CC BY", "30", "Jane",
    ]
)  # fmt: skip
TEXTS = st.lists(SEED_LINES | st.text(max_size=30), max_size=12).map("\n".join)


def words_of(checked: Checked[Seed | None]) -> set[str]:
    """Return the words of everything that a seed holds or lists as dropped."""
    seed = checked.value
    if seed is None:
        return set()
    dateline = seed.dateline.text if seed.dateline else ""
    fields = [part for field in seed.declared.fields for part in field]
    dropped = [text for text, reason in seed.dropped if "character" not in reason]
    parts = [seed.title, *seed.paragraphs, seed.byline, dateline, *fields, *dropped]
    return {word for part in parts for word in words_in(part)}


def words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("license", "licence"))


@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_no_word_is_lost(text: str, path: str) -> None:
    """Every word of a seed is in one of its parts or is listed as dropped."""
    raw = text.encode("utf-8", "replace")
    checked = parse_seed(path, raw)

    # A byline that stands twice is kept once, so words are compared without counting them.
    written = set(words_in(normalize("NFC", clean(raw.decode())[0])))
    assert written <= words_of(checked) or checked.value is None


@given(st.binary(max_size=300), st.sampled_from(["", "utf-16", "latin-1", "none"]))
def test_any_bytes(raw: bytes, encoding: str) -> None:
    """Any bytes give a seed or a warning; nothing raises."""
    checked = parse_seed("2026-05-04.md", raw, encoding=encoding)

    assert checked.value is not None or checked.problems
    assert all(one.severity is not Severity.ERROR for one in checked.problems)


@given(TEXTS)
def test_no_control_characters(text: str) -> None:
    """No part of a seed holds a line end or a control character."""
    seed = parse_seed("a.txt", text.encode("utf-8", "replace")).value

    if seed:
        parts = (seed.title, seed.byline, *seed.paragraphs, *seed.authors)
        assert not any(re.search(r"[\x00-\x1f\x7f-\x9f]", part) for part in parts)
        assert all(part == " ".join(part.split()) and part for part in seed.paragraphs)


def test_composed_letters() -> None:
    """Letters that are written with accents of their own are those with an accent."""
    text = "Türkiye and São Tomé agree\n\nCôte d’Ivoire came.\n"

    assert seed_of(normalize("NFD", text)).title == "Türkiye and São Tomé agree"
    assert seed_of(normalize("NFD", text)).paragraphs == seed_of(text).paragraphs

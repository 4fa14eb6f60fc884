"""Composing: a seed becomes a Markdown file that says all that the seed said."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.escape import unescape_paragraph
from generator.frontmatter import Value, read
from generator.model import (
    Dateline,
    DateOrigin,
    Declared,
    Recognised,
    Seed,
    TermId,
)
from generator.seeds.compose import (
    Identity,
    compose,
    in_its_language,
    is_untouched,
    names_of,
    new_identity,
    published_on,
)
from generator.text import clean

TODAY = date(2026, 5, 20)
SEED = Seed(path="deep/a.txt", digest="ab" * 32, title="Exercise ends", paragraphs=("One.", "Two."))
IDENTITY = Identity("urn:uuid:1", "2026-05-04", "exercise-ends")
NO_TERMS: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("countries", "mentions", "tags", "organisations", "people"), ()
)
PARAGRAPHS = st.lists(
    st.text().map(lambda text: " ".join(clean(text)[0].split())).filter(bool), max_size=4
).map(tuple)


def fields_of(seed: Seed, terms: Mapping[str, tuple[str, ...]] = NO_TERMS) -> Mapping[str, Value]:
    return compose(seed, terms, IDENTITY).fields


def test_least() -> None:
    """An article says no more than its seed: fields without a value are not written."""
    assert compose(SEED, NO_TERMS, IDENTITY).text == (
        "---\n"
        'id: "urn:uuid:1"\n'
        "title: Exercise ends\n"
        "date: 2026-05-04\n"
        "slug: exercise-ends\n"
        "summary: One. Two.\n"
        "seed:\n"
        "  file: deep/a.txt\n"
        f"  digest: {'ab' * 32}\n"
        "composed: 9ad9c96b8ee24c3c\n"
        "---\n\nOne.\n\nTwo.\n"
    )


def test_all() -> None:
    """What a seed declares, its byline, its dateline and its terms each have a field."""
    declared = (
        ("source", "Agency"), ("url", "https://example.org/x"), ("licence", "CC0"),
        ("summary", "In short."), ("language", "uk"), ("embargo", "2026-05-05"),
        ("expires", "2026-06-01"), ("draft", "true"),
    )  # fmt: skip
    seed = replace(
        SEED,
        authors=("Jane Doe", "John Roe"),
        dateline=Dateline("RIGA, May 4 (Agency) — ", "RIGA"),
        declared=Declared(declared),
    )
    terms = {
        "countries": ("Latvia",),
        "mentions": ("Poland",),
        "tags": ("navy",),
        "organisations": ("NATO",),
        "people": ("Jens Stoltenberg",),
    }

    assert fields_of(seed, terms) == {
        "id": "urn:uuid:1",
        "title": "Exercise ends",
        "date": "2026-05-04",
        "slug": "exercise-ends",
        "authors": ("Jane Doe", "John Roe"),
        "source": {"name": "Agency", "url": "https://example.org/x", "licence": "CC0"},
        "dateline": "RIGA, May 4 (Agency) —",
        "summary": "In short.",
        "lang": "uk",
        **terms,
        "draft": "true",
        "embargo": "2026-05-05",
        "expires": "2026-06-01",
        "seed": {"file": "deep/a.txt", "digest": "ab" * 32},
    }


@given(PARAGRAPHS)
def test_paragraphs(paragraphs: tuple[str, ...]) -> None:
    """Every paragraph is in the body, in order, whatever it holds."""
    text = compose(replace(SEED, paragraphs=paragraphs), NO_TERMS, IDENTITY).text

    found = read("", text)
    blocks = found.value.body.strip("\n").split("\n\n") if paragraphs else []
    assert found.problems == ()
    assert tuple(map(unescape_paragraph, blocks)) == paragraphs


@given(st.text(min_size=1), PARAGRAPHS)
def test_untouched(title: str, paragraphs: tuple[str, ...]) -> None:
    """A composed article knows that nobody has touched it, whatever it holds."""
    seed = replace(SEED, title=clean(title)[0] or "x", paragraphs=paragraphs)

    assert is_untouched(compose(seed, NO_TERMS, IDENTITY).text)


@pytest.mark.parametrize(
    ("old", "new"),
    [("One.", "One!"), ("title: E", "title: e"), ("slug:", "lang: lt\nslug:"), ("Two.\n", "Two.")],
)
def test_touched(old: str, new: str) -> None:
    """Any change of a field or of the body is noticed."""
    text = compose(SEED, NO_TERMS, IDENTITY).text

    assert not is_untouched(text.replace(old, new))


def test_untouched_by_nobody() -> None:
    """An article that was never composed is somebody's."""
    assert not is_untouched("---\ntitle: A\n---\n\nText.\n")
    assert not is_untouched("")


def test_identity() -> None:
    """The same seed gets the same id on every machine, another path or text another."""
    others = [replace(SEED, path="b.txt"), replace(SEED, digest="cd" * 32)]

    assert new_identity(SEED, TODAY) == Identity(
        "urn:uuid:fed43cfd-0756-5f2d-b805-f8b9f347341f", "2026-05-20", "exercise-ends"
    )
    assert len({new_identity(one, TODAY).id for one in (SEED, SEED, *others)}) == 3


def test_slug() -> None:
    """The slug is the declared one or the headline's, and never empty."""
    declared = replace(SEED, declared=Declared((("slug", "Own Slug"),)))
    ukrainian = replace(SEED, title="Київ", declared=Declared((("language", "uk"),)))

    assert new_identity(declared, TODAY).slug == "own-slug"
    assert new_identity(ukrainian, TODAY).slug == "kyiv"
    assert new_identity(replace(SEED, title="???"), TODAY).slug == "item-abababab"


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (date(2025, 1, 2), "2025-01-02"),
        (datetime.fromisoformat("2025-01-02T09:30"), "2025-01-02T09:30"),
        (datetime(2025, 1, 2, 9, 30, tzinfo=UTC), "2025-01-02T09:30+00:00"),
        (None, "2026-05-20"),
    ],
)
def test_date(published: date | None, text: str) -> None:
    """A day is written as a day, a moment with its minutes, and today where there is none."""
    assert published_on(replace(SEED, published=published), TODAY) == text


@pytest.mark.parametrize(
    ("month", "day", "today", "found"),
    [
        (5, 4, date(2026, 5, 20), "2026-05-04"),
        (5, 25, date(2026, 5, 20), "2026-05-25"),
        (12, 31, date(2026, 1, 1), "2025-12-31"),
        (1, 1, date(2025, 12, 31), "2025-01-01"),
        (7, 1, date(2026, 5, 20), "2025-07-01"),
        (2, 29, date(2026, 5, 20), "2024-02-29"),
    ],
)
def test_date_of_a_dateline(month: int, day: int, today: date, found: str) -> None:
    """A dateline without a year means the last such day, or one within a month."""
    line = Dateline("RIGA, —", "RIGA", month=month, day=day)
    seed = replace(SEED, dateline=line, date_origin=DateOrigin.DATELINE)

    assert published_on(seed, today) == found


def test_names() -> None:
    """Terms are named as editors write them, and what has no name is left out."""
    found = [Recognised(TermId(one), 1.0, ()) for one in ("LV", "XX")]

    assert names_of(found, {TermId("LV"): "Latvia"}) == ("Latvia",)


def test_known_as() -> None:
    """An article with another identity is what would have been composed with it."""
    other = Identity("urn:uuid:2", "2026-01-02", "another")
    composed = compose(SEED, NO_TERMS, IDENTITY)

    assert composed.identity == IDENTITY
    assert composed.known_as(other).text == compose(SEED, NO_TERMS, other).text


@pytest.mark.parametrize(
    ("declared", "found", "site", "lang"),
    [
        ("", "uk", "en", "uk"),
        ("", "en", "en-GB", None),
        ("", "en", "de", "en"),
        ("", "", "en", None),
        ("pl", "uk", "en", "pl"),
    ],
)
def test_recognised_language(declared: str, found: str, site: str, lang: str | None) -> None:
    """An article says its language where it is another than the site's; a declared one wins."""
    fields = (("language", declared),) if declared else ()
    seed = replace(SEED, declared=Declared(fields, (2,) * len(fields)))

    assert fields_of(in_its_language(seed, found, site)).get("lang") == lang


def test_slug_in_a_recognised_language() -> None:
    """The letters of a title are rewritten as its recognised language does it."""
    ukrainian = in_its_language(replace(SEED, title="Київ"), "uk", "en")

    assert new_identity(ukrainian, TODAY).slug == "kyiv"

"""The strict reader of canonical front matter: it is right, or it leaves the work to YAML."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.diagnostics import Sheet
from generator.frontmatter import Spot, Value, write
from generator.frontmatter_canonical import Places, places_in, read_canonical
from generator.frontmatter_refused import Refused
from generator.frontmatter_yaml import YamlReader

CONTENT = Path(__file__).parent.parent / "content"

CHARACTERS = st.characters(exclude_categories=["Cs"])
ODD = st.text("ab1T:-+ \"\\'[]{},#&*!|>%@`?~\t\r\x85\xa0\u2028\ufeff\U0001f6a2nulNoéu0", max_size=8)
WORDS = st.sampled_from(["Lithuania", "NO", "null", "Nullo", "~", "true", "2026-05-04", "É", "1e3"])
TIMES = st.text("0123-T:Z+", max_size=12).map("2026-05-04T09:30{}".format)
TEXTS = st.text(CHARACTERS, max_size=12) | ODD | WORDS | TIMES
KEYS = st.sampled_from(["title", "date", "a.b", "a", "b", "0"]) | st.text(CHARACTERS, max_size=8)
VALUES: st.SearchStrategy[Value] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["title", "date", "tags", "seed", "a.b", "a", "b", "0", "no", "x-y"])
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
ARTICLES: st.SearchStrategy[Mapping[str, Value]] = st.dictionaries(
    NAMES, TEXTS | LISTS | st.dictionaries(NAMES, TEXTS | LISTS, min_size=1), min_size=1, max_size=5
)
COMPOSED = (ARTICLES | st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)).map(
    lambda fields: write(fields, "").removeprefix("---\n").removesuffix("\n---\n\n")
)
PIECES = st.sampled_from(
    ["a: ", "b:", "  c: ", "\n", "\n  ", "\n    ", "[", "]", ", ", '"', "- ", "{}", "# ", "---"]
)
HOSTILE = st.lists(PIECES | TEXTS, max_size=12).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return composed front matter in which a few characters stand in place of others."""
    text = draw(COMPOSED)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 4)))
    return text[:start] + draw(PIECES | ODD) + text[end:]


def by_yaml(source: str) -> tuple[Mapping[str, Value], Places] | None:
    """Return what YAML reads, or nothing where it finds a fault."""
    reader = YamlReader(Sheet("a.md", f"---\n{source}"))
    try:
        return reader.read(source), Places(reader.spots, reader.keys)
    except Refused:
        return None


@given(COMPOSED | mutated() | HOSTILE)
@example("a:\n  b: c\n  b: d")
@example("a:\n  b:\n  c: d")
@example("a: b\n  c: d")
@example("a: b\n\nc: d")
@example("a: 2026-05-04T09:30:")
@example('a: "\\ud83d\\udea2"')
@example('a: "b"c')
@example("a: [b, null]")
@example("a: b, c,d,")
@example("a: [b, c,d]")
@example("a.b: c\na:\n  b: d")
def test_never_another_result(source: str) -> None:
    """Whatever the strict reader reads, YAML reads too: the same values in the same places."""
    found = read_canonical(source)

    assert found is None or (found, places_in(source)) == by_yaml(source)


@pytest.mark.parametrize("path", sorted(CONTENT.glob("articles/**/*.md")), ids=lambda one: one.stem)
def test_samples(path: Path) -> None:
    """Every article that ingestion has written here is read without YAML."""
    source = path.read_text(encoding="utf-8").split("---\n")[1]

    assert read_canonical(source.removesuffix("\n")) is not None


def test_commas() -> None:
    """Prose with commas is read without YAML, though ingestion would quote it."""
    found = read_canonical("summary: First, a ship, then another\ntags: [a, b]")

    assert found == {"summary": "First, a ship, then another", "tags": ("a", "b")}


def test_places() -> None:
    """Values and keys are found where they stand, counted from the fence above them."""
    found = places_in('title: Norway\ntags: [a, "b, c"]\nseed:\n  file: x\ndate: ""')

    assert found == Places(
        {
            "title": Spot(2, 8, 6),
            "tags": Spot(3, 7),
            "tags.0": Spot(3, 8, 1),
            "tags.1": Spot(3, 11, 6),
            "seed": Spot(5, 3),
            "seed.file": Spot(5, 9, 1),
            "date": Spot(6, 7, 2),
        },
        {
            "title": Spot(2, 1, 5),
            "tags": Spot(3, 1, 4),
            "seed": Spot(4, 1, 4),
            "seed.file": Spot(5, 3, 4),
            "date": Spot(6, 1, 4),
        },
    )


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("date: 2026-05-04T09:30Z", {"date": "2026-05-04T09:30Z"}),
        ("date: 2026-05-04T09:30:00+03:00", {"date": "2026-05-04T09:30:00+03:00"}),
        ("tags: []", {"tags": ()}),
        ('a: "\\n\\u0085\\"\\\\"', {"a": '\n\x85"\\'}),
        ("a: NO", {"a": "NO"}),
    ],
)
def test_read(source: str, fields: Mapping[str, Value]) -> None:
    """What ingestion writes is read without YAML, and so is a time without quotes."""
    assert read_canonical(source) == fields


@pytest.mark.parametrize(
    "source",
    ["", "a:", "a: ", "a: null", "a: b # c", "a: 'b'", "a: |\n  b", "a: &b c", "a: b\na: c", "? a"],
)
def test_left_to_yaml(source: str) -> None:
    """What is not certain is left to YAML."""
    assert read_canonical(source) is None

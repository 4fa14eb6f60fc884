"""Front matter: what is written reads back equal, and every fault points where it stands."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Place
from generator.frontmatter import (
    LIMIT_BYTES,
    Matter,
    Spot,
    Value,
    read,
    read_toml,
    rewritten,
    write,
)
from generator.frontmatter_refused import LIMIT_LEVELS

PATH = "content/articles/a.md"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
VALUES: st.SearchStrategy[Value] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(KEYS, VALUES, max_size=4)


def fields(text: str) -> Mapping[str, Value]:
    """Return the fields of front matter that has no fault."""
    found = read(PATH, text)
    assert found.problems == ()
    return found.value.fields


def fault(text: str) -> Diagnostic:
    """Return the only fault of front matter, which then has no fields."""
    found = read(PATH, text)
    assert found.value.fields == {}
    (problem,) = found.problems
    return problem


@given(FIELDS, TEXTS)
def test_round_trip(given_fields: Mapping[str, Value], body: str) -> None:
    """Whatever fields hold, what is written reads back equal, and so does the body."""
    found = read(PATH, write(given_fields, body))

    assert found.problems == ()
    assert found.value.fields == given_fields
    assert found.value.body == f"\n{body}"


@given(FIELDS, TEXTS)
def test_canonical(given_fields: Mapping[str, Value], body: str) -> None:
    """Reading and writing again gives the same bytes: there is one way to write a file."""
    text = write(given_fields, body)

    assert write(fields(text), body) == text


def test_written_form() -> None:
    """Short lists stand on one line, mappings in block form, and prose goes without quotes."""
    text = write(
        {
            "title": "Lithuania’s new frigate (2026)",
            "tags": ("navy", "EU–NATO"),
            "source": {"name": "Agency", "url": "https://example.org/"},
            "corrections": ({"date": "2026-05-04", "text": "Read “two”."},),
            "aliases": (),
            "extra": {},
            "note": "null",
        },
        "Text.\n",
    )

    assert text == (
        "---\n"
        "title: Lithuania’s new frigate (2026)\n"
        "tags: [navy, EU–NATO]\n"
        "source:\n"
        "  name: Agency\n"
        '  url: "https://example.org/"\n'
        "corrections:\n"
        '  - {"date": "2026-05-04", "text": "Read “two”."}\n'
        "aliases: []\n"
        "extra: {}\n"
        'note: "null"\n'
        "---\n\nText.\n"
    )


@pytest.mark.parametrize("word", ["NO", "2026-05-04", "1e3", "0x10", "true", "on", "12:30:45"])
def test_all_is_text(word: str) -> None:
    """No scalar turns into anything but its letters: Norway's code is "NO"."""
    assert fields(f"---\nvalue: {word}\nlist: [{word}]\n---\n") == {"value": word, "list": (word,)}


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing(word: str) -> None:
    """A key without a value, or with YAML's word for none, is an empty text."""
    assert fields(f"---\nvalue: {word}\n---\n") == {"value": ""}


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL", "-", "?", "---", "a:"])
def test_words_of_yaml(word: str) -> None:
    """A text that YAML has another use for is written so that it reads back."""
    assert fields(write({"value": word, word or "x": (word,)}, "")) == {
        "value": word,
        word or "x": (word,),
    }


def test_quoted_nothing() -> None:
    """In quotes, YAML's word for none is that word."""
    assert fields("---\nvalue: \"null\"\nother: '~'\n---\n") == {"value": "null", "other": "~"}


def test_no_front_matter() -> None:
    """A file that does not open with a fence is all body."""
    assert read(PATH, "Text.\n\n---\n").value == Matter({}, "Text.\n\n---\n", 1)


@pytest.mark.parametrize("text", ["---\n---\nText.\n", "---\n# nothing\n---\nText.\n"])
def test_empty(text: str) -> None:
    """Front matter may be empty."""
    assert read(PATH, text).value.body == "Text.\n"


def test_body_line() -> None:
    """The line on which the body starts is known."""
    assert read(PATH, "---\na: b\nc: d\n---\n\nText.\n").value.body_line == 5


def test_windows_lines() -> None:
    """Carriage returns belong to line ends, not to values."""
    found = read(PATH, "---\r\ntitle: A\r\ntags: [b, c]\r\n---\r\nText.\r\n").value

    assert found.fields == {"title": "A", "tags": ("b", "c")}
    assert found.body == "Text.\r\n"


def test_spots() -> None:
    """Every key and every value knows its line, its column and its width."""
    found = read(PATH, "---\ntitle: A B\nsource:\n  name: C\ntags: [d, ee]\n---\n").value

    assert found.keys["title"] == Spot(2, 1, 5)
    assert found.spots["title"] == Spot(2, 8, 3)
    assert found.spots["source.name"] == Spot(4, 9, 1)
    assert found.spots["tags.1"] == Spot(5, 11, 2)


def test_toml() -> None:
    """TOML between plus signs is read as text too, dates and switches in their usual form."""
    text = (
        '+++\ntitle = "A"\ndate = 2026-05-04\ndraft = true\norder = 3\ntags = ["b"]\n'
        '[source]\nname = "C"\n+++\nText.\n'
    )

    assert fields(text) == {
        "title": "A",
        "date": "2026-05-04",
        "draft": "true",
        "order": "3",
        "tags": ("b",),
        "source": {"name": "C"},
    }


def test_toml_spots() -> None:
    """Keys of TOML are found in their tables, dotted keys and rows of tables too."""
    text = "+++\na = 1\nb.c = 2\n[d]\ne = 3\n[[f]]\ng = 4\n[[f]]\ng = 5\n+++\n"

    found = read(PATH, text).value.keys

    assert {key: spot.line for key, spot in found.items()} == {
        "a": 2, "b.c": 3, "d": 4, "d.e": 5, "f.0": 6, "f.0.g": 7, "f.1": 8, "f.1.g": 9,
    }  # fmt: skip


def test_never_closed() -> None:
    """A fence without its partner is a fault at its first line."""
    problem = fault("---\ntitle: A\n")

    assert (problem.code, problem.place) == ("frontmatter-open", Place(PATH, 1, 1))


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("title: a: b", (2, 9)),
        ("title: [a", (3, 1)),
        ("a: 1\n\tb: 2", (3, 1)),
        ("- a", (2, 1)),
        ("just words", (2, 1)),
    ],
)
def test_no_yaml(source: str, place: tuple[int, int]) -> None:
    """What is no list of keys and values is a fault at its place."""
    problem = fault(f"---\n{source}\n---\n")

    assert problem.code == "frontmatter-syntax"
    assert (problem.place.line, problem.place.column) == place


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a = ", (2, 5)),
        ("a = 1\na = 2", (3, 1)),
        ("a = [", (2, 1)),
        (f"a = {'9' * 5000}", (2, 1)),
        ('a = "b', (2, 7)),
    ],
)
def test_no_toml(source: str, place: tuple[int, int]) -> None:
    """What is no TOML is a fault at its line."""
    problem = fault(f"+++\n{source}\n+++\n")

    assert problem.code == "frontmatter-syntax"
    assert problem.place.line == place[0]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("a: &x b", 'an anchor ("&x")'),
        ("a: &x [b]", 'an anchor ("&x")'),
        ("a: *x", 'an alias ("*x")'),
        ("a: !!str b", 'a tag ("tag:yaml.org,2002:str")'),
        ("a: !own {b: c}", 'a tag ("!own")'),
        ("a: !!python/object:os.system b", 'a tag ("tag:yaml.org,2002:python/object:os.system")'),
        ("!x a: b", 'a tag ("!x")'),
        ("&k a: b", 'an anchor ("&k")'),
    ],
)
def test_refused(source: str, what: str) -> None:
    """Anchors, aliases and tags are refused, wherever they stand."""
    problem = fault(f"---\n{source}\n---\n")

    assert problem.code == "frontmatter-refused"
    assert problem.message == f"front matter may not hold {what}"


def test_key_that_is_no_text() -> None:
    """A list for a key is refused."""
    assert fault("---\n? [a]\n: b\n---\n").code == "frontmatter-refused"


def test_merge_key() -> None:
    """YAML's merge key is a key like any other, and merges nothing."""
    assert fields("---\n<<: {a: b}\n---\n") == {"<<": {"a": "b"}}


@pytest.mark.parametrize(
    "source", ["a: 1\nb: 2\na: 3", "x:\n  a: 1\n  a: 2", "x: {a: 1, a: 2}", '"a": 1\na: 2']
)
def test_duplicate_key(source: str) -> None:
    """A key that stands twice is a fault at its second place."""
    problem = fault(f"---\n{source}\n---\n")

    assert problem.code == "duplicate-key"
    assert problem.message == '"a" stands here a second time'


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_depth(fence: str) -> None:
    """A value may be 20 levels deep and no deeper, however deep it is."""
    sign = ":" if fence == "---" else " ="
    brackets = LIMIT_LEVELS - 1

    def nested(levels: int) -> str:
        return f"{fence}\na{sign} {'[' * levels}{']' * levels}\n{fence}\n"

    assert "a" in fields(nested(brackets))
    assert fault(nested(LIMIT_LEVELS + 1)).code == "frontmatter-refused"
    assert fault(nested(8000)).code == "frontmatter-refused"


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_size(fence: str) -> None:
    """Front matter of more than 64 KiB is refused before it is parsed."""
    rows = "a" * LIMIT_BYTES

    problem = fault(f"{fence}\n# {rows}\n{fence}\n")

    assert problem.code == "frontmatter-refused"
    assert problem.message == "the front matter is larger than 64 KiB"


@given(st.text(st.sampled_from("-+#:[]{}\"'&*!|>%@` \t\nab=~?,\\")))
def test_any_text(text: str) -> None:
    """Whatever stands between the fences is fields or faults, never a crash."""
    for fence in ("---", "+++"):
        found = read(PATH, f"{fence}\n{text}\n{fence}\n")

        assert not (found.problems and found.value.fields)


def test_whole_file() -> None:
    """A whole TOML file is read the same way, its first line being line 1."""
    found = read_toml("dateline.toml", 'title = "A"\n\n[feeds]\nsize = 20\n').value

    assert found.fields == {"title": "A", "feeds": {"size": "20"}}
    assert found.spots["feeds.size"] == Spot(4, 8, 2)


def test_whole_file_with_a_fault() -> None:
    """A fault of a whole TOML file points at its line."""
    (problem,) = read_toml("dateline.toml", 'title = "A"\nsize = \n').problems

    assert (problem.code, problem.place.line) == ("frontmatter-syntax", 2)


EDITED = (
    "---\n# Ours.\ntitle: 'A'\n# Ask before changing.\ndate:   2026-05-04\ntags:\n- b\n- c\n"
    "# The end.\n---\n\n\nText.\n"
)


def test_rewritten() -> None:
    """A rewritten file keeps comments and the lines of fields that stay as they are."""
    changed: dict[str, Value] = {
        "title": "A",
        "date": "2026-05-05",
        "tags": ("b", "c"),
        "lang": "lt",
    }

    assert rewritten(EDITED, changed, "New.\n") == (
        "---\n# Ours.\ntitle: 'A'\n# Ask before changing.\ndate: 2026-05-05\ntags:\n- b\n- c\n"
        "# The end.\nlang: lt\n---\n\n\nNew.\n"
    )


def test_rewritten_without_a_key() -> None:
    """A key that goes takes its lines with it, but no comment."""
    assert rewritten(EDITED, {"title": "A"}, "Text.\n") == (
        "---\n# Ours.\ntitle: 'A'\n# Ask before changing.\n# The end.\n---\n\n\nText.\n"
    )


def test_rewritten_with_windows_lines() -> None:
    """A file with carriage returns keeps them, and new lines get them too."""
    text = EDITED.replace("\n", "\r\n")

    made = rewritten(text, {"title": "A", "tags": ("b",)}, "Text.\r\n")

    assert made.count("\n") == made.count("\r\n")
    assert fields(made) == {"title": "A", "tags": ("b",)}


@pytest.mark.parametrize(
    "text", ["---\n{a: b, c: d}\n---\n\nText.\n", '+++\na = "b"\n+++\nText.\n']
)
def test_rewritten_by_rote(text: str) -> None:
    """Front matter that cannot be changed line by line is written in the canonical form."""
    assert rewritten(text, {"a": "x"}, "Text.\n") == write({"a": "x"}, "Text.\n")


@given(FIELDS, FIELDS, TEXTS)
def test_rewriting_is_writing(
    before: Mapping[str, Value], after: Mapping[str, Value], body: str
) -> None:
    """However a file was written, a rewritten one holds the new fields and the new body."""
    found = read(PATH, rewritten(write(before, "Old.\n"), after, body))

    assert found.problems == ()
    assert found.value.fields == after
    assert found.value.body == f"\n{body}"


@given(FIELDS, TEXTS)
def test_rewriting_nothing(same: Mapping[str, Value], body: str) -> None:
    """A file whose fields and body stay keeps its bytes."""
    text = write(same, body.lstrip("\r\n"))

    assert rewritten(text, same, body.lstrip("\r\n")) == text


def test_unclosed_brackets() -> None:
    """Brackets that are never closed are refused before they cost quadratic time."""
    found = read("a.md", "---\n" + "{" * 60_000 + "\n---\n")

    assert [one.code for one in found.problems] == ["frontmatter-refused"]

import pytest

from generator.content.markdown import MAX_BYTES, MAX_DEPTH, render_markdown
from generator.diagnostics import Place

PLACE = Place("content/articles/a.md", 9)
SIZE = MAX_BYTES - 10


def codes_of(text: str, engine: str) -> list[str]:
    return [one.code for one in render_markdown(text, engine=engine, place=PLACE).problems]


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize("text", ["a" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1)])
def test_too_large(engine: str, text: str) -> None:
    """A text of more than 256 KiB is refused by name, however many characters it has."""
    checked = render_markdown(text, engine=engine, place=PLACE)
    (problem,) = checked.problems

    assert checked.value.parts == ("",)
    assert problem.code == "article-too-large"
    assert problem.place == PLACE
    assert problem.message == "the text is longer than 256 KiB and is not rendered"


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_large_enough(engine: str) -> None:
    """A long text of ordinary paragraphs, links, lists and notes is well within the limits."""
    part = (
        "Some *words* and a [link](http://example.org/a 'b') or [two](c.md) [sic].\n\n* a\n* b\n\n"
    )
    text = "".join(f"## Part {at}\n\n{part * 10}" for at in range(SIZE // len(part) // 11))

    assert codes_of(text, engine) == []


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize("mark", [">", "- ", "1. ", "* a\n"])
def test_too_deep(engine: str, mark: str) -> None:
    """Elements more than a hundred deep in each other are refused by name."""
    lines = (" " * (4 * depth) + mark for depth in range(MAX_DEPTH + 20))
    text = "".join(lines) if mark == "* a\n" else mark * (MAX_DEPTH + 20) + "a"

    assert codes_of(text, engine) == ["markdown-too-deep"]


@pytest.mark.parametrize(
    "unit",
    [
        *("[", "[a", "![", "[a](", "[a](<", "[a](b'c) ", "[a][", "`a``b", "a**b", "***\n", "&amp;"),
        *("a\n---\n", "```a\n", "~~~\n", "*[a]: b\n", "[^a]: b\n\nx[^a] ", "\\+ ", "- a\n\n"),
        *("# a\n\n", "a|b\n-|-\n"),
    ],
)
def test_too_complex(unit: str) -> None:
    """What would keep Python-Markdown busy for minutes is refused by name, on every machine."""
    assert codes_of(unit * (SIZE // len(unit)), "markdown") == ["markdown-too-complex"]


@pytest.mark.parametrize("unit", ["[", "[a](", "`a``b", "*a **b ", "<", "&", "[^a]: b\n\nx[^a] "])
def test_native_engine_is_steady(unit: str) -> None:
    """The CommonMark engine renders the same texts without ado."""
    assert codes_of(unit * (SIZE // len(unit)), "commonmark") == []

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content import engine_commonmark, engine_markdown
from generator.content.markdown_clean import clean
from generator.content.markdown_plain import plain_body
from generator.escape import escape_paragraph, escape_paragraphs

WORD = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8
)
MARKUP = st.text("ab1. \\`*_[]()<>#+-=:!|~^&;\"'/\u00a0", max_size=12)
LINE = st.lists(st.one_of(WORD, MARKUP), min_size=1, max_size=6).map(" ".join)
ENGINES = (engine_markdown.render, engine_commonmark.render)


@given(st.lists(LINE, min_size=1, max_size=5).map(escape_paragraphs))
def test_three_ways_agree(text: str) -> None:
    """What ingestion writes comes out alike, byte for byte, by both engines and by neither."""
    bodies = [clean(render(text), ())[0] for render in ENGINES]

    plain = plain_body(text)

    assert plain is not None or not text
    assert bodies == [plain, plain] or not text


@given(st.lists(LINE, min_size=1, max_size=4).map("\n".join))
def test_plain_is_never_wrong(text: str) -> None:
    """A text of several lines is either left to the engines or comes out as they would have it."""
    plain = plain_body(text)

    if plain is not None:
        assert [clean(render(text), ())[0] for render in ENGINES] == [plain, plain]


@given(st.lists(LINE.map(escape_paragraph), min_size=1, max_size=4).map("\n".join))
def test_wrapped_lines_agree(text: str) -> None:
    """Escaped lines that an editor put below each other come out alike too."""
    plain = plain_body(text)

    if plain is not None:
        assert [clean(render(text), ())[0] for render in ENGINES] == [plain, plain]


@given(st.text("ab .,\n1>-", max_size=24))
def test_prose_is_never_wrong(text: str) -> None:
    """Ordinary prose comes out as the engines would have it, however it is spaced and broken."""
    plain = plain_body(text)

    if plain is not None:
        assert [clean(render(text), ())[0] for render in ENGINES] == [plain, plain]


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("\na\nb\n", "<p>a\nb</p>"),
        ("AT&T > [sic]", "<p>AT&amp;T &gt; [sic]</p>"),
        ("a\\*b &lt;c> 1", "<p>a*b &lt;c&gt; 1</p>"),
        ("10\u00a0km", "<p>10&nbsp;km</p>"),
    ],
)
def test_plain(text: str, markup: str) -> None:
    """Plain paragraphs are written without an engine."""
    body = plain_body(text)

    assert body is not None
    assert body.parts == (markup,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*a*",
        "# a",
        "a\n===",
        "a\n---",
        "a|b\n-|-",
        "- a",
        "[a](b)",
        "a  \nb",
        "    a",
        "a\n\n\nb",
    ],
)
def test_not_plain(text: str) -> None:
    """Whatever could be markup is left to an engine."""
    assert plain_body(text) is None

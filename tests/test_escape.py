import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content import engine_commonmark, engine_markdown
from generator.content.markdown_clean import clean
from generator.content.markdown_plain import plain_body
from generator.escape import escape_paragraph, escape_paragraphs, unescape_paragraph

ENGINES = (engine_markdown.render, engine_commonmark.render)

READABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
)
MARKUP = st.text("ab1. \\`*_[]()<>#+-=:!|~^&;\"'/xX\u00a0\u2003\n{}@")


def shown(text: str) -> set[str]:
    """Return the different markups that the ways to render an escaped paragraph give."""
    markdown = escape_paragraph(text)
    bodies = [clean(render(markdown), ())[0] for render in ENGINES]
    plain = plain_body(markdown)
    if markdown:
        assert plain is not None
        bodies.append(plain)
    return {"".join(body.parts) for body in bodies}


@given(st.one_of(READABLE, MARKUP))
def test_text_comes_back(text: str) -> None:
    """Any text is shown as itself, in one paragraph and nothing else, whichever way it goes."""
    (markup,) = shown(text)

    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    assert " ".join("".join(tree.itertext()).split()) == " ".join(text.split())
    assert [child.tag for child in tree.iter()][1:] == (["p"] if text.strip(" \n") else [])


@given(st.one_of(READABLE, MARKUP))
def test_unescape_inverts(text: str) -> None:
    """Unescaping an escaped paragraph gives the text, its ASCII white space folded."""
    folded = " ".join(one for one in text.replace("\n", " ").split(" ") if one)

    assert unescape_paragraph(escape_paragraph(text)) == folded


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. bought 12 F-16s for $5.2 billion (up 3.5%) – “a record”, officials said.",
        "'It's over,' said AT&T's chief; R&D goes on at 10:30 a.m.",
        '"We [the allies] will not yield [sic]," he said.',
        "About ~500 troops crossed the 38th parallel; see report_2026_final for more!",
        "A+B > C and 2 + 2 = 4, or 3 * ... no",
        "-40 degrees, that is",
        "2026 was a good year. 1.5 million came.",
        "50/50 {so to speak} @ministry https://example.org/a-b?c=d#e",
    ],
)
def test_prose_stays(text: str) -> None:
    """Ordinary news prose is written unchanged, so that editors can read it."""
    assert escape_paragraph(text).replace("\\*", "*") == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# 1", "\\# 1"),
        ("- a", "\\- a"),
        ("---", "\\---"),
        ("+ a", "\\+ a"),
        ("> a", "\\> a"),
        ("1986. A great year", "1986\\. A great year"),
        ("2) b", "2\\) b"),
        (": a", "&#58; a"),
        ("*a*", "\\*a\\*"),
        ("_a_ a_b", "\\_a\\_ a_b"),
        ("`a`", "\\`a\\`"),
        ("a\\b", "a\\\\b"),
        ("<b>", "&lt;b>"),
        ("&copy; A&B", "&amp;copy; A&B"),
        ("[a](b) [c]", "\\[a](b) [c]"),
        ("![a]", "!\\[a]"),
        ("[^1]", "\\[^1]"),
        ("[a]: b", "\\[a]: b"),
        ("~~a~~ ~5", "&#126;&#126;a&#126;&#126; ~5"),
        (" a \n b ", "a b"),
        ("\u00a0a\u3000", "&#160;a&#12288;"),
        ("", ""),
    ],
)
def test_markup_is_escaped(text: str, markdown: str) -> None:
    """Whatever an engine could read as markup is escaped in the way that both understand."""
    assert escape_paragraph(text) == markdown


def test_paragraphs() -> None:
    """Paragraphs are separated by a blank line, and empty ones are left out."""
    assert escape_paragraphs(["a", " ", "# b"]) == "a\n\n\\# b"

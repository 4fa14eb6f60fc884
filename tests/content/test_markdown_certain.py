import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content import engine_commonmark, engine_markdown
from generator.content.markdown_certain import TAG, certain
from generator.content.markdown_clean import clean, cleaned
from generator.content.markdown_meter import TooComplexError
from generator.content.markdown_walk import walk
from tests.content.test_markdown_safety import FRAGMENTS, HOSTILE, hostile

RENDER = {"markdown": engine_markdown.render, "commonmark": engine_commonmark.render}
HOSTS = ("ok.example",)

KNOWN = "p ul ol li blockquote h1 h2 h6 em strong code del a".split()
OTHER = "table td pre dl dt dd sup section div script style svg".split()
TEXT = st.one_of(
    st.sampled_from(["a b", "é", "\n", "", "&amp;", "&lt;b&gt;", "&quot;", '"', "&copy;", "&#1;"]),
    st.text("ab \n&;\"'<>/=\t\r\x01\x7f\u00a0\u2028\ufeff\uffff", max_size=4),
)
VOID = st.sampled_from(["<br>", "<br />", "<hr>", "<hr />", "<br/>", "<img>", "<!-- -->", "<p/>"])
LABELS = st.lists(
    st.sampled_from(["a", "b1", "c-d", "e--f", "xn--g", "0x7f", "1", "256", "é", "", "-", "h@i"]),
    max_size=2,
)
HOST = st.builds(
    "{}.{}{}".format,
    LABELS.map(".".join),
    st.sampled_from(["org", "org", "org", "256", "0xa", "o", "xn--a", ""]),
    st.sampled_from(["", "", "", ".", ":80", ":99999", ":a"]),
)
REST = st.lists(
    st.sampled_from(
        ["a", "/", "?", "#", "&amp;", "&", "&#58;", "%", ":", "..", "\\", " ", "[", "'"]
    ),
    max_size=4,
).map("".join)
ADDRESS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://", "http:", "", "//", "../", "javascript:", "mailto:"]),
    HOST,
    REST,
)
LINK = ADDRESS.map('<a href="{}">'.format)


def element(name: str, inside: str) -> str:
    return f'<{name} href="b">{inside}</{name}>' if name == "a" else f"<{name}>{inside}</{name}>"


def wider(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    contents = st.lists(inside, max_size=4).map("".join)
    known = st.builds(element, st.sampled_from(KNOWN), contents)
    other = st.builds(element, st.sampled_from(OTHER), contents)
    return st.one_of(known, known, known, other, st.builds("{}{}</a>".format, LINK, contents))


PHRASES = st.recursive(
    st.sampled_from(["a b", "é", "&amp;", "&quot;", "<br />"]),
    lambda inside: st.builds(
        element,
        st.sampled_from("em strong code del a".split()),
        st.lists(inside, max_size=3).map("".join),
    ),
    max_leaves=6,
)
BLOCKS = st.recursive(
    st.builds(element, st.sampled_from("p h1 h2 h6".split()), PHRASES),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3).map("\n".join).map(lambda one: element("blockquote", one)),
        st.lists(inside | PHRASES, max_size=3).map(
            lambda items: element("ul", "".join(element("li", item) for item in items))
        ),
    ),
    max_leaves=6,
)
ANYTHING = st.recursive(TEXT, lambda inside: wider(inside) | VOID | TEXT, max_leaves=12)
MARKUP = st.lists(st.one_of(BLOCKS, BLOCKS, BLOCKS, ANYTHING), max_size=4).map("".join)
"""Well-nested markup of elements that may stand in each other, and of such that may not."""

LINES = st.one_of(
    FRAGMENTS,
    st.sampled_from(
        [
            *("\n\n## A *b*\n\n", "[a *b*](c.md)", "[a](https://x.org/b?c&d)", "**a *b* c**"),
            *("\n\n- a\n- b\n\n", "\n\n1. a\n\n2. b\n\n", "\n\n> a\n> b\n\n", '"a" & b', "a  \nb"),
            *("\n\n***\n\n", "[*a*](b) [](c)", "![a](b.png)", "\n\n- a\n  - b\n", "\n\n> - a\n"),
        ]
    ),
)


def as_certain(markup: str) -> str | None:
    """Return markup that is certain, with the void tags in the cleaner's spelling."""
    pieces = certain(markup)
    return None if pieces is None else "".join(pieces).replace(" />", ">")


@given(MARKUP)
def test_certain_is_clean(markup: str) -> None:
    """What counts as certainly clean comes back from the cleaner as it is."""
    assert as_certain(markup) in (None, cleaned(markup))


@given(st.lists(st.one_of(TEXT, LINK, VOID, st.sampled_from(["<p>", "</p>", "</a>"])), max_size=8))
def test_broken_markup(parts: list[str]) -> None:
    """Markup whose tags have no order is certain only where the cleaner would change nothing."""
    markup = "".join(parts)

    assert as_certain(markup) in (None, cleaned(markup))


@given(LINK)
def test_addresses(tag: str) -> None:
    """An address counts as certain only if the cleaner keeps it, letter by letter."""
    markup = f"<p>{tag}a</a></p>"

    assert as_certain(markup) in (None, cleaned(markup))


def same_both_ways(text: str, engine: str) -> bool:
    """Return whether a text has the same body and findings with and without the cleaner."""
    try:
        markup = RENDER[engine](text)
    except (TooComplexError, RecursionError):
        return True
    return clean(markup, HOSTS) == walk(TAG.split(cleaned(markup)), HOSTS)


@pytest.mark.parametrize("engine", RENDER)
@given(parts=st.lists(LINES, max_size=20))
def test_same_bodies(engine: str, parts: list[str]) -> None:
    """Any Markdown has the same body and findings, whether or not the cleaner is spared."""
    assert same_both_ways("".join(parts), engine)


@pytest.mark.corpora
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collections of hostile text are not here")
@pytest.mark.parametrize("engine", RENDER)
def test_hostile_bodies(engine: str) -> None:
    """Public collections of attacks have the same bodies, whether or not the cleaner is spared."""
    sources = [f"{text}\n\n[x]({text}) ![y]({text}) <{text}>" for text in hostile()]

    assert [text for text in sources if not same_both_ways(text, engine)] == []


@pytest.mark.parametrize("engine", RENDER)
@pytest.mark.parametrize(
    "text",
    [
        "a\n\nb",
        "## a *b* **c** `d`\n\n#### e\n\nf",
        'a "b" & <c> ’d’ — é',
        "- a\n- *b*\n\nc\n\n1. d\n\n2. e\n\n> f\n>\n> g",
        "- a\n    - b",
        "a  \nb\n\n***\n\nc",
        "[a *b*](https://www.ex-ample.org/b/c.html?d=e&f#g) [h](../2025/i.md#j) [k](#l)",
    ],
)
def test_prose_is_certain(engine: str, text: str) -> None:
    """The Markdown of ordinary articles needs no cleaning."""
    assert certain(RENDER[engine](text)) is not None


@pytest.mark.parametrize(
    "markup",
    [
        "<script>a</script>",
        "<p onclick=a>b</p>",
        '<p class="a">b</p>',
        "<P>a</P>",
        "<p>a",
        "a</p>",
        "<p><em>a</p></em>",
        "<p><p>a</p></p>",
        "<ul><p>a</p></ul>",
        "<em>a</em>",
        "<p>a < b</p>",
        "<p>a > b</p>",
        "<p>&copy;</p>",
        "<p>&#106;</p>",
        "<p>a & b</p>",
        "<p>a\x01</p>",
        "<p>a\u00a0</p>",
        '<p><a href="b"><em><a href="c">d</a></em></a></p>',
        '<p><a href="javascript:b">c</a></p>',
        '<p><a href="b:c">d</a></p>',
        '<p><a href="http://127.0.0.1/">b</a></p>',
        '<p><a href="http://a.256/">b</a></p>',
        '<p><a href="http://a.org:99999/">b</a></p>',
        '<p><a href="http://xn--a.org/">b</a></p>',
        '<p><a href="http://a@b.org/">c</a></p>',
        '<p><a href="b" onclick="c">d</a></p>',
        '<p><a href="b&#58;c">d</a></p>',
        '<p><img src="b"></p>',
        "<!-- a -->",
    ],
)
def test_not_certain(markup: str) -> None:
    """Whatever is not known to be clean is left to the cleaner."""
    assert certain(markup) is None

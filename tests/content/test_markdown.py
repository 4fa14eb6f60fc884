import pytest

from generator.content.markdown import render_markdown
from generator.diagnostics import Diagnostic, Place
from generator.model import Body, Heading

ENGINES = ("markdown", "commonmark")
PLACE = Place("content/articles/a.md", 9, 1)

both = pytest.mark.parametrize("engine", ENGINES)


def body_of(text: str, engine: str, *hosts: str) -> Body:
    return render_markdown(text, engine=engine, place=PLACE, image_hosts=hosts).value


def markup_of(text: str, engine: str, *hosts: str) -> str:
    return "{}".join(body_of(text, engine, *hosts).parts)


def problems_of(text: str, engine: str) -> tuple[Diagnostic, ...]:
    return render_markdown(text, engine=engine, place=PLACE).problems


@both
@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("a *b* **c** `d<`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code></p>"),
        ("> a\n\nb", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>"),
        ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("```py\na < b\n```", '<pre tabindex="0"><code>a &lt; b\n</code></pre>'),
    ],
)
def test_common_markup(engine: str, text: str, markup: str) -> None:
    """Both engines give the same bytes for the Markdown that everybody writes."""
    assert markup_of(text, engine) == markup


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a NATO\n\n*[NATO]: Alliance", '<p>a <abbr title="Alliance">NATO</abbr></p>'),
        ("a\n:   b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
    ],
)
def test_extensions(text: str, markup: str) -> None:
    """Python-Markdown knows abbreviations and definition lists."""
    assert markup_of(text, "markdown") == markup


def test_strikethrough() -> None:
    """The CommonMark engine knows struck-out text."""
    assert markup_of("~~a~~", "commonmark") == "<p><del>a</del></p>"


@both
@pytest.mark.parametrize(
    "text",
    [
        "a <b onclick=x>b</b>",
        "<div>\n*a*\n</div>",
        "<script>alert(1)</script>",
        "<!-- a -->",
        "a <br>",
    ],
)
def test_raw_markup_is_text(engine: str, text: str) -> None:
    """Raw HTML is shown as text in a paragraph, never passed through."""
    markup = markup_of(text, engine)

    assert "&lt;" in markup
    assert "<" not in markup.removeprefix("<p>").removesuffix("</p>").replace("<em>", "").replace(
        "</em>", ""
    )


@both
def test_links(engine: str) -> None:
    """Absolute links stay, with noopener on the web's; relative ones are left open, in order."""
    text = '[a](http://x.org/?b&c "t") <m@x.org> [d](../2025/o.md#p) ![e](f.jpg) [g](#h) [i](/j/)'

    body = body_of(text, engine)

    assert body.links == ("../2025/o.md#p", "f.jpg", "/j/")
    assert "{}".join(body.parts) == (
        '<p><a href="http://x.org/?b&amp;c" title="t" rel="noopener">a</a> '
        '<a href="mailto:m@x.org">m@x.org</a> <a href="{}">d</a> <img src="{}" alt="e"> '
        '<a href="#h">g</a> <a href="{}">i</a></p>'
    )


@both
def test_odd_addresses(engine: str) -> None:
    """What no URL may hold is percent-encoded, so that the page stays valid HTML."""
    text = "[a](<http://x.org/a b{c}|?d^e%zz>) [f](<#g h>)"

    assert markup_of(text, engine) == (
        '<p><a href="http://x.org/a%20b%7Bc%7D%7C?d%5Ee%25zz" rel="noopener">a</a> '
        '<a href="#g%20h">f</a></p>'
    )


def test_hidden_host() -> None:
    """Characters that browsers drop cannot hide a foreign host in what looks like a path."""
    assert body_of("[a](</&#9;/x.org>)", "markdown").links == ()


@both
def test_note_in_link(engine: str) -> None:
    """A note inside a link is lifted out of it, and still leads to its text."""
    markup = markup_of("[a[^1]](b)\n\n[^1]: c", engine)

    assert 'href="#fn:1">1</a>' in markup
    assert '<li id="fn:1">' in markup


@both
def test_protocol_relative(engine: str) -> None:
    """An address without a scheme but with a host is a foreign one, not a file of the project."""
    assert markup_of("[a](//x.org/b)", engine) == (
        '<p><a href="https://x.org/b" rel="noopener">a</a></p>'
    )


@both
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JaVaScRiPt:x",
        "ftp://x.org/",
        "vbscript:x",
        "a:b",
    ],
)
def test_refused_link(engine: str, address: str) -> None:
    """A link of another scheme is only its text, and a warning says where it stands."""
    checked = render_markdown(f"b\n\nc [d *e*]({address})", engine=engine, place=PLACE)

    assert "".join(checked.value.parts) == "<p>b</p>\n<p>c d <em>e</em></p>"
    assert [problem.code for problem in checked.problems] == ["refused-link"]


@both
def test_refused_link_place(engine: str) -> None:
    """The warning about a link points at it in its line of the file."""
    (problem,) = problems_of("b\n\nc [d](data:x) e", engine)

    assert problem.place == Place("content/articles/a.md", 11, 3)
    assert problem.message == '"d" is not linked: its address is empty or of a kind not allowed'
    assert (problem.excerpt, problem.width) == ("c [d](data:x) e", 3)


@both
def test_empty_link(engine: str) -> None:
    """A link that nobody could hear or see is taken out."""
    assert markup_of("a [](b) c", engine) == "<p>a  c</p>"


@both
def test_foreign_image(engine: str) -> None:
    """An image from a foreign host becomes its alternative text, and a warning names it."""
    checked = render_markdown("a ![b](https://x.org/c.png)", engine=engine, place=PLACE)
    (problem,) = checked.problems

    assert checked.value.parts == ("<p>a b</p>",)
    assert problem.code == "foreign-image"
    assert problem.message == (
        'the image "https://x.org/c.png" is not shown: it is on a foreign host'
    )
    assert problem.place == Place("content/articles/a.md", 9, 8)


@both
@pytest.mark.parametrize("address", ["https://img.org/c.png", "HTTP://IMG.org:80?d"])
def test_image_host(engine: str, address: str) -> None:
    """An image from a host that the owner allows is shown."""
    assert (
        markup_of(f"![b]({address})", engine, "img.org") == f'<p><img src="{address}" alt="b"></p>'
    )


@both
@pytest.mark.parametrize(
    "address",
    [
        "https://img.org.x.org/",
        "https://img.org@x.org/",
        "https://x.org/img.org",
        "https://img.org\\\\.x.org/",
    ],
)
def test_image_host_is_exact(engine: str, address: str) -> None:
    """No trick with an address makes another host look like an allowed one."""
    assert "<img" not in markup_of(f"![b]({address})", engine, "img.org")


@both
def test_headings(engine: str) -> None:
    """Headings begin at level 2, skip none, and have ids from their words, each only once."""
    body = body_of("# A & *B*\n\n#### C\n\n# A & *B*\n\n## Main\n\n#", engine)

    assert body.headings == (
        Heading(2, "a-and-b", "A & B"),
        Heading(3, "c", "C"),
        Heading(2, "a-and-b-2", "A & B"),
        Heading(3, "main-2", "Main"),
    )
    assert body.parts[0].startswith('<h2 id="a-and-b">A &amp; <em>B</em></h2>\n<h3 id="c">C</h3>')
    assert "<h1" not in body.parts[0]


@both
def test_table(engine: str) -> None:
    """A table stands in a named box that scrolls; alignment is a class; no header is empty."""
    assert markup_of("| a | |\n|--:|---|\n| 1 | 2 |", engine) == (
        '<div class="table-scroll" role="region" aria-label="a" tabindex="0"><table>\n<thead>\n'
        '<tr>\n<th scope="col" class="align-right">a</th>\n<td></td>\n</tr>\n</thead>\n<tbody>\n'
        '<tr>\n<td class="align-right">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table></div>'
    )


@both
def test_table_names_differ(engine: str) -> None:
    """Two tables with the same header have different names."""
    markup = markup_of("|a|b|\n|-|-|\n|1|2|\n\nc\n\n|a|b|\n|-|-|\n|3|4|", engine)

    assert 'aria-label="a, b"' in markup
    assert 'aria-label="a, b (2)"' in markup


@both
def test_notes(engine: str) -> None:
    """Notes have one form in both engines, and each way back has a name of its own."""
    markup = markup_of("a[^x] b[^x]\n\n[^x]: c", engine)

    assert '<a class="footnote-ref" role="doc-noteref" id="fnref:1" href="#fn:1">1</a>' in markup
    assert '<a class="footnote-ref" role="doc-noteref" id="fnref:2" href="#fn:1">1</a>' in markup
    assert '<div class="footnotes" role="doc-endnotes">' in markup
    assert '<li id="fn:1">\n<p>c' in markup
    assert 'role="doc-backlink" href="#fnref:1" aria-label="Back to reference 1">' in markup
    assert 'role="doc-backlink" href="#fnref:2" aria-label="Back to reference 1.2">' in markup


def test_unused_note() -> None:
    """A note that nothing refers to has no way back to nowhere."""
    assert "<a " not in markup_of("a *b*\n\n[^x]: c", "markdown")


@both
def test_words(engine: str) -> None:
    """Words are counted in the visible text; the numbers of notes are none."""
    assert body_of("# One\n\ntwo *th*ree[^1] <b>\n\n[^1]: five", engine).words == 5


@both
@pytest.mark.parametrize("reference", ["&#1;", "&#x1;", "&#127;", "&#x80;", "\x01"])
def test_control_characters(engine: str, reference: str) -> None:
    """No control character gets through, not even as a reference: one marks the site's root."""
    markup = markup_of(f"*a*{reference}b [c{reference}](d{reference})", engine)

    assert not [one for one in markup if ord(one) < 32 or 127 <= ord(one) < 160 or one == "\x01"]

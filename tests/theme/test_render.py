"""What rendering a page promises."""

from pathlib import Path

import html5lib
import pytest
from msgspec.structs import replace

from generator.diagnostics import Place
from generator.fingerprint import digest_of
from generator.model import ROOT, Html, Maker, SitePath, Url
from generator.site.views import (
    Context,
    CopyContext,
    Link,
    OutlineContext,
    Page,
    Ready,
    RedirectContext,
    SitemapContext,
    TextContext,
)
from generator.theme.render import Renderer, each_once, way_to_root
from generator.theme.theme import load_theme
from generator.workers import spread
from tests.theme.samples import (
    BASE,
    article,
    bare,
    card,
    contexts,
    feed,
    home,
    item,
    loaded,
    page,
    site,
    story,
    text_of,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% include 'x' %}",
    "</title></h1><svg onload=alert(1)>",
    "&lt;b&gt; &amp;amp; ]]> <!-- -->",
    "'+alert(1)+'",
)


def renderer(folder: Path, changes: dict[str, str] | None = None, base_url: str = BASE) -> Renderer:
    """Return a renderer for the bare theme, some templates of which are changed."""
    changed = {f"templates/{name}": text for name, text in (changes or {}).items()}
    return Renderer(loaded(bare(folder / "themes", changed)), site(base_url))


@pytest.mark.parametrize("template", list(contexts()))
def test_every_template(tmp_path: Path, template: str) -> None:
    """Every kind of page is rendered, as one whole document that ends in one line end."""
    text = text_of(renderer(tmp_path), page(template, contexts()[template]))

    assert text.startswith("<!doctype html>")
    assert text.endswith("</html>\n")


@pytest.mark.parametrize("title", HOSTILE)
def test_text_stays_text(tmp_path: Path, title: str) -> None:
    """Whatever a headline holds, a reader reads it and no browser obeys it."""
    text = text_of(renderer(tmp_path), page("article.html", story(article(title))))

    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    assert tree.findtext("body/h1") == title
    assert tree.findtext("head/title") == title
    names = {one.tag for one in tree.iter()}
    assert names == {"html", "head", "title", "body", "h1", "p"}


def test_hostile_attribute(tmp_path: Path) -> None:
    """An address cannot end the attribute that it stands in."""
    made = renderer(
        tmp_path, {"partials/entry.html": '<a href="{{ card.url }}">{{ card.title }}</a>'}
    )
    wicked = replace(card(), url=Url(ROOT + '"onclick="alert(1)'))

    text = text_of(made, page("home.html", home(wicked)))

    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    assert [one.attrib for one in tree.iter("a")] == [{"href": '/sub/"onclick="alert(1)'}]


def test_markup_is_printed_as_it_stands(tmp_path: Path) -> None:
    """Markup of our own making is not escaped again."""
    text = text_of(
        renderer(tmp_path), page("article.html", story(article(body="<p>a &amp; b</p>")))
    )

    assert "<p>a &amp; b</p>" in text


@pytest.mark.parametrize(
    ("path", "base_url", "way"),
    [
        ("index.html", "https://a.example/", "/"),
        ("index.html", "https://a.example/sub/", "/sub/"),
        ("a/b/index.html", "https://a.example/sub/", "/sub/"),
        ("index.html", "", "./"),
        ("404.html", "", "./"),
        ("a/index.html", "", "../"),
        ("2026/05/04/x/index.html", "", "../../../../"),
    ],
)
def test_way_to_root(path: str, base_url: str, way: str) -> None:
    """Links lead to the site's root by its address, or relatively where it has none."""
    assert way_to_root(SitePath(path), base_url) == way


def test_links_by_depth(tmp_path: Path) -> None:
    """One entry, rendered once, has the right links on pages of different depths."""
    made = renderer(tmp_path, base_url="")
    context = home(card())

    near = text_of(made, page("home.html", context, "index.html"))
    far = text_of(made, page("home.html", context, "page/3/index.html"))

    assert 'href="./2026/05/04/a-story/"' in near
    assert 'href="../../2026/05/04/a-story/"' in far


def test_equal_pages_have_equal_bytes(tmp_path: Path) -> None:
    """What was rendered before does not show in what is rendered after."""
    one, two = renderer(tmp_path / "1"), renderer(tmp_path / "2")
    context = home(card("A"), card("B"))

    for _ in range(2):
        text_of(one, page("home.html", home(card("C"))))

    assert text_of(one, page("home.html", context)) == text_of(two, page("home.html", context))


def test_warm_changes_nothing(tmp_path: Path) -> None:
    """A renderer that has compiled everything renders what another renders."""
    cold, warm = renderer(tmp_path / "1"), renderer(tmp_path / "2")
    warm.warm(contexts())

    for template, context in contexts().items():
        assert text_of(cold, page(template, context)) == text_of(warm, page(template, context))


def test_entries_ahead(tmp_path: Path) -> None:
    """Entries that were rendered before they are shown are what they would have been."""
    late, early = renderer(tmp_path / "1"), renderer(tmp_path / "2")
    context = home(card("A"), card("B"))
    early.enter(context.latest)

    assert text_of(late, page("home.html", context)) == text_of(early, page("home.html", context))


def test_slip_in_an_entry_ahead(tmp_path: Path) -> None:
    """A slip in an entry is told when a page shows it, not before."""
    made = renderer(tmp_path, {"partials/entry.html": "{{ card.title / 0 }}"})
    made.enter([card("A")])

    (problem,) = made.render(page("home.html", home(card("A")), "index.html")).problems

    assert problem.hint.startswith("met while making index.html")


def test_who_shows_entries(tmp_path: Path) -> None:
    """A template shows entries if it, or one that it depends on, uses the filter."""
    files = {"page.html": '{% include "more.html" %}', "more.html": "{{ none|entry }}"}
    made = renderer(tmp_path, files)

    found = {name for name in contexts() if made.shows_entries(name)}

    assert found == {"home.html", "page.html"}
    assert not made.shows_entries("")


def test_undefined_at_run_time(tmp_path: Path) -> None:
    """A value that is missing on one page only is an error at the template's line."""
    made = renderer(tmp_path, {"article.html": "<p>\n{{ site.extra.mine }}\n"})

    result = made.render(page("article.html", story(), "a/index.html"))

    (problem,) = result.problems
    assert result.value == b""
    assert problem.place == Place("themes/bare/templates/article.html", 2, 15)
    assert problem.code == "undefined-name"
    assert problem.message == '"dict object" has no attribute "mine"'
    assert problem.hint == "met while making a/index.html from content/a.md"
    assert (problem.excerpt, problem.width) == ("{{ site.extra.mine }}", 4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ article.updated }}", "a value of type None cannot be printed"),
        ("{{ article.tags }}", "a value of type tuple cannot be printed"),
        ("{{ article.tags|map('upper') }}", "a value of type generator cannot be printed"),
        ("{{ article.words / 0 }}", "division by zero"),
        ("{{ article|entry }}", '"entry" takes a card, not a value of type ArticleView'),
        ("{{ article.title|plural('x') }}", None),
        ("{{ ''.format.__globals__ }}", None),
    ],
)
def test_slips_at_run_time(tmp_path: Path, text: str, message: str | None) -> None:
    """What goes wrong in a template is told with its line, and does not end the build."""
    files = {"templates/article.html": "\n\n" + text}
    theme = load_theme("bare", (bare(tmp_path / "themes", files),), options={}).value

    (problem,) = Renderer(theme, site()).render(page("article.html", story())).problems

    assert problem.place.path == "themes/bare/templates/article.html"
    assert problem.place.line == 3
    assert problem.code in {"template-error", "undefined-name"}
    assert message is None or problem.message == message


def test_slip_in_an_entry(tmp_path: Path) -> None:
    """A slip in a partial is told with the partial's line, not with that of the page."""
    made = renderer(tmp_path, {"partials/entry.html": "<p>\n<b>{{ site.extra.x }}</b>"})

    (problem,) = made.render(page("home.html", contexts()["home.html"])).problems

    assert problem.place == Place("themes/bare/templates/partials/entry.html", 2, 18)


def test_compile_error(tmp_path: Path) -> None:
    """What only compiling finds is told like all else."""
    twice = "{% block main %}{% endblock %}\n{% block main %}{% endblock %}"
    made = renderer(tmp_path, {"page.html": twice})
    made.warm(["page.html"])

    (problem,) = made.render(page("page.html", contexts()["page.html"])).problems

    assert problem.code == "template-syntax"
    assert problem.place == Place("themes/bare/templates/page.html", 2)


@pytest.mark.parametrize(
    "text",
    [
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ (x|map('upper')).gi_frame }}",
        "{{ ['__class__']|map(attribute='__class__')|join }}",
        "{{ '{0.__class__}'.format(x) }}",
        "{{ x|attr('__class__') }}",
        "{{ site.options.update(a=1) }}",
        "{{ [].append(1) }}",
        "{{ self._TemplateReference__context }}",
    ],
)
def test_sandbox(tmp_path: Path, text: str) -> None:
    """A template cannot reach what is behind its context, even if its checks were skipped."""
    files = {"templates/article.html": "{% set x = article.title %}" + text}
    theme = load_theme("bare", (bare(tmp_path / "themes", files),), options={}).value

    assert Renderer(theme, site()).render(page("article.html", story())).problems


def test_feed(tmp_path: Path) -> None:
    """A feed is made in the format that its name says, each item being written once."""
    made = renderer(tmp_path)
    pages = [
        Page(SitePath(f"{folder}{name}"), Maker.FEED, Ready(feed(item())), Place("content"))
        for folder in ("", "tags/x/")
        for name in ("feed.xml", "rss.xml", "feed.json")
    ]

    texts = [text_of(made, one) for one in pages]

    assert ["<feed" in one for one in texts] == [True, False, False] * 2
    assert ["<rss" in one for one in texts] == [False, True, False] * 2
    assert texts[:3] == texts[3:]


@pytest.mark.parametrize(
    ("path", "context", "start"),
    [
        ("sitemap.xml", SitemapContext(()), "<?xml"),
        ("feeds.opml", OutlineContext("T", ()), "<?xml"),
        ("robots.txt", TextContext("User-agent: *\n"), "User-agent: *\n"),
        ("old/index.html", RedirectContext("T", Url(ROOT + "new/"), "", "en"), "<!doctype html>"),
    ],
)
def test_document(tmp_path: Path, path: str, context: Context, start: str) -> None:
    """A document is made by the type of its context."""
    text = text_of(
        renderer(tmp_path), Page(SitePath(path), Maker.DOCUMENT, Ready(context), Place("content"))
    )

    assert text.startswith(start)


def test_redirect_leads_to_the_root(tmp_path: Path) -> None:
    """A redirect is a page, hence its link is resolved like those of other pages."""
    context = RedirectContext("T", Url(ROOT + "new/index.html"), "", "en")
    one = Page(SitePath("old/a/index.html"), Maker.DOCUMENT, Ready(context), Place("content"))

    assert 'href="../../new/index.html"' in text_of(renderer(tmp_path, base_url=""), one)


@pytest.mark.parametrize(
    ("path", "maker", "context"),
    [
        ("llms.txt", Maker.DOCUMENT, TextContext(ROOT + "x/")),
        ("feed.xml", Maker.FEED, replace(feed(), home=ROOT)),
    ],
)
def test_no_root_is_left(tmp_path: Path, path: str, maker: Maker, context: Context) -> None:
    """A link that only a page can resolve is our own bug in anything else, and stops the build."""
    with pytest.raises(AssertionError, match="a link that only a page can resolve"):
        renderer(tmp_path).render(Page(SitePath(path), maker, Ready(context), Place("content")))


def test_copy(tmp_path: Path) -> None:
    """A file is published byte for byte."""
    file = tmp_path / "a.bin"
    file.write_bytes(b"\x00\x01\xff")
    context = CopyContext(str(file), digest_of(b"\x00\x01\xff"))

    made = renderer(tmp_path).render(
        Page(SitePath("a.bin"), Maker.COPY, Ready(context), Place("content/files/a.bin"))
    )

    assert made.value == b"\x00\x01\xff"


@pytest.mark.parametrize("now", ["changed", "gone", "link"])
def test_copy_that_changed(tmp_path: Path, now: str) -> None:
    """A file that is not what it was when the site was planned is not published."""
    file = tmp_path / "a.txt"
    if now == "changed":
        file.write_text("other")
    if now == "link":
        (tmp_path / "b.txt").write_text("text")
        file.symlink_to(tmp_path / "b.txt")
    context = CopyContext(str(file), digest_of(b"text"))

    made = renderer(tmp_path).render(
        Page(SitePath("a.txt"), Maker.COPY, Ready(context), Place("content/files/a.txt"))
    )

    assert made.value == b""
    assert [(one.place, one.code) for one in made.problems] == [
        (Place("content/files/a.txt"), "source-changed")
    ]


def test_our_own_bug(tmp_path: Path) -> None:
    """An exception that no template is to blame for is raised, and says for which page."""
    wrong = Page(SitePath("feed.txt"), Maker.FEED, Ready(feed()), Place("content"))

    with pytest.raises(KeyError) as caught:
        renderer(tmp_path).render(wrong)

    assert caught.value.__notes__ == ["while making feed.txt from content"]


def test_each_once(tmp_path: Path) -> None:
    """A slip that ten thousand pages meet is told once, for the first of them."""
    made = renderer(tmp_path, {"article.html": "{{ site.extra.mine }}"})
    pages = [page("article.html", story(), f"{number}/index.html") for number in range(3)]

    problems = each_once([one for each in pages for one in made.render(each).problems])

    assert [one.hint for one in problems] == ["met while making 0/index.html from content/a.md"]


def test_forked(tmp_path: Path) -> None:
    """A renderer that other processes inherited renders there what it renders here."""
    made = renderer(tmp_path)
    pages = [page("home.html", home(card(str(number)))) for number in range(8)]
    here = [made.render(one).value for one in pages]
    fresh = renderer(tmp_path)

    there = spread(lambda one: fresh.render(one).value, pages, 2, grain=1)

    assert list(there) == here


def test_html_in_a_card_stays_in_it(tmp_path: Path) -> None:
    """Html that a context holds as a value of its own is markup wherever it is printed."""
    made = renderer(tmp_path, {"page.html": "{{ body }}{{ page.structured }}"})
    context = replace(contexts()["page.html"], body=Html("<b>x</b>"))

    assert text_of(made, page("page.html", context)) == "<b>x</b>\n"


def test_link_fields(tmp_path: Path) -> None:
    """Links of a card carry their own way to the root."""
    entry = "{% for one in card.countries %}{{ one.url }} {% endfor %}"
    made = renderer(tmp_path, {"partials/entry.html": entry})
    linked = replace(card(), countries=(Link("A", Url(ROOT + "countries/a/")),))

    assert "/sub/countries/a/" in text_of(made, page("home.html", home(linked)))

"""The preview in a real browser: save, and see it; break something, and be told where."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.attended import running, wait_until
from tests.projects import article, write

pytestmark = pytest.mark.browser

ARTICLE = "content/articles/2026/radars.md"
TEMPLATE = "themes/mine/templates/article.html"
STYLE = "themes/mine/assets/site.css"
TERMS = "content/taxonomies/tags.toml"
PAGE = "2026/05/03/radars/"
OTHER = "2026/05/04/frigate/"


def radars(body: str) -> str:
    """Return the article that is edited."""
    long = "\n\n".join(f"Paragraph {number} of a long report." for number in range(60))
    return article(
        "Radars ordered",
        "2026-05-03",
        f"{body}\n\n{long}",
        summary="In short.",
        tags="[harbour-watch]",
        countries="[Lithuania]",
    )


def template(extra: str) -> str:
    """Return the template of articles, with something of its own."""
    return (
        '{% extends "parent/article.html" %}{% block colophon %}\n'
        f'<p id="extra">{extra}</p>\n'
        "<details><summary>First</summary><p>One.</p></details>\n"
        '<details id="second"><summary>Second</summary><p>Two.</p></details>\n'
        "{{ super() }}{% endblock %}\n"
    )


def style(colour: str) -> str:
    """Return the stylesheet, with the colour of text."""
    return f"body {{ color: {colour}; margin: 1rem }}\n"


def terms(name: str) -> str:
    """Return the vocabulary, with the name of one subject."""
    return f'[[tag]]\nid = "harbour-watch"\nname = "{name}"\n'


FILES = {
    "dateline.toml": (
        'title = "Test Wire"\nbase_url = "https://news.example/daily/"\ntheme = "mine"\n'
    ),
    "themes/mine/theme.toml": 'api = 1\nname = "mine"\nparent = "dispatch"\n',
    STYLE: style("rgb(1, 2, 3)"),
    TEMPLATE: template("At first"),
    TERMS: terms("Harbour watch"),
    ARTICLE: radars("Lithuania has ordered radars."),
    "content/articles/2026/frigate.md": article("Frigate named", "2026-05-04", tags="[nato]"),
    "content/articles/2026/secret.md": article(
        "Secret talks", "2026-05-05", draft="true", tags="[nato]"
    ),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A project that is served, the address of its root, and a way to open its pages."""

    root: Path
    url: str
    browser: Browser

    def edit(self, path: str, text: str) -> None:
        """Save a file of the project."""
        write(self.root, {path: text})

    def open(self, path: str) -> "Shown":
        """Open a page in a window of its own; what the browser complains about is gathered."""
        page = self.browser.new_context().new_page()
        complaints: list[str] = []

        def heard(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                complaints.append(message.text)

        page.on("console", heard)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(self.url + path)
        shown = Shown(page, complaints)
        shown.mark()
        return shown


@dataclass(frozen=True, slots=True)
class Shown:
    """An open page."""

    page: Page
    complaints: list[str]

    def mark(self) -> None:
        """Leave a mark that a reload takes away."""
        self.page.evaluate("window.marked = true")

    def is_same(self) -> bool:
        """Return whether the page has not been loaded again since it was marked."""
        return bool(self.page.evaluate("window.marked === true"))

    def wait_for(self, expression: str) -> None:
        """Return as soon as an expression is true, asked from outside of the page's policy."""
        wait_until(lambda: bool(self.page.evaluate(expression)), lambda: f"not {expression}")


@contextmanager
def previewed(folder: Path, browser: Browser, *words: str) -> Iterator[Preview]:
    """Serve the project with some flags while the block runs."""
    root = write(folder / "project", FILES)
    with running(root, "serve", "--port", "0", "--clock", "2026-05-20", *words) as serving:
        line = serving.wait_for("Serving ")
        yield Preview(root, line.split(" at ")[1].removesuffix("; Ctrl-C ends it."), browser)


@pytest.fixture(autouse=True)
def no_window_left(browser: Browser) -> Iterator[None]:
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture
def preview(tmp_path: Path, browser: Browser) -> Iterator[Preview]:
    with previewed(tmp_path, browser) as one:
        yield one


def problems(page: Page) -> Locator:
    """Return what is shown over a page while something is wrong."""
    return page.locator("dateline-preview #problems")


def test_article(preview: Preview) -> None:
    """A saved article is shown without a click, and a page that it does not concern stays."""
    shown, other = preview.open(PAGE), preview.open(OTHER)

    preview.edit(ARTICLE, radars("Lithuania has ordered four radars."))

    expect(shown.page.get_by_text("four radars")).to_be_visible()
    assert not shown.is_same()
    assert other.is_same()
    assert shown.complaints == other.complaints == []


def test_template(preview: Preview) -> None:
    """A saved template changes the page that is open; its place and open details are kept."""
    shown = preview.open(PAGE)
    shown.page.locator("#second summary").click()
    shown.page.evaluate("scrollTo(0, 1500)")

    preview.edit(TEMPLATE, template("At second"))

    expect(shown.page.locator("#extra")).to_have_text("At second")
    assert not shown.is_same()
    assert [one.get_attribute("open") for one in shown.page.locator("details").all()] == [None, ""]
    shown.wait_for("scrollY === 1500")
    assert shown.complaints == []


def test_stylesheet(preview: Preview) -> None:
    """A saved stylesheet is taken by every page without loading it again."""
    shown, other = preview.open(PAGE), preview.open(OTHER)

    preview.edit(STYLE, style("rgb(4, 5, 6)"))

    for one in (shown, other):
        expect(one.page.locator("body")).to_have_css("color", "rgb(4, 5, 6)")
        one.wait_for("document.querySelectorAll('link[rel=stylesheet]').length === 1")
        assert one.is_same()
        assert one.complaints == []


def test_vocabulary(preview: Preview) -> None:
    """A term that is renamed is renamed on the page that is open."""
    shown = preview.open(PAGE)

    preview.edit(TERMS, terms("Port watch"))

    expect(shown.page.get_by_role("link", name="Port watch").first).to_be_visible()
    assert shown.complaints == []


BROKEN = {
    ARTICLE: (
        radars("Text.").replace("[Lithuania]", "[Lithunia]"),
        radars("Mended."),
        f"{ARTICLE}:6:13",
        'no country is called "Lithunia"',
        'did you mean "Lithuania"?',
        "text=Mended.",
    ),
    TEMPLATE: (
        template("{{ article.titel }}"),
        template("Mended"),
        f"{TEMPLATE}:2:26",
        "titel",
        'did you mean "title"?',
        "text=Mended",
    ),
    STYLE: (
        style("red") + "main { background: url(missing.png) }\n",
        style("rgb(7, 8, 9)"),
        f"{STYLE}:2:24",
        'there is no asset "missing.png"',
        "",
        "",
    ),
    TERMS: (
        terms('a "b'),
        terms("Mended watch"),
        f"{TERMS}:3:",
        "this is not TOML",
        "",
        "text=Mended watch >> nth=0",
    ),
}


@pytest.mark.parametrize("path", BROKEN)
def test_broken_and_mended(preview: Preview, path: str) -> None:
    """A mistake is shown over the last good page with its place, and goes when it is mended."""
    broken, mended, place, message, hint, proof = BROKEN[path]
    shown = preview.open(PAGE)

    preview.edit(path, broken)
    told = problems(shown.page)
    expect(told).to_be_visible()
    expect(told).to_contain_text(place)
    expect(told).to_contain_text(message)
    expect(told).to_contain_text(hint)
    expect(told).to_contain_text("^")
    assert shown.is_same(), "the last good page stays"
    expect(problems(preview.open(OTHER).page)).to_contain_text(message)

    preview.edit(path, mended)
    expect(told).to_be_hidden()
    if proof:
        expect(shown.page.locator(proof)).to_be_visible()
    else:
        expect(shown.page.locator("body")).to_have_css("color", "rgb(7, 8, 9)")
    assert shown.complaints == []


def test_hostile_message(preview: Preview) -> None:
    """Text that is quoted in a message stays text."""
    shown = preview.open(PAGE)
    payload = "<img src=x onerror=document.title='hit'>"

    preview.edit(ARTICLE, radars("x").replace("[Lithuania]", f'["{payload}"]'))

    expect(problems(shown.page)).to_contain_text(payload)
    assert shown.page.locator("dateline-preview img").count() == 0
    assert shown.page.title() != "hit"


def test_new_and_gone(preview: Preview) -> None:
    """A page that is not there yet appears, and one that was deleted is told to be gone."""
    waiting, leaving = preview.open("2026/05/06/new/"), preview.open(OTHER)
    assert "not found" in waiting.page.title().lower()

    preview.edit("content/articles/2026/new.md", article("All new", "2026-05-06"))
    (preview.root / "content/articles/2026/frigate.md").unlink()

    expect(waiting.page.get_by_role("heading", name="All new")).to_be_visible()
    expect(leaving.page.get_by_role("heading", level=1)).to_have_text("Page not found")


def test_images(preview: Preview) -> None:
    """A picture that keeps its name is shown anew when its bytes change."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"></svg>\n'
    preview.edit("content/articles/2026/map.svg", picture.format(10))
    preview.edit(ARTICLE, radars("![A map](map.svg)"))
    shown = preview.open(PAGE)
    image = shown.page.get_by_alt_text("A map")
    expect(image).to_be_attached()
    expect(image).to_have_js_property("naturalWidth", 10)

    preview.edit("content/articles/2026/map.svg", picture.format(20))

    expect(image).to_have_js_property("naturalWidth", 20)


def test_drafts(tmp_path: Path, browser: Browser) -> None:
    """A preview with drafts shows them with a banner, not to be indexed, and nowhere else."""
    with previewed(tmp_path, browser, "--drafts") as preview:
        draft = preview.open("2026/05/05/secret/")
        answer = draft.page.reload()

        expect(draft.page.get_by_label("Preview")).to_contain_text("Draft: not published")
        expect(draft.page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
        assert answer
        assert answer.header_value("x-robots-tag") == "noindex, nofollow"
        assert not (preview.root / "output").exists()
        assert draft.complaints == []


def test_without_scripts(preview: Preview, browser: Browser) -> None:
    """Pages are whole without JavaScript."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(preview.url + PAGE)

    expect(page.get_by_role("heading", level=1)).to_have_text("Radars ordered")
    assert page.locator("dateline-preview").count() == 0


def test_restart(tmp_path: Path, browser: Browser) -> None:
    """A page that outlives the server says so, and is loaded again when the next one answers."""
    with previewed(tmp_path, browser) as first:
        shown = first.open(PAGE)
    expect(shown.page.get_by_role("status")).to_be_visible()
    port = first.url.split(":")[2].split("/")[0]

    root, words = first.root, ("--port", port, "--clock", "2026-05-20")
    first.edit(ARTICLE, radars("After the pause."))
    with running(root, "serve", *words) as serving:
        serving.wait_for(f":{port}/")
        expect(shown.page.get_by_text("After the pause.")).to_be_visible()

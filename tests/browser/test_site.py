"""What a reader gets: built sites in Chromium, with everything that goes wrong collected."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

from tests.browser.fixtures import NEWS, Site
from tests.browser.payloads import PAYLOADS

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 820, 1440)
SCHEMES = ("light", "dark")

COUNTRY = "countries/lithuania/index.html"
HEADLINES = [paragraphs[0] for paragraphs in NEWS.values()]

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.effectiveDirective} blocked ${event.blockedURI}`);
});
"""

LOOK = """() => {
  const style = getComputedStyle(document.body);
  return [style.fontFamily, style.fontSize, style.margin, style.color, style.backgroundColor];
}"""

# A page without a background of its own lies on the canvas, whose colour follows color-scheme.
INK_AND_GROUNDS = """() => {
  const probe = document.documentElement.appendChild(document.createElement('div'));
  probe.style.background = 'Canvas';
  const grounds = [probe, document.body, document.documentElement].map(
    (element) => getComputedStyle(element).backgroundColor,
  );
  return [getComputedStyle(document.body).color, grounds.join()];
}"""

ADDRESSES = """() => Array.from(
  document.querySelectorAll('a[href], link[href], script[src], img[src]'),
  (element) => element.href || element.src,
)"""

INTRUDERS = """() => Array.from(document.querySelectorAll('*')).filter((element) =>
  element.getAttributeNames().some((name) => name.startsWith('on') || name === 'srcdoc')
  || /^(javascript|data|vbscript):/i.test(element.getAttribute('href') || '')
  || ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MATH'].includes(element.tagName)
  || (element.tagName === 'SCRIPT' && !element.src && element.type !== 'application/ld+json')
  || element.matches('main :is(style, script:not([type="application/ld+json"]), meta, link)')
).map((element) => element.outerHTML.slice(0, 200))"""


@contextmanager
def window(browser: Browser, scheme: str = "light", *, scripts: bool = True) -> Iterator[Page]:
    """Open an empty page in a context of its own."""
    with browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts,
        viewport={"width": 1280, "height": 900},
    ) as context:
        context.add_init_script(WATCH)
        yield context.new_page()


def visit(page: Page, site: Site, paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Open pages of a site one by one; yield each with all that the browser complains about."""
    faults: list[str] = []
    own = urlsplit(site.root).netloc

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def asked(dialog: Dialog) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def sent(request: Request) -> None:
        if urlsplit(request.url).netloc != own:
            faults.append(f"request to {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} for {response.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", asked)
    page.on("request", sent)
    page.on("response", answered)
    for path in paths:
        page.goto(site.url(path), wait_until="load")
        faults += page.evaluate("window.violations")
        yield path, list(faults)
        faults.clear()


def faults_of(browser: Browser, site: Site, scheme: str) -> dict[str, list[str]]:
    """Return what the browser complains about on one page of every kind."""
    with window(browser, scheme) as page:
        return {path: faults for path, faults in visit(page, site, chosen(site)) if faults}


def chosen(site: Site) -> list[str]:
    """Return one page of every kind that the site has."""
    kinds: dict[str, str] = {}
    for path in site.pages():
        parts = path.split("/")
        kind = "article" if path[:4].isdigit() else f"{parts[0]} {len(parts)}"
        kinds.setdefault(kind, path)
    return sorted(kinds.values())


def test_headlines(browser: Browser, news: Site) -> None:
    """The home page shows every story, and each story has a page under its headline."""
    with window(browser) as page:
        page.goto(news.url("index.html"))
        home = page.inner_text("body")
        headings = []
        for path in news.articles():
            page.goto(news.url(path))
            headings.append(page.inner_text("h1"))

    assert [headline for headline in HEADLINES if headline not in home] == []
    assert sorted(headings) == sorted(HEADLINES)


def test_country(browser: Browser, news: Site) -> None:
    """A country's page lists the stories about it, and no others."""
    with window(browser) as page:
        page.goto(news.url(COUNTRY))
        heading, main = page.inner_text("h1"), page.inner_text("main")

    assert "Lithuania" in heading
    assert HEADLINES[0] in main
    assert HEADLINES[2] in main
    assert HEADLINES[1] not in main


@pytest.mark.parametrize("scheme", SCHEMES)
def test_quiet(browser: Browser, sample: Site, scheme: str) -> None:
    """No page of the sample site logs an error, breaks its policy or asks another host."""
    assert faults_of(browser, sample, scheme) == {}


def test_quiet_themes(browser: Browser, news: Site) -> None:
    """Neither does any kind of page in any theme."""
    assert faults_of(browser, news, "light") == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_sideways_scroll(browser: Browser, news: Site, scheme: str) -> None:
    """No page is wider than the window, from small phones to desks, not even for a long word."""
    wide = []
    with window(browser, scheme) as page:
        for path in {*chosen(news), *news.articles()}:
            page.goto(news.url(path))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found = page.evaluate("document.documentElement.scrollWidth")
                if found > width:
                    wide.append(f"{path}: {found} px at {width}")

    assert wide == []


def test_no_sideways_scroll_sample(browser: Browser, sample: Site) -> None:
    """The same holds for the sample site."""
    wide = []
    with window(browser) as page:
        for path in chosen(sample):
            page.goto(sample.url(path))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found = page.evaluate("document.documentElement.scrollWidth")
                if found > width:
                    wide.append(f"{path}: {found} px at {width}")

    assert wide == []


def test_dark(browser: Browser, news: Site) -> None:
    """A reader who prefers dark pages gets another ground and another ink."""
    inks, grounds = set(), set()
    for scheme in SCHEMES:
        with window(browser, scheme) as page:
            page.goto(news.url("index.html"))
            ink, ground = page.evaluate(INK_AND_GROUNDS)
            inks.add(ink)
            grounds.add(ground)

    assert len(inks) == 2
    assert len(grounds) == 2


def test_skip_link(browser: Browser, news: Site) -> None:
    """The first stop of the Tab key is a visible link that leads to the main text."""
    with window(browser) as page:
        page.goto(news.url("index.html"))
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        href, is_visible, box = link.get_attribute("href"), link.is_visible(), link.bounding_box()
        page.keyboard.press("Enter")
        leads_to_main = page.evaluate(
            "() => document.querySelector(':target').closest('main') !== null"
        )
        page.keyboard.press("Tab")
        is_past = page.evaluate(
            "() => document.querySelector('main').contains(document.activeElement)"
        )

    assert (href or "").startswith("#")
    assert is_visible
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert leads_to_main
    assert is_past


def test_without_scripts(browser: Browser, news: Site) -> None:
    """A story is whole without JavaScript."""
    with window(browser, scripts=False) as page:
        texts = []
        for path in news.articles():
            page.goto(news.url(path))
            texts.append(page.inner_text("main"))

    closing = [paragraphs[2] for paragraphs in NEWS.values()]
    assert [text for text in closing if not any(text in shown for shown in texts)] == []


def test_sub_path(browser: Browser, sub_path: Site) -> None:
    """A site below a sub-path finds its styles and pages there."""
    with window(browser) as page:
        wrong: list[str] = []
        for _path, faults in visit(page, sub_path, chosen(sub_path)):
            inside = [url for url in page.evaluate(ADDRESSES) if url.startswith("http://127.")]
            wrong += [*faults, *(url for url in inside if not url.startswith(sub_path.root))]

    assert wrong == []


def test_from_disk(browser: Browser, relative: Site) -> None:
    """A site without a base_url looks the same when its files are opened from the disk."""
    with window(browser) as page:
        bare = page.evaluate(LOOK)
        looks = []
        for path in chosen(relative):
            page.goto(relative.url(path))
            looks.append(page.evaluate(LOOK))

    assert bare not in looks
    assert all(look == looks[0] for look in looks)


def test_from_disk_links(browser: Browser, relative: Site) -> None:
    """Its links lead to files that exist."""
    with window(browser) as page:
        addresses = set()
        for path in chosen(relative):
            page.goto(relative.url(path))
            addresses |= set(page.evaluate(ADDRESSES))

    files = [url for url in addresses if url.startswith("file:")]
    assert len(files) > len(HEADLINES)
    assert [url for url in files if not Path(unquote(urlsplit(url).path)).is_file()] == []


def test_hostile(browser: Browser, hostile: Site) -> None:
    """Hostile text opens no dialog, asks no host and adds no element; it is read as text."""
    articles = hostile.articles()
    wrong: list[str] = []
    headings = []
    with window(browser) as page:
        for path, faults in visit(page, hostile, [*articles, "index.html", COUNTRY]):
            wrong += [f"{path}: {one}" for one in [*faults, *page.evaluate(INTRUDERS)]]
            if path in articles:
                headings.append(page.text_content("h1") or "")

    assert wrong == []
    assert [text for text in PAYLOADS if not any(text in one for one in headings)] == []

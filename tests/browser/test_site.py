"""What a reader gets: built sites in Chromium, with everything that goes wrong collected."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

from tests.browser.fixtures import NEWS, Site
from tests.browser.payloads import PAYLOADS

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 820, 1440)
SCHEMES = ("light", "dark")

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


def faults_of(page: Page, url: str) -> list[str]:
    """Open an address and return all that the browser complains about on the way."""
    faults: list[str] = []
    own = urlsplit(url).netloc

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def asked(dialog: Dialog) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def sent(request: Request) -> None:
        if urlsplit(request.url).netloc != own:
            faults.append(f"request to {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", asked)
    page.on("request", sent)
    page.goto(url, wait_until="load")
    return faults + list(page.evaluate("window.violations"))


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
        page.goto(news.url("countries/lithuania/index.html"))
        heading, main = page.inner_text("h1"), page.inner_text("main")

    assert "Lithuania" in heading
    assert HEADLINES[0] in main
    assert HEADLINES[2] in main
    assert HEADLINES[1] not in main


@pytest.mark.parametrize("scheme", SCHEMES)
def test_quiet(browser: Browser, sample: Site, scheme: str) -> None:
    """No page of the sample site logs an error, breaks its policy or asks another host."""
    faults = {}
    for path in chosen(sample):
        with window(browser, scheme) as page:
            faults[path] = faults_of(page, sample.url(path))

    assert {path: found for path, found in faults.items() if found} == {}


def test_quiet_themes(browser: Browser, news: Site) -> None:
    """Neither does any kind of page in any theme."""
    faults = {}
    for path in chosen(news):
        with window(browser) as page:
            faults[path] = faults_of(page, news.url(path))

    assert {path: found for path, found in faults.items() if found} == {}


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
    faults = {}
    lost = []
    for path in chosen(sub_path):
        with window(browser) as page:
            faults[path] = faults_of(page, sub_path.url(path))
            inside = [url for url in page.evaluate(ADDRESSES) if url.startswith("http://127.")]
            lost += [url for url in inside if not url.startswith(sub_path.root)]

    assert {path: found for path, found in faults.items() if found} == {}
    assert lost == []


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
    faults, intruders, headings = {}, {}, []
    articles = hostile.articles()
    for path in [*articles, "index.html", "countries/lithuania/index.html"]:
        with window(browser) as page:
            faults[path] = faults_of(page, hostile.url(path))
            intruders[path] = page.evaluate(INTRUDERS)
            if path in articles:
                headings.append(page.text_content("h1") or "")

    assert {path: found for path, found in faults.items() if found} == {}
    assert {path: found for path, found in intruders.items() if found} == {}
    assert [text for text in PAYLOADS if not any(text in one for one in headings)] == []

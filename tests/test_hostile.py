"""Text stays text: whatever a stranger writes into a seed, it is shown and never run."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from lxml import etree
from msgspec import Struct

from generator.code import PACKAGE
from generator.frontmatter import read
from generator.model import Recognition
from generator.seeds.ingest import ingest
from generator.seeds.intake import Intake
from generator.seeds.parse import parse_seed
from generator.taxonomy import load_taxonomies
from tests.browser.payloads import PAYLOADS
from tests.projects import NOW, config, make, project_in, write

SHARED = Path(__file__).parent.parent.parent / "shared" / "hostile-text"

OWN = (
    *PAYLOADS,
    "plain words",
    "# a heading",
    "- an item",
    "1. an item",
    "> a quotation",
    "    four blanks",
    "***",
    "a | b | c",
    "| - | - |",
    "~~~",
    "``` code ```",
    "[^1]: a note",
    "[a]: https://example.com",
    "*[HTML]: HyperText",
    "term\\",
    ": a definition",
    "![picture](https://example.com/x.png)",
    "<https://example.com>",
    "https://example.com/?a=1&b=2",
    "[link](https://example.com 'title')",
    "**bold** _soft_ ~~gone~~ H~2~O x^2^",
    "&amp;lt;b&amp;gt; &copy; &#x202e; &#1;",
    "\x01countries/ \x00 \x1b[31m \x7f \x9b",
    "\u202egnihton\u202c \u2066x\u2069 \u200bzero\u200b \ufeff \U000e0041",
    "\u2028line\u2029paragraph\x85next\x0bvertical\x0cform",
    "{{ site.title }} {# comment #} {% include 'base.html' %}",
    "${jndi:ldap://example.com/a} %s %(a)s {0} $1 \\1 \\n \\u0041",
    "'; DROP TABLE articles; --",
    "../../../etc/passwd",
    "--- +++ ... ===",
    "key: value # comment",
    "!!python/object:os.system",
    "&anchor *alias @at `tick` %TAG",
    "null ~ true no 2026-05-04 1e3 0x10",
    "]]> <![CDATA[ <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY a 'b'>]> &a;",
    "</script> </style> </textarea> </title> </noscript> --> <!--",
    "\\\" \\' \" ' ` \\",
    "اسرائيل עברית 演習 Ελλάδα Київ Übung 👩‍👩‍👧‍👦 ﷽ Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘",
    "x" * 900,
    "[" * 50 + "(" * 50,
    "*a " * 100,
)
"""Texts that become something else where something forgets what it does."""

Row = tuple[str, str, tuple[str, ...]]
"""An element of a page: its parent, its name, and the names of its attributes."""

SCHEMES = {"", "http", "https", "mailto"}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset"}


HARMLESS = {"seed-characters", "mixed-scripts", "seed-field", "near-duplicate"}
"""What may be said of seeds whose texts differ in little but their marks."""


class Built(Struct, frozen=True):
    """A published site: its folder, and the seed of each article page by the page's path."""

    output: Path
    seeds: Mapping[str, bytes]

    def articles(self) -> Iterator[tuple[str, Element]]:
        """Yield every article as a browser reads it."""
        for path in sorted(self.seeds):
            yield path, parsed((self.output / path).read_bytes())

    def pages(self, step: int = 1) -> Iterator[tuple[str, Element]]:
        """Yield every n-th page of the site as a browser reads it."""
        for path in sorted(self.output.rglob("*.html"))[::step]:
            yield path.relative_to(self.output).as_posix(), parsed(path.read_bytes())


def parsed(page: bytes) -> Element:
    root = html5lib.parse(page, namespaceHTMLElements=False)
    assert isinstance(root, Element)
    return root


def seed(words: str, day: int) -> str:
    """Return a seed that holds some words wherever words can be."""
    line = " ".join(words.split()) or "nothing"
    return (
        f"{line}\nDate: 2026-05-{day:02}\nCountries: Latvia\nAuthor: {line}\nSource: {line}\n"
        f"URL: https://example.org/{line}\nLicence: {line}\nTags: drones, {line}\n"
        f"Summary: {line}\n\nRIGA, May {day} ({line[:40]}) — {line}\n\n{words}\n\n"
        f"Said: {line} and no more.\n"
    )


def built(root: Path, texts: Iterable[str]) -> Built:
    """Publish a site of seeds that hold some texts, recognising nothing in them."""
    raw = {f"{n:04}.txt": seed(text, n % 19 + 1).encode() for n, text in enumerate(texts)}
    settings = config(theme="dispatch", pagination__size="5", feeds__size="50")
    write(root, {"dateline.toml": settings, **{f"seeds/{name}": one for name, one in raw.items()}})
    project = project_in(root)
    desk = Intake(
        seeds=project.seeds,
        content=project.content,
        settings=project.seed_settings,
        taxonomies=load_taxonomies(PACKAGE / "data", root / "none").value,
        recognise=lambda: lambda _seed: Recognition(),
        today=NOW.date(),
    )
    done = ingest(desk)
    assert {one.code for one in done.problems} <= HARMLESS
    report = make(root)
    assert report.held == ()
    return Built(root / "output", dict(_pages(root, raw)))


def _pages(root: Path, raw: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path in (root / "content/articles").rglob("*.md"):
        fields = read("", path.read_text("utf-8")).value.fields
        origin = fields["seed"]
        assert isinstance(origin, Mapping)
        day = str(fields["date"]).replace("-", "/")
        yield f"{day}/{fields['slug']}/index.html", raw[str(origin["file"])]


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Row]:
    words = [f"Harmless {name} words" for name in "alpha beta gamma delta".split()]
    texts = [*words * 10, "Jane Doe and John Roe", "https://example.com"]
    site = built(tmp_path_factory.mktemp("harmless"), texts)
    return frozenset(row for _, root in site.pages() for row in skeleton(root))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("own"), OWN)


@cache
def collected() -> tuple[str, ...]:
    """Return the texts of the public collections, if they are there."""
    found: list[str] = []
    for path in sorted(SHARED.glob("*.json")):
        rows = json.loads(path.read_text("utf-8"))
        found += [row["payload"] if isinstance(row, dict) else row for row in rows]
    return tuple(dict.fromkeys(found))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("public"), collected())


def folded(text: str) -> str:
    return " ".join(text.split())


def text_of(element: Element) -> str:
    return folded("".join(element.itertext()))


def skeleton(root: Element) -> Iterator[Row]:
    """Yield each element of a page; what runs, or paints, is told apart by its text."""
    for parent in root.iter():
        for one in parent:
            acts = one.tag in ("script", "style") and one.get("type") != "application/ld+json"
            name = f"{one.tag} {one.text}" if acts else str(one.tag)
            yield str(parent.tag), name, tuple(sorted(one.attrib))


def body_of(root: Element) -> Element:
    (found,) = [one for one in root.iter("div") if one.get("class") == "body"]
    return found


def check_words(root: Element, raw: bytes) -> None:
    """Hold that an article shows the words of its seed, in elements without elements."""
    expected = parse_seed("a.txt", raw).value
    assert expected
    (title,) = root.iter("h1")
    assert (text_of(title), list(title)) == (folded(expected.title), [])
    (name,) = root.iter("title")
    assert text_of(name).startswith(folded(expected.title)[:60])
    paragraphs = [one for one in body_of(root) if one.get("class") != "dateline"]
    assert [text_of(one) for one in paragraphs] == list(map(folded, expected.paragraphs))
    assert {one.tag for one in body_of(root)} == {"p"}
    assert not [inner for one in body_of(root) for inner in one]


def check_structured(root: Element, raw: bytes) -> None:
    """Hold that the structured data of an article say its headline, and hold no markup."""
    expected = parse_seed("a.txt", raw).value
    assert expected
    scripts = [one for one in root.iter("script") if one.get("type") == "application/ld+json"]
    values = [value for one in scripts for value in strings(json.loads(one.text or ""))]
    assert any(folded(expected.title)[:60] in folded(value) for value in values)
    assert not any("<" in (one.text or "") for one in scripts)


def strings(value: object) -> Iterator[str]:
    """Yield every text within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def check_elements(root: Element, known: frozenset[Row]) -> None:
    """Hold that a page has no element and no attribute that harmless pages do not have."""
    assert set(skeleton(root)) <= known


def check_addresses(root: Element) -> None:
    """Hold that every address has a scheme that does nothing, and that nothing is loaded."""
    for one in root.iter():
        for name in ADDRESSES & set(one.attrib):
            assert urlsplit(one.attrib[name].strip()).scheme in SCHEMES
        source = one.get("src", "")
        assert not source or source.startswith("/")
        assert one.get("http-equiv", "").lower() != "refresh"


def check_documents(site: Built) -> None:
    """Hold that whatever else is published can be read by whoever reads it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    documents = [*site.output.rglob("*.xml"), *site.output.rglob("*.opml")]
    for path in documents:
        etree.parse(path, parser)
    feeds = list(site.output.rglob("feed.json"))
    for path in feeds:
        json.loads(path.read_text("utf-8"))
    assert len(documents) > 3
    assert feeds


def test_words(own: Built) -> None:
    """The text of an article is the text of its seed, in its paragraphs and its headline."""
    for path, root in own.articles():
        check_words(root, own.seeds[path])


def test_elements(own: Built, harmless: frozenset[Row]) -> None:
    """No page has an element or an attribute that a template did not write."""
    for _, root in own.pages():
        check_elements(root, harmless)


def test_addresses(own: Built) -> None:
    """No page has an address that does anything but lead somewhere."""
    for _, root in own.pages():
        check_addresses(root)


def test_documents(own: Built) -> None:
    """Feeds, sitemaps and the list of feeds are whole."""
    check_documents(own)


def test_structured_data(own: Built) -> None:
    """Structured data is JSON that no page can mistake for markup."""
    for path, root in own.articles():
        check_structured(root, own.seeds[path])


def test_titles_of_feeds(own: Built) -> None:
    """The feeds have the same headlines as the pages."""
    titles = {
        folded(found.title) for raw in own.seeds.values() if (found := parse_seed("a", raw).value)
    }
    atom = etree.parse(own.output / "feed.xml")
    items = json.loads((own.output / "feed.json").read_text("utf-8"))["items"]

    names = {"a": "http://www.w3.org/2005/Atom"}
    in_atom = {folded(one.text or "") for one in atom.iterfind("a:entry/a:title", names)}
    assert len(in_atom) > 20
    assert in_atom <= titles
    assert {folded(one["title"]) for one in items} <= titles


def test_files(own: Built) -> None:
    """No file is published outside the site, or under a name that a seed could choose freely."""
    names = {path.relative_to(own.output).as_posix() for path in own.output.rglob("*")}

    assert all(name.isascii() and ".." not in name for name in names)
    assert not [name for name in names if set(name) & set("<>\"'&;%$ \\")]


pages_of_all = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the collections of hostile text beside the project"
)


@pytest.mark.corpora
@pages_of_all
def test_public_articles(public: Built, harmless: frozenset[Row]) -> None:
    """The collections' texts are shown as they are, and make no element and no address."""
    for path, root in public.articles():
        check_words(root, public.seeds[path])
        check_structured(root, public.seeds[path])
        check_elements(root, harmless)
        check_addresses(root)


@pytest.mark.corpora
@pages_of_all
def test_public_lists(public: Built, harmless: frozenset[Row]) -> None:
    """The collections' texts make no element and no address on other pages either."""
    for _, root in public.pages(step=40):
        check_elements(root, harmless)
        check_addresses(root)


@pytest.mark.corpora
@pages_of_all
def test_public_documents(public: Built) -> None:
    """The collections' texts leave every feed and every sitemap whole."""
    check_documents(public)

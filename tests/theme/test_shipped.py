"""The themes that ship keep the contract that every theme is held to."""

from pathlib import Path

import html5lib
import pytest
from msgspec.structs import replace

from generator.model import ROOT, Url
from generator.theme.environment import compiled
from generator.theme.render import Renderer
from generator.theme.theme import load_theme
from tests.theme.samples import BASE, contexts, head, page, site, text_of

PLACE = Path(__file__).parent.parent.parent / "themes"
NAMES = sorted(one.parent.name for one in PLACE.glob("*/theme.toml"))


def renderer(name: str, base_url: str) -> Renderer:
    """Return a renderer for a theme that ships, which must be without problems."""
    found = load_theme(name, (PLACE,), options={})
    assert found.problems == ()
    assets = {key: Url(ROOT + path) for key, path in found.value.addresses().items()}
    view = replace(site(base_url), assets=assets, options=found.value.options)
    return Renderer(found.value, view)


def test_there_are_some() -> None:
    """More than one theme ships."""
    assert len(NAMES) > 1


@pytest.mark.parametrize("base_url", [BASE, ""])
@pytest.mark.parametrize("name", NAMES)
def test_every_page(name: str, base_url: str) -> None:
    """Every kind of page comes out as well-formed HTML with one heading of the first rank."""
    made = renderer(name, base_url)

    for template, context in contexts().items():
        text = text_of(made, page(template, context, "a/index.html"))
        parser = html5lib.HTMLParser(strict=True)
        tree = parser.parse(text)
        assert len(tree.findall(".//{http://www.w3.org/1999/xhtml}h1")) == 1
        assert ROOT not in text


@pytest.mark.parametrize("name", NAMES)
def test_notice(name: str) -> None:
    """Every kind of page shows what a preview says of it, and what it asks of search engines."""
    made = renderer(name, BASE)

    for template, context in contexts().items():
        marked = replace(context, page=replace(head(), notice="Under <embargo>", robots="noindex"))
        text = text_of(made, page(template, marked, "a/index.html"))
        assert text.count("Under &lt;embargo&gt;") == 1
        assert text.index("<body") < text.index("Under &lt;") < text.index("<h1")
        assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize("name", NAMES)
def test_parsed_once(name: str) -> None:
    """What was parsed to be judged is compiled to the very code that the text is."""
    tree = load_theme(name, (PLACE,), options={}).value.tree

    assert len(tree.parsed) > 10
    for one, survey in tree.parsed.items():
        assert compiled(survey.tree, one) == compiled(tree.templates[one].source, one)
        assert compiled(survey.tree, one) == compiled(tree.templates[one].source, one), "twice"

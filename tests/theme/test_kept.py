"""A theme that was found in order is not judged again until something of it changes."""

from pathlib import Path

import pytest

from generator.theme.render import Renderer
from generator.theme.theme import Theme, load_theme
from tests.theme.samples import bare, contexts, page, site, text_of, write


def first(places: Path) -> Theme:
    """Return the theme as it is loaded for the first time."""
    found = load_theme("bare", (places,), options={})
    assert found.problems == ()
    return found.value


def test_the_same_pages(tmp_path: Path) -> None:
    """A theme that is remembered makes the same pages as one that was judged, by the same keys."""
    places = bare(tmp_path / "themes")
    judged = first(places)

    remembered = load_theme("bare", (places,), options={}, kept=judged.kept)

    assert remembered.problems == ()
    assert remembered.value.tree.parsed == {}  # nothing was read a second time
    assert remembered.value.kept == judged.kept
    for name, context in contexts().items():
        one = page(name, context)
        assert remembered.value.digest(name) == judged.digest(name)
        assert text_of(Renderer(remembered.value, site()), one) == text_of(
            Renderer(judged, site()), one
        )


@pytest.mark.parametrize(
    "change",
    [
        {"templates/term.html": "{{ term.nmae }}"},
        {"templates/partials/entry.html": "{{ card.titel }}"},
        {"templates/home.html": '{{ site.assets["none.css"] }}'},
    ],
)
def test_a_change_is_judged(tmp_path: Path, change: dict[str, str]) -> None:
    """A template that has become faulty since is found."""
    places = bare(tmp_path / "themes")
    kept = first(places).kept
    write(places / "bare", change)

    found = load_theme("bare", (places,), options={}, kept=kept)

    assert found.problems
    assert found.value.kept == b""


def test_a_lost_option_is_found(tmp_path: Path) -> None:
    """Templates that did not change are judged again when the theme's options did."""
    template = '{{ site.options["colour"] }}'
    manifest = 'api = 1\n[options]\ncolour = "red"\n'
    files = {"templates/term.html": template, "theme.toml": manifest}
    places = bare(tmp_path / "themes", files)
    kept = first(places).kept
    write(places / "bare", {"theme.toml": manifest.replace("colour", "tint")})

    found = load_theme("bare", (places,), options={}, kept=kept)

    assert [one.code for one in found.problems] == ["unknown-option"]


@pytest.mark.parametrize("kept", [b"", b"\xc1", b"\x80"])
def test_nonsense_is_nothing(tmp_path: Path, kept: bytes) -> None:
    """What was not left by loading a theme counts as nothing."""
    places = bare(tmp_path / "themes")

    found = load_theme("bare", (places,), options={}, kept=kept)

    assert found.value == first(places)

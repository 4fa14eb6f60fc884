"""What loading a theme promises, and what it says when a theme is wrong."""

from pathlib import Path

import pytest

from generator.diagnostics import Place, Severity, errors_in
from generator.fingerprint import digest_of
from generator.model import Maker
from generator.site.views import TEMPLATES, CopyContext, TextContext
from generator.theme.theme import asset_pages, explain_template, load_theme
from tests.theme.samples import bare, loaded, write

CHILD = 'api = 1\nname = "child"\nparent = "bare"\n\n[options]\nwidth = "wide"\n'


def test_bare_theme(tmp_path: Path) -> None:
    """A theme with a template for every context is loaded without a word."""
    theme = loaded(bare(tmp_path / "themes"))

    assert theme.chain == ("bare",)
    assert all(explain_template(theme, name) for name in TEMPLATES)


def test_child(tmp_path: Path) -> None:
    """A child has what its parent has, but for what it has itself."""
    places = bare(tmp_path / "themes", {"assets/a.svg": "<svg/>", "assets/b.svg": "<svg/>"})
    write(places / "child", {"theme.toml": CHILD, "assets/b.svg": "<svg />"})
    write(places / "child", {"templates/term.html": "{{ term.name }}"})

    found = load_theme("child", (places,), options={})

    assert found.problems == ()
    assert found.value.chain == ("child", "bare")
    assert found.value.options == {"colour": "red", "width": "wide"}
    assert {name: one.shown for name, one in found.value.assets.items()} == {
        "a.svg": "themes/bare/assets/a.svg",
        "b.svg": "themes/child/assets/b.svg",
    }
    assert explain_template(found.value, "term.html") == (
        "themes/child/templates/term.html",
        "themes/bare/templates/term.html",
    )


def test_own_templates_win(tmp_path: Path) -> None:
    """The site's own templates come before those of every theme."""
    places = bare(tmp_path / "themes")
    own = write(tmp_path / "templates", {"page.html": "{{ body }}"})

    found = load_theme("bare", (places,), options={}, site_templates=own)

    assert found.problems == ()
    assert explain_template(found.value, "page.html") == (
        "templates/page.html",
        "themes/bare/templates/page.html",
    )


def test_own_themes_win(tmp_path: Path) -> None:
    """A theme in the site's own folder hides the one of the same name that ships."""
    own = bare(tmp_path / "own" / "themes", {"theme.toml": 'api = 1\n[options]\nmine = "yes"\n'})
    shipped = bare(tmp_path / "shipped" / "themes")

    found = load_theme("bare", (own, shipped), options={})

    assert found.value.options == {"mine": "yes"}


def test_unknown_theme(tmp_path: Path) -> None:
    """A theme that does not exist is named, with the one that was probably meant."""
    places = bare(tmp_path / "themes")

    found = load_theme("bar", (places,), options={})

    assert [(one.place, one.code, one.message, one.hint) for one in found.problems] == [
        (
            Place("dateline.toml"),
            "unknown-theme",
            'there is no theme "bar"',
            'did you mean "bare"?',
        )
    ]
    assert found.value.chain == ()


def test_theme_name_is_no_path(tmp_path: Path) -> None:
    """The name of a theme cannot lead out of the folders of themes."""
    bare(tmp_path / "elsewhere")

    found = load_theme("../elsewhere/bare", (bare(tmp_path / "themes"),), options={})

    assert [one.code for one in found.problems] == ["unknown-theme"]
    assert found.problems[0].hint == "there are: bare"


def test_unknown_parent(tmp_path: Path) -> None:
    """A parent that does not exist is pointed at in the child's own file."""
    places = bare(tmp_path / "themes")
    write(places / "child", {"theme.toml": 'api = 1\nparent = "bear"\n'})

    found = load_theme("child", (places,), options={})

    (first,) = found.problems
    assert first.code == "unknown-theme"
    assert first.place == Place("themes/child/theme.toml", 2, 1)
    assert (first.excerpt, first.width) == ('parent = "bear"', 6)
    assert first.hint == 'did you mean "bare"?'


def test_circle_of_parents(tmp_path: Path) -> None:
    """Themes that are each other's parents are an error that names the circle."""
    places = bare(tmp_path / "themes", {"theme.toml": 'api = 1\nparent = "child"\n'})
    write(places / "child", {"theme.toml": CHILD})

    found = load_theme("child", (places,), options={})

    (cycle,) = found.problems
    assert cycle.code == "theme-cycle"
    assert cycle.place == Place("themes/bare/theme.toml", 2, 1)
    assert cycle.message == 'the theme "child" is its own ancestor'
    assert cycle.hint == "child → bare → child"


def test_api(tmp_path: Path) -> None:
    """A theme for another version of the theme API is refused, with the number to write."""
    found = load_theme(
        "bare", (bare(tmp_path / "themes", {"theme.toml": "api = 2\n"}),), options={}
    )

    assert [(one.place, one.code, one.message, one.hint) for one in found.problems] == [
        (
            Place("themes/bare/theme.toml", 1, 1),
            "theme-api",
            "the theme is written for API 2, and this Dateline has API 1",
            "write: api = 1",
        )
    ]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("api = \n", (1, 7), "Invalid value (at line 1, column 7)"),
        ('api = 1\nauthor = "me"\n', (2, 1), 'theme.toml has no key "author"'),
        ('api = "1"\n', (1, 1), "Expected `int`, got `str` - at `$.api`"),
        ("api = 1\n[options]\na = 3\n", (0, 0), "Expected `str`, got `int` - at `$.options[...]`"),
    ],
)
def test_manifest(tmp_path: Path, text: str, place: tuple[int, int], message: str) -> None:
    """What is wrong in theme.toml is said with its place."""
    found = load_theme("bare", (bare(tmp_path / "themes", {"theme.toml": text}),), options={})

    wrong = [one for one in found.problems if one.code == "theme-manifest"]
    assert [(one.place, one.message) for one in wrong] == [
        (Place("themes/bare/theme.toml", *place), message)
    ]


def test_manifest_is_utf_8(tmp_path: Path) -> None:
    """A theme.toml that is no UTF-8 text is an error and not a crash."""
    places = bare(tmp_path / "themes", {"theme.toml": b'api = 1\nname = "\xff"\n'})

    found = load_theme("bare", (places,), options={})

    assert found.problems[0].code == "not-utf-8"


def test_option(tmp_path: Path) -> None:
    """The owner's value for an option comes before the default."""
    places = bare(tmp_path / "themes")

    found = load_theme("bare", (places,), options={"colour": "blue"})

    assert found.problems == ()
    assert found.value.options == {"colour": "blue"}


def test_unknown_option(tmp_path: Path) -> None:
    """An option that the theme does not have is an error that names the nearest one."""
    places = bare(tmp_path / "themes")

    found = load_theme("bare", (places,), options={"color": "blue"})

    assert [(one.place, one.severity, one.code) for one in found.problems] == [
        (Place("dateline.toml"), Severity.ERROR, "unknown-option")
    ]
    assert found.problems[0].message == 'the theme "bare" has no option "color"'
    assert found.problems[0].hint == 'did you mean "colour"?'


def test_missing_template(tmp_path: Path) -> None:
    """A theme without one of the templates that pages need is refused before any page is made."""
    places = bare(tmp_path / "themes")
    (places / "bare" / "templates" / "article.html").rename(
        places / "bare" / "templates" / "artcle.html"
    )

    found = load_theme("bare", (places,), options={})

    assert [(one.place, one.code, one.message, one.hint) for one in found.problems] == [
        (
            Place("themes/bare/templates"),
            "missing-template",
            'the theme "bare" has no template "article.html"',
            'did you mean "artcle.html"?',
        )
    ]


def test_links_are_refused(tmp_path: Path) -> None:
    """A theme cannot publish what lies outside of it by a symbolic link."""
    places = bare(tmp_path / "themes", {"assets/a.svg": "<svg/>"})
    (tmp_path / "secret").write_text("secret")
    (places / "bare" / "assets" / "b.svg").symlink_to(tmp_path / "secret")

    found = load_theme("bare", (places,), options={})

    assert [(one.place, one.code) for one in errors_in(found.problems)] == [
        (Place("themes/bare/assets/b.svg"), "theme-file")
    ]
    assert list(found.value.assets) == ["a.svg"]


def test_digest_covers_what_is_included(tmp_path: Path) -> None:
    """A change of a template changes the digest of those that depend on it, and of no others."""
    before = loaded(bare(tmp_path / "one"))
    entry = {"templates/partials/entry.html": "<p>{{ card.title }}</p>\n"}
    after = loaded(bare(tmp_path / "two" / "one", entry))

    changed = {name for name in TEMPLATES if before.digest(name) != after.digest(name)}

    assert changed == {"home.html", "partials/entry.html"}


def test_digest_is_of_the_text(tmp_path: Path) -> None:
    """The digest of a template does not depend on where the theme lies on the disk."""
    here = loaded(bare(tmp_path / "here" / "themes"))
    there = loaded(bare(tmp_path / "there" / "deeper" / "themes"))

    assert [here.digest(name) for name in TEMPLATES] == [there.digest(name) for name in TEMPLATES]


def test_asset_pages(tmp_path: Path) -> None:
    """Assets are published as they lie on disk, style sheets with the names they refer to."""
    places = bare(
        tmp_path / "themes",
        {"assets/a.svg": "<svg/>", "assets/site.css": "b{background:url(a.svg)}"},
    )

    picture, style = asset_pages(loaded(places))

    source = str(places / "bare" / "assets" / "a.svg")
    assert picture.maker is Maker.COPY
    assert picture.context == CopyContext(source, digest_of(b"<svg/>"))
    assert style.maker is Maker.DOCUMENT
    name = picture.path.removeprefix("assets/")
    assert style.context == TextContext(f"b{{background:url({name})}}")

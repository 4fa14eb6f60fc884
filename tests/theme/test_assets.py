"""What happens to the files that a theme brings along."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Checked, Place, Severity
from generator.theme.assets import ThemeAsset, fingerprinted
from generator.theme.folder import files_below
from tests.theme.samples import write


def made(folder: Path, files: Mapping[str, str | bytes]) -> Checked[Mapping[str, ThemeAsset]]:
    """Return the assets of a folder with some files in it."""
    return fingerprinted(files_below(write(folder, files), "themes/x/assets").value)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("site.css", "assets/site.e3b0c442.css"),
        ("search.min.js", "assets/search.min.e3b0c442.js"),
        ("fonts/LICENCE", "assets/fonts/LICENCE.e3b0c442"),
    ],
)
def test_fingerprint(tmp_path: Path, name: str, path: str) -> None:
    """The name of a published asset bears a fingerprint of its bytes before its suffix."""
    found = made(tmp_path, {name: ""})

    assert found.value[name].path == path


def test_fingerprint_of_references(tmp_path: Path) -> None:
    """A style sheet gets a new name when something that it refers to changes."""
    style = {"site.css": "@import 'more.css';", "more.css": "b{background:url(a.svg)}"}

    one = made(tmp_path / "one", {**style, "a.svg": "<svg/>"}).value["site.css"]
    two = made(tmp_path / "two", {**style, "a.svg": "<svg />"}).value["site.css"]

    assert one.path != two.path


def test_references(tmp_path: Path) -> None:
    """References become fingerprinted names beside their folders, with what follows kept."""
    found = made(
        tmp_path,
        {
            "fonts/a.woff2": "",
            "img/i.svg": "<svg/>",
            "css/site.css": (
                '@import "./more.css";\n'
                "a{src:url( '../fonts/a.woff2' ) format('woff2')}\n"
                'b{background:url("../img/i.svg#one")}\n'
                "c{background:URL(../img/i.svg?v=1)}\n"
            ),
            "css/more.css": "/* url(gone.png) */ d{mask:url(#m)} e{mask:url(data:image/png,x)}",
        },
    )

    assert found.problems == ()
    names = {name: one.path.rpartition("/")[2] for name, one in found.value.items()}
    assert found.value["css/more.css"].text == ""
    assert found.value["css/site.css"].text == (
        f'@import "./{names["css/more.css"]}";\n'
        f"a{{src:url( '../fonts/{names['fonts/a.woff2']}' ) format('woff2')}}\n"
        f'b{{background:url("../img/{names["img/i.svg"]}#one")}}\n'
        f"c{{background:URL(../img/{names['img/i.svg']}?v=1)}}\n"
    )


def test_missing_asset(tmp_path: Path) -> None:
    """A reference to nothing is an error that points at it."""
    found = made(tmp_path, {"logo.svg": "<svg/>", "site.css": "a{}\nb{background:url(lgo.svg)}"})

    (problem,) = found.problems
    assert problem.place == Place("themes/x/assets/site.css", 2, 18)
    assert (problem.severity, problem.code) == (Severity.ERROR, "missing-asset")
    assert problem.message == 'there is no asset "lgo.svg"'
    assert problem.hint == 'did you mean "logo.svg"?'
    assert (problem.excerpt, problem.width) == ("b{background:url(lgo.svg)}", 7)


def test_foreign_asset(tmp_path: Path) -> None:
    """A reference to another host is a warning, since every reader would call there."""
    found = made(tmp_path, {"site.css": "@import 'https://fonts.example/a.css';"})

    assert [(one.severity, one.code) for one in found.problems] == [
        (Severity.WARNING, "foreign-asset")
    ]


def test_circle(tmp_path: Path) -> None:
    """Style sheets that import each other are an error and not an endless loop."""
    found = made(tmp_path, {"a.css": "@import 'b.css';", "b.css": "@import 'a.css';"})

    assert [(one.place, one.code) for one in found.problems] == [
        (Place("themes/x/assets/b.css", 1, 10), "asset-cycle")
    ]


def test_outside(tmp_path: Path) -> None:
    """A reference cannot lead out of the assets."""
    write(tmp_path, {"secret.svg": ""})

    found = made(tmp_path / "assets", {"site.css": "a{background:url(../secret.svg)}"})

    assert [one.code for one in found.problems] == ["missing-asset"]


def test_names(tmp_path: Path) -> None:
    """The name of an asset holds only what addresses hold unescaped."""
    found = made(tmp_path, {"my logo.svg": ""})

    assert [(one.place, one.code) for one in found.problems] == [
        (Place("themes/x/assets/my logo.svg"), "asset-name")
    ]


def test_style_sheet_is_utf_8(tmp_path: Path) -> None:
    """A style sheet that is no UTF-8 text is an error, as nothing can be replaced in it."""
    found = made(tmp_path, {"site.css": b"a{content:'\xff'}"})

    assert [one.code for one in found.problems] == ["not-utf-8"]

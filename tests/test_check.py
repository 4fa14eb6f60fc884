"""The judge of finished sites, on small trees of HTML."""

from pathlib import Path

import pytest

from generator.check import check_site
from generator.diagnostics import Diagnostic, Place
from generator.model import SitePath

BASE = "https://example.org/"
BELOW = "https://example.org/news/"

PAGE = """<!doctype html>
<html lang="en"><head><title>T</title><meta name="description" content="D"></head>
<body><h1>H</h1>
{body}
</body></html>
"""


def judge(tmp_path: Path, base_url: str = BASE, /, **bodies: str) -> tuple[Diagnostic, ...]:
    """Write pages (``a__b`` is a/b/index.html) with bodies and judge them."""
    files = {_path(name): PAGE.format(body=body) for name, body in bodies.items()}
    return judge_files(tmp_path, files, base_url)


def judge_files(
    tmp_path: Path, files: dict[str, str], base_url: str = BASE
) -> tuple[Diagnostic, ...]:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return check_site(tmp_path, tuple(SitePath(path) for path in files), base_url)


def _path(name: str) -> str:
    return "index.html" if name == "home" else name.replace("__", "/") + "/index.html"


def codes(problems: tuple[Diagnostic, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_sound(tmp_path: Path) -> None:
    """A site whose every link has an end and whose every page has a way in has no faults."""
    problems = judge(
        tmp_path,
        home='<a href="/a/b/#here">b</a><a href="https://example.org/a/b/">b</a>',
        a__b='<p id="here"><a href="../../">home</a><a href="#here">here</a><a href="#top">up</a>',
    )

    assert problems == ()


@pytest.mark.parametrize(
    "address", ["/a/c/", "../c/", "https://example.org/a/c/", "//example.org/a/c/", "../c/?q=1#x"]
)
def test_dead_link(tmp_path: Path, address: str) -> None:
    """However an address within the site is written, it is dead when nothing lies there."""
    link = f'<p><a href="{address}">c</a>'

    problems = judge(tmp_path, home='<a href="/a/b/">b</a>', a__b=link)

    assert codes(problems) == ["dead-link"]
    assert problems[0].place == Place("a/b/index.html", 4, 4)
    assert problems[0].message == f'"{address}" leads nowhere'
    assert problems[0].hint == "nothing is published at a/c/index.html"


@pytest.mark.parametrize(
    "address",
    ["https://example.com/x/", "//example.com/x", "mailto:a@example.org", "tel:1", "data:,x"],
)
def test_foreign(tmp_path: Path, address: str) -> None:
    """What lies outside the site is not asked for."""
    assert judge(tmp_path, home=f'<a href="{address}">x</a>') == ()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/x.png" alt="">',
        '<img src="/y.png" srcset="/y.png 1x, /x.png 2x" alt="">',
        '<script src="/x.js"></script>',
        '<link rel="stylesheet" href="/x.css">',
        '<video poster="/x.png"></video>',
        '<form action="/x/"></form>',
        '<svg><use href="/x.svg#a"></use></svg>',
    ],
)
def test_other_references(tmp_path: Path, markup: str) -> None:
    """Images, scripts, styles and forms that point at nothing are dead links too."""
    (tmp_path / "y.png").write_bytes(b"")

    assert codes(judge(tmp_path, home=markup)) == ["dead-link"]


def test_foreign_file(tmp_path: Path) -> None:
    """A file that its owner laid into the folder by hand may be linked."""
    (tmp_path / "report.pdf").write_bytes(b"")

    assert judge(tmp_path, home='<a href="/report.pdf">r</a>') == ()


def test_dead_anchor(tmp_path: Path) -> None:
    """A fragment that no element of the linked page bears is told with both names."""
    problems = judge(
        tmp_path, home='<a href="/a/#caf%C3%A9">a</a><a href="/a/#bar">a</a>', a='<p id="café">'
    )

    assert [str(problem.place) for problem in problems] == ["index.html:4:30"]
    assert problems[0].code == "dead-anchor"
    assert problems[0].hint == 'no element of a/index.html has the id "bar"'


def test_once(tmp_path: Path) -> None:
    """A target that many pages miss is one diagnostic, at the first page, with their number."""
    nav = '<a href="/">h</a><a href="/a/">a</a><a href="/b/">b</a><a href="/gone/">g</a>'

    problems = judge(tmp_path, home=nav, a=nav, b=nav)

    assert [str(problem.place) for problem in problems] == ["a/index.html:4:56"]
    assert problems[0].message == '"/gone/" leads nowhere (so on 2 more pages)'


def test_slash(tmp_path: Path) -> None:
    """A link to a page without its closing slash costs readers a redirect, and is told so."""
    problems = judge(tmp_path, home='<a href="/a/">a</a><a href="/a">a</a>', a="")

    assert codes(problems) == ["dead-link"]
    assert problems[0].hint == "the address of a page ends in a slash"


def test_sub_path(tmp_path: Path) -> None:
    """Below a sub-path, addresses with it are the site's, addresses without it lead out."""
    home = (
        '<a href="/news/a/">a</a><a href="https://example.org/news/a/">a</a><a href="a/">a</a>'
        '\n<a href="/a/">out</a>\n<a href="../a/">out</a>\n<a href="/newsletter/">out</a>'
    )

    problems = judge(tmp_path, BELOW, home=home, a='<a href="/news">home</a>')

    assert codes(problems) == ["dead-link"] * 3
    assert {problem.hint for problem in problems} == {"the address leads out of the site"}


def test_relative(tmp_path: Path) -> None:
    """A site without base_url has links that also work from a disk: relative, to files."""
    home = (
        '<a href="a/index.html">good</a>\n<a href="a/">folder</a>\n<a href="/a/index.html">root</a>'
    )

    problems = judge(tmp_path, "", home=home, a='<a href="../index.html">home</a>')

    assert [(problem.place.line, problem.hint) for problem in problems] == [
        (5, "a site without base_url names the file: a/index.html"),
        (6, "a site without base_url has relative links only"),
    ]


def test_duplicate_id(tmp_path: Path) -> None:
    """An id that stands twice is told at its second place."""
    problems = judge(tmp_path, home='<p id="x">\n<p id="x">\n<p id="y">')

    assert codes(problems) == ["duplicate-id"]
    assert problems[0].place == Place("index.html", 5, 1)


def test_missing_alt(tmp_path: Path) -> None:
    """An image needs an alt attribute; an empty one says that it shows nothing of note."""
    (tmp_path / "x.png").write_bytes(b"")

    problems = judge(tmp_path, home='<img src="/x.png" alt="">\n<img src="/x.png">')

    assert codes(problems) == ["missing-alt"]
    assert problems[0].place == Place("index.html", 5, 1)
    assert problems[0].message == 'the image "/x.png" has no alternative text'


def test_bare_page(tmp_path: Path) -> None:
    """A page needs a title, a description, a heading and a language; an SVG's title is not its."""
    bare = "<!doctype html><html><head><title> </title></head><body><svg><title>x</title></svg>"

    problems = judge_files(tmp_path, {"index.html": bare})

    assert codes(problems) == [
        "missing-description",
        "missing-heading",
        "missing-language",
        "missing-title",
    ]


def test_hidden_page(tmp_path: Path) -> None:
    """A page that search engines must not show needs no description for them."""
    hidden = PAGE.format(body="").replace(
        'name="description" content="D"', 'name="robots" content="noindex"'
    )

    assert judge_files(tmp_path, {"index.html": hidden}) == ()


def test_orphan(tmp_path: Path) -> None:
    """A page that only itself and a <head> name has no way in; the 404 page needs none."""
    files = {
        "index.html": PAGE.format(body='<link rel="next" href="/a/">'),
        "a/index.html": PAGE.format(body='<a href="/a/">self</a>'),
        "404.html": PAGE.format(body=""),
    }

    problems = judge_files(tmp_path, files)

    assert [(problem.code, problem.place) for problem in problems] == [
        ("orphan-page", Place("a/index.html"))
    ]


def test_redirect(tmp_path: Path) -> None:
    """A redirect needs no head and no way in, but its target must exist."""
    leads = '<!doctype html><meta http-equiv="refresh" content="0; url={0}"><a href="{0}">x</a>'
    files = {
        "index.html": PAGE.format(body=""),
        "old/index.html": leads.format("/"),
        "older/index.html": leads.format("/gone/"),
    }

    problems = judge_files(tmp_path, files)

    assert [(problem.code, problem.place.path) for problem in problems] == [
        ("dead-link", "older/index.html")
    ]


@pytest.mark.parametrize(
    "address", ["http://[", "/%00", "/" + "x" * 5000, "/../../etc/passwd", "..//"]
)
def test_odd_address(tmp_path: Path, address: str) -> None:
    """An address that no file can have is a dead link, whatever it holds."""
    problems = judge(tmp_path / "site", home=f'<a href="{address}">x</a>')

    assert codes(problems) == ["dead-link"]

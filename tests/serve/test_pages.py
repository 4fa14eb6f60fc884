"""Pages as they are shown: their versions, and the script that knows them."""

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.serve.answers import answer
from generator.serve.exchange import House, Shown
from generator.serve.pages import Version, version_at
from tests.serve.samples import HOME, PAGES, TOKEN, asked, header, house, published, text, whole


def in_page(page: str) -> tuple[str, Version]:
    """Return the path and the version that a page's script was given."""
    found = re.search(r'data-path="(.*?)" data-version="(.*?)" data-styles="(.*?)"', page)
    assert found
    path, content, styles = map(html.unescape, found.groups())
    return path, Version(content, tuple(json.loads(styles)))


def after(tmp_path: Path, changes: Mapping[str, bytes]) -> House:
    return house(published(tmp_path, {**PAGES, **changes}))


@pytest.mark.parametrize(
    "path", ["/", "/?a=b", "/index.html", "/countries/", "/nothing/here", "/r%C3%A9sum%C3%A9/"]
)
def test_one_version(tmp_path: Path, path: str) -> None:
    """A page and its stream always agree on the version, so that it never reloads for nothing."""
    place = house(published(tmp_path))

    raw, version = in_page(text(answer(asked(path), place)))

    assert version == version_at(raw.encode(), place)
    assert raw == path.partition("?")[0]


def test_one_version_of_no_site(tmp_path: Path) -> None:
    """The page that is shown before anything is published has a version as well."""
    place = house(Shown(tmp_path))

    given = answer(asked("/any/thing"), place)

    assert whole(given).status == 503
    assert in_page(text(given)) == ("/any/thing", version_at(b"/any/thing", place))


def test_path_is_escaped(tmp_path: Path) -> None:
    """A path cannot break out of the attribute that it is written into."""
    given = text(answer(asked("/a'&b"), house(published(tmp_path))))

    assert 'data-path="/a&#x27;&amp;b"' in given


@pytest.mark.parametrize(
    "changes",
    [
        {"index.html": HOME.replace("<h1>Home", "<h1>House").encode()},
        {"assets/map.png": b"another"},
        {"assets/map-2.png": b"another"},
        {"assets/icon.svg": b"<svg></svg>"},
    ],
)
def test_content_changes(tmp_path: Path, changes: Mapping[str, bytes]) -> None:
    """Another text is another version, and so is another image under the same address."""
    before = version_at(b"/", house(published(tmp_path)))

    now = version_at(b"/", after(tmp_path, changes))

    assert now.content != before.content
    assert now.styles == before.styles


@pytest.mark.parametrize(
    "changes",
    [
        {"assets/site.css": b"body { margin: 1em }"},
        {
            "index.html": HOME.replace("site.css", "site.2.css").encode(),
            "assets/site.2.css": b"p { margin: 0 }",
        },
    ],
)
def test_styles_change(tmp_path: Path, changes: Mapping[str, bytes]) -> None:
    """Another stylesheet leaves the content as it was, be it under the same address."""
    before = version_at(b"/", house(published(tmp_path)))

    now = version_at(b"/", after(tmp_path, changes))

    assert now.content == before.content
    assert now.styles != before.styles


def test_nothing_changes(tmp_path: Path) -> None:
    """A change elsewhere changes no version."""
    before = version_at(b"/", house(published(tmp_path)))

    assert version_at(b"/", after(tmp_path, {"feed.xml": b"<feed></feed>"})) == before


def test_page_appears(tmp_path: Path) -> None:
    """A page that comes to be is another version, even if it looks like the one for none."""
    before = version_at(b"/new/", house(published(tmp_path)))

    now = version_at(b"/new/", after(tmp_path, {"new/index.html": PAGES["404.html"]}))

    assert now != before


def test_styles_below_a_path(tmp_path: Path) -> None:
    """Stylesheets are told by their full paths, with what tells one state from another."""
    shown = Shown(published(tmp_path).output, "https://news.example/digest/")

    (style,) = version_at(b"/digest/", house(shown)).styles

    assert re.fullmatch(r"/digest/assets/site\.css\?[0-9a-f]{8}", style)


def test_styles_from_elsewhere(tmp_path: Path) -> None:
    """A stylesheet of another host, or one that nobody can resolve, is told as it is."""
    page = (
        b'<link rel=stylesheet href="https://a.example/b.css"><link rel=stylesheet href="http://[">'
    )

    version = version_at(b"/", after(tmp_path, {"index.html": page}))

    assert version.styles == ("https://a.example/b.css", "http://[")


def test_policy_is_opened(tmp_path: Path) -> None:
    """The page's policy lets in the preview's own addresses under the name that was asked by."""
    page = text(answer(asked("/"), house(published(tmp_path))))

    assert "script-src http://localhost:8000/.dateline/;" in page
    assert "connect-src http://localhost:8000/.dateline/" in page


def test_policy_at_an_ipv6_literal(tmp_path: Path) -> None:
    """Where a policy can name no host, it names the origin."""
    asked_by_number = asked("/", host="[::1]:8000")

    given = answer(
        type(asked_by_number)("GET", b"/", b"", asked_by_number.headers, ("::1", 8000)),
        house(published(tmp_path)),
    )

    assert "script-src 'self'; connect-src 'self'" in text(given)


def test_policy_with_strict_dynamic(tmp_path: Path) -> None:
    """Where a policy heeds no addresses, the script is let in by the word that it carries."""
    policy = "script-src 'strict-dynamic' 'nonce-page'"
    page = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><body></body>'

    given = text(answer(asked("/"), after(tmp_path, {"index.html": page.encode()})))

    assert f"{policy} 'nonce-{TOKEN}'" in given
    assert f' nonce="{TOKEN}"' in given


def test_script_beside_a_base(tmp_path: Path) -> None:
    """A page whose links begin elsewhere gets the script from here all the same."""
    page = b'<base href="https://elsewhere.example/"><body></body>'

    given = text(answer(asked("/"), after(tmp_path, {"index.html": page})))

    assert f'src="http://localhost:8000/.dateline/{TOKEN}/live.js"' in given


def test_script_without_a_base(tmp_path: Path) -> None:
    """Any other page gets it by the scheme that it came by, which a proxy may have changed."""
    given = text(answer(asked("/"), house(published(tmp_path))))

    assert f'src="/.dateline/{TOKEN}/live.js"' in given


def test_files_stay(tmp_path: Path) -> None:
    """Nothing in the output changes by being shown."""
    place = house(published(tmp_path))

    answer(asked("/"), place)

    assert (tmp_path / "index.html").read_bytes() == PAGES["index.html"]


def test_feeds_stay(tmp_path: Path) -> None:
    """What is no page is sent as it was published."""
    given = answer(asked("/feed.xml"), house(published(tmp_path)))

    assert whole(given).body == PAGES["feed.xml"]
    assert header(given, "content-type") == "application/atom+xml; charset=utf-8"

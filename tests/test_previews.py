"""A preview shows drafts and future articles, says so on every page, and leaves the site alone."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build import build
from generator.diagnostics import BuildFailed
from generator.model import Report
from generator.wish import Wish
from tests.projects import (
    HOME,
    NOW,
    Files,
    article,
    config,
    days,
    make,
    project_in,
    published,
    write,
)

PREVIEW = ".dateline/preview"
DRAFTS, FUTURE = Wish(drafts=True), Wish(future=True)
BOTH = Wish(drafts=True, future=True)

OPEN: Files = {
    "dateline.toml": config(theme="wire", pagination__size="2"),
    **{
        f"content/articles/open-{number}.md": article(
            f"Open article number {number}", f"2026-05-1{number}", countries="[LT]"
        )
        for number in range(1, 5)
    },
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
}
HELD: Files = {
    "content/articles/draft.md": article(
        "Lighthouse drafted", "2026-05-03", draft="true", tags="[lamp]", aliases="[/dim/]"
    ),
    "content/articles/future.md": article("Lighthouse to come", "2026-05-23", tags="[lamp]"),
    "content/articles/embargoed.md": article(
        "Lighthouse embargoed", "2026-05-03", embargo="2026-05-22T09:00"
    ),
    "content/articles/both.md": article("Lighthouse in both ways", "2026-05-24", draft="true"),
    "content/articles/expired.md": article(
        "Lighthouse expired", "2026-05-03", expires="2026-05-19"
    ),
    "content/pages/plan.md": "---\ntitle: Lighthouse plan\ndraft: true\n---\n\nA plan.\n",
}


def preview(root: Path, wish: Wish = BOTH, folder: str = PREVIEW) -> Report:
    """Build a preview of the project in a folder, beside its site."""
    project = replace(project_in(root), output=root / folder)
    return build(project, as_of=NOW, home=HOME, wish=wish)


def headlines(root: Path, folder: str = PREVIEW) -> set[str]:
    """Return what follows the secret word wherever it stands in a site."""
    files = published(root, folder)
    text = "\n".join((*files, *(data.decode(errors="replace") for data in files.values())))
    return {found.lower() for found in re.findall(r"Lighthouse (\w+)", text)}


def html(files: dict[str, bytes]) -> dict[str, str]:
    """Return the pages of a site that readers read: not those that only lead on."""
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html")}
    return {path: text for path, text in pages.items() if 'http-equiv="refresh"' not in text}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), set()),
        (DRAFTS, {"drafted", "plan"}),
        (FUTURE, {"to", "embargoed"}),
        (BOTH, {"drafted", "plan", "to", "embargoed", "in"}),
    ],
)
def test_shown(tmp_path: Path, wish: Wish, expected: set[str]) -> None:
    """What has one reason is shown with its flag, what has two with both, what expired never."""
    root = write(tmp_path, {**OPEN, **HELD})

    report = preview(root, wish)

    assert headlines(root) == expected
    assert len(report.held) == len(HELD) - len(expected)


@pytest.mark.parametrize("theme", ["dispatch", "wire"])
def test_every_page(tmp_path: Path, theme: str) -> None:
    """Every page of a preview bears one notice and is not to be indexed."""
    root = write(tmp_path, {**OPEN, **HELD, "dateline.toml": config(theme=theme)})

    preview(root)

    pages = html(published(root, PREVIEW))
    notices = {
        path: re.findall(r'<aside class="notice"[^>]*>\s*<p>(.*?)</p>', text)
        for path, text in pages.items()
    }
    own = {path: found[0] for path, found in notices.items() if "Preview" not in found[0]}
    assert {len(found) for found in notices.values()} == {1}
    assert own == {
        "2026/05/03/draft/index.html": "Draft: not published.",
        "2026/05/23/future/index.html": "Not published before 23 May 2026.",
        "2026/05/03/embargoed/index.html": "Under embargo until 22 May 2026, 09:00 UTC.",
        "2026/05/24/both/index.html": "Draft: not published. Not published before 24 May 2026.",
        "plan/index.html": "Draft: not published.",
    }
    assert [
        path for path, text in pages.items() if 'name="robots" content="noindex"' not in text
    ] == []
    assert len(pages) > 15


@pytest.mark.parametrize("theme", ["dispatch", "wire"])
def test_no_page(tmp_path: Path, theme: str) -> None:
    """No page of a published site bears a notice, and only that for lost ways is not indexed."""
    root = write(tmp_path, {**OPEN, **HELD, "dateline.toml": config(theme=theme)})

    make(root)

    pages = html(published(root))
    assert [path for path, text in pages.items() if 'class="notice"' in text] == []
    assert [path for path, text in pages.items() if "noindex" in text] == ["404.html"]


def test_search_engines(tmp_path: Path) -> None:
    """A preview keeps robots out and names no sitemap; the published site does neither."""
    root = write(tmp_path, {**OPEN, **HELD})

    preview(root)
    make(root)

    assert published(root, PREVIEW)["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    assert [path for path in published(root, PREVIEW) if "sitemap" in path] == []
    assert b"Allow: /\n\nSitemap: https://" in published(root)["robots.txt"]


@pytest.mark.parametrize("theme", ["dispatch", "wire"])
def test_beside(tmp_path: Path, theme: str) -> None:
    """A preview changes no byte of the site beside it, and none of its words get there."""
    root = write(tmp_path / "held", {**OPEN, **HELD, "dateline.toml": config(theme=theme)})
    alone = write(tmp_path / "alone", {**OPEN, "dateline.toml": config(theme=theme)})
    make(alone)
    preview(root)

    make(root)
    first = published(root)
    preview(root, replace(BOTH, clean=True))
    report = make(root)

    assert first == published(root) == published(alone)
    assert (report.written, report.unchanged, report.removed) == (0, 0, 0)
    assert headlines(root, "output") == set()


def test_nothing_held(tmp_path: Path) -> None:
    """A preview that finds nothing to show is marked as a preview all the same."""
    root = write(tmp_path, OPEN)

    preview(root, DRAFTS)

    pages = html(published(root, PREVIEW)).values()
    assert {"Preview: drafts are shown." in text and "noindex" in text for text in pages} == {True}


def test_built_over(tmp_path: Path) -> None:
    """A site that is published over a preview is rid of all that the preview showed."""
    root = write(tmp_path, {**OPEN, **HELD})
    alone = write(tmp_path / "alone", OPEN)
    make(alone)
    make(root, wish=BOTH)
    assert len(headlines(root, "output")) == 5

    make(root)

    assert published(root) == published(alone)


def test_leaks(tmp_path: Path) -> None:
    """The search for held-back words lets pass what is shown, and finds what is not."""
    words = article("A lighthouse keeper was given a carbine", "2026-05-03", draft="true")
    page = "---\ntitle: Quotes\n---\n\nA lighthouse keeper was given a carbine, they say.\n"
    quoted = {"content/articles/keeper.md": words, "content/pages/quotes.md": page}
    root = write(tmp_path, {**OPEN, **quoted})

    assert preview(root, DRAFTS).problems == ()
    with pytest.raises(BuildFailed) as failed:
        preview(root, FUTURE, "other")

    assert {one.code for one in failed.value.problems} == {"leak"}


def test_links(tmp_path: Path) -> None:
    """A link to an article that is shown leads there, and is dead where the article is not."""
    link = article("Lamps", "2026-05-04", "See [what comes](future.md).")
    root = write(tmp_path, {**OPEN, **HELD, "content/articles/lamps.md": link})

    assert [one.code for one in preview(root, FUTURE).problems] == []
    assert [one.code for one in preview(root, DRAFTS).problems] == ["dead-link"]


def test_due(tmp_path: Path) -> None:
    """The report says when the site changes by itself, and a build at that moment changes it."""
    root = write(tmp_path, {**OPEN, **HELD})

    reports = [make(root)]
    while due := reports[-1].due:
        assert make(root, as_of=due - days(1) / 86400).written == 0
        reports.append(make(root, as_of=due))

    moments = [one.due.isoformat() for one in reports if one.due]
    assert moments == ["2026-05-22T09:00:00+00:00", "2026-05-23T00:00:00+00:00"]
    assert all(one.written for one in reports)
    assert headlines(root, "output") == {"embargoed", "to"}

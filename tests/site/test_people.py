"""People: who has a page, and what stands where one has none."""

from pathlib import Path

import pytest

from tests.projects import article, config, make, published, write

PAGE = "people/jane-doe/index.html"
INDEX = "people/index.html"


def named(*people: str) -> dict[str, str]:
    """Return one article for each list of people."""
    return {
        f"content/articles/{number}.md": article(
            f"Title {number}", f"2026-05-0{number}", "Words.", people=f"[{one}]"
        )
        for number, one in enumerate(people, start=1)
    }


def site_of(root: Path, *people: str) -> dict[str, str]:
    """Return the pages of a site with the shipped theme."""
    write(root, {"dateline.toml": config(theme="dispatch"), **named(*people)})
    assert make(root).problems == ()
    return {path: data.decode() for path, data in published(root).items() if path.endswith(".html")}


def test_named_twice(tmp_path: Path) -> None:
    """Who is named in two articles has no page, and stands in them as plain text."""
    pages = site_of(tmp_path, "Jane Doe", "Jane Doe")

    assert not any(path.startswith("people/") for path in published(tmp_path))
    assert '<span class="unlinked">Jane Doe</span>' in pages["2026/05/01/1/index.html"]
    assert not any("people/" in page for page in pages.values())


def test_named_three_times(tmp_path: Path) -> None:
    """Who is named in three articles has a page and feeds, and is linked; others are not."""
    pages = site_of(tmp_path, "Jane Doe, John Roe", "Jane Doe", "Jane Doe")

    assert "Title 1" in pages[PAGE]
    assert "Jane Doe" in pages[INDEX]
    assert "John Roe" not in pages[INDEX]
    assert 'people/jane-doe/">Jane Doe</a>' in pages["2026/05/01/1/index.html"]
    assert '<span class="unlinked">John Roe</span>' in pages["2026/05/01/1/index.html"]
    assert [path for path in published(tmp_path) if path.startswith("people/john")] == []
    assert "people/jane-doe/feed.xml" in published(tmp_path)


def test_section(tmp_path: Path) -> None:
    """The navigation leads to people as soon as one has a page."""
    pages = site_of(tmp_path, "Jane Doe", "Jane Doe", "Jane Doe")

    assert ">People</a>" in pages["index.html"]


@pytest.mark.parametrize("second", ["Recep Tayyip Erdogan", "recep tayyip erdoğan"])
def test_one_address(tmp_path: Path, second: str) -> None:
    """Spellings of a name that have one address are one person, without a warning."""
    write(
        tmp_path,
        {
            "dateline.toml": config(theme="dispatch"),
            **named("Recep Tayyip Erdoğan", second, second),
        },
    )

    report = make(tmp_path)

    assert report.problems == ()
    assert "people/recep-tayyip-erdogan/index.html" in published(tmp_path)


def test_note(tmp_path: Path) -> None:
    """A note about somebody stands on that person's page, and makes none by itself."""
    write(tmp_path, {"content/people/jane-doe/_index.md": "Who she is.\n"})

    twice = site_of(tmp_path, "Jane Doe", "Jane Doe")
    thrice = site_of(tmp_path, "Jane Doe", "Jane Doe", "Jane Doe")

    assert PAGE not in twice
    assert "Who she is." in thrice[PAGE]


def test_link_to_a_note(tmp_path: Path) -> None:
    """A link to the note about somebody without a page leads nowhere, and that is said."""
    write(
        tmp_path,
        {
            "dateline.toml": config(theme="dispatch"),
            "content/people/jane-doe/_index.md": "Who she is.\n",
            "content/articles/1.md": article(
                "One", "2026-05-01", "[She](../people/jane-doe/_index.md).", people="[Jane Doe]"
            ),
        },
    )

    assert [one.code for one in make(tmp_path).problems] == ["dead-link"]


def test_organisation(tmp_path: Path) -> None:
    """The page of an organisation says its kind and its countries, linked where they have pages."""
    write(
        tmp_path,
        {
            "dateline.toml": config(theme="dispatch"),
            "content/articles/1.md": article(
                "One", "2026-05-01", "Words.", organisations="[KNDS]", countries="[FR]"
            ),
        },
    )
    make(tmp_path)

    page = published(tmp_path)["organisations/knds/index.html"].decode()

    assert 'Companies: <a href="/countries/france/">France</a>, Germany</p>' in page

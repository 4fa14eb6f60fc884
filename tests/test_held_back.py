"""Drafts, and articles that are future, embargoed or expired, are in no published file."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.projects import NOW, PLAIN, article, config, days, make, published, take_in, write

OPEN = {
    **PLAIN,
    "dateline.toml": config(pagination__size="2", feeds__size="5"),
    **{
        f"content/articles/open-{number}.md": article(
            f"Open article number {number}", f"2026-05-0{number}", countries="[LT]"
        )
        for number in range(1, 6)
    },
}
HELD: Mapping[str, dict[str, str]] = {
    "draft": {"date": "2026-05-03", "draft": "true"},
    "future": {"date": "2026-05-21"},
    "embargoed": {"date": "2026-05-03", "embargo": "2026-05-21T09:00"},
    "expired": {"date": "2026-05-03", "expires": "2026-05-19"},
}
"""Why an article is held back on 20 May, and the fields that say so."""

SECRETS = (
    "Quiet rearmament of the lighthouse",
    "quiet-rearmament",
    "secret-id-0123456789",
    "The summary that nobody may read.",
    "The lighthouse keepers were given carbines.",
    "made-up-secret-tag",
    "Harbour Secret Board",
    "Anonymous Secret Writer",
    "ancient-secret-address",
    "secret picture",
)


def held_article(**fields: str) -> str:
    """Return an article full of words that no other file holds."""
    return article(
        SECRETS[0],
        body=f"{SECRETS[4]}\n\n## A secret heading\n\n[A secret picture](secret.svg)\n",
        **{
            "slug": SECRETS[1],
            "id": SECRETS[2],
            "summary": SECRETS[3],
            "tags": f"[{SECRETS[5]}]",
            "organisations": f"[{SECRETS[6]}]",
            "authors": f"[{SECRETS[7]}]",
            "countries": "[Kiribati, LT]",
            "mentions": "[Tuvalu]",
            "aliases": f"[/{SECRETS[8]}/]",
            **fields,
        },
    )


def secrets_in(root: Path) -> list[str]:
    """Return which secret words stand in which published files, or in their names."""
    needles = [one.casefold() for one in (*SECRETS, "Kiribati", "Tuvalu", "A secret heading")]
    return [
        f"{needle} in {path}"
        for path, data in published(root).items()
        for needle in needles
        if needle in data.decode().casefold() or needle in path.casefold()
    ]


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize("reason", HELD)
def test_never_published(tmp_path: Path, reason: str, engine: str) -> None:
    """No byte of a held-back article is in the site, and the report counts it with the reason."""
    settings = {"dateline.toml": config(markdown__engine=engine)}
    held = {"content/articles/held.md": held_article(**HELD[reason])}
    beside = {"content/articles/secret.svg": "<svg><title>secret picture</title></svg>"}
    root = write(tmp_path, {**OPEN, **settings, **held, **beside})

    report = make(root)

    assert secrets_in(root) == []
    assert [(one.path, one.reason) for one in report.held] == [("content/articles/held.md", reason)]
    assert b"Open article number 5" in published(root)["index.html"]


@pytest.mark.parametrize("reason", HELD)
def test_same_as_absent(tmp_path: Path, reason: str) -> None:
    """A site with a held-back article is, byte for byte, the site without it."""
    absent = write(tmp_path / "absent", OPEN)
    make(absent)
    root = write(tmp_path / "held", OPEN)
    write(root, {"content/articles/held.md": held_article(**HELD[reason])})

    make(root)

    assert published(root) == published(absent)


@pytest.mark.parametrize("reason", HELD)
def test_withdrawn(tmp_path: Path, reason: str) -> None:
    """An article that was published before and is held back now is in the site no more."""
    root = write(tmp_path, OPEN)
    beside = {"content/articles/secret.svg": "<svg><title>secret picture</title></svg>"}
    write(root, {**beside, "content/articles/held.md": held_article(date="2026-05-03")})
    make(root)
    assert len(secrets_in(root)) > 20

    report = make(write(root, {"content/articles/held.md": held_article(**HELD[reason])}))

    assert secrets_in(root) == []
    assert [one.reason for one in report.held] == [reason]
    assert report.removed > 5


def test_deleted_and_renamed(tmp_path: Path) -> None:
    """A deleted article is gone, and a renamed one is at its new address only."""
    root = write(tmp_path, OPEN)
    write(root, {"content/articles/held.md": held_article(date="2026-05-03")})
    make(root)
    (root / "content/articles/held.md").unlink()
    (root / "content/articles/open-5.md").rename(root / "content/articles/other.md")

    make(root)

    assert secrets_in(root) == []
    paths = [path for path in published(root) if path.startswith("2026/05/05/")]
    assert paths == ["2026/05/05/other/index.html"]
    assert not (root / "output" / "2026/05/05/open-5").exists()


def test_due(tmp_path: Path) -> None:
    """Each article appears with the first build after it is due, and goes when it expires."""
    root = write(tmp_path, OPEN)
    fields = {"date": "2026-05-25", "embargo": "2026-05-27T12:00", "expires": "2026-05-29T12:00"}
    write(root, {"content/articles/held.md": held_article(**fields)})

    found = {}
    for later in range(12):
        now = NOW + days(later)
        reasons = [one.reason for one in make(root, as_of=now).held]
        found[now.day] = "".join(reasons) or ("shown" if secrets_in(root) else "lost")

    assert found == {
        **dict.fromkeys(range(20, 27), "embargoed"),
        **dict.fromkeys(range(27, 29), "shown"),
        **dict.fromkeys(range(29, 32), "expired"),
    }


def test_draft_page(tmp_path: Path) -> None:
    """A page that is a draft is in the site no more, not even in the menu."""
    root = write(tmp_path, {**OPEN, "content/pages/plan.md": "---\ntitle: Hidden plan\n---\n\nX\n"})
    make(root)
    assert b"Hidden plan" in published(root)["index.html"]

    make(write(root, {"content/pages/plan.md": "---\ntitle: Hidden plan\ndraft: true\n---\n\nX\n"}))

    assert [path for path, data in published(root).items() if b"Hidden plan" in data] == []
    assert "plan/index.html" not in published(root)


def test_seed(tmp_path: Path) -> None:
    """A seed may say itself when its article is to appear and to go."""
    seed = f"{SECRETS[0]}\nDate: 2026-05-03\nEmbargo: 2026-05-21\n\n{SECRETS[4]}\n"
    root = write(tmp_path, {**OPEN, "seeds/held.txt": seed})
    take_in(root)

    report = make(root)

    assert [one.reason for one in report.held] == ["embargoed"]
    assert secrets_in(root) == []
    make(root, as_of=NOW + days(2))
    assert secrets_in(root) != []


def test_kept_going(tmp_path: Path) -> None:
    """A link to a held-back article is a warning, and says no more than its author wrote."""
    link = article("Another article", "2026-05-04", "See [what comes](held.md).")
    root = write(tmp_path, {**OPEN, "content/articles/link.md": link})
    write(root, {"content/articles/held.md": held_article(**HELD["future"])})

    report = make(root)

    assert [one.code for one in report.problems] == ["dead-link"]
    assert secrets_in(root) == []


SAME = {"date": "2026-05-03", "same_as": "articles/open-4.md"}
"""Fields of an article that is the same as another."""


def test_duplicate(tmp_path: Path) -> None:
    """Of an article that is the same as another, nothing is left but addresses that lead there."""
    root = write(tmp_path, {**OPEN, "content/articles/held.md": held_article(date="2026-05-03")})
    make(root)

    report = make(write(root, {"content/articles/held.md": held_article(**SAME)}))

    assert [one.reason for one in report.held] == ["duplicate"]
    site = published(root)
    for address in (f"2026/05/03/{SECRETS[1]}", SECRETS[8]):
        assert b"Open article number 4" in site[f"{address}/index.html"]
        line = f"/{address}/ https://news.example/2026/05/04/open-4/ 301"
        assert line in site["_redirects"].decode().splitlines()
    addresses = ("quiet-rearmament", "ancient-secret-address")
    assert [one for one in secrets_in(root) if not one.startswith(addresses)] == []
    assert "sitemap-articles-2026.xml" in site
    assert b"quiet-rearmament" not in site["sitemap-articles-2026.xml"]


@pytest.mark.parametrize("fields", [{"draft": "true"}, {"embargo": "2026-05-21"}])
def test_duplicate_that_is_held_back(tmp_path: Path, fields: Mapping[str, str]) -> None:
    """Not even the address of a duplicate is told while it has another reason not to be seen."""
    root = write(tmp_path, {**OPEN, "content/articles/held.md": held_article(**SAME, **fields)})

    make(root)

    assert secrets_in(root) == []


def test_duplicate_of_what_is_held_back(tmp_path: Path) -> None:
    """What is the same as a draft is held back with it, and leads nowhere."""
    draft = article("Open article number 4", "2026-05-04", draft="true")
    held = {"content/articles/open-4.md": draft, "content/articles/held.md": held_article(**SAME)}
    root = write(tmp_path, {**OPEN, **held})

    report = make(root)

    assert {one.reason for one in report.held} == {"draft", "duplicate"}
    assert secrets_in(root) == []


def test_link_to_a_duplicate(tmp_path: Path) -> None:
    """A link to an article that is the same as another leads to that one."""
    link = article("Another article", "2026-05-05", "See [the ministry](held.md).")
    held = {"content/articles/held.md": held_article(**SAME)}
    root = write(tmp_path, {**OPEN, **held, "content/articles/link.md": link})

    assert make(root).problems == ()

    page = published(root)["2026/05/05/link/index.html"]
    assert b'<a href="/2026/05/04/open-4/">the ministry</a>' in page


def test_duplicate_at_the_same_address(tmp_path: Path) -> None:
    """An address that a published article has is left to it."""
    same = held_article(**{**SAME, "slug": "open-3"})
    root = write(tmp_path, {**OPEN, "content/articles/held.md": same})

    assert make(root).problems == ()

    assert b"The text of Open article number 3" in published(root)["2026/05/03/open-3/index.html"]

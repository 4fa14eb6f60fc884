"""A page or template that quotes a held-back article is found before anything is published."""

import json
from html import escape
from pathlib import Path

import pytest
from markupsafe import escape as markup_escape

from generator.diagnostics import BuildFailed
from generator.leaks import Leaks, needles_of
from generator.model import Held, SitePath
from generator.theme.markup import attribute
from tests.projects import NOW, PLAIN, article, config, days, make, published, write
from tests.site.samples import an_article

TITLE = 'The minister\'s "grand" plan for <ships> & sailors'
SENTENCE = "Nobody outside the ministry knows of this yet."

SITE = {
    **PLAIN,
    "dateline.toml": config(),
    "content/articles/open.md": article("A frigate enters service", "2026-05-03"),
    "content/articles/held.md": article("The fleet is sold at last", "2026-05-30", SENTENCE),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
}


def leaks_of(root: Path, **when: object) -> list[tuple[str, str]]:
    """Build and return (place, message) of the errors."""
    with pytest.raises(BuildFailed) as failed:
        make(root, **when)  # type: ignore[arg-type]  # as_of only
    assert {one.code for one in failed.value.problems} == {"leak"}
    return [(one.place.path, one.message) for one in failed.value.problems]


@pytest.mark.parametrize(
    "quoting",
    [
        {"content/pages/about.md": f"---\ntitle: About\n---\n\nWe write: {SENTENCE}\n"},
        {"content/pages/about.md": "---\ntitle: About\n---\n\nSoon: The fleet is sold at last\n"},
        {"templates/404.html": f'{{% extends "parent/404.html" %}}{{% block main %}}{SENTENCE}'
         "{% endblock %}"},
        {"content/files/early.txt": f"… {SENTENCE} …"},
    ],
)  # fmt: skip
def test_quoted(tmp_path: Path, quoting: dict[str, str]) -> None:
    """Wherever words of a held-back article stand, nothing is published and the file is named."""
    root = write(tmp_path, {**SITE, **quoting})

    found = leaks_of(root)

    assert {place for place, _ in found} == {"content/articles/held.md"}
    assert all("future" in message for _, message in found)
    assert published(root) == {}


def test_quoted_before(tmp_path: Path) -> None:
    """Words that were no secret when a page was made are found when their article is held."""
    quote = f"---\ntitle: About\n---\n\nWe wrote: {SENTENCE}\n"
    root = write(tmp_path, {**SITE, "content/pages/about.md": quote})
    make(root, as_of=NOW + days(30))
    before = published(root)

    found = leaks_of(root, as_of=NOW)

    assert [message.partition(":")[0] for _, message in found] == [
        "words of this future article are in about/index.html"
    ]
    assert published(root) == before


def test_quoted_before_and_crashed(tmp_path: Path) -> None:
    """What is known of the last search does not outlive the site that was searched."""
    root = write(tmp_path, SITE)
    make(root)
    (root / "content" / "articles" / "held.md").unlink()
    write(root, {"content/pages/about.md": f"---\ntitle: About\n---\n\nHere: {SENTENCE}\n"})
    make(root)
    write(root, {"content/articles/held.md": SITE["content/articles/held.md"]})

    found = leaks_of(root)

    assert len(found) == 1


def test_public_words(tmp_path: Path) -> None:
    """Words that a published article holds too are no secret."""
    again = article("The fleet is sold at last", "2026-05-03", SENTENCE)
    root = write(tmp_path, {**SITE, "content/articles/again.md": again})

    report = make(root)

    assert [one.path for one in report.held] == ["content/articles/held.md"]
    assert SENTENCE.encode() in published(root)["2026/05/03/again/index.html"]


@pytest.mark.parametrize(
    "form",
    [
        TITLE,
        escape(TITLE),
        escape(TITLE, quote=False),
        str(markup_escape(TITLE)),
        json.dumps(TITLE),
        json.dumps(TITLE).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
        attribute(TITLE),
    ],
)  # fmt: skip
def test_forms(form: str) -> None:
    """Words are found in every form in which a page, a feed or structured data writes them."""
    held = Held(an_article("held", title=TITLE), "draft")
    leaks = Leaks(needles_of([held], []))

    found = leaks.found(SitePath("page.html"), f"<p>{form}</p>".encode())

    assert [one.place.path for one in found] == ["content/articles/held.md"]


def test_short(tmp_path: Path) -> None:
    """A short title may stand anywhere by chance, and is not looked for."""
    draft = article("About", "2026-05-03", "Hm.", draft="true")

    report = make(write(tmp_path, {**SITE, "content/articles/short.md": draft}))

    assert len(report.held) == 2


def test_words_of_the_site() -> None:
    """What the site says of itself is no leak, though a held-back article says it too."""
    held = Held(an_article("held", title="A digest of defence news."), "draft")

    assert needles_of([held], [], ["Dateline: A digest of defence news."]) == tuple(
        one for one in needles_of([held], []) if one.plain != held.article.title
    )


def test_draft_page(tmp_path: Path) -> None:
    """The words of a draft page are looked for too."""
    page = f"---\ntitle: Us\ndraft: true\n---\n\n{SENTENCE}\n"
    root = write(tmp_path, {**SITE, "content/pages/us.md": page})
    (root / "content/articles/held.md").unlink()
    write(root, {"content/files/early.txt": f"… {SENTENCE} …"})

    assert [(path, message.partition(":")[0]) for path, message in leaks_of(root)] == [
        ("content/pages/us.md", "words of this draft page are in early.txt")
    ]

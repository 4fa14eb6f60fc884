"""Pages of people whose names are spelled in several ways, from front matter to the output."""

from pathlib import Path

import pytest

from tests.projects import PLAIN, article, config, make, published, write


def pages_of(root: Path, *names: str, table: str = "") -> set[str]:
    """Return the addresses of people where articles, the oldest first, name these."""
    articles = {
        f"content/articles/a{number}.md": article(
            f"Story {number}", f"2026-05-0{number + 1}", people=f'["{name}"]'
        )
        for number, name in enumerate(names)
    }
    tables = {"content/taxonomies/people.toml": table} if table else {}
    write(root, {**PLAIN, "dateline.toml": config(), **articles, **tables})
    assert make(root).problems == ()
    return {
        path.split("/")[1]
        for path in published(root)
        if path.startswith("people/") and path.endswith("/index.html") and path.count("/") == 2
    }


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        (("Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "Vladimir Zelensky"), "volodymyr-zelensky"),
        (("Radosław Sikorski", "Radoslaw Sikorski", "Radek Sikorski"), "radoslaw-sikorski"),
        (("Andrii Zahorodnii", "Andriy Zahorodniy", "Andriy Zahorodny"), "andrii-zahorodnii"),
    ],
)
def test_one_page(tmp_path: Path, names: tuple[str, ...], slug: str) -> None:
    """Spellings of a person make one page, at the address of the table or of the oldest article."""
    assert pages_of(tmp_path, *names) == {slug}


def test_joined_by_an_editor(tmp_path: Path) -> None:
    """An editor joins spellings that no rule does."""
    names = "Dmytro Lytvyn", "Dmitry Litvin", "Dmitri Litwin"
    rows = (
        '[[person]]\nid = "dmytro-lytvyn"\nname = "Dmytro Lytvyn"\n'
        'aliases = ["Dmitry Litvin", "Dmitri Litwin"]\n'
    )

    assert pages_of(tmp_path / "apart", *names) == set()
    assert pages_of(tmp_path / "joined", *names, table=rows) == {"dmytro-lytvyn"}

"""The register of what was ingested: which seed became which article, and the text it began as.

It lies in ``content/.composed`` and belongs into version control with the articles: the text that
the machine composed is the base on which a changed seed and an edited article are merged.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.files import FileRefused, entries, read_file, write_file
from generator.frontmatter import read

FOLDER = ".composed"
LIMIT_BYTES = 64 * 1024 * 1024
GONE = "-"
"""Stands for the digest of a seed that was removed after it had been ingested."""


class Entry(Struct, frozen=True, order=True):
    """One ingested seed; ``seed`` is relative to seeds/, ``article`` to content/."""

    seed: str
    digest: str
    article: str


def load_register(content: Path) -> Mapping[str, Entry]:
    """Return every ingested seed by its path.

    When the register is not there, it is told from the articles' own ``seed`` fields.
    """
    path = content / FOLDER / "register.tsv"
    if not path.exists():
        return {one.seed: one for one in _from_articles(content)}
    rows = read_file(path, LIMIT_BYTES).decode("utf-8").splitlines()
    found = (row.split("\t") for row in rows if row.count("\t") == 2)
    return {seed: Entry(seed, digest, article) for seed, digest, article in found}


def save_register(content: Path, register: Mapping[str, Entry]) -> None:
    """Write the register, one seed a line, sorted, so that branches merge."""
    rows = (f"{one.seed}\t{one.digest}\t{one.article}\n" for one in sorted(register.values()))
    write_file(content / FOLDER / "register.tsv", "".join(rows).encode())


def base_of(content: Path, article: str) -> str:
    """Return the text that was composed for an article, or an empty string."""
    try:
        return read_file(content / FOLDER / article, LIMIT_BYTES).decode("utf-8")
    except (FileRefused, UnicodeDecodeError):
        return ""


def save_base(content: Path, article: str, text: str) -> None:
    """Keep the text that was composed for an article."""
    write_file(content / FOLDER / article, text.encode())


def article_with_id(content: Path, identity: str) -> str:
    """Return the article with an id, wherever an editor has moved it, or an empty string."""
    return next((path for path, fields in _fronts(content) if fields.get("id") == identity), "")


def _from_articles(content: Path) -> Iterable[Entry]:
    for path, fields in _fronts(content):
        seed = fields.get("seed")
        if isinstance(seed, Mapping) and seed.get("file") and seed.get("digest"):
            yield Entry(str(seed["file"]), str(seed["digest"]), path)


def _fronts(content: Path) -> Iterable[tuple[str, Mapping[str, object]]]:
    for entry in entries(content / "articles"):
        if entry.kind or not entry.path.endswith(".md"):
            continue
        try:
            text = read_file(content / "articles" / entry.path, LIMIT_BYTES).decode("utf-8-sig")
        except (FileRefused, UnicodeDecodeError):
            continue
        yield f"articles/{entry.path}", read(entry.path, text).value.fields

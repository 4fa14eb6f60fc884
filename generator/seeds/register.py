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
REGISTER = f"{FOLDER}/register.tsv"
SIGNATURES = f"{FOLDER}/signatures.tsv"
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

    When the register is not there or cannot be read, it is told from the ``seed`` fields of what
    was composed, which also knows deleted articles, and of the articles, wherever they are now.
    """
    try:
        text = read_file(content / REGISTER, LIMIT_BYTES).decode("utf-8")
    except (FileRefused, UnicodeDecodeError):
        composed = _entries_in(content / FOLDER)
        return {one.seed: one for one in (*composed, *_entries_in(content))}
    found = (row.split("\t") for row in text.split("\n") if row.count("\t") == 2)
    return {seed: Entry(seed, digest, article) for seed, digest, article in found}


def save_register(content: Path, register: Mapping[str, Entry]) -> None:
    """Write the register, one seed a line, sorted, so that branches merge."""
    rows = (f"{one.seed}\t{one.digest}\t{one.article}\n" for one in sorted(register.values()))
    write_file(content / REGISTER, "".join(rows).encode())


def base_of(content: Path, article: str) -> str:
    """Return the text that was composed for an article, or an empty string."""
    try:
        return read_file(content / FOLDER / article, LIMIT_BYTES).decode("utf-8")
    except (FileRefused, UnicodeDecodeError):
        return ""


def save_base(content: Path, article: str, text: str) -> None:
    """Keep the text that was composed for an article."""
    write_file(content / FOLDER / article, text.encode())


def drop_base(content: Path, article: str) -> None:
    """Forget the text that was composed for an article, since it is kept under another name."""
    (content / FOLDER / article).unlink(missing_ok=True)


def paths_by_id(folder: Path) -> Mapping[str, str]:
    """Return where the article with each id lies, in ``content`` or in what was composed."""
    return {str(fields["id"]): path for path, fields in _fronts(folder) if fields.get("id")}


def _entries_in(folder: Path) -> Iterable[Entry]:
    for path, fields in _fronts(folder):
        seed = fields.get("seed")
        if isinstance(seed, Mapping) and seed.get("file") and seed.get("digest"):
            yield Entry(str(seed["file"]), str(seed["digest"]), path)


def _fronts(folder: Path) -> Iterable[tuple[str, Mapping[str, object]]]:
    for entry in entries(folder / "articles"):
        if entry.kind or not entry.path.endswith(".md"):
            continue
        try:
            text = read_file(folder / "articles" / entry.path, LIMIT_BYTES).decode("utf-8-sig")
        except (FileRefused, UnicodeDecodeError):
            continue
        yield f"articles/{entry.path}", read(entry.path, text).value.fields

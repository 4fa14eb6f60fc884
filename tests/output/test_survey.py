from pathlib import Path

from generator.output.ledger import load_ledger
from generator.output.survey import foreign
from tests.output.sites import publish_site


def test_nothing_foreign(tmp_path: Path) -> None:
    """What we publish, and what we keep beside it, is not foreign."""
    publish_site(tmp_path, {"index.html": b"", "a/b/index.html": b""})

    assert foreign(tmp_path, load_ledger(tmp_path)) == ()


def test_foreign(tmp_path: Path) -> None:
    """Foreign files are named one by one, a folder that is foreign as a whole only once."""
    publish_site(tmp_path, {"index.html": b"", "a/b/index.html": b""})
    for path in ("CNAME", ".git/HEAD", ".git/refs/main", "a/notes.txt", "a/b/c/d.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()

    assert foreign(tmp_path, load_ledger(tmp_path)) == (
        ".git/",
        "CNAME",
        "a/b/c/",
        "a/notes.txt",
    )


def test_foreign_link(tmp_path: Path) -> None:
    """A link is foreign and not followed."""
    publish_site(tmp_path, {"index.html": b"", "a/index.html": b""})
    (tmp_path / "a" / "around").symlink_to(tmp_path)

    assert foreign(tmp_path, load_ledger(tmp_path)) == ("a/around",)

"""The published files, by the ledger."""

from pathlib import Path

from msgspec.structs import replace

from generator.model import SitePath
from generator.output.ledger import Ledger, load_ledger, save_ledger, seal_of_ledger
from generator.serve.exchange import Listing
from generator.serve.shelf import Shelf, read_shown
from tests.output.sites import publish_site
from tests.serve.samples import PAGES, published


def test_listing(tmp_path: Path) -> None:
    """All files of the ledger are listed, and nothing else."""
    published(tmp_path)
    (tmp_path / "notes.txt").touch()

    assert set(Shelf().listing(tmp_path).digests) == set(PAGES)


def test_no_ledger(tmp_path: Path) -> None:
    """An output without a ledger lists nothing, and neither does one that is not there."""
    assert Shelf().listing(tmp_path) == Shelf().listing(tmp_path / "nowhere") == Listing()


def test_kept(tmp_path: Path) -> None:
    """A ledger is read once for as long as it is the same."""
    published(tmp_path)
    shelf = Shelf()

    assert shelf.listing(tmp_path) is shelf.listing(tmp_path)


def test_read_again(tmp_path: Path) -> None:
    """A ledger that a build has replaced is read again, and that of another output as well."""
    published(tmp_path / "a")
    shelf = Shelf()
    shelf.listing(tmp_path / "a")

    publish_site(tmp_path / "a", {"new.txt": b"new"})

    assert set(shelf.listing(tmp_path / "a").digests) == {"new.txt"}
    assert shelf.listing(tmp_path / "b") == Listing()


def test_put(tmp_path: Path) -> None:
    """A listing is taken from whoever made the ledger, and no ledger is read."""
    published(tmp_path)
    shelf = Shelf()
    listing = Listing({SitePath("feed.xml"): b"digest"}, seal_of_ledger(tmp_path))

    shelf.put(tmp_path, listing)

    assert shelf.listing(tmp_path) is listing


def test_put_late(tmp_path: Path) -> None:
    """A listing of a ledger that another build has replaced is not taken."""
    published(tmp_path)
    shelf = Shelf()
    listing = Listing({SitePath("feed.xml"): b"digest"}, seal_of_ledger(tmp_path))
    publish_site(tmp_path, {"new.txt": b"new"})

    shelf.put(tmp_path, listing)
    shelf.put(tmp_path, Listing())

    assert set(shelf.listing(tmp_path).digests) == {"new.txt"}


def test_pending(tmp_path: Path) -> None:
    """While files are moved into place the listing stays: none is called new before it is."""
    published(tmp_path)
    shelf = Shelf()
    before = shelf.listing(tmp_path)
    rows = tuple(replace(row, digest=b"new") for row in load_ledger(tmp_path).rows)

    save_ledger(tmp_path, Ledger(rows, moves=(SitePath("assets/map.png"),)))
    meanwhile = shelf.listing(tmp_path)
    save_ledger(tmp_path, Ledger(rows))

    assert meanwhile == before
    assert set(shelf.listing(tmp_path).digests.values()) == {b"new"}


def test_pending_at_first(tmp_path: Path) -> None:
    """A publish that was under way before anybody looked is listed as far as it will come."""
    published(tmp_path / "a")
    published(tmp_path / "b")
    shelf = Shelf()
    shelf.listing(tmp_path / "a")

    ledger = replace(load_ledger(tmp_path / "b"), moves=(SitePath("feed.xml"),))
    save_ledger(tmp_path / "b", ledger)

    assert set(shelf.listing(tmp_path / "b").digests) == set(PAGES)


def test_read(tmp_path: Path) -> None:
    """A published file is read as it lies there."""
    published(tmp_path)

    assert read_shown(tmp_path, SitePath("feed.xml")) == b"<feed/>"
    assert read_shown(tmp_path, SitePath("nothing.xml")) is None

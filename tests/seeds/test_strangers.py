"""Near duplicates of two branches: found when the branches are merged, and asked about once."""

import shutil
from pathlib import Path

import pytest

from generator.seeds.register import SIGNATURES
from tests.projects import PLAIN, config, make, take_in, write
from tests.seeds.test_duplicates import FIRST, OTHER, SECOND, A, B
from tests.seeds.test_ingest import codes, edit, fields_of, snapshot
from tests.seeds.test_ingest import take_in as tried

THIRD = (
    "Ferry sold\nDate: 2026-05-04\n\nThe navy of the island sold its only ferry to a museum that"
    " wants to show how conscripts crossed the strait in the years before the long bridge.\n"
)
REGISTER = "content/.composed/register.tsv"


def merged(folder: Path, *seeds: str) -> Path:
    """Return a project in which branches, each with one seed more, were merged line by line."""
    root = folder / "merged"
    write(root, {**PLAIN, "dateline.toml": config(), "seeds/x.txt": OTHER})
    take_in(root)
    branches = [Path(shutil.copytree(root, folder / str(n))) for n in range(len(seeds))]
    for number, (branch, seed) in enumerate(zip(branches, seeds, strict=True)):
        write(branch, {f"seeds/{number}.txt": seed})
        assert take_in(branch).problems == ()
    for name in (REGISTER, f"content/{SIGNATURES}"):
        lines = {line for one in branches for line in (one / name).read_text("utf-8").splitlines()}
        write(root, {name: "".join(f"{line}\n" for line in sorted(lines))})
    for branch in branches:
        for part in ("seeds", "content/articles", "content/.composed/articles"):
            shutil.copytree(branch / part, root / part, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("seeds", [(FIRST, SECOND), (SECOND, FIRST)])
def test_asked(tmp_path: Path, seeds: tuple[str, str]) -> None:
    """The later article names the earlier one, whichever branch it came from."""
    root = merged(tmp_path, *seeds)

    problems = take_in(root).problems

    assert codes(take_in(root)) == []
    assert [one.code for one in problems] == ["near-duplicate"]
    assert problems == make(root).problems
    assert list(fields_of(root / "content" / B)["resembles"]) == [A]
    assert "resembles" not in fields_of(root / "content" / A)


def test_later_by_date(tmp_path: Path) -> None:
    """Of two days the later article asks, whatever the names."""
    root = merged(tmp_path, FIRST.replace("05-04", "05-05"), SECOND)

    take_in(root)

    assert list(fields_of(root / "content" / A)["resembles"]) == [B]


def test_edited(tmp_path: Path) -> None:
    """What an editor wrote before the merge stays, lists of terms included."""
    root = merged(tmp_path, FIRST, SECOND)
    edit(root / "content" / B, "title: Ten radars for the army", "title: Mine\npeople: [Own]")

    assert codes(take_in(root)) == ["near-duplicate"]
    write(root, {"seeds/1.txt": SECOND.replace("Oslo", "Bergen")})
    assert codes(take_in(root)) == ["near-duplicate"]

    fields = fields_of(root / "content" / B)
    assert (fields["title"], fields["people"]) == ("Mine", ("Own",))
    assert "Bergen" in (root / "content" / B).read_text("utf-8")


def test_answered(tmp_path: Path) -> None:
    """An answer from before the merge holds, and a question that was deleted stays so."""
    root = merged(tmp_path, FIRST, SECOND)
    edit(root / "content" / B, "title:", f"distinct_from: [{A}]\ntitle:")
    before = (root / "content" / B).read_text("utf-8")

    assert codes(take_in(root)) == []

    assert (root / "content" / B).read_text("utf-8") == before


def test_nothing_alike(tmp_path: Path) -> None:
    """Branches with different stories are compared once, and no article is touched."""
    root = merged(tmp_path, FIRST, THIRD)
    before = {path: data for path, data in snapshot(root).items() if SIGNATURES not in str(path)}

    first, numbers = codes(take_in(root)), (root / "content" / SIGNATURES).read_bytes()

    assert codes(take_in(root)) == []
    after = {path: data for path, data in snapshot(root).items() if SIGNATURES not in str(path)}
    assert (root / "content" / SIGNATURES).read_bytes() == numbers
    assert (first, after == before) == ([], True)


def test_dry_run(tmp_path: Path) -> None:
    """A trial says what would be asked, and writes nothing."""
    root = merged(tmp_path, FIRST, SECOND)
    before = snapshot(root)

    assert codes(tried(root, dry_run=True)) == ["near-duplicate"]

    assert snapshot(root) == before


def test_gone(tmp_path: Path) -> None:
    """An article that is gone after the merge is compared with none."""
    root = merged(tmp_path, FIRST, SECOND)
    (root / "content" / A).unlink()

    assert codes(take_in(root)) == []


def test_unreadable(tmp_path: Path) -> None:
    """An article whose front matter cannot be read is left as it is, with the fault."""
    root = merged(tmp_path, FIRST, SECOND)
    edit(root / "content" / B, "title: Ten", "title: [Ten")
    before = (root / "content" / B).read_bytes()

    assert codes(take_in(root)) == ["frontmatter-syntax"]

    assert (root / "content" / B).read_bytes() == before

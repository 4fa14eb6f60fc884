"""Ingestion: seeds become articles once, and what people wrote into them is never lost."""

import os
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from generator.code import PACKAGE
from generator.diagnostics import Checked
from generator.frontmatter import Value, read, rewritten
from generator.model import Recognition, Seed, SeedSettings
from generator.seeds.ingest import Deed, Ingested, ingest
from generator.seeds.intake import Intake
from generator.taxonomy import Taxonomies, load_taxonomies
from tests.projects import write

TODAY = date(2026, 5, 20)
SEED = "Latvia buys drones\nDate: 2026-05-06\n\nThe ministry signed.\n\nIt pays.\n"
CHANGED = SEED.replace("It pays.", "It pays more.")
PLACE = "articles/2026/latvia-buys-drones.md"


@cache
def shipped() -> Taxonomies:
    return load_taxonomies(PACKAGE / "data", Path("none")).value


def take_in(
    root: Path, *, today: date = TODAY, dry_run: bool = False, settings: SeedSettings | None = None
) -> Checked[Ingested]:
    """Ingest the seeds of a folder, recognising nothing in them."""
    desk = Intake(
        seeds=root / "seeds",
        content=root / "content",
        settings=settings or SeedSettings(),
        taxonomies=shipped(),
        recognise=lambda: lambda _seed: Recognition(),
        today=today,
    )
    return ingest(desk, dry_run=dry_run)


def began(root: Path, text: str = SEED) -> Path:
    """Return the one article of a folder with one seed."""
    write(root, {"seeds/a.txt": text})
    take_in(root)
    (article,) = (root / "content/articles").rglob("*.md")
    return article


def deeds(found: Checked[Ingested]) -> list[tuple[str, str, str]]:
    return [(deed.value, seed, article) for deed, seed, article in found.value.deeds]


def codes(found: Checked[Ingested]) -> list[str]:
    return [one.code for one in found.problems]


def fields_of(article: Path) -> Mapping[str, Value]:
    found = read(article.name, article.read_text("utf-8"))
    assert found.problems == ()
    return found.value.fields


def edit(article: Path, old: str, new: str) -> None:
    """Change the last of some words in an article, as an editor does."""
    before, found, after = article.read_text("utf-8").rpartition(old)
    assert found
    article.write_text(f"{before}{new}{after}", "utf-8")


def snapshot(root: Path) -> Mapping[str, tuple[bytes, int]]:
    """Return the bytes and the time of every file of the content folder."""
    return {
        str(one): (one.read_bytes(), one.stat().st_mtime_ns)
        for one in sorted((root / "content").rglob("*"))
        if one.is_file()
    }


def test_new_seed(tmp_path: Path) -> None:
    """A new seed becomes an article named for its headline, in the folder of its year."""
    write(tmp_path, {"seeds/a.txt": SEED})

    found = take_in(tmp_path)

    assert found == Checked(Ingested(((Deed.CREATED, "a.txt", PLACE),)))
    fields = fields_of(tmp_path / "content" / PLACE)
    assert (fields["title"], fields["date"]) == ("Latvia buys drones", "2026-05-06")


def test_nothing_new(tmp_path: Path) -> None:
    """Ingesting again changes neither bytes nor times."""
    began(tmp_path)
    before = snapshot(tmp_path)

    found = take_in(tmp_path)

    assert found == Checked(Ingested(unchanged=1))
    assert snapshot(tmp_path) == before


def test_no_seeds(tmp_path: Path) -> None:
    """A project without a seeds folder has nothing to ingest."""
    assert take_in(tmp_path) == Checked(Ingested())


def test_dry_run(tmp_path: Path) -> None:
    """A dry run says what would be done, and does nothing."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    write(tmp_path, {"seeds/a.txt": CHANGED, "seeds/b.txt": "Other\nDate: 2026-05-07\n\nText.\n"})
    before = snapshot(tmp_path)

    found = take_in(tmp_path, dry_run=True)

    assert [deed for deed, *_ in deeds(found)] == ["merged", "created"]
    assert snapshot(tmp_path) == before


def test_which_files(tmp_path: Path) -> None:
    """Text files of any folder are seeds; hidden files, backups and others are not."""
    names = ["a.txt", "b.md", "deep/er/c.TXT", ".d.txt", "e.txt~", "f.pdf", ".git/g.txt"]
    write(tmp_path, {f"seeds/{name}": f"Seed {name}\n\nText.\n" for name in names})

    found = take_in(tmp_path)

    assert [seed for _, seed, _ in deeds(found)] == ["a.txt", "b.md", "deep/er/c.TXT"]


def test_changed_seed(tmp_path: Path) -> None:
    """An article that nobody edited is composed anew when its seed changes."""
    article = began(tmp_path)
    identity = fields_of(article)["id"]
    write(tmp_path, {"seeds/a.txt": CHANGED})

    found = take_in(tmp_path)

    assert deeds(found) == [("recomposed", "a.txt", PLACE)]
    assert "It pays more." in article.read_text("utf-8")
    assert fields_of(article)["id"] == identity
    assert codes(found) == []


def test_changed_headline(tmp_path: Path) -> None:
    """A new headline changes the title, but neither the file nor the address."""
    article = began(tmp_path)
    write(tmp_path, {"seeds/a.txt": SEED.replace("drones", "radars")})

    take_in(tmp_path)

    assert fields_of(article)["title"] == "Latvia buys radars"
    assert fields_of(article)["slug"] == "latvia-buys-drones"
    assert list((tmp_path / "content/articles").rglob("*.md")) == [article]


def test_day_of_ingestion(tmp_path: Path) -> None:
    """A seed without a date is dated by the day it came, for ever."""
    article = began(tmp_path, "Latvia buys drones\n\nThe ministry signed.\n")
    write(tmp_path, {"seeds/a.txt": "Latvia buys drones\n\nThe ministry signed again.\n"})

    take_in(tmp_path, today=date(2027, 1, 2))

    assert fields_of(article)["date"] == "2026-05-20"


def test_edited_article(tmp_path: Path) -> None:
    """An article that was edited stays as it is while its seed stays."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    before = snapshot(tmp_path)

    found = take_in(tmp_path)

    assert found.value.deeds == ()
    assert snapshot(tmp_path) == before


def test_both_changed(tmp_path: Path) -> None:
    """What an editor and the seed changed in different places is all there."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    edit(article, "title: Latvia buys drones", "title: Latvia orders drones")
    write(tmp_path, {"seeds/a.txt": CHANGED.replace("2026-05-06", "2026-05-07")})

    found = take_in(tmp_path)

    assert deeds(found) == [("merged", "a.txt", PLACE)]
    assert codes(found) == []
    assert fields_of(article)["title"] == "Latvia orders drones"
    assert fields_of(article)["date"] == "2026-05-07"
    assert article.read_text("utf-8").endswith("\nSigned by the ministry.\n\nIt pays more.\n")


def test_conflict(tmp_path: Path) -> None:
    """What both changed is kept twice, and named with file and line."""
    article = began(tmp_path)
    edit(article, "It pays.", "It paid.")
    edit(article, "title: Latvia buys drones", "title: Riga buys drones")
    write(tmp_path, {"seeds/a.txt": CHANGED.replace("Latvia", "The army")})

    found = take_in(tmp_path)

    text = article.read_text("utf-8")
    assert "<<<<<<< edited\n\nIt paid.\n\n=======\n\nIt pays more.\n\n>>>>>>> seed\n" in text
    assert "title: Riga buys drones" in text
    assert "conflicts:\n  title: The army buys drones\n" in text
    lines = text.split("\n")
    assert [(one.place.path, lines[one.place.line - 1]) for one in found.problems] == [
        (f"content/{PLACE}", "  title: The army buys drones"),
        (f"content/{PLACE}", "<<<<<<< edited"),
    ]


def test_conflict_once(tmp_path: Path) -> None:
    """A conflict is no reason to merge again."""
    article = began(tmp_path)
    edit(article, "It pays.", "It paid.")
    write(tmp_path, {"seeds/a.txt": CHANGED})
    take_in(tmp_path)
    before = snapshot(tmp_path)

    found = take_in(tmp_path)

    assert found == Checked(Ingested(unchanged=1))
    assert snapshot(tmp_path) == before


def test_seed_takes_the_edit_over(tmp_path: Path) -> None:
    """When a seed catches up with what an editor did, the article is left alone."""
    article = began(tmp_path)
    edit(article, "It pays.", "It pays more.")
    write(tmp_path, {"seeds/a.txt": CHANGED})

    found = take_in(tmp_path)

    assert codes(found) == []
    assert article.read_text("utf-8").endswith("\nThe ministry signed.\n\nIt pays more.\n")


def test_removed_seed(tmp_path: Path) -> None:
    """A seed that is gone leaves its article, and says so once."""
    article = began(tmp_path)
    before = article.read_bytes()
    (tmp_path / "seeds/a.txt").unlink()

    first, second = take_in(tmp_path), take_in(tmp_path)

    assert deeds(first) == [("removed", "a.txt", PLACE)]
    assert codes(first) == ["seed-removed"]
    assert second == Checked(Ingested())
    assert article.read_bytes() == before


def test_removed_seed_returns(tmp_path: Path) -> None:
    """A seed that comes back belongs to its article as before."""
    article = began(tmp_path)
    edit(article, "It pays.", "It paid.")
    (tmp_path / "seeds/a.txt").unlink()
    take_in(tmp_path)
    write(tmp_path, {"seeds/a.txt": SEED})

    take_in(tmp_path)

    assert list((tmp_path / "content/articles").rglob("*.md")) == [article]
    assert "It paid." in article.read_text("utf-8")


def test_renamed_seed(tmp_path: Path) -> None:
    """A seed under another name is still the seed of its article."""
    article = began(tmp_path)
    (tmp_path / "seeds/new").mkdir()
    (tmp_path / "seeds/a.txt").rename(tmp_path / "seeds/new/b.txt")
    before = article.read_bytes()

    renamed = take_in(tmp_path)
    write(tmp_path, {"seeds/new/b.txt": CHANGED})
    changed = take_in(tmp_path)

    assert deeds(renamed) == [("renamed", "new/b.txt", PLACE)]
    assert before != article.read_bytes()
    assert deeds(changed) == [("recomposed", "new/b.txt", PLACE)]


def test_copied_seed(tmp_path: Path) -> None:
    """A copy of a seed that stays is a seed of its own."""
    began(tmp_path)
    write(tmp_path, {"seeds/b.txt": SEED})

    (row,) = deeds(take_in(tmp_path))

    assert row[:2] == ("created", "b.txt")
    assert row[2] != PLACE


def test_deleted_article(tmp_path: Path) -> None:
    """An article that an editor deleted does not come back, not even when its seed changes."""
    article = began(tmp_path)
    article.unlink()

    quiet = take_in(tmp_path)
    write(tmp_path, {"seeds/a.txt": CHANGED})
    changed, later = take_in(tmp_path), take_in(tmp_path)

    assert quiet == Checked(Ingested(unchanged=1))
    assert codes(changed) == ["article-deleted"]
    assert later == Checked(Ingested(unchanged=1))
    assert not article.exists()


def test_moved_article(tmp_path: Path) -> None:
    """An article that an editor moved is found by its id, now and later."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    moved = tmp_path / "content/articles/baltic/drones.md"
    moved.parent.mkdir()
    article.rename(moved)
    write(tmp_path, {"seeds/a.txt": CHANGED})

    first = take_in(tmp_path)
    write(tmp_path, {"seeds/a.txt": CHANGED.replace("more", "much more")})
    second = take_in(tmp_path)

    place = "articles/baltic/drones.md"
    assert deeds(first) == deeds(second) == [("merged", "a.txt", place)]
    assert codes(first) == codes(second) == []
    assert moved.read_text("utf-8").endswith("Signed by the ministry.\n\nIt pays much more.\n")
    assert not article.exists()


def test_same_headline(tmp_path: Path) -> None:
    """Seeds with one headline in one year get files of their own, whatever comes later."""
    write(tmp_path, {f"seeds/{name}.txt": f"{SEED}\nSeed {name}.\n" for name in "abc"})
    take_in(tmp_path)
    first = {path: time for path, (_, time) in snapshot(tmp_path).items() if ".tsv" not in path}

    write(tmp_path, {"seeds/0.txt": f"{SEED}\nSeed 0.\n"})
    take_in(tmp_path)

    articles = list((tmp_path / "content/articles/2026").iterdir())
    assert len(articles) == 4
    assert len({fields_of(one)["slug"] for one in articles}) == 4
    assert all(fields_of(one)["slug"] == one.stem for one in articles)
    assert first.items() <= {path: time for path, (_, time) in snapshot(tmp_path).items()}.items()


def test_same_headline_in_other_years(tmp_path: Path) -> None:
    """A headline of another year gets an address of its own, which need not name the year."""
    write(tmp_path, {f"seeds/{year}.txt": SEED.replace("2026", year) for year in ("2025", "2026")})

    take_in(tmp_path)

    slugs = {fields_of(one)["slug"] for one in (tmp_path / "content/articles").rglob("*.md")}
    assert len(slugs) == 2
    assert "latvia-buys-drones" in slugs


def test_place_is_taken(tmp_path: Path) -> None:
    """A file that an editor wrote is never taken for the article of a seed."""
    own = "---\ntitle: Own\ndate: 2026-01-01\n---\n\nOwn.\n"
    write(tmp_path, {f"content/{PLACE}": own, "seeds/a.txt": SEED})

    take_in(tmp_path)

    assert (tmp_path / "content" / PLACE).read_text("utf-8") == own
    assert len(list((tmp_path / "content/articles/2026").iterdir())) == 2


def test_place_is_taken_in_other_letters(tmp_path: Path) -> None:
    """A file whose name differs only by capitals takes the place too."""
    own = PLACE.replace("latvia-buys", "Latvia-Buys")
    write(tmp_path, {f"content/{own}": "---\ntitle: Own\n---\n", "seeds/a.txt": SEED})

    ((_, _, article),) = deeds(take_in(tmp_path))

    assert article.casefold() != PLACE


@pytest.mark.parametrize("lost", ["register.tsv", "."])
def test_killed_before_the_register(tmp_path: Path, lost: str) -> None:
    """An article whose ingestion was killed is taken over, with what was edited since."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    write(tmp_path, {"seeds/0.txt": "Other\nDate: 2026-05-07\n\nText.\n"})
    place = tmp_path / "content/.composed" / lost
    place.unlink() if lost != "." else shutil.rmtree(place)
    write(tmp_path, {"content/.composed/register.tsv": ""})

    found = take_in(tmp_path)
    write(tmp_path, {"seeds/a.txt": CHANGED})
    take_in(tmp_path)

    assert deeds(found)[1] == ("created", "a.txt", PLACE)
    assert article.read_text("utf-8").endswith("\nSigned by the ministry.\n\nIt pays more.\n")


def test_killed_with_one_headline(tmp_path: Path) -> None:
    """Articles with suffixes are taken over too, each by its own seed."""
    write(tmp_path, {f"seeds/{name}.txt": f"{SEED}\nSeed {name}.\n" for name in "abc"})
    take_in(tmp_path)
    for one in (tmp_path / "content/articles/2026").iterdir():
        edit(one, "It pays.", f"It paid for {one.stem}.")
    write(tmp_path, {"content/.composed/register.tsv": ""})
    before = {path: seen for path, seen in snapshot(tmp_path).items() if "/articles/2026" in path}

    take_in(tmp_path)

    after = snapshot(tmp_path)
    assert {path: after[path][0] for path in before} == {
        path: seen[0] for path, seen in before.items()
    }
    added = {Path(path).name for path in after.keys() - before.keys()}
    assert added == {"register.tsv", "signatures.tsv"}


@pytest.mark.parametrize("damage", [None, b"\xff\xfe\x00", b"<<<<<<< ours\n"])
def test_lost_register(tmp_path: Path, damage: bytes | None) -> None:
    """A register that is gone or damaged is told from the articles themselves."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    register = tmp_path / "content/.composed/register.tsv"
    register.unlink() if damage is None else register.write_bytes(damage)

    take_in(tmp_path)
    write(tmp_path, {"seeds/a.txt": CHANGED})
    found = take_in(tmp_path)

    assert deeds(found) == [("merged", "a.txt", PLACE)]
    assert article.read_text("utf-8").endswith("\nSigned by the ministry.\n\nIt pays more.\n")


def test_lost_register_of_a_deleted_article(tmp_path: Path) -> None:
    """Without a register, a deleted article still does not come back."""
    began(tmp_path).unlink()
    (tmp_path / "content/.composed/register.tsv").unlink()

    assert take_in(tmp_path) == Checked(Ingested(unchanged=1))


def test_lost_register_of_a_moved_article(tmp_path: Path) -> None:
    """Without a register, a moved and edited article is merged on its own base."""
    article = began(tmp_path)
    edit(article, "The ministry signed.", "Signed by the ministry.")
    moved = article.with_name("moved.md")
    article.rename(moved)
    (tmp_path / "content/.composed/register.tsv").unlink()
    write(tmp_path, {"seeds/a.txt": CHANGED})

    found = take_in(tmp_path)

    assert deeds(found) == [("merged", "a.txt", "articles/2026/moved.md")]
    assert codes(found) == []
    assert moved.read_text("utf-8").endswith("\nSigned by the ministry.\n\nIt pays more.\n")


def test_lost_base(tmp_path: Path) -> None:
    """Without its base an edited article loses nothing, keeps its id, and says what to do."""
    article = began(tmp_path)
    identity = fields_of(article)["id"]
    edit(article, "The ministry signed.", "Signed by the ministry.")
    shutil.rmtree(tmp_path / "content/.composed")
    write(tmp_path, {"seeds/a.txt": CHANGED})

    found = take_in(tmp_path)

    text = article.read_text("utf-8")
    assert codes(found)[-1] == "base-missing"
    assert {"Signed by the ministry.", "It pays.", "It pays more."} <= set(text.split("\n"))
    assert fields_of(article)["id"] == identity
    assert fields_of(article)["conflicts"] == {"summary": "The ministry signed. It pays more."}


def test_lost_base_of_an_untouched_article(tmp_path: Path) -> None:
    """An article that still has its checksum needs no base to be composed anew."""
    article = began(tmp_path)
    shutil.rmtree(tmp_path / "content/.composed")
    write(tmp_path, {"seeds/a.txt": CHANGED})

    found = take_in(tmp_path)

    assert (deeds(found)[0][0], codes(found)) == ("recomposed", [])
    assert "It pays more." in article.read_text("utf-8")


def test_broken_article_waits(tmp_path: Path) -> None:
    """A seed's change waits until the front matter of its article is mended."""
    article = began(tmp_path)
    edit(article, "title: Latvia buys drones", 'title: "Riga buys drones')
    write(tmp_path, {"seeds/a.txt": CHANGED})
    before = snapshot(tmp_path)

    broken = take_in(tmp_path)
    after = snapshot(tmp_path)
    edit(article, 'title: "Riga', "title: Riga")
    mended = take_in(tmp_path)

    assert (deeds(broken), codes(broken)) == ([], ["frontmatter-syntax"])
    assert after == before
    assert (deeds(mended)[0][0], codes(mended)) == ("merged", [])
    assert "It pays more." in article.read_text("utf-8")
    assert fields_of(article)["title"] == "Riga buys drones"


def test_unreadable_article_waits(tmp_path: Path) -> None:
    """A seed's change waits while its article is no text."""
    article = began(tmp_path)
    good = article.read_bytes()
    article.write_bytes(good.replace(b"pays", b"p\xe4ys"))
    write(tmp_path, {"seeds/a.txt": CHANGED})

    broken = take_in(tmp_path)
    article.write_bytes(good)
    mended = take_in(tmp_path)

    assert (deeds(broken), codes(broken)) == ([], ["article-unreadable"])
    assert deeds(mended)[0][0] == "recomposed"


def test_article_behind_a_link(tmp_path: Path) -> None:
    """An article that was made a link is neither followed nor replaced."""
    article = began(tmp_path)
    elsewhere = tmp_path / "elsewhere.md"
    article.rename(elsewhere)
    article.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    write(tmp_path, {"seeds/a.txt": CHANGED})

    found = take_in(tmp_path)

    assert codes(found) == ["article-unreadable"]
    assert article.is_symlink()
    assert elsewhere.read_bytes() == before


@pytest.mark.parametrize(
    "raw",
    [
        SEED.encode("utf-8-sig"),
        SEED.encode("utf-16"),
        b"\xfe\xff" + SEED.encode("utf-16-be"),
        SEED.replace("\n", "\r\n").encode(),
        SEED.replace("\n", "\r").encode(),
        (SEED + "\n\n\n\n").encode(),
    ],
    ids=["utf-8 with mark", "utf-16", "utf-16-be", "windows", "mac", "blank lines"],
)
def test_encodings(tmp_path: Path, raw: bytes) -> None:
    """However a seed is encoded and its lines end, the article is the same."""
    write(tmp_path, {"seeds/a.txt": raw})

    found = take_in(tmp_path)

    assert found.problems == ()
    article = tmp_path / "content" / PLACE
    assert fields_of(article)["title"] == "Latvia buys drones"
    assert article.read_text("utf-8").endswith("---\n\nThe ministry signed.\n\nIt pays.\n")


def test_unreadable_encoding(tmp_path: Path) -> None:
    """A seed in an unknown encoding is named and left out, and all others go on."""
    write(tmp_path, {"seeds/a.txt": SEED.encode() + b"\xe4\n", "seeds/b.txt": SEED})

    found = take_in(tmp_path)

    assert deeds(found) == [("created", "b.txt", PLACE)]
    assert codes(found) == ["seed-encoding"]
    assert found.value.unchanged == 0


def test_declared_encoding(tmp_path: Path) -> None:
    """An encoding that the project declares is read."""
    write(tmp_path, {"seeds/a.txt": "Café opens\nDate: 2026-05-06\n\nText.\n".encode("cp1252")})

    take_in(tmp_path, settings=SeedSettings(encoding="cp1252"))

    (article,) = (tmp_path / "content/articles/2026").iterdir()
    assert fields_of(article)["title"] == "Café opens"


def test_seed_that_becomes_unreadable(tmp_path: Path) -> None:
    """A seed that can be read no more leaves its article and the register as they are."""
    began(tmp_path)
    write(tmp_path, {"seeds/a.txt": b"\xff\n"})
    before = snapshot(tmp_path)

    found = take_in(tmp_path)

    assert (deeds(found), codes(found)) == ([], ["seed-encoding"])
    assert snapshot(tmp_path) == before


def test_no_regular_files(tmp_path: Path) -> None:
    """Links, pipes and seeds over the limit are named and left out, and all others go on."""
    write(tmp_path, {"seeds/a.txt": SEED, "secret.txt": "Secret\n\nText.\n", "deep/x.txt": SEED})
    (tmp_path / "seeds/link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "seeds/folder").symlink_to(tmp_path / "deep")
    (tmp_path / "seeds/loop").symlink_to(tmp_path / "seeds")
    os.mkfifo(tmp_path / "seeds/pipe.txt")
    write(tmp_path, {"seeds/large.txt": "x" * 2000})

    found = take_in(tmp_path, settings=SeedSettings(limit_bytes=1000))

    assert [seed for _, seed, _ in deeds(found)] == ["a.txt"]
    assert [(one.place.path, one.code) for one in found.problems] == [
        ("seeds/folder", "seed-not-regular"),
        ("seeds/large.txt", "seed-too-large"),
        ("seeds/link.txt", "seed-not-regular"),
        ("seeds/loop", "seed-not-regular"),
        ("seeds/pipe.txt", "seed-not-regular"),
    ]
    assert found.value.unchanged == 0


@pytest.mark.parametrize(
    "name", [b"a\tb.txt", b"a\nb.txt", b"\x1b[31m.txt", b"\xff.txt", "a\u202eb.txt".encode()]
)
def test_names_that_do_not_show(tmp_path: Path, name: bytes) -> None:
    """A seed whose name holds what does not show is named and left out, time and again."""
    write(tmp_path, {"seeds/a.txt": SEED})
    Path(os.fsdecode(os.fsencode(tmp_path / "seeds") + b"/" + name)).write_text(SEED, "utf-8")

    first, second = take_in(tmp_path), take_in(tmp_path)

    assert deeds(first) == [("created", "a.txt", PLACE)]
    assert codes(first) == codes(second) == ["seed-unreadable"]


def test_empty_seed(tmp_path: Path) -> None:
    """A seed without text makes no article, and is named each time."""
    write(tmp_path, {"seeds/a.txt": "\n\n", "seeds/b.txt": SEED})

    assert codes(take_in(tmp_path)) == codes(take_in(tmp_path)) == ["seed-empty"]


def test_too_long(tmp_path: Path) -> None:
    """A seed whose article would be refused later is refused now."""
    write(tmp_path, {"seeds/a.txt": f"Long\n\n{'word ' * 60_000}\n"})

    found = take_in(tmp_path)

    assert (deeds(found), codes(found)) == ([], ["seed-too-long"])


def test_too_long_to_recognise(tmp_path: Path) -> None:
    """No time is spent on the terms of a seed that is too long to be taken."""
    write(tmp_path, {"seeds/a.txt": f"Long\n\n{'word ' * 60_000}\n", "seeds/b.txt": SEED})
    asked: list[str] = []

    def recognise(seed: Seed) -> Recognition:
        asked.append(seed.path)
        return Recognition()

    desk = Intake(
        seeds=tmp_path / "seeds",
        content=tmp_path / "content",
        settings=SeedSettings(),
        taxonomies=shipped(),
        recognise=lambda: recognise,
        today=TODAY,
    )

    ingest(desk)

    assert asked == ["b.txt"]


def test_declared_terms(tmp_path: Path) -> None:
    """Terms that a seed declares are named as the vocabulary does; unknown countries are told."""
    text = SEED.replace(
        "Date:",
        "Countries: LV, Republic of Latvia; Atlantis\nTags: Loitering munitions, own\nDate:",
    )

    article = began(tmp_path, text)
    write(tmp_path, {"seeds/b.txt": text})
    found = take_in(tmp_path)

    assert fields_of(article)["countries"] == ("Latvia",)
    assert fields_of(article)["tags"] == ("loitering-munitions", "own")
    assert codes(found) == ["unknown-country"]


# --- any sequence -----------------------------------------------------------------------------

NAMES = ("a.txt", "b.txt", "deep/c.md")
HEADLINES = ("Latvia buys drones", "Exercise ends", "Talks: day 2")
PARAGRAPHS = ("One.", "Two.", "Three & four.", "* five", "<b>six</b>", "=======")


class Step(Struct, frozen=True):
    """One thing that somebody does; the numbers choose among what there is."""

    deed: str
    which: int
    choice: int
    words: tuple[str, ...]


STEPS = st.builds(
    Step,
    st.sampled_from(
        "seed seed seed remove-seed rename-seed title tags add add replace cut move delete".split()
    ),
    st.integers(0, 5),
    st.integers(0, 5),
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4).map(tuple),
)
VISITS = st.lists(st.lists(STEPS, min_size=1, max_size=4), min_size=1, max_size=6)


class Newsroom:
    """A folder, and what editors wrote into each article, told apart by tokens of their own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.count = 0
        self.words: dict[str, set[str]] = {}
        self.titles: dict[str, str] = {}

    def token(self) -> str:
        """Return words that nobody else writes."""
        self.count += 1
        return f"Editor {self.count}."

    def articles(self) -> list[Path]:
        """Return all articles, in the order of their paths."""
        return sorted((self.root / "content/articles").rglob("*.md"))

    def take(self, step: Step) -> None:
        """Do what a step says, if there is anything to do it with."""
        if step.deed == "seed":
            self.seed(step)
        elif step.deed.endswith("-seed"):
            self.other_seed(step)
        elif articles := self.articles():
            self.edit(step, articles[step.which % len(articles)])

    def seed(self, step: Step) -> None:
        """Write a seed."""
        headline = HEADLINES[step.choice % len(HEADLINES)]
        body = "\n\n".join(step.words)
        write(
            self.root,
            {
                f"seeds/{NAMES[step.which % len(NAMES)]}": (
                    f"{headline}\nDate: 2026-05-06\nTags: navy, tag{step.choice}\n\n{body}\n"
                )
            },
        )

    def other_seed(self, step: Step) -> None:
        """Remove or rename a seed."""
        old = self.root / "seeds" / NAMES[step.which % len(NAMES)]
        new = self.root / "seeds" / NAMES[step.choice % len(NAMES)]
        if step.deed == "remove-seed":
            old.unlink(missing_ok=True)
        elif old.exists():
            new.parent.mkdir(exist_ok=True)
            old.rename(new)

    def edit(self, step: Step, article: Path) -> None:
        """Change, move or delete an article."""
        text = article.read_text("utf-8")
        matter = read("", text).value
        identity = str(matter.fields["id"])
        if step.deed == "delete":
            article.unlink()
            self.words.pop(identity, None)
            self.titles.pop(identity, None)
        elif step.deed == "move":
            article.rename(article.with_name(f"moved-{self.token()[7:-1]}.md"))
        elif step.deed in ("title", "tags"):
            article.write_text(self.refiled(step, matter.fields, text), "utf-8")
        else:
            self.rewrite(step, article, identity)

    def refiled(self, step: Step, fields: Mapping[str, Value], text: str) -> str:
        """Return an article with a field changed."""
        identity, token = str(fields["id"]), self.token()
        body = read("", text).value.body.lstrip("\n")
        if step.deed == "title":
            self.titles[identity] = token
            return rewritten(text, {**fields, "title": token}, body)
        tags = fields.get("tags", ())
        self.words.setdefault(identity, set()).add(token)
        return rewritten(text, {**fields, "tags": (*tags, token)}, body)

    def rewrite(self, step: Step, article: Path, identity: str) -> None:
        """Add, replace or cut a paragraph."""
        head, _, body = article.read_text("utf-8").partition("\n---\n")
        blocks = body.strip("\n").split("\n\n")
        at = step.choice % len(blocks)
        gone = {blocks[at]} if step.deed in ("replace", "cut") else set()
        if step.deed != "cut":
            token = self.token()
            blocks[at : at + len(gone)] = [token]
            self.words.setdefault(identity, set()).add(token)
        else:
            del blocks[at]
        self.words.get(identity, set()).difference_update(gone)
        article.write_text(f"{head}\n---\n\n" + "\n\n".join(blocks) + "\n", "utf-8")

    def check(self) -> None:
        """Hold that every word of an editor is where it was written."""
        texts = {str(fields_of(one)["id"]): one for one in self.articles()}
        for identity, words in self.words.items():
            text = texts[identity].read_text("utf-8")
            assert {word for word in words if word not in text} == set()
        for identity, title in self.titles.items():
            assert fields_of(texts[identity])["title"] == title


@given(VISITS)
def test_no_word_is_lost(
    tmp_path_factory: pytest.TempPathFactory, visits: list[list[Step]]
) -> None:
    """Whatever seeds and editors do, all that editors wrote stays in the articles."""
    root = tmp_path_factory.mktemp("room")
    room = Newsroom(root)
    for steps in visits:
        for step in steps:
            room.take(step)
        take_in(root)
        room.check()
        before = snapshot(root)

        take_in(root)

        assert snapshot(root) == before
    shutil.rmtree(root)

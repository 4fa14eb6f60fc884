"""Real news, where it is at hand: the whole way from seeds to a site without a fault."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from generator.cli import main
from generator.frontmatter import Value, read
from tests.projects import config, write

SHARED = Path(__file__).parent.parent.parent / "shared"
OWNERS = sorted((SHARED / "seeds").glob("*.txt"))
GEONEWS = SHARED / "corpora" / "geonews" / "seeds.jsonl.gz"
DVIDS = SHARED / "corpora" / "dvids" / "seeds.jsonl.gz"
CLOCK = ("--clock", "2026-05-20")

pytestmark = pytest.mark.corpora


def rows(place: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each seed of a corpus."""
    with gzip.open(place, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield f"seeds/{row['id']}.txt", row["text"]


def dateline(root: Path, command: str) -> int:
    return main([command, "--config", str(root / "dateline.toml"), *CLOCK])


@pytest.mark.skipif(len(OWNERS) != 1, reason="the owner's seed is not beside the project")
def test_owners_seed(tmp_path: Path) -> None:
    """The owner's own seed becomes the article that it was meant to be."""
    write(
        tmp_path,
        {
            "dateline.toml": config(theme="dispatch"),
            f"seeds/{OWNERS[0].name}": OWNERS[0].read_bytes(),
        },
    )

    assert dateline(tmp_path, "build") == 0

    (article,) = (tmp_path / "content/articles").rglob("*.md")
    matter = read("", article.read_text("utf-8")).value
    fields: dict[str, Value] = dict(matter.fields)
    assert fields["title"] == "Lithuania plans defence attaché appointment in Israel"
    assert fields["authors"] == ("Tamilla Hasanova",)
    assert fields["countries"] == ("Lithuania", "Israel")
    assert len(matter.body.strip().split("\n\n")) == 7


@pytest.mark.skipif(
    not (GEONEWS.is_file() and DVIDS.is_file()), reason="the corpora are not beside the project"
)
def test_news(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two hundred reports build without an error, and the finished site has no fault."""
    seeds = {**dict(islice(rows(GEONEWS), 150)), **dict(islice(rows(DVIDS), 50))}
    write(tmp_path, {"dateline.toml": config(theme="dispatch"), **seeds})

    assert dateline(tmp_path, "build") == 0
    assert ": error: " not in capsys.readouterr().err
    assert len(list((tmp_path / "content/articles").rglob("*.md"))) == len(seeds) == 200
    assert dateline(tmp_path, "check") == 0
    assert capsys.readouterr().out.endswith(" files checked, no fault.\n")

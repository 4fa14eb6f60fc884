"""The benchmark measures what it says: its articles, its arithmetic, its comparison of sites."""

import os
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.speed.__main__ import USUAL, chosen
from benchmarks.speed.articles import LAST, Series, written
from benchmarks.speed.comparison import compared
from benchmarks.speed.dialects import as_article, as_hugo, as_seed
from benchmarks.speed.pairs import Measures, keep, kept, row_of, share, table
from benchmarks.speed.plot import curves, drawn
from benchmarks.speed.processes import CommandFailed, Cost, run

SERIES = Series(1000)

HEAD = '<html><head><title>Digest</title></head><body><nav><a href="/">Home</a></nav>'
PAGER = '<nav class="pager"><a href="/page/{}/">Older</a> Page {}</nav>'


def entry(number: int) -> str:
    """Return an entry of a list; a greater number is newer."""
    day = f"2024-05-{number:02d}"
    return (
        f'<section><a href="/{number}/">Story {number}</a><time datetime="{day}"></time></section>'
    )


def listing(numbers: tuple[int, ...], page: int) -> str:
    return HEAD + "".join(map(entry, numbers)) + PAGER.format(page, page)


def feed(*titles: str, generator: str = "") -> str:
    items = "".join(f"<item><title>{one}</title></item>" for one in titles)
    return f"<rss><channel><title>Digest</title>{generator}{items}</channel></rss>"


def sitemap(*addresses: str) -> str:
    rows = "".join(f"<url><loc>https://digest.example/{one}</loc></url>" for one in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


# Dateline counts from the oldest, and its front holds up to twice as many.
OURS = {
    "index.html": listing((5, 4, 3), 2),
    "page/1/index.html": listing((2, 1), 1),
    "2024/05/one/index.html": f"{HEAD}<p>One word.</p>",
    "rss.xml": feed("Story 5", "Story 4", generator="<generator>Dateline</generator>"),
    "sitemap.xml": sitemap("", "2024/05/one/", "page/1/"),
    "feeds.opml": "",
}
THEIRS = {
    "index.html": listing((5, 4), 1),
    "page/2/index.html": listing((3, 2), 2),
    "page/3/index.html": listing((1,), 3),
    "2024/05/one/index.html": f"{HEAD}\n<p>One\n word.</p>",
    "rss.xml": feed("Story 5", "Story 4"),
    "sitemap.xml": sitemap("", "2024/05/one/"),
    "site.css": "",
}


def test_articles_are_the_same() -> None:
    """The same number gives the same article, in every process and for ever."""
    text = written(3, SERIES)

    assert text == written(3, SERIES)
    assert text.slug == "familiar-outpost-lifts-late-negotiator-000003"
    assert as_seed(text) == as_seed(written(3, SERIES))


def test_dates_are_in_order() -> None:
    """Each article is newer than the one before it, and an added one is newer than all."""
    moments = [written(number, SERIES).published for number in range(998, 1030)]

    assert all(one < other for one, other in pairwise(moments))
    assert moments[-1] < LAST


def test_six_terms() -> None:
    """An article has four to eight terms, six on average, and none of them twice."""
    terms = [[*one.tags, *one.countries] for one in (written(n, SERIES) for n in range(1000))]

    assert {len(one) for one in terms} == {4, 5, 6, 7, 8}
    assert sum(map(len, terms)) / 1000 == pytest.approx(6, abs=0.1)
    assert all(len(one) == len({*one}) for one in terms)


def test_both_forms_hold_the_same() -> None:
    """Hugo gets the body and the terms of Dateline's article unchanged."""
    text = written(7, Series(1000, markup=True))

    ours, theirs = as_article(text), as_hugo(as_article(text))

    assert ours.split("---\n", 2)[2] == theirs.split("---\n", 2)[2]
    assert all(f'"{one}"' in theirs for one in (*text.tags, *text.countries, text.title))


def test_ratios() -> None:
    """A row holds the median of the ratios of pairs, which is not the ratio of the medians."""
    pairs = [(Cost(1, 1, 10), Cost(2, 4, 20)), (Cost(9, 3, 10), Cost(3, 3, 40))]
    pairs.append((Cost(4, 2, 10), Cost(1, 1, 10)))

    row = row_of(("digest", "cold", 1000), pairs, "here")

    assert row.ratio == Measures(3, 1, 0.5)
    assert row.dateline == Measures(4, 2, 10)
    assert row.hugo == Measures(2, 3, 20)


@pytest.mark.parametrize(("ratio", "shown"), [(1.234, "1.23"), (0.1, "0.10"), (0.025, "1/40")])
def test_small_ratios(ratio: float, shown: str) -> None:
    """A ratio is shown with two decimals, and as a fraction of one where it is small."""
    assert share(ratio) == shown


def test_equal_sites() -> None:
    """Numbering, spaces, the generator and what Dateline makes besides are no differences."""
    verdict = compared(OURS, THEIRS)

    assert verdict.differences == ()
    assert verdict.compared == 3
    assert verdict.numbered == (1, 2)
    assert sum(verdict.tolerated.values()) == 2


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("2024/05/one/index.html", f"{HEAD}<p>Another word.</p>", "One word."),
        ("2024/05/one/index.html", f'{HEAD}<p><a href="/x/">One</a> word.</p>', "[href /x/]"),
        ("page/3/index.html", listing((), 3), "5 entries, and 4 in Hugo's"),
        ("page/2/index.html", listing((2, 3), 2), "Story 3"),
        ("page/2/index.html", f"<p>Note</p>{listing((3, 2), 2)}", "Note"),
        ("rss.xml", feed("Story 5", "Tale 4"), "Tale"),
        ("sitemap.xml", sitemap(""), "2024/05/one/index.html is only in Dateline's"),
        ("tags/new/index.html", HEAD, "only in Hugo's site"),
    ],
)
def test_planted_difference(path: str, text: str, found: str) -> None:
    """A difference in words, links, entries, their order, feeds, sitemaps or pages is told."""
    verdict = compared(OURS, {**THEIRS, path: text})

    assert any(found in one for one in verdict.differences), verdict.differences


def test_missing_page() -> None:
    """A page that Hugo does not make is a difference unless it is listed with its reason."""
    verdict = compared({**OURS, "extra/index.html": HEAD}, THEIRS)

    assert verdict.differences == ("extra/index.html: only in Dateline's site",)


def test_rows_are_kept(tmp_path: Path) -> None:
    """The table shows the latest row of each case and size."""
    for seconds in (1, 2):
        costs = [(Cost(seconds, 7.5, 2**20), Cost(4, 30, 2**22))]
        keep(tmp_path / "rows", row_of(("digest", "cold", 1000), costs, "here"))

    lines = table(kept(tmp_path / "rows")).splitlines()

    assert len(lines) == 3
    assert "| 7.50 | 30.00 | 0.25 | 2.00 | 4.00 | 0.50 | 1 MiB | 4 MiB | 0.25 |" in lines[2]


def test_curve() -> None:
    """A curve holds milliseconds an article by rising size, and dearer points lie higher."""
    rows = [
        row_of(("digest", "cold", size), [(Cost(1, cpu, 1), Cost(1, 2 * cpu, 1))], "here")
        for size, cpu in ((10_000, 30), (1_000, 2))
    ]

    ours, theirs = curves(rows)
    picture = ET.fromstring(drawn((ours, theirs), "Cost"))
    circles = [one for one in picture if one.tag.endswith("circle")]
    heights = [float(one.attrib["cy"]) for one in circles]

    assert ours.points == ((1_000, 2.0), (10_000, 3.0))
    assert theirs.points == ((1_000, 4.0), (10_000, 6.0))
    assert heights[3] < heights[2] < heights[1] < heights[0]


@pytest.mark.parametrize(
    ("words", "cases"),
    [
        ((), USUAL),
        (("noop",), (("digest", "noop"),)),
        (("markup:noop",), (("markup", "noop"),)),
        (("markup", "save"), (("markup", "cold"), ("serve", "save"))),
    ],
)
def test_choice(words: tuple[str, ...], cases: tuple[tuple[str, str], ...]) -> None:
    """Cases are chosen by name, by corpus, or by both."""
    assert chosen(words) == cases


def test_unknown_case() -> None:
    """A case that is not known is refused with those that are."""
    with pytest.raises(SystemExit, match=r"no case is called warm; .*'noop'"):
        chosen(["warm"])


def test_whole_tree_is_measured(tmp_path: Path) -> None:
    """What a process of a process takes counts too."""
    inner = "held = bytearray(200_000_000); print(len(held))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"

    cost = run((sys.executable, "-c", outer), tmp_path, os.environ)

    assert cost.memory > 200_000_000
    assert cost.wall > 0


def test_failure_is_no_figure(tmp_path: Path) -> None:
    """A command that fails raises with what it said."""
    with pytest.raises(CommandFailed, match="no such page"):
        run((sys.executable, "-c", "raise SystemExit('no such page')"), tmp_path, os.environ)

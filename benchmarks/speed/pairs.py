"""Makes a row of what both generators took, run in turn, and shows it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct, json

from benchmarks.speed.processes import Cost


class Measures(Struct, frozen=True):
    """Seconds, processor seconds and bytes: of one run, or as ratios."""

    wall: float
    cpu: float
    memory: float


class Row(Struct, frozen=True):
    """One case at one size: the medians of both sides and of the ratios of their pairs."""

    variant: str
    case: str
    size: int
    runs: int
    dateline: Measures
    hugo: Measures
    ratio: Measures
    machine: str


def medians(costs: Iterable[Cost | Measures]) -> Measures:
    """Return the median of each measure by itself."""
    every = tuple(costs)
    return Measures(
        median(one.wall for one in every),
        median(one.cpu for one in every),
        median(one.memory for one in every),
    )


def ratio_of(pair: tuple[Cost, Cost]) -> Measures:
    """Return the first of a pair as a share of the second."""
    ours, theirs = pair
    return Measures(ours.wall / theirs.wall, ours.cpu / theirs.cpu, ours.memory / theirs.memory)


def row_of(name: tuple[str, str, int], pairs: Sequence[tuple[Cost, Cost]], machine: str) -> Row:
    """Return the row of some pairs; ``name`` is variant, case and size.

    A ratio is that of two runs that came after one another, so that what else the machine did
    falls on both; the median is taken of the ratios, and not the ratio of the medians.
    """
    variant, case, size = name
    return Row(
        variant,
        case,
        size,
        len(pairs),
        dateline=medians(ours for ours, _ in pairs),
        hugo=medians(theirs for _, theirs in pairs),
        ratio=medians(map(ratio_of, pairs)),
        machine=machine,
    )


def shown(row: Row) -> str:
    """Return a row as a line of a terminal."""
    return (
        f"{f'{row.variant} {row.case}':24} {row.size:>7,} articles, {row.runs} pairs"
        f" | CPU {row.dateline.cpu:8.2f} s : {row.hugo.cpu:8.2f} s = {share(row.ratio.cpu)}"
        f" | wall {row.dateline.wall:8.2f} s : {row.hugo.wall:8.2f} s = {share(row.ratio.wall)}"
        f" | memory {megabytes(row.dateline.memory)} : {megabytes(row.hugo.memory)}"
        f" = {share(row.ratio.memory)}"
    )


def share(ratio: float) -> str:
    """Return a ratio for readers: as a number, or as a fraction of one where it is small."""
    return f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"


def megabytes(size: float) -> str:
    """Return bytes in MiB."""
    return f"{size / 2**20:,.0f} MiB"


def table(rows: Iterable[Row]) -> str:
    """Return rows as a table of Markdown."""
    head = (
        "| articles | case | CPU (s) | Hugo | ratio | wall (s) | Hugo | ratio |"
        " memory | Hugo | ratio |\n|" + "---|" * 11 + "\n"
    )
    return head + "".join(
        f"| {one.size:,} | {one.variant}, {one.case} | {one.dateline.cpu:.2f} | {one.hugo.cpu:.2f}"
        f" | {share(one.ratio.cpu)} | {one.dateline.wall:.2f} | {one.hugo.wall:.2f}"
        f" | {share(one.ratio.wall)} | {megabytes(one.dateline.memory)}"
        f" | {megabytes(one.hugo.memory)} | {share(one.ratio.memory)} |\n"
        for one in rows
    )


def kept(path: Path) -> tuple[Row, ...]:
    """Return the rows of a file of JSON lines, the latest of each case and size."""
    rows = [json.decode(line, type=Row) for line in path.read_bytes().splitlines()]
    latest = {(one.variant, one.case, one.size): one for one in rows}
    return tuple(latest.values())


def keep(path: Path, row: Struct) -> None:
    """Add a row of any kind to a file of JSON lines."""
    with path.open("ab") as file:
        file.write(json.encode(row) + b"\n")

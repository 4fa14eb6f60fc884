"""Draws what a cold build costs an article, against the number of articles, as SVG."""

from collections.abc import Iterable, Sequence
from html import escape
from math import log10

from msgspec import Struct

from benchmarks.speed.pairs import Row

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 40, 50
_STYLE = (
    "text { font: 13px sans-serif; fill: #333 } .axis { stroke: #999 } .grid { stroke: #ddd }"
    " .line { fill: none; stroke-width: 2 }"
)
_COLOURS = {"Dateline": "#1d4e89", "Hugo": "#c2410c"}


class Curve(Struct, frozen=True):
    """Points of (articles, milliseconds of processor time an article), by rising size."""

    name: str
    points: tuple[tuple[int, float], ...]


def curves(rows: Iterable[Row], variant: str = "digest", case: str = "cold") -> tuple[Curve, ...]:
    """Return the curves of both sides for one case."""
    chosen = sorted(
        (one for one in rows if (one.variant, one.case) == (variant, case)),
        key=lambda one: one.size,
    )
    return (
        Curve("Dateline", tuple((one.size, one.dateline.cpu / one.size * 1000) for one in chosen)),
        Curve("Hugo", tuple((one.size, one.hugo.cpu / one.size * 1000) for one in chosen)),
    )


def drawn(given: Sequence[Curve], title: str) -> str:
    """Return the picture: sizes on a logarithmic scale, costs on a plain one from zero."""
    points = [point for curve in given for point in curve.points]
    if not points:
        raise ValueError("there are no rows to draw: measure first")
    sizes = sorted({size for size, _ in points})
    scale = _Scale(sizes[0], sizes[-1], max(cost for _, cost in points) * 1.1)
    parts = [*_grid(scale, sizes), *(part for one in given for part in _curve(scale, one))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}">\n<style>{_STYLE}</style>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        f'<text x="{LEFT}" y="22">{escape(title)}</text>\n' + "".join(parts) + "</svg>\n"
    )


class _Scale(Struct, frozen=True):
    """From articles and milliseconds to places in the picture."""

    least: int
    most: int
    top: float

    def x(self, size: int) -> float:
        """Return how far to the right a size lies."""
        span = log10(self.most / self.least) or 1.0
        return LEFT + (WIDTH - LEFT - RIGHT) * log10(size / self.least) / span

    def y(self, cost: float) -> float:
        """Return how far down a cost lies."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * cost / self.top


def _grid(scale: _Scale, sizes: Sequence[int]) -> Iterable[str]:
    right, foot = WIDTH - RIGHT, HEIGHT - BOTTOM
    for step in range(5):
        cost = scale.top * step / 4
        y = scale.y(cost)
        kind = "grid" if step else "axis"
        yield f'<line class="{kind}" x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>\n'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{cost:.1f} ms</text>\n'
    for size in sizes:
        x = scale.x(size)
        yield f'<text x="{x:.1f}" y="{foot + 20}" text-anchor="middle">{size:,}</text>\n'
    yield f'<text x="{right}" y="{foot + 40}" text-anchor="end">articles</text>\n'


def _curve(scale: _Scale, curve: Curve) -> Iterable[str]:
    colour = _COLOURS.get(curve.name, "#333")
    places = [(scale.x(size), scale.y(cost)) for size, cost in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line" stroke="{colour}" points="{path}"/>\n'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>\n' for x, y in places)
    x, y = places[-1]
    yield f'<text x="{x + 10:.1f}" y="{y + 4:.1f}">{escape(curve.name)}</text>\n'

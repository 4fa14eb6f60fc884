"""What is done to a site before it is built, and what must have come of it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path

from benchmarks.speed.articles import Series, written
from benchmarks.speed.processes import Cost, run
from benchmarks.speed.sites import Pair, Site, Tools, add, address_of, finish, remove_traces

Witness = tuple[str, str]
"""A file of the output and a text that it must hold after the build."""

Change = Callable[[Pair, str], Witness]
"""Changes both sites in the same way; the text is new with every run."""

SIX = 6
_FOOT = "<footer><p>"


class Unproven(Exception):
    """A build ended well and did not do what the case is about."""


def cold(pair: Pair, _mark: str) -> Witness:
    """Take away the output and all that builds remember."""
    for site in pair.sites:
        remove_traces(site)
    return ("sitemap.xml", "")


def noop(_pair: Pair, _mark: str) -> Witness:
    """Change nothing."""
    return ("index.html", "")


def edit1(pair: Pair, mark: str) -> Witness:
    """Add a paragraph to the article in the middle."""
    text = written(pair.size // 2, _series(pair))
    for site in pair.sites:
        place = _article(site, text.slug)
        place.write_text(f"{place.read_text('utf-8')}\nAn edit adds {mark} to it.\n", "utf-8")
    return (address_of(text), mark)


def new(pair: Pair, mark: str) -> Witness:
    """Add one article with six terms that is newer than all others."""
    later = (written(number, _series(pair)) for number in count(pair.size))
    with_six = (one for one in later if len(one.tags) + len(one.countries) == SIX)
    text = next(islice(with_six, int(mark.removeprefix("mark")), None))
    add(pair, text)
    return ("index.html", text.slug)


def base(pair: Pair, mark: str) -> Witness:
    """Change the foot of every page."""
    for site in pair.sites:
        place = site.folder / site.base
        before, foot, after = place.read_text("utf-8").partition(_FOOT)
        place.write_text(f"{before}{foot}{mark} {after}", "utf-8")
    return ("archive/2020/index.html", mark)


CASES: Mapping[str, Change] = {
    "cold": cold,
    "noop": noop,
    "edit1": edit1,
    "new": new,
    "base": base,
}


def pairs_of(pair: Pair, change: Change, tools: Tools, *, runs: int) -> Iterator[tuple[Cost, Cost]]:
    """Change both sites, build one after the other and check both, as often as asked for."""
    for site in pair.sites:
        if change is not cold and not (site.folder / site.output).exists():
            finish(site, tools)
    for number in range(runs):
        path, text = change(pair, f"mark{number}")
        ours, theirs = (run(one.command, one.folder, tools.environment) for one in pair.sites)
        for site in pair.sites:
            file = site.folder / site.output / path
            if not file.is_file() or text not in file.read_text("utf-8"):
                raise Unproven(f'{site.side}: {path} does not hold "{text}"')
        yield (ours, theirs)


def _series(pair: Pair) -> Series:
    return Series(pair.size, markup=pair.variant.corpus == "markup")


def _article(site: Site, slug: str) -> Path:
    return next((site.folder / site.articles).rglob(f"{slug}.md"))

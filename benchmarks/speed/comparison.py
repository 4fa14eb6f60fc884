"""Compares two sites: the same pages with the same words and links, but for what is listed."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct

from benchmarks.speed import reading
from benchmarks.speed.reading import Read

Pages = Mapping[str, str]
"""The files of a site with their texts."""

OURS_ALONE: Mapping[str, str] = {
    "the outline of feeds": r"feeds\.opml",
    "months of the archive, and its index": r"archive/(\d{4}/\d\d/(page/\d+/)?)?index\.html",
    "the index of organisations": r"organisations/index\.html",
    "a sitemap for each year": r"sitemap-.*\.xml",
    "the page for addresses that lead nowhere": r"404\.html",
    "files for hosts and crawlers": r"\.nojekyll|_headers|_redirects|robots\.txt|llms\.txt",
    "assets, with a fingerprint in their names": r"assets/.*",
}
"""What Dateline makes and Hugo does not, so that Dateline has more to do."""

THEIRS_ALONE: Mapping[str, str] = {"the style sheet": r"site\.css"}
"""What lies elsewhere in Dateline's output."""

NUMBERED = re.compile(r"(.*)page/(\d+)/index\.html")
INDEXES = ("tags/index.html", "countries/index.html")


class Verdict(Struct, frozen=True):
    """How two sites differ.

    ``differences`` are what must not be; ``tolerated`` are numbers of files by the reason why they
    may be on one side alone; ``numbered`` are the numbered pages of both.
    """

    compared: int
    differences: tuple[str, ...]
    tolerated: Mapping[str, int]
    numbered: tuple[int, int]


def files_of(folder: Path) -> Pages:
    """Return the files of an output folder, without what a builder keeps there for itself."""
    return {
        path: place.read_text("utf-8")
        for place in sorted(folder.rglob("*"))
        if place.is_file()
        and not (path := place.relative_to(folder).as_posix()).startswith(".dateline/")
    }


def compared(ours: Pages, theirs: Pages) -> Verdict:
    """Compare Dateline's site with Hugo's.

    Dateline numbers the pages of a list from the oldest, so that its page 3 is not Hugo's page 3,
    and its first page holds up to twice as many entries.  Hence lists are compared as wholes:
    the same entries in the same order over all their pages.
    """
    left = _shared(ours, OURS_ALONE, oldest_first=True)
    right = _shared(theirs, THEIRS_ALONE, oldest_first=False)
    found = [
        *(f"{path}: only in Dateline's site" for path in sorted(left.keys() - right.keys())),
        *(f"{path}: only in Hugo's site" for path in sorted(right.keys() - left.keys())),
    ]
    for path in sorted(left.keys() & right.keys()):
        found += _different(path, left[path](), right[path]())
    found += _maps(ours, theirs)
    return Verdict(
        compared=len(left.keys() & right.keys()),
        differences=tuple(found),
        tolerated=Counter(_reasons(ours, OURS_ALONE)) + Counter(_reasons(theirs, THEIRS_ALONE)),
        numbered=(_numbered(ours), _numbered(theirs)),
    )


def explained(verdict: Verdict, most: int = 20) -> str:
    """Return a verdict in words, with the first differences."""
    ours, theirs = verdict.numbered
    lines = [
        f"{verdict.compared:,} pages compared, {len(verdict.differences):,} differ",
        f"{ours:,} numbered pages, and {theirs:,} of Hugo",
        *(f"{count:,} on one side alone: {why}" for why, count in verdict.tolerated.items()),
        *verdict.differences[:most],
    ]
    return "\n  ".join(lines)


def _numbered(pages: Pages) -> int:
    return sum(1 for path in pages if NUMBERED.fullmatch(path) and not _reason(path, OURS_ALONE))


def _reason(path: str, alone: Mapping[str, str]) -> str:
    return next((why for why, form in alone.items() if re.fullmatch(form, path)), "")


def _reasons(pages: Pages, alone: Mapping[str, str]) -> Iterator[str]:
    return (why for path in pages if (why := _reason(path, alone)))


def _shared(
    pages: Pages, alone: Mapping[str, str], *, oldest_first: bool
) -> Mapping[str, Callable[[], Read]]:
    """Return what both sites must have: how each page is read, a list being one page."""
    lists: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    read: dict[str, Callable[[], Read]] = {}
    for path, text in pages.items():
        if path == "sitemap.xml" or _reason(path, alone):
            continue
        if match := NUMBERED.fullmatch(path):
            lists[f"{match[1]}index.html"].append((int(match[2]), text))
        else:
            read[path] = partial(_page, path, text)
    for path, rest in lists.items():
        read[path] = partial(_list, pages[path], rest, oldest_first=oldest_first)
    return read


def _page(path: str, text: str) -> Read:
    if path.endswith(".xml"):
        return reading.feed(text)
    if path in INDEXES:
        # Dateline groups its indexes: what is said of each term is the same, the order is not.
        read = reading.page(text, "li")
        return Read(read.frame, tuple(sorted(read.entries)))
    return reading.page(text, "section")


def _list(front: str, numbered: Iterable[tuple[int, str]], *, oldest_first: bool) -> Read:
    """Return a list as one page, the newest entry first."""
    order = sorted(numbered, reverse=oldest_first)
    pages = [reading.page(text, "section") for text in (front, *(text for _, text in order))]
    frames = {one.frame for one in pages}
    entries = tuple(entry for one in pages for entry in one.entries)
    return Read(tuple(word for frame in sorted(frames) for word in frame), entries)


def _different(path: str, ours: Read, theirs: Read) -> Iterator[str]:
    if ours.frame != theirs.frame:
        yield f"{path}: {_first(ours.frame, theirs.frame)}"
    if len(ours.entries) != len(theirs.entries):
        yield f"{path}: {len(ours.entries)} entries, and {len(theirs.entries)} in Hugo's"
    for mine, other in zip(ours.entries, theirs.entries, strict=False):
        if mine != other:
            yield f"{path}: {_first(mine, other)}"
            return


def _first(ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Return the first words in which two texts differ."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    at = next((at for at, (one, two) in pairs if one != two), min(len(ours), len(theirs)))
    return f'"{" ".join(ours[at : at + 6])}", and "{" ".join(theirs[at : at + 6])}" in Hugo\'s'


def _maps(ours: Pages, theirs: Pages) -> Iterator[str]:
    """Yield where the sitemaps differ; Dateline's list numbered pages and its own ones too."""
    left, right = (frozenset(_listed(one)) for one in (ours, theirs))
    yield from (f"sitemap: {one} is only in Dateline's" for one in sorted(left - right))
    yield from (f"sitemap: {one} is only in Hugo's" for one in sorted(right - left))


def _listed(pages: Pages) -> Iterator[str]:
    for path, text in pages.items():
        if re.fullmatch(r"sitemap.*\.xml", path):
            for address in reading.addresses(text):
                below = re.sub("https?://[^/]*/", "", address)
                file = f"{below}index.html" if below.endswith("/") or not below else below
                if not NUMBERED.fullmatch(file) and not _reason(file, OURS_ALONE):
                    yield file

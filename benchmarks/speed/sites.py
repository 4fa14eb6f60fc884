"""Lays out the two sites that are measured: the same articles, one for each generator."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from benchmarks.speed import vocabulary as words
from benchmarks.speed.articles import YEARS, Series, Text, written
from benchmarks.speed.dialects import as_article, as_hugo, as_seed, slug_of

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
DATELINE, HUGO = "dateline", "hugo"


class Variant(Struct, frozen=True):
    """A corpus and the engine that reads its Markdown."""

    name: str
    corpus: str
    engine: str


VARIANTS: Mapping[str, Variant] = {
    one.name: one
    for one in (
        Variant("digest", "digest", "markdown"),
        Variant("markup", "markup", "commonmark"),
        Variant("markup-markdown", "markup", "markdown"),
    )
}


class Tools(Struct, frozen=True):
    """The commands that are measured, and where it happens."""

    dateline: str
    hugo: str
    work: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the environment of both: this project's own code comes first."""
        places = {"PYTHONPATH": PROJECT, "HUGO_CACHEDIR": self.work / "hugo-cache"}
        # An installed program comes compiled, and so does one that was run once.
        ours = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return {**ours, **{name: str(place) for name, place in places.items()}}

    def cleared(self, name: str) -> Path:
        """Return the place of a site, once all others are gone: tmpfs is memory."""
        shutil.rmtree(self.work / "sites", ignore_errors=True)
        return self.work / "sites" / name


class Site(Struct, frozen=True):
    """One generator's site: its folder, its command, where its parts lie."""

    side: str
    folder: Path
    command: tuple[str, ...]
    output: str
    articles: str
    base: str
    traces: tuple[str, ...]


class Pair(Struct, frozen=True):
    """The two sites of one variant and size."""

    variant: Variant
    size: int
    dateline: Site
    hugo: Site

    @property
    def sites(self) -> tuple[Site, Site]:
        """Return both, in the order in which they are run."""
        return (self.dateline, self.hugo)


def lay_out(variant: Variant, size: int, tools: Tools) -> Pair:
    """Return a fresh pair of sites without any output."""
    corpus = corpus_of(variant.corpus, size, tools)
    folder = tools.cleared(f"{variant.name}-{size}")
    ours, theirs = folder / DATELINE, folder / HUGO
    shutil.copytree(corpus / DATELINE, ours)
    shutil.copytree(corpus / HUGO, theirs)
    config = ours / "dateline.toml"
    text = config.read_text("utf-8").replace('engine = "markdown"', f'engine = "{variant.engine}"')
    config.write_text(text, "utf-8")
    return Pair(variant, size, _dateline(ours, tools), _hugo(theirs, tools))


def _dateline(folder: Path, tools: Tools) -> Site:
    return Site(
        DATELINE,
        folder,
        (tools.dateline, "build", "--quiet"),
        output="output",
        articles="content/articles",
        base="themes/bench/templates/base.html",
        traces=("output", ".dateline"),
    )


def _hugo(folder: Path, tools: Tools) -> Site:
    return Site(
        HUGO,
        folder,
        (tools.hugo, "--quiet", "--logLevel", "error"),
        output="public",
        articles="content/articles",
        base="layouts/baseof.html",
        traces=("public", "resources", ".hugo_build.lock"),
    )


def corpus_of(name: str, size: int, tools: Tools) -> Path:
    """Return the folder with both sites' sources, made once for each state of what makes them."""
    folder = tools.work / "corpora" / f"{name}-{size}-{_digest()}"
    if not (folder / "made").exists():
        print(f"making {size:,} articles ({name}) …", flush=True)
        for older in folder.parent.glob(f"{name}-{size}-*"):
            shutil.rmtree(older)
        _make(name, Series(size, markup=name == "markup"), folder, tools)
        (folder / "made").touch()
    return folder


def _make(name: str, series: Series, folder: Path, tools: Tools) -> None:
    ours, theirs = folder / DATELINE, folder / HUGO
    shutil.copytree(HERE / DATELINE, ours)
    shutil.copytree(HERE / HUGO, theirs)
    write(ours / "content/taxonomies/tags.toml", _tags())
    for year in YEARS:
        write(theirs / f"content/archive/{year}.md", _year(year))
    for text in texts(series):
        if name == "digest":
            write(ours / f"seeds/{text.published.year}/{text.slug}.txt", as_seed(text))
        else:
            write(ours / place_of(text), as_article(text))
    if name == "digest":
        command = (tools.dateline, "ingest", "--quiet", "--strict")
        subprocess.run(command, cwd=ours, env=tools.environment, check=True)
    for path in sorted((ours / "content/articles").rglob("*.md")):
        place = theirs / path.relative_to(ours)
        write(place, as_hugo(path.read_text("utf-8")))


def texts(series: Series) -> Iterator[Text]:
    """Yield every article of a series."""
    return (written(number, series) for number in range(series.size))


def place_of(text: Text) -> str:
    """Return where an article lies below either site's folder."""
    return f"content/articles/{text.published.year}/{text.slug}.md"


def address_of(text: Text) -> str:
    """Return the file of an article's page below either site's output."""
    return f"{text.published:%Y/%m}/{text.slug}/index.html"


def add(pair: Pair, text: Text) -> None:
    """Put one more article into both sites."""
    article = as_article(text)
    write(pair.dateline.folder / place_of(text), article)
    write(pair.hugo.folder / place_of(text), as_hugo(article))


def finish(site: Site, tools: Tools) -> None:
    """Build a site without looking at what it takes."""
    subprocess.run(
        site.command,
        cwd=site.folder,
        env=tools.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def remove_traces(site: Site) -> None:
    """Take away all that earlier builds left."""
    for name in site.traces:
        trace = site.folder / name
        if trace.is_dir():
            shutil.rmtree(trace)
        else:
            trace.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Write a text into a folder that may have to be made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _tags() -> str:
    rows = (
        f'[[tag]]\nid = "{slug_of(name)}"\nname = "{name}"\ngroup = "Measured"\n'
        for name in words.TAGS
    )
    return "\n".join(rows)


def _year(year: int) -> str:
    head = f'title: "{year}"\ndate: {year}-12-31\nurl: /archive/{year}/\nbuild: {{list: never}}'
    return f"---\n{head}\n---\n"


def _digest() -> str:
    """Return what tells one state of all that makes a corpus from another."""
    made_by = [
        path
        for folder in (HERE, *(PROJECT / f"generator/{room}" for room in ("seeds", "recognition")))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    return sha256(b"".join(path.read_bytes() for path in sorted(made_by))).hexdigest()[:12]


def default_dateline() -> Path:
    """Return the command that is installed beside this Python."""
    return Path(sys.executable).with_name("dateline")

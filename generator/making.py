"""Pages to staged files: their keys, and the workers that render them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.code import code_digest
from generator.diagnostics import Checked, Diagnostic
from generator.fingerprint import Fingerprints, combined, digest_of, fingerprint
from generator.leaks import Leaks, Needle
from generator.model import Key, Made, Maker, PageMade, SitePath
from generator.output.place import below
from generator.output.searched import searched_for
from generator.output.staging import Staging, stage
from generator.site.views import Card, CopyContext, FeedItem, Page, SiteView
from generator.theme.render import Renderer, each_once
from generator.theme.theme import Theme
from generator.workers import spread

CODE = (
    "diagnostics.py",
    "files.py",
    "fingerprint.py",
    "model.py",
    "site/__init__.py",
    "site/views.py",
    "theme",
    "whole.py",
)
LIBRARIES = ("jinja2", "markupsafe", "msgspec")
"""All that decides what a page becomes; tests/test_code.py holds both complete."""

_NONE = b""

Told = Callable[[PageMade], None]


class Workshop(Struct, frozen=True):
    """What pages are made with: a renderer, a place to stage them, and what must not leak."""

    renderer: Renderer
    staging: Staging
    leaks: Leaks
    keys: Mapping[SitePath, Key]


def keys_of(pages: Sequence[Page], view: SiteView, theme: Theme) -> Mapping[SitePath, Key]:
    """Return the key of every page: all that it is made from, in three digests."""
    code = code_digest(CODE, LIBRARIES)
    contexts = Fingerprints(Card, FeedItem)
    shared = fingerprint(view)
    base = fingerprint(view.base_url)
    templates = {
        name: theme.digest(name) for name in {page.template for page in pages if page.template}
    }
    keys: dict[SitePath, Key] = {}
    for page in pages:
        if page.maker is Maker.TEMPLATE:
            context = combined(shared, contexts.of(page.context))
            keys[page.path] = Key(context, templates[page.template], code)
        elif isinstance(page.context, CopyContext):
            # Where the source lies does not matter, only what it holds.
            keys[page.path] = Key(page.context.digest, _NONE, _NONE)
        else:
            keys[page.path] = Key(combined(base, contexts.of(page.context)), _NONE, code)
    return keys


def placed(pages: Sequence[Page], root: Path) -> tuple[Page, ...]:
    """Return the pages with the sources of copies as places on this disk."""
    return tuple(
        replace(page, context=replace(page.context, source=str(root / page.context.source)))
        if isinstance(page.context, CopyContext)
        else page
        for page in pages
    )


def make_all(
    workshop: Workshop, pages: Sequence[Page], *, jobs: int, told: Told
) -> Checked[tuple[Made, ...]]:
    """Stage all the pages; the order is theirs, however many processes share the work.

    Diagnostics: those of templates, and ``leak``.
    """
    workshop.renderer.warm({page.template for page in pages if page.template})

    def one(page: Page) -> tuple[Made | None, tuple[Diagnostic, ...]]:
        return _make(workshop, page)

    results = spread(one, pages, jobs, grain=64, done=lambda count: told(PageMade(count)))
    made = tuple(found for found, _ in results if found)
    return Checked(made, each_once(problem for _, problems in results for problem in problems))


def digests_of(needles: Sequence[Needle]) -> frozenset[bytes]:
    """Return the digests of words that must not be found."""
    return frozenset(digest_of(one.words) for one in needles)


def leaks_in_kept(
    needles: Sequence[Needle], kept: Sequence[SitePath], output: Path, *, jobs: int
) -> tuple[Diagnostic, ...]:
    """Return the leaks in published files that are not made again.

    A file may quote an article that was published when the file was made, and is held back now.
    Files are read only when there are words that the site was not yet searched for.
    """
    known = searched_for(output)
    new = tuple(one for one in needles if digest_of(one.words) not in known)
    if not new:
        return ()
    leaks = Leaks(new)

    def one(path: SitePath) -> tuple[Diagnostic, ...]:
        return leaks.found(path, below(output, path).read_bytes())

    found = spread(one, kept, jobs, grain=64)
    return tuple(problem for problems in found for problem in problems)


def _make(workshop: Workshop, page: Page) -> tuple[Made | None, tuple[Diagnostic, ...]]:
    rendered = workshop.renderer.render(page)
    if rendered.problems:
        return None, rendered.problems
    leaks = workshop.leaks.found(page.path, rendered.value)
    made = stage(workshop.staging, page.path, rendered.value, key=workshop.keys[page.path])
    return made, leaks

"""A site to its pages with their marks, taking from an earlier plan what is certainly the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic
from generator.making import marks_of, placed
from generator.model import Key, SitePath, Text
from generator.output.place import collisions, unsafe
from generator.site.index import Site
from generator.site.plan import Plan, dead_links, outline_of, plan_pages
from generator.site.views import Page
from generator.theme.theme import Theme, asset_pages


class Planned(Struct, frozen=True):
    """Every page of a site, those of its theme's assets too, with their marks.

    ``outline``, ``texts``, ``templates``, ``assets`` and ``structured`` are what they were planned
    from.  ``shown_on`` has the numbers of the pages that show a text, by its identity, once it was
    asked for.
    """

    plan: Plan
    pages: tuple[Page, ...]
    marks: Mapping[SitePath, Key]
    outline: Site
    texts: tuple[Text, ...]
    templates: Mapping[str, bytes]
    assets: tuple[Mapping[str, str], Mapping[str, str]]
    structured: bool
    shown_on: Mapping[int, Sequence[int]] = {}


def planned(
    site: Site, theme: Theme, root: Path, *, before: Planned | None = None
) -> Checked[Planned]:
    """Return the plan of a site; ``before`` saves work and makes no other difference.

    Diagnostics: those of ``plan_pages``, ``collisions`` and ``unsafe``.
    """
    outline, assets = outline_of(site), (theme.addresses(), theme.options)
    structured = theme.tree.structured
    known = (outline, assets, structured)
    if before and (before.outline, before.assets, before.structured) == known:
        templates = {name: theme.digest(name) for name in before.templates}
        if templates == before.templates:
            return _renewed(before, site.texts, theme)
    plan = plan_pages(site, *assets, structured=structured)
    pages = placed((*plan.value.pages, *asset_pages(theme)), root)
    found = Planned(
        plan=plan.value,
        pages=pages,
        marks=marks_of(pages, plan.value.outline, theme),
        outline=outline,
        texts=site.texts,
        templates={name: theme.digest(name) for name in {page.template for page in pages} if name},
        assets=assets,
        structured=structured,
    )
    return Checked(found, (*plan.problems, *_bad_paths(pages)))


def _renewed(before: Planned, texts: tuple[Text, ...], theme: Theme) -> Checked[Planned]:
    """Return a plan with other texts for the same outline; all paths are what they were."""
    changed = {id(old): new for old, new in zip(before.texts, texts, strict=True) if old is not new}
    shown_on = dict(before.shown_on or _shown_on(before.pages))
    pages = list(before.pages)
    for number in {number for text in changed for number in shown_on.get(text, ())}:
        pages[number] = _with(changed, pages[number])
    for old, text in changed.items():
        shown_on[id(text)] = shown_on.pop(old, ())
    new = [page for page, old in zip(pages, before.pages, strict=True) if page is not old]
    marks = {**before.marks, **marks_of(new, before.plan.outline, theme)}
    found = replace(before, pages=tuple(pages), marks=marks, texts=texts, shown_on=shown_on)
    return Checked(found, tuple(dead_links(before.plan.desk, texts)))


def _shown_on(pages: Sequence[Page]) -> Mapping[int, Sequence[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        for text in page.texts:
            found[id(text)].append(number)
    return found


def _with(changed: Mapping[int, Text], page: Page) -> Page:
    return replace(page, texts=tuple(changed.get(id(text), text) for text in page.texts))


def _bad_paths(pages: Sequence[Page]) -> Iterable[Diagnostic]:
    claims = [(page.path, page.place) for page in pages]
    return (*collisions(claims), *unsafe(claims))

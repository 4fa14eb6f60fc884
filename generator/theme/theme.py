"""Loads a theme and checks that it keeps its contract, before anything is rendered with it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, msgpack

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, nearest
from generator.files import FileRefused, read_file
from generator.fingerprint import combined, fingerprint
from generator.model import Maker, SitePath
from generator.site.views import API, TEMPLATES, CopyContext, Page, Ready, TextContext
from generator.theme.assets import ThemeAsset, fingerprinted
from generator.theme.contract import Promises, broken_promises
from generator.theme.folder import LIMIT_BYTES, ThemeFile, files_below, unreadable
from generator.theme.templates import Builder, Kept, Layer, Tree

MANIFEST = "theme.toml"
SETTINGS_FILE = "dateline.toml"

_BROKEN = {"theme-cycle", "unknown-theme"}
"""With these, all that the missing theme would have brought is missing too: that says nothing."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class Manifest(Struct, frozen=True):
    """What ``theme.toml`` says; ``parent`` is the name of another theme or empty."""

    api: int = 0
    name: str = ""
    parent: str = ""
    description: str = ""
    licence: str = ""
    options: Mapping[str, str] = {}


class Theme(Struct, frozen=True):
    """A theme that was read and checked; nothing of it is looked up on disk again but assets.

    ``chain`` are the names of the theme, its parent and so on.  ``assets`` are by logical name
    ("site.css").  ``options`` are the defaults of the chain with the owner's values.  ``kept`` is
    what to give to ``load_theme`` the next time, or empty for a theme with problems.
    """

    name: str
    chain: tuple[str, ...]
    tree: Tree
    assets: Mapping[str, ThemeAsset]
    options: Mapping[str, str]
    kept: bytes = b""

    def addresses(self) -> Mapping[str, SitePath]:
        """Return the fingerprinted path of each asset by its logical name."""
        return {name: asset.path for name, asset in self.assets.items()}

    def digest(self, template: str) -> bytes:
        """Return the digest of a template and of all that it extends, includes and imports."""
        return self.tree.digest(self.tree.winner(template))


class _Link(Struct, frozen=True):
    """One theme of a chain: where it lies, how messages call it, what it says of itself."""

    name: str
    folder: Path
    shown: str
    manifest: Manifest


def load_theme(
    name: str,
    places: tuple[Path, ...],
    *,
    options: Mapping[str, str],
    site_templates: Path | None = None,
    kept: bytes = b"",
) -> Checked[Theme]:
    """Return a theme with whatever is wrong in it; a theme with errors must not be rendered.

    Args:
        name: The theme's folder in one of the places.
        places: Folders that hold themes, the site's own before the one that ships.
        options: The owner's values for the theme's options.
        site_templates: The site's own templates, which come before those of the theme.
        kept: What an earlier load has left in ``Theme.kept``: if the theme is still the same, it
            is not judged again.  It has to come from the same code.

    Codes: unknown-theme, theme-cycle, theme-manifest, theme-api, unknown-option, those of
    ``templates``, ``assets`` and ``contract``.
    """
    chain = _chain(name, places)
    if not chain.value or any(one.code in _BROKEN for one in chain.problems):
        empty = Builder(()).tree(())
        return Checked(Theme(name, (), empty, {}, {}), chain.problems)
    chosen = _options(chain.value, options)
    assets = _assets(chain.value)
    builder = Builder(_layers(chain.value, site_templates))
    promises = Promises(frozenset(assets.value), frozenset(chosen.value))
    key = combined(builder.digest(), fingerprint(promises))
    judged = _remembered(builder, key, kept) or _judged(builder, chain.value[0], promises)
    problems = (*chain.problems, *chosen.problems, *assets.problems, *judged.problems)
    theme = Theme(
        name,
        tuple(one.name for one in chain.value),
        judged.value,
        assets.value,
        chosen.value,
        b"" if judged.problems else _kept(judged.value, key),
    )
    return Checked(theme, problems)


def _remembered(builder: Builder, key: bytes, kept: bytes) -> Checked[Tree] | None:
    """Return the tree of templates as it was found to be in order before, if it is the same."""
    try:
        known = msgpack.decode(kept, type=Kept)
    except msgspec.MsgspecError:
        return None
    return Checked(builder.remembered(known)) if known.key == key else None


def _judged(builder: Builder, link: _Link, promises: Promises) -> Checked[Tree]:
    tree = builder.tree(tuple(TEMPLATES))
    problems = (*tree.problems, *_missing(link, tree), *broken_promises(tree, promises))
    return Checked(tree, problems)


def _kept(tree: Tree, key: bytes) -> bytes:
    references = tuple((*where, target) for where, target in tree.references.items())
    return msgpack.encode(Kept(key, references, tree.uses, tree.structured))


def asset_pages(theme: Theme) -> tuple[Page, ...]:
    """Return the pages that publish a theme's assets."""
    return tuple(_asset_page(one) for one in theme.assets.values())


def explain_template(theme: Theme, name: str) -> tuple[str, ...]:
    """Return the files that a template's name could mean, the one that is used first."""
    return theme.tree.by_name.get(name, ())


def _asset_page(asset: ThemeAsset) -> Page:
    if asset.text:
        return Page(asset.path, Maker.DOCUMENT, Ready(TextContext(asset.text)), Place(asset.shown))
    context = CopyContext(asset.source, asset.digest)
    return Page(asset.path, Maker.COPY, Ready(context), Place(asset.shown))


def _layers(chain: tuple[_Link, ...], own: Path | None) -> tuple[Layer, ...]:
    first = (Layer(own.name, own, is_own=True),) if own else ()
    return (*first, *(Layer(f"{one.shown}/templates", one.folder / "templates") for one in chain))


def _missing(link: _Link, tree: Tree) -> Iterable[Diagnostic]:
    for name in TEMPLATES:
        if name not in tree.by_name:
            message = f'the theme "{link.name}" has no template "{name}"'
            hint = nearest(name, tree.by_name) or "write it, or name a parent theme that has it"
            yield error(Place(f"{link.shown}/templates"), "missing-template", message, hint)


# --- the chain of parents -----------------------------------------------------------------------


def _chain(name: str, places: tuple[Path, ...]) -> Checked[tuple[_Link, ...]]:
    links: list[_Link] = []
    problems: list[Diagnostic] = []
    asker = Sheet(SETTINGS_FILE)
    while name:
        if name in (one.name for one in links):
            circle = " → ".join([*(one.name for one in links), name])
            parts = ("theme-cycle", f'the theme "{name}" is its own ancestor', circle)
            problems.append(_at_key(asker, "parent", parts))
            break
        folder = _folder(name, places)
        if folder is None:
            key = "parent" if links else "theme"
            parts = ("unknown-theme", f'there is no theme "{name}"', _suggestion(name, places))
            problems.append(_at_key(asker, key, parts))
            break
        shown = f"{folder.parent.name}/{name}"
        read = _manifest(folder / MANIFEST, f"{shown}/{MANIFEST}")
        asker, manifest = read.value
        problems += read.problems
        links.append(_Link(name, folder, shown, manifest))
        name = manifest.parent
    return Checked(tuple(links), tuple(problems))


def _folder(name: str, places: tuple[Path, ...]) -> Path | None:
    if not _NAME.fullmatch(name):
        return None
    return next((place / name for place in places if (place / name / MANIFEST).is_file()), None)


def _suggestion(name: str, places: tuple[Path, ...]) -> str:
    known = sorted({one.parent.name for place in places for one in place.glob(f"*/{MANIFEST}")})
    return nearest(name, known) or f"there are: {', '.join(known) or 'none'}"


def _manifest(path: Path, shown: str) -> Checked[tuple[Sheet, Manifest]]:
    try:
        text = read_file(path, LIMIT_BYTES).decode()
    except FileRefused as fault:
        return Checked((Sheet(shown), Manifest()), (unreadable(shown, fault),))
    except UnicodeDecodeError:
        problem = error(Place(shown), "not-utf-8", "this file is not UTF-8 text")
        return Checked((Sheet(shown), Manifest()), (problem,))
    sheet = Sheet(shown, "\n".join(text.splitlines()))
    try:
        table = tomllib.loads(text)
        manifest = msgspec.convert(table, Manifest)
    except tomllib.TOMLDecodeError as fault:
        problem = error(_toml_place(sheet, str(fault)), "theme-manifest", f"{fault}")
        return Checked((sheet, Manifest()), (sheet.problem(problem),))
    except msgspec.ValidationError as fault:
        key = re.search(r"\$\.(?:options\.)?(\w+)", str(fault))
        parts = ("theme-manifest", str(fault), "see docs/themes.md for what theme.toml holds")
        return Checked((sheet, Manifest()), (_at_key(sheet, key[1] if key else "", parts),))
    return Checked((sheet, manifest), tuple(_manifest_problems(sheet, table, manifest)))


def _manifest_problems(
    sheet: Sheet, table: Mapping[str, object], manifest: Manifest
) -> Iterable[Diagnostic]:
    known = Manifest.__struct_fields__
    for key in table:
        if key not in known:
            parts = ("theme-manifest", f'theme.toml has no key "{key}"', nearest(key, known))
            yield _at_key(sheet, key, parts)
    if manifest.api != API:
        message = f"the theme is written for API {manifest.api}, and this Dateline has API {API}"
        yield _at_key(sheet, "api", ("theme-api", message, f"write: api = {API}"))


def _toml_place(sheet: Sheet, message: str) -> Place:
    found = re.search(r"at line (\d+), column (\d+)", message)
    return sheet.place(int(found[1]), int(found[2])) if found else sheet.place(len(sheet.lines))


def _at_key(sheet: Sheet, key: str, parts: tuple[str, str, str]) -> Diagnostic:
    """Return an error that points at a key of a TOML file, or at the file as a whole."""
    for number, line in enumerate(sheet.lines, 1):
        if key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            column = line.index(key) + 1
            return sheet.problem(error(sheet.place(number, column), *parts), len(key))
    return error(sheet.place(), *parts)


# --- options and assets -------------------------------------------------------------------------


def _options(chain: tuple[_Link, ...], given: Mapping[str, str]) -> Checked[Mapping[str, str]]:
    values: dict[str, str] = {}
    for link in reversed(chain):
        values |= link.manifest.options
    problems = [
        error(
            Place(SETTINGS_FILE),
            "unknown-option",
            f'the theme "{chain[0].name}" has no option "{key}"',
            nearest(key, values) or f"it has: {', '.join(sorted(values)) or 'none'}",
        )
        for key in given
        if key not in values
    ]
    values |= {key: value for key, value in given.items() if key in values}
    return Checked(dict(sorted(values.items())), tuple(problems))


def _assets(chain: tuple[_Link, ...]) -> Checked[Mapping[str, ThemeAsset]]:
    found: dict[str, ThemeFile] = {}
    problems: list[Diagnostic] = []
    for link in reversed(chain):
        files = files_below(link.folder / "assets", f"{link.shown}/assets")
        problems += files.problems
        found |= files.value
    made = fingerprinted(found)
    return Checked(made.value, (*problems, *made.problems))

"""The assets of a theme: fingerprinted names, and style sheets that use them."""

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath, splitext
from urllib.parse import urlsplit

from msgspec import Struct

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, nearest, warning
from generator.fingerprint import digest_of
from generator.model import SitePath
from generator.theme.folder import ThemeFile

FOLDER = "assets/"
"""Where assets lie in the site."""

_FINGERPRINT_LETTERS = 8
_NAME = re.compile(r"[A-Za-z0-9._/-]+")

# Comments come first, so that what they hold is left alone.  CSS Values 4 §4.5 and CSS Cascade 4
# §2 are the two ways in which a style sheet names another file.
_REFERENCE = re.compile(
    r"""/\*.*?\*/
    | url\(\s*(?P<quote>["']?)(?P<url>[^"')\s]+)(?P=quote)\s*\)
    | @import\s+(?P<mark>["'])(?P<imported>[^"']+)(?P=mark)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


class ThemeAsset(Struct, frozen=True):
    """One asset as it is published: ``path`` bears a fingerprint of its bytes, ``digest`` is it.

    ``source`` is the file on disk and ``shown`` its path in messages.  ``text`` is what is
    published in its place where that differs: a style sheet with fingerprinted references.
    """

    name: str
    path: SitePath
    digest: bytes
    source: str
    shown: str
    text: str = ""


def fingerprinted(found: Mapping[str, ThemeFile]) -> Checked[Mapping[str, ThemeAsset]]:
    """Return the assets of a theme by their logical names, in order of name.

    Codes: asset-name, missing-asset, foreign-asset, asset-cycle, not-utf-8.
    """
    maker = _Maker(found)
    assets = {name: maker.asset(name, ()) for name in sorted(found)}
    return Checked(assets, tuple(maker.problems))


class _Maker:
    """Makes assets, those first that others name, as a fingerprint covers what it refers to."""

    def __init__(self, found: Mapping[str, ThemeFile]) -> None:
        self._found = found
        self._done: dict[str, ThemeAsset] = {}
        self.problems: list[Diagnostic] = []

    def asset(self, name: str, behind: tuple[str, ...]) -> ThemeAsset:
        """Return one asset; ``behind`` are the style sheets that are waiting for it."""
        if name not in self._done:
            self._done[name] = self._new(name, behind)
        return self._done[name]

    def _new(self, name: str, behind: tuple[str, ...]) -> ThemeAsset:
        found = self._found[name]
        if not _NAME.fullmatch(name):
            hint = "use letters without accents, digits, dots, hyphens and underscores"
            message = "the name of an asset holds characters that addresses cannot"
            self.problems.append(error(Place(found.shown), "asset-name", message, hint))
        data = found.data
        text = self._style(name, data, behind) if name.endswith(".css") else ""
        digest = digest_of(text.encode() if text else data)
        stem, suffix = splitext(name)
        mark = digest.hex()[:_FINGERPRINT_LETTERS]
        path = SitePath(f"{FOLDER}{stem}.{mark}{suffix}")
        return ThemeAsset(name, path, digest, str(found.path), found.shown, text)

    def _style(self, name: str, data: bytes, behind: tuple[str, ...]) -> str:
        """Return a style sheet with fingerprinted references, or nothing if it stays as it is."""
        shown = self._found[name].shown
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = "this style sheet is not UTF-8 text"
            self.problems.append(error(Place(shown), "not-utf-8", message))
            return ""
        sheet = Sheet(shown, "\n".join(text.splitlines()))

        def replaced(match: re.Match[str]) -> str:
            written = match["url"] or match["imported"]
            if not written:
                return match[0]
            group = "url" if match["url"] else "imported"
            line = text.count("\n", 0, match.start(group)) + 1
            column = match.start(group) - text.rfind("\n", 0, match.start(group))
            new = self._reference(name, written, (sheet, sheet.place(line, column), behind))
            start = match.start(group) - match.start()
            return match[0][:start] + new + match[0][start + len(written) :]

        new = _REFERENCE.sub(replaced, text)
        return "" if new == text else new

    def _reference(
        self, name: str, written: str, where: tuple[Sheet, Place, tuple[str, ...]]
    ) -> str:
        """Return what a style sheet writes to name another asset."""
        sheet, place, behind = where
        parts = urlsplit(written)
        if written.startswith("#") or parts.scheme == "data":
            return written
        if parts.scheme or written.startswith("//"):
            message = f'"{written}" is loaded from another host by everyone who reads a page'
            hint = "put a copy into the assets of the theme"
            self._note(sheet, warning(place, "foreign-asset", message, hint), written)
            return written
        target = normpath(join(dirname(name), parts.path))
        if target not in self._found:
            message = f'there is no asset "{target}"'
            hint = nearest(target, self._found)
            self._note(sheet, error(place, "missing-asset", message, hint), written)
            return written
        if target in (*behind, name):
            message = f'"{target}" refers back to this style sheet'
            self._note(sheet, error(place, "asset-cycle", message), written)
            return written
        new = self.asset(target, (*behind, name)).path.rpartition("/")[2]
        folder = parts.path.rpartition("/")
        tail = written[len(parts.path) :]
        return f"{folder[0]}{folder[1]}{new}{tail}"

    def _note(self, sheet: Sheet, problem: Diagnostic, written: str) -> None:
        self.problems.append(sheet.problem(problem, len(written)))

"""The templates of a theme: which file a name means, what each refers to, and their digests.

A theme's *layers* are searched in order: the site's own ``templates/``, the theme, its parent, the
parent's parent.  Inside a template of one layer the name ``parent/NAME`` means the first NAME in a
layer after it, so that a template can extend the one it stands in front of.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from msgspec import Struct

from generator.diagnostics import Diagnostic, Sheet, error, nearest, warning
from generator.fingerprint import digest_of, fingerprint
from generator.theme.environment import ThemeEnvironment, new_environment
from generator.theme.filters import ENTRY_FILTER, ENTRY_TEMPLATE
from generator.theme.folder import ThemeFile, files_below
from generator.theme.survey import Reference, Survey, survey

PARENT = "parent/"
"""The prefix that means "the one behind this one"."""

# Characters that no template needs and that ROOT, which stands for the way to the root, is one of.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Layer(Struct, frozen=True):
    """A folder of templates: ``shown`` is how messages call it, ``folder`` where it lies.

    ``is_own`` says that the folder is the site's own and not that of a theme.
    """

    shown: str
    folder: Path
    is_own: bool = False


class Template(Struct, frozen=True):
    """One template file; ``id`` is its path as messages show it, ``layer`` counts from 0."""

    id: str
    name: str
    layer: int
    source: str
    digest: bytes

    def sheet(self) -> Sheet:
        """Return the text to point into."""
        return Sheet(self.id, "\n".join(self.source.splitlines()))

    def problem(self, line: int, word: str, parts: tuple[str, str, str]) -> Diagnostic:
        """Return an error (code, message, hint) that points at a word of a line."""
        sheet = self.sheet()
        text = sheet.lines[line - 1] if 0 < line <= len(sheet.lines) else ""
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) if word else None
        column = found.start() + 1 if found else 0
        return sheet.problem(error(sheet.place(line, column), *parts), len(word) if found else 1)


class Tree(Struct, frozen=True):
    """Every template of a theme's layers and what the names in them mean.

    ``by_name`` has the candidates for a name, the winner first.  ``uses`` says of each template
    that something needs what it refers to.  ``parsed`` holds the same templates as they were read,
    or nothing in a tree that was remembered.  ``structured`` says that one of them may print the
    structured data of a page.
    """

    templates: Mapping[str, Template]
    by_name: Mapping[str, tuple[str, ...]]
    references: Mapping[tuple[str, str], str]
    parsed: Mapping[str, Survey]
    uses: Mapping[str, tuple[str, ...]]
    structured: bool
    problems: tuple[Diagnostic, ...]

    def winner(self, name: str) -> str:
        """Return the id of the template that a name means, or an empty string."""
        return next(iter(self.by_name.get(name, ())), "")

    def closure(self, one: str) -> tuple[str, ...]:
        """Return the ids of a template and of all that it depends on, sorted."""
        seen: set[str] = set()
        waiting = [one]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting += self.uses.get(current, ())
        return tuple(sorted(seen))

    def digest(self, one: str) -> bytes:
        """Return the digest of a template and of all that it depends on."""
        return fingerprint([(each, self.templates[each].digest) for each in self.closure(one)])


class Kept(Struct, frozen=True):
    """What is worth remembering of a tree without fault; ``key`` says what it was made from."""

    key: bytes
    references: tuple[tuple[str, str, str], ...]
    uses: Mapping[str, tuple[str, ...]]
    structured: bool


class Builder:
    """Reads templates from the names that a theme must have, and all that those refer to."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        """Take the folders, the one that is searched first first."""
        self._problems: list[Diagnostic] = []
        self._layers = layers
        self._templates = {one.id: one for one in self._read()}
        self._by_name: dict[str, tuple[str, ...]] = {}
        for one in self._templates.values():
            self._by_name[one.name] = (*self._by_name.get(one.name, ()), one.id)
        self._references: dict[tuple[str, str], str] = {}
        self._parsed: dict[str, Survey] = {}
        self._uses: dict[str, tuple[str, ...]] = {}
        self._environment: ThemeEnvironment = new_environment({}, {}, {ENTRY_FILTER: str})

    def digest(self) -> bytes:
        """Return the digest of all that a tree is made from."""
        own = [one.is_own for one in self._layers]
        texts = [(one.id, one.name, one.layer, one.digest) for one in self._templates.values()]
        return fingerprint((own, texts))

    def remembered(self, kept: Kept) -> Tree:
        """Return the tree that was made of the same templates before, and was without fault."""
        references = {(one, written): target for one, written, target in kept.references}
        return Tree(self._templates, self._by_name, references, {}, kept.uses, kept.structured, ())

    def tree(self, names: tuple[str, ...]) -> Tree:
        """Return the tree of templates that some names need.

        Codes: missing-template, computed-reference, template-syntax, template-cycle,
        unused-template, control-character, not-utf-8, theme-file.
        """
        for name in names:
            if name in self._by_name:
                self._follow(self._by_name[name][0], ())
        return Tree(
            self._templates,
            self._by_name,
            self._references,
            self._parsed,
            self._uses,
            any(one.structured for one in self._parsed.values()),
            (*self._problems, *self._unused()),
        )

    def _read(self) -> Iterator[Template]:
        for number, layer in enumerate(self._layers):
            files = files_below(layer.folder, layer.shown)
            self._problems += files.problems
            for name, file in files.value.items():
                source = self._text(file)
                yield Template(file.shown, name, number, source, digest_of(source.encode()))

    def _text(self, file: ThemeFile) -> str:
        try:
            text = file.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = "this template is not UTF-8 text"
            self._problems.append(error(Sheet(file.shown).place(), "not-utf-8", message))
            return ""
        found = _CONTROL.search(text)
        if found is None:
            return text
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        message = f"this template holds the control character U+{ord(found[0]):04X}"
        place = Sheet(file.shown).place(line, column)
        self._problems.append(error(place, "control-character", message, "delete it"))
        return ""

    def _follow(self, one: str, behind: tuple[str, ...]) -> None:
        if one in self._parsed:
            return
        template = self._templates[one]
        try:
            self._parsed[one] = survey(self._environment.parse(template.source, one, one))
        except TemplateSyntaxError as fault:
            parts = ("template-syntax", fault.message or "this cannot be read", "")
            self._problems.append(template.problem(fault.lineno, "", parts))
            self._parsed[one] = survey(nodes.Template([], lineno=1))
        found = tuple(self._referred(template, (*behind, one)))
        self._uses[one] = found
        for target in found:
            self._follow(target, (*behind, one))

    def _referred(self, template: Template, path: tuple[str, ...]) -> Iterator[str]:
        found = self._parsed[template.id]
        for node in found.references:
            written = self._written(template, node)
            target = self._meant(written, template) if written else ""
            ignored = isinstance(node, nodes.Include) and node.ignore_missing
            if target and self._leads_on(template, (node.lineno, written, target), path):
                self._references[template.id, written] = target
                yield target
            elif written and not target and not ignored:
                self._miss(template, node.lineno, written)
        for entry in self._by_name.get(ENTRY_TEMPLATE, ())[:1]:
            reference = (found.entry_line, ENTRY_FILTER, entry)
            if found.entry_line and self._leads_on(template, reference, path):
                yield entry

    def _written(self, template: Template, node: Reference) -> str:
        written = node.template.value if isinstance(node.template, nodes.Const) else None
        if isinstance(written, str) and written:
            return written
        message = "a template must be named by a plain string here"
        hint = 'write one name in quotes; choose between several with "if"'
        parts = ("computed-reference", message, hint)
        self._problems.append(template.problem(node.lineno, "", parts))
        return ""

    def _leads_on(
        self, template: Template, reference: tuple[int, str, str], path: tuple[str, ...]
    ) -> bool:
        line, written, target = reference
        if target not in path:
            return True
        message = f'"{written}" leads back to a template that is still being rendered'
        parts = ("template-cycle", message, f"the circle is {_circle(path, target)}")
        self._problems.append(template.problem(line, written, parts))
        return False

    def _meant(self, written: str, template: Template) -> str:
        if written.startswith(PARENT):
            behind = self._by_name.get(written.removeprefix(PARENT), ())
            return next((one for one in behind if self._templates[one].layer > template.layer), "")
        return next(iter(self._by_name.get(written, ())), "")

    def _miss(self, template: Template, line: int, written: str) -> None:
        hint = nearest(written, self._by_name)
        if written.startswith(PARENT):
            hint = f'"{PARENT}" means a theme behind this one in the chain of parents'
        parts = ("missing-template", f'there is no template "{written}"', hint)
        self._problems.append(template.problem(line, written, parts))

    def _unused(self) -> Iterator[Diagnostic]:
        """Point out files of the site's own that nothing will ever show, as a misspelt name."""
        for one in self._templates.values():
            if self._layers[one.layer].is_own and one.id not in self._parsed:
                known = [name for name in self._by_name if name != one.name]
                hint = nearest(one.name, known) or "delete it, or include it somewhere"
                place = one.sheet().place()
                yield warning(place, "unused-template", "no page uses this template", hint)


def _circle(path: tuple[str, ...], target: str) -> str:
    return " → ".join((*path[path.index(target) :], target))

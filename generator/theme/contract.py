"""Checks templates against the theme API before anything is rendered.

A template is walked with the types of what it is given, through everything that it extends and
includes, so that a misspelt field is found at its line and not on the one page that shows it.
Where a type is not known (a macro's argument, the result of most filters) nothing is claimed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from jinja2 import nodes
from msgspec import Struct

from generator.diagnostics import Diagnostic, nearest
from generator.site.views import TEMPLATES, SiteView
from generator.theme.filters import ENTRY_FILTER, FILTERS, JINJA_FILTERS, JINJA_GLOBALS, JINJA_TESTS
from generator.theme.kinds import (
    UNKNOWN,
    Fields,
    Kind,
    element,
    is_mapping,
    plain,
)
from generator.theme.survey import Reference, Survey
from generator.theme.templates import Template, Tree
from generator.theme.writing import FIELDS

SITE = "site"
"""The name of the SiteView in every template."""

_SAME_KIND = frozenset({"d", "default", "list", "reject", "rejectattr", "reverse", "select"}) | {
    "selectattr",
    "sort",
    "unique",
}
_ONE_OF = frozenset({"first", "last", "max", "min"})
_GROUPS_OF = frozenset({"batch", "slice"})
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_FILTERS = frozenset({*FILTERS, *JINJA_FILTERS, ENTRY_FILTER})
_TESTS = frozenset(JINJA_TESTS)
_REFUSED_FILTERS: Mapping[str, str] = {
    "safe": "markup that is safe is of type Html and is printed as it stands",
    "tojson": 'the filter is called "json" here',
    "random": "a page must come out the same every time",
}

Scope = dict[str, Kind]
"""The names that can be read at some point of a template, with their kinds."""


class Promises(Struct, frozen=True):
    """What a theme has beside its templates: the names of its assets and of its options."""

    assets: frozenset[str]
    options: frozenset[str]


def broken_promises(tree: Tree, promises: Promises) -> tuple[Diagnostic, ...]:
    """Return what the templates of a tree do that the theme API does not allow.

    Codes: undefined-name, unknown-field, unknown-filter, unknown-test, unknown-option,
    unknown-asset, private-name, autoescape-off.
    """
    found: dict[tuple[object, ...], Diagnostic] = {}
    for name, context in TEMPLATES.items():
        walk = _Walk(name, tree, (FIELDS, promises))
        if name in tree.by_name:
            walk.entry(tree.winner(name), {**FIELDS[context], SITE: SiteView})
        for problem in walk.problems:
            # One slip in base.html is one problem, though every page extends it.
            found.setdefault((problem.place, problem.code), problem)
    return tuple(found.values())


class _Spot(Struct, frozen=True):
    """Where a walk is: the template, what it holds, and its outermost names.

    ``replaced`` are the blocks that a template extending this one shows in place of its own.
    """

    template: Template
    survey: Survey
    top: Scope
    replaced: frozenset[str]


class _Walk:
    """One walk over all that is rendered for one context."""

    def __init__(self, name: str, tree: Tree, known: tuple[Fields, Promises]) -> None:
        self.problems: list[Diagnostic] = []
        self._name = name
        self._tree = tree
        self._fields, self._promises = known
        self._given: tuple[str, ...] = ()
        self._statements: Mapping[type[nodes.Node], Callable[..., None]] = {
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._assign_block,
            nodes.Block: self._block,
            nodes.CallBlock: self._call_block,
            nodes.Extends: _nothing,
            nodes.FilterBlock: self._enclosed,
            nodes.For: self._for,
            nodes.FromImport: self._import,
            nodes.Import: self._import,
            nodes.Include: self._include,
            nodes.Macro: self._macro,
            nodes.ScopedEvalContextModifier: self._autoescape,
            nodes.Scope: self._enclosed,
            nodes.TemplateData: _nothing,
            nodes.With: self._with,
        }
        self._expressions: Mapping[type[nodes.Node], Callable[..., Kind]] = {
            nodes.CondExpr: self._choice,
            nodes.Filter: self._filter,
            nodes.Getattr: self._getattr,
            nodes.Getitem: self._getitem,
            nodes.Name: self._read,
            nodes.Test: self._test,
        }

    def entry(self, one: str, given: Scope) -> None:
        """Walk the template that a page is rendered with."""
        self._given = tuple(sorted(given))
        self._chain(one, given)

    # --- templates ------------------------------------------------------------------------------

    def _chain(self, one: str, given: Scope) -> None:
        """Walk a template and all that it extends, each block in the form that wins."""
        top = dict(given)
        chain = list(self._ancestry(one))
        for each in reversed(chain):
            _bind_all(self._tree.parsed[each].tree.body, top)
        replaced: frozenset[str] = frozenset()
        for each in chain:
            survey = self._tree.parsed[each]
            spot = _Spot(self._tree.templates[each], survey, top, replaced)
            self._visit_all(survey.tree.body, spot, dict(top))
            replaced |= {name for name, shows_parent in survey.blocks if not shows_parent}

    def _ancestry(self, one: str) -> Iterator[str]:
        while one:
            yield one
            parent = self._tree.parsed[one].parent
            one = self._target(one, parent) if parent else ""

    def _target(self, one: str, node: Reference) -> str:
        written = node.template.value if isinstance(node.template, nodes.Const) else ""
        return self._tree.references.get((one, written), "")

    # --- statements -----------------------------------------------------------------------------

    def _visit_all(self, found: Iterable[nodes.Node], spot: _Spot, scope: Scope) -> None:
        for node in found:
            self._visit(node, spot, scope)

    def _visit(self, node: nodes.Node, spot: _Spot, scope: Scope) -> None:
        """Walk a statement, or an expression whose kind does not matter."""
        statement = self._statements.get(type(node))
        if statement:
            statement(node, spot, scope)
        elif isinstance(node, nodes.Expr):
            self._kind(node, spot, scope)
        else:
            self._visit_all(node.iter_child_nodes(), spot, scope)

    def _assign(self, node: nodes.Assign, spot: _Spot, scope: Scope) -> None:
        kind = self._kind(node.node, spot, scope)
        _bind(node.target, kind, scope)

    def _assign_block(self, node: nodes.AssignBlock, spot: _Spot, scope: Scope) -> None:
        self._visit_all(node.body, spot, dict(scope))
        if node.filter:
            self._visit(node.filter, spot, scope)
        _bind(node.target, UNKNOWN, scope)

    def _block(self, node: nodes.Block, spot: _Spot, scope: Scope) -> None:
        if node.name not in spot.replaced:
            inner = dict(scope if node.scoped else spot.top)
            self._visit_all(node.body, spot, inner | {"super": UNKNOWN, "self": UNKNOWN})

    def _enclosed(self, node: nodes.Node, spot: _Spot, scope: Scope) -> None:
        self._visit_all(node.iter_child_nodes(), spot, dict(scope))

    def _autoescape(self, node: nodes.Node, spot: _Spot, scope: Scope) -> None:
        parts = ("autoescape-off", "escaping cannot be switched on or off", "delete the tag")
        self._claim(spot, (node.lineno, "autoescape"), parts)
        self._enclosed(node, spot, scope)

    def _for(self, node: nodes.For, spot: _Spot, scope: Scope) -> None:
        kind = self._kind(node.iter, spot, scope)
        inner = dict(scope)
        _bind(node.target, element(kind), inner)
        inner["loop"] = UNKNOWN
        if node.test:
            self._visit(node.test, spot, inner)
        self._visit_all(node.body, spot, inner)
        self._visit_all(node.else_, spot, dict(scope))

    def _with(self, node: nodes.With, spot: _Spot, scope: Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            _bind(target, self._kind(value, spot, scope), inner)
        self._visit_all(node.body, spot, inner)

    def _macro(self, node: nodes.Macro, spot: _Spot, scope: Scope) -> None:
        scope[node.name] = UNKNOWN
        self._called(node, spot, dict(spot.top) | scope)

    def _call_block(self, node: nodes.CallBlock, spot: _Spot, scope: Scope) -> None:
        self._visit(node.call, spot, scope)
        self._called(node, spot, dict(scope))

    def _called(self, node: nodes.Macro | nodes.CallBlock, spot: _Spot, scope: Scope) -> None:
        self._visit_all(node.defaults, spot, scope)
        for argument in node.args:
            _bind(argument, UNKNOWN, scope)
        scope |= {"caller": UNKNOWN, "varargs": UNKNOWN, "kwargs": UNKNOWN}
        self._visit_all(node.body, spot, scope)

    def _include(
        self, node: nodes.Include | nodes.Import | nodes.FromImport, spot: _Spot, scope: Scope
    ) -> None:
        target = self._target(spot.template.id, node)
        if target:
            self._chain(target, dict(scope) if node.with_context else {})

    def _import(self, node: nodes.Import | nodes.FromImport, spot: _Spot, scope: Scope) -> None:
        self._include(node, spot, scope)
        _bind_all([node], scope)

    # --- expressions ----------------------------------------------------------------------------

    def _kind(self, node: nodes.Node, spot: _Spot, scope: Scope) -> Kind:
        """Walk an expression and return what is known of its value."""
        expression = self._expressions.get(type(node))
        if expression:
            return expression(node, spot, scope)
        self._visit_all(node.iter_child_nodes(), spot, scope)
        return UNKNOWN

    def _read(self, node: nodes.Name, spot: _Spot, scope: Scope) -> Kind:
        known = node.name in scope or node.name in spot.survey.tested or node.name in JINJA_GLOBALS
        if node.ctx == "load" and not known:
            hint = nearest(node.name, scope) or f"it is given: {', '.join(self._given)}"
            message = f'nothing is called "{node.name}" in {self._name}'
            self._claim(spot, (node.lineno, node.name), ("undefined-name", message, hint))
        return scope.get(node.name, UNKNOWN)

    def _choice(self, node: nodes.CondExpr, spot: _Spot, scope: Scope) -> Kind:
        self._visit(node.test, spot, scope)
        first = self._kind(node.expr1, spot, scope)
        other = self._kind(node.expr2, spot, scope) if node.expr2 else UNKNOWN
        return first if first == other else UNKNOWN

    def _test(self, node: nodes.Test, spot: _Spot, scope: Scope) -> Kind:
        if node.name not in _TESTS:
            parts = ("unknown-test", f'there is no test "{node.name}"', nearest(node.name, _TESTS))
            self._claim(spot, (node.lineno, node.name), parts)
        self._visit_all(node.iter_child_nodes(), spot, scope)
        return UNKNOWN

    def _filter(self, node: nodes.Filter, spot: _Spot, scope: Scope) -> Kind:
        if node.name not in _FILTERS:
            hint = _REFUSED_FILTERS.get(node.name) or nearest(node.name, _FILTERS)
            parts = ("unknown-filter", f'there is no filter "{node.name}"', hint)
            self._claim(spot, (node.lineno, node.name), parts)
        kind = self._kind(node.node, spot, scope) if node.node else UNKNOWN
        self._visit_all((*node.args, *node.kwargs), spot, scope)
        if node.name in _SAME_KIND:
            return plain(kind)
        if node.name in _ONE_OF:
            return element(kind)
        return tuple[kind, ...] if node.name in _GROUPS_OF else UNKNOWN  # type: ignore[valid-type]  # a value, not an annotation

    def _getattr(self, node: nodes.Getattr, spot: _Spot, scope: Scope) -> Kind:
        return self._field(node, node.attr, (spot, scope))

    def _getitem(self, node: nodes.Getitem, spot: _Spot, scope: Scope) -> Kind:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(node, node.arg.value, (spot, scope))
        kind = plain(self._kind(node.node, spot, scope))
        self._visit(node.arg, spot, scope)
        return kind if isinstance(node.arg, nodes.Slice) else element(kind)

    def _field(
        self, node: nodes.Getattr | nodes.Getitem, name: str, where: tuple[_Spot, Scope]
    ) -> Kind:
        spot, scope = where
        owner = plain(self._kind(node.node, spot, scope))
        if name.startswith("_"):
            parts = ("private-name", f'"{name}" is not open to templates', "")
            self._claim(spot, (node.lineno, name), parts)
            return UNKNOWN
        if is_mapping(owner):
            self._promised(node, name, spot)
            return UNKNOWN
        fields = self._fields.get(owner) if isinstance(owner, type) else None
        if fields is None:
            return UNKNOWN
        if name not in fields:
            hint = nearest(name, fields) or f"it has: {', '.join(fields)}"
            parts = ("unknown-field", f'{_named(owner)} has no field "{name}"', hint)
            self._claim(spot, (node.lineno, name), parts)
        return fields.get(name, UNKNOWN)

    def _promised(self, node: nodes.Getattr | nodes.Getitem, name: str, spot: _Spot) -> None:
        """Check a key of ``site.assets`` or ``site.options``, unless it is asked for with "in"."""
        owner = node.node
        if not (isinstance(owner, nodes.Getattr) and isinstance(owner.node, nodes.Name)):
            return
        if owner.node.name != SITE or name in spot.survey.asked:
            return
        if owner.attr not in {"assets", "options"} or name in _MAPPING_METHODS:
            return
        kind = owner.attr.removesuffix("s")
        known = self._promises.assets if kind == "asset" else self._promises.options
        if name not in known:
            parts = (f"unknown-{kind}", f'the theme has no {kind} "{name}"', nearest(name, known))
            self._claim(spot, (node.lineno, name), parts)

    def _claim(self, spot: _Spot, where: tuple[int, str], parts: tuple[str, str, str]) -> None:
        self.problems.append(spot.template.problem(*where, parts))


def _nothing(*_: object) -> None:
    """Pass over what holds no names."""


def _named(kind: Kind) -> str:
    return getattr(kind, "__name__", str(kind))


def _bind(target: nodes.Node, kind: Kind, scope: Scope) -> None:
    """Give the names of a target their kinds; those of an unpacked tuple are unknown."""
    if isinstance(target, nodes.Name):
        scope[target.name] = kind
    else:
        scope.update((one.name, UNKNOWN) for one in target.find_all(nodes.Name))


def _bind_all(found: Iterable[nodes.Node], scope: Scope) -> None:
    """Bind what the outermost statements of a template define, of unknown kind."""
    for node in found:
        if isinstance(node, (nodes.Assign, nodes.AssignBlock)):
            _bind(node.target, UNKNOWN, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = UNKNOWN
        elif isinstance(node, nodes.Import):
            scope[node.target] = UNKNOWN
        elif isinstance(node, nodes.FromImport):
            scope.update((one if isinstance(one, str) else one[1], UNKNOWN) for one in node.names)
        elif isinstance(node, nodes.If):
            _bind_all((*node.body, *node.elif_, *node.else_), scope)

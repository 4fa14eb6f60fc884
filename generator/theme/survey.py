"""What a template holds, found in one walk over it, since walking Jinja's trees is slow."""

from jinja2 import nodes
from msgspec import Struct

from generator.theme.filters import ENTRY_FILTER

Reference = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport

PAGE = "page"
"""What templates call the head of a page."""

STRUCTURED = "structured"
"""The field of it that takes longest to make."""

_ASKS = frozenset({"defined", "undefined"})
_DEFAULTS = frozenset({"d", "default"})


class Survey(Struct, frozen=True):
    """One template, parsed.

    ``references`` are the tags that name other templates, ``parent`` the one that it extends.
    ``blocks`` says of each block whether it shows the block it replaces, by ``super()``.
    ``entry_line`` is where the filter "entry" is first used, or 0.  ``tested`` are the names that
    it asks "is defined" of or gives a default, ``asked`` the strings it looks for with "in".
    ``structured`` says that it may print the structured data of a page: that it names this field
    of "page", or does anything with a page but naming its fields.
    """

    tree: nodes.Template
    references: tuple[Reference, ...] = ()
    parent: nodes.Extends | None = None
    blocks: frozenset[tuple[str, bool]] = frozenset()
    entry_line: int = 0
    tested: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    structured: bool = False


def survey(tree: nodes.Template) -> Survey:
    """Return what a template holds."""
    surveyor = _Surveyor()
    surveyor.walk(tree)
    extends = [one for one in surveyor.references if isinstance(one, nodes.Extends)]
    return Survey(
        tree,
        tuple(surveyor.references),
        extends[0] if extends else None,
        frozenset((name, name in surveyor.supers) for name in surveyor.blocks),
        min(surveyor.entries, default=0),
        frozenset(surveyor.tested),
        frozenset(surveyor.asked),
        surveyor.pages != len(surveyor.fields) or STRUCTURED in surveyor.fields,
    )


class _Surveyor:
    """Collects, node by node."""

    def __init__(self) -> None:
        self.references: list[Reference] = []
        self.blocks: set[str] = set()
        self.supers: set[str] = set()
        self.entries: list[int] = []
        self.tested: set[str] = set()
        self.asked: set[str] = set()
        self.pages = 0
        self.fields: list[str] = []

    def walk(self, node: nodes.Node, block: str = "") -> None:
        """Look at a node and all below it; ``block`` is the innermost block round it."""
        if isinstance(node, nodes.Block):
            block = node.name
            self.blocks.add(block)
        elif isinstance(node, Reference):
            self.references.append(node)
        elif isinstance(node, nodes.Expr):
            self._look(node, block)
        for child in node.iter_child_nodes():
            self.walk(child, block)

    def _look(self, node: nodes.Expr, block: str) -> None:
        if isinstance(node, nodes.Name):
            if node.name == "super":
                self.supers.add(block)
            self.pages += node.name == PAGE and node.ctx == "load"
        elif isinstance(node, nodes.Getattr | nodes.Getitem):
            self._read(node)
        elif isinstance(node, nodes.Filter):
            if node.name == ENTRY_FILTER:
                self.entries.append(node.lineno)
            self._ask(node, _DEFAULTS)
        elif isinstance(node, nodes.Test):
            self._ask(node, _ASKS)
        elif isinstance(node, nodes.Compare) and isinstance(node.expr, nodes.Const):
            word = node.expr.value
            if isinstance(word, str) and any(one.op in {"in", "notin"} for one in node.ops):
                self.asked.add(word)

    def _read(self, node: nodes.Getattr | nodes.Getitem) -> None:
        if not isinstance(node.node, nodes.Name) or node.node.name != PAGE:
            return
        if isinstance(node, nodes.Getattr):
            self.fields.append(node.attr)
        elif isinstance(node.arg, nodes.Const):
            self.fields.append(str(node.arg.value))

    def _ask(self, node: nodes.Filter | nodes.Test, names: frozenset[str]) -> None:
        if node.name in names and isinstance(node.node, nodes.Name):
            self.tested.add(node.node.name)

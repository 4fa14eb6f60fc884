"""The Python code that Jinja makes of a template, quick where templates do most of their work.

Most of a page's time goes into three things that a template does hundreds of times: reading a
field of one of our own values, printing a text, and handing each piece of text on through every
block and template that it stands in.  All keep Jinja's meaning.  The first is done in place,
without asking the sandbox what is open to all, and the second in one call instead of three.  For
the third, the function of a template or block gathers its pieces and yields them as one.
"""

from collections.abc import Mapping

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Undefined
from markupsafe import Markup, escape

from generator.model import Html
from generator.site.views import TEMPLATES, SiteView
from generator.theme.kinds import known_fields

_NUMBERS = frozenset({int, float})


FIELDS = known_fields((SiteView, *TEMPLATES.values()))
"""The fields of the theme API."""


def _owners() -> Mapping[str, frozenset[type]]:
    names = {name for each in FIELDS.values() for name in each}
    return {
        name: frozenset(kind for kind, known in FIELDS.items() if name in known) for name in names
    }


OWNERS = _owners()
"""The types of the theme API that have a field of a name; all their fields are open."""


class Writing(CodeGenerator):
    """Jinja's own, but for the reading of fields, for printing, and for gathering."""

    _gathers = True
    _extends = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Write a template; see ``_is_gathered`` for what is left as Jinja has it."""
        self._extends = node.find(nodes.Extends) is not None
        self._gathers = all(one.with_context for one in node.find_all(nodes.Include))
        super().visit_Template(node, frame)

    def _is_gathered(self, frame: Frame) -> bool:
        """Return whether a frame is that of a function that yields its text in one piece.

        What extends another template ends with the text of that one, and Jinja cannot gather what
        is included without a context.
        """
        is_root = frame.rootlevel and not self._extends
        return self._gathers and (is_root or frame.block_frame)

    def write_commons(self) -> None:
        """Write the names that a function uses."""
        super().write_commons()
        self.writeline("owners, printed = environment.owners, environment.printed")

    def enter_frame(self, frame: Frame) -> None:
        """Begin a function by beginning to gather."""
        if self._is_gathered(frame):
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002  # Jinja's own signature
        """End a function by handing on what was gathered."""
        super().leave_frame(frame, with_python_scope)
        if self._is_gathered(frame):
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Write the reading of an attribute, which is a plain one for a field of ours."""
        if node.attr not in OWNERS:
            super().visit_Getattr(node, frame)
            return
        # Only the test of the type stands between the two uses of "owner": nesting is safe.
        self.write(f"(owner.{node.attr} if type(owner := ")
        self.visit(node.node, frame)
        self.write(f") in owners[{node.attr!r}]")
        self.write(f" else environment.getattr(owner, {node.attr!r}))")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _escapes(frame):
            self.write("printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _escapes(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _escapes(frame: Frame) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


def printed(value: object) -> str:
    """Return what a template prints for a value: its text, escaped unless it is markup.

    A macro's, a loop's or an iterator's text would hold an address in memory, and None or a tuple
    on a page is never meant.
    """
    if type(value) is str:
        if not ("&" in value or "<" in value or ">" in value or "'" in value or '"' in value):
            return value  # as most are
        # As markupsafe does it, but for the Markup that it makes of each text.
        return (
            value.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
        )
    if type(value) is Html:
        return value.text
    return value if type(value) is Markup else escape(printable(value))


def printable(value: object) -> object:
    """Return a value that may be printed; raise TemplateRuntimeError for any other."""
    if type(value) in _NUMBERS or isinstance(value, (str, Html, Undefined)):
        return value
    raise TemplateRuntimeError(f"a value of type {_kind(value)} cannot be printed")


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__

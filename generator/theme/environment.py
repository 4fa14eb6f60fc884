"""The Jinja environment that templates are read and rendered in.

It is Jinja's sandbox, since a theme may come from anywhere and must not reach what is behind its
context, with autoescaping for every template, errors for undefined names, and printing of
scalars and markup only: a tuple, a None or an iterator on a page is always a slip.
"""

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from types import CodeType
from typing import NoReturn

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.theme.filters import ENTRY_FILTER, FILTERS, JINJA_FILTERS, JINJA_GLOBALS, JINJA_TESTS
from generator.theme.writing import OWNERS, Writing, printable, printed

# The theme API and the loops over it have nothing in them but what templates are meant to see.
_OPEN = frozenset({LoopContext}.union(*OWNERS.values()))

Sources = Mapping[str, str]
"""The text of each template by the id it is known by, the path of its file."""

References = Mapping[tuple[str, str], str]
"""(id of a template, name as written in it) → id of the template that is meant."""


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that is quick with our own values and knows which file a name means."""

    code_generator_class: type[CodeGenerator] = Writing
    owners = OWNERS
    printed = staticmethod(printed)
    references: References
    found: dict[tuple[str | Template, str | None], Template]

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002  # Jinja's own signature
    ) -> Template:
        """Return a template; each page asks for the same few."""
        known = self.found.get((name, parent))
        if known is None:
            known = self.found[name, parent] = super().get_template(name, parent, globals)
        return known

    def getattr(self, obj: object, attribute: str) -> object:
        """Return an attribute, without the sandbox's slow questions for what is open to all."""
        if type(obj) in _OPEN and attribute[0] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_callable(self, obj: object) -> bool:  # noqa: ARG002  # Jinja's own signature
        """Say yes: what must not be called cannot be reached, and no value of ours is marked."""
        return True

    def join_path(self, template: str, parent: str) -> str:
        """Return the id of the template that a name means inside another template."""
        return self.references.get((parent, template), template)


class SourceLoader(BaseLoader):
    """Hands Jinja the texts that were read when the theme was loaded; never looks at the disk."""

    def __init__(self, sources: Sources, parsed: Mapping[str, nodes.Template]) -> None:
        """Take the text of each template by its id, and those that were parsed already."""
        self._sources = sources
        self._parsed = parsed

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002  # Jinja's own signature
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's text and file name, as Jinja asks for them."""
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], template, None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002, ARG002  # Jinja's own signature
    ) -> Template:
        """Return a template, compiled once for all sites that this process makes."""
        source = self.get_source(environment, name)[0]
        codes = _codes(source, name)
        if not codes:
            codes.append(compiled(self._parsed.get(name, source), name))
        return environment.template_class.from_code(environment, codes[0], environment.globals)


def new_environment(
    sources: Sources,
    references: References,
    filters: Mapping[str, Callable[..., object]],
    *,
    parsed: Mapping[str, nodes.Template] = {},
) -> ThemeEnvironment:
    """Return an environment for the templates of one theme, with further filters.

    ``parsed`` are templates that were parsed already, which need not be again.
    """
    environment = ThemeEnvironment(
        loader=SourceLoader(sources, parsed),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.references = references
    environment.found = {}
    environment.filters = {name: environment.filters[name] for name in JINJA_FILTERS}
    environment.filters |= {**FILTERS, **filters}
    environment.tests = {name: environment.tests[name] for name in JINJA_TESTS}
    environment.globals = {name: environment.globals[name] for name in JINJA_GLOBALS}
    return environment


# A preview makes the same site again and again, and a theme has some twenty templates.
@lru_cache(maxsize=256)
def _codes(_source: str, _name: str) -> list[CodeType]:
    """Return where the code of a template is kept, once it has been compiled."""
    return []


def compiled(source: str | nodes.Template, name: str) -> CodeType:
    """Return the code of a template; what it refers to is looked up when it runs."""
    return new_environment({}, {}, {ENTRY_FILTER: _not_yet}).compile(source, name, name)


def _not_yet(_: object) -> NoReturn:
    """Stand for the filter "entry" while a template is compiled: no constant can be a card."""
    raise TypeError

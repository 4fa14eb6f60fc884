"""Turns a page into its bytes: the table of makers, and what they share during one build."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from jinja2 import Template, TemplateError, TemplateSyntaxError, Undefined, UndefinedError
from markupsafe import Markup
from msgspec.structs import asdict

from generator.diagnostics import Checked, Diagnostic, Place, error
from generator.files import FileRefused, read_file
from generator.fingerprint import digest_of
from generator.model import ROOT, Maker, SitePath
from generator.site.views import Card, CopyContext, FeedContext, FeedItem, Page, SiteView
from generator.theme.contract import SITE
from generator.theme.documents import MAKERS as DOCUMENTS
from generator.theme.environment import new_environment
from generator.theme.feeds import FORMATS, ItemMaker
from generator.theme.filters import ENTRY_FILTER, ENTRY_TEMPLATE
from generator.theme.theme import Theme

_LIMIT_BYTES = 1024**3
_ROOT = ROOT.encode()
_VIEWS = f"{SiteView.__module__}."
_QUOTED = re.compile(r'"(\w+)"')
# What a template can raise by asking for something that its values do not do.
_SLIPS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class Renderer:
    """Renders the pages of one site with one theme.

    Templates are compiled, and cards and feed items rendered, when they are first needed, and
    kept.  What is kept can be recomputed at any time, hence a renderer may be forked: what was
    kept before is shared, what comes after is each process's own.
    """

    def __init__(self, theme: Theme, site: SiteView) -> None:
        """Take a theme without errors and what every page knows of the site."""
        tree = theme.tree
        sources = {name: tree.templates[name].source for name in tree.uses}
        filters = {ENTRY_FILTER: self._entry}
        # Where a template could not be parsed, another stands for it, which nobody may see.
        parsed = {} if tree.problems else {name: one.tree for name, one in tree.parsed.items()}
        self._environment = new_environment(sources, tree.references, filters, parsed=parsed)
        self._theme = theme
        self._site = site
        # Values are kept beside what they were made from: an id means something only as long
        # as its object lives.
        self._entries: dict[int, tuple[Card, Markup]] = {}
        self._items: dict[tuple[str, int], tuple[FeedItem, bytes]] = {}
        self._makers: Mapping[Maker, Callable[[Page], str | bytes]] = {
            Maker.TEMPLATE: self._template,
            Maker.FEED: self._feed,
            Maker.DOCUMENT: _document,
            Maker.COPY: _copy,
        }

    def warm(self, templates: Iterable[str]) -> None:
        """Compile some templates with all that they depend on, to be shared by forked processes.

        A template that cannot be compiled is left for ``render`` to report.
        """
        tree = self._theme.tree
        for one in {each for name in templates for each in tree.closure(tree.winner(name))}:
            with suppress(TemplateSyntaxError):
                self._environment.get_template(one)

    def render(self, page: Page) -> Checked[bytes]:
        """Return the bytes of a page, or none with the problem that kept it from being made.

        Codes: undefined-name, template-error, template-syntax, source-changed.
        """
        try:
            made = self._makers[page.maker](page)
        except _SLIPS as fault:
            problem = self._slip(fault, page)
            if problem is None:
                fault.add_note(f"while making {page.path} from {page.place}")
                raise
            return Checked(b"", (problem,))
        except _Changed:
            return Checked(b"", (_changed(page),))
        if isinstance(made, bytes):
            return Checked(made)
        return Checked(self._finished(made, page.path))

    def _finished(self, text: str, path: SitePath) -> bytes:
        if path.endswith(".html"):
            text = text.replace(ROOT, way_to_root(path, self._site.base_url))
            return (text if text.endswith("\n") else text + "\n").encode()
        return _closed(text.encode(), path)

    def _template(self, page: Page) -> str:
        return self._filled(page.template, asdict(page.context))

    def _filled(self, name: str, values: dict[str, object]) -> str:
        values[SITE] = self._site
        template = self._environment.get_template(self._theme.tree.winner(name))
        # As Template.render does, without its rewriting of tracebacks, which _slip reads.
        return "".join(template.root_render_func(template.new_context(values)))

    def _entry(self, card: object) -> Markup:
        """Return a card as the theme's entry for lists, rendered once."""
        kept = self._entries.get(id(card))
        if kept is None:
            if isinstance(card, Undefined):
                str(card)  # raises, and says what is undefined
            if not isinstance(card, Card):
                raise TypeError(f'"entry" takes a card, not a value of type {_kind(card)}')
            kept = (card, Markup(self._filled(ENTRY_TEMPLATE, {"card": card})))  # noqa: S704  # autoescaped
            self._entries[id(card)] = kept
        return kept[1]

    def _feed(self, page: Page) -> bytes:
        name = page.path.rpartition("/")[2]
        feed = page.context
        assert isinstance(feed, FeedContext)
        one_format = FORMATS[name]
        items = [self._item(name, one_format.item, one) for one in feed.items]
        return _closed(one_format.feed(feed, items), page.path)

    def _item(self, name: str, maker: ItemMaker, item: FeedItem) -> bytes:
        kept = self._items.get((name, id(item)))
        if kept is None:
            kept = self._items[name, id(item)] = (item, maker(item).encode())
        return kept[1]

    def _slip(self, fault: Exception, page: Page) -> Diagnostic | None:
        """Return what a template did wrong, or None if no template was at work: a bug of ours."""
        where = _template_line(fault)
        if where is None:
            return None
        name, line = where
        code = "undefined-name" if isinstance(fault, UndefinedError) else "template-error"
        code = "template-syntax" if isinstance(fault, TemplateSyntaxError) else code
        message = str(fault.message if isinstance(fault, TemplateError) else fault)
        message = message.replace(_VIEWS, "").replace("'", '"') or type(fault).__name__
        hint = f"met while making {page.path} from {page.place}"
        word = _QUOTED.findall(message)[-1:] if code == "undefined-name" else []
        return self._theme.tree.templates[name].problem(line, "".join(word), (code, message, hint))


def _closed(data: bytes, path: SitePath) -> bytes:
    """Return what is no page, hence has no way to the root that an open link could begin with."""
    if _ROOT in data:
        message = f"{path} holds a link that only a page can resolve"
        raise AssertionError(message)
    return data


def way_to_root(path: SitePath, base_url: str) -> str:
    """Return what leads from a page to the root of the site, ending in a slash.

    With a base_url it is that address's path, else relative: a site without a base_url can lie
    anywhere, on a disk too.
    """
    if base_url:
        return urlsplit(base_url).path or "/"
    return "../" * path.count("/") or "./"


def each_once(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return problems without those that only repeat one for another page, first come first."""
    found: dict[tuple[Place, str, str], Diagnostic] = {}
    for one in problems:
        found.setdefault((one.place, one.code, one.message), one)
    return tuple(found.values())


def _kind(value: object) -> str:
    return type(value).__name__


def _template_line(fault: BaseException) -> tuple[str, int] | None:
    """Return the template and line that an exception comes from, the innermost one."""
    if isinstance(fault, TemplateSyntaxError):
        return (fault.name or "", fault.lineno)
    found = None
    trace: TracebackType | None = fault.__traceback__
    while trace:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            found = (template.name or "", template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return found


def _document(page: Page) -> str:
    return DOCUMENTS[type(page.context)](page.context)


class _Changed(Exception):
    """A file is not what it was when the site was planned."""


def _changed(page: Page) -> Diagnostic:
    message = "this file changed or went away while the site was being built"
    return error(page.place, "source-changed", message, "build again")


def _copy(page: Page) -> bytes:
    assert isinstance(page.context, CopyContext)
    try:
        data = read_file(Path(page.context.source), _LIMIT_BYTES)
    except FileRefused as fault:
        raise _Changed from fault
    if digest_of(data) != page.context.digest:
        raise _Changed
    return data

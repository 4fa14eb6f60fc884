"""Renders CommonMark with tables, footnotes and strikethrough, through a native parser.

Raw HTML comes out as text.  The parser's time and memory grow in step with the text.
"""

import comrak


def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.table = True
    options.footnotes = True
    options.strikethrough = True
    return options


def _rendering() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.escape = True
    return options


_EXTENSIONS = _extensions()
_PARSING = comrak.ParseOptions()
_RENDERING = _rendering()


def render(text: str) -> str:
    """Return the markup of a text, not cleaned yet."""
    return comrak.render_markdown(text, _EXTENSIONS, _PARSING, _RENDERING)

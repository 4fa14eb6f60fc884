"""Cleans an engine's markup: nh3 parses it as a browser would and drops what is not allowed.

The allow-list holds what Markdown can say and nothing else; markup that is certainly clean is
spared that.  ``markdown_walk`` then builds anew the few elements that need more than that.
"""

import re

import nh3

from generator.content.markdown_certain import TAG, certain
from generator.content.markdown_walk import Refused, walk
from generator.model import Body
from generator.text import prints

_TAGS = {
    *("a", "abbr", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "section", "strong", "sup"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"align"},
    "th": {"align"},
}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    clean_content_tags=set(),
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def _without_controls(text: str) -> str:
    """Return text without what XML 1.0 and HTML forbid; a reference may have smuggled it in."""
    return text if prints(text) else _FORBIDDEN.sub("", text)


def clean(markup: str, image_hosts: tuple[str, ...]) -> tuple[Body, tuple[Refused, ...]]:
    """Return the finished body of an engine's markup, and what was taken out of it."""
    pieces = certain(markup)
    return walk(TAG.split(cleaned(markup)) if pieces is None else pieces, image_hosts)


def cleaned(markup: str) -> str:
    """Return any markup without what is not allowed, well formed."""
    return _without_controls(_CLEANER.clean(markup))

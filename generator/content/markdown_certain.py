"""Knows markup that needs no cleaning: what both engines write of ordinary prose.

The cleaner would return such markup as it is, save for one spelling of the quotation mark, which
tests hold against it.  Only tags, nesting and addresses that are named here count as certain, and
whatever does not is left to the cleaner.
"""

import re
from collections.abc import Iterable, Mapping

from generator.text import prints

TAG = re.compile(r'(<[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>)')
"""A tag; splitting by it gives text, tag, text, tag, … text."""

_UNKNOWN_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot);)")
_LINK = re.compile(
    r"""<a\ href="(?:
        https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}  # of letters, and so no number of a host
            (?:[/?\#](?:[A-Za-z0-9._~!$()*+,;=:@/?\#%-]|&amp;)*)?
        | [A-Za-z0-9._~/\#%-]+  # no colon, and so no scheme
    )">""",
    re.VERBOSE,
)

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ANYWHERE = frozenset({"", "</blockquote>", "</li>"})
_IN_LISTS = frozenset({"</ol>", "</ul>"})
_IN_PROSE = frozenset(f"</{name}>" for name in ("a", "del", "em", "li", "p", "strong", *_HEADINGS))

_Rule = tuple[str, frozenset[str]]
_IN_LINK: _Rule = ("</a>", _IN_PROSE)
_RULES: Mapping[str, _Rule] = {
    # tag: the one that ends its element, and the ends that may be awaited when it begins
    **{f"<{name}>": (f"</{name}>", _ANYWHERE) for name in ("blockquote", "ol", "p", "ul")},
    **{f"<{name}>": (f"</{name}>", _ANYWHERE) for name in _HEADINGS},
    **{f"<{name}>": (f"</{name}>", _IN_PROSE) for name in ("code", "del", "em", "strong")},
    **dict.fromkeys(("<br>", "<br />"), ("", _IN_PROSE)),
    **dict.fromkeys(("<hr>", "<hr />"), ("", _ANYWHERE)),
    "<li>": ("</li>", _IN_LISTS),
}


def certain(markup: str) -> list[str] | None:
    """Return text, tag, text, tag, … text of markup that is certainly clean, otherwise None."""
    if not prints(markup):
        return None
    pieces = TAG.split(markup)
    text = "".join(pieces[::2])
    if "<" in text or ">" in text or not _are_nested(pieces[1::2]):
        return None
    if "&" in text:
        if _UNKNOWN_REFERENCE.search(text):
            return None
        pieces[::2] = [one.replace("&quot;", '"') for one in pieces[::2]]
    return pieces


def _are_nested(tags: Iterable[str]) -> bool:
    """Return whether elements begin only where they may, and each ends before what it is in."""
    awaited = [""]
    for tag in tags:
        if tag == awaited[-1]:
            awaited.pop()
            continue
        rule = _RULES.get(tag)
        if rule is None:
            if "</a>" in awaited or not _LINK.fullmatch(tag):
                return False
            rule = _IN_LINK
        end, allowed = rule
        if awaited[-1] not in allowed:
            return False
        if end:
            awaited.append(end)
    return awaited == [""]

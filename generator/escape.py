"""Turns arbitrary text into Markdown that is read back as exactly that text.

Both engines have to agree, so an escape is a backslash only where Python-Markdown and CommonMark
both honour it, and a character reference everywhere else.  Editors read and change what is
written here, so ordinary prose (quotes, dashes, brackets, "F-16", "AT&T", "~500") stays as it is.
"""

import re
from collections.abc import Iterable

MARKS = "\\`*_[<&~"
"""Characters that can begin markup anywhere in a line; a line without them needs no escapes
inside it, only perhaps at its ends."""

STARTS = " #>+-:=0123456789"
"""Characters that can make a whole line into something else than a paragraph when they begin it;
other decimal digits and other white space do so too."""

_FOLD = re.compile(r"[\t\n\v\f\r ]+")

# A bracket is left alone when nothing can make a link, an image, a note or a definition of it:
# a short run of plain words that no bracket, parenthesis or colon follows.
_ACTIVE = re.compile(
    r"""(?P<backslash>[\\`*])
    | (?P<underscore>(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))
    | (?P<bracket>(?<=[!\]])\[|\[(?![\w .,;'’“”"$%/?()-]{1,80}\](?![\[(:])))
    | (?P<less><)
    | (?P<ampersand>&(?=\#?[0-9A-Za-z]+;))
    | (?P<tilde>(?<![ (])(?<!^)~|~(?![0-9]))
    """,
    re.VERBOSE,
)
_REFERENCES = {"less": "&lt;", "ampersand": "&amp;", "tilde": "&#126;"}

# What makes a line a heading, a quotation, an item, a rule or a definition (CommonMark 0.31.2
# §4 and §5; Python-Markdown also takes "#x" for a heading and any Unicode digits for a number).
_START = re.compile(
    r"(?P<mark>[#>]|\+(?=\s|$)|-(?=[\s-]|$))|(?P<digits>\d+)(?=[.)](?:\s|$))|:(?=\s|$)"
)

_ESCAPE = re.compile(r"\\([\\`*_\[#>+.)-])|&(?:(lt|amp)|#([0-9]{1,7}));")
_NAMED = {"lt": "<", "amp": "&"}
_BYTE_ORDER_MARK = "\ufeff"


def escape_paragraph(text: str) -> str:
    """Return one line of Markdown that both engines show as one paragraph of this text.

    ASCII white space is folded first, as a browser would.  Control characters must be gone
    already.  Empty text gives an empty line, which is no paragraph.
    """
    folded = _FOLD.sub(" ", text).strip(" ")
    return _bordered(_started(_ACTIVE.sub(_escaped, folded)))


def escape_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return Markdown with one paragraph per text, separated by blank lines."""
    return "\n\n".join(filter(None, map(escape_paragraph, paragraphs)))


def unescape_paragraph(line: str) -> str:
    """Return the text that an escaped paragraph stands for; inverts ``escape_paragraph``."""
    return _ESCAPE.sub(_unescaped, line)


def _escaped(match: re.Match[str]) -> str:
    kind = str(match.lastgroup)
    return _REFERENCES.get(kind) or "\\" + match[0]


def _unescaped(match: re.Match[str]) -> str:
    plain, name, number = match.groups()
    if number:
        return chr(int(number)) if int(number) <= 0x10FFFF else match[0]
    return plain or _NAMED[name]


def _started(line: str) -> str:
    match = _START.match(line)
    if match is None:
        return line
    if match["mark"]:
        return "\\" + line
    if match["digits"]:
        return f"{match['digits']}\\{line[match.end() :]}"
    return "&#58;" + line[1:]


def _bordered(line: str) -> str:
    """Keep white space at both ends that an engine would trim: no-break and ideographic spaces."""
    if line and (line[0].isspace() or line[0] == _BYTE_ORDER_MARK):
        line = f"&#{ord(line[0])};{line[1:]}"
    if line and line[-1].isspace():
        line = f"{line[:-1]}&#{ord(line[-1])};"
    return line

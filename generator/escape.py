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

_MARK = re.compile("[" + re.escape(MARKS) + "]")
_REFERENCES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}

# Where these match, the mark is left alone, since neither engine takes it for markup: underscores
# within words; short runs of words in brackets that nothing makes into a link, an image, a note or
# a definition; ampersands that begin no reference; the "about" of "~500".
_INNOCENT = {
    "_": re.compile(r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])"),
    "[": re.compile(r"(?<![!\]])\[[\w .,;'’“”\"$%/?()-]{1,80}\](?![\[(:])"),
    "&": re.compile(r"&(?!#?[0-9A-Za-z]+;)"),
    "~": re.compile(r"(?:(?<=[ (])|(?<!.))~(?=[0-9])"),
}

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
    if "  " in text or not text.isprintable():
        text = _FOLD.sub(" ", text)
    return _bordered(_started(_MARK.sub(_escaped, text.strip(" "))))


def escape_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return Markdown with one paragraph per text, separated by blank lines."""
    return "\n\n".join(filter(None, map(escape_paragraph, paragraphs)))


def unescape_paragraph(line: str) -> str:
    """Return the text that an escaped paragraph stands for; inverts ``escape_paragraph``."""
    return _ESCAPE.sub(_unescaped, line)


def _escaped(match: re.Match[str]) -> str:
    mark = match[0]
    innocent = _INNOCENT.get(mark)
    if innocent and innocent.match(match.string, match.start()):
        return mark
    return _REFERENCES.get(mark) or "\\" + mark


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

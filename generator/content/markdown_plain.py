"""Renders a body of plain paragraphs without an engine: what ingestion writes, and most articles.

A line is plain if it is exactly what ``generator.escape`` would write for the text that it stands
for.  Tests hold this way and both engines to the same bytes.
"""

import re

from generator.escape import MARKS, STARTS, escape_paragraph, unescape_paragraph
from generator.model import Body
from generator.text import count_words, prints

# Characters that are dropped or changed on the way through an engine.
_UNSETTLED = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_ALWAYS_ESCAPED = "*`"
# What stands for itself wherever it stands within a line, in Markdown as in HTML.
_ITSELF = bytes(one for one in range(0x20, 0x7F) if chr(one) not in f"{MARKS}>") + b"\n"
# A second line of these makes a heading, a rule or a table of the first.
_UNDERLINES = "=-:|"


def plain_body(text: str) -> Body | None:
    """Return the body of a text of plain paragraphs, or None if it needs an engine."""
    return _plainest_body(text) or _any_plain_body(text)


def _plainest_body(text: str) -> Body | None:
    """Return the body of a text that is its own markup; cheap, so it may say no too often."""
    lines = text.strip("\n").split("\n")
    paragraphs = lines[::2]
    if any(lines[1::2]) or not all(map(_is_bordered, paragraphs)) or not text.isascii():
        return None
    if text.encode().translate(None, delete=_ITSELF):
        return None
    return _body(paragraphs, count_words(text))


def _is_bordered(line: str) -> bool:
    """Return whether neither the first nor the last character makes a line more than its text."""
    return line != "" and line[0] not in STARTS and line[-1] != " "


def _any_plain_body(text: str) -> Body | None:
    marks = [mark for mark in MARKS if mark in text]
    always = [mark for mark in _ALWAYS_ESCAPED if mark in marks]
    if always and "\\" not in marks:
        return None
    if any(text.count(mark) != text.count("\\" + mark) for mark in always):
        return None
    words = 0
    markup = []
    for block in text.strip("\n").split("\n\n"):
        if prints(block) and _is_bare(block, marks):
            words += count_words(block)
            markup.append(_escaped(block))
        elif (plain := _careful(block)) is not None:
            words += count_words(plain)
            markup.append(_escaped(plain))
        else:
            return None
    return _body(markup, words)


def _body(paragraphs: list[str], words: int) -> Body:
    return Body(("<p>" + "</p>\n<p>".join(paragraphs) + "</p>",), words=words)


def _is_bare(block: str, marks: list[str]) -> bool:
    """Return whether a block that prints is certainly plain; cheap, so it may say no too often."""
    return (
        _is_bordered(block)
        and "\n" not in block
        and not (marks and any(mark in block for mark in marks))
    )


def _careful(block: str) -> str | None:
    lines = block.split("\n")
    if len(lines) > 1 and ("|" in block or any(line[:1] in _UNDERLINES for line in lines[1:])):
        return None
    texts = []
    for line in lines:
        text = unescape_paragraph(line)
        if not text or _UNSETTLED.search(text) or escape_paragraph(text) != line:
            return None
        texts.append(text)
    return "\n".join(texts)


def _escaped(text: str) -> str:
    """Return text as the cleaner writes it (the HTML standard, "escaping a string")."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "\xa0" in text:
        text = text.replace("\xa0", "&nbsp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text

"""Cleaning of text from outside: what may enter a build, and what may reach a terminal.

The rules are those of XML 1.0 §2.2 (Char), Unicode TR36 and TR39 (deceptive characters) and the
Trojan Source paper (CVE-2021-42574).  Cleaning twice changes nothing more.
"""

import re
import unicodedata
from functools import cache

from msgspec import Struct

# These are compiled when they are first needed, since most texts are plain.
_BREAK = "[\r\x0b\x0c\x85\u2028\u2029]"

_FORBIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, C0 and C1
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates and noncharacters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, overrides, isolates
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f"  # invisible
    "\u3164\ufeff\uffa0\ufff0-\ufffb"
)
# Tags and what else shows nothing beyond the first plane, and the noncharacters of each plane.
_FORBIDDEN_ABOVE = (
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(
        f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}" for plane in range(1, 17)
    )
)
_BY_CONTEXT = "\u200c\u200d\ufe00-\ufe0f"
_BY_CONTEXT_ABOVE = "\U000e0100-\U000e01ef"
_SUSPECT = f"[{_FORBIDDEN}{_BY_CONTEXT}{_FORBIDDEN_ABOVE}{_BY_CONTEXT_ABOVE}]"
_UNSEEN = f"{_SUSPECT[:-1]}\n\r\x0b\x0c\x85\u2028\u2029]"
# What most texts are free of, found in one pass: a class within the first plane is one table
# look-up, while one beyond it tries range after range.
_NOTABLE = re.compile(f"[{_BREAK[1:-1]}{_FORBIDDEN}{_BY_CONTEXT}\U00010000-\U0010ffff]")

_PLAIN = bytes([9, 10, *range(0x20, 0x7F)])
# One for what words are made of, and nought for the white space between them.
_IN_WORDS = bytes(not chr(one).isspace() for one in range(256))

# Scripts whose spelling needs the joiners: Arabic, Syriac, N'Ko, Mongolian, those of India and
# Sri Lanka, Myanmar, Khmer (Unicode 16, chapters 9, 12, 13 and 16; TR31 rules A1, A2 and B).
_JOINED = (
    "[\u0600-\u086f\u08a0-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
    "\ua840-\ua87f\ufb50-\ufdcf\ufe70-\ufefe]"
)
_EMOJI = "[©®‼⁉\u2100-\u2bff〰〽㊗㊙\U0001f000-\U0001faff]"
_EMOJI_ENDS = "[\ufe0f\U0001f3fb-\U0001f3ff]"

_WORD = re.compile(r"[^\W\d_]{2,}")
_SCRIPTS = {
    "Latin": "[A-Za-zÀ-ɏḀ-ỿＡ-Ｚａ-ｚ]",
    "Cyrillic": "[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]",
    # Only the lookalikes: "μm" and "Δv" are honest.
    "Greek": "[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικϲϳ]",
    "Armenian": "[\u0531-\u0587]",
    "Cherokee": "[\u13a0-\u13fd\uab70-\uabbf]",
}


class Removed(Struct, frozen=True):
    """One kind of character that cleaning took out: how often, and where it first stood."""

    character: str
    count: int
    line: int
    column: int

    def __str__(self) -> str:
        """Return "U+202E RIGHT-TO-LEFT OVERRIDE (3)"."""
        times = f" ({self.count})" if self.count > 1 else ""
        return f"{named(self.character)}{times}"


def named(character: str) -> str:
    """Return the code point of a character and its Unicode name, in ASCII."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def clean(text: str) -> tuple[str, tuple[Removed, ...]]:
    r"""Return the text as a build may hold it, and what was taken out of it.

    Every line end becomes "\n", so do NEL, LS, PS, VT and FF.  Taken out are characters that
    XML 1.0 forbids, C1 controls, noncharacters, lone surrogates, bidi controls, tag characters
    and all that shows nothing: zero-width characters, byte order marks, soft hyphens.  Joiners
    and variation selectors stay where spelling or an emoji needs them.  U+FFFD stays: it is the
    honest mark of damage done before.  Lines and columns count from 1, before taking out.
    """
    if is_plain(text) or not _NOTABLE.search(text):
        return text, ()
    text = re.sub(_BREAK, "\n", text.replace("\r\n", "\n"))
    spots: dict[str, list[int]] = {}

    def judge(match: re.Match[str]) -> str:
        if _is_needed(text, match.start()):
            return match[0]
        spots.setdefault(match[0], []).append(match.start())
        return ""

    cleaned = re.sub(_SUSPECT, judge, text)
    return cleaned, tuple(_removed(text, one, places) for one, places in spots.items())


def is_plain(text: str) -> bool:
    """Return whether a text holds nothing but ASCII that prints, tabs and line ends."""
    return text.isascii() and not text.encode().translate(None, delete=_PLAIN)


def prints(text: str) -> bool:
    """Return whether all characters of a text print, but for line feeds."""
    # Most texts are ASCII, where the answer takes a fraction of the time.
    return (is_plain(text) and "\t" not in text) or text.replace("\n", "").isprintable()


def count_words(text: str) -> int:
    """Return how many words of a text white space sets apart."""
    if not text.isascii():
        return len(text.split())
    # Each word has two ends, where characters in words and others meet; the last may be the text's.
    inside = int.from_bytes(text.encode().translate(_IN_WORDS), "big")
    return ((inside ^ inside >> 8).bit_count() + 1) // 2


def _removed(text: str, character: str, places: list[int]) -> Removed:
    first = places[0]
    line = text.count("\n", 0, first) + 1
    return Removed(character, len(places), line, first - text.rfind("\n", 0, first))


def _is_needed(text: str, at: int) -> bool:
    """Tell whether a joiner or variation selector belongs to what stands before it."""
    before = text[at - 1] if at else "\n"
    if text[at] in "\u200c\u200d":
        if re.match(_JOINED, before):
            return True
        follows = text[at + 1] if at + 1 < len(text) else "\n"
        joins = re.match(_EMOJI, before) or re.match(_EMOJI_ENDS, before)
        return bool(text[at] == "\u200d" and joins and re.match(_EMOJI, follows))
    if "\ufe00" <= text[at] <= "\ufe0f" or text[at] >= "\U000e0100":
        # One selector per visible base: longer runs can smuggle whole messages.
        return not before.isspace() and not re.match(_SUSPECT, before)
    return False


def mixed_scripts(text: str) -> tuple[str, ...]:
    """Return the letters that imitate another script within a word, each once, in order.

    In a word of Latin letters with a Cyrillic "а" these are the Cyrillic ones: the letters of
    whichever scripts are the fewer in that word (TR39 §5.1, only for scripts that look alike).
    """
    if text.isascii():
        return ()
    odd: dict[str, None] = {}
    scripts = _scripts()
    for word in _WORD.findall(text):
        by_script = {name: found for name, one in scripts if (found := one.findall(word))}
        if len(by_script) > 1:
            main = max(by_script, key=lambda name: len(by_script[name]))
            odd.update(
                dict.fromkeys(x for name, xs in by_script.items() if name != main for x in xs)
            )
    return tuple(odd)


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(letters)) for name, letters in _SCRIPTS.items())


def visible(text: str) -> str:
    r"""Return the text safe for one line of a terminal: what does not show becomes "\x1b".

    Tabs stay, so that a caret under an excerpt still points where it should.
    """
    return text if is_plain(text) and "\n" not in text else re.sub(_UNSEEN, _escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")

"""Slugs: one segment of an address from a title or the name of a term.

Letters are first rewritten as the language itself does it (Kyiv, not Kiiv), accents go, and
letters that are not Latin then are left to python-slugify.  Slugs are kept for ever, so a change to
these tables is a breaking change.
"""

import re
from hashlib import sha256
from unicodedata import normalize

from generator.model import Slug

LIMIT = 80
"""Letters of a slug at most; all are ASCII, so it stays below 200 bytes with any suffix."""

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_SIMPLE = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
_ALLOWED = re.compile(r"[^a-z0-9]+")
_ACCENTS = re.compile("[\u0300-\u034e]")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9])")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ‘`´](?=\w)")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")

_MARKS = {
    "&": "", "@": " at ", "%": " percent ",
    "đ": "d", "ð": "d", "þ": "th", "ø": "o", "ß": "ss", "ł": "l", "æ": "ae", "œ": "oe",
    "ħ": "h", "ŋ": "ng", "ŧ": "t", "ə": "a", "ı": "i", "ʻ": "", "ʼ": "",
}  # fmt: skip

# KMU resolution 55 (2010): other letters at the start of a word; the soft sign is not written.
_UKRAINIAN = {
    "зг": "zgh", "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN_STARTS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

# BGN/PCGN 1947 without its marks, as the press writes Russian.
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_BELARUSIAN = _RUSSIAN | {"г": "h", "е": "ie", "і": "i", "ў": "u", "’": ""}
# The Transliteration Act of 2009.
_BULGARIAN = _RUSSIAN | {"х": "h", "щ": "sht", "ъ": "a", "ь": "y"}
_SERBIAN = _RUSSIAN | {
    "ђ": "dj", "ж": "z", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "х": "h", "ц": "c", "ч": "c",
    "џ": "dz", "ш": "s", "đ": "dj",
}  # fmt: skip
_MACEDONIAN = _RUSSIAN | {
    "ѓ": "gj", "ѕ": "dz", "ј": "j", "ќ": "kj", "љ": "lj", "њ": "nj", "х": "h", "ц": "c",
    "џ": "dj",
}  # fmt: skip
_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue"}
_NORDIC = {"å": "aa", "ø": "oe", "æ": "ae"}

# Cyrillic of no stated language: Russian letters, and the Ukrainian ones that Russian lacks.
_CYRILLIC = {"є": "ye", "ї": "i", "і": "i", "ґ": "g", "ў": "u", "ј": "j"} | _RUSSIAN

_TABLES = {
    "uk": _UKRAINIAN,
    "ru": _RUSSIAN,
    "be": _BELARUSIAN,
    "bg": _BULGARIAN,
    "sr": _SERBIAN,
    "mk": _MACEDONIAN,
    "de": _CYRILLIC | _GERMAN,
    "da": _CYRILLIC | _NORDIC,
    "nb": _CYRILLIC | _NORDIC,
    "nn": _CYRILLIC | _NORDIC,
    "no": _CYRILLIC | _NORDIC,
    "fi": _CYRILLIC,
    "sv": _CYRILLIC,
    "hu": _CYRILLIC,
    "tr": _CYRILLIC,
}


def slug_for(title: str, lang: str = "en", *, fallback: str = "item") -> Slug:
    """Return the slug of a title: ``[a-z0-9-]+``, at most 80 characters, cut between words.

    Args:
        title: Any text.
        lang: The BCP 47 tag of its language, which decides how its letters are rewritten.
        fallback: What is taken where nothing remains, such as "item-" and a short hash.
    """
    text = normalize("NFC", title).lower()
    if _SIMPLE.fullmatch(text):
        slug = text.replace(" ", "-")
    else:
        slug = _plain(_rewritten(text, lang.lower().partition("-")[0]))
    slug = _cut(slug) or _cut(_plain(fallback)) or "item"
    # Windows opens a device for these names, whatever the ending.
    return Slug(f"{slug}-1" if _RESERVED.fullmatch(slug) else slug)


def fallback_for(name: str, kind: str) -> str:
    """Return what stands in an address for a name without letters: the same one each time."""
    return f"{kind}-{sha256(normalize('NFC', name).encode()).hexdigest()[:6]}"


def _plain(text: str) -> str:
    """Return what python-slugify makes of a text, which is asked only for other letters."""
    letters = _ACCENTS.sub("", normalize("NFKD", text.replace("'", "-")))
    if not letters.isascii():
        return _ALLOWED.sub("-", _slugified(text)).strip("-")
    letters = _THOUSANDS.sub("", letters.lower().replace("'", ""))
    return _ALLOWED.sub("-", letters).strip("-")


def _slugified(text: str) -> str:
    # Imported here, since Latin letters need none of its tables.
    from slugify import slugify  # noqa: PLC0415

    # The backend is named, since "auto" would change slugs where Unidecode happens to be installed.
    return slugify(text, entities=False, decimal=False, hexadecimal=False, backend="text-unidecode")


def _rewritten(text: str, lang: str) -> str:
    text = _APOSTROPHES.sub("", text).replace(" & ", " and ")
    text = _ACRONYM.sub(lambda match: match[0].replace(".", ""), text)
    if text.isascii() and not any(mark in text for mark in "&@%"):
        return text
    table = _TABLES.get(lang, _CYRILLIC)
    if table is _UKRAINIAN:
        for letter, start in _UKRAINIAN_STARTS.items():
            text = re.sub(rf"(?<!\w){letter}", start, text)
        text = text.replace("зг", "zgh")
    letters = _MARKS | table
    return "".join(letters.get(one, one) for one in text)


def _cut(slug: str) -> str:
    if len(slug) <= LIMIT:
        return slug
    words = slug[: LIMIT + 1].rpartition("-")[0]
    return (words or slug[:LIMIT]).strip("-")

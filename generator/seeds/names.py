"""Names of people as bylines write them: what looks like one, and how it is printed."""

import re

_PARTICLES_LISTED = (
    "de del della der den des di da do dos du von van zu zum la le el al bin bint ben ibn abu y "
    "af av ter ten te"
)
PARTICLES = frozenset(_PARTICLES_LISTED.split())
"""Small words within a name, in lower case."""

_TOKEN = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_](?:[^\W\d_]|[.'’ʼ‘`-](?=[^\W\d_]))*\.?")
_ENDINGS = {"ii": "II", "iii": "III", "iv": "IV", "jr": "Jr", "sr": "Sr", "phd": "PhD"}
_LIST = re.compile(r"\s*,\s+and\s+|\s*,\s*|\s+(?:and|&)\s+")
_PARTS = re.compile(r"([-'’ʼ‘`.])")
_NOT_NAMES_LISTED = (
    "monday tuesday wednesday thursday friday saturday sunday january february march "
    "july september october november december the this that these those a an all any "
    "then now late early mid end today tomorrow yesterday tonight midnight noon contrast then "
    "far most my your his her its our their one two three four five six seven eight nine ten "
    "some every no not popular common law hand mail email post phone land sea air rail road "
    "continuing using making doing being having going taking giving how what when where who "
    "why and or but if as at in on of for from with without to comparison default design "
    "comment accident means way"
)
_NOT_NAMES = frozenset(_NOT_NAMES_LISTED.split())
_RANKS = re.compile(
    r"(?:(?:u\.?s\.? (?:army|navy|air force|marine corps)|army|navy|airman|air force|"
    r"mass communication specialist|petty officer|chief|senior|master|staff|first|technical|tech|"
    r"gunnery|lance|command|sgt\.?|sergeant|sgt\. 1st class|1st|2nd|3rd|class|lt\.?|1lt|2lt|"
    r"lieutenant|col\.?|colonel|maj\.?|major|capt\.?|captain|cpl\.?|corporal|spc\.?|specialist|"
    r"pfc\.?|pvt\.?|private|gen\.?|general|brig\.?|rear|vice|adm\.?|admiral|cmdr\.?|commander|"
    r"cdr\.?|ensign|ens\.?|tsgt\.?|ssgt\.?|msgt\.?|mc[123]|mcc|amn\.?|a1c|sra|sr\. airman|"
    r"mr\.?|mrs\.?|ms\.?|dr\.?|prof\.?|sir|dame|rev\.?)\s+)+",
    re.IGNORECASE,
)


def person(text: str) -> str:
    """Return the name of a person in its printed form, or "" where the words are no name.

    A name has two to five words, each with a capital, save for particles; ranks and titles
    before it are left out.
    """
    words = (
        _RANKS.sub("", text.strip(), count=1).split()
        if _RANKS.match(text.strip())
        else text.split()
    )
    if not 2 <= len(words) <= 5 or not all(_TOKEN.fullmatch(word) for word in words):
        return ""
    if words[0].lower() in _NOT_NAMES or not words[0][0].isupper():
        return ""
    large = [word for word in words if word[0].isupper()]
    if len(large) < 2 or not all(_may_stand(word) for word in words) or not words[-1][0].isupper():
        return ""
    return printed(" ".join(words))


def _may_stand(word: str) -> bool:
    small = word.lower()
    return word[0].isupper() or small in PARTICLES or small.startswith(("d'", "d’", "al-", "el-"))


def listed(text: str) -> tuple[str, ...]:
    """Return the authors that a line declares, parted by semicolons, else by commas and "and".

    "Ministry of Defence and Security" is one author: a part of one word is no name.
    """
    parts = [part.strip() for part in text.split(";")] if ";" in text else _LIST.split(text)
    names = [part for part in parts if part]
    if ";" not in text and any(len(name.split()) < 2 for name in names):
        names = [text] if text else []
    return tuple(printed(name) for name in names)


def printed(name: str) -> str:
    """Return a name with small letters where it is all capitals: "O'BRIEN" becomes "O'Brien".

    "MCDONALD" becomes "McDonald"; "MACKENZIE" stays "Mackenzie", as both forms exist.
    """
    words = name.split()
    capital = [_is_capital(word) for word in words]
    if not any(one for one, word in zip(capital, words, strict=True) if len(word) > 3):
        return name
    return " ".join(
        _lowered(word, first=not at) if capital[at] else word for at, word in enumerate(words)
    )


def _is_capital(word: str) -> bool:
    return word.isupper() and sum(one.isalpha() for one in word) > 1


def _lowered(word: str, *, first: bool) -> str:
    small = word.lower()
    if small in PARTICLES and not first:
        return small
    if small.strip(".") in _ENDINGS:
        return _ENDINGS[small.strip(".")] + ("." if small.endswith(".") else "")
    if re.fullmatch(r"(?:\w\.)+\w?", word):
        return word
    return "".join(_part(part) for part in _PARTS.split(small))


def _part(part: str) -> str:
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    return part.capitalize() if len(part) > 1 or part.isalpha() else part

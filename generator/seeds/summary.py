"""Summaries: the first sentence or two of a report, which is where news says what happened."""

import re

LIMIT = 300

_END = re.compile(
    r"(?P<mark>[.!?…]+)(?P<close>[\"”’»)\]*]*)(?P<gap>\s+)(?=[\"“‘«(\[„]*[^\W_])|[。！？]+"
)
_LAST_WORD = re.compile(r"[^\s\"“‘«(\[—–/]+$")
_TITLES = (
    "mr mrs ms dr prof gen lt col maj capt sgt cpl pvt pfc spc adm cmdr cdr brig ens hon rev fr sr "
    "sen rep gov pres amb st ste ft mt no nos vs nr art sec fig vol pp ca approx cf al "
    "e.g i.e viz ret asst dep supt insp det messrs mme mlle"
)
_TITLES_SET = frozenset(_TITLES.split())
# These can end a sentence: only a word that often starts one makes it so.
_MAY_END = (
    "inc ltd co corp bros jr etc a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mont neb nev "
    "okla ore pa tenn tex va vt wash wis wyo dept est univ govt d.c n.y n.j n.c s.c ph.d"
)
_MAY_END_SET = frozenset(_MAY_END.split())
_STARTERS = (
    "the a an in on at it he she they we i this that these those there but and when while if as "
    "after before since for from with his her its their our according under officials last both"
)
_STARTERS_SET = frozenset(_STARTERS.split())
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def summarise(paragraphs: tuple[str, ...], limit: int = LIMIT) -> str:
    """Return the first sentence, and the second if both fit into ``limit`` characters.

    A first sentence that does not fit is cut between words and ends in an ellipsis.
    """
    found: list[str] = []
    for paragraph in paragraphs[:3]:
        found += sentences(paragraph[: 4 * limit])
        if len(found) > 1:
            break
    if not found:
        return ""
    both = " ".join(found[:2])
    return both if len(both) <= limit else _cut(found[0], limit)


def sentences(text: str) -> list[str]:
    """Split a paragraph into sentences, not after "U.S.", "Lt. Col.", "No. 5", or an initial."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text[start : match.start()], match, text[match.end() : match.end() + 24]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _ends_sentence(before: str, match: re.Match[str], after: str) -> bool:
    start = after.lstrip('"“‘«([„')
    if match["mark"] is None:
        return True
    if start[:1].islower():
        return False
    if match["mark"] != "." or match["close"]:
        return True
    last = _LAST_WORD.search(before)
    word = last[0] if last else ""
    if word.lower() in _TITLES_SET:
        # "Mr. 5" is nothing, "No. 5" is: but "He said no. The" ends a sentence.
        return word.lower() == "no" and not start[:1].isdigit() and not word[0].isupper()
    if word.lower() in _MAY_END_SET or ("." in word and _INITIALS.fullmatch(word)):
        return _starts_sentence(start)
    return not (len(word) == 1 and word.isupper() and word.isalpha())


def _starts_sentence(text: str) -> bool:
    word = re.match(r"[^\W\d_]+", text)
    return bool(word) and word[0].lower() in _STARTERS_SET if word else False


def _cut(sentence: str, limit: int) -> str:
    if len(sentence) <= limit:
        return sentence
    words = sentence[:limit].rpartition(" ")[0] or sentence[: limit - 1]
    return words.rstrip(" ,;:—–-") + "…"

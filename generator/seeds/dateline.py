"""Datelines: the "VILNIUS, Lithuania, May 4 (Agency) —" that opens a news report.

A dateline is cut only where its shape leaves no doubt: a place in capitals, or a place with a
date or with a known agency.  What follows must look like the start of a sentence.
"""

import re

from generator.model import Dateline
from generator.seeds.dates import MONTH, day_of, month_number

_AGENCIES_LISTED = (
    "aap afp agencies ana anadolu ani ansa antara ap app asianews associated-press "
    "associated-press-writer belga belta bloomberg bna bns business-wire businesswire "
    "canadian-press cna cnn cp ctk delfi dpa dts efe elta eurasianet ians ina interfax "
    "irna itar-tass jiji kcna kuna kyodo kyodo-news lusa mena mti nna ntb nytimes "
    "pap pna prnewswire pr-newswire press-association pti qna radio-free-europe "
    "reuter reuters rfe/rl ria ria-novosti ritzau spa sana sputnik tanjug tap tass tt "
    "ukrinform unian upi wam xinhua yonhap globe-newswire the-associated-press "
    "the-canadian-press agence-france-presse baltic-news-service lrt err stt npr voa "
    "the-conversation newsfile accesswire dvids aa dha iha apa europa-press iar interfax.ru sid "
    "укрінформ уніан унн інтерфакс інтерфакс-україна рбк-україна рейтер тасс риа риа-новости "
    "интерфакс интерфакс-украина укринформ униан рбк белта рейтерс"
)
AGENCIES = frozenset(_AGENCIES_LISTED.split())
"""Names of news agencies in lower case, words joined by hyphens."""

LIMIT = 150
"""How far into a paragraph a dateline may reach."""

_DASH = re.compile(r"[—―–−]+|-+(?:\s-+)*")
_MONTH_DAY = (
    # "2026 m. gegužės 4 d."
    rf"(?:(?P<year2>\d{{4}})\s*m\.\s*)?(?P<month>{MONTH})\s*"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\s*d\.)?"
)
_DAY_MONTH = rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?P<month2>{MONTH})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_YEAR = r"(?:,?\s+(?:del?\s+)?(?P<year>\d{4})(?:\s+(?:року|р\.?|года|г\.?))?)?"
_DATE = rf"{_WEEKDAY}(?:{_MONTH_DAY}|{_DAY_MONTH}){_YEAR}"
_DATE_END = re.compile(rf"(?P<mark>^|[,.\s(]\s*)\b{_DATE}\s*[,.:;]*\s*\)?$", re.IGNORECASE)
_DATE_START = re.compile(rf"{_DATE}\s*[—―–−:-]+\s*", re.IGNORECASE)
_AGENCY_END = re.compile(
    r"\s*(?:\((?P<round>[^()\d]{2,40})\)|/(?P<slash>[^\W\d_][\w .-]{1,30})/)[\s,.]*$"
)
_AGENCY_LAST = re.compile(r"[,.]\s*(?P<name>[^\W\d_][^\d,;:()]{1,24})$")
_AGENCY_FIRST = re.compile(r"(?P<name>[^\W\d_][^\d,.;:()]{1,24})\.\s+")
_CLOSING = re.compile(r"\)[\s:.]*|(?<=[^\W\d_])/\.\s*")
_COLON = re.compile(
    r"(?P<place>[A-Z][A-Z.'’/ -]{2,40})(?P<when>,\s[^:]{3,24})?:\s+(?=[\"“‘']?[A-Z])"
)
_SENTENCE = re.compile(r"[\"“”‘’'«„(\[<*$£€]*[^\W_]")
_PLACE = re.compile(r"[\w .,'’ʼ/&()`-]+")
_SMALL_LISTED = (
    "of the and on upon de del la las los le les el al da do dos di du en am an der den a st sur "
    "in at"
)
_SMALL = frozenset(_SMALL_LISTED.split())
_NOT_PLACES_LISTED = (
    "analysis breaking briefing column commentary correction corrected editorial exclusive "
    "explainer factbox feature fixture fixtures flash focus highlights insight interview live "
    "market markets more news note notes obituary opinion original photo photos podcast poll "
    "preview profile quotes read report review scoreboard snap special stocks story stories "
    "summary timeline today top update updated updates urgent video watch wrap wrapup advisory "
    "nato eu un us usa uk who imf opec cia fbi nsa iaea unhcr unicef asean brics g7 g20 idf "
    "osce wto cdc pentagon kremlin q a faq ceo tv ai otan onu ue eeuu abd jav jt "
    "нато оон єс ес сша ссср сбу зсу всу аес аэс гур"
)
_NOT_PLACES = frozenset(_NOT_PLACES_LISTED.split())


def cut_dateline(paragraph: str) -> tuple[Dateline, str] | None:
    """Return the dateline that opens a paragraph and the text after it, or None.

    ``Dateline.text`` and the rest together are the paragraph, save for white space between.
    """
    for end, after in _candidates(paragraph[:LIMIT]):
        rest = paragraph[after:].lstrip()
        closed = paragraph[end] if paragraph[end] in ")/" else ""
        found = _parsed(paragraph[:end].strip() + closed, rest, dashed=not closed)
        if found:
            return _complete(found, paragraph, after)
    return _with_colon(paragraph)


def _candidates(opening: str) -> list[tuple[int, int]]:
    """Return where a dateline could end: its end without the dash, and where text goes on."""
    if not opening[:1].isalpha() and not opening.startswith(("*", "(")):
        return []
    dashes = [
        (match.start(), match.end())
        for match in _DASH.finditer(opening)
        if match.start() and _divides(opening, match)
    ]
    closing = _CLOSING.search(opening)
    plain = [(closing.start(), closing.end())] if closing else []
    return dashes[:3] + plain


def _divides(opening: str, match: re.Match[str]) -> bool:
    """Tell a dash between a dateline and its text from one within a word, range or number."""
    before, after = opening[match.start() - 1], opening[match.end() : match.end() + 1]
    if match[0] == "-":
        spaced = after.isspace() or not after
        return spaced or (before.isspace() and not after.isdigit())
    return not (len(match[0]) == 1 and before.isdigit() and after.isdigit())


def _parsed(head: str, rest: str, *, dashed: bool) -> Dateline | None:
    start = head.lstrip("*- ")
    agency, remains = _cut_agency(start)
    when, remains = _cut_date(remains, is_sure=_is_agency(agency))
    if not agency:
        agency, remains = _cut_agency(remains)
    place = remains.strip(" ,;:")
    if not _is_dateline(place, rest, agency=agency, dated=bool(when), dashed=dashed):
        return None
    month, day, year = when or (0, 0, 0)
    return Dateline(head, place, agency, month, day, year)


def _complete(found: Dateline, paragraph: str, after: int) -> tuple[Dateline, str]:
    """Take in what stands behind the dash: "Colo. - March 16 - A", "4 мая - РИА. В"."""
    rest = paragraph[after:].lstrip()
    agency, month, day, year = found.agency, found.month, found.day, found.year
    match = _DATE_START.match(rest) if not month else None
    if match:
        month, day, year = _numbers(match)
        rest = rest[match.end() :].lstrip()
    first = _AGENCY_FIRST.match(rest) if month and not agency else None
    if first and _is_agency(first["name"]):
        agency, rest = first["name"], rest[first.end() :]
    cut = paragraph[: len(paragraph) - len(rest)].rstrip()
    return Dateline(cut, found.place, agency, month, day, year), rest


def _cut_agency(head: str) -> tuple[str, str]:
    match = _AGENCY_END.search(head)
    if match and not _DATE_END.search(match["round"] or ""):
        return (match["round"] or match["slash"]).strip(), head[: match.start()]
    last = _AGENCY_LAST.search(head)
    if last and _is_agency(last["name"]):
        return last["name"], head[: last.start()]
    return "", head


def _cut_date(head: str, *, is_sure: bool = False) -> tuple[tuple[int, int, int] | None, str]:
    match = _DATE_END.search(head)
    if not match:
        return None, head
    place = head[: match.start()].rstrip(" ,(")
    if match["mark"].startswith(".") and "," in place:
        place += "."  # of "W.Va.", not of "Москва. 4 мая."
    # "The strike began on May 4 - a Monday": a date without a comma only after capitals.
    is_bare = not match["mark"].strip(" .") and not is_sure
    if is_bare and place and not _is_capital(place.partition(",")[0]):
        return None, head
    return _numbers(match), place


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Return month, day and year, all 0 where the calendar has no such day."""
    month = month_number(match["month"] or match["month2"])
    day = int(match["day"] or match["day2"])
    year = int(match["year"] or match["year2"] or 0)
    return (month, day, year) if day_of(year or 2000, month, day) else (0, 0, 0)


def _is_dateline(place: str, rest: str, *, agency: str, dated: bool, dashed: bool) -> bool:
    if rest and not _SENTENCE.match(rest):
        return False
    known = _is_agency(agency)
    if not place:
        return known and dashed
    if not _is_place(place):
        return False
    if dated:
        return dashed or bool(agency) or _is_capital(place.partition(",")[0])
    if known:
        return True
    return dashed and _is_capital(place.partition(",")[0]) and _starts_sentence(rest)


def _starts_sentence(rest: str) -> bool:
    """Tell whether text opens like a sentence in mixed case; "NATO - the alliance" does not."""
    start = rest.lstrip("\"“”‘’'«„([<*$£€")
    letters = [one for one in rest[:60] if one.isalpha()]
    return bool(letters) and not start[:1].islower() and any(one.islower() for one in letters)


def _is_place(place: str) -> bool:
    """Tell whether words can be the name of a place: few, and written with capitals."""
    words = place.replace("/", " ").split()
    if len(place) > 80 or len(words) > 10 or not _PLACE.fullmatch(place):
        return False
    if any(one.isdigit() for one in re.sub(r"\([^)]*\)", "", place)):
        return False
    return all(_is_segment(one.split()) for one in place.split(",") if one.strip())


def _is_segment(words: list[str]) -> bool:
    if len(words) > 7 or words[0].lower().strip(".:") in _NOT_PLACES:
        return False
    large = [word for word in words if word.lstrip("('’`")[:1].isupper()]
    small = [word for word in words if word.lower() in _SMALL]
    capital = _is_capital(" ".join(words))
    return bool(large) and (
        capital or (len(large) <= 4 and len(set(large) | set(small)) == len(set(words)))
    )


def _is_capital(text: str) -> bool:
    """Tell whether a name is written in capitals: "McALLEN" and "WALtHAM" are, "W.Va." is not."""
    letters = [one for one in text if one.isalpha()]
    upper = sum(one.isupper() for one in letters)
    return upper >= 2 and upper >= 0.8 * len(letters)


def _is_agency(name: str) -> bool:
    return "-".join(name.lower().split()) in AGENCIES


def _with_colon(paragraph: str) -> tuple[Dateline, str] | None:
    """Read "NEW DELHI: The ministry", as the press of South Asia and the Levant writes it."""
    match = _COLON.match(paragraph)
    if not match or not _is_place(match["place"]) or not _starts_sentence(paragraph[match.end() :]):
        return None
    when, remains = _cut_date(match["when"] or "")
    if remains:
        return None
    month, day, year = when or (0, 0, 0)
    dateline = Dateline(match[0].rstrip(), match["place"], "", month, day, year)
    return dateline, paragraph[match.end() :]

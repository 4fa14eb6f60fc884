"""Three-way merge of whole articles: front matter field by field, the body by paragraph.

A list of terms is a judgement on the whole article, so it is no sum of two lists: from the day on
which it differs from what was composed it is the editor's, and no seed adds to it or takes from it.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.conflicts import CODE, EDITED, unsettled
from generator.diagnostics import Checked, Diagnostic, Sheet, note, warning
from generator.frontmatter import Value, place_of, read, rewritten
from generator.seeds.compose import Composed
from generator.seeds.merge import merge_text, merge_values

CONFLICTS = "conflicts"

LISTS = ("authors", "countries", "mentions", "tags", "organisations", "people")
"""The lists of terms that a seed brings."""

_EDITORS = "editors"
"""In the text that was composed: the lists that are the editor's, whatever they hold by now."""

_MACHINE = ("composed", "seed")
"""Fields that only the machine writes."""


def merge_articles(path: str, base: str, mine: str, theirs: str) -> Checked[str]:
    """Return an edited article with what a changed seed brought.

    ``base`` is what was composed before, ``theirs`` what is composed now, ``mine`` the editor's
    file.  Where both changed the same field, the editor's value stays and the seed's stands under
    ``conflicts``; in the body both stand between conflict marks.  A list of terms that an editor
    changed stays as it is.  Comments in the front matter and lines that nothing changed do, too.
    Diagnostics: an ``unsettled-conflict`` for each, with the line it now stands on; a
    ``terms-left-out`` for a list that the seed would have added to; those of ``frontmatter.read``,
    all errors, when the editor's file cannot be read and is left as it is.
    """
    edited = read(path, mine)
    if edited.problems:
        return Checked(mine, edited.problems)
    old, new = read(path, base).value, read(path, theirs).value
    sides = (old.fields, edited.value.fields, new.fields)
    kept = _editors_lists(*sides)
    fields, conflicts = _merged_fields(*sides, kept=kept)
    body = merge_text(*(one.body.lstrip("\r\n") for one in (old, edited.value, new)))
    text = rewritten(mine, fields, body.text)
    left_out = {key: _newly(*(side.get(key) for side in sides)) for key in kept}
    problems = (*_problems(path, text, conflicts), *_left_out(path, text, left_out))
    return Checked(text, problems)


def base_after(base: str, mine: str, composed: Composed) -> str:
    """Return the text to keep of what was composed: the base of the next merge.

    It says which lists are the editor's, so that they stay so when they happen to hold what was
    composed.
    """
    old, edited = read("", base).value.fields, read("", mine).value.fields
    kept = _editors_lists(old, edited, composed.fields) if mine else _known(old)
    return replace(composed, fields={**composed.fields, **({_EDITORS: kept} if kept else {})}).text


def beside(composed: Composed, base: str, mine: str) -> Composed:
    """Return what is composed, without mentions of countries that an editor's list has.

    What an article is about, it does not merely mention.
    """
    edited = read("", mine).value.fields
    about = edited.get("countries")
    if not isinstance(about, tuple) or "countries" not in _editors_lists(
        read("", base).value.fields, edited, composed.fields
    ):
        return composed
    mentions = composed.fields.get("mentions", ())
    left = tuple(one for one in mentions if one not in about)
    others = {key: value for key, value in composed.fields.items() if key != "mentions" or left}
    return replace(composed, fields={**others, "mentions": left} if left else others)


def _known(base: Mapping[str, Value]) -> tuple[str, ...]:
    listed = base.get(_EDITORS)
    return tuple(key for key in LISTS if isinstance(listed, tuple) and key in listed)


def _editors_lists(
    base: Mapping[str, Value], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> tuple[str, ...]:
    """Return which lists are the editor's: they were, or differ from what was composed."""
    known = _known(base)
    # Without a base, or where an ingestion was cut short after it had merged this very seed, a
    # list that equals the seed's is the seed's.
    is_sure = bool(base) and mine.get("seed") != theirs.get("seed")
    return tuple(
        key
        for key in LISTS
        if key in known
        or (mine.get(key) != base.get(key) and (is_sure or mine.get(key) != theirs.get(key)))
    )


def _newly(base: Value | None, mine: Value | None, theirs: Value | None) -> tuple[str, ...]:
    known = [one for side in (base, mine) for one in (side if isinstance(side, tuple) else (side,))]
    found = theirs if isinstance(theirs, tuple) else ()
    return tuple(str(one) for one in found if one not in known)


def _merged_fields(
    base: Mapping[str, Value],
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
    *,
    kept: tuple[str, ...],
) -> tuple[Mapping[str, Value], tuple[str, ...]]:
    merged: dict[str, Value] = {}
    # What nobody has settled yet stays, until the seed changes that field once more.
    waiting = mine.get(CONFLICTS)
    conflicts: dict[str, Value] = dict(waiting) if isinstance(waiting, Mapping) else {}
    # Keys keep the editor's order; what only the seed brings comes after.
    for key in dict.fromkeys((*mine, *theirs)):
        if key in _MACHINE:
            merged[key] = theirs.get(key, mine.get(key, ""))
        elif key in kept and key in mine:
            merged[key] = mine[key]
        if key in _MACHINE or key in kept or key == CONFLICTS:
            continue
        value, conflict = merge_values(base.get(key, ""), mine.get(key, ""), theirs.get(key, ""))
        if value or mine.get(key) == value:
            merged[key] = value
        if conflict:
            conflicts[key] = theirs.get(key, "")
    if conflicts or CONFLICTS in mine:
        merged[CONFLICTS] = conflicts or mine[CONFLICTS]
    return merged, tuple(conflicts)


def _problems(path: str, text: str, conflicts: tuple[str, ...]) -> Iterator[Diagnostic]:
    # The same words as the loader finds for a conflict, so that it is printed once.
    sheet = Sheet(path, text)
    spots = read(path, text).value.spots
    for key in conflicts:
        spot = spots[f"{CONFLICTS}.{key}"]
        message = f'the seed and an editor both changed "{key}"; the editor\'s version is published'
        hint = f'keep one in "{key}" and delete this line'
        problem = warning(sheet.place(spot.line, spot.column), CODE, message, hint)
        yield sheet.problem(problem, spot.width)
    for number, line in enumerate(sheet.lines, start=1):
        if line.rstrip() == EDITED:
            yield unsettled(path, number, line)


def _left_out(path: str, text: str, terms: Mapping[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
    keys = read(path, text).value.keys
    sheet = Sheet(path, text)
    for key, names in terms.items():
        if names:
            listed = ", ".join(f'"{name}"' for name in names)
            message = f'"{key}" is the editor\'s; what the seed now brings is left out: {listed}'
            hint = "add what belongs there"
            problem = note(place_of(path, keys.get(key)), "terms-left-out", message, hint)
            yield sheet.problem(problem, len(key)) if key in keys else problem

"""Three-way merge of whole articles: front matter field by field, the body by paragraph."""

from collections.abc import Iterator, Mapping

from generator.conflicts import CODE, EDITED, unsettled
from generator.diagnostics import Checked, Diagnostic, Sheet, warning
from generator.frontmatter import Value, read, rewritten
from generator.seeds.merge import merge_text, merge_values

CONFLICTS = "conflicts"

_MACHINE = ("composed", "seed")
"""Fields that only the machine writes."""


def merge_articles(path: str, base: str, mine: str, theirs: str) -> Checked[str]:
    """Return an edited article with what a changed seed brought.

    ``base`` is what was composed before, ``theirs`` what is composed now, ``mine`` the editor's
    file.  Where both changed the same field, the editor's value stays and the seed's stands under
    ``conflicts``; in the body both stand between conflict marks.  Comments in the front matter
    and lines that nothing changed stay as they are.
    Diagnostics: an ``unsettled-conflict`` for each, with the line it now stands on; those of
    ``frontmatter.read``, all errors, when the editor's file cannot be read and is left as it is.
    """
    edited = read(path, mine)
    if edited.problems:
        return Checked(mine, edited.problems)
    old, new = read(path, base).value, read(path, theirs).value
    fields, conflicts = _merged_fields(old.fields, edited.value.fields, new.fields)
    body = merge_text(*(one.body.lstrip("\r\n") for one in (old, edited.value, new)))
    text = rewritten(mine, fields, body.text)
    return Checked(text, tuple(_problems(path, text, conflicts)))


def _merged_fields(
    base: Mapping[str, Value], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> tuple[Mapping[str, Value], tuple[str, ...]]:
    merged: dict[str, Value] = {}
    # What nobody has settled yet stays, until the seed changes that field once more.
    waiting = mine.get(CONFLICTS)
    conflicts: dict[str, Value] = dict(waiting) if isinstance(waiting, Mapping) else {}
    # Keys keep the editor's order; what only the seed brings comes after.
    for key in dict.fromkeys((*mine, *theirs)):
        if key in _MACHINE:
            merged[key] = theirs.get(key, mine.get(key, ""))
        if key in _MACHINE or key == CONFLICTS:
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
    sheet = Sheet(path, tuple(text.split("\n")))
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

"""Conflicts that a merge left in a body: the editor's side is published until one is chosen."""

from generator.conflicts import EDITED, MIDDLE, SEED, unsettled
from generator.diagnostics import Checked, Diagnostic


def settled(path: str, body: str, first_line: int) -> Checked[str]:
    """Return a body with only the editor's side of each conflict, line count kept.

    A conflict may stand within a side of another: a seed can change again before anybody chose.
    Diagnostics: an ``unsettled-conflict`` for each conflict.
    """
    if EDITED not in body:
        return Checked(body)
    kept: list[str] = []
    problems: list[Diagnostic] = []
    sides: list[str] = []
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = line.rstrip()
        if mark == EDITED:
            sides.append(EDITED)
            problems.append(unsettled(path, number, line))
        elif sides and mark == MIDDLE:
            sides[-1] = MIDDLE
        elif sides and mark == SEED:
            sides.pop()
        elif MIDDLE not in sides:
            kept.append(line)
            continue
        kept.append("")
    return Checked("\n".join(kept), tuple(problems))

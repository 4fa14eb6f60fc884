"""How a conflict that a merge could not settle stands in a body, and what is said about it.

Whoever merges a seed into an article and whoever reads the article later say it in the same words,
so that it is printed once.
"""

from generator.diagnostics import Diagnostic, Place, Severity

EDITED = "<<<<<<< edited"
MIDDLE = "======="
SEED = ">>>>>>> seed"

CODE = "unsettled-conflict"


def unsettled(path: str, number: int, line: str) -> Diagnostic:
    """Return the warning about a conflict that starts with a line of a file."""
    excerpt = line.rstrip("\r")
    return Diagnostic(
        Place(path, number, 1),
        Severity.WARNING,
        CODE,
        "the seed and an editor both changed this text; the editor's version is published",
        "keep one of the two versions and delete the lines with <<<<<<<, ======= and >>>>>>>",
        excerpt,
        len(excerpt),
    )

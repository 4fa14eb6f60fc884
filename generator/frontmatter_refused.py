"""What front matter is refused for, whichever of its two forms it has."""

from generator.diagnostics import Diagnostic, Place
from generator.frontmatter_canonical import Spot

LIMIT_LEVELS = 20
TOO_DEEP = f"a value more than {LIMIT_LEVELS} levels deep"


class Refused(Exception):
    """Carries one diagnostic out of a recursive reader."""

    def __init__(self, diagnostic: Diagnostic, width: int = 1) -> None:
        """Take the problem, and how many characters it is wide."""
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.width = width


def place_of(path: str, spot: Spot | None) -> Place:
    """Return the place of a spot, or the whole file."""
    return Place(path, spot.line, spot.column) if spot else Place(path)

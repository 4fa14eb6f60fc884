"""Counts the work of a rendering, so that it can be refused alike on every machine."""

BUDGET = 5_000_000
"""How many characters may be read again for one article; about 0.2 µs each at the worst."""


class TooComplexError(Exception):
    """The text would keep the engine busy for too long."""


class Meter:
    """Counts what one rendering has spent."""

    def __init__(self) -> None:
        """Start with nothing spent."""
        self.spent = 0

    def spend(self, characters: int) -> None:
        """Count some more; raises TooComplexError above the budget."""
        self.spent += characters
        if self.spent > BUDGET:
            raise TooComplexError

"""Runs the tests and counts what they try: inputs, sequences of edits, kills.

The figures of docs/testing.md are what this prints; arguments go to pytest.

usage: python scripts/count_trials.py [PYTEST ARGUMENTS]
"""

import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest

# The tests import each other as a package of the project's folder.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.output import sites

_TRIED = re.compile(r"(\d+) passing")
_TEST = re.compile(r"^(?=\S+::\S+:$)", re.MULTILINE)
_SEQUENCES = "tests/test_incremental.py::test_incremental:"


class Kills:
    """Counts how often a deed was killed; stands in front of ``sites.stopped_before``."""

    def __init__(self) -> None:
        """Begin at none."""
        self.count = 0
        self._stopped_before = sites.stopped_before

    def stopped_before(self, deed: Callable[[], object], change: int) -> bool:
        """Do what the tests ask for, and count it if the deed died."""
        died = self._stopped_before(deed, change)
        self.count += died
        return died


def tried_in(text: str) -> int:
    """Return how many inputs the statistics of hypothesis name."""
    return sum(int(number) for number in _TRIED.findall(text))


def hostile_texts() -> int:
    """Return how many attacks the collections beside the project hold."""
    # pytest must have seen hypothesis before anything imports it, as this module does.
    from tests.content import test_markdown_safety  # noqa: PLC0415

    return len(test_markdown_safety.hostile())


def main() -> int:
    """Run the tests and print the figures; return pytest's exit code."""
    kills = Kills()
    sites.stopped_before = kills.stopped_before
    with redirect_stdout(io.StringIO()) as printed:
        code = pytest.main(["--hypothesis-show-statistics", *sys.argv[1:]])
    text = printed.getvalue()
    sequences = [one for one in _TEST.split(text) if one.startswith(_SEQUENCES)]
    print(text.strip().rpartition("\n")[2].strip("= "))
    print(f"inputs tried: {tried_in(text):,}")
    print(f"of these, sequences of edits: {sum(map(tried_in, sequences)):,}")
    print(f"kills survived: {kills.count:,}")
    print(f"hostile texts: {hostile_texts():,}")
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main())

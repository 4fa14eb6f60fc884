"""Whether an earlier build left anything to be completed or cleared away; only looks."""

# ruff: noqa: PTH208  # names are all that is asked

import os
from pathlib import Path

from generator.output.ledger import is_pending
from generator.output.place import FOLDERS, HOME, STAGING


def may_remain(output: Path) -> bool:
    """Return whether ``recover`` may have something to do; it has not, where this says so."""
    own = output / HOME
    return os.path.lexists(own / FOLDERS) or _holds_any(own / STAGING) or is_pending(output)


def _holds_any(folder: Path) -> bool:
    try:
        return bool(os.listdir(folder))
    except OSError:
        return False

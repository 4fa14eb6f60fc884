"""Compares two finished sites byte for byte."""

from pathlib import Path

from generator.output.ledger import load_ledger


def first_difference(one: Path, other: Path) -> str:
    """Return where two published sites first differ, in the order of paths, or nothing."""
    ours = {row.path for row in load_ledger(one).rows}
    theirs = {row.path for row in load_ledger(other).rows}
    for path in sorted(ours | theirs):
        if path not in theirs:
            return f"{path} should not be there"
        if path not in ours or not (one / path).is_file():
            return f"{path} is missing"
        mine, clean = (one / path).read_bytes(), (other / path).read_bytes()
        if mine != clean:
            at = next(
                (
                    at
                    for at, pair in enumerate(zip(mine, clean, strict=False))
                    if len(set(pair)) > 1
                ),
                min(len(mine), len(clean)),
            )
            return f"{path} at byte {at}"
    return ""

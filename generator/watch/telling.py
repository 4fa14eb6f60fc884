"""What a watcher says of a batch, in one line."""

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Severity
from generator.model import Report
from generator.sources import Change, ChangeKind
from generator.watch.watch import Batch

_NAMED = 2
"""How many sources are named before the rest is counted."""


def told(batch: Batch) -> str:
    """Return what changed, how many files were made of it, how long it took, and the problems."""
    problems = _problems(batch.outcome.problems)
    report = batch.outcome.report
    if report is None:
        return f"{_changed(batch.changes)}: {problems or 'it failed'}; the site is as it was."
    parts = [f"{report.written} written"]
    if report.unchanged:
        parts.append(f"{report.unchanged} came out the same")
    if report.removed:
        parts.append(f"{report.removed} removed")
    made = ", ".join(parts) if report.written or report.removed else "nothing to write"
    text = f"{_changed(batch.changes)}: {made} in {report.seconds:.2f} s"
    return f"{text}; {problems}." if problems else f"{text}."


def causes(report: Report | None) -> Iterable[str]:
    """Return why files were made, a line for each cause, the most frequent first."""
    counts = Counter(reason for _, reason in report.reasons) if report else Counter()
    for reason, count in counts.most_common():
        yield f"  {count} {'file' if count == 1 else 'files'}: {reason}"


def _changed(changes: Sequence[Change]) -> str:
    if not changes:
        return "The site"
    names = ", ".join(map(_named, changes[:_NAMED]))
    more = len(changes) - _NAMED
    return f"{names} and {more} more" if more > 0 else names


def _named(change: Change) -> str:
    if change.kind is ChangeKind.CHANGED:
        return change.path
    return f"{change.path} ({change.kind.value})"


def _problems(found: Iterable[Diagnostic]) -> str:
    counts = Counter(one.severity for one in found)
    return ", ".join(
        f"{counts[kind]} {kind.value}{'' if counts[kind] == 1 else 's'}"
        for kind in (Severity.ERROR, Severity.WARNING)
        if counts[kind]
    )

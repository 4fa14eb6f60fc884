"""Articles that never met: branches took their seeds in apart, and were merged afterwards.

On either branch new rows of the register of sketches were numbered on from the same number, so
rows that share one are the sign.  All that were added since then are compared once, and numbered
anew.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.diagnostics import Diagnostic, errors_in
from generator.files import entries, write_file
from generator.frontmatter import Value, read
from generator.resemblance import RESEMBLES, likenesses, named, whereabouts
from generator.seeds.compose import Composed
from generator.seeds.duplicates import NAMED, Earlier, Newcomer, questions
from generator.seeds.merging import base_after, merge_articles
from generator.seeds.register import base_of, save_base
from generator.seeds.signatures import acquaint, article_at, markdown_of, strangers


class _Stranger(Struct, frozen=True):
    """An article by its place, the text composed for it, if any, and what it is by now."""

    place: str
    sketch: str
    base: str
    mine: str

    @property
    def fields(self) -> Mapping[str, Value]:
        """Return the front matter that was composed, or that of an article without a seed."""
        return read("", self.base or self.mine).value.fields

    @property
    def order(self) -> tuple[bool, str, str]:
        """Return what tells which of two came first: one that no seed made is never asked."""
        return bool(self.base), str(self.fields.get("date", "")), self.place


def compare_strangers(content: Path, *, dry_run: bool) -> tuple[Diagnostic, ...]:
    """Ask of articles that were never compared whether they are one story.

    The question stands in the later one by date.  Diagnostics: ``near-duplicate``, and those of
    ``merge_articles``.
    ``merge_articles``.
    """
    found = strangers(content)
    if not found:
        return ()
    there = whereabouts(f"articles/{one.path}" for one in entries(content / "articles"))
    read_in = [
        _Stranger(place, sketch, base_of(content, place), article_at(content, place))
        for place, sketch in found.items()
    ]
    earlier = Earlier(content, (), tuple(found.values()))
    problems: list[Diagnostic] = []
    for one in sorted((one for one in read_in if one.mine), key=lambda one: one.order):
        fields = one.fields
        newcomer = Newcomer(
            title=str(fields.get("title", "")),
            body=markdown_of(one.base or one.mine),
            sketch=one.sketch,
            place=one.place,
            id=str(fields.get("id", "")),
            named=named(read("", one.mine).value.fields),
        )
        rows = _new(one, earlier.resembled(newcomer, {}))
        earlier.enter(newcomer)
        if rows and one.base:
            problems += _ask(content, one, rows, there=there, dry_run=dry_run)
    if not dry_run:
        acquaint(content, found)
    return tuple(problems)


def _new(one: _Stranger, rows: Mapping[str, str]) -> Mapping[str, str]:
    """Return the rows about which nothing was asked before, with those that were."""
    asked = likenesses(one.fields)
    known = named(one.fields) | named(read("", one.mine).value.fields)
    new = {place: how for place, how in rows.items() if place not in known}
    return dict([*asked.items(), *new.items()][:NAMED]) if new and len(asked) < NAMED else {}


def _ask(
    content: Path,
    one: _Stranger,
    rows: Mapping[str, str],
    *,
    there: Mapping[str, str],
    dry_run: bool,
) -> tuple[Diagnostic, ...]:
    path = f"content/{one.place}"
    matter = read(path, one.base).value
    fields = {key: value for key, value in matter.fields.items() if key not in _OF_THE_BASE}
    composed = Composed({**fields, RESEMBLES: rows}, matter.body.removeprefix("\n"))
    merged = merge_articles(path, one.base, one.mine, composed.text)
    if errors_in(merged.problems):
        return merged.problems
    text = composed.text if one.mine == one.base else merged.value
    if not dry_run:
        write_file(content / one.place, text.encode())
        save_base(content, one.place, base_after(one.base, one.mine, composed))
    return (*merged.problems, *questions(path, text, there))


_OF_THE_BASE = ("composed", "editors")

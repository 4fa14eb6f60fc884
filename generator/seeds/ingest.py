"""The first half of the job: new and changed seeds become articles that people may have edited.

A seed is composed when it is new.  When it changes later, the composed text is the base of a
three-way merge with whatever an editor made of the article; nobody's words are overwritten.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, errors_in, note, warning
from generator.files import FileRefused, entries, read_file, write_file
from generator.frontmatter import read
from generator.resemblance import RESEMBLES, named, whereabouts
from generator.seeds.compose import Composed, Identity, is_untouched
from generator.seeds.duplicates import Earlier, Newcomer, questions
from generator.seeds.intake import Draft, Intake, Job
from generator.seeds.merging import base_after, beside, merge_articles
from generator.seeds.reading import Way, read_next_seed
from generator.seeds.register import (
    GONE,
    REGISTER,
    Entry,
    base_of,
    drop_base,
    load_register,
    save_base,
    save_register,
)
from generator.seeds.strangers import compare_strangers
from generator.seeds.whereabouts import Whereabouts
from generator.workers import spread

SUFFIXES = (".txt", ".md")


class Deed(StrEnum):
    """What became of a seed."""

    CREATED = "created"
    RECOMPOSED = "recomposed"
    MERGED = "merged"
    RENAMED = "renamed"
    REMOVED = "removed"


_GRAIN = 128
"""Articles that are worth a process when all that is left is to write them."""

_Done = tuple[Deed, str, str]


class Ingested(Struct, frozen=True):
    """What an ingestion did: (deed, seed, article) in the order of seeds, and how many stayed."""

    deeds: tuple[_Done, ...] = ()
    unchanged: int = 0


def ingest(intake: Intake, *, jobs: int = 1, dry_run: bool = False) -> Checked[Ingested]:
    """Make articles of what is new in the seeds folder.

    Diagnostics: those of ``read_seed``, ``parse_seed`` and ``merge_articles``; ``seed-removed``,
    ``seed-too-long``, ``unknown-country``, ``article-deleted``, ``article-unreadable``,
    ``base-missing``, ``near-duplicate``.  What cannot be read makes no article; all others do.
    """
    register = dict(load_register(intake.content))
    problems: list[Diagnostic] = []
    todo: list[Job] = []
    present: set[str] = set()
    unchanged = 0
    for path, read_in in _read_all(intake):
        present.add(path)
        problems += read_in.problems
        if read_in.value is None:
            continue
        digest = sha256(read_in.value).hexdigest()
        known = register.get(path)
        if known and known.digest == digest:
            unchanged += 1
        else:
            todo.append(Job(path, read_in.value, digest, known))
    deeds = [*_renamed(todo, register, present)]
    renamed = {seed for _, seed, _ in deeds}
    waiting = [job for job in todo if job.path not in renamed]
    drafts = _drafts(intake, waiting, jobs)
    problems += compare_strangers(intake.content, dry_run=dry_run)
    writer = _Writer(intake, register, drafts)
    for job, draft in zip(waiting, drafts, strict=True):
        problems += draft.problems
        if draft.composed:
            deeds += writer.settle(job, draft, draft.composed)
    deeds += _removed(register, present, problems)
    if not dry_run:
        writer.write(jobs)
        if deeds or not (intake.content / REGISTER).exists():
            save_register(intake.content, register)
        if drafts:
            writer.earlier.save()
    return Checked(Ingested(tuple(deeds), unchanged), (*problems, *writer.problems))


def _read_all(intake: Intake) -> Iterator[tuple[str, Checked[bytes | None]]]:
    """Yield every seed with its bytes, in the order of their paths."""
    with closing(Way(intake.seeds)) as way:
        for found in entries(intake.seeds):
            if found.kind or found.path.lower().endswith(SUFFIXES):
                shown, limit = f"seeds/{found.path}", intake.settings.limit_bytes
                yield found.path, read_next_seed(way, found.path, limit, shown_as=shown)


def _renamed(todo: Iterable[Job], register: dict[str, Entry], present: set[str]) -> Iterable[_Done]:
    """Follow seeds that only changed their name: same bytes, and the old name is gone."""
    orphans = {one.digest: one for one in register.values() if one.seed not in present}
    for job in todo:
        old = orphans.pop(job.digest, None) if not job.known else None
        if old:
            del register[old.seed]
            register[job.path] = Entry(job.path, job.digest, old.article)
            yield (Deed.RENAMED, job.path, old.article)


def _removed(
    register: dict[str, Entry], present: set[str], problems: list[Diagnostic]
) -> Iterable[_Done]:
    for path, entry in sorted(register.items()):
        if path in present or entry.digest == GONE:
            continue
        register[path] = Entry(path, GONE, entry.article)
        message = f"the seed is gone; its article content/{entry.article} stays"
        hint = "delete the article too if it is to disappear from the site"
        problems.append(note(Place(f"seeds/{path}"), "seed-removed", message, hint))
        yield (Deed.REMOVED, path, entry.article)


def _drafts(intake: Intake, todo: list[Job], jobs: int) -> Sequence[Draft]:
    if not todo:
        return ()
    # Imported here, so that a build without new seeds does not wait for its patterns.
    from generator.seeds.drafting import drafter  # noqa: PLC0415

    return spread(drafter(intake), todo, jobs)


_Text = str | Composed
"""What is to be written: a text, or what becomes one."""


def _text(of: _Text) -> str:
    return of if isinstance(of, str) else of.text


class _Writer:
    """Gives drafts their places; knows which places are taken, and what is to be written where."""

    def __init__(self, intake: Intake, register: dict[str, Entry], drafts: Sequence[Draft]) -> None:
        self.intake = intake
        self.register = register
        self.problems: list[Diagnostic] = []
        # Of all years: an address may leave the year out, and a seed may change its date.
        listed = tuple(entries(intake.content / "articles")) if drafts else ()
        self.taken = {PurePosixPath(one.path).stem.casefold() for one in listed}
        files = [one.path for one in listed if not one.kind and one.path.endswith(".md")]
        places = [f"articles/{path}" for path in files]
        self.there = dict(whereabouts(places))
        self.earlier = Earlier(intake.content, places, [one.sketch for one in drafts])
        self.whereabouts = Whereabouts(intake.content)
        self.articles: dict[str, _Text] = {}
        self.bases: dict[str, _Text] = {}
        self.moved: list[str] = []

    def write(self, jobs: int) -> None:
        """Write every article and the text that it was composed as."""
        spread(self._write, tuple(self.bases), jobs, grain=_GRAIN)
        for before in self.moved:
            drop_base(self.intake.content, before)

    def _write(self, article: str) -> None:
        made, base = self.articles.get(article), self.bases[article]
        text = _text(base)
        if made is not None:
            written = text if made is base else _text(made)
            write_file(self.intake.content / article, written.encode())
        save_base(self.intake.content, article, text)

    def settle(self, job: Job, draft: Draft, composed: Composed) -> tuple[_Done, ...]:
        """Return what was done, which is nothing while an article cannot be read."""
        if job.known:
            return self._renew(job, draft, composed)
        return self._create(job, draft, composed)

    def _create(self, job: Job, draft: Draft, composed: Composed) -> tuple[_Done, ...]:
        # An article that is there already was made by an ingestion that was cut short, and
        # somebody may have edited it since.
        article, identity, there = self._place(job, composed.identity)
        self.problems += draft.doubts
        newcomer = _newcomer(composed, draft.sketch, article, identity.id)
        made = self.earlier.asking(composed.known_as(identity), newcomer, "")
        if not there:
            self._save(article, made)
        fields = read(article, there).value.fields if there else made.fields
        self.earlier.enter(replace(newcomer, named=named(fields)))
        self._save_base(article, there if there and is_untouched(there) else made)
        self._enter(job, article)
        return ((Deed.CREATED, job.path, article),)

    def _place(self, job: Job, identity: Identity) -> tuple[str, Identity, str]:
        """Return a place, and the article of this very seed if there is one.

        A slug that is taken gets a suffix of the seed's own, for ever.
        """
        suffix = sha256(f"{job.path}\0{job.digest}".encode()).hexdigest()
        there = ""
        for length in (0, 6, 12, 64):
            slug = f"{identity.slug}-{suffix[:length]}" if length else identity.slug
            article = f"articles/{identity.date[:4]}/{slug}.md"
            if slug.casefold() not in self.taken:
                break
            if there := self._own(article, identity.id):
                break
        self.taken.add(slug.casefold())
        return article, Identity(identity.id, identity.date, slug), there

    def _own(self, article: str, identity: str) -> str:
        """Return an article that has an id: the ingestion that made it was cut short."""
        text = self._current(article) or ""
        return text if read(article, text).value.fields.get("id") == identity else ""

    def _renew(self, job: Job, draft: Draft, composed: Composed) -> tuple[_Done, ...]:
        known = job.known.article if job.known else ""
        base = self._base(known)
        article = self.whereabouts.moved(known, base)
        mine = self._current(article)
        if mine is None:
            return self._waits(article)
        base = base or self.whereabouts.lost_base(mine)
        identity = _kept_identity(composed.identity, base or mine, is_dated=draft.is_dated)
        newcomer = _newcomer(composed, draft.sketch, article, identity.id)
        self.problems += draft.doubts
        made = beside(composed.known_as(identity), base, mine)
        made = self.earlier.asking(made, newcomer, base or mine) if mine else made
        deed, now = Deed.RECOMPOSED, made.text
        if not mine:
            message = f"the seed changed, but its article content/{article} was deleted"
            self.problems.append(note(Place(f"seeds/{job.path}"), "article-deleted", message))
        elif mine == base:
            self._save(article, now)
        elif (merged := self._merge(article, (base, mine), now)) is not None:
            deed, now = Deed.MERGED, merged
        else:
            return ()
        if mine:
            self.earlier.enter(replace(newcomer, named=named(read(article, now).value.fields)))
        self._save_base(article, base_after(base, mine, made), known)
        self._enter(job, article)
        return ((deed, job.path, article),)

    def _merge(self, article: str, before: tuple[str, str], composed: str) -> str | None:
        """Merge into an article; return what it becomes, or None where it cannot be read."""
        base, mine = before
        path = f"content/{article}"
        merged = merge_articles(path, base, mine, composed)
        self.problems += merged.problems
        if errors_in(merged.problems):
            return None
        if not base:
            message = "the text that was composed at first is lost, so nothing can be merged"
            hint = "both versions are kept where they differ; settle them by hand"
            self.problems.append(warning(Place(path), "base-missing", message, hint))
        if merged.value != mine:
            self._save(article, merged.value)
        return merged.value

    def _waits(self, article: str) -> tuple[_Done, ...]:
        message = "this article cannot be read, so what its seed changed is not in it"
        hint = "mend the file; the next run merges the seed into it"
        place = Place(f"content/{article}")
        self.problems.append(warning(place, "article-unreadable", message, hint))
        return ()

    def _current(self, article: str) -> str | None:
        """Return the text of an article, an empty one where there is none, None for no text."""
        if article in self.articles:
            return _text(self.articles[article])
        path = self.intake.content / article
        try:
            return read_file(path, 1 << 24).decode("utf-8-sig")
        except (FileRefused, UnicodeDecodeError):
            return None if os.path.lexists(path) else ""

    def _base(self, article: str) -> str:
        if article in self.bases:
            return _text(self.bases[article])
        return base_of(self.intake.content, article)

    def _enter(self, job: Job, article: str) -> None:
        self.register[job.path] = Entry(job.path, job.digest, article)

    def _save(self, article: str, text: _Text) -> None:
        self.there[article] = article
        if isinstance(text, str) or RESEMBLES in text.fields:
            self.problems += questions(f"content/{article}", _text(text), self.there)
        self.articles[article] = text

    def _save_base(self, article: str, text: _Text, before: str = "") -> None:
        self.bases[article] = text
        if before not in ("", article):
            self.moved.append(before)


def _newcomer(composed: Composed, sketch: str, article: str, identity: str) -> Newcomer:
    return Newcomer(str(composed.fields["title"]), composed.body, sketch, article, identity)


def _kept_identity(fresh: Identity, base: str, *, is_dated: bool) -> Identity:
    fields = read("", base).value.fields
    return Identity(
        id=str(fields.get("id") or fresh.id),
        date=fresh.date if is_dated else str(fields.get("date") or fresh.date),
        slug=str(fields.get("slug") or fresh.slug),
    )

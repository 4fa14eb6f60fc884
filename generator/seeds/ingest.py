"""The first half of the job: new and changed seeds become articles that people may have edited.

A seed is composed when it is new.  When it changes later, the composed text is the base of a
three-way merge with whatever an editor made of the article; nobody's words are overwritten.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct

from generator.diagnostics import Checked, Diagnostic, Place, errors_in, note, warning
from generator.files import Entry as Found
from generator.files import FileRefused, entries, read_file, write_file
from generator.frontmatter import read
from generator.model import Recognise, Recognition, Seed, SeedSettings, Taxonomy
from generator.resemblance import whereabouts
from generator.seeds.compose import (
    Composed,
    Identity,
    compose,
    in_its_language,
    is_untouched,
    names_of,
    new_identity,
    published_on,
)
from generator.seeds.duplicates import Earlier, Newcomer, questions, text_of_seed
from generator.seeds.length import too_long
from generator.seeds.merging import base_after, beside, merge_articles
from generator.seeds.reading import read_seed
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
from generator.seeds.shingles import shingles_of, sketch_of
from generator.seeds.strangers import compare_strangers
from generator.seeds.whereabouts import Whereabouts
from generator.taxonomy import Taxonomies
from generator.workers import spread

SUFFIXES = (".txt", ".md")


class Deed(StrEnum):
    """What became of a seed."""

    CREATED = "created"
    RECOMPOSED = "recomposed"
    MERGED = "merged"
    RENAMED = "renamed"
    REMOVED = "removed"


_Done = tuple[Deed, str, str]


class Ingested(Struct, frozen=True):
    """What an ingestion did: (deed, seed, article) in the order of seeds, and how many stayed."""

    deeds: tuple[_Done, ...] = ()
    unchanged: int = 0


class Intake(Struct, frozen=True):
    """What an ingestion works with; ``today`` is the day it is, ``language`` that of the site."""

    seeds: Path
    content: Path
    settings: SeedSettings
    taxonomies: Taxonomies
    recognise: Callable[[], Recognise]
    today: date
    language: str = "en"


class _Job(Struct, frozen=True):
    """One seed to be composed; ``known`` is what the register says of it."""

    path: str
    raw: bytes
    digest: str
    known: Entry | None = None


class _Result(Struct, frozen=True):
    """A composed seed, still without a place."""

    job: _Job
    seed: Seed | None
    recognition: Recognition
    sketch: str
    problems: tuple[Diagnostic, ...]


def ingest(intake: Intake, *, jobs: int = 1, dry_run: bool = False) -> Checked[Ingested]:
    """Make articles of what is new in the seeds folder.

    Diagnostics: those of ``read_seed``, ``parse_seed`` and ``merge_articles``; ``seed-removed``,
    ``seed-too-long``, ``unknown-country``, ``article-deleted``, ``article-unreadable``,
    ``base-missing``, ``near-duplicate``.  What cannot be read makes no article; all others do.
    """
    register = dict(load_register(intake.content))
    problems: list[Diagnostic] = []
    todo: list[_Job] = []
    present: set[str] = set()
    unchanged = 0
    for found in entries(intake.seeds):
        if not found.kind and not found.path.lower().endswith(SUFFIXES):
            continue
        present.add(found.path)
        job = _job(intake, found, register, problems)
        if job and job.known and job.known.digest == job.digest:
            unchanged += 1
        elif job:
            todo.append(job)
    deeds = [*_renamed(todo, register, present)]
    renamed = {seed for _, seed, _ in deeds}
    waiting = [job for job in todo if job.path not in renamed]
    results = _recognised(intake, waiting, jobs)
    problems += compare_strangers(intake.content, dry_run=dry_run)
    writer = _Writer(intake, register, results, dry_run=dry_run)
    for result in results:
        problems += result.problems
        if result.seed:
            deeds += writer.settle(result, result.seed)
    deeds += _removed(register, present, problems)
    if not dry_run and (deeds or not (intake.content / REGISTER).exists()):
        save_register(intake.content, register)
    if results and not dry_run:
        writer.earlier.save()
    return Checked(Ingested(tuple(deeds), unchanged), (*problems, *writer.problems))


def _job(
    intake: Intake, found: Found, register: Mapping[str, Entry], problems: list[Diagnostic]
) -> _Job | None:
    shown = f"seeds/{found.path}"
    read_in = read_seed(intake.seeds, found.path, intake.settings.limit_bytes, shown_as=shown)
    problems += read_in.problems
    raw = read_in.value
    if raw is None:
        return None
    digest = sha256(raw).hexdigest()
    return _Job(found.path, raw, digest, register.get(found.path))


def _renamed(
    todo: Iterable[_Job], register: dict[str, Entry], present: set[str]
) -> Iterable[_Done]:
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


def _recognised(intake: Intake, todo: list[_Job], jobs: int) -> Sequence[_Result]:
    if not todo:
        return ()
    # Imported here, so that a build without new seeds does not wait for its patterns.
    from generator.seeds.parse import parse_seed  # noqa: PLC0415

    recognise = intake.recognise()

    def one(job: _Job) -> _Result:
        parsed = parse_seed(job.path, job.raw, encoding=intake.settings.encoding)
        refused = too_long(parsed.value) if parsed.value else ()
        seed = None if refused else parsed.value
        found = recognise(seed) if seed else Recognition()
        seed = in_its_language(seed, found.language, intake.language) if seed else None
        sketch = sketch_of(shingles_of(text_of_seed(seed))) if seed else ""
        return _Result(job, seed, found, sketch, (*parsed.problems, *refused))

    return spread(one, todo, jobs)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for part in text.replace(";", ",").split(",") if (one := part.strip()))


class _Writer:
    """Puts composed articles in their places; knows which places are taken."""

    def __init__(
        self,
        intake: Intake,
        register: dict[str, Entry],
        results: Iterable[_Result],
        *,
        dry_run: bool,
    ) -> None:
        self.intake = intake
        self.register = register
        self.dry_run = dry_run
        self.problems: list[Diagnostic] = []
        # Of all years: an address may leave the year out, and a seed may change its date.
        listed = tuple(entries(intake.content / "articles"))
        self.taken = {PurePosixPath(one.path).stem.casefold() for one in listed}
        files = [one.path for one in listed if not one.kind and one.path.endswith(".md")]
        places = [f"articles/{path}" for path in files]
        self.there = dict(whereabouts(places))
        self.earlier = Earlier(intake.content, places, [one.sketch for one in results])
        self.whereabouts = Whereabouts(intake.content)

    def settle(self, result: _Result, seed: Seed) -> tuple[_Done, ...]:
        """Return what was done, which is nothing while an article cannot be read."""
        known = result.job.known
        return self._renew(result, seed, known) if known else self._create(result, seed)

    def _create(self, result: _Result, seed: Seed) -> tuple[_Done, ...]:
        article, identity = self._place(seed, new_identity(seed, self.intake.today))
        newcomer = Newcomer(seed, result.sketch, article, identity.id)
        fresh = self._composed(result, seed, identity)
        composed = self.earlier.asking(fresh, newcomer, "").text
        # An article that is there already was made by an ingestion that was cut short, and
        # somebody may have edited it since.
        there = self._current(article) or ""
        if not there:
            self._save(article, composed)
        self.earlier.enter(newcomer)
        self._save_base(article, there if is_untouched(there) else composed)
        self._enter(result.job, article)
        return ((Deed.CREATED, seed.path, article),)

    def _place(self, seed: Seed, identity: Identity) -> tuple[str, Identity]:
        """Return a free place; a slug that is taken gets a suffix of the seed's own, for ever."""
        suffix = sha256(f"{seed.path}\0{seed.digest}".encode()).hexdigest()
        for length in (0, 6, 12, 64):
            slug = f"{identity.slug}-{suffix[:length]}" if length else identity.slug
            path = f"{identity.date[:4]}/{slug}.md"
            if slug.casefold() not in self.taken or self._is_ours(path, identity):
                break
        self.taken.add(slug.casefold())
        return f"articles/{path}", Identity(identity.id, identity.date, slug)

    def _is_ours(self, path: str, identity: Identity) -> bool:
        """Return whether the article there is of this seed: an ingestion was cut short."""
        text = self._current(f"articles/{path}")
        return read(path, text or "").value.fields.get("id") == identity.id

    def _renew(self, result: _Result, seed: Seed, known: Entry) -> tuple[_Done, ...]:
        base = base_of(self.intake.content, known.article)
        article = self.whereabouts.moved(known.article, base)
        mine = self._current(article)
        if mine is None:
            return self._waits(article)
        base = base or self.whereabouts.lost_base(mine)
        identity = self._kept_identity(seed, base or mine)
        newcomer = Newcomer(seed, result.sketch, article, identity.id)
        fresh = beside(self._composed(result, seed, identity), base, mine)
        composed = self.earlier.asking(fresh, newcomer, base or mine) if mine else fresh
        deed = Deed.RECOMPOSED
        if not mine:
            message = f"the seed changed, but its article content/{article} was deleted"
            self.problems.append(note(Place(f"seeds/{seed.path}"), "article-deleted", message))
        elif mine == base:
            self._save(article, composed.text)
        elif self._merge(article, (base, mine), composed.text):
            deed = Deed.MERGED
        else:
            return ()
        if mine:
            self.earlier.enter(newcomer)
        self._save_base(article, base_after(base, mine, composed), known.article)
        self._enter(result.job, article)
        return ((deed, seed.path, article),)

    def _merge(self, article: str, before: tuple[str, str], composed: str) -> bool:
        """Merge into an article; return whether it could be read."""
        base, mine = before
        path = f"content/{article}"
        merged = merge_articles(path, base, mine, composed)
        self.problems += merged.problems
        if errors_in(merged.problems):
            return False
        if not base:
            message = "the text that was composed at first is lost, so nothing can be merged"
            hint = "both versions are kept where they differ; settle them by hand"
            self.problems.append(warning(Place(path), "base-missing", message, hint))
        if merged.value != mine:
            self._save(article, merged.value)
        return True

    def _waits(self, article: str) -> tuple[_Done, ...]:
        message = "this article cannot be read, so what its seed changed is not in it"
        hint = "mend the file; the next run merges the seed into it"
        place = Place(f"content/{article}")
        self.problems.append(warning(place, "article-unreadable", message, hint))
        return ()

    def _kept_identity(self, seed: Seed, base: str) -> Identity:
        fields = read("", base).value.fields
        fresh = new_identity(seed, self.intake.today)
        return Identity(
            id=str(fields.get("id") or fresh.id),
            date=published_on(seed, self.intake.today)
            if seed.published
            else str(fields.get("date") or fresh.date),
            slug=str(fields.get("slug") or fresh.slug),
        )

    def _composed(self, result: _Result, seed: Seed, identity: Identity) -> Composed:
        vocabulary = self.intake.taxonomies.vocabulary
        found = result.recognition
        about = names_of(found.countries, Taxonomy.COUNTRIES, vocabulary)
        mentions = names_of(found.mentions, Taxonomy.COUNTRIES, vocabulary)
        countries = self._declared(seed, "countries", Taxonomy.COUNTRIES) or about
        return compose(
            seed,
            {
                "countries": countries,
                "mentions": tuple(one for one in (*about, *mentions) if one not in countries),
                "tags": self._declared(seed, "tags", Taxonomy.TAGS)
                or names_of(found.tags, Taxonomy.TAGS, vocabulary),
                "organisations": names_of(found.organisations, Taxonomy.ORGANISATIONS, vocabulary),
                "people": tuple(one.name for one in found.people),
            },
            identity,
        )

    def _declared(self, seed: Seed, key: str, taxonomy: Taxonomy) -> tuple[str, ...]:
        """Return the terms that a seed itself declares, named as the vocabulary names them.

        A country that is not known is left out with a warning: there are no others.
        """
        taxonomies = self.intake.taxonomies
        names = {term.id: term.name for term in taxonomies.vocabulary.terms[taxonomy]}
        terms: list[str] = []
        for word in _listed(seed.declared.get(key)):
            found = taxonomies.find(taxonomy, word)
            if found:
                terms.append(found.id if taxonomy is Taxonomy.TAGS else names[found.id])
            elif taxonomy is Taxonomy.COUNTRIES:
                place = Place(f"seeds/{seed.path}", seed.declared.line(key))
                message = f'no country is called "{word[:60]}"'
                hint = taxonomies.hint(taxonomy, word)
                self.problems.append(warning(place, "unknown-country", message, hint))
            else:
                terms.append(word)
        return tuple(dict.fromkeys(terms))

    def _current(self, article: str) -> str | None:
        """Return the text of an article, an empty one where there is none, None for no text."""
        path = self.intake.content / article
        try:
            return read_file(path, 1 << 24).decode("utf-8-sig")
        except (FileRefused, UnicodeDecodeError):
            return None if os.path.lexists(path) else ""

    def _enter(self, job: _Job, article: str) -> None:
        self.register[job.path] = Entry(job.path, job.digest, article)

    def _save(self, article: str, text: str) -> None:
        self.there[article] = article
        self.problems += questions(f"content/{article}", text, self.there)
        if not self.dry_run:
            write_file(self.intake.content / article, text.encode())

    def _save_base(self, article: str, text: str, before: str = "") -> None:
        if self.dry_run:
            return
        save_base(self.intake.content, article, text)
        if before not in ("", article):
            drop_base(self.intake.content, before)

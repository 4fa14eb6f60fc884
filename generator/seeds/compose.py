"""A seed and what was recognised in it, to a Markdown file that an editor can correct."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct
from msgspec.structs import replace

from generator.escape import escape_paragraphs
from generator.frontmatter import Value, read, write
from generator.model import DateOrigin, Declared, Recognised, Seed, TermId
from generator.seeds.summary import summarise
from generator.slugs import slug_for

_PATIENCE = timedelta(days=31)
"""How far ahead a dateline without a year may lie before it must mean the year before."""


class Composed(Struct, frozen=True):
    """An article as the machine wrote it: front matter in canonical order, and Markdown."""

    fields: Mapping[str, Value]
    body: str

    @property
    def text(self) -> str:
        """Return the whole file, with the checksum of everything else in it."""
        digest = _checksum(self.fields, self.body)
        return write({**self.fields, "composed": digest}, self.body)

    @property
    def identity(self) -> "Identity":
        """Return what of the article is kept for ever."""
        return Identity(*(str(self.fields[key]) for key in ("id", "date", "slug")))

    def known_as(self, identity: "Identity") -> "Composed":
        """Return the same article with another identity."""
        of = {"id": identity.id, "date": identity.date, "slug": identity.slug}
        return replace(self, fields={**self.fields, **of})


def _checksum(fields: Mapping[str, Value], body: str) -> str:
    return sha256(write(fields, body).encode()).hexdigest()[:16]


def is_untouched(text: str) -> bool:
    """Return whether an article is still what was composed, by the checksum in it."""
    matter = read("", text).value
    fields = {key: value for key, value in matter.fields.items() if key != "composed"}
    return matter.fields.get("composed") == _checksum(fields, matter.body.removeprefix("\n"))


class Identity(Struct, frozen=True):
    """What of an article is decided once and kept for ever: its id, its day and its slug."""

    id: str
    date: str
    slug: str


def in_its_language(seed: Seed, language: str, site: str) -> Seed:
    """Return a seed that says its language, where it is recognised as another than the site's."""
    if not language or seed.declared.get("language") or language == site.partition("-")[0].lower():
        return seed
    fields, lines = seed.declared.fields, seed.declared.lines
    return replace(seed, declared=Declared((*fields, ("language", language)), (*lines, 0)))


def new_identity(seed: Seed, today: date) -> Identity:
    """Return the identity of an article that is made for the first time.

    The id is a name-based UUID (RFC 9562 §5.5) of the seed's path and digest: the same seed gets
    the same id on every machine, and keeps it when its text changes later.
    """
    name = f"dateline:{seed.path}:{seed.digest}"
    return Identity(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
        date=published_on(seed, today),
        slug=slug_for(
            seed.declared.get("slug") or seed.title,
            lang=seed.declared.get("language") or "en",
            fallback=f"item-{seed.digest[:8]}",
        ),
    )


def published_on(seed: Seed, today: date) -> str:
    """Return the date of a seed as front matter writes it; ``today`` is the day of ingestion."""
    if isinstance(seed.published, datetime):
        return seed.published.isoformat(timespec="minutes")
    if seed.published:
        return seed.published.isoformat()
    line = seed.dateline
    if seed.date_origin is DateOrigin.DATELINE and line and line.month and line.day:
        return _nearest_day(line.month, line.day, today).isoformat()
    return today.isoformat()


def _nearest_day(month: int, day: int, today: date) -> date:
    for year in (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        try:
            found = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if found <= today + _PATIENCE:
            return found
    return today


def compose(seed: Seed, terms: Mapping[str, tuple[str, ...]], identity: Identity) -> Composed:
    """Return the article of a seed.

    ``terms`` are the names for the keys countries, mentions, tags, organisations and people.
    """
    declared = seed.declared
    fields: dict[str, Value] = {
        "id": identity.id,
        "title": seed.title,
        "date": identity.date,
        "slug": identity.slug,
        "authors": seed.authors,
        "source": _source(seed),
        "dateline": seed.dateline.text.strip() if seed.dateline else "",
        "summary": declared.get("summary") or summarise(seed.paragraphs),
        "lang": declared.get("language"),
        "countries": terms["countries"],
        "mentions": terms["mentions"],
        "tags": terms["tags"],
        "organisations": terms["organisations"],
        "people": terms["people"],
        "draft": declared.get("draft"),
        "embargo": declared.get("embargo"),
        "expires": declared.get("expires"),
        "seed": {"file": seed.path, "digest": seed.digest},
    }
    kept = {key: value for key, value in fields.items() if value}
    kept["title"] = seed.title
    return Composed(kept, escape_paragraphs(seed.paragraphs).rstrip("\n") + "\n")


def _source(seed: Seed) -> Value:
    pairs = {
        "name": seed.declared.get("source"),
        "url": seed.declared.get("url"),
        "licence": seed.declared.get("licence") or seed.declared.get("license"),
    }
    return {key: value for key, value in pairs.items() if value}


def names_of(recognised: Iterable[Recognised], names: Mapping[TermId, str]) -> tuple[str, ...]:
    """Return recognised terms by the names that editors know them by."""
    return tuple(names[one.term] for one in recognised if one.term in names)

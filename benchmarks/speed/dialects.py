"""Writes an article as a seed, as an article of Dateline, and as a page of Hugo."""

import json
from uuid import NAMESPACE_URL, uuid5

import yaml
from msgspec import Struct, convert

from benchmarks.speed.articles import Text
from benchmarks.speed.vocabulary import TAGS

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Source(Struct, frozen=True):
    """Where an article comes from."""

    name: str


class Front(Struct, frozen=True):
    """What is taken over from the front matter of an article of Dateline."""

    id: str
    title: str
    date: str
    slug: str
    source: Source
    summary: str
    countries: tuple[str, ...]
    tags: tuple[str, ...]


def slug_of(name: str) -> str:
    """Return the id of a subject of ours, which is its address too."""
    return name.lower().replace(" ", "-")


_TAGS = {slug_of(name): name for name in TAGS}


def as_seed(text: Text, *, declared: bool = True) -> str:
    """Return a seed; without ``declared`` terms, for recognition to find them."""
    head = [
        text.title,
        f"Date: {text.published:%Y-%m-%dT%H:%MZ}",
        f"Source: {text.source}",
    ]
    if declared:
        head += [
            f"Slug: {text.slug}",
            f"Tags: {', '.join(text.tags)}",
            f"Countries: {', '.join(text.countries)}",
            f"Summary: {text.summary}",
        ]
    return "\n".join(head) + "\n\n" + "\n\n".join(text.blocks) + "\n"


def as_article(text: Text) -> str:
    """Return an article by hand: as ingestion would write it, with a summary that is not quoted."""
    rows = (
        f'id: "{uuid5(NAMESPACE_URL, text.slug).urn}"',
        f"title: {text.title}",
        f'date: "{text.published:%Y-%m-%dT%H:%M}+00:00"',
        f"slug: {text.slug}",
        f"source:\n  name: {text.source}",
        f"summary: {text.summary}",
        f"countries: [{', '.join(text.countries)}]",
        f"tags: [{', '.join(map(slug_of, text.tags))}]",
    )
    return "---\n" + "\n".join(rows) + "\n---\n\n" + "\n\n".join(text.blocks) + "\n"


def as_hugo(article: str) -> str:
    """Return an article of Dateline as Hugo reads it, with the same body and the same terms."""
    _, front, body = article.split("---\n", 2)
    fields = convert(yaml.load(front, _LOADER), Front)  # noqa: S506  # a safe loader
    rows = {
        "id": fields.id,
        "title": fields.title,
        "date": fields.date.replace("+00:00", ":00Z"),
        "slug": fields.slug,
        "source": fields.source.name,
        "summary": fields.summary,
        "countries": fields.countries,
        "tags": [_TAGS[one] for one in fields.tags],
    }
    head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in rows.items())
    return f"---\n{head}---\n{body}"

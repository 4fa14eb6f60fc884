"""Writes an article as a seed, as an article of Dateline, and as a page of Hugo."""

import json
from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

import yaml

from benchmarks.speed.articles import Text

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    """Return an article with the front matter that ingestion would write."""
    rows = (
        f'id: "{uuid5(NAMESPACE_URL, text.slug).urn}"',
        f"title: {text.title}",
        f'date: "{text.published:%Y-%m-%dT%H:%M}+00:00"',
        f"slug: {text.slug}",
        f"source:\n  name: {text.source}",
        f"summary: {text.summary}",
        f"countries: [{', '.join(text.countries)}]",
        f"tags: [{', '.join(text.tags)}]",
    )
    return "---\n" + "\n".join(rows) + "\n---\n\n" + "\n\n".join(text.blocks) + "\n"


def as_hugo(article: str) -> str:
    """Return an article of Dateline as Hugo reads it, with the same body and the same terms."""
    _, front, body = article.split("---\n", 2)
    fields: Mapping[str, object] = yaml.load(front, _LOADER)  # noqa: S506  # a safe loader
    source = fields["source"]
    name = source["name"] if isinstance(source, dict) else ""
    rows = {
        "id": fields["id"],
        "title": fields["title"],
        "date": str(fields["date"]).replace("+00:00", ":00Z"),
        "slug": fields["slug"],
        "source": name,
        "summary": fields["summary"],
        "countries": fields.get("countries", []),
        "tags": fields.get("tags", []),
    }
    head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in rows.items())
    return f"---\n{head}---\n{body}"

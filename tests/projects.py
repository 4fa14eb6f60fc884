"""Small projects in a folder, built in this process the way the commands do it."""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from generator.build import build
from generator.code import PACKAGE
from generator.diagnostics import Checked
from generator.model import Recognise, Report
from generator.project import Project, read_project
from generator.recognising import recogniser
from generator.seeds.ingest import Ingested, ingest
from generator.seeds.intake import Intake
from generator.taxonomy import load_taxonomies
from generator.wish import Wish

Files = Mapping[str, str]
"""The text files of a project by their paths."""

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
"""The moment at which all of these projects are built, unless a test says another."""

HOME = Path("/nowhere/home")
DATA = PACKAGE / "data"

PLAIN: Files = {
    "themes/plain/theme.toml": 'api = 1\nname = "plain"\n',
    "themes/plain/assets/site.css": "body { margin: 0 }\n",
    "themes/plain/templates/base.html": (
        '<!doctype html>\n<html lang="{{ page.language }}">\n<head>\n<meta charset="utf-8">\n'
        "<title>{{ page.title }}</title>\n"
        '<link rel="stylesheet" href="{{ site.assets["site.css"] }}">\n'
        '{% if page.canonical %}<link rel="canonical" href="{{ page.canonical }}">{% endif %}\n'
        '{% for one in page.feeds %}<link rel="alternate" href="{{ one.url }}">{% endfor %}\n'
        '{% if page.structured %}<script type="application/ld+json">{{ page.structured }}'
        "</script>{% endif %}\n"
        '</head>\n<body>\n<nav><a href="{{ site.home }}">{{ site.title }}</a>\n'
        '{% for one in site.menu %}<a href="{{ one.url }}">{{ one.name }}</a>{% endfor %}\n'
        '{% for one in site.sections %}<a href="{{ one.url }}">{{ one.name }}</a>{% endfor %}\n'
        "</nav>\n<h1>{{ page.heading }}</h1>\n{% block main %}{% endblock %}\n</body>\n</html>\n"
    ),
    "themes/plain/templates/list.html": (
        "{% for card in cards %}{{ card|entry }}{% endfor %}\n"
        '{% if pager and pager.newer %}<a href="{{ pager.newer }}">newer</a>{% endif %}\n'
        '{% if pager and pager.older %}<a href="{{ pager.older }}">older</a>{% endif %}\n'
    ),
    "themes/plain/templates/home.html": (
        '{% extends "base.html" %}{% block main %}\n'
        "{% if lead %}{{ lead|entry }}{% endif %}{% for card in further %}{{ card|entry }}"
        '{% endfor %}\n{% set cards = latest %}{% include "list.html" %}\n'
        "{% for one in countries %}{{ one.name }} {{ one.count }}\n{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/article.html": (
        '{% extends "base.html" %}{% block main %}\n<p>{{ article.published.text }}</p>\n'
        "{{ article.body }}\n{% for one in article.tags %}"
        '<a href="{{ one.url }}">{{ one.name }}</a>{% endfor %}\n'
        "{% for one in related %}{{ one.card|entry }}{{ one.reason }}{% endfor %}\n"
        '{% if newer %}<a href="{{ newer.url }}">{{ newer.name }}</a>{% endif %}\n'
        '{% if older %}<a href="{{ older.url }}">{{ older.name }}</a>{% endif %}{% endblock %}\n'
    ),
    "themes/plain/templates/term.html": (
        '{% extends "base.html" %}{% block main %}{{ term.note }}{% include "list.html" %}\n'
        "{% for one in together %}{{ one.name }} {{ one.count }}\n{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/country.html": (
        '{% extends "base.html" %}{% block main %}{{ term.note }}{% include "list.html" %}\n'
        "{% for card in mentioned %}{{ card|entry }}{% endfor %}\n"
        "{% for one in months %}{{ one.name }} {{ one.count }}\n{% endfor %}\n"
        "{% for one in neighbours %}{{ one.name }}{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/terms.html": (
        '{% extends "base.html" %}{% block main %}{{ total }}{% for group in groups %}'
        '<h2>{{ group.name }}</h2>{% for one in group.terms %}<a href="{{ one.url }}">'
        "{{ one.name }}</a> {{ one.count }}{% endfor %}{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/countries.html": (
        '{% extends "base.html" %}{% block main %}{{ total }}{% for group in groups %}'
        '<h2>{{ group.name }}</h2>{% for one in group.terms %}<a href="{{ one.url }}">'
        "{{ one.name }}</a> {{ one.count }}{% endfor %}{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/archive.html": (
        '{% extends "base.html" %}{% block main %}{% for year in years %}{{ year.name }}\n'
        '{% for one in year.months %}<a href="{{ one.url }}">{{ one.name }}</a> {{ one.count }}\n'
        '{% endfor %}{% endfor %}{% include "list.html" %}{% endblock %}\n'
    ),
    "themes/plain/templates/storylines.html": (
        '{% extends "base.html" %}{% block main %}{% for one in storylines %}'
        '<a href="{{ one.url }}">{{ one.name }}</a> {{ one.count }} {{ one.last.text }}\n'
        "{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/storyline.html": (
        '{% extends "base.html" %}{% block main %}{{ note }}{% for one in days %}'
        "{{ one.day.text }} {{ one.after }}{% for card in one.cards %}{{ card|entry }}"
        "{% endfor %}{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/page.html": (
        '{% extends "base.html" %}{% block main %}{{ body }}{% endblock %}\n'
    ),
    "themes/plain/templates/404.html": (
        '{% extends "base.html" %}{% block main %}{% for card in latest %}{{ card|entry }}'
        "{% endfor %}{% endblock %}\n"
    ),
    "themes/plain/templates/partials/entry.html": (
        '<p><a href="{{ card.url }}">{{ card.title }}</a> {{ card.summary }}\n'
        "{% for one in card.countries %}{{ one.name }} {% endfor %}</p>\n"
    ),
}
"""A theme that shows a little of everything and is quick to load."""


def config(title: str = "Test Wire", base_url: str = "https://news.example/", **more: str) -> str:
    """Return a dateline.toml; a double underscore in a name stands for the dot of a table."""
    values = {"title": title, "base_url": base_url, "theme": "plain", **more}
    rows = []
    for key, value in values.items():
        shown = value if value.isdigit() else f'"{value}"'
        rows.append(f"{key.replace('__', '.')} = {shown}\n")
    return "".join(rows)


def article(title: str, date: str, body: str = "", **fields: str) -> str:
    """Return an article; fields are written as they are given: ``tags="[nato]"``."""
    rows = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f'---\ntitle: "{title}"\ndate: {date}\n{rows}---\n\n{body or f"The text of {title}."}\n'


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def project_in(root: Path) -> Project:
    """Return the project that a folder holds."""
    found = read_project(root, (root / "dateline.toml").read_text("utf-8"), {})
    assert found.problems == ()
    return found.value


def make(root: Path, *, as_of: datetime = NOW, wish: Wish | None = None) -> Report:
    """Build the site of a folder into its ``output``."""
    return build(project_in(root), as_of=as_of, home=HOME, wish=wish or Wish())


@cache
def shipped_recogniser() -> Callable[[], Recognise]:
    """Return what makes the recogniser of projects that add no term, once for all tests."""
    return recogniser(DATA, load_taxonomies(DATA, Path("/nowhere")).value)


def take_in(root: Path, *, as_of: datetime = NOW) -> Checked[Ingested]:
    """Make articles of the seeds of a folder."""
    project = project_in(root)
    taxonomies = load_taxonomies(DATA, project.content / "taxonomies").value
    desk = Intake(
        seeds=project.seeds,
        content=project.content,
        settings=project.seed_settings,
        taxonomies=taxonomies,
        recognise=recogniser(DATA, taxonomies) if taxonomies.additions else shipped_recogniser(),
        today=as_of.date(),
    )
    return ingest(desk)


def sources_copied(root: Path, folder: Path) -> Path:
    """Copy a project without what builds have left in it."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("output", ".dateline"))
    return folder


def published(root: Path, folder: str = "output") -> dict[str, bytes]:
    """Return every file of a project's site with its bytes, but not the ledger."""
    output = root / folder
    return {
        path: place.read_bytes()
        for place in sorted(output.rglob("*"))
        if place.is_file()
        and not (path := place.relative_to(output).as_posix()).startswith(".dateline/")
    }


def days(count: int) -> timedelta:
    """Return a length of time."""
    return timedelta(days=count)

"""The project: where its folders are and what ``dateline.toml`` says, checked line by line."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error, nearest
from generator.frontmatter import Matter, Value, read_toml
from generator.model import MenuItem, SeedSettings, Settings

CONFIG = "dateline.toml"
ENGINES = ("markdown", "commonmark")

Refusal = tuple[str, str]
"""What is wrong with a value and a hint; both empty when it is fine."""

FINE: Refusal = ("", "")


class Project(Struct, frozen=True):
    """A site's folders and settings.

    ``origins`` says for each option where its value comes from: "default", "dateline.toml:4",
    "[env.production]" or "command line".
    """

    root: Path
    settings: Settings
    seed_settings: SeedSettings
    output: Path
    origins: Mapping[str, str]

    @property
    def seeds(self) -> Path:
        """Return the folder of plain-text news items."""
        return self.root / "seeds"

    @property
    def content(self) -> Path:
        """Return the folder of Markdown files."""
        return self.root / "content"

    @property
    def themes(self) -> tuple[Path, ...]:
        """Return the folders that hold themes, the site's own before the shipped ones."""
        return (self.root / "themes", shipped_themes())

    @property
    def templates(self) -> Path:
        """Return the site's own templates, which win over any theme's."""
        return self.root / "templates"

    @property
    def cache(self) -> Path:
        """Return the folder that may be deleted at the cost of one full build."""
        return self.root / ".dateline"


class Option(Struct, frozen=True):
    """One key of ``dateline.toml``; ``check`` returns what is wrong with a text."""

    key: str
    explanation: str
    check: Callable[[str], Refusal]


def shipped_themes() -> Path:
    """Return the folder of the themes that come with Dateline, in a wheel or a checkout."""
    package = Path(__file__).parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


def _any_text(_text: str) -> Refusal:
    return FINE


def _base_url(text: str) -> Refusal:
    if text == "" or re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", text):
        return FINE
    return (
        f'"{text}" is not the address of a site',
        'write one like "https://example.org/" or "" for relative links',
    )


def _language(text: str) -> Refusal:
    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return (f'no language is called "{text}"', 'write a BCP 47 tag such as "en" or "pt-BR"')
    return FINE


def _timezone(text: str) -> Refusal:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return (f'no time zone is called "{text}"', 'write one such as "Europe/Vilnius" or "UTC"')
    return FINE


def _count(least: int, most: int) -> Callable[[str], Refusal]:
    def check(text: str) -> Refusal:
        if re.fullmatch(r"\d{1,9}", text) and least <= int(text) <= most:
            return FINE
        return (f'"{text}" is not a number from {least} to {most}', f"write {least} to {most}")

    return check


def _choice(*known: str) -> Callable[[str], Refusal]:
    def check(text: str) -> Refusal:
        if text in known:
            return FINE
        names = " or ".join(f'"{one}"' for one in known)
        return (f'"{text}" is not one of the choices', nearest(text, known) or f"write {names}")

    return check


def _name(text: str) -> Refusal:
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text):
        return FINE
    return (f'"{text}" is not the name of a folder', "use letters, digits and hyphens")


def _permalink(text: str) -> Refusal:
    if ":slug" not in text:
        return (f'the pattern "{text}" has no ":slug"', 'write one like "/:year/:month/:slug/"')
    if not re.fullmatch(r"/?(?:(?::year|:month|:day|:slug|[a-z0-9-]+)/?)+", text):
        return (
            f'the pattern "{text}" has a part that is not known',
            "use :year, :month, :day, :slug and lower-case words, with / between them",
        )
    return FINE


def _encoding(text: str) -> Refusal:
    try:
        "".encode(text or "utf-8")
    except LookupError:
        return (f'no encoding is called "{text}"', 'write one such as "cp1252" or "koi8-u"')
    return FINE


def _folder(text: str) -> Refusal:
    return FINE if text.strip() else ("the folder has no name", 'write one such as "output"')


OPTIONS: tuple[Option, ...] = (
    Option("title", "The name of the site.", _any_text),
    Option("description", "One sentence on what it is, for search engines and feeds.", _any_text),
    Option("base_url", 'Where it is published; "" makes a site with relative links.', _base_url),
    Option("language", "The language of the site, as a BCP 47 tag.", _language),
    Option("timezone", "The zone in which dates are written and shown.", _timezone),
    Option("publisher", "Who publishes it; the title when empty.", _any_text),
    Option("contact", "An e-mail address or a URL for readers.", _any_text),
    Option("licence", "The licence of the texts, shown in the footer.", _any_text),
    Option("theme", "The theme's folder in themes/, or one that ships with Dateline.", _name),
    Option("site_id", "A name that never changes, for ids of articles.", _any_text),
    Option("output", "The folder that is published.", _folder),
    Option("pagination.size", "Articles on a numbered page of a list.", _count(1, 1000)),
    Option("feeds.size", "Articles in a feed.", _count(1, 500)),
    Option("markdown.engine", "What turns Markdown into HTML.", _choice(*ENGINES)),
    Option("permalinks.articles", "The pattern of article addresses.", _permalink),
    Option("seeds.encoding", "The encoding of seeds that are not Unicode.", _encoding),
    Option("seeds.limit_bytes", "How large a seed may be.", _count(1, 100_000_000)),
)
"""Every key that holds one value; the tables and lists are in TABLES."""

TABLES = ("extra", "options", "menu", "env", "markdown.image_hosts")
"""Keys with more than one value: free tables, the navigation, overlays and the image hosts."""

_DEFAULTS = Settings()
_SEED_DEFAULTS = SeedSettings()


def read_project(
    root: Path, config: str, given: Mapping[str, str], *, environment: str = ""
) -> Checked[Project]:
    """Return the project in a folder.

    ``config`` is the text of ``dateline.toml``; ``given`` are values from the command line, by
    the same dotted keys, which win.  ``environment`` names an ``[env.NAME]`` overlay.
    Diagnostics: ``config-syntax``, ``config-key``, ``config-value``, ``config-env``.
    """
    matter = read_toml(CONFIG, config)
    sheet = Sheet(CONFIG, tuple(config.split("\n")))
    values, origins = _flattened(matter.value, environment)
    problems = [*matter.problems, *_unknown_keys(matter.value, sheet)]
    problems += _bad_values(values, origins, sheet, matter.value)
    problems += _bad_lists(matter.value, sheet)
    if environment and environment not in _tables_of(matter.value.fields.get("env", {})):
        message = f'dateline.toml has no table "[env.{environment}]"'
        problems.append(error(Place(CONFIG), "config-env", message))
    refused = {one.place.line for one in problems}
    for key, text in given.items():
        values[key], origins[key] = text, "command line"
        problems += _bad_option(key, text, Place("command line"))
    if refused or any(one.place.path == "command line" for one in problems):
        values = {}
    return Checked(_project(root, values, origins, matter.value), tuple(problems))


def _tables_of(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _flattened(matter: Matter, environment: str) -> tuple[dict[str, str], dict[str, str]]:
    values: dict[str, str] = {}
    origins = {option.key: "default" for option in OPTIONS}
    for key, text in _leaves(matter.fields):
        values[key] = text
        spot = matter.spots.get(key)
        origins[key] = f"{CONFIG}:{spot.line}" if spot else CONFIG
    overlay = _tables_of(_tables_of(matter.fields.get("env", {})).get(environment, {}))
    for key, text in _leaves(overlay):
        values[key] = text
        origins[key] = f"[env.{environment}]"
    return values, origins


def _leaves(fields: Mapping[str, Value], prefix: str = "") -> Iterable[tuple[str, str]]:
    for key, value in fields.items():
        if isinstance(value, str):
            yield prefix + key, value
        elif isinstance(value, Mapping) and prefix + key not in TABLES:
            yield from _leaves(value, f"{prefix}{key}.")


def _unknown_keys(matter: Matter, sheet: Sheet) -> Iterable[Diagnostic]:
    known = [option.key for option in OPTIONS]
    parents = {key.split(".")[0] for key in known if "." in key} | set(TABLES)
    for key, spot in matter.keys.items():
        base = re.sub(r"^env\.[^.]+\.?", "", key)
        if not base or base in known or base in parents or base.split(".")[0] in TABLES:
            continue
        problem = error(
            sheet.place(spot.line, spot.column),
            "config-key",
            f'there is no option "{base}"',
            nearest(base, [*known, *TABLES]) or "docs/configuration.md lists all options",
        )
        yield sheet.problem(problem, spot.width)


def _bad_values(
    values: Mapping[str, str], origins: Mapping[str, str], sheet: Sheet, matter: Matter
) -> Iterable[Diagnostic]:
    for key, text in values.items():
        spot = matter.spots.get(key)
        overlaid = origins.get(key, "").startswith("[env.")
        place = sheet.place(spot.line, spot.column) if spot and not overlaid else Place(CONFIG)
        for problem in _bad_option(key, text, place):
            yield sheet.problem(problem, spot.width if spot else 1)


def _bad_lists(matter: Matter, sheet: Sheet) -> Iterable[Diagnostic]:
    """Return what is wrong with the image hosts and the entries of the menu."""
    for host in _texts(_tables_of(matter.fields.get("markdown", {})).get("image_hosts", ())):
        if not re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", host):
            message = f'"{host}" is not the name of a host'
            hint = 'write one such as "images.example.org", without https://'
            yield _at(matter, sheet, "markdown.image_hosts", message, hint)
    for number, item in enumerate(_menu(matter.fields.get("menu", ()))):
        if not item.name or not re.match(r"/(?!/)|https?://|mailto:", item.target):
            message = "an entry of the menu needs a name and a target"
            hint = 'write name = "About" and target = "/about/" or an address'
            yield _at(matter, sheet, f"menu.{number}", message, hint)


def _at(matter: Matter, sheet: Sheet, key: str, message: str, hint: str) -> Diagnostic:
    spot = matter.spots.get(key)
    place = sheet.place(spot.line, spot.column) if spot else Place(CONFIG)
    return sheet.problem(error(place, "config-value", message, hint), spot.width if spot else 1)


def _bad_option(key: str, text: str, place: Place) -> Iterable[Diagnostic]:
    for option in OPTIONS:
        if option.key == key:
            message, hint = option.check(text)
            if message:
                yield error(place, "config-value", message, hint)


def _project(
    root: Path, values: Mapping[str, str], origins: Mapping[str, str], matter: Matter
) -> Project:
    fields = matter.fields
    base_url = values.get("base_url", _DEFAULTS.base_url)
    settings = replace(
        _DEFAULTS,
        **{
            name: values[name]
            for name in (
                "title",
                "description",
                "language",
                "timezone",
                "publisher",
                "contact",
                "licence",
                "theme",
                "site_id",
            )
            if name in values
        },
        base_url=base_url.rstrip("/") + "/" if base_url else "",
        page_size=int(values.get("pagination.size", _DEFAULTS.page_size)),
        feed_size=int(values.get("feeds.size", _DEFAULTS.feed_size)),
        engine=values.get("markdown.engine", _DEFAULTS.engine),
        permalink=values.get("permalinks.articles", _DEFAULTS.permalink),
        image_hosts=_texts(_tables_of(fields.get("markdown", {})).get("image_hosts", ())),
        menu=_menu(fields.get("menu", ())),
        theme_options=dict(_leaves(_tables_of(fields.get("options", {})))),
        extra=dict(_leaves(_tables_of(fields.get("extra", {})))),
    )
    seed_settings = SeedSettings(
        encoding=values.get("seeds.encoding", _SEED_DEFAULTS.encoding),
        limit_bytes=int(values.get("seeds.limit_bytes", _SEED_DEFAULTS.limit_bytes)),
    )
    output = root / values.get("output", "output")
    return Project(root, settings, seed_settings, output, origins)


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str))


def _menu(value: Value) -> tuple[MenuItem, ...]:
    rows = value if isinstance(value, tuple) else ()
    return tuple(
        MenuItem(str(row.get("name", "")), str(row.get("target", "")))
        for row in rows
        if isinstance(row, Mapping)
    )

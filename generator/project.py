"""The project: where its folders are and what ``dateline.toml`` says, checked line by line."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, Sheet, error
from generator.frontmatter import Matter, Value, read_toml
from generator.model import MenuItem, SeedSettings, Settings
from generator.options import OPTIONS, TABLES, misshapen

CONFIG = "dateline.toml"


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

    @property
    def preview(self) -> Path:
        """Return the folder of a site that shows what is held back; never published."""
        return self.cache / "preview"


def shipped_themes() -> Path:
    """Return the folder of the themes that come with Dateline, in a wheel or a checkout."""
    package = Path(__file__).parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


_DEFAULTS = Settings()
_SEED_DEFAULTS = SeedSettings()


def read_project(
    root: Path, config: str, given: Mapping[str, str], *, environment: str = ""
) -> Checked[Project]:
    """Return the project in a folder.

    ``config`` is the text of ``dateline.toml``; ``given`` are values from the command line, by
    the same dotted keys, which win.  ``environment`` names an ``[env.NAME]`` overlay.
    Diagnostics: those of ``read_toml``; ``config-key``, ``config-value``, ``config-env``.
    """
    config = config.replace("\r\n", "\n")
    matter = read_toml(CONFIG, config)
    sheet = Sheet(CONFIG, config)
    tables = _tables_of(matter.value.fields.get("env", ""))
    overlay = _tables_of(tables.get(environment, ""))
    values, origins = _flattened(matter.value, overlay, environment)
    problems = [*matter.problems, *_shape(matter.value, sheet)]
    problems += _bad_values(values, origins, sheet, matter.value)
    if environment and environment not in tables:
        message = f'dateline.toml has no table "[env.{environment}]"'
        problems.append(error(Place(CONFIG), "config-env", message))
    for key, text in given.items():
        values[key], origins[key] = text, "command line"
        problems += _bad_option(key, text, Place("command line"))
    if problems:
        values, overlay, matter = {}, {}, Checked(Matter({}, "", 1))
    fields = _overlaid(matter.value.fields, overlay)
    return Checked(_project(root, values, origins, fields), tuple(problems))


def _tables_of(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _overlaid(below: Mapping[str, Value], above: Mapping[str, Value]) -> Mapping[str, Value]:
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        both = isinstance(known, Mapping) and isinstance(value, Mapping)
        merged[key] = _overlaid(_tables_of(merged[key]), _tables_of(value)) if both else value
    return merged


def _flattened(
    matter: Matter, overlay: Mapping[str, Value], environment: str
) -> tuple[dict[str, str], dict[str, str]]:
    values: dict[str, str] = {}
    origins = {option.key: "default" for option in OPTIONS}
    for key, text in _leaves(matter.fields):
        values[key] = text
        spot = matter.spots.get(key)
        origins[key] = f"{CONFIG}:{spot.line}" if spot else CONFIG
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


def _shape(matter: Matter, sheet: Sheet) -> Iterable[Diagnostic]:
    """Return a problem for each key that is not known, and each value of a wrong kind."""
    for path, code, message, hint in misshapen(matter.fields, ""):
        spot = matter.keys.get(path)
        place = sheet.place(spot.line, spot.column) if spot else Place(CONFIG)
        yield sheet.problem(error(place, code, message, hint), spot.width if spot else 1)


def _bad_values(
    values: Mapping[str, str], origins: Mapping[str, str], sheet: Sheet, matter: Matter
) -> Iterable[Diagnostic]:
    for key, text in values.items():
        overlay = re.fullmatch(r"\[(env\..+)\]", origins[key])
        spot = matter.spots.get(f"{overlay[1]}.{key}" if overlay else key)
        place = sheet.place(spot.line, spot.column) if spot else Place(CONFIG)
        for problem in _bad_option(key, text, place):
            yield sheet.problem(problem, spot.width if spot else 1)


def _bad_option(key: str, text: str, place: Place) -> Iterable[Diagnostic]:
    for option in OPTIONS:
        if option.key == key:
            message, hint = option.check(text)
            if message:
                yield error(place, "config-value", message, hint)


def _project(
    root: Path,
    values: Mapping[str, str],
    origins: Mapping[str, str],
    fields: Mapping[str, Value],
) -> Project:
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
            )
            if name in values
        },
        base_url=base_url.rstrip("/") + "/" if base_url else "",
        page_size=int(values.get("pagination.size", _DEFAULTS.page_size)),
        feed_size=int(values.get("feeds.size", _DEFAULTS.feed_size)),
        feed_formats=_formats(_tables_of(fields.get("feeds", {})).get("formats")),
        related=int(values.get("related.count", _DEFAULTS.related)),
        engine=values.get("markdown.engine", _DEFAULTS.engine),
        permalink=values.get("permalinks.articles", _DEFAULTS.permalink),
        storylines=values.get("storylines.publish", _DEFAULTS.storylines),
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


def _formats(value: Value | None) -> tuple[str, ...]:
    return _DEFAULTS.feed_formats if value is None else tuple(dict.fromkeys(_texts(value)))


def _menu(value: Value) -> tuple[MenuItem, ...]:
    rows = value if isinstance(value, tuple) else ()
    return tuple(
        MenuItem(str(row.get("name", "")), str(row.get("target", "")))
        for row in rows
        if isinstance(row, Mapping)
    )

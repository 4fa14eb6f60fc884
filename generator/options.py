"""The options of ``dateline.toml``: what there is, and what each takes."""

import re
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from generator.diagnostics import nearest
from generator.frontmatter import Value

ENGINES = ("markdown", "commonmark")
COMMON_LANGUAGES = frozenset({"en", "de", "es", "fr", "lt", "pl", "ru", "tr", "uk"})
"""Languages that Babel need not be asked about."""

STORYLINES = ("accepted", "auto", "off")
FORMATS = ("atom", "rss", "json")

Refusal = tuple[str, str]
"""What is wrong with a value and a hint; both empty when it is fine."""

FINE: Refusal = ("", "")


class Option(Struct, frozen=True):
    """One key of ``dateline.toml``; ``check`` returns what is wrong with a text."""

    key: str
    explanation: str
    check: Callable[[str], Refusal]


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
    if text in COMMON_LANGUAGES:
        return FINE
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # few sites have to ask it

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
        if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
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
    except (LookupError, ValueError):
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
    Option("output", "The folder that is published.", _folder),
    Option("pagination.size", "Articles on a numbered page of a list.", _count(1, 1000)),
    Option("feeds.size", "Articles in a feed.", _count(1, 500)),
    Option("related.count", "Related articles on a page; 0 looks for none.", _count(0, 10)),
    Option("markdown.engine", "What turns Markdown into HTML.", _choice(*ENGINES)),
    Option("permalinks.articles", "The pattern of article addresses.", _permalink),
    Option(
        "storylines.publish",
        "Which storylines are published: those an editor accepted, or all; off looks for none.",
        _choice(*STORYLINES),
    ),
    Option("seeds.encoding", "The encoding of seeds that are not Unicode.", _encoding),
    Option("seeds.limit_bytes", "How large a seed may be.", _count(1, 100_000_000)),
)
"""Every key that holds one value; the tables and lists are in TABLES."""

TABLES = ("extra", "options", "menu", "env", "markdown.image_hosts", "feeds.formats")
"""Keys with more than one value: free tables, the navigation, overlays, and two lists."""

_MENU_KEYS = ("name", "target")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HOST = re.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_TARGET = re.compile("/(?!/)|https?://|mailto:")

Fault = tuple[str, str, str, str]
"""The path of a key, a code, a message and a hint."""


def misshapen(fields: Mapping[str, Value], table: str, prefix: str = "") -> Iterable[Fault]:
    """Return the faults of a table: keys that are not known and values of a wrong kind.

    ``table`` is what stands before its keys in the file, and ``prefix`` before the options.
    """
    known = [option.key for option in OPTIONS]
    for key, value in fields.items():
        option, path = prefix + key, table + prefix + key
        if option in TABLES:
            yield from _wrong_table(option, path, value)
        elif any(one.startswith(f"{option}.") for one in (*known, *TABLES)):
            if isinstance(value, Mapping):
                yield from misshapen(value, table, f"{option}.")
            else:
                yield (path, "config-value", f'"{option}" is a table', f"start it with [{option}]")
        elif option not in known:
            hint = nearest(option, [*known, *TABLES]) or "docs/configuration.md lists all options"
            yield (path, "config-key", f'there is no option "{option}"', hint)
        elif not isinstance(value, str):
            yield (path, "config-value", f'"{option}" takes one value', f'write {key} = "…"')
        elif _CONTROLS.search(value):
            message = f'"{option}" holds a control character'
            yield (path, "config-value", message, "take it out")


def _wrong_table(option: str, path: str, value: Value) -> Iterable[Fault]:
    if option == "menu":
        yield from _wrong_menu(value)
    elif option == "markdown.image_hosts":
        yield from _wrong_hosts(path, value)
    elif option == "feeds.formats":
        yield from _wrong_formats(path, value)
    elif not isinstance(value, Mapping):
        yield (path, "config-value", f'"{option}" is a table', f"start it with [{option}]")
    elif option != "env":
        yield from _wrong_texts(path, value)
    else:
        for name, overlay in value.items():
            if isinstance(overlay, Mapping):
                yield from misshapen(overlay, f"env.{name}.")
            else:
                hint = "start it with [env.NAME]"
                yield (f"env.{name}", "config-value", f'"env.{name}" is a table', hint)


def _wrong_texts(path: str, table: Mapping[str, Value]) -> Iterable[Fault]:
    for key, value in table.items():
        inner = f"{path}.{key}"
        if isinstance(value, Mapping):
            yield from _wrong_texts(inner, value)
        elif not isinstance(value, str):
            yield (inner, "config-value", f'"{key}" takes one value', f'write {key} = "…"')


def _wrong_hosts(path: str, value: Value) -> Iterable[Fault]:
    hint = 'write one such as "images.example.org", without https://'
    for host in (value,) if isinstance(value, str | Mapping) else value:
        if not isinstance(host, str):
            yield (path, "config-value", "a list of names of hosts is wanted here", hint)
        elif not _HOST.fullmatch(host):
            yield (path, "config-value", f'"{host}" is not the name of a host', hint)


def _wrong_formats(path: str, value: Value) -> Iterable[Fault]:
    hint = 'write formats = ["atom", "rss", "json"], or fewer of them'
    for name in (value,) if isinstance(value, str | Mapping) else value:
        if not isinstance(name, str):
            yield (path, "config-value", "a list of formats is wanted here", hint)
        elif name not in FORMATS:
            yield (path, "config-value", f'"{name}" is not a format of feeds', hint)


def _wrong_menu(value: Value) -> Iterable[Fault]:
    hint = 'write name = "About" and target = "/about/" or an address'
    if not isinstance(value, tuple):
        yield ("menu", "config-value", '"menu" is a list', "start each entry with [[menu]]")
        return
    for at, row in enumerate(value):
        fields = row if isinstance(row, Mapping) else {}
        name, target = fields.get("name"), fields.get("target")
        if not name or not isinstance(target, str) or not _TARGET.match(target):
            message = "an entry of the menu needs a name and a target"
            yield (f"menu.{at}", "config-value", message, hint)
        for key in fields:
            if key not in _MENU_KEYS:
                message = f'an entry of the menu has no "{key}"'
                yield (f"menu.{at}.{key}", "config-key", message, nearest(key, _MENU_KEYS) or hint)

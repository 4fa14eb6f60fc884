"""The configuration: every option is checked where it stands, and says where it comes from."""

from pathlib import Path

import pytest
from babel import Locale

from generator.diagnostics import Checked, Diagnostic
from generator.model import MenuItem, SeedSettings, Settings
from generator.options import COMMON_LANGUAGES, OPTIONS
from generator.project import Project, read_project, shipped_themes

ROOT = Path("site")


def read(config: str, environment: str = "", **given: str) -> Checked[Project]:
    return read_project(ROOT, config, given, environment=environment)


def project(config: str, environment: str = "", **given: str) -> Project:
    """Return a project whose configuration has no fault."""
    found = read(config, environment, **given)
    assert found.problems == ()
    return found.value


def faults(config: str, environment: str = "", **given: str) -> list[tuple[str, str]]:
    """Return the place and the code of each fault."""
    return [(str(one.place), one.code) for one in read(config, environment, **given).problems]


def fault(config: str) -> Diagnostic:
    (problem,) = read(config).problems
    return problem


def test_defaults() -> None:
    """An empty file is a whole configuration."""
    found = project("")

    assert found.settings == Settings()
    assert found.seed_settings == SeedSettings()
    assert found.output == ROOT / "output"
    assert set(found.origins.values()) == {"default"}


def test_folders() -> None:
    """Every folder of a project is below its root, but for the shipped themes."""
    found = project("")

    assert found.seeds == ROOT / "seeds"
    assert found.content == ROOT / "content"
    assert found.templates == ROOT / "templates"
    assert found.cache == ROOT / ".dateline"
    assert found.themes == (ROOT / "themes", shipped_themes())
    assert (shipped_themes() / "dispatch/theme.toml").is_file()


def test_all() -> None:
    """Every option reaches the settings."""
    found = project(
        'title = "T"\ndescription = "D"\nbase_url = "https://example.org/sub"\nlanguage = "lt"\n'
        'timezone = "Europe/Vilnius"\npublisher = "P"\ncontact = "c@example.org"\n'
        'licence = "CC0"\ntheme = "wire"\noutput = "public"\n'
        '[pagination]\nsize = 5\n[feeds]\nsize = 6\nformats = ["rss", "rss"]\n'
        "[related]\ncount = 0\n"
        '[markdown]\nengine = "commonmark"\nimage_hosts = ["img.example.org"]\n'
        '[permalinks]\narticles = "/:year/:slug/"\n'
        '[seeds]\nencoding = "cp1252"\nlimit_bytes = 7\n'
        '[[menu]]\nname = "M"\ntarget = "/m/"\n[options]\ndark = true\n[extra]\na = "b"\n'
        '[extra.deep]\nc = "d"\n'
    )

    assert found.settings == Settings(
        title="T",
        description="D",
        base_url="https://example.org/sub/",
        language="lt",
        timezone="Europe/Vilnius",
        publisher="P",
        contact="c@example.org",
        licence="CC0",
        theme="wire",
        page_size=5,
        feed_size=6,
        feed_formats=("rss",),
        related=0,
        engine="commonmark",
        image_hosts=("img.example.org",),
        permalink="/:year/:slug/",
        menu=(MenuItem("M", "/m/"),),
        theme_options={"dark": "true"},
        extra={"a": "b", "deep.c": "d"},
    )
    assert found.seed_settings == SeedSettings("cp1252", 7)
    assert found.output == ROOT / "public"


@pytest.mark.parametrize(
    "config",
    ["[pagination]\nsize = 5", "pagination.size = 5", "pagination = { size = 5 }"],
)
def test_ways_to_write(config: str) -> None:
    """An option may be written in any way that TOML has."""
    assert project(config).settings.page_size == 5


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", ""),
        ("https://example.org", "https://example.org/"),
        ("http://example.org/", "http://example.org/"),
        ("https://example.org:8080/a/b", "https://example.org:8080/a/b/"),
    ],
)
def test_base_url(text: str, url: str) -> None:
    """The address of a site ends in one slash, and may be empty."""
    assert project(f'base_url = "{text}"').settings.base_url == url


def test_origins() -> None:
    """Every option says where its value comes from."""
    config = 'title = "T"\n[feeds]\nsize = 6\n[env.live]\ntitle = "L"\nfeeds.size = 7\n'

    found = project(config, base_url="https://example.org/").origins
    live = project(config, "live", title="C").origins

    assert set(found) == {option.key for option in OPTIONS}
    assert (found["title"], found["feeds.size"]) == ("dateline.toml:1", "dateline.toml:3")
    assert (found["base_url"], found["theme"]) == ("command line", "default")
    assert (live["title"], live["feeds.size"]) == ("command line", "[env.live]")


def test_environment() -> None:
    """An overlay wins over the file, and the command line over both."""
    config = (
        'title = "T"\nlanguage = "lt"\n[extra]\na = "1"\nb = "2"\n'
        '[env.live]\ntitle = "L"\n[env.live.extra]\nb = "3"\n'
        '[[env.live.menu]]\nname = "M"\ntarget = "/m/"\n'
    )

    live = project(config, "live").settings

    assert project(config).settings.title == "T"
    assert (live.title, live.language) == ("L", "lt")
    assert live.extra == {"a": "1", "b": "3"}
    assert live.menu == (MenuItem("M", "/m/"),)
    assert project(config, "live", title="C").settings.title == "C"


def test_no_such_environment() -> None:
    """An overlay that is asked for and not there is an error."""
    assert faults('[env.live]\ntitle = "L"', "test") == [("dateline.toml", "config-env")]


@pytest.mark.parametrize(
    "row",
    [
        'base_url = "example.org"',
        'base_url = "ftp://example.org/"',
        'base_url = "https://example.org/?q"',
        'base_url = "https://a b/"',
        'language = "klingon-"',
        'language = ""',
        'timezone = "Vilnius"',
        'timezone = "../../etc/passwd"',
        'timezone = "Europe"',
        'timezone = ""',
        'theme = "../x"',
        'theme = ""',
        'output = " "',
        "pagination.size = 0",
        "pagination.size = 1001",
        'pagination.size = "many"',
        "feeds.size = -1",
        'markdown.engine = "commonmrak"',
        'storylines.publish = "no"',
        'permalinks.articles = "/:year/"',
        'permalinks.articles = "/:slug/../x"',
        'permalinks.articles = "/:Slug/"',
        'seeds.encoding = "latin-99"',
        'seeds.encoding = "base64"',
        'seeds.encoding = "undefined"',
        "seeds.limit_bytes = 0",
        'title = ["A"]',
        "title = { a = 1 }",
        'title = "a\\u0001"',
        'pagination = "5"',
        'menu = "About"',
        'menu = ["About"]',
        'menu = [{ name = "M" }]',
        'menu = [{ name = "M", target = "javascript:alert(1)" }]',
        'menu = [{ name = "", target = "/m/" }]',
        'markdown.image_hosts = ["https://img.example.org/"]',
        "markdown.image_hosts = [[]]",
        'feeds.formats = ["rdf"]',
        "feeds.formats = [[]]",
        "related.count = 11",
        'extra = "x"',
        "extra.list = [1]",
        'env = "x"',
        'env.live = "x"',
    ],
)
def test_wrong_value(row: str) -> None:
    """A value that an option does not take is an error at its line."""
    problem = fault(f"# first\n{row}\n")

    assert problem.code == "config-value"
    assert problem.place.path == "dateline.toml"
    assert problem.place.line in (0, 2)
    assert problem.hint


@pytest.mark.parametrize(
    ("config", "place", "hint"),
    [
        ('titel = "T"', "dateline.toml:1:1", 'did you mean "title"?'),
        ("[pagination]\nsise = 5", "dateline.toml:2:1", 'did you mean "pagination.size"?'),
        ("pagination.sise = 5", "dateline.toml:1:1", 'did you mean "pagination.size"?'),
        ("pagination = { sise = 5 }", "dateline.toml", 'did you mean "pagination.size"?'),
        ('"titel" = "T"', "dateline.toml", 'did you mean "title"?'),
        ("[env.live]\ntitel = 'T'", "dateline.toml:2:1", 'did you mean "title"?'),
        ("[colours]\nink = 1", "dateline.toml:1:1", "docs/configuration.md lists all options"),
    ],
)
def test_unknown_key(config: str, place: str, hint: str) -> None:
    """A key that there is not is an error, however it is written, with the nearest one."""
    problem = fault(config)

    assert (problem.code, str(problem.place), problem.hint) == ("config-key", place, hint)


def test_unknown_key_of_the_menu() -> None:
    """An entry of the menu has a name and a target, and nothing else."""
    problem = fault('[[menu]]\nname = "M"\ntarget = "/m/"\nurl = "x"\n')

    assert (problem.code, str(problem.place)) == ("config-key", "dateline.toml:4:1")


def test_words_in_a_text() -> None:
    """Lines of a long text that look like keys are not taken for keys."""
    assert project('description = """\ntitel = 1\n[colours]\n"""\n').settings.title == "Dateline"


def test_syntax() -> None:
    """What is no TOML is an error at its line, and the only one."""
    assert faults('title = "T"\nbase_url = \n') == [("dateline.toml:2:12", "frontmatter-syntax")]


def test_duplicate_key() -> None:
    """A key that stands twice is an error."""
    assert [code for _, code in faults('title = "T"\ntitle = "U"\n')] == ["frontmatter-syntax"]


def test_all_faults() -> None:
    """All faults of a file are found in one run, each at its place."""
    config = (
        'titel = "T"\nbase_url = "x"\ntimezone = "y"\n[feeds]\nsize = 0\nlength = 1\n'
        '[env.live]\ntheme = "/"\n'
    )

    assert sorted(faults(config, "live")) == [
        ("dateline.toml:1:1", "config-key"),
        ("dateline.toml:2:12", "config-value"),
        ("dateline.toml:3:12", "config-value"),
        ("dateline.toml:5:8", "config-value"),
        ("dateline.toml:6:1", "config-key"),
        ("dateline.toml:8:9", "config-value"),
    ]


def test_command_line() -> None:
    """A wrong value on the command line is an error that says so."""
    assert faults("", base_url="example.org") == [("command line", "config-value")]


def test_windows_lines() -> None:
    """Carriage returns are no part of a value or of an excerpt."""
    found = read('title = "T"\r\nbase_url = "x"\r\n')

    assert found.problems[0].excerpt == 'base_url = "x"'
    assert project('title = "T"\r\n').settings.title == "T"


def test_faulty_configuration() -> None:
    """A configuration with a fault gives a project of defaults, for whoever looks at it."""
    assert read("feeds.size = 0\npagination.size = 5").value.settings == Settings()


def test_explanations() -> None:
    """Every option says in one sentence what it does."""
    assert all(option.explanation.endswith(".") for option in OPTIONS)
    assert len({option.key for option in OPTIONS}) == len(OPTIONS)


@pytest.mark.parametrize("language", sorted(COMMON_LANGUAGES))
def test_common_languages(language: str) -> None:
    """What is taken for a language without asking Babel is one to Babel."""
    assert str(Locale.parse(language, sep="-")) == language

"""How the names in templates find their files, and what is said when they do not."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Place
from generator.theme.render import Renderer
from generator.theme.theme import load_theme
from tests.theme.samples import BARE, bare, contexts, page, site, story, text_of, write

PLACE = "themes/bare/templates/"


def problems(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the bare theme when some of its templates are changed."""
    changed = {f"templates/{name}": text for name, text in files.items()}
    return load_theme("bare", (bare(folder / "themes", changed),), options={}).problems


def test_parent_prefix(tmp_path: Path) -> None:
    """A template extends the one of the same name behind it, through every theme of the chain."""
    places = bare(tmp_path / "themes")
    extends = '{% extends "parent/article.html" %}'
    block = "{% block main %}NAME {{ super() }}{% endblock %}"
    child = {"theme.toml": 'api = 1\nparent = "bare"\n'}
    write(
        places / "child",
        {**child, "templates/article.html": extends + block.replace("NAME", "child")},
    )
    own = write(tmp_path / "templates", {"article.html": extends + block.replace("NAME", "own")})

    found = load_theme("child", (places,), options={}, site_templates=own)

    assert found.problems == ()
    text = text_of(Renderer(found.value, site()), page("article.html", story()))
    assert "own child <h1>A story</h1>" in text


def test_overridden_partial(tmp_path: Path) -> None:
    """A template of a child is used by the templates of its parent too."""
    places = bare(tmp_path / "themes")
    child = {"theme.toml": 'api = 1\nparent = "bare"\n'}
    write(places / "child", {**child, "templates/partials/entry.html": "[{{ card.title }}]"})

    found = load_theme("child", (places,), options={})

    assert found.problems == ()
    home = contexts()["home.html"]
    assert "[A story]" in text_of(Renderer(found.value, site()), page("home.html", home))


def test_no_parent_behind(tmp_path: Path) -> None:
    """The prefix "parent/" without a theme behind is explained at its place."""
    (problem,) = problems(tmp_path, {"page.html": '\n{% extends "parent/page.html" %}'})

    assert problem.place == Place(PLACE + "page.html", 2, 13)
    assert problem.code == "missing-template"
    assert problem.message == 'there is no template "parent/page.html"'
    assert problem.hint == '"parent/" means a theme behind this one in the chain of parents'


@pytest.mark.parametrize("tag", ["include", "extends", "import"])
def test_missing_reference(tmp_path: Path, tag: str) -> None:
    """A name that no template has is an error with the nearest name there is."""
    tail = " as x" if tag == "import" else ""
    (problem,) = problems(tmp_path, {"page.html": f'{{% {tag} "bass.html"{tail} %}}'})

    assert (problem.code, problem.message) == (
        "missing-template",
        'there is no template "bass.html"',
    )
    assert problem.hint == 'did you mean "base.html"?'
    assert problem.width == len("bass.html")


def test_include_that_may_be_missing(tmp_path: Path) -> None:
    """A template may offer a place that a child can fill and that is empty until then."""
    assert problems(tmp_path, {"page.html": '{% include "x.html" ignore missing %}'}) == ()


@pytest.mark.parametrize("written", ["body", '["a.html", "b.html"]', '"a" ~ ".html"'])
def test_computed_reference(tmp_path: Path, written: str) -> None:
    """A template is named by a plain string, so that all a page depends on is known beforehand."""
    (problem,) = problems(tmp_path, {"page.html": f"{{% include {written} %}}"})

    assert (problem.place, problem.code) == (Place(PLACE + "page.html", 1), "computed-reference")


def test_circle(tmp_path: Path) -> None:
    """Templates that lead back to each other are an error that names the circle."""
    found = problems(
        tmp_path,
        {
            "page.html": '{% include "a.html" %}',
            "a.html": '{% include "b.html" %}',
            "b.html": '\n{% include "a.html" %}',
        },
    )

    assert [(one.place, one.code) for one in found] == [
        (Place(PLACE + "b.html", 2, 13), "template-cycle")
    ]
    assert found[0].hint == f"the circle is {PLACE}a.html → {PLACE}b.html → {PLACE}a.html"


def test_entry_inside_entry(tmp_path: Path) -> None:
    """An entry that holds itself is found before it is rendered for ever."""
    found = problems(tmp_path, {"partials/entry.html": "{{ card|entry }}"})

    assert [one.code for one in found] == ["template-cycle"]


def test_syntax(tmp_path: Path) -> None:
    """What Jinja cannot read is an error at its line, with the line."""
    (problem,) = problems(tmp_path, {"page.html": "<p>\n{{ body | }}\n"})

    assert problem.place == Place(PLACE + "page.html", 2)
    assert (problem.code, problem.excerpt) == ("template-syntax", "{{ body | }}")
    assert problem.message == "expected token 'name', got 'end of print statement'"


@pytest.mark.parametrize("sign", ["\x01", "\x00", "\x1b", "\x85"])
def test_control_characters(tmp_path: Path, sign: str) -> None:
    """No template holds a control character; one of them stands for the way to the root."""
    (problem,) = problems(tmp_path, {"page.html": f"<p>\nab{sign}</p>"})

    assert problem.place == Place(PLACE + "page.html", 2, 3)
    assert problem.code == "control-character"
    assert problem.message == f"this template holds the control character U+{ord(sign):04X}"


def test_utf_8(tmp_path: Path) -> None:
    """A template in another encoding is an error and not a crash."""
    (problem,) = problems(tmp_path, {"page.html": b"caf\xe9"})

    assert (problem.place, problem.code) == (Place(PLACE + "page.html"), "not-utf-8")


def test_unused_template(tmp_path: Path) -> None:
    """A template of the site's own that nothing shows is pointed out, as its name may be wrong."""
    places = bare(tmp_path / "themes")
    own = write(tmp_path / "templates", {"artcle.html": BARE["templates/article.html"]})

    found = load_theme("bare", (places,), options={}, site_templates=own)

    assert [(one.place, one.code, one.hint) for one in found.problems] == [
        (Place("templates/artcle.html"), "unused-template", 'did you mean "article.html"?')
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('{{ page.heading }} {{ page["title"] }} structured, page', False),
        ("{% for page in (1, 2) %}{{ loop.index }}{% endfor %}", False),
        ("{% macro head(page) %}{{ page.title }}{% endmacro %}", False),
        ("{{ page.structured }}", True),
        ('{{ page["structured"] }}', True),
        ('{% set name = "structured" %}{{ page[name] }}', True),
        ("{{ page|json }}", True),
        ('{{ [page]|map(attribute="structured")|join }}', True),
        ("{% set one = page %}{{ one.structured }}", True),
        ("{% macro head(one) %}{{ one.structured }}{% endmacro %}{{ head(page) }}", True),
        ('{% include "more.html" %}', True),
    ],
)
def test_structured(tmp_path: Path, text: str, *, printed: bool) -> None:
    """A theme that may print structured data, by their name or with the whole page, is known."""
    files = {"templates/page.html": text, "templates/more.html": "{{ page.structured }}"}
    places = bare(tmp_path / "themes", files)

    judged = load_theme("bare", (places,), options={})
    remembered = load_theme("bare", (places,), options={}, kept=judged.value.kept)

    assert judged.problems == ()
    assert judged.value.tree.structured is printed
    assert remembered.value.tree.structured is printed

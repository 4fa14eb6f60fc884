"""What templates may do, and what an author reads who does something else."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Place
from generator.theme.theme import load_theme
from tests.theme.samples import bare

PLACE = "themes/bare/templates/"


def problems(folder: Path, files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the bare theme when some of its templates are changed."""
    changed = {f"templates/{name}": text for name, text in files.items()}
    changed["assets/site.css"] = ""
    return load_theme("bare", (bare(folder / "themes", changed),), options={}).problems


def test_undefined_name(tmp_path: Path) -> None:
    """A name that the page is not given is an error, with the nearest that it is given."""
    (problem,) = problems(tmp_path, {"article.html": "<h1>\n{{ artcle.title }}</h1>"})

    assert problem == Diagnostic(
        place=Place(PLACE + "article.html", 2, 4),
        severity=problem.severity,
        code="undefined-name",
        message='nothing is called "artcle" in article.html',
        hint='did you mean "article"?',
        excerpt="{{ artcle.title }}</h1>",
        width=6,
    )


def test_names_that_are_given(tmp_path: Path) -> None:
    """Where no name is near, the names that the page is given are listed."""
    (problem,) = problems(tmp_path, {"page.html": "{{ xyz }}"})

    assert problem.hint == "it is given: body, headings, page, site"


def test_unknown_field(tmp_path: Path) -> None:
    """A misspelt field is an error at its place, with the field that was meant."""
    (problem,) = problems(tmp_path, {"article.html": "{{ article.titel }}"})

    assert (problem.place, problem.width) == (Place(PLACE + "article.html", 1, 12), 5)
    assert problem.code == "unknown-field"
    assert problem.message == 'ArticleView has no field "titel"'
    assert problem.hint == 'did you mean "title"?'


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("home.html", "{% for card in latest %}{{ card.titel }}{% endfor %}"),
        ("home.html", "{% for card in latest[:3]|reverse %}{{ card.titel }}{% endfor %}"),
        ("home.html", "{{ latest[0].titel }}"),
        ("home.html", "{{ (latest|first).titel }}"),
        ("home.html", "{% for row in latest|batch(2) %}{{ row[0].titel }}{% endfor %}"),
        ("home.html", "{% if lead %}{{ lead.titel }}{% endif %}"),
        ("home.html", "{% set top = lead %}{{ top.titel }}"),
        ("home.html", "{% with top = lead %}{{ top.titel }}{% endwith %}"),
        ("home.html", '{{ page["titel"] }}'),
        ("home.html", "{% block x %}{{ page.titel }}{% endblock %}"),
        ("home.html", "{% macro m(a) %}{{ page.titel }}{% endmacro %}{{ m(1) }}"),
        ("home.html", "{{ latest|map('upper')|join(page.titel) }}"),
        ("home.html", "{% filter upper %}{{ page.titel }}{% endfilter %}"),
        ("home.html", "{% set x %}{{ page.titel }}{% endset %}"),
        ("home.html", "{{ (lead if lead else lead).titel }}"),
        (
            "terms.html",
            "{% for g in groups %}{% for t in g.terms %}{{ t.titel }}{% endfor %}{% endfor %}",
        ),
        ("article.html", "{% for one in related %}{{ one.card.titel }}{% endfor %}"),
        ("article.html", "{{ article.source.titel }}"),
        ("partials/entry.html", "{{ card.titel }}"),
    ],
)
def test_fields_are_followed(tmp_path: Path, template: str, text: str) -> None:
    """A field is checked wherever the kind of its owner can be known."""
    assert [one.code for one in problems(tmp_path, {template: text})] == ["unknown-field"]


@pytest.mark.parametrize(
    "text",
    [
        "{% for card in latest %}{{ loop.index }}{{ card.title }}{% endfor %}",
        "{% for a in latest if a.source %}{{ a.url }}{% else %}{{ page.title }}{% endfor %}",
        "{% set ns = namespace(seen=0) %}{% set ns.seen = 1 %}{{ ns.seen }}",
        "{% for n in range(3) %}{{ n }}{% endfor %}",
        "{% macro m(a, b=1) %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ m(2) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ page.title }}{% endcall %}",
        '{% from "m.html" import shown as x %}{{ x(page) }}',
        '{% import "m.html" as m %}{{ m.shown(page) }}',
        '{% for card in latest %}{% include "partials/entry.html" %}{% endfor %}',
        '{% if "x.css" in site.assets %}{{ site.assets["x.css"] }}{% endif %}',
        '{{ site.assets["site.css"] }}{{ site.options.colour }}{{ site.extra["mine"] }}',
        "{% for name, value in site.options.items() %}{{ name }}{% endfor %}",
        "{% if pager is defined %}{{ pager.number }}{% endif %}{{ mine|default('') }}",
        "{% if wide is defined %}{{ wide }}{% endif %}",
        "{% for g in latest|groupby('source') %}{{ g.grouper }}{{ g.list|length }}{% endfor %}",
        '{% extends "base.html" %}{% set mine = 1 %}{% block main %}{{ mine }}{% endblock %}',
        "{% for card in latest %}{% block row scoped %}{{ card.title }}{% endblock %}{% endfor %}",
        "{{ lead.published.iso if lead else '' }}",
    ],
)
def test_what_is_allowed(tmp_path: Path, text: str) -> None:
    """Nothing is claimed of a template that does what templates may do."""
    macros = "{% macro shown(one) %}{{ one.title }}{% endmacro %}"

    assert problems(tmp_path, {"home.html": text, "m.html": macros}) == ()


def test_macros_see_their_arguments(tmp_path: Path) -> None:
    """A macro of another template sees its arguments and nothing of the page, unless asked to."""
    macros = "{% macro shown() %}{{ page.title }}{% endmacro %}"
    plain = '{% import "m.html" as m %}{{ m.shown() }}'
    asked = '{% import "m.html" as m with context %}{{ m.shown() }}'

    without = problems(tmp_path / "1", {"home.html": plain, "m.html": macros})

    assert [(one.place, one.code) for one in without] == [
        (Place(PLACE + "m.html", 1, 23), "undefined-name")
    ]
    assert problems(tmp_path / "2", {"home.html": asked, "m.html": macros}) == ()


def test_partial_that_not_all_can_use(tmp_path: Path) -> None:
    """A partial is checked with the names of each page that includes it."""
    base = '{% block main %}{% endblock %}{% include "pager.html" %}'

    (problem,) = problems(tmp_path, {"base.html": base, "pager.html": "{{ pager.number }}"})

    assert problem.place == Place(PLACE + "pager.html", 1, 4)
    assert problem.message == 'nothing is called "pager" in article.html'


def test_replaced_block(tmp_path: Path) -> None:
    """A block that a page replaces need not be one that the page could show."""
    base = "{% block main %}{{ pager.number }}{% endblock %}"
    body = '{% extends "base.html" %}{% block main %}{% endblock %}'
    pages = (
        "article", "terms", "countries", "archive", "storylines", "storyline", "page", "404",
    )  # fmt: skip

    assert problems(tmp_path, {"base.html": base, **{f"{one}.html": body for one in pages}}) == ()


def test_block_that_is_shown_all_the_same(tmp_path: Path) -> None:
    """A block that a page adds to is checked as part of the page."""
    base = "{% block main %}{{ page.titel }}{% endblock %}"
    body = '{% extends "base.html" %}{% block main %}{{ super() }}{% endblock %}'

    found = problems(tmp_path, {"base.html": base, "page.html": body})

    assert [(one.place, one.code) for one in found] == [
        (Place(PLACE + "base.html", 1, 25), "unknown-field")
    ]


@pytest.mark.parametrize(
    ("text", "code", "message", "hint"),
    [
        (
            "{{ page.title|uper }}",
            "unknown-filter",
            'there is no filter "uper"',
            'did you mean "upper"?',
        ),
        (
            "{{ page.title|safe }}",
            "unknown-filter",
            'there is no filter "safe"',
            "markup that is safe is of type Html and is printed as it stands",
        ),
        (
            "{% if page is defnied %}{% endif %}",
            "unknown-test",
            'there is no test "defnied"',
            'did you mean "defined"?',
        ),
        (
            "{{ page.__class__ }}",
            "private-name",
            '"__class__" is not open to templates',
            "",
        ),
        (
            "{% autoescape false %}{% endautoescape %}",
            "autoescape-off",
            "escaping cannot be switched on or off",
            "delete the tag",
        ),
        (
            '{{ site.assets["sit.css"] }}',
            "unknown-asset",
            'the theme has no asset "sit.css"',
            'did you mean "site.css"?',
        ),
        (
            "{{ site.options.color }}",
            "unknown-option",
            'the theme has no option "color"',
            'did you mean "colour"?',
        ),
        ("{% set x = dict() %}", "undefined-name", 'nothing is called "dict" in page.html', None),
        ("{{ lipsum() }}", "undefined-name", 'nothing is called "lipsum" in page.html', None),
    ],
)
def test_what_is_refused(
    tmp_path: Path, text: str, code: str, message: str, hint: str | None
) -> None:
    """What templates may not do is said in words, with what to do in its place."""
    (problem,) = problems(tmp_path, {"page.html": "\n" + text})

    assert problem.place.path == PLACE + "page.html"
    assert problem.place.line == 2
    assert (problem.code, problem.message) == (code, message)
    assert hint is None or problem.hint == hint
    assert problem.excerpt == text


def test_one_slip_is_told_once(tmp_path: Path) -> None:
    """A slip in a template that every page extends is one problem and not ten."""
    (problem,) = problems(tmp_path, {"base.html": "{{ page.titel }}{% block main %}{% endblock %}"})

    assert problem.place == Place(PLACE + "base.html", 1, 9)

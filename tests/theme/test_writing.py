"""The Python code that templates become: the same pages as Jinja's own code makes."""

import pytest
from jinja2 import DictLoader, TemplateError, Undefined
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from generator.model import Html, Url
from generator.site.views import Link, RelatedView
from generator.theme.environment import ThemeEnvironment, new_environment
from tests.theme.samples import card

VALUES: dict[str, object] = {
    "amount": 1234.5,
    "card": card(),
    "html": Html("<b>'bold' & \"loud\"</b>"),
    "link": Link("A & B <c>", Url('/a"b/')),
    "markup": Markup("<i>&amp;</i>"),
    "nothing": None,
    "number": 12,
    "related": RelatedView(card(), "both are about <ships>"),
    "table": {"title": "of a table", "count": "7 & 8", "url": "in it"},
    "text": '\'Tis <b>bold</b> & "loud"',
    "truth": True,
}
TEMPLATES = (
    "{{ text }}{{ html }}{{ markup }}{{ number }}{{ amount }}",
    "{{ link.name }} {{ link['url'] }} {{ link.current is true }}",
    "{{ related.card.published.text }} {{ related.card.title }} {{ related.reason }}",
    "{{ card.countries[0].name }}{% for one in card.tags %}{{ one.url }}{% endfor %}",
    "{{ table.title }}{{ table.count }}{{ table.url }}{{ table.name is defined }}",
    "{% set owner = text %}{{ owner }}{{ link.name }}{{ owner }}",
    "{% macro shown(one) %}{{ one.name or one.title }}{% endmacro %}{{ shown(link) }}",
    "{% set kept %}{{ link.name }}{% endset %}{{ kept }}{{ kept ~ text }}",
    "{{ (link.name ~ text).title() }}{{ text.count('b') }}",
    "{{ link.title is defined }}{{ link.title | default('none') }}",
    "{{ link.title }}",
    "{{ link.url.title }}",
    "{{ link.title.name }}",
    "{{ link.__class__ }}",
    "{{ missing }}",
    "{{ missing.name }}",
    "{{ nothing }}",
    "{{ nothing.name }}",
    "{{ truth }}",
    "{{ link }}",
    "{{ card.tags }}",
)
FAMILY = {
    "base": (
        "a{% block one %}[{{ text }}]{% endblock %}{% block two scoped %}{% endblock %}"
        "{% for n in (1, 2) %}{% block three scoped %}{{ n }}{% endblock %}{% endfor %}"
        "{{ self.one() }}"
    ),
    "middle": "{% extends 'base' %}{% block one %}<{{ super() }}>{% endblock %}never shown",
    "part": "({{ text }}{{ number }}{% block of_part %}!{% endblock %})",
    "alone": "{% set own = 1 %}({{ own }}{% block of_alone %}!{% endblock %})",
    "macros": (
        "{% macro item(one) %}<li>{{ one }}{% if caller is defined %}{{ caller() }}"
        "{% endif %}</li>{% endmacro %}"
        "{% set known = 'k&k' %}shown by nobody"
    ),
}
"""Templates that others extend, include and import."""

CHILDREN = (
    "{% extends 'base' %}",
    "{% extends 'middle' %}{% block two %}{{ link.name }}{% endblock %}",
    "{% extends 'middle' %}{% block one %}{{ super() }}{{ super.super() }}{% endblock %}",
    "{% extends 'middle' %}{% block three %}{{ n }}{% include 'part' %}{% endblock %}",
    "before {% extends 'base' %}{% set text = 'other' %}",
    "{% if truth %}{% extends 'base' %}{% endif %}{{ text }}{% block one %}1{% endblock %}",
    "{% if nothing %}{% extends 'base' %}{% endif %}{{ text }}{% block one %}1{% endblock %}",
    "{{ number }}{% include 'part' %}{% include 'alone' without context %}",
    "{% block one %}{% include 'nowhere' ignore missing %}{% include 'part' %}{% endblock %}",
    "{% for n in (1, 2) %}{% include 'alone' without context %}{{ n }}{% endfor %}",
    "{% from 'macros' import item, known %}{{ item(text) }}{{ known }}",
    "{% import 'macros' as m %}{% call m.item(number) %}{{ text }}{% endcall %}{{ m.known }}",
    "{% extends 'base' %}{% from 'macros' import item %}{% block one %}{{ item(1) }}{% endblock %}",
    "{% macro it(x) %}{% if x %}{{ x }}{{ it(x - 1) }}{% endif %}{% endmacro %}{{ it(3) }}",
    "{% for one in [[1, []], [2, []]] recursive %}{{ one[0] }}{{ loop(one[1]) }}{% endfor %}",
    "{% for one in card.tags %}{{ one.name }}{% else %}none of {{ text }}{% endfor %}",
    "{% for n in (1, 2, 3) if n != 2 %}{{ loop.index }}{{ n }}{{ loop.last|int }}{% endfor %}",
    "{% filter upper %}{{ text }}{% include 'part' %}{% endfilter %}",
    "{% set x %}{% include 'part' %}{% endset %}{{ x }}{% with a = 'it' %}{{ a }}{% endwith %}",
    "{% autoescape false %}{{ text }}{% block one %}{{ text }}{% endblock %}{% endautoescape %}",
    "{% block one required %}{% endblock %}",
    "{% extends 'part' %}{% block of_part %}{{ missing }}{% endblock %}",
    "{% extends 'middle' %}{% block two %}{{ nothing.name }}{% endblock %}",
    "{% block one %}{% endblock %}{% block one %}{% endblock %}",
    "{% include 'nowhere' %}",
)
"""Templates in which texts pass through blocks and through other templates."""


def environment() -> ThemeEnvironment:
    """Return an environment that writes templates as themes are written."""
    return new_environment({}, {}, {})


def plain_environment() -> ThemeEnvironment:
    """Return one that leaves the writing to Jinja."""
    plain = new_environment({}, {}, {})
    plain.code_generator_class = CodeGenerator
    return plain


def made(one: ThemeEnvironment, template: str) -> str:
    """Return what a template comes to, or the problem with it."""
    one.loader = DictLoader(FAMILY)
    try:
        return one.from_string(template).render(VALUES)
    except TemplateError as fault:
        return f"{type(fault).__name__}: {fault}"


@pytest.mark.parametrize("template", TEMPLATES + CHILDREN)
def test_the_same_as_jinja(template: str) -> None:
    """A template comes to what Jinja's own code makes of it, errors included."""
    assert made(environment(), template) == made(plain_environment(), template)


def test_a_field_is_read_in_place() -> None:
    """The code for a field of the theme API does not ask the sandbox."""
    code = environment().compile("{{ link.name }}", raw=True)

    assert "owner.name" in code
    assert "owners['name']" in code


def test_texts_are_gathered() -> None:
    """A template and its blocks yield their text as one, not every piece of a page."""
    child = environment().from_string("{% block one %}{{ text }}{% endblock %}{{ number }}")

    parts = child.root_render_func, child.blocks["one"]
    texts = [tuple(part(child.new_context({"text": "<", "number": 1}))) for part in parts]

    assert texts == [("&lt;1",), ("&lt;",)]


def test_a_field_of_a_stranger_is_not_read() -> None:
    """A value outside the theme API is asked for nothing behind the sandbox's back."""

    class Stranger:
        name = property(lambda _: pytest.fail("this was read in place"))

    class Asked(ThemeEnvironment):
        def getattr(self, obj: object, attribute: str) -> object:
            assert (type(obj), attribute) == (Stranger, "name")
            return Undefined()

    asked = Asked(autoescape=True)

    assert asked.from_string("{{ one.name }}").render(one=Stranger()) == ""


def test_a_source_is_compiled_once() -> None:
    """Environments for the same template share its code, and not what its names mean."""
    sources = {"one": '{% include "it" %}', "a": "first", "b": "second"}
    first = new_environment(sources, {("one", "it"): "a"}, {})
    second = new_environment(sources, {("one", "it"): "b"}, {})

    pages = [each.get_template("one") for each in (first, second)]

    assert [page.render() for page in pages] == ["first", "second"]
    assert pages[0].root_render_func.__code__ is pages[1].root_render_func.__code__

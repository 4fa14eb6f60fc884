"""What the filters promise to theme authors."""

import json as standard_json

from hypothesis import given
from hypothesis import strategies as st
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from markupsafe import Markup

from generator.theme import filters


@given(st.recursive(st.text() | st.integers() | st.booleans() | st.none(), st.lists, max_leaves=5))
def test_json_round_trip(value: object) -> None:
    """JSON for a script element is read back as the same value."""
    assert standard_json.loads(filters.json(value)) == value


def test_json_in_a_script() -> None:
    """No string can end the script element that its JSON stands in."""
    made = filters.json({"a": "</script><!--&\u2028\u2029"})

    assert made == Markup('{"a":"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029"}')


def test_json_is_markup() -> None:
    """JSON is not escaped a second time by a template."""
    assert hasattr(filters.json(""), "__html__")


def test_number() -> None:
    """Thousands are set apart by commas."""
    assert [filters.number(one) for one in (0, 999, 1000, 1234567)] == [
        "0",
        "999",
        "1,000",
        "1,234,567",
    ]


def test_plural() -> None:
    """One thing has the singular, and everything else, none included, the plural."""
    assert [filters.plural(one, "article", "articles") for one in (0, 1, 2, 1000)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "1,000 articles",
    ]


def test_initial() -> None:
    """An initial is the first letter or digit, whatever stands before it."""
    assert [filters.initial(one) for one in ("šalis", "“Quoted”", "9", "", "—")] == [
        "Š",
        "Q",
        "9",
        "#",
        "#",
    ]


def test_host() -> None:
    """The host of an address is shown without "www." and port, and nothing for what has none."""
    assert [
        filters.host(one)
        for one in ("https://www.reuters.com/a", "https://a.b:8080/", "mailto:x@y", "http://[", "")
    ] == ["reuters.com", "a.b", "", "", ""]


@given(st.integers(-10, 1000), st.integers(-10, 1000))
def test_share(value: int, whole: int) -> None:
    """A share is a number of hundredths, whatever it is asked of."""
    assert 0 <= filters.share(value, whole) <= 100


def test_share_rounds() -> None:
    """A share is rounded to the nearest hundredth, halves upwards."""
    assert [filters.share(*one) for one in ((1, 3), (2, 3), (1, 200), (5, 5), (0, 0))] == [
        33,
        67,
        1,
        100,
        0,
    ]


def test_jinja_has_them() -> None:
    """Every filter, test and function that is taken over from Jinja exists there."""
    assert set(filters.JINJA_FILTERS) <= set(FILTERS)
    assert set(filters.JINJA_TESTS) <= set(TESTS)
    assert set(filters.JINJA_GLOBALS) <= set(DEFAULT_NAMESPACE)


def test_nothing_unsafe() -> None:
    """No filter passes text off as markup, looks into objects, or differs from run to run."""
    refused = {"safe", "attr", "random", "tojson", "urlize", "xmlattr", "pprint", "format"}

    assert refused.isdisjoint({*filters.JINJA_FILTERS, *filters.FILTERS})

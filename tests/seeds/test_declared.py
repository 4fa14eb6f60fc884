"""Declared fields are used in a form that front matter takes, or refused."""

import pytest

from generator.seeds.declared import Refused, used_value


@pytest.mark.parametrize(
    ("key", "value", "used"),
    [
        ("language", "pt-BR", "pt-BR"),
        ("url", "https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("embargo", "4 May 2026", "2026-05-04"),
        ("expires", "2026-05-04 14:30 +02:00", "2026-05-04T14:30+02:00"),
        ("source", "anything: at <all>", "anything: at <all>"),
    ],
)
def test_used(key: str, value: str, used: str) -> None:
    """A field with a form is written as front matter has it, any other as it stands."""
    assert used_value(key, value) == used


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("language", "<b>"),
        ("language", "English"),
        ("url", "javascript:alert(1)"),
        ("url", "https://a b/"),
        ("embargo", "soon"),
        ("expires", "04/05/2026"),
        ("id", "tag:example.org,2026:1"),
    ],
)
def test_refused(key: str, value: str) -> None:
    """A field that could be a fault of the article is refused with a hint."""
    found = used_value(key, value)

    assert isinstance(found, Refused)
    assert found.hint

"""Slugs: spelled as the language does it, safe in any address and on any disk."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from generator.slugs import LIMIT, _plain, slug_for


@pytest.mark.parametrize(
    ("title", "lang", "slug"),
    [
        ("Київ отримав ракети", "uk", "kyiv-otrymav-rakety"),
        ("Згурський, Їжак, Юрій, Знам'янка", "uk", "zghurskyi-yizhak-yurii-znamianka"),
        ("Щука и Ёлка", "ru", "shchuka-i-yolka"),
        ("Щастие и Търново", "bg", "shtastie-i-tarnovo"),
        ("Гродна", "be", "hrodna"),
        ("Ђоковић", "sr", "djokovic"),
        ("Skopje Џабе", "mk", "skopje-djabe"),
        ("Größe für München", "de", "groesse-fuer-muenchen"),
        ("Größe für München", "en", "grosse-fur-munchen"),
        ("Københavns luftværn", "da", "koebenhavns-luftvaern"),
        ("Łódź, Đà Nẵng", "en", "lodz-da-nang"),
        ("Beyoncé’s U.S. tour & more", "en", "beyonces-us-tour-and-more"),
        ("1,000 F-16s, 50% off", "en", "1000-f-16s-50-percent-off"),
        ("Українські", "uk-UA", "ukrainski"),
        ("И\u0306од", "ru", "yod"),
    ],
)
def test_spelling(title: str, lang: str, slug: str) -> None:
    """Letters are rewritten as the language of the text does it."""
    assert slug_for(title, lang) == slug


@pytest.mark.parametrize("name", ["con", "PRN", "Aux", "nul", "COM1", "lpt9"])
def test_reserved(name: str) -> None:
    """Names of Windows devices get a number."""
    assert slug_for(name) == f"{name.lower()}-1"


def test_fallback() -> None:
    """A title without a letter takes what the caller gives instead."""
    assert slug_for("!!!", fallback="item-4bb17c86") == "item-4bb17c86"


def test_empty_fallback() -> None:
    """A slug is never empty, whatever the caller gives."""
    assert slug_for("…", fallback="…") == "item"


def test_cut() -> None:
    """A long title is cut between words."""
    slug = slug_for("defence ministers agree on joint procurement " * 5)

    assert slug == "defence-ministers-agree-on-joint-procurement-defence-ministers-agree-on-joint"


def test_cut_exactly_at_word() -> None:
    """A word that just fits stays."""
    assert slug_for("a" * 40 + " " + "b" * 39 + " c") == "a" * 40 + "-" + "b" * 39


@given(st.text(), st.sampled_from(["en", "uk", "ru", "de", "sr", "zz", ""]))
def test_shape(title: str, lang: str) -> None:
    """Any title gives a short slug of small letters, digits and single hyphens."""
    slug = slug_for(title, lang, fallback="item-0")

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LIMIT


@given(st.from_regex("[a-z0-9]+([ -][a-z0-9]+){0,5}", fullmatch=True))
def test_simple_words(title: str) -> None:
    """Words that need nothing but hyphens get the slug that they have among other signs."""
    assert slug_for(title) == slug_for(f"({title})")


@given(st.text())
def test_stable(title: str) -> None:
    """The slug of a slug is itself."""
    slug = slug_for(title)

    assert slug_for(slug) == slug


@given(
    st.text(
        st.sampled_from("azAZ09 ,.'’-_&;#éÉåñğİıʼﬁ½²Å\u0301\u034f\u0360ʒ中＇，") | st.characters()
    )
)
def test_like_python_slugify(title: str) -> None:
    """Where only accents and punctuation are rewritten, that is done as python-slugify does it."""
    made = slugify(
        title, entities=False, decimal=False, hexadecimal=False, backend="text-unidecode"
    )

    assert _plain(title) == re.sub("[^a-z0-9]+", "-", made).strip("-")

"""How addresses become files, links and absolute URLs."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import ROOT, Slug, Taxonomy, Term, TermId
from generator.site.urls import Urls, article_address, file_of, numbered_address, term_address
from tests.site.samples import BASE, an_article, day

_addresses = st.lists(st.text(min_size=1).map(lambda one: one.replace("/", "x")), max_size=3).map(
    "/".join
)
_urls = st.sampled_from([Urls(BASE), Urls("")])


@pytest.mark.parametrize(
    ("address", "file", "link", "relative", "absolute"),
    [
        ("", "index.html", "", "index.html", BASE),
        ("tags/", "tags/index.html", "tags/", "tags/index.html", BASE + "tags/"),
        ("404.html", "404.html", "404.html", "404.html", BASE + "404.html"),
        ("f/a b.pdf", "f/a b.pdf", "f/a%20b.pdf", "f/a%20b.pdf", BASE + "f/a%20b.pdf"),
        ("50%/", "50%/index.html", "50%25/", "50%25/index.html", BASE + "50%25/"),
        ("ą/", "ą/index.html", "%C4%85/", "%C4%85/index.html", BASE + "%C4%85/"),
        ('"<x>?#', '"<x>?#', "%22%3Cx%3E%3F%23", "%22%3Cx%3E%3F%23", BASE + "%22%3Cx%3E%3F%23"),
    ],
)
def test_address(address: str, file: str, link: str, relative: str, absolute: str) -> None:
    """An address is one file, one link with an address of the site, and one without."""
    assert file_of(address) == file
    assert Urls(BASE).link(address) == ROOT + link
    assert Urls("").link(address) == ROOT + relative
    assert Urls(BASE).absolute(address) == absolute
    assert Urls("").absolute(address) == ""


@given(_addresses, st.booleans(), _urls)
def test_link_leads_to_file(address: str, is_folder: bool, urls: Urls) -> None:  # noqa: FBT001
    """A link, decoded, leads to the file of its address; only unreserved characters stand in it."""
    place = address + "/" if is_folder and address else address

    link = urls.link(place).removeprefix(ROOT)

    assert file_of(unquote(link)) == file_of(place)
    assert re.fullmatch(r"(?:[A-Za-z0-9/~!$&'()*+,;=:@._-]|%[0-9A-F]{2})*", link)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/:year/:month/:day/:slug/", "2026/05/03/a-b/"),
        ("/:slug", "a-b/"),
        ("news/:year/:slug/", "news/2026/a-b/"),
    ],
)
def test_permalink(pattern: str, expected: str) -> None:
    """An article's address follows the owner's pattern and always ends in a slash."""
    assert article_address(an_article("a-b"), pattern, day(3)) == expected


def test_lists() -> None:
    """Numbered pages stand below the front of their list."""
    term = Term(TermId("LT"), Taxonomy.COUNTRIES, "Lithuania", Slug("lithuania"))

    assert term_address(term) == "countries/lithuania/"
    assert numbered_address(term_address(term), 3) == "countries/lithuania/page/3/"
    assert numbered_address("", 3) == "page/3/"

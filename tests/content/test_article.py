"""A Markdown file to an article: what editors write, and what they read who slip."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from generator.content.article import KEYS, SYNONYMS, first_words, parse_article
from generator.diagnostics import Checked, Diagnostic, Severity
from generator.model import (
    Article,
    Body,
    Correction,
    Gist,
    Source,
    Taxonomy,
    TermId,
    TermRef,
)
from tests.content.samples import reading

PATH = "content/articles/2026/2026-05-04-exercise-ends.md"


def parsed(source: str, body: str = "Text.\n", path: str = PATH) -> Checked[Article | None]:
    return parse_article(path, f"---\n{source}\n---\n\n{body}", reading())


def article(more: str = "", body: str = "Text.\n", path: str = PATH) -> Article:
    """Return an article that has a title, a date, more fields, and no fault."""
    found = parsed(f"title: A\ndate: 2026-05-04\n{more}", body, path)
    assert found.problems == ()
    assert found.value
    return found.value


def faults(more: str, body: str = "Text.\n") -> list[Diagnostic]:
    """Return what is wrong with an article that has a title and a date."""
    return list(parsed(f"title: A\ndate: 2026-05-04\n{more}", body).problems)


def terms(one: Article, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(term.id, term.name) for term in one.terms if term.taxonomy is taxonomy]


def test_least() -> None:
    """A title and a date are enough; the rest follows from the file and the text."""
    one = article()

    assert (one.title, one.slug, one.summary, one.lang) == ("A", "exercise-ends", "Text.", "en")
    assert (one.published, one.date_only) == (datetime(2026, 5, 4, 12, tzinfo=UTC), True)
    assert "".join(one.body.parts).strip() == "<p>Text.</p>"
    assert not one.draft


def test_id() -> None:
    """Without an id an article has one of its path, the same on every machine."""
    assert article().id == "urn:uuid:524110df-6717-55ff-855c-f56dca395c61"
    assert article(path="content/articles/b.md").id != article().id
    assert article("id: 'urn:1'").id == "urn:1"


def test_all() -> None:
    """Every key has its place in the article."""
    one = article(
        "updated: 2026-05-05T08:00Z\nslug: chosen\nauthors: [Jane Doe]\n"
        "source: {name: B, url: 'https://example.org/', retrieved: 2026-05-03, licence: CC0}\n"
        "dateline: RIGA —\nsummary: Short.\nlang: lt\nembargo: 2026-05-06\nexpires: 2026-06-01\n"
        "aliases: [/old/name/]\ncorrections: [{date: 2026-05-05, text: Mended.}]\n"
        "extra: {mood: calm}\ndraft: true\nedition: x\ncomposed: y\nseed: {file: a.txt, digest: 1}"
    )

    assert one.updated == datetime(2026, 5, 5, 8, tzinfo=UTC)
    assert (one.slug, one.authors, one.dateline) == ("chosen", ("Jane Doe",), "RIGA —")
    assert one.source == Source("B", "https://example.org/", date(2026, 5, 3), "CC0")
    assert (one.summary, one.lang, one.draft) == ("Short.", "lt", True)
    assert one.embargo == datetime(2026, 5, 6, 12, tzinfo=UTC)
    assert one.expires == datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert one.aliases == ("old/name",)
    assert one.corrections == (Correction(date(2026, 5, 5), "Mended."),)
    assert one.extra == {"mood": "calm"}


def test_countries() -> None:
    """Countries are named or given by their codes, each once; Norway is Norway."""
    one = article("countries: [Latvia, LV, NO, usa]\nmentions: [poland]")

    assert [term.id for term in one.terms] == ["LV", "NO", "US"]
    assert one.mentions == (TermRef(Taxonomy.COUNTRIES, TermId("PL"), "poland"),)


def test_tags() -> None:
    """Tags are found by id, name or alias; a new one gets an id of its words."""
    one = article("tags: [loitering-munitions, Loitering munitions, Own Thing]")

    assert terms(one, Taxonomy.TAGS) == [
        ("loitering-munitions", "loitering-munitions"),
        ("own-thing", "Own Thing"),
    ]


def test_people_and_authors() -> None:
    """People and authors are terms of their own kinds."""
    one = article("people: [Ursula K. Le Guin]\nauthors: [Jane Doe, Jane Doe]")

    assert terms(one, Taxonomy.PEOPLE) == [("ursula-k-le-guin", "Ursula K. Le Guin")]
    assert terms(one, Taxonomy.AUTHORS) == [("jane-doe", "Jane Doe")]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("lastmod: 2026-05-05", "updated"),
        ("modified: 2026-05-05", "updated"),
        ("publishDate: 2026-05-05", "embargo"),
        ("expiryDate: 2026-05-05", "expires"),
        ("author: Jane Doe", "authors"),
        ("description: Short.", "summary"),
        ("language: lt", "lang"),
        ("status: draft", "draft"),
    ],
)
def test_synonyms(source: str, key: str) -> None:
    """What other generators call a key is read without fuss."""
    value = source.split(": ")[1]
    given = f"[{value}]" if key == "authors" else value
    ours = "true" if key == "draft" else given

    assert article(source) == article(f"{key}: {ours}")


def test_every_synonym() -> None:
    """Every synonym stands for a key that there is."""
    assert set(SYNONYMS.values()) <= set(KEYS)
    assert not set(SYNONYMS) & set(KEYS)


@pytest.mark.parametrize(
    ("word", "draft"), [("draft", True), ("hidden", True), ("published", False)]
)
def test_status(word: str, *, draft: bool) -> None:
    """Pelican's words for the state of an article are known."""
    assert article(f"status: {word}").draft is draft


def test_said_twice() -> None:
    """A key under two of its names is an error at the second, since one would be lost."""
    (problem,) = faults("tags: [drones]\ncategory: navy")

    assert (problem.code, str(problem.place)) == ("duplicate-key", f"{PATH}:5:1")
    assert problem.message == '"category" says the same as "tags"'


def test_unknown_key() -> None:
    """A key that is not known is an error at its place, with the nearest that is."""
    (problem,) = faults("sumary: Short.")

    assert (problem.code, str(problem.place)) == ("unknown-key", f"{PATH}:4:1")
    assert (problem.hint, problem.width) == ('did you mean "summary"?', 6)


def test_own_key() -> None:
    """Where no known key is near, the hint says where keys of one's own go."""
    (problem,) = faults("mood: calm")

    assert problem.hint == "keys of your own go under extra"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("countries: [Untied Kingdom]", "unknown-country"),
        ("mentions: Atlantis", "unknown-country"),
        ("updated: soon", "wrong-date"),
        ("slug: Not/This", "wrong-slug"),
        ("slug: ../../x", "wrong-slug"),
        (f"slug: {'x' * 201}", "wrong-slug"),
        ("source: {url: 'javascript:alert(1)'}", "wrong-address"),
        ("source: {url: 'https://a b'}", "wrong-address"),
        ("source: {link: x}", "unknown-key"),
        ("source: {name: [a]}", "wrong-type"),
        ("source: {retrieved: soon}", "wrong-date"),
        ("lang: '../x'", "wrong-language"),
        ("draft: maybe", "wrong-flag"),
        ("aliases: [../x]", "wrong-alias"),
        ("aliases: ['https://example.org/']", "wrong-alias"),
        ("corrections: [{date: 2026-05-04}]", "wrong-correction"),
        ("corrections: [text]", "wrong-correction"),
        ("corrections: [{date: soon, text: x}]", "wrong-date"),
        ("corrections: mended", "wrong-type"),
        ("extra: {a: [b]}", "wrong-type"),
        ("extra: a", "wrong-type"),
        ("tags: {a: b}", "wrong-type"),
    ],
)
def test_faults(more: str, code: str) -> None:
    """Each slip is one error with a code of its own, and there is no article."""
    found = parsed(f"title: A\ndate: 2026-05-04\n{more}")

    assert [(one.code, one.severity) for one in found.problems] == [(code, Severity.ERROR)]
    assert found.problems[0].place.line == 4
    assert found.value is None


def test_all_faults() -> None:
    """All faults of a file are found in one run, those of the text too."""
    found = parsed("date: soon\ncountries: [Atlantis]\nmood: calm", "[x](javascript:alert(1))\n")

    assert {one.code for one in found.problems} == {
        "missing-title",
        "wrong-date",
        "unknown-country",
        "unknown-key",
        "refused-link",
    }


def test_missing() -> None:
    """Title and date are required; a file without front matter misses both."""
    codes = {one.code for one in parse_article(PATH, "Text.\n", reading()).problems}

    assert codes == {"missing-title", "missing-date"}


def test_broken_front_matter() -> None:
    """Front matter that cannot be read is the only fault that is told."""
    found = parsed('title: "A')

    assert (found.value, [one.code for one in found.problems]) == (None, ["frontmatter-syntax"])


def test_near_term() -> None:
    """A new term that is nearly a known one gets a warning, and is published all the same."""
    found = parsed("title: A\ndate: 2026-05-04\ntags: [loitering-munition]")

    assert found.value
    assert [(one.code, one.severity) for one in found.problems] == [
        ("unknown-term", Severity.WARNING)
    ]


def test_conflicts() -> None:
    """Conflicts are warnings with a line each, and the editor's side is published."""
    found = parsed(
        "title: A\ndate: 2026-05-04\nconflicts:\n  title: B\n",
        "<<<<<<< edited\n\nMine.\n\n=======\n\nTheirs.\n\n>>>>>>> seed\n",
    )

    assert found.value
    assert found.value.title == "A"
    assert "".join(found.value.body.parts).strip() == "<p>Mine.</p>"
    assert [(one.code, one.place.line) for one in found.problems] == [
        ("unsettled-conflict", 5),
        ("unsettled-conflict", 9),
    ]


def test_summary() -> None:
    """Without a summary the first paragraph stands for it, without its markup, cut at a word."""
    words = "word " * 100

    assert article(body="## Head\n\nOne *two* &amp; [three](b.md).\n").summary == "One two & three."
    assert len(article(body=words).summary) <= 281
    assert article(body=words).summary.endswith("word…")
    assert first_words(Body(("<ul><li>x</li></ul>",))) == ""


def test_links() -> None:
    """Links to other files stay open, with the line on which each stands."""
    one = article(body="Text.\n\nA [link](b.md) and\n[another](c.md#x).\n")

    assert one.body.links == ("b.md", "c.md#x")
    assert one.body.lines == (9, 10)


def test_zone() -> None:
    """Dates are meant in the zone of the site."""
    text = "---\ntitle: A\ndate: 2026-05-04T00:30\n---\n"

    found = parse_article(PATH, text, reading("Europe/Vilnius")).value

    assert found
    assert found.published == datetime(2026, 5, 3, 21, 30, tzinfo=UTC)


def test_same_by_both_engines() -> None:
    """The engine decides about the text and nothing else."""
    text = "---\ntitle: A\ndate: 2026-05-04\n---\n\nOne *two*.\n"

    one = parse_article(PATH, text, reading()).value
    other = parse_article(PATH, text, reading(engine="commonmark")).value

    assert one
    assert other
    assert replace(one, body=Body(())) == replace(other, body=Body(()))


def test_same_as() -> None:
    """The article that stands for this one is named by its place, however that is written."""
    assert article("same_as: content/articles/a.md\n").same_as == "articles/a.md"
    assert article("resembles: {articles/a.md: 80%}\nsame_as: x\n").same_as == "x"


def test_wrong_likeness() -> None:
    """What says how an article is like others has its types."""
    found = faults("same_as: [a]\ndistinct_from: {a: b}\nresembles: {a: [b]}\n")

    assert [one.code for one in found] == ["wrong-type"] * 3
    assert [one.code for one in faults("resembles: [a]\n")] == ["wrong-type"]


def test_no_gist_is_made_that_nobody_wants() -> None:
    """Where no storylines are looked for, an article is read as ever, but without a gist."""
    text = "---\ntitle: Zvornik waits\ndate: 2026-05-04\n---\nThe river Drina is high.\n"
    whole = parse_article("content/articles/one.md", text, reading()).value
    plain = parse_article("content/articles/one.md", text, replace(reading(), gists=False)).value

    assert whole
    assert whole.gist.words
    assert plain == replace(whole, gist=Gist())

"""The recogniser of a project: the shipped tables with the editor's additions."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from generator.code import PACKAGE
from generator.frontmatter import Value, read
from generator.model import Recognition, Seed, TermId
from generator.recognising import additions_of, recogniser
from generator.recognition import Additions, Phrases
from generator.taxonomy import load_taxonomies
from tests.projects import PLAIN, config, make, published, take_in, write

DATA = PACKAGE / "data"


def recognised(
    folder: Path, title: str, text: str, *, site: str = "en", **files: str
) -> Recognition:
    """Return what is recognised in a seed by a project with a vocabulary of its own."""
    write(folder, {f"{name}.toml": rows for name, rows in files.items()})
    found = load_taxonomies(DATA, folder)
    assert found.problems == ()
    seed = Seed(path="a.txt", digest="0", title=title, paragraphs=(text,))
    return recogniser(DATA, found.value, site)()(seed)


def test_shipped(tmp_path: Path) -> None:
    """Without additions the shipped tables recognise."""
    found = recognised(tmp_path, "Lithuania plans", "The ministry in Vilnius said so.")

    assert [one.term for one in found.countries] == ["LT"]


def test_new_tag(tmp_path: Path) -> None:
    """A tag of the editor's is recognised by its phrases."""
    rows = '[[tag]]\nid = "lighthouses"\nname = "Lighthouses"\nstrong = ["lighthouse keeper"]\n'

    found = recognised(
        tmp_path, "Last lighthouse keeper retires", "The lighthouse keeper left.", tags=rows
    )

    assert "lighthouses" in [one.term for one in found.tags]


def test_new_tag_by_its_name(tmp_path: Path) -> None:
    """The name of an editor's tag is a phrase, in any case if it is a common noun."""
    rows = '[[tag]]\nid = "lighthouses"\nname = "Lighthouses"\n'

    found = recognised(tmp_path, "The last lighthouses close", "They were old.", tags=rows)

    assert [one.term for one in found.tags] == ["lighthouses"]


def test_new_phrases_of_a_tag(tmp_path: Path) -> None:
    """A tag that ships is found by phrases, headline words and pairs that the editor gave it."""
    rows = (
        '[[tag]]\nid = "mine-warfare"\nstrong = ["bottom sweep"]\nheadline = ["sweepers"]\n'
        'together = ["divers|robots + cleared|swept"]\n'
    )
    texts = (
        ("A bottom sweep", "It went well."),
        ("Sweepers at work", "The navy sent the sweepers."),
        ("At work", "The navy said its divers had swept the bay."),
    )

    for title, text in texts:
        assert recognised(tmp_path / "none", title, text).tags == ()
        found = recognised(tmp_path / "own", title, text, tags=rows)
        assert [one.term for one in found.tags] == ["mine-warfare"]


def test_withdrawn_phrase_of_a_tag(tmp_path: Path) -> None:
    """A phrase that the editor withdrew suggests its tag no longer."""
    rows = '[[tag]]\nid = "artillery"\nnever = ["mortar"]\n'

    before = recognised(tmp_path / "none", "A mortar for the wall", "It dried.")
    after = recognised(tmp_path / "own", "A mortar for the wall", "It dried.", tags=rows)

    assert [one.term for one in before.tags] == ["artillery"]
    assert after.tags == ()


def test_mask_of_a_tag(tmp_path: Path) -> None:
    """A phrase inside a mask of the editor's suggests nothing there, and elsewhere what it did."""
    rows = '[[tag]]\nid = "artillery"\nmasks = ["mortar for the wall"]\n'

    inside = recognised(tmp_path / "own", "A mortar for the wall", "It dried.", tags=rows)
    outside = recognised(tmp_path / "own", "A mortar for the squad", "It fired.", tags=rows)

    assert (inside.tags, [one.term for one in outside.tags]) == ((), ["artillery"])


def test_loose_tag_of_the_editors(tmp_path: Path) -> None:
    """A tag that the editor calls loose stands only in news of defence."""
    rows = '[[tag]]\nid = "bands"\nname = "Bands"\nstrong = ["brass band"]\nloose = true\n'

    town = recognised(tmp_path, "A brass band plays", "The town listened.", tags=rows)
    army = recognised(tmp_path, "A brass band plays", "The army listened.", tags=rows)

    assert (town.tags, [one.term for one in army.tags]) == ((), ["bands"])


def test_new_alias(tmp_path: Path) -> None:
    """A country is recognised by an alias that the editor gave it."""
    rows = '[[country]]\nid = "LT"\naliases = ["Amberland"]\n'

    found = recognised(tmp_path, "Amberland plans", "Amberland said so.", countries=rows)

    assert [one.term for one in found.countries] == ["LT"]


def test_never(tmp_path: Path) -> None:
    """A word that the editor withdrew means nothing."""
    rows = '[[country]]\nid = "LT"\nnever = ["Vilnius"]\n'
    text = "The mayor of Vilnius spoke in Vilnius."

    assert recognised(tmp_path, "Mayor speaks", text).countries
    assert not recognised(tmp_path, "Mayor speaks", text, countries=rows).countries


def test_disputed_place(tmp_path: Path) -> None:
    """The editor says as which countries the names of a disputed place are read."""
    as_russia = '[[country]]\nid = "RU"\ndisputed = ["crimea"]\n'
    as_both = f'[[country]]\nid = "UA"\ndisputed = ["crimea"]\n{as_russia}'
    text = "A Crimean officer spoke in Sevastopol."

    def about(folder: str, text: str, **files: str) -> list[str]:
        found = recognised(tmp_path / folder, "Officer speaks", text, **files)
        return [str(one.term) for one in found.countries]

    assert about("shipped", text) == ["UA"]
    assert about("russia", text, countries=as_russia) == ["RU"]
    assert about("both", text, countries=as_both) == ["UA"]
    assert about("named", f"{text} Russia heard it.", countries=as_both) == ["RU"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Auf der Krim brennt ein Lager."),
        ("fr", "Un dépôt brûle en Crimée."),
        ("es", "Arde un depósito en Crimea."),
        ("pl", "Na Krymie płonie skład."),
        ("uk", "У Криму горить склад."),
        ("ru", "В Крыму горит склад."),
        ("tr", "Kırım'da depo yanıyor."),
        ("lt", "Kryme dega sandėlis."),
    ],
)
def test_disputed_place_in_other_languages(tmp_path: Path, language: str, text: str) -> None:
    """One table and one word of the editor's decide over a disputed place in every language."""
    as_russia = '[[country]]\nid = "RU"\ndisputed = ["crimea"]\n'

    def about(folder: str, **files: str) -> list[str]:
        found = recognised(tmp_path / folder, text, text, site=language, **files)
        return [str(one.term) for one in found.countries]

    assert about("shipped") == ["UA"]
    assert about("editor", countries=as_russia) == ["RU"]


def test_one_name_of_a_disputed_place(tmp_path: Path) -> None:
    """An alias of the editor's goes before the table of disputed places."""
    rows = '[[country]]\nid = "RU"\naliases = ["Sevastopol"]\n'

    found = recognised(tmp_path, "Officer speaks", "He is in Sevastopol.", countries=rows)

    assert [one.term for one in found.countries] == ["RU"]


def test_mask(tmp_path: Path) -> None:
    """A phrase that the editor masks hides the name inside it."""
    rows = '[[country]]\nid = "LT"\nmasks = ["Lithuania Street"]\n'
    text = "The shop is in Lithuania Street."

    assert recognised(tmp_path, "Shop opens", text).countries
    assert not recognised(tmp_path, "Shop opens", text, countries=rows).countries


def test_new_organisation(tmp_path: Path) -> None:
    """An organisation of the editor's is recognised by its name."""
    rows = '[[organisation]]\nid = "harbour-board"\nname = "Harbour Board"\n'

    found = recognised(
        tmp_path, "Harbour Board meets", "The Harbour Board met.", organisations=rows
    )

    assert [one.term for one in found.organisations] == ["harbour-board"]


def test_once(tmp_path: Path) -> None:
    """The tables are read when the first seed needs them, and once."""
    make = recogniser(DATA, load_taxonomies(DATA, tmp_path).value)

    assert make() is make()


def test_other_language(tmp_path: Path) -> None:
    """A text in another language is read by its own names, and what the editor adds holds there."""
    rows = '[[country]]\nid = "LT"\naliases = ["Bernsteinland"]\n'
    text = (
        "Das teilte das Ministerium in Warschau mit, und es nannte auch einen Preis für die Boote."
    )

    found = recognised(tmp_path, "Bernsteinland kauft Boote", text, countries=rows)

    assert found.language == "de"
    assert [one.term for one in (*found.countries, *found.mentions)] == ["LT", "PL"]


def test_tables_of_a_language_are_read_once(tmp_path: Path) -> None:
    """The second text in a language finds its tables ready."""
    folder = tmp_path / "data"
    copytree(DATA, folder)
    recognise = recogniser(folder, load_taxonomies(DATA, tmp_path).value)()
    text = (
        "Das teilte das Ministerium in Warschau mit, und es nannte auch einen Preis für die Boote."
    )
    seed = Seed(path="a.txt", digest="0", title="Polen kauft Boote", paragraphs=(text,))

    first = recognise(seed)
    rmtree(folder)

    assert recognise(seed) == first


def test_lang_on_the_page(tmp_path: Path) -> None:
    """A text in another language than the site's says so in front matter and on its page."""
    text = (
        "Polen kauft Boote\n\nDas teilte das Ministerium in Warschau mit, und es war auch Zeit.\n"
    )
    english = (
        "Poland buys boats\n\nThe ministry said that it would pay for them by the end of May.\n"
    )
    write(
        tmp_path,
        {
            "dateline.toml": config(theme="dispatch"),
            "seeds/de.txt": text,
            "seeds/en.txt": english,
        },
    )

    take_in(tmp_path)
    make(tmp_path)

    (german,) = (tmp_path / "content/articles").rglob("polen*.md")
    (other,) = (tmp_path / "content/articles").rglob("poland*.md")
    assert "\nlang: de\n" in german.read_text("utf-8")
    assert "\nlang:" not in other.read_text("utf-8")
    (page,) = (one for one in published(tmp_path) if "polen-kauft-boote" in one)
    assert b' lang="de"' in published(tmp_path)[page]


def test_additions(tmp_path: Path) -> None:
    """What the editor says is handed on as recognition takes it."""
    write(
        tmp_path,
        {
            "tags.toml": (
                '[[tag]]\nid = "x"\nname = "X"\naliases = ["a"]\nstrong = ["s"]\nweak = ["w"]\n'
                'headline = ["h"]\ntogether = ["p + q"]\n'
                'loose = true\nmasks = ["m"]\nnever = ["n"]\n'
            ),
            "countries.toml": '[[country]]\nid = "LT"\ndemonyms = ["d"]\n',
        },
    )

    rows = load_taxonomies(DATA, tmp_path).value.additions

    assert additions_of(rows) == Additions(
        countries=(Phrases(id=TermId("LT"), strong=("d",)),),
        tags=(
            Phrases(
                id=TermId("x"),
                strong=("X", "a", "s"),
                headline=("h",),
                weak=("w",),
                together=("p + q",),
                loose=True,
            ),
        ),
        masks=("m",),
        withdrawn=("n",),
    )


def people_in(article: Path) -> Value:
    return read("", article.read_text("utf-8")).value.fields["people"]


def test_people_of_an_editor(tmp_path: Path) -> None:
    """Who an editor put in or took out stays so when the seed changes, and nobody joins them."""
    seed = "Talks\nDate: 2026-05-06\n\nPresident Ana Ruiz met Gen. Leo Marsh.\n"
    write(tmp_path, {**PLAIN, "dateline.toml": config(), "seeds/a.txt": seed})
    take_in(tmp_path)
    article = tmp_path / "content/articles/2026/talks.md"
    assert people_in(article) == ("Ana Ruiz", "Leo Marsh")
    text = article.read_text("utf-8")
    write(tmp_path, {"content/articles/2026/talks.md": text.replace("Ana Ruiz, ", "Jane Doe, ", 1)})

    write(tmp_path, {"seeds/a.txt": seed + "\nAmbassador Tom Lee came.\n"})
    take_in(tmp_path)

    assert people_in(article) == ("Jane Doe", "Leo Marsh")

"""The recogniser of a project: the shipped tables with the editor's additions."""

from pathlib import Path
from shutil import copytree, rmtree

from generator.code import PACKAGE
from generator.model import Recognition, Seed, TermId
from generator.recognising import additions_of, recogniser
from generator.recognition import Additions, Phrases
from generator.taxonomy import load_taxonomies
from tests.projects import config, make, published, take_in, write

DATA = PACKAGE / "data"


def recognised(folder: Path, title: str, text: str, **files: str) -> Recognition:
    """Return what is recognised in a seed by a project with a vocabulary of its own."""
    write(folder, {f"{name}.toml": rows for name, rows in files.items()})
    found = load_taxonomies(DATA, folder)
    assert found.problems == ()
    seed = Seed(path="a.txt", digest="0", title=title, paragraphs=(text,))
    return recogniser(DATA, found.value)()(seed)


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
                'loose = true\nmasks = ["m"]\nnever = ["n"]\n'
            ),
            "countries.toml": '[[country]]\nid = "LT"\ndemonyms = ["d"]\n',
        },
    )

    rows = load_taxonomies(DATA, tmp_path).value.additions

    assert additions_of(rows) == Additions(
        countries=(Phrases(id=TermId("LT"), strong=("d",)),),
        tags=(Phrases(id=TermId("x"), strong=("X", "a", "s"), weak=("w",), loose=True),),
        masks=("m",),
        withdrawn=("n",),
    )

"""The term tables: what ships, what the editor adds, and how words find terms."""

from pathlib import Path

import pytest

from generator.additions import ROWS
from generator.code import PACKAGE
from generator.diagnostics import Checked, Diagnostic, Severity
from generator.model import Taxonomy, Term, TermId, TermRef
from generator.taxonomy import Taxonomies, load_taxonomies, person_id
from tests.projects import write

DATA = PACKAGE / "data"


def load(folder: Path, **files: str) -> Checked[Taxonomies]:
    """Return the terms with the editor's files, named by their taxonomies."""
    write(folder, {f"{name}.toml": text for name, text in files.items()})
    return load_taxonomies(DATA, folder)


def added(folder: Path, **files: str) -> Taxonomies:
    found = load(folder, **files)
    assert found.problems == ()
    return found.value


def term(found: Taxonomies, taxonomy: Taxonomy, identity: str) -> Term:
    (one,) = [one for one in found.vocabulary.terms[taxonomy] if one.id == identity]
    return one


def fault(folder: Path, tags: str) -> Diagnostic:
    (problem,) = load(folder, tags=tags).problems
    return problem


def test_shipped(tmp_path: Path) -> None:
    """What ships has an id, a name, a slug and a group for every term, each id and slug once."""
    terms = added(tmp_path).vocabulary.terms

    for taxonomy in (Taxonomy.COUNTRIES, Taxonomy.TAGS, Taxonomy.ORGANISATIONS):
        rows = terms[taxonomy]
        assert len(rows) > 50
        assert all(one.id and one.name and one.slug and one.group for one in rows)
        assert len({one.id for one in rows}) == len({one.slug for one in rows}) == len(rows)
    assert terms[Taxonomy.AUTHORS] == ()


def test_shipped_people(tmp_path: Path) -> None:
    """No spelling of a person who ships leads to somebody else."""
    found = added(tmp_path)
    people = found.vocabulary.terms[Taxonomy.PEOPLE]
    spellings = [(name, one.id) for one in people for name in (one.name, *one.aliases)]

    assert len({one.slug for one in people}) == len(people) > 20
    for name, identity in spellings:
        ref = found.find(Taxonomy.PEOPLE, name)
        assert ref == TermRef(Taxonomy.PEOPLE, identity, name)


@pytest.mark.parametrize(
    "names",
    [
        "Volodymyr Zelensky, Volodymyr Zelenskyy, Volodymyr Zelenskiy, Vladimir Zelenskyi",
        "Valerii Zaluzhnyi, Valeriy Zaluzhny, Valery Zaluzhniy",
        "Recep Tayyip Erdogan, Recep Tayyip Erdoğan, RECEP TAYYIP ERDOĞAN",
        "Radosław Sikorski, Radoslaw Sikorski, Radoslaw Sikorsky",
        "Muammar Gaddafi, Moammar Gadhafi",
    ],
)
def test_spellings_of_a_person(tmp_path: Path, names: str) -> None:
    """Spellings of one name by different rules of transliteration are one person."""
    found = added(tmp_path)

    people = {found.find(Taxonomy.PEOPLE, name) for name in names.split(", ")}

    assert len({one.id for one in people if one}) == 1
    assert None not in people


def test_people_in_no_table() -> None:
    """The endings of Slavic names make one person, and nothing else does."""
    assert person_id("Andrii Zahorodniuk") == person_id("Andriy Zahorodniuk")
    assert person_id("Sergei Novy") == person_id("Sergey Noviy")
    assert person_id("Jan Kowalski") == person_id("Jan Kowalsky")
    assert (
        len({person_id(one) for one in ("Henri Martin", "Henry Martin", "Wang Yi", "Wang Y")}) == 4
    )


def test_spellings_of_an_editor(tmp_path: Path) -> None:
    """An editor says which names are one person, and keeps apart what a rule would join."""
    rows = (
        '[[person]]\nid = "ann-poe"\nname = "Ann Poe"\naliases = ["Anna Poe", "Any Po"]\n'
        '[[person]]\nid = "volodymyr-zelensky"\naliases = ["Wolodymyr Selenski"]\n'
        '[[person]]\nid = "jan-kowalski"\nname = "Jan Kowalski"\n'
        '[[person]]\nid = "jan-kowalsky"\nname = "Jan Kowalsky"\n'
    )
    found = added(tmp_path, people=rows)

    def identity(name: str) -> str:
        ref = found.find(Taxonomy.PEOPLE, name)
        return ref.id if ref else ""

    assert identity("Ann Poe") == identity("Anna Poe") == identity("any po") == "ann-poe"
    assert identity("Wolodymyr Selenskyj") == identity("Volodymyr Zelenskiy") != ""
    assert identity("Jan Kowalski") == "jan-kowalski"
    assert identity("Jan Kowalsky") == "jan-kowalsky"


@pytest.mark.parametrize(
    ("word", "identity"),
    [
        ("Lithuania", "LT"), ("LT", "LT"), (" lithuania ", "LT"), ("Republic of Lithuania", "LT"),
        ("united-kingdom", "GB"), ("UK", "GB"), ("Georgia", "GE"), ("NO", "NO"), ("Türkiye", "TR"),
        ("Turkey", "TR"),
    ],
)  # fmt: skip
def test_find(tmp_path: Path, word: str, identity: str) -> None:
    """A country is found by its name, code, slug or alias, whatever the case."""
    found = added(tmp_path).find(Taxonomy.COUNTRIES, word)

    assert found == TermRef(Taxonomy.COUNTRIES, TermId(identity), word)


def test_not_found(tmp_path: Path) -> None:
    """A word that names nothing finds nothing, and the hint is the nearest name."""
    found = added(tmp_path)

    assert found.find(Taxonomy.COUNTRIES, "Untied Kingdom") is None
    assert found.hint(Taxonomy.COUNTRIES, "Untied Kingdom") == 'did you mean "United Kingdom"?'
    assert found.hint(Taxonomy.COUNTRIES, "Xyzzy") == ""
    assert found.find(Taxonomy.PEOPLE, "Jane Doe") is None


def test_new_term(tmp_path: Path) -> None:
    """A new id is a new term, found by what it is called."""
    found = added(
        tmp_path,
        tags=(
            '[[tag]]\nid = "lighthouses"\nname = "Lighthouses"\ngroup = "Sea"\n'
            'description = "Lights."\naliases = ["beacons"]\nstrong = ["lighthouse keeper"]\n'
        ),
    )

    one = term(found, Taxonomy.TAGS, "lighthouses")
    assert (one.name, one.slug, one.group, one.aliases) == (
        "Lighthouses", "lighthouses", "Sea", ("beacons",),
    )  # fmt: skip
    reference = found.find(Taxonomy.TAGS, "Beacons")
    assert reference
    assert reference.id == "lighthouses"


def test_known_term(tmp_path: Path) -> None:
    """A known id is extended: what is not said stays, aliases are added."""
    before = term(added(tmp_path), Taxonomy.COUNTRIES, "LT")

    found = added(
        tmp_path, countries='[[country]]\nid = "LT"\nname = "Lietuva"\naliases = ["Litauen"]\n'
    )

    after = term(found, Taxonomy.COUNTRIES, "LT")
    assert (after.name, after.slug, after.group) == ("Lietuva", before.slug, before.group)
    assert after.aliases == (*before.aliases, "Litauen")
    reference = found.find(Taxonomy.COUNTRIES, "litauen")
    assert reference
    assert reference.id == "LT"


def test_additions(tmp_path: Path) -> None:
    """What the editor says stays together for recognition, in the order of the files."""
    found = added(
        tmp_path,
        organisations='[[organisation]]\nid = "acme"\nname = "Acme"\nkind = "company"\n',
        tags='[[tag]]\nid = "x"\nstrong = ["a", "b"]\nweak = ["c"]\n',
    )

    tag, organisation = found.additions
    assert (tag.id, tag.lists) == ("x", {"strong": ("a", "b"), "weak": ("c",)})
    assert (organisation.taxonomy, organisation.texts["kind"]) == (
        Taxonomy.ORGANISATIONS, "company",
    )  # fmt: skip
    assert term(found, Taxonomy.ORGANISATIONS, "acme").group == "company"
    assert term(found, Taxonomy.TAGS, "x").name == "x"


def test_names_before_codes(tmp_path: Path) -> None:
    """A name wins over a code or an alias of another term."""
    found = added(
        tmp_path,
        tags=(
            '[[tag]]\nid = "one"\nname = "One"\naliases = ["two", "Three"]\n'
            '[[tag]]\nid = "two"\nname = "Three"\n'
        ),
    )

    references = [found.find(Taxonomy.TAGS, word) for word in ("two", "three")]
    assert [one.id for one in references if one] == ["two", "two"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[[tga]]\nid = "x"\n', "taxonomy-key", 1),
        ('[[tag]]\nname = "X"\n', "taxonomy-row", 1),
        ('[tag]\nid = "x"\n', "taxonomy-row", 1),
        ('tag = ["x"]\n', "taxonomy-row", 1),
        ('tag = "x"\n', "taxonomy-row", 1),
        ('[[tag]]\nid = "x"\nalias = ["y"]\n', "taxonomy-key", 3),
        ('[[tag]]\nid = "x"\naliases = "y"\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\naliases = [["y"]]\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\nname = ["y"]\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\nname = "a\\u0001"\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\nslug = "../x"\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\nslug = "Not This"\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\nloose = "perhaps"\n', "taxonomy-value", 3),
        ('[[tag]]\nid = "x"\ntogether = ["jets"]\n', "taxonomy-value", 3),
        ("[[tag]]\nid = x\n", "frontmatter-syntax", 2),
    ],
)
def test_faults(tmp_path: Path, text: str, code: str, line: int) -> None:
    """A slip is an error at its line, with what to do."""
    problem = fault(tmp_path, text)

    assert (problem.code, problem.place.path) == (code, "content/taxonomies/tags.toml")
    assert problem.place.line == line


def test_unknown_disputed_place(tmp_path: Path) -> None:
    """A disputed place that the shipped table does not have is an error that names the nearest."""
    found = load(tmp_path, countries='[[country]]\nid = "RU"\ndisputed = ["kurils", "crimaea"]\n')

    (problem,) = found.problems
    assert (problem.code, problem.place.line) == ("taxonomy-value", 3)
    assert problem.message == 'no disputed place has the id "crimaea"'
    assert problem.hint == 'did you mean "crimea"?'


def test_all_faults(tmp_path: Path) -> None:
    """All faults of all files are found in one run."""
    found = load(
        tmp_path,
        tags='[[tag]]\nalias = "x"\n',
        countries='[[country]]\nid = "LT"\ndemonym = "x"\n[[land]]\nid = "x"\n',
    )

    assert {(one.place.path.rpartition("/")[2], one.code) for one in found.problems} == {
        ("tags.toml", "taxonomy-row"),
        ("tags.toml", "taxonomy-key"),
        ("countries.toml", "taxonomy-key"),
    }


@pytest.mark.parametrize("kind", ["link", "folder", "latin"])
def test_unreadable(tmp_path: Path, kind: str) -> None:
    """A file that cannot be read is an error, and the shipped terms are there."""
    place = tmp_path / "tags.toml"
    if kind == "link":
        place.symlink_to(tmp_path / "elsewhere")
    elif kind == "folder":
        place.mkdir()
    else:
        place.write_bytes(b'[[tag]]\nid = "\xe4"\n')

    found = load_taxonomies(DATA, tmp_path)

    assert [one.code for one in found.problems] == ["taxonomy-file"]
    assert found.value.additions == ()


def test_encoding(tmp_path: Path) -> None:
    """A mark at the start and Windows' line ends are read."""
    text = '[[tag]]\nid = "x"\nname = "X"\n'
    write(tmp_path, {"tags.toml": text.replace("\n", "\r\n").encode("utf-8-sig")})

    found = load_taxonomies(DATA, tmp_path)

    assert found.problems == ()
    assert term(found.value, Taxonomy.TAGS, "x").name == "X"


def test_stray_table(tmp_path: Path) -> None:
    """A table whose name is no taxonomy's is told of, with the name that was probably meant."""
    problems = load(tmp_path, tag='[[tag]]\nid = "x"\n', **{"vessels-and-vehicles": ""}).problems

    assert [(str(one.place), one.severity.value, one.code, one.hint) for one in problems] == [
        (
            "content/taxonomies/tag.toml",
            "warning",
            "stray-file",
            'did you mean "tags.toml"?',
        ),
        (
            "content/taxonomies/vessels-and-vehicles.toml",
            "warning",
            "stray-file",
            "there are: countries.toml, tags.toml, organisations.toml, people.toml",
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "line", "key"),
    [
        ("organisations", 'together = ["engines + wings"]', "together"),
        ("organisations", 'headline = ["engines"]', "headline"),
        ("countries", 'weak = ["Lit"]', "weak"),
        ("countries", "loose = true", "loose"),
        ("tags", 'demonyms = ["Airmen"]', "demonyms"),
        ("tags", 'disputed = ["crimea"]', "disputed"),
    ],
)
def test_keys_of_other_kinds(tmp_path: Path, kind: str, line: str, key: str) -> None:
    """A key that means nothing for a kind of terms is an error, with where it belongs."""
    row = ROWS[Taxonomy(kind)]
    identity = "LT" if kind == "countries" else "x"

    (problem,) = load(tmp_path, **{kind: f'[[{row}]]\nid = "{identity}"\n{line}\n'}).problems

    assert (problem.code, problem.place.line) == ("taxonomy-key", 3)
    assert problem.message == f'"{key}" means nothing in [[{row}]]'
    assert problem.hint.startswith("it is for [[")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('id = "XQ"\ndisputed = ["crimea"]\n', "give a new country a name"),
        ('id = "ua"\n', 'did you mean "UA"?'),
        ('id = "Ukraine"\naliases = ["Ukrayina"]\n', 'did you mean "UA"?'),
    ],
)
def test_mistyped_country(tmp_path: Path, text: str, hint: str) -> None:
    """An id that no country has is an error unless it is a new country with a name."""
    (problem,) = load(tmp_path, countries=f"[[country]]\n{text}").problems

    assert (problem.code, problem.place.line, problem.hint) == ("taxonomy-value", 2, hint)
    assert added(tmp_path, countries='[[country]]\nid = "XS"\nname = "Sealand"\n')


def test_country_of_an_organisation(tmp_path: Path) -> None:
    """The countries of an organisation are ids, not names."""
    row = '[[organisation]]\nid = "x"\ncountries = ["LT", "Ukraine"]\n'

    (problem,) = load(tmp_path, organisations=row).problems

    assert (problem.place.line, problem.hint) == (3, 'did you mean "UA"?')


@pytest.mark.parametrize(
    "phrase",
    [
        "People’s Liberation Army", "Drones", "F-16s", "Holland", "Litwie", "Россией", "Zelensky",
        "bombed", "Kyiv",
    ],
)  # fmt: skip
def test_withdrawn(tmp_path: Path, phrase: str) -> None:
    """A phrase of any table is withdrawn without a word, however it is typed."""
    added(tmp_path, tags=f'[[tag]]\nid = "drones"\nnever = ["{phrase}"]\n')


def test_unused_never(tmp_path: Path) -> None:
    """A phrase that no table has withdraws nothing, which is said with the nearest."""
    text = '[[tag]]\nid = "drones"\nnever = ["drones", "NoSuchWordAnywhere", "Lockheed Martinn"]\n'

    one, other = load(tmp_path, tags=text).problems

    assert (one.code, one.place.line) == ("unused-never", 3)
    assert one.message == '"NoSuchWordAnywhere" withdraws nothing: no table has it'
    assert (other.severity, other.hint) == (Severity.WARNING, 'did you mean "Lockheed Martin"?')

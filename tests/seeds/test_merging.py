"""Merging whole articles: both sides get through, and an editor's file keeps its face."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.article import parse_article
from generator.diagnostics import Diagnostic, Place, Severity
from generator.frontmatter import Value, read, write
from generator.seeds.compose import Composed
from generator.seeds.merging import LISTS as TERMS
from generator.seeds.merging import base_after, beside, merge_articles
from tests.content.samples import reading

PATH = "content/articles/2026/a.md"
BASE: Mapping[str, Value] = {
    "id": "urn:1",
    "title": "Old",
    "date": "2026-05-04",
    "tags": ("navy",),
    "seed": {"file": "a.txt", "digest": "1"},
    "composed": "1",
}
SECOND: Value = {"file": "a.txt", "digest": "2"}
BODY = "One.\n\nTwo.\n\nThree.\n"


def composed(body: str = BODY, **changes: Value) -> str:
    """Return a composed article; a field that is changed to nothing goes."""
    fields = {**BASE, **changes}
    return write({key: value for key, value in fields.items() if value != ""}, body)


def merged(mine: str, theirs: str, base: str = "") -> Mapping[str, Value]:
    """Return the fields after a merge."""
    return read(PATH, merge_articles(PATH, base or composed(), mine, theirs).value).value.fields


def test_fields_of_both_sides() -> None:
    """A field that one side changed is that side's."""
    fields = merged(
        composed(title="Edited", lang="lt"), composed(date="2026-05-05", summary="New.")
    )

    assert fields == {
        **BASE,
        "title": "Edited",
        "lang": "lt",
        "date": "2026-05-05",
        "summary": "New.",
    }


def test_fields_that_go() -> None:
    """A field that one side took away, and the other left as it was, is gone."""
    assert "tags" not in merged(composed(tags=""), composed(title="New"))
    assert "tags" not in merged(composed(title="Edited"), composed(tags=""))


@pytest.mark.parametrize("key", TERMS)
@pytest.mark.parametrize(
    "mine",
    [("a", "b", "own"), ("b",), ("b", "a"), ("own",), (), "", "a"],
    ids=["added", "deleted", "reordered", "replaced", "emptied", "key deleted", "one text"],
)
def test_list_of_the_editor(key: str, mine: Value) -> None:
    """A list of terms that an editor changed in any way stays, and what is left out is told."""
    base, theirs = (
        composed(BODY, **{key: ("a", "b")}),
        composed(BODY, seed=SECOND, **{key: ("b", "c", "d")}),
    )
    edited = composed(BODY, **{key: mine})

    found = merge_articles(PATH, base, edited, theirs)

    (problem,) = found.problems
    assert read(PATH, found.value).value.fields.get(key, "") == mine
    assert (problem.code, problem.severity) == ("terms-left-out", Severity.NOTE)
    assert problem.message.endswith(': "c", "d"')


@pytest.mark.parametrize("key", TERMS)
@pytest.mark.parametrize("theirs", [("c", "b"), ("a",), ""])
def test_list_of_the_seed(key: str, theirs: Value) -> None:
    """A list of terms that no editor touched follows the seed, and nothing is told of it."""
    base, edited = (
        composed(BODY, **{key: ("a", "b")}),
        composed(BODY, title="Edited", **{key: ("a", "b")}),
    )

    found = merge_articles(PATH, base, edited, composed(BODY, seed=SECOND, **{key: theirs}))

    assert read(PATH, found.value).value.fields.get(key, "") == theirs
    assert found.problems == ()


def test_left_out() -> None:
    """What is left out is told at the list that it is left out of."""
    found = merge_articles(PATH, composed(), composed(tags=("own",)), composed(tags=("army",)))

    (problem,) = found.problems
    assert problem == Diagnostic(
        Place(PATH, 5, 1),
        Severity.NOTE,
        "terms-left-out",
        '"tags" is the editor\'s; what the seed now brings is left out: "army"',
        "add what belongs there",
        "tags: [own]",
        4,
    )


def again(base: str, mine: str, *seeds: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the fields after several changes of a seed, one merge after the other."""
    for number, fields in enumerate(seeds):
        seed = {"file": "a.txt", "digest": f"2{number}"}
        new = Composed({**BASE, "seed": seed, **fields}, BODY)
        before, mine = mine, merge_articles(PATH, base, mine, new.text).value
        base = base_after(base, before, new)
    return read(PATH, mine).value.fields


def test_list_that_was_right() -> None:
    """A list stays the editor's when the seed once brings the very same and then another."""
    seeds: tuple[Mapping[str, Value], ...] = ({"tags": ("navy", "own")}, {"tags": ("army",)})

    fields = again(composed(), composed(tags=("navy", "own")), *seeds)

    assert fields["tags"] == ("navy", "own")


def test_list_that_is_followed() -> None:
    """A list that nobody touched follows the seed time and again, whatever else was edited."""
    seeds: tuple[Mapping[str, Value], ...] = ({"tags": ("army",)}, {"tags": ("air",)})

    fields = again(composed(), composed(title="Mine", people=("Own",)), *seeds)

    assert (fields["tags"], fields["people"]) == (("air",), ("Own",))


def test_cut_short() -> None:
    """A list that follows the seed still does after a merge whose base was not saved."""
    new = Composed({**BASE, "seed": SECOND, "tags": ("army",)}, BODY)
    mine = merge_articles(PATH, composed(), composed(title="Mine"), new.text).value

    assert merge_articles(PATH, composed(), mine, new.text).value == mine
    base = base_after(composed(), mine, new)
    third = composed(seed={"file": "a.txt", "digest": "3"}, tags=("air",))
    assert merged(mine, third, base)["tags"] == ("air",)


def test_beside() -> None:
    """A country of the editor's list is no mention that a seed may bring."""
    new = Composed({**BASE, "countries": ("Latvia",), "mentions": ("Poland", "Norway")}, BODY)
    base = composed(countries=("Latvia",))

    assert beside(new, base, base) == new
    found = beside(new, base, composed(countries=("Latvia", "Norway")))
    assert found.fields["mentions"] == ("Poland",)
    none = beside(new, base, composed(countries=("Norway", "Poland")))
    assert "mentions" not in none.fields


def test_empty_field() -> None:
    """A field that an editor emptied stays there, empty."""
    fields = merged(composed(tags=()), composed(title="New"))

    assert fields["tags"] == ()


def test_machine_fields() -> None:
    """What only the machine writes is the seed's, never a conflict."""
    mine = composed(seed={"file": "x", "digest": "x"}, composed="x")

    fields = merged(mine, composed(seed={"file": "a.txt", "digest": "2"}, composed="2"))

    assert (fields["seed"], fields["composed"]) == ({"file": "a.txt", "digest": "2"}, "2")
    assert "conflicts" not in fields


def test_field_in_conflict() -> None:
    """Of a field that both changed the editor's stays, and the seed's stands under conflicts."""
    found = merge_articles(PATH, composed(), composed(title="Mine"), composed(title="Theirs"))

    assert read(PATH, found.value).value.fields == {
        **BASE,
        "title": "Mine",
        "conflicts": {"title": "Theirs"},
    }
    (problem,) = found.problems
    assert problem.code == "unsettled-conflict"
    assert problem.place == Place(PATH, 11, 10)
    assert problem.excerpt == "  title: Theirs"


def test_field_that_the_seed_lost() -> None:
    """A field that an editor changed and the seed gave up is in conflict with nothing."""
    fields = merged(composed(date="2026-05-09"), composed(date=""))

    assert (fields["date"], fields["conflicts"]) == ("2026-05-09", {"date": ""})


def test_mapping_in_conflict() -> None:
    """Of a mapping that both changed, each key is merged, and the seed's whole one is shown."""
    base = composed(source={"name": "A", "url": "u"})

    fields = merged(
        composed(source={"name": "B", "url": "u"}),
        composed(source={"name": "C", "url": "v"}),
        base,
    )

    assert fields["source"] == {"name": "B", "url": "v"}
    assert fields["conflicts"] == {"source": {"name": "C", "url": "v"}}


def test_conflicts_wait() -> None:
    """A conflict that nobody settled stays when the seed changes something else."""
    first = merge_articles(PATH, composed(), composed(title="Mine"), composed(title="Theirs"))
    before = composed(title="Theirs")

    quiet = merged(first.value, composed(title="Theirs", date="2026-05-05"), before)
    again = merged(
        first.value.replace("2026-05-04", "2026-05-06"),
        composed(title="Theirs", date="2026-05-05"),
        before,
    )

    assert quiet["conflicts"] == {"title": "Theirs"}
    assert again["conflicts"] == {"title": "Theirs", "date": "2026-05-05"}


def test_conflicts_are_told_once() -> None:
    """The merge and the loader say of a conflict the very same, whatever the line ends are."""
    mine = composed(BODY.replace("Two", "Mine"), title="Mine").replace("\n", "\r\n")
    theirs = composed(BODY.replace("Two", "Theirs"), title="Theirs")

    merged = merge_articles(PATH, composed(), mine, theirs)

    assert [one.code for one in merged.problems] == ["unsettled-conflict"] * 2
    loaded = parse_article(PATH, merged.value, reading()).problems
    assert set(merged.problems) == {one for one in loaded if one.code == "unsettled-conflict"}


def test_conflict_renewed() -> None:
    """A conflict shows what the seed says now."""
    first = merge_articles(PATH, composed(), composed(title="Mine"), composed(title="Theirs"))

    fields = merged(first.value, composed(title="Latest"), composed(title="Theirs"))

    assert (fields["title"], fields["conflicts"]) == ("Mine", {"title": "Latest"})


def test_paragraphs() -> None:
    """Paragraphs that one side changed are that side's, neighbours or not."""
    found = merge_articles(
        PATH,
        composed(),
        composed("Edited.\n\nTwo.\n\nThree.\n\nAdded.\n"),
        composed("One.\n\nTwo, new.\n\nThree.\n"),
    )

    assert read(PATH, found.value).value.body == "\nEdited.\n\nTwo, new.\n\nThree.\n\nAdded.\n"
    assert found.problems == ()


def test_paragraph_in_conflict() -> None:
    """A paragraph that both changed is kept twice, and named with its line."""
    found = merge_articles(
        PATH,
        composed(),
        composed("One.\n\nMine.\n\nThree.\n"),
        composed("One.\n\nNew.\n\nThree.\n"),
    )

    (problem,) = found.problems
    assert found.value.split("\n")[problem.place.line - 1] == "<<<<<<< edited"
    assert problem.place.column == 1


def test_comments() -> None:
    """Comments, quotes and the order of an editor's front matter stay."""
    mine = composed(lang="lt").replace("title: Old", "# Checked by the desk.\ntitle: 'Old'")

    text = merge_articles(PATH, composed(), mine, composed(date="2026-05-05", composed="2")).value

    assert text == mine.replace("2026-05-04", "2026-05-05").replace(
        'composed: "1"', 'composed: "2"'
    ).replace("composed: 1", "composed: 2")


def test_windows_lines() -> None:
    """A file with carriage returns keeps them through a merge, time and again."""
    mine = composed(title="Mine").replace("\n", "\r\n")

    first = merge_articles(PATH, composed(), mine, composed("One, new.\n\nTwo.\n\nThree.\n")).value
    second = merge_articles(
        PATH, composed("One, new.\n\nTwo.\n\nThree.\n"), first, composed(date="2026-05-05")
    ).value

    assert first == composed("One, new.\n\nTwo.\n\nThree.\n", title="Mine").replace("\n", "\r\n")
    assert second == composed(title="Mine", date="2026-05-05").replace("\n", "\r\n")


def test_broken_front_matter() -> None:
    """An article whose front matter cannot be read is left as it is, with the fault."""
    mine = composed().replace("title: Old", 'title: "Old')

    found = merge_articles(PATH, composed(), mine, composed(title="New"))

    assert found.value == mine
    assert [one.code for one in found.problems] == ["frontmatter-syntax"]


def test_lost_base() -> None:
    """Without a base, all that differs is in conflict, and nothing is lost."""
    found = merge_articles(PATH, "", composed("Mine.\n", title="Mine"), composed("Theirs.\n"))

    fields, body = read(PATH, found.value).value.fields, read(PATH, found.value).value.body
    assert (fields["title"], fields["conflicts"]) == ("Mine", {"title": "Old"})
    assert {"Mine.", "Theirs."} <= set(body.split("\n"))


TEXTS = st.sampled_from(["", "x", "y", "z", 'a "quoted": one', "# no comment"])
LISTS = st.lists(st.sampled_from(["a", "b", "c, d"]), unique=True, max_size=3).map(tuple)
ROWS: st.SearchStrategy[Mapping[str, Value]] = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "tags": LISTS,
        "authors": LISTS | TEXTS,
        "source": st.dictionaries(st.sampled_from(["name", "url"]), TEXTS.filter(bool)),
    },
)
BODIES = st.lists(st.sampled_from(["One.", "Two.", "- three", "## Four"]), max_size=4).map(
    "\n\n".join
)
ARTICLES = st.builds(lambda fields, body: (fields, write(fields, f"{body}\n")), ROWS, BODIES)


@given(ARTICLES, ARTICLES, ARTICLES)
def test_the_editor_is_heard(
    base: tuple[Mapping[str, Value], str],
    mine: tuple[Mapping[str, Value], str],
    theirs: tuple[Mapping[str, Value], str],
) -> None:
    """Every field and every paragraph that an editor wrote is in the merged article."""
    found = read(PATH, merge_articles(PATH, base[1], mine[1], theirs[1]).value)

    assert found.problems == ()
    for key, value in mine[0].items():
        if value and value != base[0].get(key, ""):
            assert held(found.value.fields.get(key, ""), value, base[0].get(key, ""))
    assert blocks(mine[1]) - blocks(base[1]) <= blocks(f"---\n---\n{found.value.body}")


def blocks(text: str) -> set[str]:
    """Return the distinct paragraphs of an article."""
    return {one.strip() for one in read(PATH, text).value.body.split("\n\n")} - {""}


def held(now: Value, wrote: Value, before: Value) -> bool:
    """Tell whether what an editor brought to a value is there."""
    if isinstance(wrote, tuple) and (isinstance(now, tuple) or now == ""):
        old = before if isinstance(before, tuple) else ()
        return {one for one in wrote if one not in old} <= set(now)
    if isinstance(wrote, Mapping) and (isinstance(now, Mapping) or now == ""):
        known = before if isinstance(before, Mapping) else {}
        kept = now if isinstance(now, Mapping) else {}
        return all(kept.get(key) == one for key, one in wrote.items() if known.get(key) != one)
    return now == wrote

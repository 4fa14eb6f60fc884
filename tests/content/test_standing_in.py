"""Articles that are called the same as another: which one is published in their place."""

from generator.content.standing_in import with_stand_ins
from generator.diagnostics import Severity
from tests.site.samples import an_article

A = an_article("a")
B = an_article("b", same_as="articles/a.md")


def stand_ins(*articles: object) -> dict[str, str]:
    found = with_stand_ins(articles)  # type: ignore[arg-type]  # articles all
    return {str(one.slug): one.same_as for one in found.value}


def test_place_or_id() -> None:
    """An article is named by its place or by its id."""
    c = an_article("c", same_as=A.id)

    assert stand_ins(A, B, c) == {"a": "", "b": A.path, "c": A.path}


def test_chain() -> None:
    """Whoever is the same as a third is led to that one."""
    c = an_article("c", same_as="articles/b.md")

    assert stand_ins(c, B, A) == {"c": A.path, "b": A.path, "a": ""}


def test_unknown() -> None:
    """An article that names none is published, with a warning; what leads to it still does."""
    lost = an_article("b", same_as="articles/aa.md")
    c = an_article("c", same_as="articles/b.md")

    found = with_stand_ins((A, lost, c))

    assert [one.same_as for one in found.value] == ["", "", lost.path]
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("unknown-article", Severity.WARNING)
    assert problem.message == '"same_as" names no article: "articles/aa.md"; this one is published'
    assert problem.hint == 'did you mean "articles/a.md"?'


def test_circle() -> None:
    """Articles that name each other in a circle are an error, each where it stands."""
    one = an_article("x", same_as="articles/y.md")
    other = an_article("y", same_as="articles/x.md")

    found = with_stand_ins((one, other, an_article("z", same_as="articles/z.md")))

    assert [one.same_as for one in found.value] == ["", "", ""]
    assert {problem.code for problem in found.problems} == {"same-as-itself"}
    assert [problem.message for problem in found.problems] == [
        f'"same_as" leads round in a circle: {way}'
        for way in (
            "articles/x.md → articles/y.md → articles/x.md",
            "articles/y.md → articles/x.md → articles/y.md",
            "articles/z.md → articles/z.md",
        )
    ]


def test_nothing_to_do() -> None:
    """Articles of which none names another stay as they are."""
    assert with_stand_ins((A,)).value == (A,)


def test_draft() -> None:
    """An article that a draft stands for is not published either, which is said."""
    draft = an_article("a", draft=True)

    found = with_stand_ins((draft, B, an_article("c", draft=True, same_as="articles/a.md")))

    assert [one.same_as for one in found.value] == ["", A.path, A.path]
    problem, _ = found.problems
    assert (problem.code, problem.place.path) == ("same-as-draft", B.path)
    assert problem.message == '"same_as" leads to a draft, "articles/a.md": neither is published'


def test_hint_of_another() -> None:
    """The article itself is never what its same_as is taken to have meant."""
    lost = an_article("boats-sail", same_as="articles/boats-sails.md")

    (problem,) = with_stand_ins((lost,)).problems

    assert problem.hint == "write its place below content/, or its id"

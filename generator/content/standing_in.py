"""Articles that an editor calls the same as another: which one is published in their place."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.diagnostics import Checked, Diagnostic, Place, error, nearest, warning
from generator.model import Article


def with_stand_ins(articles: tuple[Article, ...]) -> Checked[tuple[Article, ...]]:
    """Return the articles with the path of the one that stands for each that is the same as it.

    Whoever is the same as a third is led to that one.  What cannot be followed is published.
    Diagnostics: ``unknown-article`` for a name that no article has; ``same-as-itself`` for
    articles that name each other in a circle; ``same-as-draft`` where the one that stands for
    others is a draft, so that none is published.
    """
    if not any(one.same_as for one in articles):
        return Checked(articles)
    known = {name: one for one in articles for name in (_place(one), one.id)}
    problems: list[Diagnostic] = []
    found = tuple(
        replace(one, same_as=_stand_in(one, known, problems)) if one.same_as else one
        for one in articles
    )
    return Checked(found, tuple(problems))


def _place(article: Article) -> str:
    return article.path.removeprefix("content/")


def _stand_in(one: Article, known: Mapping[str, Article], problems: list[Diagnostic]) -> str:
    passed = list(_chain(one, known))
    last = passed[-1]
    if last.same_as in known:
        way = " → ".join(map(_place, (*passed, known[last.same_as])))
        message = f'"same_as" leads round in a circle: {way}'
        hint = "let one of them have no same_as: it is the one that is published"
        problems.append(error(Place(one.path), "same-as-itself", message, hint))
        return ""
    if one.same_as not in known:
        message = f'"same_as" names no article: "{one.same_as}"; this one is published'
        others = [name for name, other in known.items() if other.path != one.path]
        hint = nearest(one.same_as, others) or "write its place below content/, or its id"
        problems.append(warning(Place(one.path), "unknown-article", message, hint))
        return ""
    if last.draft:
        message = f'"same_as" leads to a draft, "{_place(last)}": neither is published'
        hint = f"take draft out of that one, or write same_as: {_place(one)} there and not here"
        problems.append(warning(Place(one.path), "same-as-draft", message, hint))
    return last.path


def _chain(one: Article, known: Mapping[str, Article]) -> Iterator[Article]:
    """Yield an article and those that it leads to, until one leads nowhere or back."""
    passed: set[str] = set()
    current: Article | None = one
    while current and current.path not in passed:
        passed.add(current.path)
        yield current
        current = known.get(current.same_as)

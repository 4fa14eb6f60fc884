"""Says in words why articles are grouped and related: for the terminal, not for pages."""

from collections.abc import Iterable, Sequence

from generator.model import NO_STORYLINE, Gist
from generator.site.index import Site
from generator.site.likeness import MOST, shared_words
from generator.site.storylines import Storyline

_WORDS = 6
"""How many shared words are named."""

Row = tuple[str, ...]


def storyline_rows(site: Site) -> Iterable[Row]:
    """Yield a row for each storyline, followed by one for each of its articles.

    That of a storyline: its slug, its state, how many articles it has, and how to accept it if it
    is only suggested; those of articles: an empty cell, the path, the day and the reason.
    """
    for one in site.storylines:
        count = len(one.numbers)
        row = (one.slug, _state(one), f"{count} article{'' if count == 1 else 's'}")
        how = () if one.accepted else (f"to accept it, write storyline: {one.slug}",)
        yield (*row, *how)
        for number in one.numbers:
            article = site.articles[number]
            day = article.published.date().isoformat()
            yield ("", article.path, day, _why_part(site, one, number))


def why_grouped(site: Site, path: str) -> Sequence[str]:
    """Return lines on the storyline of the article in a file; none for what is not published."""
    number = next((at for at, one in enumerate(site.articles) if one.path == path), None)
    if number is None:
        return ()
    article = site.articles[number]
    for one in site.storylines:
        if number in one.numbers:
            mates = [site.articles[mate].path for mate in one.numbers if mate != number]
            return (
                f"  storyline {one.slug} ({_state(one)}):",
                f"    {_why_part(site, one, number)}",
                *(f"    with {mate}" for mate in mates),
            )
    if site.settings.storylines == "off":
        return ("  storyline: none, as dateline.toml has them off",)
    if article.storyline == NO_STORYLINE:
        return ("  storyline: none, as its front matter says",)
    return ("  storyline: none, since no other article is enough like it",)


def _state(storyline: Storyline) -> str:
    if storyline.published:
        return "published"
    if storyline.accepted:
        return "accepted, but it has one article only"
    return "suggested"


def _why_part(site: Site, storyline: Storyline, number: int) -> str:
    other, score = storyline.closest[storyline.numbers.index(number)]
    words = _shared(site.gists[number], site.gists[other]) if score else ""
    alike = f"like {site.articles[other].path} ({score / MOST:.2f}): {words}" if score else ""
    named = "named in its front matter" if site.articles[number].storyline else ""
    return "; ".join(filter(None, (named, alike)))


def _shared(one: Gist, other: Gist) -> str:
    return ", ".join(shared_words(one, other)[:_WORDS])

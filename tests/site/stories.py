"""Articles that tell stories, as plain values: gists are written by hand."""

from datetime import datetime

from generator.model import Article, Gist
from tests.site.samples import an_article

WORDS = "abcdefghijkl"


def a_gist(*stories: str, years: tuple[int, ...] = ()) -> Gist:
    """Return a gist with a dozen words of each story that is named."""
    words = [f"{story}-{letter}" for story in stories for letter in WORDS]
    return Gist(" ".join(words), bytes([32] * len(words)), years)


def a_part(
    name: str, published: datetime, *stories: str, storyline: str = "", **fields: object
) -> Article:
    """Return an article that tells of some stories."""
    return an_article(name, published, gist=a_gist(*stories), storyline=storyline, **fields)

"""What articles lead to after an edit: what is known of before makes no difference."""

from datetime import timedelta
from random import Random

import pytest
from msgspec import msgpack

from generator.model import Article
from generator.site.index import _by_term
from generator.site.related import NO_RELATIONS, Relations, related_to
from tests.site.samples import an_article, day, refs

TERMS = ["LT", "PL", "UA", "#navy", "#contracts"]


def some_article(random: Random, name: int) -> Article:
    # Few moments, so that many articles share one and only their paths order them.
    moment = day(1) + timedelta(hours=random.randint(0, 60))
    terms = random.sample(TERMS, random.randint(0, 3))
    return an_article(f"part{name}", moment, terms=refs(*terms))


def relations_of(
    articles: list[Article], stories: dict[str, int], known: Relations = NO_RELATIONS
) -> Relations:
    """Return the relations of articles, newest first; ``stories`` has their stories by path."""
    ordered = tuple(sorted(articles, key=lambda one: (-one.published.timestamp(), one.path)))
    told: dict[int, list[int]] = {}
    for number, one in reversed(list(enumerate(ordered))):
        told.setdefault(stories.get(one.path, 0), []).append(number)
    told.pop(0, None)
    return related_to(ordered, _by_term(ordered), list(told.values()), most=3, known=known)


@pytest.mark.parametrize("seed", range(4))
def test_any_edits(seed: int) -> None:
    """After any edits, articles lead to what they would if all had been looked at anew."""
    random = Random(seed)
    articles = [some_article(random, name) for name in range(150)]
    stories = {one.path: random.randint(1, 9) for one in articles if random.random() < 0.3}
    known = relations_of(articles, stories)
    for step in range(20):
        for _ in range(random.choice([0, 1, 1, 2, 9])):
            del articles[random.randrange(len(articles))]
        articles += [
            some_article(random, 1_000 + 10 * step + more)
            for more in range(random.choice([0, 1, 1, 2, 9]))
        ]
        for one in random.sample(articles, random.choice([0, 0, 1, 3])):
            stories[one.path] = random.randint(0, 9)

        fresh = relations_of(articles, stories)
        known = relations_of(articles, stories, known)

        assert known == fresh
        known = msgpack.decode(msgpack.encode(known), type=Relations)

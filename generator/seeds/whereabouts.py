"""Where an article and its composed text lie after somebody has moved them, told by the id."""

import os
from functools import cache
from pathlib import Path

from generator.frontmatter import read
from generator.seeds.compose import is_untouched
from generator.seeds.register import FOLDER, base_of, paths_by_id


class Whereabouts:
    """Finds the articles of a content folder that are not where the register says."""

    def __init__(self, content: Path) -> None:
        """Take the content folder."""
        self._content = content
        # Read only when an article is not where it was: that is rare, and there may be thousands.
        self._articles = cache(lambda: paths_by_id(content))
        self._bases = cache(lambda: paths_by_id(content / FOLDER))

    def moved(self, article: str, base: str) -> str:
        """Return where an article lies now, told by its id when it is not in its place."""
        if not base or os.path.lexists(self._content / article):
            return article
        return self._articles().get(_id_in(base), article)

    def lost_base(self, mine: str) -> str:
        """Return the base of an article that moved after the register was lost, if any."""
        if is_untouched(mine):
            return mine
        found = self._bases().get(_id_in(mine))
        return base_of(self._content, found) if found else ""


def _id_in(text: str) -> str:
    return str(read("", text).value.fields.get("id", ""))

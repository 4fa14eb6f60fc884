"""What ``init`` and ``new`` write: a new site, a new article."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import uuid4

from generator.files import write_file
from generator.frontmatter import Value, write
from generator.slugs import fallback_for, slug_for

CONFIG = """\
# Everything that is not set here has a default; `dateline config` shows all of it.
title = "{title}"
description = "News, filed by country and subject."
language = "en"
timezone = "UTC"

# Where the site is published, with a trailing slash.
# "" makes a site with relative links, which opens without a server but has no feeds.
base_url = ""

theme = "dispatch"

[pagination]
size = 20

[feeds]
size = 20
"""

SEED = """\
Portugal and Spain sign the Treaty of Tordesillas
Date: 1494-06-07
TORDESILLAS, Spain, June 7 (Dateline) — Portugal and the crowns of Castile and Aragon agreed on a \
line across the Atlantic that divides the lands newly found by their ships.
The treaty moves the line that a papal bull had drawn the year before some 270 leagues to the west.
This is sample text: replace it with an article of your own and run the build again.
"""

ABOUT = """\
---
title: About
summary: What this site is.
order: 1
---

Say here who you are, what you cover, and how readers reach you.
"""

IGNORE = "/output/\n/.dateline/\n"


def site_files(title: str) -> Mapping[str, str]:
    """Return the files of a new site by their paths."""
    return {
        "dateline.toml": CONFIG.format(title=title.replace("\\", "").replace('"', "'")),
        ".gitignore": IGNORE,
        "seeds/1494-06-07-treaty-of-tordesillas.txt": SEED,
        "content/pages/about.md": ABOUT,
    }


def make_site(folder: Path) -> tuple[str, ...]:
    """Write a new site into a folder; return what was written.

    A file, or a link, that is already there is left as it is.
    """
    written: list[str] = []
    title = "".join(one for one in folder.name.replace("-", " ").title() if one.isprintable())
    for path, text in site_files(title.strip() or "Dateline").items():
        if not os.path.lexists(folder / path):
            write_file(folder / path, text.encode())
            written.append(path)
    return tuple(written)


def make_article(content: Path, title: str, today: date) -> Path:
    """Write a new draft with a headline; return where it lies.

    Raises:
        FileExistsError: an article of that name is there already.
    """
    slug = slug_for(title, fallback=fallback_for(title, "article"))
    path = content / "articles" / f"{today.year:04d}" / f"{slug}.md"
    if os.path.lexists(path):
        raise FileExistsError(17, "an article of that name is there already", str(path))
    fields: dict[str, Value] = {
        "id": f"urn:uuid:{uuid4()}",
        "title": title,
        "date": today.isoformat(),
        "slug": slug,
        "authors": (),
        "countries": (),
        "tags": (),
        "draft": "true",
    }
    write_file(path, write(fields, "Write the article here.\n").encode())
    return path

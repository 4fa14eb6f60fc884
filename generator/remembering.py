"""What a build leaves for later ones: what was parsed, what belongs together, a sound theme.

All of it is below ``.dateline`` under digests of all that it depends on, so it saves work and
makes no other difference; any doubt about it is a miss.
"""

import shutil
from datetime import datetime

from msgspec import MsgspecError, Struct, msgpack

from generator.code import PACKAGE, code_digest
from generator.content.article import Reading
from generator.content.bodies import Bodies
from generator.content.load import load_content, memo_version
from generator.content.loaded import Loaded
from generator.diagnostics import Checked
from generator.making import CODE, LIBRARIES
from generator.memo import load_memo, save_memo
from generator.model import Content, Vocabulary
from generator.project import Project
from generator.site.holding import Showing
from generator.site.index import NOTHING, Known, Site, index_site, with_other_texts
from generator.sources import Snapshot, load_seen, save_seen
from generator.taxonomy import Taxonomies, load_taxonomies
from generator.theme.theme import Theme, load_theme
from generator.whole import read_sealed, write_sealed
from generator.wish import Wish

PARSING = (
    "conflicts.py",
    "content",
    "data/common_words.txt",
    "diagnostics.py",
    "escape.py",
    "files.py",
    "fingerprint.py",
    "frontmatter.py",
    "frontmatter_canonical.py",
    "frontmatter_refused.py",
    "frontmatter_yaml.py",
    "model.py",
    "prepared.py",
    "resemblance.py",
    "slugs.py",
    "sources.py",
    "additions.py",
    "taxonomy.py",
    "text.py",
    "texts.py",
    "whole.py",
    "wordlist.py",
    "workers.py",
)
PARSERS = ("comrak", "markdown", "msgspec", "nh3", "python-slugify", "pyyaml", "text-unidecode")
"""All that decides what is parsed from a file; tests/test_code.py holds both complete."""

_ARTICLES = "articles"
_THEME = "theme"

_FEW = 64
"""So many files are soon parsed again: a process that goes on need not save them each time."""

RELATING = (
    "diagnostics.py",
    "fingerprint.py",
    "model.py",
    "site/comparing.py",
    "site/grouping.py",
    "site/holding.py",
    "site/index.py",
    "site/likeness.py",
    "site/related.py",
    "site/storylines.py",
    "slugs.py",
    "texts.py",
)
RELATERS = ("msgspec", "python-slugify", "text-unidecode")
"""All that decides which articles belong together; tests/test_code.py holds both complete."""


def theme_of(project: Project) -> Checked[Theme]:
    """Return the project's theme, checked; one that was found in order before is not again."""
    return load_theme(
        project.settings.theme,
        project.themes,
        options=project.settings.theme_options,
        site_templates=project.templates if project.templates.is_dir() else None,
        kept=read_sealed(project.cache / _THEME, code_digest(CODE, LIBRARIES)) or b"",
    )


def keep_theme(theme: Theme, project: Project) -> None:
    """Note that a theme was found in order, for ``theme_of``."""
    file, version = project.cache / _THEME, code_digest(CODE, LIBRARIES)
    if theme.kept and theme.kept != read_sealed(file, version):
        write_sealed(file, version, theme.kept, durable=False)


class Terms(Struct, frozen=True):
    """The terms of a project, and the editor's tables as they were seen before these were read.

    Without tables the terms have just been read.
    """

    taxonomies: Checked[Taxonomies]
    tables: Snapshot | None = None


def terms_of(
    project: Project, *, before: Terms | None = None, seen: Snapshot | None = None
) -> Terms:
    """Return the terms of a project.

    ``before`` is the result of last time, if this process still has it; ``seen`` is how the files
    of the content folder lie there now, if somebody has looked already.
    """
    name = f"{project.content.name}/taxonomies/"
    # Not by digest alone: a table with the bytes it had may have had others when it was read.
    tables = {path: one for path, one in (seen or {}).items() if path.startswith(name)}
    if before and (before.tables is None or (seen is not None and before.tables == tables)):
        return Terms(before.taxonomies, tables)
    return Terms(load_taxonomies(PACKAGE / "data", project.content / "taxonomies"), tables)


class Parsed(Struct, frozen=True):
    """What is left of an earlier load, and the version of code and reading it was made with.

    ``saved`` is the last one that was kept on the disk; since then ``unsaved`` files were parsed.
    """

    version: bytes
    loaded: Loaded
    saved: Loaded
    unsaved: int = 0

    @property
    def content(self) -> Content:
        """Return what was read."""
        return self.loaded.content


def content_of(
    project: Project,
    taxonomies: Taxonomies,
    wish: Wish,
    *,
    before: Parsed | None = None,
    seen: Snapshot | None = None,
) -> Checked[Parsed]:
    """Return the content, parsing only files that no earlier build has parsed the same way.

    ``before`` is the result of last time, if this process still has it; ``seen`` as in
    ``load_content``.
    """
    settings = project.settings
    reading = Reading(
        taxonomies,
        settings.language,
        settings.timezone,
        settings.engine,
        settings.image_hosts,
        gists=settings.storylines != "off",
    )
    version = memo_version(reading, code_digest(PARSING, PARSERS))
    folder = project.cache / _ARTICLES
    if before is None or before.version != version or wish.clean:
        known = _parsed_before(project, version, wish)
        before = Parsed(b"", known, known)
    found = load_content(project.content, reading, before.loaded, seen=seen, jobs=wish.jobs)
    parsed = Parsed(version, found.value, before.saved, before.unsaved + found.value.parsed)
    if found.value.is_wasteful:
        # All is parsed again next time, into a file of bodies that is as long as needed.
        save_memo(folder, version, {}, loaded=before.saved.memo)
        parsed = Parsed(b"", found.value, found.value)
    elif not before.version or parsed.unsaved > _FEW:
        save_memo(folder, version, found.value.memo, loaded=before.saved.memo)
        save_seen(folder, found.value.seen, before.saved.seen)
        parsed = Parsed(version, found.value, found.value)
    return Checked(parsed, found.problems)


def _parsed_before(project: Project, version: bytes, wish: Wish) -> Loaded:
    """Return what earlier builds parsed, by the same code and reading."""
    folder = project.cache / _ARTICLES
    bodies = Bodies(str(folder / "bodies"))
    memo = {} if wish.clean else load_memo(folder, version)
    if not memo:
        forget(project)
        return Loaded(Content(()), {}, {}, bodies)
    return Loaded(Content(()), memo, load_seen(folder), bodies)


def forget(project: Project) -> None:
    """Forget what was parsed, so that all of it is parsed again."""
    shutil.rmtree(project.cache / _ARTICLES, ignore_errors=True)


class Indexed(Struct, frozen=True):
    """A site, and the content and vocabulary that it was made from."""

    site: Site
    content: Content
    vocabulary: Vocabulary


def site_of(  # noqa: PLR0913  # what is left of last time has a default
    project: Project,
    content: Content,
    taxonomies: Taxonomies,
    *,
    as_of: datetime,
    wish: Wish,
    before: Indexed | None = None,
) -> Indexed:
    """Return the site, working out what belongs together only if that may have changed.

    ``before`` is the result of last time, if this process still has it.
    """
    vocabulary, settings = taxonomies.vocabulary, project.settings
    showing = Showing(drafts=wish.drafts, future=wish.future)
    asked = (vocabulary, settings, showing)
    if before and asked == (before.vocabulary, before.site.settings, before.site.showing):
        site = with_other_texts(before.site, before.content, content, as_of=as_of)
        if site:
            return Indexed(site, content, vocabulary)
    known = NOTHING if wish.clean else before.site.known if before else _load_known(project)
    site = index_site(content, vocabulary, settings, as_of=as_of, showing=showing, known=known)
    _save_known(project, site.known, loaded=known)
    return Indexed(site, content, vocabulary)


def _load_known(project: Project) -> Known:
    """Return what the last build worked out of the site; nothing on any doubt about it."""
    payload = read_sealed(project.cache / "known", code_digest(RELATING, RELATERS))
    try:
        return msgpack.decode(payload, type=Known) if payload else NOTHING
    except MsgspecError:
        return NOTHING


def _save_known(project: Project, known: Known, *, loaded: Known) -> None:
    """Keep what was worked out of the site for the next build."""
    if known is loaded:
        return
    project.cache.mkdir(parents=True, exist_ok=True)
    version = code_digest(RELATING, RELATERS)
    # What a loss of power leaves half written has a wrong checksum, so it need not wait.
    write_sealed(project.cache / "known", version, msgpack.encode(known), durable=False)

"""What is kept of content that was loaded: for the next build, and for a process that goes on."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.content.bodies import Bodies
from generator.content.shelf import Listing
from generator.diagnostics import Diagnostic
from generator.model import (
    Article,
    Content,
    Document,
    Gist,
    StorylineNote,
    TermNote,
    TermRef,
    Text,
)
from generator.resemblance import Likeness
from generator.sources import Snapshot

_SPARE_BYTES = 1024 * 1024


class Kept(Struct, frozen=True, array_like=True, gc=False):
    """A text as the memo holds it: where its body lies, or ``packed`` if it lies nowhere else."""

    digest: bytes
    start: int
    size_bytes: int
    links: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    packed: bytes = b""


class Stored(Struct, frozen=True, array_like=True):
    """What the memo holds for one file; at most one of article, page, note, storyline is there.

    An article is stored without its body, which is the ``text``, and ``kept`` in the memo.
    A ``likeness`` is a question that depends on which other articles there are.
    """

    problems: tuple[Diagnostic, ...]
    likeness: Likeness | None = None
    article: Article | None = None
    text: Text | None = None
    page: Document | None = None
    note: TermNote | None = None
    storyline: StorylineNote | None = None
    kept: Kept | None = None


class Filed(Struct, frozen=True):
    """The terms of all articles, and the collisions among them."""

    terms: tuple[tuple[TermRef, ...], ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Loaded(Struct, frozen=True):
    """The content, and what to keep: what was parsed, by its key, and how the files were seen.

    ``bodies`` is where the bodies of articles lie, if not in the memo with the rest.
    ``stored`` is the memo unpacked, ``keys`` has the keys of the files; these and the rest are
    there only where the content was loaded by the same process.
    ``parsed`` is how many files had to be, ``used_bytes`` how long the bodies are that are of use.
    """

    content: Content
    memo: Mapping[bytes, bytes]
    seen: Snapshot
    bodies: Bodies | None = None
    stored: Mapping[bytes, Stored] = {}
    keys: Mapping[str, bytes] = {}
    listing: Listing = Listing()
    filed: Filed = Filed()
    problems: tuple[Diagnostic, ...] = ()
    parsed: int = 0
    used_bytes: int = 0

    @property
    def is_wasteful(self) -> bool:
        """Return whether most of what lies among the bodies is of no use any more."""
        limit = 2 * self.used_bytes + _SPARE_BYTES
        return self.bodies is not None and self.bodies.size_bytes() > limit


NOTHING = Loaded(Content(()), {}, {})
"""What is loaded by whoever has loaded nothing yet."""


_DECODER = msgpack.Decoder(Stored)


def unpacked_from(value: bytes, terms: dict[TermRef, TermRef]) -> Stored:
    """Return what the memo holds; a term that many articles have is there once, among ``terms``."""
    stored = _DECODER.decode(value)
    article = stored.article
    if article is None or not article.terms:
        return stored
    shared = tuple([terms.setdefault(one, one) for one in article.terms])
    return replace(stored, article=replace(article, terms=shared))


def texts_in(stored: Iterable[Stored], known: Loaded) -> Mapping[str, Text]:
    """Return the texts of articles by path, where equal those of ``known``."""
    get = known.bodies.get if known.bodies else None
    return {
        one.article.path: _text(one.kept, get, known.content.texts.get(one.article.path))
        for one in stored
        if one.article and one.kept
    }


def _text(kept: Kept, get: Callable[..., bytes] | None, known: Text | None) -> Text:
    """Return a text as the memo holds it, by preference the one that was there before."""
    if known and known.digest == kept.digest:
        return known
    fetched = partial(get, kept.start, kept.size_bytes, kept.digest) if get else None
    return Text(kept.digest, kept.packed, kept.links, kept.lines, fetched)


def with_other_bodies(
    known: Loaded,
    seen: Snapshot,
    changed: Iterable[str],
    *,
    keys: Mapping[str, bytes],
    values: Mapping[bytes, bytes],
) -> Loaded | None:
    """Return what was loaded with the bodies that some of its articles have now.

    ``seen`` and ``keys`` are of the same files as before, as they are now; they differ for those
    that have ``changed``.  ``values`` is what the memo is to hold for new keys.  None is returned
    if more than bodies has changed: then all that depends on several files has to be looked at.
    """
    stored, memo, texts = dict(known.stored), dict(known.memo), dict(known.content.texts)
    gists: dict[str, Gist] = {}
    used_bytes = known.used_bytes
    for name in changed:
        path = name.partition("/")[2]
        old, new = known.keys.get(path, b""), keys.get(path, b"")
        if not (old and new):
            return None
        if old == new:
            continue
        if new not in values:
            return None
        before, after = stored.pop(old), unpacked_from(values[new], {})
        if not (before.kept and after.article and after.kept and _differ_in_body(before, after)):
            return None
        used_bytes += after.kept.size_bytes - before.kept.size_bytes
        del memo[old]
        memo[new], stored[new] = values[new], after
        texts.update(texts_in((after,), known))
        if before.article and before.article.gist != after.article.gist:
            gists[after.article.path] = after.article.gist
    articles = known.content.articles
    if gists:
        articles = tuple(
            replace(one, gist=gists[one.path]) if one.path in gists else one for one in articles
        )
    content = replace(known.content, articles=articles, texts=texts)
    return replace(
        known,
        content=content,
        memo=memo,
        seen=seen,
        stored=stored,
        keys=keys,
        parsed=len(values),
        used_bytes=used_bytes,
    )


def _differ_in_body(one: Stored, other: Stored) -> bool:
    """Return whether two articles are the same but for the body and what storylines see in it."""
    if not (one.article and other.article and one.kept and other.kept):
        return False
    return (
        replace(one.article, gist=other.article.gist) == other.article
        and (one.problems, one.likeness) == (other.problems, other.likeness)
        and one.kept.links == other.kept.links
    )

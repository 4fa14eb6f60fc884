"""Looks for words of held-back articles in what is about to be published.

Nothing of a draft, or of an article that is in the future, embargoed or expired, should reach a
page; this is the check that the rest keeps that promise.
"""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from generator.diagnostics import Diagnostic, Place, error
from generator.model import Article, Document, Held, SitePath

_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_QUOTES = (('"', "'"), ("&quot;", "'"), ("&quot;", "&#x27;"), ("&#34;", "&#39;"))
"""How quotation marks are written in HTML: by nh3, our own feeds, the standard library, Jinja."""

_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}
_LEAST = 16
"""Shorter words may stand anywhere by chance."""


class Needle(Struct, frozen=True):
    """Words of a held-back article in one of the forms in which a page would show them."""

    words: bytes
    plain: str
    owner: Held


def needles_of(
    held: Iterable[Held], published: Iterable[Article], also: Iterable[str] = ()
) -> tuple[Needle, ...]:
    """Return what must not be found: ids, titles and first sentences, as HTML and as JSON.

    Words that a published article holds too are no secret and are left out, and so are those of
    ``also``: what the site says in other places.
    """
    wanted = [(words, one) for one in held for words in _words_of(one.article)]
    if not wanted:
        return ()
    public = [*(_text_of(article) for article in published), *also]
    secret = [(words, one) for words, one in wanted if not any(words in text for text in public)]
    return tuple(
        Needle(form.encode(), words, one) for words, one in secret for form in _forms(words)
    )


def _words_of(article: Article | Document) -> Iterable[str]:
    first = _SENTENCE.split(_plain(article), maxsplit=1)[0]
    identity = article.id if isinstance(article, Article) else ""
    for words in (identity, article.title, first):
        if len(words) >= _LEAST:
            yield words


def _plain(article: Article | Document) -> str:
    return " ".join(unescape(_TAG.sub("", "".join(article.body.parts))).split())


def _text_of(article: Article) -> str:
    return "\n".join((article.id, article.title, article.summary, _plain(article)))


def _forms(words: str) -> Iterable[str]:
    """Return words as templates, feeds and structured data write them, in a fixed order."""
    plain = escape(words, quote=False)
    html = {plain.replace('"', double).replace("'", single) for double, single in _QUOTES}
    in_json = {
        json.dumps(one, ensure_ascii=ascii_only)[1:-1]
        for one in (words, *html)
        for ascii_only in (True, False)
    }
    in_script = {one.translate(_SCRIPT) for one in in_json}
    in_xml = {escape(one, quote=False) for one in html}
    return sorted({words, *html, *in_json, *in_script, *in_xml})


class Leaks:
    """Searches bytes for all needles at once."""

    def __init__(self, needles: tuple[Needle, ...]) -> None:
        """Take what must not be found; without any, nothing is searched."""
        self._needles = needles
        self._automaton = BytesAhoCorasick([one.words for one in needles]) if needles else None

    def found(self, path: SitePath, data: bytes) -> tuple[Diagnostic, ...]:
        """Return a ``leak`` for each held-back article whose words a file holds."""
        if self._automaton is None:
            return ()
        hits = {index for index, _, _ in self._automaton.find_matches_as_indexes(data)}
        owners: Mapping[str, Needle] = {
            self._needles[index].owner.article.path: self._needles[index] for index in sorted(hits)
        }
        return tuple(_leak(path, needle) for needle in owners.values())


def _leak(path: SitePath, needle: Needle) -> Diagnostic:
    kind = "article" if isinstance(needle.owner.article, Article) else "page"
    return error(
        Place(needle.owner.article.path),
        "leak",
        f'words of this {needle.owner.reason} {kind} are in {path}: "{needle.plain[:80]}"',
        "take them out of the page or template that quotes them",
    )

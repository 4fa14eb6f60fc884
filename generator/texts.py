"""The bodies of articles, apart from them: most pages show none, and most builds need few."""

from msgspec import msgpack
from msgspec.structs import replace

from generator.fingerprint import digest_of
from generator.model import Article, Body, Gist, Text

_NO_BODY = Body(("",))
_NO_GIST = Gist()


def text_of(body: Body) -> Text:
    """Return a body as it is kept apart from its article."""
    packed = msgpack.encode(body)
    return Text(digest_of(packed), packed, body.links, body.lines)


def without_body(article: Article) -> Article:
    """Return an article without its body."""
    return replace(article, body=_NO_BODY)


def outlined(article: Article) -> Article:
    """Return an article as lists see it: without its body, and without its gist."""
    if article.body == _NO_BODY and article.gist == _NO_GIST:
        return article
    return replace(article, body=_NO_BODY, gist=_NO_GIST)

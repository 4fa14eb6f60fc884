"""Media types by name, the same on every machine."""

import pytest

from generator.serve.media import media_type


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/site.c57a70b3.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("countries/lt/rss.xml", "application/rss+xml; charset=utf-8"),
        ("feed.json", "application/feed+json"),
        ("a.json", "application/json"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
        ("feeds.opml", "text/x-opml; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("_headers", "text/plain; charset=utf-8"),
        ("_redirects", "text/plain; charset=utf-8"),
        (".nojekyll", "text/plain; charset=utf-8"),
        ("a.SVG", "image/svg+xml; charset=utf-8"),
        ("a.avif", "image/avif"),
        ("a.webp", "image/webp"),
        ("a.woff2", "font/woff2"),
        ("a.mp4", "video/mp4"),
        ("a", "application/octet-stream"),
        ("html", "application/octet-stream"),
        ("a.unknown", "application/octet-stream"),
        ("feed.xml/a", "application/octet-stream"),
    ],
)
def test_media_type(path: str, kind: str) -> None:
    """A file has the type that its name stands for, text in UTF-8."""
    assert media_type(path) == kind

"""Media types by name: a table of our own, since the system's differs from machine to machine."""

from collections.abc import Mapping

HTML = "text/html; charset=utf-8"

_TEXT = "text/plain; charset=utf-8"
_UNKNOWN = "application/octet-stream"

_BY_NAME: Mapping[str, str] = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
    "_headers": _TEXT,
    "_redirects": _TEXT,
    ".nojekyll": _TEXT,
    "CNAME": _TEXT,
    "LICENSE": _TEXT,
}

_BY_ENDING: Mapping[str, str] = {
    "html": HTML,
    "htm": HTML,
    "xhtml": "application/xhtml+xml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "txt": _TEXT,
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xsl": "application/xslt+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    # RFC 8259 §11: JSON is UTF-8 and has no charset parameter.
    "json": "application/json",
    "map": "application/json",
    "jsonld": "application/ld+json",
    "geojson": "application/geo+json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "avif": "image/avif",
    "webp": "image/webp",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "gz": "application/gzip",
    "wasm": "application/wasm",
}


def media_type(path: str) -> str:
    """Return the media type of a file by its name, else by what its name ends in."""
    name = path.rpartition("/")[2]
    _, dot, ending = name.rpartition(".")
    return _BY_NAME.get(name) or _BY_ENDING.get(ending.lower() if dot else "", _UNKNOWN)

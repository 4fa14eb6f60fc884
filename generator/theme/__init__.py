"""Pages to bytes, by templates and by the formats of feeds and sitemaps."""

"""Dateline: a static site generator for news digests, from plain text to a published site."""

__version__ = "0.1.0"

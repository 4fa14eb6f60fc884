"""Markdown files to articles."""

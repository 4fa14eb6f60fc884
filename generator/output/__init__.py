"""Bytes to disk, so that a reader never meets half a site."""

"""Builds again whenever a source changes; events only wake it, what it then sees counts."""

"""Text to terms, with evidence; knows nothing of files or pages."""

"""Plain-text news items to Markdown files that people may edit."""

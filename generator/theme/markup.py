"""Text as XML and HTML: the few characters that must not stand for themselves."""


def text(value: str) -> str:
    """Escape character data (XML 1.0 §2.4)."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """Escape a value that stands between double quotes (XML 1.0 §3.1)."""
    return text(value).replace('"', "&quot;")


def element(name: str, value: str) -> str:
    """Return an element that holds text, or nothing where there is no text."""
    return f"<{name}>{text(value)}</{name}>\n" if value else ""

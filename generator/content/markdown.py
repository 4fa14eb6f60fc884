"""Markdown to a safe body: the one door to two engines.

Seed text is third-party text and editors paste what they find, so no markup of an author's own is
ever passed through: raw HTML is shown as text, links are http, https, mailto or relative, images
come from the project or from hosts that the owner named.
"""

import re
from collections.abc import Callable

from generator.content.markdown_clean import clean
from generator.content.markdown_meter import TooComplexError
from generator.content.markdown_plain import plain_body
from generator.content.markdown_walk import Refused
from generator.diagnostics import Checked, Diagnostic, Place, Severity, error
from generator.model import ARTICLE_LIMIT_BYTES, Body

MAX_BYTES = ARTICLE_LIMIT_BYTES

MAX_DEPTH = 100
"""How deep elements may stand in each other; parsing HTML takes quadratic time in this number."""

NOTHING = Body(("",))

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_VOID = frozenset({"br", "hr", "img"})


def render_markdown(
    text: str, *, engine: str, place: Place, image_hosts: tuple[str, ...] = ()
) -> Checked[Body]:
    """Return the body of a text, by the engine "markdown" or "commonmark".

    ``place`` is where the text begins.  Its problems: ``article-too-large``,
    ``markdown-too-deep`` and ``markdown-too-complex`` are errors and the body is empty;
    ``foreign-image`` and ``refused-link`` are warnings and only the text is kept.
    """
    if len(text) > MAX_BYTES // 4 and len(text.encode(errors="replace")) > MAX_BYTES:
        return Checked(NOTHING, (_too_large(place),))
    plain = plain_body(text)
    if plain is not None:
        return Checked(plain)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _rendered(text, _render_with(engine), (place, image_hosts))


def _rendered(
    text: str, render: Callable[[str], str], rules: tuple[Place, tuple[str, ...]]
) -> Checked[Body]:
    place, image_hosts = rules
    try:
        markup = render(text)
    except TooComplexError:
        return Checked(NOTHING, (_too_complex(place),))
    except RecursionError:
        return Checked(NOTHING, (_too_deep(place),))
    if _is_too_deep(markup):
        return Checked(NOTHING, (_too_deep(place),))
    body, refused = clean(markup, image_hosts)
    return Checked(body, tuple(_finding(one, text, place) for one in refused))


def _render_with(engine: str) -> Callable[[str], str]:
    # Most articles need no engine at all, and Python-Markdown takes 70 ms to load.
    if engine == "commonmark":
        from generator.content import engine_commonmark  # noqa: PLC0415  # see above

        return engine_commonmark.render
    from generator.content import engine_markdown  # noqa: PLC0415  # see above

    return engine_markdown.render


def _is_too_deep(markup: str) -> bool:
    if markup.count("<") <= 2 * MAX_DEPTH:
        return False
    depth = 0
    for slash, name in _TAG.findall(markup):
        if name not in _VOID:
            depth += -1 if slash else 1
            if depth > MAX_DEPTH:
                return True
    return False


# --- problems ---------------------------------------------------------------------------------


def _too_large(place: Place) -> Diagnostic:
    return error(
        place,
        "article-too-large",
        f"the text is longer than {MAX_BYTES // 1024} KiB and is not rendered",
        "divide it into several articles",
    )


def _too_deep(place: Place) -> Diagnostic:
    return error(
        place,
        "markdown-too-deep",
        f"lists, quotations or emphasis stand more than {MAX_DEPTH} deep in each other",
        'look for a long run of ">", "-", "*" or "["',
    )


def _too_complex(place: Place) -> Diagnostic:
    return error(
        place,
        "markdown-too-complex",
        "the text would take too long to render",
        'look for many brackets, fences or notes that nothing closes, or set engine = "commonmark"',
    )


def _finding(refused: Refused, text: str, place: Place) -> Diagnostic:
    if refused.is_image:
        found, width = _found(refused.address or refused.label, text, place)
        shown = (
            f'the image "{refused.address}"' if refused.address else f'the image "{refused.label}"'
        )
        message = f"{shown} is not shown: it is on a foreign host"
        hint = "put the file beside the article, or name its host in image_hosts"
        return Diagnostic(found, Severity.WARNING, "foreign-image", message, hint, *width)
    found, width = _found(f"[{refused.label}]", text, place)
    message = f'"{refused.label}" is not linked: its address is empty or of a kind not allowed'
    hint = "links may be relative, or begin with http:, https: or mailto:"
    return Diagnostic(found, Severity.WARNING, "refused-link", message, hint, *width)


def _found(wanted: str, text: str, place: Place) -> tuple[Place, tuple[str, int]]:
    """Return where some words stand in the text, with the line and their length."""
    at = text.find(wanted) if wanted else -1
    if at < 0:
        return place, ("", 1)
    line = max(place.line, 1) + text.count("\n", 0, at)
    begin = text.rfind("\n", 0, at) + 1
    excerpt = text[begin:].split("\n", 1)[0]
    width = min(len(wanted), len(excerpt) - (at - begin))
    return Place(place.path, line, at - begin + 1), (excerpt, max(width, 1))

"""Conditional requests and single ranges (RFC 9110 §13 and §14), as far as a preview needs them."""

import re

from msgspec.structs import replace

from generator.serve.exchange import Answer, Asked, Extract

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


def conditional(asked: Asked, whole: Answer, state: bytes) -> Answer:
    """Return an answer with what tells its state as entity tag, or that the browser has it."""
    tag = f'"{state.hex()}"'
    if is_known(tag, asked.header("if-none-match")):
        return Answer(304, (("etag", tag),), None)
    return Answer(whole.status, (*whole.headers, ("etag", tag)), whole.body)


def is_known(tag: str, listed: str) -> bool:
    """Return whether an If-None-Match names a tag; weak tags are as good (RFC 9110 §13.1.2)."""
    return listed.strip() == "*" or tag in _TAG.findall(listed)


def ranged(asked: Asked, whole: Answer, body: Extract) -> Answer:
    """Return the one range of a file that is asked for, else the answer with an entity tag.

    Several ranges, other units and nonsense give the whole answer, as does an If-Range that names
    another state of the file.  A range beyond the end is an answer of its own (416).
    """
    headers = dict(whole.headers)
    offered = Answer(whole.status, (*whole.headers, ("accept-ranges", "bytes")), whole.body)
    match = _RANGE.fullmatch(asked.header("range"))
    condition = asked.header("if-range")
    is_other = bool(condition) and condition != headers["etag"]
    # RFC 9110 §14.2: only GET has ranges.
    if asked.method != "GET" or whole.status != 200 or not match or is_other:
        return offered
    first, last = match.groups()
    if not first and not last:
        return offered
    start = int(first) if first else max(0, len(body) - int(last))
    end = min(int(last) + 1, len(body)) if first and last else len(body)
    if first and last and int(last) < start:
        return offered  # §14.1.1: a range that ends before it begins is no range
    if start >= end:
        return Answer(416, (("content-range", f"bytes */{len(body)}"),), b"")
    place = ("content-range", f"bytes {start}-{end - 1}/{len(body)}")
    part = replace(body, start=body.start + start, end=body.start + end)
    return Answer(206, (*offered.headers, place), part)

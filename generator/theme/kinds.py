"""What is known of a value in a template: the annotation of the field that it comes from."""

import types
from collections import abc
from collections.abc import Iterable, Mapping
from typing import NewType, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

Kind = object
"""A type annotation, as in ``tuple[Card, ...]``, or UNKNOWN."""

UNKNOWN: Kind = object
"""Nothing is known, hence nothing can be wrong."""

Fields = Mapping[type, Mapping[str, Kind]]
"""The fields of every struct that a template can reach."""


def known_fields(roots: Iterable[type[Struct]]) -> Fields:
    """Return the fields of some structs and of all structs that these lead to."""
    found: dict[type, Mapping[str, Kind]] = {}
    waiting: list[Kind] = list(roots)
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, Struct):
            if kind not in found:
                found[kind] = get_type_hints(kind)
                waiting += found[kind].values()
        else:
            waiting += get_args(kind)
    return found


def plain(kind: Kind) -> Kind:
    """Return a kind without its None, or UNKNOWN for a choice of several."""
    if get_origin(kind) not in {Union, types.UnionType}:
        return kind
    choices = [one for one in get_args(kind) if one is not type(None)]
    return choices[0] if len(choices) == 1 else UNKNOWN


def element(kind: Kind) -> Kind:
    """Return the kind of what a loop over a value goes through."""
    kind = plain(kind)
    if get_origin(kind) is not tuple:
        return str if is_mapping(kind) else UNKNOWN
    items = set(get_args(kind)) - {Ellipsis}
    return items.pop() if len(items) == 1 else UNKNOWN


def is_mapping(kind: Kind) -> bool:
    """Return whether a kind is a mapping."""
    return get_origin(kind) is abc.Mapping


def scalar(kind: Kind) -> Kind:
    """Return the plain type behind a NewType."""
    while isinstance(kind, NewType):
        kind = kind.__supertype__
    return kind

"""Reads front matter in any form of YAML; the canonical form needs none of this."""

from collections.abc import Iterator, Mapping

import yaml

from generator.diagnostics import Diagnostic, Place, Sheet, error
from generator.frontmatter_canonical import NULLS, Spot, Value
from generator.frontmatter_refused import LIMIT_LEVELS, TOO_DEEP, Refused, place_of


class YamlReader:
    """Builds plain values from YAML events, noting where each stands."""

    def __init__(self, sheet: Sheet) -> None:
        """Take the file that the source is from."""
        self.sheet = sheet
        self.spots: dict[str, Spot] = {}
        self.keys: dict[str, Spot] = {}

    def read(self, source: str) -> Mapping[str, Value]:
        """Return the fields; raise Refused for what may not stand there."""
        try:
            events = iter(list(yaml.parse(source, Loader=yaml.CBaseLoader)))
        except yaml.MarkedYAMLError as fault:
            raise Refused(self._syntax(fault)) from fault
        except yaml.YAMLError as fault:
            place = self.sheet.place(1, 1)
            message = str(fault).split("\n")[0]
            raise Refused(error(place, "frontmatter-syntax", message)) from fault
        for event in events:
            if isinstance(
                event, yaml.MappingStartEvent | yaml.SequenceStartEvent | yaml.ScalarEvent
            ):
                value = self._value(event, events, ())
                if isinstance(value, Mapping):
                    return value
                if value == "":
                    return {}
                place = self._place(event)
                hint = 'write one "key: value" a line'
                message = "the front matter is not a list of keys and values"
                raise Refused(error(place, "frontmatter-syntax", message, hint))
        return {}

    def _place(self, event: yaml.Event) -> Place:
        return place_of(self.sheet.path, _spot(event))

    def _syntax(self, fault: yaml.MarkedYAMLError) -> Diagnostic:
        mark = fault.problem_mark or fault.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        message = f"this is not YAML: {fault.problem or fault.context}"
        hint = 'put text that holds ": " or starts with a sign in double quotes'
        return error(self.sheet.place(line, column), "frontmatter-syntax", message, hint)

    def _value(self, event: yaml.Event, rest: Iterator[yaml.Event], path: tuple[str, ...]) -> Value:
        self._refuse(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return "" if not event.style and event.value in NULLS else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(self._items(rest, path))
        return self._mapping(rest, path)

    def _items(self, rest: Iterator[yaml.Event], path: tuple[str, ...]) -> Iterator[Value]:
        for number, event in enumerate(rest):
            if isinstance(event, yaml.SequenceEndEvent):
                return
            inner = (*path, str(number))
            self.spots[".".join(inner)] = _spot(event)
            yield self._value(event, rest, inner)

    def _mapping(self, rest: Iterator[yaml.Event], path: tuple[str, ...]) -> Mapping[str, Value]:
        found: dict[str, Value] = {}
        for event in rest:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._refuse(event, path)
            key = self._key(event)
            inner = (*path, key)
            if key in found:
                place = self._place(event)
                message = f'"{key}" stands here a second time'
                hint = f"it is first on line {self.keys['.'.join(inner)].line}; keep one of them"
                raise Refused(error(place, "duplicate-key", message, hint), len(key))
            self.keys[".".join(inner)] = _spot(event)
            value = next(rest)
            self.spots[".".join(inner)] = _spot(value)
            found[key] = self._value(value, rest, inner)
        return found

    def _key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        place = self._place(event)
        raise Refused(error(place, "frontmatter-refused", "a key must be plain text"))

    def _refuse(self, event: yaml.Event, path: tuple[str, ...]) -> None:
        what = ""
        if isinstance(event, yaml.AliasEvent):
            what = f'an alias ("*{event.anchor}")'
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            what = f'an anchor ("&{event.anchor}")'
        elif isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag:
            what = f'a tag ("{event.tag}")'
        elif len(path) > LIMIT_LEVELS:
            what = TOO_DEEP
        if what:
            place = self._place(event)
            message = f"front matter may not hold {what}"
            hint = "put the text in double quotes if it is meant as it stands"
            raise Refused(error(place, "frontmatter-refused", message, hint))


def _spot(event: yaml.Event) -> Spot:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return Spot(1, 1)
    # The fence is line 1 and YAML counts from 0, hence the 2.
    width = end.column - start.column if end.line == start.line else 1
    return Spot(start.line + 2, start.column + 1, max(1, width))

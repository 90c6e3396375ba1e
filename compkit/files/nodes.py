"""YAML and JSON to plain data that keeps the text of every value, with the line of every place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..checks import clean
from ..errors import InvalidValue, Problem
from .text import LIMIT, file_name, read_text, refused

MAX_DEPTH = 32
LONGEST_LINE = 50_000
MAX_NODES = 20_000
"""Most values of an offer or assumptions file; a usual one has a hundred."""

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_NOT_NUMBERS = {"NaN", "Infinity", "-Infinity"}

Places = dict[str, int]


@frozen
class Document:
    """A file as data: mappings, lists, text, true, false and None. Numbers and dates are text as written.

    Attributes:
        file: The file as problems name it.
        data: Its content.
        lines: Line of each place, such as ``equity[0].vesting``, counted from 1.
        problems: Keys that appear twice and the like: the data is whole without them.
    """

    file: str
    data: Any
    lines: Places = field(factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()


def read_document(path: str | Path, *, limit: int = LIMIT, most: int = MAX_NODES) -> Document:
    """A YAML or JSON file, by its suffix; standard input is JSON if it begins with a brace.

    Raises:
        FileProblems: If it cannot be read, is not YAML or JSON, is empty, or exceeds a limit.
    """
    text, name = read_text(path, limit=limit), file_name(path)
    is_json = text.lstrip()[:1] == "{" if str(path) == "-" else str(path).casefold().endswith(".json")
    return parse_json(text, name, most=most) if is_json else parse_yaml(text, name, most=most)


def below(path: str, step: str | int) -> str:
    """The place one step further inside: a key or the index of a list."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step


class _Builder:
    """What YAML and JSON share: limits, lines and keys."""

    def __init__(self, file: str, most: int) -> None:
        self.file = file
        self.most = most
        self.count = 0
        self.lines: Places = {}
        self.problems: list[Problem] = []

    def enter(self, path: str, line: int, depth: int) -> None:
        """Count a value, and refuse what no real file has."""
        self.count += 1
        self.lines.setdefault(path, line)
        if depth > MAX_DEPTH:
            raise refused(self.file, f"is nested deeper than {MAX_DEPTH} levels", line=line)
        if self.count > self.most:
            raise refused(self.file, f"holds more than {self.most:,} values", "split it", line=line)

    def is_new(self, key: str, found: dict[str, Any], path: str, line: int) -> bool:
        """Whether a key is the first of its name in its mapping."""
        if key not in found:
            self.lines.setdefault(path, line)
            return True
        first = self.lines[path]
        where = f"lines {first} and {line}" if first != line else f"line {line}"
        self.problem(path, line, f"this key appears twice, on {where}", "keep one")
        return False

    def key(self, text: str, path: str, line: int) -> str:
        """A key as clean text: it may be a name, and it is printed."""
        if text.isascii() and text.isprintable() and text.strip() == text:
            return text
        try:
            return clean(text)
        except InvalidValue as error:
            raise refused(self.file, f"a key of {path or 'the file'}: {error.rule}", error.fix, line=line) from None

    def problem(self, path: str, line: int, rule: str, fix: str, value: str = "") -> None:
        """Keep a problem that does not stop the reading."""
        self.problems.append(Problem(file=self.file, path=path, value=value, rule=rule, fix=fix, line=line))

    def document(self, data: Any) -> Document:
        """The finished document."""
        return Document(self.file, data, self.lines, tuple(self.problems))


# YAML


def parse_yaml(text: str, file: str, *, most: int = MAX_NODES) -> Document:
    """YAML 1.2 as data; see `Document`. One document, no anchors, no tags.

    Raises:
        FileProblems: If it is not that.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    builder = _Builder(file, most)
    _check_lines(text, file)
    try:
        return builder.document(_yaml_document(YAML(typ="safe", pure=True).parse(text), builder))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        rule = f"is not YAML: {error.problem or error.context}"
        raise refused(file, rule, "look at the line and the one before", line=mark.line + 1 if mark else 0) from None
    except YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise refused(file, f"is not YAML: {_first_line(error)}", "remove it", line=line) from None


def _check_lines(text: str, file: str) -> None:
    """Refuse what only takes time: some scanning is quadratic in the length of a line."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise refused(file, f"has a line of more than {LONGEST_LINE:,} characters", "break it", line=number)


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split("\n")[0].split())


def _yaml_document(events: Iterator[Any], builder: _Builder) -> Any:
    from ruamel.yaml.events import DocumentEndEvent, DocumentStartEvent, StreamEndEvent, StreamStartEvent

    data = None
    for event in events:
        match event:
            case StreamStartEvent() | DocumentEndEvent() | StreamEndEvent():
                continue
            case DocumentStartEvent():
                if builder.count:
                    line = event.start_mark.line + 1
                    raise refused(builder.file, "holds a second document", "keep one in a file", line=line)
            case _:
                data = _yaml_value(event, events, builder, "", 0)
    if data is None:
        raise refused(builder.file, "is empty", "start from a sample: compkit new FILE")
    return data


def _yaml_value(event: Any, events: Iterator[Any], builder: _Builder, path: str, depth: int) -> Any:
    from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

    line = event.start_mark.line + 1
    builder.enter(path, line, depth)
    if isinstance(event, AliasEvent) or event.anchor is not None:
        raise refused(builder.file, "anchors and aliases are refused", "write the value out", line=line)
    if event.tag is not None:
        raise refused(builder.file, "tags are refused", "leave it out; text may stand in quotes", line=line)
    if isinstance(event, ScalarEvent):
        return event.value if event.style in ("'", '"', "|", ">") else _plain(event.value)
    if isinstance(event, MappingStartEvent):
        return _yaml_mapping(events, builder, path, depth)
    return _yaml_list(events, builder, path, depth)


def _plain(text: str) -> str | bool | None:
    return None if text in _NULL else _BOOLEAN.get(text, text)


def _yaml_mapping(events: Iterator[Any], builder: _Builder, path: str, depth: int) -> dict[str, Any]:
    from ruamel.yaml.events import MappingEndEvent, ScalarEvent

    found: dict[str, Any] = {}
    for event in events:
        if isinstance(event, MappingEndEvent):
            break
        line = event.start_mark.line + 1
        if not isinstance(event, ScalarEvent) or event.anchor is not None or event.tag is not None:
            raise refused(builder.file, "a key must be plain text", "no anchor, tag, list or mapping", line=line)
        key = builder.key(event.value, path, line)
        inside = below(path, key)
        is_new = builder.is_new(key, found, inside, line)
        value = _yaml_value(next(events), events, builder, inside, depth + 1)
        if is_new:
            found[key] = value
    return found


def _yaml_list(events: Iterator[Any], builder: _Builder, path: str, depth: int) -> list[Any]:
    from ruamel.yaml.events import SequenceEndEvent

    found: list[Any] = []
    for event in events:
        if isinstance(event, SequenceEndEvent):
            break
        found.append(_yaml_value(event, events, builder, below(path, len(found)), depth + 1))
    return found


# JSON


def parse_json(text: str, file: str, *, most: int = MAX_NODES) -> Document:
    """JSON as data, numbers as their text; see `Document`.

    Raises:
        FileProblems: If it is not JSON, is empty, or exceeds a limit.
    """
    if not text.strip():
        raise refused(file, "is empty", "start from a sample: compkit new FILE")
    try:
        json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise refused(file, f"is not JSON: {error.msg.lower()}", line=error.lineno) from None
    except RecursionError:
        raise refused(file, f"is nested deeper than {MAX_DEPTH} levels") from None
    builder = _Builder(file, most)
    return builder.document(_json_value(_json_tokens(text), builder, "", 0))


def _json_tokens(text: str) -> Iterator[tuple[str, int]]:
    """Tokens of valid JSON with their lines."""
    line, done = 1, 0
    for match in _JSON_TOKEN.finditer(text):
        line += text.count("\n", done, match.start())
        done = match.start()
        yield match[0], line


def _json_value(tokens: Iterator[tuple[str, int]], builder: _Builder, path: str, depth: int) -> Any:
    token, line = next(tokens)
    return _json_of(token, line, tokens, builder, path, depth)


def _json_of(token: str, line: int, tokens: Iterator[tuple[str, int]], builder: _Builder, path: str, depth: int) -> Any:
    builder.enter(path, line, depth)
    if token == "{":
        return _json_mapping(tokens, builder, path, depth)
    if token == "[":
        return _json_list(tokens, builder, path, depth)
    if token in _NOT_NUMBERS:
        builder.problem(path, line, "is not a number of JSON", "say null if it is not known", token)
    return json.loads(token, parse_float=str, parse_int=str, parse_constant=str)


def _json_mapping(tokens: Iterator[tuple[str, int]], builder: _Builder, path: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for token, line in tokens:
        if token == "}":
            break
        if token == ",":
            continue
        key = builder.key(json.loads(token), path, line)
        inside = below(path, key)
        is_new = builder.is_new(key, found, inside, line)
        next(tokens)  # the colon
        value = _json_value(tokens, builder, inside, depth + 1)
        if is_new:
            found[key] = value
    return found


def _json_list(tokens: Iterator[tuple[str, int]], builder: _Builder, path: str, depth: int) -> list[Any]:
    found: list[Any] = []
    for token, line in tokens:
        if token == "]":
            break
        if token != ",":
            found.append(_json_of(token, line, tokens, builder, below(path, len(found)), depth + 1))
    return found

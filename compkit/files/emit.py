"""Plain data to YAML: block style, in order, quoted only where it must be. `parse_yaml` reads the same data back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_SAFE = re.compile(r"[\w(][\w .,/%()'+&@:-]*")
_OTHER_MEANING = {"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"}
"""Words that some reader of YAML takes for something else than text."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def to_yaml(data: Mapping[str, Any]) -> str:
    """A mapping of text, whole numbers, true, false, None, lists and mappings as YAML."""
    return "\n".join(_mapping(data, "")) + "\n"


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in data.items():
        yield from _entry(f"{indent}{_scalar(name)}:", value, indent)


def _entry(start: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield start
        yield from _mapping(value, f"{indent}  ")
    elif isinstance(value, list) and value:
        yield start
        yield from _list(value, f"{indent}  ")
    else:
        yield f"{start} {_scalar(value)}"


def _list(data: list[Any], indent: str) -> Iterator[str]:
    for value in data:
        if isinstance(value, Mapping) and value:
            first, *rest = _mapping(value, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", value, f"{indent}  ")


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    if isinstance(value, (Mapping, list)):
        return "{}" if isinstance(value, Mapping) else "[]"
    return "null" if value is None else str(value)


def _is_plain(text: str) -> bool:
    """Whether text is read back as the same text without quotes."""
    if not text.isprintable() or text != text.strip() or text.casefold() in _OTHER_MEANING:
        return False
    return _SAFE.fullmatch(text) is not None and ": " not in text and not text.endswith(":")


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(char) or _shown(char) for char in text) + '"'


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"

"""Values with keys of their own, as one line in a cell: ``openai/gpt-6-sol 60 %, mistral/large 40 %``.

Each key has a pair: from the line to the plain data of an offer file, and back, or None where a line cannot say it.
A line that has none of these forms is handed on as it is: it may be a name, and if not, its shape says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import InvalidValue
from .shape_acceleration import format_accelerations, parse_accelerations
from .structure import converter

_SHARE = r"[+-]?[\d.,]+\s*%|[01](?:\.\d+)?"
_COLLAR = re.compile(r"collar\s*-\s*(\S+?\s*%?)\s*\+\s*(\S+?\s*%?)")
_INDEXED = re.compile(r"indexed to (.+) from (\S+)")
_STEP = re.compile(r"([^;:]*\S) (after|on) (\S[^;]*)")
_PART = re.compile(rf"(\S.*?)\s+({_SHARE})")
_USED = re.compile(rf"({_SHARE})\s+(business|personal)")
_LIMIT = re.compile(r"(share|at most|until)\s+(\S.*)")
_SUCCESSOR = re.compile(r"(\S+) by (\S+) from (\S+?)(?:\s*,\s*ratio (\S+))?")


def _pieces(text: str, mark: str) -> list[str]:
    return [piece.strip() for piece in text.split(mark) if piece.strip()]


def _pairs(text: str, found: list[tuple[str, Any]], value: str) -> dict[str, Any]:
    """A mapping of pairs; a name that stands twice is refused."""
    names = [name for name, _ in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidValue("", text, f"names {twice} twice", f"give each {value} once")
    return dict(found)


# vesting


def parse_vesting(text: str) -> Any:
    """``25 % after 12 months; 75 % on 2031-01-11``, with ``name:`` before it if it has one; else the text."""
    name, colon, rest = text.partition(": ")
    steps = [_STEP.fullmatch(piece) for piece in _pieces(rest if colon else text, ";")]
    if not steps or not all(steps):
        return text
    found = [{"share": step[1], step[2]: step[3]} for step in steps if step]
    return {"name": name.strip(), "steps": found} if colon else found


def format_vesting(data: Any) -> str | None:
    """The inverse of `parse_vesting`."""
    if isinstance(data, Mapping):
        steps = format_vesting(data["steps"]) if set(data) == {"name", "steps"} else None
        return None if steps is None else f"{data['name']}: {steps}"
    if any(len(step) != 2 for step in data):
        return None
    return "; ".join(f"{step['share']} {when} {step[when]}" for step in data for when in step if when != "share")


def parse_acceleration(text: str) -> Any:
    """``100 % on change in control and termination without cause``, as an offer file says it too."""
    return [converter().unstructure(shape) for shape in parse_accelerations(text)]


# tokens


def parse_basket(text: str) -> Any:
    """``openai/gpt-6-sol 60 %, mistral/large 40 %``; one model without a share is the text."""
    pieces = _pieces(text, ",")
    parts = [_PART.fullmatch(piece) for piece in pieces]
    if len(pieces) == 1 and parts[0] is None:
        return text
    for piece, part in zip(pieces, parts, strict=True):
        if part is None:
            raise InvalidValue("", piece, "has no share", "say it after the model: openai/gpt-6-sol 60 %")
    return _pairs(text, [(part[1], part[2]) for part in parts if part], "model")


def format_basket(data: Any) -> str | None:
    """The inverse of `parse_basket`."""
    if not all(isinstance(share, str) for share in data.values()):
        return None
    return ", ".join(f"{model} {share}" for model, share in data.items())


def parse_mix(text: str) -> Any:
    """``fresh input 16 %, cache read 83.4 %, output 0.6 %``; else the text."""
    parts = [_PART.fullmatch(piece) for piece in _pieces(text, ",")]
    if not parts or not all(parts):
        return text
    found = [(re.sub(r"[\s-]+", "_", part[1].casefold()), part[2]) for part in parts if part]
    return _pairs(text, found, "kind")


def format_mix(data: Any) -> str | None:
    """The inverse of `parse_mix`; a mix with a name or a source of its own is no line."""
    if "name" in data or "source" in data:
        return None
    return ", ".join(f"{kind.replace('_', ' ')} {share}" for kind, share in data.items())


def parse_rule(text: str) -> Any:
    """``collar -20 % +20 %`` or ``indexed to CPI-U from 2026-11-01``; else the text."""
    if match := _COLLAR.fullmatch(text):
        return {"rule": "collar", "down": match[1], "up": match[2]}
    if match := _INDEXED.fullmatch(text):
        return {"rule": "indexed", "index": match[1], "base_on": match[2]}
    if text.startswith("collar"):
        raise InvalidValue("", text, "needs its limits", "say how far down and up: collar -20 % +20 %")
    if text.startswith("index"):
        raise InvalidValue("", text, "needs its index and day", "say indexed to CPI-U from 2026-11-01")
    return text


def format_rule(data: Any) -> str | None:
    """The inverse of `parse_rule`."""
    if set(data) == {"rule", "down", "up"}:
        return f"collar -{data['down']} +{data['up']}"
    return f"indexed to {data['index']} from {data['base_on']}" if set(data) == {"rule", "index", "base_on"} else None


def parse_use(text: str) -> Any:
    """``90 % business, 10 % personal``; a share of personal use alone is the text, unless it is the whole."""
    parts = [_USED.fullmatch(piece) for piece in _pieces(text, ",")]
    if not parts or not all(parts):
        return text
    found = _pairs(text, [(part[2], part[1]) for part in parts if part], "use")
    return text if set(found) == {"personal"} and found["personal"] != "100 %" else found


def format_use(data: Any) -> str | None:
    """The inverse of `parse_use`."""
    return ", ".join(f"{share} {name}" for name, share in data.items())


def parse_unused(text: str) -> Any:
    """``carries over 3 months, share 50 %, at most 20000, until 2028-12-31``; without limits, the text."""
    rule, *limits = _pieces(text, ",") or [text]
    if not limits:
        return text
    parts = [_LIMIT.fullmatch(piece) for piece in limits]
    if not all(parts):
        fix = "say carries over 3 months, share 50 %, at most 20000, until 2028-12-31, or some of these"
        raise InvalidValue("", text, "has a limit that is not known", fix)
    return _pairs(text, [("rule", rule), *((part[1].replace(" ", "_"), part[2]) for part in parts if part)], "limit")


def format_unused(data: Any) -> str | None:
    """The inverse of `parse_unused`."""
    limits = [f"{name.replace('_', ' ')} {data[name]}" for name in data if name != "rule"]
    return ", ".join([str(data["rule"]), *limits])


def parse_successors(text: str) -> Any:
    """``openai/gpt-6-sol by openai/gpt-7 from 2028-06-01, ratio 0.8``; semicolons between several."""
    found = []
    for piece in _pieces(text, ";"):
        match = _SUCCESSOR.fullmatch(piece)
        if match is None:
            fix = "say openai/gpt-6-sol by openai/gpt-7 from 2028-06-01, ratio 0.8"
            raise InvalidValue("", piece, "does not say which model follows which, and when", fix)
        said = {"model": match[1], "by": match[2], "from": match[3]}
        found.append(said | ({"work_ratio": match[4]} if match[4] else {}))
    return found


def format_successors(data: Any) -> str | None:
    """The inverse of `parse_successors`."""
    said = (f"{s['model']} by {s['by']} from {s['from']}" + _ratio(s.get("work_ratio")) for s in data)
    return "; ".join(said)


def _ratio(ratio: object) -> str:
    return "" if ratio is None else f", ratio {ratio}"


# conditions


def parse_conditions(text: str) -> list[str]:
    """One condition a line."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def format_conditions(value: Any) -> str | None:
    """The inverse of `parse_conditions`."""
    return "\n".join(map(str, value)) if isinstance(value, list) else None


LINES: dict[str, tuple[Callable[[str], Any], Callable[[Any], str | None]]] = {
    "vesting": (parse_vesting, format_vesting),
    "acceleration": (parse_acceleration, format_accelerations),
    "basket": (parse_basket, format_basket),
    "mix": (parse_mix, format_mix),
    "when_prices_change": (parse_rule, format_rule),
    "use": (parse_use, format_use),
    "unused": (parse_unused, format_unused),
    "successors": (parse_successors, format_successors),
    "terms.conditions": (parse_conditions, format_conditions),
}
"""How each key with keys of its own is read from a line, and written as one."""

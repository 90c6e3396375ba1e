"""A new offer file whose tokens are those of a policy: the text of a sample with its comments, some values replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from io import StringIO
from typing import Any, get_type_hints

from attrs import fields

from ..errors import InvalidValue
from ..workforce.policy.offer import allowance_for_offer
from ..workforce.policy.tokenpolicy import TokenPolicy
from .nodes import parse_yaml
from .offers import parse_offer
from .shape_tokens import TokensShape
from .structure import converter, key_name

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def fill_offer(text: str, policy: TokenPolicy, *, level: str, place: str = "", department: str = "") -> str:
    """A sample offer with another role, and with the token allowance that a policy gives for it.

    Comments, and values that stay what they are, stay as they were written.

    Args:
        text: The sample, YAML.
        policy: The token policy; the rule on the sample's first day of work counts.
        level: Level of the role.
        place: Location of the role; the sample's if empty.
        department: Department of the role, by which rules of a family are found too; the sample's if empty.

    Raises:
        InvalidValue: If the policy gives the role no allowance, or the sample is another company's offer.
    """
    role = {"level": level, "department": department, "location": place}
    text = _replaced(text, "role", lambda own: _set(own, {key: word for key, word in role.items() if word}, _ROLE))
    offer = parse_offer(parse_yaml(text, "sample").data)
    if offer.is_told:
        fix = "begin from an offer of your own, such as acme"
        raise InvalidValue("sample", offer.employer.name, "is another company's offer, which no policy fills", fix)
    shape = TokensShape.of(allowance_for_offer(offer, policy), offer.package.currency)

    def tokens(listed: Any) -> None:
        del listed[1:]
        _fill(listed[0], shape)

    return _replaced(text, "tokens", tokens)


_ROLE = ("title", "level", "department", "cost_center", "manager", "location")
"""Keys of a role, in the order in which they stand."""


def _replaced(text: str, section: str, change: Callable[[Any], None]) -> str:
    """The text with one of its sections changed; all else stays as it is, to the letter."""
    from ruamel.yaml import YAML

    found = re.search(rf"^{section}:.*\n((?:[ \t#].*)?\n)*?(?=(?:[ \t]*(?:#.*)?\n)*(?:\w|\Z))", text, re.MULTILINE)
    assert found is not None  # every sample has the section
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10**6
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(found[0])
    change(data[section])
    written = StringIO()
    yaml.dump(data, written)
    return text[: found.start()] + written.getvalue() + text[found.end() :]


def _fill(entry: Any, shape: TokensShape) -> None:
    """An entry of the file made to say what a shape says; keys with a default stay where they stood."""
    hints, own = get_type_hints(TokensShape, include_extras=True), fields(TokensShape)
    data: Mapping[str, Any] = converter().unstructure(shape)
    values = {}
    for attribute in own:
        name = key_name(attribute)
        if name in data:
            values[name] = _written(data[name])
        elif name in entry and attribute.default is not None:
            values[name] = converter().unstructure(attribute.default, hints[attribute.name])
        elif name == "base" and shape.amount.form == "base" and name in entry:
            values[name] = "at start"
        elif name in entry:
            del entry[name]
    _set(entry, values, tuple(key_name(attribute) for attribute in own))


def _set(entry: Any, values: Mapping[str, Any], order: tuple[str, ...]) -> None:
    """Values of keys; a new key stands after those that come before it."""
    for name, value in values.items():
        if name not in entry:
            before = set(order[: order.index(name)])
            entry.insert(max((n + 1 for n, key in enumerate(entry) if key in before), default=0), name, value)
        elif _plain(entry[name]) != _plain(value):
            entry[name] = value


def _written(value: Any) -> Any:
    """A value as the file shows it: days without quotes, mappings and lists on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and value.startswith((":", "?")):  # written plain, it is not read again on one line
        return DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        made: Any = CommentedMap((name, _written(inner)) for name, inner in value.items())
    elif isinstance(value, (list, tuple)):
        made = CommentedSeq(_written(inner) for inner in value)
    else:
        return value
    made.fa.set_flow_style()
    return made


def _plain(value: Any) -> Any:
    """A value as text, for comparing."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else str(value)

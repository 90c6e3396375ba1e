"""JSON Schema of a file, from the shapes that read it: editors and applicant systems know every key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, has

from .assumptions import AssumptionsShape, ExpectShape, RefreshersShape
from .fields import Leaf
from .offers import ONLY_ONE, UNKNOWN, OfferShape
from .shape_dynamics import CorrelationShape, DynamicsShape, ShareMotionShape, Spread, TokenMotionShape
from .shape_facts import CapacityShape, ContractShape, ExchangeRateShape, IndexValueShape, SharePriceShape
from .shape_scenarios import ScenarioShape
from .structure import Either, key_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def offer_schema() -> Schema:
    """The offer file as JSON Schema 2020-12; what it accepts is what the keys and the forms of values allow.

    Rules over several keys, such as shares that add up to 100 %, are for `read_offer`.
    """
    return shape_schema(OfferShape, "compkit offer")


def shape_schema(shape: Any, title: str, inside: Mapping[str, Inside] | None = None) -> Schema:
    """A file of a shape as JSON Schema 2020-12.

    Args:
        shape: The shape of the whole file.
        title: Title of the schema.
        inside: Keys that the shape reads by other shapes in its own order, as ``Shape.key``, with what stands there.
    """
    definitions: dict[str, Schema] = {}
    top = Describer(definitions, {**_INSIDE, **(inside or {})}).shape(shape)
    return {"$schema": DIALECT, "title": title, **top, "$defs": dict(sorted(definitions.items()))}


class Describer:
    """Describes types; shapes become definitions that are named once."""

    def __init__(self, definitions: dict[str, Schema], inside: Mapping[str, Inside]) -> None:
        """Describe into definitions.

        Args:
            definitions: Where shapes are put, by their names.
            inside: What stands at keys whose types do not say it.
        """
        self._definitions = definitions
        self._inside = inside

    def shape(self, shape: Any) -> Schema:
        """A mapping with known keys."""
        hints = get_type_hints(shape, include_extras=True)
        found = fields(shape)
        properties = {key_name(of): self._key(of, hints[of.name], shape) for of in found}
        return {
            "type": "object",
            "description": (shape.__doc__ or "").strip(),
            "properties": properties,
            "required": [key_name(of) for of in found if of.default is NOTHING],
            "additionalProperties": False,
        }

    def _key(self, attribute: Any, hint: Any, shape: Any) -> Schema:
        description = {"description": attribute.metadata["description"]}
        inside = self._inside.get(f"{shape.__name__}.{attribute.name}")
        if attribute.metadata["part"]:
            return {**self._part(attribute), **description}
        return {**(inside(self) if inside else self.type(hint)), **description}

    def _part(self, attribute: Any) -> Schema:
        entries = [self.type(shape) for shape in attribute.metadata["part"]]
        several = [] if attribute.name in ONLY_ONE else [{"type": "array", "items": {"anyOf": entries}}]
        return {"anyOf": [{"type": "null"}, {"const": UNKNOWN}, *entries, *several]}

    def type(self, kind: Any) -> Schema:
        """Any type of a key."""
        if get_origin(kind) is Annotated:
            return self._noted(kind)
        if has(kind):
            if kind.__name__ not in self._definitions:
                self._definitions[kind.__name__] = {}
                self._definitions[kind.__name__] = self.shape(kind)
            return {"$ref": f"#/$defs/{kind.__name__}"}
        if get_origin(kind) in (Union, UnionType):
            return {"anyOf": [self.type(inner) for inner in get_args(kind)]}
        if get_origin(kind) is tuple:
            return {"type": "array", "items": self.type(get_args(kind)[0])}
        if get_origin(kind) is dict:
            return {"type": "object", "additionalProperties": self.type(get_args(kind)[1])}
        return {"type": "null"} if kind is type(None) else {}

    def _noted(self, kind: Any) -> Schema:
        note = next(note for note in kind.__metadata__ if isinstance(note, (Leaf, Either)))
        if isinstance(note, Leaf):
            return dict(note.schema)
        forms = [dict(note.text.schema), *(self.type(form) for form in (note.mapping, note.listing) if form)]
        return {"anyOf": forms}

    def named(self, shape: Any) -> Schema:
        """A mapping from names."""
        empty = [{"type": "null"}]
        return {"type": ["object", "null"], "additionalProperties": {"anyOf": [self.type(shape), *empty]}}

    def lists(self, shape: Any) -> Schema:
        """A mapping from names, each of which holds a list or a single one."""
        return {"type": ["object", "null"], "additionalProperties": self.several(shape)}

    def listed(self, shape: Any) -> Schema:
        """A list."""
        return {"type": "array", "items": self.type(shape)}

    def several(self, shape: Any) -> Schema:
        """A list, or a single one."""
        entry = self.type(shape)
        return {"anyOf": [{"type": "null"}, entry, {"type": "array", "items": entry}]}


Inside = Callable[[Describer], Schema]
"""What stands at a key."""

_INSIDE: dict[str, Inside] = {
    "OfferShape.assumptions": lambda of: of.type(AssumptionsShape | None),
    "AssumptionsShape.shares": lambda of: of.named(SharePriceShape),
    "AssumptionsShape.exchange_rates": lambda of: of.several(ExchangeRateShape),
    "AssumptionsShape.contracts": lambda of: of.several(ContractShape),
    "AssumptionsShape.indices": lambda of: of.lists(IndexValueShape),
    "AssumptionsShape.capacities": lambda of: of.named(CapacityShape),
    "AssumptionsShape.expect": lambda of: of.type(ExpectShape | None),
    "AssumptionsShape.refreshers": lambda of: of.type(RefreshersShape | None),
    "RefreshersShape.vesting": lambda of: {"type": "string"},
    "AssumptionsShape.scenarios": lambda of: of.named(ScenarioShape),
    "AssumptionsShape.dynamics": lambda of: of.type(DynamicsShape | None),
    "DynamicsShape.shares": lambda of: of.named(ShareMotionShape),
    "DynamicsShape.tokens": lambda of: of.named(TokenMotionShape),
    **{f"DynamicsShape.{name}": lambda of: of.type(Spread) for name in ("utilisation", "payout", "demand")},
    "DynamicsShape.correlations": lambda of: of.several(CorrelationShape),
}

"""Plain data to shapes and back, by cattrs. A shape is an attrs class with the keys of one mapping of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from attrs import NOTHING, Attribute, field, fields, frozen, has

from ..errors import InvalidValue
from .fields import Leaf, near

if TYPE_CHECKING:
    from cattrs import Converter

Steps = tuple[str | int, ...]

UNKNOWN_KEY = "unknown key"
MISSING = "is missing"


class _Broken:
    """Stands for a value that could not be read, while the rest of its file is still looked at."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Any = _Broken()


@frozen(eq=False)
class Either:
    """A value with several forms: one text, or a mapping, or a list.

    Attributes:
        text: The form that is a single value.
        mapping: Shape of the form that is a mapping, if any.
        listing: Type of the form that is a list, if any.
    """

    text: Leaf
    mapping: Any = None
    listing: Any = None

    def form(self, value: object) -> Any:
        """The type of the form a value has; None for a single value."""
        if isinstance(value, Mapping):
            return self.mapping
        return self.listing if isinstance(value, (list, tuple)) else None


def key(description: str, default: Any = NOTHING, *, part: Any = None) -> Any:
    """A key of a shape, with its description; required if it has no default.

    Args:
        description: What it says, in a sentence.
        default: Value where the key is not given.
        part: For a key that holds a part of a package: the types of its entries.
    """
    return field(default=default, metadata={"description": description, "part": part})


def key_name(attribute: Attribute[Any]) -> str:
    """The key in the file: the attribute's name, without the underscore of a reserved word."""
    return attribute.name.rstrip("_")


# cattrs


def _notes(kind: object) -> Any:
    """What `Annotated` adds to a type: a `Leaf` or an `Either`; None for other types."""
    if get_origin(kind) is Annotated:
        return next((note for note in kind.__metadata__ if isinstance(note, (Leaf, Either))), None)  # type: ignore[attr-defined]
    return None


@lru_cache(maxsize=1)
def converter() -> Converter:
    """The one converter of the files room."""
    from cattrs import Converter

    made = Converter(detailed_validation=True, forbid_extra_keys=True)
    made.register_structure_hook_factory(has, lambda shape: _shape_hook(made, shape))
    made.register_unstructure_hook_factory(has, lambda shape: _shape_writer(made, shape))
    made.register_structure_hook_factory(_is_list, lambda kind: _list_hook(made, kind))
    made.register_structure_hook_factory(_is_mapping, lambda kind: _mapping_hook(made, kind))
    made.register_structure_hook_factory(_notes, lambda kind: _leaf_hook(made, _notes(kind)))
    made.register_unstructure_hook_factory(_notes, lambda kind: _leaf_writer(made, _notes(kind)))
    return made


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in (tuple,)


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) in (dict,)


def _renamed(shape: Any) -> dict[str, Any]:
    from cattrs.gen import override

    return {attribute.name: override(rename=key_name(attribute)) for attribute in fields(shape)}


def _shape_hook(made: Converter, shape: Any) -> Any:
    from cattrs.gen import make_dict_structure_fn

    hook = make_dict_structure_fn(shape, made, **_renamed(shape))

    def structure(value: Any, kind: Any) -> Any:
        if value is BROKEN:
            return value
        if not isinstance(value, Mapping):
            raise InvalidValue("", value, "must be keys and values", "see a sample: compkit new FILE")
        return hook(value, kind)

    return structure


def _shape_writer(made: Converter, shape: Any) -> Any:
    from cattrs.gen import make_dict_unstructure_fn

    write = make_dict_unstructure_fn(shape, made, _cattrs_omit_if_default=True, **_renamed(shape))
    order = [key_name(attribute) for attribute in fields(shape)]

    def unstructure(value: Any) -> dict[str, Any]:
        written = write(value)
        return {name: written[name] for name in order if name in written}

    return unstructure


def _leaf_hook(made: Converter, note: Leaf | Either) -> Any:
    def structure(value: Any, kind: Any) -> Any:
        if value is BROKEN:
            return value
        if isinstance(note, Leaf):
            return note.parse(value)
        form = note.form(value)
        return note.text.parse(value) if form is None else made.structure(value, form)

    return structure


def _leaf_writer(made: Converter, note: Leaf | Either) -> Any:
    def unstructure(value: Any) -> Any:
        if isinstance(note, Leaf):
            return note.format(value)
        if note.mapping is type(value):
            return made.unstructure(value)
        if isinstance(value, (tuple, dict)):
            return made.unstructure(value, note.listing if isinstance(value, tuple) else note.mapping)
        return note.text.format(value)

    return unstructure


def _list_hook(made: Converter, kind: Any) -> Any:
    entry = made.get_structure_hook(get_args(kind)[0])

    def structure(value: Any, _: Any) -> Any:
        if value is BROKEN:
            return value
        if not isinstance(value, (list, tuple)):
            raise InvalidValue("", value, "must be a list")
        return tuple(_each(enumerate(value), entry, kind))

    return structure


def _mapping_hook(made: Converter, kind: Any) -> Any:
    name, entry = (made.get_structure_hook(of) for of in get_args(kind))

    def structure(value: Any, _: Any) -> Any:
        if value is BROKEN:
            return value
        if not isinstance(value, Mapping):
            raise InvalidValue("", value, "must be keys and values")
        names = list(_each(((given, given) for given in value), name, kind))
        return dict(zip(names, _each(value.items(), entry, kind), strict=True))

    return structure


def _each(entries: Iterable[tuple[Any, Any]], hook: Any, kind: Any) -> Iterator[Any]:
    """Every entry structured; all that fail in one error."""
    from cattrs import IterableValidationError
    from cattrs.errors import IterableValidationNote

    errors: list[Exception] = []
    for step, value in entries:
        try:
            yield hook(value, None)
        except Exception as error:  # noqa: BLE001 - all of them are raised again below
            error.add_note(IterableValidationNote(f"at {step}", step, kind))
            errors.append(error)
    if errors:
        raise IterableValidationError("entries", errors, kind)


# problems


@frozen
class Failure:
    """One thing that could not be structured.

    Attributes:
        steps: Keys and indexes on the way to it.
        rule: What is wrong.
        fix: The way out.
        meant: For an unknown key, the key that it most likely means.
    """

    steps: Steps
    rule: str
    fix: str = ""
    meant: str = ""


def failures(error: BaseException, shape: Any, steps: Steps = ()) -> Iterator[Failure]:
    """Every failure of a structuring, flat, with its steps."""
    from cattrs import BaseValidationError, ForbiddenExtraKeysError

    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from failures(inner, getattr(error, "cl", shape), (*steps, *_own_steps(inner)))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [key_name(attribute) for attribute in fields(error.cl)]
        yield from (_unknown_key(str(name), known, steps) for name in sorted(error.extra_fields, key=str))
    elif isinstance(error, KeyError):
        yield Failure(steps, MISSING, _description(shape, steps))
    elif isinstance(error, InvalidValue):
        yield Failure(steps, error.rule, error.fix)
    else:
        raise error


def _own_steps(error: BaseException) -> Steps:
    """The key or index that cattrs notes on an error."""
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name.rstrip("_"),)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


def _unknown_key(name: str, known: list[str], steps: Steps) -> Failure:
    guess = near(name, known)
    fix = f"did you mean {guess}?" if guess else f"the keys here are {', '.join(known)}"
    return Failure((*steps, name), UNKNOWN_KEY, fix, guess)


def _description(shape: Any, steps: Steps) -> str:
    for attribute in fields(shape):
        if key_name(attribute) == steps[-1]:
            return f"say {steps[-1]}: {attribute.metadata.get('description', '')}".rstrip(".")
    return ""


def distinct(found: list[Failure]) -> list[Failure]:
    """A misspelt key is one problem: the key that it most likely means is not also missing."""
    meant = {(*failure.steps[:-1], failure.meant) for failure in found if failure.meant}
    return [failure for failure in found if failure.rule != MISSING or failure.steps not in meant]


def mended(data: Any, failure: Failure, steps: Steps) -> Any:
    """The data with one failure put aside."""
    if not steps:
        return BROKEN
    if isinstance(data, (list, tuple)):
        copy: Any = list(data)
    else:
        copy = dict(data)
    first, rest = steps[0], steps[1:]
    if not rest and failure.rule == UNKNOWN_KEY:
        copy.pop(first, None)
        if failure.meant:
            copy.setdefault(failure.meant, BROKEN)
    else:
        copy[first] = mended(copy[first], failure, rest) if rest else BROKEN
    return copy

"""Places in a file: from shapes to the domain, with every problem noted where it stands.

Where a shape cannot be structured, the broken values are put aside and the rest goes on, so that a rule of the
domain that is broken elsewhere in the same file is found too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import NOTHING, Attribute, evolve, fields, frozen

from ..errors import CurrencyMismatch, FileProblems, InvalidValue, Problem
from ..money import Money
from .fields import Sum
from .nodes import Document, below, read_document
from .structure import BROKEN, converter, distinct, failures, mended

MOST_SHOWN = 200
"""Most characters of a value that a problem repeats."""


@frozen
class Place:
    """A place in a file: its data, its path and line, and where its problems go.

    Attributes:
        file: The file as problems name it.
        lines: Line of each path.
        problems: All that was found so far.
        data: What stands there.
        path: Such as ``equity[0].vesting``.
        line: Its line; the nearest known one outside it.
        currency: Currency of amounts that name none; empty if that is not known.
    """

    file: str
    lines: Mapping[str, int]
    problems: list[Problem]
    data: Any
    path: str = ""
    line: int = 0
    currency: str = ""

    @classmethod
    def top(cls, document: Document) -> Place:
        """The whole of a document, with the problems it came with."""
        return cls(document.file, document.lines, list(document.problems), document.data)

    def at(self, step: str | int) -> Place:
        """The place one step further inside."""
        path = below(self.path, step)
        return evolve(self, data=_inside(self.data, step), path=path, line=self.lines.get(path, self.line))

    def in_currency(self, currency: str) -> Place:
        """The same place, where amounts that name no currency are in this one."""
        return self if currency is BROKEN else evolve(self, currency=currency)

    def holding(self, data: Any) -> Place:
        """The same place with other data."""
        return evolve(self, data=data)

    def entries(self) -> list[Place]:
        """The entries of a list; a single mapping is a list of one, nothing is none."""
        if isinstance(self.data, (list, tuple)):
            return [self.at(index) for index in range(len(self.data))]
        return [] if self.data is None else [self]

    def refuse(self, rule: str, fix: str = "", *, value: object = None) -> Any:
        """Note a problem here; gives `BROKEN`."""
        said = value if value is not None else self.data if isinstance(self.data, (str, int, float)) else ""
        text = (str(said).lower() if isinstance(said, bool) else str(said))[:MOST_SHOWN]
        self.problems.append(Problem(file=self.file, path=self.path, value=text, rule=rule, fix=fix, line=self.line))
        return BROKEN

    def shape(self, shape: Any) -> Any:
        """The data as a shape; what is broken in it is noted and stands as `BROKEN`."""
        if self.data is BROKEN:
            return BROKEN
        try:
            return converter().structure(self.data, shape)
        except Exception as error:  # noqa: BLE001 - what is not a failure of the data is raised again
            mended_data = self._without(error, shape)
        try:
            return converter().structure(mended_data, shape)
        except Exception:  # noqa: BLE001 - its problems are noted already
            return BROKEN

    def _without(self, error: Exception, shape: Any) -> Any:
        """The data with all that failed noted and put aside."""
        data, found = self.data, list(failures(error, shape))
        for failure in distinct(found):
            place = self
            for step in failure.steps:
                place = place.at(step)
            place.refuse(failure.rule, failure.fix)
        for failure in found:
            data = mended(data, failure, failure.steps)
        return data

    def build(self, shape: Any, *named: str) -> Any:
        """The domain's value of what stands here: the shape, then what it builds, by its name if it has one."""
        before = len(self.problems)
        made = self.shape(shape)
        if made is BROKEN:
            return BROKEN
        try:
            value = made.build(self, *named)
        except (AttributeError, TypeError):
            if len(self.problems) == before:
                raise
            return BROKEN  # a broken value stood in the way, and its problem is noted
        return value if len(self.problems) == before else BROKEN

    def money(self, said: Sum | None) -> Any:
        """An amount as money, in the currency of the file unless it names its own."""
        if said is None or said is BROKEN:
            return said
        currency = said.currency or self.currency
        return Money(said.amount, currency) if currency else BROKEN

    def make(self, kind: Any, keys: Mapping[str, str] | None = None, /, **values: Any) -> Any:
        """A value of the domain, or `BROKEN` with every rule it breaks noted.

        Args:
            kind: Its class.
            keys: Keys of the file where they differ from the names of the class.
            values: Its fields; one that is `BROKEN`, or holds it, breaks the whole.
        """
        values = {name: BROKEN if _is_broken(value) else value for name, value in values.items()}
        first: list[InvalidValue | CurrencyMismatch] = []
        if BROKEN not in values.values():
            try:
                return kind(**values)
            except (InvalidValue, CurrencyMismatch) as error:
                first.append(error)
        for broken in list(_violations(kind, values)) or first:
            self._note(broken, kind, keys or {})
        return BROKEN

    def _note(self, error: InvalidValue | CurrencyMismatch, kind: Any, keys: Mapping[str, str]) -> None:
        if isinstance(error, CurrencyMismatch):
            self.refuse(str(error))
            return
        owner, _, name = error.name.rpartition(".")
        own = owner == kind.__name__ and keys.get(name, name)
        place = self.at(own) if own and isinstance(self.data, Mapping) else self
        several = isinstance(place.data, (Mapping, list, tuple)) or place.data is None
        value = error.value.strip("'\"") if several else None
        place.refuse(error.rule, error.fix, value=value)


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(data, Mapping):
        return data.get(step)
    if isinstance(data, (list, tuple)) and isinstance(step, int):
        return data[step]
    return None


def _is_broken(value: Any) -> bool:
    return value is BROKEN or (isinstance(value, tuple) and any(entry is BROKEN for entry in value))


def _violations(kind: Any, values: Mapping[str, Any]) -> Iterator[InvalidValue | CurrencyMismatch]:
    """Every rule of a class that values break, field by field; attrs itself stops at the first.

    A field that is broken is left unset, so a rule that looks at it cannot be judged and says nothing.
    """
    blank = object.__new__(kind)
    for attribute in fields(kind):
        value = values.get(attribute.name, _default(attribute))
        if value is not BROKEN and value is not NOTHING:
            try:
                object.__setattr__(blank, attribute.name, _converted(attribute, value))
            except InvalidValue as error:
                yield error
    for attribute in fields(kind):
        if attribute.validator is None or not hasattr(blank, attribute.name):
            continue
        try:
            attribute.validator(blank, attribute, getattr(blank, attribute.name))
        except (InvalidValue, CurrencyMismatch) as error:
            object.__delattr__(blank, attribute.name)
            yield error
        except (AttributeError, TypeError, ValueError, ArithmeticError, AssertionError):
            continue


def _default(attribute: Attribute[Any]) -> Any:
    default: Any = attribute.default
    return default.factory() if hasattr(default, "factory") else default


def _converted(attribute: Attribute[Any], value: Any) -> Any:
    return value if attribute.converter is None else attribute.converter(value)  # type: ignore[operator]


def raise_problems(problems: list[Problem]) -> None:
    """All problems in one error, in the order of the file; nothing if there are none.

    Raises:
        FileProblems: If there are any.
    """
    if problems:
        raise FileProblems(sorted(dict.fromkeys(problems), key=lambda problem: problem.line))


def keys_and_values(document: Document, fix: str) -> Place:
    """The whole of a document that is keys and values.

    Raises:
        FileProblems: If it is something else, with this way out.
    """
    here = Place.top(document)
    if not isinstance(here.data, Mapping):
        here.refuse("must be keys and values", fix, value="")
        raise_problems(here.problems)
    return here


def read_shape(path: str | Path, shape: Any, sample: str) -> Any:
    """What a file of keys and values says, by its shape.

    Args:
        path: The file.
        shape: Its shape.
        sample: Name of the sample to start from.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    here = keys_and_values(read_document(path), f"start from a sample: compkit new FILE --from {sample}")
    made = here.build(shape)
    raise_problems(here.problems)
    return made

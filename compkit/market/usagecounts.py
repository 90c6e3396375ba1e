"""The counts of a provider's usage object, each a whole number of tokens with its place for errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from ..errors import InvalidValue


@frozen
class Counts:
    """A provider's usage object, read count by count; absent and null counts are 0.

    Attributes:
        shape: Name of the shape, for errors.
        usage: The object.
    """

    shape: str
    usage: Mapping[str, Any]

    def inner(self, *path: str) -> Any:
        """What stands at a path, None if nothing does."""
        found: Any = self.usage
        for key in path:
            if found is None:
                return None
            if not isinstance(found, Mapping):
                raise self.problem(key, found, "must stand in an object of counts")
            found = found.get(key)
        return found

    def entries(self, key: str) -> list[Counts]:
        """The objects in a list under a key, none if nothing is there."""
        found = self.inner(key)
        if found is not None and not isinstance(found, list | tuple):
            raise self.problem(key, found, "must be a list of counts")
        return [Counts(self.shape, entry) for entry in found or ()]

    def count(self, *path: str) -> int:
        """Tokens at a path, 0 if nothing is there."""
        found = self.inner(*path)
        return 0 if found is None else self.checked(".".join(path), found)

    def needed(self, key: str) -> int:
        """Tokens under a key without which the object is of another shape."""
        if self.inner(key) is None:
            raise self.problem(key, None, "is missing", "is it another provider's shape?")
        return self.count(key)

    def checked(self, name: str, value: Any) -> int:
        """A whole number of tokens, 0 or above."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.problem(name, value, "must be a whole number of tokens")
        if value < 0:
            raise self.problem(name, value, "must not be negative")
        return value

    def output(self, key: str, total: str) -> int:
        """Output, which may be left out (an embedding has none) where a total is there to show that it was 0."""
        return self.needed(key) if self.inner(total) is None else self.count(key)

    def rest(self, whole: str, *parts: tuple[str, int]) -> int:
        """What remains of a count that includes others."""
        left = self.needed(whole) - sum(count for _, count in parts)
        if left < 0:
            said = " and ".join(f"{name} ({count})" for name, count in parts if count)
            rule = f"must include {said}"
            raise self.problem(whole, self.needed(whole), rule, "is the input counted without its cached part?")
        return left

    def check_total(self, key: str, *sums: int) -> None:
        """A reported total must be one of the sums that the provider may mean."""
        if self.inner(key) is not None and self.count(key) not in sums:
            raise self.problem(key, self.count(key), f"must be the sum of its parts, {sums[0]}")

    def check_text(self, paths: Iterable[tuple[str, ...]]) -> None:
        """No tokens that are priced apart from text."""
        for path in paths:
            if count := self.count(*path):
                raise self.problem(".".join(path), count, "has prices of its own, which no kind of tokens here has")

    def problem(self, name: str, value: object, rule: str, fix: str = "") -> InvalidValue:
        """The error that names shape, place, value and rule."""
        return InvalidValue(f"{self.shape} usage: {name}", value, rule, fix)

"""Token usage: what was read and written, in disjoint kinds. A price meets it in `request_cost` or as a basket."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ..checks import between, not_negative
from ..errors import InvalidValue
from .prices import KINDS


def _whole_tokens(instance: object, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(f"TokenUsage.{attribute.name}", value, "must be a whole number of tokens")
    not_negative(instance, attribute, value)


@frozen(kw_only=True)
class TokenUsage:
    """Tokens by kind; the kinds are disjoint, so that what was read from a cache is no fresh input.

    Attributes:
        fresh_input: Input that was neither read from a cache nor written to one.
        cache_write: Input written to a five-minute cache, or to a provider's only one.
        cache_write_1h: Input written to a one-hour cache.
        cache_read: Input read from a cache.
        output: Output, thinking included.
        requests: How many requests they come from; long-context tiers need one.
    """

    fresh_input: int = field(default=0, validator=_whole_tokens)
    cache_write: int = field(default=0, validator=_whole_tokens)
    cache_write_1h: int = field(default=0, validator=_whole_tokens)
    cache_read: int = field(default=0, validator=_whole_tokens)
    output: int = field(default=0, validator=_whole_tokens)
    requests: int = field(default=1, validator=[_whole_tokens, between(1, 10**15)])

    @property
    def input(self) -> int:
        """All input, cached or not: what long-context bounds are about."""
        return self.fresh_input + self.cache_write + self.cache_write_1h + self.cache_read

    @property
    def total(self) -> int:
        """All tokens."""
        return self.input + self.output

    def by_kind(self) -> dict[str, int]:
        """Tokens by the name of their price in a rate card."""
        return {kind: getattr(self, kind) for kind in KINDS}

    def __add__(self, other: TokenUsage) -> TokenUsage:
        kinds = {kind: count + getattr(other, kind) for kind, count in self.by_kind().items()}
        return TokenUsage(**kinds, requests=self.requests + other.requests)

"""What the sheet of prices has to know: models to choose from, days from which prices hold, and mixes of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...market.current import current_models
from ...pay.baskets import TokenMix
from ...pay.units import CapacityShare, TokenClaim
from ...valuation.compare import Comparison
from ...valuation.tokenline import basket_of, token_rows_of


def candidates(comparison: Comparison) -> list[str]:
    """Models that may be chosen where they have a price: those compared, those promised, and current ones."""
    allowances = (allowance for v in comparison.valuations.values() for allowance in v.package.tokens)
    named = [model for allowance in allowances if allowance.basket for model in allowance.basket.models]
    return list(dict.fromkeys([*comparison.models, *named, *current_models(comparison.baseline.market.book)]))


def days(comparison: Comparison, models: list[str]) -> tuple[date, ...]:
    """Days from which another price may hold: of releases before today, of announced changes, of contracts."""
    market = comparison.baseline.market
    first = min([market.as_of, *token_days(comparison)])
    until = max(valuation.until for valuation in comparison.valuations.values())
    changes = (row.from_on for model in models for row in market.book.by_model.get(model, ()))
    found = {first, *(day for day in changes if market.announced or day <= market.as_of)}
    for contract in market.contracts:
        found |= {contract.from_on} if contract.from_on else set()
        found |= {contract.until_on + timedelta(days=1)} if contract.until_on else set()
    return tuple(sorted(day for day in found if first <= day < until))


def token_days(comparison: Comparison) -> Iterator[date]:
    """Days on which promised tokens are priced."""
    for valuation in comparison.valuations.values():
        for line in valuation.lines:
            if isinstance(line.row.unit, (TokenClaim, CapacityShare)):
                yield line.row.on or line.row.earned[0]


def mixes(comparison: Comparison) -> Iterator[TokenMix]:
    """Mixes of the comparison and of every promise, as it was made and as successors have it on later days."""
    yield comparison.mix
    for valuation in comparison.valuations.values():
        own = {allowance.name: allowance for allowance in valuation.package.tokens}
        promised = [allowance.basket for allowance in own.values()]
        released = [basket_of(row, own.get(row.name)) for row in token_rows_of(valuation)]
        for basket in dict.fromkeys([*promised, *released]):
            if basket is not None:
                yield from (part.mix for part in basket.parts)
                yield basket.mix

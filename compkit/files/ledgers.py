"""Ledgers of token allowances from usage exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from ..errors import InvalidValue
from ..market.market import Market
from ..pay.allowance import TokenAllowance
from ..pay.ledger import ledger, ledger_unit, tools_apart
from ..pay.ledgerbook import Ledger
from ..pay.package import Package
from ..pay.rules import Indexed
from ..pay.units import TokenMoney
from ..valuation.usagecost import UsageRow, priced_usage
from .usage import read_usage


def read_ledgers(path: str | Path, package: Package, *, market: Market, until: date) -> tuple[Ledger, ...]:
    """The ledger of every token allowance up to a day, from a usage export, at list prices.

    Args:
        path: The usage export.
        package: The package.
        market: Token prices, exchange rates and indices.
        until: First day that no longer counts.

    Raises:
        FileProblems: If the export cannot be read.
        InvalidValue: If use cannot be booked, or there is no allowance to book it against.
    """
    if not package.tokens:
        raise InvalidValue("--usage", str(path), "the offer has no token allowance", "leave --usage out")
    return tuple(found for allowance in package.tokens for found in _ledgers(path, allowance, package, market, until))


def _ledgers(
    path: str | Path, allowance: TokenAllowance, package: Package, market: Market, until: date
) -> Iterator[Ledger]:
    """One ledger, or one a tool where each has the amount for itself."""
    rows = [row for row in read_use(path, allowance, package) if row.on < until]
    usage = priced_usage(rows, allowance, package=package, market=market)
    index = index_of(allowance, market)
    for tool in tools_apart(allowance) or ("",):
        yield ledger(allowance, usage, package=package, until=until, tool=tool, index=index)


def read_use(path: str | Path, allowance: TokenAllowance, package: Package) -> tuple[UsageRow, ...]:
    """The rows of a usage export; amounts that name no currency are in that of the allowance, or of the package.

    Raises:
        FileProblems: If the export cannot be read.
    """
    unit = ledger_unit(allowance, package)
    currency = unit.currency if isinstance(unit, TokenMoney) else package.currency
    return read_usage(path, currency=currency).rows


def index_of(allowance: TokenAllowance, market: Market) -> Callable[[date], Decimal] | None:
    """What indexed money has come to on a day; None where the allowance follows no index."""
    rule = allowance.rule
    return (lambda on: market.index_ratio(rule, on)) if isinstance(rule, Indexed) else None

"""Committed spend at providers: drawn, left, the day it runs out at the pace so far, or the shortfall due at the end.

A commitment is of a year, at contract prices, from the contract's first day or its anniversary. A last year that the
contract ends before it is whole is owed by its days. What a year comes to is `contractyear.contract_year`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ...dates import add_months, completed_months, day_after
from ...errors import CurrencyMismatch, InvalidValue
from ...market.contracts import Contract
from ...market.contractyear import ContractYear, contract_year
from ...market.market import Market
from ...money import EXACT, Money
from ...pay.baskets import provider_of
from ..usage.lines import UseLine, use_lines
from .burn import day_used_up

if TYPE_CHECKING:
    import pandas as pd


@frozen(kw_only=True)
class CommitmentState:
    """A commitment on a day, in the year of its contract that holds the day.

    Attributes:
        contract: The contract.
        year: Its year: first day, and first day after it.
        committed: What is committed for it.
        at_list: Its use so far at list prices.
        drawn: The same at contract prices.
        as_of: Last day whose use is known.
        runs_out_on: Day on which the commitment is used up at the pace so far; None if not within the year.
        year_at_pace: What the whole year comes to at this pace; its shortfall is due at the end of the year.
        uncounted_rows: Rows of use without a price, which draw nothing here.
    """

    contract: Contract
    year: tuple[date, date]
    committed: Money
    at_list: Money
    drawn: Money
    as_of: date
    runs_out_on: date | None
    year_at_pace: ContractYear
    uncounted_rows: int = 0

    @property
    def left(self) -> Money:
        """What is not drawn yet; 0 if all of it is."""
        left = self.committed - self.drawn
        return left if left.amount > 0 else Money(0, left.currency)

    @property
    def shortfall(self) -> Money:
        """What is due at the end of the year at this pace; 0 if the commitment is used up."""
        return self.year_at_pace.shortfall


def commitments(
    frame: pd.DataFrame, market: Market, *, as_of: date, currency: str = "USD"
) -> tuple[CommitmentState, ...]:
    """Every commitment of the market's contracts that holds on a day.

    Args:
        frame: Rows of use; days of the contract's year up to `as_of` count.
        market: Prices and contracts.
        as_of: Last day whose use is known.
        currency: Of the export.

    Raises:
        InvalidValue: If a commitment's contract states no first day.
        CurrencyMismatch: If it is in another currency than prices.
    """
    return tuple(
        _state(contract, frame, market, as_of, currency)
        for contract in market.contracts
        if contract.commitment is not None and _holds(contract, as_of)
    )


def _holds(contract: Contract, day: date) -> bool:
    return (contract.from_on or date.min) <= day <= (contract.until_on or date.max)


def contract_term(contract: Contract, day: date) -> tuple[date, date]:
    """The year of a contract that holds a day: first day, and first day after it.

    Raises:
        InvalidValue: If it states no first day.
    """
    if contract.from_on is None:
        fix = "say from, the first day of the contract"
        raise InvalidValue(f"commitment with {contract.provider}", None, "has no first day to count years from", fix)
    years = completed_months(contract.from_on, day) // 12
    begin, end = (add_months(contract.from_on, 12 * n) for n in (years, years + 1))
    return begin, end if contract.until_on is None else min(end, day_after(contract.until_on))


def committed_in(contract: Contract, year: tuple[date, date]) -> Money:
    """What is committed for a year of a contract: all, or by days if the contract ends before the year is whole."""
    assert contract.commitment is not None  # the caller asked
    whole = (add_months(year[0], 12) - year[0]).days
    days = (year[1] - year[0]).days
    if days == whole:
        return contract.commitment
    return _money(Fraction(contract.commitment.amount) * days / whole, contract.commitment.currency)


def _money(amount: Fraction, currency: str) -> Money:
    return Money(EXACT.divide(Decimal(amount.numerator), Decimal(amount.denominator)), currency)


def _state(contract: Contract, frame: pd.DataFrame, market: Market, as_of: date, currency: str) -> CommitmentState:
    year = contract_term(contract, as_of)
    committed = committed_in(contract, year)
    if committed.currency != currency:
        raise CurrencyMismatch(committed.currency, currency)
    lines = use_lines(_within(frame, contract, year[0], as_of), market, currency=currency)
    priced = [line for line in lines if line.cost("list") is not None and line.cost("contract") is not None]
    at_list, drawn = (_sum(line.cost(stage) for line in priced) for stage in ("list", "contract"))
    passed, days = (day_after(as_of) - year[0]).days, (year[1] - year[0]).days
    whole = [_money(amount * days / passed, currency) for amount in (at_list, drawn)]
    return CommitmentState(
        contract=contract,
        year=year,
        committed=committed,
        at_list=_money(at_list, currency),
        drawn=_money(drawn, currency),
        as_of=as_of,
        runs_out_on=day_used_up(*year, passed=passed, used=drawn, whole=Fraction(committed.amount)),
        year_at_pace=contract_year(evolve(contract, commitment=committed), whole[0], at_contract=whole[1]),
        uncounted_rows=sum(line.rows for line in _unpriced(lines)),
    )


def _within(frame: pd.DataFrame, contract: Contract, begin: date, as_of: date) -> Any:
    """Rows of the contract's models from a day up to `as_of`."""
    inside = (frame["on"] >= str(begin)) & (frame["on"] < str(day_after(as_of)))
    names = frame["model"].cat.categories
    own = [name for name in names if name == contract.model or (not contract.model and _sells(contract, str(name)))]
    return frame[inside & frame["model"].isin(own)]


def _sells(contract: Contract, model: str) -> bool:
    return provider_of(model) == contract.provider


def _unpriced(lines: Iterable[UseLine]) -> Iterator[UseLine]:
    return (line for line in lines if line.cost("list") is None or line.cost("contract") is None)


def _sum(amounts: Iterable[Fraction | None]) -> Fraction:
    return sum((amount or Fraction(0) for amount in amounts), Fraction(0))

"""Columns: an offer's entitlements as a matrix, by what they are multiplied by on a path and where they count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, localcontext

from attrs import evolve, field, frozen

from ...dates import years_between
from ...market.market import Market, Stage
from ...market.optionpricing import OptionPricing
from ...money import EXACT, Money
from ...pay.entitlements import EQUITY_COMPONENTS, Entitlement
from ...pay.rules import FixedMoney
from ...pay.units import CapacityShare, Options, Shares, TokenClaim, Unit
from ..value import Pricer, Valuation, odds
from ..views import View, split, years
from .curves import Curves
from .motions import steps_between
from .odds import MOVING, Moving
from .paid import OptionOn, Paid, ShareOf, TokensAt
from .sources import Cell, Column, Source
from .uncertain import Uncertain

Payoff = tuple[int, OptionOn]
"""Days after `as_of` of an exercise, and what is exercised."""

_ONE = Decimal(1)
_ONES = (_ONE, _ONE, _ONE)


@frozen(kw_only=True)
class OfferColumns:
    """An offer as columns.

    Attributes:
        labels: Of its years.
        still: What is the same on every path, exact, by cell.
        columns: What moves, by rising day.
        payoffs: Options whose share moves, each with its day, by rising day.
        has_equity: Whether it promises shares or options.
        keeps_worth: Whether some of them are sure to be worth something: a share never falls to nothing.
    """

    labels: tuple[str, ...]
    still: dict[Cell, Decimal]
    columns: tuple[Column, ...]
    payoffs: tuple[Payoff, ...]
    has_equity: bool
    keeps_worth: bool


def offer_columns(valuation: Valuation, view: View, uncertain: Uncertain) -> OfferColumns:
    """The columns of an offer.

    Rows that are multiplied by the same on every path become one column. What does not move is summed exactly, so that
    an offer of which nothing moves has the totals of its valuation.

    Args:
        valuation: The offer, valued.
        view: How time is cut into years.
        uncertain: What is drawn.
    """
    with localcontext(EXACT):
        return _Building(valuation, view, uncertain).columns()


class _Factors(Pricer):
    """Expected factors alone: every unit is priced at 1."""

    def _unit_prices(self, unit: Unit, on: date) -> tuple[Decimal, Decimal, Decimal]:
        return _ONES


@frozen
class _Moving:
    """A moving price.

    Attributes:
        on: Day on which it is read.
        paid: What moves.
        unit: What it is multiplied by for the price of a unit, in the offer's currency.
    """

    on: date
    paid: Paid
    unit: Decimal


@frozen(eq=False)
class _Building:
    """An offer becoming columns: drawn factors are left out of expected ones, and multiply path by path instead."""

    valuation: Valuation
    view: View
    uncertain: Uncertain
    _plain: Pricer = field(init=False)
    _factors: Pricer = field(init=False)
    _curves: Curves = field(init=False)

    def __attrs_post_init__(self) -> None:
        valuation, given = self.valuation, self.valuation.assumptions
        neutral = evolve(
            given,
            leave_rate=0,
            token_utilisation=given.token_utilisation if self.uncertain.use is None else None,
            bonus_payout=given.bonus_payout if self.uncertain.dynamics.payout is None else 1,
        )
        start_on, market = valuation.package.start_on, valuation.market
        paid = evolve(market, options=OptionPricing())  # a payoff is no value of today
        object.__setattr__(self, "_plain", Pricer(valuation.currency, start_on, market, neutral))
        object.__setattr__(self, "_factors", _Factors(valuation.currency, start_on, paid, neutral))
        object.__setattr__(self, "_curves", Curves(market, self.uncertain.providers))

    @property
    def _market(self) -> Market:
        return self.valuation.market

    def columns(self) -> OfferColumns:
        spans = years(self.valuation, self.view)
        numbers = {year.label: number for number, year in enumerate(spans)}
        still: dict[Cell, Decimal] = {}
        moving: dict[Source, dict[Cell, Decimal]] = {}
        for line in self.valuation.lines:
            parts = [(numbers[year.label], quantity) for year, quantity in split(line, spans, self.view)]
            for number, source, price in self._prices(line.row):
                cells = still if source.is_still else moving.setdefault(source, {})
                for year, quantity in parts:
                    cell = Cell(number, _token_kind(line.row), year)
                    cells[cell] = cells.get(cell, Decimal(0)) + quantity * price
        ordered = sorted(moving.items(), key=lambda item: item[0].day)
        equity = tuple(self._equity())
        payoffs = dict.fromkeys(payoff for payoff in equity if payoff is not None)
        return OfferColumns(
            labels=tuple(numbers),
            still=still,
            columns=tuple(_column(source, cells) for source, cells in ordered),
            payoffs=tuple(sorted(payoffs, key=lambda payoff: payoff[0])),
            has_equity=any(line.row.component in EQUITY_COMPONENTS for line in self.valuation.lines),
            keeps_worth=None in equity,
        )

    def _equity(self) -> Iterator[Payoff | None]:
        """Options that may end at nothing, with the day; None for equity that is sure to be worth something."""
        for line in self.valuation.lines:
            if line.row.component not in EQUITY_COMPONENTS or not line.row.quantity or line.row.on is None:
                continue
            found = self._moving(line.row, "worth")
            if found is not None and isinstance(found.paid, OptionOn):
                yield self._day(found.on), found.paid
            elif self._market.unit_price(line.row.unit, line.row.on).amount:
                yield None

    def _day(self, on: date) -> int:
        return max((on - self.valuation.assumptions.as_of).days, 0)

    def _prices(self, row: Entitlement) -> Iterator[tuple[int, Source, Decimal]]:
        """Number, what it is multiplied by, and the price of a unit of a row before that."""
        for index, number in enumerate(MOVING):
            if number not in row.counts:
                continue
            found = self._moving(row, number)
            if found is None:
                price = self._plain.line(row).price(number)
            else:
                price = self._factors.line(evolve(row, on=found.on)).price(number) * found.unit
            staying = self._staying(row)
            if staying is not None and not self.uncertain.leave_rate:
                price, staying = price * staying, None
            if price:
                yield index, self._source(row, number, found, staying), price

    def _source(self, row: Entitlement, number: Moving, found: _Moving | None, staying: Decimal | None) -> Source:
        start, end = row.earned
        is_paid_out = row.expectation == "bonus" and self.uncertain.dynamics.payout is not None
        as_of = self.valuation.assumptions.as_of
        return Source(
            day=0 if found is None else self._day(found.on),
            paid=None if found is None else found.paid,
            use=row.expectation == "tokens" and number == "cost" and self.uncertain.use is not None,
            payout=steps_between((start - as_of).days, (end - as_of).days) if is_paid_out else None,
            staying=staying,
        )

    def _staying(self, row: Entitlement) -> Decimal | None:
        """Odds of staying until a row's delivery; None if nobody leaves."""
        given = self.valuation.assumptions
        assert row.on is not None
        if not given.leave_rate or not years_between(given.as_of, row.on):
            return None
        return odds(given, row.on)[0]

    # moving prices

    def _moving(self, row: Entitlement, number: Moving) -> _Moving | None:
        assert row.on is not None  # rows that wait are not valued
        stage: Stage = "contract" if number == "cost" else "list"
        match row.unit:
            case Shares(symbol) if symbol in self.uncertain.symbols:
                price = self._market.convert(self._market.share_price(symbol, row.on), self.valuation.currency)
                return _Moving(row.on, ShareOf(symbol), price.amount)
            case Options(symbol) if symbol in self.uncertain.symbols:
                return self._option(row.unit, row.on)
            case TokenClaim():
                return self._claim(row.unit, row.on, stage)
            case CapacityShare():
                return self._share_month(row.unit, row.on, stage)
            case _:
                return None

    def _option(self, unit: Options, on: date) -> _Moving:
        if self.uncertain.dynamics.options_at == "expected term":
            on = on + timedelta(days=max((unit.expires_on - on).days, 0) // 2)
        share = self._market.share_price(unit.symbol, on)
        strike = self._market.convert(Money(unit.strike, unit.currency), share.currency)
        rate = self._market.exchange_rate(share.currency, self.valuation.currency)
        return _Moving(on, OptionOn(unit.symbol, float(share.amount), float(strike.amount)), rate)

    def _claim(self, unit: TokenClaim, on: date, stage: Stage) -> _Moving | None:
        home = self.valuation.currency
        currency = home if unit.basis_per_mtok is None else unit.currency
        curve = None if isinstance(unit.rule, FixedMoney) else self._curves.of(unit.basket, on, stage, currency)
        if curve is None:
            return None
        rate = self._market.exchange_rate(currency, home)
        if unit.basis_per_mtok is None:
            return _Moving(on, TokensAt(curve), rate)
        return _Moving(on, TokensAt(curve, unit.rule, float(unit.basis_per_mtok)), rate)

    def _share_month(self, unit: CapacityShare, on: date, stage: Stage) -> _Moving | None:
        capacity = self._market.capacity(unit.capacity)
        if stage == "contract" and capacity.cost_per_mtok is not None:
            return None
        curve = self._curves.of(unit.basket, on, stage, self.valuation.currency)
        return None if curve is None else _Moving(on, TokensAt(curve), capacity.mtok_a_month)


def _token_kind(row: Entitlement) -> int:
    """0 without tokens, 1 guaranteed tokens, 2 tokens if the policy stays."""
    return 0 if row.component != "tokens" else 1 if row.guaranteed else 2


def _column(source: Source, cells: dict[Cell, Decimal]) -> Column:
    return Column(source, tuple((cell, float(amount)) for cell, amount in cells.items() if amount))

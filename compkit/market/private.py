"""Private companies: who owns what, what a round dilutes, and what an exit pays to whom, exactly.

The price that investors pay for a preferred share is no price of a common share: preferences are paid first. What
common shares and options get is worked out here with fractions, so a waterfall pays out exactly the exit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from ..checks import between, named, not_negative, positive
from ..errors import InvalidValue
from ..money import EXACT, Money, exact


def _whole(instance: Any, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidValue(f"{type(instance).__name__}.{attribute.name}", value, "must be a whole number, 0 or above")


@frozen(kw_only=True)
class Preferred:
    """A series of preferred shares: 1x, non-participating, each convertible into one common share.

    Attributes:
        name: Such as ``Series A``.
        shares: Whole shares, as converted.
        preference: What the series is paid before common shares, in all: what it invested.
        rank: Higher ranks are paid first; equal ranks share by preference.
    """

    name: str = field(validator=named)
    shares: int = field(validator=[_whole, positive])
    preference: Decimal = field(converter=exact, validator=not_negative)
    rank: int = 0

    @property
    def converts_at(self) -> Fraction:
        """Price of a common share above which converting pays more than the preference."""
        return Fraction(self.preference) / self.shares


@frozen(kw_only=True)
class OptionPool:
    """Options outstanding at one strike.

    Attributes:
        name: As printed.
        units: Whole options, one common share each.
        strike: Exercise price.
    """

    name: str = field(default="Options", validator=named)
    units: int = field(validator=_whole)
    strike: Decimal = field(converter=exact, validator=not_negative)


@frozen(kw_only=True)
class Waterfall:
    """What an exit pays.

    Attributes:
        exit: What is paid for all of the company, after debt and costs.
        common_price: What a common share gets; exact.
        payouts: What each holder gets, options net of their strike; exact, and adds up to `exit`.
        converted: Series that convert into common shares.
        exercised: Options that are exercised.
    """

    exit: Decimal
    common_price: Fraction
    payouts: tuple[tuple[str, Fraction], ...]
    converted: tuple[str, ...]
    exercised: tuple[str, ...]

    def payoff(self, strike: Decimal | int | str = 0) -> Fraction:
        """What one common share gets, or one option of a strike: ``max(price - strike, 0)``."""
        return max(self.common_price - Fraction(exact(strike)), Fraction(0))


def _distinct(instance: CapTable, attribute: Any, value: tuple[OptionPool, ...]) -> None:
    names = [one.name for one in instance.preferred] + [pool.name for pool in value]
    for name in names:
        if names.count(name) > 1 or name == COMMON:
            raise InvalidValue("CapTable", name, "names two holders", "give each its own name")
    if instance.fully_diluted == instance.unissued:
        raise InvalidValue("CapTable", 0, "holds no share that an exit could pay")


COMMON = "Common"


@frozen(kw_only=True)
class CapTable:
    """Who owns what of a company; amounts are in one currency.

    Attributes:
        common: Common shares outstanding.
        preferred: Series of preferred shares.
        unissued: Shares of the option pool not yet granted: they dilute, and an exit does not pay them.
        options: Options outstanding.
    """

    common: int = field(validator=_whole)
    preferred: tuple[Preferred, ...] = ()
    unissued: int = field(default=0, validator=_whole)
    options: tuple[OptionPool, ...] = field(default=(), validator=_distinct)

    @property
    def fully_diluted(self) -> int:
        """Every share there is or may be: common, preferred as converted, options, and the rest of the pool."""
        series = sum(one.shares for one in self.preferred)
        return self.common + series + sum(pool.units for pool in self.options) + self.unissued

    def stake(self, units: int) -> Fraction:
        """The part of the company that some shares or options are, fully diluted."""
        return Fraction(units, self.fully_diluted)

    def waterfall(self, proceeds: Decimal | int | str) -> Waterfall:
        """What an exit pays: preferences, then common shares, where each holder does what pays most.

        A series converts where a common share gets more than its preference a share; options are exercised where it
        gets more than their strike. At a common price ``p`` the exit is ``sum of preferences kept + p (common +
        converted + exercised) - strikes paid``, which never falls as ``p`` rises and bends only where a holder
        changes, so the equilibrium is found exactly between two of the ordered break points (breakpoint analysis,
        AICPA, Valuation of Privately-Held-Company Equity Securities Issued as Compensation). Where the
        exit does not cover the preferences, higher ranks are paid first and equal ranks by preference.

        Raises:
            InvalidValue: If the exit is negative.
        """
        amount = exact(proceeds)
        if amount < 0:
            raise InvalidValue("exit", amount, "must not be negative")
        price = self._common_price(Fraction(amount))
        kept = tuple(one for one in self.preferred if one.converts_at >= price)
        paid = {one.name: price * one.shares for one in self.preferred if one.converts_at < price}
        paid |= _preferences(kept, Fraction(amount))
        exercised = tuple(pool for pool in self.options if pool.strike < price)
        gains = {pool.name: max(price - Fraction(pool.strike), Fraction(0)) * pool.units for pool in self.options}
        return Waterfall(
            exit=amount,
            common_price=price,
            payouts=(
                (COMMON, price * self.common),
                *((one.name, paid[one.name]) for one in self.preferred),
                *gains.items(),
            ),
            converted=tuple(one.name for one in self.preferred if one not in kept),
            exercised=tuple(pool.name for pool in exercised),
        )

    def _common_price(self, proceeds: Fraction) -> Fraction:
        """The common price at which all that is paid is the exit; 0 while preferences take everything."""
        low = Fraction(0)
        for high in self._breaks():
            if self._paid(high) >= proceeds:
                break
            low = high
        beyond = proceeds - self._paid(low)
        return low + beyond / self._sharing(low) if beyond > 0 else low

    def _breaks(self) -> list[Fraction]:
        """Common prices at which a series converts or options are exercised, in order."""
        strikes = {Fraction(pool.strike) for pool in self.options if pool.units}
        return sorted(({one.converts_at for one in self.preferred} | strikes) - {Fraction(0)})

    def _paid(self, price: Fraction) -> Fraction:
        """All that is paid out at a common price."""
        series = sum((max(Fraction(one.preference), price * one.shares) for one in self.preferred), Fraction(0))
        gains = sum(
            (max(price - Fraction(pool.strike), Fraction(0)) * pool.units for pool in self.options), Fraction(0)
        )
        return series + price * self.common + gains

    def _sharing(self, price: Fraction) -> int:
        """Shares that share in what comes above a common price."""
        series = sum(one.shares for one in self.preferred if one.converts_at <= price)
        return self.common + series + sum(pool.units for pool in self.options if pool.strike <= price)


def _preferences(kept: tuple[Preferred, ...], proceeds: Fraction) -> dict[str, Fraction]:
    """What series that do not convert get: rank by rank, equal ranks by preference."""
    paid: dict[str, Fraction] = {}
    for rank in sorted({one.rank for one in kept}, reverse=True):
        equal = [one for one in kept if one.rank == rank]
        due = sum((Fraction(one.preference) for one in equal), Fraction(0))
        share = min(proceeds / due, Fraction(1)) if due else Fraction(0)
        paid |= {one.name: share * Fraction(one.preference) for one in equal}
        proceeds -= share * due
    return paid


@frozen(kw_only=True)
class Round:
    """A round of financing: new preferred shares, priced on everything there was, and a pool made larger before it.

    Attributes:
        name: Of the series.
        raised: What it invests, its 1x preference.
        pre_money: What the company is said to be worth before the money comes in.
        pool: Options added to the pool before the round, so that holders until then bear them.
        rank: Of the new series.
    """

    name: str = field(validator=named)
    raised: Decimal = field(converter=exact, validator=positive)
    pre_money: Decimal = field(converter=exact, validator=positive)
    pool: int = field(default=0, validator=_whole)
    rank: int = 0

    def close(self, table: CapTable) -> CapTable:
        """The table after the round; the price is ``pre_money / fully diluted`` with the pool, shares rounded down.

        Raises:
            InvalidValue: If the round buys no whole share.
        """
        table = evolve(table, unissued=table.unissued + self.pool)
        shares = int(Fraction(self.raised) * table.fully_diluted / Fraction(self.pre_money))
        if shares < 1:
            raise InvalidValue("Round.raised", self.raised, "buys no whole share", "check raised and pre_money")
        series = Preferred(name=self.name, shares=shares, preference=self.raised, rank=self.rank)
        return evolve(table, preferred=(*table.preferred, series))


def stakes(units: int, table: CapTable, rounds: Iterable[Round]) -> Iterator[tuple[str, Fraction]]:
    """The part of the company that a grant is: now, and after each round, by its name."""
    yield "now", table.stake(units)
    for each in rounds:
        table = each.close(table)
        yield each.name, table.stake(units)


@frozen(kw_only=True)
class Exit:
    """A way in which it may end.

    Attributes:
        name: As printed.
        weight: Its chance; the weights of all exits add up to 1.
        proceeds: What is paid for all of the company, after debt and costs; 0 if it fails.
    """

    name: str = field(validator=named)
    weight: Decimal = field(converter=exact, validator=between(0, 1))
    proceeds: Decimal = field(converter=exact, validator=not_negative)


@frozen(kw_only=True)
class ExitPayoffs:
    """What one share or option gets in each exit.

    Attributes:
        payoffs: By the name of the exit; exact.
        expected: Their average by weight. Exit weights average payoffs, never prices: an option is never exercised at
            a loss.
    """

    payoffs: tuple[tuple[str, Fraction], ...]
    expected: Fraction

    def money(self, currency: str) -> Money:
        """The expected payoff, to 60 digits."""
        return Money(EXACT.divide(Decimal(self.expected.numerator), Decimal(self.expected.denominator)), currency)


def exit_payoffs(table: CapTable, exits: Iterable[Exit], *, strike: Decimal | int | str = 0) -> ExitPayoffs:
    """What one common share, or one option of a strike, gets in each exit and on average (probability-weighted
    expected return method of the AICPA guide; undiscounted).

    Raises:
        InvalidValue: If the weights do not add up to 1.
    """
    exits = tuple(exits)
    whole = sum((Fraction(one.weight) for one in exits), Fraction(0))
    if whole != 1:
        raise InvalidValue("exits", f"{float(whole):g}", "weights must add up to 1", "say all ways in which it may end")
    payoffs = tuple((one.name, table.waterfall(one.proceeds).payoff(strike)) for one in exits)
    expected = sum(
        (Fraction(one.weight) * payoff for one, (_, payoff) in zip(exits, payoffs, strict=True)), Fraction(0)
    )
    return ExitPayoffs(payoffs=payoffs, expected=expected)


def as_often_quoted(units: int, preferred: Money) -> Money:
    """Share count times preferred price, as grants are often quoted. Never a value: see `CapTable.waterfall`."""
    return preferred * units

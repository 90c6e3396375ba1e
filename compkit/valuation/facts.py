"""Facts: all that is not the promise, as one assumptions file holds it. It makes the market and the assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import asdict, evolve, field, frozen

from ..checks import between, maybe, not_negative
from ..errors import InvalidValue
from ..market.contracts import Contract
from ..market.facts import Capacity, ExchangeRate, IndexValue, SharePrice
from ..market.illiquidity import Illiquidity
from ..market.market import Market
from ..market.optionpricing import OptionPricing
from ..market.prices import PriceBook
from ..market.scenarios import Scenario
from ..money import maybe_exact
from .assumptions import Assumptions, one_each, sorted_events
from .refreshers import RefresherPolicy
from .simulation.dynamics import Dynamics
from .simulation.stated import single_facts, with_facts
from .utilisation import Utilisation, is_utilisation, utilisation


@frozen(kw_only=True)
class Expectations:
    """What is expected; None where nothing was said, and then the default of `Assumptions` holds.

    Attributes:
        bonus_payout: Of target.
        commission_payout: Of target.
        token_utilisation: Of the allowance: a rate, a path by month of service, or a distribution.
        resale_haircut: Of tokens for personal use.
        share_growth: A year, for shares that state no growth of their own.
        discount_rate: A year.
        leave_rate: A year.
        employer_load: On cash.
    """

    bonus_payout: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 10)))
    commission_payout: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 10)))
    token_utilisation: Utilisation | None = field(default=None, converter=utilisation, validator=is_utilisation)
    resale_haircut: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    share_growth: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(-1, 10)))
    discount_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 10)))
    leave_rate: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(between(0, 1)))
    employer_load: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))

    def said(self) -> dict[str, Decimal | Utilisation]:
        """What was said, by name."""
        return {name: value for name, value in asdict(self, recurse=False).items() if value is not None}


@frozen(kw_only=True)
class Facts:
    """What things are worth and what is expected.

    Attributes:
        shares: Share prices.
        rates: Exchange rates.
        contracts: What the employer pays for tokens instead of list.
        indices: Values of the indices that allowances follow.
        capacities: What the capacities make of which allowances are slices.
        expect: Expectations.
        models: Models at which tokens are compared; empty leaves it to the offers.
        scenarios: Named what-ifs, in order.
        token_prices: ``list``, or the path of a price file.
        factories: Paths of files of own factories, beside the assumptions file.
        options: How options are valued.
        illiquidity: What shares that cannot be sold are worth less to the employee.
        events: Days assumed for events for which vesting waits, by name.
        refreshers: Yearly grants that are expected and not promised; shown apart, and part of no total.
        dynamics: How what is uncertain may move; None where nothing was said. No point value depends on it.
    """

    shares: tuple[SharePrice, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    contracts: tuple[Contract, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    expect: Expectations = Expectations()
    models: tuple[str, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    token_prices: str = "list"
    factories: tuple[str, ...] = ()
    options: OptionPricing = OptionPricing()
    illiquidity: tuple[Illiquidity, ...] = field(default=(), validator=one_each)
    events: tuple[tuple[str, date], ...] = field(default=(), converter=sorted_events)
    refreshers: RefresherPolicy | None = None
    dynamics: Dynamics | None = None

    def market(self, book: PriceBook, *, as_of: date, announced: bool = False) -> Market:
        """The market of these facts on a day; a share without a growth of its own takes the expected one."""
        growth = self.expect.share_growth
        shares = self.shares
        if growth:
            shares = tuple(
                share if share.growth_rate is not None else evolve(share, growth_rate=growth) for share in shares
            )
        return Market(
            as_of=as_of,
            book=book,
            contracts=self.contracts,
            shares=shares,
            rates=self.rates,
            indices=self.indices,
            capacities=self.capacities,
            announced=announced,
            options=self.options,
        )

    def assumptions(self, *, as_of: date, horizon_months: int = 48) -> Assumptions:
        """The assumptions of these facts on a day."""
        said: dict[str, Any] = {name: rate for name, rate in self.expect.said().items() if name != "share_growth"}
        more: dict[str, Any] = {"illiquidity": self.illiquidity, "events": self.events}
        return Assumptions(as_of=as_of, horizon_months=horizon_months, **more, **said)

    def over(self, stated: Mapping[str, Facts]) -> Facts:
        """These facts, with what offers state themselves where these say nothing.

        Args:
            stated: Facts by the name of the offer that states them.

        Raises:
            InvalidValue: If two offers state different things about the same thing that these facts do not settle.
        """
        result = self
        said_by: dict[object, tuple[str, object]] = {}
        for name, facts in stated.items():
            for key, fact in facts._keyed():
                if key in dict(self._keyed()):
                    continue
                other, known = said_by.setdefault(key, (name, fact))
                if known != fact:
                    raise InvalidValue(str(key), fact, f"{other} and {name} disagree", "say it in the assumptions file")
            result = result._filled(facts, dict(self._keyed()))
        return result

    def _keyed(self) -> list[tuple[tuple[str, str], object]]:
        """Every single fact with what it is about."""
        return [
            *((("share price of", share.symbol), share) for share in self.shares),
            *((("exchange rate of", "/".join(sorted((rate.base, rate.quote)))), rate) for rate in self.rates),
            *((("contract with", _about(contract)), contract) for contract in self.contracts),
            *((("value of the index", f"{value.index} on {value.on}"), value) for value in self.indices),
            *((("capacity", capacity.name), capacity) for capacity in self.capacities),
            *((("expected", name), rate) for name, rate in self.expect.said().items()),
            *((("scenario", scenario.name), scenario) for scenario in self.scenarios),
            *((("illiquidity of", entry.symbol), entry) for entry in self.illiquidity),
            *((("day of the event", name), (name, day)) for name, day in self.events),
            *([(("options", "method"), self.options)] if self.options != OptionPricing() else []),
            *single_facts(self.dynamics),
        ]

    def _filled(self, stated: Facts, settled: Mapping[tuple[str, str], object]) -> Facts:
        new = [(key, fact) for key, fact in stated._keyed() if key not in settled]
        have = {key for key, _ in self._keyed()}
        add = [(key, fact) for key, fact in new if key not in have]

        def of(kind: str) -> tuple[Any, ...]:
            return tuple(fact for (what, _), fact in add if what == kind)

        expect = {name: fact for (what, name), fact in add if what == "expected"}
        return evolve(
            self,
            shares=(*self.shares, *of("share price of")),
            rates=(*self.rates, *of("exchange rate of")),
            contracts=(*self.contracts, *of("contract with")),
            indices=(*self.indices, *of("value of the index")),
            capacities=(*self.capacities, *of("capacity")),
            scenarios=(*self.scenarios, *of("scenario")),
            illiquidity=(*self.illiquidity, *of("illiquidity of")),
            events=(*self.events, *of("day of the event")),
            options=next(iter(of("options")), self.options),
            dynamics=with_facts(self.dynamics, add, stated.dynamics.source if stated.dynamics else ""),
            expect=evolve(self.expect, **expect),  # type: ignore[arg-type]
        )


def _about(contract: Contract) -> str:
    """What a contract is about: a lock and a discount of one provider are two facts."""
    return f"{contract.model or contract.provider}, {' and '.join(sorted(contract.says))}, from {contract.from_on}"

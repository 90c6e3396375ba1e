"""Exposure: what token promises whose cost moves with prices would cost if prices rise, at list and under contracts.

Promises of money are not exposed: a dearer token is fewer tokens. Quantities are, whole or within a collar, as the rule
of each says. All of a promise counts, whether it is used or not. Quantities are summed by group first and priced once
each; a scenario moves list prices, and what a contract locks or states does not follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ...errors import InvalidValue
from ...market.market import Market, Stage
from ...market.scenarios import Scenario, with_stated
from ...money import EXACT, Money, add_up, exactly
from ...pay.rules import rule_name
from ...pay.units import TokenClaim
from ..columns.pieces import Cuts
from ..columns.totals import GroupQuantity, group_quantities
from ..roster import Roster

STAGES: tuple[Stage, ...] = ("list", "contract")
"""Prices at which promises are looked at."""


@frozen(kw_only=True)
class ExposedLine:
    """What promises of one rule to one group cost under a scenario.

    Attributes:
        group: Labels of the group.
        rule: What happens to the promise when prices move, in words.
        guaranteed: Whether it is guaranteed, as opposed to if the policy stays.
        scenario: Name of the what-if.
        stage: At ``list`` or ``contract`` prices.
        mtok: Millions of tokens promised.
        amount: What they cost, unrounded.
    """

    group: tuple[str, ...]
    rule: str
    guaranteed: bool
    scenario: str
    stage: Stage
    mtok: Decimal
    amount: Decimal


@frozen(kw_only=True)
class Exposure:
    """What promised tokens cost under price scenarios.

    Attributes:
        from_on: First day of what is promised.
        until: First day after it.
        currency: ISO 4217 code of every amount.
        scenarios: Names of the what-ifs, the stated market first.
        lines: A line a group, rule, guarantee, scenario and stage.
    """

    from_on: date
    until: date
    currency: str
    scenarios: tuple[str, ...]
    lines: tuple[ExposedLine, ...] = field(repr=False)

    def total(
        self,
        scenario: str,
        *,
        stage: Stage = "list",
        guaranteed: bool | None = None,
        group: tuple[str, ...] | None = None,
    ) -> Money:
        """The sum of a scenario, unrounded.

        Args:
            scenario: Its name.
            stage: At list or at contract prices.
            guaranteed: Only what is guaranteed, or only what is not; all if None.
            group: Only this group; all if None.

        Raises:
            InvalidValue: If there is no such scenario.
        """
        if scenario not in self.scenarios:
            raise InvalidValue("scenario", scenario, "is none of these", f"say one of {', '.join(self.scenarios)}")
        chosen = (
            line.amount
            for line in self.lines
            if (line.scenario, line.stage) == (scenario, stage)
            and guaranteed in (None, line.guaranteed)
            and group in (None, line.group)
        )
        return Money(add_up(chosen), self.currency)

    def more(self, scenario: str, *, stage: Stage = "list", guaranteed: bool | None = None) -> Money:
        """By how much more it costs than in the market as stated."""
        first = self.total(self.scenarios[0], stage=stage, guaranteed=guaranteed)
        return self.total(scenario, stage=stage, guaranteed=guaranteed) - first


@exactly
def exposure(
    roster: Roster,
    market: Market,
    *,
    scenarios: Iterable[Scenario],
    from_on: date,
    until: date,
    by: Sequence[str] = ("cost_center",),
    currency: str = "USD",
) -> Exposure:
    """What the token quantities that a roster promises for some days cost under price scenarios.

    Args:
        roster: The people.
        market: Prices, contracts and exchange rates.
        scenarios: What-ifs; the market as stated stands before them.
        from_on: First day of what is promised.
        until: First day after it.
        by: Columns whose labels together are a group.
        currency: Of the amounts.

    Raises:
        MissingFact: If a price or exchange rate is needed and not given.
    """
    cuts = Cuts((from_on, until))
    tokens = group_quantities(roster, cuts, by=by, only_tokens=True)
    quantities = [of for of in tokens if isinstance(of.promise.unit, TokenClaim)]
    moved = [(scenario.name, scenario.apply(market)) for scenario in with_stated(scenarios, market)]
    lines = [
        line
        for name, priced in moved
        for stage in STAGES
        for line in _lines(name, stage, quantities, _Pricer(priced, stage, currency, {}))
    ]
    names = tuple(name for name, _ in moved)
    return Exposure(from_on=from_on, until=until, currency=currency, scenarios=names, lines=tuple(lines))


@frozen
class _Pricer:
    """Prices of claims, each looked up once a day."""

    market: Market
    stage: Stage
    currency: str
    known: dict[tuple[TokenClaim, date], Decimal]

    def price(self, unit: TokenClaim, on: date) -> Decimal:
        """Price of a million tokens of a promise on a day."""
        if (unit, on) not in self.known:
            found = self.market.unit_price(unit, on, stage=self.stage)
            self.known[unit, on] = self.market.convert(found, self.currency).amount
        return self.known[unit, on]


def _lines(scenario: str, stage: Stage, quantities: Iterable[GroupQuantity], prices: _Pricer) -> Iterator[ExposedLine]:
    sums: dict[tuple[tuple[str, ...], str, bool], tuple[Decimal, Decimal]] = {}
    for of in quantities:
        unit = of.promise.unit
        assert isinstance(unit, TokenClaim)  # the caller chose these
        key = (of.group, rule_name(unit.rule), of.promise.guaranteed)
        mtok, amount = sums.get(key, (Decimal(0), Decimal(0)))
        cost = EXACT.multiply(of.quantity, prices.price(unit, of.on))
        sums[key] = EXACT.add(mtok, of.quantity), EXACT.add(amount, cost)
    for (group, rule, guaranteed), (mtok, amount) in sorted(sums.items()):
        yield ExposedLine(
            group=group,
            rule=rule,
            guaranteed=guaranteed,
            scenario=scenario,
            stage=stage,
            mtok=mtok,
            amount=amount,
        )

"""Laws of demand: tokens, their cost, coverage, efficiency and the ranking of teams."""

from datetime import date
from decimal import Decimal, localcontext

from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.market import RateCard
from compkit.money import add_up, total
from compkit.valuation import (
    Efficiency,
    LognormalDemand,
    TeamValue,
    Workload,
    before_after,
    coverage,
    rank_by_value,
    workload_costs,
)
from tests.samples import TODAY, market, price_row, usd

YEAR = date(2027, 1, 1)
CARD = RateCard(fresh_input="2.3", cache_write="2.9", cache_read="0.23", output="11.7")
MARKET = market(
    price_row("north/one", card=CARD, batch=CARD.times(Decimal("0.5"))),
    price_row("south/two", card=CARD.times(Decimal("0.3")), batch=CARD.times(Decimal("0.15"))),
)


class TestWorkload:
    """The tokens of a workload, and what they cost."""

    @given(work=testing.workloads(), year=st.integers(1, 5))
    def test_mix_is_whole(self, work: Workload, year: int) -> None:
        """The mix adds up to 1 exactly, and each share is its kind's part of the tokens of any year."""
        tokens, mix = work.tokens(year), work.mix.shares()
        assert add_up(mix.values()) == 1
        for kind, count in tokens.items():
            assert abs(mix[kind] * work.mtok(year) * 10**6 - count) <= Decimal("1e-12") * max(count, Decimal(1))

    @given(work=testing.workloads(), year=st.integers(1, 4))
    def test_growth_compounds(self, work: Workload, year: int) -> None:
        """Each year is the year before times 1 plus the growth."""
        grown = work.mtok(year) * (1 + work.growth_rate)
        assert abs(work.mtok(year + 1) - grown) <= Decimal("1e-20") * grown

    @given(work=testing.workloads(), precision=st.integers(3, 40))
    def test_any_context(self, work: Workload, precision: int) -> None:
        """The caller's decimal context changes no figure."""
        expected = (work.tokens(2), work.mix)
        with localcontext() as context:
            context.prec = precision
            assert (work.tokens(2), work.mix) == expected

    @given(work=testing.workloads())
    def test_cost_between_kinds(self, work: Workload) -> None:
        """A million tokens cost no less than the cheapest kind and no more than the dearest."""
        (found,) = workload_costs(work, MARKET, ["north/one"], TODAY)
        assert Decimal("0.23") <= found.per_mtok.amount <= Decimal("11.7")


class TestCoverage:
    """Coverage of an allowance."""

    @given(work=testing.workloads(), share=testing.rates("0", "2", places=3), parts=st.integers(1, 12))
    def test_covered_and_short_are_the_need(self, work: Workload, share: Decimal, parts: int) -> None:
        """Covered and left over add up to the need; a dry month is named exactly when something is left over."""
        (cost,) = workload_costs(work, MARKET, ["north/one"], TODAY)
        released = [usd(cost.cost.amount * share / parts)] * parts
        found = coverage(work, released, MARKET, "north/one", YEAR)
        assert abs(found.covered_mtok + found.short_mtok - found.need_mtok) <= Decimal("1e-20") * found.need_mtok
        assert 0 <= found.covered_rate <= 1
        assert (found.dry_month is None) == (found.short_mtok == 0)

    @given(work=testing.workloads(), less=testing.rates("0", "1", places=3), more=testing.rates("0", "1", places=3))
    def test_more_covers_no_less(self, work: Workload, less: Decimal, more: Decimal) -> None:
        """A larger allowance covers no less, and runs dry no earlier."""
        first, second = (
            coverage(work, work.mtok() * rate, MARKET, "north/one", YEAR)
            for rate in (less, min(less + more, Decimal(2)))
        )
        assert first.covered_mtok <= second.covered_mtok
        assert (first.dry_month or 13) <= (second.dry_month or 13)

    @given(
        variation=testing.rates("0", "3", places=2),
        low=testing.rates("0.01", "0.99", places=2),
        high=testing.rates("0.01", "0.99", places=2),
    )
    def test_surer_is_more(self, variation: Decimal, low: Decimal, high: Decimal) -> None:
        """The surer it shall be, the more is needed."""
        low, high = sorted((low, high))
        demand = LognormalDemand(variation_rate=variation)
        assert demand.factor(low) <= demand.factor(high)


class TestEfficiency:
    """The levers."""

    @given(work=testing.workloads(), rates=st.lists(testing.rates("0", "0.99", places=2), min_size=5, max_size=5))
    def test_savings_add_up(self, work: Workload, rates: list[Decimal]) -> None:
        """What the levers save, in tokens and in money, is the whole difference to the last digit."""
        avoided, context, output, routed, batch = rates
        levers = Efficiency(
            avoided_rate=avoided,
            context_cut_rate=context,
            output_cut_rate=output,
            routed_to="south/two" if routed else "",
            routed_rate=routed,
            batch_rate=batch,
        )
        found = before_after(work, levers, MARKET, "north/one", TODAY, outcomes=7)
        assert add_up([found.after_mtok, *(saving.mtok for saving in found.savings)]) == found.before_mtok
        assert total([found.after_cost, *(saving.cost for saving in found.savings)], "USD") == found.before_cost
        assert all(saving.mtok >= 0 and saving.cost.amount >= 0 for saving in found.savings)
        assert found.tokens_rate <= 1


class TestRanking:
    """Value per token: a lean team is never ranked under a wasteful one for spending less."""

    @given(
        others=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=5),
        value=st.integers(0, 1000),
        cost=st.integers(0, 1000),
        less=st.integers(0, 1000),
    )
    def test_lean_never_below(self, others: list[tuple[int, int]], value: int, cost: int, less: int) -> None:
        """The same outcomes at lower cost never rank lower, whoever else is ranked and in whatever order."""
        teams = [TeamValue(name=f"other {n}", value=usd(v), cost=usd(c)) for n, (v, c) in enumerate(others)]
        wasteful = TeamValue(name="wasteful", value=usd(value), cost=usd(cost))
        lean = evolve(wasteful, name="lean", cost=usd(min(less, cost)))
        for listed in ([wasteful, *teams, lean], [lean, *teams, wasteful]):
            ranks = {place.team.name: place.rank for place in rank_by_value(listed)}
            assert ranks["lean"] <= ranks["wasteful"]

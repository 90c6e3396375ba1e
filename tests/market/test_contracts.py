"""Contracts: what an employer pays instead of list, unit by unit, and what a year comes to."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.errors import InvalidValue, MissingFact
from compkit.market import Contract, ContractYear, LongContextTier, RateCard, Scenario, TokenPriceChange, contract_year
from compkit.market.contracts import PARTS, VolumeStep, in_force
from compkit.market.prices import KINDS
from compkit.money import Money, add_up
from compkit.pay import Basket, TokenMix

from ..samples import INPUT_ONLY, TODAY, card, market, price_row, usd

NORTH = Basket.of("north/one", INPUT_ONLY)
LAST_YEAR, NEXT_YEAR = date(2025, 11, 20), date(2027, 11, 20)
STEPS = (VolumeStep(above=usd(0), discount_rate=0), VolumeStep(above=usd(100_000), discount_rate="0.1"))
THREE = (*STEPS, VolumeStep(above=usd(500_000), discount_rate="0.3"))
CHANGED = (price_row(price=12, until_on=TODAY), price_row(price=10, from_on=TODAY))
"""12 until yesterday, 10 from today."""


def contract(**fields: Any) -> Contract:
    """A contract with the provider of north/one."""
    return Contract(**{"provider": "north", "on": TODAY, "source": "contract 7", **fields})


def stated(**prices: Any) -> Contract:
    """Stated prices of north/one."""
    return contract(model="north/one", card=RateCard(**prices))


def paid(*contracts: Contract, rows: Any = (), basket: Basket = NORTH, change: str = "0", on: date = TODAY) -> Decimal:
    """What the employer pays for a million tokens under contracts, after list prices change; list is 10."""
    world = market(*(rows or (price_row(),)), contracts=contracts)
    moved = Scenario(name="moved", moves=(TokenPriceChange(rate=change),)).apply(world)
    return moved.token_price(basket, on, stage="contract").amount


def mixed(**shares: Any) -> Basket:
    """north/one at a mix of its own."""
    return Basket.of("north/one", TokenMix(name="own", **{"fresh_input": 0, "output": 0, **shares}))


class TestParts:
    """A discount covers the whole card unless parts are named."""

    ROW = price_row(
        card=card(10, output=50, cache_read=1, cache_write=12, cache_write_1h=20),
        batch=card(5),
        priority=card(20),
        flex=card(4),
        tiers=(LongContextTier(above_tokens=200_000, card=card(30)),),
    )

    def row(self, *parts: str) -> Any:
        """The contract row with half off these parts."""
        half = contract(discount_rate="0.5", parts=parts)
        return market(self.ROW, contracts=(half,)).token_row("north/one", TODAY, "contract")

    def test_kinds(self) -> None:
        """Half off cache reads and output only: 0.5 and 25; all else at list."""
        row = self.row("cache_read", "output")
        assert row.card == RateCard(fresh_input=10, output=25, cache_read="0.5", cache_write=12, cache_write_1h=20)
        assert (row.classes, row.tiers) == (self.ROW.classes, self.ROW.tiers)
        assert (row.stage, row.source) == ("contract", "contract 7")

    @pytest.mark.parametrize("name", ["batch", "priority", "flex"])
    def test_classes(self, name: str) -> None:
        """Half off one service class; the standard card, the others and the tiers stay at list."""
        row = self.row(name)
        assert row.card == self.ROW.card
        assert row.tiers == self.ROW.tiers
        listed = self.ROW.classes[name]
        assert listed is not None
        assert row.classes == {**self.ROW.classes, name: listed.times(Decimal("0.5"))}

    def test_tiers(self) -> None:
        """Half off long contexts: 15 instead of 30."""
        row = self.row("long_context")
        assert (row.card, row.tiers[0].card) == (self.ROW.card, card(15))

    def test_whole_card(self) -> None:
        """No parts are all parts."""
        assert self.row() == self.row(*PARTS)
        assert self.row().card.cache_write_1h == 10

    def test_by_steps(self) -> None:
        """Steps may be for parts too: 10 % off output at 200,000 a year."""
        some = contract(steps=STEPS, expected_spend=usd(200_000), parts=("output",))
        assert paid(some, rows=(self.ROW,), basket=mixed(output=1)) == 45
        assert paid(some, rows=(self.ROW,)) == 10


class TestSteps:
    """Discounts by volume: for all spend, or each for the excess above it."""

    @pytest.mark.parametrize(
        ("spend", "rate"),
        [(0, "0"), (99_999, "0"), (100_000, "0.1"), (499_999, "0.1"), (500_000, "0.3"), (10**7, "0.3")],
    )
    def test_all_spend(self, spend: int, rate: str) -> None:
        """The step that is reached holds for all spend; it is reached at its level."""
        assert contract(steps=THREE).discount(usd(spend)) == Decimal(rate)

    @pytest.mark.parametrize(
        ("spend", "off"),
        [(0, 0), (100_000, 0), (300_000, 20_000), (500_000, 40_000), (1_000_000, 190_000)],
    )
    def test_the_excess(self, spend: int, off: int) -> None:
        """10 % of what is between 100,000 and 500,000, 30 % of what is above: at a million 40,000 + 150,000."""
        steps = contract(steps=THREE, on_the_excess=True)
        assert contract_year(steps, usd(spend)).paid == usd(spend - off)

    def test_unit_price(self) -> None:
        """A unit price needs the expected spend: 10 % off at 200,000; 5 % on average if on the excess."""
        steps = contract(steps=STEPS, expected_spend=usd(200_000))
        assert paid(steps) == 9
        assert paid(evolve(steps, on_the_excess=True)) == Decimal("9.5")
        with pytest.raises(MissingFact, match="expected spend a year with north, which decides the step of contract 7"):
            paid(contract(steps=STEPS))

    def test_below_the_first_step(self) -> None:
        """Without a first step at 0 nothing is off below it."""
        only = contract(steps=(VolumeStep(above=usd(100_000), discount_rate="0.1"),))
        assert only.discount(usd(50_000)) == 0
        assert contract_year(evolve(only, on_the_excess=True), usd(150_000)).paid == usd(145_000)


class TestLocks:
    """A lock keeps the list price of its day, until its own last day."""

    def test_until(self) -> None:
        """Locked at 12 of last year until the end of 2026, then list, 10."""
        lock = contract(locked_on=LAST_YEAR, until_on=date(2026, 12, 31))
        assert paid(lock, rows=CHANGED, on=date(2026, 12, 31)) == 12
        assert paid(lock, rows=CHANGED, on=date(2027, 1, 1)) == 10

    def test_costs_more_than_list(self) -> None:
        """Issue: "while locks ... may" cost more than list: 12 where the list has fallen to 10."""
        assert paid(contract(locked_on=LAST_YEAR), rows=CHANGED) == 12 > paid(rows=CHANGED)

    def test_moves(self) -> None:
        """A scenario moves list and discounts, and neither a locked nor a stated price."""
        assert paid(change="0.5") == 15
        assert paid(contract(discount_rate="0.2"), change="0.5") == 12
        assert paid(contract(locked_on=TODAY), change="0.5") == 10
        assert paid(stated(fresh_input=7), change="0.5") == 7
        assert paid(contract(locked_on=TODAY), stated(fresh_input=7), change="0.5") == 7

    def test_what_is_not_stated_moves(self) -> None:
        """A card states input at 7; output is list, 10, and up 50 %: half of each is 3.5 + 7.5."""
        half = mixed(fresh_input="0.5", output="0.5")
        assert paid(stated(fresh_input=7), basket=half, change="0.5") == 11

    def test_discount_of_a_lock(self) -> None:
        """A lock and a discount: 10 % off the locked 12 is 10.80, whatever the list does; in either order."""
        lock, discount = contract(locked_on=LAST_YEAR), contract(discount_rate="0.1")
        for change in ("0", "0.5"):
            assert paid(lock, discount, rows=CHANGED, change=change) == Decimal("10.8")
            assert paid(discount, lock, rows=CHANGED, change=change) == Decimal("10.8")
            assert paid(contract(locked_on=LAST_YEAR, discount_rate="0.1"), rows=CHANGED, change=change) == Decimal(
                "10.8"
            )

    def test_own_before_provider(self) -> None:
        """A contract for the model stands before one for all of its provider."""
        own, whole = contract(model="north/one", discount_rate="0.5"), contract(discount_rate="0.1")
        assert paid(whole, own) == 5
        assert in_force((whole, own), "north/one", TODAY) == (own, whole)
        assert in_force((whole, own), "north/two", TODAY) == (whole,)

    @pytest.mark.parametrize(("change", "price"), [("0", 10), ("-0.5", 5), ("0.15", "11.5"), ("0.5", 12)])
    def test_ratchet(self, change: str, price: Any) -> None:
        """Locked at 12: a list price below it takes its place, one above does not."""
        assert paid(contract(locked_on=LAST_YEAR, ratchet=True), rows=CHANGED, change=change) == Decimal(price)

    def test_ratchet_by_kind(self) -> None:
        """Kind by kind, class by class, tier by tier; where one day's price is unknown the other's holds."""
        tiers = [(LongContextTier(above_tokens=200_000, card=card(price)),) for price in (30, 24)]
        before = price_row(card=card(12, output=40), batch=card(6), tiers=tiers[0], until_on=TODAY)
        now = price_row(card=card(10, output=50, cache_read=1), batch=card(7), tiers=tiers[1], from_on=TODAY)
        lock = contract(locked_on=LAST_YEAR, ratchet=True)
        row = market(before, now, contracts=(lock,)).token_row("north/one", TODAY, "contract")
        assert row.card == RateCard(fresh_input=10, output=40, cache_read=1)
        assert (row.batch, row.tiers[0].card) == (card(6), card(24))

    def test_stated_in_dollars(self) -> None:
        """Stated prices replace a card in euro whole: no kind of it is kept as if it were dollars."""
        row = price_row(card=card(10), batch=card(5), currency="EUR")
        found = market(row, contracts=(stated(fresh_input=7),)).token_row("north/one", TODAY, "contract")
        assert (found.currency, found.card, found.batch) == ("USD", RateCard(fresh_input=7), None)


class TestYear:
    """A year's spend: discount or steps, overage beyond, shortfall below the commitment."""

    HALF: ClassVar = {"discount_rate": "0.2", "commitment": usd(80_000)}

    @pytest.mark.parametrize(
        ("fields", "at_list", "parts"),
        [
            ({"discount_rate": "0.2"}, 100_000, (80_000, 0, 0)),
            (HALF, 100_000, (80_000, 0, 0)),  # exactly the commitment
            (HALF, 50_000, (40_000, 0, 40_000)),  # 40,000 used, 40,000 missing
            ({**HALF, "shortfall_rate": "0.5"}, 50_000, (40_000, 0, 20_000)),
            ({**HALF, "shortfall_rate": 0}, 0, (0, 0, 0)),
            (HALF, 0, (0, 0, 80_000)),
            (HALF, 150_000, (80_000, 40_000, 0)),  # 50,000 beyond, at the contract's own 20 %
            ({**HALF, "overage_discount_rate": "0.05"}, 150_000, (80_000, 47_500, 0)),
            ({**HALF, "overage_discount_rate": 0}, 150_000, (80_000, 50_000, 0)),
            ({"commitment": usd(80_000)}, 100_000, (80_000, 20_000, 0)),  # no discount at all
            ({"steps": THREE, "commitment": usd(400_000)}, 600_000, (400_000, 20_000, 0)),  # 30 % off 600,000
        ],
    )
    def test_parts(self, fields: Any, at_list: int, parts: tuple[int, int, int]) -> None:
        """Within, overage and shortfall by hand; they add up to what is paid."""
        found = contract_year(contract(**fields), usd(at_list))
        assert found == ContractYear(
            at_list=usd(at_list), **dict(zip(("within", "overage", "shortfall"), map(usd, parts), strict=True))
        )
        assert found.paid == usd(sum(parts))

    def test_missed_commitment_costs_more_than_list(self) -> None:
        """Issue: "while ... missed commitments may": 50,000 at list costs 80,000, an effective 1.6."""
        found = contract_year(contract(**self.HALF), usd(50_000))
        assert found.paid == usd(80_000)
        assert found.effective_rate == Decimal("1.6")
        assert contract_year(contract(**self.HALF), usd(0)).effective_rate is None

    def test_stated_spend(self) -> None:
        """Under stated or locked prices the spend at contract prices is given: 90,000 of 100,000, 10,000 beyond."""
        found = contract_year(contract(commitment=usd(80_000)), usd(100_000), at_contract=usd(90_000))
        assert (found.within, found.overage) == (usd(80_000), usd(10_000))
        dear = contract(commitment=usd(80_000), overage_discount_rate=0)
        beyond = contract_year(dear, usd(100_000), at_contract=usd(90_000)).overage
        assert beyond.rounded() == usd("11111.11")  # a ninth of the usage, at list


class TestRefused:
    """Each refusal says the way out."""

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "says no price, got 'north': say a discount, steps, stated prices, a lock or a commitment"),
            ({"discount_rate": "0.1", "steps": STEPS}, "says a discount and steps.*say one of them"),
            ({"card": card(1)}, "need the model they are for.*say model: north/"),
            ({"card": card(1), "model": "north/one", "locked_on": TODAY}, "leave out the lock"),
            ({"discount_rate": "0.1", "model": "south/one"}, "must be a model of north"),
            ({"locked_on": TODAY, "parts": ("output",)}, "goes with a discount"),
            ({"discount_rate": "0.1", "parts": ("outputs",)}, "must be one of fresh_input"),
            ({"discount_rate": "0.1", "ratchet": True}, "goes with a lock.*say locked_on"),
            ({"discount_rate": "0.1", "on_the_excess": True}, "goes with steps"),
            ({"discount_rate": "0.1", "overage_discount_rate": 0}, "goes with a commitment"),
            ({"discount_rate": "0.1", "shortfall_rate": "0.5"}, "goes with a commitment"),
            ({"steps": (STEPS[1], STEPS[0])}, "must be above the step before, USD 100000"),
            ({"steps": (STEPS[1], STEPS[1])}, "must be above the step before"),
            ({"discount_rate": "12"}, "from 0 to 1"),
            ({"commitment": usd(0)}, "must be above 0"),
        ],
    )
    def test_contract(self, fields: dict[str, Any], words: str) -> None:
        """Terms that contradict or miss one another."""
        with pytest.raises(InvalidValue, match=words):
            contract(**fields)

    def test_two_at_once(self) -> None:
        """Two discounts on the same models on a day are refused; a lock beside one, or one after the other, is not."""
        first, second = contract(discount_rate="0.1", until_on=TODAY), contract(discount_rate="0.2", source="other")
        with pytest.raises(InvalidValue, match=r"two contracts hold at once: contract 7 and other.*end one first"):
            market(price_row(), contracts=(first, second))
        market(price_row(), contracts=(first, evolve(second, from_on=date(2026, 11, 21))))
        market(price_row(), contracts=(first, contract(locked_on=TODAY)))
        market(price_row(), contracts=(first, contract(model="north/one", discount_rate="0.3")))


RATES = testing.rates(places=3)
DISCOUNTS = st.one_of(
    st.builds(lambda rate, parts: contract(discount_rate=rate, parts=parts), RATES, st.lists(st.sampled_from(PARTS))),
    st.builds(
        lambda rates, spend, excess: contract(
            steps=tuple(VolumeStep(above=usd(1000 * n), discount_rate=rate) for n, rate in enumerate(rates)),
            expected_spend=usd(spend),
            on_the_excess=excess,
        ),
        st.lists(RATES, min_size=1, max_size=4),
        testing.rates("1", "9999", places=2),
        st.booleans(),
    ),
)
TERMS = st.fixed_dictionaries(
    {},
    optional={
        "discount_rate": RATES,
        "shortfall_rate": RATES,
        "overage_discount_rate": RATES,
    },
)
SPENDS = testing.rates("0", "100000", places=2).map(usd)


class TestLaws:
    """Issue: "a list discount never costs more than its list, while locks and missed commitments may"."""

    @given(st.data(), DISCOUNTS, RATES)
    def test_discount_at_most_list(self, data: Any, discount: Contract, change: Decimal) -> None:
        """Every kind, class and tier, in every basket, under any change of list prices."""
        row = evolve(data.draw(testing.price_books(["north/one"])).rows[0], until_on=None)
        basket = data.draw(testing.baskets(("north/one",)))
        world = market(row, contracts=(discount,))
        moved = Scenario(name="x", moves=(TokenPriceChange(rate=change),)).apply(world)
        listed, own = (moved.token_row("north/one", TODAY, stage) for stage in ("list", "contract"))
        assert own.card.times(Decimal(1)) == own.card
        cards = [(own.card, listed.card), *zip(own.classes.values(), listed.classes.values(), strict=True)]
        cards += [(mine.card, theirs.card) for mine, theirs in zip(own.tiers, listed.tiers, strict=True)]
        for mine, theirs in cards:
            if mine is not None and theirs is not None:
                assert all(getattr(mine, kind) <= getattr(theirs, kind) for kind in KINDS)
        assert moved.token_price(basket, TODAY, stage="contract").amount <= moved.token_price(basket, TODAY).amount

    @given(st.data(), RATES)
    def test_ratchet_at_most_list(self, data: Any, change: Decimal) -> None:
        """A ratchet never costs more than list either, nor more than the lock without it."""
        row = evolve(data.draw(testing.price_books(["north/one"])).rows[0], until_on=None)
        basket = data.draw(testing.baskets(("north/one",)))
        locked = contract(locked_on=TODAY)
        change_ = TokenPriceChange(rate=change - Decimal("0.5"))
        worlds = [market(row, contracts=(c,)) for c in (locked, evolve(locked, ratchet=True))]
        moved = [Scenario(name="x", moves=(change_,)).apply(world) for world in worlds]
        plain, ratchet = (world.token_price(basket, TODAY, stage="contract").amount for world in moved)
        assert ratchet <= min(plain, moved[0].token_price(basket, TODAY).amount)

    @given(TERMS, SPENDS, SPENDS.filter(lambda money: money.amount > 0))
    def test_year(self, terms: dict[str, Any], at_list: Money, commitment: Money) -> None:
        """Parts add up to what is paid, none is negative, and never both overage and shortfall."""
        found = contract_year(contract(**terms, commitment=commitment), at_list)
        parts = [found.within.amount, found.overage.amount, found.shortfall.amount]
        assert found.paid.amount == add_up(parts)
        assert min(parts) >= 0
        assert not (found.overage.amount and found.shortfall.amount)
        assert found.within.amount <= commitment.amount

    @given(DISCOUNTS, SPENDS)
    def test_discounted_year(self, discount: Contract, at_list: Money) -> None:
        """Without a commitment a year costs at most its list, and the effective rate is 1 less the discount."""
        found = contract_year(discount, at_list)
        assert found.paid.amount <= at_list.amount
        if at_list.amount:
            assert found.effective_rate is not None
            assert abs(found.effective_rate - (1 - discount.discount(at_list))) < Decimal("1e-20")

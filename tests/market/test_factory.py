"""Own AI factory: what a million tokens cost to make, against two published examples and figures worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.errors import CurrencyMismatch, InvalidValue, MissingFact, UnknownModel
from compkit.market import AiFactory, CheapHours, FactoryModel, FactoryPower, PriceBook, Purchase, Rent, basket_price
from compkit.money import Money
from compkit.pay import Basket, TokenMix
from tests.samples import usd

DAY = date(2026, 11, 20)
HALF = TokenMix(name="half and half", fresh_input="0.5", output="0.5")


def power(**changes: Any) -> FactoryPower:
    """Ten kW at 0.10 a kWh, a quarter of it while waiting, a quarter more for cooling."""
    parts: dict[str, Any] = {"draw_kw": 10, "idle_rate": "0.25", "price": usd("0.10"), "cooling": "1.25"}
    return FactoryPower(**{**parts, **changes})


def factory(**changes: Any) -> AiFactory:
    """Two servers of eight, bought at 43,800 a server and year, half busy, 1,000 tokens out and 4,000 in a second."""
    parts: dict[str, Any] = {
        "name": "acme-factory",
        "servers": 2,
        "accelerators_per_server": 8,
        "accelerators": Purchase(price=usd(21_900), per="accelerator", life_years=4),
        "models": (FactoryModel(model="llama-4", output=1000, fresh_input=4000),),
        "utilisation_rate": "0.5",
        "power": power(),
        "staff_a_year": usd(8760),
        "other_a_year": usd(876),
    }
    return AiFactory(**{**parts, **changes})


class TestPublished:
    """Worked examples that others have published."""

    @pytest.mark.parametrize(
        ("an_hour", "speed", "published"),
        [("2.00", 85, "6.54"), ("2.60", 140, "5.16"), ("2.00", 120, "4.63"), ("2.00", 400, "1.39")],
    )
    def test_rented(self, an_hour: str, speed: int, published: str) -> None:
        """GMI Cloud, Cost Per Million Tokens Explained, 2026-05-28: hourly rent / (tokens a second x 3,600) x 10^6."""
        rented = factory(
            servers=1,
            accelerators_per_server=1,
            accelerators=Rent(an_hour=usd(an_hour)),
            models=(FactoryModel(model="dense", output=speed),),
            utilisation_rate=1,
            power=None,
            staff_a_year=usd(0),
            other_a_year=None,
        )
        assert round(rented.cost("dense").per_mtok.amount, 2) == Decimal(published)

    def test_bought(self) -> None:
        """Energy Cost of Intelligence (sa-energy-cost-of-intelligence.pages.dev), worked example.

        1.2 kW, 60 tokens a second, PUE 1.25, USD 0.06 a kWh: 0.42 of electricity per million; a USD 30,000 accelerator
        over 5 years at 60 % utilisation: 5.28. It lets energy go with work alone, so idle draw is 0.
        """
        bought = factory(
            servers=1,
            accelerators_per_server=1,
            accelerators=Purchase(price=usd(30_000), per="accelerator", life_years=5),
            models=(FactoryModel(model="any", output=60),),
            utilisation_rate="0.6",
            power=FactoryPower(draw_kw="1.2", idle_rate=0, price=usd("0.06"), cooling="1.25"),
            staff_a_year=usd(0),
            other_a_year=None,
        )
        cost = bought.cost("any")
        assert round(cost.energy.amount, 2) == Decimal("0.42")
        # 30,000 / (5 x 8,760 h x 0.6) x 10^6 / (60 x 3,600) = 5.2850; the page prints 5.28
        assert abs(cost.capital.amount - Decimal("5.28")) < Decimal("0.01")
        assert cost.marginal == cost.energy


class TestCost:
    """`AiFactory.cost`, by hand.

    A server costs 8 x 21,900 / 4 = 43,800 a year, 5 an hour; staff 8,760 a year is 1 an hour, other costs 0.10.
    Energy of a server an hour: 10 kW x 1.25 x (0.5 + 0.5 x 0.25) x 0.10 = 0.78125. A server makes 1,000 x 3,600 x 0.5
    = 1.8 million tokens of output an hour, two make 3.6.
    """

    def test_parts(self) -> None:
        """Each part an hour, over the millions an hour."""
        cost = factory().cost("llama-4")
        assert cost.model == "acme-factory/llama-4"
        assert round(cost.energy.amount, 12) == round(Decimal("1.5625") / Decimal("3.6"), 12)
        assert round(cost.capital.amount, 12) == round(Decimal(10) / Decimal("3.6"), 12)
        assert round(cost.staff.amount, 12) == round(Decimal(1) / Decimal("3.6"), 12)
        assert round(cost.other.amount, 12) == round(Decimal("0.1") / Decimal("3.6"), 12)
        assert cost.per_mtok == cost.energy + cost.capital + cost.staff + cost.other

    def test_month(self) -> None:
        """3.6 million an hour for 730 hours is 2,628 million a month."""
        assert factory().monthly_mtok("llama-4") == factory().cost("llama-4").mtok_a_month == 2628

    def test_marginal(self) -> None:
        """An hour of work more draws 10 x 0.75 x 1.25 = 9.375 kWh, 0.9375, and makes 3.6 million a server."""
        assert round(factory().cost("llama-4").marginal.amount, 12) == round(Decimal("0.9375") / Decimal("3.6"), 12)

    def test_kinds(self) -> None:
        """Input is read four times as fast, so it costs a quarter; half of each costs 0.625 of output."""
        out, both = factory().cost("acme-factory/llama-4"), factory().cost("llama-4", HALF)
        assert abs(both.per_mtok.amount - out.per_mtok.amount * Decimal("0.625")) < Decimal("1e-25")
        # harmonic: 1 / (0.5 / 1,000 + 0.5 / 4,000) = 1,600 tokens a second, 1.6 times 2,628
        assert round(both.mtok_a_month, 12) == Decimal("4204.8")

    def test_per_server(self) -> None:
        """A price per server is the same as one per accelerator, eight times over."""
        whole = Purchase(price=usd(175_200), per="server", life_years=4)
        assert factory(accelerators=whole).cost("llama-4") == factory().cost("llama-4")

    def test_cheap_hours(self) -> None:
        """40 % of the work at 0.05 makes its kWh cost 0.08; idle draw stays at 0.10.

        10 x 1.25 x (0.5 x 0.08 + 0.5 x 0.25 x 0.10) = 0.65625 an hour and server.
        """
        cheap = CheapHours(price=usd("0.05"), hours_a_day=8, waiting_rate="0.4")
        cost = factory(power=power(cheap_hours=cheap)).cost("llama-4")
        assert round(cost.energy.amount, 12) == round(Decimal("1.3125") / Decimal("3.6"), 12)

    def test_basis(self) -> None:
        """The formula in words, with the figures used."""
        said = factory().cost("llama-4").basis
        assert "utilisation 50 %" in said and "4000 fresh input, 1000 output" in said and "mix output only" in said


class TestPowerLimit:
    """Output can be limited by power."""

    def test_per_megawatt(self) -> None:
        """0.02 MW x 30,000 tokens a second per MW = 600 of 2,000 possible: 30 %, less than the 50 % planned."""
        model = FactoryModel(model="llama-4", output=1000, per_megawatt=30_000)
        cost = factory(models=(model,), power=power(megawatts="0.02")).cost("llama-4")
        assert (cost.capped, cost.utilisation_rate) == (True, Decimal("0.3"))
        assert cost.mtok_a_month == Decimal("1576.8")  # 600 x 3,600 x 730 / 10^6
        assert "30 %, as power allows" in cost.basis

    def test_from_draw(self) -> None:
        """Two servers draw 25 kW at work and 6.25 waiting; 10 kW lets (0.4 - 0.25) / 0.75 = 20 % work."""
        cost = factory(power=power(megawatts="0.010")).cost("llama-4")
        assert cost.utilisation_rate == Decimal("0.2")

    def test_enough(self) -> None:
        """Enough power limits nothing."""
        cost = factory(power=power(megawatts=1)).cost("llama-4")
        assert (cost.capped, cost.utilisation_rate) == (False, Decimal("0.5"))

    def test_too_little_to_wait(self) -> None:
        """Servers that draw more while they wait than the site has are too many."""
        with pytest.raises(InvalidValue, match=r"less than the 0\.00625.* MW that 2 servers draw .*fewer servers"):
            factory(power=power(megawatts="0.006"))


class TestBook:
    """A provider like any other."""

    def test_rows(self) -> None:
        """Kinds with a speed have a price, and others none; rows say how they were reckoned."""
        (row,) = factory().price_rows(DAY, "own factory, 2026-11")
        assert (row.model, row.provider, row.currency) == ("acme-factory/llama-4", "acme-factory", "USD")
        assert row.card.output == factory().cost("llama-4").per_mtok.amount
        assert row.card.cache_read is None
        assert row.reading == "full cost of an own factory at 50 % utilisation"

    def test_basket(self) -> None:
        """A basket at the factory's row costs what the factory says, to the last digit."""
        book = PriceBook(factory().price_rows(DAY, "own"))
        assert (
            basket_price(Basket.of("acme-factory/llama-4", HALF), book, DAY) == factory().cost("llama-4", HALF).per_mtok
        )

    def test_marginal(self) -> None:
        """The marginal card is the electricity of one more million."""
        (row,) = factory().price_rows(DAY, "own", marginal=True)
        assert row.card.output == factory().cost("llama-4").marginal.amount
        assert row.reading.startswith("marginal cost")

    def test_unknown_is_not_zero(self) -> None:
        """A mix with cache reads has no price where their speed is unknown."""
        book = PriceBook(factory().price_rows(DAY, "own"))
        with pytest.raises(MissingFact, match="cache read"):
            basket_price(Basket.of("acme-factory/llama-4"), book, DAY)


class TestRefused:
    """Each with the way out."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"utilisation_rate": 0}, "must be above 0"),
            ({"utilisation_rate": "1.1"}, "must be from 0 to 1"),
            ({"power": None}, "only rent can include it"),
            ({"models": ()}, "must be one or more"),
            ({"name": "acme/factory"}, "has no slash"),
            ({"servers": 0}, "must be above 0"),
            ({"servers": 2.5}, "must be a whole number"),
            ({"staff_a_year": usd(-1)}, "must not be negative"),
            ({"other_a_year": usd(-1)}, "must not be negative"),
        ],
    )
    def test_factory(self, changes: dict[str, Any], said: str) -> None:
        """Of the whole."""
        with pytest.raises(InvalidValue, match=said):
            factory(**changes)

    def test_currency(self) -> None:
        """All costs are in one currency."""
        with pytest.raises(CurrencyMismatch):
            factory(staff_a_year=Money("1", "EUR"))

    def test_waiting(self) -> None:
        """Half of the year's hours, all waiting, are 12 a day: more than 8."""
        cheap = CheapHours(price=usd("0.05"), hours_a_day=8, waiting_rate=1)
        with pytest.raises(InvalidValue, match=r"does not fit into 8 hours a day.*no more than 0\.6667"):
            factory(power=power(cheap_hours=cheap))

    def test_cheap_is_cheaper(self) -> None:
        """Cheap hours are no dearer than the usual ones."""
        with pytest.raises(InvalidValue, match="swap the two prices"):
            power(cheap_hours=CheapHours(price=usd("0.2"), hours_a_day=8, waiting_rate="0.1"))

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"output": None}, "needs the tokens a second of at least one kind"),
            ({"output": 0}, "must be above 0"),
            ({"mix": HALF}, "no tokens a second of fresh input"),
            ({"model": "acme/llama-4"}, "say llama-4"),
        ],
    )
    def test_model(self, changes: dict[str, Any], said: str) -> None:
        """Of a model."""
        with pytest.raises(InvalidValue, match=said):
            FactoryModel(**{"model": "llama-4", "output": 1000, **changes})

    def test_unknown_model(self) -> None:
        """A model that the factory does not run, with those it does."""
        with pytest.raises(UnknownModel, match="acme-factory/llama-4"):
            factory().cost("gpt-6-sol")

    def test_unknown_speed(self) -> None:
        """A mix whose kinds have no speed."""
        with pytest.raises(InvalidValue, match="has no tokens a second of cache read"):
            factory().cost("llama-4", TokenMix(name="cached", fresh_input=0, cache_read="0.9", output="0.1"))


RATES = st.decimals("0.01", "1", places=2)


class TestLaws:
    """What holds for every factory."""

    @given(low=RATES, high=RATES, idle=st.decimals(0, 1, places=2))
    def test_falls_with_utilisation(self, low: Decimal, high: Decimal, idle: Decimal) -> None:
        """A busier factory makes cheaper tokens, whatever it draws while waiting."""
        low, high = sorted((low, high))
        prices = [
            factory(utilisation_rate=rate, power=power(idle_rate=idle)).cost("llama-4").per_mtok for rate in (low, high)
        ]
        assert prices[0] > prices[1] if low < high else prices[0] == prices[1]

    @given(cheap=st.decimals(0, 1, places=3), dear=st.decimals(0, 1, places=3), rate=RATES)
    def test_cheaper_power(self, cheap: Decimal, dear: Decimal, rate: Decimal) -> None:
        """Cheaper power never makes dearer tokens."""
        cheap, dear = sorted((cheap, dear))
        prices = [
            factory(utilisation_rate=rate, power=power(price=usd(price))).cost("llama-4").per_mtok
            for price in (cheap, dear)
        ]
        assert prices[0] <= prices[1]

    @given(rate=RATES, share=st.decimals(0, 1, places=3), speed=st.integers(1, 10**6))
    def test_adds_up(self, rate: Decimal, share: Decimal, speed: int) -> None:
        """Energy and the rest are the whole to the last digit, and no token is dearer at the margin."""
        model = FactoryModel(model="m", output=speed, cache_read=3 * speed)
        mix = TokenMix(name="any", fresh_input=0, cache_read=share, output=1 - share)
        cost = factory(models=(model,), utilisation_rate=rate).cost("m", mix)
        assert cost.per_mtok - cost.energy == cost.rest
        assert cost.per_mtok - cost.rest == cost.energy
        assert Decimal(0) < cost.marginal.amount <= cost.energy.amount

    @given(megawatts=st.decimals("0.00625", "1", places=5).filter(lambda mw: mw >= Decimal("0.00626")))
    def test_power_never_helps_by_less(self, megawatts: Decimal) -> None:
        """A limit never makes more tokens, nor cheaper ones."""
        free, limited = factory(), evolve(factory(), power=power(megawatts=megawatts))
        assert limited.monthly_mtok("llama-4") <= free.monthly_mtok("llama-4")
        assert limited.cost("llama-4").per_mtok >= free.cost("llama-4").per_mtok

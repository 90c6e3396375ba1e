"""The price grid: what tokens cost and come to at each model under each scenario; worked by hand."""

from decimal import Decimal

import pytest
from attrs import evolve

from compkit.errors import InvalidValue, UnknownModel
from compkit.market import Market, RateCard, Scenario, TokenPriceChange, TokenPriceDrift, TokenPriceLevel
from compkit.pay import (
    Basket,
    BetterOfBoth,
    FixedMoney,
    FixedQuantity,
    Package,
    PriceBasis,
    TokenAllowance,
    TokenMix,
)
from compkit.pay.amounts import MoneyPer, TokensPer
from compkit.valuation.grid import price_grid
from compkit.valuation.tokenline import token_year
from compkit.valuation.value import value

from ..samples import INPUT_ONLY, START, TODAY, acme, assume, globex, market, price_row, usd

UP = Scenario(name="up 50 %", moves=(TokenPriceChange(rate="0.5"),))
DOWN = Scenario(name="down 40 %", moves=(TokenPriceChange(rate="-0.4"),))
FREE = Scenario(name="free", moves=(TokenPriceLevel(per_mtok=0),))
TEN, TWENTY = price_row("north/ten", 10), price_row("south/twenty", 20)


def money(amount=100_000, **changes):
    """100,000 a year for tokens."""
    return TokenAllowance(amount=MoneyPer(money=usd(amount)), rule=FixedMoney(), **changes)


def quantity(mtok=10_000, **changes):
    """10,000 M a year of north/ten."""
    parts = {"rule": FixedQuantity(), "basket": Basket.of("north/ten", INPUT_ONLY), **changes}
    return TokenAllowance(amount=TokensPer(mtok=mtok), **parts)


def offer(*allowances):
    """Tokens and nothing else, in a market of ten and twenty a million."""
    return value(Package(start_on=START, currency="USD", tokens=allowances), market(TEN, TWENTY), assume())


def grid(*allowances, models=("south/twenty", "north/ten"), scenarios=(), mix=INPUT_ONLY):
    """A grid of one offer."""
    return price_grid({"A": offer(*allowances)}, models=models, scenarios=scenarios, mix=mix)


class TestMoney:
    """The money stays; the price says how many tokens it buys."""

    @pytest.mark.parametrize(
        ("model", "scenario", "mtok"),
        [
            ("north/ten", "as stated", 10_000),
            ("south/twenty", "as stated", 5_000),
            ("north/ten", "up 50 %", "6666.67"),  # DESIGN section 5
            ("north/ten", "down 40 %", "16666.67"),
            ("south/twenty", "down 40 %", "8333.33"),
        ],
    )
    def test_worked_table(self, model, scenario, mtok):
        """100,000 over the price, whatever the scenario."""
        cell = grid(money(), scenarios=(UP, DOWN)).cell("A", model, scenario)
        assert round(cell.mtok, 2) == Decimal(mtok)
        assert cell.pays == usd(100_000)
        assert cell.standing == "here"
        assert cell.same_tokens is None

    def test_a_price_of_nothing_buys_without_limit(self):
        """Unlimited, and known to be."""
        cell = grid(money(), scenarios=(FREE,)).cell("A", "north/ten", "free")
        assert cell.mtok is None
        assert cell.is_known

    def test_restricted_to_other_providers(self):
        """The cell says so and holds no figure."""
        found = grid(money(providers=("north",)))
        cell = found.cell("A", "south/twenty")
        assert cell.standing == "not allowed"
        assert (cell.pays, cell.mtok, cell.is_known) == (None, None, False)
        assert found.cell("A", "north/ten").mtok == 10_000

    def test_two_allowances_one_of_them_restricted(self):
        """What may be spent there counts, and the cell says that it is a part."""
        cell = grid(money(), money(50_000, name="North only", providers=("north",))).cell("A", "south/twenty")
        assert cell.standing == "in part"
        assert (cell.pays, cell.mtok) == (usd(100_000), 5_000)

    def test_a_basket_of_another_model(self):
        """The promise names ten: at twenty stands what the same money buys."""
        found = grid(money(basket=Basket.of("north/ten", INPUT_ONLY)))
        assert found.cell("A", "north/ten").standing == "here"
        assert found.cell("A", "south/twenty").standing == "at equal money"
        assert found.cell("A", "south/twenty").mtok == 5_000


class TestQuantity:
    """The tokens stay; the price says what they cost."""

    def test_at_its_own_model_and_at_another(self):
        """10,000 M cost 100,000 at ten; that money buys 5,000 M at twenty, where 10,000 M would cost 200,000."""
        found = grid(quantity())
        own, other = found.cell("A", "north/ten"), found.cell("A", "south/twenty")
        assert (own.standing, own.mtok, own.pays, own.same_tokens) == ("here", 10_000, usd(100_000), usd(100_000))
        assert (other.standing, other.mtok, other.pays) == ("at equal money", 5_000, usd(100_000))
        assert other.same_tokens == usd(200_000)

    def test_when_prices_move(self):
        """Down 40 % the quantity costs 60,000; free it costs nothing and stays a quantity."""
        found = grid(quantity(), scenarios=(DOWN, FREE))
        assert found.cell("A", "north/ten", "down 40 %").pays == usd(60_000)
        assert found.cell("A", "north/ten", "free").mtok == 10_000
        assert found.cell("A", "north/ten", "free").pays == usd(0)

    def test_better_of_both(self):
        """DESIGN section 5: down 40 % it buys 16,667 M for 100,000; up 50 % 10,000 M for 150,000."""
        both = money(basket=Basket.of("north/ten", INPUT_ONLY), basis=PriceBasis(per_mtok=usd(10), on=TODAY))
        found = grid(evolve(both, rule=BetterOfBoth()), scenarios=(UP, DOWN))
        up, down = (found.cell("A", "north/ten", name) for name in ("up 50 %", "down 40 %"))
        assert (up.mtok, up.pays) == (10_000, usd(150_000))
        assert (round(down.mtok), down.pays) == (16_667, usd(100_000))


class TestOrderAndMarks:
    """Tidy and sorted, the cheapest and the dearest marked."""

    def test_order(self):
        """Offers as given, models by price, scenarios as given after the market as stated."""
        found = price_grid(
            {"B": offer(money()), "A": offer(quantity())},
            models=("south/twenty", "north/ten"),
            scenarios=(UP, DOWN),
            mix=INPUT_ONLY,
        )
        assert found.models == ("north/ten", "south/twenty")
        assert found.scenarios == ("as stated", "up 50 %", "down 40 %")
        places = [(cell.offer, cell.model, cell.scenario) for cell in found.cells]
        assert places == [(o, m, s) for o in "BA" for m in found.models for s in found.scenarios]

    def test_marks(self):
        """Ten is the cheapest by tokens for money and by cost for a quantity."""
        for allowance in (money(), quantity()):
            found = grid(allowance)
            assert found.cell("A", "north/ten").mark == "cheapest"
            assert found.cell("A", "south/twenty").mark == "dearest"

    def test_all_alike_have_no_mark(self):
        """Where every model costs the same, none is the cheapest."""
        assert {cell.mark for cell in grid(money(), scenarios=(FREE,)).cells if cell.scenario == "free"} == {""}

    def test_what_is_not_allowed_has_no_mark(self):
        """A single model that may be used is neither cheapest nor dearest."""
        assert {cell.mark for cell in grid(money(providers=("north",))).cells} == {""}

    def test_share_of_the_package(self):
        """Acme: 500,000 of 2,120,000 as promised, tokens included; in every cell."""
        found = price_grid({"Acme": value(acme(), market(), assume())}, models=["openai/gpt-6-sol"], scenarios=(UP,))
        assert {round(cell.share, 4) for cell in found.cells} == {Decimal("0.2358")}

    def test_models_that_the_offers_name(self):
        """Without models, those of the offers are compared."""
        found = price_grid({"Globex": value(globex(), market(), assume())})
        assert found.models == ("openai/gpt-6-sol",)


class TestOneCell:
    """A grid of one cell is `value` and `token_year` again."""

    @pytest.mark.parametrize("package", [acme(), globex()])
    @pytest.mark.parametrize("scenario", [UP, DOWN, Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),))])
    def test_worked_example(self, package, scenario):
        """Pays times four years is the expected cost of all tokens; tokens are those of `token_year`."""
        stated = value(package, market(), assume())
        moved = value(package, scenario.apply(market()), assume())
        cell = price_grid({"A": stated}, models=["openai/gpt-6-sol"], scenarios=[scenario]).cells[1]
        year = token_year(stated, moved.market, basket=Basket.of("openai/gpt-6-sol"))
        tiny = Decimal("1e-40")
        assert abs((cell.pays * 4 - moved.total("cost", components=["tokens"])).amount) < tiny
        assert abs(cell.pays.amount - year.pays.amount) < tiny
        assert abs(cell.mtok - year.mtok) < tiny * cell.mtok


class TestUnknown:
    """What nobody knows is not a number."""

    def test_a_kind_without_a_price(self):
        """A model without a cache price, in a mix that reads from the cache: last, unknown, and what is missing."""
        facts = market(TEN, price_row("north/cached", card=RateCard(fresh_input="1", cache_read="0.1", output="5")))
        half = TokenMix(name="half cached", fresh_input="0.5", cache_read="0.5", output=0)
        found = price_grid(
            {"A": value(Package(start_on=START, currency="USD", tokens=(money(),)), facts, assume())},
            models=("north/ten", "north/cached"),
            mix=half,
        )
        cell = found.cell("A", "north/ten")
        assert (cell.mtok, cell.is_known) == (None, False)
        assert "cache read of north/ten" in cell.missing
        assert found.models[-1] == "north/ten"
        assert found.prices["north/ten"] is None

    def test_a_model_that_is_sold_no_longer(self):
        """Money over four years buys nobody knows what at a model that ends in the first."""
        gone = price_row("west/gone", 5, until_on=START.replace(month=6))
        facts = market(TEN, gone)
        stated = value(Package(start_on=START, currency="USD", tokens=(money(),)), facts, assume())
        cell = price_grid({"A": stated}, models=("north/ten", "west/gone"), mix=INPUT_ONLY).cell("A", "west/gone")
        assert not cell.is_known
        assert "west/gone" in cell.missing

    def test_no_tokens(self):
        """An offer without tokens has cells of nothing."""
        bare = value(acme(tokens=()), market(), assume())
        cell = price_grid({"Bare": bare}, models=["openai/gpt-6-sol"]).cells[0]
        assert (cell.standing, cell.pays, cell.mtok, cell.mark) == ("no tokens", usd(0), 0, "")


class TestRefused:
    """Each with the way out."""

    def test_a_model_that_the_book_does_not_hold(self):
        """A typing error is not an unknown price."""
        with pytest.raises(UnknownModel, match="north/ten"):
            grid(money(), models=("north/tem",))

    def test_nothing_to_compare(self):
        """No offers, or no models."""
        with pytest.raises(InvalidValue, match="at least one offer"):
            price_grid({}, models=["north/ten"])
        with pytest.raises(InvalidValue, match="models="):
            grid(money(), models=())

    def test_a_scenario_named_twice(self):
        """Cells go by the name of their scenario."""
        with pytest.raises(InvalidValue, match="named twice"):
            grid(money(), scenarios=(UP, UP))

    def test_a_cell_that_is_not_there(self):
        """The error lists what is."""
        with pytest.raises(InvalidValue, match="north/ten"):
            grid(money()).cell("A", "north/eleven")


def test_a_basket_is_priced_once_for_all_offers(monkeypatch):
    """Ten offers ask the market for no more prices than one: 30 models, 8 scenarios, 2,400 cells."""
    rows = [price_row(f"p{i % 5}/m{i}", i + 1) for i in range(30)]
    facts = market(*rows)
    one = value(Package(start_on=START, currency="USD", tokens=(money(),)), facts, assume())
    drifts = [Scenario(name=f"drift {i}", moves=(TokenPriceDrift(rate=f"-0.{i}"),)) for i in range(1, 8)]
    asked: list[object] = []
    priced = Market.token_price
    monkeypatch.setattr(Market, "token_price", lambda *args, **kwargs: asked.append(args) or priced(*args, **kwargs))

    def cells_and_prices(offers: int) -> tuple[int, int]:
        asked.clear()
        valuations = {str(i): one for i in range(offers)}
        found = price_grid(valuations, models=facts.book.models, scenarios=drifts, mix=INPUT_ONLY)
        return len(found.cells), len(asked)

    (few, of_one), (many, of_ten) = cells_and_prices(1), cells_and_prices(10)
    assert (few, many) == (240, 2400)
    assert of_ten == of_one > 0

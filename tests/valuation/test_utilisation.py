"""Utilisation: one rate, a path by month of service, or a distribution; and what a token for personal use sells for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from compkit import testing
from compkit.errors import InvalidValue
from compkit.market import Scenario, TokenPriceChange
from compkit.pay import Basket, FixedMoney, FixedQuantity, MoneyPer, Package, TokenAllowance, TokensPer
from compkit.valuation import Assumptions, value
from compkit.valuation.basis import utilisation_words
from compkit.valuation.utilisation import UtilisationOdds, UtilisationPath, used_rate
from compkit.valuation.value import Valuation

from ..samples import INPUT_ONLY, TODAY, assume, market, price_row, usd

START = date(2027, 1, 15)
PATH = UtilisationPath(("0.2", "0.3", "0.5"))
ODDS = UtilisationOdds((("0.2", "0.5"), ("0.8", "0.3"), (1, "0.2")))


def valued(
    used: Any, *, months: int = 3, change: str = "0", tokens: dict[str, Any] | None = None, **given: Any
) -> Valuation:
    """1,000 a month in token money from mid January, valued over some months."""
    parts: dict[str, Any] = {"amount": MoneyPer(money=usd(1000), per="month"), "rule": FixedMoney(), **(tokens or {})}
    package = Package(start_on=START, currency="USD", tokens=(TokenAllowance(**parts),))
    world = Scenario(name="x", moves=(TokenPriceChange(rate=change),)).apply(market(price_row()))
    return value(package, world, assume(horizon_months=months, token_utilisation=used, **given))


QUANTITY: dict[str, Any] = {
    "amount": TokensPer(mtok=100, per="month"),
    "rule": FixedQuantity(),
    "basket": Basket.of("north/one", INPUT_ONLY),
}
PERSONAL: dict[str, Any] = {**QUANTITY, "use": "personal", "personal_share": "0.25", "transfer": "resell"}


class TestRate:
    """One rate: cost is that share of the promise; none is 100 %, and says that it is assumed."""

    def test_cost(self) -> None:
        """40 % of 3,000 is 1,200; the face stays."""
        found = valued("0.4")
        assert (found.total("face"), found.total("cost")) == (usd(3000), usd(1200))

    def test_nothing_said(self) -> None:
        """Unsaid is all of it."""
        assert valued(None).total("cost") == usd(3000)
        assert (utilisation_words(None), utilisation_words(Decimal("0.4"))) == ("100 % assumed", "40 %")

    @pytest.mark.parametrize("rate", ["1.01", "-0.01", 0.4, "NaN"])
    def test_refused(self, rate: Any) -> None:
        """From 0 to 1, exact."""
        with pytest.raises(InvalidValue):
            assume(token_utilisation=rate)


class TestPath:
    """A path: each month of service has its rate, the last one holds from then on."""

    def test_three_months(self) -> None:
        """20 %, 30 % and 50 % of 1,000: 200 + 300 + 500 = 1,000; the fourth month is 500 again."""
        assert [line.cost for line in valued(PATH, months=4).lines] == [200, 300, 500, 500]
        assert valued(PATH).total("cost") == usd(1000)
        assert valued(PATH).total("face") == usd(3000)

    def test_with_a_price_change(self) -> None:
        """100 M at 10 and a rise of 50 %: 1,500 a month, of which 20, 30 and 50 % are used."""
        assert [line.cost for line in valued(PATH, change="0.5", tokens=QUANTITY).lines] == [300, 450, 750]

    def test_month_of_service(self) -> None:
        """A month of service begins on the day of the month on which work began: 15 February is the second."""
        days = [date(2027, 1, 15), date(2027, 2, 14), date(2027, 2, 15), date(2027, 3, 15), date(2040, 1, 1)]
        assert [PATH.on(START, day) for day in days] == [Decimal(r) for r in ("0.2", "0.2", "0.3", "0.5", "0.5")]
        assert PATH.on(START, date(2026, 1, 1)) == Decimal("0.2")

    def test_in_arrears(self) -> None:
        """Released at the end of each month: the same rates, since the last day lies in the month."""
        assert [line.cost for line in valued(PATH, tokens={"in_advance": False}).lines] == [200, 300, 500]

    def test_already_employed(self) -> None:
        """The path counts from the start of service, not from today: a year in, the last rate holds."""
        package = Package(
            start_on=date(2025, 11, 20),
            currency="USD",
            tokens=(TokenAllowance(amount=MoneyPer(money=usd(1000), per="month"), rule=FixedMoney()),),
        )
        found = value(package, market(price_row()), assume(horizon_months=2, token_utilisation=PATH))
        assert [line.cost for line in found.lines] == [500, 500]

    def test_words(self) -> None:
        """As printed."""
        assert utilisation_words(PATH) == "20 %, 30 %, then 50 % by month of service"
        assert utilisation_words(UtilisationPath(("0.5",))) == "50 % by month of service"

    def test_no_single_rate(self) -> None:
        """A path has no rate of its own: the input of a workbook is 100 % of it."""
        assert assume(token_utilisation=PATH).utilisation == 1
        assert assume(token_utilisation=ODDS).utilisation == Decimal("0.54")

    @pytest.mark.parametrize("months", [(), ("0.2", "1.2"), (0.2,)])
    def test_refused(self, months: Any) -> None:
        """A rate for the first month, each from 0 to 1."""
        with pytest.raises(InvalidValue):
            UtilisationPath(months)


class TestOdds:
    """A distribution: cost is linear in use, so its mean is exact."""

    def test_mean(self) -> None:
        """0.2 x 0.5 + 0.8 x 0.3 + 1 x 0.2 = 0.54 of 3,000 is 1,620."""
        assert ODDS.mean == Decimal("0.54")
        assert valued(ODDS).total("cost") == usd(1620)
        assert used_rate(ODDS, START, START) == Decimal("0.54")

    @pytest.mark.parametrize(
        ("probability", "rate"),
        [("0", "0.2"), ("0.5", "0.2"), ("0.51", "0.8"), ("0.8", "0.8"), ("0.81", "1"), ("1", "1")],
    )
    def test_quantile(self, probability: str, rate: str) -> None:
        """The least rate that is not exceeded with at least that probability."""
        assert ODDS.quantile(Decimal(probability)) == Decimal(rate)

    def test_order(self) -> None:
        """The order in which cases are named does not matter."""
        assert UtilisationOdds(((1, "0.2"), ("0.8", "0.3"), ("0.2", "0.5"))) == ODDS

    def test_words(self) -> None:
        """As printed."""
        assert utilisation_words(ODDS) == (
            "54 % on average (20 % at odds of 50 %, 80 % at odds of 30 %, 100 % at odds of 20 %)"
        )

    @pytest.mark.parametrize(
        ("points", "words"),
        [
            ((("0.2", "0.5"), ("0.8", "0.4")), "add up to 0.9, not 1.*name every case"),
            ((), "add up to 0, not 1"),
            ((("0.2", "1.5"), ("0.8", "-0.5")), "from 0 to 1"),
            ((("2", "1"),), "from 0 to 1"),
        ],
    )
    def test_refused(self, points: Any, words: str) -> None:
        """Probabilities add up to 1, rates are from 0 to 1."""
        with pytest.raises(InvalidValue, match=words):
            UtilisationOdds(points)

    @given(testing.utilisations())
    def test_mean_lies_between(self, used: Any) -> None:
        """The mean lies between the least and the greatest rate, which quantiles reach."""
        if isinstance(used, UtilisationOdds):
            least, greatest = used.quantile(Decimal(0)), max(rate for rate, _ in used.points)
            assert least <= used.mean <= greatest
            assert used.quantile(Decimal(1)) <= greatest


class TestWorth:
    """DESIGN: "personal share x market value x (1 - resale haircut), 0 for business-only use"."""

    def test_haircut(self) -> None:
        """A quarter of 3 x 100 M at 10 is 750; less 40 % is 450."""
        assert valued(None, tokens=PERSONAL).total("worth") == usd(750)
        assert valued(None, tokens=PERSONAL, resale_haircut="0.4").total("worth") == usd(450)

    def test_business_only(self) -> None:
        """Business use and tolerated personal use are worth nothing to the employee."""
        for use in ("business", "incidental"):
            assert valued(None, tokens={**QUANTITY, "use": use}, resale_haircut="0.4").total("worth") == usd(0)

    def test_market_value(self) -> None:
        """It moves with the market's price: +50 % of 450 is 675."""
        assert valued(None, tokens=PERSONAL, resale_haircut="0.4", change="0.5").total("worth") == usd(675)

    def test_nothing_else(self) -> None:
        """The haircut moves neither face nor cost, and use by the employer not the worth."""
        plain, cut = valued("0.5", tokens=PERSONAL), valued("0.5", tokens=PERSONAL, resale_haircut="1")
        assert (plain.total("face"), plain.total("cost")) == (cut.total("face"), cut.total("cost"))
        assert (plain.total("worth"), cut.total("worth")) == (usd(750), usd(0))

    @pytest.mark.parametrize("rate", ["-0.1", "1.1", 0.5])
    def test_refused(self, rate: Any) -> None:
        """A haircut is from 0 to 1."""
        with pytest.raises(InvalidValue):
            assume(resale_haircut=rate)


class TestLaws:
    """Cost under a path or a distribution lies between that of its rates."""

    @given(testing.utilisations(), st.integers(1, 30))
    def test_between(self, used: Any, months: int) -> None:
        """Between the cost at the least and at the greatest rate."""
        match used:
            case UtilisationPath(by_month=rates):
                seen = [rates[min(month, len(rates) - 1)] for month in range(months)]
            case UtilisationOdds(points=points):
                seen = [rate for rate, _ in points]
            case _:
                seen = [used]
        cost, low, high = (valued(rate, months=months).total("cost").amount for rate in (used, min(seen), max(seen)))
        assert low <= cost <= high

    @given(testing.rates(places=2), st.integers(1, 30))
    def test_flat_path_is_a_rate(self, rate: Decimal, months: int) -> None:
        """The same rate as one, as a path and as a certain case."""
        forms = (rate, UtilisationPath((rate,)), UtilisationOdds(((rate, 1),)))
        assert len({valued(form, months=months).total("cost") for form in forms}) == 1


def test_default() -> None:
    """Nothing said is no guess: no haircut, utilisation None."""
    given_ = Assumptions(as_of=TODAY)
    assert (given_.token_utilisation, given_.resale_haircut) == (None, 0)

"""Facts: all that is not the promise. It makes the market and the assumptions."""

from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.market import (
    Contract,
    ExchangeRate,
    Illiquidity,
    OptionPricing,
    PriceBook,
    Scenario,
    SharePrice,
    TokenPriceChange,
)
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.facts import Expectations, Facts

from ..samples import TODAY, price_row, usd

BOOK = PriceBook((price_row(),))


def share(symbol="ACME", price=125, **fields):
    """A share price of today."""
    return SharePrice(symbol=symbol, price=usd(price), on=TODAY, source="test", **fields)


def rate(base="EUR", quote="USD", per_one="1.25"):
    """An exchange rate of today."""
    return ExchangeRate(base=base, quote=quote, rate=per_one, on=TODAY, source="ECB")


class TestMarket:
    """Facts on a day make a market."""

    def test_holds_all(self):
        """Shares, rates and contracts go over as they are."""
        contract = Contract(provider="north", discount_rate="0.1", on=TODAY, source="test")
        facts = Facts(shares=(share(),), rates=(rate(),), contracts=(contract,))
        found = facts.market(BOOK, as_of=TODAY, announced=True)
        assert (found.shares, found.rates, found.contracts) == ((share(),), (rate(),), (contract,))
        assert (found.book, found.as_of, found.announced, found.moves) == (BOOK, TODAY, True, ())

    def test_options_and_illiquidity(self):
        """How options are valued belongs to the market, what cannot be sold to the assumptions."""
        pricing, unsold = OptionPricing(method="black-scholes"), Illiquidity(symbol="ACME", haircut_rate="0.2")
        facts = Facts(options=pricing, illiquidity=(unsold,))
        assert facts.market(BOOK, as_of=TODAY).options == pricing
        assert facts.assumptions(as_of=TODAY).illiquidity == (unsold,)

    def test_expected_growth(self):
        """A share without a growth of its own takes the expected one."""
        facts = Facts(shares=(share(), share("GLBX", growth_rate="0.2")), expect=Expectations(share_growth="0.05"))
        found = [one.growth_rate for one in facts.market(BOOK, as_of=TODAY).shares]
        assert found == [Decimal("0.05"), Decimal("0.2")]


class TestAssumptions:
    """What was not said keeps the default: the absence of a guess."""

    def test_nothing_said(self):
        """Payout 1, discount 0, full stay, utilisation unknown."""
        assert Facts().assumptions(as_of=TODAY) == Assumptions(as_of=TODAY)
        found = Assumptions(as_of=TODAY)
        assert (found.bonus_payout, found.discount_rate, found.leave_rate, found.employer_load) == (1, 0, 0, 0)
        assert found.token_utilisation is None and found.utilisation == 1

    def test_said(self):
        """What was said is taken, 0 too; share growth belongs to the market."""
        expect = Expectations(bonus_payout="0", token_utilisation="0.4", leave_rate="0.1", share_growth="0.05")
        found = Facts(expect=expect).assumptions(as_of=TODAY, horizon_months=12)
        assert found == Assumptions(
            as_of=TODAY, horizon_months=12, bonus_payout=0, token_utilisation="0.4", leave_rate="0.1"
        )

    def test_out_of_range(self):
        """90 where 0.9 is meant is refused."""
        with pytest.raises(InvalidValue, match="bonus_payout"):
            Facts(expect=Expectations(bonus_payout=90)).assumptions(as_of=TODAY)


class TestOver:
    """An offer may state facts itself; these facts win, and two offers that disagree are an error."""

    def test_fills_what_is_missing(self):
        """Each offer adds what nobody else said."""
        own = Facts(shares=(share(),))
        scenario = Scenario(name="up", moves=(TokenPriceChange(rate="0.3"),))
        contract = Contract(provider="north", discount_rate="0.1", on=TODAY, source="test")
        stated = {
            "a": Facts(shares=(share("AAA"),), rates=(rate(),), contracts=(contract,)),
            "b": Facts(shares=(share("BBB"),), scenarios=(scenario,), expect=Expectations(bonus_payout="0.9")),
        }
        found = own.over(stated)
        assert [one.symbol for one in found.shares] == ["ACME", "AAA", "BBB"]
        assert (found.rates, found.contracts, found.scenarios) == ((rate(),), (contract,), (scenario,))
        assert found.expect == Expectations(bonus_payout="0.9")

    def test_options_and_illiquidity(self):
        """The method of an offer holds where these facts name none; theirs wins, and two offers must agree."""
        model, other = OptionPricing(method="black-scholes"), OptionPricing(method="lattice")
        unsold = Illiquidity(symbol="AAA", haircut_rate="0.2")
        stated = {"a": Facts(options=model, illiquidity=(unsold,))}
        assert Facts().over(stated) == stated["a"]
        assert Facts(options=other).over(stated).options == other
        with pytest.raises(InvalidValue, match="a and b disagree"):
            Facts().over({**stated, "b": Facts(options=other)})

    def test_these_facts_win(self):
        """What is said here settles it, also between two offers that disagree."""
        own = Facts(shares=(share(price=125),), rates=(rate(),), expect=Expectations(leave_rate="0.1"))
        stated = {
            "a": Facts(shares=(share(price=200),), rates=(rate("USD", "EUR", "0.7"),)),
            "b": Facts(shares=(share(price=300),), expect=Expectations(leave_rate="0.5")),
        }
        assert own.over(stated) == own

    @pytest.mark.parametrize(
        ("one", "other", "about"),
        [
            (Facts(shares=(share(price=1),)), Facts(shares=(share(price=2),)), "share price of"),
            (Facts(rates=(rate(),)), Facts(rates=(rate("USD", "EUR", "0.7"),)), "exchange rate of"),
            (
                Facts(expect=Expectations(bonus_payout=1)),
                Facts(expect=Expectations(bonus_payout="0.9")),
                "bonus_payout",
            ),
        ],
    )
    def test_offers_disagree(self, one, other, about):
        """Both offers are named, with the way out."""
        with pytest.raises(InvalidValue, match=r"a\.yaml and b\.yaml disagree") as caught:
            Facts().over({"a.yaml": one, "b.yaml": other})
        assert about in caught.value.name
        assert caught.value.fix == "say it in the assumptions file"

    def test_offers_agree(self):
        """What two offers state alike is one fact."""
        facts = Facts(shares=(share(),), expect=Expectations(bonus_payout="0.9"))
        assert Facts().over({"a": facts, "b": facts}) == facts

"""The token allowance: every form of amount, released over time, guaranteed or a policy."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from compkit.errors import InvalidValue
from compkit.money import Money
from compkit.pay import (
    AS_LONG_AS_EMPLOYED,
    BaseSalary,
    Basket,
    BetterOfBoth,
    Collar,
    FixedMoney,
    FixedQuantity,
    Indexed,
    MoneyPer,
    Package,
    PriceBasis,
    Raise,
    ShareOfBase,
    TokenAllowance,
    TokenClaim,
    TokenMoney,
    TokensPer,
)
from compkit.pay.amounts import PayBase
from compkit.pay.tokens import annual_money, annual_mtok

from ..samples import quantity, rows, usd

JANUARY = date(2027, 1, 1)
BASKET = Basket.of("north/one")
TEN = PriceBasis(per_mtok=usd(10), on=JANUARY)
MONEY = {"rule": FixedMoney()}
QUANTITY = {"rule": FixedQuantity(), "basket": BASKET}


def package(allowance, **salary):
    base = BaseSalary(**{"amount": usd(500_000), **salary})
    return Package(start_on=JANUARY, currency="USD", salary=base, tokens=(allowance,))


def year(allowance, **salary):
    """Quantity of the first year."""
    return quantity(package(allowance, **salary), date(2028, 1, 1), "tokens")


class TestAmount:
    """Money a year, month, week or day, a fraction of base, or a quantity of tokens."""

    def test_half_of_base(self):
        """From the public record: base 500,000 and half of base are 250,000 a year, 33.3 % of base plus tokens."""
        tokens = year(TokenAllowance(amount=ShareOfBase(rate="0.5"), **MONEY))
        assert tokens == 250_000
        assert round(tokens / (500_000 + tokens), 3) == Decimal("0.333")

    @pytest.mark.parametrize(
        ("per", "first_year"),
        [("year", "1200"), ("month", "14400"), ("day", "438000"), ("week", "62571.43")],
    )
    def test_money(self, per, first_year):
        """1,200 a period: 12 months; 365 days; 52 weeks and a day (1,200 x 365 / 7 = 62,571.43)."""
        assert year(TokenAllowance(amount=MoneyPer(money=usd(1200), per=per), **MONEY)) == Decimal(first_year)

    def test_tokens(self):
        """A third of a million a day is 121.666545 million in 365 days, exact to the token."""
        assert year(TokenAllowance(amount=TokensPer(mtok="0.333333", per="day"), **QUANTITY)) == Decimal("121.666545")

    def test_starting_base(self):
        """A fraction of base is of the starting base unless it says that it follows raises."""
        raises = (Raise(on=date(2027, 7, 1), rate=1),)
        fixed = TokenAllowance(amount=ShareOfBase(rate="0.5"), **MONEY)
        follows = TokenAllowance(amount=ShareOfBase(rate="0.5", follows_raises=True), **MONEY)
        assert year(fixed, raises=raises) == 250_000
        assert year(follows, raises=raises) == 375_000

    def test_money_as_tokens(self):
        """100,000 at a basis of 10 per million is 10,000 million tokens a year."""
        allowance = TokenAllowance(amount=MoneyPer(money=usd(100_000)), rule=FixedQuantity(), basket=BASKET, basis=TEN)
        (row, *_) = rows(package(allowance), date(2028, 1, 1), "tokens")
        assert year(allowance) == 10_000
        assert row.unit == TokenClaim(BASKET, FixedQuantity(), Decimal(10), "USD")

    def test_tokens_as_money(self):
        """10,000 million tokens by fixed money at a basis of 10 are 100,000 of token money a year."""
        allowance = TokenAllowance(amount=TokensPer(mtok=10_000), rule=FixedMoney(), basket=BASKET, basis=TEN)
        assert year(allowance) == 100_000
        assert rows(package(allowance), date(2028, 1, 1), "tokens")[0].unit == TokenMoney("USD")

    def test_a_year(self):
        """Money and tokens a year, each from the other at the basis; None where no basis is said."""
        salary = package(TokenAllowance(amount=ShareOfBase(rate="0.5"), **MONEY)).accrual
        half = TokenAllowance(amount=ShareOfBase(rate="0.5"), **MONEY)
        assert annual_money(half, PayBase(accrual=salary)) == usd(250_000)
        assert annual_mtok(half, PayBase(accrual=salary)) is None
        monthly = TokenAllowance(amount=TokensPer(mtok=100, per="month"), basis=TEN, **QUANTITY)
        assert annual_money(monthly, PayBase()) == usd(12_000)
        assert annual_mtok(monthly, PayBase()) == 1200
        seven = TokenAllowance(amount=MoneyPer(money=usd(7)), basis=TEN, **MONEY)
        assert annual_mtok(seven, PayBase()) == Fraction(7, 10)

    def test_share_needs_a_salary(self):
        """A share of nothing is refused."""
        with pytest.raises(InvalidValue, match="token allowance"):
            Package(
                start_on=JANUARY,
                currency="USD",
                tokens=(TokenAllowance(amount=ShareOfBase(rate="0.5"), **MONEY),),
            )

    @pytest.mark.parametrize(
        "build",
        [
            lambda: MoneyPer(money=usd("0.001")),
            lambda: MoneyPer(money=usd(0)),
            lambda: MoneyPer(money=usd(1), per="quarter"),
            lambda: ShareOfBase(rate=0),
            lambda: ShareOfBase(rate=50),
            lambda: ShareOfBase(rate=0.5),
            lambda: TokensPer(mtok=0),
            lambda: TokensPer(mtok="0.0000001"),
            lambda: PriceBasis(per_mtok=usd(0), on=JANUARY),
        ],
    )
    def test_refused(self, build):
        """Nothing, parts of cents or tokens, unknown periods, 50 where 0.5 is meant."""
        with pytest.raises(InvalidValue):
            build()


class TestRelease:
    """A token release is earned over the period ahead."""

    @pytest.mark.parametrize(
        ("release", "number"), [("yearly", 1), ("quarterly", 4), ("monthly", 12), ("weekly", 53), ("daily", 365)]
    )
    def test_periods(self, release, number):
        """A year has 12 months, 52 weeks and a day; the whole is the same."""
        allowance = TokenAllowance(amount=MoneyPer(money=usd(12_000)), release=release, **MONEY)
        found = rows(package(allowance), date(2028, 1, 1), "tokens")
        assert len(found) == number
        assert sum(row.quantity for row in found) == 12_000

    def test_in_advance(self):
        """Released on the first day of its period, or on the last."""
        for in_advance, day in ((True, JANUARY), (False, date(2027, 1, 31))):
            allowance = TokenAllowance(amount=MoneyPer(money=usd(12)), in_advance=in_advance, **MONEY)
            row = rows(package(allowance), date(2028, 1, 1), "tokens")[0]
            assert (row.on, row.earned) == (day, (JANUARY, date(2027, 2, 1)))

    def test_release_on_the_anniversary(self):
        """A yearly release on the first anniversary is earned in year two."""
        allowance = TokenAllowance(amount=MoneyPer(money=usd(12)), release="yearly", **MONEY)
        second = rows(package(allowance), date(2029, 1, 1), "tokens")[1]
        assert second.on == date(2028, 1, 1) == second.earned[0]

    def test_own_days(self):
        """It can start later and end earlier: April to June of 12,000 a year is 3,000."""
        allowance = TokenAllowance(
            amount=MoneyPer(money=usd(12_000)), starts_on=date(2027, 4, 1), ends_on=date(2027, 6, 30), **MONEY
        )
        found = rows(package(allowance), date(2028, 1, 1), "tokens")
        assert [row.on.month for row in found] == [4, 5, 6]
        assert sum(row.quantity for row in found) == 3000


class TestGuaranteed:
    """Tokens count as guaranteed up to `guaranteed_until` or the end of notice; beyond that while the policy stays."""

    def _guaranteed(self, **terms):
        allowance = TokenAllowance(amount=MoneyPer(money=usd(36_500), per="year"), release="yearly", **MONEY, **terms)
        found = rows(package(allowance), date(2028, 1, 1), "tokens")
        assert sum(row.quantity for row in found) == 36_500
        return sum((row.quantity for row in found if row.guaranteed), Decimal(0))

    def test_nothing_said(self):
        """A policy that may change without notice guarantees nothing."""
        assert self._guaranteed() == 0

    def test_until(self):
        """Up to and with the last guaranteed day: half a year of months is half the money."""
        assert self._guaranteed(guaranteed_until=date(2027, 6, 30)) == 18_250

    def test_notice(self):
        """31 days of notice, given on the first day, guarantee January: a twelfth of 36,500."""
        assert self._guaranteed(notice_days=31) == Decimal("3041.67")

    def test_the_later_one(self):
        """Where both are said the later one holds."""
        assert self._guaranteed(notice_days=31, guaranteed_until=date(2027, 1, 15)) == Decimal("3041.67")

    def test_as_long_as_employed(self):
        """An allowance that cannot be cut is guaranteed whole."""
        assert self._guaranteed(guaranteed_until=AS_LONG_AS_EMPLOYED) == 36_500

    def test_cut_within_a_release(self):
        """A release that outlasts the guarantee is two rows, both delivered on its day."""
        allowance = TokenAllowance(
            amount=MoneyPer(money=usd(12)), release="yearly", guaranteed_until=date(2027, 6, 30), **MONEY
        )
        found = rows(package(allowance), date(2028, 1, 1), "tokens")
        assert [(row.on, row.guaranteed) for row in found] == [(JANUARY, True), (JANUARY, False)]
        assert found[0].earned[1] == found[1].earned[0] == date(2027, 6, 30) + timedelta(days=1)


class TestTerms:
    """What a rule needs is asked for; what contradicts itself is refused."""

    def test_money_for_any_provider(self):
        """A money allowance may be open to any approved provider: no basket is needed."""
        assert TokenAllowance(amount=MoneyPer(money=usd(1)), **MONEY).basket is None

    @pytest.mark.parametrize(
        ("terms", "rule"),
        [
            ({"amount": TokensPer(mtok=1), "rule": FixedQuantity()}, "basket"),
            ({"amount": MoneyPer(money=usd(1)), "rule": FixedQuantity(), "basis": TEN}, "basket"),
            ({"amount": MoneyPer(money=usd(1)), "rule": FixedQuantity(), "basket": BASKET}, "basis"),
            ({"amount": TokensPer(mtok=1), "rule": FixedMoney(), "basket": BASKET}, "basis"),
            ({"amount": TokensPer(mtok=1), "rule": BetterOfBoth(), "basket": BASKET}, "basis"),
            (
                {"amount": TokensPer(mtok=1), "rule": Collar(down_rate="0.2", up_rate="0.2"), "basket": BASKET},
                "basis",
            ),
            (
                {"amount": TokensPer(mtok=1), "rule": Indexed(index="CPI", base_on=JANUARY), "basket": BASKET},
                "basis",
            ),
            ({"use": "personal"}, "personal share above 0"),
            ({"personal_share": "0.1"}, "no personal share"),
            ({"starts_on": date(2028, 1, 1), "ends_on": JANUARY}, "end before it starts"),
            ({"release": "hourly"}, "one of"),
            ({"rollover_months": 121}, "from 0 to 120"),
            ({"wind_down_days": -1}, "negative"),
            ({"transfer": "sell"}, "one of"),
        ],
    )
    def test_refused(self, terms, rule):
        """Each with what is missing or contradicts."""
        with pytest.raises(InvalidValue, match=rule):
            TokenAllowance(**{"amount": MoneyPer(money=usd(1)), "rule": FixedMoney(), **terms})

    def test_basis_in_the_currency_of_the_money(self):
        """Euros do not become tokens at a price in dollars: nothing is converted without a rate."""
        with pytest.raises(ValueError, match="EUR"):
            TokenAllowance(amount=MoneyPer(money=Money(100_000, "EUR")), rule=FixedQuantity(), basket=BASKET, basis=TEN)

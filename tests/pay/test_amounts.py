"""Amounts of an allowance: what each form comes to, by hand, and what it refuses."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from compkit.errors import CurrencyMismatch, InvalidValue
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    Basket,
    CapacityShare,
    CapacitySlice,
    Commission,
    CreditsPer,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Package,
    PriceBasis,
    Raise,
    ShareOfBase,
    ShareOfTargetCash,
    Successor,
    TargetBonus,
    TokenAllowance,
    TokenClaim,
    TokenMoney,
    TokensPer,
)
from compkit.pay.amounts import PayBase, money_currency, pace, periods_a_year, promises
from compkit.pay.tokens import annual_money, annual_mtok, annual_promise

from ..samples import quantity, rows, usd

JANUARY, NEXT = date(2027, 1, 1), date(2028, 1, 1)
BASKET = Basket.of("north/one")
TEN = PriceBasis(per_mtok=usd(10), on=JANUARY)
TOOLS = ("editor", "agent", "reviewer")


def package(allowance: TokenAllowance, **parts: Any) -> Package:
    """A base salary of 100,000 and one allowance, from the first of January."""
    return Package(
        start_on=JANUARY, currency="USD", **{"salary": BaseSalary(amount=usd(100_000)), "tokens": (allowance,), **parts}
    )


def money(amount: Any, **terms: Any) -> TokenAllowance:
    """An allowance of money that stays money."""
    return TokenAllowance(amount=amount, rule=FixedMoney(), **terms)


def tokens(amount: Any, **terms: Any) -> TokenAllowance:
    """An allowance of a fixed quantity."""
    return TokenAllowance(amount=amount, rule=FixedQuantity(), basket=BASKET, **terms)


def worked(allowance: TokenAllowance, **parts: Any) -> tuple[Decimal, Decimal, Any]:
    """The first release, the first year of 365 days, and the unit."""
    found = rows(package(allowance, **parts), NEXT, "tokens")
    return found[0].quantity, quantity(package(allowance, **parts), NEXT, "tokens"), found[0].unit


class TestWorkedRows:
    """Each form by hand: what is released first, and what a year of 365 days comes to."""

    @pytest.mark.parametrize(
        ("amount", "first", "year"),
        [
            (MoneyPer(money=usd(12_000)), "1000", "12000"),
            (MoneyPer(money=usd(700), per="month"), "700", "8400"),
            (MoneyPer(money=usd(70), per="week"), "310", "3650"),  # 10 a day, January has 31
            (MoneyPer(money=usd("2.50"), per="day"), "77.50", "912.50"),
            (MoneyPer(money=usd(100), per="month", tools=TOOLS), "300", "3600"),  # three tools of 100 each
            (MoneyPer(money=usd("0.10"), per="day", tools=TOOLS), "9.30", "109.50"),
            (CreditsPer(credits=5000, price=usd("0.01")), "50", "600"),  # 5,000 credits of a cent
            (CreditsPer(credits="2.5", price=usd("0.4"), per="day"), "31", "365"),
        ],
    )
    def test_money(self, amount: Any, first: str, year: str) -> None:
        """Money, released monthly in advance: the first month, and the year."""
        providers = ("north",) if isinstance(amount, CreditsPer) else ()
        assert worked(money(amount, providers=providers)) == (Decimal(first), Decimal(year), TokenMoney("USD"))

    @pytest.mark.parametrize(
        ("per", "first", "year"),
        [("year", "1", "12"), ("month", "12", "144"), ("week", "53.142857", "625.714286"), ("day", "372", "4380")],
    )
    def test_tokens(self, per: Any, first: str, year: str) -> None:
        """12 million a period: a week is a seventh a day, 12 / 7 * 31 and 12 / 7 * 365, to the token."""
        assert worked(tokens(TokensPer(mtok=12, per=per))) == (
            Decimal(first),
            Decimal(year),
            TokenClaim(BASKET, FixedQuantity()),
        )

    def test_share_of_base(self) -> None:
        """30 % of 100,000 is 30,000 a year, 2,500 a month; of what is paid where it follows raises."""
        raised = BaseSalary(amount=usd(100_000), raises=(Raise(on=date(2027, 7, 1), rate="0.1"),))
        assert worked(money(ShareOfBase(rate="0.3")), salary=raised)[:2] == (2500, 30_000)
        follows = money(ShareOfBase(rate="0.3", follows_raises=True))
        assert worked(follows, salary=raised)[:2] == (2500, 31_500)  # half a year at 2,500, half at 2,750 a month

    def test_share_of_target_cash(self) -> None:
        """10 % of 100,000 base + 20,000 target bonus + 5,000 + 25,000 commission is 15,000 a year."""
        parts: dict[str, Any] = {
            "bonus": (TargetBonus(rate="0.2"), TargetBonus(name="Team", amount=usd(5000))),
            "commission": Commission(target=usd(25_000), quota=usd(500_000)),
        }
        assert worked(money(ShareOfTargetCash(rate="0.1")), **parts)[:2] == (1250, 15_000)
        assert worked(money(ShareOfTargetCash(rate="0.1")))[:2] == (Decimal("833.33"), 10_000)

    def test_target_cash_stays_as_at_the_start(self) -> None:
        """A raise moves target cash and not the allowance, which is a share of what it was at the start."""
        raised = BaseSalary(amount=usd(100_000), raises=(Raise(on=date(2027, 2, 1), rate="0.5"),))
        assert worked(money(ShareOfTargetCash(rate="0.1")), salary=raised)[1] == 10_000

    def test_capacity(self) -> None:
        """A thousandth of a capacity is 0.001 share-months a month and 0.012 a year, whatever the month's length."""
        found = worked(tokens(CapacitySlice(share="0.001", capacity="plant")))
        assert found == (Decimal("0.001"), Decimal("0.012"), CapacityShare("plant", BASKET))

    def test_capacity_by_day(self) -> None:
        """Released daily, January's 31 releases are a 31st each, to the billionth, and add up to the month's."""
        slices = rows(
            package(tokens(CapacitySlice(share="0.001", capacity="plant"), release="daily")), date(2027, 2, 1), "tokens"
        )
        assert len(slices) == 31
        assert sum(row.quantity for row in slices) == Decimal("0.001")
        assert slices[0].quantity == Decimal("0.000032258")  # 0.001 / 31 = 0.0000322580...

    @pytest.mark.parametrize(
        ("release", "in_advance", "first"),
        [
            ("yearly", True, (JANUARY, "8400")),
            ("quarterly", True, (JANUARY, "2100")),
            ("monthly", False, (date(2027, 1, 31), "700")),
            ("weekly", True, (JANUARY, "158.06")),  # 700 * 7 / 31 = 158.0645
            ("daily", True, (JANUARY, "22.58")),  # 700 / 31 = 22.5806
        ],
    )
    def test_first_release(self, release: Any, in_advance: bool, first: tuple[date, str]) -> None:
        """700 a month: the first release, on its day, however it is released."""
        allowance = money(MoneyPer(money=usd(700), per="month"), release=release, in_advance=in_advance)
        row = rows(package(allowance), NEXT, "tokens")[0]
        assert (row.on, row.quantity) == (first[0], Decimal(first[1]))

    def test_money_becomes_tokens(self) -> None:
        """Each form of money at a basis of 10 is a tenth as many millions: 3,600 a year for tools are 360."""
        for amount, year in (
            (MoneyPer(money=usd(100), per="month", tools=TOOLS), 360),
            (CreditsPer(credits=5000, price=usd("0.01")), 60),
            (ShareOfTargetCash(rate="0.1"), 1000),
        ):
            providers = ("north",) if isinstance(amount, CreditsPer) else ()
            assert worked(tokens(amount, basis=TEN, providers=providers))[1] == year


class TestAYear:
    """What an amount comes to a year at the pace of the start."""

    PAY = package(money(ShareOfTargetCash(rate="0.1")), bonus=(TargetBonus(rate="0.2"),)).pay_base

    @pytest.mark.parametrize(
        ("amount", "year"),
        [
            (MoneyPer(money=usd(100), per="month", tools=TOOLS), "3600"),
            (MoneyPer(money=usd(70), per="week"), "3650"),
            (CreditsPer(credits=5000, price=usd("0.01")), "600"),
            (ShareOfTargetCash(rate="0.1"), "12000"),
        ],
    )
    def test_money(self, amount: Any, year: str) -> None:
        """Money a year, and the promise in cash; a week's 70 are 10 a day."""
        allowance = money(amount, providers=("north",) if isinstance(amount, CreditsPer) else ())
        assert annual_money(allowance, self.PAY) == usd(year)
        assert annual_promise(allowance, self.PAY, JANUARY) == (Fraction(year), TokenMoney("USD"))
        assert annual_mtok(allowance, self.PAY) is None

    def test_capacity(self) -> None:
        """Twelve share-months a year and share; neither money nor tokens until a market says the output."""
        allowance = tokens(CapacitySlice(share="0.002", capacity="plant"))
        assert annual_promise(allowance, PayBase(), JANUARY) == (Fraction(24, 1000), CapacityShare("plant", BASKET))
        assert annual_money(allowance, PayBase()) is annual_mtok(allowance, PayBase()) is None

    def test_periods(self) -> None:
        """A year is 12 months, 365 days and 365 / 7 weeks."""
        assert [periods_a_year(per) for per in ("year", "month", "day")] == [1, 12, 365]
        assert abs(periods_a_year("week") * 7 - 365) < Decimal("1e-20")

    def test_pace(self) -> None:
        """What comes in a period at the start, unrounded."""
        assert pace(CreditsPer(credits=3, price=usd("0.333")), PayBase()) == (Fraction("0.999"), "month")
        assert pace(ShareOfTargetCash(rate="0.1"), self.PAY) == (12_000, "year")
        assert pace(CapacitySlice(share="0.25", capacity="plant"), PayBase()) == (Fraction(1, 4), "month")

    def test_what_it_is(self) -> None:
        """Money, tokens or capacity, and the currency of money."""
        euro = CreditsPer(credits=1, price=Money(1, "EUR"))
        assert [promises(a) for a in (euro, TokensPer(mtok=1), CapacitySlice(share=1, capacity="p"))] == [
            "money",
            "tokens",
            "capacity",
        ]
        assert money_currency(euro, PayBase()) == "EUR"
        assert money_currency(ShareOfTargetCash(rate="0.1"), self.PAY) == "USD"
        assert money_currency(TokensPer(mtok=1), PayBase()) is None


class TestRefused:
    """Each refusal names the thing, the value and the way out."""

    @pytest.mark.parametrize(
        ("build", "words"),
        [
            (lambda: MoneyPer(money=usd(1), per="quarter"), "quarter"),
            (lambda: MoneyPer(money=usd("0.001")), "0.001"),
            (lambda: MoneyPer(money=usd(1), tools=("editor", "editor")), "twice, got 'editor': keep one"),
            (lambda: MoneyPer(money=usd(1), tools=("",)), "tools"),
            (lambda: CreditsPer(credits=0, price=usd(1)), "credits"),
            (lambda: CreditsPer(credits=1, price=usd(0)), "price"),
            (lambda: TokensPer(mtok="0.0000001"), "whole tokens"),
            (lambda: CapacitySlice(share="1.1", capacity="plant"), "share"),
            (lambda: CapacitySlice(share=0, capacity="plant"), "share"),
            (lambda: CapacitySlice(share="0.1", capacity=" "), "capacity"),
            (lambda: ShareOfTargetCash(rate="11"), "rate"),
            (lambda: ShareOfTargetCash(rate=0.1), "rate|float"),
        ],
    )
    def test_amounts(self, build: Any, words: str) -> None:
        """Amounts that are none."""
        with pytest.raises(InvalidValue, match=words):
            build()

    @pytest.mark.parametrize(
        ("build", "words"),
        [
            (lambda: money(CreditsPer(credits=1, price=usd(1))), "credits are good at one provider.*name it"),
            (
                lambda: money(CreditsPer(credits=1, price=usd(1)), providers=("a", "b")),
                "credits are good at one provider",
            ),
            (
                lambda: TokenAllowance(amount=CapacitySlice(share="0.1", capacity="p"), rule=FixedQuantity()),
                "needs a basket.*say which models",
            ),
            (
                lambda: money(CapacitySlice(share="0.1", capacity="p"), basket=BASKET),
                "a slice of a capacity is a quantity, got 'fixed money'.*say fixed quantity",
            ),
            (
                lambda: tokens(CapacitySlice(share="0.1", capacity="p"), basis=TEN),
                "has no price basis.*leave it out",
            ),
            (lambda: tokens(MoneyPer(money=usd(1))), "needs a price basis.*say per_mtok"),
            (lambda: tokens(MoneyPer(money=usd(1)), basis=TEN, reviews_on=(NEXT, JANUARY)), "review days must rise"),
        ],
    )
    def test_allowances(self, build: Any, words: str) -> None:
        """Amounts whose terms do not fit them."""
        with pytest.raises(InvalidValue, match=words):
            build()

    def test_currencies(self) -> None:
        """Credits become tokens only at a basis in their own currency; target cash too."""
        with pytest.raises(CurrencyMismatch):
            tokens(CreditsPer(credits=1, price=Money(1, "EUR")), basis=TEN, providers=("north",))
        with pytest.raises(CurrencyMismatch):
            package(tokens(ShareOfTargetCash(rate="0.1"), basis=TEN), salary=BaseSalary(amount=Money(100_000, "EUR")))

    def test_target_cash_of_two_currencies(self) -> None:
        """Base in dollars and commission in euro are no sum, so there is no share of it."""
        mixed = package(
            money(ShareOfTargetCash(rate="0.1")), commission=Commission(target=Money(1, "EUR"), quota=Money(9, "EUR"))
        )
        with pytest.raises(CurrencyMismatch):
            rows(mixed, NEXT, "tokens")

    @pytest.mark.parametrize("amount", [ShareOfBase(rate="0.1"), ShareOfTargetCash(rate="0.1")])
    def test_share_of_no_pay(self, amount: Any) -> None:
        """A share of pay needs a salary."""
        with pytest.raises(InvalidValue, match="token allowance"):
            Package(start_on=JANUARY, currency="USD", tokens=(money(amount),))
        with pytest.raises(InvalidValue, match="needs a base salary"):
            pace(amount, PayBase())

    def test_successor_of_nothing(self) -> None:
        """Money that any provider may get has no model that could be followed."""
        change = Successor(model="north/one", by="north/two", from_on=NEXT)
        with pytest.raises(InvalidValue, match="so nothing takes its place, got 'north/one': say a basket"):
            money(MoneyPer(money=usd(1)), successors=(change,))

"""Value: quantity times price, three numbers, never one."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest

from compkit.dates import MonthDay, add_months
from compkit.errors import InvalidValue, MissingFact
from compkit.market import Contract, ExchangeRate, PriceBook, Scenario, SharePrice, TokenPriceChange, TokenPriceLevel
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    Basket,
    Benefit,
    BetterOfBoth,
    Collar,
    Commission,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Package,
    PriceBasis,
    Relocation,
    RestrictedStock,
    RetentionBonus,
    ShareOfBase,
    SignOnBonus,
    StockOptions,
    TargetBonus,
    TokenAllowance,
    TokensPer,
    Vesting,
)
from compkit.pay.vesting import VestingTerms
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.basis import basis, promise_basis
from compkit.valuation.value import value

from ..samples import INPUT_ONLY, START, TODAY, acme, assume, globex, market, price_row, usd

JANUARY = date(2027, 1, 1)
EXPECTED = assume(bonus_payout="0.9", token_utilisation="0.4")
CASH = ("base salary", "target bonus", "sign-on", "RSU", "tokens")
"""What the worked example compares: benefits were not told by Globex, so they are left out on both sides."""


def one(*, start_on=JANUARY, facts=None, given=None, **parts):
    """The valuation of a package of a few parts."""
    package = Package(**{"start_on": start_on, "currency": "USD", **parts})
    return value(package, facts or market(), given or assume())


def amounts(valuation):
    """As promised, expected cost, to the employee."""
    return [valuation.total(number).amount for number in ("face", "cost", "worth")]


class TestWorkedExample:
    """Acme and Globex over four years, as the comparison shows them."""

    @pytest.mark.parametrize(
        ("package", "component", "four_years"),
        [
            (acme, "base salary", 1_000_000),
            (acme, "target bonus", 150_000),
            (acme, "sign-on", 40_000),
            (acme, "RSU", 400_000),
            (acme, "tokens", 500_000),
            (acme, "benefits", 30_000),
            (globex, "base salary", 940_000),
            (globex, "target bonus", 188_000),
            (globex, "sign-on", 75_000),
            (globex, "RSU", 480_000),
            (globex, "tokens", 131_232),
        ],
    )
    def test_components(self, package, component, four_years):
        """As promised; Globex's tokens are 60,000 million x 0.5468 = 32,808 a year."""
        found = value(package(), market(), EXPECTED)
        assert found.total("face", components=[component]) == usd(four_years)

    @pytest.mark.parametrize(
        ("package", "without", "everything", "guaranteed"),
        [(acme, 1_590_000, 2_090_000, 1_715_000), (globex, 1_683_000, 1_814_232, 1_748_616)],
    )
    def test_with_and_without_tokens(self, package, without, everything, guaranteed):
        """Without tokens, with all, and with those that cannot be cut: one year at Acme, two at Globex."""
        found = value(package(), market(), EXPECTED)
        totals = [found.total("face", tokens=tokens, components=CASH) for tokens in ("none", "all", "guaranteed")]
        assert totals == [usd(without), usd(everything), usd(guaranteed)]

    @pytest.mark.parametrize(
        ("package", "without", "tokens"),
        [
            (acme, (1_590_000, 1_575_000, 1_575_000), (500_000, 200_000, 0)),
            (globex, (1_683_000, "1664200", "1664200"), (131_232, "52492.8", "13123.2")),
        ],
    )
    def test_three_ways_to_count(self, package, without, tokens):
        """Bonus pays 90 %, 40 % of tokens are used; worth is the personal share, none at Acme, a tenth at Globex."""
        found = value(package(), market(), EXPECTED)
        for number, cash, spent in zip(("face", "cost", "worth"), without, tokens, strict=True):
            assert found.total(number, tokens="none", components=CASH).amount == Decimal(cash)
            assert found.total(number, components=["tokens"]).amount == Decimal(spent)

    def test_unknown_total(self):
        """Tokens are in whole, guaranteed or out; nothing else."""
        with pytest.raises(InvalidValue, match="all, guaranteed or none"):
            value(acme(), market(), EXPECTED).total(tokens="some")


class TestPublicRecord:
    """Figures from the public record."""

    def _half_of_base(self, facts=None, rule=None, **expected):
        """Base 500,000 and the rule "half of base", by fixed money unless said, over one year."""
        price = PriceBasis(per_mtok=usd(10), on=TODAY)
        tokens = TokenAllowance(
            amount=ShareOfBase(rate="0.5"),
            rule=rule or FixedMoney(),
            basket=Basket.of("north/one", INPUT_ONLY),
            basis=price,
        )
        return one(
            facts=facts or market(price_row()),
            given=assume(horizon_months=12, **expected),
            salary=BaseSalary(amount=usd(500_000)),
            tokens=(tokens,),
        )

    def test_half_of_base(self):
        """250,000 of tokens a year, 33.3 % of base plus tokens."""
        found = self._half_of_base()
        tokens = found.total(components=["tokens"])
        assert tokens == usd(250_000)
        assert round(tokens.amount / found.total().amount, 3) == Decimal("0.333")

    def test_five_thousand_spent(self):
        """5,000 spent of 250,000 is 2 % used: the cost is 5,000, the promise stays."""
        found = self._half_of_base(token_utilisation=Decimal(5_000) / 250_000)
        assert found.assumptions.utilisation == Decimal("0.02")
        assert found.total("cost", components=["tokens"]) == usd(5_000)
        assert found.total("face", components=["tokens"]) == usd(250_000)

    @pytest.mark.parametrize(("level", "cost"), [(150, 3_750_000), (0, 0)])
    def test_premium_and_free_tier(self, level, cost):
        """25,000 million tokens cost 3,750,000 at 150 per million and nothing at 0; fixed money costs 250,000."""
        tier = Scenario(name="tier", moves=(TokenPriceLevel(per_mtok=level),)).apply(market(price_row()))
        assert self._half_of_base(tier, FixedQuantity()).total("cost", components=["tokens"]) == usd(cost)
        assert self._half_of_base(tier).total("cost", components=["tokens"]) == usd(250_000)

    @pytest.mark.parametrize(("rate", "cost"), [("0.05", 262_500), ("0.30", 325_000)])
    def test_provider_raises_prices(self, rate, cost):
        """Up 5 % and 30 %: fixed money costs as before, a fixed quantity 1.05 and 1.30 times 250,000."""
        moved = Scenario(name="up", moves=(TokenPriceChange(rate=rate),)).apply(market(price_row()))
        assert self._half_of_base(moved).total("cost", components=["tokens"]) == usd(250_000)
        assert self._half_of_base(moved, FixedQuantity()).total("cost", components=["tokens"]) == usd(cost)


class TestRules:
    """USD 100,000 a year at a basis of 10 per million, so 10,000 million tokens; prices down 40 % and up 50 %."""

    @pytest.mark.parametrize(
        ("rule", "down", "up"),
        [
            (FixedMoney(), 100_000, 100_000),
            (FixedQuantity(), 60_000, 150_000),
            (Collar(down_rate="0.2", up_rate="0.2"), 80_000, 120_000),
            (BetterOfBoth(), 100_000, 150_000),
        ],
    )
    @pytest.mark.parametrize("amount", [MoneyPer(money=usd(100_000)), TokensPer(mtok=10_000)])
    def test_table(self, rule, down, up, amount):
        """The table of the design; the face never moves, and it is the same promised as money or as tokens."""
        tokens = TokenAllowance(
            amount=amount,
            rule=rule,
            basket=Basket.of("north/one", INPUT_ONLY),
            basis=PriceBasis(per_mtok=usd(10), on=TODAY),
        )
        for rate, cost in (("-0.4", down), ("0", 100_000), ("0.5", up)):
            moved = Scenario(name="x", moves=(TokenPriceChange(rate=rate),)).apply(market(price_row()))
            found = one(facts=moved, given=assume(horizon_months=12), tokens=(tokens,))
            assert amounts(found)[:2] == [100_000, cost]

    def test_contract_moves_cost_only(self):
        """20 % off list: the employer spends 80,000 for what was promised as 100,000 of tokens."""
        tokens = TokenAllowance(
            amount=TokensPer(mtok=10_000),
            rule=FixedQuantity(),
            basket=Basket.of("north/one", INPUT_ONLY),
            use="personal",
            personal_share=1,
        )
        contract = Contract(provider="north", discount_rate="0.2", on=TODAY, source="test")
        found = one(facts=market(price_row(), contracts=(contract,)), given=assume(horizon_months=12), tokens=(tokens,))
        assert amounts(found) == [100_000, 80_000, 100_000]

    def test_settles_release_by_release(self):
        """Prices double on 1 July: 6 of 12 months at 10, 6 at 20 make 150,000."""
        tokens = TokenAllowance(
            amount=TokensPer(mtok=10_000), rule=FixedQuantity(), basket=Basket.of("north/one", INPUT_ONLY)
        )
        moves = (TokenPriceChange(rate=1, from_on=date(2027, 7, 1)),)
        moved = Scenario(name="x", moves=moves).apply(market(price_row()))
        assert amounts(one(facts=moved, given=assume(horizon_months=12), tokens=(tokens,)))[:2] == [100_000, 150_000]


class TestExpectations:
    """Growth 0, discount 0, payout 100 %, full stay, unless said; each factor touches its own component only."""

    def test_nothing_said(self):
        """Without assumptions cost is the promise, tokens counted as all used."""
        found = value(globex(), market(), assume())
        assert found.total("face") == found.total("cost")

    def test_payouts(self):
        """Target bonus at 90 %, commission at 80 %, a guaranteed bonus in full."""
        found = one(
            given=assume(horizon_months=12, bonus_payout="0.9", commission_payout="0.8"),
            salary=BaseSalary(amount=usd(100_000)),
            bonus=(TargetBonus(rate="0.1"), TargetBonus(amount=usd(5_000), guaranteed="always")),
            commission=Commission(target=usd(50_000)),
        )
        for number in ("cost", "worth"):
            assert found.total(number, components=["target bonus"]) == usd(9_000)
            assert found.total(number, components=["guaranteed bonus"]) == usd(5_000)
            assert found.total(number, components=["commission"]) == usd(40_000)
        assert found.total("face") == usd(165_000)

    def test_load(self):
        """A load of 8 % on cash is in the cost only, and not on benefits, shares or tokens."""
        found = value(acme(), market(), assume(employer_load="0.08"))
        assert found.total("cost", components=["base salary"]) == usd(1_080_000)
        assert found.total("worth", components=["base salary"]) == usd(1_000_000)
        for component, plain in (("benefits", 30_000), ("RSU", 400_000), ("tokens", 500_000)):
            assert found.total("cost", components=[component]) == usd(plain)

    def test_staying_odds(self):
        """10 % leaving a year, at delivery: a payment in exactly 365 days costs 0.9 of it, and is worth that."""
        day = date(2027, 11, 20)
        found = one(sign_on=(SignOnBonus(amount=usd(1000), paid_on=day),), given=assume(leave_rate="0.1"))
        assert amounts(found) == [1000, 900, 900]

    def test_everyone_leaves(self):
        """At 100 % a year what is paid today still counts, what is paid in a year does not."""
        paid = tuple(SignOnBonus(amount=usd(1000), paid_on=day) for day in (TODAY, date(2027, 11, 20)))
        found = one(start_on=TODAY, sign_on=paid, given=assume(leave_rate=1))
        assert amounts(found)[1:] == [1000, 1000]

    def test_discount(self):
        """25 % a year on 1,000 in 365 days: worth 800, cost 1,000."""
        day = date(2027, 11, 20)
        found = one(sign_on=(SignOnBonus(amount=usd(1000), paid_on=day),), given=assume(discount_rate="0.25"))
        assert amounts(found) == [1000, 1000, 800]

    def test_growth_moves_cost_and_worth(self):
        """A share growing 10 % a year is worth 137.50 on a vest in 365 days; the promise is at the spot of 125."""
        vesting = Vesting.parse("100/0")
        grant = RestrictedStock(symbol="ACME", units=8, vesting_start_on=TODAY, vesting=vesting)
        share = SharePrice(symbol="ACME", price=usd(125), on=TODAY, source="test", growth_rate="0.1")
        found = one(start_on=TODAY, equity=(grant,), facts=market(shares=(share,)))
        assert amounts(found) == [1000, 1100, 1100]

    def test_personal_share(self):
        """Worth counts the personal share of what is promised, cost what is used: 10 % and 40 % of 12,000."""
        tokens = TokenAllowance(
            amount=MoneyPer(money=usd(12_000)), rule=FixedMoney(), use="personal", personal_share="0.1"
        )
        found = one(tokens=(tokens,), given=assume(horizon_months=12, token_utilisation="0.4"))
        assert amounts(found) == [12_000, 4_800, 1_200]

    def test_benefits(self):
        """A plan that costs 12,000 and is worth 9,000: face and cost 12,000, worth 9,000."""
        plan = Benefit(name="Health", cost=usd(12_000), value=usd(9_000))
        found = one(salary=BaseSalary(amount=usd(1)), benefits=(plan,), given=assume(horizon_months=12))
        assert [found.total(n, components=["benefits"]).amount for n in ("face", "cost", "worth")] == [
            12_000,
            12_000,
            9_000,
        ]

    @pytest.mark.parametrize(
        "fields",
        [
            {"bonus_payout": 90},
            {"token_utilisation": "1.1"},
            {"discount_rate": "-0.1"},
            {"leave_rate": 2},
            {"employer_load": "-0.1"},
            {"bonus_payout": 0.9},
            {"horizon_months": 0},
        ],
    )
    def test_refused(self, fields):
        """90 where 0.9 is meant, floats, and horizons of nothing."""
        with pytest.raises(InvalidValue):
            assume(**fields)


class TestEquity:
    """Options by their intrinsic value; missing prices are errors."""

    OPTIONS = StockOptions(
        symbol="ACME",
        units=1600,
        strike=usd(25),
        expires_on=date(2037, 1, 1),
        vesting_start_on=JANUARY,
        vesting=Vesting.parse("4y/1y-cliff/monthly"),
    )

    def test_options(self):
        """1,600 options at 125 less 25 are 160,000; under water they are worth 0, not less."""
        assert amounts(one(equity=(self.OPTIONS,))) == [160_000] * 3
        low = SharePrice(symbol="ACME", price=usd(20), on=TODAY, source="test")
        assert amounts(one(equity=(self.OPTIONS,), facts=market(shares=(low,)))) == [0] * 3

    @pytest.mark.parametrize(
        ("package", "facts", "what"),
        [
            (acme, {"shares": ()}, "share price of ACME"),
            (globex, {"book": PriceBook(())}, "openai/gpt-6-sol"),
        ],
    )
    def test_missing(self, package, facts, what):
        """What a package needs and the market does not hold is named."""
        with pytest.raises(MissingFact, match=what):
            value(package(), market(**facts), assume())

    def test_missing_rate(self):
        """A share in euros in a package in dollars needs a rate; at 1.25, 8 shares at 100 are 1,000."""
        grant = RestrictedStock(symbol="E", units=8, vesting_start_on=JANUARY, vesting=Vesting.parse("1y/quarterly"))
        share = SharePrice(symbol="E", price=Money(100, "EUR"), on=TODAY, source="test")
        with pytest.raises(MissingFact, match="exchange rate from EUR to USD"):
            one(equity=(grant,), facts=market(shares=(share,)))
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="ECB")
        assert amounts(one(equity=(grant,), facts=market(shares=(share,), rates=(rate,)))) == [1000] * 3


class TestEmployed:
    """For someone already employed the horizon counts from `as_of`: accruals from that day, the rest if undelivered."""

    START = date(2025, 11, 20)

    def _value(self, months=12, **parts):
        """A year from 2026-11-20 on for someone who began a year before."""
        return one(start_on=self.START, given=assume(horizon_months=months), **parts)

    def test_salary_from_today(self):
        """A year of salary, not two; it starts today."""
        found = self._value(salary=BaseSalary(amount=usd(120_000)))
        assert found.total() == usd(120_000)
        assert (found.start, found.until) == (TODAY, date(2027, 11, 20))
        assert min(line.row.earned[0] for line in found.lines) == TODAY

    def test_undelivered_vests_count_whole(self):
        """480 units by month: what vested with the cliff is gone; the vest of today and twelve more are not.

        The vest on 2026-11-20 is the cliff of 120, delivered today; then 10 a month up to 2027-11-20.
        """
        grant = RestrictedStock(
            symbol="ACME", units=480, vesting_start_on=self.START, vesting=Vesting.parse("4y/1y-cliff/monthly")
        )
        found = self._value(equity=(grant,))
        assert [line.row.quantity for line in found.lines] == [120] + [10] * 12

    def test_delivered_vests_are_gone(self):
        """A vest of yesterday is in the employee's pocket."""
        day = date(2025, 11, 19)
        grant = RestrictedStock(symbol="ACME", units=4, vesting_start_on=day, vesting=Vesting.parse("50/50"))
        assert [line.row.quantity for line in self._value(equity=(grant,)).lines] == [2]

    def test_next_vest_counts_whole(self):
        """The vest in a month is forfeited whole by leaving, though most of it is earned."""
        grant = RestrictedStock(
            symbol="ACME", units=40, vesting_start_on=date(2025, 12, 20), vesting=Vesting.parse("50/50")
        )
        lines = self._value(equity=(grant,)).lines
        assert lines[0].row.quantity == 20 and lines[0].row.earned == (TODAY, date(2026, 12, 20))

    def test_unpaid_bonus_counts_from_its_beginning(self):
        """A bonus paid in March counts with all of its year so far, cut where the horizon ends.

        By 20 December 11 months and 19 of 31 days are earned: 10,000 x (11 + 19/31) / 12 = 9,677.42.
        """
        bonus = TargetBonus(amount=usd(10_000), performance_year="calendar", paid_on=MonthDay(3, 15))
        found = self._value(1, salary=BaseSalary(amount=usd(1)), bonus=(bonus,))
        paid = [line.row for line in found.lines if line.row.component == "target bonus"]
        assert [(row.on, row.quantity) for row in paid] == [(date(2027, 3, 15), Decimal("9677.42"))]

    def test_earned_but_unpaid_bonus(self):
        """A bonus of last year that is not yet paid is forfeited too, and counts."""
        bonus = TargetBonus(amount=usd(10_000), paid_on=MonthDay(3, 15))
        found = self._value(12, salary=BaseSalary(amount=usd(1)), bonus=(bonus,))
        paid = [line.row.on for line in found.lines if line.row.component == "target bonus"]
        assert paid == [date(2027, 3, 15), date(2028, 3, 15)]

    def test_one_offs(self):
        """What was paid is gone, what will be paid counts whole; a retention bonus too."""
        found = self._value(
            sign_on=tuple(SignOnBonus(amount=usd(n), paid_on=date(2026, 11, 18 + n)) for n in (1, 2, 3)),
            retention=(RetentionBonus(amount=usd(1000), paid_on=date(2027, 1, 1)),),
            relocation=(Relocation(amount=usd(500), paid_on=date(2025, 12, 1)),),
        )
        assert found.total() == usd(2 + 3 + 1000)

    def test_tokens_from_today(self):
        """The rest of a yearly release counts by what is still to be earned: a year is a year."""
        tokens = TokenAllowance(amount=MoneyPer(money=usd(12_000)), rule=FixedMoney(), release="yearly")
        assert self._value(tokens=(tokens,)).total() == usd(12_000)

    def test_future_start(self):
        """Who has not begun counts from the first day of work."""
        found = value(acme(), market(), assume())
        assert (found.start, found.until) == (START, add_months(START, 48))


class TestBasis:
    """Each line says in plain words how it came about."""

    def _words(self, package, component, **given):
        """The basis of the first line of a component."""
        found = value(package, market(), assume(**given))
        line = next(line for line in found.lines if line.row.component == component)
        return basis(found, line), promise_basis(found, line.row)

    def test_assumed_utilisation(self):
        """Utilisation that nobody gave counts as 1 and says so."""
        said, promise = self._words(acme(), "tokens")
        assert promise == "USD for tokens, worth 1 whatever tokens cost"
        assert said == promise + "; 100 % assumed used; 0 % for personal use"

    def test_mix_is_printed(self):
        """The mix is always printed, with the price and its day."""
        said, _ = self._words(globex(), "tokens", token_utilisation="0.4")
        assert said == (
            "fixed quantity of openai/gpt-6-sol, mix agentic, at USD 0.5468 per M tokens (list price of 2026-11-20); "
            "40 % used; 10 % for personal use"
        )

    def test_expected_factors(self):
        """Payout, staying and discount are named where they apply, and only in the employer's words."""
        said, promise = self._words(acme(), "target bonus", bonus_payout="0.9", leave_rate="0.1", employer_load="0.08")
        assert said == ("USD as promised; pays 90 % of target; staying at 10 % leaving a year; load of 8 % in cost")
        assert promise == "USD as promised"

    def test_shares(self):
        """A share at its price."""
        assert self._words(acme(), "RSU")[0] == "ACME at USD 125.00 (test, 2026-11-20) a share"


def test_one_day():
    """Market and assumptions are of one day."""
    with pytest.raises(InvalidValue, match="the market's day, 2026-11-20"):
        value(acme(), market(), Assumptions(as_of=START))


def test_lines():
    """One line an entitlement, in order of delivery, each amount its quantity times its price."""
    found = value(globex(), market(), EXPECTED)
    assert [line.row.on for line in found.lines] == sorted(line.row.on for line in found.lines)
    for line in found.lines:
        for number in ("face", "cost", "worth"):
            assert line.amount(number) == getattr(line, number) == line.row.quantity * line.price(number)


@pytest.mark.parametrize("digits", [5, 28, 60])
def test_context_of_the_caller(digits):
    """The caller's decimal context changes nothing: not a line, not a total."""
    given = assume(discount_rate="0.07", leave_rate="0.1")
    expected = value(globex(), market(), given)
    totals = amounts(expected)
    with localcontext(Context(prec=digits)):
        found = value(globex(), market(), given)
        assert found.lines == expected.lines
        assert amounts(found) == totals


class TestEvents:
    """Rows that wait for an event are printed and count nowhere; an assumed day makes them count."""

    def _package(self):
        """70 RSUs: half in one year, half when the company is listed."""
        statements = [
            {
                "order": 1,
                "percentage": "0.5",
                "schedule": {"occurrences": 1, "period": 12, "period_type": "MONTHS"},
            },
            {"order": 2, "percentage": "0.5", "event_condition": {"event_id": "IPO"}},
        ]
        terms = VestingTerms.from_ocf({"statements": statements})
        grant = RestrictedStock(symbol="ACME", units=70, vesting_start_on=START, vesting=terms)
        return acme(equity=(grant,), benefits=())

    def test_without_a_day(self):
        """35 shares at 125 count; the other 35 wait."""
        found = value(self._package(), market(), assume())
        assert found.total(components=["RSU"]) == usd(35 * 125)
        assert [row.quantity for row in found.waiting] == [35]

    def test_with_an_assumed_day(self):
        """All 70 count, in totals and in total direct compensation."""
        found = value(self._package(), market(), assume(events={"IPO": date(2028, 6, 30)}))
        assert found.total(components=["RSU"]) == usd(70 * 125)
        assert found.waiting == ()

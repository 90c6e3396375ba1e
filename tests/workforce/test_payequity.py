"""Pay equity: exact gaps, quartiles, and nothing of a few people that can be read or computed."""

from datetime import date
from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from compkit.errors import InvalidValue, MissingFact
from compkit.market import ExchangeRate, Market, PriceBook
from compkit.workforce.equity.gaps import PayGap, gap, mean, median, quartile_sizes, quartiles
from compkit.workforce.equity.report import EquityRules, pay_equity

from .people import ALLOWANCES, GRANTS, Roster, person

RULES = EquityRules(as_of=date(2026, 12, 31), smallest=1)


def column(*pay: int) -> object:
    """Pay as whole numbers of any size."""
    return np.array(pay, dtype=object)


def staff(rows: list[dict[str, object]]) -> Roster:
    """People without a bonus and without tokens, unless a row says so."""
    people = [person(n, **{"bonus": 0, "tokens": ""} | row) for n, row in enumerate(rows)]
    return Roster(people=pd.DataFrame(people), grants=pd.DataFrame([], columns=list(GRANTS)), allowances=ALLOWANCES)


def both(women: list[int], men: list[int], **shared: object) -> list[dict[str, object]]:
    """Rows with base salaries of women and of men."""
    pairs = [("female", pay) for pay in women] + [("male", pay) for pay in men]
    return [{"gender": gender, "base": pay, **shared} for gender, pay in pairs]


class TestStatistics:
    """Mean, median and gap as they are published."""

    def test_mean_and_median(self):
        """1000, 40, 10, 20, 40: mean 222, median 40 (worked at https://paygap.ie/understandingTheData)."""
        pay = column(1000, 40, 10, 20, 40)
        assert (mean(pay), median(pay)) == (222, 40)

    def test_two_in_the_middle(self):
        """Of an even number the median is the mean of the two central ones (guidance of the British Film Institute)."""
        assert median(column(4, 1, 3, 2)) == Fraction(5, 2)

    def test_gap(self):
        """Men 15, women 14 an hour: 1/15, 6.7 % (https://fraserconsulting.co.uk/equal-pay-audit-analysing-pay-data)."""
        found = PayGap.of(column(14), column(15))
        assert found.mean == found.median == Fraction(1, 15)

    def test_direction(self):
        """5 % means women are paid 5 % less, -5 % that they are paid 5 % more (gender-pay-gap.service.gov.uk)."""
        assert gap(Fraction(95), Fraction(100)) == Fraction(5, 100)
        assert gap(Fraction(105), Fraction(100)) == Fraction(-5, 100)
        assert gap(Fraction(1), Fraction(0)) is None

    def test_seven_steps(self):
        """The steps of gov.uk, make your calculations: add, divide, subtract, divide by men's, on whole numbers.

        Men 12, 18 and 24: 54 / 3 = 18. Women 10, 14, 15 and 21: 60 / 4 = 15. (18 - 15) / 18 = 16.67 %. The medians are
        18 and 14.5: 3.5 / 18 = 19.44 %.
        """
        found = PayGap.of(column(10, 14, 15, 21), column(12, 18, 24))
        assert (found.mean, found.median) == (Fraction(1, 6), Fraction(7, 36))


class TestQuartiles:
    """Four equal groups by pay."""

    @pytest.mark.parametrize(
        ("people", "sizes"),
        [(8, (2, 2, 2, 2)), (9, (3, 2, 2, 2)), (10, (3, 2, 3, 2)), (11, (3, 3, 3, 2)), (3, (1, 1, 1, 0))],
    )
    def test_left_over(self, people, sizes):
        """One left over is in the lower band, two in lower and upper middle, three in all but the upper.

        The convention of an English council's published method; law asks for bands as equal as they can be.
        """
        assert quartile_sizes(people) == sizes

    def test_published(self):
        """47 women and 29 men of 76 are 61.84 % and 38.16 % (https://paragonskills.co.uk gender pay gap, top band)."""
        counts = [(67, 9), (62, 14), (57, 19), (47, 29)]
        pay, kinds = [], []
        for level, (women, men) in enumerate(counts):
            pay += [level] * (women + men)
            kinds += [0] * women + [1] * men
        found = quartiles(np.array(pay), np.array(kinds))
        assert [(band.women, band.men) for band in found] == counts
        assert [round(float(found[3].share(count)) * 100, 2) for count in (47, 29)] == [61.84, 38.16]

    def test_ties(self):
        """Equal pay across an edge is split in proportion, in any order of rows: six women, two men, bands of two."""
        assert [band.women for band in quartiles(np.full(8, 5), np.array([0] * 6 + [1] * 2))] == [2, 1, 2, 1]
        pay, kinds = [1, 2, 2, 2], [0, 0, 1, 2]
        orders = [list(order) for order in permutations(range(4))]
        found = {quartiles(np.array(pay)[order], np.array(kinds)[order]) for order in orders}
        assert len(found) == 1

    @given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2)), max_size=40))
    def test_everybody_once(self, people):
        """Bands hold everybody once, in sizes that differ by one at most."""
        pay, kinds = (np.array([row[n] for row in people], dtype=np.int64) for n in (0, 1))
        found = quartiles(pay, kinds)
        assert [sum(getattr(band, name) for band in found) for name in ("women", "men", "others")] == [
            int((kinds == kind).sum()) for kind in range(3)
        ]
        assert tuple(band.people for band in found) == quartile_sizes(len(people))
        assert min(min(band.women, band.men, band.others) for band in found) >= 0


class TestReport:
    """What Article 9(1) lists."""

    def test_parts(self):
        """Base 100 and 80: gap 20 %; bonuses of 10 % and 5 % among those who have one: 60 %; together 23.6 %."""
        rows = [
            {"gender": "female", "base": 80_00, "bonus": 50_000},
            {"gender": "Female ", "base": 80_00},
            {"gender": "MALE", "base": 100_00, "bonus": 100_000},
        ]
        found = pay_equity(staff(rows), RULES)
        assert found.gaps["base"].mean == Fraction(1, 5)
        # 80 x 5 % = 4 against 100 x 10 % = 10
        assert found.gaps["variable"].mean == Fraction(6, 10)
        # women (84 + 80) / 2 = 82, man 110: 28/110
        assert found.gaps["without tokens"].mean == Fraction(28, 110)
        assert found.receiving["variable"].women == Fraction(1, 2)
        assert found.receiving["variable"].men == 1
        assert found.gaps["tokens"].mean is None
        assert found.target_only

    def test_tokens(self):
        """Half of base in tokens for the man only: 200,000 against 200,000 + 100,000, a third."""
        rows = [*both([20_000_000], []), {"gender": "male", "base": 20_000_000, "tokens": "half"}]
        found = pay_equity(staff(rows), RULES)
        assert found.gaps["without tokens"].mean == 0
        assert found.gaps["with tokens"].mean == Fraction(1, 3)

    def test_full_time(self):
        """Part time changes no gap; an allowance of money for half the hours counts twice: 18,000 / 0.5."""
        rows = both([10_000_000], [10_000_000], tokens="flat")
        rows[0]["fte"] = 500_000
        found = pay_equity(staff(rows), RULES)
        assert found.gaps["base"].mean == 0
        assert found.gaps["tokens"].mean == -1

    def test_variable_paid(self):
        """A column of variable pay stands for what was paid, in place of the target."""
        rows = [
            row | {"variable": pay, "bonus": 100_000} for row, pay in zip(both([100], [100]), (30, 40), strict=True)
        ]
        found = pay_equity(staff(rows), RULES)
        assert found.gaps["variable"].mean == Fraction(1, 4)
        assert not found.target_only

    def test_quantity_without_price(self):
        """Tokens in a quantity need a price; unknown is never zero."""
        rows = both([100], [100], tokens="quantity")
        with pytest.raises(MissingFact, match="a price for the tokens"):
            pay_equity(staff(rows), RULES)

    def test_flagged(self):
        """A gap of 5 % exactly is flagged, 4.99 % is not; nor is what is hidden, nor people without a category."""
        rows = both([9_500] * 2, [10_000] * 2, category="a") + both([9_501] * 2, [10_000] * 2, category="b")
        rows += both([10_500] * 2, [10_000] * 2, category="c") + both([1] * 2, [10_000] * 2, category="")
        found = pay_equity(staff(rows), RULES)
        assert [category.name for category in found.flagged] == ["a", "c"]
        assert found.flagged[0].flagged == ("base", "without tokens", "with tokens")
        assert not pay_equity(staff(rows), evolve(RULES, smallest=3)).flagged

    def test_hidden(self):
        """One woman in a category: it is hidden, and the next smallest with it; totals of everybody still show."""
        rows = both([100] * 1, [100] * 12, category="a") + both([90] * 20, [100] * 20, category="b")
        rows += both([80] * 30, [100] * 30, category="c")
        found = pay_equity(staff(rows), evolve(RULES, smallest=10))
        shown = {category.name: category.gaps["base"] is not None for category in found.categories}
        assert shown == {"a": False, "b": False, "c": True}
        assert found.gaps["base"] is not None

    def test_hidden_part(self):
        """Where the bonus of one woman is hidden, all of pay is hidden too: less base, it would show her bonus."""
        rows = both([100] * 20, [100] * 20)
        rows[0]["bonus"] = 100_000
        found = pay_equity(staff(rows), evolve(RULES, smallest=10))
        assert [name for name, gap in found.gaps.items() if gap is not None] == ["base", "tokens"]

    def test_quartiles_hidden(self):
        """Bands of fewer than the smallest are hidden."""
        rows = both([100] * 20, [100] * 19)
        assert pay_equity(staff(rows), evolve(RULES, smallest=10)).quartiles["without tokens"] is None
        assert pay_equity(staff(rows + both([100], [])), evolve(RULES, smallest=10)).quartiles["without tokens"]

    def test_who_counts(self):
        """Those employed on the day; people of another gender, or none stated, are in quartiles only."""
        rows = [*both([100, 100], [100]), {"gender": "other", "base": 100}, {"gender": "", "base": 100}]
        late = {"gender": "male", "base": 900, "start_on": pd.Timestamp(2027, 1, 1)}
        left = {"gender": "male", "base": 900, "end_on": pd.Timestamp(2026, 12, 30)}
        found = pay_equity(staff([*rows, late, left]), RULES)
        assert (found.women, found.men, found.others) == (2, 1, 2)
        assert sum(band.people for band in found.quartiles["with tokens"]) == 5

    def test_refused(self):
        """No column, no such word, no such currency: each with the way out."""
        with pytest.raises(InvalidValue, match="no column gender"):
            pay_equity(staff([{"base": 1}]), RULES)
        rows = [{"gender": "F", "base": 1}, {"gender": "M", "base": 1}]
        with pytest.raises(InvalidValue, match="the column says f, m"):
            pay_equity(staff(rows), RULES)
        assert pay_equity(staff(rows), evolve(RULES, female="F", male="m")).women == 1
        with pytest.raises(InvalidValue, match="ISO 4217"):
            evolve(RULES, currency="EURO")


class TestCurrencies:
    """Pay in several currencies is converted to one at the stated rates, as in the other studies of a workforce.

    It was refused before: whoever has a rate and asks for one report gets it, and is told that a gap moves with it.
    """

    RATES = (ExchangeRate(base="EUR", quote="USD", rate="1.25", on=RULES.as_of, source="a test"),)
    MARKET = Market(as_of=RULES.as_of, book=PriceBook(()), rates=RATES)

    def rows(self) -> list[dict[str, object]]:
        """A woman at 80,000 euros, a man at 100,000 dollars, which is the same money at 1.25, and one at 125,000."""
        women, men = both([80_000_00], [100_000_00, 125_000_00])[:1], both([], [100_000_00, 125_000_00])
        return [women[0] | {"currency": "EUR"}, *men]

    @pytest.mark.parametrize(("currency", "shown"), [("", "USD"), ("USD", "USD"), ("EUR", "EUR")])
    def test_converted(self, currency, shown):
        """(112,500 - 100,000) / 112,500 is a ninth in either currency; most are paid in dollars, told or not."""
        found = pay_equity(staff(self.rows()), evolve(RULES, currency=currency), market=self.MARKET)
        assert (found.currency, found.converted) == (shown, ({"USD": "EUR", "EUR": "USD"}[shown],))
        assert found.gaps["base"].mean == Fraction(1, 9)

    def test_allowance(self):
        """An allowance of money in dollars counts for people paid in euros, at the rate."""
        rows = [row | {"currency": "EUR"} for row in both([100_00], [100_00], tokens="flat")]
        alone = pay_equity(staff(rows), evolve(RULES, currency="USD"), market=self.MARKET)
        assert alone.currency == "USD" and alone.gaps["tokens"].mean == 0

    def test_digits(self):
        """A currency without decimals: 12,000 yen at 150 are 80 dollars, a fifth less than 100."""
        yen = Market(
            as_of=RULES.as_of,
            book=PriceBook(()),
            rates=(ExchangeRate(base="USD", quote="JPY", rate=150, on=RULES.as_of, source="a test"),),
        )
        rows = both([12_000], [100_00])
        rows[0] |= {"currency": "JPY", "bonus": 500_000}
        found = pay_equity(staff(rows), evolve(RULES, currency="USD"), market=yen)
        assert found.gaps["base"].mean == Fraction(1, 5)
        assert found.gaps["without tokens"].mean == Fraction(-1, 5)  # 80 and half of it against 100

    def test_no_rate(self):
        """Without a rate it is refused, with the lines to paste."""
        with pytest.raises(MissingFact, match="exchange rate from EUR to USD"):
            pay_equity(staff(self.rows()), RULES)
        with pytest.raises(MissingFact, match="exchange_rates"):
            pay_equity(staff(self.rows()), RULES, market=evolve(self.MARKET, rates=()))

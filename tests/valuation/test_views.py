"""Views of years: service, calendar, fiscal; earned or delivered."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.dates import MonthDay
from compkit.errors import InvalidValue
from compkit.pay import (
    BaseSalary,
    FixedMoney,
    MoneyPer,
    Package,
    Raise,
    RestrictedStock,
    SignOnBonus,
    TargetBonus,
    TokenAllowance,
    Vesting,
)
from compkit.valuation.value import value
from compkit.valuation.views import View, by_year, cells, years

from ..samples import START, acme, assume, globex, market, usd

SERVICE, DELIVERED = View(), View(basis="delivered")


def split(package, view, **options):
    """One package by year, as promised."""
    return by_year(value(package, market(), assume()), view, **options)


class TestWorkedExample:
    """By year of service, as promised."""

    @pytest.mark.parametrize(
        ("package", "amounts"),
        [
            (acme(benefits=()), [427_500, 387_500, 387_500, 387_500]),
            (globex(), [490_400, 465_400, 387_600, 339_600]),
        ],
    )
    def test_without_tokens(self, package, amounts):
        """The first year holds the sign-on."""
        assert split(package, SERVICE, tokens="none") == {f"year {n}": a for n, a in enumerate(amounts, 1)}

    def test_tokens(self):
        """All of them, and those that are guaranteed: one year at Acme, two at Globex (60,000 x 0.5468 = 32,808)."""
        for package, everything, guaranteed in (
            (acme(), 125_000, [125_000, 0, 0, 0]),
            (globex(), 32_808, [32_808, 32_808, 0, 0]),
        ):
            none, some, whole = (split(package, SERVICE, tokens=t).values() for t in ("none", "guaranteed", "all"))
            assert [a - b for a, b in zip(whole, none, strict=True)] == [everything] * 4
            assert [a - b for a, b in zip(some, none, strict=True)] == guaranteed


class TestEarnedAndDelivered:
    """Earned splits by days over which it is earned; delivered goes by the day, like a payslip."""

    def _package(self, **parts):
        """From 1 January 2027."""
        return Package(start_on=date(2027, 1, 1), currency="USD", **parts)

    def test_vest_on_the_anniversary(self):
        """It is earned in year one and delivered in year two."""
        grant = RestrictedStock(
            symbol="GLBX", units=100, vesting_start_on=date(2027, 1, 1), vesting=Vesting.parse("100/0")
        )
        package = self._package(equity=(grant,))
        assert split(package, SERVICE)["year 1"] == 8000
        assert split(package, DELIVERED) == {"year 1": 0, "year 2": 8000, "year 3": 0, "year 4": 0}

    def test_release_on_the_anniversary(self):
        """A yearly release is earned over the year ahead, so it is in year two either way."""
        tokens = TokenAllowance(amount=MoneyPer(money=usd(12)), rule=FixedMoney(), release="yearly")
        for view in (SERVICE, DELIVERED):
            assert list(split(self._package(tokens=(tokens,)), view).values()) == [12, 12, 12, 12]

    def test_bonus_is_paid_later(self):
        """A bonus of 2027 is paid in March 2028; the last one in a fifth year, after the horizon."""
        bonus = TargetBonus(amount=usd(1000), performance_year="calendar", paid_on=MonthDay(3, 15))
        package = self._package(salary=BaseSalary(amount=usd(12)), bonus=(bonus,))
        assert split(package, View(kind="calendar"))["2027"] == 1012
        found = split(package, View(kind="calendar", basis="delivered"))
        assert found == {"2027": 12, "2028": 1012, "2029": 1012, "2030": 1012, "2031": 1000}

    def test_paid_before_the_first_day(self):
        """A sign-on of December is delivered in that calendar year, and earned in the year of the first day."""
        package = self._package(sign_on=(SignOnBonus(amount=usd(7), paid_on=date(2026, 12, 1)),))
        assert split(package, View(kind="calendar"))["2027"] == 7
        assert split(package, View(kind="calendar", basis="delivered"))["2026"] == 7
        assert split(package, DELIVERED)["year 1"] == 7


class TestYears:
    """Which years there are, and what they are called."""

    @pytest.mark.parametrize(
        ("text", "labels"),
        [
            ("service", ["year 1", "year 2", "year 3", "year 4"]),
            ("calendar", ["2027", "2028", "2029", "2030", "2031"]),
            ("fiscal:10", ["FY 2027", "FY 2028", "FY 2029", "FY 2030", "FY 2031"]),
            ("fiscal:04-06", ["FY 2027", "FY 2028", "FY 2029", "FY 2030", "FY 2031"]),
        ],
    )
    def test_labels(self, text, labels):
        """A fiscal year has the name of the calendar year in which it ends: 11 January 2027 lies in FY 2027."""
        assert [year.label for year in years(value(acme(), market(), assume()), View.parse(text))] == labels

    @pytest.mark.parametrize("text", ["fiscal:13", "fiscal:2-30", "fiscal", "yearly", "fiscal:0", ""])
    def test_refused(self, text):
        """What is no view of years is refused."""
        with pytest.raises(InvalidValue):
            View.parse(text)

    def test_words(self):
        """Each view says what it is."""
        labels = [View.parse(text).label for text in ("service", "calendar", "fiscal:10")]
        assert labels == ["year of service", "calendar year", "fiscal year from 10-01"]

    def test_last_year_is_cut(self):
        """Eighteen months are a year and a half: 12,000 and 6,000."""
        package = Package(start_on=date(2027, 1, 1), currency="USD", salary=BaseSalary(amount=usd(12_000)))
        found = by_year(value(package, market(), assume(horizon_months=18)), SERVICE)
        assert found == {"year 1": 12_000, "year 2": 6_000}

    def test_fiscal_year_from_within_a_month(self):
        """120,000 from 1 January, fiscal year from 6 April: 3 months and 5 of 30 days are 31,666.67 of FY 2027."""
        package = Package(start_on=date(2027, 1, 1), currency="USD", salary=BaseSalary(amount=usd(120_000)))
        found = by_year(value(package, market(), assume(horizon_months=12)), View.parse("fiscal:4-6"))
        assert found == {"FY 2027": Decimal("31666.67"), "FY 2028": Decimal("88333.33")}


def test_cells():
    """By year, component and whether guaranteed, in three numbers."""
    found = cells(value(globex(), market(), assume(token_utilisation="0.4")), SERVICE)
    assert found["year 1", "base salary", True] == {"face": 235_000, "cost": 235_000, "worth": 235_000}
    assert found["year 3", "tokens", False] == {
        "face": 32_808,
        "cost": Decimal("13123.2"),
        "worth": Decimal("3280.8"),
    }
    assert ("year 3", "tokens", True) not in found


def test_employed():
    """For someone already employed year one begins today, and an unpaid bonus of before belongs to it."""
    bonus = TargetBonus(amount=usd(1000), paid_on=MonthDay(3, 15))
    package = Package(start_on=date(2025, 11, 20), currency="USD", salary=BaseSalary(amount=usd(12)), bonus=(bonus,))
    found = by_year(value(package, market(), assume(horizon_months=24)), SERVICE)
    assert found == {"year 1": 2012, "year 2": 1012}


def test_start_is_a_day_of_year_one():
    """The horizon begins with the first day of work."""
    first = years(value(acme(), market(), assume()), SERVICE)[0]
    assert (first.start, first.until) == (START, date(2028, 1, 11))


class TestFiscalNames:
    """A fiscal year has the name of the year in which it ends, or starts."""

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("fiscal:10", "FY 2027"),
            ("fiscal:10:start", "FY 2026"),
            ("fiscal:1", "FY 2027"),
            ("fiscal:1:start", "FY 2027"),
        ],
    )
    def test_named_by(self, text, first):
        """11 January 2027 lies in the fiscal year from 1 October 2026 to 30 September 2027."""
        assert years(value(acme(), market(), assume()), View.parse(text))[0].label == first

    def test_same_amounts(self):
        """A name moves no money."""
        ends, starts = (split(acme(), View.parse(text)) for text in ("fiscal:10", "fiscal:10:start"))
        assert list(ends.values()) == list(starts.values())

    def test_words(self):
        """Named by its start is said."""
        assert View.parse("fiscal:10:start").label == "fiscal year from 10-01, named by its start"


class TestWeeks:
    """Years of 52 or 53 weeks, from a list of first days that ends with the day after the last year."""

    WEEKS = View.parse("fiscal-weeks:2026-09-27,2027-09-26,2028-09-24,2029-09-30")

    def _salary(self, months=12):
        package = Package(start_on=date(2027, 1, 1), currency="USD", salary=BaseSalary(amount=usd(120_000)))
        return value(package, market(), assume(horizon_months=months))

    def test_amounts(self):
        """120,000 from 1 January 2027 to 25 September: 8 months and 25 of 30 days are 88,333.33."""
        assert by_year(self._salary(), self.WEEKS) == {"FY 2027": Decimal("88333.33"), "FY 2028": Decimal("31666.67")}

    def test_a_year_of_53_weeks(self):
        """24 September 2028 to 29 September 2029 is 371 days: 7 of 30 days, eleven months and 29 of 30 days.

        2,333.33 + 110,000 + 9,666.67 is 122,000, as twelve months and 6 of 30 days are.
        """
        view = View.parse("fiscal-weeks:2026-09-27,2027-09-26,2028-09-24,2029-09-30,2030-09-29")
        assert by_year(self._salary(36), view)["FY 2029"] == 122_000

    @pytest.mark.parametrize(
        ("days", "by_end", "by_start"),
        [
            ("2026-09-27,2027-09-26,2028-09-24", ["FY 2027", "FY 2028"], ["FY 2026", "FY 2027"]),
            ("2026-12-27,2028-01-02,2028-12-31", ["FY 2027", "FY 2028"], ["FY 2027", "FY 2028"]),
            ("2027-01-03,2028-01-02,2028-12-31", ["FY 2027", "FY 2028"], ["FY 2027", "FY 2028"]),
        ],
    )
    def test_names(self, days, by_end, by_start):
        """A year that spills over a new year by less than a week is named for the year that it is in."""
        valuation = self._salary(12) if days.startswith("2026") else value(acme(), market(), assume(horizon_months=12))
        for tail, labels in (("", by_end), (":start", by_start)):
            found = [year.label for year in years(valuation, View.parse(f"fiscal-weeks:{days}{tail}"))]
            assert found == labels[: len(found)]

    def test_must_hold_the_horizon(self):
        """A list that ends too early names the days that it must hold."""
        with pytest.raises(InvalidValue, match="must hold 2027-01-01 to 2030-12-31"):
            years(self._salary(48), self.WEEKS)

    @pytest.mark.parametrize(
        ("days", "rule"),
        [
            ("2026-09-27", "needs the first day of the year after"),
            ("2026-09-27,2027-09-27", "52 or 53 weeks"),
            ("2027-09-26,2026-09-27", "52 or 53 weeks"),
            ("2026-09-27,2027-13-01", "is not a day"),
        ],
    )
    def test_refused(self, days, rule):
        """Years that are no weeks, run backwards or have no end."""
        with pytest.raises(InvalidValue, match=rule):
            View.parse(f"fiscal-weeks:{days}")

    def test_only_for_fiscal_years(self):
        """Service years have no list."""
        with pytest.raises(InvalidValue, match="goes with fiscal years"):
            View(starts=(date(2026, 9, 27), date(2027, 9, 26)))


class TestPartialYears:
    """A raise, part-time, and months that are not whole, in every view: 0.8 of 120,000 from 16 March 2027.

    March is 16 of 31 days. The month is 8,000, and 10,000 from 16 September 2027, after half of its 30 days.
    """

    PACKAGE = Package(
        start_on=date(2027, 3, 16),
        currency="USD",
        salary=BaseSalary(amount=usd(120_000), fte="0.8", raises=(Raise(on=date(2027, 9, 16), amount=usd(150_000)),)),
    )

    def _split(self, text, months=12):
        return by_year(value(self.PACKAGE, market(), assume(horizon_months=months)), View.parse(text))

    def test_calendar(self):
        """2027: 16/31 + 5.5 months of 8,000 and 3.5 of 10,000; 2028: two months and 15 of 31 days of 10,000."""
        assert self._split("calendar") == {"2027": Decimal("83129.03"), "2028": Decimal("24838.71")}

    def test_service(self):
        """Six months to 15 September are not quite 48,000: 16/31 + 5.5 is 6.016; the year is 12 months in all."""
        assert self._split("service") == {"year 1": Decimal("107967.74")}

    def test_fiscal(self):
        """To 30 September: 16/31 + 5.5 months of 8,000 and half of one of 10,000; the rest is 5 months and 15/31."""
        assert self._split("fiscal:10") == {"FY 2027": Decimal("53129.03"), "FY 2028": Decimal("54838.71")}

    def test_last_part(self):
        """Seven months end on 15 October: 15 of 31 days of 10,000 after the 53,129.03."""
        assert self._split("fiscal:10", 7) == {"FY 2027": Decimal("53129.03"), "FY 2028": Decimal("4838.71")}

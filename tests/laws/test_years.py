"""Laws of years: every view splits the same lines to the same total."""

from decimal import Decimal

from hypothesis import given, strategies as st

from compkit import testing
from compkit.market import Market, PriceBook
from compkit.money import add_up
from compkit.pay import NUMBERS, Package
from compkit.valuation.assumptions import Assumptions
from compkit.valuation.value import value
from compkit.valuation.views import View, by_year, cells, years

TINY = Decimal("1e-12")
"""Powers and converted prices have 28 to 60 digits, so their products are rounded far below a cent."""


def views(data):
    """Service, calendar and any fiscal year, earned and delivered."""
    fiscal = View(kind="fiscal", first=data.draw(testing.month_days()))
    kinds = (View(), View(kind="calendar"), fiscal)
    return [View(kind=v.kind, first=v.first, basis=basis) for v in kinds for basis in ("earned", "delivered")]


def valuation(data, **limits):
    """Any package in any market that can price it."""
    package = data.draw(testing.packages(**limits))
    market = data.draw(testing.markets(package))
    return value(package, market, data.draw(testing.assumptions(market.as_of)))


class TestViewsAgree:
    """Design: "every row, split and view is a difference of that one function, so all views add up"."""

    @given(st.data())
    def test_to_the_cent(self, data):
        """Whatever the package, currency, market and expectations, in each of the three numbers."""
        found = valuation(data)
        totals = {number: found.total(number).amount for number in NUMBERS}
        for view in views(data):
            split = cells(found, view)
            for number in NUMBERS:
                in_years = sum((amounts[number] for amounts in split.values()), Decimal(0))
                assert abs(in_years - totals[number]) <= TINY * max(1, totals[number])

    @given(st.data())
    def test_exactly(self, data):
        """In one currency what is promised agrees to the last digit, with all, guaranteed and without tokens."""
        found = valuation(data, currency="USD")
        for view in views(data):
            for tokens in ("all", "guaranteed", "none"):
                split = by_year(found, view, tokens=tokens)
                assert add_up(split.values()) == found.total(tokens=tokens).amount

    @given(st.data())
    def test_years_tile(self, data):
        """Years follow one another without gap or overlap, each with a label of its own, and hold the horizon."""
        found = valuation(data)
        for view in views(data):
            tiles = years(found, view)
            assert len({year.label for year in tiles}) == len(tiles)
            assert all(one.until == two.start for one, two in zip(tiles, tiles[1:], strict=False))
            assert tiles[0].start <= found.start and found.until <= tiles[-1].until


class TestYearOne:
    """Issue: "year one of a full-time salary is the salary"."""

    @given(st.data(), testing.dates(), testing.currencies())
    def test_by_service_year(self, data, start, currency):
        """Every service year of a salary without raises is the annual salary, for every start date."""
        salary = data.draw(testing.base_salaries(currency, plain=True))
        package = Package(start_on=start, currency=currency, salary=salary)
        found = value(package, Market(as_of=start, book=PriceBook(())), Assumptions(as_of=start, horizon_months=36))
        assert list(by_year(found, View()).values()) == [salary.amount.amount] * 3

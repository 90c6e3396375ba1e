"""Ledgers from usage exports: the rows, the currency of their amounts, and money that follows an index."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compkit.errors import InvalidValue
from compkit.files.ledgers import index_of, read_ledgers, read_use
from compkit.market.facts import IndexValue
from compkit.pay.allowance import TokenAllowance
from compkit.pay.amounts import MoneyPer
from compkit.pay.package import Package
from compkit.pay.rules import FixedMoney, Indexed

from ..samples import acme, market, usd

START = date(2027, 1, 1)
RAISED = date(2027, 2, 1)
CPI = tuple(IndexValue(index="CPI", value=value, on=on, source="test") for value, on in ((300, START), (309, RAISED)))
MARKET = market(as_of=date(2027, 6, 1), indices=CPI)


def allowance(rule: FixedMoney | Indexed) -> TokenAllowance:
    """USD 100 a month, released on the first day of each."""
    return TokenAllowance(amount=MoneyPer(money=usd(100), per="month"), rule=rule)


FIXED = allowance(FixedMoney())
FOLLOWS = allowance(Indexed(index="CPI", base_on=START))


@pytest.fixture
def usage(tmp_path: Path) -> Path:
    """40 used in January and 5 in March, without a currency."""
    path = tmp_path / "usage.csv"
    path.write_text("on,amount\n2027-01-10,40\n2027-03-01,5\n", "utf-8")
    return path


def package(*allowances: TokenAllowance) -> Package:
    """A package of token allowances, in euros: the allowances themselves are in dollars."""
    return Package(start_on=START, currency="EUR", tokens=allowances)


class TestReadLedgers:
    """Each allowance has its ledger, up to a day that no longer counts."""

    def test_until(self, usage: Path) -> None:
        """Use on the first day that no longer counts is not booked: 40 of January, not the 5 of 1 March."""
        (found,) = read_ledgers(usage, package(FIXED), market=MARKET, until=date(2027, 3, 1))
        assert found.total("used") == 40
        assert [period.granted for period in found.periods] == [100, 100]

    def test_indexed(self, usage: Path) -> None:
        """An index that goes from 300 to 309 on 1 February makes 103 of 100: 309 / 300 = 1.03."""
        (found,) = read_ledgers(usage, package(FOLLOWS), market=MARKET, until=date(2027, 3, 1))
        assert [period.granted for period in found.periods] == [100, 103]

    def test_no_allowance(self, usage: Path) -> None:
        """Use without an allowance is refused with the way out."""
        with pytest.raises(InvalidValue, match="leave --usage out"):
            read_ledgers(usage, acme(tokens=()), market=MARKET, until=RAISED)


class TestReadUse:
    """Rows of an export, for one allowance."""

    def test_currency(self, usage: Path) -> None:
        """An amount that names no currency is in that of the allowance, dollars, not in the package's euros."""
        assert [row.amount for row in read_use(usage, FIXED, package(FIXED))] == [usd(40), usd(5)]


class TestIndexOf:
    """What indexed money has come to."""

    def test_ratio(self) -> None:
        """1 on the base date, and 309 / 300 = 1.03 from the day of the next value."""
        index = index_of(FOLLOWS, MARKET)
        assert index is not None
        assert (index(START), index(RAISED)) == (1, Decimal("1.03"))

    def test_none(self) -> None:
        """Fixed money follows no index."""
        assert index_of(FIXED, MARKET) is None

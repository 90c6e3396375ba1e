"""Totals that have names, with printed definitions; tokens on their own line beside each."""

from datetime import date

import pytest

from compkit.market import ExchangeRate
from compkit.money import Money
from compkit.pay import BaseSalary, Commission, Package, Raise, RestrictedStock, TargetBonus, Vesting
from compkit.valuation.totals import annual_grants, named_totals, target_total_cash
from compkit.valuation.value import value

from ..samples import START, TODAY, acme, assume, globex, market, usd


def totals(package, number="face", **given):
    """Named totals as amounts without tokens, and tokens."""
    found = named_totals(value(package, market(), assume(**given)), number)
    return {total.name: (total.amount, total.tokens) for total in found}


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        (
            acme,
            {
                "Guaranteed cash, year one": (290_000, 125_000),  # 250,000 + 40,000
                "Target total cash, a year": (287_500, None),  # 250,000 + 15 %
                "Total direct compensation, a year": (387_500, None),  # + 400,000 / 4
                "Year one": (435_000, 125_000),  # 250,000 + 37,500 + 40,000 + 100,000 + 7,500
                "Average a year": (405_000, 125_000),  # (1,590,000 + 30,000) / 4
                "Recurring only": (1_180_000, 500_000),  # 1,000,000 + 150,000 + 30,000
            },
        ),
        (
            globex,
            {
                "Guaranteed cash, year one": (285_000, 32_808),  # 235,000 + 50,000
                "Target total cash, a year": (282_000, None),  # 235,000 + 20 %
                "Total direct compensation, a year": (402_000, None),  # + 480,000 / 4
                "Year one": (490_400, 32_808),  # 235,000 + 47,000 + 50,000 + 158,400
                "Average a year": (420_750, 32_808),  # 1,683,000 / 4
                "Recurring only": (1_128_000, 131_232),  # 940,000 + 188,000
            },
        ),
    ],
)
def test_worked_example(package, expected):
    """Each total of the two offers, by hand."""
    as_money = {name: tuple(None if a is None else usd(a) for a in pair) for name, pair in expected.items()}
    assert totals(package()) == as_money


def test_definitions_are_printed():
    """Every total says what is in it, and a definition does not repeat."""
    found = named_totals(value(acme(), market(), assume()))
    assert len({total.definition for total in found}) == len(found) == 6


def test_expected_cost():
    """Under expected cost the bonus pays 90 % and 40 % of the tokens are used; rates at target stay."""
    found = totals(acme(), "cost", bonus_payout="0.9", token_utilisation="0.4")
    assert found["Year one"] == (usd(431_250), usd(50_000))  # 37,500 x 0.9 = 33,750
    assert found["Target total cash, a year"] == (usd(287_500), None)


def test_guaranteed_bonus_is_guaranteed_cash():
    """A bonus paid come what may is in guaranteed cash, a target bonus is not."""
    bonus = (TargetBonus(amount=usd(10_000), guaranteed="first year"), TargetBonus(amount=usd(7_000), name="Other"))
    found = totals(acme(bonus=bonus))
    assert found["Guaranteed cash, year one"][0] == usd(300_000)


def test_refreshers_recur():
    """A listed refresher is recurring pay; the new-hire grant is not. 400 x 125 = 50,000."""
    refresher = RestrictedStock(
        symbol="ACME", units=400, vesting_start_on=START, vesting=Vesting.parse("1y/quarterly"), refresher=True
    )
    package = acme(equity=(*acme().equity, refresher))
    assert totals(package)["Recurring only"][0] - totals(acme())["Recurring only"][0] == usd(50_000)


def test_commission_is_target_cash():
    """On-target earnings: base, bonus and commission."""
    package = acme(commission=Commission(target=usd(60_000)))
    assert totals(package)["Target total cash, a year"] == (usd(347_500), None)


def test_grant_by_its_vesting_years():
    """16 shares over one year and 1,600 over four: 2,000 and 50,000 a year."""
    grants = tuple(
        RestrictedStock(symbol="ACME", units=units, vesting_start_on=START, vesting=Vesting.parse(name))
        for units, name in ((16, "1y/quarterly"), (1600, "4y/1y-cliff/monthly"))
    )
    assert annual_grants(value(acme(equity=grants), market(), assume())) == usd(52_000)


def test_other_currency():
    """A package in euros converts at the stated rate: a bonus of USD 1,250 is EUR 1,000 at 1.25."""
    rate = ExchangeRate(base="EUR", quote="USD", rate="1.25", on=TODAY, source="ECB")
    package = Package(
        start_on=START,
        currency="EUR",
        salary=BaseSalary(amount=Money(90_000, "EUR")),
        bonus=(TargetBonus(amount=usd(1250)),),
    )
    assert target_total_cash(value(package, market(rates=(rate,)), assume())) == Money(91_000, "EUR")


def test_without_salary():
    """Without a salary there is no target cash."""
    package = Package(start_on=START, currency="USD", equity=acme().equity)
    assert target_total_cash(value(package, market(), assume())) == usd(0)


def test_raise_of_the_past():
    """Base salary and its bonus are of the same salary: 120,000 after a raise, and 10 % of it."""
    salary = BaseSalary(amount=usd(100_000), raises=(Raise(on=date(2026, 1, 1), amount=usd(120_000)),))
    package = Package(start_on=date(2025, 1, 1), currency="USD", salary=salary, bonus=(TargetBonus(rate="0.1"),))
    assert target_total_cash(value(package, market(), assume())) == usd(132_000)

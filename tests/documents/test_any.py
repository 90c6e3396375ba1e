"""Whatever is promised, the documents are written: no crash, no blank, and their totals are the valuation's."""

import io
import json

from attrs import evolve
from hypothesis import given, settings, strategies as st

from compkit import testing
from compkit.documents.data import comparison_data, valuation_data
from compkit.documents.report import build_report
from compkit.documents.table import render
from compkit.documents.valuereport import build_value_report
from compkit.documents.workbook import build_workbook
from compkit.pay import FixedMoney, MoneyPer, Package, TokenAllowance
from compkit.valuation import compare, value

from ..samples import TODAY, assume, market, usd


@st.composite
def drawn(draw):
    """Any offer, a market that holds every price it needs, and assumptions."""
    offer = draw(testing.offers())
    day = offer.package.start_on
    return offer, draw(testing.markets(offer.package, day)), draw(testing.assumptions(day, horizon_months=24))


def side_by_side(offer, market, given_):
    """The offer beside itself without its one-offs, and both by name."""
    less = evolve(offer.package, sign_on=(), relocation=()) if offer.package.salary else offer.package
    offers = {"Offer 1": offer, "Offer 2": evolve(offer, package=less)}
    return compare({name: value(one.package, market, given_) for name, one in offers.items()}), offers


def _lines(report):
    return [line for line, _ in render(report)]


@settings(max_examples=15)
@given(found=drawn())
def test_any_comparison_is_printed(found):
    """No figure is missing, and no word of Python shows."""
    comparison, offers = side_by_side(*found)
    text = "\n".join(_lines(build_report(comparison, offers=offers)))
    assert "AS PROMISED" in text
    assert not {"None", "nan", "NaN", "Decimal"} & set(text.replace("(", " ").replace(")", " ").split())


@settings(max_examples=15)
@given(found=drawn())
def test_any_value_is_printed(found):
    """With every line."""
    comparison, offers = side_by_side(*found)
    text = "\n".join(_lines(build_value_report(comparison.baseline, offer=offers["Offer 1"], lines=True)))
    assert "THREE WAYS TO COUNT" in text


@settings(max_examples=8)
@given(found=drawn())
def test_any_data_is_json_without_floats(found):
    """Amounts are strings, so that no reader rounds them."""
    comparison, offers = side_by_side(*found)

    def refuse(number):
        raise AssertionError(number)

    json.loads(json.dumps(comparison_data(comparison, offers)), parse_float=refuse)
    json.loads(json.dumps(valuation_data(comparison.baseline)), parse_float=refuse)


@settings(max_examples=8)
@given(found=drawn())
def test_any_workbook_opens_and_agrees(found):
    """Its own checks say that every figure agrees, by the values stored beside the formulas."""
    from openpyxl import load_workbook

    comparison, offers = side_by_side(*found)
    book = load_workbook(io.BytesIO(build_workbook(comparison, offers=offers)), data_only=True)
    said = [cell.value for row in book["Checks"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "all agree" in said
    assert not [text for text in said if text.startswith("#")]


def test_tokens_alone():
    """An offer of AI tokens and nothing else is printed: its total without tokens is 0, in every year."""
    package = Package(start_on=TODAY, currency="USD", tokens=(usd_a_month(500),))
    found = value(package, market(), assume(horizon_months=24))
    lines = _lines(build_value_report(found, lines=True))
    by_year = next(line for line in lines if line.startswith("Total without tokens"))
    assert by_year.split()[3:] == ["0", "0", "0"]
    # by hand: 500 a month are 6,000 a year
    assert ["6,000", "6,000", "12,000"] in [line.split()[-3:] for line in lines if line.startswith("AI tokens")]


def usd_a_month(amount):
    """An allowance of so many dollars a month."""
    return TokenAllowance(amount=MoneyPer(money=usd(amount), per="month"), rule=FixedMoney())

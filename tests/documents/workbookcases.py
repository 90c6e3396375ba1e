"""Generated workbooks whose inputs are changed at random, each with the valuations that Python gives for the same."""

import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from attrs import evolve, frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from python_calamine import CalamineWorkbook

from compkit import testing
from compkit.documents.workbook.book import Book, fill
from compkit.documents.workbook.schedule import entries
from compkit.market import (
    Illiquidity,
    Market,
    Move,
    OptionPricing,
    Scenario,
    ShareMove,
    TokenPriceChange,
    TokenPriceDrift,
    UseModel,
)
from compkit.money import Money
from compkit.pay import Indexed, Package, StockOptions
from compkit.pay.entitlements import NUMBERS, Number
from compkit.valuation import Assumptions, Comparison, UtilisationPath, View, cells, compare, value

from .workbooks import COMPONENT_WORDS, HEADS, NEAR, input_cell, saved

AS_PROMISED = "as promised"
VIEWS = {
    "service years": View(),
    "calendar years": View(kind="calendar"),
    "service years as delivered": View(basis="delivered"),
    "calendar years as delivered": View(kind="calendar", basis="delivered"),
}
"""What the choices of years mean."""
NUMBER_WORDS: dict[str, Number] = {"as promised": "face", "expected cost": "cost", "to the employee": "worth"}
_OWN_VIEWS = {"service": "service years", "calendar": "calendar years", "fiscal:4": "fiscal years"}


@frozen(kw_only=True)
class Case:
    """A workbook with other values in its inputs, and what it must come to.

    Attributes:
        file: The workbook, without stored values.
        inputs: Its inputs by defined name.
        issued: The comparison that it was made of; what is promised stays.
        now: The comparison that Python gives for the same inputs.
        view: Of the years that are chosen.
        number: The number that is chosen.
    """

    file: bytes
    inputs: Mapping[str, Any]
    issued: Comparison
    now: Comparison
    view: View
    number: Number

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Its inputs only: hypothesis would print a megabyte."""
        printer.text(f"Case({dict(self.inputs)})")

    def of(self, number: Number) -> Comparison:
        """Where a number stands: what is promised as issued, the others as the inputs have it."""
        return self.issued if number == "face" else self.now


@frozen
class _Together:
    """All that several packages need of a market, as if they were one package."""

    start_on: date
    currency: str
    tokens: tuple[Any, ...]
    equity: tuple[Any, ...]
    packages: tuple[Package, ...]
    homes: tuple[Money, ...]


@composite
def cases(draw: DrawFn) -> Case:
    """One or two offers under any market and assumptions, and other values for every input."""
    packages = tuple(draw(st.lists(testing.packages(), min_size=1, max_size=2)))
    world = draw(_worlds(packages))
    given = draw(_given(world))
    currency = draw(st.sampled_from(sorted({packages[0].currency, "USD"})))
    own = draw(st.sampled_from(sorted(_OWN_VIEWS)))
    view = View.parse(own)

    def compared(market: Market, how: Assumptions) -> Comparison:
        found = {f"Offer {n}": value(package, market, how) for n, package in enumerate(packages, 1)}
        return compare(found, currency=currency, view=view)

    issued = compared(world, given)
    moved, expected, inputs = draw(_changes(packages, world, given))
    number = draw(st.sampled_from(sorted(NUMBER_WORDS)))
    years = draw(st.sampled_from(sorted({*VIEWS, _OWN_VIEWS[own]})))
    inputs |= {"number_shown": number, "years_shown": years}
    with patch.object(Comparison, "closings", lambda *_: ()):  # found by search, no formulas, and slow
        book = fill(Book(issued, {}, None))
    for name, new in inputs.items():
        if name in book.defined_names:  # what nothing depends on has no cell
            input_cell(book, name).value = float(new) if isinstance(new, Decimal) else new
    chosen = VIEWS.get(years, view)
    now = compared(moved, expected)
    return Case(file=saved(book), inputs=inputs, issued=issued, now=now, view=chosen, number=NUMBER_WORDS[number])


@composite
def _worlds(draw: DrawFn, packages: tuple[Package, ...]) -> Market:
    """One market for all packages, now and then with a model for options or with prices that drift."""
    tokens = tuple(token for package in packages for token in package.tokens)
    equity = tuple(grant for package in packages for grant in package.equity)
    homes = tuple(Money(1, package.currency) for package in packages)
    start = min(package.start_on for package in packages)
    together: Any = _Together(start, packages[0].currency, tokens, equity, packages, homes)
    market: Market = draw(testing.markets(together))
    if any(isinstance(grant, StockOptions) for grant in equity) and draw(st.integers(0, 3)) == 0:
        volatility = {share.symbol: Decimal("0.4") for share in market.shares}
        market = evolve(market, options=OptionPricing(method="black-scholes", volatility=volatility, rate="0.03"))
    if draw(st.integers(0, 5)) == 0:
        market = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.2"),)).apply(market)
    return market


@composite
def _given(draw: DrawFn, market: Market) -> Assumptions:
    """Any assumptions; shares cannot be sold at times."""
    given = draw(testing.assumptions(market.as_of))
    if market.shares and draw(st.booleans()):
        given = evolve(given, illiquidity=(Illiquidity(symbol=market.shares[0].symbol, haircut_rate="0.3"),))
    return given


@composite
def _changes(
    draw: DrawFn, packages: tuple[Package, ...], market: Market, given: Assumptions
) -> tuple[Market, Assumptions, dict[str, Any]]:
    """Another market and other assumptions, and the inputs that say the same."""
    inputs: dict[str, Any] = {}
    moves: list[Move] = []
    modelled = market.options.is_model  # such values are dated inputs, which nothing moves
    drifts = bool(market.moves)
    if market.book.models and not drifts:
        model = draw(st.sampled_from([AS_PROMISED, *market.book.models]))
        inputs["token_model"] = model
        moves += [] if model == AS_PROMISED else [UseModel(model=model)]
    change = draw(st.sampled_from([Decimal(0), Decimal("-0.4"), Decimal("1.25"), Decimal("-1")]))
    inputs["token_price_change"] = change
    if change:
        moves.append(TokenPriceChange(rate=change))
    if change or draw(st.booleans()):
        market = evolve(market, contracts=tuple(evolve(own, ratchet=False) for own in market.contracts))
    if not modelled:
        market = draw(_rates(market, inputs))
        moves += draw(_shares(market, inputs))
    moved = Scenario(name="moved", moves=tuple(moves)).apply(market)
    expected = draw(_expected(given, inputs))
    day = draw(_days(packages, market))
    if day is not None and not modelled and not drifts:
        moved, expected = evolve(moved, as_of=day), evolve(expected, as_of=day)
        inputs["as_of"] = day
    return moved, expected, inputs


@composite
def _rates(draw: DrawFn, market: Market, inputs: dict[str, Any]) -> Market:
    rates = []
    for rate in market.rates:
        new = draw(st.one_of(st.just(rate.rate), testing.rates("0.01", "200")))
        inputs[f"rate_{rate.base}_{rate.quote}"] = new
        rates.append(evolve(rate, rate=new))
    return evolve(market, rates=tuple(rates))


@composite
def _shares(draw: DrawFn, market: Market, inputs: dict[str, Any]) -> list[Move]:
    moves: list[Move] = []
    for share in market.shares:
        price = draw(testing.prices("2000", places=2))
        growth = draw(st.one_of(st.just(Decimal(0)), testing.rates("-0.9", "1", places=2)))
        inputs |= {f"share_{share.symbol}": price, f"growth_{share.symbol.lower()}": growth}
        moves += [ShareMove(symbol=share.symbol, price=price), ShareMove(symbol=share.symbol, growth_rate=growth)]
    return moves


@composite
def _expected(draw: DrawFn, given: Assumptions, inputs: dict[str, Any]) -> Assumptions:
    """Other payouts, use, haircut, discount, leaving and load; of a path of use a part."""
    zero = st.just(Decimal(0))
    new: dict[str, Any] = {
        "bonus_payout": draw(testing.rates("0", "3", places=2)),
        "commission_payout": draw(testing.rates("0", "3", places=2)),
        "discount_rate": draw(st.one_of(zero, testing.rates("0", "0.4", places=3))),
        "leave_rate": draw(st.one_of(zero, testing.rates())),
        "employer_load": draw(testing.rates("0", "0.5")),
        "resale_haircut": draw(testing.rates()),
    }
    inputs |= new
    used = draw(testing.rates(places=2))
    inputs["tokens_used"] = new["token_utilisation"] = used
    if isinstance(given.token_utilisation, UtilisationPath):
        new["token_utilisation"] = UtilisationPath(tuple(rate * used for rate in given.token_utilisation.by_month))
    return evolve(given, **new)


@composite
def _days(draw: DrawFn, packages: tuple[Package, ...], market: Market) -> date | None:
    """Another day of valuation on which every price is the same and nobody has begun; None if there is none."""
    start = min(package.start_on for package in packages)
    if start <= market.as_of:
        return None
    latest = min(start - timedelta(days=1), market.as_of + timedelta(days=200))
    day = draw(st.dates(market.as_of - timedelta(days=200), latest))
    if any(isinstance(token.rule, Indexed) for package in packages for token in package.tokens):
        if any(
            market.index_value(index.index, day) != market.index_value(index.index, market.as_of)
            for index in market.indices
        ):
            return None
    models = market.book.models
    same = all(market.book.price(model, day) == market.book.price(model, market.as_of) for model in models)
    return day if same else None


# what a file holds


ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d+")
"""What a spreadsheet shows where it cannot calculate; a name that people typed may begin with # as well."""


def check(case: Case, file: bytes) -> int:
    """Compare a calculated file with the case; gives how many amounts were compared."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    for name, rows in sheets.items():
        for number, row in enumerate(rows, 1):
            errors = [cell for cell in row if isinstance(cell, str) and ERROR.fullmatch(cell)]
            assert not errors, (name, number, errors)
    checked = _check_schedule(case, _table(sheets["Schedule"]))
    _check_years(case, _table(sheets["By year"]))
    wrong = [row for row in sheets["Checks"] if "LOOK" in row]
    assert (sheets["Checks"][3][1], wrong) == ("all agree", []), (wrong, case.inputs)
    return checked


def _table(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Rows by their headings in row 4."""
    heads = [str(head) for head in rows[3]]
    return [dict(zip(heads, row, strict=True)) for row in rows[4:]]


def _check_schedule(case: Case, rows: list[dict[str, Any]]) -> int:
    """Every amount of every row, and the sums to the cent."""
    for number in NUMBERS:
        source, sums = case.of(number), dict.fromkeys(case.issued.names, 0.0)
        parts = list(entries(source))
        assert len(parts) == len([row for row in rows if row["Offer"]])
        for row, entry in zip(rows, parts, strict=False):
            assert (row["Offer"], row["Component"]) == (entry.offer, COMPONENT_WORDS[entry.line.row.component])
            exact = float(entry.quantity * entry.line.price(number))
            shown = row[HEADS[number]]
            assert shown == pytest.approx(exact, rel=NEAR, abs=1e-6), (number, row, case.inputs)
            if number == case.number:
                assert row["Number shown"] == shown
            sums[entry.offer] += shown
        for name, found in sums.items():
            exact = float(source.valuations[name].total(number).amount)
            assert abs(found - exact) < max(0.005, 1e-14 * abs(exact) * len(parts)), (name, number)
    return 3 * len(parts)


def _check_years(case: Case, rows: list[dict[str, Any]]) -> None:
    """The table by year: the chosen number in the chosen years, by offer and component."""
    source, seen = case.of(case.number), 0
    wanted = {name: cells(valuation, case.view) for name, valuation in source.valuations.items()}
    labels = {label for found in wanted.values() for label, _, _ in found}
    for row in rows[: len(rows)]:
        if row["Offer"] not in wanted:
            break
        label = str(int(row["Year"])) if isinstance(row["Year"], float) else str(row["Year"])
        if label not in labels:
            continue
        for component in source.components:
            exact = [
                c[case.number]
                for (year, part, _), c in wanted[row["Offer"]].items()
                if (year, part) == (label, component)
            ]
            assert row[COMPONENT_WORDS[component]] == pytest.approx(float(sum(exact)), rel=NEAR, abs=1e-6), row
        firm = [
            c[case.number]
            for (year, part, sure), c in wanted[row["Offer"]].items()
            if sure and (year, part) == (label, "tokens")
        ]
        if "Of which guaranteed" in row:
            assert row["Of which guaranteed"] == pytest.approx(float(sum(firm)), rel=NEAR, abs=1e-6)
        seen += 1
    assert seen == len(labels) * len(wanted) if labels else True

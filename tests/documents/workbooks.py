"""Workbooks for tests: comparisons that use every rule there is, and what a reader of cells finds in a file."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from compkit.market import (
    Capacity,
    Contract,
    ExchangeRate,
    IndexValue,
    LongContextTier,
    Market,
    PriceBook,
    RateCard,
    SharePrice,
)
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    Basket,
    BasketPart,
    Benefit,
    BetterOfBoth,
    CapacitySlice,
    Collar,
    Commission,
    FixedQuantity,
    Indexed,
    MoneyPer,
    Package,
    PriceBasis,
    Raise,
    Relocation,
    RetentionBonus,
    SignOnBonus,
    StockOptions,
    Successor,
    TargetBonus,
    TokenAllowance,
    TokenMix,
    TokensPer,
    Vesting,
)
from compkit.pay.entitlements import NUMBERS
from compkit.valuation import Assumptions, Comparison, UtilisationPath, compare, value

from ..samples import TODAY, acme, assume, card, globex, market, price_row, sol, usd

NEAR = 1e-9
HEADS = {"face": "As promised", "cost": "Expected cost", "worth": "To the employee"}
"""The three numbers, as headings of the schedule."""
COMPONENT_WORDS = {
    "base salary": "Base salary",
    "guaranteed bonus": "Guaranteed bonus",
    "target bonus": "Target bonus",
    "commission": "Commission at target",
    "sign-on": "Sign-on",
    "retention": "Retention bonus",
    "relocation": "Relocation",
    "RSU": "RSU",
    "options": "Stock options",
    "benefits": "Benefits",
    "tokens": "AI tokens",
}


# comparisons


def eur(amount: object) -> Money:
    """Euro."""
    return Money(str(amount), "EUR")


def start_up(**changes: Any) -> Package:
    """Everything at once: raises, commission, options, a collar, a better-of, benefits of two values, retention."""
    start = date(2027, 2, 28)
    long_batch = TokenMix(name="long", fresh_input="0.5", output="0.5", batch_share="0.3", long_context_share="0.2")
    split = Basket(
        (
            BasketPart(model="north/one", share=Decimal("0.6")),
            BasketPart(model="openai/gpt-6-sol", share=Decimal("0.4")),
        )
    )
    basis = PriceBasis(per_mtok=eur("0.5"), on=TODAY)
    parts: dict[str, Any] = {
        "salary": BaseSalary(amount=eur(120_000), fte="0.8", raises=(Raise(on=date(2028, 7, 1), rate="0.031"),)),
        "bonus": (TargetBonus(rate="0.1", guaranteed="first year"), TargetBonus(name="Team bonus", amount=eur(5_000))),
        "commission": Commission(target=eur(30_000), quota=eur(900_000)),
        "sign_on": (SignOnBonus(amount=eur(10_000), paid_on=date(2027, 3, 31)),),
        "retention": (RetentionBonus(amount=eur("9999.99"), paid_on=date(2029, 9, 1)),),
        "relocation": (Relocation(amount=eur(7_500), paid_on=date(2027, 2, 28)),),
        "equity": (
            StockOptions(
                symbol="Start-up A/S",
                units=10_001,
                strike=usd("1.25"),
                expires_on=date(2036, 1, 1),
                vesting_start_on=start,
                vesting=Vesting.parse("4y/1y-cliff/monthly"),
            ),
        ),
        "tokens": (
            TokenAllowance(
                name="Collared",
                amount=TokensPer(mtok="12000.5"),
                rule=Collar(down_rate="0.2", up_rate="0.1"),
                basket=split,
                basis=basis,
                use="personal",
                personal_share="0.25",
            ),
            TokenAllowance(
                name="Better",
                amount=MoneyPer(money=eur(900), per="month"),
                rule=BetterOfBoth(),
                basket=Basket.of("north/one", long_batch),
                basis=basis,
                release="quarterly",
            ),
        ),
        "benefits": (Benefit(name="Health", cost=eur(6_000), value=eur(7_200)),),
    }
    return Package(start_on=start, currency="EUR", **{**parts, **changes})


def full_market(**changes: Any) -> Market:
    """A market with growth, exchange rates, contracts, a long-context tier and batch prices."""
    one = price_row(
        "north/one",
        card=card(2, cache_read="0.2"),
        tiers=(LongContextTier(above_tokens=200_000, card=card(4)),),
        batch=card(1),
    )
    parts: dict[str, Any] = {
        "as_of": TODAY,
        "book": PriceBook((one, sol())),
        "shares": (
            SharePrice(symbol="ACME", price=usd(125), on=TODAY, source="test", growth_rate=Decimal("0.07")),
            SharePrice(symbol="GLBX", price=usd(80), on=TODAY, source="test"),
            SharePrice(symbol="Start-up A/S", price=eur("2.5"), on=TODAY, source="last round"),
        ),
        "rates": (ExchangeRate(base="EUR", quote="USD", rate="1.0837", on=TODAY, source="test"),),
        "contracts": (Contract(provider="north", discount_rate="0.12", on=TODAY, source="contract 7"),),
    }
    return Market(**{**parts, **changes})


STRICT = {
    "bonus_payout": "0.9",
    "commission_payout": "0.75",
    "token_utilisation": "0.4",
    "discount_rate": "0.03",
    "leave_rate": "0.11",
    "employer_load": "0.2",
}


def full(given: Assumptions | None = None, world: Market | None = None, **how: Any) -> Comparison:
    """Three offers in two currencies that use every rule there is."""
    world, given = world or full_market(), given or assume(**STRICT)
    packages = {"Acme": acme(), "Globex": globex(), "Start-up": start_up()}
    return compare({name: value(package, world, given) for name, package in packages.items()}, **how)


def two(**how: Any) -> Comparison:
    """The worked example: Acme and Globex."""
    given = assume(bonus_payout="0.9", token_utilisation="0.4")
    return compare({"Acme": value(acme(), market(), given), "Globex": value(globex(), market(), given)}, **how)


def many(offers: int, **how: Any) -> Comparison:
    """Any number of offers, each a little less than the one before."""
    given = assume(bonus_payout="0.9", **how)
    packages = {
        f"Offer {n}": evolve(acme(), salary=BaseSalary(amount=usd(300_000 - 10_000 * n))) for n in range(1, offers + 1)
    }
    return compare({name: value(package, market(), given) for name, package in packages.items()})


def ten_years(offers: int = 10, years: int = 10) -> Comparison:
    """Offers with monthly rows over many years: salary, commission, vesting, and tokens that prices move."""
    world, given = market(), assume(bonus_payout="0.9", horizon_months=12 * years)
    promised = TokenAllowance(
        amount=TokensPer(mtok=12_000), rule=FixedQuantity(), basket=Basket.of("openai/gpt-6-sol"), release="monthly"
    )
    grant = evolve(acme().equity[0], vesting=Vesting.parse("4y/1y-cliff/monthly"))
    found = {}
    for n in range(1, offers + 1):
        parts: dict[str, Any] = {
            "salary": BaseSalary(amount=usd(200_000 + 5_000 * n)),
            "commission": Commission(target=usd(12_000 * n), paid="monthly"),
            "equity": (grant,),
            "tokens": (promised,),
        }
        found[f"Offer {n}"] = value(acme(**parts), world, given)
    return compare(found)


MIXED = TokenMix(name="mixed", fresh_input="0.5", output="0.5")
TOKEN_FORMS: dict[str, TokenAllowance] = {
    "indexed": TokenAllowance(
        amount=MoneyPer(money=usd(1500), per="month"), rule=Indexed(index="CPI", base_on=date(2026, 1, 1))
    ),
    "capacity at its cost": TokenAllowance(
        amount=CapacitySlice(share="0.001", capacity="plant"),
        rule=FixedQuantity(),
        basket=Basket.of("north/one"),
        use="personal",
        personal_share="0.25",
    ),
    "capacity bought": TokenAllowance(
        amount=CapacitySlice(share="0.002", capacity="rented"), rule=FixedQuantity(), basket=Basket.of("north/one")
    ),
    "successor": TokenAllowance(
        amount=TokensPer(mtok=1200),
        rule=FixedQuantity(),
        basket=Basket(
            (BasketPart(model="north/old", share="0.6"), BasketPart(model="openai/gpt-6-sol", share="0.4")),
        ),
        successors=(Successor(model="north/old", by="north/one", from_on=date(2028, 1, 11), work_ratio="2.5"),),
        use="personal",
        personal_share="0.5",
    ),
    "stated and listed": TokenAllowance(
        amount=TokensPer(mtok=700),
        rule=BetterOfBoth(),
        basket=Basket((BasketPart(model="south/one", share="0.3"), BasketPart(model="north/one", share="0.7"))),
        basis=PriceBasis(per_mtok=usd("1.5"), on=TODAY),
    ),
    "locked": TokenAllowance(
        amount=TokensPer(mtok=700), rule=FixedQuantity(), basket=Basket.of("east/one"), use="personal", personal_share=1
    ),
    "half stated": TokenAllowance(
        amount=TokensPer(mtok=700), rule=FixedQuantity(), basket=Basket.of("west/one", MIXED), release="quarterly"
    ),
}


def token_market(**changes: Any) -> Market:
    """A discount with north, stated prices with south, half of them with west, a lock with east; two capacities."""
    contracts = (
        Contract(provider="north", discount_rate="0.12", on=TODAY, source="c1"),
        Contract(provider="south", model="south/one", card=card(3, cache_read="0.3"), on=TODAY, source="c2"),
        Contract(provider="east", locked_on=date(2026, 1, 1), discount_rate="0.05", on=TODAY, source="c3"),
        Contract(provider="west", model="west/one", card=RateCard(output="7.77"), on=TODAY, source="c4"),
    )
    rows = (
        price_row("north/old", card=card(5, cache_read="0.5"), until_on=date(2028, 1, 11)),
        price_row("north/one", card=card(2, cache_read="0.2")),
        price_row("south/one", card=card(4, cache_read="0.4")),
        price_row("east/one", card=card(6, cache_read="0.6"), until_on=date(2026, 6, 1)),
        price_row("east/one", card=card(9, cache_read="0.9"), from_on=date(2026, 6, 1)),
        price_row("west/one", card=card(3, cache_read="0.3")),
        sol(),
    )
    made = {"plant": usd("0.08"), "rented": None}
    capacities = (
        Capacity(name=name, mtok_a_month=5_000, cost_per_mtok=cost, on=TODAY, source="ops")
        for name, cost in made.items()
    )
    index = ((300, date(2026, 1, 1)), (309, date(2026, 11, 1)))
    parts: dict[str, Any] = {
        "book": PriceBook(rows),
        "contracts": contracts,
        "capacities": tuple(capacities),
        "indices": tuple(IndexValue(index="CPI", value=value_, on=on, source="BLS") for value_, on in index),
    }
    return market(**{**parts, **changes})


def token_forms(world: Market, **given: Any) -> Comparison:
    """One offer a form of allowance, each beside the same pay."""
    expected = {"token_utilisation": UtilisationPath(("0.2", "0.35", "0.6")), "resale_haircut": "0.3", **given}
    offers = {name: acme(tokens=(tokens,)) for name, tokens in TOKEN_FORMS.items()}
    return compare({name: value(package, world, assume(**expected)) for name, package in offers.items()})


# reading


def values(file: bytes) -> Workbook:
    """The workbook as a reader that does not calculate sees it."""
    return load_workbook(io.BytesIO(file), data_only=True)


def formulas(file: bytes) -> Workbook:
    """The workbook with its formulas."""
    return load_workbook(io.BytesIO(file))


def formula_cells(book: Workbook) -> Iterator[Cell]:
    """Every cell with a formula, on every sheet."""
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.data_type == "f")


def schedule(book: Workbook) -> list[dict[str, Any]]:
    """Rows of the schedule by their headings in row 4, wherever a column stands."""
    rows = book["Schedule"].iter_rows(min_row=4, values_only=True)
    heads = [str(head) for head in next(rows)]
    assert len(set(heads)) == len(heads)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def cards(book: Workbook) -> list[dict[str, Any]]:
    """Rows of the table of rate cards on Prices, by heading."""
    rows = iter(list(book["Prices"].iter_rows(values_only=True)))
    heads = next(row for row in rows if row[:2] == ("Provider and model", "Card"))
    found = []
    for row in rows:
        if row[1] is None:
            return found
        found.append({str(head): cell for head, cell in zip(heads, row, strict=True) if head is not None})
    return found


def schedule_sums(book: Workbook) -> dict[tuple[str, str, str], list[float]]:
    """The three amounts of the schedule by offer, component and year shown."""
    found: dict[tuple[str, str, str], list[float]] = {}
    for row in schedule(book):
        amounts = found.setdefault((row["Offer"], row["Component"], str(row["Year shown"])), [0.0, 0.0, 0.0])
        for index, head in enumerate(HEADS.values()):
            amounts[index] += float(row[head])
    return found


def check_amounts(book: Workbook, comparison: Comparison) -> None:
    """Every offer's total of the schedule is the valuation's, under each number, to 1e-9 and to the cent."""
    sums = schedule_sums(book)
    for name, valuation in comparison.valuations.items():
        for index, number in enumerate(NUMBERS):
            shown = sum(amounts[index] for (offer, _, _), amounts in sums.items() if offer == name)
            exact = float(valuation.total(number).amount)
            assert shown == pytest.approx(exact, rel=NEAR, abs=1e-6), (name, number)
            assert abs(shown - exact) < 0.005


def input_cell(book: Workbook, name: str) -> Cell:
    """The cell that a defined name stands for."""
    sheet, cell = book.defined_names[name].attr_text.replace("'", "").split("!")
    return book[sheet][cell.replace("$", "")]


def set_inputs(file: bytes, changes: Mapping[str, object]) -> bytes:
    """The file with other values in its named inputs, and no stored values at all."""
    book = formulas(file)
    for name, new in changes.items():
        input_cell(book, name).value = new
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook's file; openpyxl writes formulas without values."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

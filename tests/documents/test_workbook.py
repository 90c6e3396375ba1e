"""The comparison workbook: what a reader of its cells finds, with and without a spreadsheet's own calculation."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from openpyxl import Workbook, load_workbook

from compkit.documents.palette import COMPONENT_COLOURS
from compkit.documents.workbook import build_workbook
from compkit.documents.workbook.names import sheet_titles
from compkit.documents.workbook.schedule import entries
from compkit.market import (
    Capacity,
    Contract,
    ExchangeRate,
    IndexDrift,
    IndexValue,
    LongContextTier,
    Market,
    PriceBook,
    RateCard,
    Scenario,
    ShareMove,
    SharePrice,
    TokenPriceChange,
    TokenPriceDrift,
)
from compkit.money import Money
from compkit.pay import (
    COMPONENTS,
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
from compkit.valuation import (
    Assumptions,
    Comparison,
    UtilisationOdds,
    UtilisationPath,
    View,
    cells,
    compare,
    named_totals,
    value,
)

from ..samples import START, TODAY, acme, assume, card, globex, market, price_row, sol, usd

NEAR = 1e-9
ALLOWED = frozenset(
    "SUM SUMIFS SUMPRODUCT COUNTIFS INDEX MATCH IF IFERROR CHOOSE RANK ROUND MIN MAX AND OR DATE YEAR MONTH EDATE TEXT "
    "LN EXP SQRT NORMSDIST ABS".split()
)


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


def values(file: bytes) -> Workbook:
    """The workbook as a reader that does not calculate sees it."""
    return load_workbook(io.BytesIO(file), data_only=True)


def formulas(file: bytes) -> Workbook:
    """The workbook with its formulas."""
    return load_workbook(io.BytesIO(file))


def schedule_sums(book: Workbook) -> dict[tuple[str, str, str], list[float]]:
    """The three amounts of the schedule by offer, component and year."""
    found: dict[tuple[str, str, str], list[float]] = {}
    for row in book["Schedule"].iter_rows(min_row=5, values_only=True):
        amounts = found.setdefault((str(row[1]), str(row[2]), str(row[7])), [0.0, 0.0, 0.0])
        for index in range(3):
            amounts[index] += float(row[18 + index])  # type: ignore[arg-type]
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


def set_inputs(file: bytes, changes: Mapping[str, float]) -> bytes:
    """The file with other values in its named inputs, and no stored values at all."""
    book = formulas(file)
    for name, new in changes.items():
        sheet, cell = book.defined_names[name].attr_text.replace("'", "").split("!")
        book[sheet][cell.replace("$", "")] = new
    out = io.BytesIO()
    book.save(out)  # openpyxl writes formulas without values
    return out.getvalue()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """LibreOffice, which calculates a file that holds no values and gives it back."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("COMPKIT_REQUIRE_TOOLS"):
            pytest.fail("soffice is not installed, and CI must calculate the workbook with it")
        pytest.skip("soffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def calculated(file: bytes) -> Workbook:
        source, target = folder / "in.xlsx", folder / "out" / "in.xlsx"
        source.write_bytes(file)
        target.unlink(missing_ok=True)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return load_workbook(target, data_only=True)

    return calculated


@pytest.fixture(scope="module")
def full_file() -> bytes:
    """The workbook of the three offers that use every rule."""
    return build_workbook(full())


@pytest.fixture(scope="module")
def two_file() -> bytes:
    """The workbook of the worked example."""
    return build_workbook(two(models=["openai/gpt-6-sol"]))


class TestSchedule:
    """Every entitlement is a row, quantity x price x factor; everything else is summed from them."""

    @pytest.mark.parametrize("view", ["service", "calendar", "fiscal:10"])
    def test_cells(self, view: str) -> None:
        """Rows by year and component are the cells of the comparison's view, exactly."""
        comparison = full(view=View.parse(view))
        for name, valuation in comparison.valuations.items():
            found: dict[tuple[str, str, bool], dict[str, Decimal]] = {}
            for entry in (entry for entry in entries(comparison) if entry.offer == name):
                key = (entry.year, entry.line.row.component, entry.line.row.guaranteed)
                cell = found.setdefault(key, dict.fromkeys(NUMBERS, Decimal(0)))
                for number in NUMBERS:
                    cell[number] += entry.quantity * entry.line.price(number)
            for key, amounts in cells(valuation, comparison.view).items():
                for number in NUMBERS:
                    assert found[key][number] == pytest.approx(amounts[number], rel=Decimal("1e-25"))

    def test_delivered(self) -> None:
        """In a view of what is delivered a row stays whole in the year of its delivery."""
        comparison = full(view=View.parse("calendar", "delivered"))
        assert {entry.year for entry in entries(comparison)} <= set(comparison.year_labels)
        check_amounts(values(build_workbook(comparison)), comparison)

    def test_stored_values(self, full_file: bytes) -> None:
        """The values beside the formulas are the valuations', for cash, shares, options, claims and benefits."""
        check_amounts(values(full_file), full())

    def test_by_component(self, full_file: bytes) -> None:
        """So is each component of each offer in each year."""
        comparison, sums = full(), schedule_sums(values(full_file))
        checked = 0
        names = COMPONENT_WORDS
        for name in comparison.names:
            for component in comparison.components:
                for year in comparison.year_labels:
                    amounts = sums.get((name, names[component], year), [0.0] * 3)
                    for shown, number in zip(amounts, NUMBERS, strict=True):
                        exact = float(comparison.amount(name, number, year=year, components=[component]))
                        assert shown == pytest.approx(exact, rel=NEAR, abs=1e-6)
                        checked += bool(exact)
        assert checked > 80

    def test_basis(self, two_file: bytes) -> None:
        """Each row says how it comes about."""
        said = {row[21] for row in values(two_file)["Schedule"].iter_rows(min_row=5, values_only=True)}
        assert "USD as promised; pays 90 % of target" in said
        assert any("list price of 2026-11-20" in str(words) for words in said)


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


class TestFirstPage:
    """Compare: sentences, inputs, three numbers and differences of the worked example."""

    def grid(self, file: bytes) -> dict[str, list[Any]]:
        """Rows of the sheet by their label."""
        rows = values(file)["Compare"].iter_rows(min_col=2, values_only=True)
        return {str(row[0]).strip(): [cell for cell in row[1:] if cell is not None] for row in rows if row[0]}

    def test_three_numbers(self, two_file: bytes) -> None:
        """As promised, expected cost and to the employee, for both, and Acme less Globex; the picture's figures."""
        grid = self.grid(two_file)
        assert grid["Total without tokens"] == pytest.approx(
            [1_590_000, 1_575_000, 1_575_000, 1_683_000, 1_664_200, 1_664_200, -93_000, -89_200, -89_200]
        )
        assert grid["AI tokens"] == pytest.approx(
            [500_000, 200_000, 0, 131_232, 52_492.8, 13_123.2, 368_768, 147_507.2, -13_123.2]
        )
        assert grid["of which guaranteed"][:1] == pytest.approx([125_000])
        assert grid["Total with all tokens"][6] == pytest.approx(275_768)
        assert grid["Total with guaranteed tokens"][6] == pytest.approx(-33_616)

    def test_sentences(self, two_file: bytes) -> None:
        """Who leads without tokens, with all and with guaranteed ones, and where the tie is: live formulas."""
        sheet = values(two_file)["Compare"]
        assert [sheet[f"B{row}"].value for row in (4, 5, 6)] == [
            "Without tokens Globex promises 93,000 more over 4 years, 23,250 a year on average.",
            "With all tokens as promised Acme promises 275,768 more; with only the guaranteed ones Globex promises "
            "33,616 more.",
            "The two are equal if the candidate values 1 USD of promised tokens at 0.252 USD.",
        ]
        assert all(str(formulas(two_file)["Compare"][f"B{row}"].value).startswith("=") for row in (4, 5, 6))

    def test_closings(self, two_file: bytes) -> None:
        """What closes the gap over four years without tokens: any one of 20,218, 93,000 and 744."""
        grid = self.grid(two_file)
        first = [grid[label][0] for label in ("Base salary, USD a year", "Sign-on, USD", "Shares")]
        assert first == [20_218, 93_000, 744]

    def test_providers(self, two_file: bytes) -> None:
        """At gpt-6-sol 125,000 buys 228.6 bn tokens and 60 bn tokens cost 32,808 (README of the picture)."""
        price, buys, costs = self.grid(two_file)["openai/gpt-6-sol"]
        assert (price, buys, costs) == pytest.approx((0.5468, 125_000 / 0.5468, 32_808))

    def test_by_year(self, two_file: bytes) -> None:
        """Years without tokens, and Acme less Globex."""
        assert self.grid(two_file)["Acme less Globex"] == pytest.approx([-62_900, -77_900, -100, 47_900, -93_000])

    def test_opens_first(self, two_file: bytes) -> None:
        """It is the first tab, the one that opens, on one page, and says that it is internal."""
        book = formulas(two_file)
        sheet = book["Compare"]
        assert (book.sheetnames[0], book.active.title) == ("Compare", "Compare")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert "INTERNAL: shows expected cost" in [cell.value for cell in sheet[1]]

    def test_inputs(self, two_file: bytes) -> None:
        """Yellow cells have names, values as issued and rules for what may be entered."""
        book = formulas(two_file)
        names = {name: defined.attr_text for name, defined in book.defined_names.items()}
        assert list(names) == ["bonus_payout", "tokens_used", "token_price_change", "share_ACME", "share_GLBX"]
        cells_of = [address.split("!")[1].replace("$", "") for address in names.values()]
        assert [book["Compare"][cell].value for cell in cells_of] == [0.9, 0.4, 0, 125, 80]
        ruled = {str(rule.sqref) for rule in book["Compare"].data_validations.dataValidation}
        assert ruled == set(cells_of)

    def test_chart(self, two_file: bytes) -> None:
        """A native stacked chart with both axes, their titles and a colour a component."""
        with zipfile.ZipFile(io.BytesIO(two_file)) as parts:
            chart = parts.read("xl/charts/chart1.xml").decode()
        assert 'grouping val="stacked"' in chart
        assert chart.count('<delete val="0"') == 2
        assert "USD" in chart and "Year of service" in chart
        for component in ("base salary", "target bonus", "sign-on", "RSU", "tokens"):
            assert COMPONENT_COLOURS[component] in chart

    @pytest.mark.parametrize("offers", [1, 2, 3, 4, 6, 10])
    def test_any_number_of_offers(self, offers: int) -> None:
        """Every offer has its block of three numbers, whatever their number; no cell is an error."""
        comparison = many(offers)
        book = values(build_workbook(comparison))
        sheet = book["Compare"]
        totals = [
            cell.value
            for row in sheet.iter_rows(min_col=2)
            if row[0].value == "Total with all tokens"
            for cell in row[1 : 1 + 3 * offers]
            if cell.value is not None
        ]
        exact = [float(comparison.amount(name, number)) for name in comparison.names for number in NUMBERS]
        assert totals[: len(exact)] == pytest.approx(exact)
        for tab in book:
            for row in tab.iter_rows(values_only=True):
                assert not [value for value in row if isinstance(value, str) and value.startswith("#")], tab.title

    def test_ranks(self) -> None:
        """Three or more offers are ranked, and compared with the baseline."""
        book = values(build_workbook(many(3)))
        sentence = book["Compare"]["B4"].value
        assert sentence.startswith("Without tokens Offer 1 promises the most, ")
        assert " more than Offer 2." in sentence


def many(offers: int, **how: Any) -> Comparison:
    """Any number of offers, each a little less than the one before."""
    given = assume(bonus_payout="0.9", **how)
    packages = {
        f"Offer {n}": evolve(acme(), salary=BaseSalary(amount=usd(300_000 - 10_000 * n))) for n in range(1, offers + 1)
    }
    return compare({name: value(package, market(), given) for name, package in packages.items()})


CHANGES = {"bonus_payout": "0.55", "commission_payout": "1.2", "token_utilisation": "0.85"}


class TestOtherPrograms:
    """The formulas mean the same to LibreOffice, calculated afresh from a file without values."""

    def test_as_issued(self, office: Any, full_file: bytes) -> None:
        """Its results are those of the valuations."""
        book = office(set_inputs(full_file, {}))
        check_amounts(book, full())
        assert (book["Checks"]["B4"].value, book["Checks"]["B5"].value) == ("all agree", "inputs as issued")

    def test_after_changed_inputs(self, office: Any, full_file: bytes) -> None:
        """With other inputs, its results are those of a valuation under the same other assumptions and market."""
        new = {
            "bonus_payout": 0.55,
            "commission_payout": 1.2,
            "tokens_used": 0.85,
            "token_price_change": 0.35,
            "share_ACME": 150,
            "share_Start_up_A_S": 0.9,
        }
        book = office(set_inputs(full_file, new))
        world = full_market()
        given = assume(**{**STRICT, **CHANGES})
        moved = Scenario(
            name="moved",
            moves=(
                TokenPriceChange(rate="0.35"),
                ShareMove(symbol="ACME", price="150"),
                ShareMove(symbol="Start-up A/S", price="0.9"),
            ),
        ).apply(world)
        check_amounts(book, full(given, moved))
        assert (book["Checks"]["B4"].value, book["Checks"]["B5"].value) == ("all agree", "inputs changed")
        assert book["Compare"]["B4"].value == values(full_file)["Compare"]["B4"].value

    def test_every_cell(self, office: Any, full_file: bytes) -> None:
        """Every stored value of every sheet is what LibreOffice calculates."""
        stored, fresh = values(full_file), office(set_inputs(full_file, {}))
        compared = 0
        for sheet in stored:
            for row in sheet.iter_rows():
                for cell in row:
                    other = fresh[sheet.title][cell.coordinate].value
                    if isinstance(cell.value, (int, float)):
                        assert other == pytest.approx(cell.value, rel=NEAR, abs=1e-6), (sheet.title, cell.coordinate)
                        compared += 1
                    elif isinstance(cell.value, str) and "unlimited" not in cell.value:
                        assert other == cell.value, (sheet.title, cell.coordinate)
        assert compared > 2000

    def test_pandas(self, two_file: bytes) -> None:
        """Pandas reads numbers and dates, without any calculation."""
        frame = pd.read_excel(
            io.BytesIO(two_file), sheet_name="Schedule", header=3, engine="openpyxl", keep_default_na=False
        )
        assert frame["As promised"].sum() == pytest.approx(2_090_000 + 1_814_232)
        assert str(frame["On"].dtype).startswith("datetime64")

    def test_shared_functions_only(self, full_file: bytes) -> None:
        """Only functions that Excel, LibreOffice and formualizer share; nothing volatile, no link to a file."""
        used = set()
        for sheet in formulas(full_file):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        bare = re.sub(r'"[^"]*"', "", str(cell.value))
                        used |= set(re.findall(r"([A-Z][A-Z.]+)\(", bare))
                        assert "[" not in re.sub(r"'[^']*'", "", bare)
        assert used <= ALLOWED
        assert {"SUMIFS", "SUMPRODUCT"} <= used


class TestPrices:
    """Each price says where it comes from; the price of a mix is a formula over its row."""

    def test_mix(self, full_file: bytes) -> None:
        """Base, long-context and batch shares: north/one at the long mix."""
        rows = list(values(full_file)["Prices"].iter_rows(values_only=True))
        found = {(row[0], row[1], row[2]): row[8] for row in rows}
        base, batch = 2.0, 1.0
        long = base + 0.2 * (4.0 - base)
        assert found["north/one", "list, base", "long"] == pytest.approx(long + 0.3 * (batch - long))
        assert found["north/one", "contract, base", "long"] == pytest.approx(0.88 * (long + 0.3 * (batch - long)))

    def test_announced(self) -> None:
        """An announced price stands beside the one in force, marked; a price of 0 buys unlimited tokens."""
        world = market(
            sol(),
            price_row("north/one", 3, until_on=date(2027, 3, 1)),
            price_row("north/one", 0, from_on=date(2027, 3, 1), announced=True),
        )
        chat = TokenMix(name="plain", fresh_input=1, output=0)
        package = globex(tokens=(evolve(globex().tokens[0], basket=Basket.of("north/one", chat)),))
        comparison = compare({"Acme": value(acme(), world, assume()), "Globex": value(package, world, assume())})
        book = values(build_workbook(comparison))
        states = [row[10] for row in book["Prices"].iter_rows(values_only=True) if row[0] == "north/one"]
        assert states == ["in force", "announced"]
        shown = [row for row in book["Compare"].iter_rows(values_only=True) if "announced" in str(row[1])]
        assert "unlimited" in shown[0]

    def test_scenario_market(self) -> None:
        """In a market that drifts, each release has its own price."""
        world = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),)).apply(full_market())
        comparison = full(world=world)
        check_amounts(values(build_workbook(comparison)), comparison)


class TestDefinitions:
    """Totals with names are printed with their definitions and agree with what was issued."""

    def test_named_totals(self, full_file: bytes) -> None:
        """Every named total of every offer, as issued and now."""
        rows = list(values(full_file)["Checks"].iter_rows(min_row=9, values_only=True))
        found = {tuple(row[:3]): row[3:7] for row in rows if row[0]}
        for name, valuation in full().valuations.items():
            for total in named_totals(valuation, "cost"):
                issued, now, _, state = found[name, total.name, "Expected cost"]
                assert [issued, now] == pytest.approx([float(total.amount.amount)] * 2, rel=NEAR)
                assert state == "agrees"
        printed = {cell for row in values(full_file)["Assumptions"].iter_rows(values_only=True) for cell in row}
        assert {total.definition for total in named_totals(full().baseline)} <= printed

    def test_a_wrong_figure_is_seen(self, office: Any, two_file: bytes) -> None:
        """A promise that is changed in the schedule turns the verdict."""
        book = formulas(two_file)
        book["Schedule"]["J5"] = 1_000_000
        out = io.BytesIO()
        book.save(out)
        assert office(out.getvalue())["Checks"]["B4"].value == "LOOK"

    def test_scenarios(self) -> None:
        """What-ifs are values with their day; Globex pays 42,650 for its tokens where prices rise by 30 %."""
        comparison = two(scenarios=(Scenario(name="up 30 %", moves=(TokenPriceChange(rate="0.3"),)),))
        cells_of = {
            c for row in values(build_workbook(comparison))["Assumptions"].iter_rows(values_only=True) for c in row
        }
        assert "token prices +30 %" in cells_of
        assert float(comparison.outcomes()["up 30 %"]["Globex"].total.amount) in cells_of

    def test_not_told(self, two_file: bytes) -> None:
        """What was not told says so, and is no zero."""
        words = {cell for row in values(two_file)["Globex"].iter_rows(values_only=True) for cell in row}
        assert "not told" in words


HOSTILE = (
    '=cmd|"/c calc"!A1',
    "+1+1",
    "History",
    "history",
    "'quoted'",
    "[a]:b*c?d/e\\f",
    "Schedule",
    "é" * 80,
    "👩‍🚀" * 30,
    "*",
)


class TestHostileText:
    """Text from people is text, in cells, sheet titles, formulas and the chart."""

    def test_names(self, office: Any) -> None:
        """Ten hostile names: no formula of theirs, valid and different titles, the same totals, in LibreOffice too."""
        given = assume()
        comparison = compare({name: value(acme(), market(), given) for name in HOSTILE})
        file = build_workbook(comparison)
        stored, fresh = values(file), office(set_inputs(file, {}))
        assert stored.sheetnames == fresh.sheetnames
        sums = [row[18] for row in fresh["Schedule"].iter_rows(min_row=5, values_only=True)]
        assert sum(sums) == pytest.approx(10 * float(comparison.amount("*")), rel=NEAR)
        for sheet in formulas(file):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert "cmd" not in re.sub(r"'(?:[^']|'')*'!", "", str(cell.value))
        assert fresh["Checks"]["B4"].value == "all agree"
        for name, title in zip(HOSTILE, stored.sheetnames[2:12], strict=True):
            assert stored[title]["A1"].value == name

    def test_titles(self) -> None:
        """At most 31 UTF-16 units, none reserved, none alike in any case."""
        titles = sheet_titles([*HOSTILE, "Offer", "offer"], ["Schedule"])
        assert all(len(title.encode("utf-16-le")) <= 62 for title in titles)
        assert len({title.casefold() for title in titles} | {"history", "schedule"}) == len(titles) + 2
        assert not any(set(title) & set("[]:*?/\\") or title.strip("'") != title for title in titles)

    def test_words_in_terms(self) -> None:
        """A bonus named like a formula stays a name."""
        package = acme(bonus=(TargetBonus(name="=1+1", rate="0.1"),))
        file = build_workbook(compare({"Acme": value(package, market(), assume())}))
        cells_of = [c for row in formulas(file)["Acme"].iter_rows() for c in row if c.value == "=1+1"]
        assert cells_of
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells_of)


class TestFile:
    """The file itself: real numbers, formats, print set-up, fixed properties and bytes."""

    def test_same_bytes(self, full_file: bytes) -> None:
        """The same comparison gives the same bytes."""
        assert build_workbook(full()) == full_file

    def test_properties(self, two_file: bytes) -> None:
        """Creator and dates are fixed: the day of the comparison."""
        found = formulas(two_file).properties
        assert (found.creator, found.lastModifiedBy) == ("compkit", "compkit")
        assert found.created.date() == found.modified.date() == TODAY

    def test_pages(self, full_file: bytes) -> None:
        """Every sheet is fitted to the page's width, has frozen panes, and repeats its heading when printed."""
        for sheet in formulas(full_file):
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth == 1
            assert sheet.freeze_panes
            assert sheet.print_title_rows or sheet.title == "Compare"

    @pytest.mark.parametrize(("currency", "form"), [("JPY", "#,##0"), ("USD", "#,##0.00"), ("KWD", "#,##0.000")])
    def test_number_formats(self, currency: str, form: str) -> None:
        """Amounts have the decimals of their currency."""
        package = Package(
            start_on=START, currency=currency, salary=BaseSalary(amount=Money("12000000", currency), paid="monthly")
        )
        file = build_workbook(compare({"Only": value(package, market(), assume())}))
        assert formulas(file)["Schedule"]["S5"].number_format.split(";")[0] == form

    def test_no_tokens_no_equity(self) -> None:
        """A salary alone makes a workbook too: no inputs, no token lines, one total."""
        package = Package(start_on=START, currency="USD", salary=BaseSalary(amount=usd(100_000)))
        book = values(
            build_workbook(compare({"A": value(package, market(), assume()), "B": value(package, market(), assume())}))
        )
        assert book["Compare"]["B4"].value == "both promise the same over 4 years."
        assert book["Checks"]["B4"].value == "all agree"
        assert not book.defined_names

    def test_disagreeing_assumptions(self) -> None:
        """Offers valued under different payouts have an input each."""
        some = {"A": value(acme(), market(), assume()), "B": value(acme(), market(), assume(bonus_payout="0.5"))}
        file = build_workbook(compare(some))
        assert {"bonus_payout", "bonus_payout_2"} <= set(formulas(file).defined_names)
        check_amounts(values(file), compare(some))

    def test_every_component_has_a_colour(self) -> None:
        """Colours are said once, and no two are the same."""
        assert set(COMPONENT_COLOURS) == set(COMPONENTS)
        assert len(set(COMPONENT_COLOURS.values())) == len(COMPONENTS)

    def test_nothing_on_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Building writes no file."""
        monkeypatch.chdir(tmp_path)
        build_workbook(two())
        assert list(tmp_path.iterdir()) == []


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


class TestTokenForms:
    """Every form of allowance: indexed, a slice of a capacity, a successor, stated and locked prices, a path of use."""

    def test_stored_values(self) -> None:
        """The values beside the formulas are the valuations'."""
        comparison = token_forms(token_market())
        check_amounts(values(build_workbook(comparison)), comparison)

    def test_under_a_drift(self) -> None:
        """In a market that drifts too, where prices are dated inputs."""
        drift = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"), IndexDrift(rate="0.03")))
        comparison = token_forms(drift.apply(token_market()))
        check_amounts(values(build_workbook(comparison)), comparison)

    def test_odds(self) -> None:
        """A distribution of use is an input at its mean: 0.54."""
        odds = UtilisationOdds((("0.2", "0.5"), ("0.8", "0.3"), (1, "0.2")))
        comparison = token_forms(token_market(), token_utilisation=odds)
        book = build_workbook(comparison)
        check_amounts(values(book), comparison)
        sheet, cell = formulas(book).defined_names["tokens_used"].attr_text.replace("'", "").split("!")
        assert formulas(book)[sheet][cell.replace("$", "")].value == 0.54

    @pytest.mark.parametrize("change", ["0.35", "-0.4"])
    def test_price_change(self, office: Any, change: str) -> None:
        """The input moves list and discounted prices, and neither stated, locked nor owned ones; in LibreOffice."""
        file = build_workbook(token_forms(token_market()))
        moved = Scenario(name="moved", moves=(TokenPriceChange(rate=change),)).apply(token_market())
        check_amounts(office(set_inputs(file, {"token_price_change": float(change)})), token_forms(moved))

    def test_price_change_of_a_drift(self, office: Any) -> None:
        """So it is where the market has moved before."""
        drift = Scenario(name="drift", moves=(TokenPriceDrift(rate="-0.25"),)).apply(token_market())
        file = build_workbook(token_forms(drift))
        moved = Scenario(name="moved", moves=(TokenPriceChange(rate="0.35"),)).apply(drift)
        check_amounts(office(set_inputs(file, {"token_price_change": 0.35})), token_forms(moved))

    def test_ratchet(self, office: Any) -> None:
        """A lock with a ratchet has its value as issued and stays; the sheet of prices says so."""
        contracts = (Contract(provider="east", locked_on=date(2026, 1, 1), ratchet=True, on=TODAY, source="c3"),)
        fallen = [
            evolve(row, card=card(8, cache_read="0.8")) if row.model == "east/one" and row.until_on else row
            for row in token_market().book.rows
        ]
        fallen = [
            evolve(row, card=card(5, cache_read="0.5")) if row.model == "east/one" and not row.until_on else row
            for row in fallen
        ]
        world = token_market(contracts=contracts, book=PriceBook(fallen))
        file = build_workbook(token_forms(world))
        check_amounts(values(file), token_forms(world))
        assert "a lock with a ratchet too" in str(values(file)["Prices"]["A2"].value)
        sums = schedule_sums(office(set_inputs(file, {"token_price_change": -0.4})))
        issued = schedule_sums(values(file))
        for key in [key for key in issued if key[0] == "locked" and key[1] == "AI tokens"]:
            assert sums[key][1] == pytest.approx(issued[key][1])

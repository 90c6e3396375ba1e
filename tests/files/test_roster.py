"""Rosters: many people by columns, with the mapping and refusals of every other table, and whole numbers inside."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from compkit.errors import FileProblems, InvalidValue, OutputRefused, Problem
from compkit.files.roster import RosterReading, read_roster
from compkit.files.rosterfields import PEOPLE_FIELDS
from compkit.files.rosterwrite import write_roster
from compkit.files.tables import columnvalues, look_at_table
from compkit.files.tables.columns import look_at_columns
from compkit.files.templates import template
from compkit.money import Money
from compkit.pay.allowance import TokenAllowance
from compkit.pay.amounts import ShareOfBase
from compkit.pay.tokens import FixedMoney
from compkit.workforce.roster import GRANTS, PEOPLE, Roster

HALF = TokenAllowance(amount=ShareOfBase(rate="0.5"), rule=FixedMoney())
HEAD = "employee_id,department,currency,start_on,base,fte,bonus,tokens"
ROW = "7,Sales,EUR,2024-02-29,60000.50,80 %,15 %,half"
GRANT_HEAD = "employee_id,kind,symbol,units,vesting,vesting_start_on,strike,strike_currency,expires_on"


def csv_file(folder: Path, *lines: str, name: str = "people.csv") -> Path:
    """Lines as a file."""
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def read(source: Any, **terms: Any) -> RosterReading:
    """A roster whose only allowance is half of base."""
    return read_roster(source, **{"allowances": {"half": HALF}, **terms})


def problems(source: Any, **terms: Any) -> list[Problem]:
    """All problems of a roster."""
    with pytest.raises(FileProblems) as caught:
        read(source, **terms)
    return list(caught.value.problems)


def excel(path: Path, formats: dict[str, str] | None = None, **sheets: list[list[Any]]) -> Path:
    """Rows as sheets, with number formats by cell of the first."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cell, form in (formats or {}).items():
        book.worksheets[0][cell].number_format = form
    book.save(path)
    return path


class TestRead:
    """What a table says, in whole numbers."""

    def test_types(self, tmp_path: Path) -> None:
        """Pay is cents, rates are millionths: 60,000.50 is 6,000,050; 80 % is 800,000."""
        people = read(csv_file(tmp_path, HEAD, ROW)).people
        row = people.iloc[0].to_dict()
        assert row["base"] == 6_000_050
        assert (row["fte"], row["bonus"], row["tokens"]) == (800_000, 150_000, "half")
        assert row["start_on"].date() == date(2024, 2, 29)
        assert set(PEOPLE) <= set(people.columns)
        assert [str(people[name].dtype) for name in ("base", "fte", "bonus")] == ["int64"] * 3

    def test_package(self, tmp_path: Path) -> None:
        """One row is an ordinary package; grants stand in a table of their own."""
        grants = csv_file(
            tmp_path,
            GRANT_HEAD,
            "7,RSU,ACME,100,4y/1y-cliff/quarterly,2024-02-29,,,",
            "7,stock option,ACME,50,4y/quarterly,2024-02-29,12.50,,2034-02-28",
            name="grants.csv",
        )
        package = read(csv_file(tmp_path, HEAD, ROW), grants=grants, currency="USD").roster.package("7")
        assert package.salary is not None
        assert package.salary.amount == Money("60000.50", "EUR")
        assert package.salary.fte == Decimal("0.8")
        assert package.bonus[0].rate == Decimal("0.15")
        assert package.tokens == (HALF,)
        assert [type(grant).__name__ for grant in package.equity] == ["RestrictedStock", "StockOptions"]
        assert package.equity[1].strike == Money("12.50", "USD")  # type: ignore[union-attr]

    def test_defaults(self, tmp_path: Path) -> None:
        """Without these columns, or where they are empty: full time, no bonus, no tokens, no group."""
        for lines in (
            ("id,hire date,base salary (EUR)", "1,2024-01-01,10"),
            (f"{HEAD},level", "1,,EUR,2024-01-01,10,,,,"),
        ):
            row = read(csv_file(tmp_path, *lines)).people.iloc[0]
            assert (row["fte"], row["bonus"], row["tokens"], row["level"]) == (1_000_000, 0, "", "")
            assert (row["currency"], row["base"]) == ("EUR", 1000)

    def test_texts_stay(self, tmp_path: Path) -> None:
        """Zeros before an id, NA, a formula, an apostrophe, an emoji and a slash are text."""
        reading = read(
            csv_file(
                tmp_path,
                "employee_id,name,department,place,cost_center,manager,currency,start_on,base",
                "00123,Zoë O'Neil 🚀,NA,Berlin/Mitte,0042,,EUR,2024-01-01,1",
                "'=1+1,'=SUM(A1),null,None,00,00123,EUR,2024-01-01,1",
            )
        )
        assert reading.people["employee_id"].tolist() == ["00123", "=1+1"]
        assert reading.people["name"].tolist() == ["Zoë O'Neil 🚀", "=SUM(A1)"]
        assert reading.people["department"].tolist() == ["NA", "null"]
        assert reading.people["place"].tolist() == ["Berlin/Mitte", "None"]
        assert reading.people["cost_center"].tolist() == ["0042", "00"]

    def test_optional_and_extra(self, tmp_path: Path) -> None:
        """What is optional is kept where it stands; another column only if it is asked for, as text."""
        path = csv_file(
            tmp_path,
            f"{HEAD},rating,sex,pay category,end date,Shoe size,Badge",
            f"{ROW},4,f,A,2025-01-31,42,x",
        )
        reading = read(path, extra=["Shoe size"])
        row = reading.people.iloc[0]
        assert (row["rating"], row["gender"], row["category"], row["Shoe size"]) == ("4", "f", "A", "42")
        assert row["end_on"].date() == date(2025, 1, 31)
        assert "Badge" not in reading.people.columns
        assert "Badge: is not used" in reading.describe()

    def test_currencies(self, tmp_path: Path) -> None:
        """Yen have no cents; an amount may name its own currency; a default stands for none."""
        path = csv_file(tmp_path, "id,currency,start date,base", "1,JPY,2024-01-01,7000000", "2,USD,2024-01-01,7.5")
        assert read(path).people["base"].tolist() == [7_000_000, 750]
        path = csv_file(tmp_path, "id,start date,base", "1,2024-01-01,7 EUR", "2,2024-01-01,8 CHF")
        assert read(path).people["currency"].tolist() == ["EUR", "CHF"]
        path = csv_file(tmp_path, "id,start date,base", "1,2024-01-01,7")
        assert read(path, currency="GBP").people["currency"].tolist() == ["GBP"]

    def test_mapping(self, tmp_path: Path) -> None:
        """What is told goes before the synonyms, in either table."""
        path = csv_file(tmp_path, "Nr.,Began,Money,Tag", "1,2024-01-01,9,x")
        grants = csv_file(
            tmp_path, "Nr.,kind,Paper,units,vesting,vesting start", "1,rsu,ACME,4,1y/quarterly,2024-01-01", name="g.csv"
        )
        told = {"Nr.": "employee_id", "Began": "start_on", "money": "base", "Paper": "symbol"}
        reading = read(path, grants=grants, mapping=told, currency="EUR")
        assert reading.describe()[:3] == (
            "Nr. = employee_id (as told)",
            "Began = start_on (as told)",
            "Money = base (as told)",
        )
        assert reading.grants["symbol"].tolist() == ["ACME"]
        assert "grants, Paper = symbol (as told)" in reading.describe()

    def test_one_row_many_blanks(self, tmp_path: Path) -> None:
        """Empty rows are no people."""
        reading = read(csv_file(tmp_path, "", HEAD, ",,,,,,,", ROW, " , ,,,,,,", ""))
        assert len(reading.people) == len(reading.roster) == 1

    def test_frame(self) -> None:
        """A data frame of numbers and days; what is not known is empty."""
        frame = pd.DataFrame(
            {
                "employee_id": ["a", "b"],
                "start_on": pd.to_datetime(["2024-01-01", "2025-01-01"]),
                "base": [Decimal("1.10"), Decimal(2)],
                "fte": [0.5, float("nan")],
                "currency": ["EUR", "USD"],
                "tokens": [None, "half"],
            },
            index=[9, 9],
        )
        people = read(frame).people
        assert people["base"].tolist() == [110, 200]
        assert people["fte"].tolist() == [500_000, 1_000_000]
        assert people["tokens"].tolist() == ["", "half"]

        class Polars:
            """Another library's frame."""

            def to_pandas(self) -> Any:
                """As pandas."""
                return frame

        assert read(Polars()).people.equals(people)

    def test_sample(self) -> None:
        """The sample roster is read, and every package of it can be made."""
        names = ("half of base", "starter")
        reading = read_roster(
            template("rosters/roster.csv"),
            grants=template("rosters/grants.csv"),
            allowances=dict.fromkeys(names, HALF),
        )
        roster = reading.roster
        assert len(roster) == 24
        assert roster.people["department"].nunique() == 4
        assert set(roster.people["currency"]) == {"EUR", "USD"}
        assert all(roster.package(name).salary for name in roster.people["employee_id"])


class TestExcel:
    """Sheets of people and grants."""

    def test_sheets(self, tmp_path: Path) -> None:
        """The sheet `people` wherever it stands, and the sheet `grants` if there is one."""
        path = excel(
            tmp_path / "x.xlsx",
            Notes=[["to whom it may concern"]],
            Grants=[GRANT_HEAD.split(","), ["7", "rsu", "ACME", 100, "4y/quarterly", date(2024, 2, 29)]],
            People=[HEAD.split(","), ["7", "Sales", "EUR", date(2024, 2, 29), 60000.5, 0.8, 0.15, "half"]],
        )
        reading = read(path)
        assert reading.people.iloc[0]["base"] == 6_000_050
        assert reading.grants["units"].tolist() == [100]
        assert read(excel(tmp_path / "y.xlsx", Staff=[["id", "start date", "base EUR"], ["1", date(2024, 1, 1), 1]]))

    def test_percent(self, tmp_path: Path) -> None:
        """1.5 is refused as a rate, and 150 % is one where the cell shows it; 0.8 is 80 % in either form."""
        rows = [["id", "start date", "base EUR", "fte", "bonus"]]
        rows += [[name, date(2024, 1, 1), 100, 0.8, 1.5] for name in "ab"]  # type: ignore[list-item]
        path = excel(tmp_path / "x.xlsx", {"E2": "0.00%", "D3": "0%"}, people=rows)
        (problem,) = problems(path)
        assert (problem.path, problem.value) == ("sheet people, row 3, column bonus", "1.5")
        assert problem.rule.startswith("a rate needs its sign")
        path = excel(tmp_path / "x.xlsx", {"E2": "0.00%", "E3": "0%", "D3": "0%"}, people=rows)
        assert read(path).people["bonus"].tolist() == [1_500_000] * 2

    def test_money_in_percent(self, tmp_path: Path) -> None:
        """An amount that is shown in percent is no amount."""
        rows: list[list[Any]] = [["id", "start date", "base EUR"], ["1", date(2024, 1, 1), 0.15]]
        (problem,) = problems(excel(tmp_path / "x.xlsx", {"C2": "0%"}, people=rows))
        assert (problem.path, problem.value) == ("sheet people, row 2, column base EUR", "15 %")

    def test_zeros_and_errors(self, tmp_path: Path) -> None:
        """Ids that are numbers may have lost zeros, which is told; a formula without a value is refused."""
        rows: list[list[Any]] = [["id", "start date", "base EUR"], [7, date(2024, 1, 1), 1.1]]
        reading = read(excel(tmp_path / "x.xlsx", people=rows))
        assert reading.people["employee_id"].tolist() == ["7"]
        assert any("zeros before them" in line for line in reading.describe())
        found = problems(excel(tmp_path / "x.xlsx", people=[*rows, ["8", date(2024, 1, 1), "=1+1"]]))
        assert found[0].path == "sheet people, row 3, column base EUR"
        assert found[0].rule == "was not calculated"


class TestRefused:
    """Every problem is told at once, each with its row, column, value and way out."""

    @pytest.mark.parametrize(
        ("column", "cell", "rule"),
        [
            ("bonus", "15", "a rate needs its sign"),
            ("bonus", "-5 %", "must be from 0 to 1000 %"),
            ("bonus", "0.12345678", "has more than 6 decimals"),
            ("fte", "80", "a rate needs its sign"),
            ("fte", "120 %", "must be above 0 and at most 100 %"),
            ("fte", "0", "must be above 0 and at most 100 %"),
            ("base", '"250,000"', "digits must not be grouped"),
            ("base", '"60.000,50"', "the decimal sign is a point"),
            ("base", "€60000", "a currency stands after its amount"),
            ("base", "0", "must be above 0"),
            ("base", "1.005", "has more decimals than its currency"),
            ("base", "1.00005", "has more decimals than its currency"),
            ("base", "65.000", "could be thousands: three digits follow the point"),
            ("base", "65.120", "could be thousands: three digits follow the point"),
            ("base", "99999999999999999999", "must be above 0, and no more"),
            ("base", "", "is missing"),
            ("currency", "EURO", "not an ISO 4217 code"),
            ("currency", "", "names no currency"),
            ("start_on", "03/04/2026", "could be 2026-04-03 or 2026-03-04"),
            ("start_on", "2026-02-30", "no such day"),
            ("start_on", "", "is missing"),
            ("employee_id", "", "is missing"),
            ("employee_id", "1E+05", "has lost digits"),
            ("tokens", "haf", "is no token allowance that is known"),
            ("department", "a\u202eb", "bidirectional override"),
        ],
    )
    def test_cells(self, tmp_path: Path, column: str, cell: str, rule: str) -> None:
        """A cell is refused where it stands, and only it."""
        said = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | {column: cell, "employee_id": "8"}
        said |= {column: cell}
        path = csv_file(tmp_path, HEAD, ROW, ",".join(said.values()))
        (problem,) = problems(path)
        place = "base" if column == "currency" and not cell else column
        assert (problem.path, problem.line) == (f"row 3, column {place}", 3)
        assert rule in problem.rule
        if place == column:
            assert problem.value == cell.strip('"')
        assert problem.fix or "bidi" in rule or "ISO" in rule or problem.rule == "no such day"

    def test_three_decimals(self, tmp_path: Path) -> None:
        """Where the currency has three decimals, three digits after the point are no thousands."""
        row = ROW.replace("EUR", "KWD").split(",")
        row[HEAD.split(",").index("base")] = "65.000"
        row[HEAD.split(",").index("tokens")] = ""
        assert read_roster(csv_file(tmp_path, HEAD, ",".join(row))).people["base"].tolist() == [65_000]

    def test_two_currencies(self, tmp_path: Path) -> None:
        """An amount and its row name two; and beside amounts that name theirs, a bare one could be in any."""
        (problem,) = problems(csv_file(tmp_path, HEAD, ROW.replace("60000.50", "7 USD")))
        assert (problem.path, problem.value) == ("row 2, column base", "7 USD")
        assert problem.rule == "is in USD, and its currency says EUR"
        (problem,) = problems(csv_file(tmp_path, HEAD, ROW, ROW.replace("60000.50", "7 EUR").replace("7", "8", 1)))
        assert (problem.line, problem.rule) == (2, "names no currency, and others of its column do")

    def test_way_out(self, tmp_path: Path) -> None:
        """A near miss of an allowance is met with the name; no allowances, with where to state them."""
        path = csv_file(tmp_path, HEAD, ROW.replace("half", "Hal"))
        assert problems(path)[0].fix == "did you mean half?"
        assert "name the policy file" in problems(path, allowances=None)[0].fix
        assert not read_roster(path, problems="noted").problems

    def test_twice(self, tmp_path: Path) -> None:
        """One row an employee, by the id as it is read."""
        (problem,) = problems(csv_file(tmp_path, HEAD, ROW, ROW))
        assert (problem.path, problem.rule) == ("row 3, column employee_id", "has two rows, first row 2")
        frame = pd.DataFrame({"id": ["7", 7], "start_on": [date(2024, 1, 1)] * 2, "base EUR": [1, 1]})
        assert problems(frame)[0].rule == "has two rows, first row 1"

    def test_leavers(self, tmp_path: Path) -> None:
        """Nobody leaves before the first day."""
        (problem,) = problems(csv_file(tmp_path, f"{HEAD},end_on", f"{ROW},2024-02-28"))
        assert problem.path == "row 2, column end_on"

    @pytest.mark.parametrize("heading", ["salary", "Monthly salary", "hourly rate", "hours"])
    def test_doubtful(self, tmp_path: Path, heading: str) -> None:
        """A heading that could mean two things is refused with what to do."""
        path = csv_file(tmp_path, f"id,start date,base EUR,{heading}", "1,2024-01-01,1,1")
        (problem,) = problems(path)
        assert (problem.path, problem.rule) == (f"row 1, column {heading}", "could mean two things")
        assert problem.fix

    def test_columns(self, tmp_path: Path) -> None:
        """What is missing, and what is told of no column, at once."""
        found = problems(csv_file(tmp_path, "a,b", "1,2"), mapping={"c": "base"})
        assert [problem.path for problem in found if problem.line < 2] == [
            "row 1, column c",
            "row 1, column employee_id",
            "row 1, column start_on",
            "row 1, column base",
        ]

    @pytest.mark.parametrize(
        ("data", "rule"),
        [
            (b"", "is empty"),
            (b"id;start date;base EUR\n1;2024-01-01;1\n", "its columns are not separated by commas"),
            ("id,name\n1,Zoë\n".encode("cp1252"), "is not UTF-8 text"),
            (b'id\n"x\n', "is not CSV"),
            (HEAD.encode() + b"\n", "has no row below its headings"),
        ],
    )
    def test_no_table(self, tmp_path: Path, data: bytes, rule: str) -> None:
        """What is no table of UTF-8 with commas, or holds nobody."""
        (tmp_path / "x.csv").write_bytes(data)
        assert rule in problems(tmp_path / "x.csv")[0].rule

    def test_byte_order_mark(self, tmp_path: Path) -> None:
        """A file that Excel saved as UTF-8 begins with a mark, which is no part of the heading."""
        (tmp_path / "x.csv").write_bytes(b"\xef\xbb\xbf" + f"{HEAD}\r\n{ROW}\r\n".encode())
        assert len(read(tmp_path / "x.csv").roster) == 1

    def test_no_heading(self, tmp_path: Path) -> None:
        """A comma too many is told with its row."""
        (problem,) = problems(csv_file(tmp_path, HEAD, ROW, f"{ROW.replace('7', '8', 1)},x"))
        assert (problem.path, problem.rule) == ("row 3, column 9", "has no heading")

    def test_first_fifty(self, tmp_path: Path) -> None:
        """Of a wrong column, the first fifty and a count; of two, both by row."""
        rows = [f"{n},Sales,EUR,2024-01-01,1,1,15,half" for n in range(120)]
        found = problems(csv_file(tmp_path, HEAD, *rows))
        assert len(found) == 51
        assert [problem.line for problem in found[:50]] == list(range(2, 52))
        assert found[-1].rule == "and 70 more problems"
        rows = [row.replace(",1,1,15", ",x,1,15") for row in rows]
        found = problems(csv_file(tmp_path, HEAD, *rows))
        assert {problem.path for problem in found[:2]} == {"row 2, column base", "row 2, column bonus"}
        assert found[-1].rule == "and 190 more problems"

    def test_below_empty_rows(self, tmp_path: Path) -> None:
        """Empty rows are counted as the file counts them."""
        (problem,) = problems(csv_file(tmp_path, HEAD, "", ROW, ",,,,,,,", "", ROW.replace("7", "x", 1) + "z"))
        assert (problem.path, problem.line) == ("row 6, column tokens", 6)

    def test_true_is_not_one(self) -> None:
        """Cells that are equal and of two kinds are two cells: 1 is the whole, true is no share."""
        frame = pd.DataFrame({"id": ["a", "b"], "start_on": ["2024-01-01"] * 2, "base EUR": [1, 1]})
        frame["fte"] = pd.Series([1, True], dtype=object)
        (problem,) = problems(frame)
        assert (problem.path, problem.value) == ("row 2, column fte", "true")

    def test_lines(self, tmp_path: Path) -> None:
        """A cell of two lines moves those below it."""
        path = csv_file(tmp_path, HEAD, ROW.replace("Sales", '"Sales\nEast"'), ROW.replace("7", "x", 1) + "z")
        (problem,) = problems(path)
        assert (problem.path, problem.line) == ("row 3, column tokens", 4)

    def test_mixture(self, tmp_path: Path) -> None:
        """What else the column holds is told as in every other table."""
        path = csv_file(tmp_path, HEAD, ROW, ROW.replace("7", "8", 1).replace("60000.50", "15 %"))
        (problem,) = problems(path)
        assert problem.rule.endswith("the column mixes units (plain numbers: 1, rates in percent: 1)")

    def test_no_frame(self) -> None:
        """Anything else is no table."""
        assert problems([1, 2])[0].rule == "is no file and no data frame"
        with pytest.raises(InvalidValue, match="cannot stand in a table"):
            read(pd.DataFrame({"id": [["a"]], "start_on": ["2024-01-01"], "base EUR": [1]}))


class TestGrants:
    """Rules of grants, each told in its row."""

    @pytest.mark.parametrize(
        ("row", "column", "rule"),
        [
            ("9,rsu,ACME,1,1y/quarterly,2024-01-01,,,", "employee_id", "is nobody of the roster"),
            ("7,rsus?,ACME,1,1y/quarterly,2024-01-01,,,", "kind", "is no kind of grant"),
            ("7,rsu,,1,1y/quarterly,2024-01-01,,,", "symbol", "is missing"),
            ("7,rsu,ACME,0,1y/quarterly,2024-01-01,,,", "units", "must be a whole number above 0"),
            ("7,rsu,ACME,1.5,1y/quarterly,2024-01-01,,,", "units", "must be a whole number"),
            ("7,rsu,ACME,1,4y/weekly,2024-01-01,,,", "vesting", "is not a vesting schedule"),
            ("7,rsu,ACME,1,33/33/22,2024-01-01,,,", "vesting", "add up"),
            ("7,rsu,ACME,1,1y/quarterly,2024-01-01,5,,", "strike", "is only for options"),
            ("7,option,ACME,1,1y/quarterly,2024-01-01,,,2034-01-01", "strike", "is missing"),
            ("7,option,ACME,1,1y/quarterly,2024-01-01,5,,2034-01-01", "strike", "names no currency"),
            ("7,option,ACME,1,1y/quarterly,2024-01-01,-5,USD,2034-01-01", "strike", "must be above 0"),
            ("7,option,ACME,1,1y/quarterly,2024-01-01,5,USD,", "expires_on", "is missing"),
            ("7,option,ACME,1,1y/quarterly,2024-01-01,5,USD,2024-12-31", "expires_on", "must not be before the last"),
        ],
    )
    def test_rows(self, tmp_path: Path, row: str, column: str, rule: str) -> None:
        """Each rule, in the row that breaks it and in no other."""
        good = "7,option,ACME,1,1y/quarterly,2024-01-01,5,USD,2025-01-01"
        grants = csv_file(tmp_path, GRANT_HEAD, good, row, name="grants.csv")
        (problem,) = problems(csv_file(tmp_path, HEAD, ROW), grants=grants)
        assert problem.path == f"row 3, column {column}"
        assert problem.file.endswith("grants.csv")
        assert rule in problem.rule


texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cf", "Zl", "Zp"]), min_size=1, max_size=8).map(
    lambda text: unicodedata.normalize("NFC", text.strip())
)
ids = st.one_of(texts.filter(bool), st.from_regex(r"0[0-9]{3}", fullmatch=True)).filter(
    lambda text: not re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", text)
)
days_of_work = st.dates(date(1950, 1, 1), date(2040, 12, 31))
person = st.tuples(
    texts,
    st.sampled_from(["EUR", "JPY", "KWD", "USD"]),
    days_of_work,
    st.integers(1, 10**11),
    st.integers(1, 10**6),
    st.integers(0, 10**7),
    st.sampled_from(["", "half"]),
)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Rosters of some people, without grants or with one each."""
    people = draw(st.dictionaries(ids, person, min_size=1, max_size=6))
    rows = [
        dict.fromkeys(PEOPLE, "")
        | dict(zip(("department", "currency", "start_on", "base", "fte", "bonus", "tokens"), said, strict=True))
        | {"employee_id": name}
        for name, said in people.items()
    ]
    frame = pd.DataFrame(rows, columns=list(PEOPLE)).astype(
        {name: object for name in PEOPLE if name not in ("base", "fte", "bonus")}
    )
    frame["start_on"] = pd.to_datetime(frame["start_on"]).astype("datetime64[s]")
    grant = ("New", "option", "ACME", 5, "1y/quarterly", date(2024, 1, 1), "2.5", "USD", date(2034, 1, 1))
    held = [(name, *grant) for name in people] if draw(st.booleans()) else []
    grants = pd.DataFrame(held, columns=list(GRANTS)).astype(
        {name: object for name in GRANTS if name != "units"} | {"units": "int64"}
    )
    for name in ("vesting_start_on", "expires_on"):
        grants[name] = pd.to_datetime(grants[name]).astype("datetime64[s]")
    return Roster(people=frame, grants=grants, allowances={"half": HALF})


class TestRoundTrip:
    """Law: a roster that is written and read back is the same."""

    @pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
    @given(roster=rosters())
    def test_round_trip(self, tmp_path_factory: pytest.TempPathFactory, suffix: str, roster: Roster) -> None:
        """In every kind of file: ids with zeros, texts of formulas, rates above 100 %, yen and dinar."""
        folder = tmp_path_factory.mktemp("r")
        people, grants = folder / f"p{suffix}", folder / f"g{suffix}"
        write_roster(roster, people, grants=grants)
        found = read(people, grants=grants).roster
        pd.testing.assert_frame_equal(found.people[list(PEOPLE)], roster.people[list(PEOPLE)])
        pd.testing.assert_frame_equal(found.grants, roster.grants)

    def test_grants_need_a_file(self, tmp_path: Path) -> None:
        """Grants are never left out in silence."""
        roster = read(
            csv_file(tmp_path, HEAD, ROW),
            grants=csv_file(tmp_path, GRANT_HEAD, "7,rsu,A,1,1y/quarterly,2024-01-01,,,", name="g.csv"),
        ).roster
        with pytest.raises(OutputRefused, match="1 grants, which need a file of their own"):
            write_roster(roster, tmp_path / "x.csv")


CELLS = st.one_of(
    st.sampled_from(["", " ", "7", "07", "1.5", "15 %", "0.8", "1", "7 EUR", "250,000", "2024-01-01", "NA", "'x"]),
    st.floats(-2, 300_000).map(lambda number: round(number, 2) + 0.0),
    st.booleans(),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)


def _rule(problem: Problem) -> str:
    """Its rule; by rows, a cell that is missing is told to mix units where others of its column do."""
    return "is missing" if problem.rule.startswith("is missing") else problem.rule


class TestByRowsAndByColumns:
    """Law: a table read by columns says what the same table says read by rows."""

    @given(rows=st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=6))
    def test_same(self, rows: list[tuple[Any, ...]]) -> None:
        """The same values, and the same problems in the same places."""
        names = ["employee_id", "name", "start_on", "base", "fte", "bonus"]
        frame = pd.DataFrame(rows, columns=names, dtype=object)
        fields = [field for field in PEOPLE_FIELDS if field.name in names]
        by_rows, by_columns = look_at_table(frame, fields), look_at_columns(frame, fields)
        assert by_columns.size == len(by_rows.rows)
        for name, column in by_columns.columns.items():
            assert column.array(column.values, object).tolist() == [row.values.get(name) for row in by_rows.rows]
        told, found = (
            [(problem.path, problem.value, _rule(problem), problem.fix) for problem in read.problems]
            for read in (by_rows, by_columns.faults)
        )
        assert sorted(found) == sorted(told)


class TestWork:
    """Cost: what is parsed grows with what differs, not with the rows."""

    def test_calls(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As many calls for 2,000 rows as for 20,000 of the same cells, but for ids, which are read together."""
        calls: list[Any] = []
        real = columnvalues.parse_cell

        def counting(cell: Any, kind: Any, **terms: Any) -> Any:
            calls.append(cell)
            return real(cell, kind, **terms)

        monkeypatch.setattr(columnvalues, "parse_cell", counting)

        def counted(rows: int) -> int:
            calls.clear()
            frame = pd.DataFrame(
                {
                    "employee_id": [f"{n:06}" for n in range(rows)],
                    "start_on": ["2024-01-01", "1/2/2024"] * (rows // 2),
                    "base": ["7 EUR", "8 USD"] * (rows // 2),
                    "fte": ["80 %", "1"] * (rows // 2),
                }
            )
            assert len(read(frame, day_order="day first").people) == rows
            return len(calls)

        assert counted(2_000) == counted(20_000) == 6

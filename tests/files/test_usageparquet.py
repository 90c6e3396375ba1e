"""Usage in Parquet: the same result whatever the order and the files, equal to the row by row cost but for rounding."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings, strategies as st

from compkit.errors import CurrencyMismatch, FileProblems, InvalidValue
from compkit.files.usageparquet import price_usage
from compkit.market import PriceBook, RateCard, TokenPrice
from compkit.market.prices import KINDS
from compkit.money import Money
from compkit.workforce.usage.cost import recomputed_cost
from compkit.workforce.usage.export import BILLION, usage_export
from compkit.workforce.usage.priced import Unpriced

CARD = RateCard(**dict.fromkeys(KINDS, Decimal("1.25")))
MID_MARCH = date(2027, 3, 16)


def price(model="acme/a", card=CARD, **fields):
    """A row of the price book."""
    return TokenPrice(model=model, card=card, **{"from_on": date(2027, 1, 1), "source": "test", **fields})


BOOK = PriceBook(
    [
        price(until_on=MID_MARCH, batch=CARD.times(Decimal("0.5"))),
        price(from_on=MID_MARCH, card=CARD.times(Decimal(2))),
        price("acme/odd", RateCard(fresh_input=Decimal("0.0003333"), output=Decimal("0.00077"))),
        price("acme/late", from_on=MID_MARCH),
    ]
)


def used(**fields):
    """A row of use."""
    return {"on": "2027-03-15", "person": "ada", "model": "acme/a", **fields}


def write(folder, *parts, **options):
    """Files of rows, as `read_usage_export` has them."""
    folder.mkdir(exist_ok=True, parents=True)
    for number, rows in enumerate(parts):
        clean = [{name: value for name, value in row.items() if value not in (None, -3)} for row in rows]
        frame = usage_export(clean).frame
        frame["output"] = pd.Series([row.get("output", 0) for row in rows], dtype="int64")
        frame["on"] = pd.Series([row["on"] for row in rows], dtype="datetime64[s]")
        frame["person"] = pd.Series([row.get("person", "ada") for row in rows], dtype="category")
        frame.to_parquet(folder / f"{number}.parquet", index=False, **options)
    return folder


def priced(folder, *rows, book=BOOK, **options):
    """Rows priced from one file."""
    return price_usage(write(folder / "usage", rows), book, **options)


def lines(result, *columns):
    """Some columns of the result, a line each."""
    return list(zip(*(result.table.column(name).to_pylist() for name in columns), strict=True))


def as_bytes(result):
    """The table as Arrow would send it, and the rest."""
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, result.table.schema) as writer:
        writer.write_table(result.table.combine_chunks())
    return sink.getvalue().to_pybytes(), result.unpriced, result.rows, result.groups


USES = st.lists(
    st.fixed_dictionaries(
        {
            "on": st.sampled_from(["2027-02-28", "2027-03-01", "2027-03-15", "2027-03-16", "2026-12-31"]),
            "person": st.sampled_from(["ada", "Zoë", "bo", ""]),
            "model": st.sampled_from(["acme/a", "acme/odd", "acme/late", "who/knows"]),
            "service": st.sampled_from(["standard", "batch", "flex"]),
            **dict.fromkeys(KINDS, st.sampled_from([0, 0, 1, 7, 123_457, 10**12])),
        }
    ),
    min_size=1,
    max_size=30,
)


class TestCost:
    """Costs of persons and months."""

    def test_by_hand(self, tmp_path):
        """1,000 x 1.25 + 300 x 1.25 per million are 0.001625, told with their month and their tokens."""
        result = priced(tmp_path, used(fresh_input=1000, output=100), used(output=200), used(person="bo", output=8))
        assert result.table.column_names == ["person", "month", *KINDS, "cost_billionths", "unpriced_tokens"]
        assert lines(result, "person", "fresh_input", "output", "cost_billionths", "unpriced_tokens") == [
            ("ada", 1000, 300, 1_625_000, 0),
            ("bo", 0, 8, 10_000, 0),
        ]
        assert [f"{month:%Y-%m-%d}" for month in result.table.column("month").to_pylist()] == ["2027-03-01"] * 2
        assert (result.total, result.rows, result.groups) == (Money("0.001635000", "USD"), 3, 2)

    def test_price_change_within_a_month(self, tmp_path):
        """The 15th is priced as it was, the 16th at twice that: 4 x 1,250 + 4 x 2,500 billionths in one month."""
        result = priced(tmp_path, used(output=4), used(output=4, on="2027-03-16"))
        assert lines(result, "output", "cost_billionths") == [(8, 15_000)]
        assert result.groups == 2

    def test_batch(self, tmp_path):
        """A batch has its own price, and none once its card is gone."""
        result = priced(tmp_path, *(used(output=2, service="batch", on=on) for on in ("2027-03-15", "2027-03-16")))
        assert lines(result, "cost_billionths", "unpriced_tokens") == [(1250, 2)]
        assert result.unpriced == (Unpriced(model="acme/a", reason="has no batch price", tokens=2),)

    def test_rounded_once_a_group(self, tmp_path):
        """Three tokens at 0.3333 billionths are 0.9999, so 1; rounded row by row they would be nothing."""
        result = priced(tmp_path, *[used(model="acme/odd", fresh_input=1)] * 3)
        assert lines(result, "cost_billionths") == [(1,)]

    def test_unpriced(self, tmp_path):
        """Unknown models, days without a price and kinds without one are counted, with the whole row, by reason."""
        result = priced(
            tmp_path,
            used(model="who/knows", output=5),
            used(model="acme/late", output=7),
            used(model="acme/odd", output=100, cache_read=11),
            used(model="acme/odd", output=100),
            used(person="bo", model="who/knows", output=9),
        )
        assert lines(result, "person", "cost_billionths", "unpriced_tokens") == [("ada", 77, 123), ("bo", None, 9)]
        assert [(one.model, one.reason, one.tokens) for one in result.unpriced] == [
            ("acme/late", "has no price that day", 7),
            ("acme/odd", "has no price of a kind that it used", 111),
            ("who/knows", "is no model of the price book", 14),
        ]

    def test_larger_than_64_bits(self, tmp_path):
        """9 x 10^18 tokens in nine rows: 64 bits hold the tokens, and neither their sum with more nor their cost."""
        huge = used(output=10**18)
        assert lines(priced(tmp_path, *[huge] * 9, by=["model"], book=PriceBook([])), "output") == [(9 * 10**18,)]
        with pytest.raises(InvalidValue, match="more than a row can hold"):
            priced(tmp_path, *[huge] * 10, book=PriceBook([]))
        with pytest.raises(InvalidValue, match="cost_billionths"):
            priced(tmp_path, huge)

    @settings(deadline=None)
    @given(rows=USES)
    def test_equals_the_rows(self, tmp_path_factory, rows):
        """Each person and month costs what its rows do, to a billionth a row; unpriced rows agree."""
        export = usage_export(rows)
        cost = recomputed_cost(export, BOOK)
        result = price_usage(write(tmp_path_factory.mktemp("usage"), rows), BOOK)
        by_row = export.frame.assign(cost=cost.cost, month=export.frame["on"].astype("datetime64[s]").dt.to_period("M"))
        costs = by_row.groupby(["person", "month"], observed=True)["cost"].sum()
        sizes = by_row.groupby(["person", "month"], observed=True).size()
        for person, month, found in lines(result, "person", "month", "cost_billionths"):
            key = (person, f"{month:%Y-%m}")
            assert abs((found or 0) - int(costs[key])) <= sizes[key]
        unpriced = sum(sum(row[kind] for kind in KINDS) for row, no in zip(rows, cost.cost.isna(), strict=True) if no)
        assert sum(one.tokens for one in result.unpriced) == unpriced


class TestOrder:
    """No order and no cut into files changes a bit of the result."""

    @settings(deadline=None)
    @given(rows=USES, data=st.data())
    def test_shuffled_and_cut(self, tmp_path_factory, rows, data):
        """The same rows in another order, in two files and in small row groups."""
        other = data.draw(st.permutations(rows))
        cut = data.draw(st.integers(0, len(rows)))
        one = price_usage(write(tmp_path_factory.mktemp("one"), rows), BOOK)
        two = write(tmp_path_factory.mktemp("two"), other[:cut], other[cut:], row_group_size=3)
        assert as_bytes(price_usage(two, BOOK)) == as_bytes(one)

    def test_told_by_others(self, tmp_path):
        """Groups are priced before they are told, so every telling has the same total."""
        rows = [used(model="acme/odd", fresh_input=1, person=person) for person in ("ada", "bo", "bo")]
        tellings = (("person", "month"), ("model",), ("service", "model", "person"))
        assert [priced(tmp_path, *rows, by=by).total for by in tellings] == [Money("0.000000001", "USD")] * 3

    def test_plain_texts_and_days(self, tmp_path):
        """Texts without a dictionary, and dates instead of times, are the same usage."""
        path = write(tmp_path / "usage", [used(output=4), used(person="bo", output=1)]) / "0.parquet"
        before = as_bytes(price_usage(path, BOOK))
        table = parquet.read_table(path)
        for name, kind in (("on", arrow.date32()), ("person", arrow.string()), ("model", arrow.large_string())):
            table = table.set_column(table.column_names.index(name), name, table.column(name).cast(kind))
        parquet.write_table(table.replace_schema_metadata(), path, use_dictionary=False)
        assert as_bytes(price_usage(path, BOOK)) == before


class TestRefused:
    """Bad input names its place."""

    def spots(self, path, book=BOOK):
        """Places, values and rules of every problem."""
        with pytest.raises(FileProblems) as caught:
            price_usage(path, book)
        return [(problem.path, problem.value, problem.rule) for problem in caught.value.problems]

    def test_rows(self, tmp_path):
        """Negative tokens, no day and no day of use: with their row group and row of the file, from 1."""
        rows = [used(), used(), used(output=-3), used(on=None), used(on="1970-01-01")]
        path = write(tmp_path / "usage", [used()], rows, row_group_size=2)
        assert self.spots(path) == [
            ("row group 2, row 3, column output", "-3", "must not be negative"),
            ("row group 2, row 4, column on", "", "is missing"),
        ]
        write(tmp_path / "usage", [], rows[:2] + rows[4:], row_group_size=2)
        ((place, _, rule),) = self.spots(path)
        assert (place, rule) == ("row group 2, row 3, column on", "must be a day of 2000 to 2099")

    def test_missing_person(self, tmp_path):
        """A person may be empty, which is nobody known; not missing."""
        path = write(tmp_path / "usage", [used(), used(person=None)])
        assert self.spots(path) == [("row group 1, row 2, column person", "", "is missing")]
        assert lines(priced(tmp_path / "other", used(person="")), "person") == [("",)]

    @pytest.mark.parametrize("name", ["on", "person", "output"])
    def test_columns(self, tmp_path, name):
        """A column that is missing, or of another type."""
        path = write(tmp_path / "usage", [used()]) / "0.parquet"
        table = parquet.read_table(path)
        parquet.write_table(table.drop_columns([name]), path)
        assert self.spots(path) == [("", name, "a column is missing")]
        wrong = arrow.array([1.5])
        parquet.write_table(table.set_column(table.column_names.index(name), name, wrong), path)
        ((_, value, rule),) = self.spots(path)
        assert (value, rule.startswith(f"column {name} must be of ")) == ("double", True)

    def test_files(self, tmp_path):
        """No file, a folder without one, and a file that is none."""
        assert "no .parquet file" in self.spots(tmp_path)[0][2]
        assert "cannot be read" in self.spots(tmp_path / "none.parquet")[0][2]
        (tmp_path / "text.parquet").write_text("on,person")
        assert "cannot be read" in self.spots(tmp_path)[0][2]

    def test_empty(self, tmp_path):
        """A file without rows is usage of nobody."""
        result = priced(tmp_path)
        assert (result.table.num_rows, result.total, result.unpriced) == (0, Money(0, "USD"), ())
        assert len(result.frame) == 0

    def test_by(self, tmp_path):
        """It can be told by four things, each once."""
        for by in ((), ("day",), ("person", "person"), "person"):
            with pytest.raises(InvalidValue, match="must be some of person, month, model, service"):
                priced(tmp_path, used(), by=by)

    def test_currency(self, tmp_path):
        """Nothing is converted."""
        with pytest.raises(CurrencyMismatch):
            priced(tmp_path, used(output=1), currency="EUR")

    def test_frame(self, tmp_path):
        """As a data frame costs stay whole numbers, missing where unknown."""
        frame = priced(tmp_path, used(output=BILLION), used(person="bo", model="x", output=1)).frame
        assert str(frame["cost_billionths"].dtype) == "Int64"
        assert frame["cost_billionths"].isna().tolist() == [False, True]

"""Token prices as tables and as plain data."""

from datetime import date

from compkit.documents.pricetable import build_price_history, price_data
from compkit.documents.table import Table, Text
from compkit.market import LongContextTier

from ..samples import TODAY, card, price_row

ROW = price_row(
    card=card(10, cache_read=1),
    batch=card(5),
    priority=card(20),
    flex=card("4.5"),
    tiers=(LongContextTier(above_tokens=200_000, card=card(30)),),
    reading="per token, times a million",
)
PLAIN = price_row(from_on=TODAY, price=9)


def history(*rows: object) -> Table:
    """The table of a model's rows."""
    (block,) = build_price_history(rows, as_of=TODAY).blocks  # type: ignore[arg-type]
    assert isinstance(block, Table) and not isinstance(block, Text)
    return block


class TestHistory:
    """Service classes stand under the base prices like tiers; one that a row does not have is not there."""

    def test_classes(self) -> None:
        """Long context, batch, priority and flex, in this order, each with its own prices and unknown ones marked."""
        rows = history(ROW).rows
        assert [row.label.strip() for row in rows[1:]] == ["above 200,000 input tokens", "batch", "priority", "flex"]
        assert [row.cells[0] for row in rows] == ["10.00", "30.00", "5.00", "20.00", "4.50"]
        assert [row.cells[3] for row in rows] == ["1.00", "?", "?", "?", "?"]

    def test_none(self) -> None:
        """A row with a base card only is one line."""
        assert len(history(PLAIN).rows) == 1

    def test_reading(self) -> None:
        """How a source was read is said once; nothing is said where its figures stand as they are."""
        before = price_row(until_on=TODAY, reading=ROW.reading)
        assert history(before, PLAIN).foot.endswith("\nRead: per token, times a million")
        assert "Read" not in history(PLAIN).foot


class TestData:
    """Prices as decimal text; unknown is null, and so is a service class without a card."""

    def test_classes(self) -> None:
        """A key for each class, and how the source was read."""
        data = price_data(ROW)
        unknown = dict.fromkeys(("cache_write", "cache_write_1h", "cache_read"))
        assert data["batch_per_mtok"] == {"fresh_input": "5", **unknown, "output": "5"}
        assert data["priority_per_mtok"] == {"fresh_input": "20", **unknown, "output": "20"}
        assert data["flex_per_mtok"] == {"fresh_input": "4.50", **unknown, "output": "4.50"}
        assert data["reading"] == "per token, times a million"

    def test_unknown(self) -> None:
        """No card is null, and no reading is empty."""
        data = price_data(PLAIN)
        keys = ("batch_per_mtok", "priority_per_mtok", "flex_per_mtok", "reading", "from_on")
        assert [data[key] for key in keys] == [None, None, None, "", str(date(2026, 11, 20))]

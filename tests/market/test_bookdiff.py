"""Two price books on a day: what differs, by how much, and what only one of them knows. Unknown is never zero."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given

from compkit import testing, to_frame
from compkit.market import LongContextTier, PriceBook, RateCard
from compkit.market.bookdiff import compare_books

from ..samples import TODAY, card, price_row


def compared(first, second, on=TODAY):
    """Two books of rows."""
    return compare_books(PriceBook(first), PriceBook(second), on=on)


def stated(difference):
    """What differs, without currencies."""
    return [
        (change.model, change.kind, change.first, change.second, change.change_rate) for change in difference.changed
    ]


class TestChanges:
    """``second / first - 1`` of each price that differs."""

    def test_rate(self):
        """From 10 to 12.5 is 25 % up; the output that both price at 10 is no difference."""
        found = compared([price_row()], [price_row(card=RateCard(fresh_input="12.5", output=10))])
        assert stated(found) == [("north/one", "fresh input", 10, Decimal("12.5"), Decimal("0.25"))]
        assert (found.same, found.models) == (0, ("north/one",))

    def test_same(self):
        """Trailing zeros, sources and dates make no difference."""
        other = price_row(card=RateCard(fresh_input="10.00", output=10), source="other", from_on=date(2026, 1, 1))
        found = compared([price_row()], [other])
        assert (found.changed, found.same) == ((), 1)

    def test_unknown_is_not_zero(self):
        """A price that one book does not state has no rate, and neither has one that was 0; down to 0 is -100 %."""
        first = price_row(card=RateCard(fresh_input=1, cache_read=0, output=4))
        second = price_row(card=RateCard(cache_read=2, cache_write=3, output=0))
        assert stated(compared([first], [second])) == [
            ("north/one", "fresh input", 1, None, None),
            ("north/one", "cache write", None, 3, None),
            ("north/one", "cache read", 0, 2, None),
            ("north/one", "output", 4, 0, -1),
        ]

    def test_classes_and_tiers(self):
        """Service classes and long-context tiers are prices of their own, named and in this order."""
        tier = LongContextTier(above_tokens=200_000, card=card(30))
        first = price_row(tiers=(tier,), batch=card(5))
        second = price_row(
            tiers=(LongContextTier(above_tokens=200_000, card=card(33, cache_write_1h=1)),), flex=card(4)
        )
        assert [(kind, ours, theirs) for _, kind, ours, theirs, _ in stated(compared([first], [second]))] == [
            ("batch fresh input", 5, None),
            ("batch output", 5, None),
            ("flex fresh input", None, 4),
            ("flex output", None, 4),
            ("fresh input above 200,000", 30, 33),
            ("cache write for an hour above 200,000", None, 1),
            ("output above 200,000", 30, 33),
        ]

    def test_currencies(self):
        """The same figure in two currencies differs, and is not converted."""
        (first, _) = compared([price_row()], [price_row(currency="EUR")]).changed
        assert (first.first, first.second, first.change_rate) == (10, 10, None)
        assert (first.first_currency, first.second_currency) == ("USD", "EUR")

    def test_any_decimal_context(self):
        """The caller's context does not round: 3 to 4 is up by a third, to 60 digits."""
        with localcontext(Context(prec=3)):
            (change, _) = compared([price_row(price=3)], [price_row(price=4)]).changed
            assert len(str(change.change_rate)) > 50

    def test_largest(self):
        """Up or down alike, the largest rate first."""
        first = [price_row("a/a", 10), price_row("a/b", 10), price_row("a/c", 1)]
        second = [price_row("a/a", 1), price_row("a/b", 11), price_row("a/c", 3)]
        rates = [(change.model, change.change_rate) for change in compared(first, second).largest]
        assert rates[0] == ("a/c", 2)
        assert rates[2] == ("a/a", Decimal("-0.9"))
        assert rates[-1] == ("a/b", Decimal("0.1"))


class TestModels:
    """Models by their whole id, on one day."""

    def test_only_one(self):
        """Sorted; nothing is matched by likeness."""
        found = compared([price_row("b/x"), price_row("a/x")], [price_row("c/x"), price_row("a/x")])
        assert (found.only_first, found.only_second, found.same) == (("b/x",), ("c/x",), 1)

    @pytest.mark.parametrize(("on", "only"), [(date(2026, 12, 31), ()), (date(2027, 1, 1), ("north/one",))])
    def test_in_force(self, on, only):
        """A model without a row in force that day is not in the book."""
        found = compared([price_row()], [price_row(until_on=date(2027, 1, 1))], on)
        assert (found.only_first, found.same) == (only, 1 - len(only))

    def test_the_row_of_the_day(self):
        """Of a dated price, the row in force that day is compared."""
        change = date(2026, 12, 1)
        dated = [price_row(until_on=change), price_row(price=20, from_on=change)]
        assert compared(dated, [price_row()]).changed == ()
        assert [found.first for found in compared(dated, [price_row()], change).changed] == [20, 20]


class TestLaws:
    """Of any books."""

    @given(testing.price_books(), testing.price_books())
    def test_mirror(self, one, two):
        """The other way round, first and second change places; a book has no difference from itself."""
        there, back = compare_books(one, two, on=TODAY), compare_books(two, one, on=TODAY)
        assert (there.only_first, there.same) == (back.only_second, back.same)
        assert [(c.model, c.kind, c.first, c.second) for c in there.changed] == [
            (c.model, c.kind, c.second, c.first) for c in back.changed
        ]
        own = compare_books(one, one, on=TODAY)
        assert (own.changed, own.only_first, own.only_second) == ((), (), ())

    @given(testing.price_books(), testing.price_books())
    def test_counts(self, one, two):
        """Every model in force is the same, changed, or in one book only."""
        found = compare_books(one, two, on=TODAY)
        in_force = {row.model for book in (one, two) for row in book.rows if row.covers(TODAY)}
        assert found.same + len(found.models) + len(found.only_first) + len(found.only_second) == len(in_force)


def test_frame():
    """One row a price that differs, with None where a book states none."""
    pytest.importorskip("pandas")
    frame = to_frame(compared([price_row()], [price_row(card=RateCard(fresh_input=5))]))
    assert list(frame["kind"]) == ["fresh input", "output"]
    assert list(frame["change_rate"]) == [Decimal("-0.5"), None]
    assert list(frame["second_per_mtok"]) == [Decimal(5), None]

"""The chargeback: each month's bill of each provider, by cost centre and account to the cent, for a ledger."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from ...money import Money, minor_units, total
from .cents import in_cents, share_cents
from .spending import Spending

CHARGEBACK_COLUMNS = ("month", "cost_center", "account", "provider", "amount")
"""Columns of the table."""


@frozen(kw_only=True)
class ChargebackRow:
    """What a cost centre is charged for a provider in a month.

    Attributes:
        month: ``2027-01``.
        cost_center: Who pays; ``unassigned`` for use that nobody of the roster is known for.
        account: On which account; may be empty.
        provider: Who sold it.
        amount: Whole cents.
    """

    month: str
    cost_center: str
    account: str
    provider: str
    amount: Money


@frozen(kw_only=True)
class Chargeback:
    """All rows; those of a month and provider add up to its total, rounded to the cent.

    Attributes:
        currency: ISO 4217 code of every amount.
        rows: By month, cost centre, account and provider.
        uncounted_rows: Rows of use whose money is not known, so that they are charged to nobody.
    """

    currency: str
    rows: tuple[ChargebackRow, ...] = field(repr=False)
    uncounted_rows: int = 0

    def total(self, *, month: str = "", provider: str = "") -> Money:
        """The sum of a month and a provider, or of all."""
        chosen = (row.amount for row in self.rows if month in ("", row.month) and provider in ("", row.provider))
        return total(chosen, self.currency)


def chargeback(spent: Spending) -> Chargeback:
    """What each cost centre and account is charged, by month and provider.

    A provider's month is rounded to the cent once, and its rows are whole cents that add up to it; each is less than a
    cent from its exact amount. Rows of nothing are left out.

    Args:
        spent: Use, with month, cost centre and account as its groups.
    """
    sums: dict[tuple[str, str], dict[tuple[str, str], Fraction]] = {}
    for line in spent.lines:
        month, cost_center, account = line.group
        amount = spent.amount(line)
        if amount is not None:
            own = sums.setdefault((month, line.provider), {})
            own[cost_center, account] = own.get((cost_center, account), Fraction(0)) + amount
    rows = [row for key, own in sums.items() for row in _rows(*key, dict(sorted(own.items())), spent.currency)]
    rows.sort(key=lambda row: (row.month, row.cost_center, row.account, row.provider))
    left_out = sum(found.rows for found in spent.uncounted)
    return Chargeback(currency=spent.currency, rows=tuple(rows), uncounted_rows=left_out)


def _rows(month: str, provider: str, amounts: dict[tuple[str, str], Fraction], currency: str) -> list[ChargebackRow]:
    whole = in_cents(sum(amounts.values(), Fraction(0)), currency)
    cents = share_cents(list(amounts.values()), whole, places=minor_units(currency))
    return [
        ChargebackRow(
            month=month,
            cost_center=cost_center,
            account=account,
            provider=provider,
            amount=Money.from_minor(part, currency),
        )
        for (cost_center, account), part in zip(amounts, cents, strict=True)
        if part
    ]

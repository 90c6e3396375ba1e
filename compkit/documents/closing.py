"""What would close the gap between two offers, as tables: the recruiter's first question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..pay.amounts import SHARES_OF_PAY
from ..valuation.compare import Comparison
from ..valuation.gap import TERMS, Closing, Scope, Term
from ..valuation.value import Valuation
from . import figures
from .table import Block, Group, Row, Table
from .words import span


def scopes(comparison: Comparison) -> dict[str, Scope]:
    """The totals over which two offers are made equal, by column heading."""
    length = span(comparison.baseline.assumptions.horizon_months)
    found = {
        f"{length}\nwithout tokens": Scope(),
        "year 1\nwithout tokens": Scope(year_one=True),
    }
    if "tokens" in comparison.components:
        found |= {
            f"{length}\nwith all tokens": Scope(tokens="all"),
            "year 1\nwith all tokens": Scope(tokens="all", year_one=True),
        }
    return found


def closing_tables(comparison: Comparison) -> Iterator[Block]:
    """One table for each of the two offers that is behind in any total; amounts are any one of, never all."""
    pair = comparison.pair()
    if pair is None:
        return
    for behind, ahead in (pair, pair[::-1]):
        table = _table(comparison, behind, ahead)
        if table is not None:
            yield table


def _table(comparison: Comparison, behind: str, ahead: str) -> Table | None:
    wanted = scopes(comparison)
    columns = [{c.term: c for c in comparison.closings(behind, ahead, scope)} for scope in wanted.values()]
    if not any(columns):
        return None
    rows = []
    for term in TERMS:
        found = [column.get(term) for column in columns]
        units = {closing.unit for closing in found if closing is not None}
        if units:
            unit = units.pop()
            label = term if unit == term else f"{term}, {unit}"
            rows.append(Row(label, tuple(_cell(c, column) for c, column in zip(found, columns, strict=True))))
    return Table(
        title=f"FOR {behind.upper()} TO EQUAL {ahead.upper()}, as promised: any one of",
        unit=comparison.currency,
        groups=tuple(Group("", (heading,)) for heading in wanted),
        rows=tuple(rows),
        foot=_follows(comparison.valuations[behind]),
    )


def _cell(closing: Closing | None, column: Mapping[Term, Closing]) -> str:
    if closing is not None:
        return f"{figures.whole(closing.amount)} more"
    return "-" if column else "ahead"


def _follows(valuation: Valuation) -> str:
    """What rises with base salary, in words."""
    followers = ["target bonus"] if any(bonus.rate is not None for bonus in valuation.package.bonus) else []
    followers += [a.name for a in valuation.package.tokens if isinstance(a.amount, SHARES_OF_PAY)]
    return f"With base salary rise: {figures.joined(followers)}." if followers else ""

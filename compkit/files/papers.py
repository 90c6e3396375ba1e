"""Statements, revisions, amendments and summaries onto the disk, and the ledgers that a statement shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from ..errors import InvalidValue, OutputRefused
from ..market.market import Market
from ..pay.allowance import TokenAllowance
from ..pay.ledger import ledger, ledger_unit, tools_apart
from ..pay.ledgerbook import Ledger
from ..pay.package import Package
from ..pay.rules import Indexed
from ..pay.units import TokenMoney
from ..valuation.usagecost import priced_usage
from .documents import write_untouched
from .letterpress import marked
from .templates import template
from .usage import read_usage


def paper_text(name: str, build: Callable[[str], str]) -> str:
    """A paper as Markdown.

    Args:
        name: Of its template, such as ``statement``.
        build: Makes the text from the template.
    """
    return build(template(f"letters/{name}.md").read_text("utf-8"))


def write_paper(
    name: str,
    path: str | Path,
    *,
    markdown: Callable[[str], str],
    word: Callable[[bytes], bytes] | None = None,
    force: bool = False,
) -> Path:
    """Write a paper as Word or Markdown, by the path's suffix.

    Args:
        name: Of its templates, such as ``statement``.
        path: The file.
        markdown: Makes the text from the Markdown template.
        word: Makes the document from the Word template; None if there is none.
        force: Whether a file that somebody edited may be replaced.

    Raises:
        OutputRefused: If the file cannot be written, or was edited since and `force` is not given.
    """
    suffix = Path(path).suffix.casefold()
    if suffix == ".md":
        data = marked(paper_text(name, markdown).encode())
    elif suffix == ".docx" and word is not None:
        data = word(template(f"letters/{name}.docx").read_bytes())
    else:
        forms = ".md" if word is None else ".docx or .md"
        raise OutputRefused(path, f"a {name} is {forms}, not {suffix or 'without suffix'}", f"name a {forms} file")
    return write_untouched(path, data, force=force)


def read_ledgers(path: str | Path, package: Package, *, market: Market, until: date) -> tuple[Ledger, ...]:
    """The ledger of every token allowance up to a day, from a usage export, at list prices.

    Args:
        path: The usage export.
        package: The package.
        market: Token prices, exchange rates and indices.
        until: First day that no longer counts.

    Raises:
        FileProblems: If the export cannot be read.
        InvalidValue: If use cannot be booked, or there is no allowance to book it against.
    """
    if not package.tokens:
        raise InvalidValue("--usage", str(path), "the offer has no token allowance", "leave --usage out")
    return tuple(found for allowance in package.tokens for found in _ledgers(path, allowance, package, market, until))


def _ledgers(
    path: str | Path, allowance: TokenAllowance, package: Package, market: Market, until: date
) -> Iterator[Ledger]:
    """One ledger, or one a tool where each has the amount for itself."""
    unit = ledger_unit(allowance, package)
    currency = unit.currency if isinstance(unit, TokenMoney) else package.currency
    rows = [row for row in read_usage(path, currency=currency).rows if row.on < until]
    usage = priced_usage(rows, allowance, package=package, market=market)
    index = _index(allowance, market)
    for tool in tools_apart(allowance) or ("",):
        yield ledger(allowance, usage, package=package, until=until, tool=tool, index=index)


def _index(allowance: TokenAllowance, market: Market) -> Callable[[date], Decimal] | None:
    """What indexed money has come to on a day."""
    rule = allowance.rule
    return (lambda on: market.index_ratio(rule, on)) if isinstance(rule, Indexed) else None

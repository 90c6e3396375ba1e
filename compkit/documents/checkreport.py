"""What a check of offers found, as a report and as data. Internal: it shows bands, limits and approvals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from ..money import EXACT, Money, exactly
from ..pay.bands import Figure
from ..valuation.offercheck import Finding, OfferCheck, Standing
from . import figures
from .data import decimal_text
from .format import rounded
from .table import Block, Group, Report, Row, Style, Table, Text
from .words import offer_number

ELEMENT_NAMES = {
    "base": "Base salary, full-time",
    "bonus": "Bonus rate",
    "equity": "Equity, a year",
    "equity units": "Equity, units",
    "tokens": "AI tokens, a year",
}
_TERMS = (
    "Compa-ratio: offer over midpoint. Penetration: 0 % at the minimum, 100 % at the maximum. Equity: each grant at "
    "its stated price, divided by its vesting years. Token quantities: at their basis, else at that day's list price."
)
_COLUMNS = ("offer", "minimum", "midpoint", "maximum", "compa-ratio", "penetration")
_STYLES: dict[str, Style] = {"block": "warning", "warning": "warning", "info": "plain"}


@exactly
def build_check_report(checks: Iterable[OfferCheck], *, as_of: date) -> Report:
    """The report that `compkit check` prints: each offer in its bands, what was found, and who must approve."""
    checks = tuple(checks)
    blocks: list[Block] = [
        Text(f"INTERNAL: pay bands, limits and approvals\nAs of {as_of}. As promised, before tax.", "title")
    ]
    for check in checks:
        blocks += _offer(check)
    if any(check.standings for check in checks):
        blocks.append(Text(_TERMS, "note"))
    stopped = [check.offer.offer_number for check in checks if not check.passes]
    if stopped:
        blocks.append(Text(f"Not to go out yet: {', '.join(stopped)}.", "warning"))
    return Report(tuple(blocks))


def _offer(check: OfferCheck) -> Iterator[Block]:
    offer = check.offer
    yield Text(f"{check.name} ({offer_number(offer)}): {offer.role.title}, for {offer.candidate.name}", "heading")
    if check.standings:
        yield _table(check)
    for finding in check.findings:
        yield Text(_sentence(finding), _STYLES[finding.severity], indent=9)
    if not check.findings:
        yield Text("Nothing found.", "note")


def _sentence(finding: Finding) -> str:
    return f"{finding.severity:<7}  {finding.reason}."


def _table(check: OfferCheck) -> Table:
    rows = tuple(Row(_label(standing), _cells(standing)) for standing in check.standings)
    return Table(
        title="IN ITS BANDS",
        groups=tuple(Group("", (column,)) for column in _COLUMNS),
        rows=rows,
    )


def _label(standing: Standing) -> str:
    currency = f", {standing.figure.currency}" if isinstance(standing.figure, Money) else ""
    return ELEMENT_NAMES[standing.element] + currency


def _cells(standing: Standing) -> tuple[str, ...]:
    band = standing.band
    amounts = (standing.figure, band.minimum, band.midpoint, band.maximum)
    ratios = (_percent(standing.compa_ratio), _percent(standing.penetration))
    return *(_figure(amount, rate=standing.element == "bonus") for amount in amounts), *ratios


def _figure(figure: Figure, *, rate: bool) -> str:
    if isinstance(figure, Money):
        return figures.whole(figure.amount)
    return _percent(figure) if rate else f"{figure:,f}"


def _percent(rate: Decimal) -> str:
    return f"{rounded(rate * 100, 1):f} %"


# data


@exactly
def check_data(checks: Iterable[OfferCheck], *, as_of: date) -> dict[str, Any]:
    """What a check found as ``compkit/findings/1``; amounts and ratios are decimal strings."""
    checks = tuple(checks)
    return {
        "format": "compkit/findings/1",
        "as_of": str(as_of),
        "passes": all(check.passes for check in checks),
        "offers": [_offer_data(check) for check in checks],
    }


def _offer_data(check: OfferCheck) -> dict[str, Any]:
    return {
        "file": check.path,
        "name": check.name,
        "offer_number": check.offer.offer_number,
        "passes": check.passes,
        "elements": [_standing_data(standing) for standing in check.standings],
        "findings": [_finding_data(finding) for finding in check.findings],
    }


def _standing_data(standing: Standing) -> dict[str, Any]:
    figure, band = standing.figure, standing.band
    return {
        "element": standing.element,
        "currency": figure.currency if isinstance(figure, Money) else None,
        "offer": _exact(figure),
        "minimum": _exact(band.minimum),
        "midpoint": _exact(band.midpoint),
        "maximum": _exact(band.maximum),
        "compa_ratio": _ratio(standing.compa_ratio),
        "range_penetration": _ratio(standing.penetration),
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    given, approver = finding.approved, finding.approver
    return {
        "severity": finding.severity,
        "element": finding.element,
        "reason": finding.reason,
        "approver": approver.key if approver else None,
        "approver_title": approver.title if approver else None,
        "approved_on": str(given.on) if given else None,
    }


def _exact(figure: Figure) -> str:
    return decimal_text(figure.amount) if isinstance(figure, Money) else _ratio(figure)


def _ratio(number: Decimal) -> str:
    """A ratio as text, to ten decimals, so that a third does not run to sixty."""
    return f"{rounded(number, 10).normalize(EXACT):f}"

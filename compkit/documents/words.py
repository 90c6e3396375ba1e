"""Words that every output uses for the same things: names of components, numbers and spans of time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from ..pay.entitlements import Component, Number
from ..pay.offer import Offer
from ..pay.units import TokenMoney
from ..valuation.assumptions import Assumptions
from ..valuation.basis import percent, utilisation_words
from ..valuation.compare import Comparison
from ..valuation.value import Valuation
from . import figures

COMPONENT_NAMES: dict[Component, str] = {
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
NUMBER_NAMES: dict[Number, str] = {"face": "as promised", "cost": "expected cost", "worth": "to the employee"}

_LEGAL_FORM = re.compile(
    r",?\s+(incorporated|inc|corporation|corp|company|co|ltd|limited|llc|llp|plc|gmbh|ag|se|sa|s\.a|bv|nv|oy|ab|kg)\.?$",
    re.IGNORECASE,
)


def short_names(offers: Mapping[str, Offer]) -> dict[str, str]:
    """A short name for each offer, by its key: the employer's first word, or more of it where two would be alike."""
    long = {key: _without_form(offer.employer.name) for key, offer in offers.items()}
    for names in (
        {key: name.split()[0] if name.split() else name for key, name in long.items()},
        long,
        {key: f"{name} {offers[key].offer_number}" for key, name in long.items()},
    ):
        if len(set(names.values())) == len(names):
            return names
    return {key: f"{name} ({number})" for number, (key, name) in enumerate(long.items(), 1)}


def offer_title(offer: Offer) -> str:
    """Employer, number and candidate of an offer; the day instead of the number where it is told."""
    return f"{offer.employer.name} ({offer_number(offer)}), for {offer.candidate.name}"


def offer_number(offer: Offer) -> str:
    """The number by which an offer is known, or the day on which it was told."""
    return f"as told on {offer.told_on}" if offer.is_told else offer.offer_number


def _without_form(name: str) -> str:
    while (shorter := _LEGAL_FORM.sub("", name)) != name and shorter.strip():
        name = shorter
    return name


def span(months: int) -> str:
    """``4 years``, ``1 year``, ``30 months``."""
    if months % 12:
        return f"{months} months"
    return f"{months // 12} year{'s' if months != 12 else ''}"


def personal_use(valuation: Valuation) -> str:
    """For what the tokens of an offer may be used: ``business use only``, or the share for business."""
    shares = {allowance.personal_share for allowance in valuation.package.tokens}
    if not shares:
        return "none"
    if shares == {Decimal(0)}:
        return "for business use only"
    return f"{percent(1 - max(shares))} for business use"


def component_label(comparison: Comparison, component: Component) -> str:
    """A component's name with what tells the offers apart, where that is short."""
    details = [_detail(valuation, component) for valuation in comparison.valuations.values()]
    name = COMPONENT_NAMES[component]
    if component == "RSU" and any(details):
        words = f"{name} ({' | '.join(detail or '-' for detail in details)} a share)"
    elif any(details):
        words = f"{name} ({' | '.join(detail or '-' for detail in details)})"
    else:
        return name
    return words if len(words) <= 30 else name


def _detail(valuation: Valuation, component: Component) -> str:
    if component == "target bonus":
        rates = [bonus.rate for bonus in valuation.package.bonus if bonus.rate is not None]
        return percent(rates[0]) if len(rates) == 1 else ""
    if component == "RSU":
        symbols = {grant.symbol for grant in valuation.package.equity}
        if len(symbols) == 1:
            spot = valuation.market.share_price(symbols.pop(), valuation.assumptions.as_of, stated=True)
            return figures.price(spot.amount)
    return ""


def money_only(valuation: Valuation) -> bool:
    """Whether every token promise of an offer is money, so that the employee carries the price risk."""
    rows = [line.row for line in valuation.lines if line.row.component == "tokens"]
    return bool(rows) and all(isinstance(row.unit, TokenMoney) for row in rows)


def expected_words(given: Assumptions) -> str:
    """What the expected cost assumes, in words."""
    stated = given.token_utilisation
    used = "100 % assumed (none stated)" if stated is None else utilisation_words(stated)
    words = [f"bonus pays {percent(given.bonus_payout)} of target", f"{used} of the tokens are used"]
    if given.commission_payout != 1:
        words.append(f"commission pays {percent(given.commission_payout)}")
    if given.leave_rate:
        words.append(f"{percent(given.leave_rate)} leave a year")
    if given.discount_rate:
        words.append(f"value discounted at {percent(given.discount_rate)} a year")
    if given.employer_load:
        words.append(f"load of {percent(given.employer_load)} on cash")
    if given.illiquidity:
        symbols = figures.joined(entry.symbol for entry in given.illiquidity)
        words.append(f"{symbols} shares worth less to the employee since they cannot be sold")
    if given.events:
        days = figures.joined(f"{name} on {day}" for name, day in given.events)
        words.append(f"events assumed: {days}")
    return f"Expected: {', '.join(words)}; not the accounting expense."

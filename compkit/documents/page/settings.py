"""Settings of the page at the start: the inputs that a reader can move, as the assumptions have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...market.market import Market
from ...valuation.assumptions import Assumptions
from ...valuation.utilisation import Utilisation, UtilisationOdds, UtilisationPath
from .numbers import figure
from .reader import Reader


def start_settings(market: Market, given: Assumptions, symbols: Iterable[str], reader: Reader) -> dict[str, Any]:
    """Settings under which the page opens.

    A candidate's start where nothing is expected: no discount, no growth, and nothing at all of payout, use or staying.
    """
    shared: dict[str, Any] = {
        "model": "",
        "token_change": "0",
        "providers": {},
        "announced": market.announced,
        "moves": [],
        "index_moves": [],
        "shares": share_settings(market, symbols),
    }
    if reader == "candidate":
        return shared | {"discount": "0", "haircut": "0"}
    return shared | {
        "discount": figure(given.discount_rate),
        "haircut": figure(given.resale_haircut),
        "utilisation": _utilisation(given.token_utilisation),
        "payout": figure(given.bonus_payout),
        "commission": figure(given.commission_payout),
        "leave_rate": figure(given.leave_rate),
        "load": figure(given.employer_load),
    }


def share_settings(market: Market, symbols: Iterable[str]) -> dict[str, dict[str, str]]:
    """Spot, in the share's own currency, and growth a year of each share."""
    return {
        symbol: {
            "price": figure(market.share_price(symbol, market.as_of).amount),
            "growth": figure(market.share_growth(symbol)),
        }
        for symbol in symbols
    }


def _utilisation(stated: Utilisation | None) -> Any:
    """One rate, rates by month of service, or null where none is stated; cost is linear in use, so a mean is exact."""
    match stated:
        case None:
            return None
        case UtilisationPath(by_month=rates):
            return {"by_month": [figure(rate) for rate in rates]}
        case UtilisationOdds():
            return figure(stated.mean)
        case _:
            return figure(stated)

"""Presets of the page: named scenarios as settings. What settings cannot say is left out and named."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from ...market.market import Market
from ...market.moves import IndexDrift, Move, ShareMove, TokenPriceChange, TokenPriceDrift, TokenPriceLevel, UseModel
from ...market.scenarios import Scenario
from .numbers import figure
from .settings import share_settings


def presets(
    scenarios: Iterable[Scenario], market: Market, *, symbols: Iterable[str], models: Container[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Presets, and the names of the scenarios that settings cannot express.

    Args:
        scenarios: What-ifs.
        market: The market that the reader may see.
        symbols: Shares of the page.
        models: Models that can be chosen on it.
    """
    found, left_out, shares = [], [], tuple(symbols)
    for scenario in scenarios:
        changes = _changes(scenario, market, shares, models)
        if changes is None:
            left_out.append(scenario.name)
        else:
            found.append({"name": scenario.name, "settings": changes})
    return found, left_out


def _changes(
    scenario: Scenario, market: Market, symbols: tuple[str, ...], models: Container[str]
) -> dict[str, Any] | None:
    """What a scenario changes of the settings; None if they cannot say it."""
    changes: dict[str, Any] = {"moves": [], "index_moves": []}
    if scenario.announced not in (None, market.announced):
        changes["announced"] = scenario.announced
    for move in scenario.moves:
        if not _expressed(move, models):
            return None
        match move:
            case UseModel(model=model):
                changes["model"] = model
            case IndexDrift(index_name=index, rate=rate):
                changes["index_moves"].append([index or "", figure(rate)])
            case ShareMove():
                changes["shares"] = share_settings(scenario.apply(market), symbols)
            case _:
                changes["moves"].append(_token_move(move, market))
    return {name: value for name, value in changes.items() if value != []}


def _expressed(move: Move, models: Container[str]) -> bool:
    """Whether settings can say a move: not one to a model that has no price for every mix on every day."""
    return not isinstance(move, UseModel) or move.model in models


def _token_move(move: Move, market: Market) -> dict[str, Any]:
    if isinstance(move, TokenPriceDrift):
        return {"a_year": figure(move.rate)}
    if isinstance(move, TokenPriceLevel):
        return {"level": figure(move.per_mtok)}
    assert isinstance(move, TokenPriceChange)  # every other move has been told apart
    begins = None if move.from_on is None else (move.from_on - market.as_of).days
    return {"rate": figure(move.rate), "provider": move.provider, "from": begins}

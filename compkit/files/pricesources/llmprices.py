"""Files in the style of llm-prices (github.com/simonw/llm-prices): US dollars per million tokens, by vendor.

Three shapes of one content: a vendor's file (``vendor`` and ``models``, each with a ``price_history``), and lists
under ``prices`` of what is current, or of everything with ``from_date`` (the first day) and ``to_date`` (the first day
after).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import InvalidValue
from ...market.prices import RateCard, TokenPrice
from ..fields import parse_model
from ..places import Place
from ..structure import BROKEN
from .imported import FoundPrice, LeftOut, Occasion, day_at, price_at

SOURCE = "llm-prices"
_KINDS = {"fresh_input": "input", "output": "output", "cache_read": "input_cached"}


def llm_prices(top: Place, occasion: Occasion) -> Iterator[FoundPrice | LeftOut]:
    """Prices of such a file; its version is the day it was updated, unless another is given."""
    updated = top.data.get("updated_at")
    version = occasion.source_version or (updated if isinstance(updated, str) else "")
    occasion = Occasion(checked_on=occasion.checked_on, source_version=version)
    for entry in (*top.at("models").entries(), *top.at("prices").entries()):
        if not isinstance(entry.data, Mapping):
            entry.refuse("must be keys and values")
            continue
        model = f"{entry.data.get('vendor', top.data.get('vendor'))}/{entry.data.get('id')}"
        try:
            parse_model(model)
        except InvalidValue as error:
            entry.refuse(f"its vendor and id {error.rule}", error.fix, value=model)
            continue
        history = entry.at("price_history").entries() if "price_history" in entry.data else [entry]
        for place in history:
            yield from _price(place, model, occasion)


def _price(here: Place, model: str, occasion: Occasion) -> Iterator[FoundPrice | LeftOut]:
    if not isinstance(here.data, Mapping):
        here.refuse("must be keys and values")
        return
    prices = {kind: price_at(here.at(name)) for kind, name in _KINDS.items()}
    first, until = day_at(here.at("from_date")), day_at(here.at("to_date"))
    if BROKEN in (*prices.values(), first, until):
        return  # its problems are noted
    if all(price is None for price in prices.values()):
        yield LeftOut(entry=model, reason="has no price by token")
    elif first is None and until is not None and until <= occasion.checked_on:
        yield LeftOut(entry=model, reason="is a past price whose first day is not known", detail=f"until {until}")
    elif (price := _row(here, model, prices, first, until, occasion)) is not BROKEN:
        yield FoundPrice(here=here, label=model, price=price)


def _row(here: Place, model: str, prices: dict[str, Any], first: Any, until: Any, occasion: Occasion) -> Any:
    from_on = first or occasion.checked_on
    return here.holding({}).make(
        TokenPrice,
        model=model,
        card=RateCard(**prices),
        from_on=from_on,
        until_on=until,
        announced=from_on > occasion.checked_on,
        source=SOURCE,
        source_version=occasion.source_version,
        checked_on=occasion.checked_on,
        reading="prices per million as stated"
        + ("" if first else "; its first day is not known: from the day of the check"),
    )

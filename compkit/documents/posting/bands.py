"""Pay bands into a posting: only the two ends of a band leave; its midpoint and the structure stay inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from attrs import evolve

from ...errors import InvalidValue
from ...pay.bands import OfferBands, PayBand
from ...pay.offer import Role
from ...pay.structure import PayStructure
from .posting import PayRange, Posting, PostingPlace
from .terms import EquityTerms, RateRange, TokenBudget

Band = TypeVar("Band")


def with_bands(posting: Posting, structure: PayStructure) -> Posting:
    """The posting with what it does not state itself taken from the pay bands of its job, place by place.

    A bonus, equity or token band is taken only where it is the same in every place of the posting.

    Args:
        posting: With its level and family as the structure names them.
        structure: Internal; of each band only minimum and maximum are read.

    Raises:
        InvalidValue: If no band covers the job, a place has no factor, a stated range leaves its band, or the bands
            of two places differ where a posting says one thing.
    """
    found = {place.name: structure.of(_role(posting, place)) for place in posting.places}
    parts: dict[str, Any] = {"pay": _pay(found) if not posting.pay else _inside(posting, found)}
    bonus, equity, tokens = (_same(name, (getattr(own, name) for own in found.values())) for name in _PARTS)
    if posting.bonus is None and bonus is not None:
        parts["bonus"] = RateRange(minimum=bonus.minimum, maximum=bonus.maximum)
    if posting.equity is None and equity is not None:
        parts["equity"] = EquityTerms(minimum=equity.minimum, maximum=equity.maximum)
    if posting.tokens is None and tokens is not None:
        parts["tokens"] = TokenBudget(minimum=tokens.minimum, maximum=tokens.maximum)
    return evolve(posting, **parts)


_PARTS = ("bonus", "equity", "tokens")


def _role(posting: Posting, place: PostingPlace) -> Role:
    return Role(
        title=posting.title,
        level=posting.level,
        department=posting.family,
        location=place.name,
        employment=posting.employment,
    )


def _pay(found: dict[str, OfferBands]) -> tuple[PayRange, ...]:
    """One range for all places where they agree, else one for each group of places that does."""
    groups: dict[tuple[Any, Any], list[str]] = {}
    for name, own in found.items():
        groups.setdefault((own.base.minimum, own.base.maximum), []).append(name)
    return tuple(
        PayRange(minimum=low, maximum=high, places=tuple(names) if len(groups) > 1 else ())
        for (low, high), names in groups.items()
    )


def _inside(posting: Posting, found: dict[str, OfferBands]) -> tuple[PayRange, ...]:
    """The ranges as stated; one for a year must lie in its band."""
    for pay in posting.pay:
        for place in posting.at(pay) if pay.per == "year" else ():
            _check_inside(pay, found[place.name].base, place.name)
    return posting.pay


def _check_inside(pay: PayRange, band: PayBand, place: str) -> None:
    stated = f"{pay.minimum} to {pay.maximum} in {place}"
    if pay.minimum.currency != band.minimum.currency:
        raise InvalidValue("pay", stated, f"is not in the currency of its band, {band.minimum.currency}")
    if pay.minimum < band.minimum or pay.maximum > band.maximum:
        rule = f"leaves the pay band of the job, {band.minimum} to {band.maximum}"
        raise InvalidValue("pay", stated, rule, "a range that is not meant is not in good faith: correct one of them")


def _same(name: str, bands: Iterable[Band]) -> Band | None:
    first, *others = bands
    if any(_ends(other) != _ends(first) for other in others):
        rule = "has different bands in the places of the posting"
        raise InvalidValue(name, "its bands", rule, f"state {name} in the posting, or post each place alone")
    return first


def _ends(band: Any) -> Any:
    return None if band is None else (band.minimum, band.maximum)

"""The three sentences that open a comparison: who leads without tokens, with them, and where the tie is."""

from __future__ import annotations

from decimal import Decimal

from ..money import exactly
from ..valuation.compare import Comparison
from . import figures
from .format import rounded
from .words import personal_use, span


@exactly
def sentences(comparison: Comparison, who: str = "the candidate") -> tuple[str, ...]:
    """Three sentences on the amounts as promised; fewer for a single offer.

    Args:
        comparison: The offers.
        who: Whose value of tokens makes the tie.
    """
    if len(comparison.names) < 2:
        return (_alone(comparison),)
    return _without(comparison), _with(comparison), _tie(comparison, who)


def _span(comparison: Comparison) -> str:
    return span(comparison.baseline.assumptions.horizon_months)


def _alone(comparison: Comparison) -> str:
    name = comparison.names[0]
    cash, everything = (comparison.amount(name, tokens=tokens) for tokens in ("none", "all"))
    return (
        f"{name} promises {comparison.currency} {figures.whole(cash)} over {_span(comparison)} without tokens, "
        f"{figures.whole(everything)} with all of them."
    )


def _lead(comparison: Comparison, tokens: str) -> tuple[str, str, Decimal]:
    first, second = comparison.leader(tokens=tokens)
    assert second is not None  # called for two offers or more
    return first, second, comparison.amount(first, tokens=tokens) - comparison.amount(second, tokens=tokens)


def _more(comparison: Comparison, tokens: str) -> str:
    """``Globex promises 93,000 more``, or that they are equal; against the second of three or more by name."""
    first, second, gap = _lead(comparison, tokens)
    if not rounded(gap):
        return f"{first} and {second} promise the same"
    against = f" than {second}" if len(comparison.names) > 2 else ""
    return f"{first} promises {figures.whole(gap)} more{against}"


def _without(comparison: Comparison) -> str:
    first, second, _ = _lead(comparison, "none")
    labels = comparison.year_labels
    behind = [
        label
        for label in labels
        if comparison.amount(first, year=label, tokens="none") < comparison.amount(second, year=label, tokens="none")
    ]
    tail = ""
    if behind and len(behind) < len(labels):
        only = "only " if len(behind) == 1 else ""
        tail = f"; it is behind {only}in {figures.joined(behind)}"
    return f"Without tokens {_more(comparison, 'none')} over {_span(comparison)}{tail}."


def _with(comparison: Comparison) -> str:
    if "tokens" not in comparison.components:
        return "No offer promises tokens."
    uses = [
        f"{name}'s are {personal_use(valuation)}"
        for name, valuation in comparison.valuations.items()
        if valuation.package.tokens
    ]
    return (
        f"With all tokens as promised {_more(comparison, 'all')}; with only the guaranteed ones "
        f"{_more(comparison, 'guaranteed')}. Tokens are not cash: {', '.join(uses)}."
    )


def _tie(comparison: Comparison, who: str) -> str:
    pair = comparison.pair()
    assert pair is not None  # called for two offers or more
    found = comparison.tie(*pair)
    two = "The two" if len(comparison.names) == 2 else f"{pair[0]} and {pair[1]}"
    unit = f"1 {comparison.currency} of promised tokens"
    if found is None:
        leader = max(pair, key=lambda name: comparison.amount(name, tokens="none"))
        equal = comparison.amount(pair[0], tokens="none") == comparison.amount(pair[1], tokens="none")
        if equal:
            return f"{two} are equal without tokens."
        return f"{two} are equal at no value of tokens: {leader} is ahead whatever {unit} is worth."
    return f"{two} are equal if {who} values {unit} at {figures.price(rounded(found, 3))} {comparison.currency}."

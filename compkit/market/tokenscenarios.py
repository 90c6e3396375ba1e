"""Token price scenarios: named what-ifs about providers' prices. Each is an assumption and says where it comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..errors import InvalidValue
from ..money import EXACT, exact
from .moves import TokenPriceChange, TokenPriceDrift, TokenPriceLevel
from .scenarios import Scenario

_OWN = "assumption of compkit, no public source"
_LEAST, _MOST = Decimal("0.05"), Decimal("0.30")

LIST_FLAT = Scenario(name="list flat", source="assumption: today's list prices stay; nothing is forecast")

SAME_TIER = Scenario(
    name="same tier -25 % a year",
    moves=(TokenPriceDrift(rate="-0.25"),),
    source=_OWN + " for this rate; prices of a tier fall in steps and sometimes rise",
)

SAME_CAPABILITY = Scenario(
    name="same capability -90 % a year",
    moves=(TokenPriceDrift(rate="-0.90"),),
    source=(
        "assumption; equal performance ten times cheaper every year: a16z, LLMflation, 2024-11-12; "
        "9 to 900 times by task: Epoch AI, LLM inference price trends, 2025-03-12"
    ),
)

UP_HALF = Scenario(
    name="up 50 %", moves=(TokenPriceChange(rate="0.5"),), source=_OWN + " for this rate; a stress of today's prices"
)

ANNOUNCED = Scenario(
    name="announced prices on",
    announced=True,
    source="assumption: changes that providers have announced take place; each row of the book names its source",
)

NOT_ANNOUNCED = Scenario(
    name="announced prices off",
    announced=False,
    source="assumption: changes that providers have announced do not take place, since announcements can be cancelled",
)

PREMIUM = Scenario(
    name="premium tier at 150",
    moves=(TokenPriceLevel(per_mtok=150),),
    source=(
        "assumption: every kind of token at USD 150 per million, which GPT-4.5 preview cost for output "
        "(USD 75 for input): OpenRouter model page, 2025-02-27"
    ),
)

FREE = Scenario(
    name="free tier",
    moves=(TokenPriceLevel(per_mtok=0),),
    source=(
        "assumption: every kind of token at 0, as OpenRouter's free models, "
        "which are limited to 50 requests a day: OpenRouter pricing page as quoted on 2026-04-30"
    ),
)

TOKEN_SCENARIOS = (LIST_FLAT, SAME_TIER, SAME_CAPABILITY, UP_HALF, ANNOUNCED, NOT_ANNOUNCED, PREMIUM, FREE)
"""All of them, the default first."""


def provider_increase(provider: str, rate: Decimal | int | str, on: date) -> Scenario:
    """One provider's list prices up by 5 to 30 % from a day on; other providers' stay.

    >>> provider_increase("openai", "0.1", date(2027, 7, 1)).name
    'openai +10 % from 2027-07-01'

    Raises:
        InvalidValue: On a rate outside 5 to 30 %, which is another scenario than this one.
    """
    rise = exact(rate)
    if not _LEAST <= rise <= _MOST:
        fix = "state a Scenario with a TokenPriceChange of its own"
        raise InvalidValue("provider_increase.rate", rise, f"must be from {_LEAST} to {_MOST}", fix)
    percent = EXACT.multiply(rise, Decimal(100)).normalize(EXACT)
    return Scenario(
        name=f"{provider} +{percent:f} % from {on}",
        moves=(TokenPriceChange(rate=rise, from_on=on, provider=provider),),
        source=_OWN + "; the rate and the day are stated by the user",
    )

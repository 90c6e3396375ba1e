"""A year under a contract: what is paid with discount or steps, a commitment, its shortfall and what goes beyond it."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from ..money import EXACT, Money, exactly
from .contracts import Contract


@frozen(kw_only=True)
class ContractYear:
    """What a year under a contract comes to; parts add up to `paid`.

    Attributes:
        at_list: Spend at list prices.
        within: Paid at contract prices, up to the commitment where there is one.
        overage: Paid for what goes beyond the commitment.
        shortfall: Paid for what is missing to the commitment.
    """

    at_list: Money
    within: Money
    overage: Money
    shortfall: Money

    @property
    def paid(self) -> Money:
        """All that is paid."""
        return self.within + self.overage + self.shortfall

    @property
    def effective_rate(self) -> Decimal | None:
        """What is paid for a unit of money at list prices; None where nothing is used."""
        return EXACT.divide(self.paid.amount, self.at_list.amount) if self.at_list.amount else None


@exactly
def contract_year(contract: Contract, at_list: Money, *, at_contract: Money | None = None) -> ContractYear:
    """A year's spend under a contract: discount or steps, then overage beyond and shortfall below the commitment.

    ``paid = min(spend, commitment) + overage + shortfall``, where the overage is the list spend beyond the point at
    which the commitment is used up, at its own discount, and ``shortfall = (commitment - spend) * shortfall_rate``.

    Args:
        contract: Its terms.
        at_list: The year's usage at list prices.
        at_contract: The same at contract prices, where these are stated or locked; by the discount if None.
    """
    spend = at_list * (1 - contract.discount(at_list)) if at_contract is None else at_contract
    nothing = Money(0, at_list.currency)
    committed = contract.commitment
    if committed is None:
        return ContractYear(at_list=at_list, within=spend, overage=nothing, shortfall=nothing)
    missing = committed - spend
    if missing.amount >= 0:
        short = missing * contract.shortfall_rate
        return ContractYear(at_list=at_list, within=spend, overage=nothing, shortfall=short)
    beyond = Money(0, spend.currency) - missing
    if contract.overage_discount_rate is not None:
        beyond = at_list * (beyond.amount / spend.amount) * (1 - contract.overage_discount_rate)
    return ContractYear(at_list=at_list, within=committed, overage=beyond, shortfall=nothing)

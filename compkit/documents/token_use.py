"""What may be done with the tokens of an allowance, and what becomes of them: unused, used up, changed, on leaving."""

from __future__ import annotations

from ..money import Money
from ..pay.allowance import AS_LONG_AS_EMPLOYED, TokenAllowance
from ..pay.amounts import CapacitySlice, PayBase, money_currency
from ..pay.rules import FixedMoney, Indexed
from .token_amounts import PERIODS
from .voice import Voice


def unused_sentence(allowance: TokenAllowance, pay: PayBase, voice: Voice) -> str:
    """What becomes of tokens that a period does not use."""
    period = PERIODS[allowance.release]
    if allowance.rollover_months == 0:
        return f"What is not used by the end of its {period} lapses."
    share = "" if allowance.rollover_share == 1 else f"{voice.percent(allowance.rollover_share)} of "
    what = f"{share[:1].upper()}{share[1:]}what" if share else "What"
    how = " without limit while you stay employed"
    if allowance.rollover_months is not None:
        how = f" for {voice.count(allowance.rollover_months, 'month')}, then lapses"
    last = (
        f" Nothing carried over can be used after {voice.day(allowance.rollover_until)}."
        if allowance.rollover_until
        else ""
    )
    return f"{what} is not used in its {period} carries over{how}.{_cap(allowance, pay, voice)}{last}"


def _cap(allowance: TokenAllowance, pay: PayBase, voice: Voice) -> str:
    """The most that is carried into a period."""
    cap, amount = allowance.rollover_cap, allowance.amount
    if cap is None:
        return ""
    if isinstance(allowance.rule, (FixedMoney, Indexed)):
        basis = allowance.basis
        currency = money_currency(amount, pay) or (basis.per_mtok.currency if basis else "")
        most = voice.money(Money(cap, currency))
    elif isinstance(amount, CapacitySlice):
        most = f"{voice.percent(cap)} of a month's output"
    else:
        most = voice.tokens(cap)
    return f" No more than {most} is carried into any {PERIODS[allowance.release]}."


def overage_sentence(allowance: TokenAllowance) -> str:
    """What happens when the allowance is used up."""
    return {
        "stops": "Use stops when the allowance is used up.",
        "needs approval": "Use beyond the allowance needs approval.",
        "charged to the team": "Use beyond the allowance is charged to your team.",
    }[allowance.overage]


def use_sentence(allowance: TokenAllowance, voice: Voice) -> str:
    """For what the tokens may be used."""
    personal = voice.percent(allowance.personal_share)
    return {
        "business": "For the Company's business only.",
        "incidental": "For the Company's business; incidental personal use is tolerated.",
        "personal": f"For the Company's business, and {personal} of it for your personal use.",
    }[allowance.use]


def transfer_sentence(allowance: TokenAllowance) -> str:
    """Whether the tokens may go to others."""
    return {
        "none": "It cannot be transferred, sold or paid out.",
        "pool": "You may pool it with colleagues; it cannot be sold or paid out.",
        "donate": "You may donate it; it cannot be sold or paid out.",
        "resell": "You may resell it.",
    }[allowance.transfer]


def guarantee_sentence(allowance: TokenAllowance, voice: Voice) -> str:
    """Until when the Company may not change the allowance."""
    notice = f" with notice of {voice.count(allowance.notice_days, 'day')}" if allowance.notice_days else " at any time"
    if allowance.guaranteed_until == AS_LONG_AS_EMPLOYED:
        return "Guaranteed as long as you are employed."
    change = f"the Company may change or end it{notice}"
    if allowance.guaranteed_until is None:
        return f"It is a policy, not a guarantee: {change}."
    return f"Guaranteed until {voice.day(allowance.guaranteed_until)}. After that {change}."


def expiry_sentence(allowance: TokenAllowance, voice: Voice) -> str:
    """When the allowance ends of itself."""
    if allowance.ends_on is not None:
        return f"The allowance ends on {voice.day(allowance.ends_on)}."
    return "The allowance has no end date of its own while you are employed."


def leaving_sentence(allowance: TokenAllowance, voice: Voice) -> str:
    """What leaving ends, and by which day the rest is used."""
    by_days = f"The {PERIODS[allowance.release]} in which you leave counts by the days until then."
    if not allowance.wind_down_days:
        return f"When you leave, it ends on your last day. {by_days}"
    days = voice.count(allowance.wind_down_days, "day")
    return f"When you leave, what has been released can be used for {days} after your last day. {by_days}"

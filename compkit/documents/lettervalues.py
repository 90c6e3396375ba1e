"""Plain values of an offer, one a name: for own templates that have sentences of their own, in any language."""

from __future__ import annotations

from ..pay.bonus import annual_target
from ..pay.offer import Offer
from .voice import Voice


def plain_values(offer: Offer, voice: Voice) -> dict[str, str]:
    """Values as the locale writes them; empty where the offer says nothing.

    Args:
        offer: The offer.
        voice: How figures and days are written.
    """
    package, role = offer.package, offer.role
    accrual = package.accrual
    bonuses = [voice.money(annual_target(bonus, accrual)) for bonus in package.bonus] if accrual else []
    return {
        "role": role.title,
        "level": role.level,
        "department": role.department,
        "manager": role.manager,
        "location": role.location,
        "employment": role.employment,
        "start_on": voice.day(package.start_on),
        "base_salary": voice.money(package.salary.annual()) if package.salary else "",
        "paid": package.salary.paid if package.salary else "",
        "bonus_at_target": "; ".join(bonuses),
        "sign_on": "; ".join(voice.money(paid.amount) for paid in package.sign_on),
        "granted_units": "; ".join(voice.number(grant.granted_units) for grant in package.equity),
    }

"""What is promised: the components of a pay package, expanded into dated entitlements. No price is known here."""

from .baskets import AGENTIC, CHAT, MIXES, Basket, BasketPart, TokenMix
from .benefits import Benefit, EmployerMatch
from .bonus import Commission, TargetBonus, on_target_earnings, pay_mix
from .entitlements import COMPONENTS, NUMBERS, Accrual, DayClock, Entitlement, MonthClock, ServiceClock
from .equity import RestrictedStock, StockOptions
from .offer import Candidate, Employer, Offer, Role
from .oneoffs import Relocation, RetentionBonus, SignOnBonus
from .package import Package, entitlements
from .rules import BetterOfBoth, Collar, FixedMoney, FixedQuantity, Indexed, PriceRule
from .salary import BaseSalary, Raise
from .tokens import AS_LONG_AS_EMPLOYED, MoneyPer, PriceBasis, ShareOfBase, TokenAllowance, TokensPer
from .units import Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from .vesting import STANDARD_SCHEDULES, Vesting, VestingStep

__all__ = [
    "AGENTIC",
    "AS_LONG_AS_EMPLOYED",
    "CHAT",
    "COMPONENTS",
    "MIXES",
    "NUMBERS",
    "STANDARD_SCHEDULES",
    "Accrual",
    "BaseSalary",
    "Basket",
    "BasketPart",
    "Benefit",
    "BetterOfBoth",
    "Candidate",
    "Cash",
    "Collar",
    "Commission",
    "DayClock",
    "Employer",
    "EmployerMatch",
    "Entitlement",
    "FixedMoney",
    "FixedQuantity",
    "Indexed",
    "MoneyPer",
    "MonthClock",
    "Offer",
    "Options",
    "Package",
    "PriceBasis",
    "PriceRule",
    "Raise",
    "Relocation",
    "RestrictedStock",
    "RetentionBonus",
    "Role",
    "ServiceClock",
    "ShareOfBase",
    "Shares",
    "SignOnBonus",
    "StockOptions",
    "TargetBonus",
    "TokenAllowance",
    "TokenClaim",
    "TokenMix",
    "TokenMoney",
    "TokensPer",
    "Unit",
    "Vesting",
    "VestingStep",
    "entitlements",
    "on_target_earnings",
    "pay_mix",
]

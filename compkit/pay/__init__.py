"""What is promised: the components of a pay package, expanded into dated entitlements. No price is known here."""

from .allowance import AS_LONG_AS_EMPLOYED, PriceBasis, Successor, TokenAllowance
from .amounts import CapacitySlice, CreditsPer, MoneyPer, ShareOfBase, ShareOfTargetCash, TokensPer
from .bands import (
    NumberBand,
    OfferBands,
    PayBand,
    compa_ratio,
    group_compa_ratio,
    midpoint_progression,
    range_overlap,
    range_penetration,
    range_spread,
)
from .baskets import AGENTIC, CHAT, MIXES, Basket, BasketPart, TokenMix
from .benefits import Benefit, EmployerMatch
from .bonus import Commission, TargetBonus, on_target_earnings, pay_mix
from .clawback import owed_back
from .entitlements import COMPONENTS, NUMBERS, Accrual, DayClock, Entitlement, MonthClock, ServiceClock
from .equity import RestrictedStock, StockOptions
from .ledger import ledger, runs_dry_on
from .ledgerbook import OUTCOMES, Ledger, LedgerPeriod, Overage
from .ledgergrants import FteChange
from .offer import Approval, Candidate, Employer, Offer, Role
from .oneoffs import Relocation, RetentionBonus, SignOnBonus
from .package import Package, entitlements
from .paydays import PaySlip, pay_slips, paydays
from .proration import CONVENTIONS, prorate, year_share
from .rules import BetterOfBoth, Collar, FixedMoney, FixedQuantity, Indexed, PriceRule
from .salary import BaseSalary, Raise
from .structure import PayStructure, PlaceFactor
from .units import CapacityShare, Cash, Options, Shares, TokenClaim, TokenMoney, Unit
from .usage import OverageApproval, Usage
from .vesting import STANDARD_SCHEDULES, Vesting, VestingStep, VestingTerms

__all__ = [
    "AGENTIC",
    "AS_LONG_AS_EMPLOYED",
    "CHAT",
    "COMPONENTS",
    "CONVENTIONS",
    "MIXES",
    "NUMBERS",
    "OUTCOMES",
    "STANDARD_SCHEDULES",
    "Accrual",
    "Approval",
    "BaseSalary",
    "Basket",
    "BasketPart",
    "Benefit",
    "BetterOfBoth",
    "Candidate",
    "CapacityShare",
    "CapacitySlice",
    "Cash",
    "Collar",
    "Commission",
    "CreditsPer",
    "DayClock",
    "Employer",
    "EmployerMatch",
    "Entitlement",
    "FixedMoney",
    "FixedQuantity",
    "FteChange",
    "Indexed",
    "Ledger",
    "LedgerPeriod",
    "MoneyPer",
    "MonthClock",
    "NumberBand",
    "Offer",
    "OfferBands",
    "Options",
    "Overage",
    "OverageApproval",
    "Package",
    "PayBand",
    "PaySlip",
    "PayStructure",
    "PlaceFactor",
    "PriceBasis",
    "PriceRule",
    "Raise",
    "Relocation",
    "RestrictedStock",
    "RetentionBonus",
    "Role",
    "ServiceClock",
    "ShareOfBase",
    "ShareOfTargetCash",
    "Shares",
    "SignOnBonus",
    "StockOptions",
    "Successor",
    "TargetBonus",
    "TokenAllowance",
    "TokenClaim",
    "TokenMix",
    "TokenMoney",
    "TokensPer",
    "Unit",
    "Usage",
    "Vesting",
    "VestingStep",
    "VestingTerms",
    "compa_ratio",
    "entitlements",
    "group_compa_ratio",
    "ledger",
    "midpoint_progression",
    "on_target_earnings",
    "owed_back",
    "pay_mix",
    "pay_slips",
    "paydays",
    "prorate",
    "range_overlap",
    "range_penetration",
    "range_spread",
    "runs_dry_on",
    "year_share",
]

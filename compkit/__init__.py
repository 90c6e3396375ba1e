"""compkit plans pay packages in which AI tokens are the fourth component, beside salary, bonus and equity.

The public names are handed on lazily, so that `import compkit` loads none of the rooms.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOMS = {
    "errors": (
        "CompkitError CurrencyMismatch FileProblems InvalidValue MissingFact OutputRefused Problem UnknownModel"
    ),
    "money": "Money apportion",
    "dates": "MonthDay add_months",
    "pay": (
        "AGENTIC AS_LONG_AS_EMPLOYED CHAT BaseSalary Basket BasketPart Benefit BetterOfBoth Candidate Cash Collar "
        "Commission Employer EmployerMatch Entitlement FixedMoney FixedQuantity Indexed MoneyPer Offer Options "
        "Package PaySlip PriceBasis Raise Relocation RestrictedStock RetentionBonus Role ShareOfBase Shares "
        "SignOnBonus StockOptions TargetBonus TokenAllowance TokenClaim TokenMix TokenMoney TokensPer Vesting "
        "VestingStep entitlements owed_back pay_slips paydays prorate"
    ),
    "pay.bands": (
        "NumberBand OfferBands PayBand compa_ratio group_compa_ratio midpoint_progression range_overlap "
        "range_penetration range_spread"
    ),
    "pay.offer": "Approval",
    "pay.structure": "PayStructure PlaceFactor",
    "market": (
        "Contract ExchangeRate LongContextTier Market PriceBook RateCard Scenario ShareMove SharePrice "
        "TokenPrice TokenPriceChange TokenPriceDrift TokenPriceLevel UseModel basket_price list_prices "
        "tokens_bought"
    ),
    "valuation": (
        "Assumptions Closing Comparison Expectations Facts Leaving Line NamedTotal Scope Valuation View basis "
        "by_year cells close_gap compare leave leave_by_half_year named_totals tie value"
    ),
    "valuation.offercheck": "Finding OfferCheck Standing check_offer standings",
    "valuation.offerpolicy": "ApprovalLimit Approver EquityGuideline OfferPolicy TokenCap",
    "documents.report": "build_report",
    "documents.letter": "build_letter build_letter_markdown",
    "documents.workbook": "build_workbook",
    "documents.table": "render",
    "files.offers": ("OfferFile Readings format_offer iter_offers parse_offer read_offer read_offers write_offer"),
    "files.assumptions": "read_assumptions",
    "files.policy": "read_bands read_policy",
    "files.prices": "read_prices write_prices",
    "files.frames": "to_frame",
    "files.schema": "offer_schema",
    "files.documents": "write_letter write_workbook",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = ["__version__", *sorted(_ROOM_OF)]

if TYPE_CHECKING:
    from .dates import MonthDay as MonthDay, add_months as add_months
    from .documents.letter import build_letter as build_letter, build_letter_markdown as build_letter_markdown
    from .documents.report import build_report as build_report
    from .documents.table import render as render
    from .documents.workbook import build_workbook as build_workbook
    from .errors import (
        CompkitError as CompkitError,
        CurrencyMismatch as CurrencyMismatch,
        FileProblems as FileProblems,
        InvalidValue as InvalidValue,
        MissingFact as MissingFact,
        OutputRefused as OutputRefused,
        Problem as Problem,
        UnknownModel as UnknownModel,
    )
    from .files.assumptions import read_assumptions as read_assumptions
    from .files.documents import write_letter as write_letter, write_workbook as write_workbook
    from .files.frames import to_frame as to_frame
    from .files.offers import (
        OfferFile as OfferFile,
        Readings as Readings,
        format_offer as format_offer,
        iter_offers as iter_offers,
        parse_offer as parse_offer,
        read_offer as read_offer,
        read_offers as read_offers,
        write_offer as write_offer,
    )
    from .files.policy import read_bands as read_bands, read_policy as read_policy
    from .files.prices import read_prices as read_prices, write_prices as write_prices
    from .files.schema import offer_schema as offer_schema
    from .market import (
        Contract as Contract,
        ExchangeRate as ExchangeRate,
        LongContextTier as LongContextTier,
        Market as Market,
        PriceBook as PriceBook,
        RateCard as RateCard,
        Scenario as Scenario,
        ShareMove as ShareMove,
        SharePrice as SharePrice,
        TokenPrice as TokenPrice,
        TokenPriceChange as TokenPriceChange,
        TokenPriceDrift as TokenPriceDrift,
        TokenPriceLevel as TokenPriceLevel,
        UseModel as UseModel,
        basket_price as basket_price,
        list_prices as list_prices,
        tokens_bought as tokens_bought,
    )
    from .money import Money as Money, apportion as apportion
    from .pay import (
        AGENTIC as AGENTIC,
        AS_LONG_AS_EMPLOYED as AS_LONG_AS_EMPLOYED,
        CHAT as CHAT,
        BaseSalary as BaseSalary,
        Basket as Basket,
        BasketPart as BasketPart,
        Benefit as Benefit,
        BetterOfBoth as BetterOfBoth,
        Candidate as Candidate,
        Cash as Cash,
        Collar as Collar,
        Commission as Commission,
        Employer as Employer,
        EmployerMatch as EmployerMatch,
        Entitlement as Entitlement,
        FixedMoney as FixedMoney,
        FixedQuantity as FixedQuantity,
        Indexed as Indexed,
        MoneyPer as MoneyPer,
        Offer as Offer,
        Options as Options,
        Package as Package,
        PaySlip as PaySlip,
        PriceBasis as PriceBasis,
        Raise as Raise,
        Relocation as Relocation,
        RestrictedStock as RestrictedStock,
        RetentionBonus as RetentionBonus,
        Role as Role,
        ShareOfBase as ShareOfBase,
        Shares as Shares,
        SignOnBonus as SignOnBonus,
        StockOptions as StockOptions,
        TargetBonus as TargetBonus,
        TokenAllowance as TokenAllowance,
        TokenClaim as TokenClaim,
        TokenMix as TokenMix,
        TokenMoney as TokenMoney,
        TokensPer as TokensPer,
        Vesting as Vesting,
        VestingStep as VestingStep,
        entitlements as entitlements,
        owed_back as owed_back,
        pay_slips as pay_slips,
        paydays as paydays,
        prorate as prorate,
    )
    from .pay.bands import (
        NumberBand as NumberBand,
        OfferBands as OfferBands,
        PayBand as PayBand,
        compa_ratio as compa_ratio,
        group_compa_ratio as group_compa_ratio,
        midpoint_progression as midpoint_progression,
        range_overlap as range_overlap,
        range_penetration as range_penetration,
        range_spread as range_spread,
    )
    from .pay.offer import Approval as Approval
    from .pay.structure import PayStructure as PayStructure, PlaceFactor as PlaceFactor
    from .valuation import (
        Assumptions as Assumptions,
        Closing as Closing,
        Comparison as Comparison,
        Expectations as Expectations,
        Facts as Facts,
        Leaving as Leaving,
        Line as Line,
        NamedTotal as NamedTotal,
        Scope as Scope,
        Valuation as Valuation,
        View as View,
        basis as basis,
        by_year as by_year,
        cells as cells,
        close_gap as close_gap,
        compare as compare,
        leave as leave,
        leave_by_half_year as leave_by_half_year,
        named_totals as named_totals,
        tie as tie,
        value as value,
    )
    from .valuation.offercheck import (
        Finding as Finding,
        OfferCheck as OfferCheck,
        Standing as Standing,
        check_offer as check_offer,
        standings as standings,
    )
    from .valuation.offerpolicy import (
        ApprovalLimit as ApprovalLimit,
        Approver as Approver,
        EquityGuideline as EquityGuideline,
        OfferPolicy as OfferPolicy,
        TokenCap as TokenCap,
    )


def __getattr__(name: str) -> Any:
    """The public name, from its room."""
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'compkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"compkit.{room}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

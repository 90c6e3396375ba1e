"""Promised times worth: values a package in a market, adds up under named totals and views, and compares offers."""

from .assumptions import Assumptions
from .basis import basis, promise_basis
from .breakeven import (
    Amplification,
    ClaimedMultiple,
    RaiseInstead,
    ToolBudget,
    allowance_pays,
    amplification,
    equal_price,
    equal_utilisation,
    months_until_tools_beat_raise,
)
from .compare import Comparison, LeftOut, Outcome, compare
from .context import ContextFigure, multiple_of_median
from .coverage import Coverage, DemandPoints, Enough, LognormalDemand, coverage, enough_for
from .efficiency import BeforeAfter, Efficiency, Saving, before_after
from .facts import Expectations, Facts
from .gap import Closing, Scope, close_gap, tie
from .grid import PriceGrid, price_grid
from .gridcell import GridCell
from .leaving import Leaving, LeavingItem, TokenEnd, forfeited, leave, leave_by_half_year
from .mixes import Mix, MixShares, Moved, mix_now, mixes_at_equal_cost, vary
from .offercheck import Finding, OfferCheck, Standing, check_offer, review_offer, standings
from .offerpolicy import ApprovalLimit, Approver, EquityGuideline, OfferPolicy, TokenCap
from .refreshers import RefresherPolicy, StackYear, refresher_stack
from .samemoney import SameMoney, same_money
from .solve import Fit, Match, Reach, Solution, solve
from .stages import PriceStages, price_stages
from .terms import Change
from .tokencase import TokenCase, token_case
from .tokenline import ModelPrice, TokenLine, TokenYear, token_line
from .tokenvalue import RankedTeam, TeamValue, rank_by_value, value_per_token
from .totals import NamedTotal, named_totals
from .usagecost import UsageRow, priced_usage
from .utilisation import UtilisationOdds, UtilisationPath
from .value import Line, Valuation, value
from .views import View, Year, by_year, cells, years
from .watch import PriceMove, PriceWatch, WatchedPrice, watch_prices
from .workload import Workload, WorkloadCost, workload_costs

__all__ = [
    "Amplification",
    "ApprovalLimit",
    "Approver",
    "Assumptions",
    "BeforeAfter",
    "Change",
    "ClaimedMultiple",
    "Closing",
    "Comparison",
    "ContextFigure",
    "Coverage",
    "DemandPoints",
    "Efficiency",
    "Enough",
    "EquityGuideline",
    "Expectations",
    "Facts",
    "Finding",
    "Fit",
    "GridCell",
    "Leaving",
    "LeavingItem",
    "LeftOut",
    "Line",
    "LognormalDemand",
    "Match",
    "Mix",
    "MixShares",
    "ModelPrice",
    "Moved",
    "NamedTotal",
    "OfferCheck",
    "OfferPolicy",
    "Outcome",
    "PriceGrid",
    "PriceMove",
    "PriceStages",
    "PriceWatch",
    "RaiseInstead",
    "RankedTeam",
    "Reach",
    "RefresherPolicy",
    "SameMoney",
    "Saving",
    "Scope",
    "Solution",
    "StackYear",
    "Standing",
    "TeamValue",
    "TokenCap",
    "TokenCase",
    "TokenEnd",
    "TokenLine",
    "TokenYear",
    "ToolBudget",
    "UsageRow",
    "UtilisationOdds",
    "UtilisationPath",
    "Valuation",
    "View",
    "WatchedPrice",
    "Workload",
    "WorkloadCost",
    "Year",
    "allowance_pays",
    "amplification",
    "basis",
    "before_after",
    "by_year",
    "cells",
    "check_offer",
    "close_gap",
    "compare",
    "coverage",
    "enough_for",
    "equal_price",
    "equal_utilisation",
    "forfeited",
    "leave",
    "leave_by_half_year",
    "mix_now",
    "mixes_at_equal_cost",
    "months_until_tools_beat_raise",
    "multiple_of_median",
    "named_totals",
    "price_grid",
    "price_stages",
    "priced_usage",
    "promise_basis",
    "rank_by_value",
    "refresher_stack",
    "review_offer",
    "same_money",
    "solve",
    "standings",
    "tie",
    "token_case",
    "token_line",
    "value",
    "value_per_token",
    "vary",
    "watch_prices",
    "workload_costs",
    "years",
]

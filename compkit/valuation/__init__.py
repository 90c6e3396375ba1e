"""Promised times worth: values a package in a market, adds up under named totals and views, and compares offers."""

from .assumptions import Assumptions
from .basis import basis, promise_basis
from .compare import Comparison, LeftOut, Outcome, compare
from .facts import Expectations, Facts
from .gap import Closing, Scope, close_gap, tie
from .leaving import Leaving, LeavingItem, TokenEnd, forfeited, leave, leave_by_half_year
from .offercheck import Finding, OfferCheck, Standing, check_offer, review_offer, standings
from .offerpolicy import ApprovalLimit, Approver, EquityGuideline, OfferPolicy, TokenCap
from .refreshers import RefresherPolicy, StackYear, refresher_stack
from .tokenline import ModelPrice, TokenLine, TokenYear, token_line
from .totals import NamedTotal, named_totals
from .value import Line, Valuation, value
from .views import View, Year, by_year, cells, years

__all__ = [
    "ApprovalLimit",
    "Approver",
    "Assumptions",
    "Closing",
    "Comparison",
    "EquityGuideline",
    "Expectations",
    "Facts",
    "Finding",
    "Leaving",
    "LeavingItem",
    "LeftOut",
    "Line",
    "ModelPrice",
    "NamedTotal",
    "OfferCheck",
    "OfferPolicy",
    "Outcome",
    "RefresherPolicy",
    "Scope",
    "StackYear",
    "Standing",
    "TokenCap",
    "TokenEnd",
    "TokenLine",
    "TokenYear",
    "Valuation",
    "View",
    "Year",
    "basis",
    "by_year",
    "cells",
    "check_offer",
    "close_gap",
    "compare",
    "forfeited",
    "leave",
    "leave_by_half_year",
    "named_totals",
    "promise_basis",
    "refresher_stack",
    "review_offer",
    "standings",
    "tie",
    "token_line",
    "value",
    "years",
]

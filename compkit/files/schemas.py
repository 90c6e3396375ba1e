"""JSON Schemas of every file format, by the name of the format, from the shapes that read them."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import InvalidValue
from .schema import Inside, Schema, offer_schema, shape_schema


def file_schema(kind: str = "offer") -> Schema:
    """The schema of a file format as JSON Schema 2020-12.

    What it accepts is what the keys and the forms of values allow; rules over several keys are for the readers.

    Args:
        kind: The format: one of `SCHEMAS`.

    Raises:
        InvalidValue: If there is no such format, with those there are.
    """
    if kind not in SCHEMAS:
        raise InvalidValue("format", kind, "has no schema", f"say one of {', '.join(SCHEMAS)}")
    return SCHEMAS[kind]()


# A shape is imported where its schema is made: a program that wants one need not load the shapes of all.


def _assumptions() -> Schema:
    from .assumptions import AssumptionsShape

    return shape_schema(AssumptionsShape, "compkit assumptions")


def _bands() -> Schema:
    from .shape_bands import BandsShape, JobBandsShape, PayBandShape, RateBandShape, UnitBandShape

    inside: dict[str, Inside] = {
        "BandsShape.bands": lambda of: of.listed(JobBandsShape),
        "JobBandsShape.base": lambda of: of.type(PayBandShape),
        "JobBandsShape.bonus": lambda of: of.type(RateBandShape | None),
        "JobBandsShape.equity": lambda of: of.type(PayBandShape | None),
        "JobBandsShape.equity_units": lambda of: of.type(UnitBandShape | None),
        "JobBandsShape.tokens": lambda of: of.type(PayBandShape | None),
    }
    return shape_schema(BandsShape, "compkit bands", inside)


def _policy() -> Schema:
    from .policy import ApprovalsShape, EquityShape, PolicyShape
    from .shape_tokenpolicy import NO_TOKENS, AlarmShape, ApprovedShape, TokenCapShape, TokenPolicyShape, TokenRuleShape
    from .shape_tokens import TokensShape

    inside: dict[str, Inside] = {
        "PolicyShape.approvals": lambda of: of.type(ApprovalsShape | None),
        "PolicyShape.equity": lambda of: of.type(EquityShape | None),
        "PolicyShape.token_caps": lambda of: of.several(TokenCapShape),
        "PolicyShape.tokens": lambda of: of.type(TokenPolicyShape | None),
        "TokenPolicyShape.rules": lambda of: of.several(TokenRuleShape),
        "TokenPolicyShape.caps": lambda of: of.several(TokenCapShape),
        "TokenPolicyShape.allowances": lambda of: of.named(TokensShape),
        "TokenPolicyShape.providers": lambda of: of.several(ApprovedShape),
        "TokenPolicyShape.alarms": lambda of: of.several(AlarmShape),
        "TokenRuleShape.allowance": lambda of: {"anyOf": [{"const": NO_TOKENS}, of.type(TokensShape)]},
    }
    return shape_schema(PolicyShape, "compkit policy", inside)


def _workload() -> Schema:
    from .workload import DemandShape, EfficiencyShape, WorkloadShape

    inside: dict[str, Inside] = {
        "WorkloadShape.efficiency": lambda of: of.type(EfficiencyShape | None),
        "WorkloadShape.demand": lambda of: of.several(DemandShape),
    }
    return shape_schema(WorkloadShape, "compkit workload", inside)


def _factory() -> Schema:
    from .factory import CheapHoursShape, FactoryModelShape, FactoryShape, PowerShape, PurchaseShape, RentShape

    inside: dict[str, Inside] = {
        "FactoryShape.purchase": lambda of: of.type(PurchaseShape | None),
        "FactoryShape.rent": lambda of: of.type(RentShape | None),
        "FactoryShape.models": lambda of: {"type": "object", "additionalProperties": of.type(FactoryModelShape)},
        "FactoryShape.power": lambda of: of.type(PowerShape | None),
        "PowerShape.cheap_hours": lambda of: of.type(CheapHoursShape | None),
    }
    return shape_schema(FactoryShape, "compkit factory", inside)


def _context() -> Schema:
    from .context import ContextShape, FigureShape

    return shape_schema(ContextShape, "compkit context", {"ContextShape.figures": lambda of: of.listed(FigureShape)})


def _merit() -> Schema:
    from .merit import EmployerShape, MatrixShape, MeritShape, PoolShape

    inside: dict[str, Inside] = {
        "MeritShape.matrix": lambda of: of.type(MatrixShape),
        "MeritShape.pools": lambda of: of.several(PoolShape),
        "MeritShape.employer": lambda of: of.type(EmployerShape | None),
    }
    return shape_schema(MeritShape, "compkit merit cycle", inside)


def _posting() -> Schema:
    from .postings import (
        EquityTermsShape,
        PayRangeShape,
        PostingPlaceShape,
        PostingShape,
        RateRangeShape,
        TokenBudgetShape,
    )

    inside: dict[str, Inside] = {
        "PostingShape.places": lambda of: of.several(PostingPlaceShape),
        "PostingShape.pay": lambda of: of.several(PayRangeShape),
        "PostingShape.bonus": lambda of: of.type(RateRangeShape | None),
        "PostingShape.equity": lambda of: of.type(EquityTermsShape | None),
        "PostingShape.tokens": lambda of: of.type(TokenBudgetShape | None),
    }
    return shape_schema(PostingShape, "compkit posting", inside)


def _posting_rules() -> Schema:
    from .postingrules import AskShape, PostingRuleShape, PostingRulesShape

    inside: dict[str, Inside] = {
        "PostingRulesShape.rules": lambda of: of.several(PostingRuleShape),
        "PostingRuleShape.asks": lambda of: of.several(AskShape),
    }
    return shape_schema(PostingRulesShape, "compkit posting rules", inside)


def _jurisdiction() -> Schema:
    from .shape_jurisdiction import JurisdictionShape

    return shape_schema(JurisdictionShape, "compkit jurisdiction")


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "offer": offer_schema,
    "assumptions": _assumptions,
    "bands": _bands,
    "policy": _policy,
    "workload": _workload,
    "factory": _factory,
    "context": _context,
    "posting": _posting,
    "posting-rules": _posting_rules,
    "jurisdiction": _jurisdiction,
    "merit": _merit,
}
"""The formats that have a schema, by the names of their samples."""

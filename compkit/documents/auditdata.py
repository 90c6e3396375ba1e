"""An audit as data: for machines as ``compkit/audit/1``, and as tables for a workbook. Units stand in column names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import asdict

from ..money import Money, exactly
from ..workforce.audit.alarms import CapBreach
from ..workforce.audit.audit import Audit
from ..workforce.audit.groups import AuditGroup
from ..workforce.audit.levers import Lever, LeverStudy
from ..workforce.audit.outcomes import MEASURES, Peers
from ..workforce.audit.people import MONEY
from .data import decimal_text

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "compkit/audit/1"
SMALL = "(smaller groups)"
"""Label of the groups that are too small to be shown, together."""
ALONE = "Each lever alone: one changes what is left for the next, so they do not add up."

_GROUP_MONEY = (
    "granted",
    "granted_year",
    "expected",
    "used",
    "annualised",
    "base",
    "pay",
    "unused",
    "over",
    "median",
)


# for machines


@exactly
def audit_data(audit: Audit) -> dict[str, Any]:
    """An audit as ``compkit/audit/1``; amounts are decimal strings, shares fractions. Names hidden, it holds no id."""
    year = audit.year
    return {
        "format": FORMAT,
        "as_of": str(year.as_of),
        "year": {"from": str(year.start), "until": str(year.until), "days": year.days, "days_so_far": year.elapsed},
        "currency": audit.currency,
        "employees": audit.employees,
        "users": audit.users,
        "names": audit.terms.names,
        "hide_below": audit.terms.hide_below,
        "company": None if audit.company is None else _group(audit.company),
        "groups": {column: [_group(group) for group in groups] for column, groups in audit.groups.items()},
        "caps": [_cap(breach) for breach in audit.caps],
        "outcomes": {"measures": MEASURES, "families": [_peers(one) for one in audit.peers]},
        "levers": _levers(audit.study),
        "counted_as": dict(sorted(audit.bases.items())),
        "rows": asdict(audit.counted),
        "days_of_use": None if audit.days_of_use is None else [str(day) for day in audit.days_of_use],
        "gaps": list(audit.gaps),
        "unmatched": _unmatched(audit),
        "people": [dict(row) for row in _rows(people_frame(audit))],
    }


def _rows(frame: pd.DataFrame) -> Iterable[Mapping[str, Any]]:
    columns = {name: [_plain(value) for value in frame[name].tolist()] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(value: Any) -> Any:
    return decimal_text(value) if isinstance(value, Decimal) else value


def _money(money: Money | None) -> str | None:
    return None if money is None else decimal_text(money.amount)


def _share(share: Decimal | None) -> str | None:
    return None if share is None else f"{share.quantize(Decimal('0.000001')):f}"


def _group(group: AuditGroup) -> dict[str, Any]:
    return {
        "label": group.label,
        "people": group.people,
        **{name: _money(getattr(group, name)) for name in _GROUP_MONEY},
        **{name: _share(getattr(group, name)) for name in ("base_share", "pay_share", "over_share", "under_share")},
        "forecast_low": _money(group.forecast[0]),
        "forecast_high": _money(group.forecast[1]),
        "tokens_used": group.tokens_used,
        "unknown_rows": group.unknown_rows,
        "alarms": dict(group.alarms),
        "runs_out_on": None if group.runs_out_on is None else str(group.runs_out_on),
        "runs_out_recent_on": None if group.runs_out_recent_on is None else str(group.runs_out_recent_on),
    }


def _peers(one: Peers) -> dict[str, Any]:
    names = ("first_quartile", "median", "third_quartile")
    ratios = {"per_thousand": one.per_thousand, "per_mtok": one.per_mtok}
    return {
        "outcome": one.outcome,
        "family": one.family,
        "people": one.people,
        "total": one.total,
        "median_use_a_year": _money(one.use),
        "median_outcome_a_year": decimal_text(one.count),
        **{
            name: None if three is None else dict(zip(names, map(decimal_text, three), strict=True))
            for name, three in ratios.items()
        },
        "places": dict(one.places),
    }


def _cap(breach: CapBreach) -> dict[str, Any]:
    cap = breach.cap
    return {
        "cap": decimal_text(cap.annual.amount),
        "cap_currency": cap.annual.currency,
        **{name: getattr(cap, name) for name in ("provider", "tool", "approver")},
        "passed": breach.passed,
        "over_at_pace": breach.at_pace,
        "excess": decimal_text(breach.excess.amount),
        "employee_ids": list(breach.employee_ids),
    }


def _unmatched(audit: Audit) -> dict[str, Any]:
    names = ("person", "person_kind", "rows", "tokens")
    return {
        "identities": audit.unmatched_identities,
        "tokens": audit.unmatched_tokens,
        "shown": [
            {name: getattr(one, name) for name in names} | {"billed": _money(one.billed)} for one in audit.unmatched
        ],
    }


def _levers(study: LeverStudy) -> dict[str, Any]:
    return {
        "from": str(study.begin),
        "until": str(study.end),
        "tokens": study.tokens,
        "cost": _money(study.cost),
        "tokens_without_price": study.unpriced,
        "note": ALONE,
        "levers": [_lever(lever) for lever in study.levers],
    }


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "name": lever.name,
        "assumption": lever.assumption,
        "cost": _money(lever.cost),
        "saves": _money(lever.saves),
        "tokens_left_out": lever.left_out,
    }


# as tables


@exactly
def audit_frames(audit: Audit) -> dict[str, pd.DataFrame]:
    """Tables of an audit by the name of their sheet: people (unless names are hidden), groups, outcomes and levers."""
    import pandas as pd

    people = {"People": people_frame(audit)} if audit.terms.names else {}
    return people | {
        "Groups": groups_frame(audit),
        "Outcomes": pd.DataFrame([_peers_row(one, audit.currency) for one in audit.peers], columns=_PEERS_COLUMNS),
        "Levers": levers_frame(audit),
    }


def people_frame(audit: Audit) -> pd.DataFrame:
    """A row a person, amounts as decimal numbers; empty where names are hidden."""
    import pandas as pd

    own, code = audit.people, audit.currency
    columns: dict[str, Any] = {name: own[name].tolist() for name in ("employee_id", *audit.terms.by, "family", "days")}
    columns |= {f"{name}_{code}": _decimals(own[name], 9) for name in MONEY if name != "recent"}
    columns |= {name: _decimals(own[name], 6) for name in ("base_share", "pay_share")}
    columns |= {name: own[name].tolist() for name in ("tokens_used", "unknown_rows", "alarm")}
    quantity = own["in_tokens"].tolist()
    for name in ("tokens_granted", "tokens_left"):
        columns[name] = [value if has else None for value, has in zip(own[name].tolist(), quantity, strict=True)]
    for name in audit.outcomes:
        columns[name] = own[name].tolist()
        columns |= {f"{name}_{end}": _decimals(own[f"{name}_{end}"], 3) for end in ("per_thousand", "per_mtok")}
        columns |= {f"{name}_{end}": own[f"{name}_{end}"].tolist() for end in ("quarter", "place")}
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def _decimals(column: Any, places: int) -> list[Decimal | None]:
    missing = column.isna().tolist()
    return [
        None if gone else Decimal(value).scaleb(-places) for value, gone in zip(column.tolist(), missing, strict=True)
    ]


def groups_frame(audit: Audit) -> pd.DataFrame:
    """A row a group, everybody first."""
    import pandas as pd

    listed = [group for groups in audit.groups.values() for group in groups]
    company = [] if audit.company is None else [audit.company]
    return pd.DataFrame([_group_row(group, audit) for group in (*company, *listed)])


def _group_row(group: AuditGroup, audit: Audit) -> dict[str, Any]:
    code = audit.currency
    low, high = group.forecast
    return {
        "by": group.column,
        "group": SMALL if group.label is None else group.label,
        "people": group.people,
        **{f"{name}_{code}": getattr(group, name).amount for name in _GROUP_MONEY},
        **{name: getattr(group, name) for name in ("base_share", "pay_share", "over_share", "under_share")},
        f"forecast_low_{code}": low.amount,
        f"forecast_high_{code}": high.amount,
        "tokens_used": group.tokens_used,
        "unknown_rows": group.unknown_rows,
        **{f"alarm: {name}": count for name, count in group.alarms.items()},
        "runs_out_on": group.runs_out_on,
        "runs_out_recent_on": group.runs_out_recent_on,
    }


_THREE = ("first quartile", "median", "third quartile")
_RATIOS = ("per thousand", "per Mtok")
_PEERS_COLUMNS = [
    *("outcome", "family", "people", "total", "median use a year", "median outcome a year"),
    *(f"{ratio}, {quartile}" for ratio in _RATIOS for quartile in _THREE),
    *("lean producer", "heavy producer", "burner", "idle", "note"),
]


def _peers_row(one: Peers, currency: str) -> list[Any]:
    ratios = [*(one.per_thousand or (None,) * 3), *(one.per_mtok or (None,) * 3)]
    middle = (one.use.amount, one.count)
    return [one.outcome, one.family, one.people, one.total, *middle, *ratios, *one.places.values(), MEASURES]


def levers_frame(audit: Audit) -> pd.DataFrame:
    """A row a lever."""
    import pandas as pd

    code = audit.currency
    columns = ["lever", "assumption", f"cost_{code}", f"saves_{code}", "tokens_left_out", "from_on", "until_on", "note"]
    study = audit.study
    rows = [
        (one.name, one.assumption, one.cost.amount, one.saves.amount, one.left_out, study.begin, study.end, ALONE)
        for one in study.levers
    ]
    return pd.DataFrame(rows, columns=columns)

"""Strategies for whole packages and offers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from ..pay import Candidate, Employer, Offer, Package, Role
from ..pay.terms import OUTPUTS, TEXTS, USAGE_LOGS, WORDINGS, EmploymentTerms, EquityTerms, TokenTerms
from .cash import base_salaries, benefits, commissions, relocations, retention_bonuses, sign_on_bonuses, target_bonuses
from .equity import equity_grants
from .tokens import MODELS, token_allowances
from .values import FIRST_DAY, currencies, dates, days_after, few, maybe, names, rates


@composite
def packages(
    draw: DrawFn,
    currency: str | None = None,
    start_on: date | None = None,
    *,
    indexed: bool = True,
    unknown: bool = False,
    models: tuple[str, ...] = MODELS,
) -> Package:
    """Any valid combination of components.

    Args:
        draw: Given by hypothesis.
        currency: The only currency; None draws one and lets parts be in others too.
        start_on: First day of work; any if None.
        indexed: Whether indexed token allowances are among them; `markets` gives their indices values.
        unknown: Whether parts may be unknown, as in an offer that a candidate tells.
        models: Models of the baskets.
    """
    home = currency or draw(currencies())
    start = start_on or draw(dates())
    other = home if currency else draw(currencies())
    salary = draw(maybe(base_salaries(home)))
    allowances = token_allowances(home, start, salaried=salary is not None, indexed=indexed, models=models)
    if other != home:
        allowances |= token_allowances(other, start, salaried=False, indexed=indexed, models=models)
    parts: dict[str, Any] = {
        "sign_on": draw(few(sign_on_bonuses(other, start))),
        "retention": draw(few(retention_bonuses(home, start), most=1)),
        "relocation": draw(few(relocations(other, start), most=1)),
        "equity": draw(few(equity_grants(other, start))),
        "tokens": draw(few(allowances)),
    }
    if salary is not None:
        parts["bonus"] = draw(few(target_bonuses(home)))
        parts["commission"] = draw(maybe(commissions(home)))
        parts["benefits"] = draw(few(benefits(home)))
    elif not any(parts.values()):
        salary = draw(base_salaries(home))
    untold = [name for name, part in parts.items() if not part] if unknown else []
    hidden = draw(st.sets(st.sampled_from(untold))) if untold else set()
    return Package(start_on=start, currency=home, salary=salary, unknown=frozenset(hidden), **parts)


@composite
def offers(draw: DrawFn, currency: str | None = None, *, as_told: bool | None = None) -> Offer:
    """Drafts, issued offers and offers as told; only these last may have unknown parts."""
    told = draw(st.booleans()) if as_told is None else as_told
    status: Literal["as_told", "draft", "issued"] = "as_told"
    issued_on = None if told else draw(maybe(dates()))
    if not told:
        status = "issued" if issued_on else "draft"
    line = st.one_of(st.just(""), names())
    package = draw(packages(currency, unknown=told))
    return Offer(
        offer_number=draw(names(20)),
        package=package,
        employer=Employer(name=draw(names()), address=draw(line), signed_by=draw(line)),
        candidate=Candidate(name=draw(names()), address=draw(line)),
        role=draw(_roles(line)),
        issued_on=issued_on,
        told_on=draw(dates()) if told else None,
        expires_on=draw(maybe(days_after(issued_on or FIRST_DAY, high=90))),
        jurisdiction=draw(st.sampled_from(["", "US", "DE"])),
        status=status,
        terms=draw(employment_terms(package)),
    )


@composite
def employment_terms(draw: DrawFn, package: Package) -> EmploymentTerms:
    """Terms of employment that agree with a package; half of them say nothing.

    Args:
        draw: Given by hypothesis.
        package: The package of the offer.
    """
    if draw(st.booleans()):
        return EmploymentTerms()
    hourly = package.salary.hours_per_week if package.salary else None
    line = st.one_of(st.just(""), names())
    return EmploymentTerms(
        hours_per_week=draw(maybe(st.just(hourly) if hourly else rates("1", "168", places=2))),
        continuous_from=draw(maybe(dates(package.start_on - timedelta(days=4000), package.start_on))),
        ends_on=draw(maybe(days_after(package.start_on))),
        probation_months=draw(maybe(st.integers(0, 36))),
        holiday_days=draw(maybe(rates("0", "366", places=1))),
        noncompete_months=draw(st.integers(0, 24)),
        conditions=draw(few(names())),
        equity=draw(_equity_terms(line)),
        tokens=draw(_token_terms()),
        **{name: draw(line) for name in TEXTS},
    )


@composite
def _equity_terms(draw: DrawFn, line: SearchStrategy[str]) -> EquityTerms:
    counted = draw(maybe(st.integers(1, 10**10)))
    return EquityTerms(
        plan=draw(line),
        approved_on=draw(maybe(dates())),
        exercise_window=draw(line),
        strike_basis=draw(line),
        fully_diluted=counted,
        fully_diluted_on=None if counted is None else draw(dates()),
    )


@composite
def _token_terms(draw: DrawFn) -> TokenTerms:
    logs: Any = draw(st.sampled_from(["", *USAGE_LOGS]))
    return TokenTerms(
        outputs=draw(st.sampled_from(["", *OUTPUTS])),
        usage_logs=logs,
        logs_months=draw(st.integers(1, 120)) if logs else None,
        wording=draw(st.sampled_from(["", *WORDINGS])),
    )


def _roles(line: SearchStrategy[str]) -> SearchStrategy[Role]:
    return st.builds(
        Role,
        title=names(),
        level=line,
        department=line,
        cost_center=line,
        manager=line,
        location=line,
        employment=st.sampled_from(["full-time", "part-time", "fixed-term", "intern"]),
        overtime=st.sampled_from(["", "exempt", "non-exempt"]),
    )

"""Shapes of an offer file: what each mapping may say, how it becomes the domain, and how the domain is written.

Every shape has `build`, from its place in a file to the domain, and `of`, the inverse. Descriptions of keys go
into the published JSON Schema.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from attrs import frozen

from ..dates import MonthDay
from ..errors import InvalidValue
from ..money import Money
from ..pay.bonus import Commission, TargetBonus
from ..pay.offer import APPROVAL_SUBJECTS, Approval, Candidate, Employer, Role
from ..pay.oneoffs import Relocation, RetentionBonus, SignOnBonus
from ..pay.salary import BaseSalary, Raise
from .fields import (
    Day,
    DayOfYear,
    Leaf,
    Months,
    Number,
    Rate,
    Share,
    Stated,
    Sum,
    Text,
    choice,
    format_rate,
    format_sum,
    parse_month_day,
    parse_rate,
    parse_sum,
    words,
)
from .places import Place
from .structure import key


def sum_of(money: Money | None, currency: str) -> Sum | None:
    """Money as a file states it, or nothing."""
    return None if money is None else Sum.of(money, currency)


# people and role


@frozen(kw_only=True)
class EmployerShape:
    """Who makes the offer."""

    name: Text = key("Legal name.")
    address: Text = key("Postal address.", "")
    signed_by: Text = key("Name and title of who signs.", "")

    def build(self, here: Place) -> Any:
        """The employer."""
        return here.make(Employer, name=self.name, address=self.address, signed_by=self.signed_by)

    @classmethod
    def of(cls, employer: Employer) -> EmployerShape:
        """The inverse of `build`."""
        return cls(name=employer.name, address=employer.address, signed_by=employer.signed_by)


@frozen(kw_only=True)
class CandidateShape:
    """To whom."""

    name: Text = key("Name as it stands on the letter.")
    address: Text = key("Postal address.", "")

    def build(self, here: Place) -> Any:
        """The candidate."""
        return here.make(Candidate, name=self.name, address=self.address)

    @classmethod
    def of(cls, candidate: Candidate) -> CandidateShape:
        """The inverse of `build`."""
        return cls(name=candidate.name, address=candidate.address)


Employment = Annotated[str, choice("full-time", "part-time", "fixed-term", "intern")]
Overtime = Annotated[str, choice("exempt", "non-exempt")]


@frozen(kw_only=True)
class RoleShape:
    """For which work."""

    title: Text = key("Job title.")
    level: Text = key("Level in the employer's own ladder.", "")
    department: Text = key("Department.", "")
    cost_center: Text = key("Internal: never in a candidate document.", "")
    manager: Text = key("Whom the role reports to.", "")
    location: Text = key("Place of work; chooses the rules of the letter.", "")
    employment: Employment = key("Type of employment.", "full-time")
    overtime: Overtime | None = key("Exempt from overtime pay or not; left out where the law does not ask.", None)

    def build(self, here: Place) -> Any:
        """The role."""
        return here.make(
            Role,
            title=self.title,
            level=self.level,
            department=self.department,
            cost_center=self.cost_center,
            manager=self.manager,
            location=self.location,
            employment=self.employment,
            overtime=self.overtime or "",
        )

    @classmethod
    def of(cls, role: Role) -> RoleShape:
        """The inverse of `build`."""
        return cls(
            title=role.title,
            level=role.level,
            department=role.department,
            cost_center=role.cost_center,
            manager=role.manager,
            location=role.location,
            employment=role.employment,
            overtime=role.overtime or None,
        )


@frozen(kw_only=True)
class ApprovalShape:
    """An approval that was given. Internal: never in a candidate document."""

    by: Text = key("Who gave it, as the policy file names its approvers.")
    on: Day = key("Day on which it was given.")
    for_: Annotated[str, choice(*APPROVAL_SUBJECTS)] = key("The whole offer, or the part that was approved.", "offer")

    def build(self, here: Place) -> Any:
        """The approval."""
        return here.make(Approval, {"subject": "for"}, by=self.by, on=self.on, subject=self.for_)

    @classmethod
    def of(cls, approval: Approval) -> ApprovalShape:
        """The inverse of `build`."""
        return cls(by=approval.by, on=approval.on, for_=approval.subject)


# salary


@frozen(kw_only=True)
class RaiseShape:
    """A planned raise: a rate, or the new amount."""

    on: Day = key("First day of the new salary.")
    rate: Rate | None = key("Of the salary in force, such as 3 %.", None)
    amount: Stated | None = key("The new full-time amount.", None)

    def build(self, here: Place) -> Any:
        """The raise."""
        return here.make(Raise, on=self.on, rate=self.rate, amount=here.money(self.amount))

    @classmethod
    def of(cls, planned: Raise, currency: str) -> RaiseShape:
        """The inverse of `build`."""
        return cls(on=planned.on, rate=planned.rate, amount=sum_of(planned.amount, currency))


@frozen(kw_only=True)
class SalaryShape:
    """Base salary."""

    amount: Stated = key("Gross, full-time, before tax, a year or an hour.")
    per: Annotated[str, choice("year", "hour")] = key("What the amount is for.", "year")
    hours_per_week: Number | None = key("Paid hours a week; only with an hourly rate.", None)
    fte: Share = key("Full-time equivalent: 80 % is four days of five.", Decimal(1))
    paid: Annotated[str, choice("monthly", "semimonthly", "biweekly", "weekly")] = key("How often.", "monthly")
    raises: tuple[RaiseShape, ...] = key("Planned raises, in order of their days.", ())

    def build(self, here: Place) -> Any:
        """The salary."""
        raises = here.at("raises")
        return here.make(
            BaseSalary,
            amount=here.money(self.amount),
            per=self.per,
            hours_per_week=self.hours_per_week,
            fte=self.fte,
            paid=self.paid,
            raises=tuple(planned.build(raises.at(n)) for n, planned in enumerate(self.raises)),
        )

    @classmethod
    def of(cls, salary: BaseSalary, currency: str) -> SalaryShape:
        """The inverse of `build`."""
        return cls(
            amount=Sum.of(salary.amount, currency),
            per=salary.per,
            hours_per_week=salary.hours_per_week,
            fte=salary.fte,
            paid=salary.paid,
            raises=tuple(RaiseShape.of(planned, currency) for planned in salary.raises),
        )


# bonus and other cash


def _parse_target(value: object) -> Sum | Decimal:
    """A bonus target: ``15 % of base``, or an amount a year."""
    if isinstance(value, str) and value.strip().endswith(" of base"):
        return parse_rate(value.strip().removesuffix(" of base"))
    if isinstance(value, str) and value.strip().endswith("%"):
        raise InvalidValue("", value, "of what is not said", f"say {value.strip()} of base")
    return parse_sum(value)


def _format_target(value: Sum | Decimal) -> str:
    return format_sum(value) if isinstance(value, Sum) else f"{format_rate(value)} of base"


def _parse_year(value: object) -> str | MonthDay:
    """A performance year: ``service``, ``calendar``, or a fiscal year by its first day, ``fiscal:10-01``."""
    if isinstance(value, str) and value.strip().startswith("fiscal:"):
        return parse_month_day(value.strip().removeprefix("fiscal:"))
    return str(choice("calendar", "service", "fiscal:MM-DD").parse(value))


def _format_year(value: str | MonthDay) -> str:
    return f"fiscal:{value}" if isinstance(value, MonthDay) else value


Target = Annotated[Sum | Decimal, Leaf(_parse_target, _format_target, {"type": ["string", "number"]})]
Year = Annotated[str | MonthDay, words(_parse_year, _format_year, r"^(calendar|service|fiscal:\d{2}-\d{2})$")]
FirstYear = Annotated[str, choice("prorated", "full", "none", "guaranteed")]
Guaranteed = Annotated[str, choice("none", "first year", "always")]


@frozen(kw_only=True)
class BonusShape:
    """A yearly bonus at target."""

    name: Text = key("As printed.", "Target bonus")
    target: Target = key("A rate, such as 15 % of base, or an amount a year.")
    performance_year: Year = key("Year over which it is earned: calendar, service or fiscal:MM-DD.", "service")
    first_year: FirstYear = key(
        "What a first year that is not whole pays; guaranteed is full, come what may.", "prorated"
    )
    guaranteed: Guaranteed | None = key("Which years are paid come what may.", None)
    paid_on: DayOfYear | None = key("Day of payment, as month-day, on or after the year's end.", None)

    def build(self, here: Place) -> Any:
        """The bonus."""
        first, guaranteed = self.first_year, self.guaranteed
        if first == "guaranteed":
            first, guaranteed = "full", guaranteed or "first year"
            if guaranteed == "none":
                here.at("guaranteed").refuse("contradicts first_year: guaranteed", "leave one of them out")
        rate, amount = (self.target, None) if isinstance(self.target, Decimal) else (None, here.money(self.target))
        return here.make(
            TargetBonus,
            {"rate": "target", "amount": "target"},
            name=self.name,
            rate=rate,
            amount=amount,
            performance_year=self.performance_year,
            first_year=first,
            guaranteed=guaranteed or "none",
            paid_on=self.paid_on,
        )

    @classmethod
    def of(cls, bonus: TargetBonus, currency: str) -> BonusShape:
        """The inverse of `build`."""
        target = bonus.rate if bonus.amount is None else Sum.of(bonus.amount, currency)
        assert target is not None  # a bonus has a rate or an amount
        return cls(
            name=bonus.name,
            target=target,
            performance_year=bonus.performance_year,
            first_year=bonus.first_year,
            guaranteed=None if bonus.guaranteed == "none" else bonus.guaranteed,
            paid_on=bonus.paid_on,
        )


@frozen(kw_only=True)
class CommissionShape:
    """Sales commission at target."""

    name: Text = key("As printed.", "Commission")
    target: Stated = key("Gross a year at 100 % of quota.")
    quota: Stated | None = key("Sales a year that earn the target.", None)
    paid: Annotated[str, choice("monthly", "quarterly")] = key("How often.", "quarterly")

    def build(self, here: Place) -> Any:
        """The commission."""
        target, quota = here.money(self.target), here.money(self.quota)
        return here.make(Commission, name=self.name, target=target, quota=quota, paid=self.paid)

    @classmethod
    def of(cls, commission: Commission, currency: str) -> CommissionShape:
        """The inverse of `build`."""
        return cls(
            name=commission.name,
            target=Sum.of(commission.target, currency),
            quota=sum_of(commission.quota, currency),
            paid=commission.paid,
        )


Repay = Annotated[str, choice("prorated by month", "prorated by day", "in full")]
_REPAYING = {"clawback_months": "repay_if_leaving_within", "repayment": "repay"}


@frozen(kw_only=True)
class SignOnShape:
    """Cash paid once, soon after joining."""

    amount: Stated = key("Gross amount.")
    paid_on: Day = key("Day of payment.")
    repay_if_leaving_within: Months | None = key("Service after which nothing is owed back, such as 12 months.", None)
    repay: Repay = key("How what is owed back falls with service.", "prorated by month")

    def build(self, here: Place) -> Any:
        """The instalment."""
        return _paid_once(self, here, SignOnBonus)

    @classmethod
    def of(cls, paid: SignOnBonus | Relocation, currency: str) -> SignOnShape:
        """The inverse of `build`."""
        return cls(
            amount=Sum.of(paid.amount, currency),
            paid_on=paid.paid_on,
            repay_if_leaving_within=paid.clawback_months or None,
            repay=paid.repayment,
        )


@frozen(kw_only=True)
class RelocationShape(SignOnShape):
    """A relocation payment."""

    def build(self, here: Place) -> Any:
        """The payment."""
        return _paid_once(self, here, Relocation)


def _paid_once(said: SignOnShape, here: Place, kind: type[SignOnBonus | Relocation]) -> Any:
    return here.make(
        kind,
        _REPAYING,
        amount=here.money(said.amount),
        paid_on=said.paid_on,
        clawback_months=0 if said.repay_if_leaving_within is None else said.repay_if_leaving_within,
        repayment=said.repay,
    )


@frozen(kw_only=True)
class RetentionShape:
    """Cash for staying until a day."""

    name: Text = key("As printed.", "Retention bonus")
    amount: Stated = key("Gross amount.")
    paid_on: Day = key("Day of payment, if still employed.")
    service_from: Day | None = key("First day of the service period; the start if left out.", None)
    repay_if_leaving_within: Months | None = key("Months after payment in which leaving means to owe it back.", None)
    repay: Repay = key("How what is owed back falls with service.", "prorated by month")

    def build(self, here: Place) -> Any:
        """The bonus."""
        return here.make(
            RetentionBonus,
            _REPAYING,
            name=self.name,
            amount=here.money(self.amount),
            paid_on=self.paid_on,
            service_from=self.service_from,
            clawback_months=self.repay_if_leaving_within or 0,
            repayment=self.repay,
        )

    @classmethod
    def of(cls, bonus: RetentionBonus, currency: str) -> RetentionShape:
        """The inverse of `build`."""
        return cls(
            name=bonus.name,
            amount=Sum.of(bonus.amount, currency),
            paid_on=bonus.paid_on,
            service_from=bonus.service_from,
            repay_if_leaving_within=bonus.clawback_months or None,
            repay=bonus.repayment,
        )

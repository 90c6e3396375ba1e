"""Shapes of the terms of employment that an offer file states beside the pay."""

from __future__ import annotations

import re
from typing import Annotated, Any

from attrs import fields, frozen

from ..errors import InvalidValue
from ..pay.terms import NONE, OUTPUTS, USAGE_LOGS, WORDINGS, EmploymentTerms, EquityTerms, TokenTerms
from .fields import Count, Day, Months, Number, Text, choice, format_months, parse_months, parse_text, words
from .places import Place
from .structure import BROKEN, key


def _parse_probation(value: object) -> int:
    if value == NONE:
        return 0
    try:
        return parse_months(value)
    except InvalidValue as error:
        raise InvalidValue("", error.value, error.rule, "say its unit, 6 months, or say none") from None


def _format_probation(months: int) -> str:
    return format_months(months) if months else NONE


Probation = Annotated[int, words(_parse_probation, _format_probation, r"^(none|\d+ (month|year)s?)$")]


@frozen(kw_only=True)
class EquityTermsShape:
    """What a letter says of grants beside their numbers; for all grants of the offer."""

    plan: Text = key("Name of the equity plan, with its year.", "")
    approved_on: Day | None = key("Day of the board's approval; if left out, grants are subject to it.", None)
    exercise_window: Text = key("How long vested options can be exercised after leaving, such as 90 days.", "")
    strike_basis: Text = key("How the strike was set, such as a 409A valuation, with its day.", "")
    fully_diluted: Count | None = key("Shares as if everything that can become a share had.", None)
    fully_diluted_on: Day | None = key("Day of that count.", None)

    def build(self, here: Place) -> Any:
        """The terms of equity."""
        return here.make(EquityTerms, **{name: getattr(self, name) for name in _EQUITY})

    @classmethod
    def of(cls, terms: EquityTerms) -> EquityTermsShape:
        """The inverse of `build`."""
        return cls(**{name: getattr(terms, name) for name in _EQUITY})


_EQUITY = tuple(attribute.name for attribute in fields(EquityTerms))


_KEPT = re.compile(r"(\w+) kept( .+)?")


@frozen
class UsageLogs:
    """What the Company sees of the use of tokens, and for how many whole months that is kept."""

    sees: str
    months: int


def _parse_logs(value: object) -> UsageLogs:
    """``totals kept 12 months``."""
    if isinstance(value, UsageLogs):
        return value
    text = parse_text(value)
    match = _KEPT.fullmatch(text)
    sees = match[1] if match else text
    if sees not in USAGE_LOGS:
        raise InvalidValue("", text, f"must begin with one of {', '.join(USAGE_LOGS)}", "such as totals kept 12 months")
    if not match or not match[2]:
        raise InvalidValue("", text, "does not say for how long they are kept", f"say {sees} kept 12 months")
    try:
        return UsageLogs(sees, parse_months(match[2].strip()))
    except InvalidValue as error:
        raise InvalidValue("", text, error.rule, f"say {sees} kept 12 months") from None


def _format_logs(logs: UsageLogs) -> str:
    return f"{logs.sees} kept {format_months(logs.months)}"


Logs = Annotated[UsageLogs, words(_parse_logs, _format_logs, rf"^({'|'.join(USAGE_LOGS)}) kept \d+ (month|year)s?$")]


@frozen(kw_only=True)
class TokenTermsShape:
    """What a letter says of token allowances beside the promise; for all allowances of the offer."""

    outputs: Annotated[str, choice(*OUTPUTS)] | None = key("Who owns what is made with tokens.", None)
    usage_logs: Logs | None = key(
        "What the Company sees: totals by day and model, each of the requests, or their content too, and for how long "
        "that is kept, such as totals kept 12 months.",
        None,
    )
    wording: Annotated[str, choice(*WORDINGS)] | None = key(
        "Whether the letter calls them compensation or a tool budget; left out, as is usual there.", None
    )

    def build(self, here: Place) -> Any:
        """The terms of tokens."""
        logs: Any = self.usage_logs
        sees, months = ("", None) if logs is None else (BROKEN, BROKEN) if logs is BROKEN else (logs.sees, logs.months)
        return here.make(
            TokenTerms,
            {"logs_months": "usage_logs"},
            outputs=self.outputs or "",
            usage_logs=sees,
            logs_months=months,
            wording=self.wording or "",
        )

    @classmethod
    def of(cls, terms: TokenTerms) -> TokenTermsShape:
        """The inverse of `build`."""
        logs = UsageLogs(terms.usage_logs, terms.logs_months) if terms.logs_months is not None else None
        return cls(outputs=terms.outputs or None, usage_logs=logs, wording=terms.wording or None)


@frozen(kw_only=True)
class TermsShape:
    """Terms of employment beside the pay. What does not exist is said to be none."""

    hours_per_week: Number | None = key("Normal working hours a week; an hourly salary states its own.", None)
    working_days: Text = key("Days and times of work, such as Monday to Friday, 9:00 to 17:30.", "")
    hours_may_vary: Text = key("How hours or days may vary, or none.", "")
    overtime_pay: Text = key("When overtime can be asked for and how it is paid, or none.", "")
    other_places: Text = key("Places of work beside role.location, or how they are chosen, or none.", "")
    work_abroad: Text = key("Work abroad for over a month: how long, in which currency, the way back; or none.", "")
    continuous_from: Day | None = key("Day from which service counts, where earlier employment counts too.", None)
    ends_on: Day | None = key("Last day of a fixed term.", None)
    probation: Probation | None = key("Length of probation, such as 3 months, or none.", None)
    probation_terms: Text = key("What holds during probation.", "")
    notice_from_employer: Text = key("Notice that the employer gives, such as 1 month.", "")
    notice_from_employee: Text = key("Notice that the employee gives.", "")
    ending_procedure: Text = key("Form and steps of ending the employment, and the time limit of a claim.", "")
    holiday_days: Number | None = key("Days of paid leave a year.", None)
    holiday_rules: Text = key("How leave accrues, public holidays, and pay for what is left on leaving.", "")
    other_paid_leave: Text = key("Other paid leave, or none.", "")
    sick_pay: Text = key("What is paid in sickness, and what to do, or none.", "")
    pension: Text = key("The pension and who provides it, with its address, or none.", "")
    social_security: Text = key("Institutions that receive social contributions, and the employer's protection.", "")
    training: Text = key("Training that the employer gives a right to, or none.", "")
    required_training: Text = key("Training that must be done, and what of it the employee pays, or none.", "")
    collective_agreement: Text = key("Collective agreements that apply, with their parties, or none.", "")
    discipline: Text = key("Disciplinary rules and procedure, or where to read them.", "")
    grievance: Text = key("To whom to turn with a grievance or against a disciplinary decision, and how.", "")
    payday: Text = key("The regular payday, such as the 15th and the last day of the month.", "")
    payment_method: Text = key("How pay is paid, such as bank transfer.", "")
    employer_phone: Text = key("Telephone number of the employer.", "")
    noncompete: Months | None = key("Time after the employment in which competing is restricted.", None)
    noncompete_agreement: Text = key("The agreement, and its section, in which competing is restricted.", "")
    conditions: tuple[Text, ...] = key("On what the offer depends, a sentence each.", ())
    equity: EquityTermsShape | None = key("What a letter says of grants beside their numbers.", None)
    tokens: TokenTermsShape | None = key("What a letter says of token allowances beside the promise.", None)

    def build(self, here: Place) -> Any:
        """The terms."""
        values = {name: getattr(self, _RENAMED.get(name, name)) for name in _TERMS}
        values["noncompete_months"] = values["noncompete_months"] or 0
        values["equity"] = EquityTerms() if self.equity is None else self.equity.build(here.at("equity"))
        values["tokens"] = TokenTerms() if self.tokens is None else self.tokens.build(here.at("tokens"))
        return here.make(EmploymentTerms, _RENAMED, **values)

    @classmethod
    def of(cls, terms: EmploymentTerms) -> TermsShape | None:
        """The inverse of `build`; None where nothing is stated."""
        if terms == EmploymentTerms():
            return None
        values = {_RENAMED.get(name, name): getattr(terms, name) for name in _TERMS}
        equity = None if terms.equity == EquityTerms() else EquityTermsShape.of(terms.equity)
        tokens = None if terms.tokens == TokenTerms() else TokenTermsShape.of(terms.tokens)
        noncompete = terms.noncompete_months or None
        return cls(**{**values, "noncompete": noncompete, "equity": equity, "tokens": tokens})


_RENAMED = {"probation_months": "probation", "noncompete_months": "noncompete"}
_TERMS = tuple(attribute.name for attribute in fields(EmploymentTerms))

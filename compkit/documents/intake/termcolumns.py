"""The columns of employment terms, on the sheet of offers: what a letter or a written statement must say beside pay."""

from __future__ import annotations

from ...pay.terms import OUTPUTS, WORDINGS
from .columns import Column

_TEXTS = {
    "working_days": ("Working days", "Days and times of work, such as Monday to Friday, 9:00 to 17:30."),
    "hours_may_vary": ("Hours may vary", "How hours or days may vary, or none."),
    "overtime_pay": ("Overtime pay", "When overtime can be asked for and how it is paid, or none."),
    "other_places": ("Other places", "Places of work beside the location, or how they are chosen, or none."),
    "work_abroad": ("Work abroad", "Work abroad for over a month: how long, in which currency, the way back; or none."),
    "probation": ("Probation", "Its length, such as 3 months, or none."),
    "probation_terms": ("Terms of probation", "What holds during probation."),
    "notice_from_employer": ("Notice from employer", "Such as 1 month."),
    "notice_from_employee": ("Notice from employee", "Such as 1 month."),
    "ending_procedure": ("Ending procedure", "Form and steps of ending, and the time limit of a claim."),
    "holiday_rules": ("Leave rules", "How leave accrues, public holidays, and pay for what is left on leaving."),
    "other_paid_leave": ("Other paid leave", "Or none."),
    "sick_pay": ("Sick pay", "What is paid in sickness, and what to do, or none."),
    "pension": ("Pension", "The pension and who provides it, with its address, or none."),
    "social_security": ("Social security", "Institutions that receive contributions, and the employer's protection."),
    "training": ("Training", "Training that the employer gives a right to, or none."),
    "required_training": ("Required training", "Training that must be done, and what the employee pays, or none."),
    "collective_agreement": ("Collective agreement", "Agreements that apply, with their parties, or none."),
    "discipline": ("Discipline", "Rules and procedure, or where to read them."),
    "grievance": ("Grievance", "To whom to turn, and how."),
    "payday": ("Payday", "Such as the 15th and the last day of the month."),
    "payment_method": ("Payment method", "Such as bank transfer."),
    "employer_phone": ("Employer phone", "Telephone number."),
    "noncompete": ("Noncompete", "Time after the employment, such as 6 months; empty if there is none."),
    "noncompete_agreement": ("Noncompete agreement", "The agreement, and its section."),
    "equity.plan": ("Equity plan", "Name of the plan, with its year."),
    "equity.exercise_window": ("Exercise window", "How long vested options last after leaving, such as 90 days."),
    "equity.strike_basis": ("Strike basis", "How the strike was set, such as a 409A valuation, with its day."),
    "tokens.usage_logs": (
        "Token usage logs",
        "What the Company sees (totals, requests or content), and for how long: totals kept 12 months.",
    ),
}

_DAYS = {
    "continuous_from": ("Service counts from", "Where earlier employment counts too."),
    "ends_on": ("Fixed term ends", "Last day of a fixed term."),
    "equity.approved_on": ("Board approval", "Day on which the board approved the grants."),
    "equity.fully_diluted_on": ("Share count on", "Day of the fully diluted count."),
}

_CHOICES = {
    "tokens.outputs": (
        "Token outputs",
        "Who owns what is made with tokens; by use: what is made for work is the Company's.",
        OUTPUTS,
    ),
    "tokens.wording": ("Token wording", "What the letter calls tokens; empty for what is usual there.", WORDINGS),
}

_NUMBERS = {
    "hours_per_week": ("Normal hours a week", "An hourly salary states its own."),
    "holiday_days": ("Leave days", "Days of paid leave a year."),
    "equity.fully_diluted": ("Fully diluted shares", "Shares as if everything that can become a share had."),
}

TERMS = (
    *(Column(key=f"terms.{k}", title=t, hint=h, form="number", width=12) for k, (t, h) in _NUMBERS.items()),
    *(Column(key=f"terms.{k}", title=t, hint=h, form="day", width=12) for k, (t, h) in _DAYS.items()),
    *(Column(key=f"terms.{k}", title=t, hint=h, width=24) for k, (t, h) in _TEXTS.items()),
    *(Column(key=f"terms.{k}", title=t, hint=h, choices=of, width=14) for k, (t, h, of) in _CHOICES.items()),
    Column(
        key="terms.conditions",
        title="Conditions",
        hint="On what the offer depends, a sentence a line.",
        form="mapping",
        width=30,
    ),
)

"""The sheets of bonuses, raises, one-offs, grants, benefits and approvals."""

from __future__ import annotations

from ...pay.offer import APPROVAL_SUBJECTS
from ...pay.vesting import STANDARD_SCHEDULES
from .columns import Column, SheetPlan, number_column

_REPAY = ("prorated by month", "prorated by day", "in full")

BONUSES = SheetPlan(
    name="Bonuses",
    part="bonus",
    title="Target bonuses",
    note="One row a yearly bonus. Its target is a share of base, or an amount a year: fill in one of the two.",
    columns=(
        number_column(),
        Column(key="name", title="Name", hint="As printed; empty is Target bonus.", width=22),
        Column(key="target", title="Target, % of base", hint="15 % of base is 15 %.", form="rate of base", width=12),
        Column(key="target", title="Target, amount a year", hint="Instead of a share of base.", form="money", width=14),
        Column(
            key="performance_year",
            title="Performance year",
            hint="Year over which it is earned: service (as if empty), calendar, or fiscal:MM-DD, its first day.",
            choices=("service", "calendar", "fiscal:10-01"),
            closed=False,
            width=14,
        ),
        Column(
            key="first_year",
            title="First year",
            hint="What a first year that is not whole pays; empty is prorated. guaranteed is full, come what may.",
            choices=("prorated", "full", "none", "guaranteed"),
            width=12,
        ),
        Column(
            key="guaranteed",
            title="Guaranteed",
            hint="Which years are paid come what may; empty is none.",
            choices=("none", "first year", "always"),
            width=12,
        ),
        Column(key="paid_on", title="Paid on", hint="Day of payment every year, as month-day: 03-15.", width=10),
    ),
)

RAISES = SheetPlan(
    name="Raises",
    part="salary.raises",
    title="Planned raises",
    note="One row a planned raise of the salary, by its day: a rate, or the new amount.",
    columns=(
        number_column(),
        Column(key="on", title="From", hint="First day of the new salary.", form="day", required=True, width=12),
        Column(key="rate", title="Raise, %", hint="Of the salary in force, such as 3 %.", form="rate", width=10),
        Column(key="amount", title="New salary", hint="The new full-time amount.", form="money", width=14),
    ),
)

ONE_OFFS = SheetPlan(
    name="Sign-on and retention",
    title="Sign-on, retention and relocation",
    note="One row a payment.",
    parts={"sign-on": "sign_on", "retention": "retention", "relocation": "relocation"},
    columns=(
        number_column(),
        Column(
            key="kind",
            title="Kind",
            hint="What it is paid for.",
            required=True,
            choices=("sign-on", "retention", "relocation"),
            width=12,
        ),
        Column(
            key="name",
            title="Name",
            hint="As printed; only for retention, where empty is Retention bonus.",
            width=20,
            needs=("retention",),
        ),
        Column(key="amount", title="Amount", hint="Gross amount.", form="money", required=True, width=14),
        Column(key="paid_on", title="Paid on", hint="Day of payment.", form="day", required=True, width=12),
        Column(
            key="service_from",
            title="Service from",
            hint="First day of the service period; only for retention, where empty is the start.",
            form="day",
            width=12,
            needs=("retention",),
        ),
        Column(
            key="repay_if_leaving_within",
            title="Repay if leaving within, months",
            hint="Months of service (for retention, after payment) in which leaving means to owe it back.",
            form="months",
            width=15,
        ),
        Column(
            key="repay",
            title="Repay",
            hint="How what is owed back falls with service; empty is prorated by month.",
            choices=_REPAY,
            width=18,
        ),
    ),
)

GRANTS = SheetPlan(
    name="Grants",
    part="equity",
    title="Equity grants",
    note="One row a grant of restricted stock (rsu) or options (option); an offer may have several.",
    columns=(
        number_column(),
        Column(
            key="kind",
            title="Kind",
            hint="rsu: restricted stock units. option: then fill in strike and last day of exercise.",
            required=True,
            choices=("rsu", "option"),
            width=9,
        ),
        Column(key="name", title="Name", hint="As printed; empty is RSU grant, or Option grant.", width=20),
        Column(
            key="symbol",
            title="Symbol",
            hint="Ticker, or the name that the assumptions use.",
            required=True,
            width=10,
        ),
        Column(
            key="units",
            title="Units",
            hint="Whole shares, or options of one share each; for rsu, or say a value.",
            form="number",
            width=10,
        ),
        Column(
            key="value",
            title="Value at grant",
            hint="Instead of units: converted once, at the price beside it; from then on only shares count.",
            form="money",
            width=14,
            needs=("rsu",),
        ),
        Column(
            key="converted_at",
            title="Converted at, price a share",
            hint="Price a share that converts the value, in the value's currency.",
            form="number",
            width=13,
            needs=("rsu",),
        ),
        Column(
            key="converted_on",
            title="Converted on",
            hint="Day of that price.",
            form="day",
            width=12,
            needs=("rsu",),
        ),
        Column(
            key="rounding",
            title="Rounding",
            hint="How a value becomes whole shares; empty is down.",
            choices=("down", "nearest", "up"),
            width=10,
            needs=("rsu",),
        ),
        Column(key="granted_on", title="Granted on", hint="Day of grant.", form="day", width=12),
        Column(
            key="vesting_start_on",
            title="Vesting start",
            hint="Day from which vesting counts.",
            form="day",
            required=True,
            width=14,
        ),
        Column(
            key="vesting",
            title="Vesting",
            hint="A name, such as 4y/1y-cliff/quarterly or 33/33/22/12 | steps: 25 % after 12 months; "
            "75 % on 2031-01-11 | the JSON of an Open Cap Format object.",
            form="mapping",
            required=True,
            choices=STANDARD_SCHEDULES,
            closed=False,
            width=24,
        ),
        Column(
            key="acceleration",
            title="Acceleration",
            hint="What speeds vesting up: 100 % on change in control and termination without cause. "
            "Semicolons between several.",
            form="mapping",
            width=24,
        ),
        Column(
            key="option_type",
            title="Option type",
            hint="Decides the tax, not the value; empty is other.",
            choices=("ISO", "NSO", "EMI", "other"),
            width=10,
            needs=("option",),
        ),
        Column(
            key="strike",
            title="Strike",
            hint="Exercise price a share; only for options.",
            form="money",
            width=11,
            needs=("option",),
        ),
        Column(
            key="expires_on",
            title="Last day of exercise",
            hint="Only for options.",
            form="day",
            width=12,
            needs=("option",),
        ),
        Column(
            key="refresher",
            title="Refresher",
            hint="yes for a further grant in a later year; empty is no.",
            form="flag",
            choices=("yes", "no"),
            width=10,
        ),
        Column(
            key="claimed_value",
            title="Claimed value",
            hint="What the employer says it is worth; shown beside our value, never instead of it.",
            form="money",
            width=14,
        ),
    ),
)

BENEFITS = SheetPlan(
    name="Benefits",
    part="benefits",
    title="Benefits and employer matches",
    note="One row a benefit: cost and value a year; or, for a match of own saving, its rate and up to what.",
    columns=(
        number_column(),
        Column(key="name", title="Name", hint="As printed.", required=True, width=26),
        Column(key="cost", title="Cost a year", hint="What the employer pays a year.", form="money", width=14),
        Column(key="value", title="Value a year", hint="Worth to the employee a year.", form="money", width=14),
        Column(
            key="rate",
            title="Match, %",
            hint="What the employer adds to each unit contributed: 50 %, or 100 %.",
            form="rate",
            width=10,
        ),
        Column(
            key="of_contributions_up_to",
            title="Match up to, % of base",
            hint="Contributions that are matched: 6 % of base is 6 %.",
            form="rate of base",
            width=13,
        ),
    ),
)

APPROVALS = SheetPlan(
    name="Approvals",
    part="approvals",
    title="Approvals",
    note="One row an approval that was given. Internal: never in a candidate document.",
    columns=(
        number_column(),
        Column(key="by", title="By", hint="Who gave it, as the policy names its approvers.", required=True, width=26),
        Column(key="on", title="On", hint="Day on which it was given.", form="day", required=True, width=12),
        Column(
            key="for",
            title="For",
            hint="The whole offer (as if empty), or the part that was approved.",
            choices=tuple(APPROVAL_SUBJECTS),
            width=14,
        ),
    ),
)

"""The sheet of token allowances: one row an allowance."""

from __future__ import annotations

from ...pay.allowance import RELEASES
from ...pay.baskets import MIXES
from .columns import Column, SheetPlan, number_column

_AMOUNT = (
    Column(key="name", title="Name", hint="As printed; empty is AI token allowance.", width=22),
    Column(
        key="amount",
        title="Amount",
        hint="50 % of base | 10 % of target cash | 1500 per month | 100 per tool and month | 5000 credits per month | "
        "60 bn tokens per year | 0.1 % of the capacity NAME",
        required=True,
        width=24,
    ),
    Column(
        key="base",
        title="Base",
        hint="For a share of base: of the base at start, or of the current one, which follows raises.",
        choices=("at start", "current"),
        width=10,
    ),
    Column(
        key="tools",
        title="Tools",
        hint="For an amount per tool: the tools, with commas between.",
        form="list",
        width=18,
    ),
    Column(
        key="credit",
        title="Credit worth",
        hint="For credits: what one is good for at the provider, such as 0.01.",
        form="money",
        width=11,
    ),
)

_PRICES = (
    Column(
        key="when_prices_change",
        title="When prices change",
        hint="fixed money | fixed quantity | better of both | collar -20 % +20 % | indexed to CPI-U from 2026-11-01",
        form="mapping",
        required=True,
        choices=(
            "fixed money",
            "fixed quantity",
            "better of both",
            "collar -20 % +20 %",
            "indexed to CPI-U from 2026-11-01",
        ),
        closed=False,
        width=22,
    ),
    Column(
        key="price_basis.per_mtok",
        title="Price basis, per million tokens",
        hint="Price of a million tokens of the basket at which money and tokens were set equal.",
        form="money",
        width=15,
    ),
    Column(key="price_basis.on", title="Price basis day", hint="Day of that price.", form="day", width=12),
    Column(key="price_basis.source", title="Price basis source", hint="Where that price comes from.", width=18),
    Column(
        key="basket",
        title="Basket",
        hint="Models with their shares: openai/gpt-6-sol 60 %, mistral/large 40 %. A promised quantity needs one.",
        form="mapping",
        width=32,
    ),
    Column(
        key="mix",
        title="Mix",
        hint=f"How tokens split by kind: {', '.join(sorted(MIXES))}, or shares that add up to 100 %: "
        "fresh input 16 %, cache read 83.4 %, output 0.6 %. Only with a basket.",
        form="mapping",
        choices=tuple(sorted(MIXES)),
        closed=False,
        width=16,
    ),
)

_TERMS = (
    Column(
        key="released",
        title="Released",
        hint="How often, and in advance or in arrears; empty is monthly, in advance.",
        choices=tuple(f"{often}, {when}" for often in RELEASES for when in ("in advance", "in arrears")),
        width=21,
    ),
    Column(
        key="spend_at",
        title="Spend at",
        hint="any approved provider (as if empty) | basket | a provider, or several with commas between.",
        form="list",
        choices=("any approved provider", "basket"),
        closed=False,
        width=21,
    ),
    Column(
        key="use",
        title="Use",
        hint="business (as if empty) | incidental | 90 % business, 10 % personal",
        form="mapping",
        choices=("business", "incidental", "90 % business, 10 % personal"),
        closed=False,
        width=16,
    ),
    Column(
        key="unused",
        title="Unused",
        hint="expires (as if empty) | carries over | carries over 3 months, or with limits: "
        "carries over 3 months, share 50 %, at most 20000, until 2028-12-31",
        form="mapping",
        choices=("expires", "carries over", "carries over 3 months"),
        closed=False,
        width=22,
    ),
    Column(
        key="overage",
        title="Overage",
        hint="What use above the allowance does; empty is stops.",
        choices=("stops", "needs approval", "charged to the team"),
        width=18,
    ),
    Column(
        key="transfer",
        title="Transfer",
        hint="Whether it can be given on; empty is none.",
        choices=("none", "pool", "donate", "resell"),
        width=10,
    ),
    Column(
        key="on_leaving",
        title="On leaving",
        hint="ends on the last day (as if empty), or 30 days after the last day.",
        choices=("ends on the last day", "30 days after the last day"),
        closed=False,
        width=21,
    ),
    Column(
        key="guaranteed_until",
        title="Guaranteed until",
        hint="Last day on which it cannot be cut, or: as long as employed.",
        form="day or words",
        width=13,
    ),
    Column(
        key="notice_days",
        title="Notice, days",
        hint="Days of notice before the policy may change.",
        form="number",
        width=9,
    ),
    Column(
        key="reviewed_on",
        title="Reviewed on",
        hint="Days on which the amount is looked at again: 2028-01-11, 2029-01-11",
        form="list",
        width=14,
    ),
    Column(
        key="successors",
        title="Successors",
        hint="What follows a model that is sold no longer: openai/gpt-6-sol by openai/gpt-7 from 2028-06-01, "
        "with the tokens that do the work of one: ratio 0.8. Semicolons between several.",
        form="mapping",
        width=24,
    ),
    Column(key="starts_on", title="Starts", hint="First day; empty is the start.", form="day", width=12),
    Column(key="ends_on", title="Ends", hint="Last day of the allowance itself.", form="day", width=12),
)


TOKENS = SheetPlan(
    name="Tokens",
    part="tokens",
    title="Token allowances",
    note="One row an allowance of AI tokens; an offer may have several.",
    columns=(number_column(), *_AMOUNT, *_PRICES, *_TERMS),
)

"""The two offers of the worked example, as packages, and a market that prices them without any outside data."""

from datetime import date
from decimal import Decimal
from typing import Any

from compkit.dates import MonthDay
from compkit.market import Market, PriceBook, RateCard, SharePrice, TokenPrice
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    Basket,
    EmployerMatch,
    Entitlement,
    FixedMoney,
    FixedQuantity,
    Package,
    RestrictedStock,
    ShareOfBase,
    SignOnBonus,
    TargetBonus,
    TokenAllowance,
    TokenMix,
    TokensPer,
    Vesting,
    entitlements,
)
from compkit.valuation.assumptions import Assumptions

TODAY = date(2026, 11, 20)
START = date(2027, 1, 11)
INPUT_ONLY = TokenMix(name="input only", fresh_input=1, output=0)


def usd(amount: object) -> Money:
    """US dollars."""
    return Money(str(amount), "USD")


def acme(start_on: date = START, **changes: Any) -> Package:
    """Listed company: half of base in tokens, by fixed money."""
    parts: dict[str, Any] = {
        "salary": BaseSalary(amount=usd(250_000), paid="semimonthly"),
        "bonus": (TargetBonus(rate="0.15", performance_year="calendar", paid_on=MonthDay(3, 15)),),
        "sign_on": (SignOnBonus(amount=usd(40_000), paid_on=date(2027, 1, 29), clawback_months=12),),
        "equity": (
            RestrictedStock(
                name="New-hire grant",
                symbol="ACME",
                value=usd(400_000),
                converted_at="125.00",
                vesting_start_on=start_on,
                vesting=Vesting.parse("4y/1y-cliff/quarterly"),
            ),
        ),
        "tokens": (
            TokenAllowance(
                amount=ShareOfBase(rate="0.5"),
                rule=FixedMoney(),
                rollover_months=3,
                overage="needs approval",
                guaranteed_until=date(2028, 1, 10),
                notice_days=60,
            ),
        ),
        "benefits": (EmployerMatch(name="401(k) match", rate="0.5", cap_rate="0.06"),),
    }
    return Package(start_on=start_on, currency="USD", **{**parts, **changes})


def globex(start_on: date = START, **changes: Any) -> Package:
    """As a candidate tells it: a fixed quantity of tokens of one model, a tenth of them for personal use."""
    parts: dict[str, Any] = {
        "salary": BaseSalary(amount=usd(235_000)),
        "bonus": (TargetBonus(rate="0.2"),),
        "sign_on": (
            SignOnBonus(amount=usd(50_000), paid_on=date(2027, 1, 31)),
            SignOnBonus(amount=usd(25_000), paid_on=date(2028, 1, 31)),
        ),
        "equity": (
            RestrictedStock(
                name="New-hire grant",
                symbol="GLBX",
                units=6000,
                vesting_start_on=start_on,
                vesting=Vesting.parse("33/33/22/12"),
            ),
        ),
        "tokens": (
            TokenAllowance(
                amount=TokensPer(mtok="60000"),
                rule=FixedQuantity(),
                basket=Basket.of("openai/gpt-6-sol"),
                use="personal",
                personal_share="0.1",
                guaranteed_until=date(2029, 1, 10),
            ),
        ),
        "unknown": {"benefits"},
    }
    return Package(start_on=start_on, currency="USD", **{**parts, **changes})


def card(price: object, **others: object) -> RateCard:
    """The same price for fresh input and output; others as named."""
    kinds: dict[str, Any] = {"fresh_input": str(price), "output": str(price), **{k: str(v) for k, v in others.items()}}
    return RateCard(**kinds)


def price_row(model: str = "north/one", price: object = 10, **changes: Any) -> TokenPrice:
    """A price row from 2020 on."""
    parts: dict[str, Any] = {"card": card(price), "from_on": date(2020, 1, 1), "source": "test"}
    return TokenPrice(model=model, **{**parts, **changes})


def sol() -> TokenPrice:
    """openai/gpt-6-sol as listed on 2026-11-20: the agentic mix of it costs 0.5468 per million."""
    return price_row("openai/gpt-6-sol", card=RateCard(fresh_input="2", cache_read="0.2", output="10"))


def market(*rows: TokenPrice, **changes: Any) -> Market:
    """A market on 2026-11-20 with the shares of the two offers; gpt-6-sol as listed unless rows are given."""
    shares = tuple(
        SharePrice(symbol=symbol, price=usd(price), on=TODAY, source="test")
        for symbol, price in (("ACME", 125), ("GLBX", 80))
    )
    parts: dict[str, Any] = {"as_of": TODAY, "book": PriceBook(rows or (sol(),)), "shares": shares}
    return Market(**{**parts, **changes})


def assume(**changes: Any) -> Assumptions:
    """Assumptions on 2026-11-20."""
    return Assumptions(**{"as_of": TODAY, **changes})


def rows(package: Package, until: date, component: str | None = None) -> list[Entitlement]:
    """Entitlements before a day, of one component."""
    return [row for row in entitlements(package, until=until) if component in (None, row.component)]


def quantity(package: Package, until: date, component: str) -> Decimal:
    """Quantity of a component earned before a day."""
    return sum((row.quantity for row in rows(package, until, component)), Decimal(0))

"""Use of tokens in the unit of an allowance: money as billed, tokens at their price on the day, or tokens counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ..checks import maybe, not_negative, tidy
from ..errors import InvalidValue, MissingFact
from ..market.market import Market, Stage
from ..market.prices import TokenPrice
from ..market.usage import TokenUsage
from ..money import EXACT, Money, add_up, exactly, is_money, maybe_exact
from ..pay.allowance import TokenAllowance
from ..pay.ledger import is_use_of, ledger_unit
from ..pay.package import Package
from ..pay.units import CapacityShare, TokenMoney, TokenUnit
from ..pay.usage import Usage

FORMS = ("amount", "mtok", "share_months", "tokens")
"""How a row may say what was used."""


def _one_form(instance: UsageRow, attribute: Any, value: object) -> None:
    said = [name for name in FORMS if getattr(instance, name) is not None]
    if len(said) != 1:
        fix = "say an amount of money, millions of tokens, share-months, or tokens by kind"
        raise InvalidValue(instance.label, " and ".join(said) or "nothing", "must say its use in one way", fix)


@frozen(kw_only=True)
class UsageRow:
    """Use on a day as an export states it, in exactly one of four ways.

    Attributes:
        on: The day.
        amount: Money as billed.
        mtok: Millions of tokens.
        share_months: Share-months of a capacity.
        tokens: Tokens by kind, of one model.
        model: ``provider/model``; needed to price tokens.
        allowance: Name of the allowance; may be empty where there is one.
        tool: What used it, in words.
        team: Who used it, in words.
        place: Where it stands, such as ``row 7``, for messages.
    """

    on: date
    amount: Money | None = field(default=None, validator=maybe(is_money))
    mtok: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    share_months: Decimal | None = field(default=None, converter=maybe_exact, validator=maybe(not_negative))
    tokens: TokenUsage | None = None
    model: str = field(default="", validator=tidy)
    allowance: str = field(default="", validator=tidy)
    tool: str = field(default="", validator=tidy)
    team: str = field(default="", validator=tidy)
    place: str = field(default="", validator=_one_form)

    @property
    def label(self) -> str:
        """As messages name it."""
        return f"usage {self.place}".strip() if self.place else f"usage on {self.on}"


@exactly
def priced_usage(
    rows: Iterable[UsageRow], allowance: TokenAllowance, *, package: Package, market: Market, stage: Stage = "list"
) -> tuple[Usage, ...]:
    """Rows of an export as use of one allowance; rows of other allowances are left out.

    Money is converted at the stated exchange rate. Tokens by kind are priced at the card of their model on their day,
    linearly: a row adds up many requests, and long-context prices hold for single ones. For an allowance of tokens
    they are counted, each kind alike, and only those of its models.

    Args:
        rows: Use as stated.
        allowance: The allowance whose unit is wanted.
        package: The package it belongs to.
        market: Token prices and exchange rates.
        stage: ``list``, or ``contract`` for what the employer pays; internal.

    Raises:
        InvalidValue: If a row cannot be use of the allowance, with the way out.
        MissingFact: If a price or an exchange rate is needed and not given.
    """
    unit = ledger_unit(allowance, package)
    own = (row for row in rows if is_use_of(row.allowance, allowance, package))
    return tuple(_used(row, allowance, unit, market, stage) for row in own)


def _used(row: UsageRow, allowance: TokenAllowance, unit: TokenUnit, market: Market, stage: Stage) -> Usage:
    quantity = _quantity(row, allowance, unit, market, stage)
    is_priced = row.tokens is not None and isinstance(unit, TokenMoney)
    return Usage(
        on=row.on,
        quantity=quantity,
        allowance=row.allowance,
        tool=row.tool,
        team=row.team,
        model=row.model,
        priced=stage if is_priced else "as stated",
    )


def _quantity(row: UsageRow, allowance: TokenAllowance, unit: TokenUnit, market: Market, stage: Stage) -> Decimal:
    if isinstance(unit, TokenMoney):
        return _money(row, allowance, unit.currency, market, stage)
    if isinstance(unit, CapacityShare):
        if row.share_months is None:
            raise InvalidValue(row.label, allowance.name, "is a slice of a capacity", "say share_months")
        return row.share_months
    return _mtok(row, allowance)


def _money(row: UsageRow, allowance: TokenAllowance, currency: str, market: Market, stage: Stage) -> Decimal:
    if row.amount is not None:
        return market.convert(row.amount, currency).amount
    if row.tokens is None or not row.model:
        fix = "say an amount, or a model and its tokens by kind"
        raise InvalidValue(row.label, allowance.name, "is an allowance of money", fix)
    if not allowance.is_good_at(row.model):
        fix = f"it is good at {', '.join(allowance.providers)}: leave the row out, or name another allowance"
        raise InvalidValue(row.label, row.model, f"cannot be bought with {allowance.name}", fix)
    price = market.token_row(row.model, row.on, stage)
    return market.convert(Money(add_up(_costs(row.tokens, price)), price.currency), currency).amount


def _costs(tokens: TokenUsage, price: TokenPrice) -> Iterator[Decimal]:
    """Money by kind, at the base price of each."""
    for kind, count in tokens.by_kind().items():
        if not count:
            continue
        per_mtok: Decimal | None = getattr(price.card, kind)
        if per_mtok is None:
            words = f"price of {kind.replace('_', ' ')} of {price.model} ({price.stated_by})"
            raise MissingFact(words, "# or give it in a --prices file, or say the amount as billed")
        yield EXACT.multiply(per_mtok, Decimal(count).scaleb(-6))


def _mtok(row: UsageRow, allowance: TokenAllowance) -> Decimal:
    """Millions of promised tokens: a successor's tokens count by its ratio of work."""
    basket = allowance.basket_on(row.on)
    assert basket is not None  # an allowance of tokens has one
    if row.tokens is None and row.mtok is None:
        fix = "say mtok, or a model and its tokens by kind"
        raise InvalidValue(row.label, allowance.name, "is an allowance of tokens", fix)
    part = next((part for part in basket.parts if part.model == row.model), None)
    if row.model and part is None:
        fix = f"it is for {', '.join(basket.models)}: leave the row out, or name another allowance"
        raise InvalidValue(row.label, row.model, f"is not a model of {allowance.name}", fix)
    if row.tokens is not None and part is None:
        raise InvalidValue(row.label, "no model", "tokens by kind need their model", "name it")
    mtok = row.mtok if row.tokens is None else Decimal(row.tokens.total).scaleb(-6)
    assert mtok is not None
    return mtok if part is None else EXACT.divide(mtok, part.work_ratio)

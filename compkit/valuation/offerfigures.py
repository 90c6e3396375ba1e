"""The figures of an offer that bands and policies speak of: a year, as promised, at the start."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve, frozen

from ..errors import InvalidValue, MissingFact
from ..money import EXACT, Money, exact, exactly, total
from ..pay.allowance import TokenAllowance
from ..pay.bands import Element, Figure
from ..pay.bonus import annual_target
from ..pay.offer import Offer
from ..pay.salary import WEEKS_A_YEAR, BaseSalary
from ..pay.tokens import annual_money, annual_promise
from .offerpolicy import TokenCap
from .totals import NamedTotal, annual_grants, named_totals
from .value import Valuation

FULL_TIME_HOURS = 40
"""Hours a week of full-time pay by the hour: 2,080 a year with `WEEKS_A_YEAR`, the usual US convention."""


def full_time_base(salary: BaseSalary) -> Money:
    """Base salary a year at full time: bands are for full-time pay, so FTE does not reduce it; the starting salary."""
    return salary.amount * (FULL_TIME_HOURS * WEEKS_A_YEAR) if salary.per == "hour" else salary.amount


@frozen(kw_only=True)
class OfferFigures:
    """An offer's figures; None where the offer does not tell.

    Attributes:
        offer: The offer.
        valuation: Of its package, where shares, tokens or other currencies need a price.
    """

    offer: Offer
    valuation: Valuation | None = None

    def of(self, element: Element) -> Figure | None:
        """The figure that stands in a band."""
        figures = {
            "base": self.base,
            "bonus": self.bonus_rate,
            "equity": self.equity,
            "equity units": self.equity_units,
            "tokens": self.tokens,
        }
        return figures[element]()

    def in_currency(self, money: Money, currency: str) -> Money:
        """Money in a currency, at the valuation's stated exchange rate.

        Raises:
            CurrencyMismatch: If a rate is needed and there is no valuation.
        """
        if self.valuation is not None:
            return self.valuation.market.convert(money, currency)
        return Money(0, currency) + money

    def base(self) -> Money | None:
        """Base salary a year at full time."""
        salary = self.offer.package.salary
        return None if salary is None else full_time_base(salary)

    @exactly
    def bonus_rate(self) -> Decimal | None:
        """Target bonuses as a fraction of base salary."""
        package, accrual = self.offer.package, self.offer.package.accrual
        if accrual is None or "bonus" in package.unknown:
            return None
        base = accrual.salary.annual()
        targets = (self.in_currency(annual_target(bonus, accrual), base.currency) for bonus in package.bonus)
        return total(targets, base.currency).amount / base.amount

    def equity(self) -> Money | None:
        """Grants a year, each divided by its vesting years, at the stated prices.

        Raises:
            MissingFact: If there are grants and no valuation.
        """
        package = self.offer.package
        if "equity" in package.unknown:
            return None
        if not package.equity:
            return Money(0, package.currency)
        return annual_grants(self._priced("what its equity is worth"))

    @exactly
    def equity_of_base(self) -> Decimal | None:
        """Grants a year as a fraction of base salary at full time."""
        equity, base = self.equity(), self.base()
        if equity is None or base is None:
            return None
        return self.in_currency(equity, base.currency).amount / base.amount

    def equity_units(self) -> Decimal | None:
        """Units of all grants together."""
        package = self.offer.package
        return None if "equity" in package.unknown else exact(sum(grant.granted_units for grant in package.equity))

    def tokens(self, cap: TokenCap | None = None) -> Money | None:
        """Token allowances in money a year, as promised.

        Money counts as it is, a quantity at its price basis or, without one, at the list price of the valuation.

        Args:
            cap: Only what this cap is of.

        Raises:
            MissingFact: If a quantity needs a price and there is no valuation.
        """
        package = self.offer.package
        if "tokens" in package.unknown:
            return None
        parts = (allowance if cap is None else cap.part(allowance) for allowance in package.tokens)
        return total((self.allowance(part) for part in parts if part is not None), package.currency)

    def allowance(self, allowance: TokenAllowance) -> Money:
        """An allowance in money a year if it were promised with this package, in the package's currency; see `tokens`.

        Raises:
            MissingFact: If a quantity needs a price and there is no valuation.
        """
        package = self.offer.package
        pay = evolve(package, tokens=(allowance,)).pay_base
        money = annual_money(allowance, pay)
        if money is None:
            valuation = self._priced(f"a price for the tokens of {allowance.name!r}")
            quantity, unit = annual_promise(allowance, pay, package.start_on)
            price = valuation.market.unit_price(unit, valuation.assumptions.as_of, stated=True)
            money = price * EXACT.divide(Decimal(quantity.numerator), Decimal(quantity.denominator))
        return self.in_currency(money, package.currency)

    def sign_on(self) -> Money | None:
        """All sign-on instalments."""
        package = self.offer.package
        if "sign_on" in package.unknown:
            return None
        return total((self.in_currency(paid.amount, package.currency) for paid in package.sign_on), package.currency)

    def first_year(self) -> NamedTotal:
        """All that is earned in the first twelve months as promised, tokens apart.

        Raises:
            MissingFact: Without a valuation.
        """
        totals = named_totals(self._priced("a valuation of its first year"))
        return next(found for found in totals if found.name == "Year one")

    def _priced(self, what: str) -> Valuation:
        if self.valuation is None:
            raise MissingFact(f"{what}, for the check of offer {self.offer.offer_number}: give its valuation")
        if self.valuation.package != self.offer.package:
            raise InvalidValue("valuation", self.offer.offer_number, "is of another package", "value this offer's")
        return self.valuation

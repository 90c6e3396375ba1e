"""Compare: any number of offers in one currency, against a baseline, under every scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import evolve, field, frozen

from ..errors import InvalidValue
from ..market.scenarios import Scenario, with_stated
from ..money import Money, exactly
from ..pay.baskets import Basket, TokenMix
from ..pay.entitlements import COMPONENTS, Component, Number
from ..pay.rules import FixedMoney
from .gap import Closing, Scope, close_gap, tie
from .tokenline import ModelPrice, TokenLine, TokenYear, mix_of, model_prices, token_line, token_year
from .value import Valuation, tokens_counted, value
from .views import Cells, View, cells, years


@frozen(kw_only=True)
class LeftOut:
    """A component that somebody did not tell, so it is left out on every side.

    Attributes:
        component: Which.
        untold_by: Names of the offers that did not tell.
        amounts: What the others promise a year on average, as promised, by name.
    """

    component: Component
    untold_by: tuple[str, ...]
    amounts: Mapping[str, Money]


@frozen(kw_only=True)
class Outcome:
    """One offer under one scenario.

    Attributes:
        total: Total with all tokens, of the number asked for.
        without_tokens: The same without tokens.
        rank: 1 for the highest total; equal totals share a rank.
        tokens: A year of its tokens.
    """

    total: Money
    without_tokens: Money
    rank: int
    tokens: TokenYear


@frozen(kw_only=True, slots=False)
class Comparison:
    """Offers side by side, in one currency; the first is the baseline.

    Attributes:
        valuations: By name; components that somebody did not tell are left out of all of them.
        currency: ISO 4217 code of every amount.
        view: How time is cut into years.
        left_out: What was left out, and who did not tell.
        scenarios: What-ifs beside the market as stated.
        models: Models at which tokens are compared.
    """

    valuations: Mapping[str, Valuation]
    currency: str
    view: View
    left_out: tuple[LeftOut, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    models: tuple[str, ...] = ()
    _cells: dict[str, Cells] = field(factory=dict, init=False, eq=False, repr=False)
    _moved: dict[tuple[str, str], Valuation] = field(factory=dict, init=False, eq=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the offers, the baseline first."""
        return tuple(self.valuations)

    @property
    def baseline(self) -> Valuation:
        """The first offer."""
        return self.valuations[self.names[0]]

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Components that any offer has, in the order of printing, tokens last."""
        held = {line.row.component for valuation in self.valuations.values() for line in valuation.lines}
        return tuple(component for component in COMPONENTS if component in held)

    @cached_property
    def year_labels(self) -> tuple[str, ...]:
        """Labels of all years that any offer has, in order."""
        found = {year.label: year.start for v in self.valuations.values() for year in years(v, self.view)}
        return tuple(sorted(found, key=lambda label: (len(label), label)))

    @exactly
    def amount(
        self,
        name: str,
        number: Number = "face",
        *,
        year: str | None = None,
        components: Iterable[Component] | None = None,
        tokens: str = "all",
    ) -> Decimal:
        """One amount of one offer, unrounded; 0 where it promises nothing of the kind.

        Args:
            name: Which offer.
            number: ``face``, ``cost`` or ``worth``.
            year: Label of a year of the view; None is the whole horizon.
            components: Only these; None is all.
            tokens: ``all``, ``guaranteed`` or ``none``.
        """
        if year is None:
            return self.valuations[name].total(number, tokens=tokens, components=components).amount
        wanted = frozenset(components or COMPONENTS)
        amounts = (
            cell[number]
            for (label, component, guaranteed), cell in self._split(name).items()
            if label == year and component in wanted and tokens_counted(component, guaranteed, tokens)
        )
        return sum(amounts, start=Decimal(0))

    def _split(self, name: str) -> Cells:
        if name not in self._cells:
            self._cells[name] = cells(self.valuations[name], self.view)
        return self._cells[name]

    # tokens

    @cached_property
    def token_lines(self) -> dict[str, TokenLine]:
        """Money and tokens a year, by name."""
        return {name: token_line(valuation) for name, valuation in self.valuations.items()}

    @cached_property
    def mix(self) -> TokenMix:
        """The mix at which models are compared: the first that an offer states, else the agentic one."""
        return mix_of(self.token_lines.values())

    @cached_property
    def model_prices(self) -> tuple[ModelPrice, ...]:
        """The compared tokens on each model, announced changes within the horizon marked."""
        until = max(valuation.until for valuation in self.valuations.values())
        return model_prices(self.baseline.market, self.models, self.mix, until=until)

    def reference(self, name: str) -> Basket | None:
        """What an offer's token money is spent on where it names no basket: the first compared model it may buy.

        The baskets that offers name go before the other models, so that money and quantity stand at one price.
        """
        named = [basket for line in self.token_lines.values() for basket in line.baskets]
        for basket in (*named, *(Basket.of(model, self.mix) for model in self.models)):
            if all(self.may_spend(name, model) for model in basket.models):
                return basket
        return None

    def may_spend(self, name: str, model: str) -> bool:
        """Whether an offer's token money may be spent on a model."""
        allowances = [a for a in self.valuations[name].package.tokens if isinstance(a.rule, FixedMoney)]
        return any(a.is_good_at(model) for a in allowances) or not allowances

    @exactly
    def outcomes(self, number: Number = "worth") -> dict[str, dict[str, Outcome]]:
        """Every offer under the market as stated and under every scenario, by scenario and offer name."""
        scenarios = with_stated(self.scenarios, self.baseline.market)
        return {scenario.name: self._outcomes(scenario, number) for scenario in scenarios}

    def _outcomes(self, scenario: Scenario, number: Number) -> dict[str, Outcome]:
        moved = {name: self._under(name, scenario) for name in self.names}
        totals = {name: valuation.total(number) for name, valuation in moved.items()}
        return {
            name: Outcome(
                total=totals[name],
                without_tokens=moved[name].total(number, tokens="none"),
                rank=1 + sum(total > totals[name] for total in totals.values()),
                tokens=token_year(valuation, moved[name].market, basket=self.reference(name)),
            )
            for name, valuation in self.valuations.items()
        }

    def _under(self, name: str, scenario: Scenario) -> Valuation:
        """An offer under a scenario, valued once."""
        if (name, scenario.name) not in self._moved:
            stated = self.valuations[name]
            moved = value(stated.package, scenario.apply(stated.market), stated.assumptions)
            self._moved[name, scenario.name] = _only(moved, {entry.component for entry in self.left_out})
        return self._moved[name, scenario.name]

    # the gap

    def leader(self, number: Number = "face", tokens: str = "none") -> tuple[str, str | None]:
        """The offer with the highest total, and the one after it; None for a single offer."""
        order = sorted(self.names, key=lambda name: -self.amount(name, number, tokens=tokens))
        return order[0], order[1] if len(order) > 1 else None

    def pair(self) -> tuple[str, str] | None:
        """The two offers whose gap is asked about: the baseline and its strongest rival without tokens."""
        others = sorted(self.names[1:], key=lambda name: -self.amount(name, tokens="none"))
        return (self.names[0], others[0]) if others else None

    @exactly
    def closings(self, behind: str, ahead: str, scope: Scope) -> tuple[Closing, ...]:
        """What would make one offer equal another, each term alone."""
        return close_gap(self.valuations[behind], scope.total(self.valuations[ahead]), scope)

    def tie(self, first: str, second: str) -> Decimal | None:
        """What a promised unit of money in tokens must be worth for two offers to be equal; None if nothing is."""
        return tie(self.valuations[first], self.valuations[second])


def _only(valuation: Valuation, without: Iterable[Component]) -> Valuation:
    out = frozenset(without)
    return evolve(valuation, lines=tuple(line for line in valuation.lines if line.row.component not in out))


@exactly
def compare(
    valuations: Mapping[str, Valuation],
    *,
    currency: str | None = None,
    view: View | None = None,
    scenarios: Iterable[Scenario] = (),
    models: Iterable[str] = (),
) -> Comparison:
    """Set offers side by side.

    Amounts in another currency are converted at the stated rate. A component that one offer did not tell is left
    out on every side, and `Comparison.left_out` says so.

    Args:
        valuations: By name, the baseline first; all with the same assumptions about day and horizon.
        currency: In which to compare; the first offer's if None.
        view: How time is cut into years; service years if None.
        scenarios: What-ifs to rank under.
        models: Models at which tokens are compared; those that the offers name are added.

    Raises:
        InvalidValue: If nothing is given, or days or horizons differ.
        MissingFact: If an exchange rate is needed and not given.
    """
    if not valuations:
        raise InvalidValue("compare", "nothing", "needs at least one offer")
    first = next(iter(valuations.values()))
    for name, valuation in valuations.items():
        days = (valuation.assumptions.as_of, valuation.assumptions.horizon_months)
        if days != (first.assumptions.as_of, first.assumptions.horizon_months):
            raise InvalidValue(f"compare {name}", days, "must have the same as_of and horizon as the first offer")
    target = currency or first.currency
    converted = {name: _in_currency(valuation, target) for name, valuation in valuations.items()}
    left_out = _left_out(converted)
    out = [entry.component for entry in left_out]
    return Comparison(
        valuations={name: _only(valuation, out) for name, valuation in converted.items()},
        currency=target,
        view=view or View(),
        left_out=left_out,
        scenarios=tuple(scenarios),
        models=_models(models, converted.values()),
    )


def _in_currency(valuation: Valuation, currency: str) -> Valuation:
    if valuation.currency == currency:
        return valuation
    return value(evolve(valuation.package, currency=currency), valuation.market, valuation.assumptions)


def _left_out(valuations: Mapping[str, Valuation]) -> tuple[LeftOut, ...]:
    unknown = {name: valuation.package.unknown_components for name, valuation in valuations.items()}
    return tuple(
        LeftOut(
            component=component,
            untold_by=tuple(name for name in valuations if component in unknown[name]),
            amounts={name: _a_year(v, component) for name, v in valuations.items() if component not in unknown[name]},
        )
        for component in COMPONENTS
        if any(component in parts for parts in unknown.values())
    )


def _a_year(valuation: Valuation, component: Component) -> Money:
    return valuation.total("face", components=[component]) * (1 / valuation.years)


def _models(models: Iterable[str], valuations: Iterable[Valuation]) -> tuple[str, ...]:
    baskets = (allowance.basket for v in valuations for allowance in v.package.tokens if allowance.basket)
    return tuple(dict.fromkeys([*models, *(model for basket in baskets for model in basket.models)]))

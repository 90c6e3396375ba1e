"""Generated offers and settings, and what Python makes of them."""

from datetime import timedelta
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from compkit import testing
from compkit.documents.page import page_data
from compkit.market import OptionPricing, Scenario, ShareMove, TokenPriceChange, UseModel
from compkit.market.illiquidity import Illiquidity
from compkit.valuation.compare import compare
from compkit.valuation.utilisation import UtilisationPath
from compkit.valuation.value import value
from compkit.valuation.views import View, cells

VIEWS = {"service": View(), "calendar": View(kind="calendar"), "delivered": View(kind="calendar", basis="delivered")}


def text(number):
    """A decimal as the page's data has it."""
    return f"{number:f}"


@st.composite
def compared(draw):
    """A comparison of one generated offer in a generated market, illiquid shares and option models among them."""
    package = draw(testing.packages())
    market = draw(testing.markets(package))
    symbols = sorted({share.symbol for share in market.shares})
    contracts = tuple(draw(locked_earlier(contract)) for contract in market.contracts)
    market = evolve(market, options=draw(option_pricings(symbols)), contracts=contracts)
    given = draw(testing.assumptions(market.as_of, horizon_months=draw(st.sampled_from([5, 12, 48]))))
    discounts = draw(st.lists(st.sampled_from(symbols), unique=True)) if symbols else []
    illiquid = tuple(draw(illiquidities(symbol, market.as_of)) for symbol in discounts)
    return compare({"North": value(package, market, evolve(given, illiquidity=illiquid))}, models=market.book.models)


def locked_earlier(contract):
    """A lock at an older list price, so that a ratchet bends where the list price falls below it."""
    if contract.locked_on is None:
        return st.just(contract)
    days = st.integers(0, 2000).map(lambda days: contract.locked_on - timedelta(days=days))
    return days.map(lambda day: evolve(contract, locked_on=day))


def option_pricings(symbols):
    """Every method, with all that it needs."""
    risks = {symbol: Decimal("0.6") for symbol in symbols}
    fixed = {"rate": st.just(Decimal("0.04")), "volatility": st.just(risks)}
    model = st.builds(
        OptionPricing, method=st.just("black-scholes"), term=st.sampled_from(["expected", "contractual"]), **fixed
    )
    tree = st.builds(
        OptionPricing,
        method=st.just("lattice"),
        exercise_multiple=testing.rates("1", "4", places=1),
        exit_rate=testing.rates("0", "0.3", places=2),
        steps=st.integers(1, 40),
        **fixed,
    )
    return st.one_of(st.just(OptionPricing()), model, tree)


def illiquidities(symbol, as_of):
    """A stated haircut, or Finnerty's for a while."""
    stated = st.builds(Illiquidity, symbol=st.just(symbol), haircut_rate=testing.rates(places=2))
    worked = st.builds(
        Illiquidity,
        symbol=st.just(symbol),
        volatility=testing.rates("0.1", "1", places=2),
        liquid_on=testing.dates().map(lambda day: max(day, as_of)),
    )
    return st.one_of(stated, worked)


@st.composite
def moved(draw, comparison, data):
    """Settings, and the valuation that Python makes under the same."""
    valuation = comparison.baseline
    market, given = valuation.market, valuation.assumptions
    settings, moves = {**data["settings"]}, []
    if data["models"] and draw(st.booleans()):
        settings["model"] = draw(st.sampled_from(data["models"]))["id"]
        moves.append(UseModel(model=settings["model"]))
    change = draw(testing.rates("-1", "3", places=2))
    settings["token_change"] = text(change)
    moves.append(TokenPriceChange(rate=change))
    providers = sorted({model["provider"] for model in data["models"]})
    if providers and draw(st.booleans()):
        provider, own = draw(st.sampled_from(providers)), draw(testing.rates("-0.5", "1", places=2))
        settings["providers"] = {provider: text(own)}
        moves.append(TokenPriceChange(rate=own, provider=provider))
    for symbol in data["shares"]:
        price = draw(testing.rates("0", "500", places=2))
        growth = draw(testing.rates("-0.5", "0.5", places=2))
        settings["shares"] = {**settings["shares"], symbol: {"price": text(price), "growth": text(growth)}}
        moves += [ShareMove(symbol=symbol, price=price), ShareMove(symbol=symbol, growth_rate=growth)]
    said = draw(expectations())
    settings |= {name: _said(rate) for name, rate in said.items() if name in settings}
    names = {"payout": "bonus_payout", "commission": "commission_payout", "utilisation": "token_utilisation"}
    names |= {"discount": "discount_rate", "load": "employer_load", "haircut": "resale_haircut"}
    assumed = evolve(given, **{names.get(name, name): rate for name, rate in said.items()})
    scenario = Scenario(name="moved", moves=tuple(moves))
    return settings, value(valuation.package, scenario.apply(market), assumed)


@st.composite
def expectations(draw):
    """What is expected, by the page's names."""
    rate = testing.rates(places=2)
    path = st.builds(UtilisationPath, st.lists(rate, min_size=1, max_size=20).map(tuple))
    return {
        "payout": draw(testing.rates("0", "2", places=2)),
        "commission": draw(testing.rates("0", "2", places=2)),
        "utilisation": draw(st.one_of(st.none(), rate, path)),
        "discount": draw(testing.rates("0", "0.3", places=3)),
        "haircut": draw(rate),
        "leave_rate": draw(rate),
        "load": draw(testing.rates("0", "0.5", places=3)),
    }


def _said(rate):
    if isinstance(rate, UtilisationPath):
        return {"by_month": [text(each) for each in rate.by_month]}
    return None if rate is None else text(rate)


def python_cells(valuation, numbers=("face", "cost", "worth")):
    """Cells as Python has them, in the shape of the engine's."""
    found = {}
    for name, view in VIEWS.items():
        for (year, component, guaranteed), amounts in cells(valuation, view).items():
            key = (name, year, component, "guaranteed" if guaranteed else "policy")
            found[key] = {number: amounts[number] for number in numbers}
    return {key: amounts for key, amounts in found.items() if any(amounts.values())}


def engine_cells(offer):
    """The engine's cells under the same keys; those that hold nothing are left out."""
    return {
        (view, year, component, standing): amounts
        for view, years in offer["cells"].items()
        for year, components in years.items()
        for component, standings in components.items()
        for standing, amounts in standings.items()
        if any(amounts.values())
    }


def differences(page, python):
    """Cells in which page and Python differ by more than the last digits of doubles; none is the rule."""
    wrong = []
    for key in page.keys() | python.keys():
        here, there = page.get(key, {}), python.get(key, {})
        for number in here.keys() | there.keys():
            one, other = here.get(number, 0), there.get(number, Decimal(0))
            if abs(Decimal(one) - other) > Decimal("0.0001") + abs(other) * Decimal("1e-12"):
                wrong.append((*key, number, one, other))
    return wrong


def employer_data(comparison):
    """An employer's page."""
    return page_data(comparison, reader="employer")

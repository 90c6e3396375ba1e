"""Laws of planning: "the value of one term that reaches a total, matches a rival offer or fits a budget"."""

from decimal import Decimal

from attrs import evolve
from hypothesis import assume as suppose, given, strategies as st

from compkit import testing
from compkit.errors import InvalidValue
from compkit.money import EXACT, Money
from compkit.pay import AGENTIC, Basket
from compkit.pay.amounts import CreditsPer
from compkit.valuation.gap import Scope
from compkit.valuation.grid import price_grid
from compkit.valuation.solve import Fit, Reach, changeable, solve
from compkit.valuation.terms import TERMS, Change
from compkit.valuation.tokenline import token_year
from compkit.valuation.value import value

from ..samples import START, TODAY, acme, assume, globex, market

TINY = Decimal("1e-40")


def scopes():
    """Any total."""
    return st.builds(
        Scope,
        number=st.sampled_from(["face", "cost", "worth"]),
        tokens=st.sampled_from(["all", "guaranteed", "none"]),
        year_one=st.booleans(),
    )


def near(package, change, facts, given_, scope, factor):
    """A target that some value of the term meets: the total with the term at a multiple of its value."""
    found = changeable(package, change, given_)
    amount = EXACT.multiply(found.now or Decimal(1000) * found.step, factor)
    amount = min(max(amount.quantize(found.step), found.low), found.high)
    return Money(scope.total(value(found.put(amount), facts, given_)), package.currency)


class TestSolve:
    """The answer meets the target, and the step beside it does not."""

    @given(
        data=st.data(),
        package=st.sampled_from([acme(), globex()]),
        term=st.sampled_from(TERMS),
        scope=scopes(),
        factor=st.decimals("0.2", "5", places=3),
        off=st.integers(-500, 500),
    )
    def test_worked_example(self, data, package, term, scope, factor, off):
        """Least value that reaches a total, largest that fits a budget, whatever the term, number and scope."""
        given_ = data.draw(testing.assumptions(market().as_of, horizon_months=48))
        self.check(package, Change(term=term), market(), given_, scope, factor, off)

    @given(data=st.data(), term=st.sampled_from(TERMS), scope=scopes(), factor=st.decimals("0.5", "3", places=2))
    def test_any_package(self, data, term, scope, factor):
        """The same for packages, markets and assumptions of all kinds."""
        package = data.draw(testing.packages())
        suppose(getattr(package, {"base salary": "salary", "shares": "equity"}.get(term, "salary")))
        suppose(term != "bonus" or package.bonus)
        facts = data.draw(testing.markets(package))
        given_ = data.draw(testing.assumptions(facts.as_of))
        try:
            value(package, facts, given_)
        except (InvalidValue, LookupError):
            suppose(False)
        self.check(package, Change(term=term), facts, given_, scope, factor, 0)

    def check(self, package, change, facts, given_, scope, factor, off):
        """Solve for a total near one that the term gives, both ways."""
        target = near(package, change, facts, given_, scope, factor)
        goal = Money(EXACT.add(target.amount, Decimal(off)), target.currency)
        asked = {"change": change, "market": facts, "assumptions": given_, "scope": scope}
        for kind in (Reach, Fit):
            try:
                found = solve(package, target=kind(goal), **asked)
            except InvalidValue:
                continue
            assert found.valuation == value(found.package, facts, given_)
            assert scope.total(found.valuation) == found.reached.amount
            assert found.amount % found.step == 0
            if kind is Reach:
                assert found.beside < goal <= found.reached
            else:
                assert found.reached <= goal < found.beside

    @given(term=st.sampled_from(TERMS), scope=scopes(), factor=st.decimals("0.5", "2", places=2))
    def test_a_total_that_a_value_gives_is_found(self, term, scope, factor):
        """Unless the term does not move the number, some value is found for every total that a value gives."""
        given_ = assume(token_utilisation="0.5", horizon_months=24)
        change = Change(term=term)
        target = near(acme(), change, market(), given_, scope, factor)
        lowest = changeable(acme(), change, given_)
        suppose(scope.total(value(lowest.put(lowest.low), market(), given_)) < target.amount)
        found = solve(acme(), change=change, target=Reach(target), market=market(), assumptions=given_, scope=scope)
        assert found.reached >= target


def one_model(allowance):
    """The allowance from the package's start on, to be spent on one model that it names, for as long as it lasts."""
    is_credit = isinstance(allowance.amount, CreditsPer)
    model = f"{allowance.providers[0]}/model" if is_credit else "north/small-1"
    basket = Basket.of(model, allowance.basket.mix if allowance.basket else AGENTIC)
    changes = {"successors": (), "starts_on": None, "ends_on": None}
    return evolve(allowance, basket=basket, providers=(model.partition("/")[0],), **changes)


class TestGrid:
    """A grid of one cell equals `value`."""

    @given(data=st.data(), allowance=testing.token_allowances("USD", salaried=True))
    def test_one_cell(self, data, allowance):
        """Where the promise is spent as it names, the cell is the cost at list if all is used, and `token_year`."""
        allowance = one_model(allowance)
        package = acme(START, tokens=(allowance,))
        facts = data.draw(testing.markets(package, as_of=TODAY))
        facts = evolve(facts, contracts=(), capacities=tuple(evolve(c, cost_per_mtok=None) for c in facts.capacities))
        scenario = data.draw(testing.scenarios(facts).filter(lambda found: found.moves))
        model = allowance.basket.models[0]
        try:
            found = value(package, facts, assume())
            moved = value(package, scenario.apply(facts), assume())
            grid = price_grid({"A": found}, models=[model], scenarios=[scenario])
        except (InvalidValue, LookupError):
            suppose(False)
        for valuation, name in ((found, grid.scenarios[0]), (moved, scenario.name)):
            cell = grid.cell("A", model, name)
            year = token_year(found, valuation.market, basket=None)
            cost = valuation.total("cost", components=["tokens"]).amount
            assert cell.standing == "here"
            assert abs(EXACT.multiply(cell.pays.amount, found.years) - cost) <= TINY * max(1, cost)
            assert abs(cell.pays.amount - year.pays.amount) <= TINY * max(1, cost)
            assert (cell.mtok is None) == (year.mtok is None)
            assert cell.mtok is None or abs(cell.mtok - year.mtok) <= TINY * max(1, year.mtok)

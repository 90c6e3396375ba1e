"""Laws of totals: with and without tokens, and what expectations may do to the three numbers."""

from decimal import Decimal

from attrs import evolve
from hypothesis import given, strategies as st

from compkit import testing
from compkit.money import EXACT
from compkit.pay import COMPONENTS, NUMBERS
from compkit.valuation.totals import named_totals
from compkit.valuation.value import value


@st.composite
def valued(draw, **limits):
    """A package, a market that prices it and assumptions."""
    package = draw(testing.packages(**limits))
    market = draw(testing.markets(package))
    return package, market, draw(testing.assumptions(market.as_of))


class TestTokensApart:
    """Design: "Every total is printed with and without tokens"."""

    @given(valued())
    def test_leaving_them_out(self, drawn):
        """Without tokens a total loses exactly the token lines: it is that of the package that promises none."""
        package, market, given_ = drawn
        found = value(package, market, given_)
        lines = tuple(line for line in found.lines if line.row.component != "tokens")
        for number in NUMBERS:
            assert found.total(number, tokens="none") == evolve(found, lines=lines).total(number)
        bare = evolve(package, tokens=()) if _anything_else(package) else None
        if bare is not None:
            assert value(bare, market, given_).lines == lines

    @given(valued())
    def test_guaranteed_lies_between(self, drawn):
        """Guaranteed tokens are part of all tokens."""
        found = value(*drawn)
        for number in NUMBERS:
            none, some, everything = (found.total(number, tokens=t) for t in ("none", "guaranteed", "all"))
            assert none <= some <= everything

    @given(valued(currency="USD"))
    def test_components_add_up(self, drawn):
        """As promised, the total is the sum of its components, tokens one of them."""
        found = value(*drawn)
        whole = found.total(components=[])
        for component in COMPONENTS:
            whole = whole + found.total(components=[component])
        assert whole == found.total()

    @given(valued())
    def test_named_totals(self, drawn):
        """Tokens stand on a line of their own beside each total: without them the total is the same."""
        package, market, given_ = drawn
        if not _anything_else(package):
            return
        for number in NUMBERS:
            found = named_totals(value(package, market, given_), number)
            without = named_totals(value(evolve(package, tokens=()), market, given_), number)
            assert [total.amount for total in found] == [total.amount for total in without]


class TestExpectations:
    """Design: "Staying odds apply to cost and worth of every component"; discount to worth alone."""

    @given(valued(), testing.rates(places=3), testing.rates("0", "0.5", places=3))
    def test_staying_and_discount_only_lower(self, drawn, leave, discount):
        """Every line costs and is worth no more than with full stay and without a discount; face stays."""
        package, market, given_ = drawn
        before = value(package, market, evolve(given_, leave_rate=0, discount_rate=0))
        staying = value(package, market, evolve(given_, leave_rate=leave, discount_rate=0))
        after = value(package, market, evolve(given_, leave_rate=leave, discount_rate=discount))
        for one, two, three in zip(before.lines, staying.lines, after.lines, strict=True):
            assert one.face == two.face == three.face
            assert one.cost >= two.cost == three.cost >= 0
            assert one.worth >= two.worth >= three.worth >= 0

    @given(valued())
    def test_utilisation_is_cost(self, drawn):
        """Using fewer of the tokens costs less and is worth the same."""
        package, market, given_ = drawn
        whole, half = (value(package, market, evolve(given_, token_utilisation=rate)) for rate in ("1", "0.5"))
        assert half.total("worth") == whole.total("worth")
        twice, once = (found.total("cost", components=["tokens"]).amount for found in (half, whole))
        assert abs(EXACT.add(twice, twice) - once) <= once * Decimal("1e-40")

    @given(valued())
    def test_business_use_is_worth_nothing(self, drawn):
        """Design: "personal share x resale value; 0 for business-only use"."""
        package, market, given_ = drawn
        business = tuple(evolve(tokens, use="business", personal_share=0) for tokens in package.tokens)
        found = value(evolve(package, tokens=business), market, given_)
        assert found.total("worth", components=["tokens"]).amount == 0


def _anything_else(package):
    """Whether a package promises more than tokens."""
    names = ("salary", "sign_on", "retention", "relocation", "equity")
    return any(getattr(package, name) for name in names)

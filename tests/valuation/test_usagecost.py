"""Use in the unit of an allowance: priced, converted or counted."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve

from compkit.errors import InvalidValue, MissingFact
from compkit.market import Contract, ExchangeRate, TokenUsage
from compkit.money import Money
from compkit.pay.allowance import Successor
from compkit.pay.amounts import CapacitySlice
from compkit.valuation.usagecost import UsageRow, priced_usage

from ..samples import TODAY, acme, globex, market

ON = date(2027, 1, 29)
TOKENS = TokenUsage(fresh_input=160_000_000, cache_read=834_000_000, output=6_000_000, requests=9000)
"""A thousand million tokens; at 2, 0.2 and 10 a million: 320 + 166.80 + 60 = 546.80."""
SOL = "openai/gpt-6-sol"


def priced(package, *rows, stage="list", prices=None):
    """Rows as use of the package's first allowance."""
    return priced_usage(rows, package.tokens[0], package=package, market=prices or market(), stage=stage)


class TestMoney:
    """An allowance of money."""

    def test_tokens_at_list(self):
        """Each kind at its price; no request here is a thousand million tokens long."""
        (row,) = priced(acme(), UsageRow(on=ON, tokens=TOKENS, model=SOL, tool="Agent"))
        assert row.quantity == Decimal("546.80")
        assert (row.priced, row.tool, row.on) == ("list", "Agent", ON)

    def test_tokens_at_contract(self):
        """A quarter off the whole card, and marked as internal."""
        off = Contract(provider="openai", discount_rate="0.25", on=TODAY, source="order form")
        (row,) = priced(
            acme(), UsageRow(on=ON, tokens=TOKENS, model=SOL), stage="contract", prices=market(contracts=(off,))
        )
        assert row.quantity == Decimal("410.10")
        assert row.priced == "contract"

    def test_as_billed(self):
        """Money stands as it is, in another currency at the stated rate."""
        rate = ExchangeRate(base="EUR", quote="USD", rate="1.16", on=TODAY, source="ECB")
        rows = [UsageRow(on=ON, amount=Money("12.5", code)) for code in ("USD", "EUR")]
        found = priced(acme(), *rows, prices=market(rates=(rate,)))
        assert [row.quantity for row in found] == [Decimal("12.5"), Decimal("14.5")]
        assert {row.priced for row in found} == {"as stated"}
        with pytest.raises(MissingFact, match="exchange rate from EUR to USD"):
            priced(acme(), *rows)

    def test_unknown_is_not_free(self):
        """A kind without a price is missing, not zero."""
        row = UsageRow(on=ON, tokens=TokenUsage(cache_write_1h=5), model=SOL)
        with pytest.raises(MissingFact, match="price of cache write 1h of openai/gpt-6-sol"):
            priced(acme(), row)

    def test_bare_millions(self):
        """Millions of tokens have no price of their own."""
        with pytest.raises(InvalidValue, match=r"usage row 7: is an allowance of money.*a model and its tokens"):
            priced(acme(), UsageRow(on=ON, mtok=5, place="row 7"))

    def test_another_provider(self):
        """Money that is good at one provider does not pay another."""
        package = acme(tokens=(evolve(acme().tokens[0], providers=("mistral",)),))
        with pytest.raises(InvalidValue, match=r"cannot be bought with.*it is good at mistral"):
            priced(package, UsageRow(on=ON, tokens=TOKENS, model=SOL))


class TestTokens:
    """An allowance of tokens of a basket."""

    def test_counted(self):
        """Every kind is a token."""
        rows = [UsageRow(on=ON, tokens=TOKENS, model=SOL), UsageRow(on=ON, mtok=5)]
        assert [row.quantity for row in priced(globex(), *rows)] == [1000, 5]

    def test_a_successor(self):
        """At 2 tokens for the work of 1, a thousand million of the successor's use up half of it."""
        change = Successor(model=SOL, by="openai/next", from_on=ON, work_ratio=2)
        package = globex(tokens=(evolve(globex().tokens[0], successors=(change,)),))
        (row,) = priced(package, UsageRow(on=ON, tokens=TOKENS, model="openai/next"))
        assert row.quantity == 500
        with pytest.raises(InvalidValue, match="it is for openai/next"):
            priced(package, UsageRow(on=ON, tokens=TOKENS, model=SOL))

    def test_another_model(self):
        """Tokens of another model are not what was promised."""
        with pytest.raises(InvalidValue, match=r"is not a model of AI token allowance.*it is for openai/gpt-6-sol"):
            priced(globex(), UsageRow(on=ON, mtok=5, model="a/b"))

    def test_money(self):
        """Money is no number of tokens."""
        with pytest.raises(InvalidValue, match=r"is an allowance of tokens.*say mtok"):
            priced(globex(), UsageRow(on=ON, amount=Money(5, "USD")))


class TestRows:
    """What any allowance asks of a row."""

    def test_a_slice(self):
        """A slice of a capacity is used in share-months."""
        one = evolve(globex().tokens[0], amount=CapacitySlice(share="0.001", capacity="Hall 1"))
        package = globex(tokens=(one,))
        assert priced(package, UsageRow(on=ON, share_months="0.0005"))[0].quantity == Decimal("0.0005")
        with pytest.raises(InvalidValue, match="say share_months"):
            priced(package, UsageRow(on=ON, mtok=5))

    def test_one_way(self):
        """Not two, not none."""
        with pytest.raises(InvalidValue, match="must say its use in one way"):
            UsageRow(on=ON)
        with pytest.raises(InvalidValue, match="mtok and tokens"):
            UsageRow(on=ON, mtok=5, tokens=TOKENS)

    def test_other_allowances(self):
        """Rows of another allowance are left out, unpriced; names that nobody has are refused."""
        money, tokens = evolve(acme().tokens[0], name="Money"), evolve(globex().tokens[0], name="Tokens")
        package = acme(tokens=(money, tokens))
        rows = [UsageRow(on=ON, mtok=5, allowance="Tokens"), UsageRow(on=ON, amount=Money(5, "USD"), allowance="Money")]
        assert [row.quantity for row in priced(package, *rows)] == [5]
        with pytest.raises(InvalidValue, match="say one of Money, Tokens"):
            priced(package, UsageRow(on=ON, mtok=5, allowance="Other"))

"""Sample offers and assumptions that come with compkit."""

from datetime import date
from decimal import Decimal

import pytest

from compkit.errors import InvalidValue
from compkit.files import read_assumptions, read_offer, read_offers, sample_names, template
from compkit.market import list_prices
from compkit.pay import FixedMoney, FixedQuantity, StockOptions
from compkit.valuation.value import value

TODAY = date(2026, 11, 23)


class TestTemplate:
    """A template is found by its name."""

    def test_names(self) -> None:
        """Samples by short name, and any template by its path."""
        assert sample_names() == ("acme", "quokka", "rhein")
        assert template("acme") == template("offers/acme.yaml")

    @pytest.mark.parametrize("name", ["nope", "../pyproject.toml", "/etc/passwd", "offers", ""])
    def test_unknown(self, name: str) -> None:
        """Any other name is refused with those there are; no path leads outside."""
        with pytest.raises(InvalidValue, match=r"is not a template.*say one of .*offers/acme.yaml"):
            template(name)


class TestSamples:
    """Three invented employers, whole with their assumptions."""

    def test_no_problem(self) -> None:
        """The folder of samples reads without a problem."""
        assert read_offers(template("acme").parent).problems == ()

    def test_acme(self) -> None:
        """Ours, listed: half of base in tokens by fixed money, USD 125,000 a year."""
        package = read_offer(template("acme")).package
        assert package.equity[0].granted_units == 3200
        assert isinstance(package.tokens[0].rule, FixedMoney)

    def test_quokka(self) -> None:
        """Ours, a start-up: options and a fixed quantity of one model."""
        offer = read_offer(template("quokka"))
        assert not offer.is_told
        assert isinstance(offer.package.equity[0], StockOptions)
        assert isinstance(offer.package.tokens[0].rule, FixedQuantity)

    def test_rhein(self) -> None:
        """As told, in euros: credits at one provider, a fifth for personal use; benefits that nobody told."""
        package = read_offer(template("rhein")).package
        assert package.currency == "EUR"
        assert package.unknown == {"benefits"}
        assert package.tokens[0].providers == ("mistral",)
        assert package.tokens[0].personal_share == Decimal("0.2")

    @pytest.mark.parametrize("name", sample_names())
    def test_valued(self, name: str) -> None:
        """The sample assumptions hold every fact that the samples need, and their models have prices."""
        facts = read_assumptions(template("assumptions.yaml"))
        book = list_prices(as_of=TODAY)
        valuation = value(
            read_offer(template(name)).package, facts.market(book, as_of=TODAY), facts.assumptions(as_of=TODAY)
        )
        assert valuation.total().amount > 0
        assert all(book.price(model, TODAY).card.cache_read is not None for model in facts.models)
        assert facts.market(book, as_of=TODAY).exchange_rate("EUR", "USD") == Decimal("1.16")

"""Baskets and mixes: shares sum to 1 or are refused."""

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given

from compkit import testing
from compkit.errors import InvalidValue
from compkit.pay import AGENTIC, CHAT, MIXES, Basket, BasketPart, TokenMix


class TestTokenMix:
    """The five kinds are disjoint and add up to 1 exactly."""

    def test_named(self):
        """Agentic use is mostly cache reads; chat is three in for one out. Both say their source."""
        assert AGENTIC.shares()["cache_read"] == Decimal("0.834")
        assert (AGENTIC.fresh_input, AGENTIC.output) == (Decimal("0.16"), Decimal("0.006"))
        assert (CHAT.fresh_input, CHAT.output) == (Decimal("0.75"), Decimal("0.25"))
        assert set(MIXES) == {"agentic", "chat"} and all(mix.source for mix in MIXES.values())

    @pytest.mark.parametrize("output", ["0.24", "0.2500001"])
    def test_must_add_up(self, output):
        """0.99 is refused, not repaired."""
        with pytest.raises(InvalidValue, match="add up to 1"):
            TokenMix(name="own", fresh_input="0.75", output=output)

    @pytest.mark.parametrize("kind", ["batch_share", "long_context_share", "cache_read"])
    def test_shares_are_fractions(self, kind):
        """15 is no share."""
        with pytest.raises(InvalidValue, match="from 0 to 1"):
            TokenMix(name="own", fresh_input=1, output=0, **{kind: 15})

    @given(testing.token_mixes())
    def test_any_mix(self, mix):
        """Whatever the mix, its kinds add up to 1, in any decimal context."""
        assert sum(mix.shares().values()) == 1
        with localcontext(Context(prec=2)):
            assert TokenMix(name="again", **mix.shares()).shares() == mix.shares()


class TestBasket:
    """Models in shares that add up to 1 exactly."""

    def test_nearly_one(self):
        """0.99 is refused with the models named."""
        parts = (BasketPart(model="a/b", share="0.5"), BasketPart(model="c/d", share="0.49"))
        with pytest.raises(InvalidValue, match=r"a/b, c/d.*|0\.99, not 1") as caught:
            Basket(parts)
        assert "0.99" in caught.value.rule

    def test_empty(self):
        """A basket of nothing is refused."""
        with pytest.raises(InvalidValue, match="not 1"):
            Basket(())

    def test_twice(self):
        """A model stands in it once."""
        with pytest.raises(InvalidValue, match="twice"):
            Basket((BasketPart(model="a/b", share="0.5"), BasketPart(model="a/b", share="0.5")))

    @pytest.mark.parametrize("model", ["gpt-6", "/gpt-6", "openai/", ""])
    def test_model_has_a_provider(self, model):
        """Models are named provider/model, for many are sold by several."""
        with pytest.raises(InvalidValue, match="provider/model"):
            Basket.of(model)

    def test_label(self):
        """One model stands alone, several with their percents."""
        assert Basket.of("a/b").label == "a/b"
        parts = (BasketPart(model="a/b", share="0.6"), BasketPart(model="c/d", share="0.4"))
        assert Basket(parts).label == "a/b 60 %, c/d 40 %"
        assert Basket(parts).models == ("a/b", "c/d")

    def test_with_model(self):
        """The same work on another model keeps its mix."""
        assert Basket.of("a/b", CHAT).with_model("c/d") == Basket.of("c/d", CHAT)

    def test_blend(self):
        """60 % chat and 40 % agentic: fresh 0.6 x 0.75 + 0.4 x 0.16 = 0.514, output 0.15 + 0.0024, the rest cached."""
        parts = (BasketPart(model="a/b", share="0.6", mix=CHAT), BasketPart(model="c/d", share="0.4"))
        mix = Basket(parts).with_model("e/f").parts[0].mix
        assert (mix.fresh_input, mix.output) == (Decimal("0.514"), Decimal("0.1524"))
        assert mix.cache_read == Decimal("0.3336")

    @given(testing.baskets())
    def test_any_basket(self, basket):
        """Whatever the basket, its shares add up to 1."""
        assert sum(part.share for part in basket.parts) == 1

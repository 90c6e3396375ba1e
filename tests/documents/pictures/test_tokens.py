"""What tokens buy and cost at each model."""

from compkit.documents.pictures import token_pictures

from .reading import compared, described, marks, texts


class TestTokens:
    """Issue: "what the tokens buy at each provider, as bars"."""

    def test_bought(self):
        """125,000 a year at 0.5468 a million buys 228,603 million, 228.6 bn; where there is none, no picture."""
        bought, cost = token_pictures(compared("Acme", "Globex"))
        assert [mark.told for mark in marks(bought)] == ["Acme at openai/gpt-6-sol: 228.6 bn tokens."]
        assert "228.6 bn" in texts(bought)
        assert cost.name == "tokens-cost"
        assert token_pictures(compared("Acme", tokens=())) == ()

    def test_cost(self):
        """60,000 million at 0.5468 cost 32,808."""
        (cost,) = [found for found in token_pictures(compared("Acme", "Globex")) if found.name == "tokens-cost"]
        assert "Globex at openai/gpt-6-sol: USD 32,808." in described(cost)
        assert "32.81K" in texts(cost)
        assert "60.0 bn" in texts(cost)

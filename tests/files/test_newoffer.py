"""A new offer filled from a policy: the tokens that its role gets, and every comment that still holds."""

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given

from compkit import testing
from compkit.errors import InvalidValue
from compkit.files.newoffer import fill_offer
from compkit.files.nodes import parse_yaml
from compkit.files.offers import parse_offer
from compkit.files.policy import read_token_policy
from compkit.files.templates import sample_names, template
from compkit.pay import Basket, FixedQuantity, Offer, PriceBasis, TokenAllowance, TokensPer
from compkit.workforce.policy.tokenpolicy import TokenPolicy, TokenRule
from tests.samples import START, usd

ACME = template("acme").read_text("utf-8")
POLICY = read_token_policy(template("policy.yaml"))
TOLD = "rhein"


def read(text: str) -> Offer:
    """The offer of a text."""
    return parse_offer(parse_yaml(text, "x.yaml").data)


def comments(text: str) -> list[str]:
    """Comments of a text, without where they stand."""
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


class TestFillOffer:
    """`fill_offer`."""

    def test_as_it_was(self) -> None:
        """Where the policy gives what the sample holds, only the guarantee, which no policy gives, is gone."""
        gone = [line for line in ACME.splitlines() if line not in fill_offer(ACME, POLICY, level="L6").splitlines()]
        assert [line.split(":")[0].strip() for line in gone] == ["guaranteed_until"]

    @pytest.mark.parametrize("sample", [name for name in sample_names() if name != TOLD])
    @pytest.mark.parametrize("department", ["Founding Engineer", "Sales"])
    def test_agrees(self, sample: str, department: str) -> None:
        """Its tokens are what the policy gives: by the department, else by the title, else to everyone."""
        text = fill_offer(template(sample).read_text("utf-8"), POLICY, level="L4", department=department)
        offer = read(text)
        assert (offer.role.level, offer.role.department) == ("L4", department)
        rule = POLICY.rules[2 if "Founding Engineer" in (department, offer.role.title) else 0]
        assert offer.package.tokens == (POLICY.given(rule, Decimal(1)),)

    def test_comments(self) -> None:
        """Comments stay, but for those of keys that are gone; a new key stands in its place."""
        text = fill_offer(ACME, POLICY, level="L4", place="Berlin", department="Founding Engineer")
        gone = set(comments(ACME)) - set(comments(text))
        assert gone == {"at start | current (follows raises)", "after that the policy may change, with notice:"}
        lines = [line.strip() for line in text.splitlines()]
        assert lines.index("basket: {anthropic/claude-opus-5-5: 100 %}") < lines.index("mix: agentic")
        assert "  location: Berlin " in text

    def test_rest(self) -> None:
        """All that is not of the tokens or the role is the sample's, to the letter."""
        text = fill_offer(ACME, POLICY, level="L4")
        before, after = (whole.partition("# 4. AI tokens") for whole in (ACME, text))
        assert before[0].replace("L6", "L4") == after[0]
        assert before[2].partition("# Beside the four")[2] == after[2].partition("# Beside the four")[2]

    @given(testing.token_allowances("USD", START))
    def test_any_allowance(self, allowance: TokenAllowance) -> None:
        """Law: whatever a policy gives is read back from the new offer."""
        allowance = evolve(allowance, notice_days=None)
        policy = TokenPolicy(rules=(TokenRule(allowance=allowance),))
        assert read(fill_offer(ACME, policy, level="L6")).package.tokens == (allowance,)

    @pytest.mark.parametrize("source", [":0", "?b", ": x", "-1", "#4", 'it\'s "so"'])
    def test_signs_of_yaml(self, source: str) -> None:
        """A text that begins with a sign of YAML is read back as it is."""
        basis = PriceBasis(per_mtok=usd("0.01"), on=START, source=source)
        allowance = TokenAllowance(
            amount=TokensPer(mtok=1, per="year"), rule=FixedQuantity(), basket=Basket.of("north/large-1"), basis=basis
        )
        policy = TokenPolicy(rules=(TokenRule(allowance=allowance),))
        assert read(fill_offer(ACME, policy, level="L6")).package.tokens == (allowance,)

    def test_refused(self) -> None:
        """No rule, and another company's offer."""
        with pytest.raises(InvalidValue, match="gives no allowance on 2027-01-11: no rule is for it"):
            fill_offer(ACME, TokenPolicy(), level="L6")
        with pytest.raises(InvalidValue, match="another company's offer"):
            fill_offer(template(TOLD).read_text("utf-8"), POLICY, level="L6")

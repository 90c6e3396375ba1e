"""The section ``tokens`` of a policy file: read whole, or refused with every problem, its place and the way out."""

from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from compkit.errors import FileProblems
from compkit.files.nodes import read_document
from compkit.files.policy import read_policy, read_policy_file, read_token_policy
from compkit.files.schemas import file_schema
from compkit.files.templates import template
from compkit.money import Money
from compkit.pay import FixedMoney, MoneyPer, ShareOfBase, TokenAllowance
from compkit.valuation.offerpolicy import TokenCap
from compkit.workforce.policy.alarms import AlarmLevel
from compkit.workforce.policy.tokenpolicy import ApprovedProviders, TokenPolicy, TokenRule
from tests.samples import TODAY, usd

HEAD = """\
format: compkit/policy/1
currency: USD
approvers: {cto: Chief Technology Officer}
"""
FULL = (
    HEAD
    + """\
tokens:
  rules:
    - allowance: {amount: 1500 per month, when_prices_change: fixed money}
      prorate: none
    - {level: L6, family: Engineering, place: Berlin, department: Search, from: 2027-01-01, until: 2027-12-31,
       allowance: {amount: 50 % of base, when_prices_change: fixed money, notice_days: 30}}
    - {level: Intern, allowance: none}
  caps:
    - {annual: 100000, approver: cto}
    - {annual: 5000 EUR, tool: editor}
  providers:
    - approved: [openai, mistral]
    - {place: Berlin, approved: [mistral]}
  alarms:
    - {name: concern, of: pay, below: 50 %, rule: Too little}
    - {name: over, of: allowance, above: 120 %}
  notice_days: 60
  own_allowances: override
"""
)


def file(folder: Path, text: str) -> Path:
    """A file with a text."""
    path = folder / "policy.yaml"
    path.write_text(text, "utf-8")
    return path


def refusal(path: Path, read: Any = read_policy_file) -> str:
    """What the reader says."""
    with pytest.raises(FileProblems) as caught:
        read(path)
    return str(caught.value)


class TestRead:
    """What is read."""

    def test_every_key(self, tmp_path: Path) -> None:
        """Each key says what it says."""
        half = TokenAllowance(amount=ShareOfBase(rate="0.5"), rule=FixedMoney(), notice_days=30)
        monthly = TokenAllowance(amount=MoneyPer(money=usd(1500), per="month"), rule=FixedMoney())
        job = {"level": "L6", "family": "Engineering", "place": "Berlin", "department": "Search"}
        days = {"from_on": date(2027, 1, 1), "until_on": date(2027, 12, 31)}
        assert read_token_policy(file(tmp_path, FULL)) == TokenPolicy(
            rules=(
                TokenRule(allowance=monthly, prorate="none"),
                TokenRule(allowance=half, **job, **days),  # type: ignore[arg-type]
                TokenRule(allowance=None, level="Intern"),
            ),
            caps=(TokenCap(annual=usd(100_000), approver="cto"), TokenCap(annual=Money("5000", "EUR"), tool="editor")),
            providers=(
                ApprovedProviders(providers=("openai", "mistral")),
                ApprovedProviders(place="Berlin", providers=("mistral",)),
            ),
            alarms=(
                AlarmLevel(name="concern", of="pay", below="0.5", rule="Too little"),
                AlarmLevel(name="over", of="allowance", above="1.2"),
            ),
            notice_days=60,
            own_allowances="override",
        )

    def test_sample(self) -> None:
        """As its comments say: half of base at L6, no tokens for interns in Berlin, 1,500 a month for the rest."""
        policy = read_token_policy(template("policy.yaml"))
        found = policy.allowance_for(level="L6", on=TODAY)
        assert found is not None and found.amount == ShareOfBase(rate="0.5") and found.notice_days == 60
        assert policy.allowance_for(level="Intern", place="Berlin, Germany", on=TODAY) is None
        found = policy.allowance_for(level="L4", fte="0.5", on=TODAY)
        assert found is not None and found.amount == MoneyPer(money=usd(750), per="month")
        used, pay = usd(5_000), usd(500_000)
        loudest = policy.alarm(used, given=usd(250_000), pay=pay)
        assert loudest is not None and loudest.name == "alarm" and loudest == policy.alarms[-1]

    def test_caps_are_one(self, tmp_path: Path) -> None:
        """Caps of the section are those of offers too, after those outside it."""
        text = FULL + "token_caps: {annual: 1}\n"
        both = read_policy_file(file(tmp_path, text))
        assert both.tokens is not None
        assert both.offers.token_caps == both.tokens.caps
        assert [cap.annual.amount for cap in both.offers.token_caps] == [1, 100_000, 5000]

    def test_without(self, tmp_path: Path) -> None:
        """A policy of offers alone is whole; who asks for the tokens is told how to say them."""
        path = file(tmp_path, HEAD)
        assert read_policy_file(path).tokens is None
        assert not read_policy(path).token_caps
        message = refusal(path, read_token_policy)
        assert "tokens: is missing" in message and "compkit new FILE --from policy" in message


class TestRefused:
    """Each problem with its place and the way out."""

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (
                "amount: 1500 per month",
                "amount: 1500 per moon",
                ["tokens.rules[0].allowance.amount (line 6)", "per month"],
            ),
            ("allowance: none", "allowance: nothing", ["tokens.rules[2].allowance", "must be keys and values"]),
            ("{level: Intern, allowance: none}", "{level: Intern}", ["tokens.rules[2].allowance", "is missing"]),
            ("level: Intern,", "levl: Intern,", ["tokens.rules[2].levl", "did you mean level?"]),
            ("prorate: none", "prorate: ft", ["tokens.rules[0].prorate", "did you mean fte?"]),
            ("until: 2027-12-31", "until: 2026-12-31", ["tokens.rules[1].until", "must not end before it begins"]),
            ("until: 2027-12-31", "prorate: none", ["tokens.rules[1].prorate", "follows FTE already"]),
            ("{level: Intern, ", "{", ["tokens.rules[2]", "is for the same jobs and days as rules[0]: 'everyone'"]),
            ("approver: cto}", "approver: cot}", ["tokens.caps[0].approver", "did you mean cto?"]),
            ("{annual: 5000 EUR, tool: editor}", "{annual: 5, approver: cto}", ["tokens.caps[1]", "of USD 100000"]),
            ("[openai, mistral]", "[openai, openai]", ["tokens.providers[0].approved", "is named twice"]),
            ("{place: Berlin, ", "{", ["tokens.providers", "has two lists of providers"]),
            (
                "notice_days: 30",
                "spend_at: openai",
                ["tokens.rules[1].allowance", "not approved: 'openai'", "say one of mistral"],
            ),
            ("of: pay", "of: base", ["tokens.alarms[0].of", "must be one of allowance, pay"]),
            ("below: 50 %", "below: 50", ["tokens.alarms[0].below", "a rate needs its sign"]),
            ("above: 120 %", "above: 120 %, below: 1 %", ["tokens.alarms[1]", "and only one"]),
            ("name: over", "name: concern", ["tokens.alarms", "is named twice"]),
            ("notice_days: 60", "notice_days: -1", ["tokens.notice_days", "must be from 0 to 3650"]),
            ("own_allowances: override", "own_allowances: kep", ["tokens.own_allowances", "did you mean keep?"]),
            ("  caps:", "  cap:", ["tokens.cap", "did you mean caps?"]),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, said: list[str]) -> None:
        """One problem, one message."""
        assert FULL.count(old) == 1
        message = refusal(file(tmp_path, FULL.replace(old, new)))
        assert all(words in message for words in said), message
        assert message.startswith(f"{tmp_path / 'policy.yaml'}: 1 problem"), message

    def test_all_at_once(self, tmp_path: Path) -> None:
        """Three sections, three problems."""
        text = (
            FULL.replace("of: pay", "of: base").replace("prorate: none", "prorate: x").replace("[mistral]", "mistral")
        )
        assert ": 3 problems" in refusal(file(tmp_path, text))

    def test_cap_twice(self, tmp_path: Path) -> None:
        """A cap of the section must not say again what the one outside it says."""
        message = refusal(file(tmp_path, FULL + "token_caps: [{annual: 7, approver: cto}]\n"))
        assert "tokens.caps[0]" in message and "is a cap on the same as the one of USD 7: keep one" in message

    @pytest.mark.parametrize("section", ["tokens: 3", "tokens: [1]", "tokens: {rules: 3}", "tokens: {alarms: x}"])
    def test_anything(self, tmp_path: Path, section: str) -> None:
        """A message, whatever stands there."""
        assert "policy.yaml: " in refusal(file(tmp_path, HEAD + section + "\n"))


class TestSchema:
    """The published JSON Schema of the policy file."""

    VALIDATOR = jsonschema.Draft202012Validator(file_schema("policy"))

    def test_accepts(self, tmp_path: Path) -> None:
        """What is read: the sample, and every key."""
        jsonschema.Draft202012Validator.check_schema(file_schema("policy"))
        self.VALIDATOR.validate(read_document(template("policy.yaml")).data)
        self.VALIDATOR.validate(read_document(file(tmp_path, FULL)).data)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("level: Intern", "levl: Intern"),
            ("allowance: none", "allowance: nothing"),
            ("1500 per month", "1500"),
            ("of: pay", "of: base"),
            ("below: 50 %", "below: half"),
            ("annual: 100000", "annual: 100,000"),
            ("caps:", "cap:"),
        ],
    )
    def test_refuses(self, tmp_path: Path, old: str, new: str) -> None:
        """Misspelt keys and values of another form."""
        assert old in FULL
        assert not self.VALIDATOR.is_valid(read_document(file(tmp_path, FULL.replace(old, new, 1))).data)

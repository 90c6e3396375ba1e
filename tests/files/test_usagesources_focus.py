"""FOCUS 1.2 exports: a row of use counts as the kind of token that its meter names, or stands as money.

Columns: FOCUS 1.2 (focus.finops.org). Words of meters: Amazon Bedrock's usage types (docs.aws.amazon.com/bedrock,
"Understanding your Amazon Bedrock Cost and Usage Report data"); Azure's and plain ones are invented in their style.
"""

import pytest
from hypothesis import given, strategies as st

from compkit.files.usagesources.focus import kind_of, unit_of
from compkit.money import Money

from .usagesamples import kinds, read, refused, rows

HEAD = (
    "ChargePeriodStart,ChargePeriodEnd,BilledCost,EffectiveCost,BillingCurrency,ConsumedQuantity,ConsumedUnit,SkuId,"
    "SkuMeter,Tags,ServiceName,ProviderName,ChargeCategory,ChargeClass,SubAccountId\n"
)
ADA = '"{""user:Email"": ""ada@example.com""}"'


def line(
    meter="gpt-5 input tokens",
    quantity="1500",
    unit="Tokens",
    *,
    cost="1.5",
    effective=None,
    currency="USD",
    tags=ADA,
    category="Usage",
    correction="",
    account="",
    provider="OpenAI",
):
    """A row."""
    period = "2026-01-31T00:00:00Z,2026-02-01T00:00:00Z"
    rest = f"{tags},AI,{provider},{category},{correction},{account}"
    return f"{period},{cost},{effective or cost},{currency},{quantity},{unit},sku,{meter},{rest}\n"


def focus(folder, *lines):
    """The export of rows."""
    return read(folder, HEAD + "".join(lines), "x.csv")


class TestKinds:
    """One row a kind of token."""

    @pytest.mark.parametrize(
        ("meter", "kind"),
        [
            ("USE1-Claude4.5Sonnet-input-tokens", "fresh_input"),
            ("USE1-Claude4.5Sonnet-output-tokens", "output"),
            ("USE1-Claude4.5Sonnet-cache-read-input-token-count", "cache_read"),
            ("USE1-Claude4.5Sonnet-cache-write-input-token-count", "cache_write"),
            ("claude cache write 1h", "cache_write_1h"),
            ("gpt 5 cached Inp glbl", "cache_read"),
            ("gpt 5 Outp glbl", "output"),
            ("gpt 5 Inp glbl", "fresh_input"),
            ("Storage", ""),
        ],
    )
    def test_words(self, meter, kind):
        """The narrowest words count: a cached input token is no fresh one."""
        assert kind_of(meter) == kind

    @pytest.mark.parametrize(
        ("unit", "tokens"),
        [("Tokens", 1), ("1K Tokens", 1000), ("1M tokens", 10**6), ("1000 Tokens", 1000), ("Million tokens", 10**6)],
    )
    def test_units(self, unit, tokens):
        """Tokens come one by one or in thousands and millions."""
        assert unit_of(unit) == tokens

    def test_rows(self, tmp_path):
        """Model, person, provider and money come from the row."""
        export = focus(
            tmp_path,
            line(),
            line("gpt-5 cached input tokens", "2.5", "1K Tokens", cost="0.25"),
            line("gpt-5 output tokens", "3", "1M Tokens", cost="2e-3"),
        )
        assert kinds(export) == [[1500, 0, 0, 0, 0], [0, 0, 0, 2500, 0], [0, 0, 0, 0, 3_000_000]]
        assert set(rows(export, "on", "person", "person_kind", "model", "requests")) == {
            ("2026-01-31", "ada@example.com", "email", "openai/gpt-5", "<NA>")
        }
        assert export.billed == Money("1.752", "USD")

    def test_other_use_is_money_alone(self, tmp_path):
        """A row whose unit or meter is no token is not guessed at."""
        export = focus(tmp_path, line("gpu", "3", "Hours"), line("gpt-5", "3", "Tokens"), line())
        assert export.tokens["fresh_input"] == 1500
        assert export.billed == Money("4.5", "USD")
        assert export.warnings == ("no tokens by unit and meter (gpu, say): they stand as money alone (2 rows)",)

    def test_other_charges_are_left_out(self, tmp_path):
        """Taxes and credits are no use; a correction takes use of an earlier month back."""
        export = focus(
            tmp_path,
            line(),
            line("", "", "", cost="-0.5", category="Credit"),
            line(quantity="-100", cost="-0.1", correction="Correction"),
        )
        assert len(export.frame) == 1
        assert [(left.tokens, left.billed.amount) for left in export.left_out_sums] == [
            (-100, Money("-0.1", "USD").amount),
            (0, Money("-0.5", "USD").amount),
        ]

    @pytest.mark.parametrize(
        ("fields", "person"),
        [
            ({"tags": '"{""Owner"": ""ada""}"'}, ("ada", "user_id")),
            ({"tags": "", "account": "acct"}, ("acct", "project")),
            ({"tags": "{}"}, ("", "none")),
        ],
    )
    def test_people(self, tmp_path, fields, person):
        """A tag names a person, else the sub-account stands there."""
        assert rows(focus(tmp_path, line(**fields)), "person", "person_kind") == [person]

    def test_effective_cost_is_said(self, tmp_path):
        """Where commitments move money, the bill counts, and that is said."""
        assert focus(tmp_path, line(effective="1")).warnings == (
            "EffectiveCost is another than BilledCost, which is what stands as billed (1 row)",
        )

    @pytest.mark.parametrize(
        ("fields", "path", "rule"),
        [
            ({"currency": "EUR"}, "row 3, column BillingCurrency", "is not USD"),
            (
                {"quantity": "0.0001", "unit": "1K Tokens"},
                "row 3, column ConsumedQuantity",
                "is no whole number of tokens",
            ),
            ({"quantity": "-5"}, "row 3, column ConsumedQuantity", "must not be negative but in a Correction"),
            ({"cost": "x", "effective": "1"}, "row 3, column BilledCost", "is not a number"),
            ({"tags": "owner=ada"}, "row 3, column Tags", "is not a JSON object"),
        ],
    )
    def test_broken(self, tmp_path, fields, path, rule):
        """Each cell that is wrong, with its row."""
        assert {found[0:3:2] for found in refused(tmp_path, HEAD + line() + line(**fields), "x.csv")} == {(path, rule)}

    @given(quantities=st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["input", "cached", "output"]))))
    def test_conservation(self, tmp_path_factory, quantities):
        """Every token of a row is in the kind that its meter names."""
        lines = [line(f"m {meter} tokens", str(count)) for count, meter in quantities]
        totals = focus(tmp_path_factory.mktemp("p"), line(quantity="0"), *lines).tokens
        for meter, kind in {"input": "fresh_input", "cached": "cache_read", "output": "output"}.items():
            assert totals[kind] == sum(count for count, own in quantities if own == meter)

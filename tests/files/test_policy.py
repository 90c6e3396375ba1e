"""Bands and policy files: read whole, or refused with every problem, its place and the way out."""

from decimal import Decimal
from pathlib import Path

import pytest

from compkit.errors import FileProblems
from compkit.files import format_offer, parse_offer, read_offer, sample_names, template
from compkit.files.policy import read_bands, read_policy
from compkit.money import Money
from compkit.pay import Approval
from compkit.valuation.offerpolicy import ApprovalLimit, EquityGuideline, TokenCap
from tests.samples import TODAY, usd

BANDS = """\
format: compkit/bands/1
currency: USD
bands:
  - level: L6
    base: {minimum: 200000, midpoint: 250000, maximum: 300000}
"""
POLICY = """\
format: compkit/policy/1
currency: USD
approvers: {vp: Vice President, cfo: Chief Financial Officer}
"""


def file(folder: Path, text: str) -> Path:
    """A file with a text."""
    path = folder / "file.yaml"
    path.write_text(text, "utf-8")
    return path


def refusal(read: object, path: Path) -> str:
    """What the reader says."""
    with pytest.raises(FileProblems) as caught:
        read(path)  # type: ignore[operator]
    return str(caught.value)


class TestBands:
    """`read_bands`."""

    def test_sample(self) -> None:
        """The sample covers the sample offers: Acme's 95 % of 208,000 to 312,000, Rheinquell's own in euros."""
        structure = read_bands(template("bands.yaml"))
        found = [structure.of(read_offer(template(name)).role).base for name in sample_names()]
        assert [(band.minimum, band.maximum) for band in found] == [
            (usd(197_600), usd(296_400)),
            (usd(197_120), usd(295_680)),
            (Money("110000", "EUR"), Money("165000", "EUR")),
        ]

    def test_every_element(self, tmp_path: Path) -> None:
        """Three ways to say a band of money; rates with their sign; units plain."""
        text = BANDS + (
            "    bonus: {minimum: 10 %, midpoint: 0.15, maximum: 20 %}\n"
            "    equity: {midpoint: 100000, half_width: 50 %}\n"
            "    equity_units: {minimum: 0, midpoint: 10, maximum: 20}\n"
            "    tokens: {midpoint: 100000 EUR, spread: 50 %}\n"
        )
        (own,) = read_bands(file(tmp_path, text)).bands
        assert own.label == "L6"
        assert own.bonus is not None and own.bonus.midpoint == Decimal("0.15")
        assert own.equity is not None and own.equity.maximum == usd(150_000)
        assert own.equity_units is not None and own.equity_units.minimum == 0
        assert own.tokens is not None and own.tokens.minimum == Money("80000", "EUR")

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("minimum: 200000", "minimum: 400000", ["bands[0].base.minimum (line 5)", "must be below the maximum"]),
            ("midpoint: 250000", "midpoint: 100000", ["bands[0].base.midpoint", "must be from the minimum"]),
            ("maximum: 300000", "maximum: 300000 EUR", ["bands[0].base", "USD and EUR do not mix"]),
            ("maximum: 300000", "maximum: '300,000'", ["bands[0].base.maximum", "say 300000"]),
            (", maximum: 300000", "", ["bands[0].base", "say minimum and maximum, or spread, or half_width"]),
            ("maximum: 300000", "maximum: 300000, spread: 50 %", ["only one"]),
            ("minimum: 200000, ", "half_width: 20 %, ", ["only one"]),
            ("midpoint: 250000, ", "", ["bands[0].base.midpoint", "is missing"]),
            ("level: L6", "levle: L6", ["bands[0].levle", "did you mean level?"]),
            ("bands:", "places: {Austin: 95}\nbands:", ["places.Austin", "a rate needs its sign"]),
            ("bands:", "places: {Austin: 0 %}\nbands:", ["places.Austin", "must be above 0"]),
            ("compkit/bands/1", "compkit/policy/1", ["format", "must be one of compkit/bands/1"]),
            ("currency: USD", "currency: USX", ["currency", "ISO 4217"]),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, said: list[str]) -> None:
        """Each with its place and the way out."""
        assert old in BANDS
        message = refusal(read_bands, file(tmp_path, BANDS.replace(old, new)))
        assert all(words in message for words in said), message
        assert message.startswith(str(tmp_path / "file.yaml") + ": 1 problem")

    def test_half_width_over_the_whole(self, tmp_path: Path) -> None:
        """Pay below 0 is no pay."""
        text = BANDS.replace(
            "minimum: 200000, midpoint: 250000, maximum: 300000", "midpoint: 250000, half_width: 120 %"
        )
        assert "bands[0].base.half_width (line 5)" in refusal(read_bands, file(tmp_path, text))

    def test_one_job_twice(self, tmp_path: Path) -> None:
        """The second is named, and where the first stands."""
        again = "  - level: l6\n    base: {midpoint: 1, spread: 10 %}\n"
        message = refusal(read_bands, file(tmp_path, BANDS + again))
        assert "bands[1] (line 6): is for the same job as bands[0]: 'l6': keep one of them" in message

    def test_all_problems_at_once(self, tmp_path: Path) -> None:
        """Two jobs, two problems."""
        text = BANDS.replace("minimum: 200000", "minimum: 400000") + "  - base: {midpoint: x, spread: 10 %}\n"
        message = refusal(read_bands, file(tmp_path, text))
        assert "2 problems" in message and "bands[1].base.midpoint" in message

    @pytest.mark.parametrize(
        "text", ["", "just text", "- a", "bands: 3", "format: compkit/bands/1\ncurrency: USD\nbands: []"]
    )
    def test_no_bands(self, tmp_path: Path, text: str) -> None:
        """A message, whatever the file holds."""
        assert "file.yaml: " in refusal(read_bands, file(tmp_path, text))


class TestPolicy:
    """`read_policy`."""

    def test_sample(self) -> None:
        """As its comments say."""
        policy = read_policy(template("policy.yaml"))
        assert policy.outside_band == "comp"
        assert policy.limits[0] == ApprovalLimit(of="compa-ratio", above=Decimal("1.1"), approver="vp")
        assert policy.limits[2] == ApprovalLimit(of="base", above=usd(300_000), approver="cfo")
        assert policy.equity == EquityGuideline(annual=usd(150_000), of_base="0.6", approver="comp")  # type: ignore[arg-type]
        assert policy.token_caps[1] == TokenCap(annual=usd(240_000), provider="anthropic")

    def test_approvers_alone(self, tmp_path: Path) -> None:
        """A policy may ask for nothing."""
        assert not list(read_policy(file(tmp_path, POLICY)).asked)

    @pytest.mark.parametrize(
        ("section", "said"),
        [
            ("approvals: {outside_band: cfoo}", ["approvals.outside_band", "'cfoo'", "did you mean cfo?"]),
            ("approvals: {every_offer: [vp, board]}", ["approvals.every_offer[1]", "'board'", "known: vp, cfo"]),
            ("approvals: {limits: [{of: base, above: 1, approver: x}]}", ["approvals.limits[0].approver", "known: vp"]),
            ("equity: {of_base: 60 %, approver: cf}", ["equity.approver", "did you mean cfo?"]),
            ("token_caps: [{annual: 1, approver: vpp}]", ["token_caps[0].approver", "did you mean vp?"]),
            ("token_caps: {annual: 1, approver: vpp}", ["token_caps.approver", "did you mean vp?"]),
            ("approvals: {limits: [{of: bse, above: 1, approver: vp}]}", ["limits[0].of", "did you mean base?"]),
            (
                "approvals: {limits: [{of: compa-ratio, above: 110, approver: vp}]}",
                ["limits[0].above", "such as 110 %"],
            ),
            ("approvals: {limits: [{of: base, above: 110 %, approver: vp}]}", ["limits[0].above", "such as 250000"]),
            ("approvals: {limits: [{of: base, approver: vp}]}", ["limits[0].above", "is missing"]),
            ("equity: {approver: vp}", ["equity", "needs a value a year or a share of base"]),
            ("token_cap: []", ["token_cap", "did you mean token_caps?"]),
            ("aprovals: {}", ["aprovals", "did you mean approvals?"]),
        ],
    )
    def test_refused(self, tmp_path: Path, section: str, said: list[str]) -> None:
        """Each with its place and the way out."""
        message = refusal(read_policy, file(tmp_path, POLICY + section + "\n"))
        assert all(words in message for words in said), message

    def test_other_currency(self, tmp_path: Path) -> None:
        """An amount may name its own."""
        policy = read_policy(file(tmp_path, POLICY + "token_caps: [{annual: 5000 EUR}]\n"))
        assert policy.token_caps[0].annual == Money("5000", "EUR")


class TestApprovalsOfAnOffer:
    """Approvals stand in the offer file, and come back as they were."""

    def test_round_trip(self) -> None:
        """The whole offer is what is approved unless the file says a part."""
        data = format_offer(read_offer(template("acme")))
        data["approvals"] = [{"by": "vp", "on": "2026-11-20"}, {"by": "cfo", "on": "2026-11-20", "for": "first year"}]
        offer = parse_offer(data)
        assert offer.approvals == (Approval(by="vp", on=TODAY), Approval(by="cfo", on=TODAY, subject="first year"))
        assert format_offer(offer)["approvals"] == data["approvals"]
        assert parse_offer(format_offer(offer)) == offer

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"by": "vp"}, "approvals[0].on: is missing"),
            ({"by": "vp", "on": "2026-11-20", "for": "equty"}, "did you mean equity?"),
            ({"by": " ", "on": "2026-11-20"}, "approvals[0].by: must not be blank"),
        ],
    )
    def test_refused(self, given: dict[str, str], said: str) -> None:
        """With its place."""
        data = format_offer(read_offer(template("acme"))) | {"approvals": [given]}
        with pytest.raises(FileProblems) as caught:
            parse_offer(data)
        assert said in str(caught.value)

"""What bands and a policy say to an offer."""

from datetime import date
from decimal import Decimal, localcontext
from typing import Any

import pytest
from attrs import evolve

from compkit.errors import CurrencyMismatch, InvalidValue, MissingFact
from compkit.market import ExchangeRate
from compkit.money import Money
from compkit.pay import (
    BaseSalary,
    Basket,
    Candidate,
    Employer,
    FixedMoney,
    FixedQuantity,
    MoneyPer,
    Offer,
    Package,
    Role,
    TargetBonus,
    TokenAllowance,
    TokensPer,
)
from compkit.pay.bands import NumberBand, OfferBands, PayBand
from compkit.pay.offer import Approval
from compkit.pay.structure import PayStructure
from compkit.valuation.offercheck import Finding, check_offer, standings
from compkit.valuation.offerpolicy import ApprovalLimit, Approver, EquityGuideline, OfferPolicy, TokenCap
from compkit.valuation.value import Valuation, value
from tests.samples import TODAY, acme, assume, market, usd

VP, CFO = Approver("vp", "Vice President"), Approver("cfo", "Chief Financial Officer")


def offer(package: Package | None = None, **changes: Any) -> Offer:
    """Acme's offer for a staff engineer at L6."""
    parts: dict[str, Any] = {
        "offer_number": "A-1",
        "package": package or acme(),
        "employer": Employer(name="Acme"),
        "candidate": Candidate(name="Sam"),
        "role": Role(title="Staff Engineer", level="L6", location="Austin, TX"),
    }
    return Offer(**{**parts, **changes})


def valued(of: Offer, **facts: Any) -> Valuation:
    """Its valuation in the market of the samples."""
    return value(of.package, market(**facts), assume())


def around(middle: object, half_width: str = "0.2", **job: str) -> PayBand:
    """A band of 80 % to 120 % of a midpoint in US dollars."""
    return PayBand.from_half_width(usd(middle), half_width, **job)


def bands(base: PayBand | None = None, **others: Any) -> PayStructure:
    """Bands of L6: 200,000 to 300,000 unless said."""
    return PayStructure(bands=(OfferBands(base=base or around(250_000, level="L6"), **others),))


def policy(**parts: Any) -> OfferPolicy:
    """A policy with two approvers."""
    return OfferPolicy(approvers=(VP, CFO), **parts)


def limit(of: Any, above: Any, approver: str = "vp") -> OfferPolicy:
    """A policy of a single limit."""
    return policy(limits=(ApprovalLimit(of=of, above=above, approver=approver),))


def found(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Severity and element of each."""
    return [(finding.severity, finding.element) for finding in findings]


class TestStandings:
    """Each element stands in its own band."""

    def test_every_element(self) -> None:
        """Base 250,000; bonus 15 %; 3,200 shares at 125 over four years, 100,000; tokens 125,000 a year."""
        made = offer()
        everything = bands(
            bonus=NumberBand(minimum="0.1", midpoint="0.2", maximum="0.3"),
            equity=around(80_000, "0.5"),
            equity_units=NumberBand(minimum=2400, midpoint=3200, maximum=5600),
            tokens=around(100_000, "0.5"),
        )
        stands = standings(made, everything, valuation=valued(made))
        assert [(s.element, s.compa_ratio, s.penetration) for s in stands] == [
            ("base", 1, Decimal("0.5")),
            ("bonus", Decimal("0.75"), Decimal("0.25")),
            ("equity", Decimal("1.25"), Decimal("0.75")),
            ("equity units", 1, Decimal("0.25")),
            ("tokens", Decimal("1.25"), Decimal("0.75")),
        ]

    def test_part_time_stands_as_full_time(self) -> None:
        """80 % of 250,000 stands where 250,000 does; 120 an hour is 249,600 at 2,080 hours, whatever the hours."""
        part = acme(salary=BaseSalary(amount=usd(250_000), fte="0.8"))
        hourly = acme(salary=BaseSalary(amount=usd(120), per="hour", hours_per_week=20))
        assert standings(offer(part), bands())[0].figure == usd(250_000)
        assert standings(offer(hourly), bands())[0].figure == usd(249_600)

    def test_bonus_amounts_and_rates_add_up(self) -> None:
        """15 % and 25,000 of 250,000 are 25 %."""
        both = acme(bonus=(TargetBonus(rate="0.15"), TargetBonus(name="More", amount=usd(25_000))))
        own = bands(bonus=NumberBand(minimum="0.1", midpoint="0.25", maximum="0.4"))
        assert standings(offer(both), own)[1].figure == Decimal("0.25")

    def test_a_quantity_of_tokens(self) -> None:
        """20,000 million a month of a model at 0.5468 per million: 240,000 x 0.5468 = 131,232 a year."""
        made = offer(acme(tokens=(quantity(),)))
        stands = standings(made, bands(tokens=around(100_000, "0.5")), valuation=valued(made))
        assert stands[1].figure == usd("131232")

    def test_price_needed(self) -> None:
        """A quantity or a grant without a valuation is an error, and names the offer."""
        with pytest.raises(MissingFact, match=r"tokens of 'AI token allowance'.*A-1"):
            standings(offer(acme(tokens=(quantity(),))), bands(tokens=around(1000)))
        with pytest.raises(MissingFact, match=r"equity.*A-1"):
            standings(offer(), bands(equity=around(1000)))

    def test_valuation_of_another_package(self) -> None:
        """Is refused: its figures would be another offer's."""
        other = valued(offer(acme(bonus=())))
        with pytest.raises(InvalidValue, match="another package"):
            standings(offer(), bands(equity=around(1000)), valuation=other)


def quantity(**changes: Any) -> TokenAllowance:
    """20,000 million tokens a month."""
    parts: dict[str, Any] = {
        "amount": TokensPer(mtok=20_000, per="month"),
        "rule": FixedQuantity(),
        "basket": Basket.of("openai/gpt-6-sol"),
    }
    return TokenAllowance(**{**parts, **changes})


class TestBands:
    """An element outside its band is a finding."""

    def test_inside(self) -> None:
        """At the ends too."""
        for low, middle, high in (
            (250_000, 260_000, 270_000),
            (230_000, 240_000, 250_000),
            (200_000, 250_000, 300_000),
        ):
            own = PayBand(minimum=usd(low), midpoint=usd(middle), maximum=usd(high), level="L6")
            assert check_offer(offer(), bands(own)) == ()

    def test_outside(self) -> None:
        """A cent below the minimum: a warning with figures."""
        own = bands(PayBand(minimum=usd("250000.01"), midpoint=usd(300_000), maximum=usd(350_000), level="L6"))
        (finding,) = check_offer(offer(), own)
        assert (finding.severity, finding.element, finding.approver) == ("warning", "base", None)
        assert "USD 250,000 is below its band's minimum of USD 250,000.01" in finding.reason
        assert "compa-ratio 83.33 %" in finding.reason

    def test_somebody_must_approve(self) -> None:
        """Blocks until that person approves that part, or the whole offer; nobody else's approval counts."""
        low = bands(tokens=around(50_000))
        rule = policy(outside_band="cfo")
        (finding,) = check_offer(offer(), low, rule)
        assert (finding.severity, finding.approver) == ("block", CFO)
        assert finding.reason.endswith("Chief Financial Officer (cfo) must approve, and has not")
        for by, subject, severity in (
            ("cfo", "tokens", "info"),
            ("cfo", "offer", "info"),
            ("cfo", "base", "block"),
            ("vp", "tokens", "block"),
        ):
            given = Approval(by=by, on=TODAY, subject=subject)
            (finding,) = check_offer(offer(approvals=(given,)), low, rule)
            assert finding.severity == severity
            assert finding.approved == (given if severity == "info" else None)

    def test_uncovered_level(self) -> None:
        """Blocks, and says which levels have bands."""
        made = offer(role=Role(title="Engineer", level="L9"))
        (finding,) = check_offer(made, bands())
        assert finding.severity == "block"
        assert "L9" in finding.reason and "levels with bands: L6" in finding.reason

    def test_another_currency(self) -> None:
        """Blocks, and says which band is missing."""
        euros = bands(PayBand.from_half_width(Money("250000", "EUR"), "0.2", level="L6"))
        (finding,) = check_offer(offer(), euros)
        assert (finding.severity, finding.element) == ("block", "base")
        assert "is in USD, its band (L6) in EUR: state a band in USD" in finding.reason

    def test_as_told(self) -> None:
        """Another company's offer is compared for information; nobody approves it."""
        made = offer(status="as_told", told_on=TODAY)
        rule = policy(every_offer=("vp",), outside_band="cfo", token_caps=(TokenCap(annual=usd(1)),))
        assert found(check_offer(made, bands(around(100_000, level="L6")), rule)) == [
            ("info", "offer"),
            ("info", "base"),
        ]

    def test_what_nobody_told(self) -> None:
        """Is neither zero nor checked."""
        package = acme(unknown={"equity", "tokens", "bonus", "sign_on"}, equity=(), tokens=(), bonus=(), sign_on=())
        made = offer(package, status="as_told", told_on=TODAY)
        own = bands(
            bonus=NumberBand(minimum=1, midpoint=2, maximum=3), equity=around(9), tokens=around(9),
            equity_units=NumberBand(minimum=1, midpoint=2, maximum=3),
        )  # fmt: skip
        assert [s.element for s in standings(made, own)] == ["base"]


class TestLimits:
    """Above a limit somebody must approve; at the limit nobody need."""

    @pytest.mark.parametrize(
        ("of", "at", "below", "element"),
        [
            ("base", usd(250_000), usd("249999.99"), "base"),
            ("compa-ratio", Decimal(1), Decimal("0.9999"), "base"),
            ("range penetration", Decimal("0.5"), Decimal("0.4999"), "base"),
            ("bonus rate", Decimal("0.15"), Decimal("0.1499"), "bonus"),
            ("sign-on", usd(40_000), usd("39999.99"), "sign-on"),
        ],
    )
    def test_each(self, of: str, at: Any, below: Any, element: str) -> None:
        """Base 250,000 at the midpoint, bonus 15 %, sign-on 40,000."""
        assert check_offer(offer(), bands(), limit(of, at)) == ()
        assert found(check_offer(offer(), bands(), limit(of, below))) == [("block", element)]
        given = (Approval(by="vp", on=TODAY, subject=element),)
        assert found(check_offer(offer(approvals=given), bands(), limit(of, below))) == [("info", element)]

    def test_first_year(self) -> None:
        """As promised: 250,000 + 37,500 + 40,000 + 100,000 of equity + 7,500 of match = 435,000; tokens 125,000."""
        made = offer()
        valuation = valued(made)
        assert check_offer(made, None, limit("first year", usd(435_000)), valuation=valuation) == ()
        (finding,) = check_offer(made, None, limit("first year", usd(434_999)), valuation=valuation)
        assert "USD 435,000 (USD 560,000 with all tokens) is above USD 434,999" in finding.reason

    def test_compa_ratio_needs_bands(self) -> None:
        """A limit that cannot be judged does not pass unseen."""
        with pytest.raises(MissingFact, match="pay bands"):
            check_offer(offer(), None, limit("compa-ratio", Decimal(1)))

    def test_other_currency(self) -> None:
        """Converted at the valuation's rate: 250,000 USD are 200,000 EUR at 0.8; without a rate it is an error."""
        made, rule = offer(), limit("base", Money("199999", "EUR"))
        rate = ExchangeRate(base="USD", quote="EUR", rate="0.8", on=TODAY, source="test")  # type: ignore[arg-type]
        (finding,) = check_offer(made, None, rule, valuation=valued(made, rates=(rate,)))
        assert "EUR 200,000 is above EUR 199,999" in finding.reason
        with pytest.raises(CurrencyMismatch):
            check_offer(made, None, rule)


class TestEquityAndTokens:
    """Guidelines warn, caps block, unless somebody may allow more."""

    @pytest.mark.parametrize("approver", ["", "cfo"])
    def test_equity(self, approver: str) -> None:
        """100,000 a year is above 99,999 and above 39 % of 250,000, and not above 40 %."""
        made = offer()
        valuation = valued(made)
        severity = "block" if approver else "warning"
        for guide, expected in (
            (EquityGuideline(annual=usd(100_000), of_base="0.4", approver=approver), []),  # type: ignore[arg-type]
            (EquityGuideline(annual=usd(99_999), approver=approver), [(severity, "equity")]),
            (EquityGuideline(of_base="0.39", approver=approver), [(severity, "equity")]),  # type: ignore[arg-type]
        ):
            assert found(check_offer(made, None, policy(equity=guide), valuation=valuation)) == expected

    def test_token_cap(self) -> None:
        """125,000 a year is over 124,999; nobody may allow it unless the policy says who."""
        for cap, expected in (
            (TokenCap(annual=usd(125_000)), []),
            (TokenCap(annual=usd(124_999)), [("block", "tokens")]),
            (TokenCap(annual=usd(124_999), approver="cfo"), [("info", "tokens")]),
        ):
            given = (Approval(by="cfo", on=TODAY),)
            assert found(check_offer(offer(approvals=given), None, policy(token_caps=(cap,)))) == expected

    @pytest.mark.parametrize(
        ("providers", "basket", "counted"),
        [
            (("openai",), None, True),
            ((), Basket.of("openai/gpt-6-sol"), True),
            (("openai", "mistral"), None, False),
            ((), None, False),
            (("mistral",), None, False),
        ],
    )
    def test_cap_of_a_provider(self, providers: tuple[str, ...], basket: Basket | None, counted: bool) -> None:
        """Counts what must be spent there."""
        money = TokenAllowance(
            amount=MoneyPer(money=usd(1000), per="month"), rule=FixedMoney(), providers=providers, basket=basket
        )
        rule = policy(token_caps=(TokenCap(annual=usd(11_999), provider="openai"),))
        findings = check_offer(offer(acme(tokens=(money,))), None, rule)
        assert found(findings) == ([("block", "tokens")] if counted else [])


class TestApprovals:
    """Required approvals, and approvals of nobody."""

    def test_every_offer(self) -> None:
        """Needs the approval of the whole offer, not of a part."""
        rule = policy(every_offer=("vp", "cfo"))
        given = (Approval(by="vp", on=TODAY), Approval(by="cfo", on=TODAY, subject="base"))
        findings = check_offer(offer(approvals=given), None, rule)
        assert [finding.severity for finding in findings] == ["info", "block"]

    def test_unknown_approver(self) -> None:
        """An approval by somebody whom the policy does not name counts for nothing, and the near name is said."""
        findings = check_offer(offer(approvals=(Approval(by="cfoo", on=TODAY),)), None, policy())
        assert found(findings) == [("warning", "offer")]
        assert "did you mean cfo?" in findings[0].reason

    def test_policy_asks_for_a_stranger(self) -> None:
        """Refused, with the near name or those there are."""
        with pytest.raises(InvalidValue, match=r"is no approver of this policy.*did you mean vp"):
            policy(every_offer=("vpp",))
        with pytest.raises(InvalidValue, match="known: vp, cfo"):
            policy(token_caps=(TokenCap(annual=usd(1), approver="board"),))
        with pytest.raises(InvalidValue, match="named twice"):
            OfferPolicy(approvers=(VP, VP))

    def test_limit_in_the_wrong_kind(self) -> None:
        """A ratio is a rate, an amount is money."""
        with pytest.raises(InvalidValue, match="such as 110 %"):
            ApprovalLimit(of="compa-ratio", above=usd(1), approver="vp")
        with pytest.raises(InvalidValue, match="such as 250000"):
            ApprovalLimit(of="base", above=Decimal(1), approver="vp")

    def test_guideline_of_nothing(self) -> None:
        """Needs a figure."""
        with pytest.raises(InvalidValue, match="needs a value a year or a share of base"):
            EquityGuideline()


class TestPure:
    """The same offer, bands and policy give the same findings, in the same order."""

    def test_in_any_decimal_context(self) -> None:
        """Elements first, then limits, guideline, caps and approvals; a caller's context changes nothing."""
        made = offer(approvals=(Approval(by="nobody", on=date(2026, 1, 1)),))
        rule = policy(
            every_offer=("vp",),
            outside_band="cfo",
            limits=(ApprovalLimit(of="base", above=usd(1), approver="vp"),),
            equity=EquityGuideline(annual=usd(1)),
            token_caps=(TokenCap(annual=usd(1)),),
        )
        own, valuation = bands(around(100_000, level="L6"), tokens=around(10)), valued(made)
        first = check_offer(made, own, rule, valuation=valuation)
        assert [finding.element for finding in first] == [
            "base",
            "tokens",
            "base",
            "equity",
            "tokens",
            "offer",
            "offer",
        ]
        with localcontext(prec=4):
            assert check_offer(evolve(made), own, rule, valuation=valuation) == first

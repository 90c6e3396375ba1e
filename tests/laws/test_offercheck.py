"""Laws of offer checks, for any offer."""

from datetime import date

from attrs import evolve
from hypothesis import given, settings, strategies as st

from compkit import testing
from compkit.money import Money
from compkit.pay import Approval, NumberBand, OfferBands, PayBand, PayStructure
from compkit.valuation import (
    ApprovalLimit,
    Approver,
    Assumptions,
    EquityGuideline,
    OfferPolicy,
    TokenCap,
    check_offer,
    standings,
    value,
)

ZERO = Money(0, "USD")


def small() -> PayBand:
    """A band that every figure above 3 is outside of."""
    return PayBand(minimum=Money(1, "USD"), midpoint=Money(2, "USD"), maximum=Money(3, "USD"))


BANDS = PayStructure(
    bands=(
        OfferBands(
            base=small(),
            bonus=NumberBand(minimum="0.1", midpoint="0.2", maximum="0.3"),
            equity=small(),
            equity_units=NumberBand(minimum=1, midpoint=2, maximum=3),
            tokens=small(),
        ),
    )
)
STRICT = OfferPolicy(
    approvers=(Approver("vp", "Vice President"), Approver("cfo", "Chief Financial Officer")),
    every_offer=("vp",),
    outside_band="cfo",
    limits=tuple(ApprovalLimit(of=of, above=ZERO, approver="vp") for of in ("base", "sign-on", "first year")),
    equity=EquityGuideline(annual=ZERO, approver="cfo"),
    token_caps=(TokenCap(annual=ZERO, approver="cfo"),),
)
"""Asks for every approval it can ask for."""


@given(st.data())
@settings(max_examples=40)
def test_checks_of_any_offer(data: st.DataObject) -> None:
    """Findings are a pure function of the offer and the policy file.

    Any offer has findings in the same order each time; every block says who may lift it, and once all of them have
    approved the whole offer nothing blocks any more, while nothing else has changed.
    """
    offer = data.draw(testing.offers("USD", as_told=False))
    market = data.draw(testing.markets(offer.package))
    valuation = value(offer.package, market, Assumptions(as_of=market.as_of, horizon_months=12))
    findings = check_offer(offer, BANDS, STRICT, valuation=valuation)
    assert findings == check_offer(offer, BANDS, STRICT, valuation=valuation)
    blocks = [finding for finding in findings if finding.severity == "block"]
    assert blocks and all(finding.approver is not None for finding in blocks)
    outside = [standing for standing in standings(offer, BANDS, valuation=valuation) if standing.is_outside]
    assert [finding.element for finding in findings[: len(outside)]] == [standing.element for standing in outside]
    given_by = tuple(Approval(by=approver.key, on=date(2026, 1, 1)) for approver in STRICT.approvers)
    after = check_offer(evolve(offer, approvals=given_by), BANDS, STRICT, valuation=valuation)
    assert [finding.element for finding in after] == [finding.element for finding in findings]
    assert not any(finding.severity == "block" for finding in after)

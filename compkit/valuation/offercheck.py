"""Offer checks: where an offer stands in its bands, what a policy says to it, and who must approve."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from ..errors import CurrencyMismatch, InvalidValue, MissingFact
from ..money import Money, exactly
from ..pay.bands import ELEMENTS, Band, Element, Figure, OfferBands, compa_ratio, range_penetration
from ..pay.offer import Approval, Offer
from ..pay.structure import PayStructure
from .basis import percent
from .offerfigures import OfferFigures
from .offerpolicy import ApprovalLimit, Approver, OfferPolicy
from .value import Valuation

Severity = Literal["info", "warning", "block"]

NAMES: dict[str, str] = {
    "base": "base salary a year",
    "bonus": "bonus rate",
    "equity": "equity a year",
    "equity units": "units of equity",
    "tokens": "token allowance a year",
    "compa-ratio": "compa-ratio of base",
    "range penetration": "range penetration of base",
    "bonus rate": "bonus rate",
    "sign-on": "sign-on",
    "first year": "first year without tokens",
}
"""What each figure is called in a reason."""


@frozen(kw_only=True)
class Finding:
    """One thing that a check found.

    Attributes:
        severity: ``info`` is in order, ``warning`` is unusual, ``block`` keeps the offer from going out.
        element: The part of the offer: an element of its bands, ``sign-on``, ``first year`` or ``offer``.
        reason: Why, in words with figures.
        approver: Who must approve; None if nobody is asked.
        approved: The approval given, if it was.
    """

    severity: Severity
    element: str
    reason: str
    approver: Approver | None = None
    approved: Approval | None = None


@frozen(kw_only=True)
class Standing:
    """Where a figure stands in its band.

    Attributes:
        element: What it is.
        figure: Money a year, a rate or units, as the band is.
        band: The band, at the role's place.
        compa_ratio: Against the midpoint; 1 is at it.
        penetration: 0 at the minimum, 1 at the maximum, never clipped.
    """

    element: Element
    figure: Figure
    band: Band
    compa_ratio: Decimal
    penetration: Decimal

    @property
    def is_outside(self) -> bool:
        """Below the minimum or above the maximum."""
        return not 0 <= self.penetration <= 1


def standings(offer: Offer, bands: PayStructure, *, valuation: Valuation | None = None) -> tuple[Standing, ...]:
    """Where each element of an offer stands in its band; elements without a band, or that nobody told, are left out.

    Raises:
        InvalidValue: If no bands are those of the role.
        CurrencyMismatch: If a figure and its band are in two currencies.
        MissingFact: If shares or tokens need a price and there is no valuation.
    """
    case = OfferFigures(offer=offer, valuation=valuation)
    return tuple(_standing(*found) for found in _banded(case, bands.of(offer.role)))


def _banded(case: OfferFigures, bands: OfferBands) -> Iterator[tuple[Element, Figure, Band]]:
    """Each element that has a band and a figure."""
    for element in ELEMENTS:
        band = bands.band(element)
        figure = None if band is None else case.of(element)
        if band is not None and figure is not None:
            yield element, figure, band


def _standing(element: Element, figure: Figure, band: Band) -> Standing:
    return Standing(
        element=element,
        figure=figure,
        band=band,
        compa_ratio=compa_ratio(figure, band),
        penetration=range_penetration(figure, band),
    )


@exactly
def check_offer(
    offer: Offer,
    bands: PayStructure | None = None,
    policy: OfferPolicy | None = None,
    *,
    valuation: Valuation | None = None,
) -> tuple[Finding, ...]:
    """What bands and policy say to an offer, in the order of its elements, then of the policy.

    Another company's offer, as a candidate tells it, is compared with the bands for information; nobody approves it.

    Args:
        offer: The offer, with the approvals given so far.
        bands: The pay structure; None checks no bands.
        policy: The policy; None asks for nothing.
        valuation: Of the offer's package, where shares, tokens or other currencies need a price.

    Raises:
        MissingFact: If shares or tokens need a price, or a limit a band, that was not given; nothing passes unseen.
        CurrencyMismatch: If a limit is in another currency and there is no valuation with an exchange rate.
    """
    check = _Check(OfferFigures(offer=offer, valuation=valuation), bands, policy or OfferPolicy())
    if offer.is_told:
        told = Finding(severity="info", element="offer", reason="another company's offer: nothing to approve")
        return told, *(evolve(finding, severity="info") for finding in check.told())
    return tuple(check.all())


@frozen(kw_only=True)
class OfferCheck:
    """An offer with where it stands and what was found.

    Attributes:
        path: Its file, as the user named it.
        name: Short name, as reports print it.
        offer: The offer.
        standings: Each element in its band; empty without bands, or where none covers the role.
        findings: What `check_offer` found.
    """

    path: str
    name: str
    offer: Offer
    standings: tuple[Standing, ...]
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing keeps the offer from going out: no finding blocks, no approval is missing."""
        return all(finding.severity != "block" for finding in self.findings)


def review_offer(
    offer: Offer,
    bands: PayStructure | None,
    policy: OfferPolicy | None,
    *,
    path: str,
    name: str,
    valuation: Valuation | None = None,
) -> OfferCheck:
    """`check_offer` together with the standings that could be found; raises as it does."""
    findings = check_offer(offer, bands, policy, valuation=valuation)
    check = _Check(OfferFigures(offer=offer, valuation=valuation), bands, OfferPolicy())
    return OfferCheck(path=path, name=name, offer=offer, standings=check.standings, findings=findings)


class _Check:
    """One offer against its bands and a policy."""

    def __init__(self, case: OfferFigures, bands: PayStructure | None, policy: OfferPolicy) -> None:
        self._case, self._policy = case, policy
        self._found: dict[Element, Standing] = {}
        self._has_bands = bands is not None
        self._refused = tuple(self._place(bands)) if bands is not None else ()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Each element that stands in a band."""
        return tuple(self._found.values())

    def all(self) -> Iterator[Finding]:
        """Every finding on an offer of our own."""
        yield from self._refused
        yield from self._outside(self._policy.outside_band)
        for limit in self._policy.limits:
            yield from self._limit(limit)
        yield from self._equity()
        yield from self._token_caps()
        for key in self._policy.every_offer:
            yield self._asked(key, "offer", "every offer needs an approval")
        yield from self._unknown_approvals()

    def told(self) -> Iterator[Finding]:
        """Findings on another company's offer: its bands alone."""
        yield from self._refused
        yield from self._outside("")

    # bands

    def _place(self, bands: PayStructure) -> Iterator[Finding]:
        """Find each element's standing; what cannot be placed in a band is a finding."""
        try:
            own = bands.of(self._case.offer.role)
        except InvalidValue as error:
            reason = f"{error.rule}: {self._case.offer.role.title}, {error.value.strip(chr(39))}; {error.fix}"
            yield Finding(severity="block", element="offer", reason=reason)
            return
        for element, figure, band in _banded(self._case, own):
            try:
                self._found[element] = _standing(element, figure, band)
            except CurrencyMismatch as error:
                reason = f"{NAMES[element]} is in {error.left}, its band ({own.label}) in {error.right}"
                fix = f"state a band in {error.left}"
                yield Finding(severity="block", element=element, reason=f"{reason}: {fix}")

    def _outside(self, approver: str) -> Iterator[Finding]:
        for element, standing in self._found.items():
            if standing.is_outside:
                reason = _outside_words(standing)
                if approver:
                    yield self._asked(approver, element.split()[0], reason, element)
                else:
                    yield Finding(severity="warning", element=element, reason=reason)

    # limits

    def _limit(self, limit: ApprovalLimit) -> Iterator[Finding]:
        figure = self._measured(limit)
        if figure is None:
            return
        beside = ""
        if isinstance(figure, Money) and isinstance(limit.above, Money):
            figure = self._case.in_currency(figure, limit.above.currency)
            if limit.of == "first year" and (tokens := self._case.first_year().tokens) is not None:
                whole = figure + self._case.in_currency(tokens, figure.currency)
                beside = f" ({said(whole)} with all tokens)"
        if _number(figure) > _number(limit.above):
            words = f"{NAMES[limit.of]} {said(figure)}{beside} is above {said(limit.above)}"
            yield self._asked(limit.approver, limit.subject, words)

    def _measured(self, limit: ApprovalLimit) -> Figure | None:
        match limit.of:
            case "base":
                return self._case.base()
            case "bonus rate":
                return self._case.bonus_rate()
            case "sign-on":
                return self._case.sign_on()
            case "first year":
                return self._case.first_year().amount
        if not self._has_bands:
            raise MissingFact(f"pay bands: the policy limits {limit.of}, which needs one (compkit check --bands FILE)")
        standing = self._found.get("base")
        if standing is None:  # the offer has no base salary, or a finding says why it has no band
            return None
        return standing.compa_ratio if limit.of == "compa-ratio" else standing.penetration

    def _equity(self) -> Iterator[Finding]:
        guide = self._policy.equity
        if guide is None:
            return
        equity = self._case.equity() if guide.annual is not None else None
        if equity is not None and guide.annual is not None:
            equity = self._case.in_currency(equity, guide.annual.currency)
            if equity > guide.annual:
                reason = f"{NAMES['equity']} {said(equity)} is above the guideline of {said(guide.annual)}"
                yield self._above(guide.approver, "equity", reason, "warning")
        rate = self._case.equity_of_base() if guide.of_base is not None else None
        if rate is not None and guide.of_base is not None and rate > guide.of_base:
            reason = f"{NAMES['equity']} is {said(rate)} of base, above the guideline of {said(guide.of_base)}"
            yield self._above(guide.approver, "equity", reason, "warning")

    def _token_caps(self) -> Iterator[Finding]:
        for cap in self._policy.token_caps:
            tokens = self._case.tokens(cap)
            if tokens is None:
                continue
            tokens = self._case.in_currency(tokens, cap.annual.currency)
            if tokens > cap.annual:
                reason = f"{NAMES['tokens']}{cap.where} {said(tokens)} is over the cap of {said(cap.annual)}"
                yield self._above(cap.approver, "tokens", reason, "block")

    # approvals

    def _above(self, approver: str, element: str, reason: str, otherwise: Severity) -> Finding:
        """What somebody may allow, or what is so without anybody."""
        if approver:
            return self._asked(approver, element, reason)
        return Finding(severity=otherwise, element=element, reason=reason)

    def _asked(self, key: str, subject: str, reason: str, element: str = "") -> Finding:
        """A finding that needs an approval: in order if it was given, for this part or the whole offer."""
        approver = self._policy.approver(key)
        assert approver is not None  # a policy asks nobody whom it does not name
        element = element or subject
        for given in self._case.offer.approvals:
            if given.by == key and given.subject in ("offer", subject):
                reason = f"{reason}: approved by {approver} on {given.on}"
                return Finding(severity="info", element=element, reason=reason, approver=approver, approved=given)
        reason = f"{reason}: {approver} must approve, and has not"
        return Finding(severity="block", element=element, reason=reason, approver=approver)

    def _unknown_approvals(self) -> Iterator[Finding]:
        if not self._policy.approvers:
            return
        for given in self._case.offer.approvals:
            if self._policy.approver(given.by) is None:
                reason = f"approval by {given.by!r} of {given.on} counts for nothing, for the policy names nobody so"
                meant = self._policy.meant(given.by)
                yield Finding(severity="warning", element=given.subject, reason=f"{reason}: {meant}")


def _outside_words(standing: Standing) -> str:
    band = standing.band
    side, end = ("below", band.minimum) if standing.penetration < 0 else ("above", band.maximum)
    which = "minimum" if side == "below" else "maximum"
    place = f"compa-ratio {said(standing.compa_ratio)}, range penetration {said(standing.penetration)}"
    figure = standing.element
    shown = (
        [f"{x:,f}" for x in (standing.figure, end)] if figure == "equity units" else [said(standing.figure), said(end)]
    )
    return f"{NAMES[figure]} {shown[0]} is {side} its band's {which} of {shown[1]} ({place})"


def _number(figure: Figure) -> Decimal:
    return figure.amount if isinstance(figure, Money) else figure


@exactly
def said(figure: Figure) -> str:
    """A figure in words: money to the cent, cents only where it is not whole; a rate in percent to two decimals.

    >>> said(Money("250000", "USD")), said(Decimal("1.2512")), said(Decimal("0.1"))
    ('USD 250,000', '125.12 %', '10 %')
    """
    if isinstance(figure, Money):
        cents = figure.rounded().amount
        whole = cents.to_integral_value()
        return f"{figure.currency} {whole if whole == cents else cents:,f}"
    return percent(figure.quantize(Decimal("0.0001")))

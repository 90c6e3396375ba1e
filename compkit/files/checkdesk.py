"""The check of one run: offers on the desk against a bands file and a policy file."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ..errors import CurrencyMismatch, MissingFact
from ..pay.structure import PayStructure
from ..valuation.offercheck import OfferCheck, review_offer
from ..valuation.value import value
from ..workforce.policy.offer import check_tokens
from .desk import Desk, Request, open_desk
from .offers import OfferFile
from .policy import PolicyFile, read_bands, read_policy_file


def check_files(
    paths: Iterable[str], request: Request, *, bands: str | None = None, policy: str | None = None
) -> tuple[OfferCheck, ...]:
    """Every offer checked, in the order of the files.

    Args:
        paths: Offer files.
        request: Day, assumptions and prices.
        bands: Bands file; None checks no bands.
        policy: Policy file; None asks for nothing.

    Raises:
        FileProblems: Listing every problem of a file.
        MissingFact: Naming the offer, if a band or limit needs a price that was not given.
    """
    structure = read_bands(bands) if bands else None
    limits = read_policy_file(policy) if policy else None
    desk = open_desk(paths, request)
    return tuple(_checked(desk, file, structure, limits) for file in desk.files)


def _checked(desk: Desk, file: OfferFile, bands: PayStructure | None, policy: PolicyFile | None) -> OfferCheck:
    """One offer, valued if it can be; a price is missed only where a band or limit asks for it."""
    offer, name = file.offer, desk.names[file.path]
    try:
        valuation, missing = value(offer.package, desk.market, desk.given), None
    except MissingFact as error:
        valuation, missing = None, error
    try:
        limits = policy.offers if policy else None
        check = review_offer(offer, bands, limits, path=file.path, name=name, valuation=valuation)
        if policy is None or policy.tokens is None:
            return check
        return evolve(check, findings=(*check.findings, *check_tokens(offer, policy.tokens, valuation=valuation)))
    except (MissingFact, CurrencyMismatch):
        if missing is None:
            raise
        missing.args = (f"{name} needs a fact that was not given\n{missing.args[0]}",)
        raise missing from None

"""Pay bands and policy files: what jobs may pay, and who must approve what. Internal, both of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from ..errors import InvalidValue
from ..pay.bands import NumberBand, OfferBands, PayBand
from ..pay.structure import PayStructure, PlaceFactor
from ..valuation.offerpolicy import (
    MEASURES,
    RATE_MEASURES,
    ApprovalLimit,
    Approver,
    EquityGuideline,
    OfferPolicy,
    TokenCap,
)
from .fields import (
    Currency,
    Leaf,
    Number,
    Rate,
    Stated,
    Sum,
    Text,
    choice,
    format_rate,
    format_sum,
    parse_rate,
    parse_sum,
)
from .places import Place, read_shape
from .structure import BROKEN, key

BANDS_FORMAT = "compkit/bands/1"
POLICY_FORMAT = "compkit/policy/1"

# bands


@frozen(kw_only=True)
class PayBandShape:
    """A band of money a year: three figures, or a midpoint with a spread or a half-width."""

    minimum: Stated | None = key("Lowest.", None)
    midpoint: Stated = key("Reference point of the compa-ratio.")
    maximum: Stated | None = key("Highest.", None)
    spread: Rate | None = key("Instead of both ends: maximum over minimum less 1, such as 50 %.", None)
    half_width: Rate | None = key("Instead of both ends: as far as this on either side of the midpoint.", None)

    def build(self, here: Place, level: str = "", family: str = "", place: str = "") -> Any:
        """The band."""
        job, middle = {"level": level, "family": family, "place": place}, here.money(self.midpoint)
        ends, given = (self.minimum, self.maximum), (self.spread, self.half_width)
        ways = [all(end is not None for end in ends), *(rate is not None for rate in given)]
        if ways.count(True) != 1 or (not ways[0] and ends != (None, None)):
            fix = "say minimum and maximum, or spread, or half_width"
            return here.refuse("needs one way to its ends, and only one", fix, value="")
        if ways[0]:
            low, high = here.money(self.minimum), here.money(self.maximum)
            return here.make(PayBand, minimum=low, midpoint=middle, maximum=high, **job)
        if BROKEN in (middle, *given):
            return BROKEN
        try:
            if self.spread is not None:
                return PayBand.from_midpoint(middle, spread=self.spread, **job)
            assert self.half_width is not None  # one way is given
            return PayBand.from_half_width(middle, self.half_width, **job)
        except InvalidValue as error:
            name = error.name.rpartition(".")[2]
            return here.at(name if name in here.data else "midpoint").refuse(error.rule, error.fix)


@frozen(kw_only=True)
class RateBandShape:
    """A band of a rate of base."""

    minimum: Rate = key("Lowest, such as 10 %.")
    midpoint: Rate = key("Reference point.")
    maximum: Rate = key("Highest.")

    def build(self, here: Place) -> Any:
        """The band."""
        return here.make(NumberBand, minimum=self.minimum, midpoint=self.midpoint, maximum=self.maximum)


@frozen(kw_only=True)
class UnitBandShape:
    """A band of units granted."""

    minimum: Number = key("Lowest.")
    midpoint: Number = key("Reference point.")
    maximum: Number = key("Highest.")

    def build(self, here: Place) -> Any:
        """The band."""
        return here.make(NumberBand, minimum=self.minimum, midpoint=self.midpoint, maximum=self.maximum)


@frozen(kw_only=True)
class JobBandsShape:
    """The bands of one job; a level, family or place that is left out is any."""

    level: Text = key("Level, as roles of offers state it.", "")
    family: Text = key("Job family: a department or a job title.", "")
    place: Text = key("Location of the role, or a part of it between commas.", "")
    base: Any = key("Base salary a year, full-time.")
    bonus: Any = key("Target bonus, as a rate of base.", None)
    equity: Any = key("Grant value a year: each grant divided by its vesting years.", None)
    equity_units: Any = key("Units granted, instead of or beside their value.", None)
    tokens: Any = key("Token allowance, money a year.", None)

    def build(self, here: Place) -> Any:
        """The bands."""
        parts: dict[str, Any] = {"base": here.at("base").build(PayBandShape, self.level, self.family, self.place)}
        kinds = (("bonus", RateBandShape), ("equity", PayBandShape), ("equity_units", UnitBandShape))
        for name, shape in (*kinds, ("tokens", PayBandShape)):
            place = here.at(name)
            parts[name] = None if place.data is None else place.build(shape)
        return here.make(OfferBands, **parts)


@frozen(kw_only=True)
class BandsShape:
    """A pay structure. Internal: never in a candidate document."""

    format: Annotated[str, choice(BANDS_FORMAT)] = key(f"Always {BANDS_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.")
    places: dict[Text, Rate] = key("Factor on base salary of each place, for bands that name no place.", {})
    lowest_factor: Rate = key("Lowest factor that is applied.", Decimal(0))
    bands: Any = key("Bands by job.")

    def build(self, here: Place) -> Any:
        """The structure."""
        here = here.in_currency(self.currency)
        listed = here.at("bands")
        if listed.data is not None and not isinstance(listed.data, (list, tuple)):
            return listed.refuse("must be a list", "begin each job with a dash")
        bands = tuple(entry.build(JobBandsShape) for entry in listed.entries())
        _twice(listed, bands)
        places = here.at("places")
        factors = (
            ()
            if self.places is BROKEN
            else tuple(
                places.at(name).make(PlaceFactor, place=name, factor=factor) for name, factor in self.places.items()
            )
        )
        return here.make(PayStructure, bands=bands, places=factors, lowest_factor=self.lowest_factor)


def _twice(listed: Place, bands: tuple[Any, ...]) -> None:
    """Note jobs that stand twice, where the second stands."""
    first: dict[tuple[str, str, str], int] = {}
    for index, own in enumerate(bands):
        if own is not BROKEN and first.setdefault(own.key, index) != index:
            earlier = f"bands[{first[own.key]}]"
            listed.at(index).refuse(f"is for the same job as {earlier}", "keep one of them", value=own.label)


def read_bands(path: str | Path) -> PayStructure:
    """The pay structure of a bands file, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    structure: PayStructure = read_shape(path, BandsShape, "bands")
    return structure


# policy


def _parse_above(value: object) -> Sum | Decimal:
    """A limit: a rate with its sign, ``110 %``, or an amount, ``250000``."""
    return parse_rate(value) if isinstance(value, str) and value.strip().endswith("%") else parse_sum(value)


def _format_above(value: Sum | Decimal) -> str:
    return format_sum(value) if isinstance(value, Sum) else format_rate(value)


Above = Annotated[Sum | Decimal, Leaf(_parse_above, _format_above, {"type": ["string", "number"]})]


@frozen(kw_only=True)
class LimitShape:
    """A figure above which somebody must approve."""

    of: Annotated[str, choice(*MEASURES)] = key("What is measured.")
    above: Above = key("An amount, or a rate with its sign.")
    approver: Text = key("Who must approve.")

    def build(self, here: Place) -> Any:
        """The limit."""
        if BROKEN in (self.of, self.above):
            return BROKEN
        above: Any = self.above
        if isinstance(above, Sum):
            if self.of in RATE_MEASURES:
                return here.at("above").refuse(f"{self.of} is a rate, and a rate needs its sign", "such as 110 %")
            above = here.money(above)
        return here.make(ApprovalLimit, of=self.of, above=above, approver=self.approver)


@frozen(kw_only=True)
class ApprovalsShape:
    """Who approves what."""

    every_offer: tuple[Text, ...] = key("Who approves every offer.", ())
    outside_band: Text = key("Who approves what is outside its band; without it that is a warning.", "")
    limits: tuple[LimitShape, ...] = key("Figures above which somebody must approve.", ())


@frozen(kw_only=True)
class EquityShape:
    """How much equity is usual, a year: each grant divided by its vesting years."""

    annual: Stated | None = key("Grant value a year.", None)
    of_base: Rate | None = key("Grant value a year as a rate of base.", None)
    approver: Text = key("Who may allow more; without it more is a warning.", "")

    def build(self, here: Place) -> Any:
        """The guideline."""
        annual = here.money(self.annual)
        return here.make(EquityGuideline, annual=annual, of_base=self.of_base, approver=self.approver)


@frozen(kw_only=True)
class TokenCapShape:
    """The most that token allowances of one person may come to."""

    annual: Stated = key("Money a year.")
    provider: Text = key("Only what must be spent at this provider.", "")
    approver: Text = key("Who may allow more; without it nobody may.", "")

    def build(self, here: Place) -> Any:
        """The cap."""
        return here.make(TokenCap, annual=here.money(self.annual), provider=self.provider, approver=self.approver)


@frozen(kw_only=True)
class PolicyShape:
    """What an offer may hold, and who approves the rest. Internal: never in a candidate document."""

    format: Annotated[str, choice(POLICY_FORMAT)] = key(f"Always {POLICY_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.")
    approvers: dict[Text, Text] = key("Who may approve: a short key, and the title as printed.", {})
    approvals: Any = key("Who approves what.", None)
    equity: Any = key("How much equity is usual.", None)
    token_caps: Any = key("The most that token allowances may come to.", None)

    def build(self, here: Place) -> Any:
        """The policy."""
        here = here.in_currency(self.currency)
        said, limits = here.at("approvals"), here.at("approvals").at("limits")
        shape = ApprovalsShape() if said.data is None else said.shape(ApprovalsShape)
        equity, caps = here.at("equity"), here.at("token_caps")
        names = here.at("approvers")
        parts: dict[str, Any] = {
            "approvers": tuple(names.make(Approver, key=of, title=title) for of, title in self.approvers.items()),
            "every_offer": shape.every_offer,
            "outside_band": shape.outside_band,
            "limits": tuple(limit.build(limits.at(n)) for n, limit in enumerate(shape.limits)),
            "equity": None if equity.data is None else equity.build(EquityShape),
            "token_caps": tuple(cap.build(TokenCapShape) for cap in caps.entries()),
        }
        known = OfferPolicy(approvers=parts["approvers"])
        strangers = [(place, of) for place, of in _asked(here, parts) if of and known.approver(of) is None]
        for place, of in strangers:
            place.refuse("is nobody under approvers", known.meant(of), value=of)
        return BROKEN if strangers else here.make(OfferPolicy, **parts)


def _asked(here: Place, parts: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Each place that asks for an approver, with whom it asks for; what is broken asks for nobody."""
    approvals = here.at("approvals")
    yield from ((approvals.at("every_offer").at(n), of) for n, of in enumerate(parts["every_offer"]))
    yield approvals.at("outside_band"), parts["outside_band"]
    for place, several in ((approvals.at("limits"), parts["limits"]), (here.at("token_caps"), parts["token_caps"])):
        own = [place] if isinstance(place.data, Mapping) else [place.at(n) for n in range(len(several))]
        yield from ((at.at("approver"), of.approver) for at, of in zip(own, several, strict=True) if of is not BROKEN)
    if parts["equity"] not in (None, BROKEN):
        yield here.at("equity").at("approver"), parts["equity"].approver


def read_policy(path: str | Path) -> OfferPolicy:
    """The offer policy of a policy file, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    policy: OfferPolicy = read_shape(path, PolicyShape, "policy")
    return policy

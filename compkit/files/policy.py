"""Pay bands and policy files: what jobs may pay, and who must approve what. Internal, both of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from attrs import evolve, frozen

from ..errors import FileProblems, Problem
from ..pay.structure import PayStructure
from ..valuation.offerpolicy import (
    MEASURES,
    RATE_MEASURES,
    ApprovalLimit,
    Approver,
    EquityGuideline,
    OfferPolicy,
    TokenCap,
)
from ..workforce.policy.tokenpolicy import TokenPolicy
from .fields import (
    Currency,
    Leaf,
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
from .shape_bands import BandsShape
from .shape_tokenpolicy import TokenCapShape, TokenPolicyShape
from .structure import BROKEN, key
from .text import file_name

POLICY_FORMAT = "compkit/policy/1"

# bands


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
class PolicyFile:
    """What a policy file says.

    Attributes:
        offers: Of offers, with every cap on tokens.
        tokens: Of token allowances, with every cap; None if the file has no such section.
    """

    offers: OfferPolicy
    tokens: TokenPolicy | None = None


@frozen(kw_only=True)
class PolicyShape:
    """What an offer may hold, and who approves the rest. Internal: never in a candidate document."""

    format: Annotated[str, choice(POLICY_FORMAT)] = key(f"Always {POLICY_FORMAT}.")
    currency: Currency = key("Currency of amounts that name no other.")
    approvers: dict[Text, Text] = key("Who may approve: a short key, and the title as printed.", {})
    approvals: Any = key("Who approves what.", None)
    equity: Any = key("How much equity is usual.", None)
    token_caps: Any = key("Caps on token allowances, where there is no section tokens to hold them.", None)
    tokens: Any = key("Which token allowance comes with which job.", None)

    def build(self, here: Place) -> Any:
        """The policies of offers and of tokens."""
        here = here.in_currency(self.currency)
        own = here.at("tokens")
        tokens = None if own.data is None else own.build(TokenPolicyShape)
        inside = () if tokens in (None, BROKEN) else tokens.caps
        offers = self._offers(here, inside)
        if BROKEN in (offers, tokens):
            return BROKEN
        return PolicyFile(offers=offers, tokens=tokens and evolve(tokens, caps=offers.token_caps))

    def _offers(self, here: Place, inside: tuple[TokenCap, ...]) -> Any:
        """The policy of offers, with the caps that stand among the tokens."""
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
            "token_caps": (*(cap.build(TokenCapShape) for cap in caps.entries()), *inside),
        }
        _caps_twice(here, parts["token_caps"], inside)
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
    limits = approvals.at("limits").entries()
    for places, several in ((limits, parts["limits"]), (_cap_places(here), parts["token_caps"])):
        pairs = zip(places, several, strict=False)  # a broken section of tokens has places, and no caps
        yield from ((at.at("approver"), of.approver) for at, of in pairs if of is not BROKEN)
    if parts["equity"] not in (None, BROKEN):
        yield here.at("equity").at("approver"), parts["equity"].approver


def _cap_places(here: Place) -> list[Place]:
    """Where each cap on tokens stands."""
    return [*here.at("token_caps").entries(), *here.at("tokens").at("caps").entries()]


def _caps_twice(here: Place, caps: tuple[Any, ...], inside: tuple[TokenCap, ...]) -> None:
    """Note a cap among the tokens that says again what another one says."""
    places = _cap_places(here)
    for index in range(len(caps) - len(inside), len(caps)):
        earlier = [cap for cap in caps[:index] if cap is not BROKEN and cap.key == caps[index].key]
        if earlier:
            fix = "keep one of the two"
            places[index].refuse(f"is a cap on the same as the one of {earlier[0].annual}", fix, value="")


def read_policy_file(path: str | Path) -> PolicyFile:
    """All that a policy file says, YAML or JSON; ``-`` is standard input.

    Raises:
        FileProblems: With every problem of the file, each with its place, value and way out.
    """
    policy: PolicyFile = read_shape(path, PolicyShape, "policy")
    return policy


def read_policy(path: str | Path) -> OfferPolicy:
    """The offer policy of a policy file; raises as `read_policy_file` does."""
    return read_policy_file(path).offers


def read_token_policy(path: str | Path) -> TokenPolicy:
    """The token policy of a policy file: its section ``tokens``.

    Raises:
        FileProblems: As `read_policy_file` does, and if there is no such section.
    """
    tokens = read_policy_file(path).tokens
    if tokens is None:
        rule, fix = "is missing", "say which allowance comes with which job: see compkit new FILE --from policy"
        raise FileProblems([Problem(file=file_name(path), path="tokens", value="", rule=rule, fix=fix)])
    return tokens

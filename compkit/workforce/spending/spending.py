"""What use costs: as billed, or recomputed from tokens. One rule for a whole export; what it leaves out is counted."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from ..usage.lines import UseLine

SpendBasis = Literal["billed", "list", "contract"]
"""As the source bills it, or tokens at list or at contract prices."""

BASIS_WORDS = {"billed": "as billed", "list": "tokens at list prices", "contract": "tokens at contract prices"}
"""How each is printed."""


@frozen(kw_only=True)
class Uncounted:
    """Use whose money is not known on a basis, so that it is in no amount.

    Attributes:
        reason: Why.
        rows: Rows of use.
        tokens: Their tokens.
        billed: What the source states of it.
    """

    reason: str
    rows: int
    tokens: int
    billed: Fraction


@frozen(kw_only=True)
class Spending:
    """Use and the basis on which it is counted.

    Attributes:
        lines: Use, summed.
        basis: What an amount is.
        currency: ISO 4217 code of every amount.
    """

    lines: tuple[UseLine, ...] = field(repr=False)
    basis: SpendBasis
    currency: str

    def amount(self, line: UseLine) -> Fraction | None:
        """What a line costs, unrounded; None where that is unknown."""
        return line.billed if self.basis == "billed" else line.cost(self.basis)

    @property
    def total(self) -> Fraction:
        """The sum of all that is known, unrounded."""
        return sum((self.amount(line) or Fraction(0) for line in self.lines), Fraction(0))

    @property
    def uncounted(self) -> tuple[Uncounted, ...]:
        """What is in no amount, by reason."""
        found: dict[str, list[UseLine]] = {}
        for line in self.lines:
            if self.amount(line) is None:
                found.setdefault(self._reason(line), []).append(line)
        return tuple(
            Uncounted(
                reason=reason,
                rows=sum(line.rows for line in lines),
                tokens=sum(line.count for line in lines),
                billed=sum((line.billed or Fraction(0) for line in lines), Fraction(0)),
            )
            for reason, lines in sorted(found.items())
        )

    def _reason(self, line: UseLine) -> str:
        if self.basis == "billed":
            return "states no bill"
        return "states money and no tokens" if line.is_money_alone else f"{line.model or 'no model'} has no price"


def spending(lines: Iterable[UseLine], *, currency: str, basis: SpendBasis | None = None) -> Spending:
    """Use, counted on one basis.

    Args:
        lines: Use, summed.
        currency: Of the export.
        basis: What an amount is; None is as billed where all use with tokens is billed, else tokens at contract prices.
    """
    held = tuple(lines)
    if basis is None:
        used = [line for line in held if line.count]
        is_billed = bool(held) and all(line.billed is not None for line in used)
        basis = "billed" if is_billed else "contract"
    return Spending(lines=held, basis=basis, currency=currency)

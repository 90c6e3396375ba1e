"""What use costs: as billed, or recomputed from tokens, by provider as `usage.basis` says; what is left out is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from ..usage.basis import Basis, provider_bases
from ..usage.lines import UseLine


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
        bases: What an amount is, by provider.
        currency: ISO 4217 code of every amount.
    """

    lines: tuple[UseLine, ...] = field(repr=False)
    bases: Mapping[str, Basis] = field(hash=False)
    currency: str

    def basis(self, line: UseLine) -> Basis:
        """What a line's amount is."""
        return self.bases[line.provider]

    def amount(self, line: UseLine) -> Fraction | None:
        """What a line costs, unrounded; None where that is unknown."""
        basis = self.basis(line)
        if basis != "billed":
            return line.cost(basis)
        return Fraction(0) if line.billed is None and not line.count else line.billed

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
        if self.basis(line) == "billed":
            return "states no bill"
        if line.is_money_alone:
            return "states money and no tokens"
        priced = "price" if line.service == "standard" else f"{line.service} price"
        return f"{line.model or 'no model'} has no {priced}"


def spending(lines: Iterable[UseLine], *, currency: str, basis: Basis | None = None) -> Spending:
    """Use, counted on one basis for each provider.

    Args:
        lines: Use, summed.
        currency: Of the export.
        basis: What every amount is; None is by the rule of `usage.basis`, with tokens at contract prices.
    """
    held = tuple(lines)
    kinds = ((line.provider, bool(line.count), line.billed is not None) for line in held)
    bases = provider_bases(kinds, stage="contract")
    return Spending(lines=held, bases=dict.fromkeys(bases, basis) if basis else bases, currency=currency)

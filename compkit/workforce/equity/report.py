"""Pay equity as Directive (EU) 2023/970 of 10 May 2023 (OJ L 132, 17.5.2023) asks: what Article 9(1)(a) to (g) lists.

(a) the gender pay gap; (b) that in complementary or variable components; (c) the median gap; (d) the median gap in
complementary or variable components; (e) the proportion of female and male workers who receive such components;
(f) the proportion of female and male workers in each quartile pay band; (g) the gap by categories of workers, broken
down by ordinary basic pay and complementary or variable components. Article 10(1) asks for a joint pay assessment where
average pay levels differ by 5 % or more in a category, the employer has not justified that by objective,
gender-neutral criteria, and has not remedied it within six months of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from attrs import field, frozen

from ...errors import InvalidValue
from ...money import known_currency
from ..roster import Roster
from ..suppression import hidden, is_small
from .gaps import PayGap, Quartile, quartiles
from .parts import PayParts, pay_parts

if TYPE_CHECKING:
    from ...market.market import Market

THRESHOLD = Fraction(5, 100)
"""A gap of this, or more, in a category is flagged, whoever is paid less: Article 10(1)(a)."""

SMALLEST = 10
"""Fewer women, or fewer men, than this are a small group, unless said otherwise.

The Directive sets no number: its Article 12(3) leaves to Member States how pay of an identifiable worker is protected.
"""

TOTALS = ("without tokens", "with tokens")
MEASURES = ("base", "variable", "tokens", "variable with tokens", *TOTALS)
"""What gaps are of: parts of pay among those who receive them, and all of pay with tokens out and in.

Article 3(1)(a) counts consideration in kind among complementary or variable components; whether a budget of tokens for
work is such is for the law of the Member State, so both are shown.
"""

_PARTS = {
    "variable with tokens": ("variable", "tokens"),
    "without tokens": ("variable",),
    "with tokens": ("variable", "tokens"),
}
"""Parts whose gaps, where they are hidden, would show in the difference between sums."""

Gaps = Mapping[str, PayGap | None]
"""Gap by measure; None is hidden."""


def _maybe_currency(instance: object, attribute: Any, value: str) -> None:
    if value:
        known_currency(instance, attribute, value)


@frozen(kw_only=True)
class EquityRules:
    """How a report of pay equity is made.

    Attributes:
        as_of: Who is employed on this day is counted.
        smallest: Fewest women, and fewest men, of whom a figure shows.
        female: Word for women in the roster, in any spelling of capitals.
        male: Word for men.
        currency: Of the report, to which all pay is converted; empty is the one in which most are paid.
    """

    as_of: date
    smallest: int = SMALLEST
    female: str = "female"
    male: str = "male"
    currency: str = field(default="", validator=_maybe_currency)

    def __attrs_post_init__(self) -> None:
        if self.smallest < 1:
            raise InvalidValue("EquityRules.smallest", self.smallest, "must be at least 1", "say 10")


@frozen(kw_only=True)
class Receiving:
    """Who receives a component of pay.

    Attributes:
        women: Part of the women, 0 to 1.
        men: Part of the men.
    """

    women: Fraction
    men: Fraction


@frozen(kw_only=True)
class CategoryGaps:
    """Gaps in a category of workers who do the same work, or work of equal value.

    Attributes:
        name: The category; empty for people who are in none.
        gaps: By measure; None is hidden.
    """

    name: str
    gaps: Gaps

    @property
    def flagged(self) -> tuple[str, ...]:
        """Measures whose mean gap shows and is `THRESHOLD` or more, in either direction."""
        if not self.name:
            return ()
        shown = ((name, gap.mean) for name, gap in self.gaps.items() if gap is not None)
        return tuple(name for name, mean in shown if mean is not None and abs(mean) >= THRESHOLD)


@frozen(kw_only=True)
class EquityReport:
    """What Article 9(1) lists, with tokens out and in; what is hidden is None.

    Attributes:
        rules: How it was made.
        currency: Of pay.
        converted: Other currencies in which people are paid, converted at the stated exchange rates.
        women: How many women are employed.
        men: How many men.
        others: How many whose stated gender is another, or who state none: in quartiles, in no gap.
        gaps: Of everybody, by measure: (a) to (d).
        receiving: Who receives variable pay, and tokens: (e).
        quartiles: Bands by all of pay, with tokens out and in: (f); hidden where a band has fewer than the smallest.
        categories: (g), by name; None where the roster has no column of categories.
        target_only: Whether variable pay is the target bonus, since the roster says nothing of what was paid.
    """

    rules: EquityRules
    currency: str
    converted: tuple[str, ...]
    women: int
    men: int
    others: int
    gaps: Gaps
    receiving: Mapping[str, Receiving | None]
    quartiles: Mapping[str, tuple[Quartile, ...] | None]
    categories: tuple[CategoryGaps, ...] | None
    target_only: bool

    @property
    def flagged(self) -> tuple[CategoryGaps, ...]:
        """Categories with a gap of `THRESHOLD` or more."""
        return tuple(category for category in self.categories or () if category.flagged)


def pay_equity(roster: Roster, rules: EquityRules, *, market: Market | None = None) -> EquityReport:
    """Gaps between the pay of women and men.

    Pay is a year at full time, so that gaps are those of pay an hour wherever full time is the same hours for all.
    Variable pay and tokens are compared among those who receive them. Equity grants are not counted, unless the
    column ``variable`` includes them.

    Args:
        roster: The people, with a column ``gender``, and ``category`` if there are categories of equal work.
        rules: Day, words and least size of groups.
        market: Prices of token quantities, and exchange rates, where allowances need them.

    Raises:
        InvalidValue: If the column is missing, or there are no women or no men.
        MissingFact: If tokens have no price, or pay is in another currency and there is no exchange rate.
    """
    roster = _employed(roster, rules.as_of)
    kinds, currency = _kinds(roster.people, rules), rules.currency or _most(roster.people["currency"])
    parts = pay_parts(roster, currency, market=market)
    everybody = np.ones(len(kinds), dtype=bool)
    found = _gaps(parts, kinds, {"": everybody})
    return EquityReport(
        rules=rules,
        currency=currency,
        converted=tuple(sorted(set(roster.people["currency"]) - {currency})),
        women=int((kinds == 0).sum()),
        men=int((kinds == 1).sum()),
        others=int((kinds == 2).sum()),
        gaps=_shown(found, rules.smallest)[""],
        receiving={name: _receiving(found[""][name], found[""]["base"], rules) for name in ("variable", "tokens")},
        quartiles={name: _quartiles(parts.column(name), kinds, rules) for name in TOTALS},
        categories=_categories(roster.people, parts, kinds, rules),
        target_only="variable" not in roster.people.columns,
    )


def _employed(roster: Roster, as_of: date) -> Roster:
    from attrs import evolve

    people, day = roster.people, pd.Timestamp(as_of)
    works = people["start_on"] <= day
    if "end_on" in people.columns:
        works &= people["end_on"].isna() | (people["end_on"] >= day)
    ids = people.loc[works, "employee_id"]
    grants = roster.grants[roster.grants["employee_id"].isin(ids)]
    return evolve(roster, people=people[works], grants=grants)


def _kinds(people: pd.DataFrame, rules: EquityRules) -> Any:
    """0 for each woman, 1 for each man, 2 for others."""
    if "gender" not in people.columns:
        raise InvalidValue("Roster.people", "no column gender", "pay gaps need it", "add it, as each person states it")
    said = people["gender"].fillna("").astype(str).str.strip().str.casefold()
    words = (rules.female, rules.male)
    for word in words:
        if not (said == word.casefold()).any():
            known = ", ".join(sorted(set(said) - {""})) or "nothing"
            fix = f"the column says {known}: name the words for women and for men"
            raise InvalidValue("gender", word, "is said of nobody employed on the day", fix)
    return np.select([(said == word.casefold()).to_numpy() for word in words], [0, 1], default=2)


def _most(codes: pd.Series[str]) -> str:
    """The currency in which most are paid; of several, the first by name."""
    return str(codes.mode().iloc[0])


# gaps


def _gaps(parts: PayParts, kinds: Any, groups: Mapping[str, Any]) -> dict[str, dict[str, PayGap]]:
    """Gaps of each group by measure, nothing hidden yet."""
    columns = {name: parts.column(name) for name in MEASURES}
    return {name: {of: _gap(pay, kinds, rows) for of, pay in columns.items()} for name, rows in groups.items()}


def _gap(pay: Any, kinds: Any, rows: Any) -> PayGap:
    """The gap among those of a group who receive something."""
    receives = rows & (pay > 0).astype(bool)
    return PayGap.of(pay[receives & (kinds == 0)], pay[receives & (kinds == 1)])


def _shown(found: Mapping[str, Mapping[str, PayGap]], smallest: int) -> dict[str, dict[str, PayGap | None]]:
    """Gaps that may show; a total is hidden where a part of it is, since the two would show it."""
    out: dict[str, frozenset[str]] = {}
    for measure in MEASURES:
        also = frozenset().union(*(out[part] for part in _PARTS.get(measure, ())))
        counts = {name: (gaps[measure].women, gaps[measure].men) for name, gaps in found.items()}
        out[measure] = hidden(counts, smallest=smallest, also=also)
    return {
        name: {measure: None if name in out[measure] else gap for measure, gap in gaps.items()}
        for name, gaps in found.items()
    }


def _receiving(some: PayGap, everybody: PayGap, rules: EquityRules) -> Receiving | None:
    if is_small((everybody.women, everybody.men), rules.smallest):
        return None
    return Receiving(women=Fraction(some.women, everybody.women), men=Fraction(some.men, everybody.men))


def _quartiles(pay: Any, kinds: Any, rules: EquityRules) -> tuple[Quartile, ...] | None:
    return quartiles(pay, kinds) if len(pay) >= 4 * rules.smallest else None


def _categories(
    people: pd.DataFrame, parts: PayParts, kinds: Any, rules: EquityRules
) -> tuple[CategoryGaps, ...] | None:
    if "category" not in people.columns:
        return None
    said = people["category"].fillna("").astype(str).str.strip().to_numpy()
    groups = {str(name): said == name for name in sorted(set(said))}
    shown = _shown(_gaps(parts, kinds, groups), rules.smallest)
    return tuple(CategoryGaps(name=name, gaps=gaps) for name, gaps in shown.items())

"""Results as tidy data frames: units in the column names, money exact unless floats are asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ..market.bookdiff import BookDifference
from ..market.factorysheet import FactorySheet
from ..market.requests import RequestCost
from ..pay.ledgerbook import Ledger
from ..valuation.compare import Comparison
from ..valuation.coverage import Coverage
from ..valuation.covered import OfferCoverage
from ..valuation.efficiency import BeforeAfter
from ..valuation.grid import PriceGrid
from ..valuation.mixes import Mix
from ..valuation.simulation.odds import Duel, Simulation
from ..valuation.simulation.replay import Replay
from ..valuation.simulation.sensitivity import Bar
from ..valuation.simulation.tieodds import TieOdds
from ..valuation.solve import Solution
from ..valuation.value import Valuation
from ..valuation.watch import PriceWatch
from ..valuation.workload import WorkloadCost
from . import oddsrows as _oddsrows  # noqa: F401 - registers the rows of odds
from .framerows import frame_rows

if TYPE_CHECKING:
    import pandas as pd

_Several = (
    tuple[Mix, ...] | tuple[Solution, ...] | tuple[WorkloadCost, ...] | tuple[Coverage, ...] | tuple[OfferCoverage, ...]
)
_Odds = Simulation | Replay | tuple[Duel, ...] | tuple[Bar, ...] | tuple[TieOdds, ...]
_One = Valuation | Comparison | RequestCost | Ledger | BookDifference | PriceGrid | Solution
_Tokens = PriceWatch | BeforeAfter | Coverage | FactorySheet


def to_frame(
    result: _One | _Tokens | _Several | _Odds, *, money: Literal["decimal", "float"] = "decimal"
) -> pd.DataFrame:
    """A result as a pandas data frame.

    Amounts stand in columns such as ``face_USD``, or beside a column that names their currency or unit; they are never
    added to one another. One row is:

    - of a `Valuation`: an entitlement, with ``face``, ``cost`` and ``worth``;
    - of a `Comparison`: an offer, year, component and guarantee, with the same three;
    - of a `RequestCost`: a kind of tokens;
    - of a `Ledger`: a period, with quantities in the unit that its column ``unit`` names;
    - of a `BookDifference`: a price that differs;
    - of a `PriceGrid`: an offer, model and scenario;
    - of a `PriceWatch`: a move of a price, or an announced one;
    - of a `BeforeAfter`: a lever and what it saves;
    - of a `FactorySheet`: a model of an own factory and a kind of its tokens, and one for its mix;
    - of one or several `Solution`: a term that meets a target;
    - of a `Simulation`: an offer and total, with its quantiles, such as ``p10_USD``; of its ``duels``: two offers;
    - of several `Bar`: a factor and what it moves; of several `TieOdds`: a factor at which two offers are equal;
    - of a `Replay`: an allowance, the models it is spent on, and a day of the past;
    - of several `Mix`: a mix and component;
    - of several `WorkloadCost`: a model; of several `Coverage`: one; of several `OfferCoverage`: an offer and model.

    Args:
        result: One of these.
        money: ``decimal`` keeps `Decimal` objects, exact; ``float`` gives numbers for plotting.

    Raises:
        InvalidValue: If it is none of these.
    """
    import pandas as pd

    convert = float if money == "float" else Decimal
    records = [{k: convert(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in frame_rows(result)]
    return pd.DataFrame.from_records(records)

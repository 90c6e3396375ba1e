"""Vesting: which units of a grant vest when, in exact arithmetic and with nothing lost.

`VestingTerms` say it: ordered segments with cliffs, events and accelerations, or a graph of conditions of the Open
Cap Format. `Vesting` is a schedule of plain steps. `vest` makes dated tranches of either.
"""

from .allocation import AllocationType, Units, allocate
from .engine import Termination, Terms, Tranche, terminate, vest, waiting
from .graph import Condition, Graph
from .instalments import Events
from .names import STANDARD_SCHEDULES
from .periods import Period
from .plain import accelerated, apart
from .schedule import Vesting, VestingStep
from .terms import ACCELERATIONS, Acceleration, Cliff, Segment, VestingTerms

__all__ = [
    "ACCELERATIONS",
    "STANDARD_SCHEDULES",
    "Acceleration",
    "AllocationType",
    "Cliff",
    "Condition",
    "Events",
    "Graph",
    "Period",
    "Segment",
    "Termination",
    "Terms",
    "Tranche",
    "Units",
    "Vesting",
    "VestingStep",
    "VestingTerms",
    "accelerated",
    "allocate",
    "apart",
    "terminate",
    "vest",
    "waiting",
]

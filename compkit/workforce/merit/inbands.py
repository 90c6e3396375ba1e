"""Where people of a roster stand in their pay bands: one look-up for each distinct job, the rest by columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from ...errors import InvalidValue
from ...money import EXACT, Money, minor_units
from ...pay.bands import PayBand
from ...pay.offer import Role
from ...pay.structure import PayStructure
from ..columns.rational import Ints
from .cycle import MeritMatrix

JOB = ["level", "family", "place", "department", "currency"]
"""Columns that say which band somebody's pay lies in."""


@frozen(eq=False, kw_only=True)
class InBands:
    """Bands and positions of people, a place each in every column.

    Attributes:
        minimum: Of the band, smallest units a year at full time, rounded down.
        midpoint: Of the band.
        maximum: Of the band; rounded down, so that nobody is led past it by a part of a cent.
        position: Column of the matrix, from 0.
    """

    minimum: Ints
    midpoint: Ints
    maximum: Ints
    position: Ints

    @classmethod
    def of(cls, people: pd.DataFrame, bands: PayStructure, matrix: MeritMatrix) -> InBands:
        """Bands and positions of some people.

        Args:
            people: Columns of `JOB`, and ``base``.
            bands: What each job may pay; of a role, level, family or department, and place.
            matrix: Where positions begin.

        Raises:
            InvalidValue: If a job has no band, or one in another currency.
        """
        number = np.asarray(people.groupby(JOB, sort=False, observed=True).ngroup(), dtype=np.int64)
        found = [_band(bands, dict(zip(JOB, map(str, job), strict=True))) for job in distinct(people, JOB)]
        ends = np.array([_ends(band) for band in found], dtype=np.int64).reshape(-1, 3)[number]
        edges = np.array([matrix.thresholds(band) for band in found], dtype=np.int64)
        edges = edges.reshape(-1, len(matrix.edges))[number]
        position = (people["base"].to_numpy()[:, None] >= edges).sum(axis=1)
        return cls(minimum=ends[:, 0], midpoint=ends[:, 1], maximum=ends[:, 2], position=position)


def distinct(people: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Each combination of values that occurs, in the order of first appearance."""
    return people[columns].drop_duplicates().itertuples(index=False, name=None)


def _band(bands: PayStructure, job: dict[str, str]) -> PayBand:
    title = job["family"] or job["department"] or "any"
    role = Role(title=title, level=job["level"], department=job["department"], location=job["place"])
    band = bands.of(role).base
    if band.minimum.currency != job["currency"]:
        rule = f"is in another currency than pay, {job['currency']}"
        words = f"{band.minimum.currency} band of {', '.join(word for word in list(job.values())[:4] if word)}"
        raise InvalidValue("bands", words, rule, f"state a band in {job['currency']} for that place")
    return band


def _ends(band: PayBand) -> tuple[int, int, int]:
    return _down(band.minimum), _down(band.midpoint), _down(band.maximum)


def _down(money: Money) -> int:
    scaled = money.amount.scaleb(minor_units(money.currency), context=EXACT)
    return int(scaled.to_integral_value("ROUND_FLOOR"))

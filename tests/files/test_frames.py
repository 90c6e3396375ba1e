"""Results as tidy frames: every line or cell, units in the names, exact unless floats are asked for."""

from decimal import Decimal

import pytest

from compkit import compare, to_frame, value

from ..samples import acme, assume, globex, market

pd = pytest.importorskip("pandas")


def sides():
    """The worked example."""
    given = assume(bonus_payout="0.9", token_utilisation="0.4")
    return {"Acme": value(acme(), market(), given), "Globex": value(globex(), market(), given)}


class TestToFrame:
    """`to_frame`."""

    def test_a_valuation(self):
        """One row an entitlement; the columns sum to the totals, exactly."""
        found = sides()["Acme"]
        frame = to_frame(found)
        assert len(frame) == len(found.lines)
        for number in ("face", "cost", "worth"):
            assert sum(frame[f"{number}_USD"]) == found.total(number).amount
        assert set(map(type, frame["face_USD"])) == {Decimal}

    def test_a_comparison(self):
        """One row an offer, year, component and guarantee."""
        found = compare(sides())
        frame = to_frame(found)
        assert not frame.duplicated(["offer", "year", "component", "guaranteed"]).any()
        acme_rows = frame[(frame["offer"] == "Acme") & (frame["component"] != "tokens")]
        assert sum(acme_rows["face_USD"]) == 1_590_000

    def test_floats_on_demand(self):
        """For plotting."""
        frame = to_frame(sides()["Acme"], money="float")
        assert frame["face_USD"].dtype == "float64"
        assert frame["quantity"].dtype == "float64"

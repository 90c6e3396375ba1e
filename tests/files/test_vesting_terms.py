"""Vesting of offer files as an Open Cap Format object."""

import json
from datetime import date

import pytest

from compkit.errors import FileProblems
from compkit.files import parse_offer, read_offer, write_offer
from compkit.pay.vesting import VestingTerms, vest

V1 = VestingTerms.named("4y/1y-cliff/monthly", allocation_type="FRONT_LOADED").to_ocf()
V2 = {
    "object_type": "VESTING_TERMS",
    "id": "two halves",
    "statements": [
        {"order": 1, "percentage": "0.5", "schedule": {"occurrences": 8, "period": 3, "period_type": "MONTHS"}},
        {"order": 2, "percentage": "0.5", "event_condition": {"event_id": "ipo"}},
    ],
}


def offer(vesting):
    return {
        "format": "compkit/offer/1",
        "offer_number": "A-1",
        "candidate": {"name": "Ada Example"},
        "employer": {"name": "Acme"},
        "role": {"title": "Engineer"},
        "start_on": "2027-01-11",
        "currency": "USD",
        "salary": {"amount": "100000"},
        "equity": {"kind": "rsu", "symbol": "A", "units": 70, "vesting_start_on": "2027-01-11", "vesting": vesting},
    }


def grant_of(read):
    return read.package.equity[0]


class TestObjects:
    """`vesting:` may be an object of v1 or of the v2 draft."""

    @pytest.mark.parametrize("said", [V1, V2])
    def test_read_and_written(self, said, tmp_path):
        """Read from a mapping, JSON and YAML, the terms are the same; written, they are read again."""
        read = parse_offer(offer(said))
        assert grant_of(read).vesting == VestingTerms.from_ocf(said)
        (tmp_path / "a.json").write_text(json.dumps(offer(said)), encoding="utf-8")
        assert read_offer(tmp_path / "a.json") == read
        for name in ("b.yaml", "b.json"):
            write_offer(read, tmp_path / name)
            assert read_offer(tmp_path / name) == read

    def test_vests(self):
        """Half of 70 by quarter: 4.375 each, cumulative round-down; the other 35 wait for the event."""
        grant = grant_of(parse_offer(offer(V2)))
        assert [tranche.units for tranche in grant.tranches()] == [4, 4, 5, 4, 4, 5, 4, 5]
        assert grant.waiting() == (("ipo", 35),)
        assert grant.tranches({"ipo": date(2027, 2, 1)})[0] == (date(2027, 2, 1), 35)
        assert grant.tranches() == vest(70, grant.vesting, start_on=date(2027, 1, 11))

    @pytest.mark.parametrize(
        ("said", "rule"),
        [
            ({**V2, "statements": []}, "statements: has no statements"),
            ({**V2, "statements": V2["statements"][:1]}, "vests 50 % of the grant, not 100 %"),
            ({**V2, "statements": [V2["statements"][0]] * 2}, r"statements\[1\].order: is the order of two statements"),
            ({**V1, "allocation_type": "FRACTIONAL"}, "vests fractions of a unit"),
            ({**V1, "allocation_type": "SIDEWAYS"}, "is not an allocation type"),
        ],
    )
    def test_problems(self, said, rule):
        """A problem names its place in the object."""
        with pytest.raises(FileProblems, match=rule) as caught:
            parse_offer(offer(said))
        assert [problem.path.partition("[")[0] for problem in caught.value.problems] == ["equity.vesting"]

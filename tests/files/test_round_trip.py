"""Reading what was written gives the same offer, for every offer."""

import json
import tracemalloc
from pathlib import Path

from hypothesis import given, settings, strategies as st

from compkit import testing
from compkit.files import format_offer, iter_offers, parse_offer
from compkit.files.emit import to_yaml
from compkit.files.nodes import parse_json, parse_yaml
from compkit.files.offers import OfferFile
from compkit.pay import BaseSalary, Offer
from compkit.pay.terms import EmploymentTerms

from .picture import ACME


class TestRoundTrip:
    """Issue: "round trip exact"."""

    @given(testing.offers())
    @settings(max_examples=100, deadline=None)
    def test_offers(self, offer: Offer) -> None:
        """As a mapping, as YAML and as JSON."""
        data = format_offer(offer)
        assert parse_offer(data) == offer
        assert parse_offer(parse_yaml(to_yaml(data), "x.yaml").data) == offer
        assert parse_offer(parse_json(json.dumps(data), "x.json").data) == offer

    @given(testing.packages(), testing.offers(as_told=False), st.data())
    @settings(max_examples=50, deadline=None)
    def test_indexed(self, package: object, offer: Offer, data: st.DataObject) -> None:
        """Allowances under every price-change rule."""
        from attrs import evolve

        changed = evolve(offer, package=package, terms=EmploymentTerms())
        assert parse_offer(format_offer(changed)) == changed

    @given(testing.base_salaries())
    def test_salary_text(self, salary: BaseSalary) -> None:
        """What is written is text, true, false and whole numbers: no float, no date, nothing that JSON would bend."""
        written = format_offer(_with(salary))["salary"]
        assert all(isinstance(said, (str, list)) for said in written.values())


def _with(salary: BaseSalary) -> Offer:
    from attrs import evolve

    offer = parse_offer(parse_yaml(ACME, "x.yaml").data)
    return evolve(offer, package=evolve(offer.package, salary=salary))


def test_many_files_in_bounded_memory(tmp_path: Path) -> None:
    """Five hundred files read one at a time need no more memory than fifty."""
    for number in range(500):
        (tmp_path / f"{number:03}.yaml").write_text(ACME.replace("ACME-2026-0417", f"A-{number}"))

    def peak(most: int) -> int:
        files = sorted(tmp_path.iterdir())[:most]
        tracemalloc.start()
        assert sum(isinstance(found, OfferFile) for found in iter_offers(files)) == most
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(5)
    assert peak(300) < 1.5 * peak(30) + 100_000

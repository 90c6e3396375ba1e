"""A workload study as printed and as data."""

import json
from decimal import Decimal
from typing import Any

import pytest

from compkit.documents.table import Report, render
from compkit.documents.workloaddata import workload_data
from compkit.documents.workloadreport import workload_blocks
from compkit.money import Money
from compkit.valuation import Efficiency
from compkit.valuation.workstudy import WorkloadStudy
from tests.samples import usd
from tests.valuation.test_workstudy import CASES, HALF, studied


def printed(study: WorkloadStudy) -> list[str]:
    """Its lines."""
    return [line.rstrip() for line, _ in render(Report(workload_blocks(study)))]


def line(study: WorkloadStudy, start: str, number: int = 0) -> list[str]:
    """The words of a line that begins so, after its beginning."""
    return [text.removeprefix(start).split() for text in printed(study) if text.startswith(start)][number]


def full(**changes: Any) -> WorkloadStudy:
    """Everything stated."""
    return studied(demand=CASES, efficiency=HALF, outcomes=Decimal(100), outcome_value=usd(240), **changes)


class TestReport:
    """`workload_blocks`."""

    def test_need_cost_and_coverage(self) -> None:
        """1.2 bn, 12,000 at 10 a million, of which 500 a month covers half, dry from the first month."""
        study = full()
        assert line(study, "fresh input") == ["1.2", "bn", "100", "%"]
        assert line(study, "south/two") == ["5.00", "6,000", "all", "never", "-"]
        words = ["10.00", "12,000", "50", "%", "2027-01-11", "(month", "1)", "600.0", "M"]
        assert line(study, "north/one") == words
        assert any("Acme: USD 6,000" in text for text in printed(study))

    def test_enough_and_levers(self) -> None:
        """Allowances that are enough; each lever with its sign; the same outcomes at half the tokens and money."""
        study, text = full(), " ".join(printed(full()))
        assert line(study, "tokens") == ["600.0", "M", *["2.4", "bn"] * 3]
        assert line(study, "  calls avoided by deterministic code") == ["-600.0", "M", "-6,000"]
        assert "The same outcomes with 50 % of the tokens and 50 % of the money." in text
        assert line(study, "north/one", 2) == ["12,000", "6,000", "120.00", "60.00", "2.0", "4.0"]

    def test_nothing_stated(self) -> None:
        """Without demand, levers and outcomes their tables are left out."""
        text = "\n".join(printed(studied()))
        assert "ENOUGH" not in text
        assert "LEVER" not in text
        assert "OUTCOMES" not in text

    def test_outcomes_without_levers(self) -> None:
        """One column each, and no lever table."""
        study = studied(outcomes=Decimal(100), outcome_value=usd(240))
        assert line(study, "north/one", 1) == ["12,000", "120.00", "2.0"]
        assert "LEVER" not in "\n".join(printed(study))

    def test_missing(self) -> None:
        """What is not known is said."""
        text = " ".join(printed(studied(efficiency=Efficiency(batch_rate="0.5"))))
        assert "! north/one: not known: batch price of north/one" in text

    def test_internal(self) -> None:
        """List prices are fit for a candidate; contract prices are INTERNAL."""
        assert "INTERNAL" not in "\n".join(printed(full()))
        assert printed(full(stage="contract"))[0] == "INTERNAL: shows contract prices"

    def test_candidate_sees_no_cost(self) -> None:
        """Neither expected cost nor utilisation is a word of it."""
        text = "\n".join(printed(full())).lower()
        assert "expected" not in text
        assert "utilisation" not in text

    def test_width(self) -> None:
        """No line is wider than 96."""
        assert max(map(len, printed(full()))) <= 96


class TestData:
    """`workload_data`."""

    def test_figures(self) -> None:
        """Decimal strings; the same figures as printed."""
        data = json.loads(json.dumps(workload_data(full())))
        assert data["format"] == "compkit/workload-study/1"
        assert (data["stage"], data["mtok_by_year"][0]) == ("list", "1200")
        cell = next(cell for cell in data["coverage"] if cell["model"] == "north/one")
        assert (cell["covered_rate"], cell["dry_month"], cell["dry_on"]) == ("0.50", 1, "2027-01-11")
        model = next(model for model in data["models"] if model["model"] == "north/one")
        assert model["change"]["value_per_money"] == {"before": "2", "after": "4"}
        assert model["cost_a_year"] == {"amount": "12000.00", "currency": "USD"}

    @pytest.mark.parametrize("study", [studied(), studied(efficiency=Efficiency(batch_rate="0.5"))])
    def test_what_is_not_stated_is_null(self, study: WorkloadStudy) -> None:
        """Never 0."""
        data = workload_data(study)
        assert data["outcomes_a_year"] is None
        assert data["models"][0]["change"] is None
        assert Money(data["models"][0]["cost_a_year"]["amount"], "USD") == usd(6000)

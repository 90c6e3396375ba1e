"""An own factory's costs as printed and as data."""

import json
from typing import Any

from compkit.documents.factoryreport import build_factory_report, factory_data
from compkit.documents.table import render
from compkit.market.factorysheet import FactorySheet
from tests.market.test_factory import power
from tests.market.test_factorysheet import sheet


def printed(found: FactorySheet) -> str:
    """The report as text, its blanks made one."""
    return "\n".join(" ".join(line.split()) for line, _ in render(build_factory_report(found)))


class TestReport:
    """`build_factory_report`."""

    def test_internal(self) -> None:
        """Its first line."""
        assert printed(sheet()).startswith("INTERNAL: shows factory costs\nTokens of acme-factory: 2 servers with 8 ")

    def test_costs(self) -> None:
        """Kinds, parts and their shares: capital 2.7778 a million out, as worked in test_factorysheet."""
        text = printed(sheet())
        output = next(line for line in text.split("\n") if line.startswith("output"))
        assert output.split()[3] == "2.778"
        assert "mix: half and half" in text
        assert "share of the full cost 100 %" in text

    def test_capped(self) -> None:
        """Whether power is the limit is said: 8 kW of 25 allow (0.32 - 0.25) / 0.75 = 9.3 % of full output."""
        assert "power allows" not in printed(sheet())
        assert "power allows 9.3 % of full output, less than stated" in printed(sheet(power=power(megawatts="0.008")))

    def test_beside(self) -> None:
        """The same mix on the market; a list price of 0 and one in another currency are said."""
        text = printed(sheet("north/one", "north/free", "north/euro"))
        assert "acme-factory/llama-4 BESIDE THE MARKET, the same mix" in text
        assert "north/free 0.00 list is 0 list is 0 0" in text
        assert "north/euro EUR 10.00 ? ? ?" in text
        assert "! north/euro: not known: exchange rate from EUR to USD" in text
        assert "BESIDE" not in printed(sheet())

    def test_width(self) -> None:
        """No line is wider than 96."""
        assert max(len(line) for line, _ in render(build_factory_report(sheet("north/one")))) <= 96


class TestData:
    """`factory_data`."""

    def test_figures(self) -> None:
        """Decimal strings; internal; unknown is null."""
        data: dict[str, Any] = json.loads(json.dumps(factory_data(sheet("north/one", "north/euro"))))
        assert (data["format"], data["internal"]) == ("compkit/factory-cost/1", True)
        (model,) = data["models"]
        assert model["capped_by_power"] is False
        assert set(model["kinds"]) == {"fresh_input", "output"}
        assert model["kinds"]["output"]["capital"].startswith("2.77777777")
        one, euro = model["listed"]
        assert (one["per_mtok"], euro["full_over_list"]) == ("10.00", None)

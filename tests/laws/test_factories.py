"""Laws of own AI factories: parts add up, a marginal token never costs more than a whole one, every report is whole."""

from decimal import Decimal

from hypothesis import given

from compkit import testing
from compkit.documents.factoryreport import build_factory_report, factory_data
from compkit.documents.table import render
from compkit.market import AiFactory
from compkit.market.factorysheet import factory_sheet
from tests.samples import market


class TestFactory:
    """Any factory, bought or rented, with power or without."""

    @given(made=testing.factories())
    def test_marginal_below_full(self, made: AiFactory) -> None:
        """The electricity of one more million is part of the energy of each; energy is part of the full cost."""
        for found in factory_sheet(made, market()).models:
            for cost in (found.cost, *(cost for _, cost in found.kinds)):
                slack = Decimal("1e-20") * (1 + cost.energy.amount)
                assert 0 <= cost.marginal.amount <= cost.energy.amount + slack
                assert cost.energy.amount <= cost.per_mtok.amount

    @given(made=testing.factories())
    def test_power_is_a_limit(self, made: AiFactory) -> None:
        """Utilisation is as stated, or less, and then power is said to be the limit; something is always made."""
        for found in factory_sheet(made, market()).models:
            assert 0 < found.cost.utilisation_rate <= made.utilisation_rate
            assert found.cost.capped == (found.cost.utilisation_rate < made.utilisation_rate)
            assert found.cost.mtok_a_month > 0

    @given(made=testing.factories())
    def test_every_report(self, made: AiFactory) -> None:
        """Any factory can be printed, INTERNAL first, and told as data."""
        sheet = factory_sheet(made, market())
        lines = [line for line, _ in render(build_factory_report(sheet))]
        assert lines[0].startswith("INTERNAL")
        assert [model["model"] for model in factory_data(sheet)["models"]] == [m.cost.model for m in sheet.models]

"""Finished files: stored values do not depend on the order in which a program adds cells up."""

import pytest

from compkit.documents.workbook.finish import _VALUE, _settled


class TestSettled:
    """Thirteen digits stay, which is more than any amount to the cent needs; noise about nothing is nothing."""

    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            ("2388800.0000000005", "2388800"),
            ("2388799.9999999995", "2388800"),
            ("-0", "0"),
            ("4.6566e-10", "0"),
            ("0.5468", "0.5468"),
            ("1590000.25", "1590000.25"),
            ("-123.4500000000001", "-123.45"),
        ],
    )
    def test_value(self, value: str, kept: str) -> None:
        """The value beside a formula."""
        cell = f'<c r="F26" s="49"><f>ROUND(E26-D26,2)</f><v>{value}</v></c>'.encode()
        assert _VALUE.sub(_settled, cell) == cell.replace(f"<v>{value}<".encode(), f"<v>{kept}<".encode())

    @pytest.mark.parametrize(
        "cell", [b'<c r="A1" t="str"><f>B1</f><v>2027.0</v></c>', b'<c r="A1" s="3"><v>0.30000000000000004</v></c>']
    )
    def test_left_alone(self, cell: bytes) -> None:
        """Text stays as it is, and so does a number that is no formula's."""
        assert _VALUE.sub(_settled, cell) == cell

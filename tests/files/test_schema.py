"""The published JSON Schema accepts what is read, and refuses misspelt keys."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from compkit import testing
from compkit.files import format_offer, offer_schema, sample_names, template
from compkit.files.nodes import parse_yaml, read_document
from compkit.pay import Offer

from .picture import ACME, ASSUMPTIONS, GLOBEX

VALIDATOR = jsonschema.Draft202012Validator(offer_schema())


def data_of(text: str) -> dict[str, Any]:
    """Plain data of YAML text."""
    data: dict[str, Any] = parse_yaml(text, "x.yaml").data
    return data


class TestSchema:
    """What the keys and the forms of values allow."""

    def test_is_a_schema(self) -> None:
        """It is valid JSON Schema 2020-12, and every key is described."""
        jsonschema.Draft202012Validator.check_schema(offer_schema())
        described = [offer_schema(), *offer_schema()["$defs"].values()]
        assert all(key["description"] for shape in described for key in shape["properties"].values())

    @pytest.mark.parametrize("text", [ACME, GLOBEX, ACME + "assumptions:\n  " + ASSUMPTIONS.replace("\n", "\n  ")])
    def test_picture(self, text: str) -> None:
        """The worked example is valid."""
        VALIDATOR.validate(data_of(text))

    @pytest.mark.parametrize("name", sample_names())
    def test_samples(self, name: str) -> None:
        """So is every sample."""
        VALIDATOR.validate(read_document(template(name)).data)

    @given(testing.offers())
    @settings(max_examples=50, deadline=None)
    def test_any_offer(self, offer: Offer) -> None:
        """So is every offer that is written."""
        VALIDATOR.validate(format_offer(offer))

    def test_numbers(self) -> None:
        """An applicant system may send numbers as numbers."""
        VALIDATOR.validate({**data_of(ACME), "salary": {"amount": 250000, "fte": 0.8}})

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("vesting: 4y", "vestng: 4y"),
            ("salary:", "salry:"),
            ("unused:", "unussed:"),
            ("offer_number: ACME-2026-0417\n", ""),
            ("use: business", "use: private"),
            ("amount: 250000", "amount: 250,000"),
            ("start_on: 2027-01-11", "start_on: 11.01.2027"),
            ("kind: rsu", "kind: rsus"),
        ],
    )
    def test_refused(self, old: str, new: str) -> None:
        """Misspelt keys, missing ones and values of another form are not."""
        assert old in ACME
        assert not VALIDATOR.is_valid(data_of(ACME.replace(old, new, 1)))


def test_templates_are_files() -> None:
    """Every sample is a file that exists."""
    assert all(isinstance(template(name), Path) and template(name).is_file() for name in sample_names())

"""Every file format has a schema that accepts its samples and refuses misspelt keys."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from compkit.errors import InvalidValue
from compkit.files import offer_schema
from compkit.files.nodes import read_document
from compkit.files.schemas import SCHEMAS, file_schema
from compkit.files.templates import FILES, sample_file, templates_folder

LAWS = sorted((templates_folder() / "jurisdictions").glob("*.yaml"))
KINDS = [kind for kind in SCHEMAS if kind not in ("offer", "jurisdiction")]


def is_valid(kind: str, data: Any) -> bool:
    """Whether the schema of a format accepts data."""
    return bool(jsonschema.Draft202012Validator(file_schema(kind)).is_valid(data))


class TestSchemas:
    """`file_schema`."""

    def test_formats(self) -> None:
        """Each format of YAML files beside offers has one; a sample in CSV, such as a roster, is a table."""
        tables = {name for name in FILES if sample_file(name).suffix == ".csv"}
        assert {"usage", "roster", "grants", "hires"} <= tables
        assert set(SCHEMAS) == {*FILES, "offer", "jurisdiction"} - tables - {"roster-bands"}
        assert file_schema() == file_schema("offer") == offer_schema()

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_is_a_schema(self, kind: str) -> None:
        """It is valid JSON Schema 2020-12; every key is described, and says what may stand there."""
        schema = file_schema(kind)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["title"].startswith("compkit ")
        for shape in (schema, *schema["$defs"].values()):
            for name, key in shape["properties"].items():
                assert key["description"], name
                assert key.keys() > {"description"}, name

    @pytest.mark.parametrize("kind", KINDS)
    def test_samples(self, kind: str) -> None:
        """The sample of the format is valid; with an unknown key or without its format it is not."""
        data = read_document(sample_file(kind)).data
        jsonschema.validate(data, file_schema(kind))
        assert not is_valid(kind, {**data, "foramt": 1})
        assert not is_valid(kind, {**data, "format": f"compkit/{kind}/9"})

    @pytest.mark.parametrize("path", LAWS, ids=lambda path: path.stem)
    def test_jurisdictions(self, path: Path) -> None:
        """So is each jurisdiction that comes with compkit; a clause in an unknown section is not."""
        data = read_document(path).data
        jsonschema.validate(data, file_schema("jurisdiction"))
        clause = {"id": "a", "name": "A", "text": "A.", "section": "bonus"}
        assert not is_valid("jurisdiction", {**data, "clauses": [clause]})

    @pytest.mark.parametrize(
        ("kind", "changed"),
        [
            ("posting", {"pay": {"minimum": 1, "maximum": 2, "per": "century"}}),
            ("posting", {"tokens": {"minimum": 1}}),
            ("policy", {"token_caps": [{"annual": "a lot"}]}),
            ("bands", {"bands": [{"level": "L6"}]}),
            ("workload", {"demand": [{"times": 1}]}),
            ("factory", {"models": {"llama": {"speed": 1}}}),
            ("context", {"figures": {"name": "alone"}}),
            ("assumptions", {"refreshers": {"every": "year"}}),
        ],
    )
    def test_inside(self, kind: str, changed: dict[str, Any]) -> None:
        """What stands inside a key is described too, and refused where it is wrong."""
        data = read_document(sample_file(kind)).data
        assert not is_valid(kind, {**data, **changed})

    def test_unknown(self) -> None:
        """Another name is refused with those there are."""
        with pytest.raises(InvalidValue, match="say one of offer, assumptions"):
            file_schema("usage")

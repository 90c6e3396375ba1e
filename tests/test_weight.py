"""Light to import: what repeats is which modules are loaded, so that is what is guarded."""

import subprocess
import sys

import compkit

HEAVY = {"pandas", "numpy", "openpyxl", "genai_prices", "docxtpl", "jinja2", "babel", "cattrs", "ruamel", "rich"}


def _loaded(code):
    """Top-level modules that a fresh interpreter has loaded after some code."""
    script = f"{code}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_import_is_light():
    """`import compkit` loads no room, hence none of the heavy libraries."""
    found = _loaded("import compkit")
    assert not found & (HEAVY | {"attr", "attrs", "click"})


def test_help_is_light():
    """`compkit --help` loads click and nothing heavy."""
    found = _loaded("import compkit.cli\ntry: compkit.cli.main(['--help'])\nexcept SystemExit: pass")
    assert "click" in found
    assert not found & (HEAVY | {"attr", "attrs"})


def test_one_offer_never_imports_numpy():
    """Reading, valuing and comparing offers needs neither numpy nor pandas nor a spreadsheet."""
    code = (
        "from compkit.files.desk import Request, open_desk\n"
        "from compkit.files.templates import template\n"
        "from datetime import date\n"
        "request = Request(as_of=date(2026, 11, 20), assumptions=str(template('assumptions.yaml')))\n"
        "open_desk([str(template('offers/acme.yaml'))], request).comparison()"
    )
    assert not _loaded(code) & {"numpy", "pandas", "openpyxl", "docxtpl", "rich"}


def test_every_public_name_is_there():
    """The lazy names exist, and typing sees the same ones."""
    import ast
    from pathlib import Path

    for name in compkit.__all__:
        assert getattr(compkit, name) is not None
    tree = ast.parse(Path(compkit.__file__).read_text("utf-8"))
    typed = {alias.asname for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(compkit.__all__) - {"__version__"} == {name for name in typed if name}
    assert set(dir(compkit)) == set(compkit.__all__)


def test_unknown_name():
    """A name that is not public is an ordinary AttributeError."""
    import pytest

    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        compkit.nonsense  # noqa: B018

"""The wheel: built, installed elsewhere, and command 1 of the README run from another folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (found,) = out.glob("*.whl")
    return found


def test_carries_the_templates(wheel):
    """Letters, samples and every part of the page are inside, tests are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "compkit/py.typed",
        "compkit/templates/assumptions.yaml",
        "compkit/templates/letters/letter.typ",
        "compkit/templates/letters/us.docx",
        "compkit/templates/letters/us.md",
        "compkit/templates/offers/acme.yaml",
    } <= names
    parts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates" / "pages").rglob("*.*")}
    assert len(parts) > 30
    assert {f"compkit/{part}" for part in parts} <= names
    assert not any(name.startswith(("tests/", "templates/")) for name in names)


def test_runs_elsewhere(wheel, tmp_path):
    """Installed into a folder of its own, the first command works on the templates that came with it."""
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    templates = site / "compkit" / "templates"
    offers = sorted(str(path) for path in (templates / "offers").glob("*.yaml"))
    words = ["compare", *offers, "--assumptions", str(templates / "assumptions.yaml"), "--out", "out"]
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    code = "import sys, compkit.cli as cli; print(cli.__file__, file=sys.stderr); cli.main()"
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert str(site) in run.stderr
    assert "AS PROMISED" in run.stdout
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "ACME-2026-0417.docx",
        "QUOK-0031-sign-on-repayment.docx",
        "QUOK-0031.docx",
        "comparison.xlsx",
    ]

"""What several tests of documents need: LibreOffice, a browser, and workbooks that are built once."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from openpyxl import Workbook, load_workbook

from compkit.documents.workbook import build_workbook

from ..tools import needed_program
from .workbooks import full, two

_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
"""Chromium as in a container, asking nobody for anything."""


@frozen
class Office:
    """LibreOffice, which calculates files that hold no values and gives them back.

    Attributes:
        program: Path of soffice.
        folder: Where files and its profile stand.
    """

    program: str
    folder: Path

    def __call__(self, file: bytes) -> Workbook:
        """One file, calculated."""
        return load_workbook(self.calculated([file])[0], data_only=True)

    def calculated(self, files: Sequence[bytes]) -> list[Path]:
        """Many files in one run, each calculated; where they stand."""
        sources, out = [self.folder / f"{number}.xlsx" for number in range(len(files))], self.folder / "out"
        for source, file in zip(sources, files, strict=True):
            source.write_bytes(file)
            (out / source.name).unlink(missing_ok=True)
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [self.program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
        return [out / source.name for source in sources]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice; without it a test is skipped, in CI it fails."""
    return Office(needed_program("soffice", "it calculates workbooks"), tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def full_file() -> bytes:
    """The workbook of the three offers that use every rule."""
    return build_workbook(full())


@pytest.fixture(scope="session")
def two_file() -> bytes:
    """The workbook of the worked example."""
    return build_workbook(two(models=["openai/gpt-6-sol"]))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; without it a test is skipped, in CI it fails."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("COMPKIT_REQUIRE_TOOLS"):
            pytest.fail("chromium is not installed, and CI must look at the page with it")
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(_QUIET))
        yield running
        running.close()

"""Pages on the disk: HTML, whole or not at all, and never over one that somebody edited."""

import pytest

from compkit.errors import OutputRefused
from compkit.files.pages import write_page
from compkit.valuation.compare import compare
from compkit.valuation.value import value

from ..samples import acme, assume, globex, market


@pytest.fixture
def comparison():
    """The worked example."""
    return compare({"Acme": value(acme(), market(), assume()), "Globex": value(globex(), market(), assume())})


class TestWritePage:
    """A page is one file."""

    def test_repeats(self, comparison, tmp_path):
        """The same input gives the same bytes, also over what was written before."""
        path = write_page(comparison, tmp_path / "offers.html")
        first = path.read_bytes()
        assert write_page(comparison, path).read_bytes() == first
        assert first.startswith(b"<!doctype html>")

    def test_edited(self, comparison, tmp_path):
        """One that somebody edited is not overwritten unless told to."""
        path = write_page(comparison, tmp_path / "offers.html")
        edited = path.read_bytes().replace(b"Acme", b"ACME")
        path.write_bytes(edited)
        with pytest.raises(OutputRefused, match="saved by somebody else"):
            write_page(comparison, path)
        assert path.read_bytes() == edited
        assert write_page(comparison, path, force=True).read_bytes() != edited

    def test_suffix(self, comparison, tmp_path):
        """A page is HTML; the file's name must say so, or browsers and mail programs do not open it."""
        with pytest.raises(OutputRefused, match=r"\.html"):
            write_page(comparison, tmp_path / "offers.pdf")
        assert not list(tmp_path.iterdir())

    def test_reader(self, comparison, tmp_path):
        """A candidate's unless asked otherwise."""
        assert b'"for":"candidate"' in write_page(comparison, tmp_path / "a.html").read_bytes()
        assert b'"for":"employer"' in write_page(comparison, tmp_path / "b.html", reader="employer").read_bytes()

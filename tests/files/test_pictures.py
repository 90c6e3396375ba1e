"""Pictures onto the disk: all or none, never over what somebody has edited, under names that stay in the folder."""

import pytest

from compkit.documents.pictures import Picture
from compkit.errors import OutputRefused
from compkit.files.pictures import named, write_figures

from ..documents.pictures.reading import compared


class TestWriting:
    """Issue: "the same pictures as SVG files (--figures DIR) for slides"."""

    def test_written(self, tmp_path):
        """A folder is made; each picture has a file of its own, and a second run writes the same."""
        paths = write_figures(compared("Acme", "Globex"), tmp_path / "new" / "figures")
        assert [path.name for path in paths][:3] == [
            "years-as-promised.svg",
            "years-to-the-employee.svg",
            "numbers.svg",
        ]
        first = [path.read_bytes() for path in paths]
        assert all(data.startswith(b"<?xml") for data in first)
        assert [
            path.read_bytes() for path in write_figures(compared("Acme", "Globex"), tmp_path / "new" / "figures")
        ] == first

    def test_edited(self, tmp_path):
        """Where one was edited, none is written; with force all are."""
        comparison = compared("Acme")
        paths = write_figures(comparison, tmp_path)
        paths[-1].write_bytes(paths[-1].read_bytes().replace(b"Acme", b"Mine"))
        paths[0].unlink()
        with pytest.raises(OutputRefused, match="--force"):
            write_figures(comparison, tmp_path)
        assert not paths[0].exists()
        assert b"Mine" in paths[-1].read_bytes()
        write_figures(comparison, tmp_path, force=True)
        assert b"Mine" not in paths[-1].read_bytes()

    def test_not_a_folder(self, tmp_path):
        """A file is no folder."""
        (tmp_path / "file").write_text("mine")
        with pytest.raises(OutputRefused, match="it is a file"):
            write_figures(compared("Acme"), tmp_path / "file")

    def test_no_half_file(self, tmp_path):
        """Nothing but the pictures is left in the folder."""
        paths = write_figures(compared("Acme"), tmp_path)
        assert set(tmp_path.iterdir()) == set(paths)


class TestNames:
    """File names are safe on every system."""

    def test_of_offers(self):
        """An offer's name becomes a plain part of a name, and two that become alike are numbered."""
        names = ("../../etc/passwd", "A/B", "a\\b", "A B", "con")
        found = named(tuple(Picture(name="tornado", svg=b"<svg/>", of=name) for name in names))
        assert list(found) == [
            *(
                "tornado-etc-passwd.svg",
                "tornado-A-B.svg",
                "tornado-a-b-2.svg",
                "tornado-A-B-3.svg",
                "tornado-con-.svg",
            ),
        ]

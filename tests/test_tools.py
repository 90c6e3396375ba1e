"""What a machine lacks is a skip with its reason, and in CI a failure."""

import pytest

from .tools import REQUIRED, needed, needed_program


class TestLacking:
    """Rule: a test that could not run is never quiet in CI."""

    @pytest.mark.parametrize(
        "ask", [lambda: needed("no_such_module", "dask"), lambda: needed_program("no-such-program", "Spark runs on it")]
    )
    def test_told(self, ask, monkeypatch):
        """Skipped here, failed where everything is required; both say what is lacking."""
        monkeypatch.delenv(REQUIRED, raising=False)
        with pytest.raises(pytest.skip.Exception, match=r"no.such.\w+ is not installed: .*(compkit\[dask\]|Spark)"):
            ask()
        monkeypatch.setenv(REQUIRED, "1")
        with pytest.raises(pytest.fail.Exception, match=f"is not installed: .*{REQUIRED} is set"):
            ask()

    def test_there(self):
        """What is there is handed on."""
        assert needed("json").dumps(1) == "1"
        assert needed_program("sh", "always").endswith("sh")

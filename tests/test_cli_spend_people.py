"""Token spend on the command line: who is known by what, and models as providers write them."""

import json

import pytest
from click.testing import CliRunner

from compkit.cli import main


def spent(folder, *words):
    """The review of 2026 as data."""
    said = ("spend", folder / "people.csv", "--usage", folder / "use.csv", "--as-of", "2026-11-20", "--json", *words)
    result = CliRunner().invoke(main, [str(word) for word in said])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def files(tmp_path):
    """Two people, one known by e-mail and one by id; a million tokens each of gpt-5, at USD 10 for output."""
    people = "employee_id,email,cost_center,start_on,base,currency\n7,Ada@x.com,100,2020-01-01,1000,USD\n"
    (tmp_path / "people.csv").write_text(people + "8,bo@x.com,200,2020-01-01,1000,USD\n", "utf-8")
    use = "date,user,model,output tokens\n2026-10-01,ada@x.com,openai/gpt-5-2025-08-07,1000000\n"
    (tmp_path / "use.csv").write_text(use + "2026-10-01,bo@x.com,openai/gpt-5,1000000\n", "utf-8")
    return tmp_path


class TestSpend:
    """`compkit spend`."""

    def test_by_email(self, files):
        """The roster's column email is the key, as in an audit; a release has the price of its model, and is told."""
        found = spent(files)
        assert found["unmatched_identities"] == 0
        assert {name: part["actual"] for name, part in found["bridge"]["by_group"].items()} == {
            "100": "10.00",
            "200": "10.00",
        }
        assert found["warnings"][-1].endswith("openai/gpt-5-2025-08-07 as gpt-5")

    @pytest.mark.parametrize("heading", ["E-mail", "Email Address", "Work E-Mail"])
    def test_headings(self, files, heading):
        """The column is found by the headings that systems of record give it."""
        path = files / "people.csv"
        path.write_text(path.read_text("utf-8").replace("email", heading), "utf-8")
        assert spent(files)["unmatched_identities"] == 0

    def test_another_kind(self, files):
        """Asked for ids of keys alone, nobody is known by e-mail: the money is told as nobody's."""
        found = spent(files, "--match", "api_key")
        assert found["unmatched_identities"] == 2
        assert found["bridge"]["by_group"]["unassigned"]["actual"] == "20.00"

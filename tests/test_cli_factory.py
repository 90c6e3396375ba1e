"""`compkit prices factory`: the sample, beside the market, and what is refused."""

import json

import pytest

from compkit.files.templates import template

from .test_cli import DAY, run

FACTORY = str(template("factory.yaml"))


class TestFactory:
    """The sample factory."""

    def test_alone(self):
        """240,000 a year of accelerators over 63,072,000 busy seconds, 5,000 tokens out in each: 0.7610 a million."""
        printed = run("prices", "factory", FACTORY, *DAY).stdout
        assert printed.startswith("INTERNAL")
        output = next(line for line in printed.splitlines() if line.startswith("output"))
        assert output.split()[3] == "0.7610"
        assert "MARKET" not in printed

    def test_beside_the_market(self):
        """The list price of the same mix: 0.5468 for the agentic mix."""
        words = ("prices", "factory", FACTORY, "--list", "openai/gpt-6-sol", *DAY)
        assert "BESIDE THE MARKET" in run(*words).stdout
        (model,) = json.loads(run(*words, "--json").stdout)["models"]
        assert model["listed"][0]["per_mtok"] == "0.5468"

    def test_price_file(self, tmp_path):
        """A price file stands instead of the list."""
        path = tmp_path / "O'Neil 🚀.csv"
        head = "model,currency,from_on,fresh_input,cache_read,output,source"
        path.write_text(f"{head}\nmine/one,USD,2026-01-01,1,1,1,test\n", encoding="utf-8")
        words = ("prices", "factory", FACTORY, "--list", "mine/one", "--prices", str(path), *DAY, "--json")
        assert json.loads(run(*words).stdout)["models"][0]["listed"][0]["per_mtok"] == "1.00"


class TestRefused:
    """What it refuses, in one message."""

    def test_unknown_model(self):
        """With the nearest there is."""
        result = run("prices", "factory", FACTORY, "--list", "openai/gpt-6-so", *DAY)
        assert result.exit_code == 1
        assert "nearest: openai/gpt-6-sol" in result.stderr

    @pytest.mark.parametrize(
        ("text", "words"),
        [("", "is empty"), ("- 1\n", "must be keys and values"), ("format: compkit/factory/1\n", "servers")],
    )
    def test_bad_file(self, text, words, tmp_path):
        """Each problem with its place."""
        path = tmp_path / "factory.yaml"
        path.write_text(text, encoding="utf-8")
        result = run("prices", "factory", str(path))
        assert result.exit_code == 1
        assert words in result.stderr

    def test_no_file(self):
        """Named, not a traceback."""
        assert run("prices", "factory", "no/such.yaml").exit_code == 1
        assert run("prices", "factory").exit_code == 2

"""The command line as a person uses it: right input, wrong input, and what each leaves on the disk."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from compkit.cli import main
from compkit.files.templates import template

DAY = ("--as-of", "2026-11-20")
FACTS = ("--assumptions", str(template("assumptions.yaml")))


@pytest.fixture
def samples(tmp_path):
    """The three sample offers in a folder of their own."""
    for name in ("acme", "quokka", "rhein"):
        shutil.copy(template(f"offers/{name}.yaml"), tmp_path / f"{name}.yaml")
    return [str(tmp_path / f"{name}.yaml") for name in ("acme", "quokka", "rhein")]


def run(*words, **options):
    """One run of the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words], **options)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


class TestCompare:
    """`compkit compare`."""

    def test_prints_and_writes(self, samples, tmp_path):
        """Command 1 of the README: the comparison, the workbook, and a letter for each offer of our own."""
        out = tmp_path / "out"
        result = run("compare", *samples, *FACTS, *DAY, "--out", out)
        assert result.exit_code == 0, result.output
        assert "1. Without tokens Acme promises 170,000 more than Quokka over 4 years" in result.output
        assert "No letter for Rheinquell: told by the candidate." in result.output
        assert sorted(path.name for path in out.iterdir()) == [
            "ACME-2026-0417.docx",
            "QUOK-0031-sign-on-repayment.docx",
            "QUOK-0031.docx",
            "comparison.xlsx",
        ]

    def test_same_input_same_bytes(self, samples, tmp_path):
        """Run twice, every file is the same to the byte."""
        for folder in ("one", "two"):
            assert run("compare", *samples, *FACTS, *DAY, "--out", tmp_path / folder).exit_code == 0
        for path in (tmp_path / "one").iterdir():
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()

    def test_json(self, samples):
        """Versioned, with amounts as decimal strings: Acme's 1,590,000 without tokens and benefits."""
        found = json.loads(run("compare", *samples, *FACTS, *DAY, "--json").stdout)
        assert found["format"] == "compkit/comparison/1"
        assert found["offers"]["Acme"]["totals"]["face"]["without_tokens"] == "1590000.00"
        assert found["left_out"] == [{"component": "benefits", "not_told_by": ["Rheinquell"]}]

    def test_no_float_in_json(self, samples):
        """Not one number with a point is written as a JSON number."""
        text = run("compare", *samples, *FACTS, *DAY, "--json").stdout
        json.loads(text, parse_float=lambda number: pytest.fail(f"float {number}"))

    def test_views_and_numbers(self, samples):
        """The table by year follows --year and --number."""
        printed = run("compare", *samples, *FACTS, *DAY, "--year", "fiscal:10", "--number", "cost").output
        assert "BY FISCAL YEAR FROM 10-01" in printed
        assert "USD, expected cost" in printed
        assert "FY 2031" in printed

    def test_another_currency(self, samples):
        """Acme's base of USD 250,000 is EUR 215,517 at 1.16."""
        printed = run("compare", *samples, *FACTS, *DAY, "--currency", "EUR").output
        assert "215,517" in printed

    def test_models_and_scenarios(self, samples):
        """Only those that are asked for; a model's name is the scenario of using it."""
        words = ("--model", "openai/gpt-6-sol", "--scenario", "up 30 %", "--scenario", "google/gemini-4-argon")
        printed = run("compare", *samples, *FACTS, *DAY, *words).output
        assert "mistral/mistral-large-4" not in printed
        assert "down 40 %" not in printed
        assert re.search(r"^google/gemini-4-argon +125,000", printed, re.MULTILINE)

    def test_announced_prices(self, samples):
        """They are named, and applied on demand only."""
        assert "not applied: add --announced" in " ".join(run("compare", *samples, *FACTS, *DAY).output.split())
        assert "not applied" not in run("compare", *samples, *FACTS, *DAY, "--announced").output

    def test_missing_fact_shows_the_lines_to_add(self, samples):
        """Without an assumptions file the first missing share price ends the run."""
        result = run("compare", *samples, *DAY)
        assert result.exit_code == 1
        assert "Acme needs a fact that was not given" in result.stderr
        assert "ACME: {price: 0.00, on: 2026-11-20" in result.stderr

    def test_unknown_scenario_and_model(self, samples):
        """Both name what there is instead."""
        result = run("compare", *samples, *FACTS, *DAY, "--scenario", "up 31 %")
        assert result.exit_code == 1
        assert "known: list, up 30 %" in result.stderr
        result = run("compare", *samples, *FACTS, *DAY, "--model", "openai/gpt-6-soll")
        assert result.exit_code == 1
        assert "nearest: openai/gpt-6-sol" in result.stderr

    def test_a_pinned_price_file(self, samples, tmp_path):
        """`prices export`, then `--prices`: the same figures."""
        book = tmp_path / "prices.csv"
        assert run("prices", "export", book, *DAY).exit_code == 0
        pinned = run("compare", *samples, *FACTS, *DAY, "--prices", book).output
        assert pinned == run("compare", *samples, *FACTS, *DAY).output

    def test_an_edited_document_is_not_overwritten(self, samples, tmp_path):
        """A workbook that another program saved last stays, and nothing else is written, unless forced."""
        out = tmp_path / "out"
        assert run("compare", *samples, *FACTS, *DAY, "--out", out).exit_code == 0
        assert run("compare", *samples, *FACTS, *DAY, "--out", out).exit_code == 0
        letter = out / "ACME-2026-0417.docx"
        _save_as(letter, "Pat Sample")
        (out / "comparison.xlsx").unlink()
        result = run("compare", *samples, *FACTS, *DAY, "--out", out)
        assert result.exit_code == 1
        assert "last saved by Pat Sample" in result.stderr
        assert not (out / "comparison.xlsx").exists()
        assert run("compare", *samples, *FACTS, *DAY, "--out", out, "--force").exit_code == 0

    def test_a_folder_that_cannot_be_written(self, samples, tmp_path):
        """One message, no traceback, no file."""
        (tmp_path / "file").write_text("in the way")
        result = run("compare", *samples, *FACTS, *DAY, "--out", tmp_path / "file" / "out")
        assert result.exit_code == 1
        assert "not written" in result.stderr

    def test_wrong_command(self):
        """Exit code 2: the command is wrong."""
        assert run("compare").exit_code == 2
        assert run("compare", "a.yaml", "--as-of", "20.11.2026").exit_code == 2
        assert run("nonsense").exit_code == 2


def _save_as(path, name):
    """Save a document as another person's program would: with its own name in the core properties."""
    with zipfile.ZipFile(path) as source:
        parts = {item: source.read(item) for item in source.namelist()}
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = core.replace(b">compkit</cp:lastModifiedBy>", f">{name}</cp:lastModifiedBy>".encode())
    assert parts["docProps/core.xml"] != core
    with zipfile.ZipFile(path, "w") as target:
        for item, data in parts.items():
            target.writestr(item, data)


class TestValue:
    """`compkit value`."""

    def test_prints(self, samples):
        """Year one of Acme: 250,000 + 37,500 + 40,000 + 100,000 + 7,500."""
        result = run("value", samples[0], *FACTS, *DAY)
        assert result.exit_code == 0
        assert "435,000" in result.output

    def test_json_lines_add_up(self, samples):
        """The lines sum to the totals, as exact decimals."""
        from decimal import Decimal

        found = json.loads(run("value", samples[0], *FACTS, *DAY, "--json").stdout)
        assert found["format"] == "compkit/valuation/1"
        for number in ("face", "cost", "worth"):
            total = sum(Decimal(line[number]) for line in found["lines"])
            assert total == Decimal(found["totals"][number]["with_all_tokens"])


class TestCheck:
    """`compkit check`."""

    def test_good_files(self, samples):
        """One line a file."""
        result = run("check", *samples)
        assert result.exit_code == 0
        assert result.output.count(": ok (") == 3

    def test_every_problem_of_every_file(self, samples, tmp_path):
        """Good files are named, bad ones listed with places, and the exit code is 1."""
        bad = tmp_path / "bad.yaml"
        text = Path(samples[0]).read_text("utf-8")
        text = text.replace("amount: 250000", "amount: 25o000").replace("vesting: 4y", "vestng: 4y")
        bad.write_text(text, "utf-8")
        result = run("check", samples[1], bad)
        assert result.exit_code == 1
        assert "quokka.yaml: ok" in result.output
        assert "salary.amount" in result.stderr
        assert "vestng" in result.stderr

    def test_problems_as_json(self, tmp_path):
        """File, path, value, rule and fix of each."""
        bad = tmp_path / "bad.yaml"
        bad.write_text("format: compkit/offer/1\nsalary: {amount: 1}\n", "utf-8")
        result = run("check", bad, "--json")
        assert result.exit_code == 1
        found = json.loads(result.stdout)
        assert found["format"] == "compkit/problems/1"
        assert set(found["problems"][0]) == {"file", "path", "value", "rule", "fix", "line"}
        assert all(problem["file"].endswith("bad.yaml") for problem in found["problems"])

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"just text", b"a: [", b"{}"])
    def test_files_that_are_no_offers(self, tmp_path, content):
        """Empty, binary, text: a message and exit code 1."""
        bad = tmp_path / "bad.yaml"
        bad.write_bytes(content)
        result = run("check", bad)
        assert result.exit_code == 1
        assert "bad.yaml" in result.stderr

    def test_a_file_that_is_not_there(self):
        """Named, with the reason."""
        result = run("check", "missing.yaml")
        assert result.exit_code == 1
        assert "missing.yaml" in result.stderr


class TestLetterAndWorkbook:
    """`compkit letter` and `compkit workbook`."""

    def test_letter_in_both_forms(self, samples, tmp_path):
        """Word and Markdown by the suffix."""
        for name in ("letter.docx", "letter.md"):
            result = run("letter", samples[0], *FACTS, *DAY, "-o", tmp_path / name)
            assert result.exit_code == 0, result.output
            assert (tmp_path / name).stat().st_size > 2000

    def test_an_edited_markdown_letter_stays(self, samples, tmp_path):
        """Ours is overwritten, an edited one is not."""
        path = tmp_path / "letter.md"
        words = ("letter", samples[0], *FACTS, *DAY, "-o", path)
        assert run(*words).exit_code == 0
        assert run(*words).exit_code == 0
        path.write_text(path.read_text("utf-8").replace("Sam Sample", "Sam S. Sample"), "utf-8")
        assert run(*words).exit_code == 1
        assert run(*words, "--force").exit_code == 0

    def test_no_letter_from_what_was_told(self, samples, tmp_path):
        """Another company's offer never becomes a letter."""
        result = run("letter", samples[2], *FACTS, *DAY, "-o", tmp_path / "letter.docx")
        assert result.exit_code == 1
        assert "told" in result.stderr
        assert not (tmp_path / "letter.docx").exists()

    def test_no_letter_with_a_blank(self, samples, tmp_path):
        """Every missing field is named, and no file is written."""
        text = Path(samples[0]).read_text("utf-8")
        bare = re.sub(r"^(expires_on|  signed_by):.*\n", "", text, flags=re.MULTILINE)
        (tmp_path / "bare.yaml").write_text(bare, "utf-8")
        result = run("letter", tmp_path / "bare.yaml", *FACTS, *DAY, "-o", tmp_path / "letter.docx")
        assert result.exit_code == 1
        assert "expires_on" in result.stderr
        assert "signed_by" in result.stderr
        assert not (tmp_path / "letter.docx").exists()

    def test_names_never_escape_the_folder(self, samples, tmp_path):
        """A slash, an apostrophe and an emoji in the offer number stay inside one file name."""
        text = Path(samples[0]).read_text("utf-8").replace("ACME-2026-0417", "'../../etc/O''Neil 🙂/7'")
        (tmp_path / "odd.yaml").write_text(text, "utf-8")
        out = tmp_path / "out"
        result = run("compare", tmp_path / "odd.yaml", *FACTS, *DAY, "--out", out)
        assert result.exit_code == 0, result.output
        assert len(list(out.glob("*.docx"))) == 1
        assert not list(tmp_path.glob("*.docx"))

    def test_workbook(self, samples, tmp_path):
        """A real workbook that opens."""
        from openpyxl import load_workbook

        path = tmp_path / "offers.xlsx"
        assert run("workbook", *samples, *FACTS, *DAY, "-o", path).exit_code == 0
        assert load_workbook(path).sheetnames[0] == "Compare"


class TestNew:
    """`compkit new` and `compkit schema`."""

    @pytest.mark.parametrize("sample", ["acme", "quokka", "rhein"])
    def test_starts_from_a_sample(self, tmp_path, sample):
        """What it writes passes the check."""
        path = tmp_path / "offer.yaml"
        assert run("new", path, "--from", sample).exit_code == 0
        assert run("check", path).exit_code == 0

    def test_files_beside_offers(self, tmp_path):
        """Assumptions, bands and policy start from samples too, and fit together."""
        paths = {}
        for name in ("assumptions", "bands", "policy", "acme"):
            paths[name] = tmp_path / f"{name}.yaml"
            assert run("new", paths[name], "--from", name).exit_code == 0
        words = [word for name in ("assumptions", "bands", "policy") for word in (f"--{name}", paths[name])]
        assert run("check", paths["acme"], *words, *DAY).exit_code == 0

    def test_does_not_overwrite(self, tmp_path):
        """Unless forced."""
        path = tmp_path / "offer.yaml"
        path.write_text("mine")
        assert run("new", path).exit_code == 1
        assert path.read_text() == "mine"
        assert run("new", path, "--force").exit_code == 0

    def test_through_a_pipe(self):
        """`compkit new - | compkit check -`."""
        printed = run("new", "-").stdout
        assert run("check", "-", input=printed).exit_code == 0

    def test_unknown_sample(self):
        """The command is wrong, and says what there is."""
        result = run("new", "-", "--from", "nobody")
        assert result.exit_code == 2
        assert "acme" in result.stderr

    def test_schema(self):
        """JSON Schema that validates itself."""
        from jsonschema import Draft202012Validator

        Draft202012Validator.check_schema(json.loads(run("schema").stdout))

    def test_schema_of_each_format(self):
        """Every format that has a schema is named in the help, and printed; another one is refused with those names."""
        from compkit.files.schemas import SCHEMAS

        told = re.sub(r"\s+", " ", run("schema", "--help").output)
        for kind in SCHEMAS:
            assert re.search(rf"\b{kind}\b", told)
            assert f"compkit/{kind}/1" in run("schema", kind).stdout or kind == "offer"
        assert json.loads(run("schema").stdout) == json.loads(run("schema", "offer").stdout)
        found = run("schema", "nope")
        assert found.exit_code == 1 and "say one of offer, assumptions" in found.stderr


class TestPrices:
    """`compkit prices`."""

    def test_list(self):
        """By part of a name, with units and source."""
        printed = run("prices", "list", "gpt-6-sol", *DAY).output
        assert "openai/gpt-6-sol" in printed
        assert "USD per million tokens" in printed

    def test_show_marks_what_is_announced(self):
        """A future price says so."""
        printed = run("prices", "show", "google/gemini-4-argon", *DAY).output
        assert re.search(r"2026-12-01, announced +4\.00", printed)
        assert re.search(r"in force +2\.00", printed)

    def test_show_on_a_day(self):
        """One row."""
        found = json.loads(run("prices", "show", "google/gemini-4-argon", *DAY, "--on", "2026-12-02", "--json").stdout)
        assert [row["per_mtok"]["fresh_input"] for row in found["prices"]] == ["4"]

    def test_unknown_model(self):
        """The nearest ids."""
        result = run("prices", "show", "gpt-6-sol", *DAY)
        assert result.exit_code == 1
        assert "openai/gpt-6-sol" in result.stderr

    def test_export_does_not_overwrite(self, tmp_path):
        """Unless forced."""
        path = tmp_path / "prices.csv"
        assert run("prices", "export", path, *DAY, "--model", "openai/gpt-6-sol").exit_code == 0
        assert run("prices", "export", path, *DAY).exit_code == 1


class TestHelp:
    """The daily commands are never buried."""

    def test_grouped_with_compare_first(self):
        """Every day, begin, token prices; each command in one group."""
        printed = run("--help").output
        assert printed.index("Every day") < printed.index("compare   ") < printed.index("Begin")
        for name in main.commands:
            assert re.search(rf"^  {name} ", printed, re.MULTILINE)


class TestFolders:
    """A folder stands for the offers in it."""

    def test_folder_among_files(self, samples, tmp_path):
        """Its YAML and JSON files, sorted."""
        result = run("check", tmp_path)
        assert result.exit_code == 0
        assert result.output.count(": ok (") == 3

    def test_empty_folder(self, tmp_path):
        """Says which files it looked for."""
        (tmp_path / "empty").mkdir()
        result = run("check", tmp_path / "empty")
        assert result.exit_code == 1
        assert "holds no offer file" in result.stderr


class TestPipes:
    """Files are written before anything is printed, so a reader that goes away early loses none."""

    def test_files_come_first(self, samples, tmp_path, monkeypatch):
        """The printing fails, and the workbook and letters are there."""
        from compkit.cli import offers

        def broken(report):
            raise BrokenPipeError

        monkeypatch.setattr(offers, "print_report", broken)
        CliRunner().invoke(main, ["compare", *samples, *FACTS, *DAY, "--out", str(tmp_path / "out")])
        assert len(list((tmp_path / "out").iterdir())) == 4

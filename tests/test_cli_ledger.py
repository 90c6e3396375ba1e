"""`compkit ledger`: the samples, every option, and what is refused."""

import json
import shutil

import pytest

from compkit.files.templates import template

from .test_cli import DAY, run

ACME, QUOKKA, RHEIN, USAGE = (str(template(name)) for name in ("acme", "quokka", "rhein", "usage.csv"))


@pytest.fixture
def usage(tmp_path):
    """A usage file of given rows."""

    def write(*rows, head="on,amount,currency"):
        path = tmp_path / "usage.csv"
        path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
        return str(path)

    return write


class TestLedger:
    """The sample offer with the sample usage."""

    def test_sample(self):
        """Twelve releases of a month, with something carried, something expired and something beyond."""
        printed = run("ledger", ACME, "--usage", USAGE, *DAY).stdout
        assert printed.count("\n2027-") == 12
        assert "Ledger of AI token allowance, up to 2027-12-31." in printed
        assert "Beyond the allowance, awaiting approval" in printed
        assert "INTERNAL" not in printed

    def test_json(self):
        """Versioned; every figure conserves, and all three kinds of fate occur in the sample."""
        data = json.loads(run("ledger", ACME, "--usage", USAGE, *DAY, "--json").stdout)
        assert data["format"] == "compkit/ledger/1"
        assert data["totals"]["granted"] == "125000.00"
        assert all(float(data["totals"][name]) > 0 for name in ("used", "expired", "overage"))

    def test_until_and_leaving(self):
        """A last day that counts, a last day of work, a change of working time, and approvals."""
        options = ("--until", "2027-12-31", "--left-on", "2027-11-30", "--fte", "2027-06-01=80 %")
        approved = ("--approved", "2027-09-01=2000")
        data = json.loads(run("ledger", ACME, "--usage", USAGE, *DAY, *options, *approved, "--json").stdout)
        assert (data["last_day"], data["left_on"]) == ("2027-12-31", "2027-11-30")
        assert data["overage_by_outcome"]["approved"] == "2000.00"
        assert data["periods"][5]["granted"] == "8333.34"

    def test_all_approved(self):
        """One word approves all."""
        data = json.loads(run("ledger", ACME, "--usage", USAGE, *DAY, "--approved", "all", "--json").stdout)
        assert data["overage_by_outcome"]["approved"] == data["totals"]["overage"]
        assert float(data["overage_by_outcome"]["awaiting approval"]) == 0

    def test_as_billed_needs_no_price(self, usage):
        """Money of the allowance's currency, without naming it."""
        path = usage("2027-01-29,416.67", head="on,amount")
        printed = run("ledger", ACME, "--usage", path, *DAY, "--until", "2027-02-10").stdout
        assert "Balance on 2027-02-10: 10,000.00 USD." in printed
        assert "list prices" not in printed

    def test_contract_prices(self, tmp_path):
        """Contract prices make it INTERNAL, and cheaper."""
        facts = tmp_path / "facts.yaml"
        facts.write_text(
            "format: compkit/assumptions/1\ncontracts:\n"
            "  - {provider: openai, discount: 50 %, on: 2026-11-01, source: order form}\n",
            encoding="utf-8",
        )
        words = ("ledger", ACME, "--usage", USAGE, *DAY, "--assumptions", str(facts))
        assert "INTERNAL" not in run(*words).stdout
        assert run(*words, "--contract-prices").stdout.startswith("INTERNAL")

    def test_no_use(self, usage):
        """An export without rows is a ledger of releases."""
        printed = run("ledger", ACME, "--usage", usage(), *DAY, "--until", "2027-03-10").stdout
        assert "Utilisation: 0.0 %" in printed


class TestRefused:
    """Exit 1 for input, 2 for the command; each with the way out."""

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            (["2026-01-29,5,USD"], "before the package starts on 2027-01-11"),
            (["9999-12-31,5,USD"], "look at the year"),
            (["2927-01-29,5,USD"], "must be within 100 years"),
            (["2027-01-29,5,EUR"], "exchange rate from EUR to USD"),
            (['2027-01-29,"1,000",USD'], "say 1000"),
            (["2027-01-29,-5,USD"], "take a credit note off"),
        ],
    )
    def test_usage(self, usage, rows, words):
        """What is wrong with the export."""
        result = run("ledger", ACME, "--usage", usage(*rows), *DAY)
        assert result.exit_code == 1
        assert words in result.stderr

    def test_models(self):
        """An allowance of one model's tokens is not used by another."""
        result = run("ledger", QUOKKA, "--usage", USAGE, *DAY)
        assert result.exit_code == 1
        assert "is not a model of" in result.stderr

    def test_several_offers(self, tmp_path):
        """A folder of offers is refused with the name of one of them."""
        for path in (ACME, QUOKKA):
            shutil.copy(path, tmp_path)
        result = run("ledger", tmp_path, "--usage", USAGE, *DAY)
        assert result.exit_code == 1
        assert f"one offer is wanted, and there are 2: say one, such as {tmp_path / 'acme.yaml'}" in result.stderr

    def test_told(self):
        """What the candidate told of another company can be booked too: a ledger promises nothing."""
        assert "good at mistral" in run("ledger", RHEIN, "--usage", USAGE, *DAY).stderr

    def test_problems_as_data(self, usage):
        """With --json the problems are data."""
        result = run("ledger", ACME, "--usage", usage("2027-01-29,x,USD"), *DAY, "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)["problems"][0]["path"] == "row 2, column amount"

    @pytest.mark.parametrize(
        ("option", "text", "words", "code"),
        [
            ("--allowance", "Other", "say one of AI token allowance", 1),
            ("--tool", "Other", "one amount for all tools", 1),
            ("--fte", "2027-06-01=80", "a rate needs its sign", 1),
            ("--fte", "80 %", "say 2027-03-01=80 %", 2),
            ("--fte", "June=80 %", "is not a day", 2),
            ("--approved", "some", "say all, or a day and an amount", 2),
            ("--approved", "2027-06-01=many", "not a number", 1),
            ("--until", "2026-12-31", "must be after the package starts", 1),
            ("--left-on", "2026-12-31", "first day of work on 2027-01-11", 1),
        ],
    )
    def test_options(self, option, text, words, code):
        """What is wrong with an option."""
        result = run("ledger", ACME, "--usage", USAGE, *DAY, option, text)
        assert result.exit_code == code
        assert words in result.output


class TestSample:
    """`compkit new` gives the sample."""

    def test_new(self, tmp_path):
        """The file that `compkit ledger acme.yaml` reads."""
        path = tmp_path / "usage.csv"
        run("new", str(path), "--from", "usage")
        assert path.read_bytes() == template("usage.csv").read_bytes()

"""The price grid and the break-evens as printed and as data."""

import json
from decimal import Decimal

from attrs import evolve

from compkit.documents.gridreport import break_even_blocks, build_grid_report, grid_data
from compkit.documents.table import Report, render
from compkit.market import RateCard, Scenario, TokenPriceChange, TokenPriceLevel
from compkit.valuation.breakeven import ClaimedMultiple, allowance_pays, equal_price, equal_utilisation
from compkit.valuation.grid import price_grid
from compkit.valuation.samemoney import same_money
from compkit.valuation.value import value

from ..samples import acme, assume, globex, market, price_row, sol, usd

OPUS = price_row("anthropic/claude-opus-5-5", card=RateCard(fresh_input="4", cache_read="0.2", output="20"))
ARGON = price_row("google/gemini-4-argon", card=RateCard(fresh_input="2", cache_read="0.1", output="10"))
UNKNOWN = price_row("north/uncached", 1)
SCENARIOS = (
    Scenario(name="down 40 %", moves=(TokenPriceChange(rate="-0.4"),)),
    Scenario(name="free", moves=(TokenPriceLevel(per_mtok=0),)),
)
MODELS = ("openai/gpt-6-sol", "anthropic/claude-opus-5-5", "google/gemini-4-argon", "north/uncached")


def valued(package):
    """A package at expected use."""
    return value(package, market(sol(), OPUS, ARGON, UNKNOWN), assume(token_utilisation="0.4", employer_load="0.3"))


def grid(models=MODELS, scenarios=SCENARIOS):
    """Acme's money, not to be spent at anthropic, and Globex's quantity."""
    (tokens,) = acme().tokens
    only = acme(tokens=(evolve(tokens, providers=("openai", "google", "north")),))
    return price_grid({"Acme": valued(only), "Globex": valued(globex())}, models=models, scenarios=scenarios)


def printed(report):
    """Lines of a report."""
    return [line for line, _ in render(report)]


def line_of(lines, label):
    """The first line that begins so, blanks as one."""
    return " ".join(next(line for line in lines if line.startswith(label)).split())


class TestReport:
    """What a person sees."""

    def test_at_each_model(self):
        """125,000 / 0.4634 = 269,745 M; 60,000 M x 0.4634 = 27,804; 32,808 / 0.4634 = 70,798 M."""
        lines = printed(build_grid_report(grid()))
        assert line_of(lines, "google/gemini-4-argon") == ("google/gemini-4-argon 0.4634 < 269.7 bn * 70.8 bn < 27,804")
        assert line_of(lines, "openai/gpt-6-sol") == "openai/gpt-6-sol 0.5468 > 228.6 bn 60.0 bn 32,808"
        assert line_of(lines, "anthropic/claude") == ("anthropic/claude-opus-5-5 0.9268 not allowed * 35.4 bn > 55,608")

    def test_units_stand_in_the_headings(self):
        """Money a year, tokens, cost, and price per million."""
        text = "\n".join(printed(build_grid_report(grid())))
        for words in ("Acme: USD 125,000", "buys (tokens)", "same tokens", "USD per", "M tokens", "a year"):
            assert words in text

    def test_what_is_unknown(self):
        """A question mark, and below the tables what is missing."""
        lines = printed(build_grid_report(grid()))
        assert line_of(lines, "north/uncached") == "north/uncached ? ? ? ?"
        assert any(line.startswith("! north/uncached: not known: price of cache read") for line in lines)

    def test_under_each_scenario(self):
        """Down 40 % the money buys 269,745 / 0.6 = 449,575 M; the quantity costs 19,684.80."""
        lines = printed(build_grid_report(grid()))
        rows = [" ".join(line.split()) for line in lines if line.startswith("down 40 %")]
        assert rows[0].startswith("down 40 % 125,000 < 449.6 bn")
        assert rows[1].startswith("down 40 % 19,685 < 16,682 19,685")
        free = [" ".join(line.split()) for line in lines if line.startswith("free")]
        assert free[0].startswith("free 125,000 unlimited unlimited not allowed")

    def test_width(self):
        """No line is wider than 96 columns, however many models and offers there are."""
        rows = [price_row(f"provider-number-{i}/a-rather-long-model-name-{i}", i + 1) for i in range(12)]
        facts = market(sol(), *rows)
        sides = {f"Offer {i}": value(p, facts, assume()) for i, p in enumerate((acme(), globex(), acme()))}
        many = price_grid(sides, models=facts.book.models, scenarios=SCENARIOS)
        assert max(map(len, printed(build_grid_report(many)))) <= 96

    def test_no_line_ends_in_a_blank(self):
        """Marks stand before figures, so that figures stay aligned."""
        assert not [line for line in printed(build_grid_report(grid())) if line != line.rstrip()]

    def test_a_candidate_may_read_the_grid(self):
        """It holds list prices only: no utilisation, no load, no expected cost."""
        text = "\n".join(printed(build_grid_report(grid()))).lower()
        for word in ("internal", "utilisation", "load", "expected"):
            assert word not in text

    def test_marks_are_explained_where_they_stand(self):
        """A grid of one model has none."""
        text = "\n".join(printed(build_grid_report(grid(models=("openai/gpt-6-sol",), scenarios=()))))
        assert "cheapest" not in text
        assert "names another model" not in text


class TestData:
    """What a machine reads."""

    def test_format(self):
        """Versioned, amounts as decimal strings, survives JSON."""
        data = grid_data(grid())
        assert data["format"] == "compkit/token-grid/1"
        assert json.loads(json.dumps(data)) == data
        assert next(entry["model"] for entry in data["models"]) == "google/gemini-4-argon"
        assert data["models"][-1]["per_mtok"] is None
        assert len(data["cells"]) == 2 * 4 * 3

    def test_cells(self):
        """Unlimited says so; what is not known or not allowed is null."""
        cells = {(c["offer"], c["model"], c["scenario"]): c for c in grid_data(grid())["cells"]}
        assert cells["Acme", "openai/gpt-6-sol", "free"]["mtok_a_year"] == "unlimited"
        refused = cells["Acme", "anthropic/claude-opus-5-5", "as stated"]
        assert (refused["standing"], refused["mtok_a_year"], refused["pays_a_year"]) == ("not allowed", None, None)
        assert cells["Acme", "north/uncached", "as stated"]["missing"].startswith("price of cache read")
        own = cells["Globex", "openai/gpt-6-sol", "as stated"]
        assert (own["mtok_a_year"], own["same_tokens_cost_a_year"]) == ("60000.00", "32808.00")


class TestBreakEvens:
    """Blocks for the employer."""

    def lines(self, **parts):
        """As printed."""
        return printed(Report(break_even_blocks(**parts)))

    def test_all(self):
        """Figures of the worked example, 125,000 / 325,000 = 38.5 % among them, and INTERNAL on top."""
        one, other = valued(acme()), valued(globex())
        claim = ClaimedMultiple(multiple=10, source="the sponsor")
        lines = self.lines(
            pays=allowance_pays(one, claim),
            same=same_money(usd(100_000), other),
            equal_use=("Acme", "Globex", equal_utilisation(one, other)),
            equal_at=("Globex", "Acme", equal_price(other, one)),
            tools_months=7,
        )
        text = " ".join(" ".join(lines).split())
        assert lines[0] == "BREAK-EVENS, INTERNAL: shows expected cost"
        assert "output must rise by 15.4 % at the expected use (50,000 over USD 325,000 of base with load)" in text
        assert "by 38.5 % if all of it is used" in text
        assert "Claimed, not measured: 10 times the output (the sponsor), 23.4 times what is needed." in text
        assert "USD 2.083333 per million" in text
        assert "from month 7 on" in text
        assert max(map(len, lines)) <= 96

    def test_no_utilisation_is_equal(self):
        """It says so in words."""
        assert any("at no one utilisation" in line for line in self.lines(equal_use=("A", "B", None)))

    def test_nothing(self):
        """Nothing asked, nothing said."""
        assert break_even_blocks() == ()
        assert break_even_blocks(equal_at=("A", "B", None)) == ()

    def test_same_money(self):
        """Three ways, side by side, what each assumes below."""
        lines = self.lines(same=same_money(usd(100_000), valued(globex())))
        assert line_of(lines, "tokens").startswith("tokens 10,000 32.7 % - 182.9 bn tokens")
        assert line_of(lines, "raise").startswith("raise 76,923 32.7 % - USD 64,103 of base")
        assert any(line.startswith("raise: from the first day") for line in lines)


def test_share_of_package_is_exact():
    """500,000 of 2,120,000, unrounded, in every cell of Acme."""
    cells = [c for c in grid_data(grid())["cells"] if c["offer"] == "Acme"]
    assert {round(Decimal(c["share_of_package"]), 4) for c in cells} == {Decimal("0.2358")}

"""Workload and factory files: read whole, or refused with every problem, its place and the way out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compkit.errors import FileProblems
from compkit.files.factory import read_factory
from compkit.files.templates import FILES, template
from compkit.files.workload import read_workload
from compkit.market import Purchase, Rent
from compkit.money import Money
from compkit.valuation import DemandPoints, LognormalDemand
from tests.samples import usd

WORKLOAD = """\
format: compkit/workload/1
name: coding
agents: 2
runs_a_day: 5
working_days: 200
turns_a_run: 10
context_tokens: 9000
cache_read: 80 %
output_tokens: 1000
"""
FACTORY = """\
format: compkit/factory/1
currency: USD
name: acme-factory
servers: 2
accelerators_per_server: 8
rent: {an_hour: 2.00}
utilisation: 50 %
staff_a_year: 0
models:
  llama-4: {output: 1000}
"""


def file(folder: Path, text: str) -> Path:
    """A file with a text."""
    path = folder / "file.yaml"
    path.write_text(text, "utf-8")
    return path


def refusal(read: Callable[[Path], Any], path: Path) -> str:
    """What the reader says."""
    with pytest.raises(FileProblems) as caught:
        read(path)
    return str(caught.value)


class TestWorkload:
    """`read_workload`."""

    def test_sample(self) -> None:
        """2 agents, 6 runs on 220 days are 2,640 runs, 40 % of them an outcome; 1 / (1 - 0.25) agents in all.

        2,640 x 40 turns x 4/3 = 140,800 turns of 60,900 tokens: 8,574.72 million.
        """
        sample = read_workload(template("workload.yaml"))
        assert sample.outcomes == 1056
        assert round(sample.workload.mtok(), 9) == Decimal("8574.72")
        assert (sample.outcome_value, sample.demand) == (usd(150), LognormalDemand(variation_rate="0.3"))
        assert sample.efficiency is not None
        assert (sample.efficiency.avoided_rate, sample.efficiency.cache_read_rate) == (Decimal("0.1"), Decimal("0.89"))

    def test_least(self, tmp_path: Path) -> None:
        """What is left out is not assumed."""
        found = read_workload(file(tmp_path, WORKLOAD))
        assert found.workload.mtok() == 200
        assert (found.efficiency, found.outcomes, found.outcome_value, found.demand) == (None, None, None, None)

    def test_rest(self, tmp_path: Path) -> None:
        """Sub-agents to a depth, growth, outcomes, money of its own, cases, a cheaper model."""
        text = WORKLOAD + (
            "cache_write: 0.1\nspawned: 2\ndepth: 1\ngrowth: -10 %\noutcomes_a_year: 500\noutcome_value: 80 EUR\n"
            "demand: [{times: 0.5, probability: 40 %}, {times: 2, probability: 60 %}]\n"
            "efficiency: {routed_to: openai/gpt-6-sol, routed: 30 %, batch: 20 %}\n"
        )
        found = read_workload(file(tmp_path, text))
        assert (found.workload.mtok(), found.workload.mtok(2)) == (600, 540)
        assert (found.outcomes, found.outcome_value) == (500, Money("80", "EUR"))
        assert found.demand == DemandPoints(points=(("0.5", "0.4"), (2, "0.6")))
        assert found.efficiency is not None and found.efficiency.routed_rate == Decimal("0.3")

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("agents: 2", "agents: 0", ["agents (line 3)", "must be above 0"]),
            ("agents: 2", "agents: '2,000'", ["agents", "say 2000"]),
            ("working_days: 200", "working_days: 0", ["working_days", "must be above 0"]),
            ("cache_read: 80 %", "cache_read: 80", ["cache_read", "a rate needs its sign"]),
            ("cache_read: 80 %", "cache_read: 80 %\ncache_write: 30 %", ["cache_write", "whole context"]),
            ("output_tokens: 1000\n", "", ["output_tokens", "is missing"]),
            ("agents: 2", "agent: 2", ["did you mean agents?"]),
            ("name: coding", "name: coding\nspawned_mean: 1", ["spawned_mean", "must be below 1", "such as 0.5"]),
            ("name: coding", "name: coding\nspawned: 2", ["depth", "go together"]),
            ("name: coding", "name: coding\noutcomes_a_year: 0", ["outcomes_a_year", "must be above 0"]),
            ("name: coding", "name: coding\noutcomes_a_year: 1\noutcomes_a_run: 1", ["outcomes_a_run", "keep one"]),
            ("name: coding", "name: coding\noutcome_value: -1", ["outcome_value", "must not be negative"]),
            ("name: coding", "name: coding\nvariation: 1100 %", ["variation", "must be from 0 to 10"]),
            ("name: coding", "name: coding\ndemand: [{times: 1, probability: 90 %}]", ["demand", "add up to 1"]),
            ("name: coding", "name: coding\nefficiency: {avoided: 100 %}", ["efficiency.avoided", "nothing would be"]),
            ("name: coding", "name: coding\nefficiency: {routed: 10 %}", ["efficiency.routed", "goes with the model"]),
            ("compkit/workload/1", "compkit/offer/1", ["format", "must be one of compkit/workload/1"]),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, said: list[str]) -> None:
        """Each with its place and the way out, and nothing else."""
        assert old in WORKLOAD
        message = refusal(read_workload, file(tmp_path, WORKLOAD.replace(old, new)))
        assert all(words in message for words in said), message
        assert ": 1 problem\n" in message

    def test_all_at_once(self, tmp_path: Path) -> None:
        """Every problem of the file in one error."""
        text = WORKLOAD.replace("agents: 2", "agents: 0").replace("turns_a_run: 10", "turns_a_run: x")
        message = refusal(read_workload, file(tmp_path, text + "efficiency: {batch: 120 %}\n"))
        assert "3 problems" in message

    @pytest.mark.parametrize("text", ["", "text", "- a", "3", "format: compkit/workload/1\ndemand: 3\nefficiency: x"])
    def test_no_workload(self, tmp_path: Path, text: str) -> None:
        """A message, whatever the file holds."""
        assert "file.yaml: " in refusal(read_workload, file(tmp_path, text))
        assert "file.yaml: " in refusal(read_factory, file(tmp_path, text))


class TestFactory:
    """`read_factory`."""

    def test_sample(self) -> None:
        """Four servers at 8 x 30,000 / 4 years = 60,000 a year each, a kind of token each with its price."""
        factory = read_factory(template("factory.yaml"))
        assert factory.a_server_a_year == usd(60_000)
        (row,) = factory.price_rows(date(2026, 11, 20), "own")
        assert row.model == "acme-factory/llama-4"
        # 530,000 of servers, staff and the rest, and energy of 4 x 12.5 kW x (0.5 x 0.10 + 0.15 x 0.12) x 8,760 h =
        # 29,784 a year, over 4 x 8,760 x 3,600 x 0.5 s of 5,000 tokens a second
        assert round(row.card.output or 0, 9) == round(Decimal(559_784) * 10**6 / (63_072_000 * 5000), 9)

    def test_rented(self, tmp_path: Path) -> None:
        """Rent that includes power needs none stated; its cost is 16 an hour over 1.8 million tokens."""
        factory = read_factory(file(tmp_path, FACTORY))
        assert isinstance(factory.accelerators, Rent)
        cost = factory.cost("llama-4")
        assert (cost.energy, round(cost.per_mtok.amount, 9)) == (usd(0), round(Decimal(16) / Decimal("1.8"), 9))

    def test_bought(self, tmp_path: Path) -> None:
        """A price per server, in a currency of its own, is not mixed with others."""
        text = FACTORY.replace("rent: {an_hour: 2.00}", "purchase: {price: 200000 EUR, per: server, life_years: 5}")
        assert "EUR and USD do not mix" in refusal(read_factory, file(tmp_path, text + "power: " + POWER))
        own = read_factory(file(tmp_path, text.replace(" EUR", "") + "power: " + POWER)).accelerators
        assert own == Purchase(price=usd(200_000), per="server", life_years=5)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("servers: 2\n", "servers: 0\n", ["servers (line 4)", "must be above 0"]),
            ("utilisation: 50 %", "utilisation: 0 %", ["utilisation", "must be above 0"]),
            ("utilisation: 50 %", "utilisation: 50", ["utilisation", "a rate needs its sign"]),
            ("rent: {an_hour: 2.00}\n", "", ["needs purchase or rent"]),
            (
                "rent: {an_hour: 2.00}",
                "purchase: {price: 1, per: server, life_years: 4}",
                ["power", "rent can include"],
            ),
            (
                "rent: {an_hour: 2.00}",
                "purchase: {price: 1, per: rack, life_years: 4}",
                ["purchase.per", "must be one"],
            ),
            ("{output: 1000}", "{}", ["models.llama-4", "at least one kind"]),
            ("{output: 1000}", "{output: 0}", ["models.llama-4.output", "must be above 0"]),
            ("{output: 1000}", "{output: 1, mix: agentic}", ["models.llama-4.mix", "fresh input, cache read"]),
            ("llama-4:", "acme/llama-4:", ["models.acme/llama-4", "say llama-4"]),
            ("staff_a_year: 0\n", "", ["staff_a_year", "is missing"]),
            ("staff_a_year: 0", "staff_a_year: 0\npower: {draw_kw: 1}", ["power.idle", "power.price", "power.cooling"]),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, said: list[str]) -> None:
        """Each with its place and the way out."""
        assert old in FACTORY
        message = refusal(read_factory, file(tmp_path, FACTORY.replace(old, new)))
        assert all(words in message for words in said), message

    def test_cheap_hours(self, tmp_path: Path) -> None:
        """Work that waits has to fit, and the place says where it does not."""
        power = POWER.replace("}", ", cheap_hours: {price: 0.05, hours_a_day: 2, waiting: 40 %}}")
        message = refusal(read_factory, file(tmp_path, FACTORY + "power: " + power))
        assert "does not fit into 2 hours a day" in message and "no more than 0.1667" in message


POWER = "{draw_kw: 10, idle: 30 %, price: 0.1, cooling: 1.25}\n"


def test_samples_are_offered() -> None:
    """`compkit new FILE --from` knows both."""
    assert {"workload", "factory"} <= set(FILES)

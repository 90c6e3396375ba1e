"""The dynamics section of assumptions files: how what is uncertain may move."""

from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from compkit.files.nodes import read_document
from compkit.files.schemas import file_schema
from compkit.valuation.facts import Facts
from compkit.valuation.simulation.dynamics import (
    Cases,
    Correlation,
    Dynamics,
    ShareMotion,
    TokenMotion,
    Triangle,
)

from .test_assumptions import HEAD, facts_of, problems_of

WHOLE = """dynamics:
  source: assumption of the team
  shares:
    GLOBX: {volatility: 45 %, source: 90 days of closes}
  tokens:
    anthropic: {drift: -10 %, steps_a_year: 1.5, step: -10 %, step_spread: 0.4}
  utilisation: {low: 40 %, likely: 70 %, high: 100 %}
  payout: {0 %: 0.3, 150 %: 0.7}
  demand: 120 %
  options_at: expected term
  correlations:
    - {between: [GLOBX, anthropic], rate: -1}
"""


def dynamics_of(tmp_path: Path, lines: str) -> Dynamics | None:
    """The dynamics of a file that says these lines under the key."""
    return facts_of(tmp_path, f"{HEAD}dynamics:\n{lines}").dynamics


def problem(tmp_path: Path, lines: str) -> tuple[str, str, str]:
    """Place, rule and way out of the only problem."""
    (only,) = problems_of(tmp_path, f"{HEAD}dynamics:\n{lines}")
    return only.path, only.rule, only.fix


class TestRead:
    """Every key, as it stands."""

    def test_whole(self, tmp_path: Path) -> None:
        """Rates are fractions; one rate is certain; sources are kept."""
        assert facts_of(tmp_path, HEAD + WHOLE).dynamics == Dynamics(
            shares=(ShareMotion(symbol="GLOBX", volatility="0.45", source="90 days of closes"),),
            tokens=(
                TokenMotion(
                    provider="anthropic", drift_rate="-0.1", steps_a_year="1.5", step_rate="-0.1", step_spread="0.4"
                ),
            ),
            utilisation=Triangle(low="0.4", likely="0.7", high=1),
            payout=Cases(points=((0, "0.3"), ("1.5", "0.7"))),
            demand=Cases(points=(("1.2", 1),)),
            options_at="expected term",
            correlations=(Correlation(first="GLOBX", second="anthropic", rate=-1),),
            source="assumption of the team",
        )

    def test_nothing_said(self, tmp_path: Path) -> None:
        """Without the section, or with an empty one, nothing moves."""
        assert facts_of(tmp_path, HEAD).dynamics is None
        assert facts_of(tmp_path, f"{HEAD}dynamics:\n").dynamics is None
        assert facts_of(tmp_path, f"{HEAD}dynamics: {{}}\n").dynamics == Dynamics()

    def test_schema(self, tmp_path: Path) -> None:
        """The schema of the format knows the section, and refuses what it does not hold."""
        (tmp_path / "a.yaml").write_text(HEAD + WHOLE)
        data = read_document(tmp_path / "a.yaml").data
        jsonschema.validate(data, file_schema("assumptions"))
        data["dynamics"]["shares"]["GLOBX"]["vol"] = "3 %"
        assert not jsonschema.Draft202012Validator(file_schema("assumptions")).is_valid(data)


class TestRefused:
    """Each with its place, rule and way out."""

    @pytest.mark.parametrize(
        ("lines", "path", "rule", "fix"),
        [
            ("  shares: {A: {volatility: 45}}", "shares.A.volatility", "a rate needs its sign", "say 45 %"),
            ("  shares: {A: {volatility: 2000 %}}", "shares.A.volatility", "must be from 0 to 10", ""),
            ("  shares: {A: 45 %}", "shares.A", "must say how it moves", "say A: {volatility: 45 %}"),
            ("  shares: [A]", "shares", "must be names with how each moves", "say {ACME: {volatility: 45 %}}"),
            ("  shares: {A: {}}", "shares.A.volatility", "is missing", "say volatility: A year"),
            ("  shares: {payout: {volatility: 4 %}}", "shares.payout", "is the name of a factor", "call it otherwise"),
            ("  tokens: {x: {}}", "tokens.x", "moves nothing", "say drift: -10 %"),
            ("  tokens: {x: {drift: 0 %, step: 1 %}}", "tokens.x.steps_a_year", "is missing", "such as 1.5"),
            ("  tokens: {x: {drift: -100 %}}", "tokens.x.drift", "must be from -0.9999 to 1000", ""),
            ("  tokens: {x: {steps_a_year: 367}}", "tokens.x.steps_a_year", "must be from 0 to 366", ""),
            ("  utilisation: 45", "utilisation", "a rate needs its sign", "say 45 %"),
            ("  utilisation: much", "utilisation", "not a number", "say {low: 40 %"),
            ("  utilisation: {}", "utilisation", "says nothing", "say {low: 40 %"),
            ("  utilisation: 101 %", "utilisation", "must be from 0 % to 100 %", ""),
            ("  utilisation: {0 %: 0.5, 101 %: 0.5}", "utilisation.101 %", "must be from 0 % to 100 %", ""),
            ("  utilisation: {low: 0 %, likely: 5 %, high: 200 %}", "utilisation.high", "must be from 0 %", ""),
            ("  payout: {0 %: 0.5, 90 %: 0.4}", "payout", "probabilities add up to 0.9, not 1", "name every case"),
            ("  payout: {90 %: 0.5, 0.9: 0.5}", "payout", "names a rate twice", "add their probabilities up"),
            ("  payout: {low: 9 %, likely: 5 %, high: 20 %}", "payout", "must rise: low, likely, high", ""),
            ("  payout: {low: 9 %, high: 20 %}", "payout.likely", "is missing", "say likely"),
            ("  demand: [1]", "demand", "must be a rate", "say {low: 40 %"),
            ("  options_at: never", "options_at", "must be one of vesting, expected term", ""),
            ("  correlations: [0.3]", "correlations[0]", "must say two factors and a rate", "say {between:"),
            ("  volatility: 3 %", "volatility", "unknown key", "the keys here are"),
        ],
    )
    def test_refused(self, tmp_path: Path, lines: str, path: str, rule: str, fix: str) -> None:
        """One problem, at its place."""
        found = problem(tmp_path, lines)
        assert found[0] == f"dynamics.{path}"
        assert found[1].startswith(rule)
        assert fix in found[2]

    @pytest.mark.parametrize(
        ("pair", "rule"),
        [
            ("{between: [A, B], rate: 1.5}", "must be from -1 to 1"),
            ("{between: [A, x], rate: 0.3}", "does not move"),
            ("{between: [A, payout], rate: 0.3}", "does not move"),
            ("{between: [A], rate: 0.3}", "must be two factors"),
            ("{between: [A, A], rate: 0.3}", "must be two factors, and each pair said once"),
        ],
    )
    def test_correlations(self, tmp_path: Path, pair: str, rule: str) -> None:
        """Two different factors of those that move, from -1 to 1."""
        shares = "  shares: {A: {volatility: 4 %}, B: {volatility: 4 %}}\n"
        assert problem(tmp_path, f"{shares}  correlations: [{pair}]")[1] == rule

    def test_all_at_once(self, tmp_path: Path) -> None:
        """One run shows them all."""
        lines = "  shares: {A: {volatility: 45}}\n  utilisation: 300 %\n  options_at: never\n"
        assert len(problems_of(tmp_path, f"{HEAD}dynamics:\n{lines}")) == 3


class TestOver:
    """Offers may state dynamics; what the assumptions say wins, and the rest is added."""

    def test_added(self) -> None:
        """A share and a distribution of an offer join those of the file, with both sources."""
        a, b = ShareMotion(symbol="A", volatility="0.4"), ShareMotion(symbol="B", volatility="0.5")
        use = Cases(points=(("0.4", 1),))
        own = Facts(dynamics=Dynamics(shares=(a,), source="ours"))
        found = own.over({"x": Facts(dynamics=Dynamics(shares=(b,), utilisation=use, source="theirs"))})
        assert found.dynamics == Dynamics(shares=(a, b), utilisation=use, source="ours; theirs")

    def test_these_win(self) -> None:
        """The volatility of the file stands, and nothing else of the dynamics changes."""
        one, other = (ShareMotion(symbol="A", volatility=v) for v in ("0.4", "0.9"))
        own = Facts(dynamics=Dynamics(shares=(one,), source="ours"))
        assert own.over({"x": Facts(dynamics=Dynamics(shares=(other,), source="theirs"))}) == own

    def test_nothing_stated(self) -> None:
        """No dynamics anywhere stay none."""
        assert Facts().over({"x": Facts()}).dynamics is None

    def test_all_kinds(self) -> None:
        """Every kind of fact of dynamics is taken over."""
        every = Dynamics(
            shares=(ShareMotion(symbol="A", volatility=Decimal("0.4")),),
            tokens=(TokenMotion(provider="x", drift_rate="-0.1"),),
            payout=Triangle(low=0, likely=1, high=2),
            demand=Cases(points=(("1.2", 1),)),
            correlations=(Correlation(first="A", second="x", rate="0.2"),),
            options_at="expected term",
            source="told",
        )
        assert Facts().over({"x": Facts(dynamics=every)}).dynamics == every

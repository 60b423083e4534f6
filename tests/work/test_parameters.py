"""Parameters that ship, and who reads them."""

from __future__ import annotations

import math
import pickle
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scripts.parameter_reads import FILE, recorded, text
from tests.firm.firms import CLERKS, PINNED, inputs_of
from tests.golden_pages import Goldens

import reallocate as ra
from reallocate.api.claims import layoffs
from reallocate.api.market_requests import NationRequest
from reallocate.api.simulate import nation_scenario
from reallocate.claims.ledger import claims
from reallocate.claims.own import MEASURES
from reallocate.data.bundle import load_world
from reallocate.firm.model.options import Options
from reallocate.kernel.errors import InputError, UnknownName
from reallocate.kernel.parameters import Parameters, _commands, parameter_problems, readers
from reallocate.market.simulate.request import ADOPTERS, CENTRAL, NATION, economy_run

DECLARED = Parameters.default()
EACH = 8
"""Firms among which the numbers at their ends are shared out."""
def test_what_a_parameter_cannot_be_is_refused_with_all_that_is_wrong(golden: Goldens) -> None:
    def refused(asked: str) -> str:
        own = eval(asked, {"math": math})
        with pytest.raises(InputError) as caught:
            Parameters(own)
        assert not isinstance(caught.value, UnknownName)
        if len(own) == 1:
            with pytest.raises(InputError) as again:
                DECLARED.replace(**own)
            assert str(again.value) == str(caught.value)
        return "\n".join(f"{one.where}: {one}" for one in caught.value.problems)

    golden.answers("work/parameters", refused)
    unlikely = {"capture_augmented": 1.0, "demand_growth": -0.5, "doubling_days": 20, "hire_cost": np.float64(0)}
    found = Parameters(unlikely)
    assert {name: found[name] for name in unlikely} == unlikely, "an unlikely value is the user's to choose"
    assert dict(pickle.loads(pickle.dumps(found))) == dict(found)
    with pytest.raises(UnknownName, match="Nearest: capture"):
        Parameters({"captur": 0.5})


@pytest.mark.parametrize("end", [0, 1])
def test_at_the_end_of_what_is_valid_a_plan_s_figures_are_finite(end: int) -> None:
    limits = {name: DECLARED.about(name).valid[end] for name in PINNED}
    finite = {name: limit for name, limit in limits.items() if math.isfinite(limit)}
    assert len(finite) > 20 and parameter_problems(finite) == []
    for name, limit in finite.items():
        assert parameter_problems({name: np.nextafter(limit, [-math.inf, math.inf][end])}), name
    names = list(finite)
    for some in (names[start::EACH] for start in range(EACH)):
        own = DECLARED.replace(**{name: finite[name] for name in some})
        i = inputs_of(Options(own, quarters=2, reach_source="gpt4"), [CLERKS])
        for field, values in vars(i).items():
            if isinstance(values, np.ndarray) and values.dtype.kind == "f":
                assert np.isfinite(values).all(), (some, field)
        assert np.isfinite(i.hourly_worth).all() and np.isfinite(i.cells.good).all(), some
        assert math.isfinite(i.annuity + i.end_discount + i.prices.tokens_per_gpu), some


NAMES = Parameters.default().names
FIRM = ra.Scenario.from_industry("insurance carriers", headcount=1000)
ROWS = tuple(one.row for one in claims())
EVERY = frozenset(
    {
        "plan",
        "cut",
        NATION,
        CENTRAL,
        ADOPTERS,
        "forecast tech-workforce",
        "claims layoffs",
        "scorecard",
        "job",
    }
    | {f"claims {row}" for row in ROWS}
    | {f"claims add {measure}" for measure in MEASURES}
)
WHOLE = FILE.read_text(encoding="utf-8")


class Begun(Exception):
    """The command took its input and began to work."""


def of_market(command: str) -> Callable[[dict[str, float]], object]:
    return lambda own: economy_run(nation_scenario(NationRequest(set=own)), load_world().sources, command)


RUN: dict[str, Callable[[dict[str, float]], object]] = {
    "plan": lambda own: ra.Scenario.from_industry("insurance carriers", headcount=1000, set=own),
    "cut": lambda own: ra.cut(FIRM, exits=90, set=own, progress=False),
    NATION: of_market(NATION),
    CENTRAL: of_market(CENTRAL),
    ADOPTERS: of_market(ADOPTERS),
    "forecast tech-workforce": lambda own: ra.forecast(date="2026-11-30", set=own, progress=False),
    "claims layoffs": lambda own: layoffs(set=own),
    "scorecard": lambda own: ra.scorecard(set=own),
    **{f"claims {row}": (lambda own, row=row: ra.claims(row, set=own, progress=False)) for row in ROWS},
}
"""Commands as Python calls that take `set`; those that compute long are stopped when they begin."""


@pytest.fixture()
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands end where their work begins."""

    def begins(*given: Any, **named: Any) -> None:
        raise Begun

    for place in (
        "reallocate.api.cut.answer_at_hand", "reallocate.api.forecast.record.tech_workforce",
        "reallocate.api.claims.layoff_record", "reallocate.api.claims.load_world", "reallocate.api.scorecard.load_world",
    ):  # fmt: skip
        monkeypatch.setattr(place, begins)


def test_the_table_names_every_parameter_and_every_command() -> None:
    assert _commands() == EVERY
    reads = {command: {name for name in NAMES if command in readers(name)} for command in sorted(EVERY)}
    assert {name for name in NAMES if not readers(name)} == set(), "nothing reads these: they do nothing"
    assert all(reads.values()) or not reads["claims 14"]
    order = [one for line in WHOLE.splitlines() for one in re.findall(r'"([^"]+)"', line)]
    given = {command: reads[command] for command in dict.fromkeys(order)}
    assert sorted(text(given, NAMES).split()) == sorted(WHOLE.split())


SLOW = {command: [pytest.mark.long] * command.startswith("simulate") for command in RUN}


@pytest.mark.parametrize("command", [pytest.param(command, marks=SLOW[command]) for command in RUN])
def test_every_parameter_is_read_or_refused_with_a_command_that_reads_it(command: str, stopped: None) -> None:
    for name in NAMES:
        value = Parameters.default()[name]
        try:
            RUN[command]({name: value})
        except Begun:
            refused = ""
        except InputError as error:
            refused = str(error)
        else:
            refused = ""
        if command in readers(name) or (command == "plan" and "cut" in readers(name)):
            assert not refused or name == "adoption_midpoint", f"{command} reads {name}: {refused}"
        else:
            assert name in refused and (
                "does not read" in refused or "nothing in a plan" in refused or "does nothing" in refused
            )
            if "does not read" in refused:
                named = re.findall(r"`reallocate ([^`]+)`", refused)
                assert named and all(name_of(one) & set(readers(name)) for one in named)


def name_of(words: str) -> set[str]:
    """The commands that an error means: rows of the claims stand together."""
    if re.fullmatch(r"claims( \d+[a-d]?)+", words):
        return {f"claims {row}" for row in words.split()[1:]}
    return {words}


@pytest.mark.long
def test_the_commands_read_what_the_table_says() -> None:
    for command, read in recorded().items():
        told = {name for name in Parameters.default().names if command in readers(name)}
        assert read == told, f"{command}: run `python -m scripts.parameter_reads`"

"""A parameter that a command never reads is refused there, before the work, with a command that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from scripts.parameter_reads import FILE, text

import reallocate as ra
from reallocate.api.claims import layoffs
from reallocate.api.simulate import nation_scenario
from reallocate.claims.ledger import claims
from reallocate.claims.own import MEASURES
from reallocate.data.bundle import load_world
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameter_reads import commands, readers, unread
from reallocate.kernel.parameters import Parameters
from reallocate.market.simulate.request import ADOPTERS, CENTRAL, NATION, economy_run

NAMES = Parameters.default().names
FIRM = ra.Scenario.from_industry("insurance carriers", headcount=1000)
ROWS = tuple(one.row for one in claims())
EVERY = frozenset(
    {"plan", "cut", NATION, CENTRAL, ADOPTERS, "forecast tech-workforce", "claims layoffs", "scorecard", "job"}
    | {f"claims {row}" for row in ROWS}
    | {f"claims add {measure}" for measure in MEASURES}
)
WHOLE = FILE.read_text(encoding="utf-8")


class Begun(Exception):
    """The command took its input and began to work."""


def of_market(command: str) -> Callable[[dict[str, float]], object]:
    return lambda own: economy_run(nation_scenario(None, set=own), load_world().sources, command)


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
    assert commands() == EVERY
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
            assert name in refused and ("does not read" in refused or "nothing in a plan" in refused or "does nothing" in refused)
            if "does not read" in refused:
                named = re.findall(r"`reallocate ([^`]+)`", refused)
                assert named and all(name_of(one) & set(readers(name)) for one in named)


def name_of(words: str) -> set[str]:
    """The commands that an error means: rows of the claims stand together."""
    if re.fullmatch(r"claims( \d+[a-d]?)+", words):
        return {f"claims {row}" for row in words.split()[1:]}
    return {words}


def test_build_out_spending_is_the_nations_and_no_central_run_s() -> None:
    with pytest.raises(InputError) as refused:
        ra.Market(set={"build_out_spending": 600})
    assert "reallocate simulate central does not read build_out_spending" in str(refused.value)
    assert "`reallocate simulate nation`" in str(refused.value)
    assert nation_scenario(None, set={"build_out_spending": 600}).parameters == {"build_out_spending": 600}


@pytest.mark.parametrize("key", ["draws=64", "seed=3"])
def test_a_central_run_refuses_what_only_draws_read(key: str) -> None:
    name, _, value = key.partition("=")
    with pytest.raises(InputError, match="one run without draws"):
        ra.Market(set={name: int(value)})


def test_a_scenario_file_is_held_to_it_too(tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text('[parameters]\nbuild_out_spending = 600.0\n', encoding="utf-8")
    with pytest.raises(InputError, match="central does not read build_out_spending"):
        ra.Market(file)
    firm = 'name = "a"\nindustries = ["524100"]\nheadcount = 1000\n[parameters]\neconomy_pass_through = 0.5\n'
    file.write_text(firm, encoding="utf-8")
    with pytest.raises(InputError, match="does not read economy_pass_through"):
        ra.plan(file, quick=True, progress=False)


def test_claims_are_judged_by_the_rows_that_are_asked_for() -> None:
    of_one = [name for name in NAMES if "claims 9" in readers(name) and "claims 10" not in readers(name)]
    for name, rows in product(of_one[:2], (("9", "10"), ("10",))):
        asked = [f"claims {row}" for row in rows]
        assert bool(unread([name], asked, lambda _: "--set")) == ("9" not in rows)

"""The extended market as a folder: scenario, tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from reallocate.errors import Problem
from reallocate.study.economy.run import EconomyStudy
from reallocate.study.market.folder import scenario_toml
from reallocate.study.market.schema import MarketScenario
from reallocate.study.whole_folder import read_kept, whole_folder, write_kept

RECORD, WHAT = "economy.json", "a run of the extended market"


def save_economy(
    study: EconomyStudy, scenario: MarketScenario, folder: Path, extra: dict[str, bytes] | None = None
) -> Path:
    """Write a run into a folder that does not exist yet or holds an earlier one.

    study : run
    scenario : it was run from; written with its mode, so that the folder runs again
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    laws = scenario.laws.model_copy(update={"mode": "extended"})
    named = scenario.model_copy(update={"laws": laws})
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        write_kept(study, made, RECORD)
        (made / "scenario.toml").write_text(scenario_toml(named, {}), encoding="utf-8")
    return folder


def open_economy(folder: Path) -> EconomyStudy:
    """A run that was saved.

    folder : as written by `save_economy`; raises `InputError` where there is none
    """
    remedy = "Make one with reallocate simulate --mode extended --out."
    missing = Problem("there is no saved run of the extended market here", str(folder), remedy)
    return read_kept(folder, RECORD, missing, EconomyStudy)

"""The extended market as a folder: scenario, tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reallocate.result.folder import Kind, contents_of, open_kept, save_result
from reallocate.scenario.market.schema import MarketScenario
from reallocate.scenario.market.written import scenario_toml
from reallocate.study.economy.run import EconomyStudy

KIND = Kind(
    "economy", "a run of the extended market", "economy.json", "reallocate simulate nation --out"
)
SCENARIO = "scenario.toml"


def save_economy(
    study: EconomyStudy, scenario: MarketScenario, folder: Path, extra: Mapping[str, bytes] | None = None
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
    text = scenario_toml(named, {}).encode()
    contents = {**contents_of(study, KIND.record), SCENARIO: text, **(extra or {})}
    return save_result(folder, KIND, contents)


def open_economy(folder: Path) -> EconomyStudy:
    """A run that was saved.

    folder : as written by `save_economy`; raises as `open_result`
    """
    return open_kept(folder, KIND, EconomyStudy)

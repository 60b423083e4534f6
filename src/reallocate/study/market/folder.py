"""A simulated market as a folder: scenario, tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reallocate.result.folder import Kind, contents_of, open_kept, save_result
from reallocate.scenario.market.schema import MarketScenario
from reallocate.scenario.market.written import scenario_toml
from reallocate.study.market.run import MarketStudy

KIND = Kind("market", "a simulated market", "market.json", "reallocate simulate … --out")
SCENARIO, INPUTS = "scenario.toml", "inputs"


def save_market(
    study: MarketStudy, scenario: MarketScenario, folder: Path, extra: Mapping[str, bytes] | None = None
) -> Path:
    """Write a simulated market into a folder that does not exist yet or holds an earlier one.

    study : run
    scenario : it was run from; its files are kept beside it, so that the folder runs again
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    contents = contents_of(study, KIND.record)
    kept: dict[str, str] = {}
    for file in scenario.files:
        name = Path(file).name
        name = f"{len(kept) + 1}-{name}" if f"{INPUTS}/{name}" in kept.values() else name
        kept[file] = f"{INPUTS}/{name}"
        contents[kept[file]] = scenario.path(file).read_bytes()
    contents[SCENARIO] = scenario_toml(scenario, kept).encode()
    return save_result(folder, KIND, {**contents, **(extra or {})})


def open_market(folder: Path) -> MarketStudy:
    """A simulated market that was saved.

    folder : as written by `save_market`; raises as `open_result`
    """
    return open_kept(folder, KIND, MarketStudy)

"""A simulated market as a folder: scenario, tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reallocate.study.market.run import MarketStudy
from reallocate.study.market.schema import MarketScenario
from reallocate.study.saved import Kind, contents_of, open_kept, save_result
from reallocate.study.scenario.written import toml_value

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


def scenario_toml(scenario: MarketScenario, kept: dict[str, str]) -> str:
    """The text of a scenario file that says what was run.

    scenario : as written
    kept : (file as written) where it lies now
    """
    data = scenario.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    lines = [f"{name} = {toml_value(value)}" for name, value in data.items() if not isinstance(value, dict)]
    for section, keys in data.items():
        if isinstance(keys, dict):
            lines += ["", f"[{section}]"]
            lines += [
                f"{name} = {toml_value(kept.get(value, value) if isinstance(value, str) else value)}"
                for name, value in keys.items()
            ]
    return "\n".join(lines).lstrip("\n") + "\n"


def open_market(folder: Path) -> MarketStudy:
    """A simulated market that was saved.

    folder : as written by `save_market`; raises as `open_result`
    """
    return open_kept(folder, KIND, MarketStudy)

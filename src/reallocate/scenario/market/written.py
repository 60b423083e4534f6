"""The scenario of a labour market as the text of a file."""

from __future__ import annotations

from pathlib import Path

from reallocate.scenario.market.schema import MarketScenario
from reallocate.scenario.toml_file import toml_value

SCENARIO, INPUTS = "scenario.toml", "inputs"
"""In a saved folder: the scenario, and the files that it names."""


def scenario_toml(scenario: MarketScenario, kept: dict[str, str]) -> str:
    """The text of a scenario file that says what was run.

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


def scenario_inputs(scenario: MarketScenario) -> dict[str, bytes]:
    """The scenario and the files it names, so that the saved folder runs again."""
    inputs: dict[str, bytes] = {}
    places: dict[str, str] = {}
    for file in scenario.files:
        name = Path(file).name
        place = f"{INPUTS}/{name}"
        places[file] = f"{INPUTS}/{len(places) + 1}-{name}" if place in places.values() else place
        inputs[places[file]] = scenario.path(file).read_bytes()
    return {**inputs, SCENARIO: scenario_toml(scenario, places).encode()}

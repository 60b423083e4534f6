"""A simulated market as a folder: scenario, tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.market.run import MarketStudy
from reallocate.study.market.schema import MarketScenario
from reallocate.study.scenario.written import toml_value
from reallocate.study.whole_folder import whole_folder

RECORD, WHAT = "market.json", "a simulated market"
TABLES, INPUTS = "tables", "inputs"


def save_market(
    study: MarketStudy, scenario: MarketScenario, folder: Path, extra: dict[str, bytes] | None = None
) -> Path:
    """Write a simulated market into a folder that does not exist yet or holds an earlier one.

    study : run
    scenario : it was run from; its files are kept beside it, so that the folder runs again
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        (made / TABLES).mkdir()
        for table, frame in study.tables.items():
            frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
        record = {"meta": dict(study.meta), "said": dict(study.said)}
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (made / RECORD).write_text(text, encoding="utf-8")
        (made / INPUTS).mkdir()
        kept: dict[str, str] = {}
        for file in scenario.files:
            content = scenario.path(file).read_bytes()
            name = Path(file).name
            name = f"{len(kept) + 1}-{name}" if f"{INPUTS}/{name}" in kept.values() else name
            (made / INPUTS / name).write_bytes(content)
            kept[file] = f"{INPUTS}/{name}"
        (made / "scenario.toml").write_text(scenario_toml(scenario, kept), encoding="utf-8")
    return folder


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

    folder : as written by `save_market`; raises `InputError` where there is none
    """
    file = folder / RECORD
    if not file.is_file():
        remedy = "Make one with reallocate simulate … --out."
        raise InputError(Problem("there is no saved market here", str(folder), remedy))
    record = json.loads(file.read_text(encoding="utf-8"))
    tables = {one.stem: pd.read_parquet(one) for one in sorted((folder / TABLES).glob("*.parquet"))}
    return MarketStudy(
        MappingProxyType(record["meta"]), MappingProxyType(tables), MappingProxyType(record["said"])
    )
